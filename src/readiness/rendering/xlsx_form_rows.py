"""The sheets of a form in a workbook on which answers are filled in, a row for each question."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from readiness.answers.form_layout import (
    ANSWERS,
    COLUMNS_MARK,
    FILLED_IN,
    HELPER,
    PROFILE,
    SHOWN,
    STATIC,
    VALUE,
    row_id,
)
from readiness.messages.catalogue import _
from readiness.messages.sentences import shortened
from readiness.questionnaire.questions.form_field import FieldChoice
from readiness.rendering.xlsx_book import ACCENT, QUIET, RULE, Field, Sheet
from readiness.rendering.xlsx_form_key import (
    KeySheet,
    cell_value,
    given,
    ids_filled_in,
    in_list,
    list_words,
    value_of,
)
from readiness.rendering.xlsx_form_rules import quoted_text
from readiness.views.form import Form, FormFact, FormQuestion, FormSection
from readiness.views.form_words import page_words

TO_FILL, GREY = "#FFF8DC", "#EDEDED"
"""The grounds of cells to fill in, and of rows that need no answer."""
_FIRST = 2
"""The columns before this one are hidden."""
_HEAD = 2
"""The row of the titles, from 0."""
_MOST_IN_NOTE = 30_000
_LONGEST_MESSAGE = 250


class FormColumns:
    """The columns of a sheet."""

    def __init__(self, questions: Sequence[FormQuestion]) -> None:
        """Those for `questions`, or without any those for the profile."""
        words = page_words()
        fields = {
            "number": Field(_("No."), 6),
            "asked": Field(_("Question"), 36),
            "levels": Field(_("To choose from"), 46),
            VALUE: Field(_("Answer"), 30),
        }
        if questions:
            fields |= {
                "note": Field(words["note"], 24),
                "evidence": Field(words["evidence"], 24),
                "owner": Field(words["owner"], 14),
            }
            if any(question.not_applicable for question in questions):
                fields["not_applicable"] = Field(_("Reason, if not applicable"), 20)
            if any(choice.own_words for each in questions for choice in each.field.choices):
                fields["other"] = Field(words["own_words"], 18)
        self.fields = fields
        self.places = {name: place for place, name in enumerate(fields, _FIRST)}
        self.last = _FIRST + len(fields) - 1


class FormSheet:
    """Writes one sheet from its first row on; long because it writes every cell of a row."""

    def __init__(self, sheet: Sheet, form: Form, key: KeySheet, columns: FormColumns) -> None:
        self._sheet = sheet
        self._form = form
        self._key = key
        self._columns = columns
        self._words = list_words()
        self._row = _HEAD + 1

    def write_profile(self, text: str) -> None:
        """The questions of the profile."""
        ids = [row_id(PROFILE, fact.id) for fact in self._form.profile]
        self._begin(page_words()["about"], ids)
        self._text(text)
        for fact in self._form.profile:
            self._asked(PROFILE, fact, "")
        self._end()

    def write_sections(self, sections: Sequence[FormSection]) -> None:
        """A section and those below it."""
        ids = [row_id(ANSWERS, question.id) for section in sections for question in section.questions]
        self._begin(sections[0].title, ids)
        for section in sections:
            if section is not sections[0]:
                self._heading(section.title)
            self._text(section.description)
            for question in section.questions:
                self._asked(ANSWERS, question, question.condition)
        self._end()

    # --- the frame ---

    def _begin(self, title: str, ids: Sequence[str]) -> None:
        sheet, fields = self._sheet, list(self._columns.fields.values())
        sheet.set_widths([8, 8, *(field.width for field in fields)])
        sheet.worksheet.set_column(0, _FIRST - 1, 8, None, {"hidden": True})
        sheet.worksheet.write_row(0, 0, [COLUMNS_MARK, HELPER, *self._columns.fields])
        sheet.worksheet.set_row(0, None, None, {"hidden": True})
        sheet.worksheet.write_string(1, 0, STATIC)
        sheet.text(1, _FIRST, title, bold=True, font_size=16, font_color=ACCENT, text_wrap=False)
        before, _count, after = _("Still open: {count}").partition("{count}")
        formula = f"={quoted_text(before)}&{self._key.count_open(ids)}&{quoted_text(after)}"
        look = sheet.book.style(bold=True, align="left", valign="vcenter", text_wrap=False)
        sheet.worksheet.write_formula(1, self._columns.places[VALUE], formula, look, "")
        sheet.worksheet.set_row(1, 26)
        sheet.worksheet.write_string(_HEAD, 0, STATIC)
        head = {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT, "valign": "vcenter", "indent": 1}
        for place, field in enumerate(fields, _FIRST):
            sheet.text(_HEAD, place, field.title, align="left", **head)
        sheet.fit(_HEAD, ["", "", *(field.title for field in fields)], spare=3)
        sheet.worksheet.freeze_panes(_HEAD + 1, _FIRST + 2)
        sheet.worksheet.repeat_rows(1, _HEAD)
        sheet.worksheet.hide_gridlines(2)

    def _end(self) -> None:
        sheet, last = self._sheet, self._columns.last
        grey = sheet.book.workbook.add_format({"font_color": QUIET, "bg_color": GREY})
        rule = {"type": "formula", "criteria": f"=$B{_HEAD + 2}=1", "format": grey}
        sheet.worksheet.conditional_format(_HEAD + 1, _FIRST, self._row - 1, last, rule)
        sheet.worksheet.print_area(1, _FIRST, self._row - 1, last)
        protect(sheet)

    def _heading(self, title: str) -> None:
        self._sheet.worksheet.write_string(self._row, 0, STATIC)
        look = {"bold": True, "font_size": 13, "font_color": ACCENT, "text_wrap": False}
        self._sheet.text(self._row, _FIRST, title, **look)
        self._sheet.worksheet.set_row(self._row, 24)
        self._row += 1

    def _text(self, text: str) -> None:
        """A text across the first columns."""
        if not text:
            return
        first, last = self._columns.places["asked"], self._columns.places["levels"]
        self._sheet.worksheet.write_string(self._row, 0, STATIC)
        style = self._sheet.book.style(font_color=QUIET)
        self._sheet.worksheet.merge_range(self._row, first, self._row, last, "", style)
        self._sheet.text(self._row, first, text, font_color=QUIET)
        width = sum(self._sheet.widths[first : last + 1])
        self._sheet.worksheet.set_row(self._row, self._sheet.height_of({text: width}))
        self._row += 1

    # --- rows ---

    def _asked(self, part: str, asked: FormFact | FormQuestion, condition: str) -> None:
        """The row of a question or fact; of several choices, a row for each below it."""
        id, field, raw = row_id(part, asked.id), asked.field, given(self._form, part, asked.id)
        direction = asked.direction if isinstance(asked, FormQuestion) else ""
        self._ids(id)
        self._shown("number", asked.number, align="center")
        question = self._question(asked, direction, condition)
        levels = self._levels(asked)
        self._shown("levels", levels)
        value = cell_value(field, raw, self._words)
        self._answer(asked, id, value)
        self._details(part, asked, raw)
        self._note(asked)
        texts = {question: self._width("asked"), levels: self._width("levels")}
        texts |= {value: self._width(VALUE)} if isinstance(value, str) else {}
        if isinstance(raw, dict):
            texts |= {
                _detail(name, raw): self._width(name) for name in FILLED_IN if name != VALUE and name in raw
            }
        self._sheet.worksheet.set_row(self._row, self._sheet.height_of(texts))
        self._row += 1
        if field.kind == "several":
            chosen = ids_filled_in(field, raw)
            for choice in field.choices:
                self._line(part, asked, choice, raw, is_chosen=choice.id in chosen)

    def _question(self, asked: FormFact | FormQuestion, direction: str, condition: str) -> str:
        """Write what is asked; return it."""
        below = [asked.text, direction, condition]
        parts: list[tuple[str, dict[str, Any]]] = [(asked.title, {"bold": True})]
        parts += [
            (f"\n{text}", {} if text == asked.text else {"font_color": QUIET}) for text in below if text
        ]
        self._sheet.lines(self._row, self._columns.places["asked"], parts, **_look())
        return "".join(text for text, _own in parts)

    def _levels(self, asked: FormFact | FormQuestion) -> str:
        """What there is to choose from, or how to answer."""
        aside = asked.not_applicable if isinstance(asked, FormQuestion) else ""
        said = [f"{page_words()['not_applicable_if']} {aside}"] if aside else []
        if asked.field.kind == "one":
            return "\n".join([*map(in_list, asked.field.choices), *said])
        instruction = asked.instruction if isinstance(asked, FormQuestion) else ""
        if asked.field.kind == "several":
            yes = _("Choose “{yes}” in each line below that is true.").format(yes=self._words["yes"])
            return "\n".join([yes, *said])
        return "\n".join([instruction, *said])

    def _line(
        self, part: str, asked: FormFact | FormQuestion, choice: FieldChoice, raw: Any, *, is_chosen: bool
    ) -> None:
        """The row of one of several choices."""
        self._ids(row_id(part, asked.id, choice.id))
        self._shown("number", "")
        self._shown("asked", "")
        text = in_list(choice)
        self._shown("levels", text, indent=2)
        denies = value_of(raw) == [] and not asked.field.none
        self._fill(VALUE, self._words["yes"] if is_chosen else self._words["no"] if denies else None)
        self._offer({"validate": "list", "source": "=list_yes"})
        for name in self._columns.places:
            if name not in (*SHOWN, VALUE, "other"):
                self._shown(name, "")
        if "other" in self._columns.places:
            self._other(choice, raw, is_chosen=is_chosen)
        self._sheet.worksheet.set_row(self._row, self._sheet.height_of({text: self._width("levels") - 2}))
        self._row += 1

    def _other(self, choice: FieldChoice | None, raw: Any, *, is_chosen: bool) -> None:
        if choice is None or not choice.own_words:
            self._shown("other", "")
            return
        words = raw.get("other") if isinstance(raw, dict) and is_chosen else None
        self._fill("other", words, num_format="@")

    def _details(self, part: str, asked: FormFact | FormQuestion, raw: Any) -> None:
        """The cells beside the answer."""
        if part == PROFILE:
            return
        details = raw if isinstance(raw, dict) else {}
        for name in ("note", "evidence", "owner"):
            self._fill(name, _detail(name, details) or None, num_format="@")
        if "not_applicable" in self._columns.places:
            if isinstance(asked, FormQuestion) and asked.not_applicable:
                self._fill("not_applicable", details.get("not_applicable"), num_format="@")
            else:
                self._shown("not_applicable", "")
        if "other" in self._columns.places:
            own = next((choice for choice in asked.field.choices if choice.own_words), None)
            self._other(own if asked.field.kind == "one" else None, raw, is_chosen=True)

    def _answer(self, asked: FormFact | FormQuestion, id: str, value: str | float | None) -> None:
        """The cell of the answer, and what may be in it."""
        field = asked.field
        if field.kind == "several" and id not in self._key.lists:
            self._shown(VALUE, "")
            return
        self._fill(VALUE, value, **({"num_format": "@"} if field.kind == "text" else {}))
        if name := self._key.lists.get(id):
            self._offer({"validate": "list", "source": f"={name}"})
        elif field.kind == "number" and isinstance(asked, FormQuestion):
            self._offer_number(asked)

    def _offer_number(self, asked: FormQuestion) -> None:
        """A number within the limits, or one of the words."""
        cell = f"{chr(65 + self._columns.places[VALUE])}{self._row + 1}"
        least, most = asked.field.least, asked.field.most
        tests = [f"ISNUMBER({cell})"]
        tests += [f"{cell}>={least!r}"] if least is not None else []
        tests += [f"{cell}<={most!r}"] if most is not None else []
        tests += [f"INT({cell})={cell}"] if asked.field.whole else []
        names = ("unknown", "not_applicable") if asked.not_applicable else ("unknown",)
        words = [self._words[name] for name in names]
        said = ",".join(f"{cell}={quoted_text(word)}" for word in words)
        or_words = _("Or write: {words}").format(words=_("; ").join(words))
        message = shortened(f"{asked.instruction} {or_words}", _LONGEST_MESSAGE)
        self._offer(
            {
                "validate": "custom",
                "value": f"=OR(AND({','.join(tests)}),{said})",
                "input_message": message,
                "error_message": message,
            }
        )

    # --- cells ---

    def _ids(self, id: str) -> None:
        """The hidden cells of the row."""
        worksheet = self._sheet.worksheet
        worksheet.write_string(self._row, 0, id)
        place = HIDDEN_IN_TABLE
        formula = f"=IFERROR(IF(VLOOKUP($A{self._row + 1},{self._key.table},{place},FALSE),1,0),0)"
        worksheet.write_formula(self._row, 1, formula, None, "")

    def _shown(self, name: str, text: str, **look: Any) -> None:
        if text:
            self._sheet.text(self._row, self._columns.places[name], text, **_look(**look))
        else:
            self._sheet.worksheet.write_blank(
                self._row, self._columns.places[name], None, self._sheet.book.style(**_look(**look))
            )

    def _fill(self, name: str, value: str | float | None, **look: Any) -> None:
        """A cell to fill in, which may hold something already."""
        fill(self._sheet, self._row, self._columns.places[name], value, **look)

    def _offer(self, options: Mapping[str, Any]) -> None:
        """What may be in the cell of the answer."""
        place = self._columns.places[VALUE]
        offer(self._sheet, self._row, place, options)

    def _width(self, name: str) -> float:
        return self._sheet.widths[self._columns.places[name]]

    def _note(self, asked: FormFact | FormQuestion) -> None:
        """Why it is asked and what would prove it, as a note of the cell."""
        words = page_words()
        lines = [asked.help] if asked.help else []
        if isinstance(asked, FormQuestion) and asked.evidence:
            lines += ["", words["proof"]] if lines else [words["proof"]]
            lines += [f"- {piece}" for piece in asked.evidence]
        if lines:
            write_note(self._sheet, self._row, self._columns.places["asked"], "\n".join(lines))


HIDDEN_IN_TABLE = 7
"""The place, from 1, of the column of the key that tells whether a question is asked."""


def fill(
    sheet: Sheet, row: int, column: int, value: str | float | datetime.datetime | None, **look: Any
) -> None:
    """Write a cell to fill in, which may hold something already."""
    look = {**_look(**look), "locked": False, "bg_color": TO_FILL}
    if isinstance(value, str):
        sheet.exact(row, column, value, **look)
    elif isinstance(value, datetime.datetime):
        sheet.worksheet.write_datetime(row, column, value, sheet.book.style(**look))
    elif value is not None:
        sheet.worksheet.write_number(row, column, value, sheet.book.style(**look))
    else:
        sheet.worksheet.write_blank(row, column, None, sheet.book.style(**look))


def offer(sheet: Sheet, row: int, column: int, options: Mapping[str, Any]) -> None:
    """Say what may be in a cell; anything else is refused."""
    told = {"error_title": _("Not accepted here"), "error_message": _("Choose a line from the list.")}
    sheet.worksheet.data_validation(row, column, row, column, {**told, **options})


def write_note(sheet: Sheet, row: int, column: int, text: str) -> None:
    """A note of a cell, as large as its text needs."""
    text = text if len(text) <= _MOST_IN_NOTE else f"{text[:_MOST_IN_NOTE]}…"
    height = min(sheet.height_of({text: 52}) + 16, 420)
    size = {"width": 400, "height": height * 4 / 3, "font_size": 9}
    font = {"font_name": "Microsoft YaHei"} if sheet.book.report.language == "zh" else {}
    sheet.worksheet.write_comment(row, column, text, {**size, **font})


def protect(sheet: Sheet) -> None:
    """Let only the cells to fill in be changed, and all that is not content; there is no password."""
    allowed = (
        "format_cells",
        "format_columns",
        "format_rows",
        "insert_hyperlinks",
        "sort",
        "autofilter",
        "select_locked_cells",
        "select_unlocked_cells",
    )
    sheet.worksheet.protect("", dict.fromkeys(allowed, True))


def _look(**look: Any) -> dict[str, Any]:
    return {"border": 1, "border_color": RULE, "align": "left", "indent": 0 if "align" in look else 1, **look}


def _detail(name: str, details: Mapping[str, Any]) -> str:
    """A detail as a text; each piece of evidence begins a line, and what goes on is set in."""
    found = details.get(name, "")
    if name != "evidence":
        return str(found)
    pieces = found if isinstance(found, list) else [found]
    return "\n".join(piece.replace("\n", "\n  ") for piece in pieces)
