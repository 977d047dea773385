"""What can go wrong, as data.

    ReadinessError            base of everything this library raises on purpose
    ├── InvalidInput          one or more problems in what was read, all of them at once
    ├── UnknownName           no score or format has this name; a ValueError too
    └── WrongType             an argument of the wrong type; a TypeError too

A `Problem` says where, what and how to mend it. The library raises; only the
command line turns an error into text and an exit code. A file that cannot be written is an OSError,
as everywhere in Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import UnionType
from typing import Literal

from readiness.messages.catalogue import plural
from readiness.messages.characters import display_width, printable


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one place of one file.

    `line` and `column` count from 1; a problem of the file as a whole stands at 1:1
    and has no `excerpt`. `excerpt` is the line as it stands in the file: of a long one the part around the
    place, of one with several answers the one that it is about, `skipped` characters being left out before.
    A warning is about what can be used as it is, but is surely not meant so.
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

    def __str__(self) -> str:
        """`FILE:LINE:COL: code: what`, the line with a caret below, and the remedy.

        The code of a warning has `warning:` before it.
        """
        return self.text(shown=printable, escaped=printable)

    def text(self, *, shown: Callable[[str], str], escaped: Callable[[str], str]) -> str:
        """The same where not every character can be shown.

        `shown` makes a text fit to be shown there, `escaped` one that must be seen exactly as it is.
        """
        place = f"{shown(self.file)}:{self.line}:{self.column}:"
        doubt = " warning:" if self.severity == "warning" else ""
        lines = [f"{place}{doubt} {self.code}: {shown(self.message)}"]
        if self.excerpt:
            at = self.column - 1 - self.skipped
            begin = max(0, at - _BEFORE) if at > _NEAR else 0
            before = escaped(self.excerpt[begin:at])
            after = escaped(self.excerpt[at : begin + _SHOWN])
            lines += [f"    {before}{after}", f"    {' ' * display_width(before)}^"]
        if self.hint:
            lines.append(f"    {shown(self.hint)}")
        return "\n".join(lines)


# Characters of a line: as far as this from its beginning it is shown from there, otherwise from so many
# before the place; and so many in all.
_NEAR, _BEFORE, _SHOWN = 80, 60, 120


class ReadinessError(Exception):
    """Base of everything this library raises on purpose."""


class InvalidInput(ReadinessError):
    """What was read cannot be used; `problems` holds every reason, at most `MAX_PROBLEMS`, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = in_file_order(problems)[:MAX_PROBLEMS]
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[InvalidInput], tuple[tuple[Problem, ...]]]:
        """What it is made of, so that it can be sent from one process to another."""
        return type(self), (self.problems,)

    def __repr__(self) -> str:
        if not self.problems:
            return "<InvalidInput no problems>"
        first = self.problems[0]
        place = f"{first.file}:{first.line}:{first.column}: {first.code}"
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


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """`problems` by file, line and column."""
    return tuple(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column)))


MAX_PROBLEMS = 100
"""As many problems as are told at once; by then enough is wrong, and looking further helps nobody."""
