"""Makes a process on Linux behave as on Windows: what Windows lacks is missing, what it forbids fails.

`become_windows` is called in a process of its own, before anything of the package is imported.
"""

from __future__ import annotations

import errno
import importlib
import os
import signal
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

HIDDEN = {"fcntl", "grp", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty"}
"""Modules that Python on Windows does not have."""
_OS = """
    O_CLOEXEC O_DIRECTORY O_DSYNC O_NOCTTY O_NOFOLLOW O_NONBLOCK O_SYNC WNOHANG chown fchmod fchown fork
    forkpty get_blocking getegid geteuid getgid getgroups getuid getxattr killpg lchown listxattr
    lockf mkfifo mknod openpty pread pwrite removexattr sendfile set_blocking setsid setxattr statvfs sync
"""
_SIGNAL = """
    ITIMER_REAL SIGALRM SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2 SIGWINCH SIG_BLOCK
    SIG_SETMASK SIG_UNBLOCK alarm pause pthread_kill pthread_sigmask setitimer sigpending sigwait
"""
LACKING = {"os": _OS.split(), "signal": _SIGNAL.split()}
"""By module, what Python 3.11 on Windows does not have in it."""
_LOADED = """
    concurrent.futures datetime difflib hashlib importlib.resources json platform pydantic rich.console
    rich.table shlex socket tempfile typer typer.core typer.main unicodedata yaml zoneinfo
"""  # they look at the system while they are imported, and libraries are not tested here
BINARY = 1 << 28


def become_windows() -> None:
    """Remove what Windows lacks and forbid what it forbids."""
    for name in _LOADED.split():
        importlib.import_module(name)
    sys.modules["msvcrt"] = _msvcrt()
    hidden: dict[str, Any] = dict.fromkeys(HIDDEN)  # importing one of them raises ImportError
    sys.modules.update(hidden)
    vars(signal)["SIGBREAK"] = vars(signal)["SIGUSR1"]
    for library, names in LACKING.items():
        for name in names:
            vars(sys.modules[library]).pop(name, None)
    _translate_line_breaks()
    _keep_open_files()
    sys.platform = "win32"


def _msvcrt() -> Any:
    """Locks as the C library of Windows has them."""
    fcntl: Any = importlib.import_module("fcntl")

    module: Any = ModuleType("msvcrt")
    module.LK_NBLCK = 2

    def locking(descriptor: int, mode: int, count: int) -> None:
        assert (mode, count) == (module.LK_NBLCK, 1)
        assert os.lseek(descriptor, 0, os.SEEK_CUR) > 2**20  # on Windows nobody could read a locked byte
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PermissionError(errno.EACCES, "Permission denied") from error

    module.locking = locking
    module.kbhit = lambda: False
    return module


def _translate_line_breaks() -> None:
    """Write Windows line breaks to files that were not opened as binary."""
    names: Any = os
    names.O_BINARY = BINARY
    opened, written = os.open, os.write
    translated: set[int] = set()

    def open_as_asked(path: Any, flags: int, mode: int = 0o777, **others: Any) -> int:
        descriptor = opened(path, flags & ~BINARY, mode, **others)
        (translated.discard if flags & BINARY else translated.add)(descriptor)
        return descriptor

    def write_translated(descriptor: int, content: bytes) -> int:
        if descriptor not in translated:
            return written(descriptor, content)
        written(descriptor, bytes(content).replace(b"\n", b"\r\n"))
        return len(content)

    names.open, names.write = open_as_asked, write_translated


def _keep_open_files() -> None:
    """Forbid renaming or deleting a file that this process has open."""

    def refused(path: Any) -> bool:
        there = os.path.realpath(path)
        return any(os.path.realpath(each) == there for each in Path("/proc/self/fd").iterdir())

    names: Any = os
    for name in ("remove", "rename", "replace", "unlink"):
        allowed = getattr(os, name)

        def act(path: Any, *others: Any, allowed: Any = allowed, **named: Any) -> None:
            if any(map(refused, (path, *others))):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            allowed(path, *others, **named)

        setattr(names, name, act)
