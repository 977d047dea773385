"""The hidden sheet of a form in a workbook: what is asked, the lists, and which questions are not asked now.

Its first five columns are for the way back (`answers.form_layout`); the others are formulas. They find what
is filled in by ids, so that sorted rows and moved sheets do not disturb them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from readiness.answers.answers import UNKNOWN
from readiness.answers.form_layout import (
    ABOUT,
    ANSWERS,
    ASIDE_WORD,
    CHOICE,
    FACT,
    FORM_MARK,
    FORM_VERSION,
    KEPT,
    NO_WORD,
    NONE,
    PROFILE,
    QUESTION,
    STATE,
    UNKNOWN_WORD,
    WORD,
    YES_WORD,
    row_id,
)
from readiness.messages.catalogue import _
from readiness.messages.sentences import with_number
from readiness.questionnaire.questions.form_field import FieldChoice, FormField
from readiness.rendering.xlsx_book import Sheet
from readiness.rendering.xlsx_form_rules import NO, RuleLine, any_holds, not_asked
from readiness.views.form import Form, FormFact, FormQuestion
from readiness.views.form_words import page_words

NOW, CHOSEN, HIDDEN, LEFT_OPEN = "F", "G", "H", "I"
"""The columns of formulas: what is filled in, whether that is an answer or a chosen line, whether the
question is certainly not asked, and whether it is left open."""
IDS, VALUES = "A", "F"
"""The columns of ids and of answers on all other sheets."""
_BACKGROUND = "background"
"""The kind of lines about questions that the form does not ask."""
_PIECE = 16_000
"""The most characters in one cell."""


def list_words() -> dict[str, str]:
    """The words that lists offer, by what they mean."""
    words = page_words()
    return {
        UNKNOWN_WORD: words["dont_know"],
        ASIDE_WORD: words["not_applicable"],
        YES_WORD: _("Yes"),
        NO_WORD: _("No"),
    }


def in_list(choice: FieldChoice) -> str:
    """A choice as a list shows it, in one line."""
    text = " ".join(choice.text.split())
    return with_number(choice.number, text) if text else choice.number


def is_whole(shown: str) -> bool:
    """Whether Excel would take what a list shows for a whole number, so that it must be one."""
    return bool(re.fullmatch("0|[1-9][0-9]{0,14}", shown))


def in_formula(name: str) -> str:
    """The name of a sheet in a formula."""
    return "'{}'".format(name.replace("'", "''"))


class KeySheet:
    """Writes the hidden sheet line by line; long because each line has its formulas beside it."""

    def __init__(self, sheet: Sheet, form: Form, homes: Mapping[str, str], rows: int) -> None:
        """`homes` has the name of the sheet of each row id; no sheet has more than `rows` rows."""
        self._sheet = sheet
        self._form = form
        self._homes = homes
        self._last = rows
        self._name = in_formula(sheet.name)
        self._words = list_words()
        self._row = 1
        """The next one, from 1."""
        self._rule_lines: dict[str, RuleLine] = {}
        self._word_cells: dict[str, str] = {}
        self.lines: dict[str, int] = {}
        """The row of each question and fact here, by its row id."""
        self.lists: dict[str, str] = {}
        """The name of the list of each question and fact, by its row id."""
        self._write()

    @property
    def table(self) -> str:
        """The area in which helpers of other sheets look up an id and find whether it is asked."""
        return f"{self._name}!$B$1:${HIDDEN}${self._row}"

    def count_open(self, ids: Sequence[str]) -> str:
        """The formula for how many of these questions, which follow each other, are left open."""
        first, last = self.lines[ids[0]], self.lines[ids[-1]]
        return f"COUNTIF({self._name}!${LEFT_OPEN}${first}:${LEFT_OPEN}${last},TRUE)"

    def _write(self) -> None:
        form = self._form
        self._line(FORM_MARK, FORM_VERSION)
        for name, text in (
            ("questionnaire", form.questionnaire),
            ("version", form.version),
            ("language", form.language),
        ):
            self._line(ABOUT, name, "", text)
        for name, text in self._words.items():
            self._word_cells[name] = f"$D${self._row}"
            self._line(WORD, name, "", text)
        self._sheet.book.workbook.define_name("list_yes", self._area(self._row - 2, self._row - 1))
        for part, name in self._kept():
            for begin in range(0, len(part), _PIECE):
                self._line(KEPT, name, "", part[begin : begin + _PIECE])
        for fact in form.profile:
            self._asked(FACT, PROFILE, fact, given(form, PROFILE, fact.id))
        # A condition looks only at what is asked before.
        background = {question.id for question in form.background}
        for question in sorted((*form.questions, *form.background), key=lambda each: int(each.number)):
            kind = _BACKGROUND if question.id in background else QUESTION
            self._asked(kind, ANSWERS, question, given(form, ANSWERS, question.id))

    def _kept(self) -> Iterator[tuple[str, str]]:
        """What a form of everything keeps although it does not ask it, as JSON with its key."""
        if not self._form.is_part and not self._form.quick:
            for name in ("targets", "markets"):
                if kept := self._form.given.get(name):
                    yield json.dumps(kept, ensure_ascii=False), name

    # --- lines ---

    def _line(self, kind: str, *cells: str | int) -> int:
        """Write the cells of a line; return its row, from 1."""
        for column, value in enumerate((kind, *cells)):
            if isinstance(value, int) or is_whole(value):
                self._sheet.worksheet.write_number(self._row - 1, column, int(value))
            elif value:
                self._sheet.exact(self._row - 1, column, value, text_wrap=False)
        self._row += 1
        return self._row - 1

    def _formula(self, row: int, column: str, formula: str) -> None:
        self._sheet.worksheet.write_formula(f"{column}{row}", f"={formula}", None, "")

    def _area(self, first: int, last: int) -> str:
        return f"={self._name}!$D${first}:$D${last}"

    def _asked(self, kind: str, part: str, asked: FormFact | FormQuestion, raw: Any) -> None:
        """The lines about one question or fact, and what is known of it."""
        id, field = row_id(part, asked.id), asked.field
        row = self.lines[id] = self._line(kind, id, asked.number, asked.title, field.kind)
        shown = kind != _BACKGROUND
        chosen, first = self._choices(id, field, CHOICE if shown else _BACKGROUND)
        if field.none:
            none = self._line(NONE if shown else _BACKGROUND, id, "", field.none)
        if shown and part == ANSWERS and field.kind in ("one", "several"):
            self._line(STATE, id, "", self._words[UNKNOWN_WORD])
            if isinstance(asked, FormQuestion) and asked.not_applicable:
                self._line(STATE, id, "", self._words[ASIDE_WORD])
        begin = row + 1 if field.kind == "one" else first
        if shown and self._row > begin:
            self.lists[id] = f"list_{row}"
            self._sheet.book.workbook.define_name(self.lists[id], self._area(begin, self._row - 1))
        self._now(row, id, field, raw, shown=shown)
        self._compute(row, asked, field, chosen, f"$D${none}" if field.none else "", raw, shown=shown)

    def _choices(self, id: str, field: FormField, kind: str) -> tuple[dict[str, int], int]:
        """The row of each choice by its id, and the row below."""
        rows = {}
        for choice in field.choices:
            written = json.dumps(choice.written, ensure_ascii=False)
            rows[choice.id] = self._line(kind, f"{id} {choice.id}", choice.number, in_list(choice), written)
        return rows, self._row

    # --- formulas ---

    def _now(self, row: int, id: str, field: FormField, raw: Any, *, shown: bool) -> None:
        """What is filled in: looked up on its sheet, or what the answers said of what is not asked here."""
        if shown:
            found = self._lookup(id)
            is_number = field.kind == "number"
            self._formula(row, NOW, f'IF({found}="","",{found})' if is_number else f'{found}&""')
            return
        value = cell_value(field, raw, self._words)
        if isinstance(value, str):
            self._sheet.exact(row - 1, 5, value)
        elif value is not None:
            self._sheet.worksheet.write_number(row - 1, 5, value)

    def _lookup(self, id: str) -> str:
        """What is in the answer cell of a row, wherever that is now; empty if the row is gone."""
        home = in_formula(self._homes[id])
        ids, values = (f"{home}!${each}$1:${each}${self._last}" for each in (IDS, VALUES))
        return f'IFERROR(INDEX({values},MATCH("{id}",{ids},0)),"")'

    def _compute(
        self,
        row: int,
        asked: FormFact | FormQuestion,
        field: FormField,
        choices: Mapping[str, int],
        none: str,
        raw: Any,
        *,
        shown: bool,
    ) -> None:
        now, unknown, aside = (
            f"${NOW}${row}",
            *(self._word_cells[each] for each in (UNKNOWN_WORD, ASIDE_WORD)),
        )
        part = PROFILE if isinstance(asked, FormFact) else ANSWERS
        id = row_id(part, asked.id)
        for choice, place in choices.items():
            if field.kind == "several":
                self._several_now(place, f"{id} {choice}", choice in ids_filled_in(field, raw), shown=shown)
                self._formula(place, CHOSEN, f"${NOW}${place}={self._word_cells[YES_WORD]}")
            else:
                number = f'AND($C${place}<>"",{now}=$C${place}&"")'
                self._formula(place, CHOSEN, f'OR({now}=$D${place}&"",{number})')
        cells = {choice: f"${CHOSEN}${place}" for choice, place in choices.items()}
        line = RuleLine(
            kind=field.kind,
            now=now,
            answered=f"${CHOSEN}${row}",
            hidden=NO if part == PROFILE else f"${HIDDEN}${row}",
            aside=NO if part == PROFILE else f"{now}={aside}",
            chosen=cells,
            scores={choice.id: choice.score for choice in field.choices},
        )
        self._formula(row, CHOSEN, self._answered(line, choices, none, (unknown, aside)))
        rule = asked.rule if isinstance(asked, FormQuestion) else None
        self._formula(row, HIDDEN, not_asked(rule, self._rule_lines))
        self._rule_lines[id] = line
        if not shown:
            return
        for place in choices.values() if field.kind == "several" else ():
            self._formula(place, HIDDEN, f"${HIDDEN}${row}")
        blank = [
            f'{now}=""',
            *(f'${NOW}${place}=""' for place in choices.values() if field.kind == "several"),
        ]
        self._formula(row, LEFT_OPEN, f"AND(NOT(${HIDDEN}${row}),{_all_blank(blank)})")

    def _several_now(self, place: int, id: str, is_chosen: bool, *, shown: bool) -> None:
        if shown:
            self._formula(place, NOW, f'{self._lookup(id)}&""')
        elif is_chosen:
            self._sheet.exact(place - 1, 5, self._words[YES_WORD])

    def _answered(
        self, line: RuleLine, choices: Mapping[str, int], none: str, states: tuple[str, str]
    ) -> str:
        """The formula that there is an answer, not only “don't know”."""
        if line.kind == "number":
            return f"ISNUMBER({line.now})"
        if line.kind == "text":
            unknown, aside = states
            return f'AND({line.now}<>"",{line.now}<>{unknown},{line.now}<>{aside})'
        found = list(line.chosen.values())
        if line.kind == "several" and line.hidden != NO:  # an answer may be that none is true
            places = list(choices.values())
            denied = f"COUNTIF(${NOW}${places[0]}:${NOW}${places[-1]},{self._word_cells[NO_WORD]})"
            found = [*found, f"{denied}={len(places)}", *([f"{line.now}={none}"] if none else [])]
        return any_holds(found)


