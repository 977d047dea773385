"""Locks, permissions, pipes, the terminal and signals on Linux, macOS and the other POSIX systems."""

from __future__ import annotations

import codecs
import contextlib
import errno
import fcntl
import io
import locale
import os
import select
import signal
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from readiness.messages.catalogue import _

assert sys.platform != "win32"

REQUESTS_TO_END = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
"""Signals by which a person or the system asks the program to end."""

EXACT_FILE = os.O_NOFOLLOW
"""Flags for opening the file itself, not the target of a link."""

OPEN_FILES_CAN_MOVE = True
"""Whether a file that is open can be renamed and deleted."""

_TIMEOUT = 3.0  # seconds to wait for the other end of a pipe


# --- signals --------------------------------------------------------------------------------------


@contextlib.contextmanager
def held_off() -> Iterator[None]:
    """Delay requests to end until the block is done, which takes milliseconds."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, REQUESTS_TO_END)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- locks ----------------------------------------------------------------------------------------


def lock(descriptor: int) -> bool:
    """Lock an open file until it is closed; False if another process has locked it.

    Also true on a file system without locks, where work must still be possible.
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
    """Give a new open file the owner, access list and permissions of `target`.

    So far only its owner can read it. If there is no `target`, it gets the usual permissions, or stays as
    it is if `private`. What the system does not allow is left out, so the file can only be more private.
    Raises OSError.
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
        if os.fstat(descriptor).st_gid != old.st_gid:  # the permissions were meant for another group
            mode &= ~stat.S_IRWXG
        _copy_attributes(descriptor, target)
    with contextlib.suppress(OSError):
        os.fchmod(descriptor, mode)


def _copy_attributes(descriptor: int, target: Path) -> None:
    """Copy the extended attributes; an access list is one of them."""
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
    """Make a new name in `folder` survive a power cut, if the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# --- pipes ----------------------------------------------------------------------------------------


def line_editor(encoding: str) -> Any:
    """The module `readline` for lines in `encoding`; None if it is missing or does not know the encoding."""
    try:
        import readline

        known = codecs.lookup(locale.nl_langinfo(locale.CODESET))  # it takes the encoding of the locale
        return readline if known == codecs.lookup(encoding) and known.name != "ascii" else None
    except (ImportError, LookupError):
        return None


def input_waits(descriptor: int, seconds: float) -> bool:
    """Whether there is something to read, now or within `seconds`."""
    return bool(select.select([descriptor], [], [], seconds)[0])


def make_blocking(descriptor: int) -> None:
    """Make reads and writes wait again, in case another program turned that off. Raises OSError."""
    os.set_blocking(descriptor, True)


def read_pipe(path: Path, most: int) -> bytes:
    """What comes through the named pipe at `path`, at most `most` bytes.

    Raises OSError, also if no program writes to it in time.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with io.BufferedReader(io.FileIO(descriptor)) as pipe:
        for _attempt in _attempts(_("no program writes to it")):
            # Empty while no program has it open for writing; None while one has, but wrote nothing yet.
            begun = pipe.raw.read(1)
            if begun != b"" or select.select([pipe], [], [], 0)[0]:
                break
        make_blocking(descriptor)
        return (begun or b"") + pipe.read(most - 1)


def open_stream(path: Path) -> int:
    """A descriptor to write to the pipe or device at `path`.

    Raises OSError, also if no program reads from the pipe in time.
    """
    for _attempt in _attempts(_("no program reads from it")):
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
    """Yield once per attempt until `_TIMEOUT` is over; then raise OSError with the reason `refusal`."""
    latest = time.monotonic() + _TIMEOUT
    while True:
        yield
        if time.monotonic() > latest:
            raise OSError(errno.ENXIO, refusal)
        time.sleep(0.05)
