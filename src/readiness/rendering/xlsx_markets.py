"""The sheet of a workbook that sets markets beside each other, a row per market."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.messages.catalogue import _
from readiness.rendering.xlsx_book import CellValue, Field, Sheet
from readiness.rendering.xlsx_scores import both_ends, low_and_high
from readiness.views.report import Report
from readiness.views.report_markets import MarketView

_BROAD = 22
"""The width of a column whose title names a risk or a window."""


def write_markets(sheet: Sheet, report: Report) -> None:
    """Every market in the order of the report, with what it would need, then its scores."""
    risks = {risk.id: risk.title for item in report.markets for risk in item.risks}
    windows = {window.id: window.title for item in report.markets for window in item.windows}
    overall, highest = both_ends(_("Overall"))
    fields = (
        Field(_("Market"), 20),
        Field(_("Rank"), 8, "whole"),
        Field(_("Lies in"), 17),
        Field(_("Verdict"), 16),
        overall,
        Field(_("What is still missing"), 38),
        Field(_("Do first"), 32),
        Field(_("Ruled out by"), 22),
        Field(_("Red flags only here"), 20),
        Field(_("Answers that differ here"), 38),
        Field(_("Cannot be ruled out here"), 24, printed=False),
        highest._replace(printed=False),
        *(field._replace(width=_BROAD, printed=False) for field in _scores(risks, windows)),
        Field(_("Id"), 18, printed=False),
    )
    rows = (tuple(_row(item, list(risks), list(windows))) for item in report.markets)
    sheet.whole_table(fields, rows, fixed=1)


def _scores(risks: dict[str, str], windows: dict[str, str]) -> Iterator[Field]:
    """The columns of risks and windows; both are titles by id."""
    for title in risks.values():
        yield from both_ends(_("{title}: residual risk").format(title=title), "percent")
    for title in windows.values():
        yield from both_ends(_("{title}: open").format(title=title))
        yield Field(_("{title}: advice").format(title=title), 14)


def _row(item: MarketView, risks: list[str], windows: list[str]) -> Iterator[CellValue]:
    residuals = {risk.id: risk.residual for risk in item.risks}
    found = {window.id: window for window in item.windows}
    differing = _("{title}: {text}")
    lowest, highest = low_and_high(item.overall)
    certain, possible = (
        "\n".join(flag.title for flag in item.flags if flag.certain is is_certain)
        for is_certain in (True, False)
    )
    yield from (item.title, item.rank, item.place, item.verdict, lowest)
    yield "\n".join(blocker.text for blocker in item.blocked_by)
    yield item.first.action.text if item.first else ""
    yield from (item.showstopper, certain)
    yield "\n".join(differing.format(title=each.title, text=each.answer) for each in item.differing)
    yield from (possible, highest)
    for id in risks:
        yield from low_and_high(residuals.get(id))
    for id in windows:
        window = found.get(id)
        yield from low_and_high(window.fit if window else None)
        yield window.reading if window else ""
    yield item.id
