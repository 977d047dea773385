"""What the parts of a workbook write of a cell, and the value that this stands for."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import TypeAlias

from readiness.source.package import Package
from readiness.source.serial_days import day_of, shows_days, shows_percent

CellContent: TypeAlias = str | float | bool | datetime.date | datetime.time


class WrittenCell:
    """A cell as its part writes it."""

    __slots__ = ("column", "formula", "inline", "row", "style", "type", "value")

    def __init__(self, row: int, column: int, type: str, style: str) -> None:
        self.row, self.column, self.type = row, column, type
        self.style = int(style) if re.fullmatch("[0-9]{1,9}", style) else 0
        self.value = self.inline = ""
        self.formula: str | None = None


class CellContents:
    """Turns what is written into values; knows the texts and the looks that cells refer to by number."""

    def __init__(self, package: Package, related: dict[str, tuple[str, str]]) -> None:
        """`related` are the parts that the main one refers to."""
        self._texts: list[str] = []
        self._looks: list[tuple[bool, bool]] = []
        """For each style of cells, whether it shows days or times, and whether it shows per cent."""
        self.since_1904 = False
        for kind, part in related.values():
            if kind == "sharedStrings":
                self._texts = list(_shared(package, part))
            elif kind == "styles":
                self._looks = list(_looks(package, part))

    def of(self, found: WrittenCell) -> CellContent | None:
        """The value of a cell without a formula; None if it is empty.

        Raises ValueError or IndexError for what no program writes.
        """
        value = found.value
        if found.type == "inlineStr":
            return decoded(found.inline)
        if found.type in ("str", "e"):
            return decoded(value)
        if not value.strip():
            return None
        if found.type == "s":
            if not re.fullmatch(r"\s*[0-9]{1,9}\s*", value):
                raise ValueError(value)
            return self._texts[int(value)]
        if found.type == "b":
            return value.strip() in ("1", "true")
        if found.type == "d":
            moment = datetime.datetime.fromisoformat(value.strip())
            return moment if moment.time() != datetime.time() else moment.date()
        if not re.fullmatch(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*", value, re.ASCII):
            raise ValueError(value)
        number = float(value)
        day = day_of(number, since_1904=self.since_1904) if self._look(found)[0] else None
        return number if day is None else day

    def is_percent(self, found: WrittenCell) -> bool:
        """Whether a number is shown times 100, with a per cent sign."""
        return self._look(found)[1]

    def _look(self, found: WrittenCell) -> tuple[bool, bool]:
        return self._looks[found.style] if found.style < len(self._looks) else (False, False)


def _shared(package: Package, part: str) -> Iterator[str]:
    """The texts that cells refer to by number."""
    pieces: list[str] = []
    spoken = False
    for event in package.events(part):
        if event.name == "rPh":  # how it is spoken
            spoken = event.attributes is not None
        elif event.name == "t" and event.attributes is None and not spoken:
            pieces.append(event.text)
        elif event.name == "si" and event.attributes is None:
            yield decoded("".join(pieces))
            pieces = []


def _looks(package: Package, part: str) -> Iterator[tuple[bool, bool]]:
    """For each style of cells, whether it shows days or times, and whether it shows per cent."""
    formats: dict[str, str] = {}
    in_cells = False
    for event in package.events(part):
        if event.name == "cellXfs":
            in_cells = event.attributes is not None
        elif event.attributes is None:
            continue
        elif event.name == "numFmt":
            formats[event.attributes.get("numFmtId", "")] = event.attributes.get("formatCode", "")
        elif event.name == "xf" and in_cells:
            named = event.attributes.get("numFmtId", "")
            number = int(named) if re.fullmatch("[0-9]{1,9}", named) else 0
            format = formats.get(named, "")
            yield shows_days(number, format), shows_percent(number, format)


def decoded(text: str) -> str:
    """`text` without Excel's escapes for signs that XML cannot hold; line breaks are those of Python."""
    if "_x" in text:
        text = re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n")