def _all_blank(tests: Sequence[str]) -> str:
    if len(tests) == 1:
        return tests[0]
    first, last = tests[1].partition("=")[0], tests[-1].partition("=")[0]
    return f'{tests[0]},SUMPRODUCT(--({first}:{last}<>""))=0'


# --- what is filled in already ----------------------------------------------------------------------


def given(form: Form, part: str, id: str) -> Any:
    """What was answered, as an answers file holds it; None if nothing was."""
    return (form.given.get(part) or {}).get(id)


def value_of(raw: Any) -> Any:
    """The value of an answer, without its details."""
    return raw.get("value") if isinstance(raw, dict) else raw


def ids_filled_in(field: FormField, raw: Any) -> list[str]:
    """The ids of the choices in an answer."""
    value = value_of(raw)
    listed = value if isinstance(value, list) else [] if value is None else [value]
    return [choice.id for choice in field.choices if choice.written in listed]


def cell_value(field: FormField, raw: Any, words: Mapping[str, str]) -> str | float | None:
    """What is in the answer cell of a question for what was answered; None if it is empty."""
    value = value_of(raw)
    if isinstance(raw, dict) and "not_applicable" in raw:
        return words[ASIDE_WORD]
    if value is None or value == UNKNOWN:
        return None if value is None else words[UNKNOWN_WORD]
    if field.kind == "several":
        return field.none if value == [] and field.none else None
    if field.kind == "one":
        shown = next(in_list(choice) for choice in field.choices if choice.written == value)
        return int(shown) if is_whole(shown) else shown
    return float(value) if field.kind == "number" else str(value)
