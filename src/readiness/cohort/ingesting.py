"""Read files of answers and tables of text into parts, and take over what an earlier run has read.

Whenever a run ends and however it does, the next one finds parts that are whole, and each file in one of
them. A table is taken over as a whole or not at all; of files each one by itself.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from readiness.cohort.answers_rows import FileOutcome, FileToRead, PartRow, ReadFile, RowFault, digest_of
from readiness.cohort.file_workers import Batch, FileWorkers
from readiness.cohort.firm_cells import columns_of_firms
from readiness.cohort.found_sources import TableFile, size_of
from readiness.cohort.reader_processes import FEW_FILES, FILES_IN_BATCH, Readers
from readiness.cohort.stored_parts import PartFolder, StoredPart
from readiness.cohort.text_tables import OpenTable, RowReader
from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput, Problem
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.system.current import system

FILES_IN_PART = 1_024
ROWS_IN_PART = 5_000


class Progress(NamedTuple):
    """How far the reading of sources is."""

    files: int
    """Those that are done: of answers, and tables."""
    of_files: int
    size: int
    """How many bytes of them were read, or are known from an earlier run."""
    of_size: int


Watch: TypeAlias = Callable[[Progress], object]


class Ingestion:
    """Reads into the folder `kept`."""

    def __init__(
        self, questionnaire: Questionnaire, kept: Path, watch: Watch, readers: Readers | None = None
    ) -> None:
        self.progress = Progress(0, 0, 0, 0)
        self.taken_over = 0
        """How many files of answers an earlier run has read."""
        self._questionnaire = questionnaire
        self._columns = columns_of_firms(questionnaire)
        self._kept = kept
        self._watch = watch
        self._readers = readers

    def _move_on(self, files: int, size: int) -> None:
        done = self.progress
        self.progress = done._replace(files=done.files + files, size=done.size + size)
        self._watch(self.progress)

    # --- files of answers ---

    def read_files(self, files: Sequence[FileToRead], jobs: int) -> tuple[list[StoredPart], list[TableFile]]:
        """The parts that hold `files`, and those of them that are workbooks with tables."""
        folder = PartFolder(self._kept / "files", self._columns)
        parts, known = self._taken_over(folder, files)
        to_read = [file for file in files if file.source not in known]
        batches = (
            to_read[begin : begin + FILES_IN_BATCH] for begin in range(0, len(to_read), FILES_IN_BATCH)
        )
        tables: list[TableFile] = []
        waiting: list[tuple[FileToRead, FileOutcome]] = []
        jobs = 1 if len(to_read) <= FEW_FILES else jobs
        with FileWorkers(self._questionnaire, jobs, self._readers) as workers:
            for batch, outcomes in workers.outcomes(batches):
                import polars  # noqa: F401 (slow to load, and the next files are read meanwhile)

                tables += _tables_in(batch, outcomes)
                waiting += [pair for pair in zip(batch, outcomes, strict=True) if not pair[1].is_table]
                while len(waiting) >= FILES_IN_PART:
                    parts.append(_written(folder, waiting[:FILES_IN_PART]))
                    del waiting[:FILES_IN_PART]
                read = [outcome.size for outcome in outcomes if not outcome.is_table]  # tables come later
                self._move_on(len(read), sum(read))
        if waiting:
            parts.append(_written(folder, waiting))
        return parts, tables

    def _taken_over(
        self, folder: PartFolder, files: Sequence[FileToRead]
    ) -> tuple[list[StoredPart], Collection[str]]:
        """The parts of an earlier run, with no file in them that has changed or is gone, and their files."""
        parts: list[StoredPart] = []
        known: set[str] = set()
        earlier = folder.parts()
        current = {file.source: file for file in files} if earlier else {}
        for part in reversed(earlier):  # of two with the same file the later one was written from it
            listed = part.files()
            same = [each for each in listed if each.source not in known and _is_same(each, current)]
            known.update(each.source for each in same)
            if not same:
                part.remove()
            else:
                parts.append(part if len(same) == len(listed) else folder.without(part, same))
            self.taken_over += len(same)
            self._move_on(len(same), sum(size_of(current[each.source].path) or 0 for each in same))
        return sorted(parts, key=lambda part: part.number), known

    # --- tables ---

    def read_tables(self, tables: Sequence[OpenTable], ignored: Collection[str]) -> list[StoredPart]:
        """The parts that hold the firms of `tables`. Raises InvalidInput for a table that is damaged."""
        home = self._kept / "tables"
        home.mkdir(exist_ok=True, mode=0o700)
        parts: list[StoredPart] = []
        used = set()
        for table in tables:
            unnamed = _("row {number}")
            if len(tables) > 1:  # a number alone could be a row of any of them
                unnamed = f"{Path(table.name).stem}:{{number}}"
            said = "\n".join((table.name, table.digest, unnamed, *sorted(ignored)))
            folder = home / hashlib.sha256(said.encode()).hexdigest()[:32]
            used.add(folder.name)
            if not folder.exists():
                self._read_table(table, unnamed, folder)
            else:
                self._move_on(1, table.size)
            parts += PartFolder(folder, self._columns).parts()
        for folder in home.iterdir():
            if folder.name not in used:
                shutil.rmtree(folder, ignore_errors=True)
        return parts

    def _read_table(self, table: OpenTable, unnamed: str, folder: Path) -> None:
        """Read a table into a folder beside `folder`, which is then renamed."""
        beside = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(beside, ignore_errors=True)
        made = PartFolder(beside, self._columns)
        begun = self.progress

        def told(size: int) -> None:
            self.progress = begun._replace(size=begun.size + min(size, table.size))
            self._watch(self.progress)

        count = 0
        for rows, faults in _in_parts(table, RowReader(table, self._questionnaire, unnamed), told):
            made.write(rows, faults)
            count += len(rows) + len(faults)
        if not count:
            message = _("there is no firm below the names of the columns")
            hint = _("Check that it is the right file.")
            raise InvalidInput([Problem(table.name, 1, 1, "empty-table", message, hint)])
        beside.rename(folder)
        system.sync_folder(folder.parent)
        self.progress = begun
        self._move_on(1, table.size)


def _tables_in(batch: Batch, outcomes: Sequence[FileOutcome]) -> list[TableFile]:
    pairs = zip(batch, outcomes, strict=True)
    return [TableFile(Path(file.path), file.source) for file, outcome in pairs if outcome.is_table]


def _written(folder: PartFolder, read: Sequence[tuple[FileToRead, FileOutcome]]) -> StoredPart:
    """A new part with what was read."""
    rows: list[PartRow] = [
        (file.source, None, outcome.digest, outcome.enterprise, file.firm, *outcome.cells)
        for file, outcome in read
        if outcome.cells is not None
    ]
    faults = [fault for _file, outcome in read for fault in outcome.faults]
    files = [ReadFile(*file[1:], outcome.digest) for file, outcome in read]
    return folder.write(rows, faults, files)


def _is_same(read: ReadFile, current: dict[str, FileToRead]) -> bool:
    """Whether a file that was read is still there, is to be read in the same way, and holds the same."""
    file = current.get(read.source)
    return bool(file and file[1:] == read[:-1] and read.digest and digest_of(file) == read.digest)


def _in_parts(
    table: OpenTable, reader: RowReader, told: Callable[[int], object]
) -> Iterator[tuple[list[PartRow], list[RowFault]]]:
    """The rows of a table and its faults, as many at once as a part holds."""
    rows: list[PartRow] = []
    faults: list[RowFault] = []
    for row in table.rows(told):
        found = reader.read(row)
        if isinstance(found, tuple):
            rows.append(found)
        elif found:
            faults += found
        if len(rows) + len(faults) >= ROWS_IN_PART:
            yield rows, faults
            rows, faults = [], []
    if rows or faults:
        yield rows, faults
