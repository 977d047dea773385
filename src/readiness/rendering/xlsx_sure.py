"""The sheet of a workbook on how sure the verdict is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from readiness.messages.catalogue import _
from readiness.rendering.xlsx_book import CellValue, Field, Sheet
from readiness.views.report_sure import (
    DrawnVerdictsView,
    HingeView,
    SensitivityView,
    ShiftView,
    WeightFlipView,
)


def write_sure(sheet: Sheet, view: SensitivityView) -> None:
    """The answers on which the verdict hangs and, if they were asked for, pairs, weights and draws below."""
    fields = (
        Field(_("Question"), 30),
        Field(_("Dimension"), 24),
        Field(_("Answer"), 40),
        Field(_("Direction"), 18),
        Field(_("One level away"), 40),
        Field(_("Verdict then"), 18),
        Field(_("Question: id"), 30, printed=False),
        Field(_("Another question: id"), 30, printed=False),
    )
    end = sheet.whole_table(fields, map(_hinge, view.hinges))
    for titles, rows in _further(view):
        sheet.header(end + 1, titles)
        end = sheet.rows(end + 2, titles, rows)
    sheet.worksheet.print_area(0, 0, end - 1, 5)


def _further(view: SensitivityView) -> Iterator[tuple[Sequence[Field], Iterable[Sequence[CellValue]]]]:
    """The further tables, in columns as wide as those of the first."""
    blank, verdict = Field("", 0), Field(_("Verdict then"), 0)
    if view.weights:
        numbers = (_("Weight now"), _("Verdict changes at"), _("Change needed"))
        columns = [Field(title, 0, "percent") for title in numbers]
        yield [Field(_("Dimension"), 0), blank, *columns, verdict], map(_flip, view.weights)
    if view.draws:
        numbers = (_("Verdict holds"), _("Lower"), _("Higher"))
        columns = [Field(title, 0, "percent") for title in numbers]
        yield [Field(_("What varies"), 0), blank, *columns], map(_drawn, view.draws.verdicts)
        yield [Field(view.draws.heading, 0, "line")], ((text,) for text in view.draws.parameters)
    if view.pairs and view.pairs.listed:
        titles = (_("One answer"), _("Direction"), _("Another answer"), _("Direction"))
        ids = (Field(_("Question: id"), 0), Field(_("Another question: id"), 0))
        columns = [Field(title, 0) for title in titles]
        yield [*columns, blank, verdict, *ids], map(_pair, view.pairs.listed)


def _hinge(hinge: HingeView) -> tuple[CellValue, ...]:
    (shift,) = hinge.shifts
    change = _change(shift)
    said = (shift.title, shift.dimension, shift.answer, change, shift.shifted, hinge.band)
    return *said, shift.question, None


def _pair(pair: HingeView) -> tuple[CellValue, ...]:
    one, other = pair.shifts
    said = (one.title, _change(one), other.title, _change(other))
    return *said, None, pair.band, one.question, other.question


def _change(shift: ShiftView) -> str:
    return _("one level higher") if shift.higher else _("one level lower")


def _flip(flip: WeightFlipView) -> tuple[CellValue, ...]:
    return flip.dimension, None, flip.share, flip.changed, flip.change, flip.band


def _drawn(drawn: DrawnVerdictsView) -> tuple[CellValue, ...]:
    return drawn.source, None, drawn.same, drawn.lower, drawn.higher
