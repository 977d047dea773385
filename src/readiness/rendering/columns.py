"""Lay out a table in columns that fit a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from readiness.messages.folding import Piece, fold_pieces, width
from readiness.rendering.colours import Paint
from readiness.rendering.painting import painted

_GAP = 2
_LEAST, _LONGEST = 12, 40
"""The narrowest column in which a long text is easy to read, and the longest word that is kept whole."""

_SHORT = 6
"""The longest title in wide characters that is not folded."""

Row = Sequence[Sequence[Piece]]


def widths(rows: Sequence[Row], numbers: Sequence[bool], columns: int) -> list[int] | None:
    """The width of each column of a table; None if the table does not fit into `columns`.

    The first row is the header. If there is too little room, titles above numbers are folded first, then the
    longest texts; numbers are not folded, and words are kept whole.
    """
    by_column = list(zip(*rows, strict=True))
    widest = [max(map(width, cells)) for cells in by_column]
    found = [
        min(
            most,
            max(
                _longest_word(cells),
                _least_of_title(cells[0]),
                max(map(width, cells[1:]), default=0) if number else _LEAST,
            ),
        )
        for cells, number, most in zip(by_column, numbers, widest, strict=True)
    ]
    room = columns - _GAP * (len(found) - 1)
    if sum(widest) <= room:
        return widest
    room -= sum(found)
    if room < 0:
        return None
    texts = [index for index, number in enumerate(numbers) if not number]
    for position, index in enumerate(sorted(texts, key=lambda index: widest[index] - found[index])):
        more = min(widest[index] - found[index], room // (len(texts) - position))
        found[index] += more
        room -= more
    return found


def _least_of_title(title: Sequence[Piece]) -> int:
    """The columns that a title in wide characters needs: a short one stands in a line, others in two."""
    whole = width(title)
    if all(piece.text.isascii() for piece in title):
        return 0
    return whole if whole <= _SHORT else (whole + 1) // 2 + 1


def folds(rows: Sequence[Row], widths: Sequence[int]) -> bool:
    """Whether a text in `rows`, below the header, is wider than its column."""
    return any(width(cell) > wide for row in rows[1:] for cell, wide in zip(row, widths, strict=True))


def _longest_word(cells: Sequence[Sequence[Piece]]) -> int:
    return min(max((piece.width for cell in cells for piece in cell), default=0), _LONGEST)


def row(cells: Row, widths: Sequence[int], numbers: Sequence[bool], paint: Paint) -> Iterator[str]:
    """The lines of one row."""
    folded = [fold_pieces(cell, wide) for cell, wide in zip(cells, widths, strict=True)]
    for parts in zip_longest(*folded, fillvalue=[]):
        line = ""
        for part, wide, number in zip(parts, widths, numbers, strict=True):
            blanks = " " * (wide - width(part))
            shown = painted(part, paint)
            line += (blanks + shown if number else shown + blanks) + " " * _GAP
        yield line.rstrip()
