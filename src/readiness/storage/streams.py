"""What is no file to keep, but passes on what is written to it: a device, a pipe, our own output."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from pathlib import Path

from readiness.messages.catalogue import _

_PATIENCE = 2.0  # seconds that the reader of a pipe may come late
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
    """Write `content` to the stream at `path`. Raises OSError."""
    own = _own_output(path.stat())
    descriptor = _opened(path) if own is None else os.dup(own)
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


def _opened(path: Path) -> int:
    """A descriptor to write to; nobody reading a pipe is an error, not a reason to wait forever."""
    latest = time.monotonic() + _PATIENCE
    while True:
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() > latest:
                raise OSError(errno.ENXIO, _("nobody reads from it")) from error
            time.sleep(0.05)
        else:
            os.set_blocking(descriptor, True)
            return descriptor
