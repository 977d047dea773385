"""Bytes of an Excel workbook, turned into cells that know their place. Only values are read.

It is read here and not by a library because people send workbooks of every program: a library gives up on
styles it does not know, which this never looks at, or trusts what a formula gave when it was last computed.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, TypeAlias

from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput, Problem
from readiness.messages.sentences import shortened
from readiness.source.package import Package, XmlEvent
from readiness.source.serial_days import day_of, shows_days
from readiness.source.source import MAX_WORDS, Mark, Source
from readiness.source.workbook_kinds import expect_plain_workbook, expect_zip

MAX_ROWS, MAX_COLUMNS, MAX_CELLS, MAX_SHEETS = 100_000, 2_000, 1_000_000, 300
"""The most that are read, of what is not empty: rows and columns of a sheet, cells and sheets in all."""
MAX_AREAS = 5_000
"""The most merged areas of a sheet, and areas that one formula fills."""
_LAST_ROW, _LAST_COLUMN = 2**20, 2**14
"""There are no more in any workbook."""

CellContent: TypeAlias = str | float | bool | datetime.date | datetime.time
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


class WorkbookSource(Source):
    """A workbook as the source of data: the marks of the data are cells."""

    __slots__ = ("remedies",)

    def __init__(self, name: str, remedies: Mapping[str, str] | None = None) -> None:
        """`remedies` are the hints for somebody who uses Excel, by code; "" is for all other codes."""
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
        """A problem at the cell of `mark`, or of the whole file; `hint` is for texts, and is replaced."""
        hint = self.remedies.get(code, self.remedies.get("", hint))
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
        self._texts: list[str] = []
        self._days: list[bool] = []
        """For each style of cells, whether it shows days or times."""
        self._since_1904 = False
        self._cells = 0

    def read(self) -> list[Grid]:
        """Every sheet with cells."""
        related = self._package.related(self._main)
        for kind, part in related.values():
            if kind == "sharedStrings":
                self._texts = list(self._shared(part))
            elif kind == "styles":
                self._days = list(self._styles(part))
        grids: list[tuple[Grid, str]] = []
        for event in self._package.events(self._main):
            attributes = event.attributes or {}
            if event.name == "workbookPr":
                self._since_1904 |= attributes.get("date1904") in ("1", "true")
            elif event.name == "sheet" and event.attributes is not None:
                kind, part = related.get(attributes.get("id", ""), ("", ""))
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

    def _shared(self, part: str) -> Iterator[str]:
        """The texts that cells refer to by number."""
        pieces: list[str] = []
        spoken = False
        for event in self._package.events(part):
            if event.name == "rPh":  # how it is spoken
                spoken = event.attributes is not None
            elif event.name == "t" and event.attributes is None and not spoken:
                pieces.append(event.text)
            elif event.name == "si" and event.attributes is None:
                yield _decoded("".join(pieces))
                pieces = []

    def _styles(self, part: str) -> Iterator[bool]:
        formats: dict[str, str] = {}
        in_cells = False
        for event in self._package.events(part):
            if event.name == "cellXfs":
                in_cells = event.attributes is not None
            elif event.attributes is None:
                continue
            elif event.name == "numFmt":
                formats[event.attributes.get("numFmtId", "")] = event.attributes.get("formatCode", "")
            elif event.name == "xf" and in_cells:
                number = event.attributes.get("numFmtId", "0")
                yield shows_days(int(number) if number.isdecimal() else 0, formats.get(number, ""))

    def _fill(self, grid: Grid, part: str) -> None:
        reader = _SheetReader(grid)
        for event in self._package.events(part):
            found = reader.take(event)
            if found is not None and (cell := self._cell(grid, found)):
                self._keep(grid, cell)
        grid.rows = {row: dict(sorted(cells.items())) for row, cells in sorted(grid.rows.items())}
        if len(reader.computed) > MAX_AREAS or len(grid.merged) > MAX_AREAS:
            raise self._too_many()
        for top, left, bottom, right in reader.computed:
            for row in range(top, min(bottom, top + MAX_ROWS) + 1):
                for cell in list(grid.rows.get(row, {}).values()):
                    if left <= cell.column <= right and cell.kind == "value":
                        grid.rows[row][cell.column] = cell._replace(kind="formula", content="=")

    def _keep(self, grid: Grid, cell: GridCell) -> None:
        row = grid.rows.setdefault(cell.row, {})
        if cell.column in row:
            raise self._broken(grid, cell.row, cell.column)
        row[cell.column] = cell
        self._cells += 1
        if len(grid.rows) > MAX_ROWS or len(row) > MAX_COLUMNS or self._cells > MAX_CELLS:
            raise self._too_many()

    def _cell(self, grid: Grid, found: _RawCell) -> GridCell | None:
        """What a cell holds; None if it is empty."""
        row, column = found.row, found.column
        if row > _LAST_ROW or column > _LAST_COLUMN:
            raise self._broken(grid, row, column)
        if found.formula is not None:
            return GridCell(row, column, f"={found.formula}", "formula")
        try:
            content = self._content(found)
        except (ValueError, IndexError):
            raise self._broken(grid, row, column) from None
        if content is None or content == "":
            return None
        if found.type == "e" or content in (float("inf"), float("-inf")):
            return GridCell(row, column, found.value, "error")
        return GridCell(row, column, content)

    def _content(self, found: _RawCell) -> CellContent | None:
        """Raises ValueError or IndexError for what no program writes."""
        value = found.value
        if found.type == "inlineStr":
            return _decoded(found.inline)
        if found.type in ("str", "e"):
            return _decoded(value)
        if not value.strip():
            return None
        if found.type == "s":
            if not value.strip().isdecimal():
                raise ValueError(value)
            return self._texts[int(value)]
        if found.type == "b":
            return value.strip() in ("1", "true")
        if found.type == "d":
            moment = datetime.datetime.fromisoformat(value.strip())
            return moment if moment.time() != datetime.time() else moment.date()
        if not re.fullmatch(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*", value, re.ASCII):
            raise ValueError(value)
        number = float(value)
        is_day = found.style < len(self._days) and self._days[found.style]
        day = day_of(number, since_1904=self._since_1904) if is_day else None
        return number if day is None else day

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


class _RawCell:
    """A cell as its part writes it."""

    __slots__ = ("column", "formula", "inline", "row", "style", "type", "value")

    def __init__(self, row: int, column: int, type: str, style: str) -> None:
        self.row, self.column, self.type = row, column, type
        self.style = int(style) if style.isdecimal() else 0
        self.value = self.inline = ""
        self.formula: str | None = None


class _SheetReader:
    """Puts the elements of a sheet together to cells."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._row = self._column = 0
        self._cell: _RawCell | None = None
        self._spoken = False
        self.computed: list[Area] = []
        """Areas that one formula fills."""

    def take(self, event: XmlEvent) -> _RawCell | None:
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
            self._cell = _RawCell(self._row, self._column, type, style)
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


def _decoded(text: str) -> str:
    """`text` without Excel's escapes for signs that XML cannot hold; line breaks are those of Python."""
    if "_x" in text:
        text = re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
