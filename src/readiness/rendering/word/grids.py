"""Tables: how wide their columns are, and their rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from readiness.messages.characters import display_width, run_together
from readiness.rendering.bars import cell_counts
from readiness.rendering.word.markup import Element, element, safe, text_run
from readiness.rendering.word.palette import ACCENT, COULD, EMPTY, LATIN
from readiness.views.blocks import Bar, Column, Line, Table

_CHARACTER = 104
"""The width of a character of a table, in twips, generously."""
_GAP = 230
_BAR_COLUMN, _TITLE_COLUMN = 2900, 2900
"""The widths of the first columns of a table with bars: fixed, so that bars are below each other."""
_MOST_WORD = 18
"""A longer word may be broken at the end of a line."""
_SPLIT_FROM = 1200
"""Rows with more characters than this may be split between pages, since they may not fit on one."""
_FEW_ROWS, _FEW_CHARACTERS = 12, 900
"""A table of at most so many rows and characters is kept on one page."""
_CELLS, _COLOURS = 56, (ACCENT, COULD, EMPTY)


def bar_runs(bar: Bar) -> list[Element]:
    """`bar` as blanks on a ground: as far as it is filled, could be filled, and is empty.

    A ground needs no font that has blocks, prints sharp, and is edited by typing; a screen reader reads the
    number beside it.
    """
    coloured = [
        (count, colour) for count, colour in zip(cell_counts(bar, _CELLS), _COLOURS, strict=True) if count
    ]
    runs = [text_run(" " * count, "", *_ground(colour)) for count, colour in coloured]
    # Blanks at the end of a line have no ground, so the last one is a no-break space.
    return [*runs, text_run("\u00a0", "", *_ground(coloured[-1][1]))]


def _ground(colour: str) -> list[Element]:
    # The font is named, so that a bar has the same length in a letterhead with other fonts.
    return [
        element("w:rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=LATIN, cs=LATIN),
        element("w:sz", val=15),
        element("w:szCs", val=15),
        element("w:shd", val="clear", color="auto", fill=colour),
    ]


def column_widths(table: Table, whole: int) -> list[int]:
    """The widths of the columns, in twips, of a table that is `whole` wide."""
    columns = [
        _Measure(column, [row[place] for row in table.rows]) for place, column in enumerate(table.columns)
    ]
    barred = any(column.bars for column in columns)
    least = [_TITLE_COLUMN if barred and not place else column.least for place, column in enumerate(columns)]
    wanted = [0.0 if barred and not place else column.wanted for place, column in enumerate(columns)]
    if not any(wanted):  # nothing but numbers beside the titles
        wanted = [float(column.number) if barred else 1.0 for column in table.columns]
    rest = whole - sum(least)
    if rest < 0:
        return [width * whole // sum(least) for width in least]
    whole_wanted = sum(wanted) or 1.0
    return [width + int(rest * want / whole_wanted) for width, want in zip(least, wanted, strict=True)]


class _Measure:
    """How much space a column needs (`least`, in twips) and how eagerly it takes more (`wanted`)."""

    def __init__(self, column: Column, cells: Sequence[Line]) -> None:
        self.bars = any(isinstance(part, Bar) for cell in cells for part in cell)
        texts = list(map(_plain, cells))
        words = [
            word
            for text in ([column.title] if column.number else [column.title, *texts])
            for word in text.split()
        ]
        parts = [*words, *texts] if column.number else words
        longest = min(max(map(display_width, parts), default=0), _MOST_WORD)
        self.least = _BAR_COLUMN if self.bars else longest * _CHARACTER + _GAP
        lengths = [display_width(text) for text in texts if text] or [0]
        typical = max(sum(lengths) / len(lengths), display_width(column.title) / 2, 4)
        # Less than in proportion to the text: columns of short texts should not be broken into many lines.
        self.wanted = 0.0 if self.bars or column.number else float(min(typical, 300) ** 0.6)


def _plain(cell: Line) -> str:
    return run_together("" if isinstance(part, Bar) else part.text for part in cell)


Cell = Callable[[Line, Column, Column | None, bool], list[Element]]
"""Makes the paragraphs of a cell from its text, its column, the column before, and whether it is a header."""


def grid(table: Table, whole: int, style: str, indent: int, cell: Cell) -> Element:
    """`table` as an element; its cells are made by `cell`."""
    found = column_widths(table, whole - indent)
    properties = element(
        "w:tblPr",
        element("w:tblStyle", val=style),
        element("w:tblW", w=sum(found), type="dxa"),
        element("w:tblInd", w=indent, type="dxa"),
        element("w:tblLayout", type="fixed"),
        element(
            "w:tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1
        ),
    )
    if table.caption:
        properties.append(element("w:tblCaption", val=safe(table.caption)))
    lines = element("w:tblGrid", *(element("w:gridCol", w=width) for width in found))
    made = element("w:tbl", properties, lines)
    columns = list(zip(table.columns, (None, *table.columns), strict=False))
    header = [cell((), column, before, True) for column, before in columns]
    made.append(_row(header, found, is_header=True))
    lengths = [sum(len(_plain(each)) for each in row) for row in table.rows]
    for row, length in zip(table.rows, lengths, strict=True):
        contents = [cell(each, *both, False) for each, both in zip(row, columns, strict=True)]
        made.append(_row(contents, found, whole=length < _SPLIT_FROM))
    if len(lengths) <= _FEW_ROWS and sum(lengths) <= _FEW_CHARACTERS:
        _keep_together(made)
    return made


def _keep_together(made: Element) -> None:
    """Keep each row of a table on one page with the next one."""
    for row in list(made.iterchildren("{*}tr"))[:-1]:
        for paragraph in row.iter("{*}p"):
            paragraph.get_or_add_pPr().get_or_add_keepNext()


def _row(
    contents: Sequence[Sequence[Element]],
    widths: Sequence[int],
    *,
    is_header: bool = False,
    whole: bool = True,
) -> Element:
    properties = element("w:trPr")
    if whole:
        properties.append(element("w:cantSplit"))
    if is_header:
        properties.append(element("w:tblHeader"))
    made = element("w:tr", *([properties] if len(properties) else []))
    for content, width in zip(contents, widths, strict=True):
        made.append(element("w:tc", element("w:tcPr", element("w:tcW", w=width, type="dxa")), *content))
    return made
