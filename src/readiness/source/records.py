"""A table of records: headings, and rows of texts that know their places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from readiness.messages.catalogue import _, plural
from readiness.messages.problems import MAX_PROBLEMS, InvalidInput, Problem

MOST_RECORDS = 20_000
MOST_HEADINGS = 2_000
LONGEST_CELL = 32_767
"""The most characters of a cell: as many as a cell of Excel holds."""

PlaceProblem: TypeAlias = Callable[[int, int, str, str, str], Problem]
"""The problem with a code, a message and a hint at the row with this number, in this column from 0."""


class DataRow(NamedTuple):
    """One row of a table."""

    number: int
    """As a spreadsheet counts rows: from 1, with those of the headings and empty ones."""
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """A table: the headings and, below them, every row that is not empty; all rows have as many cells."""

    name: str
    """What messages call it."""
    headings: tuple[str, ...]
    rows: tuple[DataRow, ...]
    place_problem: PlaceProblem = field(repr=False)
    header: int = 1
    """The number of the row with the headings."""
    delimiter: str = ""
    """The sign between two cells; empty for a workbook."""
    sheet: str = ""
    """The title of the sheet; empty for a text."""

    def table_problem(
        self, row: DataRow | None, column: int, code: str, message: str, hint: str = ""
    ) -> Problem:
        """A problem of the cell in `column`, from 0, of `row`, or of its heading if that is None."""
        return self.place_problem(self.header if row is None else row.number, column, code, message, hint)


def in_records(
    name: str,
    rows: Sequence[tuple[str, ...]],
    table_problem: PlaceProblem,
    *,
    header: int = 1,
    delimiter: str = "",
    sheet: str = "",
) -> Records:
    """The table in `rows`, whose headings are in row `header`, from 1; rows above it are left out.

    Raises InvalidInput with every problem: no headings, no rows, too much, or rows of other lengths.
    """
    headings = _headings(rows, table_problem, name, header)
    width = len(headings)
    problems: list[Problem] = []
    kept = []
    for number, cells in enumerate(rows[header:], header + 1):
        if not any(cell.strip() for cell in cells):
            continue
        problems += problems_of_row(number, cells, width, table_problem)
        kept.append(DataRow(number, cells[:width]))
        if len(problems) >= MAX_PROBLEMS:
            break
    if len(kept) > MOST_RECORDS:
        message = _("the table has more than {limit} rows").format(limit=f"{MOST_RECORDS:,}")
        hint = _("Check that it is the right file; split it into several if it is.")
        problems.append(table_problem(kept[MOST_RECORDS].number, 0, "too-large", message, hint))
    if not kept:
        message = _("there are no responses below the headings")
        hint = _("Check that it is the right file, and that headings are in row {header}.").format(
            header=header
        )
        problems.append(table_problem(header, 0, "empty-table", message, hint))
    if problems:
        raise InvalidInput(problems)
    return Records(name, headings, tuple(kept), table_problem, header, delimiter, sheet)


def _headings(
    rows: Sequence[tuple[str, ...]], table_problem: PlaceProblem, name: str, header: int
) -> tuple[str, ...]:
    """The headings, without the empty ones behind the last. Raises InvalidInput."""
    found = rows[header - 1] if header <= len(rows) else ()
    while found and not found[-1].strip():
        found = found[:-1]
    if not found:
        message = _("the table is empty") if not rows else _("row {header} is empty").format(header=header)
        hint = _("The headings are expected in row {header}; `table: {{header: …}}` in the map says where.")
        hint = hint.format(header=header)
        empty = Problem(name, 1, 1, "empty-table", message, hint)
        raise InvalidInput([table_problem(1, 0, "empty-table", message, hint) if rows else empty])
    if len(found) > MOST_HEADINGS:
        message = _("the table has more than {limit} columns").format(limit=f"{MOST_HEADINGS:,}")
        hint = _("Check that it is the right file.")
        raise InvalidInput([table_problem(header, MOST_HEADINGS, "too-large", message, hint)])
    return found


def problems_of_row(
    number: int, cells: tuple[str, ...], width: int, table_problem: PlaceProblem
) -> list[Problem]:
    """What is wrong with one row of a table of `width` columns."""
    problems = []
    beyond = next((column for column in range(width, len(cells)) if cells[column].strip()), None)
    if len(cells) < width or beyond is not None:
        message = plural(
            "this row has {count} cell, but there are {width} headings",
            "this row has {count} cells, but there are {width} headings",
            len(cells),
            width=width,
        )
        hint = _(
            "A line break or a quotation mark may be to blame. Save the table as an Excel workbook, or export"
            " it again."
        )
        if width == 1:
            hint = _("If a title stands above the names of the columns, delete it: they must be first.")
        column = len(cells) - 1 if beyond is None else beyond
        problems.append(table_problem(number, column, "ragged-row", message, hint))
    for column, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            message = _("this cell holds {count} characters").format(count=f"{len(cell):,}")
            hint = _("A cell may hold {limit}. Shorten it; a quotation mark may be missing.")
            problems.append(
                table_problem(number, column, "too-large", message, hint.format(limit=f"{LONGEST_CELL:,}"))
            )
    return problems
