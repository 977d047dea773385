"""What a page is made of: blocks that carry meaning, and neither layout nor markup.

A writer of a format knows these records and nothing else. The texts in them are as people wrote them: each
writer escapes in its own way, folds to its own width, and decides what a role or a bar looks like. The
parts of a line have one blank between them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from readiness.messages.catalogue import _

Role = Literal["plain", "strong", "label", "quiet", "code", "alert", "blank"]
"""What a piece of text is for: `label` introduces what follows it, `quiet` may be overlooked, `code` is an
identifier to be copied exactly, `alert` warns, `blank` is left empty for a person to write on."""


class Run(NamedTuple):
    """A piece of text with one role."""

    text: str
    role: Role = "plain"


class Bar(NamedTuple):
    """How far a scale from 0 to 1 is filled, and how far it could still be."""

    low: float
    high: float


Line = tuple[Run | Bar, ...]
"""Text that is read in one go: a paragraph, an item, a cell."""


class Heading(NamedTuple):
    """The title of the page (level 1), of a section of it (2), or of a part of a section (3 to 6)."""

    text: str
    level: int = 2


class Paragraph(NamedTuple):
    """A line that stands by itself."""

    line: Line


class Item(NamedTuple):
    """One item of a list; `below` is what belongs to it."""

    line: Line
    below: tuple[Block, ...] = ()
    number: str = ""
    """What it is called by; empty for a bullet."""


class List(NamedTuple):
    """Items, with the words that introduce them if there are any."""

    items: tuple[Item, ...]
    title: Line = ()


class Fact(NamedTuple):
    """A label and what it says."""

    label: str
    line: Line


class Facts(NamedTuple):
    """Labelled lines."""

    facts: tuple[Fact, ...]


class Column(NamedTuple):
    """One column of a table; of numbers if they are to be compared down the column."""

    title: str
    number: bool = False


class Table(NamedTuple):
    """Rows of cells; the first cell names its row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]


class BarRow(NamedTuple):
    """One bar with its value, and further cells."""

    title: str
    bar: Bar
    value: str
    more: tuple[str, ...] = ()


class Bars(NamedTuple):
    """Values to compare at a glance. The columns are of the titles, the values, and each further cell."""

    columns: tuple[Column, ...]
    rows: tuple[BarRow, ...]

    def table(self) -> Table:
        """The same as a table in which the bar has a column of its own."""
        titles, values, *more = self.columns
        return Table(
            (titles, Column(""), values, *more),
            tuple(
                (line(row.title), (row.bar,), line(strong(row.value)), *map(line, row.more))
                for row in self.rows
            ),
        )


class Card(NamedTuple):
    """One thing with all that is said of it: a gap, a case, a question."""

    title: Line
    body: tuple[Block, ...]
    level: int = 3
    """As of a heading."""
    number: str = ""


Block = Heading | Paragraph | List | Facts | Table | Bars | Card
Page = tuple[Block, ...]


BLANK = Run("", "blank")
"""Room for an answer by hand."""


def line(*parts: str | Run | Bar) -> Line:
    """A line of `parts`; what is empty is left out."""
    runs = (Run(part) if isinstance(part, str) else part for part in parts)
    return tuple(part for part in runs if isinstance(part, Bar) or part == BLANK or part.text)


def paragraph(*parts: str | Run | Bar) -> Paragraph:
    """A paragraph of `parts`."""
    return Paragraph(line(*parts))


def bullets(texts: Iterable[str], title: Line = ()) -> List:
    """A list of plain texts."""
    return List(tuple(Item(line(text)) for text in texts), title)


def fact(label: str, *parts: str | Run | Bar) -> Fact:
    """A label and a line of `parts`."""
    return Fact(label, line(*parts))


def strong(text: str) -> Run:
    """What the eye should find first."""
    return Run(text, "strong")


def label(text: str) -> Run:
    """What introduces the rest of its line."""
    return Run(text, "label")


def quiet(text: str) -> Run:
    """What may be overlooked."""
    return Run(text, "quiet")


def code(text: str) -> Run:
    """An identifier."""
    return Run(text, "code")


def alert(text: str) -> Run:
    """A warning."""
    return Run(text, "alert")


def labelled(title: str) -> str:
    """`title` as the label of what follows."""
    return _("{title}:").format(title=title)


def joined(texts: Iterable[str]) -> str:
    """Several texts as one."""
    return _("; ").join(texts)


def in_brackets(text: str) -> str:
    """`text` as an aside; nothing for nothing."""
    return _("({text})").format(text=text) if text else ""


def nested(title: str, depth: int) -> str:
    """`title` of a row that belongs to a row above it, `depth` levels down."""
    return "– " * min(depth, _DEEPEST) + title


_DEEPEST = 4
