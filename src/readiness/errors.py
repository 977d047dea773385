"""What can go wrong, as data.

    ReadinessError            base of everything this library raises on purpose
    └── InvalidInput          one or more problems in what was read, all of them at once

A `Problem` says where, what and how to mend it. The library raises; only the
command line turns an error into text and an exit code.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from readiness.i18n import _


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


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """`problems` by file, line and column."""
    return tuple(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column)))


MAX_PROBLEMS = 100
"""As many problems as are told at once; by then enough is wrong, and looking further helps nobody."""
MAX_NAME = 120
_CUTOFF = 0.6
_COMPARED = 60_000
"""How many characters of names are held against how many of a name, at most: ten milliseconds' worth."""


def nearest(name: str, names: Sequence[str]) -> str | None:
    """The one of `names` that a slip of the finger could have turned into `name`."""
    if len(name) > MAX_NAME:  # no slip of the finger, and the search would take its time
        return None
    import difflib  # here, because most runs have nothing to complain about

    close = difflib.get_close_matches(name, _comparable(name, names), n=1, cutoff=_CUTOFF)
    return close[0] if close else None


def suggestion(name: str, names: Sequence[str], otherwise: str) -> str:
    """The remedy for an unknown `name`: the nearest of `names`, or `otherwise`."""
    close = nearest(name, names)
    return _("Did you mean “{name}”?").format(name=close) if close else otherwise


def _comparable(name: str, names: Sequence[str]) -> list[str]:
    """Those of `names` whose length allows them to be near `name`; of too many the likeliest."""
    most = 2 / _CUTOFF - 1
    likely = [other for other in names if max(len(name), len(other)) <= most * min(len(name), len(other))]
    if len(name) * sum(map(len, likely)) <= _COMPARED:
        return likely
    half = len(name) // 2  # one slip leaves one of the halves as it was
    likely = [other for other in likely if other.startswith(name[:half]) or other.endswith(name[half:])]
    sizes = list(accumulate(map(len, likely)))
    return likely[: bisect_right(sizes, _COMPARED // len(name))]


def printable(text: str) -> str:
    r"""`text` with everything that could drive a terminal shown as a visible escape.

    Control, format and surrogate characters, bidirectional controls among them,
    become `\x1b`, `\u202e` and the like; a tab becomes one space.
    """
    if text.isprintable():
        return text
    text = _IDLE_JOINER.sub(lambda found: ascii(found[0])[1:-1], text)
    return text.translate(_VISIBLE)


# Zero-width (non-)joiners do their work between letters of Persian or an Indic script, say; one that
# stands elsewhere is there to be overlooked, as in an id that only looks like another.
_IDLE_JOINER = re.compile(
    "(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f\u200c\u200d])"
)
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Replacements(dict[int, str]):
    """A table for `str.translate`: what stands for a character is found out when it first occurs."""

    def __init__(self, known: dict[str, str], replacement: Callable[[str], str]) -> None:
        super().__init__(str.maketrans(known))
        self._replacement = replacement

    def __missing__(self, number: int) -> str:
        self[number] = self._replacement(chr(number))
        return self[number]


def _visible(character: str) -> str:
    return ascii(character)[1:-1] if unicodedata.category(character) in _UNSAFE else character


_VISIBLE = Replacements({"\t": " ", "\u200c": "\u200c", "\u200d": "\u200d"}, _visible)


def display_width(text: str) -> int:
    """Columns that `text` takes in a terminal: two for a wide character, none for a combining one."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
