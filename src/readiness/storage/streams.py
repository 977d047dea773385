"""What is no file to keep, but passes on what is written to it: a device, a pipe, our own output."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from readiness.system.current import system

_OUTPUTS = (1, 2)


def is_stream(path: Path) -> bool:
    """Whether there is such a thing at `path`.

    Raises OSError for what is neither that nor a file that can be written: a folder, links that lead round
    in a circle, a file that is protected.
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
    """Write `content` to the stream at `path`. Raises OSError, also if it is a pipe that nobody reads."""
    own = _own_output(path.stat())
    descriptor = system.open_stream(path) if own is None else os.dup(own)
    try:
        write_all(descriptor, content)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, content: bytes) -> None:
    """Write `content`, in as many pieces as the system takes it in. Raises OSError."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _own_output(found: os.stat_result) -> int | None:
    """Which of standard output and standard error it is; to replace its file would lose what goes there."""
    for descriptor in _OUTPUTS:
        with contextlib.suppress(OSError):
            if os.path.samestat(found, os.fstat(descriptor)):
                return descriptor
    return None
