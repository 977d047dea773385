"""Bytes and text of a file, and how problems show a place in it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Protocol, TypeVar

from readiness.messages.catalogue import _, later
from readiness.messages.problems import InvalidInput, Problem
from readiness.messages.reasons import reason_of
from readiness.messages.sentences import shortened
from readiness.system.current import system

MAX_BYTES = 2 * 1024 * 1024
MAX_PACKED = 20 * 1024 * 1024
"""The most bytes of a workbook."""
_SHORT = 32 * 1024
"""As many bytes as most files of answers have at most."""
MAX_WORDS = 800
"""The most characters of a message or hint; both may quote the file."""
AROUND = 200
"""Characters of a line that are kept on each side of a problem's place."""

# Every line break of YAML 1.1: lines must be counted as the parser counts them.
BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")

OTHER_FILES = (
    (b"PK\x03\x04", later("this is a Word or Excel file, or a zip archive, not a text file")),
    (b"\xd0\xcf\x11\xe0", later("this is an old Word or Excel file, not a text file")),
    (b"%PDF-", later("this is a PDF file, not a text file")),
    (b"\x89PNG", later("this is a picture, not a text file")),
    (b"\x1f\x8b", later("this is a compressed file (gzip), not a text file")),
)
"""How files begin that are not text, and what they are."""
# With a mark, or with a zero byte beside each of the first three characters.
UTF_16 = re.compile(rb"\xff\xfe|\xfe\xff|([^\0]\0){3}|(\0[^\0]){3}", re.DOTALL)


GBK = "gb18030"
"""It holds all of GBK, and more."""
_HOW_TO_MEND_GBK = later(
    "Open it in a text editor and save it as UTF-8; in Notepad: Save as, Encoding, UTF-8. If `>` wrote it,"
    " you can also set PYTHONUTF8=1 and run that command again."
)
_HOW_TO_MEND_UTF_16 = later(
    "Open it in a text editor and save it as UTF-8; in Notepad: Save as, Encoding, UTF-8. If `>` of"
    " PowerShell wrote it, you can also run that command again with `| Out-File -Encoding utf8 FILE` instead."
)


