"""Open the sources of a cohort: from folders and tables to Parquet files of firms, ready to be scored."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from readiness import __version__
from readiness.cohort.answers_rows import LEADING
from readiness.cohort.firm_cells import columns_of_firms
from readiness.cohort.firm_layout import ColumnForm, FirmLayout, unknown_columns
from readiness.cohort.found_sources import (
    FoundSources,
    TableFile,
    find_sources,
    folders_gone,
    sources_replaced,
)
from readiness.cohort.ingesting import Ingestion, Progress, Watch
from readiness.cohort.reader_processes import Readers
from readiness.cohort.text_tables import OpenTable, open_table
from readiness.messages.catalogue import language_in_use
from readiness.messages.problems import InvalidInput, Problem
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.storage import lock

if TYPE_CHECKING:
    import polars as pl

_FORM = 2
"""The form of what is kept in a work folder: of another one, nothing is taken over."""


class FirmTable(NamedTuple):
    """A table of firms as Parquet files with the same columns."""

    paths: tuple[Path, ...]
    layout: FirmLayout
    is_canonical: bool
    """Whether every cell was checked and is canonical text, and `source` and `row` are columns too."""

    def scan(self) -> pl.LazyFrame:
        """Its rows, of which nothing is read yet; lists become lists of texts, whatever they are in files."""
        from readiness.cohort.part_frames import scanned, with_lists_of_texts

        forms = (*self.layout.profile.values(), *self.layout.answers.values())
        return with_lists_of_texts(scanned(self.paths), [form.name for form in forms if form.kind == "list"])


class SourceCounts(NamedTuple):
    """How much was read."""

    files: int
    """Files of answers."""
    taken_over: int
    """Those of them that an earlier run had read."""
    tables: int
    """Tables of text."""
    parquet: int
    """Parquet files."""
    firms: int
    """Rows of all tables; those of Parquet files are not checked yet."""
    faults: int
    """Rows of the table of faults."""


class Opened(NamedTuple):
    """The sources of a cohort, opened."""

    tables: tuple[FirmTable, ...]
    faults: tuple[Path, ...]
    """Parquet files of what was set aside, with the columns of `RowFault`."""
    counts: SourceCounts
    left_out: Mapping[str, int]
    """How many files in folders are of no use, by their endings, and as `hidden` or `other`."""
    lacking: Mapping[str, int]
    """How many questions have no column, by the name of the table."""


def open_sources(
    sources: Sequence[str],
    questionnaire: Questionnaire,
    work: Path,
    *,
    ignored: Collection[str] = (),
    jobs: int | None = None,
    readers: Readers | None = None,
    progress: Watch | None = None,
    outputs: Sequence[Path] = (),
) -> Opened:
    """Read `sources` (folders, patterns, files of answers, tables) as tables of firms.

    What is not Parquet is kept in the folder `work` as parts, and taken over from there while it stays the
    same, whenever an earlier run ended and however it did. Columns that are `ignored` are left out. `jobs` is
    the number of processes that read files, by default that of the cores, and `readers` has those that were
    started before; `progress` is called now and then. No source may be one of the files `outputs`.

    A firm that cannot be used is set aside with the reason. Raises InvalidInput for a source that cannot be
    used at all, OSError if `work` cannot be written, lock.Busy while another run uses it.
    """
    found = find_sources(sources, work)
    if replaced := sources_replaced(found, outputs):
        raise InvalidInput(replaced)
    kept = work / _key(questionnaire)
    kept.mkdir(parents=True, exist_ok=True, mode=0o700)
    with lock.exclusive(kept):
        ingestion = Ingestion(questionnaire, kept, progress or (lambda _progress: None), readers)
        opened = _Opening(found, questionnaire, ingestion, ignored).run(kept, jobs or os.cpu_count() or 1)
    if gone := folders_gone(found):
        raise InvalidInput(gone)
    return opened


def _key(questionnaire: Questionnaire) -> str:
    """The name of the folder for what is read with `questionnaire`: nothing else is taken over from it."""
    parts = (str(_FORM), __version__, language_in_use(), questionnaire.id, questionnaire.digest)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


class _Opening:
    """One run."""

    def __init__(
        self,
        found: FoundSources,
        questionnaire: Questionnaire,
        ingestion: Ingestion,
        ignored: Collection[str],
    ) -> None:
        self._found = found
        self._questionnaire = questionnaire
        self._ingestion = ingestion
        self._ignored = ignored
        self._lacking: dict[str, int] = {}
        self._names: set[str] = set()
        """The names of all columns of all tables."""

    def run(self, kept: Path, jobs: int) -> Opened:
        """Read everything."""
        found = self._found
        tables, parquet = self._looked_at(found.tables, found.parquet)
        may_be_tables = any(file.may_be_table for file in found.answers)
        if not may_be_tables:
            self._expect_ignored()
        size = found.size + sum(table.size for table in tables)
        self._ingestion.progress = Progress(0, len(found.answers) + len(tables), 0, size)
        parts, workbooks = self._ingestion.read_files(found.answers, jobs)
        if may_be_tables:
            tables += self._looked_at(workbooks, ())[0]
            self._expect_ignored()
        parts += self._ingestion.read_tables(tables, self._ignored)
        from readiness.cohort.clashes import without_clashes
        from readiness.cohort.part_frames import count_in

        columns = columns_of_firms(self._questionnaire)
        rows, told = without_clashes([part.path for part in parts], kept / "distinct", columns)
        faults = [part.faults for part in parts if part.faults.exists()] + told
        firms = count_in(rows)
        opened = []
        if firms:
            opened.append(FirmTable(tuple(rows), _canonical(self._questionnaire), True))
        if parquet is not None:
            paths = [file.path for file in found.parquet]
            opened.append(FirmTable(tuple(paths), parquet, False))
            firms += count_in(paths)
        counts = SourceCounts(
            len(found.answers) - len(workbooks),
            self._ingestion.taken_over,
            len(tables),
            len(found.parquet),
            firms,
            count_in(faults),
        )
        return Opened(tuple(opened), tuple(faults), counts, found.left_out, self._lacking)

    def _looked_at(
        self, tables: Sequence[TableFile], parquet: Sequence[TableFile]
    ) -> tuple[list[OpenTable], FirmLayout | None]:
        """All tables, before one is read. Raises InvalidInput with the problems of all of them."""
        problems: list[Problem] = []
        opened: list[OpenTable] = []
        layout = None
        for table in tables:
            try:
                opened.append(open_table(table, self._questionnaire, self._ignored))
            except InvalidInput as error:
                problems += error.problems
        if parquet:
            from readiness.cohort.parquet_tables import parquet_layout

            try:
                layout, names = parquet_layout(parquet, self._questionnaire, self._ignored)
                self._names.update(names)
            except InvalidInput as error:
                problems += error.problems
        if problems:
            raise InvalidInput(problems)
        self._names.update(name for table in opened for name in table.headings)
        layouts = [(table.name, table.layout) for table in opened]
        layouts += [(parquet[0].name, layout)] if layout is not None else []
        for name, each in layouts:
            if missing := len(self._questionnaire.questions) - len(each.answers):
                self._lacking[name] = missing
        return opened, layout

    def _expect_ignored(self) -> None:
        """Raise InvalidInput for a column that is to be ignored and that there is not."""
        if problems := unknown_columns(self._ignored, self._names):
            raise InvalidInput(problems)


def _canonical(questionnaire: Questionnaire) -> FirmLayout:
    """The layout of parts."""
    return FirmLayout(
        LEADING[-1],
        None,
        None,
        {asked.id: ColumnForm(f"profile.{asked.id}", "text") for asked in questionnaire.profile},
        {id: ColumnForm(f"answers.{id}", "text") for id in questionnaire.questions},
    )
