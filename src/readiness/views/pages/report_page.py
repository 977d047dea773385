"""The page of a report: the order of its sections, and the first of them, with the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from readiness.messages.catalogue import _
from readiness.views.blocks import (
    Bar,
    Block,
    Facts,
    Heading,
    Item,
    List,
    Page,
    bullets,
    fact,
    label,
    line,
    paragraph,
    strong,
)
from readiness.views.pages import action_sections, evidence_sections, score_sections
from readiness.views.pages.action_sections import task_line
from readiness.views.pages.case_blocks import case_facts
from readiness.views.report import Report


class Extent(NamedTuple):
    """How much of a report a page shows."""

    gaps: int
    """The number of gaps that are shown in detail."""
    complete: bool
    """Whether to show the further gaps (otherwise only their number), every answer and the profile."""


BRIEF = Extent(gaps=5, complete=False)
FULL = Extent(gaps=10, complete=True)


def report_page(report: Report, extent: Extent = FULL) -> Page:
    """`report` as blocks; `extent` says how much of it to show."""
    detailed = report.gaps[: extent.gaps]
    sections: tuple[Iterator[Block], ...] = (
        _opening(report),
        score_sections.dimensions(report),
        score_sections.risks(report),
        score_sections.opportunities(report),
        score_sections.flags(report),
        score_sections.contradictions(report),
        action_sections.gaps(report, detailed, complete=extent.complete),
        action_sections.roadmap(report),
        action_sections.pathways(report),
        action_sections.cases(detailed),
        evidence_sections.open_answers(report),
        evidence_sections.set_aside(report),
        evidence_sections.answers(report) if extent.complete else iter(()),
        evidence_sections.method(report),
    )
    return tuple(block for section in sections for block in section)


def _opening(report: Report) -> Iterator[Block]:
    verdict, overall = report.verdict, report.overall
    yield Heading(report.title, 1)
    yield paragraph(report.subtitle)
    title = _("Verdict: {verdict}").format(verdict=verdict.title)
    if verdict.level:
        title = _("Verdict: {verdict} ({level})").format(verdict=verdict.title, level=verdict.level)
    yield Heading(title)
    yield paragraph(
        label(_("Overall:")),
        strong(_("{score} {of}").format(score=overall.score.low.text, of=overall.scale)),
        Bar(*overall.score.fill),
        _("up to {high}").format(high=overall.score.high.text) if overall.score.is_open else "",
    )
    for remark in filter(None, (verdict.meaning, verdict.near, verdict.outlook)):
        yield paragraph(remark)
    yield bullets((blocker.text for blocker in verdict.blocked_by), title=line(strong(verdict.heading)))
    yield from _first(report)


def _first(report: Report) -> Iterator[Block]:
    """What to do first, and the case to learn from first."""
    if report.first:
        tasks = enumerate(report.first, start=1)
        items = tuple(Item(task_line(task), number=str(number)) for number, task in tasks)
        yield List(items, title=line(strong(_("Do first:"))))
    if report.lead:
        where, why = case_facts(report.lead)
        yield Facts((where, fact(_("Lesson:"), report.lead.case.lesson), why))
