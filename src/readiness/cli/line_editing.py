"""Reads lines from the terminal: with editing keys and history where Python has them, else without.

The history is that of one session. It is never written to a file, because answers are confidential.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

from readiness.cli.screen import is_terminal, murmur
from readiness.cli.settings import settings
from readiness.system.current import system

Reader = Callable[[str], str]
"""Shows a prompt and returns the line typed, with its line break; empty at the end of the input.

Raises UnicodeError if the line is not text, and OSError if the terminal is closed.
"""

_SETTINGS = ("set enable-bracketed-paste off", r'"\e[200~": bracketed-paste-begin', r'"\t": ""')
"""Tab does nothing, as there is nothing to complete. For pastes see `marked_pastes`."""
_SETTINGS_OF_LIBEDIT = ("bind ^I ed-unassigned",)


def line_reader() -> Reader:
    """How to read lines from this terminal."""
    editor = _editor()
    if editor is None:
        return _read_plainly
    of_libedit = "libedit" in (editor.__doc__ or "")
    for each in _SETTINGS_OF_LIBEDIT if of_libedit else _SETTINGS:
        editor.parse_and_bind(each)
    editor.set_completer(lambda _text, _state: None)  # otherwise Esc Tab completes names of files
    editor.clear_history()
    return _read_edited


@contextlib.contextmanager
def marked_pastes() -> Iterator[None]:
    """Let the terminal mark what is pasted, so that its line breaks do not end lines.

    The editor could switch this on and off at each prompt itself, but would break the prompt in two.
    """
    if _editor() is None:
        yield
        return
    murmur("\x1b[?2004h")
    try:
        yield
    finally:
        murmur("\x1b[?2004l")


def _editor() -> Any:
    """The module `readline`; None where it is missing or would not suit, as it writes escape sequences."""
    suits = (
        sys.stdout is sys.__stdout__ is not None
        and is_terminal(sys.stdin, sys.stderr)
        and (sys.stdin.fileno(), sys.stderr.fileno()) == (0, 2)
        and not settings.plain
        and os.environ.get("TERM", "") not in ("", "dumb")
    )
    if not suits:
        return None
    return system.line_editor(sys.stdin.encoding)


def _read_plainly(prompt: str) -> str:
    murmur(prompt)
    return sys.stdin.readline()


def _read_edited(prompt: str) -> str:
    try:
        with _output_to_terminal():
            return f"{input(prompt)}\n"
    except EOFError:
        return ""


@contextlib.contextmanager
def _output_to_terminal() -> Iterator[None]:
    """Make standard output the terminal, where Python edits lines only then; it may be a file."""
    if os.isatty(1):
        yield
        return
    kept = os.dup(1)
    try:
        os.dup2(2, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
