"""Bytes of an Excel workbook, turned into cells that know their place. Only values are read.

It is read here and not by a library because people send workbooks of every program: a library gives up on
styles it does not know, which this never looks at, or trusts what a formula gave when it was last computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, TypeAlias

from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput, Problem
from readiness.messages.sentences import shortened
from readiness.source.cell_contents import CellContent, CellContents, WrittenCell
from readiness.source.package import Package, XmlEvent
from readiness.source.source import MAX_WORDS, Mark, Source
from readiness.source.workbook_kinds import expect_plain_workbook, expect_zip

MAX_ROWS, MAX_COLUMNS, MAX_CELLS, MAX_SHEETS = 100_000, 2_000, 1_000_000, 300
"""The most that are read, of what is not empty: rows and columns of a sheet, cells and sheets in all."""
MAX_AREAS = 5_000
"""The most merged areas of a sheet, and areas that one formula fills."""
_LAST_ROW, _LAST_COLUMN = 2**20, 2**14
"""There are no more in any workbook."""

Area: TypeAlias = tuple[int, int, int, int]
"""First row and column, last row and column."""


class GridCell(NamedTuple):
    """One cell that is not empty."""

    row: int
    column: int
    """Both from 1."""
    content: CellContent
    """Every number is a float. Of a formula its text, of an error its name, such as `#REF!`."""
    kind: Literal["value", "formula", "error"] = "value"
    percent: bool = False
    """Whether a number is shown times 100, with a per cent sign."""


@dataclass(slots=True)
class Grid:
    """One sheet."""

    name: str
    number: int
    """Its place in the workbook, from 1."""
    hidden: bool = False
    rows: dict[int, dict[int, GridCell]] = field(default_factory=dict)
    """Every row that is not empty, by its number, and in it every such cell by column; both rise from 1."""
    merged: list[Area] = field(default_factory=list)
    """Areas of cells that are shown as one; only the first holds anything."""

    def cells(self) -> Iterator[GridCell]:
        """Every cell that is not empty, row by row."""
        for row in self.rows.values():
            yield from row.values()

    def merged_at(self, row: int, column: int) -> str:
        """The merged area that a cell is part of, as in `D7:E8`; empty if none."""
        for top, left, bottom, right in self.merged:
            if top <= row <= bottom and left <= column <= right:
                return f"{cell_name(top, left)}:{cell_name(bottom, right)}"
        return ""

    def place(self, row: int, column: int) -> str:
        """A cell as Excel writes it in a formula, as in `'My sheet'!D7`."""
        return f"{_in_formula(self.name)}!{cell_name(row, column)}"


@dataclass(slots=True)
class CellMark:
    """The place of a value in a workbook; `line` is its row and `column` its column, both from 0."""

    grid: Grid
    line: int
    column: int
    remedy: str = ""
    """How to fill in this cell."""


class WorkbookSource(Source):
    """A workbook as the source of data: the marks of the data are cells."""

    __slots__ = ("remedies",)

    def __init__(self, name: str, remedies: Mapping[str, str] | None = None) -> None:
        """`remedies` are the hints for somebody who uses Excel, by code; "" is that for all other codes."""
        super().__init__(name, "")
        self.remedies = remedies or {}

    def problem(
        self,
        mark: Mark | None,
        code: str,
        message: str,
        hint: str = "",
        *,
        part: tuple[int, int | None] | None = None,  # noqa: ARG002 (there are no lines to show)
    ) -> Problem:
        """A problem at the cell of `mark`, or of the whole file.

        `hint` is for texts; it is replaced unless the code is among `remedies` with an empty one.
        """
        if code in self.remedies:
            hint = self.remedies[code] or hint
        else:
            own = mark.remedy if isinstance(mark, CellMark) else ""
            hint = own or self.remedies.get("", hint)
        return self.cell_problem(mark, code, message, hint)

    def cell_problem(self, mark: Mark | None, code: str, message: str, hint: str = "") -> Problem:
        """The same with a `hint` that is right for a workbook."""
        whole = Problem(
            self.name, 1, 1, code, shortened(message, MAX_WORDS), shortened(hint, MAX_WORDS), cell=""
        )
        if not isinstance(mark, CellMark):
            return whole
        place = mark.grid.place(mark.line + 1, mark.column + 1)
        return replace(whole, line=mark.line + 1, column=mark.column + 1, cell=place, sheet=mark.grid.number)


def cell_name(row: int, column: int) -> str:
    """A cell as in `D7`."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"


