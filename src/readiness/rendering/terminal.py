"""A page for a terminal of any width, with or without colour.

Plain lines from top to bottom, without boxes, so that a screen reader reads them in order. Colour only
repeats what the words say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import assert_never

from readiness.messages.characters import display_width
from readiness.messages.folding import Piece, fold_pieces, labelled_pieces, pieces, pieces_of_lines
from readiness.rendering import columns
from readiness.rendering.bars import drawn
from readiness.rendering.colours import painter
from readiness.rendering.output import Output
from readiness.rendering.painting import painted
from readiness.views.blocks import (
    Bar,
    Bars,
    Block,
    Break,
    Card,
    Column,
    Contents,
    Cover,
    Facts,
    Heading,
    Item,
    Line,
    List,
    Paragraph,
    Run,
    Scatter,
    Table,
    Timeline,
    Trend,
    label,
    labelled,
    line,
    quiet,
    strong,
    with_gaps,
)

_LEFT_OUT = (Break, Contents, Scatter, Timeline, Trend)
NARROW = 60
"""Columns below which a table becomes lines."""
_NARROWEST, _TEXT = 20, 10
"""The fewest columns of a page, and of the text beside a mark or an indent."""
_LONGEST_CELL = 2000
"""The most characters of a cell in a column."""
_RULE, _BLANK, _BAR, _SHORT_BAR = 72, 24, 20, 12


def write(page: Iterable[Block], output: Output) -> str:
    """`page` as lines that fit `output`."""
    return _Writer(output).text(page)


class _Writer:
    """Collects lines; every text passes through `_clean`. It is long because it writes all blocks."""

    def __init__(self, output: Output) -> None:
        self._width = max(output.width, _NARROWEST)
        self._narrow = self._width < NARROW
        self._characters = output.characters
        self._searchable = output.searchable
        self._paint = painter(colour=output.colour)
        self._lines: list[str] = []

    def text(self, page: Iterable[Block]) -> str:
        """All lines of `page`."""
        self._blocks(page)
        return "\n".join(self._lines).strip("\n") + "\n"

    # --- text ---

    def _clean(self, value: str) -> str:
        """`value` with everything removed that could control the terminal or break the layout."""
        return self._characters.shown(" ".join(value.split()))

    def _pieces(self, line: Line) -> list[Piece]:
        found: list[Piece] = []
        before: list[Piece] = []
        for gap, part in with_gaps(line):
            first, *others = self._part(part)
            these = [first._replace(spaced=bool(gap)), *others]
            if _introduces(part):
                found += before
                before = these
            else:
                found += labelled_pieces(before, these) if before else these
                before = []
        return found + before

    def _part(self, part: Run | Bar) -> Iterator[Piece]:
        if isinstance(part, Bar):
            cells = _SHORT_BAR if self._narrow else _BAR
            return pieces(self._characters.shown(drawn(part, cells)), "bar")
        if part.role == "blank":
            return pieces("_" * _BLANK, "")
        if part.role == "note":
            return pieces_of_lines("\n".join(map(self._clean, part.text.splitlines())), "")
        return pieces(self._clean(part.text), part.role)

    def _paragraph(self, line: Line, indent: int, mark: str = "") -> None:
        """Add `line` after `mark`, with later lines indented to the text."""
        self._folded(self._pieces(line), indent, mark)

    def _folded(self, found: Iterable[Piece], indent: int = 0, mark: str = "") -> None:
        margin = min(indent + len(mark), self._width - _TEXT)
        before = (" " * indent + mark)[-margin:] if margin else ""
        for folded in fold_pieces(found, self._width - margin):
            self._lines.append((before + painted(folded, self._paint)).rstrip())
            before = " " * margin

    # --- blocks ---

    def _blocks(self, blocks: Iterable[Block], indent: int = 0) -> None:
        before = None
        for block in blocks:
            if isinstance(block, _LEFT_OUT):
                continue
            if self._needs_blank_line(block, before, inside=indent > 0):
                self._lines.append("")
            self._block(block, indent)
            before = block

    def _needs_blank_line(self, block: Block, before: Block | None, *, inside: bool) -> bool:
        """Whether a blank line separates `block` from `before`; `inside` an item or a card it rarely does."""
        if before is None:
            return isinstance(block, Card)
        if isinstance(block, Heading) and isinstance(before, Heading):
            return block.level <= 2
        if isinstance(block, Heading | Card) or (isinstance(block, List) and block.title):
            return True
        if inside:
            return False
        if isinstance(block, Table | Bars) and not isinstance(before, Heading):
            return True
        if isinstance(before, Table | Bars):
            return self._narrow or not isinstance(block, Paragraph)
        return isinstance(before, List | Card)

    def _block(self, block: Block, indent: int) -> None:  # noqa: C901 (a case for each kind)
        match block:
            case Heading():
                self._heading(block)
            case Cover():
                self._cover(block)
            case Paragraph(line=line):
                self._paragraph(line, indent)
            case List():
                self._list(block, indent)
            case Facts(facts=facts):
                for fact in facts:
                    self._paragraph((label(fact.label), *fact.line), indent)
            case Table():
                self._table(block, indent)
            case Bars():
                self._bars(block, indent)
            case Card():
                mark = f"{self._clean(block.number)}. " if block.number else ""
                self._paragraph(_as_title(block.title), indent, mark)
                self._blocks(block.body, indent + (len(mark) or 2))
            case Break() | Contents() | Scatter() | Timeline() | Trend():
                raise AssertionError(block)  # `_blocks` leaves them out
            case _:
                assert_never(block)

    def _cover(self, cover: Cover) -> None:
        self._paragraph(line(strong(cover.title)), 0)
        dot = self._clean(" ·")
        found = self._pieces(line(cover.subtitle))
        for fact in cover.facts:
            *others, last = found  # the dot begins no line, so it belongs to the word before it
            last = last._replace(text=f"{last.text} {dot}", width=last.width + 1 + display_width(dot))
            first, *rest = self._pieces((quiet(fact.label), *fact.line))
            found = [*others, last, first._replace(spaced=True), *rest]
        self._folded(found)

    def _heading(self, heading: Heading) -> None:
        self._paragraph(line(strong(heading.text)), 0)
        if heading.level == 2:
            rule = self._characters.shown("─") * min(self._width, _RULE)
            self._lines.append(painted(pieces(rule, "quiet"), self._paint))

    def _list(self, block: List, indent: int) -> None:
        if block.title:
            self._paragraph(_as_title(block.title), indent)
        inner = indent + 2 if indent else 0
        for item in block.items:
            self._item(item, inner)

    def _item(self, item: Item, indent: int) -> None:
        mark = self._characters.shown(f"{item.number}. " if item.number else "• ")
        self._paragraph(item.line, indent, mark)
        self._blocks(item.below, indent + len(mark))

    # --- tables ---

    def _table(self, table: Table, indent: int) -> None:
        if not (self._narrow or _is_long(table)) and self._in_columns(table, indent):
            return
        for row in table.rows:
            self._row_as_lines(table.columns, row, indent)

    def _in_columns(self, table: Table, indent: int) -> bool:
        """Add `table` in columns if it fits; return whether it does."""
        header = tuple(line(quiet(column.title)) for column in table.columns)
        rows = [[self._pieces(cell) for cell in row] for row in (header, *table.rows)]
        numbers = [column.number for column in table.columns]
        found = columns.widths(rows, numbers, self._width - indent)
        if found is None or (self._searchable and columns.folds(rows, found)):
            return False
        for cells in rows:
            for shown in columns.row(cells, found, numbers, self._paint):
                self._lines.append(" " * indent + shown)
        return True

    def _row_as_lines(self, columns: Sequence[Column], row: Sequence[Line], indent: int) -> None:
        """Add a row without columns: its first cell, and below it the other cells with their titles."""
        self._paragraph(row[0], indent)
        for column, cell in zip(columns[1:], row[1:], strict=True):
            if cell:
                untitled = not column.title or _is_label(cell[0])
                title = () if untitled else (label(labelled(column.title)),)
                for part in _at_labels((*title, *cell)):
                    self._paragraph(part, indent + 2)

    def _bars(self, bars: Bars, indent: int) -> None:
        if not self._narrow:
            self._table(bars.table(), indent)
            return
        self._paragraph(line(quiet(bars.columns[0].title)), indent)
        for row in bars.rows:
            more = (
                quiet(part)
                for column, cell in zip(bars.columns[2:], row.more, strict=True)
                if cell
                for part in (labelled(column.title), cell)
            )
            self._paragraph(line(row.title), indent)
            self._paragraph(line(row.bar, strong(row.value), *more), indent + 2)


def _at_labels(cell: Line) -> Iterator[Line]:
    """The parts of `cell`, each of which but the first begins with a label that follows a text."""
    begin = 0
    for place, (before, part) in enumerate(pairwise(cell), 1):
        if _is_label(part) and not _is_label(before):
            yield cell[begin:place]
            begin = place
    yield cell[begin:]


def _introduces(part: Run | Bar) -> bool:
    """Whether `part` is about what follows it; on a cover and below a bar, labels are quiet."""
    return _is_label(part) or (
        isinstance(part, Run) and part.role == "quiet" and part.text.endswith((":", "："))
    )


def _is_label(part: Run | Bar) -> bool:
    return isinstance(part, Run) and part.role == "label"


def _is_long(table: Table) -> bool:
    """Whether a text in `table` is too long for a narrow column."""
    cells = (cell for row in table.rows for cell in row)
    return any(
        sum(len(part.text) for part in cell if isinstance(part, Run)) > _LONGEST_CELL for cell in cells
    )


def _as_title(title: Line) -> Line:
    """`title` with its plain text made strong."""
    return tuple(
        strong(part.text) if isinstance(part, Run) and part.role == "plain" else part for part in title
    )
