"""The blocks that pages are made of. They carry meaning, but no layout or markup.

The writer of a format needs these records only. Their texts are not escaped or folded: each writer does
that, and decides what a role or a bar looks like. `with_gaps` tells what separates the parts of a line.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from readiness.messages.catalogue import _, plural
from readiness.messages.characters import blank_between

Role = Literal["plain", "strong", "label", "quiet", "code", "alert", "note", "blank"]
"""What a piece of text is for: `label` introduces what follows it, `quiet` is less important, `code` is an
identifier to copy exactly, `alert` warns, `note` is in the words of a person, whose line breaks are kept, and
`blank` is left empty for a person to write on."""


class Run(NamedTuple):
    """A piece of text with one role."""

    text: str
    role: Role = "plain"
    target: str = ""
    """The id of the heading or item on the same page that it leads to; empty if it leads nowhere."""


class Bar(NamedTuple):
    """How far a scale from 0 to 1 is filled (`low`), and how far it could still be filled (`high`)."""

    low: float
    high: float


Line = tuple[Run | Bar, ...]
"""The text of a paragraph, an item or a cell."""


class Heading(NamedTuple):
    """The title of the page (level 1), of a section (2), or of a part of a section (3 to 6)."""

    text: str
    level: int = 2
    id: str = ""
    """By which a run can lead here; unique on its page."""


class Fact(NamedTuple):
    """A label and its text."""

    label: str
    line: Line


class Cover(NamedTuple):
    """What a report is and whose: its title (level 1), its kind, and facts such as the date."""

    title: str
    subtitle: str
    facts: tuple[Fact, ...]
    fields: tuple[tuple[str, str], ...] = ()
    """Texts by names that no language changes, for a footer, a letterhead or the properties of a file: those
    of the facts, the result, and the language of the report. A text may be empty."""


class Break(NamedTuple):
    """The end of a page; formats without pages leave it out."""


class Contents(NamedTuple):
    """The sections of the page, each a run that leads there; formats without links leave it out."""

    title: str
    entries: tuple[Run, ...]


class Paragraph(NamedTuple):
    """A line on its own."""

    line: Line


class Item(NamedTuple):
    """One item of a list; the blocks `below` belong to it."""

    line: Line
    below: "tuple[Block, ...]" = ()
    number: str = ""
    """Its number in the list; empty for a bullet."""
    id: str = ""
    """By which a run can lead here; unique on its page."""


class List(NamedTuple):
    """Items, with an optional title that introduces them."""

    items: tuple[Item, ...]
    title: Line = ()


class Facts(NamedTuple):
    """Labelled lines."""

    facts: tuple[Fact, ...]


class Column(NamedTuple):
    """One column of a table; `number` if it holds numbers to compare down the column."""

    title: str
    number: bool = False


class Table(NamedTuple):
    """Rows of cells; the first cell is the title of its row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]
    caption: str = ""
    """What it shows, for formats in which a table can stand alone; the others leave it out."""


class BarRow(NamedTuple):
    """One bar with its title, its value and further cells."""

    title: str
    bar: Bar
    value: str
    more: tuple[str, ...] = ()


class Bars(NamedTuple):
    """Values to compare at a glance. The columns: titles, values, one for each further cell."""

    columns: tuple[Column, ...]
    rows: tuple[BarRow, ...]
    caption: str = ""
    """As for a table."""

    def table(self) -> Table:
        """The same as a table, with the bars in a column of their own."""
        titles, values, *more = self.columns
        return Table(
            (titles, Column(""), values, *more),
            tuple(
                (line(row.title), (row.bar,), line(strong(row.value)), *map(line, row.more))
                for row in self.rows
            ),
            self.caption,
        )


class Point(NamedTuple):
    """Something on a chart with two axes, each from 0 to 1, lowest and highest value."""

    title: str
    x: tuple[float, float]
    y: tuple[float, float]
    at: tuple[float, float]
    """Where it stands while answers are open."""

    @property
    def is_open(self) -> bool:
        """Whether open answers could move it."""
        return self.x[0] < self.x[1] or self.y[0] < self.y[1]


class Curve(NamedTuple):
    """A line through points of a chart, from 0 to 1, with a label at its end."""

    label: str
    points: tuple[tuple[float, float], ...]


class Region(NamedTuple):
    """A part of a chart between curves: its upper left corner, from 0 to 1, and what a point in it means."""

    label: str
    corner: tuple[float, float]


class Scatter(NamedTuple):
    """A chart with two axes from 0 to 1. Text formats leave it out; a table has the same numbers."""

    caption: str
    x_title: str
    y_title: str
    points: tuple[Point, ...]
    curves: tuple[Curve, ...] = ()
    regions: tuple[Region, ...] = ()
    alternative: str = ""
    """What it shows, in words, for those who cannot see it."""


