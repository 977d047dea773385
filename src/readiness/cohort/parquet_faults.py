"""Says what is wrong with rows of Parquet tables that were set aside while they were scored."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

import polars as pl

from readiness.cohort.answers_rows import RowFault
from readiness.cohort.column_names import undotted
from readiness.cohort.firm_cells import (
    JOINED_BY,
    NONE_OF_THEM,
    AnswerColumn,
    CellMisfit,
    FactColumn,
    TextColumn,
    WrongCell,
)
from readiness.cohort.firm_layout import ColumnForm, FirmLayout, stated_columns
from readiness.cohort.named_rows import FIRM, ROW, SOURCE
from readiness.cohort.opening import FirmTable
from readiness.cohort.part_frames import count_in
from readiness.cohort.score_table import ScoredTable
from readiness.cohort.stored_parts import PartFolder
from readiness.messages.catalogue import _
from readiness.questionnaire.questionnaire import Questionnaire

_ROWS = 5_000
"""The rows whose faults are told together."""


def told_faults(
    table: FirmTable, scored: ScoredTable, questionnaire: Questionnaire, folder: Path
) -> list[Path]:
    """Parquet files in `folder` with what is wrong with the rows of `table` that were set aside."""
    teller = FaultTeller(
        scored, table.layout, questionnaire, [] if table.is_canonical else [str(path) for path in table.paths]
    )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    rows = folder / "rows.parquet"
    _wrong_rows(scored, teller).sink_parquet(rows)
    paths = write_faults(_rows_of(rows), teller, folder)
    rows.unlink()
    return paths


def write_faults(rows: Iterable[Mapping[str, Any]], teller: FaultTeller, folder: Path) -> list[Path]:
    """Parquet files in `folder` with what is wrong with `rows`, which have the columns for `teller`."""
    made, left, paths = PartFolder(folder, ()), iter(rows), []
    while batch := list(islice(left, _ROWS)):
        if faults := [fault for row in batch for fault in teller.faults(row)]:
            paths.append(made.write([], faults).faults)
    return paths


def _rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a Parquet file, of which only some are in memory at a time."""
    frame, begin = pl.scan_parquet(path), 0
    while (batch := frame.slice(begin, _ROWS).collect()).height:
        yield from batch.iter_rows(named=True)
        begin += batch.height


def _wrong_rows(scored: ScoredTable, teller: FaultTeller) -> pl.LazyFrame:
    rows: pl.LazyFrame = scored.wrong().to_native()
    cells = {name: _as_text(form) for name, form in teller.cells.items()}
    tests = list(teller.tests.values())
    return rows.filter(pl.any_horizontal(*tests)).select(SOURCE, ROW, FIRM, *tests, **cells)


class FaultTeller:
    """Tells the faults of the rows of one table.

    A row has the columns `SOURCE`, `ROW` and `FIRM`, those of `tests`, and those of `cells` as text.
    """

    def __init__(
        self,
        scored: ScoredTable,
        layout: FirmLayout,
        questionnaire: Questionnaire,
        files: Sequence[str] = (),
    ) -> None:
        """Rows without a source are counted through all `files`."""
        self.tests = scored.may_be_wrong
        """The columns that say whether a cell is wrong, by the id of what it answers."""
        self._readers: dict[str, TextColumn] = {
            f"profile.{asked.id}": FactColumn(asked) for asked in questionnaire.profile
        }
        self._readers |= {id: AnswerColumn(asked) for id, asked in questionnaire.questions.items()}
        self._forms = {f"profile.{id}": form for id, form in layout.profile.items()}
        self._forms |= layout.answers
        self._stated = {
            name: (stated, message) for name, stated, message in stated_columns(layout, questionnaire)
        }
        self._files = files
        self._ends = list(accumulate(count_in([Path(path)]) for path in self._files))

    @property
    def cells(self) -> dict[str, ColumnForm]:
        """The columns of cells, and what each is made of."""
        forms = self._forms | {name: ColumnForm(name, "text") for name in self._stated}
        return {f"cell:{id}": form for id, form in forms.items()}

    def faults(self, row: Mapping[str, Any]) -> Iterator[RowFault]:
        """What is wrong with one row."""
        source, number = row[SOURCE], row[ROW]
        if source is None and self._files:
            place = bisect_left(self._ends, number)
            source, number = self._files[place], number - (self._ends[place - 1] if place else 0)
        for id, test in self.tests.items():
            for column, misfit in self._misfits(id, row) if row[test] else ():
                yield RowFault(source, number, row[FIRM], column, misfit.message, misfit.remedy)

    def _misfits(self, id: str, row: Mapping[str, Any]) -> Iterator[tuple[str, CellMisfit]]:
        """What is wrong with one cell, and the name of its column."""
        if id == "firm" and not row[FIRM]:
            yield "firm", CellMisfit(_("the firm has no name"), _("Give each firm a name or a number."))
            return
        if id == "firm":
            message = _("“{firm}” is the name of several rows; none of them is counted")
            hint = _("Keep the row that counts, or give each firm a name of its own.")
            yield "firm", CellMisfit(message.format(firm=row[FIRM]), hint)
            return
        text = row[f"cell:{id}"]
        if id in self._stated:
            stated, message = self._stated[id]
            hint = _("Score these rows by themselves with that questionnaire; here it is {stated}.")
            yield id, CellMisfit(message.format(found=text[:80]), hint.format(stated=stated))
            return
        name = self._forms[id].name
        try:
            canonical = self._readers[id][text]
        except WrongCell as wrong:
            yield from ((name, misfit) for misfit in wrong.misfits)
            return
        message = _("“{text}” is written otherwise in Parquet").format(text=text[:80])
        remedy = (
            _("Write `{canonical}`.").format(canonical=canonical) if canonical else _("Leave the cell empty.")
        )
        yield name, CellMisfit(message, remedy)


def _as_text(form: ColumnForm) -> pl.Expr:
    """The cells of a column as a table of texts would have them."""
    column = pl.col(undotted(form.name))
    if form.kind == "list":
        joined = column.list.join(JOINED_BY)
        return pl.when(column.list.len() == 0).then(pl.lit(NONE_OF_THEM)).otherwise(joined)
    return column.cast(pl.String)
