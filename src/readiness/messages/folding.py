"""Fold text into lines that fit a terminal; a wide character counts as two columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from readiness.messages.characters import display_width


class Piece(NamedTuple):
    """A part that is never split: a word, or a wide character with the marks that belong to it."""

    text: str
    style: str
    """The style of the text it comes from."""
    spaced: bool
    """Whether a blank comes before it when it does not begin a line."""
    width: int
    breaks: bool = False
    """Whether it begins a line, because its author began one there."""
    kept: bool = False
    """Whether no line begins with it unless one line cannot hold it and what it is kept with."""


# Characters that never begin a line, and characters that never end one.
_CLOSING = frozenset("，。、；：！？）》」』】〉〕”’…·,.;:!?)]}%")
_OPENING = frozenset("（《「『【〈〔“‘([{")

_HAN = "[\u4e00-\u9fff]"
_TOGETHER = re.compile(
    rf"\d+年(?:\d+月(?:\d+日)?)?|\d+月\d+日|\d+{_HAN}|\d[\d.,]*%?～\d(?:[\d.,]*\d)?"
    r"|\[[^\[\]]{,40}\]|.",
    re.DOTALL,
)
"""A date, another number with the character written to it, a range, a default; else one character."""
_COUNTED = re.compile(rf"\d{_HAN}")
_SHORT = 12
"""The widest text that is kept whole after its label."""
_MARKS = re.compile(r"(?<=\w[-./])(?=\w)|(?<=[年月])(?=\d)", re.ASCII)
"""Where an id, a path or a date is cut that is too long for a line."""


def pieces(text: str, style: str) -> Iterator[Piece]:
    """`text`, whose words have single blanks between them, as pieces."""
    before = ""
    for word in text.split(" "):
        if word.isascii():
            yield Piece(word, style, True, len(word))
        else:
            first, *others = _parts(word, style)
            yield first._replace(kept=_COUNTED.fullmatch(before[-1:] + word[:1]) is not None)
            yield from others
        before = word


def pieces_of_lines(text: str, style: str) -> Iterator[Piece]:
    """The same for a text of several lines, each of which begins a line."""
    for number, line in enumerate(text.split("\n")):
        first, *others = pieces(line, style)
        yield first._replace(breaks=number > 0)
        yield from others


def labelled_pieces(label: Iterable[Piece], text: Sequence[Piece]) -> Iterator[Piece]:
    """`label` and the `text` after it, so that the label is whole and has at least some text beside it."""
    first, *others = label
    yield first
    is_short = sum(piece.width + piece.spaced for piece in text) <= _SHORT
    for number, piece in enumerate((*others, *text)):
        beside = number <= len(others) or is_short
        yield piece._replace(kept=piece.kept or beside)


def _parts(word: str, style: str) -> Iterator[Piece]:
    """`word`, split around its wide characters."""
    part, width, last = "", 0, ""
    spaced = True
    for together in _TOGETHER.findall(word):
        wide = display_width(together)
        apart = last and wide and together not in _CLOSING and last not in _OPENING
        if apart and (display_width(together[0]) == 2 or len(together) > 1 or display_width(last) == 2):
            yield Piece(part, style, spaced, width)
            part, width, spaced = "", 0, False
        part, width = part + together, width + wide
        last = together[-1] if wide else last
    yield Piece(part, style, spaced, width)


def fold_pieces(line: Iterable[Piece], columns: int) -> list[list[Piece]]:
    """`line` as lines of at most `columns`; at least one line, which may be empty."""
    lines: list[list[Piece]] = [[]]
    used = 0
    for group, wide in _groups(line, columns):
        gap = group[0].spaced and bool(lines[-1])
        if group[0].breaks or (lines[-1] and used + gap + wide > columns):
            lines.append([])
            used, gap = 0, False
        if group[0].text or lines[-1]:  # a second blank between words has no place at the start of a line
            lines[-1] += group
            used += gap + wide
    return lines


def _groups(line: Iterable[Piece], columns: int) -> Iterator[tuple[list[Piece], int]]:
    """The pieces of `line` that no line parts, and their width: at most `columns`."""
    group: list[Piece] = []
    used = 0
    for piece in line:
        if group and piece.kept and used + piece.spaced + piece.width <= columns:
            group.append(piece)
            used += piece.spaced + piece.width
            continue
        if group:
            yield group, used
        *cut, last = (piece,) if piece.width <= columns else _cut(piece, columns)
        yield from (([part], part.width) for part in cut)
        group, used = [last], last.width
    if group:
        yield group, used


def _cut(piece: Piece, columns: int) -> Iterator[Piece]:
    """Split a piece that is wider than a line into pieces that fit, at its marks if it has any."""
    text, begin, used, mark = piece.text, 0, 0, 0
    marks = {found.start() for found in _MARKS.finditer(text)}
    for at, character in enumerate(text):
        wide = display_width(character)
        if at in marks:
            mark = at
        if at > begin and used + wide > columns:
            end = mark if mark > begin else at
            yield _part_of(piece, begin, end)
            begin, used = end, display_width(text[end:at])
        used += wide
    yield _part_of(piece, begin, len(text))


def _part_of(piece: Piece, begin: int, end: int) -> Piece:
    text = piece.text[begin:end]
    if begin:
        return Piece(text, piece.style, False, display_width(text))
    return piece._replace(text=text, width=display_width(text))


def width(line: Iterable[Piece]) -> int:
    """Columns that the pieces take where lines begin only at breaks."""
    widest = used = 0
    for piece in line:
        used = piece.width if piece.breaks or not used else used + piece.width + piece.spaced
        widest = max(widest, used)
    return widest


_MARK = re.compile(r"(?:-?\d+(?:\.\d+)?\.|[-?:]) (?=.)", re.DOTALL)


def fold(text: str, columns: int, indent: int = 0) -> list[str]:
    """`text` in lines of at most `columns`, all of them `indent` blanks from the left.

    A line breaks at a line break, at a blank, beside a wide character, or inside a word too long for a line:
    in an id or a path after one of its marks. A date in Chinese and a number with its unit stay whole.
    After a mark such as `12. ` or `- `, later lines are indented to the text behind it. Blanks at both ends
    are removed. A line is longer only if not even one character fits.
    """
    text = text.strip(" ")
    mark = _MARK.match(text)
    number = mark[0] if mark else ""
    margin = indent + len(number)
    before = " " * indent + number
    lines = []
    for line in fold_pieces(pieces_of_lines(text[len(number) :], ""), columns - margin):
        lines.append((before + unfolded(line)).rstrip())
        before = " " * margin
    return lines


def unfolded(line: Iterable[Piece]) -> str:
    """The pieces as one line."""
    return "".join(
        f"{' ' if piece.spaced and number else ''}{piece.text}" for number, piece in enumerate(line)
    )