class Work(NamedTuple):
    """A numbered piece of work, and the days from 0 in which it is to be done; it leads to its item."""

    number: str
    title: str
    days: int
    target: str
    urgent: bool = False


class Timeline(NamedTuple):
    """Work by the day by which it is to be done. Text formats leave it out; a list says the same."""

    caption: str
    works: tuple[Work, ...]
    marks: tuple[tuple[int, str], ...]
    """The days to mark on the axis, with their labels."""
    alternative: str = ""


class Track(NamedTuple):
    """How something went from one time to the next."""

    title: str
    values: tuple[tuple[float, float, str] | None, ...]
    """At each time the lowest and the highest value, 0-1, and the value in words; None if there is none."""


class Trend(NamedTuple):
    """Tracks over the same times, the most important first. Text formats leave it out, as a table says it."""

    caption: str
    times: tuple[tuple[float, str], ...]
    """Where each time is on the way from the first to the last, 0-1, with its label."""
    tracks: tuple[Track, ...]
    ends: tuple[str, str]
    """The lowest and the highest value of the first track in words."""
    limits: tuple[tuple[float, str], ...] = ()
    """Values, 0-1, to compare the first track with, and what they are."""
    alternative: str = ""


class Card(NamedTuple):
    """One thing with all its details, such as a gap, a case or a question."""

    title: Line
    body: "tuple[Block, ...]"
    level: int = 3
    """The level of its title, as for a heading."""
    number: str = ""
    id: str = ""
    """By which a run can lead here; unique on its page."""


Chart = Scatter | Timeline | Trend
Block = Heading | Cover | Break | Contents | Paragraph | List | Facts | Table | Bars | Chart | Card
Page = tuple[Block, ...]


BLANK = Run("", "blank")
"""Space to write an answer by hand."""


def ids_in(part: object) -> Iterator[str]:
    """The ids in `part`, a page or a part of one, that a run can lead to."""
    if isinstance(part, Heading | Item | Card) and part.id:
        yield part.id
    if isinstance(part, tuple):
        for each in part:
            yield from ids_in(each)


def line(*parts: str | Run | Bar) -> Line:
    """A line of `parts`, without those that are empty."""
    runs = (Run(part) if isinstance(part, str) else part for part in parts)
    return tuple(part for part in runs if isinstance(part, Bar) or part == BLANK or part.text)


def with_gaps(line: Line) -> Iterator[tuple[str, Run | Bar]]:
    """Each part of `line` after what separates it from the one before: a blank or, beside `：`, nothing."""
    before: Run | Bar | None = None
    for part in line:
        if isinstance(before, Run) and isinstance(part, Run):
            yield blank_between(before.text, part.text), part
        else:
            yield " " if before is not None else "", part
        before = part


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
    """Text that the eye should find first."""
    return Run(text, "strong")


def label(text: str) -> Run:
    """Text that introduces the rest of its line."""
    return Run(text, "label")


def quiet(text: str) -> Run:
    """Text that is less important."""
    return Run(text, "quiet")


def code(text: str) -> Run:
    """An identifier."""
    return Run(text, "code")


def note(text: str) -> Run:
    """What a person wrote."""
    return Run(text, "note")


def link(text: str, target: str) -> Run:
    """Text that leads to the heading or item with the id `target`."""
    return Run(text, target=target)


def alert(text: str) -> Run:
    """A warning."""
    return Run(text, "alert")


def labelled(title: str) -> str:
    """`title` with a colon, as the label of what follows."""
    return _("{title}:").format(title=title)


def joined(texts: Iterable[str]) -> str:
    """Several texts as one, separated by semicolons."""
    return _("; ").join(texts)


def first_of(texts: Sequence[str], most: int, target: str) -> Line:
    """The first `most` of `texts`, and how many more there are under the heading `target`."""
    more = len(texts) - most
    if more <= 0:
        return line(joined(texts))
    return line(f"{joined(texts[:most])}{_('; ').rstrip()}", and_more(more, target))


def and_more(count: int, target: str) -> Run:
    """That there are `count` more, which leads to the heading `target`."""
    return link(plural("and {count} more", "and {count} more", count), target)


def in_brackets(text: str) -> str:
    """`text` in brackets; empty if `text` is."""
    return _("({text})").format(text=text) if text else ""


def nested(title: str, depth: int) -> str:
    """`title`, marked as `depth` levels below the rows at the top."""
    return "– " * min(depth, _DEEPEST) + title


_DEEPEST = 4
