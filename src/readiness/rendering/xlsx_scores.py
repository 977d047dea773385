"""The sheet of all scores in a workbook, and the charts that are drawn from its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import NamedTuple

from xlsxwriter.chart import Chart

from readiness.messages.catalogue import _
from readiness.rendering.xlsx_book import ACCENT, PALE, QUIET, RULE, CellValue, Field, FieldKind, Sheet
from readiness.views.blocks import joined, nested
from readiness.views.numbers import Number, Span
from readiness.views.report import DimensionView, OpportunityView, Report

_TITLE, _SCORE, _EXPOSURE, _CONTROL, _SHARE = 0, 3, 9, 11, 15
"""The columns that charts refer to: titles, and the low end of each range; the high end is beside it."""


class Drawn(NamedTuple):
    """A chart, and what it shows in words, for those who cannot see it."""

    chart: Chart
    alternative: str


def write_scores(sheet: Sheet, report: Report) -> None:
    """All numbers of dimensions, of the sections below them, and of windows."""
    fields = (
        Field(_("Dimension"), 32),
        Field(_("Id"), 18),
        Field(_("Kind"), 16),
        *both_ends(_("Score")),
        Field(_("Scale from"), 9, "number"),
        Field(_("Scale to"), 9, "number"),
        Field(_("Answered"), 11, "percent"),
        Field(_("Level"), 20),
        *both_ends(_("Exposure"), "percent"),
        *both_ends(_("Control"), "percent"),
        *both_ends(_("Residual risk"), "percent"),
        *(both_ends(_("Share of its scale"), "percent") if _is_mixed(report) else ()),
        *(_points() if _is_set_aside(report) else ()),
    )
    items = (*report.dimensions, *report.parts)
    rows = (tuple(_dimension(item, shares=_is_mixed(report), points=_is_set_aside(report))) for item in items)
    end = sheet.whole_table(fields, rows)
    if report.opportunities:
        end = _windows(sheet, end + 1, report.opportunities)
    sheet.worksheet.print_area(0, 0, end - 1, len(fields) - 1)


def both_ends(title: str, kind: FieldKind = "number") -> tuple[Field, Field]:
    """Columns for both ends of a range."""
    low, high = _("{title}, low").format(title=title), _("{title}, high").format(title=title)
    return Field(low, 11, kind), Field(high, 11, kind)


def _is_mixed(report: Report) -> bool:
    """Whether dimensions have different scales, so that only their shares can be compared."""
    return len({item.ends for item in report.dimensions}) > 1


def _points() -> tuple[Field, ...]:
    """Columns for the points of a sum."""
    titles = (_("Points"), _("Points that apply"), _("Points set aside"))
    return tuple(Field(title, 11, "number") for title in titles)


def _is_set_aside(report: Report) -> bool:
    """Whether there is a sum in which some points do not apply."""
    return any(item.points and item.points.text for item in (*report.dimensions, *report.parts))


def _dimension(item: DimensionView, *, shares: bool, points: bool) -> Iterator[CellValue]:
    yield from (nested(item.title, item.depth), item.id, _kind(item.kind))
    yield from (*low_and_high(item.score), *item.ends, item.coverage, item.band)
    yield from (*low_and_high(item.exposure), *low_and_high(item.control), *low_and_high(item.residual))
    if shares:
        yield from item.score.fill
    if points:
        found = item.points
        yield from (found.reached.low, found.most, found.aside) if found else (None, None, None)


def _kind(id: str) -> str:
    """The kind of a section in words."""
    return {"capability": _("Capability"), "risk": _("Risk"), "opportunity": _("Window")}.get(id, id)


def low_and_high(span: Span | None) -> tuple[Number | None, Number | None]:
    """The cells of both ends of `span`; empty if there is none."""
    return (span.low, span.high) if span else (None, None)


def _windows(sheet: Sheet, row: int, items: Sequence[OpportunityView]) -> int:
    """The windows in a table of their own, with the numbers that dimensions have too in the same columns.

    Return the row below it.
    """
    fields = (
        Field(_("Window"), 0),
        Field(_("Id"), 0),
        Field(_("Kind"), 0),
        *both_ends(_("Open")),
        Field(_("Scale from"), 0, "number"),
        Field(_("Scale to"), 0, "number"),
        Field(_("Answered"), 0, "percent"),
        Field(_("Advice"), 0),
        *both_ends(_("Used")),
        *both_ends(_("Unused")),
    )
    rows = (
        (
            *(item.title, item.id, _kind("opportunity")),
            *(*low_and_high(item.fit), *item.ends, item.coverage, item.brief),
            *(*low_and_high(item.use), *low_and_high(item.unused)),
        )
        for item in items
    )
    sheet.header(row, fields)
    return sheet.rows(row + 1, fields, rows)


# --- charts -----------------------------------------------------------------------------------------


def score_charts(sheet: Sheet, report: Report) -> Iterator[Drawn]:
    """A bar chart of the dimensions and, if there are risks, exposure against control."""
    if report.dimensions:
        yield _bars(sheet, report)
    risks = [row for row, item in enumerate(report.dimensions, start=1) if item.exposure and item.control]
    if risks:
        yield _scatter(sheet, report, risks)


def _bars(sheet: Sheet, report: Report) -> Drawn:
    """The scores, in front of what they could become."""
    mixed, count = _is_mixed(report), len(report.dimensions)
    column = _SHARE if mixed else _SCORE
    low, high = (0.0, 1.0) if mixed else report.dimensions[0].ends
    chart = sheet.book.add_chart("bar")
    is_open = any(item.score.is_open for item in report.dimensions)
    series = [(_("Score"), column, ACCENT)]
    if is_open:  # the later series is in front
        series.insert(0, (_("Open answers could add"), column + 1, PALE))
    for name, place, colour in series:
        chart.add_series(
            {
                "name": name,
                "categories": [sheet.name, 1, _TITLE, count, _TITLE],
                "values": [sheet.name, 1, place, count, place],
                "fill": {"color": colour},
                "border": {"none": True},
                "gap": 60,
                "overlap": 100,
                "data_labels": {"value": place == column, "font": {"size": 9}},
            }
        )
    chart.set_title(title_of_chart(_("Dimensions: higher is better")))
    number = "0%" if mixed else "General"
    chart.set_x_axis({**_axis(low, high), "num_format": number})
    chart.set_y_axis({"reverse": True, "line": {"color": RULE}, "num_font": {"size": 9}, "crossing": "max"})
    chart.set_legend({"position": "bottom", "font": {"size": 9}} if is_open else {"none": True})
    said = (
        _("{title}: {score}").format(title=item.title, score=item.score.text) for item in report.dimensions
    )
    return Drawn(chart, _("{points}.").format(points=joined(said)))


def _scatter(sheet: Sheet, report: Report, risks: Sequence[int]) -> Drawn:
    """Exposure against control, a point per risk, with open answers at their worst."""
    chart = sheet.book.add_chart("scatter")
    said = []
    for row, marker in zip(risks, cycle(_MARKERS), strict=False):
        item = report.dimensions[row - 1]
        assert item.exposure
        assert item.control
        chart.add_series(
            {
                "name": [sheet.name, row, _TITLE],
                "categories": [sheet.name, row, _EXPOSURE + 1, row, _EXPOSURE + 1],
                "values": [sheet.name, row, _CONTROL, row, _CONTROL],
                "marker": {
                    "type": marker,
                    "size": 9,
                    "fill": {"color": ACCENT},
                    "border": {"color": "#FFFFFF"},
                },
            }
        )
        words = _("{title}: exposure {exposure}, control {control}")
        said.append(words.format(title=item.title, exposure=item.exposure.text, control=item.control.text))
    chart.set_title(title_of_chart(_("Risks: exposure against control")))
    chart.set_x_axis({**_axis(0, 1), "num_format": "0%", "name": _("Exposure"), "name_font": _NAME})
    chart.set_y_axis({**_axis(0, 1), "num_format": "0%", "name": _("Control"), "name_font": _NAME})
    chart.set_legend({"position": "bottom", "font": {"size": 9}})
    return Drawn(chart, _("{points}.").format(points=joined(said)))


_MARKERS = ("circle", "square", "diamond", "triangle", "x", "plus", "star")
"""Shapes tell the points apart for colour-blind readers and in print; titles beside them would overlap."""
_NAME = {"size": 9, "bold": False, "color": QUIET}


def title_of_chart(text: str) -> dict[str, object]:
    """How the title of a chart looks."""
    return {"name": text, "name_font": {"size": 11, "bold": True}, "overlay": False}


def _axis(low: float, high: float) -> dict[str, object]:
    return {
        "min": low,
        "max": high,
        "major_gridlines": {"visible": True, "line": {"color": RULE, "width": 0.5}},
        "line": {"color": RULE},
        "num_font": {"size": 9},
    }
