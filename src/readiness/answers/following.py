"""Answers to an older version, read under today's ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from readiness.answers.answers import Notice, NoticeKind
from readiness.answers.checking import Checking
from readiness.answers.versions import renames_since
from readiness.messages.catalogue import _
from readiness.messages.sentences import some
from readiness.questionnaire.history import Part, version_key
from readiness.questionnaire.questions.raw_values import shown
from readiness.source.data import DataPath

_FIRST = "0.0.0"


class Following:
    """Follows the ids of one part of an answers file; each change becomes a notice of `checking`."""

    def __init__(self, checking: Checking, part: Part, since: str, *, market: str = "") -> None:
        """`since` is the version whose ids the file uses; `market` is the id of the one it is the part of."""
        questionnaire = checking.questionnaire
        self._checking = checking
        self._part: Part = part
        self.market = market
        self.path: DataPath = ("markets", market, part) if market else (part,)
        self._renames = renames_since(questionnaire, since, part)
        stated, today = version_key(since), version_key(questionnaire.version)
        self.is_older = stated < today
        """Whether ids or answers may have changed since; if not, they are those of today."""
        self._is_of_older_major = stated[0] < today[0]

    def current_keys(
        self, raw: Mapping[str, Any], known: list[str], report_unknown: Callable[[str], None]
    ) -> dict[str, str]:
        """The key in the file of each answer, by today's id; `known` are all ids of today.

        A key without an id of today is a notice if it was retired; otherwise `report_unknown` is called.
        """
        ids, retired, names = self._renames.ids, self._renames.retired, frozenset(known)
        if not ids and raw.keys() <= names - retired.keys():  # as in almost every file
            return dict(zip(raw, raw, strict=True))
        keys: dict[str, str] = {}
        for key in map(str, raw):
            id = ids.get(key, key)
            if key in retired:
                instead = _(", ").join(some(retired[key]))
                self._note("replaced" if instead else "retired", key, instead)
            elif id not in names:
                report_unknown(key)
            elif id in keys:
                self._report_twice(id, key, key if keys[id] == id else keys[id])
            else:
                keys[id] = key
                if id != key:
                    self._note("renamed", key, id)
        return keys

    def _report_twice(self, id: str, key: str, other: str) -> None:
        message = _("“{id}” is answered twice, also as “{other}”")
        if self._part == "targets":
            message = _("“{id}” has two targets, one as “{other}”")
        message = message.format(id=id, other=other[:80])
        hint = _("Keep one of the two.")
        self._checking.complaints.add((*self.path, key), "two-answers", message, hint, key=True)

    def today(self, key: str) -> str:
        """Today's id of what the file calls `key`."""
        return self._renames.id(key)

    def called_now(self, key: str) -> str:
        """The hint for an unknown `key` that was an id in any older version; empty if it was none."""
        today = renames_since(self._checking.questionnaire, _FIRST, self._part).ids.get(key)
        return _("It is called “{name}” now.").format(name=today) if today else ""

    def note_added(self, known: list[str], keys: Mapping[str, str]) -> None:
        """Add a notice for each id that is new since then and not among the answered `keys`."""
        for id in known if self._renames.added else ():
            if id in self._renames.added and id not in keys:
                self._note("added", id)

    def value(self, id: str, raw: Any, options: list[str], fits: Callable[[Any], bool]) -> Any:
        """`raw` under today's ids of `options`; None, with a notice, if it no longer `fits`."""
        value = self._renames.answer(id, raw)
        if self.is_older and _may_have_fitted(raw) and (value is None or not fits(value)):
            self._note_gone(id, self._no_longer_named(id, raw, options))
            return None
        if self._is_of_older_major and type(raw) in (int, float) and id not in self._renames.rescaled:
            self._note("number-kept", id, shown(raw))
        if value != raw:
            items = raw if isinstance(raw, list) else [raw]
            for was, now in ((item, self._renames.answer(id, item)) for item in items):
                if now != was:
                    self._note("option-renamed", id, now)
        return value

    def must_apply_now(self, id: str, reason: str) -> bool:
        """Whether the answers are older than the rule that the question applies to all; then a notice."""
        if self.is_older:
            self._note_gone(id, [f"not_applicable: {reason}"])
        return self.is_older

    def words_are_gone(self, id: str, words: str) -> bool:
        """Whether the answers are older than the rule that no chosen option takes words; then a notice."""
        if self.is_older:
            self._note("words-gone", id, shown(words))
        return self.is_older

    def _no_longer_named(self, id: str, raw: Any, options: list[str]) -> list[Any]:
        """What to name of an answer that no longer fits: the items of a list that are gone, or all of it."""
        if not isinstance(raw, list):
            return [raw]
        return [item for item in raw if self._renames.option(id, item) not in options] or raw or [raw]

    def _note_gone(self, id: str, answer: list[Any]) -> None:
        self._note("option-gone", id, _(", ").join(some([*map(shown, answer)])))

    def _note(self, kind: NoticeKind, id: str, detail: str = "") -> None:
        self._checking.notices.append(Notice(kind, id, detail, self._part, self.market))


def _may_have_fitted(raw: Any) -> bool:
    """Return true if some type of question takes values of the form of `raw`."""
    return isinstance(raw, str | int | float) or (
        isinstance(raw, list) and all(isinstance(item, str) for item in raw)
    )
