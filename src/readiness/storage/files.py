"""Writing files: what is at a path afterwards is the old content or the new, never half."""

from __future__ import annotations

import contextlib
import errno
import glob
import itertools
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from readiness.source.reading import MAX_BYTES
from readiness.storage import lock
from readiness.storage.signals import held_off
from readiness.storage.streams import is_stream, write_all, write_through

_SUFFIX = ".part"


def write(path: Path, text: str, *, private: bool = False) -> None:
    """Replace the content of the file at `path` by `text`, in UTF-8.

    The target of a symbolic link is replaced and the link kept; a device, a pipe and our own
    output are written through. An existing file keeps its owner and permissions; a new one gets
    the usual ones or, if `private`, is readable by its owner alone. Raises OSError, which names `path`.
    """
    content = text.encode()
    with _named(path):
        if is_stream(path):
            write_through(path, content)
        else:
            with held_off():
                _replace(path.resolve(), content, private)


def expect_to_write(path: Path) -> None:
    """Raise OSError, which names `path`, if it is plain already that `write` cannot succeed there."""
    import tempfile  # where it is asked for alone: it is slow to load

    with _named(path):
        if not is_stream(path):
            tempfile.TemporaryFile(dir=path.resolve().parent).close()
            remove_leftovers(path)


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Let an OSError name `path`, and not a temporary file, or none."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def content(path: Path) -> str | None:
    """The text of the file at `path`, up to more than is ever read; None if there is none. Raises OSError."""
    if not path.is_file():
        return None
    with contextlib.suppress(FileNotFoundError), path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1).decode("utf-8", "replace")
    return None


def unused(path: Path, text: str | None = None) -> Path:
    """`path`, or the first of `path.2`, `path.3`, … that does not exist, or holds `text` already."""
    numbered = (path.with_name(f"{path.name}.{number}") for number in itertools.count(2))
    return next(file for file in itertools.chain([path], numbered) if _is_free(file, text))


def _is_free(path: Path, text: str | None) -> bool:
    return not os.path.lexists(path) or (text is not None and content(path) == text)


def remove_leftovers(path: Path) -> None:
    """Delete what killed processes left of their attempts to write `path` or a copy of it."""
    target = path.resolve()
    begin = glob.escape(lock.companion(target, "").name)
    for leftover in target.parent.glob(f"{begin}.*{'[0-9a-f]' * 8}{_SUFFIX}"):
        with contextlib.suppress(OSError, lock.Busy):  # busy: somebody is just writing it
            lock.remove(leftover, lock.hold(leftover))


def _replace(target: Path, content: bytes, private: bool) -> None:
    remove_leftovers(target)
    part = lock.companion(target, f".{os.urandom(4).hex()}{_SUFFIX}")
    try:
        with contextlib.ExitStack() as stack:
            descriptor = lock.hold(part)  # so that nobody takes it for a leftover
            stack.callback(os.close, descriptor)
            write_all(descriptor, content)
            _adopt(descriptor, target, private)
            _sync(descriptor)
            if sys.platform == "win32":  # where an open file cannot be renamed
                stack.close()
            part.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    _sync_folder(target.parent)


def _adopt(descriptor: int, target: Path, private: bool) -> None:
    """Give a new file, so far its owner's alone, the owner, access list and permissions of `target`.

    As far as the system lets us; where it does not, the file is the more private for it.
    """
    if sys.platform == "win32":
        return
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
    """Extended attributes, of which an access list is one."""
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(target):
                with contextlib.suppress(OSError):
                    os.setxattr(descriptor, name, os.getxattr(target, name))


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def _sync(descriptor: int) -> None:
    """Make the content outlive a power cut, unless the file system knows nothing of the kind."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
            raise


def _sync_folder(folder: Path) -> None:
    """Make the new name outlive a power cut, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
