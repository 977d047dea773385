"""The answers in a workbook that `readiness form` made, as the data of an answers file with the cell of each.

Nothing is guessed and nothing is lost: a cell that does not hold what it should is a problem, and so is one
that the form does not know. The data are then checked like those of any answers file.
"""

from __future__ import annotations

import datetime
from typing import Any

from readiness.answers.answers import CoverTexts
from readiness.answers.form_key import (
    AskedInForm,
    FormKey,
    form_key,
)
from readiness.answers.form_layout import (
    ANSWERS,
    ASIDE_WORD,
    COLUMNS_MARK,
    COVER,
    FORM_MARK,
    PROFILE,
    VALUE,
    row_id,
)
from readiness.answers.form_remedies import remedies_by_code
from readiness.answers.form_rows import FormRow, FormRows
from readiness.answers.form_values import FormValues, no_text
from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.data import Map, Seq
from readiness.source.source import Source
from readiness.source.workbook import CellMark, Grid, WorkbookSource, read_workbook


def workbook_data(packed: Source, questionnaire: Questionnaire) -> Map:
    """The data in the workbook `packed`, a form for `questionnaire` or an older version of it.

    Problems with its cells are kept by the source of the data, and reported with those that the check of the
    data finds. Raises InvalidInput for what is no such form.
    """
    source = WorkbookSource(packed.name, remedies_by_code())
    grids = read_workbook(packed.packed, packed.name)
    key = form_key(grids, source)
    if key is None:
        raise InvalidInput([source.cell_problem(None, *_no_form(grids))])
    return _Reading(source, key, FormRows(source, key, grids), questionnaire).data()


def holds_form(packed: Source) -> bool:
    """Whether the workbook `packed` has a form, or a part of one. Raises InvalidInput if it is none."""
    grids = read_workbook(packed.packed, packed.name)
    return any(cell.content in (FORM_MARK, COLUMNS_MARK) for grid in grids for cell in grid.cells())


def _no_form(grids: list[Grid]) -> tuple[str, str, str]:
    """Why the workbook is no form: code, message and hint."""
    if any(cell.content == COLUMNS_MARK for grid in grids for cell in grid.cells()):
        message = _("the hidden sheet of this form is missing")
        hint = _("Send back the whole workbook that you received, not single sheets of it.")
        return "form-changed", message, hint
    message = _("this workbook is not a form of readiness")
    hint = _(
        "`readiness form --export form.xlsx` makes a form to fill in; `readiness answers import` reads the"
        " table of a survey."
    )
    return "other-kind", message, hint


