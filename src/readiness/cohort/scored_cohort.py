"""Scores all firms of opened sources: a row of scores for each, and what was set aside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import narwhals as nw
import polars as pl

from readiness.cohort.firm_layout import stated_columns
from readiness.cohort.named_rows import FIRM, named_twice, with_names
from readiness.cohort.opening import FirmTable, Opened
from readiness.cohort.parquet_faults import told_faults
from readiness.cohort.score_table import ScoredTable
from readiness.cohort.stored_parts import count_in, scanned
from readiness.questionnaire.questionnaire import Questionnaire

_ROWS_IN_GROUP = 50_000
"""So few rows are written at once that they need little memory."""


class ScoredCohort(NamedTuple):
    """The result of scoring a cohort."""

    results: Path
    """The result table, as Parquet."""
    answers: nw.LazyFrame[Any]
    """The states and shares of all answers, as `ScoredTable.answers` gives them."""
    firms: int
    faults: tuple[Path, ...]
    """Parquet files of what was set aside."""

    def fault_rows(self) -> int:
        """How many reasons there are to set something aside."""
        return count_in(self.faults)


def score_cohort(
    opened: Opened, questionnaire: Questionnaire, folder: Path, *, quick: bool = False
) -> ScoredCohort:
    """Score the firms of `opened`, with `quick` by the quick set alone, and keep the results in `folder`.

    Raises ReadinessError if the questionnaire cannot be scored in tables, OSError for a full disk.
    """
    named = named_twice(opened.tables)
    tables = [_scored(table, questionnaire, named, quick=quick) for table in opened.tables]
    results = folder / "results.parquet"
    _sink([each.scores({"firm": nw.col(FIRM)}) for each in tables], results)
    firms = count_in([results])
    faults = list(opened.faults)
    if firms < sum(count_in(table.paths) for table in opened.tables):
        for number, (table, scored) in enumerate(zip(opened.tables, tables, strict=True)):
            faults += told_faults(table, scored, questionnaire, folder / f"faults-{number}")
    answers = nw.from_native(pl.concat([each.answers().to_native() for each in tables]))
    return ScoredCohort(results, answers, firms, tuple(faults))


def _scored(
    table: FirmTable, questionnaire: Questionnaire, named: Sequence[str], *, quick: bool
) -> ScoredTable:
    """The table with its scores; a firm whose name is among those `named` twice is wrong."""
    frame = nw.from_native(with_names(table))
    stated = stated_columns(table.layout, questionnaire)
    wrong = {name: (nw.col(name) != value).fill_null(False) for name, value, _message in stated}
    if named:
        wrong["firm"] = nw.col(FIRM).is_in(list(named))
    return ScoredTable(frame, table.layout, questionnaire, quick=quick, wrong=wrong)


def _sink(frames: Sequence[nw.LazyFrame[Any]], path: Path) -> None:
    rows = pl.concat([frame.to_native() for frame in frames])
    rows.sink_parquet(path, row_group_size=_ROWS_IN_GROUP)


def write_table(parts: Sequence[Path], path: Path, *, as_csv: bool) -> None:
    """Write the rows of Parquet files to `path`, as CSV or as Parquet. Raises OSError."""
    rows = scanned(parts)
    if as_csv:
        rows.sink_csv(path, include_bom=True)
    else:
        rows.sink_parquet(path, row_group_size=_ROWS_IN_GROUP)
