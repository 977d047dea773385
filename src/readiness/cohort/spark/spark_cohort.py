"""Scores all firms of a table on Spark: a folder of Parquet files with a row of scores for each."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import narwhals as nw
from pyspark.sql import Column, DataFrame, SparkSession, functions

from readiness.cohort.column_names import undotted
from readiness.cohort.firm_cells import JOINED_BY, NONE_OF_THEM
from readiness.cohort.firm_layout import ColumnForm
from readiness.cohort.named_rows import FIRM, ROW, SOURCE
from readiness.cohort.parquet_faults import FaultTeller, write_faults
from readiness.cohort.score_table import ScoredTable
from readiness.cohort.spark.places import FileSystems, parquet_at, place_in_words
from readiness.cohort.spark.spark_tables import SparkTable, names_of_several
from readiness.messages.catalogue import _
from readiness.messages.problems import ReadinessError
from readiness.questionnaire.questionnaire import Questionnaire

_EARLIER = ".replaced"
"""What is added to the name of earlier scores while new ones take their place."""


class SparkCohort(NamedTuple):
    """The result of scoring a cohort on Spark."""

    results: DataFrame
    """A row of scores for each firm."""
    table: ScoredTable
    firms: int
    of_rows: int
    """How many rows the table has."""
    faults: tuple[Path, ...]
    """Parquet files, on this machine, of what was set aside."""

    def scores(self) -> nw.LazyFrame[Any]:
        """The rows of scores."""
        frame: nw.LazyFrame[Any] = nw.from_native(self.results)
        return frame

    def answers(self) -> nw.LazyFrame[Any]:
        """The answers of all scored firms, as `ScoredTable.answers` gives them."""
        return self.table.answers(all_right=self.firms == self.of_rows)

    def set_aside(self) -> int:
        """How many rows were set aside."""
        return self.of_rows - self.firms


def expect_free(session: SparkSession, place: str, *, replaces: bool) -> None:
    """Raise ReadinessError if there is something at `place`, unless the scores are to replace it.

    Earlier scores that a run had moved away when it ended are put back first.
    """
    places = FileSystems(session)
    put_back(places, place)
    if not replaces and places.exists(place):
        message = _("{place} is there already. Choose another name, or replace it: --overwrite")
        raise ReadinessError(message.format(place=place))


def score_on_spark(
    session: SparkSession,
    table: SparkTable,
    questionnaire: Questionnaire,
    folder: Path,
    *,
    place: str,
    quick: bool = False,
) -> SparkCohort:
    """Score the firms of `table`, with `quick` by the quick set alone.

    The scores are written beside `place` and then renamed, so that what was there stays until they are
    complete, and stays if no firm could be scored. Faults are kept in `folder`, on this machine. Raises
    ReadinessError if the questionnaire cannot be scored in tables.
    """
    scored = _scored(table, questionnaire, quick=quick)
    scores = scored.scores({"firm": nw.col(FIRM)}).to_native()
    places = FileSystems(session)
    unfinished = f"{place}.unfinished"
    scores.write.mode("overwrite").option("compression", "zstd").parquet(unfinished)
    results = parquet_at(session, unfinished)
    firms, of_rows = results.count(), table.rows.count()
    faults = _told_faults(table, scored, questionnaire, folder) if firms < of_rows else []
    if firms:
        _put_in_place(places, unfinished, place)
        results = parquet_at(session, place)
    else:
        places.delete(unfinished)
    return SparkCohort(results, scored, firms, of_rows, tuple(faults))


def _scored(table: SparkTable, questionnaire: Questionnaire, *, quick: bool) -> ScoredTable:
    """The table with its scores; a firm without a name is wrong, and so is one whose name others have."""
    named = names_of_several(table.rows)
    is_wrong = (nw.col(FIRM).fill_null("") == "") | nw.col(FIRM).is_in(named).fill_null(False)
    frame = nw.from_native(table.rows)
    return ScoredTable(frame, table.layout, questionnaire, quick=quick, wrong={"firm": is_wrong})


def _put_in_place(places: FileSystems, unfinished: str, place: str) -> None:
    """Rename `unfinished` to `place`; what is there is deleted once the new one is in its place."""
    earlier = f"{place}{_EARLIER}"
    if places.exists(place):
        places.delete(earlier)
        places.rename(place, earlier)
    try:
        places.rename(unfinished, place)
    except ReadinessError:
        put_back(places, place)
        raise
    places.delete(earlier)


def put_back(places: FileSystems, place: str) -> None:
    """Give earlier scores their name again, if a run ended while new ones were to take their place."""
    if places.exists(f"{place}{_EARLIER}") and not places.exists(place):
        places.rename(f"{place}{_EARLIER}", place)


def _told_faults(
    table: SparkTable, scored: ScoredTable, questionnaire: Questionnaire, folder: Path
) -> list[Path]:
    """Files in `folder` with what is wrong with the rows that were set aside."""
    teller = FaultTeller(scored, table.layout, questionnaire)
    rows: DataFrame = scored.wrong().to_native()
    tests = list(teller.tests.values())
    cells = [_as_text(form).alias(name) for name, form in teller.cells.items()]
    is_wrong = functions.lit(False)
    for test in tests:
        is_wrong = is_wrong | functions.col(test)
    wrong = rows.filter(is_wrong).select(SOURCE, ROW, FIRM, *tests, *cells)
    told = ({**row.asDict(), SOURCE: place_in_words(unquote(row[SOURCE]))} for row in wrong.toLocalIterator())
    return write_faults(told, teller, folder)


def _as_text(form: ColumnForm) -> Column:
    """The cells of a column as a table of texts would have them."""
    column = functions.col(undotted(form.name))
    if form.kind == "list":
        joined = functions.concat_ws(JOINED_BY, column)
        told = functions.when(functions.size(column) == 0, NONE_OF_THEM).otherwise(joined)
        return functions.when(column.isNotNull(), told)
    return column.cast("string")
