"""A form as an Excel workbook to fill in; `answers.workbook_reading` reads it back."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from readiness import __version__
from readiness.answers.form_layout import ANSWERS, COLUMNS_MARK, COVER, PROFILE, STATIC, VALUE, row_id
from readiness.messages.catalogue import _
from readiness.rendering.xlsx_book import ACCENT, QUIET, Book, Sheet
from readiness.rendering.xlsx_form_key import KeySheet, in_formula
from readiness.rendering.xlsx_form_rows import FormColumns, FormSheet, fill, offer, protect
from readiness.views.form import Form, FormSection
from readiness.views.form_words import CoverField, cover_fields, how_to_fill_in, page_words
from readiness.views.report import CoverView, Provenance

_NO_DAY = "1980-01-01"
"""The day on which the file says it was made: the same form gives the same bytes."""
_FIRST_DAY = "1900-03-01"
"""Days before this one are texts: Excel counts a 29 February 1900, which there was not."""
_SPARE = 1_000
"""More rows in which rows are still found, wherever they are moved."""


class _Titled(NamedTuple):
    """What the file says about itself."""

    title: str
    subtitle: str
    cover: CoverView
    language: str
    provenance: Provenance


class _Part(NamedTuple):
    """A sheet with questions; without `sections` it is that of the profile."""

    title: str
    sheet: Sheet
    sections: tuple[FormSection, ...]
    ids: tuple[str, ...]
    """The ids of its rows."""


def form_xlsx(form: Form) -> bytes:
    """`form` as a workbook; the same form gives the same bytes.

    Raises Unprintable if a text that is filled in already is longer than a cell can hold.
    """
    book = Book(_titled(form))
    start = book.add_sheet(_("How to fill in"))
    parts = list(_parts(book, form))
    hidden = book.add_sheet("readiness")
    hidden.worksheet.very_hidden()
    homes = {id: part.sheet.name for part in parts for id in part.ids}
    key = KeySheet(hidden, form, homes, _SPARE + 2 * max(len(part.ids) for part in parts))
    _Start(start, form, key).write(parts)
    for part in parts:
        columns = FormColumns([question for section in part.sections for question in section.questions])
        sheet = FormSheet(part.sheet, form, key, columns)
        if part.sections:
            sheet.write_sections(part.sections)
        else:
            sheet.write_profile(page_words()["about_text"])
    protect(hidden)
    return book.content()


def _titled(form: Form) -> _Titled:
    said = {name: str(form.given.get(name) or "") for name in CoverView._fields}
    provenance = Provenance(
        questionnaire=form.questionnaire,
        questionnaire_title=form.title,
        questionnaire_version=form.version,
        questionnaire_digest="",
        questionnaire_date="",
        source="",
        answers_digest="",
        answers_date="",
        respondent="",
        built_on=_NO_DAY,
        program_version=__version__,
        quick=form.quick,
    )
    return _Titled(form.title, form.subtitle, CoverView(**said), form.language, provenance)


def _parts(book: Book, form: Form) -> Iterator[_Part]:
    """The sheets with questions: the profile, and one for each section with all below it."""
    if form.profile:
        ids = [id for fact in form.profile for id in _ids(PROFILE, fact.id, fact.field.choices)]
        title = _("Profile")
        yield _Part(title, book.add_sheet(title), (), tuple(ids))
    count = 0
    numbered = []
    for section in form.sections:
        count += section.depth == 0
        numbered.append((count, section))
    for _number, group in groupby(numbered, key=lambda pair: pair[0]):
        sections = tuple(section for _place, section in group)
        asked = [question for section in sections for question in section.questions]
        ids = [id for each in asked for id in _ids(ANSWERS, each.id, each.field.choices)]
        yield _Part(sections[0].title, book.add_sheet(sections[0].title), sections, tuple(ids))


def _ids(part: str, id: str, choices: Sequence[NamedTuple]) -> Iterator[str]:
    yield row_id(part, id)
    for choice in choices:
        yield row_id(part, id, choice.id)  # type: ignore[attr-defined]


class _Start:
    """The first sheet: whose answers these are, how to fill in the form, and what it holds."""

    def __init__(self, sheet: Sheet, form: Form, key: KeySheet) -> None:
        self._sheet = sheet
        self._form = form
        self._key = key
        self._row = 1

    def write(self, parts: Sequence[_Part]) -> None:
        """Write the sheet."""
        sheet = self._sheet
        sheet.set_widths([8, 26, 84])
        sheet.worksheet.set_column(0, 0, 8, None, {"hidden": True})
        sheet.worksheet.write_row(0, 0, [COLUMNS_MARK, "asked", VALUE])
        sheet.worksheet.set_row(0, None, None, {"hidden": True})
        sheet.worksheet.hide_gridlines(2)
        self._across(self._form.title, bold=True, font_size=18, font_color=ACCENT)
        self._across(self._form.subtitle, font_color=QUIET)
        self._across(self._form.description)
        self._heading(_("Whose answers these are"))
        for field in (*cover_fields(), *self._further()):
            self._cover(field)
        self._heading(page_words()["how"])
        for number, sentence in enumerate(self._instructions(), 1):
            self._across(f"{number}. {sentence}")
        self._heading(page_words()["sections"])
        for part in parts:
            self._link(part)
        sheet.worksheet.print_area(1, 1, self._row - 1, 2)
        protect(sheet)

    def _instructions(self) -> Iterator[str]:
        yield _(
            "Fill in the cells with a yellow ground. In “Answer”, choose a line from the list of the cell."
        )
        yield from how_to_fill_in(self._form)
        yield _(
            "Rows that turn grey need no answer: other answers say that they do not concern the enterprise."
        )
        yield _(
            "Point at the small mark in the corner of a question to read why we ask and what would prove it."
        )
        yield _("Write each piece of evidence in a line of its own: Alt+Enter begins a new line in a cell.")
        yield _(
            "The sheets are protected so that nothing is moved by mistake; there is no password. Review,"
            " Unprotect Sheet lifts it. Then rows may be sorted, but not added."
        )
        yield _("Your answers are confidential. Nothing you fill in leaves this file unless you send it.")
        yield _("When you are done, save the file as an Excel workbook (.xlsx) and send it back.")

    def _further(self) -> Iterator[CoverField]:
        """What else the cover says, if it is given."""
        titles = {
            "prepared_by": _("Prepared by"),
            "prepared_for": _("Prepared for"),
            "confidentiality": _("Confidentiality"),
        }
        yield from (CoverField(name, title) for name, title in titles.items() if self._form.given.get(name))

    # --- rows ---

    def _cover(self, field: CoverField) -> None:
        value: str = self._form.given.get(field.key) or ""
        self._sheet.worksheet.write_string(self._row, 0, row_id(COVER, field.key))
        self._sheet.text(self._row, 1, field.label, bold=True, valign="vcenter")
        if field.key == "date":
            self._day(value)
        else:
            fill(self._sheet, self._row, 2, value or None, num_format="@", valign="vcenter")
        self._sheet.worksheet.set_row(self._row, 20)
        self._row += 1

    def _day(self, value: str) -> None:
        day: str | datetime.datetime | None = value or None
        if value >= _FIRST_DAY:
            day = datetime.datetime.fromisoformat(value)
        fill(self._sheet, self._row, 2, day, num_format="yyyy-mm-dd", valign="vcenter")
        message = _("Write year-month-day, as in {example}.").format(example="2026-03-31")
        limits = {
            "validate": "date",
            "criteria": "between",
            "minimum": datetime.date(1990, 1, 1),
            "maximum": datetime.date(2199, 12, 31),
        }
        offer(self._sheet, self._row, 2, {**limits, "input_message": message, "error_message": message})

    def _link(self, part: _Part) -> None:
        """The name of a sheet that leads there, and how much is open on it."""
        self._sheet.worksheet.write_string(self._row, 0, STATIC)
        target = f"internal:{in_formula(part.sheet.name)}!C2"
        style = self._sheet.book.style(font_color=ACCENT, underline=1)
        self._sheet.worksheet.write_url(self._row, 1, target, style, part.title)
        ids = [id for id in part.ids if id in self._key.lines]
        before, _count, after = _("Still open: {count}").partition("{count}")
        formula = f'="{before}"&{self._key.count_open(ids)}&"{after}"'
        self._sheet.worksheet.write_formula(self._row, 2, formula, self._sheet.book.style(), "")
        self._row += 1

    def _heading(self, text: str) -> None:
        self._row += 1
        self._across(text, bold=True, font_size=13, font_color=ACCENT)

    def _across(self, text: str, **look: object) -> None:
        """A text across both columns."""
        if not text:
            return
        self._sheet.worksheet.write_string(self._row, 0, STATIC)
        self._sheet.worksheet.merge_range(self._row, 1, self._row, 2, "", self._sheet.book.style(**look))
        self._sheet.text(self._row, 1, text, **look)
        size = float(str(look.get("font_size", 11))) / 11
        width = sum(self._sheet.widths[1:]) / size
        self._sheet.worksheet.set_row(self._row, self._sheet.height_of({text: width}) * size)
        self._row += 1
