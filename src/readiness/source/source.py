"""Bytes and text of a file, and how problems show a place in it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Protocol

from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput, Problem
from readiness.system.current import system

MAX_BYTES = 2 * 1024 * 1024
MAX_WORDS = 800
"""Characters of a message or a remedy; both may quote what was read."""
AROUND = 200
"""Characters of a line that are kept on either side of a problem's place."""

# Every line break of YAML 1.1, so that lines are counted as the parser counts them.
BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Mark(Protocol):
    """A place as the parser gives it, counted from 0."""

    line: int
    column: int


@dataclass(slots=True)
class Place:
    """A place of our own finding, counted from 0."""

    line: int
    column: int


def end_of(text: str) -> Place:
    """The place just after `text`."""
    lines = BREAK.split(text)
    return Place(len(lines) - 1, len(lines[-1]))


class Source:
    """A text and the name it goes by in messages."""

    __slots__ = ("_lines", "byte_order_mark", "name", "private", "text", "values")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.byte_order_mark = ""
        """What stood before the text, if that did."""
        self.private = False
        """Whether a line that is shown leaves out what else shares it, as answers do."""
        self.values = 0
        """Parts that the parser saw in it, once it is parsed."""
        self._lines: list[str] | None = None

    def excerpt(self, line: int) -> str:
        """Line `line`, counted from 0."""
        if self._lines is None:
            self._lines = BREAK.split(self.text)
        return self._lines[line] if line < len(self._lines) else ""

    def problem(
        self,
        mark: Mark | None,
        code: str,
        message: str,
        hint: str = "",
        *,
        part: tuple[int, int | None] | None = None,
    ) -> Problem:
        """A problem at `mark`, or of the file as a whole; of its line `part` alone is shown, if given."""
        message, hint = _shortened(message), _shortened(hint)
        if mark is None:
            return Problem(self.name, 1, 1, code, message, hint)
        problem = Problem(self.name, mark.line + 1, mark.column + 1, code, message, hint)
        line = self.excerpt(mark.line)
        if part is None and self.private:
            part = _piece(line, mark.column)
        return _showing(problem, line, *(part or ()))


def _showing(problem: Problem, line: str, begin: int = 0, end: int | None = None) -> Problem:
    """`problem` with what of its `line` stands from `begin` to `end` and not too far from its place."""
    begin = max(begin, problem.column - 1 - AROUND)
    excerpt = line[begin : problem.column - 1 + AROUND]
    if end is not None and end - begin <= len(excerpt):
        excerpt = excerpt[: end - begin].rstrip(" ,")
    return replace(problem, excerpt=excerpt, skipped=begin)


def _piece(line: str, column: int) -> tuple[int, int]:
    """From where to where `line` is about one thing, as far as one can tell before it is understood."""
    begin = max(line.rfind(mark, 0, column) for mark in ",{[") + 1
    ends = (line.find(mark, column + 1) for mark in ",]}")
    return begin, min((end for end in ends if end >= 0), default=len(line))


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_WORDS else f"{text[: MAX_WORDS - 1]}…"


def read(path: Traversable, name: str | None = None) -> Source:
    """The text of the file at `path`; messages call it `name`, or by its path.

    Raises InvalidInput if it cannot be read, is over `MAX_BYTES`, or is not UTF-8.
    """
    name = name or str(path)
    try:
        content = _content(path)
    except (OSError, ValueError) as error:
        raise InvalidInput([unreadable(name, error)]) from None
    return decode(content, name)


def _content(path: Traversable) -> bytes:
    """The bytes at `path`, at most one too many. Raises OSError, or ValueError for an impossible name."""
    if isinstance(path, Path) and path.is_fifo():
        return system.read_pipe(path, MAX_BYTES + 1)
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def unreadable(name: str, error: OSError | ValueError) -> Problem:
    """That what goes by `name` cannot be read, because of `error`."""
    if isinstance(error, FileNotFoundError):
        message, hint = _("there is no such file"), _("Check the name and the folder.")
    elif isinstance(error, IsADirectoryError):
        message, hint = _("this is a folder, not a file"), _("Name a file inside it.")
    elif isinstance(error, ValueError):
        message, hint = _("no file can have this name"), _("Check the name and the folder.")
    else:
        message = _("the file cannot be read: {reason}").format(reason=error.strerror or error)
        hint = _("Check its permissions, or copy it somewhere you may read.")
    return Problem(name, 1, 1, "unreadable", message, hint)


def decode(content: bytes, name: str) -> Source:
    """`content` as UTF-8 text, with or without a byte-order mark. Raises InvalidInput."""
    if len(content) > MAX_BYTES:
        message = _("the file is larger than 2 MiB")
        hint = _("Such a file holds a few hundred kilobytes at most; check that it is the right one.")
        raise InvalidInput([Problem(name, 1, 1, "too-large", message, hint)])
    try:
        source = Source(name, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")  # without the mark
        after = error.object[error.start :][:200].decode("utf-8", "backslashreplace")
        source = Source(name, before + after)
        source.private = True  # for all we know
        message = _("the text is not UTF-8")
        hint = _("Save the file with the encoding UTF-8 (not GBK, UTF-16 or another one).")
        raise InvalidInput([source.problem(end_of(before), "encoding", message, hint)]) from None
    if content.startswith(codecs.BOM_UTF8):
        source.byte_order_mark = "\ufeff"
    return source


def lines_of(text: str) -> list[str]:
    """`text` cut after each of its line breaks, which stay."""
    ends = [found.end() for found in BREAK.finditer(text)]
    return [text[begin:end] for begin, end in zip([0, *ends], [*ends, len(text)], strict=True)]
