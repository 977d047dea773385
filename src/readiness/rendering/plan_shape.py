"""What the JSON of a plan holds; the JSON Schema is derived from it, as for a report."""

from typing import Annotated, Final, Literal, TypedDict

from readiness.rendering.report_shape import Added, Covered, Digest, IsoDay, MadeFrom, Reason
from readiness.views.plan_report import (
    BandWayView,
    FlagLeftView,
    MoveView,
    PlanEndView,
    PlanStepView,
    RiskView,
)
from readiness.views.report_advice import CaseView
from readiness.views.report_blockers import BlockerView
from readiness.views.report_markets import AssessedMarketView

PLAN_VERSION: Final = 1


class PlannedFor(TypedDict):
    """The answers that the plan is made for."""

    digest: Digest
    """SHA-256 of their content."""
    date: IsoDay | None
    """The day of the answers, as stated in their file."""
    respondent: str | None
    quick: bool
    """Whether only the quick set of questions counts."""


class PlanShape(TypedDict):
    """A plan for one enterprise. Later versions of the program may add fields."""

    schema_version: Literal[1]
    """The version of this format."""
    program_version: str
    built_on: IsoDay
    """The day on which the plan begins."""
    language: str
    """The language of its texts, such as `en`; ids and keys are the same in every language."""
    questionnaire: MadeFrom
    answers: PlannedFor
    cover: Covered
    market: AssessedMarketView | None
    """The market that the plan is for; null if it is for the whole enterprise."""
    heading: str
    """What the plan is for."""
    summary: list[str]
    """What the plan takes and where it leads, in sentences."""
    aim_id: str | None
    """The id of the band to reach; null if only a budget counts."""
    aim: str
    """The title of this band; empty if there is none."""
    reached: bool
    """Whether the steps reach this band."""
    budget: float | None
    """What may be spent; null if nothing was said."""
    unit: Literal["person-days", "effort"]
    """What effort is counted in: person-days, or the effort of each action from 1 to 5."""
    cost: float
    """What all steps take."""
    proven: bool
    """Whether no other plan takes less or, within the budget, scores more."""
    days: int
    """The days until all steps can be done."""
    start: PlanEndView
    end: PlanEndView
    assumed: list[MoveView]
    """The answers that are taken as given, though no action leads to them."""
    steps: list[PlanStepView]
    """The steps, in the order in which they can be done."""
    bands: list[BandWayView]
    """What each band above the present one takes."""
    obstacles: list[BlockerView]
    """What stands between the enterprise and the band today, which the steps clear."""
    conditions: list[str]
    """What was decided beforehand, in sentences."""
    risks: list[RiskView]
    """What is left of each risk before and after the plan."""
    flags_left: list[FlagLeftView]
    """The red flags that stay after the plan."""
    remarks: list[str]
    """What the plan leaves open, and how it was found."""
    cases: list[Annotated[CaseView, Added(Reason)]]
    """The cases that the steps name, in full."""
