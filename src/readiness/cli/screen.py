"""The terminal as it is: its width, its colours, its characters; and how text gets onto it."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from readiness.cli.settings import settings
from readiness.rendering import Format, render_page
from readiness.rendering.encodings import Characters
from readiness.rendering.output import Output
from readiness.system.current import system

if TYPE_CHECKING:
    from readiness.views.blocks import Page

_NARROWEST, _USUAL, _WIDEST = 20, 80, 120


def is_terminal(*streams: TextIO | None) -> bool:
    """Whether all `streams` are open and belong to a terminal."""
    return all(stream is not None and not stream.closed and stream.isatty() for stream in streams)


def output(stream: TextIO | None) -> Output:
    """What `stream` takes, as it is now."""
    characters = Characters(_encoding(stream), ascii_only=settings.plain)
    return Output(_width(stream), _wants_colour(stream), characters)


def file_output() -> Output:
    """What a file takes, whose text goes on to no terminal that is known."""
    return Output(characters=Characters(ascii_only=settings.plain))


def _encoding(stream: TextIO | None) -> str:
    return (stream and stream.encoding) or "ascii"


def _width(stream: TextIO | None) -> int:
    """Columns to fill: COLUMNS, or what the terminal has now, or 80 where there is none."""
    wanted = os.environ.get("COLUMNS", "")
    columns = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 0
    if stream is not None and not columns and is_terminal(stream):
        with contextlib.suppress(OSError):
            columns = os.get_terminal_size(stream.fileno()).columns
    return min(max(columns or _USUAL, _NARROWEST), _WIDEST)


def _wants_colour(stream: TextIO | None) -> bool:
    """Whether colour is welcome there, by the conventions of NO_COLOR and TERM."""
    plain = settings.plain or os.environ.get("NO_COLOR") or os.environ.get("TERM", "") in ("", "dumb")
    return is_terminal(stream) and not plain


def be_patient() -> None:
    """Wait for room and for input where another program left a terminal or a pipe in no mood to wait.

    What does not fit at once would be lost, and what is not yet typed be taken for the end.
    """
    for descriptor in range(3):
        with contextlib.suppress(OSError):
            system.make_blocking(descriptor)


def replace_closed_output() -> None:
    """Let a standard output that was closed before the program began refuse what is written to it."""
    if sys.stdout is None:
        sys.stdout = _ClosedOutput()


class _ClosedOutput(io.TextIOBase):
    def write(self, _text: str) -> int:
        """Raise OSError, for there is nowhere to write to."""
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def show(page: Page) -> None:
    """Write `page` to standard output as it is. Raises OSError."""
    print_text(render_page(page, Format.TERMINAL, output(sys.stdout)))


def print_text(text: str) -> None:
    """Write `text` to standard output and flush; characters its encoding lacks become escapes.

    In vain if the reader has gone away, which changes no exit code. Raises OSError, as for a full disk.
    """
    try:
        _put(text, sys.stdout)
    except BrokenPipeError:
        discard_output(sys.stdout)


def tell(text: str = "") -> None:
    """A line for the person at the terminal, on standard error; in vain where nobody can see it.

    What breaks a line in a file's name, say, is shown as an escape.
    """
    tell_all([text])


def tell_all(lines: Iterable[str]) -> None:
    """Several such lines at once."""
    shown = output(sys.stderr).characters.shown
    murmur("".join(f"{shown(line)}\n" for line in lines))


def discard_output(stream: TextIO) -> None:
    """Keep the interpreter from flushing into a closed pipe or a full disk as it exits."""
    with contextlib.suppress(OSError):  # it was closed from the start
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def murmur(text: str) -> None:
    """Write `text`, which is safe to show, to standard error; in vain where nobody can see it."""
    if sys.stderr is not None:
        try:
            _put(text, sys.stderr)
        except OSError:  # the terminal is closed, say; what is said there must not end the work
            discard_output(sys.stderr)


def _put(text: str, stream: TextIO) -> None:
    encoding = _encoding(stream)
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()
