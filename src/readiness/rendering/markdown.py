"""A page as Markdown that renders cleanly on GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import assert_never

from readiness.messages.characters import printable
from readiness.rendering.bars import drawn
from readiness.rendering.output import Output
from readiness.views.blocks import (
    Bar,
    Bars,
    Block,
    Break,
    Card,
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
    line,
    strong,
    with_gaps,
)

_BAR = 20
_BLANK = "_" * 48


def write(page: Iterable[Block], output: Output) -> str:
    """`page` as one Markdown document.

    Characters that the encoding lacks become references such as `&#20013;`, which render the same.
    """
    document = "\n".join(_blocks(page)).strip("\n") + "\n"
    return document.encode(output.encoding, "xmlcharrefreplace").decode(output.encoding)


# --- escaping: the only place ---------------------------------------------------------------

_SPECIAL = {character: f"\\{character}" for character in "\\`*_[]|~#$"}
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ESCAPES = str.maketrans({**_SPECIAL, **_HTML})


def text(value: str) -> str:
    """`value` as a line of running text; no markup, link, mention or table cell in it takes effect."""
    return _beginning(_escaped(value))


def _escaped(value: str) -> str:
    """The same, for text that does not begin a line."""
    value = printable(" ".join(value.split())).translate(_ESCAPES)
    value = re.sub(r"(?i)(https?|ftp|mailto|xmpp):", r"\1&#58;", value)
    value = re.sub(r"(?i)(www)\.", r"\1&#46;", value)
    value = re.sub(r":(?=[\w+-]+:)", "&#58;", value)
    return value.replace("@", "@&#8203;")


def _beginning(escaped: str) -> str:
    """`escaped`, for the beginning of a line: it starts no list and no underline there."""
    return re.sub(
        r"^([-+=]|\d(?=\d*[.)](?:\s|$)))", lambda found: f"&#{ord(found[0])};", escaped, flags=re.ASCII
    )


_MARKS_OF_ROLES = {"strong": "**", "label": "**", "alert": "**", "quiet": "*"}


def _inline(part: Run | Bar) -> str:
    if isinstance(part, Bar):
        return f"`{drawn(part, _BAR)}`"
    if part.role == "blank":
        return _BLANK
    # Nothing can be escaped in a span of code, so only text that needs no escape becomes one.
    if part.role == "code" and re.fullmatch(r"[\w.-]+", part.text):
        return f"`{part.text}`"
    if part.role == "note":
        return "<br>".join(map(_escaped, part.text.splitlines()))
    mark, written = _MARKS_OF_ROLES.get(part.role, ""), _escaped(part.text)
    shown = f"{mark}{written}{mark}" if written else ""
    return f"[{shown}](#{part.target})" if part.target else shown


def _anchor(id: str) -> str:
    """A place that links lead to; GitHub's own ids of headings would depend on the language."""
    return f'<a id="{id}"></a>' if id else ""


def _line(line: Line) -> str:
    return _beginning(_cell(line))


def _cell(line: Line) -> str:
    """`line` inside a row of a table, where nothing begins a line."""
    written = ""
    for gap, part in with_gaps(line):
        if shown := _inline(part):
            # Beside a full-width sign a mark would not take effect.
            is_marked = written.endswith("*") or shown.startswith("*")
            written += (" " if is_marked else gap) + shown if written else shown
    return written


# --- blocks -------------------------------------------------------------------------------------


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines of `blocks`, an empty one after each."""
    marks = _MARKS_OF_LISTS
    before: Block | None = None
    for block in blocks:
        # Two lists in a row would be one list if their marks were the same.
        follows = _is_list(before) and _is_list(block) and not (isinstance(block, List) and block.title)
        marks = _OTHER_MARKS if follows and marks == _MARKS_OF_LISTS else _MARKS_OF_LISTS
        yield from _block(block, marks)
        yield ""
        before = block


def _is_list(block: Block | None) -> bool:
    return isinstance(block, List | Facts)


# The mark before an item without a number, and the mark after the number of an item that has one.
_MARKS_OF_LISTS, _OTHER_MARKS = ("-", "."), ("*", ")")


def _block(block: Block, marks: tuple[str, str]) -> Iterable[str]:  # noqa: C901 (a case for each kind)
    match block:
        case Heading(text=title, level=level):
            return [f"{'#' * level} {_anchor(block.id)}{text(title)}"]
        case Cover():
            return _without_last_blank(_blocks(_cover(block)))
        case Break():
            return ["---"]
        case Contents():
            return _list(_contents(block), marks)
        case Scatter() | Timeline() | Trend():
            return []
        case Paragraph():
            return [_line(block.line)]
        case List():
            return _list(block, marks)
        case Facts(facts=facts):
            return [f"{marks[0]} {_line((label(fact.label), *fact.line))}" for fact in facts]
        case Table():
            return _table(block)
        case Bars():
            return _table(block.table())
        case Card():
            return _card(block)
    assert_never(block)


def _contents(contents: Contents) -> List:
    return List(tuple(Item((entry,)) for entry in contents.entries), line(strong(contents.title)))


def _cover(cover: Cover) -> Iterator[Block]:
    yield Heading(cover.title, 1)
    yield Paragraph(line(cover.subtitle))
    if cover.facts:
        yield Facts(cover.facts)


def _card(card: Card) -> Iterator[str]:
    number = f"{text(card.number)}. " if card.number else ""
    yield f"{'#' * card.level} {_anchor(card.id)}{number}{_line(card.title)}"
    yield ""
    yield from _without_last_blank(_blocks(card.body))


def _list(block: List, marks: tuple[str, str]) -> Iterator[str]:
    if block.title:
        yield _line(block.title)
        yield ""
    spread = any(isinstance(below, Paragraph) for item in block.items for below in item.below)
    counted = [item.number for item in block.items]
    # Markdown counts by itself from the first number, so other numbers become text.
    counts = all(re.fullmatch("[0-9]{1,9}", number) for number in counted) and all(
        int(after) == int(before) + 1 for before, after in pairwise(counted)
    )
    for position, item in enumerate(block.items):
        if spread and position:
            yield ""
        yield from _item(item, marks, counts=counts)


def _item(item: Item, marks: tuple[str, str], *, counts: bool) -> Iterator[str]:
    mark, text = f"{marks[0]} ", item.line
    if counts:
        mark = f"{item.number}{marks[1]} "
    elif item.number:
        text = (strong(f"{item.number}." if item.number.isdecimal() else item.number), *text)
    yield mark + _anchor(item.id) + _line(text)
    for block in item.below:
        if isinstance(block, Paragraph):
            yield ""
        for written in _block(block, _MARKS_OF_LISTS):
            yield f"{' ' * len(mark)}{written}" if written else ""


def _table(table: Table) -> Iterator[str]:
    yield _row(text(column.title) for column in table.columns)
    yield f"|{'|'.join(' ---: ' if column.number else ' --- ' for column in table.columns)}|"
    for row in table.rows:
        yield _row(map(_cell, row))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell or ' ' for cell in cells)} |"


def _without_last_blank(lines: Iterable[str]) -> Sequence[str]:
    """`lines` without an empty one at the end."""
    found = list(lines)
    return found[:-1] if found and not found[-1] else found
