"""Processes that read files of answers, as many as there are cores.

They are started afresh and not copied from this process, whose threads a copy would lack: Polars has many.
Each ends when the pipe to this process does, so none is left behind however this one ends.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import TypeAlias

from readiness.cohort.answers_rows import AnswersRows, FileOutcome, FileToRead, lost_file
from readiness.messages.catalogue import _, language_in_use, use
from readiness.messages.problems import ReadinessError
from readiness.questionnaire.questionnaire import Questionnaire

Batch: TypeAlias = list[FileToRead]
_AHEAD = 4
"""How many batches may be done, for each process, before the one whose turn it is."""


class FileWorkers:
    """Reads batches of files in several processes; a context manager that ends them."""

    def __init__(self, questionnaire: Questionnaire, jobs: int) -> None:
        self._questionnaire = questionnaire
        self._jobs = jobs
        self._processes: dict[Connection, SpawnProcess] = {}
        self._new: set[Connection] = set()
        """The pipes of those that have not been heard of yet."""
        self._alone: list[Connection] = []
        """The pipe of the one that reads the files of a lost batch one by one."""

    def __enter__(self) -> FileWorkers:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for pipe in list(self._processes):
            self._end(pipe)

    def outcomes(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[FileOutcome]]]:
        """Each batch with what its files gave, in the order of `batches`.

        Raises ReadinessError if no process can be started.
        """
        if self._jobs == 1:
            rows = AnswersRows(self._questionnaire)
            yield from ((batch, rows.all_of(batch)) for batch in batches)
            return
        to_do = iter(batches)
        order: deque[Batch] = deque()
        done: dict[int, list[FileOutcome]] = {}
        busy: dict[Connection, Batch] = {}
        is_more = True
        while is_more or busy:
            while is_more and len(busy) < self._jobs and len(order) < self._jobs * _AHEAD:
                batch = next(to_do, None)
                if batch is None:
                    is_more = False
                else:
                    order.append(batch)
                    busy[self._give(batch, busy)] = batch
            for pipe in wait(list(busy)) if busy else ():
                assert isinstance(pipe, Connection)
                if pipe in self._new:
                    self._greet(pipe)
                else:
                    batch = busy.pop(pipe)
                    done[id(batch)] = self._taken(pipe, batch)
            while order and id(order[0]) in done:
                batch = order.popleft()
                yield batch, done.pop(id(batch))

    def _give(self, batch: Batch, busy: Collection[Connection]) -> Connection:
        """Send `batch` to a process that is not among the `busy` ones, a new one if there is none."""
        pipe = next((pipe for pipe in self._processes if pipe not in busy), None) or self._started()
        try:
            pipe.send(batch)
        except OSError:  # it has ended meanwhile
            self._end(pipe)
            pipe = self._started()
            pipe.send(batch)
        return pipe

    def _greet(self, pipe: Connection) -> None:
        """Hear from a process for the first time. Raises ReadinessError if it could not start."""
        try:
            pipe.recv()
        except (EOFError, OSError):
            message = _("no process can be started to read files; let this one read them, with one job")
            raise ReadinessError(message) from None
        self._new.discard(pipe)

    def _taken(self, pipe: Connection, batch: Batch) -> list[FileOutcome]:
        """What the process at the other end of `pipe` made of `batch`."""
        try:
            found: list[FileOutcome] = pipe.recv()
        except (EOFError, OSError):
            self._end(pipe)
            return self._one_by_one(batch)
        return found

    def _one_by_one(self, batch: Batch) -> list[FileOutcome]:
        """What the files of a batch give that ended the process which read it."""
        found: list[FileOutcome] = []
        for file in batch:
            pipe = next((pipe for pipe in self._alone if pipe in self._processes), None) or self._started()
            self._alone = [pipe]
            if pipe in self._new:
                self._greet(pipe)
            try:
                pipe.send([file])
                found += pipe.recv()
            except (EOFError, OSError):
                self._end(pipe)
                found.append(lost_file(file))
        self._alone = []
        return found

    def _started(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=serve, args=(theirs, self._questionnaire, language_in_use()), daemon=True
        )
        process.start()
        theirs.close()
        self._processes[ours] = process
        self._new.add(ours)
        return ours

    def _end(self, pipe: Connection) -> None:
        process = self._processes.pop(pipe)
        self._new.discard(pipe)
        pipe.close()
        process.terminate()
        process.join()
        process.close()


def serve(pipe: Connection, questionnaire: Questionnaire, language: str) -> None:
    """Read the batches that come through `pipe` until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends, and with it the pipe
    use(language)
    rows = AnswersRows(questionnaire)
    gc.freeze()
    pipe.send(None)
    while True:
        try:
            pipe.send(rows.all_of(pipe.recv()))
        except (EOFError, OSError):
            return
        gc.collect(0)
