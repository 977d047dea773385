"""Locks, permissions, pipes and signals on Linux, macOS and the other POSIX systems."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import io
import os
import select
import signal
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from readiness.messages.catalogue import _

assert sys.platform != "win32"

REQUESTS_TO_END = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
"""Signals by which a person or the system asks the program to end."""

EXACT_FILE = os.O_NOFOLLOW
"""Flags for opening the file itself, and not what a link leads to."""

OPEN_FILES_CAN_MOVE = True
"""Whether a file that is open can be renamed and deleted."""

_PATIENCE = 3.0  # seconds that the other end of a pipe may come late


# --- signals --------------------------------------------------------------------------------------


@contextlib.contextmanager
def held_off() -> Iterator[None]:
    """Let requests to end wait until the block, a matter of milliseconds, is through."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, REQUESTS_TO_END)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- locks ----------------------------------------------------------------------------------------


def lock(descriptor: int) -> bool:
    """Lock an open file until it is closed; False if another process has locked it.

    True on a file system without locks too: that should keep nobody from working.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
    return True


# --- owners and permissions -----------------------------------------------------------------------


def show_to_all(descriptor: int) -> None:
    """Let every user read an open file. Raises OSError."""
    os.fchmod(descriptor, 0o644)


def inherit(descriptor: int, target: Path, *, private: bool) -> None:
    """Give an open file, so far its owner's alone, the owner, access list and permissions of `target`.

    If there is no `target`, it gets the usual permissions or, if `private`, stays its owner's alone. All this
    as far as the system lets us; where it does not, the file is the more private for it. Raises OSError.
    """
    try:
        old = target.stat()
    except FileNotFoundError:
        mode = 0o600 if private else 0o666 & ~_umask()
    else:
        mode = stat.S_IMODE(old.st_mode)
        for user, group in ((-1, old.st_gid), (old.st_uid, -1)):
            with contextlib.suppress(OSError):
                os.fchown(descriptor, user, group)
        if os.fstat(descriptor).st_gid != old.st_gid:  # what one group may do is not for another
            mode &= ~stat.S_IRWXG
        _copy_attributes(descriptor, target)
    with contextlib.suppress(OSError):
        os.fchmod(descriptor, mode)


def _copy_attributes(descriptor: int, target: Path) -> None:
    """Copy the extended attributes, of which an access list is one."""
    if hasattr(os, "listxattr"):  # macOS has none in Python
        with contextlib.suppress(OSError):
            for name in os.listxattr(target):
                with contextlib.suppress(OSError):
                    os.setxattr(descriptor, name, os.getxattr(target, name))


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def sync_folder(folder: Path) -> None:
    """Make a new name in `folder` outlive a power cut, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# --- pipes ----------------------------------------------------------------------------------------


def make_blocking(descriptor: int) -> None:
    """Let reads and writes wait, which another program may have turned off. Raises OSError."""
    os.set_blocking(descriptor, True)


def read_pipe(path: Path, most: int) -> bytes:
    """What comes through the named pipe at `path`, at most `most` bytes.

    Raises OSError, also if nobody writes to it: that is no reason to wait forever.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with io.BufferedReader(io.FileIO(descriptor)) as pipe:
        for _attempt in _attempts(_("nobody writes to it")):
            # Nothing at all while nobody writes; None while somebody who writes takes his time.
            begun = pipe.raw.read(1)
            if begun != b"" or select.select([pipe], [], [], 0)[0]:
                break
        make_blocking(descriptor)
        return (begun or b"") + pipe.read(most - 1)


def open_stream(path: Path) -> int:
    """A descriptor to write to the pipe or device at `path`.

    Raises OSError, also if nobody reads from the pipe: that is no reason to wait forever.
    """
    for _attempt in _attempts(_("nobody reads from it")):
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
        else:
            break
    make_blocking(descriptor)
    return descriptor


def _attempts(refusal: str) -> Iterator[None]:
    """A turn every moment for as long as patience lasts; then raises OSError for the reason `refusal`."""
    latest = time.monotonic() + _PATIENCE
    while True:
        yield
        if time.monotonic() > latest:
            raise OSError(errno.ENXIO, refusal)
        time.sleep(0.05)
