"""A table in columns of a terminal, each as wide as the width allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from readiness.rendering.paragraphs import Piece, fold, text, width

_GAP = 2
_LEAST = 8
"""Columns below which text is not folded: it would be a column of syllables."""

Row = Sequence[Sequence[Piece]]


def widths(rows: Sequence[Row], numbers: Sequence[bool], columns: int) -> list[int] | None:
    """How wide each column is in `columns`; None if there is no room for all of them.

    Numbers are not folded; of the rest the widest give way first.
    """
    natural = [max(map(width, cells)) for cells in zip(*rows, strict=True)]
    texts = sorted((index for index, number in enumerate(numbers) if not number), key=lambda i: natural[i])
    room = columns - _GAP * (len(natural) - 1)
    room -= sum(natural[index] for index, number in enumerate(numbers) if number)
    found = list(natural)
    for position, index in enumerate(texts):
        share = room // (len(texts) - position)
        found[index] = min(natural[index], share)
        if found[index] < min(natural[index], _LEAST):
            return None
        room -= found[index]
    return found if room >= 0 else None


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
