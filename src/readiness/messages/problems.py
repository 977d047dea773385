"""What can go wrong, as data.

    ReadinessError            base of everything this library raises on purpose
    ├── InvalidInput          one or more problems in what was read, all of them at once
    ├── UnknownName           no score or format has this name; a ValueError too
    ├── MissingExtra          a format needs libraries that are not installed
    ├── InvalidTemplate       a template for reports cannot be used; all reasons at once
    ├── Unprintable           a report cannot be made in this format here
    └── WrongType             an argument of the wrong type; a TypeError too

A `Problem` says where it is, what is wrong and how to fix it. The library raises errors; only the
command line turns them into text and an exit code. A file that cannot be written raises OSError,
as everywhere in Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate
from types import UnionType
from typing import Literal

from readiness.messages.catalogue import _, plural
from readiness.messages.characters import display_width, printable
from readiness.messages.folding import fold

_WIDEST = 124
"""The most columns of a line that shows a place in a file: 120 and the indent."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one place of one file.

    `line` and `column` count from 1; a problem of the whole file is at 1:1 and has no `excerpt`.
    `excerpt` is the line as written in the file. It leaves out `skipped` characters at the beginning: of a
    long line it shows the part around the place, of a line with several answers only the one in question.
    A warning is about something that can be used but is probably a mistake.

    In a workbook the place is a `cell`, as in `Sheet!D7`, empty for the whole file; it is None for a text.
    `line` and `column` are then its row and its column, and `sheet` counts the sheets from 1.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    excerpt: str = ""
    severity: Literal["error", "warning"] = "error"
    skipped: int = 0
    cell: str | None = None
    sheet: int = 0

    @property
    def place(self) -> str:
        """The file and the place in it, as in `FILE:LINE:COL` or `FILE:Sheet!D7`."""
        if self.cell is None:
            return f"{self.file}:{self.line}:{self.column}"
        return f"{self.file}:{self.cell}" if self.cell else self.file

    def __str__(self) -> str:
        """`FILE:LINE:COL: code: message`, the line with a caret below, and the hint; or `FILE:Sheet!D7: …`.

        The code of a warning has `warning:` before it.
        """
        return self.text(shown=printable, escaped=printable)

    def text(
        self, *, shown: Callable[[str], str], escaped: Callable[[str], str], columns: int | None = None
    ) -> str:
        """The same for an output that cannot show every character or is not wide.

        `shown` makes a text safe for that output, `escaped` does so for a text that must be seen exactly.
        With `columns`, no line is longer, unless it has a command that must not be parted.
        """
        place = f"{shown(self.place)}:"
        doubt = " warning:" if self.severity == "warning" else ""
        lines = _folded(f"{place}{doubt} {self.code}: {shown(self.message)}", columns, 0)
        if self.excerpt:
            lines += (
                f"    {line}" for line in self._pointed_at(escaped, min(columns or _WIDEST, _WIDEST) - 4)
            )
        if self.hint:
            lines += _folded(shown(self.hint), columns, 4)
        return "\n".join(lines)

    def _pointed_at(self, escaped: Callable[[str], str], columns: int) -> tuple[str, str]:
        """The excerpt around the place in at most `columns`, and a caret below the place.

        A place in the first two thirds of a line is shown with the line from its beginning, another one with
        half a line before it.
        """
        at = self.column - 1 - self.skipped
        wide = [display_width(escaped(character)) for character in self.excerpt]
        begin = 0
        if sum(wide[:at]) > columns * 2 // 3:
            begin = at - _count(reversed(wide[:at]), columns // 2)
        before = escaped(self.excerpt[begin:at])
        room = columns - display_width(before)
        after = escaped(self.excerpt[at : at + _count(wide[at:], room)])
        return f"{before}{after}", f"{' ' * display_width(before)}^"


def _folded(text: str, columns: int | None, indent: int) -> list[str]:
    """`text` in lines of at most `columns`; in one line if that would part what is to be copied."""
    whole = re.sub("`[^`]*`", lambda code: code[0].replace(" ", "\xa0"), text)
    longest = max(map(display_width, re.findall("`[^`]*`", whole)), default=0)
    if columns is None or longest > columns - indent:
        return [" " * indent + text]
    return [line.replace("\xa0", " ") for line in fold(whole, columns, indent)]


def _count(widths: Iterable[int], room: int) -> int:
    """How many of `widths`, from the first on, fit into `room` together."""
    return sum(used <= room for used in accumulate(widths))


class ReadinessError(Exception):
    """Base of everything this library raises on purpose."""


class InvalidInput(ReadinessError):
    """The input cannot be used; `problems` holds every reason, at most `MAX_PROBLEMS`, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = in_file_order(problems)[:MAX_PROBLEMS]
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[InvalidInput], tuple[tuple[Problem, ...]]]:
        """Pickle the problems, so that the error can pass from one process to another."""
        return type(self), (self.problems,)

    def __repr__(self) -> str:
        if not self.problems:
            return "<InvalidInput no problems>"
        first = self.problems[0]
        place = f"{first.place}: {first.code}"
        return plural(
            "<InvalidInput {count} problem: {place}>",
            "<InvalidInput {count} problems, the first at {place}>",
            len(self.problems),
            place=printable(place),
        )


class WrongType(ReadinessError, TypeError):
    """An argument is of the wrong type; the message says what to pass."""


def expect(value: object, kind: type | UnionType, message: str) -> None:
    """Raise WrongType with `message` unless `value` is of `kind`; `{found}` in it becomes its type."""
    if not isinstance(value, kind):
        raise WrongType(message.format(found=type(value).__name__))


class UnknownName(ReadinessError, ValueError):
    """No score or format has this name; the message gives the nearest name or lists the known names."""


class InvalidWish(ReadinessError, ValueError):
    """What is asked of a plan does not fit; `argument` is the name of the argument that is to blame."""

    def __init__(self, argument: str, message: str) -> None:
        super().__init__(message)
        self.argument = argument

    def __reduce__(self) -> tuple[type[InvalidWish], tuple[str, str]]:
        """Pickle the argument and the message, so that the error can pass from one process to another."""
        return type(self), (self.argument, str(self))


class MissingExtra(ReadinessError):
    """A format needs libraries that are not installed; the message gives the command that installs them."""


class InvalidTemplate(ReadinessError):
    """A template for reports cannot be used; `reasons` are whole sentences that say why and where."""

    def __init__(self, reasons: Iterable[str], name: str = "") -> None:
        self.reasons = tuple(reasons)
        self.name = name
        shown = printable(name or _("the template"))
        super().__init__("\n".join(f"{shown}: {reason}" for reason in self.reasons))

    def __reduce__(self) -> tuple[type[InvalidTemplate], tuple[tuple[str, ...], str]]:
        """Pickle the reasons and the name, so that the error can pass from one process to another."""
        return type(self), (self.reasons, self.name)


class Unprintable(ReadinessError):
    """A report cannot be made in this format here; the message says what to do about it."""


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """`problems` by file, sheet, line and column."""
    return tuple(sorted(problems, key=lambda each: (each.file, each.sheet, each.line, each.column)))


MAX_PROBLEMS = 100
"""The most problems reported at once; more would not help."""
