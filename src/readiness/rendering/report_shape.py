"""What the JSON of a report holds, where that is not just the records of the report.

The writer, `rendering/json.py`, promises these types, and the JSON Schema is derived from them. A record in
them stands for an object with its fields; inside a record, `REPLACED` says what stands for some types.
"""

from typing import Annotated, Any, Final, Literal, NamedTuple, TypedDict

from readiness.analysis.readings import Reading
from readiness.views.explanation import AsideView, ExplanationRow
from readiness.views.numbers import Number, PointsView, Span
from readiness.views.report import (
    AnswerView,
    ContradictionView,
    FlagView,
    GapView,
    OpenView,
    TargetView,
    UnscoredView,
)
from readiness.views.report_advice import CaseView, PathwayView, PhaseView, ShownCase, StagesView, TaskView
from readiness.views.report_blockers import BlockerView
from readiness.views.report_markets import AssessedMarketView, MarketView
from readiness.views.report_peers import PeersView
from readiness.views.report_proof import ProofView
from readiness.views.report_sure import SensitivityView

SCHEMA_VERSION: Final = 2


class Rule(NamedTuple):
    """A keyword of the schema of a value, beside its type."""

    keyword: str
    value: Any


class Added(NamedTuple):
    """Fields that an object has beside those of its record."""

    fields: type
    """A typed dictionary of them."""


