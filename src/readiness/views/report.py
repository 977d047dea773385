"""A report, with final texts and rounded numbers; pages and JSON are made from it alone.

A `Number` has the unrounded value, for programs, and the text that people see. Every other string is
ready to be shown. The records are named tuples, since defining one takes an eighth of the time of a
frozen dataclass, and every report needs two dozen of them.
"""

from typing import TYPE_CHECKING, Literal, NamedTuple

from readiness.analysis.readings import Reading
from readiness.analysis.targets import TargetState
from readiness.views.explanation import AsideView, Explanation
from readiness.views.numbers import Number, PointsView, Span
from readiness.views.report_advice import PathwayView, PhaseView, ShownCase, StagesView, TaskView
from readiness.views.report_blockers import BlockerView

if TYPE_CHECKING:  # the first page needs none of them
    from readiness.views.report_markets import AssessedMarketView, MarketView
    from readiness.views.report_peers import PeersView
    from readiness.views.report_proof import ProofView
    from readiness.views.report_sure import SensitivityView


class Provenance(NamedTuple):
    """What the report was made from and by which version, so that it can be made again."""

    questionnaire: str
    questionnaire_title: str
    questionnaire_version: str
    questionnaire_digest: str
    questionnaire_date: str
    source: str
    answers_digest: str
    answers_date: str
    respondent: str
    built_on: str
    program_version: str
    quick: bool


class CoverView(NamedTuple):
    """Whose report it is and for whom; each text may be empty."""

    enterprise: str
    prepared_by: str
    prepared_for: str
    confidentiality: str


class VerdictView(NamedTuple):
    """The band and what blocks the next one, or why there is no band."""

    band: str | None
    title: str
    meaning: str
    level: str
    heading: str
    """The words that introduce `blocked_by`."""
    next: str | None
    """The title of the next band; None if there is none."""
    next_id: str | None
    blocked_by: tuple[BlockerView, ...]
    ready: bool | None
    """Whether this is a band in which the enterprise is ready for opportunities; None without a band."""
    near: str
    """Of a quick assessment, the bands in which the full verdict may lie, in words; may be empty."""
    near_ids: tuple[str, ...]
    """The ids of these bands, the lowest first."""
    outlook: str
    """What open answers could change; empty if nothing."""
    outlook_id: str | None
    """The id of the band that they could lead to; None if they could change nothing."""

    @property
    def obstacles(self) -> tuple[str, ...]:
        """What blocks the next band, in words, without the red flags, which a report lists by themselves."""
        return tuple(blocker.text for blocker in self.blocked_by if blocker.kind != "red-flag")


class OverallView(NamedTuple):
    """The overall score, with the arithmetic mean and the minimum for comparison."""

    score: Span | None
    """None if nothing applies; then there is no mean, minimum and coverage either."""
    scale: str
    """The scale in words, to follow the score."""
    ends: tuple[float, float]
    """The lowest and the highest score of the scale."""
    arithmetic: Number | None
    """None, like the minimum, if the overall is a sum of points."""
    minimum: Number | None
    coverage: Number | None
    floor: str
    """What each dimension counts as at least; empty if none is below."""
    points: PointsView | None
    """The points behind the score, if it is a sum that leaves out what does not apply."""


class UnscoredView(NamedTuple):
    """A section or window without a score, because nothing in it applies."""

    id: str
    title: str


class DimensionView(NamedTuple):
    """One section; a risk also has exposure, control and residual as percentages."""

    id: str
    kind: str
    title: str
    score: Span
    ends: tuple[float, float]
    """The lowest and the highest score of its scale."""
    coverage: Number
    depth: int = 0
    band: str = ""
    """The title of the band it reached; empty if the section has no bands."""
    band_id: str = ""
    blocked_by: tuple[BlockerView, ...] = ()
    exposure: Span | None = None
    control: Span | None = None
    residual: Span | None = None
    points: PointsView | None = None
    """The points behind the score, if it is a sum that leaves out what does not apply."""


class FlagView(NamedTuple):
    """A red flag that applies or cannot be ruled out."""

    id: str
    title: str
    message: str
    certain: bool
    cap: str
    """The title of the band at which it caps the verdict."""
    cap_id: str
    status: str
    condition: str
    """When it applies, with the scores as they are; empty if it does not depend on scores."""
    open: tuple[str, ...]
    """The titles of the open questions that would rule it out or confirm it."""
    task: int | None
    """The number of the task that clears it; null while it may not apply."""


class GapView(NamedTuple):
    """An answer that holds the score back, and how to improve it."""

    rank: int
    question: str
    title: str
    dimension: str
    dimension_id: str
    text: str
    answer_id: str
    answer_number: str
    """The number of the level, as in the interview; empty for an answer without one."""
    answer: str
    next_id: str
    next_number: str
    next: str
    note: str
    owner: str
    task: int | None
    """The number of the task with its action; null if no action is recommended."""
    lift_next: Number
    lift_best: Number
    lift: str
    """`lift_next` and `lift_best` in words."""
    case: ShownCase | None

    def __repr__(self) -> str:
        return f"<GapView {self.rank}. {self.question}: {self.answer_id}>"


class OpportunityView(NamedTuple):
    """One window of opportunity, and what to do about it."""

    id: str
    title: str
    fit: Span
    """How open it is."""
    ends: tuple[float, float]
    """The lowest and the highest score of its scale."""
    use: Span | None
    """How much of it is used, on the same scale; None if that is not asked."""
    unused: Span | None
    """What is open and not used, on the same scale."""
    coverage: Number
    reading_id: Reading
    """`act`, `keep`, `prepare`, `secure`, `use`, `leave` or `find-out`."""
    brief: str
    """The reading in one or two words."""
    reading: str
    task: int | None = None
    """The number of the task that is the first step to use it more."""


