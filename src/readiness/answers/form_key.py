"""The hidden sheet of a form in a workbook, which says what was asked and how it may be answered."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from readiness.answers.form_layout import (
    ABOUT,
    ASIDE_WORD,
    CHOICE,
    FACT,
    FORM_MARK,
    FORM_VERSION,
    ID,
    KEPT,
    KIND,
    NONE,
    NUMBER,
    QUESTION,
    TEXT,
    UNKNOWN_WORD,
    WORD,
    WRITTEN,
)
from readiness.messages.catalogue import _
from readiness.messages.characters import narrow
from readiness.questionnaire.questions.typed_lines import YES_OR_NO, place_of
from readiness.source.cell_contents import CellContent
from readiness.source.scalars import parse_number
from readiness.source.workbook import CellMark, Grid, GridCell, WorkbookSource

_UNKNOWN = ("unknown", "don't know", "dont know", "not known", "不清楚", "不知道", "未知")
_ASIDE = ("not applicable", "not_applicable", "n/a", "n.a.", "不适用")
"""What people write, whatever the language of the form."""


class KeyChoice(NamedTuple):
    """One line of a list."""

    id: str
    number: str
    shown: str
    """As the list shows it."""
    written: Any
    """As an answers file holds it."""


@dataclass(slots=True)
class AskedInForm:
    """A question or a fact of the profile, as the form asked it."""

    id: str
    kind: str
    """`one`, `several`, `number` or `text`."""
    part: str
    choices: list[KeyChoice] = field(default_factory=list)
    none: str = ""
    """What the list calls it if no choice is true."""

    def chosen(self, content: CellContent) -> KeyChoice | None:
        """The choice that a cell names: as the list shows it, or by its number, its id or its text alone."""
        if isinstance(content, bool):
            content = "yes" if content else "no"
        typed = _folded(content_in_words(content))
        for each in self.choices:
            if typed in (_folded(each.shown), _folded(each.id)):
                return each
        numbers = [each.number for each in self.choices]
        if typed and (place := place_of(typed, numbers)) is not None and numbers[place]:
            return self.choices[place]
        fitting = [each for each in self.choices if _folded(_without_number(each)) == typed]
        fitting += [each for each in self.choices if YES_OR_NO.get(typed) == each.id]
        return fitting[0] if len({each.id for each in fitting}) == 1 else None


@dataclass(slots=True)
class FormKey:
    """What the hidden sheet says."""

    grid: Grid
    about: dict[str, tuple[str, CellMark]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    asked: dict[str, AskedInForm] = field(default_factory=dict)
    """By the ids of their rows."""
    kept: dict[str, Any] = field(default_factory=dict)
    """What the form does not ask, by its key in an answers file."""

    def state(self, content: CellContent) -> str:
        """`unknown` or `not_applicable` if a cell says so, otherwise empty."""
        typed = _folded(content) if isinstance(content, str) else ""
        for state, words in ((UNKNOWN_WORD, _UNKNOWN), (ASIDE_WORD, _ASIDE)):
            if typed and typed in (_folded(self.words.get(state, "")), *words):
                return state
        return ""


def form_key(grids: Sequence[Grid], source: WorkbookSource) -> FormKey | None:
    """What the hidden sheet among `grids` says; None if there is none.

    What is wrong with it is added to the problems of `source`.
    """
    for grid in grids:
        first = grid.rows.get(1, {}).get(1)
        if first is not None and first.content == FORM_MARK:
            return _Reader(grid, source).read()
    return None


def content_in_words(content: CellContent) -> str:
    """The content of a cell as a message shows it."""
    return f"{content:.15g}" if isinstance(content, float) else str(content)


def number_in(content: CellContent) -> Any:
    """The number in a cell, an int if it is whole; a text that is no number, and all else, as it is."""
    if isinstance(content, float) and content.is_integer() and abs(content) < 1e15:
        return int(content)
    if isinstance(content, str):
        number = parse_number(narrow(content))
        return content if number is None else number
    return content


def _folded(text: str) -> str:
    return " ".join(narrow(text).casefold().split()).replace("’", "'")


def _without_number(choice: KeyChoice) -> str:
    """The text of a choice alone."""
    number = re.escape(choice.number)
    return re.sub(rf"^{number}[.．、:：]\s*", "", choice.shown) if number else choice.shown


class _Reader:
    """Reads the hidden sheet line by line."""

    def __init__(self, grid: Grid, source: WorkbookSource) -> None:
        self._source = source
        self._key = FormKey(grid)

    def read(self) -> FormKey:
        """The key; lines of kinds that are not known are left out."""
        self._expect_version()
        kept: dict[str, str] = {}
        for cells in self._key.grid.rows.values():
            texts = {place: self._text(cell) for place, cell in cells.items()}
            kind, id = texts.get(KIND, ""), texts.get(ID, "")
            if kind == ABOUT:
                cell = cells.get(TEXT) or cells[KIND]
                mark = CellMark(self._key.grid, cell.row - 1, cell.column - 1)
                self._key.about[id] = (texts.get(TEXT, ""), mark)
            elif kind == WORD:
                self._key.words[id] = texts.get(TEXT, "")
            elif kind == KEPT:
                kept[id] = kept.get(id, "") + texts.get(TEXT, "")  # one cell may not hold it all
            elif kind in (FACT, QUESTION):
                part, _blank, asked = id.partition(" ")
                self._key.asked[id] = AskedInForm(asked, texts.get(WRITTEN, "text"), part)
            elif kind in (CHOICE, NONE):
                self._add_line(kind, cells, texts)
        self._key.kept = {id: self._parsed(text, 1, 1) for id, text in kept.items()}
        return self._key

    def _expect_version(self) -> None:
        cell = self._key.grid.rows[1].get(2)
        stated = cell.content if cell else None
        if isinstance(stated, float) and stated > FORM_VERSION:
            message = _("this form was made by a newer version of readiness")
            hint = _("Install that version: pip install --upgrade readiness")
            self._complain(self._mark(1, 2), "newer-version", message, hint)

    def _add_line(self, kind: str, cells: dict[int, GridCell], texts: dict[int, str]) -> None:
        words = texts.get(ID, "").split(" ")
        asked = self._key.asked.get(" ".join(words[:2]))
        if asked is None:
            return
        shown = texts.get(TEXT, "")
        if kind == NONE:
            asked.none = shown
            return
        written = self._parsed(texts.get(WRITTEN, ""), cells[KIND].row, WRITTEN)
        asked.choices.append(KeyChoice(words[-1], texts.get(NUMBER, ""), shown, written))

    def _parsed(self, text: str, row: int, column: int) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            self._complain(self._mark(row, column), "form-changed", *changed())
            return None

    def _text(self, cell: GridCell) -> str:
        return "" if cell.kind != "value" else content_in_words(cell.content)

    def _mark(self, row: int, column: int) -> CellMark:
        return CellMark(self._key.grid, row - 1, column - 1)

    def _complain(self, mark: CellMark, code: str, message: str, hint: str) -> None:
        self._source.found.append(self._source.cell_problem(mark, code, message, hint))


def changed() -> tuple[str, str]:
    """The message and hint that a hidden part of the form was changed."""
    message = _("this hidden cell belongs to the form and was changed")
    hint = _("Undo the change; or make a new form with `readiness form`, and copy the answers into it.")
    return message, hint
