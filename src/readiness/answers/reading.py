"""Raw answers, from a file or from the interview, checked against a questionnaire.

An answer is a value of the question's type (for a choice an option id or its score), `unknown`,
or a mapping with `value`, `note`,
`evidence`, `owner` or `not_applicable` (a reason). Nothing is guessed: what is not exactly
one of these is a problem.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any

from readiness.answers.answers import OPEN, UNKNOWN, Answer, Answers, Notice, State
from readiness.answers.versions import Renames, renames_since
from readiness.messages.catalogue import _
from readiness.messages.names import suggestion
from readiness.questionnaire.history import Part, version_key
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.questions.raw_values import shown
from readiness.source.complaints import Complaints
from readiness.source.data import DataPath
from readiness.source.parsing import parse
from readiness.source.source import Source


def read_answers(source: Source, questionnaire: Questionnaire) -> Answers:
    """The answers in an already read text. Raises InvalidInput with every problem of it."""
    return read_raw(parse(source, private=True), questionnaire, source.name)


_FIRST = "0.0.0"
_KEYS = ("questionnaire", "version", "profile", "respondent", "date", "answers")
DETAILS = ("value", "note", "evidence", "owner", "not_applicable")


def read_raw(
    raw: Any, questionnaire: Questionnaire, name: str = "answers", *, across_major: bool = False
) -> Answers:
    """`raw` as `Answers` to `questionnaire`.

    `name` is what messages call it when `raw` was not parsed from a file. Answers to an older
    version are followed to today's ids, and `notices` tells each change; one of an older major
    version is refused unless `across_major`. Raises InvalidInput with every problem at once.
    """
    checker = _Checker(raw, questionnaire, name, across_major)
    answers = checker.checked()
    checker.complaints.raise_if_any()
    return answers


class _Checker:
    """Reads one raw mapping, collecting complaints as it goes."""

    def __init__(self, raw: Any, questionnaire: Questionnaire, name: str, across_major: bool) -> None:
        self.raw = raw
        self.across_major = across_major
        self.questionnaire = questionnaire
        self.complaints = Complaints(raw, name)
        self.renames = self._renames_since(questionnaire.version)
        self.older = False
        self.notices: list[Notice] = []

    def checked(self) -> Answers:
        raw = self.raw
        if not isinstance(raw, dict):
            message = _("the file is empty") if raw is None else _("this is not a mapping of keys to values")
            hint = _("Start from the output of `readiness questionnaire template`.")
            self.complaints.add((), "answers-shape", message, hint)
            return Answers("", "", {}, {})
        self._known_keys((), raw, _KEYS)
        self._identity(raw)
        return Answers(
            questionnaire=self.questionnaire.id,
            version=self.questionnaire.version,
            profile=self._profile(raw.get("profile")),
            given=self._answers(raw.get("answers")),
            respondent=self._text(("respondent",), raw.get("respondent")),
            date=self._date(raw.get("date")),
            notices=tuple(self.notices),
        )

    def _renames_since(self, version: str) -> dict[Part, Renames]:
        parts: tuple[Part, ...] = ("answers", "profile")
        return {part: renames_since(self.questionnaire, version, part) for part in parts}

    def _known_keys(self, path: DataPath, mapping: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in mapping:
            if key not in known and not self.complaints.full:
                self._unknown((*path, key), "unknown-key", key, list(known), key=True)

    def _unknown(
        self, path: DataPath, code: str, name: object, names: list[str], *, key: bool = False
    ) -> None:
        text = str(name)[:80]
        hint = suggestion(text, names, _("Known here: {names}.").format(names=", ".join(names)))
        message = _("“{name}” is not known").format(name=text)
        self.complaints.add(path, code, message, hint, key=key)

    def _identity(self, raw: Mapping[str, Any]) -> None:
        wanted = {"questionnaire": self.questionnaire.id, "version": self.questionnaire.version}
        for key, value in wanted.items():
            line = f"{key}: {value}"
            given = raw.get(key)
            if given is None:
                message = _("“{key}” is missing").format(key=key)
                self.complaints.add(
                    (key,), "missing-key", message, _("Add the line `{line}`.").format(line=line)
                )
            elif not isinstance(given, str):
                message = _("“{key}” must be text").format(key=key)
                self.complaints.add((key,), "not-text", message, _("Write `{line}`.").format(line=line))
            elif key == "questionnaire" and given != value:
                message = _("these answers are for the questionnaire “{id}”").format(id=given[:80])
                hint = _("Choose it with --questionnaire, or write `{line}`.").format(line=line)
                self.complaints.add((key,), "other-questionnaire", message, hint)
            elif key == "version":
                self._version(given)

    def _version(self, given: str) -> None:
        current = self.questionnaire.version
        if not re.fullmatch(r"[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}", given):
            message = _("“{version}” is not a version").format(version=given[:80])
            hint = _("Write `version: {version}`.").format(version=current)
            self.complaints.add(("version",), "bad-version", message, hint)
        elif version_key(given)[:2] > version_key(current)[:2]:
            message = _("these answers are for version {given}; the questionnaire is {current}").format(
                given=given, current=current
            )
            hint = _("Use the questionnaire of that version, or a newer one.")
            self.complaints.add(("version",), "newer-version", message, hint)
        elif version_key(given) < version_key(current):
            self._follow(given)

    def _follow(self, given: str) -> None:
        """Read what comes after as answers to an older version."""
        self.older = True
        self.renames = self._renames_since(given)
        current = self.questionnaire.version
        if version_key(given)[0] < version_key(current)[0] and not self.across_major:
            message = _("these answers are for version {given}; the questionnaire is {current}").format(
                given=given, current=current
            )
            hint = _("Run `readiness answers upgrade FILE`; it tells every change and keeps the old file.")
            self.complaints.add(("version",), "older-version", message, hint)

    def _text(self, path: DataPath, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return value.strip()
        key = next(step for step in reversed(path) if isinstance(step, str))
        message = _("“{key}” must be text").format(key=key)
        self.complaints.add(path, "not-text", message, _("Put the value in quotes."))
        return ""

    def _date(self, value: Any) -> datetime.date | None:
        if type(value) is datetime.date:  # out of a mapping that was made in Python
            return value
        text = self._text(("date",), value)
        if not text:
            return None
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                raise ValueError
            return datetime.date.fromisoformat(text)
        except ValueError:
            message = _("“{text}” is not a date").format(text=text[:80])
            hint = _("Write year-month-day, as in 2026-03-31.")
            self.complaints.add(("date",), "bad-date", message, hint)
            return None

    # --- profile ---

    def _profile(self, raw: Any) -> dict[str, tuple[str, ...]]:
        if raw is None:
            return {}
        if not isinstance(raw, dict):
            message = _("“profile” must be a mapping")
            self.complaints.add(("profile",), "not-mapping", message, _("Write `key: value` lines below it."))
            return {}
        known = [asked.id for asked in self.questionnaire.profile]
        keys = self._current_keys("profile", raw, known)
        profile: dict[str, tuple[str, ...]] = {}
        for asked in self.questionnaire.profile:
            value = raw[keys[asked.id]] if asked.id in keys else None
            if value is not None and (chosen := self._profile_value(asked, value, keys[asked.id])):
                profile[asked.id] = chosen
        self._tell_added("profile", known, keys)
        return profile

    def _profile_value(self, asked: ProfileQuestion, raw: Any, key: str) -> tuple[str, ...]:
        names = [option.id for option in asked.options]

        def fits(value: Any) -> bool:
            items = value if isinstance(value, list) else [value]
            return set(names).issuperset(items) and (asked.several or not isinstance(value, list))

        value = self._followed("profile", asked.id, raw, names, fits)
        return () if value is None else self._profile_options(asked, value, ("profile", key))

    def _profile_options(self, asked: ProfileQuestion, value: Any, path: DataPath) -> tuple[str, ...]:
        listed = isinstance(value, list)
        if listed and not asked.several:
            message = _("“{key}” takes one value, not a list").format(key=asked.id)
            self.complaints.add(path, "not-one", message, _("Keep the one that fits best."))
            return ()
        names = [option.id for option in asked.options]
        known = set(names)
        chosen = []
        for index, item in enumerate(value if listed else [value]):
            place = (*path, index) if listed else path
            if not isinstance(item, str):
                message = _("“{key}” must be text").format(key=asked.id)
                hint = _("Known here: {names}.").format(names=", ".join(names))
                self.complaints.add(place, "not-text", message, hint)
            elif item in known:
                chosen.append(item)
            elif not self.complaints.full:
                self._unknown(place, "unknown-option", item, names)
        return tuple(dict.fromkeys(chosen))

    # --- answers ---

    def _answers(self, raw: Any) -> dict[str, Answer]:
        if raw is None:
            return {}
        if not isinstance(raw, dict):
            message = _("“answers” must be a mapping")
            hint = _("Write one `question: answer` line for each question below it.")
            self.complaints.add(("answers",), "not-mapping", message, hint)
            return {}
        known = list(self.questionnaire.questions)
        keys = self._current_keys("answers", raw, known)
        given = {
            id: self._answer(question, raw[keys[id]], keys[id])
            for id, question in self.questionnaire.questions.items()
            if id in keys
        }
        self._tell_added("answers", known, keys)
        return {id: answer for id, answer in given.items() if answer != OPEN}

    # --- what a newer version did ---

    def _current_keys(self, part: Part, raw: Mapping[str, Any], known: list[str]) -> dict[str, str]:
        """The key of each answer by today's id of its question; what has none is told."""
        keys: dict[str, str] = {}
        renames = self.renames[part]
        for key in map(str, raw):
            id = renames.id(key)
            if key in renames.retired:
                self.notices.append(Notice("retired", key, part=part))
            elif id not in known:
                if part == "answers":
                    self._unknown_question(key)
                else:
                    self._unknown((part, key), "unknown-key", key, known, key=True)
            elif id in keys:
                other = key if keys[id] == id else keys[id]
                message = _("“{id}” is answered twice, as “{other}” too").format(id=id, other=other[:80])
                self.complaints.add((part, key), "two-answers", message, _("Keep one of the two."), key=True)
            else:
                keys[id] = key
                if id != key:
                    self.notices.append(Notice("renamed", key, id, part))
        return keys

    def _tell_added(self, part: Part, known: list[str], keys: Mapping[str, str]) -> None:
        added = self.renames[part].added
        self.notices += [Notice("added", id, part=part) for id in known if id in added and id not in keys]

    def _followed(
        self, part: Part, id: str, raw: Any, options: list[str], fits: Callable[[Any], bool]
    ) -> Any:
        """`raw` under today's ids of options; None, and told, if this version no longer takes it."""
        renames = self.renames[part]
        value = renames.answer(id, raw)
        items = [item for item in (raw if isinstance(raw, list) else [raw]) if isinstance(item, str)]
        if self.older and _may_have_fitted(raw) and not fits(value):
            gone = [item for item in items if renames.option(id, item) not in options]
            named = gone or items if isinstance(raw, list) else []
            detail = ", ".join(map(shown, named or [raw]))
            self.notices.append(Notice("option-gone", id, detail, part))
            return None
        if value != raw:
            names = (renames.option(id, item) for item in items)
            changed = [name for item, name in zip(items, names, strict=True) if name != item]
            self.notices += [Notice("option-renamed", id, name, part) for name in changed]
        return value

    def _unknown_question(self, key: str) -> None:
        if self.complaints.full:
            return
        ids = list(self.questionnaire.questions)
        hint = suggestion(key, ids, _("`readiness questionnaire show` lists the questions."))
        if today := renames_since(self.questionnaire, _FIRST).ids.get(key):
            hint = _("It is called “{name}” now.").format(name=today)
        message = _("there is no question “{name}”").format(name=key[:80])
        self.complaints.add(("answers", key), "unknown-question", message, hint, key=True)

    def _answer(self, question: Question, raw: Any, key: str) -> Answer:
        path: DataPath = ("answers", key)
        if not isinstance(raw, dict):
            return self._value(question, raw, path)
        self._known_keys(path, raw, DETAILS)
        details = {
            "note": self._text((*path, "note"), raw.get("note")),
            "owner": self._text((*path, "owner"), raw.get("owner")),
        }
        evidence = self._evidence((*path, "evidence"), raw.get("evidence"))
        if "not_applicable" in raw:
            answer = self._not_applicable(question, raw, path)
        else:
            answer = self._value(question, raw.get("value"), (*path, "value"))
        return Answer(answer.state, answer.value, evidence=evidence, reason=answer.reason, **details)

    def _evidence(self, path: DataPath, raw: Any) -> tuple[str, ...]:
        if isinstance(raw, list):
            return tuple(text for n, item in enumerate(raw) if (text := self._text((*path, n), item)))
        text = self._text(path, raw)
        return (text,) if text else ()

    def _not_applicable(self, question: Question, raw: Mapping[str, Any], path: DataPath) -> Answer:
        here: DataPath = (*path, "not_applicable")
        given = raw["not_applicable"]
        reason = given.strip() if isinstance(given, str) else ""
        if question.not_applicable is None:
            message = _("“{id}” applies to every enterprise").format(id=question.id)
            hint = _("Choose the level that fits, or write `unknown`.")
            self.complaints.add(here, "always-applicable", message, hint, key=True)
        elif raw.get("value") is not None:
            message = _("“{id}” has a value and is marked not applicable").format(id=question.id)
            self.complaints.add(here, "two-answers", message, _("Keep one of the two."), key=True)
        elif not reason:
            message = _("“not_applicable” needs a reason")
            hint = _("Write it as text: `not_applicable: we sell services only`.")
            self.complaints.add(here, "no-reason", message, hint, key=True)
        return Answer(State.NOT_APPLICABLE, reason=reason)

    def _value(self, question: Question, raw: Any, path: DataPath) -> Answer:
        if raw is None:
            return OPEN
        if raw == UNKNOWN:
            return Answer(State.UNKNOWN)
        names = [option.id for option in question.choices]
        raw = self._followed(
            "answers", question.id, raw, names, lambda today: question.parse(today) is not None
        )
        if raw is None:
            return OPEN
        value = question.parse(raw)
        if value is not None:
            return Answer(State.ANSWERED, value)
        for misfit in question.misfits(raw):
            self.complaints.add(*misfit.below(path))
            if self.complaints.full:
                break
        return OPEN


def _may_have_fitted(raw: Any) -> bool:
    """Whether `raw` is of a form that some type of question takes."""
    return isinstance(raw, str | int | float) or (
        isinstance(raw, list) and all(isinstance(item, str) for item in raw)
    )
