"""Tables of firms in which everything is text: CSV of any length, and sheets of workbooks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple, TypeAlias

from readiness.cohort.answers_rows import RowFault
from readiness.cohort.firm_cells import AnswerColumn, FactColumn, TextColumn, WrongCell
from readiness.cohort.firm_layout import FirmLayout, columns_of_text, firm_layout, stated_columns
from readiness.cohort.found_sources import TableFile
from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput, Problem
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.long_text import LongText, survey
from readiness.source.records import MOST_HEADINGS, Records, problems_of_row
from readiness.source.source import MAX_PACKED, unreadable

FirmRow: TypeAlias = tuple[str, int, None, None, str, *tuple[str | None, ...]]
Told: TypeAlias = Callable[[int], object]
"""Is told how many bytes of a table were read."""
NumberedRow: TypeAlias = tuple[int, int, Sequence[str]]
"""The number of a row, the line in which it ends, and its cells."""


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table whose columns are known, ready to be read."""

    name: str
    digest: str
    """SHA-256 of its bytes."""
    size: int
    headings: tuple[str, ...]
    layout: FirmLayout
    rows: Callable[[Told], Iterator[NumberedRow]]
    """The rows below the headings, also empty ones; raises InvalidInput where the file is damaged."""


def open_table(file: TableFile, questionnaire: Questionnaire, ignored: Collection[str]) -> OpenTable:
    """The table in `file`, a text or a workbook, without the columns that are `ignored`.

    Raises InvalidInput with every problem of the file as a whole and of its columns.
    """
    try:
        with file.path.open("rb") as stream:
            is_packed = stream.read(4) == b"PK\x03\x04"
    except (OSError, ValueError) as error:
        raise InvalidInput([unreadable(file.name, error)]) from None
    try:
        opened = _workbook if is_packed else _text
        return opened(file, questionnaire, ignored)
    except InvalidInput as error:
        raise InvalidInput([replace(each, hint=_remedy(each)) for each in error.problems]) from None


def _remedy(problem: Problem) -> str:
    """The remedy that is right here: other commands have options for tables."""
    remedies = {
        "unclear-sheet": _("Keep only the sheet with the firms, or save that sheet as CSV."),
        "unclear-delimiter": _(
            "Save the table as CSV with commas, with the names of the columns in the first row; put what"
            " holds other signs in quotes."
        ),
    }
    if problem.code == "too-large" and problem.cell is not None:
        return _("Save the sheet as CSV, which may have any number of rows.")
    return remedies.get(problem.code, problem.hint)


def _text(file: TableFile, questionnaire: Questionnaire, ignored: Collection[str]) -> OpenTable:
    text = survey(file.path, file.name)
    first = next(text.rows(), None)
    headings = [cell.strip() for cell in first.cells] if first else []
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        message = _("the first row is empty; the names of the columns are expected there")
        raise InvalidInput([text.problem(1, "empty-table", message, _("Delete what stands above them."))])
    if len(headings) > MOST_HEADINGS:
        message = _("the table has more than {limit} columns").format(limit=f"{MOST_HEADINGS:,}")
        raise InvalidInput([text.problem(1, "too-large", message, _("Check that it is the right file."))])

    if len(headings) == 1 and len(first.cells if first else ()) > 1:
        _expect_no_title(text, headings[0])

    places = _FirstLine(text, headings)
    layout = firm_layout(
        columns_of_text(headings),
        questionnaire,
        file.name,
        ignored=ignored,
        column_problem=places.column_problem,
    )
    return OpenTable(
        file.name, text.digest, text.size, tuple(headings), layout, lambda told: _below(text, told)
    )


def _expect_no_title(text: LongText, heading: str) -> None:
    """Raise InvalidInput if more cells are filled in the second row than in the first one."""
    below = next(islice(text.rows(), 1, None), None)
    if below is not None and sum(map(bool, map(str.strip, below.cells))) > 1:
        message = _("the first row has one cell, “{text}”; the names of the columns are expected there")
        message = message.format(text=heading[:80])
        raise InvalidInput([text.problem(1, "empty-table", message, _("Delete what stands above them."))])


class _FirstLine(NamedTuple):
    """Places problems of columns in the first line of a text."""

    text: LongText
    headings: Sequence[str]

    def column_problem(self, column: int, code: str, message: str, hint: str) -> Problem:
        begin = sum(len(heading) + 1 for heading in self.headings[:column])  # if none is in quotation marks
        return replace(self.text.problem(1, code, message, hint), column=begin + 1)


class _FirstRow(NamedTuple):
    """Places problems of columns in the row of a sheet that names them."""

    records: Records

    def column_problem(self, column: int, code: str, message: str, hint: str) -> Problem:
        return self.records.table_problem(None, column, code, message, hint)


