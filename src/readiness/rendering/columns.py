"""A table in columns of a terminal, each as wide as the width allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from readiness.rendering.paragraphs import Piece, fold, text, width

_GAP = 2
_LEAST, _LONGEST = 12, 40
"""Columns that a long text needs at least to be read with ease, and up to which a word is kept whole."""

Row = Sequence[Sequence[Piece]]


def widths(rows: Sequence[Row], numbers: Sequence[bool], columns: int) -> list[int] | None:
    """How wide each column is in `columns`; None if there is no room for all of them.

    Numbers are not folded, and words are kept whole; of the rest the longest texts give way first.
    """
    wanted = [max(map(width, cells)) for cells in zip(*rows, strict=True)]
    found = [
        most if number else min(max(_longest_word(cells), _LEAST), most)
        for cells, number, most in zip(zip(*rows, strict=True), numbers, wanted, strict=True)
    ]
    room = columns - _GAP * (len(found) - 1) - sum(found)
    if room < 0:
        return None
    by_need = sorted(range(len(found)), key=lambda index: wanted[index] - found[index])
    for position, index in enumerate(by_need):
        more = min(wanted[index] - found[index], room // (len(found) - position))
        found[index] += more
        room -= more
    return found


def _longest_word(cells: Sequence[Sequence[Piece]]) -> int:
    return min(max((piece.width for cell in cells for piece in cell), default=0), _LONGEST)


def row(
    cells: Row, widths: Sequence[int], numbers: Sequence[bool], colours: dict[str, str] | None
) -> Iterator[str]:
    """The lines of one row."""
    folded = [fold(cell, wide) for cell, wide in zip(cells, widths, strict=True)]
    for parts in zip_longest(*folded, fillvalue=[]):
        line = ""
        for part, wide, number in zip(parts, widths, numbers, strict=True):
            blanks = " " * (wide - width(part))
            shown = text(part, colours)
            line += (blanks + shown if number else shown + blanks) + " " * _GAP
        yield line.rstrip()
