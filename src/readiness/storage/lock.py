"""Let only one process at a time use a file."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from readiness.messages.catalogue import _
from readiness.messages.problems import ReadinessError
from readiness.system.current import system

_LONGEST = 230  # bytes of a name; with prefix and ending it fits the 255 of common file systems


class Busy(ReadinessError):
    """Another process is using the file at `path`; `owner` says which, on which machine, since when."""

    def __init__(self, path: Path, owner: str) -> None:
        self.path = path
        self.owner = owner
        super().__init__(_("{path} is in use by process {owner}").format(path=path, owner=owner))


@contextlib.contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the file at `path`, which need not exist, while the block runs.

    The lock is a system lock on a file `.NAME.lock` beside it. It ends with the process, however the
    process ends, so a lock file left behind blocks no one. Raises Busy at once if another process holds it,
    OSError if the folder cannot be written.
    """
    with contextlib.ExitStack() as stack:
        with system.held_off():
            file = companion(path.resolve(), ".lock")
            try:
                descriptor = hold(file)
            except Busy as busy:
                raise Busy(path, busy.owner) from None
            except OSError as error:
                culprit = file if os.path.lexists(file) else path
                raise OSError(error.errno, error.strerror, str(culprit)) from error
            stack.callback(remove, file, descriptor)
            with contextlib.suppress(OSError):  # a full disk has no room for it
                system.show_to_all(descriptor)  # other users can see who holds it
                os.ftruncate(descriptor, 0)
                os.write(descriptor, _owner().encode())
        yield


def hold(file: Path) -> int:
    """A descriptor of `file`, created if missing; no other process can hold it until it is closed.

    Raises Busy if another process does, OSError if the file cannot be opened.
    """
    while True:
        descriptor, is_ours = _opened(file)
        try:
            if not system.lock(descriptor):
                raise Busy(file, os.read(descriptor, 200).decode("utf-8", "replace").strip() or "?")
            if _is_at(descriptor, file):
                if is_ours:
                    return descriptor
                file.unlink()
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # the last owner or this process removed it


def _opened(file: Path) -> tuple[int, bool]:
    """A descriptor of `file`, created if missing, and whether it is ours to write, not another user's."""
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT | system.EXACT_FILE, 0o600), True
    except PermissionError:
        with contextlib.suppress(OSError):
            return os.open(file, os.O_RDONLY | system.EXACT_FILE), False
        raise


def remove(file: Path, descriptor: int) -> None:
    """Delete `file` and release the lock that `descriptor` holds on it."""
    with system.held_off(), contextlib.suppress(OSError):
        is_there = False
        try:
            is_there = _is_at(descriptor, file)
            # Removed while still held: a process that has opened it sees that it is gone and starts again.
            if is_there and system.OPEN_FILES_CAN_MOVE:
                file.unlink()
        finally:
            os.close(descriptor)
        # Or after it is closed: if another process has opened it, this fails and the file stays.
        if is_there and not system.OPEN_FILES_CAN_MOVE:
            file.unlink()


def companion(target: Path, ending: str) -> Path:
    """The hidden file beside `target` whose name ends in `ending`."""
    name = target.name
    if len(os.fsencode(name)) > _LONGEST:
        import hashlib  # slow to load, and rarely needed

        name = hashlib.sha256(os.fsencode(name)).hexdigest()
    return target.with_name(f".{name}{ending}")


def _is_at(descriptor: int, file: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), file.lstat())
    return False


def _owner() -> str:
    import datetime
    import platform

    since = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    return f"{os.getpid()} on {platform.node()} since {since}\n"
