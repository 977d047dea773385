"""The first sheet of a workbook: the first page of the report, with numbers in its tables, and charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from readiness.messages.catalogue import _
from readiness.rendering.xlsx_book import CellValue, Field, Sheet
from readiness.rendering.xlsx_pages import TextSheet
from readiness.rendering.xlsx_scores import Drawn
from readiness.views.blocks import line, quiet
from readiness.views.numbers import Number, Span
from readiness.views.pages.first_page import first_page
from readiness.views.report import Report

_WIDTHS = (38.0, *([13.0] * 7))
_WIDE, _HIGH = 440, 300
"""The size of a chart, in pixels."""
_ROW = 20
"""The height of an empty row, in pixels."""


def write_summary(sheet: Sheet, report: Report, charts: Iterable[Drawn]) -> None:
    """Fill the `sheet`; the `charts` are side by side below the text."""
    page = TextSheet(sheet, _WIDTHS)
    page.write(first_page(report), lambda: _tables(page, report))
    page.row += 1
    for place, (chart, alternative) in enumerate(charts):
        chart.set_size({"width": _WIDE, "height": _HIGH})
        where = {"x_offset": 4 + place * (_WIDE + 6), "object_position": 1, "description": alternative}
        sheet.worksheet.insert_chart(page.row, 0, chart, where)
    last = page.row + _HIGH // _ROW
    sheet.worksheet.print_area(0, 0, last, len(_WIDTHS) - 1)
    sheet.worksheet.set_portrait()
    sheet.worksheet.fit_to_pages(1, 1)
    sheet.worksheet.activate()


def _tables(page: TextSheet, report: Report) -> None:
    """What the bars of the first page show, as numbers."""
    if report.overall.score:
        _overall(page, report, report.overall.score)
        _dimensions(page, report)
    if report.opportunities:
        _windows(page, report)
    spans = [item.score for item in report.dimensions] + [item.fit for item in report.opportunities]
    if any(span.is_open for span in spans):
        page.line(line(quiet(_("Open answers are taken at their worst; “up to” takes them at their best."))))


def _overall(page: TextSheet, report: Report, score: Span) -> None:
    overall = report.overall
    numbers = (
        (_("Score"), score.low),
        (_("Up to"), _up_to(score)),
        (_("Scale from"), overall.ends[0]),
        (_("Scale to"), overall.ends[1]),
        *(((_("Arithmetic mean"), overall.arithmetic),) if overall.arithmetic else ()),
        *(((_("Weakest dimension"), overall.minimum),) if overall.minimum else ()),
    )
    fields = (
        Field(_("Overall"), 0),
        *(Field(title, 0, "number") for title, _value in numbers),
        Field(_("Answered"), 0, "percent"),
    )
    _table(page, fields, [(_("All dimensions"), *(value for _title, value in numbers), overall.coverage)])


def _dimensions(page: TextSheet, report: Report) -> None:
    banded = any(item.band for item in report.dimensions)
    titles = (_("Answered"), _("Exposure"), _("Control"), _("Residual risk"))
    fields = (
        Field(_("Dimension"), 0),
        Field(_("Score"), 0, "number"),
        Field(_("Up to"), 0, "number"),
        *(Field(title, 0, "percent") for title in titles),
        Field(_("Level") if banded else "", 0),
    )
    rows = [
        (
            *(item.title, item.score.low, _up_to(item.score), item.coverage),
            item.exposure and item.exposure.high,
            item.control and item.control.low,
            item.residual and item.residual.high,
            item.band,
        )
        for item in report.dimensions
    ]
    _table(page, fields, rows)


def _windows(page: TextSheet, report: Report) -> None:
    fields = (
        Field(_("Window"), 0),
        Field(_("Open"), 0, "number"),
        Field(_("Up to"), 0, "number"),
        Field(_("Answered"), 0, "percent"),
        Field(_("Used"), 0, "number"),
        Field("", 0),
        Field(_("Advice"), 0, "line"),
        Field("", 0),
    )
    rows = [
        (
            *(item.title, item.fit.low, _up_to(item.fit), item.coverage),
            *(item.use and item.use.low, None, item.brief, None),
        )
        for item in report.opportunities
    ]
    _table(page, fields, rows)


def _up_to(span: Span) -> Number | None:
    """What open answers could raise a score to; nothing if there are none."""
    return span.high if span.is_open else None


def _table(page: TextSheet, fields: Sequence[Field], rows: Iterable[Sequence[CellValue]]) -> None:
    page.space()
    page.sheet.header(page.row, fields)
    page.row = page.sheet.rows(page.row + 1, fields, rows)
