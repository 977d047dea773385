"""A comparison as an Excel workbook: a summary, the changes, the dimensions, the trend and the plan."""

from __future__ import annotations

from xlsxwriter.chart import Chart

from readiness.messages.catalogue import _
from readiness.rendering.xlsx_book import ACCENT, PALE, RULE, Book, CellValue, Field, Sheet
from readiness.rendering.xlsx_pages import TextSheet, on_one_sheet
from readiness.rendering.xlsx_scores import both_ends, low_and_high, title_of_chart
from readiness.views.comparison import (
    AnswerChangeView,
    AssessmentView,
    ChangeView,
    Comparison,
    FollowUpView,
    PartChangeView,
    RestView,
)
from readiness.views.pages.comparison_page import comparison_page

_LOW = 2
"""The column of the sheet of assessments with the overall; beside it is what it could become."""


def comparison_xlsx(comparison: Comparison) -> bytes:
    """`comparison` as the content of an .xlsx file. The same comparison gives the same bytes."""
    book = Book(comparison)
    summary = book.add_sheet(_("Summary"))
    with_sheets = _WITH_SHEETS if comparison.plan else _WITH_SHEETS - {"plan"}
    TextSheet(summary, [110.0]).write(on_one_sheet(comparison_page(comparison), with_sheets))
    summary.worksheet.activate()
    _changes(book.add_sheet(_("Changes")), comparison.change)
    _dimensions(book.add_sheet(_("Dimensions")), comparison)
    _trend(book.add_sheet(_("Trend")), comparison)
    if comparison.plan:
        _plan(book.add_sheet(_("Planned actions")), comparison)
    return book.content()


_WITH_SHEETS = frozenset(("answers", "dimensions", "trend", "plan"))
"""The ids of the headings of what has a sheet of its own."""


def _changes(sheet: Sheet, change: ChangeView) -> None:
    fields = (
        Field(_("Dimension"), 22),
        Field(_("Question"), 28),
        Field(_("Then"), 42),
        Field(_("Now"), 42),
        Field(_("Adds to the overall"), 12, "number"),
        Field(_("Why nothing"), 36),
        Field(_("Question: id"), 28, printed=False),
        Field(_("Then: id"), 24, printed=False),
        Field(_("Now: id"), 24, printed=False),
    )
    sheet.whole_table(fields, (*map(_answer, change.answers), *map(_other, change.rest)), fixed=2)


def _answer(each: AnswerChangeView) -> tuple[CellValue, ...]:
    return (
        *(each.dimension, each.title, each.before.answer, each.after.answer, each.points, each.why),
        *(each.question, each.before.answer_id, each.after.answer_id),
    )


def _other(each: RestView) -> tuple[CellValue, ...]:
    return (each.dimension, each.title, "", "", each.points, "", "", "", "")


def _dimensions(sheet: Sheet, comparison: Comparison) -> None:
    fields = (
        Field(_("Dimension"), 32),
        *both_ends(_("Then")),
        *both_ends(_("Now")),
        Field(_("Difference"), 11, "number"),
        Field(_("Adds to the overall"), 12, "number"),
        Field(_("Level then"), 20),
        Field(_("Level now"), 20),
        Field(_("Id"), 18, printed=False),
    )
    change = comparison.change
    first, last = (comparison.assessments[place] for place in (0, -1))
    rows: list[tuple[CellValue, ...]] = [*map(_part, change.dimensions)]
    rows += [
        (each.title, None, None, None, None, None, each.points, "", "", "")
        for each in change.rest
        if not each.dimension_id
    ]
    ends = (*low_and_high(first.overall), *low_and_high(last.overall))
    rows.append((_("Overall"), *ends, change.change, change.change, first.band, last.band, "overall"))
    sheet.whole_table(fields, rows)


def _part(part: PartChangeView) -> tuple[CellValue, ...]:
    ends = (*low_and_high(part.before), *low_and_high(part.after))
    return (part.title, *ends, part.change, part.points, part.band_before, part.band_after, part.id)


def _trend(sheet: Sheet, comparison: Comparison) -> None:
    """A row for each assessment."""
    fields = (
        Field(_("Assessment"), 18),
        Field(_("Day"), 12, "date"),
        *both_ends(_("Overall")),
        Field(_("Answered"), 11, "percent"),
        Field(_("Level"), 20),
        *both_ends(_("As proven")),
        *(Field(item.title, 14, "number") for item in comparison.assessments[-1].dimensions),
    )
    end = sheet.whole_table(fields, map(_assessment, comparison.assessments))
    if len(comparison.assessments) > 2:
        where = {"object_position": 1, "description": _("The overall at each assessment")}
        sheet.worksheet.insert_chart(end + 1, 0, _chart(sheet, comparison), where)
        sheet.worksheet.print_area(0, 0, end + _CHART_ROWS, len(fields) - 1)


_CHART_ROWS = 18
"""The rows that the chart below the table of assessments covers."""


def _chart(sheet: Sheet, comparison: Comparison) -> Chart:
    """The overall at each assessment, and what it could become where answers are open."""
    count, (low, high) = len(comparison.assessments), comparison.ends
    is_open = any(each.overall and each.overall.is_open for each in comparison.assessments)
    chart = sheet.book.add_chart("line")
    lines = [(_("Overall"), _LOW, ACCENT), *([(_("Up to"), _LOW + 1, PALE)] if is_open else [])]
    for name, column, colour in lines:
        chart.add_series(
            {
                "name": name,
                "categories": [sheet.name, 1, 0, count, 0],
                "values": [sheet.name, 1, column, count, column],
                "line": {"color": colour, "width": 2.25},
                "marker": {"type": "circle", "size": 6, "fill": {"color": colour}},
                "data_labels": {"value": column == _LOW, "position": "above", "font": {"size": 9}},
            }
        )
    chart.set_title(title_of_chart(_("The overall at each assessment")))
    chart.set_y_axis({"min": low, "max": high, "major_gridlines": {"visible": True, "line": {"color": RULE}}})
    chart.set_legend({"position": "bottom", "font": {"size": 9}} if is_open else {"none": True})
    return chart


def _assessment(each: AssessmentView) -> tuple[CellValue, ...]:
    return (
        *(each.title, each.date, *low_and_high(each.overall), each.coverage, each.band),
        *low_and_high(each.proven),
        *(item.score.low if item.score else None for item in each.dimensions),
    )


def _plan(sheet: Sheet, comparison: Comparison) -> None:
    fields = (
        Field(_("No."), 6, "whole"),
        Field(_("For"), 28),
        Field(_("Dimension"), 22),
        Field(_("From"), 36),
        Field(_("Led to"), 36),
        Field(_("Now"), 36),
        Field(_("By"), 12, "date"),
        Field(_("Outcome"), 20),
        Field(_("Late"), 8),
        Field(_("Id"), 28, printed=False),
    )
    sheet.whole_table(fields, map(_planned, comparison.plan), fixed=2)


def _planned(each: FollowUpView) -> tuple[CellValue, ...]:
    return (
        *(each.number, each.title, each.dimension, each.start, each.goal, each.now, each.due, each.outcome),
        *(_("yes") if each.late else "", each.question),
    )
