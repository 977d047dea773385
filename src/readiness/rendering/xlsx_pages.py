"""Blocks of a page on a sheet of a workbook: each line in a row of its own, across all columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from readiness.messages.characters import run_together
from readiness.rendering.xlsx_book import ACCENT, ALERT, LINE, QUIET, TALLEST, Sheet, line_count
from readiness.views.blocks import (
    Bar,
    Bars,
    Block,
    Card,
    Cover,
    Facts,
    Heading,
    Item,
    Line,
    List,
    Paragraph,
    Run,
    Table,
    label,
    labelled,
    line,
    quiet,
)

_LOOKS: dict[str, dict[str, Any]] = {
    "strong": {"bold": True},
    "label": {"bold": True},
    "alert": {"bold": True, "font_color": ALERT},
    "quiet": {"font_color": QUIET},
}


class TextSheet:
    """Writes blocks down a sheet, from its first row on."""

    def __init__(self, sheet: Sheet, widths: Sequence[float]) -> None:
        self.sheet = sheet
        self.row = 0
        sheet.set_widths(widths)
        sheet.worksheet.hide_gridlines(2)

    def write(self, blocks: Iterable[Block], tables: Callable[[], None] | None = None) -> None:
        """Write `blocks`; where the first bars are, `tables` writes the same with numbers."""
        for block in blocks:
            match block:
                case Cover():
                    self._cover(block)
                case Heading(text=text, level=level):
                    self.heading(text, level)
                case Paragraph(line=line):
                    self.line(line)
                case List():
                    self._list(block)
                case Facts(facts=facts):
                    for fact in facts:
                        self.line((label(fact.label), *fact.line))
                case Bars() if tables:
                    tables()
                    tables = None
                case _:  # other bars are in the same tables; the sheets beside have all the rest
                    pass

    def heading(self, text: str, level: int = 2) -> None:
        """A heading, after an empty row."""
        if self.row:
            self.space()
        size = {1: 20, 2: 14}.get(level, 12)
        self._across([(text, {})], bold=True, font_size=size, font_color=ACCENT)

    def line(self, line: Line, indent: int = 0, before: str = "") -> None:
        """A line of text; bars are left out, since numbers are beside them."""
        parts: list[tuple[str, dict[str, Any]]] = [(before, {})] if before else []
        parts += [(part.text, _look(part)) for part in line if not isinstance(part, Bar)]
        if parts:
            self._across(parts, indent=indent)

    def space(self) -> None:
        """An empty row, half as high as others."""
        self.sheet.worksheet.set_row(self.row, LINE / 2)
        self.row += 1

    def _cover(self, cover: Cover) -> None:
        self.heading(cover.title, 1)
        self._across([(cover.subtitle, {})], font_color=QUIET, font_size=12)
        between = quiet("·")
        facts = [(between, label(fact.label), *fact.line) for fact in cover.facts]
        self.line(tuple(part for fact in facts for part in fact)[1:])

    def _list(self, block: List) -> None:
        if block.title:
            self.space()
            self.line(block.title)
        for item in block.items:
            self._item(item)

    def _item(self, item: Item) -> None:
        self.line(item.line, 1, f"{item.number}." if item.number else "•")
        for below in item.below:
            if isinstance(below, Facts):
                for fact in below.facts:
                    self.line(line(label(fact.label), *fact.line), 3)

    def _across(self, parts: Sequence[tuple[str, dict[str, Any]]], **properties: Any) -> None:
        """Write a text across all columns, in a row that is as high as it needs."""
        last = len(self.sheet.widths) - 1
        if last:
            style = self.sheet.book.style(**properties)
            self.sheet.worksheet.merge_range(self.row, 0, self.row, last, "", style)
        self.sheet.rich(self.row, 0, parts, **properties)
        size = properties.get("font_size", 11) / 11
        width = (sum(self.sheet.widths) - 2 * properties.get("indent", 0)) / size
        lines = line_count(run_together(text for text, _own in parts), width)
        height = min(self.sheet.book.line * size * lines + 3, TALLEST)
        self.sheet.worksheet.set_row(self.row, height)
        self.row += 1


def on_one_sheet(page: Iterable[Block], with_sheets: frozenset[str]) -> Iterator[Block]:
    """The blocks of `page` that a `TextSheet` can write: lists in place of tables, headings above cards.

    What is below the headings with the ids `with_sheets` has sheets of its own and is left out.
    """
    heading = ""
    for block in page:
        if isinstance(block, Heading):
            heading = block.id or heading
        if heading in with_sheets:
            continue
        if isinstance(block, Table):
            yield _as_list(block)
        elif isinstance(block, Card):
            title = run_together(part.text for part in block.title if isinstance(part, Run))
            yield Heading(run_together([f"{block.number}." if block.number else "", title]), block.level)
            yield from block.body
        else:
            yield block


def _as_list(table: Table) -> List:
    """The rows of `table` as items, with the title of the column before each cell but the first."""
    titles = [labelled(column.title) for column in table.columns[1:]]
    return List(
        tuple(
            Item(
                (
                    *first,
                    *(
                        part
                        for title, cell in zip(titles, cells, strict=True)
                        for part in (label(title), *cell)
                    ),
                )
            )
            for first, *cells in table.rows
        )
    )


def _look(run: Run) -> dict[str, Any]:
    return _LOOKS.get(run.role, {})
