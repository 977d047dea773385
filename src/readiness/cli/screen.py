"""What the terminal can show (width, colour, characters), and how text is written to it."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from readiness.cli.settings import settings
from readiness.messages.catalogue import language_in_use
from readiness.rendering import Format, render_page
from readiness.rendering.encodings import Characters, can_hold
from readiness.rendering.output import Output
from readiness.system.current import system

if TYPE_CHECKING:
    from readiness.views.blocks import Page

_NARROWEST, _USUAL, _WIDEST = 20, 80, 120


def is_terminal(*streams: TextIO | None) -> bool:
    """Whether all `streams` are open and belong to a terminal."""
    return all(stream is not None and not stream.closed and stream.isatty() for stream in streams)


def output(stream: TextIO | None) -> Output:
    """What `stream` can show at the moment."""
    characters = Characters(
        _encoding(stream), ascii_only=settings.plain, ascii_drawn=settings.ambiguous_is_wide
    )
    return Output(_width(stream), _wants_colour(stream), characters)


def file_output() -> Output:
    """What a file can show, whatever terminal it may later be shown on."""
    return Output(characters=Characters(ascii_only=settings.plain), searchable=True)


def _encoding(stream: TextIO | None) -> str:
    return (stream and stream.encoding) or "ascii"


def _width(stream: TextIO | None) -> int:
    """Columns to fill: COLUMNS, or the width of the terminal at the moment, or 80 without a terminal."""
    wanted = os.environ.get("COLUMNS", "")
    columns = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 0
    if stream is not None and not columns and is_terminal(stream):
        with contextlib.suppress(OSError):
            columns = os.get_terminal_size(stream.fileno()).columns
    return min(max(columns or _USUAL, _NARROWEST), _WIDEST)


def _wants_colour(stream: TextIO | None) -> bool:
    """Whether `stream` should have colour, by the conventions of NO_COLOR and TERM."""
    plain = settings.plain or os.environ.get("NO_COLOR") or os.environ.get("TERM", "") in ("", "dumb")
    return is_terminal(stream) and not plain


def be_patient() -> None:
    """Make reads and writes wait, in case another program turned that off for the terminal or a pipe.

    Otherwise output that does not fit at once would be lost, and a pause in the input taken for its end.
    """
    for descriptor in range(3):
        with contextlib.suppress(OSError):
            system.make_blocking(descriptor)


def replace_closed_output() -> None:
    """If standard output was closed before the program started, make every write to it raise OSError."""
    if sys.stdout is None:
        sys.stdout = _ClosedOutput()


def warn_of_encoding() -> None:
    """Say what to do if messages are Chinese, which standard output cannot show; in ASCII, as it must be."""
    encoding = _encoding(sys.stdout)
    if language_in_use() != "zh" or can_hold(encoding, "\u4e2d"):
        return
    tell(
        f"This output cannot show Chinese: its encoding is {encoding}. Set PYTHONUTF8=1 in the environment;"
        " on Windows also run: chcp 65001"
    )


class _ClosedOutput(io.TextIOBase):
    def write(self, _text: str) -> int:
        """Raise OSError: there is nowhere to write to."""
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def show(page: Page) -> None:
    """Write `page` to standard output as it is. Raises OSError."""
    print_text(render_page(page, Format.TERMINAL, output(sys.stdout)))


def point_out(page: Page) -> None:
    """Write `page` to standard error, below what was shown; if that fails, ignore it."""
    murmur("\n" + render_page(page, Format.TERMINAL, output(sys.stderr)))


def print_text(text: str) -> None:
    """Write `text` to standard output and flush; characters its encoding lacks become escapes.

    Does nothing, and changes no exit code, if nobody reads the pipe any more. Raises OSError otherwise, for
    example if the disk is full.
    """
    try:
        _put(text, sys.stdout)
    except BrokenPipeError:
        discard_output(sys.stdout)


def tell(text: str = "") -> None:
    """Write a line for the person at the terminal to standard error; if that fails, ignore it.

    A line break inside it, for example in the name of a file, is shown as an escape.
    """
    tell_all([text])


def tell_all(lines: Iterable[str]) -> None:
    """Write several such lines at once."""
    shown = output(sys.stderr).characters.shown
    murmur("".join(f"{shown(line)}\n" for line in lines))


def discard_output(stream: TextIO) -> None:
    """Keep the interpreter from flushing `stream` into a closed pipe or a full disk when it exits."""
    with contextlib.suppress(OSError):  # it was closed before
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def murmur(text: str) -> None:
    """Write `text`, which is safe to show, to standard error; if that fails, ignore it."""
    if sys.stderr is not None:
        try:
            _put(text, sys.stderr)
        except OSError:  # such as a closed terminal: a message must not end the work
            discard_output(sys.stderr)


def _put(text: str, stream: TextIO) -> None:
    encoding = _encoding(stream)
    if "\r\n" in text and isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(newline="\n")  # its lines end as they should; Windows would add a second CR
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()
