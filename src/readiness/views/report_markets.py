"""The part of a report on markets: the records that its writers show."""

from __future__ import annotations

from typing import NamedTuple

from readiness.analysis.readings import Reading
from readiness.views.explanation import AsideView
from readiness.views.numbers import Span
from readiness.views.report_advice import TaskView
from readiness.views.report_blockers import BlockerView


class AssessedMarketView(NamedTuple):
    """The market that a whole report is about."""

    title: str
    """In the words of the user."""
    option: str
    """The id of the option of the profile that it lies in."""
    place: str
    """This option in words."""
    showstopper: str
    """What rules it out; empty if nothing does."""


class MarketRiskView(NamedTuple):
    """One risk in one market, in shares from 0 to 1."""

    id: str
    title: str
    exposure: Span
    control: Span
    residual: Span


class MarketWindowView(NamedTuple):
    """One window of opportunity in one market."""

    id: str
    title: str
    fit: Span
    """How open it is, on its scale."""
    reading_id: Reading
    reading: str
    """`reading_id` in one or two words."""


class MarketFlagView(NamedTuple):
    """A red flag that applies in one market, or cannot be ruled out there, and not so for the enterprise."""

    id: str
    title: str
    certain: bool
    """Whether it applies; false if it cannot be ruled out."""


class MarketAnswerView(NamedTuple):
    """An answer of one market that is not the shared one."""

    question: str
    title: str
    dimension: str
    answer: str
    shared: str


class MarketView(NamedTuple):
    """One market beside the others."""

    id: str
    title: str
    option: str
    """The id of the option of the profile that it lies in."""
    place: str
    """This option in words."""
    showstopper: str
    """What rules it out; empty if nothing does."""
    rank: int | None
    """Its place, from 1, which equals share; null if it is ruled out or has no verdict."""
    band: str | None
    """The id of the band; null if there is no verdict."""
    verdict: str
    """The title of the band, or that there is no verdict."""
    overall: Span | None
    """Null if nothing applies."""
    next_id: str | None
    """The id of the next band; null if there is none."""
    next: str | None
    heading: str
    """The words that introduce `blocked_by`."""
    blocked_by: tuple[BlockerView, ...]
    """What the next band or a verdict still needs there."""
    risks: tuple[MarketRiskView, ...]
    windows: tuple[MarketWindowView, ...]
    flags: tuple[MarketFlagView, ...]
    first: TaskView | None
    """What to do first there; null if there is nothing to do, or the market is ruled out."""
    task: int | None
    """The number of the same action among the tasks of the enterprise; null if it is none of these."""
    differing: tuple[MarketAnswerView, ...]
    """Its answers that are not the shared ones."""
    ignored: tuple[AsideView, ...]
    """Its answers to questions that are not asked there."""

    def __repr__(self) -> str:
        return f"<MarketView {self.id}: {self.verdict}, {len(self.differing)} answers differ>"
