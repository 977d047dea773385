"""The terminal as it is: its width, its colours, its characters; and how text gets onto it."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from readiness.messages.catalogue import _
from readiness.messages.characters import display_width
from readiness.messages.problems import Problem
from readiness.rendering import Format, render_page
from readiness.rendering.characters import Characters
from readiness.rendering.output import Output

if TYPE_CHECKING:
    from readiness.views.blocks import Page

_NARROWEST, _USUAL, _WIDEST = 20, 80, 120
_LINE = 4095
"""Bytes at which a terminal cuts a line without a word."""


def is_terminal(*streams: TextIO | None) -> bool:
    """Whether all `streams` are open and belong to a terminal."""
    return all(stream is not None and not stream.closed and stream.isatty() for stream in streams)


def width(stream: TextIO | None) -> int:
    """Columns to fill: COLUMNS, or what the terminal has now, or 80 where there is none."""
    wanted = os.environ.get("COLUMNS", "")
    columns = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 0
    if stream is not None and not columns and is_terminal(stream):
        with contextlib.suppress(OSError):
            columns = os.get_terminal_size(stream.fileno()).columns
    return min(max(columns or _USUAL, _NARROWEST), _WIDEST)


def wants_colour(stream: TextIO | None) -> bool:
    """Whether colour is welcome there, by the conventions of NO_COLOR and TERM."""
    plain = _plain or os.environ.get("NO_COLOR") or os.environ.get("TERM", "") in ("", "dumb")
    return is_terminal(stream) and not plain


def encoding(stream: TextIO | None) -> str:
    """The encoding in which `stream` takes text."""
    return (stream and stream.encoding) or "ascii"


def characters(stream: TextIO | None) -> Characters:
    """The characters that `stream` can show."""
    return Characters(encoding(stream), ascii_only=_plain)


def output(stream: TextIO | None) -> Output:
    """What `stream` takes, as it is now."""
    return Output(width(stream), wants_colour(stream), characters(stream))


def be_plain(wanted: bool) -> None:
    """Whether this run does without colour and, in its own texts, without anything but ASCII."""
    global _plain
    _plain = wanted


_plain = False


def be_patient() -> None:
    """Wait for room and for input where another program left a terminal or a pipe in no mood to wait.

    What does not fit at once would be lost, and what is not yet typed be taken for the end.
    """
    if sys.platform != "win32":
        for descriptor in range(3):
            with contextlib.suppress(OSError):
                os.set_blocking(descriptor, True)


def show(page: Page) -> None:
    """Write `page` to standard output as it is. Raises OSError."""
    write(render_page(page, Format.TERMINAL, output(sys.stdout)))


class ClosedOutput(io.TextIOBase):
    """Stands for a standard output that was closed before the program began."""

    def write(self, _text: str) -> int:
        """Raise OSError, for there is nowhere to write to."""
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def write(text: str) -> None:
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
    shown = characters(sys.stderr).shown
    _murmur("".join(f"{shown(line)}\n" for line in lines))


def in_lines(text: str, characters: Characters) -> str:
    """Every line of `text` in `characters`."""
    return "".join(f"{characters.shown(line)}\n" for line in text.split("\n"))


def in_full(problem: Problem, characters: Characters) -> str:
    """`problem` with its place, its line and its remedy in `characters`."""
    return problem.text(shown=characters.shown, escaped=characters.escaped) + "\n"


def tell_problem(problem: Problem) -> None:
    """`problem` on standard error."""
    _murmur(in_full(problem, characters(sys.stderr)))


def tell_unwritten(error: OSError) -> None:
    """What could not be written, and why, on standard error."""
    # All else that may be missing has a name.
    if error.filename is None and isinstance(error, FileNotFoundError):
        tell(_("The current folder was removed. Go to another one, then run the command again."))
        return
    where = error.filename or _("standard output")
    tell(_("{where}: cannot be written: {reason}").format(where=where, reason=error.strerror or error))


def discard_output(stream: TextIO) -> None:
    """Keep the interpreter from flushing into a closed pipe or a full disk as it exits."""
    with contextlib.suppress(OSError):  # it was closed from the start
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _murmur(text: str) -> None:
    if sys.stderr is not None:
        try:
            _put(text, sys.stderr)
        except OSError:  # the terminal is closed, say; what is said there must not end the work
            discard_output(sys.stderr)


def _put(text: str, stream: TextIO) -> None:
    known = encoding(stream)
    stream.write(text.encode(known, "backslashreplace").decode(known))
    stream.flush()


class TerminalDialogue:
    """The interview's `Dialogue`: wrapped lines on standard error, lines typed on standard input."""

    def __init__(self) -> None:
        self._characters = characters(sys.stderr)
        self._strong = ("\x1b[1m", "\x1b[0m") if wants_colour(sys.stderr) else ("", "")

    def say(self, text: str = "", *, indent: int = 0, strong: bool = False) -> None:
        """Show one paragraph, wrapped to the width that the terminal has now."""
        text = self._characters.shown(text)
        before, after = self._strong if strong else ("", "")
        for line in wrap(text, width(sys.stderr) - 1, indent):
            _murmur(f"{before}{line}{after}\n")

    def ask(self, prompt: str) -> str:
        """Show `prompt` and return the line typed. Raises EOFError when there is no more input."""
        while True:
            *above, last = wrap(self._characters.shown(prompt), width(sys.stderr) - 1)
            _murmur("".join(f"{text}\n" for text in above) + f"{last} ")
            try:
                line = sys.stdin.readline()
                # In the C locale, bytes that are no text arrive as surrogates, which have no encoding.
                size = len(line.rstrip("\n").encode())
            except UnicodeError:
                self.say(_("That line could not be read as text; please type it again."))
                continue
            except OSError:  # the terminal is closed
                line, size = "", 0
            if not line:
                self.say()
                raise EOFError
            if size < _LINE:
                return line
            self.say(_("That line is longer than a terminal passes on; please type it again, shorter."))


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
