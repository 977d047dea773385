"""How the program ends when asked to: at Ctrl-C, by another program, or when the terminal closes."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from types import FrameType

from readiness.system.current import system


def end_at_control_c(code: int) -> None:
    """Make Ctrl-C end the program at once with this exit code, as long as there is nothing to clean up.

    The usual KeyboardInterrupt would show a traceback, or could be lost, if it were raised in an import, in a
    destructor or while the interpreter exits.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda _number, _frame: os._exit(code))


@contextlib.contextmanager
def orderly() -> Iterator[None]:
    """Turn a request to end into an exception, so that nothing is left behind.

    In the block, Ctrl-C raises KeyboardInterrupt; any other request raises SystemExit with 128 plus the
    signal's number. Only the first request counts: a closed terminal sends several, and the later ones must
    not interrupt the cleanup. Signals that were ignored from the start, as under nohup, stay ignored.
    """
    before = {
        number: handler
        for number in system.REQUESTS_TO_END
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
            if signal.getsignal(number) is leave:  # otherwise the program is ending; keep ignoring
                signal.signal(number, handler)
