"""A plan with final texts and rounded numbers; its page and its JSON are made from it alone."""

from typing import NamedTuple

from readiness.views.numbers import Number, Span
from readiness.views.report import CoverView, Provenance
from readiness.views.report_advice import ActionView, ShownCase
from readiness.views.report_blockers import BlockerView
from readiness.views.report_markets import AssessedMarketView


class MoveView(NamedTuple):
    """One answer that gets better."""

    question: str
    title: str
    dimension: str
    dimension_id: str
    from_id: str
    """The id of the answer as it is; empty if the question is open."""
    from_number: str
    """The number of the level, as in the interview; empty for an answer without one."""
    from_text: str
    to_id: str
    to_number: str
    to_text: str


class PlanStepView(NamedTuple):
    """One action of a plan, in the order in which they can be done."""

    number: int
    title: str
    """The title of its question, or of the red flag whose action it is."""
    red_flag: bool
    action: ActionView
    moves: tuple[MoveView, ...]
    """What it improves: one answer, or several if it is the action of a red flag."""
    cost: float
    """What it takes, in the unit of the plan."""
    total: float
    """What it and all steps before it take."""
    days: int
    """The days until it can be done, counted from the day of the plan."""
    due: str
    """That day, as YYYY-MM-DD."""
    after: tuple[int, ...]
    """The numbers of the steps that must come before it."""
    evidence: tuple[str, ...]
    """What would prove the answers that it leads to."""
    case: ShownCase | None
    overall: Number
    """The overall after it and all steps before it."""
    verdict: str
    """The title of the band after it; empty if there is no verdict."""
    verdict_id: str | None
    exposure: bool
    """Whether it lowers an exposure, which adds no points."""
    lifts: tuple[str, ...]
    """The titles of the red flags that no longer apply after it."""

    def __repr__(self) -> str:
        return f"<PlanStepView {self.number}. {self.title}: {self.cost:g}>"


class BandWayView(NamedTuple):
    """What a band above the present one takes."""

    id: str
    title: str
    cost: float | None
    """The least effort; null if no steps to it were found."""
    proven: bool
    """Whether nothing cheaper can reach it, or nothing at all."""
    cost_in_words: str
    missing: tuple[BlockerView, ...]
    """What it lacks even after every step that is allowed; empty if it is within reach."""


class PlanEndView(NamedTuple):
    """Where the enterprise stands before or after the plan."""

    overall: Number | None
    """Null if nothing applies."""
    verdict: str
    """The title of the band, or a sentence that there is no verdict."""
    verdict_id: str | None


class RiskView(NamedTuple):
    """What is left of a risk before and after the plan."""

    id: str
    title: str
    before: Span
    """As a share, 0-1, like the residual risk of a dimension."""
    after: Span


class FlagLeftView(NamedTuple):
    """A red flag that stays after the plan."""

    id: str
    title: str
    certain: bool
    """Whether it applies; otherwise it cannot be ruled out while answers are open."""


class PlanReport(NamedTuple):
    """Everything that is shown about a plan."""

    title: str
    subtitle: str
    cover: CoverView
    language: str
    provenance: Provenance
    market: AssessedMarketView | None
    """The market that the plan is for; null if it is for the whole enterprise."""
    heading: str
    """What the plan is for."""
    summary: tuple[str, ...]
    """What the plan takes and where it leads, in sentences; the first one says the most."""
    aim_id: str | None
    """The id of the band to reach; null if only a budget counts."""
    aim: str
    """The title of this band; empty if there is none."""
    reached: bool
    """Whether the steps reach this band."""
    budget: float | None
    unit: str
    """What effort is counted in: `person-days`, or `effort` from 1 to 5 for each action."""
    cost: float
    cost_in_words: str
    proven: bool
    """Whether no other plan takes less or, within the budget, scores more."""
    days: int
    """The days until all steps can be done."""
    start: PlanEndView
    end: PlanEndView
    assumed: tuple[MoveView, ...]
    """The answers that are taken as given, though no action leads to them."""
    steps: tuple[PlanStepView, ...]
    bands: tuple[BandWayView, ...]
    """What each band above the present one takes."""
    obstacles: tuple[BlockerView, ...]
    """What stands between the enterprise and the band today, which the steps clear."""
    conditions: tuple[str, ...]
    """What was decided beforehand, in sentences."""
    risks: tuple[RiskView, ...]
    flags_left: tuple[FlagLeftView, ...]
    """The red flags that stay after the plan."""
    flags_in_words: tuple[str, ...]
    """The same in sentences, with what it takes to leave none."""
    remarks: tuple[str, ...]
    """What the plan leaves open, and how it was found."""

    @property
    def cases(self) -> tuple[ShownCase, ...]:
        """The cases that the steps refer to, each once."""
        return tuple({step.case.case.id: step.case for step in self.steps if step.case}.values())

    def __repr__(self) -> str:
        return f"<PlanReport {self.provenance.questionnaire}: {len(self.steps)} steps, {self.cost_in_words}>"
