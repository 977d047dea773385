"""The processes that read files of answers: `file_workers` asks them, `reading_process` is what they do.

They are started afresh and not copied from this process: a copy would lack the threads of Polars, and has no
need of what this process has loaded. Each ends when its standard input does, so none is left behind however
this process ends. This module loads next to nothing, so that they can be started first of all.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from itertools import islice
from types import TracebackType
from typing import Any

from readiness.messages.catalogue import _
from readiness.messages.problems import ReadinessError

FILES_IN_BATCH = 32
FEW_FILES = 2 * FILES_IN_BATCH
"""So few files are read sooner than other processes have started."""
_CODE = "import sys; sys.path[:] = sys.argv[1:]; from readiness.cohort.reading_process import serve; serve()"


def pickled(content: object) -> bytes:
    """`content` as it goes from one process to another."""
    return pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL)


class Readers:
    """The processes, which are started at once or when they are needed; a context manager that ends them."""

    def __init__(self, at_once: int = 0) -> None:
        """Start so many `at_once`: they get ready while this process has something else to do."""
        self._changing = threading.Lock()
        self._is_over = False
        self._all: list[ReaderProcess] = []
        with contextlib.suppress(OSError):  # whoever needs one tells why there is none
            for _number in range(at_once):
                self._all.append(ReaderProcess())
        self._waiting = self._all.copy()

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.end()

    def take(self) -> ReaderProcess:
        """One that nobody has yet. Raises ReadinessError if they were ended."""
        with self._changing:
            if self._is_over:
                raise ReadinessError(_("the reading of files was ended"))
            if self._waiting:
                return self._waiting.pop()
            reader = ReaderProcess()
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
    return Readers(count if is_large and can_start() else 0)


def _has_many_files(source: str) -> bool:
    try:
        with os.scandir(source) as entries:
            return len(list(islice(entries, FEW_FILES + 1))) > FEW_FILES
    except (OSError, ValueError):  # it is no folder; whoever reads it tells what is wrong
        return False


def can_start() -> bool:
    """Whether this process knows an interpreter to start."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


class ReaderProcess:
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

    def ask(self, request: object) -> Any:
        """What it makes of `request`. Raises EOFError or OSError if it ends before it answers."""
        self._send(pickled(request))
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
