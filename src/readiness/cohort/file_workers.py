"""Reads batches of files in several processes, as many as there are cores."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TypeAlias

from readiness.cohort.answers_rows import AnswersRows, FileOutcome, FileToRead, lost_file
from readiness.cohort.reader_processes import ReaderProcess, Readers, can_start, pickled
from readiness.messages.catalogue import _, language_in_use
from readiness.messages.problems import ReadinessError
from readiness.questionnaire.questionnaire import Questionnaire

Batch: TypeAlias = list[FileToRead]
_AHEAD = 16
"""How many batches, for each process, may be done before the one whose turn it is."""


class FileWorkers:
    """Reads batches of files in several processes; a context manager that ends them."""

    def __init__(self, questionnaire: Questionnaire, jobs: int, readers: Readers | None = None) -> None:
        """Read in `jobs` processes, those of `readers` first."""
        self._questionnaire = questionnaire
        self._jobs = jobs if can_start() else 1
        self._readers = readers or Readers()
        self._first = pickled((questionnaire, language_in_use()))
        self._idle: list[ReaderProcess] = []
        self._changing = threading.Lock()
        self._pool = ThreadPoolExecutor(self._jobs)  # each thread waits for one process

    def __enter__(self) -> FileWorkers:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._readers.end()  # so that no thread waits for one
        self._pool.shutdown(cancel_futures=True)

    def outcomes(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[FileOutcome]]]:
        """Each batch with what its files gave, in the order of `batches`.

        Raises ReadinessError if no process can be started.
        """
        if self._jobs == 1:
            rows = AnswersRows(self._questionnaire)
            yield from ((batch, rows.all_of(batch)) for batch in batches)
            return
        waiting: deque[tuple[Batch, Future[list[FileOutcome]]]] = deque()
        for batch in batches:
            waiting.append((batch, self._pool.submit(self._read, batch)))
            if len(waiting) > self._jobs * _AHEAD:
                first, outcome = waiting.popleft()
                yield first, outcome.result()
        while waiting:
            first, outcome = waiting.popleft()
            yield first, outcome.result()

    def _read(self, batch: Batch) -> list[FileOutcome]:
        """What the files of `batch` give; if one of them ends the process that reads it, all others."""
        try:
            return self._asked(batch)
        except (EOFError, OSError):
            if len(batch) == 1:
                return [lost_file(batch[0])]
            return [outcome for file in batch for outcome in self._read([file])]

    def _asked(self, batch: Batch) -> list[FileOutcome]:
        """What a process makes of `batch`. Raises EOFError or OSError if it ends before it answers."""
        with self._changing:
            reader = self._idle.pop() if self._idle else None
        reader = reader or self._started()
        found: list[FileOutcome] = reader.ask(batch)
        with self._changing:
            self._idle.append(reader)
        return found

    def _started(self) -> ReaderProcess:
        reader = self._readers.take()
        try:
            reader.begin(self._first)
        except (EOFError, OSError):
            message = _("no process can be started to read files; let this one read them, with one job")
            raise ReadinessError(message) from None
        return reader
