"""One process at a time on one file."""

from __future__ import annotations

import contextlib
import datetime
import errno
import hashlib
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from readiness.storage.signals import held_off

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LONGEST = 230  # bytes of a name, so that what is put around it fits the 255 of usual file systems
_TAKEN = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


class Busy(Exception):
    """Another process holds the file; the message says which."""


@contextlib.contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the file at `path`, which need not exist, for as long as the block runs.

    The lock is the system's own on a file `.NAME.lock` beside it, so that it ends with the process
    however that dies, and a lock file left behind holds nobody up. Raises Busy at once if
    another process holds it, OSError if the folder may not be written.
    """
    with contextlib.ExitStack() as stack:
        with held_off():
            file = companion(path.resolve(), ".lock")
            try:
                descriptor = hold(file)
            except OSError as error:
                culprit = file if os.path.lexists(file) else path
                raise OSError(error.errno, error.strerror, str(culprit)) from error
            stack.callback(remove, file, descriptor)
            with contextlib.suppress(OSError):  # a full disk has no room for it
                if sys.platform != "win32":
                    os.fchmod(descriptor, 0o644)  # so that other users see who holds it, or that nobody does
                os.ftruncate(descriptor, 0)
                os.write(descriptor, _owner().encode())
        yield


def hold(file: Path) -> int:
    """A descriptor of `file`, made if need be, that no other process holds until it is closed.

    Raises Busy if another process does.
    """
    while True:
        descriptor, is_ours = _opened(file)
        try:
            if not _lock(descriptor):
                raise Busy(os.read(descriptor, 200).decode("utf-8", "replace").strip() or "?")
            if _is_at(descriptor, file):
                if is_ours:
                    return descriptor
                file.unlink()
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # it was removed, by its last owner meanwhile or by us


def _opened(file: Path) -> tuple[int, bool]:
    """A descriptor of `file`, made if need be, and whether it can be written, not being another user's."""
    no_link = getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT | no_link, 0o600), True
    except PermissionError:
        with contextlib.suppress(OSError):
            return os.open(file, os.O_RDONLY | no_link), False
        raise


def remove(file: Path, descriptor: int) -> None:
    """Delete `file`, which is held by `descriptor`, and let go of it."""
    # Removed while still held: whoever opened it meanwhile sees that it is gone and starts over.
    with held_off():
        with contextlib.suppress(OSError):
            if _is_at(descriptor, file):
                file.unlink()
        with contextlib.suppress(OSError):
            os.close(descriptor)


def companion(target: Path, ending: str) -> Path:
    """The hidden file beside `target` whose name ends in `ending`."""
    name = target.name
    if len(os.fsencode(name)) > _LONGEST:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()
    return target.with_name(f".{name}{ending}")


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:  # a file system without locks keeps nobody from working
        return error.errno not in _TAKEN
    return True


def _is_at(descriptor: int, file: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), file.lstat())
    return False


def _owner() -> str:
    since = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    return f"{os.getpid()} on {platform.node()} since {since}\n"
