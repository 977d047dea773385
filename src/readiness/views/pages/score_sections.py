"""The sections of a report about scores: dimensions, risks, opportunities, red flags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.messages.catalogue import _
from readiness.views.blocks import (
    Bar,
    BarRow,
    Bars,
    Block,
    Column,
    Fact,
    Facts,
    Heading,
    Item,
    Line,
    List,
    Table,
    alert,
    bullets,
    fact,
    in_brackets,
    joined,
    label,
    line,
    nested,
    paragraph,
    quiet,
    strong,
)
from readiness.views.numbers import Span
from readiness.views.pages.action_sections import action_runs
from readiness.views.pages.case_blocks import case_facts
from readiness.views.report import DimensionView, FlagView, GapView, OpportunityView, Report


def dimensions(report: Report) -> Iterator[Block]:
    """The score of every dimension, and of the parts of dimensions if there are any."""
    yield Heading(_("Dimensions"))
    yield _bars(report.dimensions)
    if report.parts:
        yield _bars(report.parts)
    if any(item.score.is_open for item in (*report.dimensions, *report.parts)):
        yield paragraph(quiet(_("Shaded: what open answers could still add.")))
    overall = report.overall
    means = _("Arithmetic mean {mean}; weakest dimension {minimum}; {coverage} of the weight answered.")
    yield paragraph(
        quiet(
            means.format(
                mean=overall.arithmetic.text, minimum=overall.minimum.text, coverage=overall.coverage.text
            )
        )
    )
    if overall.floor:
        floored = _("In the overall, each dimension counts as at least {floor}.")
        yield paragraph(quiet(floored.format(floor=overall.floor)))


def _bars(items: Sequence[DimensionView]) -> Bars:
    banded = any(item.band for item in items)
    columns = (Column(_("Dimension")), Column(_("Score"), number=True), Column(_("Answered"), number=True))
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
    )


def risks(report: Report) -> Iterator[Block]:
    """The exposure, control and residual of each risk, if there are any."""
    rows = tuple(
        (line(item.title), *map(_cell, (item.exposure, item.control, item.residual)))
        for item in report.dimensions
        if item.exposure and item.control and item.residual
    )
    if rows:
        yield Heading(_("Risks: exposure, control and what is left"), 3)
        numbers = (_("Exposure"), _("Control"), _("Residual risk"))
        yield Table((Column(_("Risk")), *(Column(title, number=True) for title in numbers)), rows)


def _cell(span: Span | None) -> Line:
    return line(span.text if span else "")


def opportunities(report: Report) -> Iterator[Block]:
    """How open each window is, what that means together with the overall score, and the first step."""
    if not report.opportunities:
        return
    yield Heading(_("Opportunity against readiness"))
    yield Bars(
        (
            Column(_("Window")),
            Column(_("Open"), number=True),
            Column(_("Used"), number=True),
            Column(_("Unused"), number=True),
            Column(_("Answered"), number=True),
        ),
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
    )
    yield List(tuple(map(_opportunity, report.opportunities)))


def _opportunity(item: OpportunityView) -> Item:
    step = (Facts(tuple(_step(item.step))),) if item.step else ()
    return Item(line(strong(_("{title}.").format(title=item.title)), item.reading), below=step)


def _step(gap: GapView) -> Iterator[Fact]:
    yield fact(_("First step:"), *(action_runs(gap.action) if gap.action else (gap.next,)))
    if gap.case:
        yield from case_facts(gap.case)


def contradictions(report: Report) -> Iterator[Block]:
    """Answers that cannot all be true."""
    if report.contradictions:
        yield Heading(_("Answers to check"))
        yield paragraph(
            _("These answers do not go together. They change no score; please look at them again.")
        )
        yield List(
            tuple(
                Item(line(item.message, quiet(in_brackets(joined(item.questions)))))
                for item in report.contradictions
            )
        )


def flags(report: Report) -> Iterator[Block]:
    """The red flags that apply or cannot be ruled out."""
    if report.flags or report.unchecked:
        yield Heading(_("Red flags"))
    if report.flags:
        yield List(tuple(map(_flag, report.flags)))
    if report.unchecked:
        yield bullets(report.unchecked, title=line(label(_("Not checked by the quick set:"))))


def _flag(flag: FlagView) -> Item:
    title = strong(_("{title}.").format(title=flag.title))
    if flag.certain:
        clear = paragraph(label(_("To clear it:")), *action_runs(flag.action))
        return Item(line(alert(title.text), flag.message), (paragraph(flag.status), clear))
    answer = paragraph(label(_("To rule it out, answer:")), joined(flag.open)) if flag.open else None
    below = (paragraph(flag.status), *((answer,) if answer else ()))
    return Item(line(title, label(_("Not ruled out:")), flag.message), below)
