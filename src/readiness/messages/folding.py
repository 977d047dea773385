"""Fold text into lines that fit a terminal; a wide character counts as two columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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


# Characters that never begin a line, and characters that never end one.
_CLOSING = frozenset("，。、；：！？）》」』】〉〕”’…·,.;:!?)]}%")
_OPENING = frozenset("（《「『【〈〔“‘([{")


def pieces(text: str, style: str) -> Iterator[Piece]:
    """`text`, whose words have single blanks between them, as pieces."""
    for word in text.split(" "):
        if word.isascii():
            yield Piece(word, style, True, len(word))
        else:
            yield from _parts(word, style)


def pieces_of_lines(text: str, style: str) -> Iterator[Piece]:
    """The same for a text of several lines, each of which begins a line."""
    for number, line in enumerate(text.split("\n")):
        first, *others = pieces(line, style)
        yield first._replace(breaks=number > 0)
        yield from others


def _parts(word: str, style: str) -> Iterator[Piece]:
    """`word`, split around its wide characters."""
    part, width, last = "", 0, ""
    spaced = True
    for character in word:
        wide = display_width(character)
        apart = last and wide and character not in _CLOSING and last not in _OPENING
        if apart and (wide == 2 or display_width(last) == 2):
            yield Piece(part, style, spaced, width)
            part, width, spaced = "", 0, False
        part, width = part + character, width + wide
        last = character if wide else last
    yield Piece(part, style, spaced, width)


def fold_pieces(line: Iterable[Piece], columns: int) -> list[list[Piece]]:
    """`line` as lines of at most `columns`; at least one line, which may be empty."""
    lines: list[list[Piece]] = [[]]
    used = 0
    for piece in line:
        for part in (piece,) if piece.width <= columns else _cut(piece, columns):
            needed = part.width + (part.spaced and bool(lines[-1]))
            if part.breaks or (lines[-1] and used + needed > columns):
                lines.append([])
                used, needed = 0, part.width
            if part.text or lines[-1]:  # a second blank between words has no place at the start of a line
                lines[-1].append(part)
                used += needed
    return lines


def _cut(piece: Piece, columns: int) -> Iterator[Piece]:
    """Split a piece that is wider than a line into pieces that fit."""
    part, width, spaced, breaks = "", 0, piece.spaced, piece.breaks
    for character in piece.text:
        wide = display_width(character)
        if part and width + wide > columns:
            yield Piece(part, piece.style, spaced, width, breaks)
            part, width, spaced, breaks = "", 0, False, False
        part, width = part + character, width + wide
    yield Piece(part, piece.style, spaced, width, breaks)


def width(line: Iterable[Piece]) -> int:
    """Columns that the pieces take where lines begin only at breaks."""
    widest = used = 0
    for piece in line:
        used = piece.width if piece.breaks or not used else used + piece.width + piece.spaced
        widest = max(widest, used)
    return widest


_MARK = re.compile(r"-?\d+(?:\.\d+)?\. (?=.)", re.DOTALL)


def fold(text: str, columns: int, indent: int = 0) -> list[str]:
    """`text` in lines of at most `columns`, all of them `indent` blanks from the left.

    A line breaks at a line break, at a blank, beside a wide character, or inside a word too long for a line.
    After a number such as `12. `, later lines are indented to the text behind it. Blanks at both ends are
    removed. A line is longer only if not even one character fits.
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
