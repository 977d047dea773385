"""Writing files: what is at a path afterwards is the old content or the new, never half."""

from __future__ import annotations

import contextlib
import glob
import itertools
import os
import stat
import tempfile
from pathlib import Path

PRIVATE = 0o600
_SUFFIX = ".part"


def write(path: Path, text: str, *, private: bool = False) -> None:
    """Replace the content of the file at `path` by `text`, in UTF-8.

    The target of a symbolic link is replaced and the link kept; a device or a pipe is written
    through. An existing file keeps its permissions; a new one gets the usual ones or, if
    `private`, is readable by its owner alone. Raises OSError, which names `path`.
    """
    try:
        _replace(path.resolve(), text, private)
    except OSError as error:  # it may name a temporary file, or none
        raise OSError(error.errno, error.strerror, str(path)) from error


def _replace(target: Path, text: str, private: bool) -> None:
    mode = _mode(target, private)
    if mode is None:
        with target.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        return
    descriptor, name = tempfile.mkstemp(_SUFFIX, f".{target.name}.", target.parent)
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as stream:  # noqa: PTH123 (a descriptor has no path)
            stream.write(text)
            stream.flush()
            os.fchmod(descriptor, mode)
            os.fsync(descriptor)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def content(path: Path) -> str | None:
    """The text of the file at `path`; None if there is none. Raises OSError."""
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return None


def unused(path: Path) -> Path:
    """`path`, or the first of `path.2`, `path.3`, … that does not exist."""
    candidates = (path.with_name(f"{path.name}.{number}") for number in itertools.count(2))
    return path if not path.exists() else next(item for item in candidates if not item.exists())


def remove_leftovers(path: Path) -> None:
    """Delete what a killed process left of its attempts to write `path`."""
    target = path.resolve()
    for leftover in target.parent.glob(f".{glob.escape(target.name)}.*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            leftover.unlink()


def _mode(target: Path, private: bool) -> int | None:
    """The permissions the file shall have, or None if it is no regular file."""
    try:
        found = target.stat().st_mode
    except FileNotFoundError:
        if private:
            return PRIVATE
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask
    return stat.S_IMODE(found) if stat.S_ISREG(found) else None
