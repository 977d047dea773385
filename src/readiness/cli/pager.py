"""Shows a long text through the user's pager."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator

from readiness.cli import screen

_USUAL = "less"
_OPTIONS = {"LESS": "-FRX-Psq quits, space for more$", "LV": "-c"}
"""As git sets them: leave at once if all fits on a screen, show colours, keep the text on the screen.

In addition, less says which keys to press.
"""


def show_paged(text: str) -> None:
    """Write `text` to standard output, through the pager that PAGER names (usually `less`) at a terminal.

    There is no pager if PAGER is empty or `cat`, or if it cannot be started. Raises OSError as
    `screen.print_text` does.
    """
    command = _command()
    if not command or not screen.is_terminal(sys.stdin, sys.stdout) or os.environ.get("TERM") == "dumb":
        screen.print_text(text)
        return
    encoding = sys.stdout.encoding or "utf-8"
    with _left_to_the_pager():
        done = subprocess.run(  # noqa: S603 (the user's own choice, run without a shell)
            command,
            input=text.encode(encoding, "backslashreplace"),
            env={**_OPTIONS, **os.environ},
            check=False,
        )
    if done.returncode in (126, 127):
        screen.print_text(text)


def _command() -> list[str]:
    """The pager with its options; empty if there is none."""
    try:
        words = shlex.split(os.environ.get("PAGER", _USUAL))
    except ValueError:  # an open quotation mark
        return []
    found = shutil.which(words[0]) if words else None
    return [found, *words[1:]] if found and words != ["cat"] else []


@contextlib.contextmanager
def _left_to_the_pager() -> Iterator[None]:
    """Leave Ctrl-C to the pager, which may only stop a search at it."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
