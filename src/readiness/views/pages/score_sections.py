"""The sections of a report about scores: dimensions, risks, opportunities, red flags, contradictions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.analysis.readings import MUCH_UNUSED, OPEN_FROM, USED_FROM
from readiness.messages.catalogue import _
from readiness.messages.sentences import ended, some
from readiness.views.blocks import (
    Bar,
    BarRow,
    Bars,
    Block,
    Column,
    Curve,
    Heading,
    Item,
    Line,
    List,
    Point,
    Region,
    Scatter,
    Table,
    alert,
    bullets,
    first_of,
    in_brackets,
    joined,
    label,
    line,
    nested,
    paragraph,
    quiet,
    strong,
)
from readiness.views.build_scores import reading_in_short
from readiness.views.numbers import Span
from readiness.views.pages.action_sections import task_link
from readiness.views.report import (
    ContradictionView,
    DimensionView,
    FlagView,
    OpportunityView,
    OverallView,
    Report,
)

MOST = 3
"""The most blockers, red flags and contradictions, each, on the first page; the body lists all."""

RESIDUALS = (0.1, 0.2, 0.4)
"""The residual risks that the chart of risks has a curve for."""


def blockers(report: Report) -> Iterator[Block]:
    """All that blocks the next level, if the first page has no room for it."""
    verdict = report.verdict
    if len(verdict.obstacles) > MOST:
        title = _("What still blocks “{band}”").format(band=verdict.next)
        yield Heading(title if verdict.next else _("What a verdict still needs"), id="blockers")
        yield List(tuple(Item(line(text)) for text in verdict.obstacles))


def dimensions(report: Report) -> Iterator[Block]:
    """What to know about the scores on the first page, and the parts of dimensions if there are any."""
    if len(report.unscored) > MOST:
        yield Heading(_("Without a score"), id="without-score")
        yield from unscored(report, len(report.unscored))
    if not report.dimensions:
        return
    yield Heading(_("Dimensions"), id="dimensions")
    overall = report.overall
    yield paragraph(
        _compared(overall),
        _("Higher is better in every dimension; of a risk, the score is how well it is controlled."),
    )
    if overall.floor:
        floored = _("In the overall, each dimension counts as at least {floor}.")
        yield paragraph(floored.format(floor=overall.floor))
    yield from _points((*report.dimensions, *report.parts))
    if report.parts:
        yield dimension_bars(report.parts, _("Part"), _("The parts of the dimensions"))


def _compared(overall: OverallView) -> str:
    """What the overall can be compared with, and how much of it is answered."""
    coverage = overall.coverage.text if overall.coverage else ""
    if overall.arithmetic is None or overall.minimum is None:
        return _("{coverage} of the weight answered.").format(coverage=coverage)
    text = _("Arithmetic mean {mean}; weakest dimension {minimum}; {coverage} of the weight answered.")
    return text.format(mean=overall.arithmetic.text, minimum=overall.minimum.text, coverage=coverage)


def unscored(report: Report, most: int) -> Iterator[Block]:
    """The first `most` of the sections and windows in which nothing applies."""
    if report.unscored:
        titles = [_("“{title}”").format(title=item.title) for item in report.unscored]
        said = label(_("Without a score, because nothing in it applies:"))
        yield paragraph(said, *first_of(titles, most, "without-score"))


def _points(items: Sequence[DimensionView]) -> Iterator[Block]:
    """The points of those of `items` in which some do not apply."""
    said = [
        _("{title}: {points}").format(title=item.title, points=item.points.text)
        for item in items
        if item.points and item.points.text
    ]
    if said:
        yield bullets(said, title=line(strong(_("Points that apply:"))))


def dimension_bars(items: Sequence[DimensionView], title: str, caption: str) -> Bars:
    """The scores of `items` with bars; `title` says what they are."""
    banded = any(item.band for item in items)
    columns = (Column(title), Column(_("Score"), number=True), Column(_("Answered"), number=True))
    return Bars(
        (*columns, Column(_("Level"))) if banded else columns,
        tuple(
            BarRow(
                nested(item.title, item.depth),
                Bar(*item.score.fill),
                item.score.text,
                (item.coverage.text, item.band) if banded else (item.coverage.text,),
            )
            for item in items
        ),
        caption,
    )


# --- risks ------------------------------------------------------------------------------------------


def risks(report: Report) -> Iterator[Block]:
    """The exposure, control and residual of each risk, if there are any."""
    items = [item for item in report.dimensions if item.exposure and item.control and item.residual]
    if not items:
        return
    yield Heading(_("Risks: exposure, control and what is left"), id="risks")
    yield paragraph(
        _(
            "Exposure is neither fault nor merit: it says how much control is needed. The residual risk is"
            " what control leaves of it: exposure × (100% − control). Lower is better."
        )
    )
    yield _risk_chart(items)
    rows = tuple(
        (line(item.title), *map(_cell, (item.exposure, item.control, item.residual))) for item in items
    )
    numbers = (_("Exposure"), _("Control"), _("Residual risk"))
    columns = (Column(_("Risk")), *(Column(title, number=True) for title in numbers))
    yield Table(columns, rows, _("Exposure, control and residual of each risk"))


def _cell(span: Span | None) -> Line:
    return line(span.text if span else "")


def _risk_chart(items: Sequence[DimensionView]) -> Scatter:
    points = tuple(
        Point(
            item.title,
            item.exposure.fill,
            item.control.fill,
            at=(item.exposure.fill[1], item.control.fill[0]),
        )
        for item in items
        if item.exposure and item.control
    )
    said = (
        _("{title}: exposure {exposure}, control {control}, residual {residual}").format(
            title=item.title,
            exposure=item.exposure.text if item.exposure else "",
            control=item.control.text if item.control else "",
            residual=item.residual.text if item.residual else "",
        )
        for item in items
    )
    return Scatter(
        caption=_with_key(_("Exposure against control; along a curve the residual risk is the same"), points),
        x_title=_("Exposure"),
        y_title=_("Control"),
        points=points,
        curves=tuple(map(_residual_curve, RESIDUALS)),
        alternative=_("{points}.").format(points=joined(said)),
    )


def _with_key(caption: str, points: Sequence[Point]) -> str:
    """`caption`, and what a hollow mark means if there is one."""
    if not any(point.is_open for point in points):
        return caption
    return _("{caption}; hollow: at worst, with a bar to where open answers could move it").format(
        caption=caption
    )


def _residual_curve(residual: float) -> Curve:
    """Where exposure · (1 - control) is `residual`."""
    steps = (residual + (1 - residual) * step / 20 for step in range(21))
    label = _("residual {percent}%").format(percent=f"{100 * residual:g}")
    return Curve(label, tuple((exposure, 1 - residual / exposure) for exposure in steps))


# --- opportunities ----------------------------------------------------------------------------------


def opportunities(report: Report) -> Iterator[Block]:
    """How open each window is, what that means together with the verdict, and the first step."""
    if not report.opportunities:
        return
    yield Heading(_("Opportunity against readiness"), id="opportunities")
    if any(item.use for item in report.opportunities):
        yield _window_chart(report)
    titles = (_("Open"), _("Used"), _("Unused"), _("Answered"))
    yield Bars(
        (Column(_("Window")), *(Column(title, number=True) for title in titles)),
        tuple(
            BarRow(
                item.title,
                Bar(*item.fit.fill),
                item.fit.text,
                (
                    item.use.text if item.use else "",
                    item.unused.text if item.unused else "",
                    item.coverage.text,
                ),
            )
            for item in report.opportunities
        ),
        _("How open each window is, and how much of it is used"),
    )
    yield List(tuple(map(_opportunity, report.opportunities)))


def _opportunity(item: OpportunityView) -> Item:
    step = (label(_("First step: action")), *task_link(item.task)) if item.task else ()
    return Item(line(strong(ended(item.title)), item.reading, *step))


def _window_chart(report: Report) -> Scatter:
    items = [(item, item.use) for item in report.opportunities if item.use]
    points = tuple(
        Point(item.title, item.fit.fill, use.fill, at=(item.fit.fill[0], use.fill[0])) for item, use in items
    )
    said = (
        _("{title}: open {open}, used {used}, advice: {advice}").format(
            title=item.title, open=item.fit.text, used=use.text, advice=item.brief
        )
        for item, use in items
    )
    return Scatter(
        caption=_with_key(_("Openness against use, with the advice that follows from the verdict"), points),
        x_title=_("How open"),
        y_title=_("How much is used"),
        points=points,
        curves=_limits(report.verdict.ready),
        regions=_advice(report.verdict.ready),
        alternative=_("{points}.").format(points=joined(said)),
    )


def _limits(ready: bool | None) -> tuple[Curve, ...]:
    """The lines between windows that call for different things; nothing without a verdict."""
    if ready is None:
        return ()
    if not ready:
        used = Curve("", ((0.0, USED_FROM), (1.0, USED_FROM)))
        return (used, Curve("", ((OPEN_FROM, 0.0), (OPEN_FROM, USED_FROM))))
    # Between `act` and `keep`, what is open and not used is `MUCH_UNUSED`.
    steps = (OPEN_FROM + (1 - OPEN_FROM) * step / 20 for step in range(21))
    much = Curve("", tuple((openness, 1 - MUCH_UNUSED / openness) for openness in steps))
    return (Curve("", ((OPEN_FROM, 0.0), (OPEN_FROM, 1.0))), much)


def _advice(ready: bool | None) -> tuple[Region, ...]:
    """What a window in each part of the chart calls for; nothing without a verdict."""
    if ready is None:
        return ()
    if ready:
        return (
            Region(reading_in_short("use"), (0.0, 1.0)),
            Region(reading_in_short("act"), (OPEN_FROM, 1 - MUCH_UNUSED / OPEN_FROM)),
            Region(reading_in_short("keep"), (OPEN_FROM, 1.0)),
        )
    return (
        Region(reading_in_short("leave"), (0.0, USED_FROM)),
        Region(reading_in_short("prepare"), (OPEN_FROM, USED_FROM)),
        Region(reading_in_short("secure"), (0.0, 1.0)),
    )


# --- what to look at again --------------------------------------------------------------------------


def contradictions(report: Report) -> Iterator[Block]:
    """Answers that cannot all be true."""
    if report.contradictions:
        yield Heading(_("Answers to check"), id="check")
        yield paragraph(
            _("These answers do not go together. This changes no score; please look at them again.")
        )
        yield List(tuple(map(_contradiction, report.contradictions)))


def _contradiction(item: ContradictionView) -> Item:
    rests = (label(_("Red flags that rest on them:")), joined(some(item.flags))) if item.flags else ()
    return Item(line(item.message, quiet(in_brackets(joined(some(item.questions)))), *rests))


def flags(report: Report) -> Iterator[Block]:
    """The red flags that apply or cannot be ruled out."""
    if report.flags:
        yield Heading(_("Red flags"), id="red-flags")
        yield List(tuple(map(_flag, report.flags)))


def _flag(flag: FlagView) -> Item:
    title = strong(ended(flag.title))
    effect = line(quiet(flag.status), quiet(flag.condition))
    if flag.certain:
        clear = (label(_("To clear it: action")), *task_link(flag.task)) if flag.task else ()
        return Item(line(alert(title.text), flag.message, *effect, *clear))
    answer = (label(_("To rule it out, answer:")), joined(some(flag.open))) if flag.open else ()
    return Item(line(title, label(_("Not ruled out:")), flag.message, *effect, *answer))
