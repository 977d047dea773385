"""Processes that read files of answers, as many as there are cores.

They are started afresh and not copied from this process: a copy would lack the threads of Polars, and has no
need of what this process has loaded. Each ends when its standard input does, so none is left behind however
this process ends.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from types import TracebackType
from typing import Any, TypeAlias

from readiness.cohort.answers_rows import AnswersRows, FileOutcome, FileToRead, lost_file
from readiness.cohort.reading_process import pickled
from readiness.messages.catalogue import _, language_in_use
from readiness.messages.problems import ReadinessError
from readiness.questionnaire.questionnaire import Questionnaire

Batch: TypeAlias = list[FileToRead]
FILES_IN_BATCH = 32
FEW_FILES = 2 * FILES_IN_BATCH
"""So few files are read sooner than other processes have started."""
_AHEAD = 4
"""How many batches, for each process, may be done before the one whose turn it is."""
_CODE = "import sys; sys.path[:] = sys.argv[1:]; from readiness.cohort.reading_process import serve; serve()"


class Readers:
    """The processes, which are started at once or when they are needed; a context manager that ends them."""

    def __init__(self, at_once: int = 0) -> None:
        """Start so many `at_once`: they get ready while this process has something else to do."""
        self._changing = threading.Lock()
        self._is_over = False
        self._all: list[_Reader] = []
        with contextlib.suppress(OSError):  # whoever needs one tells why there is none
            for _number in range(at_once):
                self._all.append(_Reader())
        self._waiting = self._all.copy()

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.end()

    def take(self) -> _Reader:
        """One that nobody has yet. Raises ReadinessError if they were ended."""
        with self._changing:
            if self._is_over:
                raise ReadinessError(_("the reading of files was ended"))
            if self._waiting:
                return self._waiting.pop()
            reader = _Reader()
            self._all.append(reader)
            return reader

    def end(self) -> None:
        """End all, whatever they are doing."""
        with self._changing:
            self._is_over = True
        for reader in self._all:
            reader.end()


def readers_for(sources: Sequence[str], jobs: int | None) -> Readers:
    """Those that will surely be needed to read `sources`: as many as `jobs` for a folder of many files."""
    count = jobs or os.cpu_count() or 1
    is_large = count > 1 and (len(sources) > FEW_FILES or any(map(_has_many_files, sources)))
    return Readers(count if is_large and _can_start() else 0)


def _has_many_files(source: str) -> bool:
    try:
        with os.scandir(source) as entries:
            return len(list(islice(entries, FEW_FILES + 1))) > FEW_FILES
    except (OSError, ValueError):  # it is no folder; whoever reads it tells what is wrong
        return False


def _can_start() -> bool:
    """Whether this process knows an interpreter to start."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


class FileWorkers:
    """Reads batches of files in several processes; a context manager that ends them."""

    def __init__(self, questionnaire: Questionnaire, jobs: int, readers: Readers | None = None) -> None:
        """Read in `jobs` processes, those of `readers` first."""
        self._questionnaire = questionnaire
        self._jobs = jobs if _can_start() else 1
        self._readers = readers or Readers()
        self._first = pickled((questionnaire, language_in_use()))
        self._idle: list[_Reader] = []
        self._changing = threading.Lock()

    def __enter__(self) -> FileWorkers:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._readers.end()

    def outcomes(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[FileOutcome]]]:
        """Each batch with what its files gave, in the order of `batches`.

        Raises ReadinessError if no process can be started.
        """
        if self._jobs == 1:
            rows = AnswersRows(self._questionnaire)
            yield from ((batch, rows.all_of(batch)) for batch in batches)
            return
        waiting: deque[tuple[Batch, Future[list[FileOutcome]]]] = deque()
        pool = ThreadPoolExecutor(self._jobs)  # each thread waits for one process
        try:
            for batch in batches:
                waiting.append((batch, pool.submit(self._read, batch)))
                if len(waiting) > self._jobs * _AHEAD:
                    first, outcome = waiting.popleft()
                    yield first, outcome.result()
            while waiting:
                first, outcome = waiting.popleft()
                yield first, outcome.result()
        finally:
            self._readers.end()
            pool.shutdown(cancel_futures=True)

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

    def _started(self) -> _Reader:
        reader = self._readers.take()
        try:
            reader.begin(self._first)
        except (EOFError, OSError):
            message = _("no process can be started to read files; let this one read them, with one job")
            raise ReadinessError(message) from None
        return reader


class _Reader:
    """One process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 (the interpreter that runs this)
            [sys.executable, "-P", "-c", _CODE, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C ends this process, and with it the input of that one
        )

    def begin(self, first: bytes) -> None:
        """Give it the questionnaire and wait until it is ready. Raises EOFError or OSError if it is not."""
        self._send(first)
        self._answer()

    def ask(self, batch: Batch) -> Any:
        """What it makes of `batch`. Raises EOFError or OSError if it ends before it answers."""
        self._send(pickled(batch))
        return self._answer()

    def _send(self, content: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(content)
        self._process.stdin.flush()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        try:
            return pickle.load(self._process.stdout)  # noqa: S301 (from a process of our own)
        except pickle.UnpicklingError:  # it ended in the middle
            raise EOFError from None

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was not written yet has nowhere to go
                    pipe.close()
