"""The terminal as it is: its width, its colours, its characters; and how text gets onto it."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import textwrap
from typing import TextIO

import typer

from readiness.errors import display_width, printable
from readiness.i18n import _

_ORNAMENTS = "█▒░─•“”–−×"
_LINE = 4096
"""Bytes at which a terminal cuts a line, end of line included, without a word."""


def is_terminal(*streams: TextIO | None) -> bool:
    """Whether all `streams` are open and belong to a terminal."""
    return all(stream is not None and not stream.closed and stream.isatty() for stream in streams)


def width(stream: TextIO | None) -> int:
    """Columns to fill: those of the terminal, or 80 where there is none."""
    if not (is_terminal(stream) or os.environ.get("COLUMNS", "").isdecimal()):
        return 80
    return min(max(shutil.get_terminal_size((80, 24)).columns, 20), 120)


def wants_colour(stream: TextIO | None) -> bool:
    """Whether colour is welcome there, by the conventions of NO_COLOR and TERM."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM", "") in ("", "dumb")
    return is_terminal(stream) and not plain


def needs_ascii(stream: TextIO | None) -> bool:
    """Whether the stream's encoding lacks the characters a report is drawn with."""
    try:
        _ORNAMENTS.encode((stream and stream.encoding) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def write(text: str) -> None:
    """Write `text` to standard output and flush; characters its encoding lacks become escapes.

    Ends the program quietly if the reader has gone away. Raises OSError, as for a full disk.
    """
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    try:
        _put(text, sys.stdout)
    except BrokenPipeError:
        discard_output(sys.stdout)
        raise typer.Exit from None


def tell(text: str = "") -> None:
    """Lines for the person at the terminal, on standard error; in vain where nobody can see them."""
    _murmur("".join(f"{printable(line)}\n" for line in text.split("\n")))


def discard_output(stream: TextIO | None) -> None:
    """Keep the interpreter from flushing into a closed pipe or a full disk as it exits."""
    if stream is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _murmur(text: str) -> None:
    if sys.stderr is not None:
        try:
            _put(text, sys.stderr)
        except OSError:  # the terminal is closed, say; what is said there must not end the work
            discard_output(sys.stderr)


def _put(text: str, stream: TextIO) -> None:
    encoding = stream.encoding or "ascii"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


class TerminalDialogue:
    """The interview's `Dialogue`: wrapped lines on standard error, lines typed on standard input."""

    def __init__(self, *, plain: bool = False) -> None:
        strong = not plain and wants_colour(sys.stderr)
        self._strong = ("\x1b[1m", "\x1b[0m") if strong else ("", "")

    def say(self, text: str = "", *, indent: int = 0, strong: bool = False) -> None:
        """Show one paragraph, wrapped to the width that the terminal has now."""
        text = printable(text)
        before, after = self._strong if strong else ("", "")
        for line in wrap(text, width(sys.stderr) - 1, indent):
            _murmur(f"{before}{line}{after}\n")

    def ask(self, prompt: str) -> str:
        """Show `prompt` and return the line typed. Raises EOFError when there is no more input."""
        while True:
            *above, last = wrap(printable(prompt), width(sys.stderr) - 1)
            _murmur("".join(f"{text}\n" for text in above) + f"{last} ")
            try:
                line = sys.stdin.readline()
                size = len(line.encode())  # in the C locale, bytes that are no text arrive as surrogates
            except UnicodeError:
                tell(_("That line could not be read as text; please type it again."))
                continue
            except OSError:  # the terminal is closed
                line, size = "", 0
            if not line:
                tell()
                raise EOFError
            if size < _LINE:
                return line
            tell(_("That line is longer than a terminal passes on; please type it again, shorter."))


def wrap(text: str, columns: int, indent: int = 0) -> list[str]:
    """`text` in lines of at most `columns`, numbered and marked lines hanging from their mark."""
    first, _space, rest = text.partition(" ")
    hanging = indent + (len(first) + 1 if rest and first[:-1].isdecimal() and first[-1] == "." else 0)
    lines = [" " * indent]
    for word in _words(text, columns - hanging):
        if lines[-1].strip() and display_width(lines[-1]) + display_width(word.rstrip()) > columns:
            lines.append(" " * hanging)
            word = word.lstrip()
        lines[-1] += word
    return [line.rstrip() for line in lines]


def _words(text: str, longest: int) -> list[str]:
    """Pieces between which a line may break: after a blank, around a wide character, in a word too long."""
    pieces: list[str] = []
    for word in textwrap.TextWrapper(break_on_hyphens=False)._split(text):
        if display_width(word) == len(word) <= longest:
            pieces.append(word)
        else:
            pieces.extend(word)
    return pieces
