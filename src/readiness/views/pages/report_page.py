"""The page of a report: the first page, then the body, then the appendix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from readiness.messages.catalogue import _
from readiness.views.blocks import Block, Break, Contents, Heading, Page, link
from readiness.views.pages import (
    action_sections,
    evidence_sections,
    market_section,
    peers_section,
    proof_sections,
    score_sections,
    sure_sections,
    target_section,
)
from readiness.views.pages.first_page import first_page, short_page
from readiness.views.report import Report


def report_page(report: Report, *, details: bool = True) -> Page:
    """`report` as blocks: everything or, without `details`, the first page and what was asked for besides."""
    if not details:
        return tuple(short_page(report))
    body = tuple(chain.from_iterable((*_body(report), *_appendix(report))))
    return (*first_page(report), Break(), _contents(body), *body)


def _body(report: Report) -> Iterator[Iterable[Block]]:
    yield score_sections.blockers(report)
    yield sure_sections.how_sure(report)
    yield score_sections.dimensions(report)
    yield score_sections.risks(report)
    yield score_sections.opportunities(report)
    yield score_sections.flags(report)
    yield score_sections.contradictions(report)
    yield market_section.markets_beside(report)
    yield peers_section.peers_beside(report)
    yield proof_sections.claimed_and_proven(report)
    yield target_section.targets(report)
    yield action_sections.roadmap(report)
    yield action_sections.gaps(report)
    yield action_sections.pathways(report)


def _appendix(report: Report) -> Iterator[Iterable[Block]]:
    yield action_sections.further_tasks(report)
    yield action_sections.further_gaps(report)
    yield action_sections.cases(report)
    yield proof_sections.documents(report)
    yield evidence_sections.open_answers(report)
    yield evidence_sections.set_aside(report)
    yield evidence_sections.answers(report)
    yield evidence_sections.method(report)


def _contents(blocks: Iterable[Block]) -> Contents:
    """The sections in `blocks`."""
    headings = (block for block in blocks if isinstance(block, Heading) and block.level == 2)
    return Contents(_("Contents"), tuple(link(heading.text, heading.id) for heading in headings))
