"""Opens tables of firms as Parquet on any file system: their files, their columns, the names of firms."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

import narwhals as nw
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession, functions

from readiness.cohort.firm_layout import FirmLayout, firm_layout, stored_columns, unknown_columns
from readiness.cohort.found_sources import PARQUET
from readiness.cohort.named_rows import FIRM, ROW, SOURCE
from readiness.cohort.parquet_tables import column_differences
from readiness.cohort.rounds import lacking_columns
from readiness.cohort.spark.places import FileSystems, columns_in, parquet_at, place_in_words
from readiness.cohort.spark.spark_start import java_words
from readiness.messages.catalogue import _
from readiness.messages.problems import MAX_PROBLEMS, InvalidInput, Problem, ReadinessError
from readiness.questionnaire.questionnaire import Questionnaire

_MOST_NAMES = 10_000
"""The most names of several rows that are told one by one."""


class SparkTable(NamedTuple):
    """A table of firms, of which nothing but the ends of its files is read."""

    rows: DataFrame
    """With the columns `FIRM`, `ROW` (null: rows have no numbers here) and `SOURCE`."""
    layout: FirmLayout
    files: tuple[str, ...]
    lacking: int
    """How many questions have no column."""

    @property
    def name(self) -> str:
        """What messages call it."""
        return place_in_words(self.files[0])


def open_tables(
    session: SparkSession,
    sources: Sequence[str],
    questionnaire: Questionnaire,
    ignored: Collection[str] = (),
) -> SparkTable:
    """The Parquet files that `sources` name (files, folders, patterns) as one table.

    Raises InvalidInput with every problem: a source that names no Parquet file, files that are damaged, that
    lack columns which others have or have them in another type, and columns that are no question.
    """
    places = FileSystems(session)
    problems: list[Problem] = []
    files: list[str] = []
    for source in sources:
        try:
            files += [file for file in _files(places, source) if file not in files]
        except InvalidInput as error:
            problems += error.problems
    first, columns, found = _compared(places, files, ignored)
    problems += found
    if first:
        try:
            layout = _layout(session, first, questionnaire, ignored)
        except InvalidInput as error:
            problems += error.problems
        problems += unknown_columns(ignored, columns)
    if problems:
        raise InvalidInput(problems[:MAX_PROBLEMS])
    assert layout.firm is not None
    rows = parquet_at(session, *files)
    firm = functions.trim(rows[_quoted(layout.firm)].cast("string"))
    number, source = functions.lit(None).cast("long"), functions.col("_metadata.file_path")
    rows = rows.withColumns({FIRM: firm, ROW: number, SOURCE: source})
    return SparkTable(rows, layout, tuple(files), len(questionnaire.questions) - len(layout.answers))


def earlier_scores(session: SparkSession, place: str) -> DataFrame:
    """The table of scores of an earlier round. Raises InvalidInput."""
    hint = _("Name the folder that `--scores` wrote then.")
    try:
        rows = parquet_at(session, place)
    except PySparkException as error:
        raise InvalidInput([_problem(place, "no-sources", java_words(error), hint)]) from None
    if missing := lacking_columns(rows.columns):
        message = _("the table has no column {names}").format(names=_(", ").join(missing))
        raise InvalidInput([_problem(place, "other-columns", message, hint)])
    return rows


def names_of_several(rows: DataFrame) -> list[str]:
    """The names that several rows have. Raises ReadinessError if there are very many."""
    several = rows.groupBy(FIRM).count().filter(functions.col("count") > 1)
    names = [row[0] for row in several.select(FIRM).limit(_MOST_NAMES + 1).collect() if row[0]]
    if len(names) > _MOST_NAMES:
        message = _("More than {count} names of firms are in several rows. Give each firm a name of its own.")
        raise ReadinessError(message.format(count=f"{_MOST_NAMES:,}"))
    return names


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"


def _files(places: FileSystems, source: str) -> list[str]:
    """The Parquet files that one source names. Raises InvalidInput if there is none."""
    found = []
    waiting = places.matching(source)
    hint = _("Check the name; in a folder, tables end in {endings}.").format(endings=_(", ").join(PARQUET))
    if not waiting:
        raise InvalidInput([_problem(source, "no-sources", _("there is nothing of this name"), hint)])
    while waiting:
        each = waiting.pop(0)
        if each.is_folder:
            waiting[:0] = places.below(each.place)
        elif each.name.lower().endswith(PARQUET):
            found.append(each.place)
    if not found:
        message = _("there is no Parquet file here, and Spark reads no other tables of firms")
        raise InvalidInput([_problem(source, "no-sources", message, hint)])
    return found


def _compared(
    places: FileSystems, files: Sequence[str], ignored: Collection[str]
) -> tuple[str, Collection[str], list[Problem]]:
    """The first file that can be read, empty if none can, its columns, and how others differ from it."""
    first, text, columns = "", "", {}
    problems: list[Problem] = []
    for file in files:
        try:
            schema = places.parquet_schema(file)
        except ReadinessError as error:
            hint = _("Copy or export it again; nothing of it was used.")
            problems.append(_problem(file, "cut-off", str(error), hint))
            continue
        found = re.sub(r"^  required ", "  optional ", str(schema.toString()), flags=re.MULTILINE)
        if not first:
            first, text, columns = file, found, columns_in(schema)
        elif found != text:
            names = place_in_words(first), place_in_words(file)
            problems += column_differences(names[0], columns, names[1], columns_in(schema), ignored)
    return first, columns, problems


def _layout(
    session: SparkSession, file: str, questionnaire: Questionnaire, ignored: Collection[str]
) -> FirmLayout:
    """What the columns of a file hold. Raises InvalidInput with every problem."""
    try:
        columns = stored_columns(nw.from_native(parquet_at(session, file)).collect_schema())
    except Exception as error:  # a type that Spark does not know
        hint = _("Export it again with texts, numbers or true and false.")
        raise InvalidInput([_problem(file, "other-columns", java_words(error), hint)]) from None
    layout = firm_layout(columns, questionnaire, place_in_words(file), ignored=ignored)
    if layout.firm is None:
        message = _("there is no column “firm”, and rows have no numbers on Spark")
        hint = _("Add a column `firm` with a name or number for each firm.")
        raise InvalidInput([_problem(file, "other-columns", message, hint)])
    return layout


def _problem(file: str, code: str, message: str, hint: str) -> Problem:
    return Problem(place_in_words(file), 1, 1, code, message, hint, cell="")