class _Reading:
    """Turns the rows of one form into data."""

    def __init__(
        self, source: WorkbookSource, key: FormKey, rows: FormRows, questionnaire: Questionnaire
    ) -> None:
        self._source = source
        self._key = key
        self._rows = rows
        self._values = FormValues(source, key, rows, questionnaire)

    def data(self) -> Map:
        """The data as those of an answers file."""
        data = self._map()
        for name in ("questionnaire", "version"):
            if name in self._key.about:
                _put(data, name, *self._key.about[name])
        for name in (*CoverTexts._fields, "respondent"):
            self._text(data, name, row_id(COVER, name), VALUE)
        self._day(data)
        profile, answers = self._map(), self._map()
        for id, asked in self._key.asked.items():
            row = self._rows.get(id)
            if row is None:
                self._source.left_out.append(asked.id)
            elif asked.part == PROFILE:
                value, mark = self._values.value(id, asked, row)
                if value is not None:
                    _put(profile, asked.id, value, mark)
            else:
                _put(answers, asked.id, self._answer(id, asked, row), row.mark(VALUE))
        _put(data, PROFILE, profile, None)
        _put(data, ANSWERS, answers, None)
        for name, kept in self._key.kept.items():
            _put(data, name, kept, None)
        return data

    def _map(self) -> Map:
        return Map(self._source, None)

    # --- one answer ---

    def _answer(self, id: str, asked: AskedInForm, row: FormRow) -> Map:
        """The answer to a question, with its details."""
        answer = Map(self._source, row.mark(VALUE))
        before = len(self._source.found)
        value, mark = self._values.value(id, asked, row)
        is_aside = value == ASIDE_WORD and not isinstance(value, Seq)
        if value is not None and not is_aside:
            _put(answer, VALUE, value, mark)
        if len(self._source.found) == before:  # of a value that is refused, nothing more can be told
            self._reason(answer, id, row, is_aside=is_aside)
            self._text(answer, "other", id, "other")
            for choice in asked.choices if asked.kind == "several" else ():
                self._words_of(answer, row_id(asked.part, asked.id, choice.id))
        for name in ("note", "owner"):
            self._text(answer, name, id, name)
        self._evidence(answer, id, row)
        return answer

    # --- details and the cover ---

    def _reason(self, answer: Map, id: str, row: FormRow, *, is_aside: bool) -> None:
        """Why the question is not applicable, if it is."""
        mark = row.mark(ASIDE_WORD)
        reason = self._read_text(id, ASIDE_WORD, mark)
        takes_reason = ASIDE_WORD in row.columns  # otherwise the check of the answer refuses it
        if is_aside and not reason and takes_reason:
            hint = _("Write here why the question does not apply to you.")
            self._complain(mark, "no-reason", _("“not applicable” needs a reason"), hint)
        elif reason and not is_aside:
            message = _("there is a reason, but the answer is not “not applicable”")
            hint = _("Choose “not applicable” in {cell}, or clear this cell.")
            self._complain(mark, "reason-alone", message, hint.format(cell=row.place(VALUE)))
        if is_aside:
            _put(answer, ASIDE_WORD, reason or "-", mark)

    def _words_of(self, answer: Map, id: str) -> None:
        """Words of the respondent's own in the line of a choice."""
        row = self._rows.get(id)
        before = answer.marks.get("other")
        found = self._map()
        self._text(found, "other", id, "other")
        if row is None or not found:
            return
        if before:
            message = _("there are words of one's own in two rows of this question")
            hint = _("Keep those of the line that they are about, and clear the others.")
            self._complain(row.mark("other"), "two-answers", message, hint)
            return
        _put(answer, "other", found["other"], row.mark("other"))

    def _evidence(self, answer: Map, id: str, row: FormRow) -> None:
        """One piece for each line of the cell; a line that begins with two blanks goes on with the last."""
        mark = row.mark("evidence")
        pieces: list[str] = []
        for line in (self._read_text(id, "evidence", mark) or "").split("\n"):
            if line.startswith("  ") and pieces:
                pieces[-1] += f"\n{line[2:]}"
            elif line.strip():
                pieces.append(line)
        if pieces:
            listed = Seq(self._source, mark)
            listed.extend(pieces)
            listed.marks.extend(mark for _piece in pieces)
            _put(answer, "evidence", listed, mark)

    def _text(self, data: Map, name: str, id: str, column: str) -> None:
        """Put what is written in a cell into `data`."""
        row = self._rows.get(id)
        if row is not None and (text := self._read_text(id, column, row.mark(column))):
            _put(data, name, text, row.mark(column))

    def _read_text(self, id: str, column: str, mark: CellMark) -> str | None:
        content = self._rows.content(id, column)
        if content is not None and not isinstance(content, str):
            self._source.found.append(no_text(self._source, mark))
            return None
        return content

    def _day(self, data: Map) -> None:
        """The date of the answers."""
        id = row_id(COVER, "date")
        row, content = self._rows.get(id), self._rows.content(id)
        if row is None or content is None:
            return
        if isinstance(content, datetime.datetime):
            content = content.date()
        _put(data, "date", str(content) if isinstance(content, datetime.date) else content, row.mark(VALUE))

    def _complain(self, mark: CellMark, code: str, message: str, hint: str) -> None:
        self._source.found.append(self._source.cell_problem(mark, code, message, hint))


def _put(data: Map, name: str, value: Any, mark: CellMark | None) -> None:
    data[name] = value
    data.marks[name] = (mark, mark)
