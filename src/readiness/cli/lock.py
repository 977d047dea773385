"""One session at a time on one answers file."""

from __future__ import annotations

import contextlib
import datetime
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Busy(Exception):
    """Another process holds the file; the message says which."""


@contextlib.contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the file at `path` for as long as the block runs.

    The lock is the system's own on a file `.NAME.lock` beside it, so that it ends with the process
    however that dies, and a lock file left behind holds nobody up. Raises Busy at once if
    another process holds it, OSError if the folder may not be written.
    """
    target = path.resolve()
    file = target.with_name(f".{target.name}.lock")
    try:
        descriptor = _acquire(file)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    try:
        os.ftruncate(descriptor, 0)
        os.write(descriptor, _owner().encode())
        yield
    finally:
        # Removed while still held: whoever opened it meanwhile sees that it is gone and starts over.
        with contextlib.suppress(OSError):
            file.unlink()
        os.close(descriptor)


def _acquire(file: Path) -> int:
    while True:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if not _lock(descriptor):
            owner = os.read(descriptor, 200).decode("utf-8", "replace").strip()
            os.close(descriptor)
            raise Busy(owner)
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), file.stat()):
                return descriptor
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _owner() -> str:
    since = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    return f"{os.getpid()} on {platform.node()} since {since}\n"
