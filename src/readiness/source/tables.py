"""Read the table in a file: a text whose cells are parted by a sign, or a sheet of an Excel workbook."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from readiness.messages.catalogue import _
from readiness.messages.names import suggestion
from readiness.messages.problems import InvalidInput, Problem, expect
from readiness.source.cell_contents import CellContent
from readiness.source.delimited import MAX_TABLE, parse_delimited
from readiness.source.records import MOST_HEADINGS, MOST_RECORDS, PlaceProblem, Records, in_records
from readiness.source.refusals import CONTROL
from readiness.source.source import unreadable
from readiness.source.workbook import CellMark, Grid, GridCell, WorkbookSource, read_workbook

_ZIP = b"PK\x03\x04"


def read_table(
    path: str | os.PathLike[str], *, sheet: str = "", delimiter: str = "", header: int = 1
) -> Records:
    """The table in the file at `path`, an Excel workbook or a text such as CSV.

    `sheet` is the title of a sheet; empty for the only one that is not empty. `delimiter` is comma, semicolon
    or tab; empty if the headings tell. `header` is the row of the headings, from 1.
    Raises InvalidInput with every problem, WrongType for anything else than a path.
    """
    expect(path, str | os.PathLike, _("read_table takes the path of a file, not {found}"))
    path = Path(path)
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_TABLE + 1)
    except (OSError, ValueError) as error:
        raise InvalidInput([unreadable(str(path), error)]) from None
    if content.startswith(_ZIP):
        return _of_workbook(content, str(path), sheet, header)
    return parse_delimited(content, str(path), delimiter=delimiter, header=header)


def _of_workbook(content: bytes, name: str, sheet: str, header: int) -> Records:
    if len(content) > MAX_TABLE:
        message, hint = _("the file is larger than 20 MiB"), _("Check that it is the right file.")
        raise InvalidInput([Problem(name, 1, 1, "too-large", message, hint)])
    grid = _chosen(read_workbook(content, name), name, sheet)
    table_problem = _CellPlaces(WorkbookSource(name), grid).table_problem
    if problems := list(_unreadable_cells(grid, header, table_problem)):
        raise InvalidInput(problems)
    return in_records(name, _rows(grid), table_problem, header=header, sheet=grid.name)


class _CellPlaces(NamedTuple):
    """Where the cells of a sheet are."""

    source: WorkbookSource
    grid: Grid

    def table_problem(self, row: int, column: int, code: str, message: str, hint: str) -> Problem:
        """The problem of a cell."""
        return self.source.cell_problem(CellMark(self.grid, row - 1, column), code, message, hint)


def _chosen(grids: list[Grid], name: str, sheet: str) -> Grid:
    """The sheet with this title, or the only one that is not empty. Raises InvalidInput."""
    named = [grid for grid in grids if grid.name == sheet]
    if named:
        return named[0]
    filled = [grid for grid in grids if grid.rows and not grid.hidden]
    if not sheet and len(filled) == 1:
        return filled[0]
    titles = [grid.name for grid in filled]
    listed = _(", ").join(titles)
    if sheet:
        message = _("there is no sheet “{name}”").format(name=sheet)
        hint = suggestion(sheet, titles, _("Known here: {names}.").format(names=listed or _("none")))
        raise InvalidInput([Problem(name, 1, 1, "unclear-sheet", message, hint, cell="")])
    if not filled:
        message, hint = _("the table is empty"), _("Check that it is the right file.")
        raise InvalidInput([Problem(name, 1, 1, "empty-table", message, hint, cell="")])
    message = _("there are several sheets: {names}").format(names=listed)
    hint = _("Name one with --sheet, or in the map with `table: {sheet: …}`.")
    raise InvalidInput([Problem(name, 1, 1, "unclear-sheet", message, hint, cell="")])


def _unreadable_cells(grid: Grid, header: int, table_problem: PlaceProblem) -> Iterator[Problem]:
    """A problem for each cell from the headings on that cannot be read as text."""
    hint = _("Copy the sheet and paste only the values, in Excel with Paste Special; then save it.")
    for cell in grid.cells():
        row, column = cell.row, cell.column - 1
        if row < header:
            continue
        if cell.kind == "formula":
            message = _("this cell holds a formula, which is never computed here")
            yield table_problem(row, column, "formula", message, hint)
        elif cell.kind == "error":
            message = _("this cell holds the error {name}").format(name=cell.content)
            yield table_problem(row, column, "formula", message, hint)
        elif isinstance(cell.content, str) and (found := CONTROL.search(cell.content)):
            message = _("the character U+{number:04X} is not allowed in text").format(number=ord(found[0]))
            remedy = _("Delete it; such characters often come with text pasted from another program.")
            yield table_problem(row, column, "control-character", message, remedy)
    for top, left, bottom, _right in grid.merged:
        if bottom >= header:
            message = _("cells are merged here, so it is not clear what the others hold")
            remedy = _("Split them, and save the file again.")
            yield table_problem(max(top, header), left - 1, "merged-cells", message, remedy)


def _rows(grid: Grid) -> list[tuple[str, ...]]:
    """Every row up to the last that is not empty, each as wide as the widest."""
    last = min(max(grid.rows), 2 * MOST_RECORDS)
    width = min(max(max(cells) for cells in grid.rows.values() if cells), MOST_HEADINGS + 1)
    nothing: dict[int, GridCell] = {}
    rows = []
    for number in range(1, last + 1):
        cells = grid.rows.get(number, nothing)
        texts = [""] * width if cells else [""]
        for column, cell in cells.items():
            if column <= width:
                texts[column - 1] = _as_text(cell.content)
        rows.append(tuple(texts))
    return rows


def _as_text(content: CellContent) -> str:
    """What a cell holds, as a table of texts has it."""
    if isinstance(content, bool):
        return "TRUE" if content else "FALSE"
    if isinstance(content, float):
        return f"{content:.15g}"
    if isinstance(content, datetime.datetime):
        return content.isoformat(" ", "seconds")
    return content if isinstance(content, str) else content.isoformat()