Share = Annotated[float, Rule("minimum", 0), Rule("maximum", 1)]
IsoDay = Annotated[str, Rule("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Digest = Annotated[str, Rule("pattern", "^[0-9a-f]{64}$")]


class Reason(TypedDict):
    """Why a case is shown."""

    reason: str
    """Why it is shown, where it is named first."""


class MadeFrom(TypedDict):
    """The questionnaire that was answered."""

    id: str
    title: str
    version: str
    digest: Digest
    """SHA-256 of its content."""


class Given(TypedDict):
    """The answers that were scored."""

    digest: Digest
    """SHA-256 of their content."""
    date: IsoDay | None
    """The day of the answers, as stated in their file."""
    respondent: str | None
    coverage: Share | None
    """The share of the weight that is answered; null if nothing applies."""
    quick: bool
    """Whether only the quick set of questions counts."""


class Covered(TypedDict):
    """Whose report it is and for whom."""

    enterprise: str | None
    prepared_by: str | None
    prepared_for: str | None
    confidentiality: str | None


class ScaleEnds(TypedDict):
    """The scale of a score."""

    minimum: float
    """The lowest score."""
    maximum: float
    """The highest score."""


class ScoreRange(TypedDict):
    """A score and what it could become."""

    score: float
    """The score; the same as `low`."""
    low: float
    """With every open answer at its worst."""
    high: float
    """With every open answer at its best."""
    displayed: str
    """As people see it, rounded."""


class Ends(TypedDict):
    """A number, and the range that open answers leave it."""

    low: float
    """With the open answers that make it lowest."""
    high: float
    """With the open answers that make it highest."""
    displayed: str
    """As people see it, rounded."""


class NamedCase(TypedDict):
    """A case by its id; the case itself is listed once, under `cases`."""

    id: str
    reason: str
    """Why it is shown."""


class ScoreOrNone(TypedDict):
    """A score and what it could become; all of it is null if nothing applies."""

    score: float | None
    """The score; the same as `low`."""
    low: float | None
    """With every open answer at its worst."""
    high: float | None
    """With every open answer at its best."""
    displayed: str | None
    """As people see it, rounded."""


class OverallShape(ScoreOrNone):
    """The overall score and the verdict."""

    scale: ScaleEnds
    arithmetic: float | None
    """The arithmetic mean of the dimensions; null if nothing applies or the overall is a sum."""
    minimum: float | None
    """The score of the weakest dimension; null if nothing applies or the overall is a sum."""
    points: PointsView | None
    """The points behind the score, if it is a sum that leaves out what does not apply; otherwise null."""
    band: str | None
    """The id of the band; null if there is no verdict."""
    band_title: str
    """The title of the band, or a sentence that there is no verdict."""
    next_id: str | None
    """The id of the next band; null if there is none."""
    next: str | None
    """The title of the next band; null if there is none."""
    blocked_by: list[BlockerView]
    """What the next band or a verdict still needs."""
    near_ids: list[str]
    """In a quick assessment close to a limit: the ids of the bands that the full verdict may lie in;
    otherwise empty."""
    near: str | None
    """The bands of `near_ids` in words; null if there are none."""
    outlook_id: str | None
    """The id of the band that would be reached if every open answer turned out best; null if it is
    the same."""
    outlook: str | None
    """The band of `outlook_id` in words; null if there is none."""


class DimensionShape(ScoreRange):
    """One dimension."""

    id: str
    kind: str
    """As in the questionnaire, such as `capability` or `risk`."""
    title: str
    scale: ScaleEnds
    coverage: Share
    """The share of its weight that is answered."""
    band_id: str | None
    """The id of the level that it reached; null if it has no levels of its own."""
    band: str | None
    """The title of this level; null if there is none."""
    exposure: Ends | None
    """Of a risk, 0-1; otherwise null."""
    control: Ends | None
    """Of a risk, 0-1; otherwise null."""
    residual: Ends | None
    """Of a risk, 0-1: exposure that control leaves; otherwise null."""
    points: PointsView | None
    """The points behind the score, if it is a sum that leaves out what does not apply; otherwise null."""


class PartShape(DimensionShape):
    """A section below a dimension."""

    depth: int
    """How many levels below the dimensions it is, from 1."""


class OpportunityShape(ScoreRange):
    """A window of opportunity; its score is how open it is."""

    id: str
    title: str
    scale: ScaleEnds
    coverage: Share
    """The share of its weight that is answered."""
    use: Ends | None
    """How much of it is used, on its scale; null if that is not asked."""
    unused: Ends | None
    """What is open and not used, on its scale; null if use is not asked."""
    reading_id: Reading
    """What to do about it."""
    reading: str
    """`reading_id` in words."""
    task: int | None
    """The number of the task that is the first step to use it more; null if there is none."""


class ProfileFact(TypedDict):
    """One fact of the profile of the enterprise."""

    title: str
    value: str


class ExplanationShape(ScoreRange):
    """How one score was calculated."""

    id: str
    title: str
    way: str
    """The name of the formula."""
    equation: str
    """The formula with its numbers and its result."""
    parts: list[ExplanationRow]
    """The inputs of the formula, in its order."""
    aside: list[AsideView]
    """The questions that do not count, and why."""
    below: list["ExplanationShape"]
    """The explanations of the parts, if these are sections or sides."""


class Always(TypedDict):
    """The fields that every report has."""

    schema_version: Literal[2]
    """The version of this format."""
    program_version: str
    built_on: IsoDay
    """The day of the report."""
    language: str
    """The language of its texts, such as `en`; ids and keys are the same in every language."""
    questionnaire: MadeFrom
    answers: Given
    cover: Covered
    overall: OverallShape
    dimensions: list[DimensionShape]
    parts: list[PartShape]
    """The sections below the dimensions, if there are any."""
    unscored: list[UnscoredView]
    """The sections and windows in which nothing applies, without those inside others."""
    opportunities: list[OpportunityShape]
    market: AssessedMarketView | None
    """The market that the whole report is about; null if it is about the enterprise."""
    markets: list[MarketView]
    """The markets beside each other: those that can be ranked, the best first, then those without a verdict,
    then those that are ruled out."""
    peers: PeersView | None
    """The enterprise beside other firms; null if no benchmark was given."""
    unchecked_flags: list[str]
    """The titles of red flags that a quick assessment cannot check."""
    contradictions: list[ContradictionView]
    red_flags: list[FlagView]
    targets: list[TargetView]
    """What the enterprise aims at: the overall, then sections, then questions."""
    sensitivity: SensitivityView | None
    """How sure the verdict is; null if nothing applies."""
    proof: ProofView | None
    """What is proven of what is claimed; null if nothing is answered."""
    gaps: list[GapView]
    """Every answer below its best, the one with the largest gain first."""
    tasks: list[TaskView]
    """Every action that is recommended: first those of the roadmap, then the others."""
    stages: StagesView
    """What the tasks to do first, the roadmap and all tasks take, and where they lead."""
    cases: list[Annotated[CaseView, Added(Reason)]]
    """The cases that `gaps`, `tasks` and `pathways` name, in full."""
    roadmap: list[PhaseView]
    """The most important tasks by deadline."""
    pathways: list[PathwayView]
    """Advice for enterprises like this one."""
    profile: list[ProfileFact]
    open: list[OpenView]
    """The open questions, the largest possible gain first."""
    ignored: list[AsideView]
    """The answers to questions that are not asked of this enterprise."""
    notices: list[str]
    """What happened to answers to an older version of the questionnaire, and which to look at again."""
    not_applicable: list[AsideView]
    responses: list[AnswerView]
    """Every question that is asked, with its answer."""
    method: list[str]
    """The scoring rules."""


class ReportShape(Always, total=False):
    """The report of one assessment. Later versions of the program may add fields."""

    explanation: ExplanationShape
    """How one score was calculated, if that was requested."""


REPLACED: dict[Any, Any] = {Number: float, Span: Ends, ShownCase: NamedCase}
"""What stands for some types inside a record."""
