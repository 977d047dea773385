"""Read a table from text whose cells are parted by commas, semicolons or tabs, as spreadsheets write it."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput, Problem
from readiness.source.records import Records, in_records
from readiness.source.refusals import refuse_control_characters
from readiness.source.source import (
    GBK,
    OTHER_FILES,
    UTF_16,
    Place,
    Source,
    lines_of,
    seems_gbk,
)

MAX_TABLE = 20 * 1024 * 1024
"""The most bytes of a file with a table."""
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
"""What can part two cells, by the names that a map uses."""
NAMED_DELIMITER = re.compile(r"sep=([,;\t])\r?(?:\n|\Z)")
"""A first line by which some programs tell Excel what parts the cells."""


def parse_delimited(content: bytes, name: str, *, delimiter: str = "", header: int = 1) -> Records:
    """The table in `content`, a text in UTF-8, UTF-16 or GBK that messages call `name`.

    `delimiter` is a name in `DELIMITERS`; empty means that the line of the headings tells. `header` is the
    row of the headings, from 1. Raises InvalidInput with every problem.
    """
    source = _decoded(content, name)
    source.private = True  # it holds answers
    refuse_control_characters(source)
    if not source.text.strip():
        message, hint = _("the table is empty"), _("Check that it is the right file.")
        raise InvalidInput([Problem(name, 1, 1, "empty-table", message, hint)])
    named = NAMED_DELIMITER.match(source.text)
    begin = named.end() if named else 0
    sign = DELIMITERS.get(delimiter) or (named[1] if named else delimiter_of(source, header))
    found = cells_in(source, sign, begin)
    places = _Places(source, [[cell.begin for cell in row] for row in found])
    rows = [tuple(cell.text for cell in row) for row in found]
    return in_records(name, rows, places.table_problem, header=header, delimiter=sign)


def _decoded(content: bytes, name: str) -> Source:
    """`content` as text. Raises InvalidInput."""
    problem = None
    if len(content) > MAX_TABLE:
        message, hint = _("the file is larger than 20 MiB"), _("Check that it is the right file.")
        problem = Problem(name, 1, 1, "too-large", message, hint)
    elif other := next((_(what) for begin, what in OTHER_FILES if content.startswith(begin)), ""):
        hint = _("Name a table: a CSV file, or an Excel workbook that ends in .xlsx.")
        problem = Problem(name, 1, 1, "encoding", other, hint)
    if problem:
        raise InvalidInput([problem])
    for encoding in _encodings(content):
        try:
            return Source(name, content.decode(encoding))
        except UnicodeDecodeError:
            continue
    message = _("the text is in none of the encodings UTF-8, UTF-16 and GBK")
    hint = _("Open it in the program that it comes from, and save it as CSV in UTF-8.")
    raise InvalidInput([Problem(name, 1, 1, "encoding", message, hint)])


def _encodings(content: bytes) -> list[str]:
    """The encodings that `content` may be in, the likeliest first; nothing else is tried."""
    if wide := wide_encoding(content):
        return [wide]
    return ["utf-8-sig", *([GBK] if seems_gbk(content) else [])]


def wide_encoding(begin: bytes) -> str:
    """The kind of UTF-16 that a text with this beginning is in; empty if it is in none."""
    if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if UTF_16.match(begin):
        return "utf-16-be" if begin[:1] == b"\0" else "utf-16-le"
    return ""


class _Cell(NamedTuple):
    text: str
    begin: int
    """Its place in the whole text."""


def _pattern(signs: str) -> re.Pattern[str]:
    """One cell, and the sign or line break after it, where `signs` part cells."""
    part = re.escape(signs)
    quoted = r'"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"'
    return re.compile(
        rf"(?:{quoted}(?P<after>[^{part}\r\n]*)|(?P<bare>[^{part}\r\n]*))(?P<end>[{part}]|\r\n|[\r\n]|\Z)"
    )


def delimiter_of(source: Source, header: int) -> str:
    """The sign that parts the cells of row `header`. Raises InvalidInput unless there is exactly one."""
    signs: dict[str, int] = {}
    row = 1
    is_empty = True
    for found in _pattern("".join(DELIMITERS.values())).finditer(source.text):
        end = found["end"]
        is_empty &= row != header or not (found["bare"] or found["quoted"] or "").strip()
        if row == header and end in DELIMITERS.values():
            signs.setdefault(end, found.start("end"))
        elif end not in DELIMITERS.values():
            row += 1
        if row > header:
            break
    if is_empty or len(signs) == 1:  # an empty row is refused later
        return next(iter(signs), ",")
    hint = _(
        "Say what parts the cells: `--delimiter comma`, `semicolon` or `tab`, or `table: {delimiter: comma}`"
        " in the map."
    )
    if not signs:
        message = _("the headings are one cell: no comma, semicolon or tab parts them")
        raise InvalidInput([Problem(source.name, 1, 1, "unclear-delimiter", message, hint)])
    second = sorted(signs.values())[1]
    message = _("the headings hold different signs that may part cells")
    raise InvalidInput([_Places(source, []).text_problem(second, "unclear-delimiter", message, hint)])


def cells_in(source: Source, sign: str, begin: int) -> list[list[_Cell]]:
    """The cells of all rows from the place `begin` on. Raises InvalidInput for wrong quotation marks."""
    rows: list[list[_Cell]] = [[]]
    text = source.text
    for found in _pattern(sign).finditer(text, begin):
        quoted, bare = found["quoted"], found["bare"]
        if (bare or "").startswith('"'):
            message = _("this quotation mark is never closed")
            hint = _(
                "Add the closing mark, or export the table again; inside a cell a mark is written twice."
            )
            raise InvalidInput([_Places(source, []).text_problem(found.start(), "ragged-row", message, hint)])
        if (found["after"] or "").strip():
            message = _("text follows the closing quotation mark of a cell")
            hint = _("Inside quotation marks a mark is written twice; export the table again.")
            raise InvalidInput(
                [_Places(source, []).text_problem(found.start("after"), "ragged-row", message, hint)]
            )
        rows[-1].append(_Cell(bare if quoted is None else quoted.replace('""', '"'), found.start()))
        if found["end"] != sign:
            if found.end() == len(text):
                break
            rows.append([])
    return rows


class _Places:
    """Finds the places of cells when there is a problem."""

    def __init__(self, source: Source, begins: list[list[int]]) -> None:
        self._source = source
        self._begins = begins
        self._starts: list[int] = []

    def table_problem(self, row: int, column: int, code: str, message: str, hint: str) -> Problem:
        """The problem of a cell; of the last cell in the row if there are fewer."""
        begins = self._begins[row - 1]
        at = min(column, len(begins) - 1)
        end = begins[at + 1] - 1 if at + 1 < len(begins) else None
        return self.text_problem(begins[at], code, message, hint, end)

    def text_problem(self, index: int, code: str, message: str, hint: str, end: int | None = None) -> Problem:
        """The problem at a place of the whole text; with its `end`, the excerpt ends there."""
        if not self._starts:
            self._starts = [0, *accumulate(map(len, lines_of(self._source.text)))]
        line = bisect_right(self._starts, index) - 1
        line = min(line, len(self._starts) - 2) if len(self._starts) > 1 else 0
        start = self._starts[line]
        part = (index - start, None if end is None else end - start)
        return self._source.problem(Place(line, index - start), code, message, hint, part=part)
