"""Scores all firms of opened sources: a row of scores for each, and what was set aside."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import narwhals as nw
import polars as pl

from readiness.cohort.engine_settings import use_little_memory
from readiness.cohort.named_rows import FIRM, named_twice, with_names
from readiness.cohort.opening import FirmTable, Opened
from readiness.cohort.parquet_faults import told_faults
from readiness.cohort.part_frames import count_in, scanned
from readiness.cohort.score_table import ScoredTable
from readiness.questionnaire.questionnaire import Questionnaire

_AS_PARQUET: dict[str, Any] = {"row_group_size": 50_000, "statistics": False, "compression_level": 1}
"""Few rows at once need little memory. The least and most of a group would tell nothing, as rows have no
order. The lowest level of compression takes a tenth less time for a file that is a twentieth larger."""
_FORMULA = r"^[=+\-@\t\r]"
"""What a spreadsheet takes for a formula; an apostrophe before it makes it a text."""
_LITTLE = 2**20
"""With fewer bytes free, a write that failed did so for want of room."""


class ScoredCohort(NamedTuple):
    """The result of scoring a cohort."""

    results: Path
    """The result table, as Parquet."""
    tables: Sequence[ScoredTable]
    firms: int
    are_all_scored: bool
    """Whether there is a result for every row of the tables."""
    faults: tuple[Path, ...]
    """Parquet files of what was set aside."""

    def scores(self) -> nw.LazyFrame[Any]:
        """The rows of scores."""
        return nw.from_native(read_scores(self.results))

    def answers(self) -> nw.LazyFrame[Any]:
        """The answers of all scored firms, as `ScoredTable.answers` gives them."""
        frames = (each.answers(all_right=self.are_all_scored) for each in self.tables)
        return nw.concat(list(frames))

    def set_aside(self) -> int:
        """How many files and rows were set aside."""
        rows = scanned(self.faults).select("source", "row").unique() if self.faults else None
        return 0 if rows is None else int(rows.select(pl.len()).collect().item())


def score_cohort(
    opened: Opened, questionnaire: Questionnaire, folder: Path, *, quick: bool = False
) -> ScoredCohort:
    """Score the firms of `opened`, with `quick` by the quick set alone, and keep the results in `folder`.

    Raises ReadinessError if the questionnaire cannot be scored in tables, OSError for a full disk.
    """
    use_little_memory()
    named = named_twice(opened.tables)
    tables = [_scored(table, questionnaire, named, quick=quick) for table in opened.tables]
    results = folder / "results.parquet"
    _sink([each.scores({"firm": nw.col(FIRM)}) for each in tables], results)
    firms = count_in([results])
    faults = list(opened.faults)
    are_all_scored = firms == sum(count_in(table.paths) for table in opened.tables)
    if not are_all_scored:
        for number, (table, scored) in enumerate(zip(opened.tables, tables, strict=True)):
            faults += told_faults(table, scored, questionnaire, folder / f"faults-{number}")
    return ScoredCohort(results, tables, firms, are_all_scored, tuple(faults))


def _scored(
    table: FirmTable, questionnaire: Questionnaire, named: Sequence[str], *, quick: bool
) -> ScoredTable:
    """The table with its scores; a firm whose name is among those `named` twice is wrong."""
    frame = nw.from_native(with_names(table))
    wrong = {"firm": nw.col(FIRM).is_in(list(named))} if named else {}
    return ScoredTable(frame, table.layout, questionnaire, quick=quick, wrong=wrong)


def _sink(frames: Sequence[nw.LazyFrame[Any]], path: Path) -> None:
    rows = pl.concat([frame.to_native() for frame in frames])
    with _told_as_os_error(path):
        rows.sink_parquet(path, **_AS_PARQUET)


@contextlib.contextmanager
def _told_as_os_error(path: Path) -> Iterator[None]:
    """Make an OSError of what Polars words in its own way, such as a full disk."""
    try:
        yield
    except (pl.exceptions.PolarsError, OSError) as error:
        for number in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EIO):
            if os.strerror(number) in str(error):
                raise OSError(number, os.strerror(number), str(path)) from error
        if shutil.disk_usage(path.parent).free < _LITTLE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path)) from error
        raise


def read_scores(path: Path) -> pl.LazyFrame:
    """The rows of a table of scores that `write_table` wrote."""
    if path.suffix.lower() != ".csv":
        return pl.scan_parquet(path)
    rows = pl.scan_csv(path, infer_schema_length=None)
    return rows.with_columns(pl.col(pl.String).str.replace(r"^'([=+\-@\t\r])", "$1"))


def write_table(parts: Sequence[Path], path: Path, *, as_csv: bool) -> None:
    """Write the rows of Parquet files to `path`, as CSV or as Parquet. Raises OSError."""
    rows = scanned(parts)
    with _told_as_os_error(path):
        if as_csv:
            texts = pl.col(pl.String)
            safe = pl.when(texts.str.contains(_FORMULA)).then(pl.lit("'") + texts).otherwise(texts)
            rows.with_columns(safe.name.keep()).sink_csv(path, include_bom=True)
        elif len(parts) == 1:
            shutil.copyfile(parts[0], path)
        else:
            rows.sink_parquet(path, **_AS_PARQUET)