def is_packed(content: bytes) -> bool:
    """Whether `content` begins like a workbook, of today or an old one, and not like text."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"))


class Mark(Protocol):
    """A place as the parser gives it, counted from 0."""

    line: int
    column: int


@dataclass(slots=True)
class Place:
    """A place that the program found itself, counted from 0."""

    line: int
    column: int


def end_of(text: str) -> Place:
    """The place just after `text`."""
    lines = BREAK.split(text)
    return Place(len(lines) - 1, len(lines[-1]))


class Source:
    """A text and its name in messages."""

    __slots__ = (
        "_lines",
        "byte_order_mark",
        "found",
        "left_out",
        "name",
        "packed",
        "private",
        "text",
        "values",
    )

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.byte_order_mark = ""
        """The byte-order mark before the text; empty if there was none."""
        self.private = False
        """Whether problems hide the other values of a line, as they do for answers."""
        self.values = 0
        """The number of parser events, once it is parsed."""
        self.packed = b""
        """The content of a workbook, which has no text; empty for a text."""
        self.found: list[Problem] = []
        """What was wrong before its data were checked; reported with what the check finds."""
        self.left_out: list[str] = []
        """The ids of questions that were asked but whose place is gone, so that they are open."""
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
        """A problem at `mark`, or of the whole file; `part` limits the columns of the line that are shown."""
        message, hint = shortened(message, MAX_WORDS), shortened(hint, MAX_WORDS)
        if mark is None:
            return Problem(self.name, 1, 1, code, message, hint)
        problem = Problem(self.name, mark.line + 1, mark.column + 1, code, message, hint)
        line = self.excerpt(mark.line)
        if part is None and self.private:
            part = _piece(line, mark.column)
        return _showing(problem, line, *(part or ()))


def _showing(problem: Problem, line: str, begin: int = 0, end: int | None = None) -> Problem:
    """`problem` with its `line` from `begin` to `end` as excerpt, at most `AROUND` on each side."""
    begin = max(begin, problem.column - 1 - AROUND)
    excerpt = line[begin : problem.column - 1 + AROUND]
    if end is not None and end - begin <= len(excerpt):
        excerpt = excerpt[: end - begin].rstrip(" ,")
    return replace(problem, excerpt=excerpt, skipped=begin)


def _piece(line: str, column: int) -> tuple[int, int]:
    """The columns around `column`, first and end, that seem to hold one value; the line is not parsed yet."""
    begin = max(line.rfind(mark, 0, column) for mark in ",{[") + 1
    ends = (line.find(mark, column + 1) for mark in ",]}")
    return begin, min((end for end in ends if end >= 0), default=len(line))


def read_any(path: Traversable, name: str | None = None) -> Source:
    """The same as `read`, but the file may be a workbook too: then it is `packed`, and there is no text."""
    name = name or str(path)
    return decode_any(content_for_any(path, name), name)


def content_for_any(path: Traversable, name: str) -> bytes:
    """The bytes that `read_any` reads. Raises InvalidInput if there are none to read."""
    if path.name.startswith("~$"):
        message = _("this is a temporary file of Excel or WPS, which is there while a workbook is open")
        raise InvalidInput(
            [Problem(name, 1, 1, "other-kind", message, _("Close the workbook, or leave this file out."))]
        )
    try:
        return _content(path, packed=True)
    except (OSError, ValueError) as error:
        raise InvalidInput([unreadable(name, error)]) from None


def decode_any(content: bytes, name: str) -> Source:
    """The same as `decode`, but `content` may be a workbook too."""
    if not is_packed(content):
        return decode(content, name)
    source = Source(name, "")
    source.packed = content
    return source


Content = TypeVar("Content", bytes, str | bytes)


def read_whole(read: Callable[[int], Content]) -> Content:
    """All that `read` gives, which takes a number of bytes; if it is too large, enough of it to see that."""
    content = read(MAX_BYTES + 1)
    if isinstance(content, bytes) and len(content) > MAX_BYTES and is_packed(content):
        rest = read(MAX_PACKED + 1 - len(content))
        return content + rest if isinstance(rest, bytes) else content
    return content


def read(path: Traversable, name: str | None = None) -> Source:
    """The text of the file at `path`; messages use `name`, or else the path.

    Raises InvalidInput if it cannot be read, is over `MAX_BYTES`, or is not UTF-8.
    """
    name = name or str(path)
    try:
        content = _content(path)
    except (OSError, ValueError) as error:
        raise InvalidInput([unreadable(name, error)]) from None
    return decode(content, name)


def _content(path: Traversable, *, packed: bool = False) -> bytes:
    """The bytes at `path`, at most one over the limit, which is higher for a workbook if it may be `packed`.

    Raises OSError; ValueError for an impossible name.
    """
    if isinstance(path, Path) and path.is_fifo():
        return system.read_pipe(path, (MAX_PACKED if packed else MAX_BYTES) + 1)
    with path.open("rb") as stream:

        def read(most: int) -> bytes:
            begin = stream.read(_SHORT)  # to make room for the longest takes longer than to read most files
            return begin if len(begin) < _SHORT else begin + stream.read(most - _SHORT)

        return read_whole(read) if packed else read(MAX_BYTES + 1)


def unreadable(name: str, error: OSError | ValueError) -> Problem:
    """The problem that the file called `name` cannot be read because of `error`."""
    if isinstance(error, FileNotFoundError):
        message, hint = _("there is no such file"), _("Check the name and the folder.")
    elif isinstance(error, IsADirectoryError):
        message, hint = _("this is a folder, not a file"), _("Name a file inside it.")
    elif isinstance(error, ValueError):
        message, hint = _("no file can have this name"), _("Check the name and the folder.")
    else:
        message = _("the file cannot be read: {reason}").format(reason=reason_of(error))
        hint = _("Check its permissions, or copy it to a folder that you can read.")
    return Problem(name, 1, 1, "unreadable", message, hint)


def decode(content: bytes, name: str) -> Source:
    """`content` as UTF-8 text, with or without a byte-order mark. Raises InvalidInput."""
    _expect_text(content, name)
    if len(content) > MAX_BYTES:
        message = _("the file is larger than 2 MiB")
        hint = _("Check that it is the right file; such a file holds a few hundred kilobytes at most.")
        raise InvalidInput([Problem(name, 1, 1, "too-large", message, hint)])
    try:
        source = Source(name, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InvalidInput([_not_utf_8(error, name)]) from None
    if content.startswith(codecs.BOM_UTF8):
        source.byte_order_mark = "\ufeff"
    return source


def _not_utf_8(error: UnicodeDecodeError, name: str) -> Problem:
    """The problem that the file called `name` is in another encoding than UTF-8."""
    content = error.object  # without the mark
    before, after = content[: error.start].decode("utf-8"), content[error.start :][:200]
    message = _("the text is not UTF-8")
    hint = _("Save the file with the encoding UTF-8 (not GBK, UTF-16 or another one).")
    if seems_gbk(content):
        before = content[: error.start].decode(GBK, "ignore")
        source = Source(name, before + after.decode(GBK, "replace"))
        message, hint = _("the text is not UTF-8; it seems to be GBK"), _HOW_TO_MEND_GBK
    else:
        source = Source(name, before + after.decode("utf-8", "backslashreplace"))
    source.private = True  # it may hold answers
    return source.problem(end_of(before), "encoding", message, _(hint))


def seems_gbk(content: bytes) -> bool:
    """Whether `content` can be read as GBK, and nearly all that is not ASCII becomes common Chinese."""
    try:
        count = len(re.findall(r"[^\x00-\x7f]", content.decode(GBK)))
    except UnicodeDecodeError:
        return False
    return len(re.findall(rb"[\xa1-\xf7][\xa1-\xfe]", content)) >= 0.9 * count


def _expect_text(content: bytes, name: str) -> None:
    """Raise InvalidInput if the first bytes of `content` tell that it is not text, or is in UTF-16."""
    message = next((_(what) for begin, what in OTHER_FILES if content.startswith(begin)), "")
    hint = _(
        "Name a YAML file. If its text is in this file, copy it into a text editor and save it as UTF-8 text."
    )
    if content.startswith(b"PK") and b"xl/workbook.xml" in content:
        message = _("this is an Excel workbook, not a text file")
        hint = _("Name a YAML file. `readiness answers import` makes one of a form that was filled in.")
    if not message and UTF_16.match(content):
        message, hint = _("the text is UTF-16, not UTF-8"), _(_HOW_TO_MEND_UTF_16)
    if message:
        raise InvalidInput([Problem(name, 1, 1, "encoding", message, hint)])


def lines_of(text: str) -> list[str]:
    """The lines of `text`, each with its line break."""
    ends = [found.end() for found in BREAK.finditer(text)]
    return [text[begin:end] for begin, end in zip([0, *ends], [*ends, len(text)], strict=True)]
