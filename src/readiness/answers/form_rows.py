"""The rows of a form in a workbook, found by their ids; whatever stands outside of them is a problem."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readiness.answers.answers import CoverTexts
from readiness.answers.form_key import FormKey, changed, content_in_words
from readiness.answers.form_layout import (
    ANSWERS,
    COLUMNS_MARK,
    COVER,
    FILLED_IN,
    HELPER,
    STATIC,
    VALUE,
    row_id,
)
from readiness.messages.catalogue import _
from readiness.source.cell_contents import CellContent
from readiness.source.workbook import CellMark, Grid, GridCell, WorkbookSource


@dataclass(slots=True)
class FormRow:
    """One row in which something may be filled in."""

    grid: Grid
    number: int
    columns: dict[str, int]
    """The columns by name."""
    cells: dict[int, GridCell]

    def cell(self, name: str) -> GridCell | None:
        """The cell in a column; None if it is empty."""
        return self.cells.get(self.columns.get(name, 0))

    def mark(self, name: str, remedy: str = "") -> CellMark:
        """The place of the cell in a column."""
        return CellMark(self.grid, self.number - 1, self._column(name) - 1, remedy)

    def place(self, name: str) -> str:
        """The same in words."""
        return self.grid.place(self.number, self._column(name))

    def _column(self, name: str) -> int:
        """The column with this name or, in a sheet without it, that of the answers."""
        return self.columns.get(name) or self.columns.get(VALUE, 1)


class FormRows:
    """All rows of one form."""

    def __init__(self, source: WorkbookSource, key: FormKey, grids: Sequence[Grid]) -> None:
        """Problems are added to those of `source`."""
        self._source = source
        self._fields = dict(_fields(key))
        self._rows: dict[str, FormRow] = {}
        for grid in grids:
            if grid is not key.grid:
                self._find(grid)

    def get(self, id: str) -> FormRow | None:
        """The row with this id; None if it is gone."""
        return self._rows.get(id)

    def content(self, id: str, name: str = VALUE) -> CellContent | None:
        """What is filled in in a column of a row; None if nothing is, or nothing that can be read."""
        row = self._rows.get(id)
        if row is None or name not in self._fields[id]:
            return None
        cell = row.cell(name)
        merged = row.grid.merged_at(row.number, row.columns.get(name, 0)) if row.grid.merged else ""
        if merged:
            message = _("these cells are merged: {area}").format(area=merged)
            hint = _(
                "Select them and press Merge & Center (Home) once more, so that each is a cell of its own;"
                " then look at the answers in them."
            )
            self._complain(row.mark(name), "merged-cells", message, hint)
            return None
        if cell is None or (isinstance(cell.content, str) and not cell.content.strip()):
            return None
        if cell.kind != "value":
            message = _("this cell holds the error {name}").format(name=cell.content)
            if cell.kind == "formula":
                message = _("this cell holds a formula, and what it gives is not trusted")
            self._complain(row.mark(name), "computed-cell", message, _("Type the value itself."))
            return None
        return cell.content

    def _find(self, grid: Grid) -> None:
        marked = next((cell for cell in grid.cells() if cell.content == COLUMNS_MARK), None)
        if marked is None:
            if stray := next(grid.cells(), None):
                message = _("this sheet is not part of the form")
                hint = _("Move what is needed into the notes of the form, then delete this sheet.")
                self._complain(_mark(grid, stray), "outside-form", message, hint)
            return
        heads = grid.rows[marked.row].values()
        columns = {str(cell.content): cell.column for cell in heads if cell is not marked}
        if VALUE not in columns:
            self._complain(_mark(grid, marked), "form-changed", *changed())
            return
        for number, cells in grid.rows.items():
            if number != marked.row:
                self._take(FormRow(grid, number, columns, cells), marked.column)

    def _take(self, row: FormRow, column: int) -> None:
        """Keep a row that has its id in `column`."""
        named = row.cells.get(column)
        id = content_in_words(named.content) if named else ""
        if id in self._fields:
            outside = {row.columns.get(name) for name in FILLED_IN if name not in self._fields[id]}
            ours = {column, *row.columns.values()} - outside
        elif id == STATIC:
            ours = {column, *row.columns.values()}
        elif id:
            self._complain(_mark(row.grid, row.cells[column]), "form-changed", *changed())
            return
        else:
            ours = {row.columns.get(HELPER, 0)}
        if stray := next((cell for cell in row.cells.values() if cell.column not in ours), None):
            message = _("this cell is not one to fill in, but holds something")
            hint = _("Move it to a coloured cell, such as the note of a question, and clear this one.")
            self._complain(_mark(row.grid, stray), "outside-form", message, hint)
        if other := self._rows.get(id):
            message = _("this row is in the form twice, also at {place}").format(place=other.place(VALUE))
            self._complain(row.mark(VALUE), "two-answers", message, _("Delete one of the two rows."))
        elif id in self._fields:
            self._rows[id] = row

    def _complain(self, mark: CellMark, code: str, message: str, hint: str) -> None:
        self._source.found.append(self._source.cell_problem(mark, code, message, hint))


def _mark(grid: Grid, cell: GridCell) -> CellMark:
    return CellMark(grid, cell.row - 1, cell.column - 1)


def _fields(key: FormKey) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The ids of all rows to fill in, each with the columns in which something may be."""
    for name in (*CoverTexts._fields, "respondent", "date"):
        yield row_id(COVER, name), (VALUE,)
    for id, asked in key.asked.items():
        yield id, FILLED_IN if asked.part == ANSWERS else (VALUE,)
        if asked.kind == "several":
            for choice in asked.choices:
                words = ("other",) if asked.part == ANSWERS else ()
                yield row_id(asked.part, asked.id, choice.id), (VALUE, *words)
