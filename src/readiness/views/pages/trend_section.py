"""The section of a comparison that shows more than two assessments by date."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from readiness.messages.catalogue import _
from readiness.views.blocks import (
    Block,
    Column,
    Heading,
    Line,
    Table,
    Track,
    Trend,
    joined,
    line,
    paragraph,
    strong,
)
from readiness.views.comparison import AssessmentView, Comparison
from readiness.views.numbers import Span

_SHOWN = 4
"""The most assessments in one table of dimensions: the first, and the last ones."""


def trend(comparison: Comparison) -> Iterator[Block]:
    """The overall and the dimensions at each date, if there are more than two."""
    if len(comparison.assessments) == 2:
        return
    yield Heading(_("Trend"), id="trend")
    yield _chart(comparison)
    yield _overall(comparison)
    yield from _dimensions(comparison)


def _chart(comparison: Comparison) -> Trend:
    assessments, overall = comparison.assessments, _("Overall")
    tracks = [Track(overall, tuple(_value(each.overall) for each in assessments))]
    for place, item in enumerate(assessments[-1].dimensions):
        values = tuple(_value(each.dimensions[place].score) for each in assessments)
        if any(values):
            tracks.append(Track(item.title, values))
    said = (
        _("{day}: {score}").format(day=each.title, score=each.overall.text if each.overall else _("no score"))
        for each in assessments
    )
    return Trend(
        caption=_(
            "The overall and the dimensions over time, open answers at their worst; shaded: up to where open"
            " answers could lift them"
        ),
        times=tuple(zip(_times(assessments), (each.title for each in assessments), strict=True)),
        tracks=tuple(tracks),
        ends=(f"{comparison.ends[0]:g}", f"{comparison.ends[1]:g}"),
        limits=tuple((cut.fill, cut.title) for cut in comparison.cuts),
        alternative=_("{title}: {values}.").format(title=overall, values=joined(said)),
    )


def _value(span: Span | None) -> tuple[float, float, str] | None:
    return (*span.fill, span.low.text) if span else None


def _times(assessments: Sequence[AssessmentView]) -> list[float]:
    """Where each assessment is on the way from the first to the last: by day or, without days, by place."""
    days = [datetime.date.fromisoformat(each.date).toordinal() for each in assessments if each.date]
    if len(days) < len(assessments) or days[0] == days[-1]:
        days = list(range(len(assessments)))
    return [(day - days[0]) / (days[-1] - days[0]) for day in days]


def _overall(comparison: Comparison) -> Table:
    changes = ["", *(step.change.text if step.change else "" for step in comparison.steps)]
    rows = zip(comparison.assessments, changes, strict=True)
    columns = (
        Column(_("Assessment")),
        Column(_("Overall"), number=True),
        Column(_("Difference"), number=True),
        Column(_("Answered"), number=True),
        Column(_("Level")),
    )
    return Table(
        columns,
        tuple(_assessment(each, change) for each, change in rows),
        _("The overall at each assessment"),
    )


def _assessment(each: AssessmentView, change: str) -> tuple[Line, ...]:
    return (
        line(strong(each.title)),
        line(each.overall.text if each.overall else _("no score")),
        line(change),
        line(each.coverage.text if each.coverage else ""),
        line(each.band),
    )


def _dimensions(comparison: Comparison) -> Iterator[Block]:
    every = comparison.assessments
    shown = every if len(every) <= _SHOWN else (every[0], *every[1 - _SHOWN :])
    rows = [
        (line(item.title), *(line(_score(each, place)) for each in shown))
        for place, item in enumerate(every[-1].dimensions)
    ]
    yield Table(
        (Column(_("Dimension")), *(Column(each.date or each.title, number=True) for each in shown)),
        tuple(rows),
        _("The dimensions at each assessment"),
    )
    if len(shown) < len(every):
        text = _("Of {count} assessments, the table has the first and the last {last}; a workbook has all.")
        yield paragraph(text.format(count=len(every), last=_SHOWN - 1))


def _score(assessment: AssessmentView, place: int) -> str:
    score = assessment.dimensions[place].score
    return score.text if score else _("no score")
