"""Write to what is not a regular file: a device, a pipe, or the output of this process."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from readiness.system.current import system

_OUTPUTS = (1, 2)


def is_stream(path: Path) -> bool:
    """Return true if `path` is a device, a pipe or the output of this process.

    Raises OSError for anything else that cannot be written: a folder, links in a circle, a protected file.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    if stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode):
        os.close(os.open(path, os.O_WRONLY))
        return _own_output(found) is not None
    return True


def write_through(path: Path, content: bytes) -> None:
    """Write `content` to the stream at `path`. Raises OSError, also for a pipe that no program reads."""
    own = _own_output(path.stat())
    descriptor = system.open_stream(path) if own is None else os.dup(own)
    try:
        write_all(descriptor, content)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, content: bytes) -> None:
    """Write `content`, in as many pieces as the system needs. Raises OSError."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _own_output(found: os.stat_result) -> int | None:
    """The descriptor of standard output or error if `found` is its file, which must not be replaced."""
    for descriptor in _OUTPUTS:
        with contextlib.suppress(OSError):
            if os.path.samestat(found, os.fstat(descriptor)):
                return descriptor
    return None
