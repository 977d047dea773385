"""The answers to the questions in an answers file, checked.

An answer is a value of the question's type (for a choice an option id or its score), `unknown`,
or a mapping with `value`, `other` (words of one's own about an option), `note`, `evidence`, `owner` or
`not_applicable` (a reason). Nothing is guessed: anything else is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from readiness.answers.answers import OPEN, UNKNOWN, Answer, State
from readiness.answers.checking import Checking
from readiness.answers.following import Following
from readiness.messages.catalogue import _
from readiness.messages.names import suggestion
from readiness.messages.sentences import some
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.remembering import remembered
from readiness.source.complaints import Fault
from readiness.source.data import DataPath

DETAILS = ("value", "other", "note", "evidence", "owner", "not_applicable")


WORDS_FOR_ASIDE = ("n/a", "n.a.", "na", "not applicable", "not-applicable", "not_applicable", "不适用")
"""What people write in place of an answer where there is none to give."""


def read_given(raw: Any, checking: Checking, since: str, *, market: str = "") -> dict[str, Answer]:
    """The answers by question id, without open ones; `since` is the version whose ids `raw` uses.

    They are those of the whole enterprise or, if it is not empty, of the one with the id `market`.
    """
    if raw is None:
        return {}
    following = Following(checking, "answers", since, market=market)
    if not isinstance(raw, dict):
        message = _("“answers” must be a mapping")
        hint = _("Write one `question: answer` line for each question below it.")
        checking.complaints.add(following.path, "not-mapping", message, hint)
        return {}
    if market:
        return _AnswerReader(checking, following, checking.questionnaire.local_questions).read(raw)
    reader = _AnswerReader(checking, following, checking.questionnaire.questions)
    return reader.read(raw, notes_added=True)


@remembered
def _answers_met(_questionnaire: Questionnaire) -> dict[tuple[str, str], Answer]:
    """What a bare word under a question stands for, in files of today's version: an option, or unknown.

    It is filled while files are read: thousands of them hold the same few words, so each is checked once.
    """
    return {}


class _AnswerReader:  # long because it checks every part of an answer
    """Reads the answers one by one."""

    def __init__(self, checking: Checking, following: Following, questions: Mapping[str, Question]) -> None:
        self._checking = checking
        self._following = following
        self._questions = questions
        """Those that may be answered here."""

    def read(self, raw: dict[str, Any], *, notes_added: bool = False) -> dict[str, Answer]:
        """The answers in `raw`; with `notes_added`, a question that is new and not among them is a notice."""
        known = list(self._questions)
        keys = self._following.current_keys(raw, known, self._report_unknown)
        met = {} if self._following.is_older else _answers_met(self._checking.questionnaire)
        given: dict[str, Answer] = {}
        for id, question in self._questions.items():
            if (key := keys.get(id)) is None:
                continue
            value = raw[key]
            is_text = type(value) is str
            answer = met.get((id, value)) if is_text else None
            if answer is None:
                answer = self._answer(question, value, key)
                if is_text and (answer.option is not None or value == UNKNOWN):
                    met[id, value] = answer
            if answer != OPEN:
                given[id] = answer
        if notes_added:
            self._following.note_added(known, keys)
        return given

    def _report_unknown(self, key: str) -> None:
        if self._checking.complaints.full:
            return
        path: DataPath = (*self._following.path, key)
        if self._following.market and (why := self._why_shared(self._following.today(key))):
            self._checking.complaints.add(path, "not-by-market", *why, key=True)
            return
        titles = {id: question.label for id, question in self._questions.items()}
        otherwise = _("`readiness questionnaire show` lists the questions.")
        hint = suggestion(key, list(titles), otherwise, titles)
        if self._checking.questionnaire.profile_question(key):
            hint = _("“{id}” is a question of the profile; write it under `profile`.").format(id=key)
        elif key in self._checking.questionnaire.all_sections:
            hint = _("“{id}” is a section; answer the questions in it.").format(id=key)
        hint = self._following.called_now(key) or hint
        message = _("there is no question “{name}”").format(name=key[:80])
        self._checking.complaints.add(path, "unknown-question", message, hint, key=True)

    def _why_shared(self, id: str) -> tuple[str, str] | None:
        """Why a market has no answer of its own to what has this `id`, and a hint; None if nothing has it."""
        questionnaire = self._checking.questionnaire
        message = _("“{id}” is the same in every market").format(id=id)
        if questionnaire.profile_question(id):
            hint = _("Write it under `profile`; a market says with `market` which one it lies in.")
            return message, hint
        if id not in questionnaire.questions:
            return None
        sections = dict.fromkeys(questionnaire.locations[each].section.id for each in self._questions)
        hint = _(
            "Write it under the `answers` of the whole file. By market differ only questions about exposure,"
            " control, openness and use: those of {sections}."
        )
        return message, hint.format(sections=_(", ").join(some(list(sections), 20)))

    def _answer(self, question: Question, raw: Any, key: str) -> Answer:
        path: DataPath = (*self._following.path, key)
        if not isinstance(raw, dict):
            return self._value(question, raw, path)
        self._checking.known_keys(path, raw, DETAILS)
        details: dict[str, Any] = {
            "note": self._checking.text((*path, "note"), raw.get("note")),
            "owner": self._checking.text((*path, "owner"), raw.get("owner")),
        }
        evidence = self._evidence((*path, "evidence"), raw.get("evidence"))
        if "not_applicable" in raw:
            answer = self._not_applicable(question, raw, path)
        else:
            answer = self._value(question, raw.get("value"), (*path, "value"))
        other = self._words(question, raw, answer, (*path, "other"))
        return answer._replace(evidence=evidence, other=other, **details)

    def _words(self, question: Question, raw: Mapping[str, Any], answer: Answer, path: DataPath) -> str:
        """The respondent's own words, which need an option that takes them."""
        text = self._checking.text(path, raw.get("other"))
        if not text or (answer.value is not None and question.takes_words(answer.value)):
            return text
        if self._following.words_are_gone(question.id, text):
            return ""
        if answer == OPEN and raw.get("value") is not None:
            return text  # the value was refused, so nothing is known of its options
        option = question.own_words
        if option is None:
            message = _("no option of “{id}” takes words of one's own").format(id=question.id)
            hint = _("Write them as `note`, or remove them.")
        else:
            message = _("these words belong to “{option}”, which is not chosen").format(option=option.id)
            hint = _("Choose “{option}” too, or remove `other`.").format(option=option.id)
        self._checking.complaints.add(path, "words-without-option", message, hint, key=True)
        return text

    def _evidence(self, path: DataPath, raw: Any) -> tuple[str, ...]:
        if isinstance(raw, list):
            return tuple(
                text for n, item in enumerate(raw) if (text := self._checking.text((*path, n), item))
            )
        text = self._checking.text(path, raw)
        return (text,) if text else ()

    def _not_applicable(self, question: Question, raw: Mapping[str, Any], path: DataPath) -> Answer:
        here: DataPath = (*path, "not_applicable")
        given = raw["not_applicable"]
        self._checking.expect_whole(here, given)
        reason = given.strip() if isinstance(given, str) else ""
        if question.not_applicable is None:
            if raw.get("value") is None and self._following.must_apply_now(question.id, reason):
                return OPEN
            message = _("“{id}” applies to every enterprise").format(id=question.id)
            hint = _("Choose the level that fits, or write `value: unknown`.")
            self._checking.complaints.add(here, "always-applicable", message, hint, key=True)
        elif raw.get("value") is not None:
            message = _("“{id}” has a value and is marked not applicable").format(id=question.id)
            self._checking.complaints.add(here, "two-answers", message, _("Keep one of the two."), key=True)
        elif not reason:
            message = _("“not_applicable” needs a reason")
            hint = _("Write it as text: `not_applicable: we sell services only`.")
            self._checking.complaints.add(here, "no-reason", message, hint, key=True)
        return Answer(State.NOT_APPLICABLE, reason=reason)

    def _value(self, question: Question, raw: Any, path: DataPath) -> Answer:
        if question.in_own_words and raw != UNKNOWN:
            self._checking.expect_whole(path, raw)
        if raw is None:
            return OPEN
        if raw == UNKNOWN:
            return Answer(State.UNKNOWN)
        if self._following.is_older:
            names = [option.id for option in question.choices]
            raw = self._following.value(
                question.id, raw, names, lambda today: question.parse(today) is not None
            )
            if raw is None:
                return OPEN
        value = question.parse(raw)
        if value is not None:
            return Answer(State.ANSWERED, value)
        if isinstance(raw, str) and re.split("[，。；：（]", raw.strip().lower())[0] in WORDS_FOR_ASIDE:
            self._checking.complaints.add(*_without_reason(question, path))
            return OPEN
        for misfit in question.misfits(raw):
            self._checking.complaints.add(*misfit.below(path))
            if self._checking.complaints.full:
                break
        return OPEN


def _without_reason(question: Question, path: DataPath) -> Fault:
    """The fault that the value at `path` only says that the question is not applicable."""
    if question.not_applicable is None:
        message = _("“{id}” applies to every enterprise").format(id=question.id)
        hint = _("Choose the level that fits, or write `unknown`.")
        return Fault(path, "always-applicable", message, hint)
    hint = _("Write the reason: `{not_applicable: we sell services only}`.")
    if path[-1] == "value":
        hint = _("Write the reason instead of a value: `not_applicable: we sell services only`.")
    return Fault(path, "no-reason", _("“not_applicable” needs a reason"), hint)
