"""Read the cells about one question: each matches an option, or is a misfit; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from readiness.answers.answers import UNKNOWN
from readiness.answers.responses.asked import Answerable, bare_text
from readiness.answers.responses.joined_options import (
    BETWEEN,
    KnownNames,
    before_commas,
    placed_option,
    placed_options,
    unmarked,
    with_words,
)
from readiness.answers.responses.response_map import MappedQuestion, Meaning, ResponseMap


class CellReading(NamedTuple):
    """What the cells about one question say."""

    meaning: Meaning
    other: str = ""
    """The respondent's own words about an option."""


OPEN_READING = CellReading(Meaning("open"))


class Misfit(Exception):
    """A cell that is no answer: the part of its text that fits nothing, and why, if that can be said.

    `column` is where it stands, from 0, if there is a column for each option.
    """

    def __init__(
        self, code: str, text: str, message: str = "", hint: str = "", *, column: int | None = None
    ) -> None:
        super().__init__(message or text)
        self.text = text
        self.message = message
        self.hint = hint
        self.code = code
        self.column = column


class CellReader:
    """Reads the cells about one question in the way that a map says."""

    def __init__(self, asked: Answerable, mapped: MappedQuestion, whole: ResponseMap) -> None:
        self.asked = asked
        self._mapped = mapped
        words = {
            **dict.fromkeys(whole.skipped, Meaning("open")),
            **dict.fromkeys(whole.unknown, Meaning("unknown")),
            **dict.fromkeys(whole.not_applicable, Meaning("not-applicable")),
        }
        if asked.question is None:  # a fact of the profile is given or not
            words = {word: Meaning("open") for word in words}
        elif asked.question.in_own_words:  # such words may be what the respondent wants to say
            words = dict.fromkeys(whole.skipped, Meaning("open"))
        self.meanings: Mapping[str, Meaning] = {**words, **mapped.options}
        # What may stand in a list: the id of an option, or a state after a colon, which no id holds.
        states = {
            word: meaning.raw if meaning.kind == "value" else f":{meaning.kind}"
            for word, meaning in self.meanings.items()
            if meaning.kind != "open"
        }
        self._known = KnownNames({**dict.fromkeys(asked.nones, ":none"), **asked.names, **states})

    def one_cell(self, cell: str) -> CellReading:
        """What one cell says of the question. Raises Misfit."""
        bare = bare_text(cell)
        if not bare:
            return OPEN_READING
        if meaning := self.meanings.get(bare):
            return self.reading_of(meaning)
        if reason := self._with_reason(cell):
            return CellReading(Meaning("not-applicable", reason=reason))
        if not self.asked.texts:
            return CellReading(Meaning("value", self._typed(cell.strip())))
        if self.asked.several:
            return self._several(cell)
        named = self._named(cell)
        if named is not None:
            return self.reading_of(named)
        return self._with_words(cell)

    # --- one option ---

    def reading_of(self, meaning: Meaning) -> CellReading:
        """The reading of a cell that means one thing; a single option of several becomes a list."""
        if meaning.kind == "value" and (self.asked.several or self.asked.question is None):
            return CellReading(meaning._replace(raw=self.asked.raw([meaning.raw])))
        return CellReading(meaning)

    def _named(self, cell: str) -> Meaning | None:
        """What names one option: the map, then the place or score that it asks for, then the text or id."""
        bare = bare_text(cell)
        if meaning := self.meanings.get(bare):
            return meaning
        is_place, id = placed_option(cell, self._mapped.by, self.asked)
        if not is_place:
            id = self.option_of(cell)
        if id is None:
            return Meaning("none") if bare in self.asked.nones else None
        several = self.asked.several or self.asked.question is None
        return Meaning("value", id if several else self.asked.raw([id]))

    def option_of(self, cell: str) -> str | None:
        """The option whose text or id the cell is, perhaps after a letter or number."""
        bare = bare_text(cell)
        return self.asked.names.get(bare) or self.asked.names.get(unmarked(bare))

    def _with_words(self, cell: str) -> CellReading:
        """An option with words of the respondent's own after it. Raises Misfit."""
        for option, words in with_words(cell) if self.asked.words else ():
            if self.option_of(option) == self.asked.words:
                return CellReading(Meaning("value", self.asked.raw([self.asked.words])), words)
        if self._mapped.rest:
            return CellReading(Meaning("value", self.asked.raw([self._mapped.rest])), cell.strip())
        raise Misfit("unmatched", cell)

    def _with_reason(self, cell: str) -> str:
        """The reason behind a word that means not applicable, such as `不适用：…`; empty if there is none."""
        for word, reason in with_words(cell):
            meaning = self.meanings.get(bare_text(word))
            if meaning and meaning.kind == "not-applicable":
                return reason
        return ""

    def _typed(self, line: str) -> Any:
        """A number or a text. Raises Misfit."""
        question = self.asked.question
        assert question is not None
        raw = question.typed(line)
        if raw is None or question.parse(raw) is None:
            raise Misfit("unmatched", line, question.refusal(line))
        return raw

    # --- several options in one cell ---

    def _several(self, cell: str) -> CellReading:
        """The options that one cell joins. Raises Misfit."""
        if self._mapped.by != "text" and (ids := placed_options(cell, self._mapped.by, self.asked)):
            return CellReading(Meaning("value", self.asked.raw(ids)))
        chosen: list[str] = []
        other = ""
        for part in filter(None, map(str.strip, re.split(rf"{BETWEEN}|\n", cell))):
            more, words = self._joined(part)
            chosen += more
            other = words or other
        for state in ("unknown", "not-applicable", "none"):
            if f":{state}" in chosen:
                if len(chosen) > 1:
                    raise Misfit("unmatched", cell)
                return CellReading(Meaning(state))
        return CellReading(Meaning("value", self.asked.raw(list(dict.fromkeys(chosen)))), other)

    def _joined(self, part: str) -> tuple[list[str], str]:
        """The options in `part`, which other signs may join, and words of one's own. Raises Misfit."""
        bare = bare_text(part)
        if (ids := self._known.joined(bare)) is not None:
            return ids, ""
        for option, words in with_words(part):
            ids = self._known.joined(bare_text(option)) or []
            if ids and ids[-1] == self.asked.words:
                return ids, words
        if self._mapped.rest and bare:
            return self._with_rest(part)
        raise Misfit("unmatched", self._known.unknown_part(bare) or part)

    def _with_rest(self, part: str) -> tuple[list[str], str]:
        """The longest beginning of `part` that is known; what is left are the respondent's own words."""
        for before, words in before_commas(part):
            ids = self._known.joined(bare_text(before))
            if ids is not None:
                return [*ids, self._mapped.rest], words
        return [self._mapped.rest], part.strip()


def answer_raw(reading: CellReading, details: Mapping[str, str]) -> Any:
    """What an answers file holds for `reading` and what columns of their own say of it; None if nothing."""
    meaning = reading.meaning
    raw: dict[str, Any] = {}
    if meaning.kind == "not-applicable":
        raw["not_applicable"] = meaning.reason or details.get("reason", "")
    elif meaning.kind != "open":
        raw["value"] = {"unknown": UNKNOWN, "none": []}.get(meaning.kind, meaning.raw)
    if other := reading.other or details.get("other", ""):
        raw["other"] = other
    raw |= {key: details[key] for key in ("note", "owner") if details.get(key)}
    if lines := [line.strip() for line in details.get("evidence", "").splitlines() if line.strip()]:
        raw["evidence"] = lines
    return raw.get("value") if list(raw) == ["value"] else raw or None
