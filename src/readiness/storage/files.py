"""Write files completely or not at all: a path holds the old content or the new, never half."""

from __future__ import annotations

import contextlib
import errno
import glob
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

from readiness.source.source import MAX_BYTES
from readiness.storage import lock
from readiness.storage.streams import is_stream, write_all, write_through
from readiness.system.current import system

_SUFFIX = ".part"


def write_file(path: Path, content: bytes, *, private: bool = False) -> None:
    """Replace the content of the file at `path`.

    The target of a symbolic link is replaced and the link kept; a device, a pipe and our own
    output are written to directly. An existing file keeps its owner and permissions; a new one gets
    the usual ones or, if `private`, can be read only by its owner. Raises OSError, which names `path`.
    """
    with _named(path):
        if is_stream(path):
            write_through(path, content)
        else:
            with system.held_off():
                _replace(path.resolve(), content, private)


def expect_to_write(path: Path) -> None:
    """Raise OSError, which names `path`, if it is already clear that `write_file` would fail there."""
    import tempfile  # slow to load

    with _named(path):
        if not is_stream(path):
            tempfile.TemporaryFile(dir=path.resolve().parent).close()
            remove_leftovers(path)


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Make an OSError name `path` instead of a temporary file or nothing."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def content(path: Path) -> bytes | None:
    """The content of the file at `path`, up to one byte more than is ever read; None if there is no file.

    Raises OSError.
    """
    if not path.is_file():
        return None
    with contextlib.suppress(FileNotFoundError), path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)
    return None


def unused(path: Path, wanted: bytes | None = None) -> Path:
    """`path`, or the first of `path.2`, `path.3`, … that does not exist or already holds `wanted`.

    Raises OSError.
    """
    numbered = (path.with_name(f"{path.name}.{number}") for number in itertools.count(2))
    return next(file for file in itertools.chain([path], numbered) if _is_free(file, wanted))


def _is_free(path: Path, wanted: bytes | None) -> bool:
    return not os.path.lexists(path) or (wanted is not None and content(path) == wanted)


def remove_leftovers(path: Path) -> None:
    """Delete the temporary files that killed processes left beside `path`."""
    target = path.resolve()
    begin = glob.escape(lock.companion(target, "").name)
    for leftover in target.parent.glob(f"{begin}.*{'[0-9a-f]' * 8}{_SUFFIX}"):
        with contextlib.suppress(OSError, lock.Busy):  # busy: another process is writing it
            lock.remove(leftover, lock.hold(leftover))


def _replace(target: Path, content: bytes, private: bool) -> None:
    remove_leftovers(target)
    part, descriptor = _created(target)
    try:
        with contextlib.ExitStack() as stack:
            stack.callback(os.close, descriptor)
            write_all(descriptor, content)
            system.inherit(descriptor, target, private=private)
            _sync(descriptor)
            if not system.OPEN_FILES_CAN_MOVE:
                stack.close()
            part.replace(target)
    except BaseException:
        _discard(part)
        raise
    system.sync_folder(target.parent)


def _created(target: Path) -> tuple[Path, int]:
    """A new file beside `target` and its descriptor, locked so that no process deletes it as a leftover."""
    while True:
        part = lock.companion(target, f".{os.urandom(4).hex()}{_SUFFIX}")
        try:
            return part, lock.hold(part)
        except lock.Busy:  # another process locked it first and is deleting it as a leftover
            continue
        except BaseException:
            _discard(part)
            raise


def _discard(part: Path) -> None:
    with contextlib.suppress(OSError):
        part.unlink()


def _sync(descriptor: int) -> None:
    """Make the content survive a power cut, if the file system supports that."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
            raise


@contextlib.contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[Path]:
    """A new file beside `path`, which takes its place when the block ends well; otherwise it is removed.

    For what is too large to be written by `write_file`, whose rules hold here too, except that `path` must
    not be a device or a pipe. Raises OSError, which names `path`.
    """
    target = path.resolve()
    with _named(path), system.held_off():
        remove_leftovers(target)
        part, descriptor = _created(target)
    try:
        with contextlib.ExitStack() as stack:
            stack.callback(os.close, descriptor)
            yield part
            with _named(path), system.held_off():
                system.inherit(descriptor, target, private=private)
                _sync(descriptor)
                if not system.OPEN_FILES_CAN_MOVE:
                    stack.close()
                part.replace(target)
                system.sync_folder(target.parent)
    except BaseException as error:
        _discard(part)
        if isinstance(error, OSError) and error.filename == str(part):  # which nobody has heard of
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