def _in_formula(name: str) -> str:
    """The name of a sheet as a formula has it: in quotes, unless it cannot be taken for anything else."""
    is_word = re.fullmatch(r"[^\W\d][\w.]*", name)
    is_cell = re.fullmatch(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*([Cc][0-9]*)?|[Cc][0-9]*|TRUE|FALSE", name)
    return name if is_word and not is_cell else "'{}'".format(name.replace("'", "''"))


def read_workbook(content: bytes, name: str) -> list[Grid]:
    """The sheets of a workbook in their order, hidden ones too; messages call it `name`.

    The limits above hold, and those of `Package`. Nothing is computed, and no value that a
    formula gave is read. Raises InvalidInput for what is no workbook, is damaged or too large, needs a
    password, or has macros or links to other workbooks.
    """
    expect_zip(content, name)
    package = Package(content, name)
    main = expect_plain_workbook(package)
    return _BookReader(package, main).read()


# --- reading ---------------------------------------------------------------------------------------


class _BookReader:
    """Reads the parts of one workbook."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._main = main
        self._related = package.related(main)
        self._contents = CellContents(package, self._related)
        self._cells = 0

    def read(self) -> list[Grid]:
        """Every sheet with cells."""
        grids: list[tuple[Grid, str]] = []
        for event in self._package.events(self._main):
            attributes = event.attributes or {}
            if event.name == "workbookPr":
                self._contents.since_1904 |= attributes.get("date1904") in ("1", "true")
            elif event.name == "sheet" and event.attributes is not None:
                kind, part = self._related.get(attributes.get("id", ""), ("", ""))
                grid = Grid(
                    attributes.get("name", ""),
                    len(grids) + 1,
                    attributes.get("state", "visible") != "visible",
                )
                grids.append((grid, part if kind == "worksheet" else ""))
        if len(grids) > MAX_SHEETS:
            raise self._too_many()
        for grid, part in grids:
            if part:
                self._fill(grid, part)
        return [grid for grid, part in grids if part]

    def _fill(self, grid: Grid, part: str) -> None:
        reader = _SheetReader(grid)
        for event in self._package.events(part):
            found = reader.take(event)
            if len(grid.merged) > MAX_AREAS or len(reader.computed) > MAX_AREAS:
                raise self._too_many()
            if found is not None and (cell := self._cell(grid, found)):
                self._keep(grid, cell)
        grid.rows = {row: dict(sorted(cells.items())) for row, cells in sorted(grid.rows.items())}
        for top, left, bottom, right in reader.computed:
            for row in range(top, min(bottom, top + MAX_ROWS) + 1):
                for cell in list(grid.rows.get(row, {}).values()):
                    if left <= cell.column <= right and cell.kind == "value":
                        grid.rows[row][cell.column] = cell._replace(kind="formula", content="=")

    def _cell(self, grid: Grid, found: WrittenCell) -> GridCell | None:
        """What a cell holds; None if it is empty."""
        row, column = found.row, found.column
        if row > _LAST_ROW or column > _LAST_COLUMN:
            raise self._broken(grid, row, column)
        if found.formula is not None:
            return GridCell(row, column, f"={found.formula}", "formula")
        try:
            content = self._contents.of(found)
        except (ValueError, IndexError):
            raise self._broken(grid, row, column) from None
        if content is None or content == "":
            return None
        if found.type == "e" or content in (float("inf"), float("-inf")):
            return GridCell(row, column, found.value, "error")
        is_percent = isinstance(content, float) and self._contents.is_percent(found)
        return GridCell(row, column, content, percent=is_percent)

    def _keep(self, grid: Grid, cell: GridCell) -> None:
        row = grid.rows.setdefault(cell.row, {})
        if cell.column in row:
            raise self._broken(grid, cell.row, cell.column)
        row[cell.column] = cell
        self._cells += 1
        if len(grid.rows) > MAX_ROWS or len(row) > MAX_COLUMNS or self._cells > MAX_CELLS:
            raise self._too_many()

    def _broken(self, grid: Grid, row: int, column: int) -> InvalidInput:
        message = _("this cell is damaged")
        hint = _("Open the file in Excel, WPS or LibreOffice, type what the cell should hold, and save it.")
        mark = CellMark(grid, row - 1, column - 1)
        source = WorkbookSource(self._package.name)
        return InvalidInput([source.cell_problem(mark, "workbook-damaged", message, hint)])

    def _too_many(self) -> InvalidInput:
        message = _("the workbook has more than {rows} rows, {columns} columns or {cells} cells")
        hint = _("Check that it is the right file; copy the cells that are needed into a new workbook.")
        limits = {
            "rows": f"{MAX_ROWS:,}",
            "columns": f"{MAX_COLUMNS:,}",
            "cells": f"{MAX_CELLS:,}",
        }
        return self._package.refusal("too-large", message.format(**limits), hint)


class _SheetReader:
    """Puts the elements of a sheet together to cells."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._row = self._column = 0
        self._cell: WrittenCell | None = None
        self._spoken = False
        self.computed: list[Area] = []
        """Areas that one formula fills."""

    def take(self, event: XmlEvent) -> WrittenCell | None:
        """Go on with `event`; the cell that it ends, if it ends one."""
        if event.attributes is not None:
            self._begin(event.name, event.attributes)
            return None
        cell = self._cell
        if cell is None:
            return None
        if event.name == "v":
            cell.value = event.text
        elif event.name == "t" and not self._spoken:
            cell.inline += event.text
        elif event.name == "f":
            cell.formula = event.text
        elif event.name == "rPh":
            self._spoken = False
        elif event.name == "c":
            self._cell = None
            return cell
        return None

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            number = attributes.get("r", "")
            self._row = int(number) if re.fullmatch("[0-9]{1,9}", number) else self._row + 1
            self._column = 0
        elif name == "c":
            place = _area(attributes.get("r", ""))
            self._row, self._column = place[:2] if place else (self._row, self._column + 1)
            type, style = attributes.get("t", "n"), attributes.get("s", "")
            self._cell = WrittenCell(self._row, self._column, type, style)
        elif name == "f" and (area := _area(attributes.get("ref", ""))):
            if attributes.get("t") in ("array", "dataTable"):
                self.computed.append(area)
        elif name == "mergeCell" and (area := _area(attributes.get("ref", ""))):
            self._grid.merged.append(area)
        elif name == "rPh":
            self._spoken = True


def _area(written: str) -> Area | None:
    """The area written as `D7` or `D7:E8`; None if it is none."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?([0-9]{1,9})(?::\$?([A-Z]{1,3})\$?([0-9]{1,9}))?", written)
    if found is None:
        return None
    left, top, right, bottom = found.groups()
    first = (int(top), _column_of(left))
    return (*first, int(bottom), _column_of(right)) if right else (*first, *first)


def _column_of(letters: str) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
