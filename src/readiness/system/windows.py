"""Locks, permissions, pipes, the terminal and signals on Windows, under the same names as in `posix`.

No test runs on Windows itself. One test runs this module without the functions that Windows lacks.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

assert sys.platform == "win32"
import msvcrt  # noqa: E402 (checkers see from the line above that the rest is for Windows)

REQUESTS_TO_END = (signal.SIGINT, signal.SIGTERM, signal.SIGBREAK)
"""Signals by which a person or the system asks the program to end."""

EXACT_FILE = os.O_BINARY
"""Flags for opening a file whose line breaks are not translated."""

OPEN_FILES_CAN_MOVE = False
"""Whether a file that is open can be renamed and deleted."""

_FAR = 2**30
"""A place beyond all content: others cannot read a locked byte, but must read who holds the lock."""


@contextlib.contextmanager
def held_off() -> Iterator[None]:
    """Delay requests to end until the block is done, which takes milliseconds."""
    waiting: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        waiting.append(number)

    before = {}
    if threading.current_thread() is threading.main_thread():  # only this thread receives signals
        before = {number: signal.getsignal(number) for number in REQUESTS_TO_END}
    for number, handler in before.items():
        if handler is not None:  # it is not Python's
            signal.signal(number, remember)
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is not None:
                signal.signal(number, handler)
        for each in waiting:
            signal.raise_signal(each)


def lock(descriptor: int) -> bool:
    """Lock an open file until it is closed; False if another process has locked it.

    Also true on a file system without locks, where work must still be possible.
    """
    try:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EDEADLK)
    finally:
        os.lseek(descriptor, 0, os.SEEK_SET)
    return True


def show_to_all(descriptor: int) -> None:
    """Do nothing: the folder decides who may read a file."""


def inherit(descriptor: int, target: Path, *, private: bool) -> None:
    """Do nothing: the folder decides who may read a file."""


def sync_folder(folder: Path) -> None:
    """Do nothing: a folder cannot be flushed."""


def line_editor(encoding: str) -> Any:  # noqa: ARG001 (the console has keys of its own)
    """None: the console edits lines by itself."""
    return None


def input_waits(descriptor: int, seconds: float) -> bool:  # noqa: ARG001 (there is one console)
    """Whether a key was pressed that nobody has read, now or within `seconds`."""
    time.sleep(seconds)
    return msvcrt.kbhit()


def make_blocking(descriptor: int) -> None:
    """Do nothing: reads and writes always wait."""


def read_pipe(path: Path, most: int) -> bytes:
    """What comes through the named pipe at `path`, at most `most` bytes. Raises OSError."""
    with path.open("rb") as pipe:
        return pipe.read(most)


def open_stream(path: Path) -> int:
    """A descriptor to write to the pipe or device at `path`. Raises OSError."""
    return os.open(path, os.O_WRONLY | os.O_BINARY)
