"""A cohort as an Excel workbook: a summary, and a sheet for each table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from readiness.messages.catalogue import _
from readiness.rendering.xlsx_book import Book, CellValue, Field, Sheet
from readiness.rendering.xlsx_pages import TextSheet, on_one_sheet
from readiness.views.blocks import Bars, Block, Item, List, line, quiet, strong
from readiness.views.cohort import Cohort, CountView, HeatMapView, QuartilesView, RoundsView
from readiness.views.pages.cohort_page import cohort_first_page, moved_firms

_LOW, _MIDDLE = "#F4B183", "#FFFFFF"
"""The colours of the lowest and the middle median; the highest has a pale form of the accent."""
_HIGH = "#9DC3E6"


def cohort_xlsx(cohort: Cohort) -> bytes:
    """`cohort` as the content of an .xlsx file. The same cohort gives the same bytes."""
    book = Book(cohort)
    summary = book.add_sheet(_("Summary"))
    TextSheet(summary, [110.0]).write(on_one_sheet(_with_lists(cohort_first_page(cohort)), frozenset()))
    summary.worksheet.activate()
    if cohort.firms is None:
        return book.content()
    _bands(book.add_sheet(_("Verdict")), cohort)
    if cohort.rounds is not None:
        _rounds(book.add_sheet(_("Earlier round")), cohort.rounds)
    _scores(book.add_sheet(_("Scores")), cohort)
    _groups(book.add_sheet(_("Groups")), cohort)
    _help(book.add_sheet(_("Who needs help")), cohort)
    _counts(book.add_sheet(_("Gaps")), _("Question"), cohort.gaps)
    _counts(book.add_sheet(_("Not known")), _("Question"), cohort.unknown)
    _counts(book.add_sheet(_("Red flags")), _("Red flag"), cohort.flags)
    _counts(book.add_sheet(_("Contradictions")), _("Contradiction"), cohort.contradictions)
    _alphas(book.add_sheet(_("Alpha")), cohort)
    _method(book.add_sheet(_("Method")), cohort)
    return book.content()


def _with_lists(page: Iterable[Block]) -> Iterator[Block]:
    """`page` with the rows of bars as items: their numbers without what is drawn."""
    for block in page:
        if isinstance(block, Bars):
            yield List(
                tuple(
                    Item(line(f"{row.title}:", strong(row.value), *map(quiet, row.more)))
                    for row in block.rows
                )
            )
        else:
            yield block


def _bands(sheet: Sheet, cohort: Cohort) -> None:
    fields = (
        Field(_("Verdict"), 28),
        Field(_("Firms"), 10, "whole"),
        Field(_("Share"), 10, "percent"),
        Field(_("Remark"), 14),
        Field(_("Id"), 20, printed=False),
    )
    rows = (
        (each.title, each.firms, each.share, _hidden(each.firms), each.id or None) for each in cohort.bands
    )
    sheet.whole_table(fields, rows)


def _hidden(firms: int | None) -> str:
    return _("hidden") if firms is None else ""


def _rounds(sheet: Sheet, rounds: RoundsView) -> None:
    """What became of the firms, and below how far the median firm moved."""
    fields = (
        Field(_("Since the earlier round"), 34),
        Field(_("Firms"), 10, "whole"),
        Field(_("The median firm moved by"), 14, "number"),
        Field(_("Remark"), 14),
        Field(_("Id"), 20, printed=False),
    )
    moved = ((title, firms, None, _hidden(firms), None) for title, firms in moved_firms(rounds))
    medians = ((each.title, None, each.median, "", each.id) for each in rounds.measures)
    sheet.whole_table(fields, (*moved, *medians))


def _scores(sheet: Sheet, cohort: Cohort) -> None:
    fields = (
        Field(_("Dimension"), 34),
        Field(_("Side"), 20),
        Field(_("A quarter below"), 12, "number"),
        Field(_("Half below"), 12, "number"),
        Field(_("A quarter above"), 12, "number"),
        Field(_("Scale from"), 9, "number"),
        Field(_("Scale to"), 9, "number"),
        Field(_("Id"), 20, printed=False),
    )
    sheet.whole_table(fields, map(_quartiles, cohort.quartiles))


def _quartiles(each: QuartilesView) -> tuple[CellValue, ...]:
    """A row; shares are percentages, so that all numbers of a column can have one format."""
    values = (each.lower, each.median, each.upper)
    if each.kind not in ("exposure", "control", "residual"):
        return (each.title, each.kind_title, *values, *each.ends, each.id)
    percent = (None if value is None else round(100 * value.value) for value in values)
    return (each.title, _("{title} (%)").format(title=each.kind_title), *percent, 0, 100, each.id)


def _groups(sheet: Sheet, cohort: Cohort) -> None:
    """All groups below each other, with colours within each column beside the numbers."""
    fields = (
        Field(_("Fact"), 22),
        Field(_("Group"), 34),
        Field(_("Firms"), 9, "whole"),
        Field(_("Remark"), 10),
        *(Field(each.title, 13, "number") for each in cohort.columns),
        Field(_("Fact: id"), 16, printed=False),
        Field(_("Group: id"), 22, printed=False),
    )
    rows = [row for each in cohort.maps for row in _group_rows(each)]
    everybody = (_("All firms"), None, cohort.firms, "")
    rows.append((*everybody, *(each.median for each in cohort.columns), None, None))
    end = sheet.whole_table(fields, rows, fixed=2)
    if cohort.columns and rows:
        sheet.worksheet.conditional_format(
            *(1, 4, end - 1, 3 + len(cohort.columns)),
            {
                "type": "3_color_scale",
                "min_type": "num",
                "mid_type": "num",
                "max_type": "num",
                **dict(zip(("min_value", "mid_value", "max_value"), _thirds(cohort), strict=True)),
                "min_color": _LOW,
                "mid_color": _MIDDLE,
                "max_color": _HIGH,
            },
        )


def _thirds(cohort: Cohort) -> tuple[float, float, float]:
    low, high = cohort.ends
    return low, (low + high) / 2, high


def _group_rows(each: HeatMapView) -> Iterator[tuple[CellValue, ...]]:
    for row in each.rows:
        medians = (cell.median for cell in row.cells)
        yield (each.title, row.title, row.firms, _hidden(row.firms), *medians, each.id, row.id or None)


def _help(sheet: Sheet, cohort: Cohort) -> None:
    fields = (
        Field(cohort.help_by or _("Group"), 34),
        Field(_("Firms"), 9, "whole"),
        Field(_("Need help: at least"), 12, "whole"),
        Field(_("Need help: at most"), 12, "whole"),
        Field(_("Id"), 22, printed=False),
    )
    rows = ((each.title, each.firms, each.fewest, each.most, each.id or None) for each in cohort.help)
    sheet.whole_table(fields, rows)


def _counts(sheet: Sheet, title: str, found: Sequence[CountView]) -> None:
    fields = (
        Field(title, 60),
        Field(_("Dimension"), 24),
        Field(_("Firms: at least"), 9, "whole"),
        Field(_("Firms: at most"), 9, "whole"),
        Field(_("Of"), 9, "whole"),
        Field(_("Share"), 9, "percent"),
        Field(_("Id"), 30, printed=False),
    )
    rows = (
        (each.title, each.dimension, each.firms, each.most, each.of, each.share, each.id) for each in found
    )
    sheet.whole_table(fields, rows)


def _alphas(sheet: Sheet, cohort: Cohort) -> None:
    fields = (
        Field(_("Dimension"), 34),
        Field(_("Questions"), 10, "whole"),
        Field(_("Firms"), 10, "whole"),
        Field(_("Alpha"), 9, "number"),
        Field(_("Alpha, low"), 9, "number"),
        Field(_("Alpha, high"), 9, "number"),
        Field(_("Take care"), 24),
        Field(_("Id"), 20, printed=False),
    )
    rows = (
        (each.title, each.questions, each.firms, each.alpha, each.low, each.high, each.hint, each.id)
        for each in cohort.alphas
    )
    sheet.whole_table(fields, rows)


def _method(sheet: Sheet, cohort: Cohort) -> None:
    sheet.whole_table((Field(_("How this is calculated"), 110),), ((text,) for text in cohort.method))