class ContradictionView(NamedTuple):
    """Answers that cannot all be true."""

    id: str
    message: str
    questions: tuple[str, ...]
    """The titles of the questions concerned."""
    flags: tuple[str, ...]
    """The titles of the red flags that rest on one of these answers."""


class OpenView(NamedTuple):
    """An open question, and how much its best answer would add."""

    question: str
    title: str
    dimension: str
    dimension_id: str
    state: str
    worth: Number


class AnswerView(NamedTuple):
    """One answer as given."""

    question: str
    title: str
    text: str
    """The question in full; empty if that is its title."""
    dimension: str
    dimension_id: str
    state: str
    """`answered`, `unknown`, `unanswered` or `not applicable`."""
    answer_id: str
    answer_number: str
    """The number of the level, as in the interview; empty for an answer without one."""
    answer: str
    score: Number | None
    """What it is worth, as a share of the best, 0-1; null if it is open or never scored."""
    weight: float | None
    """Its weight among the questions beside it; null if it is never scored."""
    side: str
    """The side of its section, in words, such as “exposure”; empty if the section has none."""
    side_id: str
    """`exposure`, `control`, `openness` or `use`; empty if the section has no sides."""
    other: str
    """The respondent's own words about an option that takes them; they are in `answer` too."""
    note: str
    evidence: tuple[str, ...]
    owner: str


class TargetView(NamedTuple):
    """What the enterprise aims at for the overall, a section or a question, and how far it is."""

    id: str
    kind: Literal["overall", "section", "question"]
    title: str
    aim_id: str
    """The id of the band to reach, or those of the options; empty for a score or a number."""
    aim: str
    """What to reach, in words."""
    goal: float | None
    """The score or level to reach; null for a band that needs no score."""
    now: Span | None
    """Where it is now: a score or, for a question, levels; null if it is not known."""
    now_in_words: str
    to_go: Span | None
    """What is missing from `now` to `goal`, 0 or more; null if one of them is."""
    to_go_in_words: str
    """`to_go` in words or, for a band, how many of its requirements are not met; empty if nothing is missing
    or if it is not known."""
    progress: Span | None
    """The part of the way from the start to the goal, 0-1; null if the start is not stated."""
    by: str
    """The day by which to reach it; empty if there is none."""
    state_id: TargetState
    state: str
    """`state_id` in words."""
    remark: str
    """Why it is set aside, what the level to reach means, or what a score lacks; may be empty."""
    blocked_by: tuple[BlockerView, ...]
    """What stands between the enterprise and the band to reach."""


class Report(NamedTuple):
    """Everything that is shown about an assessment."""

    title: str
    subtitle: str
    cover: CoverView
    language: str
    provenance: Provenance
    profile: tuple[tuple[str, str], ...]
    verdict: VerdictView
    overall: OverallView
    dimensions: tuple[DimensionView, ...]
    parts: tuple[DimensionView, ...]
    """The sections below the dimensions, if there are any."""
    unscored: tuple[UnscoredView, ...]
    """The sections and windows in which nothing applies, without those inside others."""
    opportunities: tuple[OpportunityView, ...]
    market: "AssessedMarketView | None"
    """The market that all of this is about; None if it is the whole enterprise."""
    markets: "tuple[MarketView, ...]"
    """The markets beside each other, the best first."""
    flags: tuple[FlagView, ...]
    unchecked: tuple[str, ...]
    """The titles of red flags that a quick assessment cannot check."""
    contradictions: tuple[ContradictionView, ...]
    targets: tuple[TargetView, ...]
    """What the enterprise aims at: the overall, then sections, then questions."""
    sensitivity: "SensitivityView | None"
    """How sure the verdict is; null if nothing applies."""
    proof: "ProofView | None"
    """What is proven of what is claimed; null if nothing is answered."""
    gaps: tuple[GapView, ...]
    tasks: tuple[TaskView, ...]
    """Every action that is recommended: first those of the roadmap, then the others."""
    stages: StagesView
    lead: ShownCase | None
    """The case to learn from first."""
    roadmap: tuple[PhaseView, ...]
    """The most important tasks by deadline."""
    pathways: tuple[PathwayView, ...]
    open: tuple[OpenView, ...]
    ignored: tuple[AsideView, ...]
    not_applicable: tuple[AsideView, ...]
    answers: tuple[AnswerView, ...]
    notices: tuple[str, ...]
    """What happened to answers to an older version of the questionnaire, and which to look at again."""
    method: tuple[str, ...]
    peers: "PeersView | None" = None
    """The enterprise beside other firms, if a benchmark was given."""
    explanation: Explanation | None = None
    """How one of the scores was computed, if that was requested."""

    @property
    def cases(self) -> tuple[ShownCase, ...]:
        """The cases that gaps, tasks and pathways refer to, each once, with the first reason."""
        by_id: dict[str, ShownCase] = {}
        named = (case for pathway in self.pathways for step in pathway.steps for case in step.cases)
        for shown in (*(gap.case for gap in self.gaps), *(task.case for task in self.tasks), *named):
            if shown:
                by_id.setdefault(shown.case.id, shown)
        return tuple(by_id.values())

    def task_numbers(self) -> dict[str, int]:
        """The number of the task that improves the answer to each question, by the id of the question."""
        return {id: task.number for task in self.tasks for id in task.questions}

    def __repr__(self) -> str:
        overall = self.overall.score.text if self.overall.score else "no score"
        return f"<Report {self.provenance.questionnaire}: overall {overall}, {self.verdict.title}>"
