"""How the program leaves when it is asked to: at Ctrl-C, by another program, when the terminal closes."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from types import FrameType

from readiness.system.current import system


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

    Raises KeyboardInterrupt in the block at Ctrl-C, SystemExit with 128 and the signal's number at another
    request. Only the first counts: a closed terminal makes several, and those that follow must not cut
    the leaving short. What was ignored from the start, as under nohup, stays so.
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
            if signal.getsignal(number) is leave:  # otherwise the program is on its way out, and stays deaf
                signal.signal(number, handler)
