"""Read a table row by row from a text of any length whose cells are parted by commas, semicolons or tabs.

`delimited` reads the same tables as a whole, with the place of every cell.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput, Problem
from readiness.source.delimited import (
    NAMED_DELIMITER,
    cells_in,
    delimiter_of,
    wide_encoding,
)
from readiness.source.refusals import CONTROL
from readiness.source.source import GBK, OTHER_FILES, Source, unreadable

_CHUNK = 1024 * 1024
LONGEST_LINE = 2_000_000
"""The most characters of a line."""
_COMMON = 0.9
"""The share of what is not ASCII that must be common Chinese where a text is taken for GBK."""


class TextRow(NamedTuple):
    """One row of a table."""

    number: int
    """As a spreadsheet counts rows: from 1, with the headings and empty ones."""
    line: int
    """The line of the file in which it ends, from 1."""
    cells: list[str]


@dataclass(frozen=True, slots=True)
class LongText:
    """A text that can be decoded from its first character to its last."""

    path: Path
    name: str
    """What messages call it."""
    encoding: str
    digest: str
    """SHA-256 of its bytes."""
    size: int
    """The number of its bytes."""
    is_ended: bool
    """Whether it ends with a line break."""

    def problem(self, line: int, code: str, message: str, hint: str) -> Problem:
        """A problem in a line, from 1."""
        return Problem(self.name, line, 1, code, message, hint)

    def rows(self, read: Callable[[int], object] | None = None) -> Iterator[TextRow]:
        """Every row, from that of the headings on, also empty ones; `read` is told how many bytes are read.

        Raises InvalidInput for quotation marks that are wrong, for lines that are too long, and where the
        text was cut off.
        """
        with _opened(self.path, self.name) as stream:
            text = io.TextIOWrapper(stream, self.encoding, newline="")
            sign, skipped = self._sign()
            lines = self._lines(text, skipped)
            reader = csv.reader(lines, delimiter=sign, strict=True)
            number = width = 0
            begin = skipped
            short: TextRow | None = None
            while True:
                try:
                    cells = next(reader, None)
                except csv.Error as error:
                    raise InvalidInput([self._broken(begin, sign, str(error))]) from None
                if cells is None:
                    break
                if short is not None:
                    yield short
                number += 1
                width = width or len(cells)
                begin = skipped + reader.line_num
                row = TextRow(number, begin, cells)
                short = row if len(cells) < width and any(cells) and not self.is_ended else None
                if short is None:
                    yield row
                if read is not None and number % 1000 == 0:
                    read(stream.tell())
            if short is not None:
                raise InvalidInput([self._cut_off(begin)])

    def _lines(self, text: io.TextIOWrapper, skipped: int) -> Iterator[str]:
        for _line in range(skipped):
            text.readline(LONGEST_LINE)
        number = skipped
        while line := text.readline(LONGEST_LINE):
            number += 1
            if len(line) >= LONGEST_LINE:
                message = _("this line has more than {limit} characters").format(limit=f"{LONGEST_LINE:,}")
                hint = _("Check that it is the right file; a quotation mark or line breaks may be missing.")
                raise InvalidInput([self.problem(number, "too-large", message, hint)])
            yield line

    def _sign(self) -> tuple[str, int]:
        """What parts the cells, and how many lines before the headings say so."""
        begin = self._excerpt(0)
        if named := NAMED_DELIMITER.match(begin):
            return named[1], 1
        return delimiter_of(Source(self.name, begin), 1), 0

    def _excerpt(self, skipped: int) -> str:
        """The text after some lines, as much of it as a row can have."""
        with _opened(self.path, self.name) as stream:
            text = io.TextIOWrapper(stream, self.encoding, newline="")
            for _line in range(skipped):
                text.readline(LONGEST_LINE)
            return text.read(LONGEST_LINE)

    def _broken(self, before: int, sign: str, reason: str) -> Problem:
        """The problem that made `csv` give up in the row after the first lines."""
        source = Source(self.name, self._excerpt(before))
        source.private = True
        try:
            cells_in(source, sign, 0)
        except InvalidInput as error:
            problem = error.problems[0]
            return replace(problem, line=problem.line + before)
        message = _("this row cannot be read: {reason}").format(reason=reason)
        hint = _("Open the file in the program that it comes from, and export it again.")
        return self.problem(before + 1, "ragged-row", message, hint)

    def _cut_off(self, line: int) -> Problem:
        message = _("the file ends in the middle of a row: it was cut off")
        hint = _("Copy or export it again; nothing of it was used.")
        return self.problem(line, "cut-off", message, hint)


@contextmanager
def _opened(path: Path, name: str) -> Iterator[BinaryIO]:
    """The file at `path`. Raises InvalidInput if it cannot be read."""
    try:
        with path.open("rb") as stream:
            yield stream
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeError):
            raise
        raise InvalidInput([unreadable(name, error)]) from None


def survey(path: Path, name: str) -> LongText:
    """Look through the file at `path`, which messages call `name`: its encoding, digest and size.

    Raises InvalidInput if it is no text in UTF-8, UTF-16 or GBK, holds characters that no text has, or ends
    in the middle of a character.
    """
    with _opened(path, name) as stream:
        begin = stream.read(_CHUNK)
    if other := next((_(what) for first, what in OTHER_FILES if begin.startswith(first)), ""):
        hint = _("Name a table: a CSV file, or an Excel workbook that ends in .xlsx.")
        raise InvalidInput([Problem(name, 1, 1, "encoding", other, hint)])
    wide = wide_encoding(begin)
    try:
        return _looked_through(path, name, wide or "utf-8-sig")
    except _Undecodable as error:
        if not wide and _seems_gbk(path, name):
            return _looked_through(path, name, GBK)
        message = _("the text is in none of the encodings UTF-8, UTF-16 and GBK")
        hint = _("Open it in the program that it comes from, and save it as CSV in UTF-8.")
        raise InvalidInput([Problem(name, error.line, 1, "encoding", message, hint)]) from None


class _Undecodable(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _looked_through(path: Path, name: str, encoding: str) -> LongText:
    """Decode all of a file. Raises _Undecodable, or InvalidInput for what is damaged."""
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder(encoding)()
    size, lines, last = 0, 1, ""
    with _opened(path, name) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError:
                raise _Undecodable(lines) from None
            if found := CONTROL.search(text.removeprefix("\ufeff")):
                raise InvalidInput([_control(name, lines + text[: found.start()].count("\n"), found[0])])
            lines += text.count("\n")
            last = text[-1:] or last
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        message = _("the file ends in the middle of a character: it was cut off")
        hint = _("Copy or export it again; nothing of it was used.")
        raise InvalidInput([Problem(name, lines, 1, "cut-off", message, hint)]) from None
    if not size:
        message, hint = _("the table is empty"), _("Check that it is the right file.")
        raise InvalidInput([Problem(name, 1, 1, "empty-table", message, hint)])
    return LongText(path, name, encoding, digest.hexdigest(), size, last in ("\n", "\r"))


def _control(name: str, line: int, character: str) -> Problem:
    message = _("the character U+{number:04X} is not allowed in text").format(number=ord(character))
    hint = _("Delete it; such characters often come with text pasted from another program.")
    return Problem(name, line, 1, "control-character", message, hint)


def _seems_gbk(path: Path, name: str) -> bool:
    """Whether all of a file can be read as GBK, and nearly all that is not ASCII becomes common Chinese."""
    decoder = codecs.getincrementaldecoder(GBK)()
    count = common = 0
    with _opened(path, name) as stream:
        try:
            while chunk := stream.read(_CHUNK):
                text = decoder.decode(chunk)
                count += len(re.findall(r"[^\x00-\x7f]", text))
                common += len(re.findall(rb"[\xa1-\xf7][\xa1-\xfe]", text.encode(GBK)))
        except UnicodeDecodeError:
            return False
    return common >= _COMMON * count