class _OneRow(NamedTuple):
    """Places problems of a row of a text."""

    name: str
    line: int

    def table_problem(self, _row: int, column: int, code: str, message: str, hint: str) -> Problem:
        return Problem(self.name, self.line, column + 1, code, message, hint)


def _below(text: LongText, told: Told) -> Iterator[NumberedRow]:
    rows = text.rows(told)
    next(rows)
    yield from rows


def _workbook(file: TableFile, questionnaire: Questionnaire, ignored: Collection[str]) -> OpenTable:
    from readiness.source.tables import read_table

    records = read_table(file.path)
    with file.path.open("rb") as stream:
        content = stream.read(MAX_PACKED + 1)

    headings = tuple(heading.strip() for heading in records.headings)
    layout = firm_layout(
        columns_of_text(headings),
        questionnaire,
        file.name,
        ignored=ignored,
        column_problem=_FirstRow(records).column_problem,
    )

    def rows(_told: Told) -> Iterator[NumberedRow]:
        yield from ((row.number, row.number, row.cells) for row in records.rows)

    digest = hashlib.sha256(content).hexdigest()
    return OpenTable(file.name, digest, len(content), headings, layout, rows)


class RowReader:
    """Reads the rows of one table."""

    def __init__(self, table: OpenTable, questionnaire: Questionnaire, unnamed: str) -> None:
        """A row without a name is called `unnamed`, with its number for `{number}`."""
        self._table = table
        self._unnamed = unnamed
        layout = table.layout
        column_of = {heading: number for number, heading in reversed(list(enumerate(table.headings)))}
        self._width = len(table.headings)
        self._firm = column_of[layout.firm] if layout.firm is not None else None
        self._stated = [
            (column_of[name], stated, message)
            for name, stated, message in stated_columns(layout, questionnaire)
        ]
        facts = [(layout.profile.get(asked.id), FactColumn(asked)) for asked in questionnaire.profile]
        answers = [
            (layout.answers.get(id), AnswerColumn(each)) for id, each in questionnaire.questions.items()
        ]
        columns: list[tuple[int, int, TextColumn]] = [
            (place, column_of[form.name], reader)
            for place, (form, reader) in enumerate([*facts, *answers])
            if form is not None
        ]
        self._columns = columns
        self._blank: list[str | None] = [None] * (len(facts) + len(answers))

    def read(self, row: NumberedRow) -> FirmRow | list[RowFault] | None:
        """The row as one of a part, or why it is set aside; None if it is empty."""
        number, _line, cells = row
        if len(cells) != self._width and (faults := self._ragged(row)) is not None:
            return faults or None
        found = self._blank.copy()
        try:
            for place, column, reader in self._columns:
                found[place] = reader[cells[column]]
        except WrongCell:
            return self._faults(row)
        firm = cells[self._firm].strip() if self._firm is not None else ""
        if not firm and not any(map(str.strip, cells)):
            return None
        if self._stated and (faults := self._other(row)):
            return faults
        return (self._table.name, number, None, None, firm or self._called(number), *found)

    def _fault(self, row: NumberedRow, column: str | None, problem: str, remedy: str) -> RowFault:
        number, _line, cells = row
        at = self._firm
        firm = cells[at].strip() if at is not None and at < len(cells) else ""
        return RowFault(self._table.name, number, firm or self._called(number), column, problem, remedy)

    def _called(self, number: int) -> str:
        return self._unnamed.replace("{number}", str(number))

    def _ragged(self, row: NumberedRow) -> list[RowFault] | None:
        """Why a row of another length cannot be used; None if only empty cells are too many."""
        number, line, cells = row
        if not any(map(str.strip, cells)):
            return []
        place = _OneRow(self._table.name, line)
        problems = problems_of_row(number, tuple(cells), self._width, place.table_problem)
        return [self._fault(row, None, each.message, each.hint) for each in problems] or None

    def _faults(self, row: NumberedRow) -> list[RowFault]:
        """Every cell that is no answer."""
        faults = self._other(row)
        for _place, column, reader in self._columns:
            try:
                reader[row[2][column]]
            except WrongCell as wrong:
                heading = self._table.headings[column]
                faults += [self._fault(row, heading, each.message, each.remedy) for each in wrong.misfits]
        return faults

    def _other(self, row: NumberedRow) -> list[RowFault]:
        """What shows that a row answers something else."""
        faults = []
        for column, stated, message in self._stated:
            if (found := row[2][column].strip()) and found != stated:
                hint = _("Score these rows by themselves with that questionnaire; here it is {stated}.")
                heading = self._table.headings[column]
                message = message.format(found=found[:80])
                faults.append(self._fault(row, heading, message, hint.format(stated=stated)))
        return faults
