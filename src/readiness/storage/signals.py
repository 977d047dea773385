"""Ctrl-C, a request to end, a closed terminal: what they may interrupt, and how the program leaves then."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
_REQUESTS = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]


def end_at_control_c(code: int) -> None:
    """Let Ctrl-C end the program at once with this exit code, as long as there is nothing to tidy up.

    The exception that it usually is would show a traceback, and may be lost, where the interpreter
    calls back: in an import, in a destructor, on its way out.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda _number, _frame: os._exit(code))


@contextlib.contextmanager
def orderly() -> Iterator[None]:
    """Let a request to end unwind as an exit does, so that nothing stays behind.

    Only the first counts: a closed terminal makes several, and those that follow must not cut
    the leaving short. What was ignored from the start, as under nohup, stays so.
    """
    before = {
        number: handler
        for number in _REQUESTS
        if (handler := signal.getsignal(number)) not in (signal.SIG_IGN, None)
    }

    def leave(number: int, _frame: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt if number == signal.SIGINT else SystemExit(128 + number)

    for number in before:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number, handler in before.items():
            if signal.getsignal(number) is leave:  # otherwise the program is on its way out, and stays deaf
                signal.signal(number, handler)


@contextlib.contextmanager
def held_off() -> Iterator[None]:
    """Let requests to end wait until the block, a matter of milliseconds, is through."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, _REQUESTS)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
