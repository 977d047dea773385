"""A report, with final texts and rounded numbers; pages and JSON are made from it alone.

A `Number` has the unrounded value, for programs, and the text that people see. Every other string is
ready to be shown. The records are named tuples, since defining one takes an eighth of the time of a
frozen dataclass, and every report needs two dozen of them.
"""

from typing import NamedTuple

from readiness.views.explanation import AsideView, Explanation
from readiness.views.numbers import Number, Span


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


class BlockerView(NamedTuple):
    """One condition of the next band that does not hold."""

    kind: str
    subject: str
    needed: float
    actual: float
    text: str


class VerdictView(NamedTuple):
    """The band and what blocks the next one, or why there is no band."""

    band: str | None
    title: str
    meaning: str
    level: str
    heading: str
    """The words that introduce `blocked_by`."""
    next: str | None
    blocked_by: tuple[BlockerView, ...]
    near: str
    """Of a quick assessment, the bands in which the full verdict may lie, in words; may be empty."""
    outlook: str
    """What open answers could change; empty if nothing."""


class OverallView(NamedTuple):
    """The overall score, with the arithmetic mean and the minimum for comparison."""

    score: Span
    scale: str
    """The scale in words, to follow the score."""
    arithmetic: Number
    minimum: Number
    coverage: Number
    floor: str
    """What each dimension counts as at least; empty if none is below."""


class DimensionView(NamedTuple):
    """One section; a risk also has exposure, control and residual as percentages."""

    id: str
    kind: str
    title: str
    score: Span
    coverage: Number
    depth: int = 0
    band: str = ""
    """The title of the band it reached; empty if the section has no bands."""
    blocked_by: tuple[BlockerView, ...] = ()
    exposure: Span | None = None
    control: Span | None = None
    residual: Span | None = None


class ActionView(NamedTuple):
    """What to do, who does it, with how much effort (1-5) and by when (days)."""

    text: str
    who: str
    """The role; may be empty."""
    brief: str
    """The first sentence of `text`."""
    effort: int
    horizon: int
    cost: str
    """Effort and horizon in words."""


class FlagView(NamedTuple):
    """A red flag that applies or cannot be ruled out."""

    id: str
    title: str
    message: str
    certain: bool
    status: str
    open: tuple[str, ...]
    """The titles of the open questions that would rule it out or confirm it."""
    action: ActionView


class FigureView(NamedTuple):
    """A number as stated by the source, and what is disputed about it."""

    statement: str
    disputed: str


class CaseView(NamedTuple):
    """A case of the library."""

    id: str
    who: str
    title: str
    kind: str
    section: str
    summary: str
    lesson: str
    figures: tuple[FigureView, ...]
    caveat: str
    """A warning about the figures; empty if there are none."""
    note: str

    def __repr__(self) -> str:
        return f"<CaseView {self.id}>"


class ShownCase(NamedTuple):
    """A case and the reason it is shown."""

    case: CaseView
    reason: str


class GapView(NamedTuple):
    """An answer that holds the score back, and how to improve it."""

    rank: int
    question: str
    title: str
    dimension: str
    text: str
    answer_id: str
    answer: str
    next_id: str
    next: str
    note: str
    owner: str
    action: ActionView | None
    evidence: tuple[str, ...]
    lift_next: Number
    lift_best: Number
    lift: str
    """Both lifts in words."""
    case: ShownCase | None

    def __repr__(self) -> str:
        return f"<GapView {self.rank}. {self.question}: {self.answer_id}>"


class OpportunityView(NamedTuple):
    """One window of opportunity, and what to do about it."""

    id: str
    title: str
    fit: Span
    """How open it is."""
    use: Span | None
    """How much of it is used, on the same scale; None if that is not asked."""
    unused: Span | None
    """What is open and not used, on the same scale."""
    coverage: Number
    reading_id: str
    """`act`, `keep`, `prepare`, `secure`, `use`, `leave` or `find-out`."""
    reading: str
    step: GapView | None = None
    """The first step to use it more."""


class ContradictionView(NamedTuple):
    """Answers that cannot all be true."""

    id: str
    message: str
    questions: tuple[str, ...]
    """The titles of the questions concerned."""


class TaskView(NamedTuple):
    """One line of the roadmap."""

    title: str
    action: ActionView
    red_flag: bool


class PhaseView(NamedTuple):
    """What to finish within so many days."""

    days: int
    title: str
    tasks: tuple[TaskView, ...]
    more: str

    def __repr__(self) -> str:
        return f"<PhaseView {self.days} days: {len(self.tasks)} tasks>"


class StepView(NamedTuple):
    """One piece of advice in a pathway, and how the questions it refers to were answered."""

    text: str
    standing: tuple[tuple[str, str], ...]
    """The title of each question and its answer."""
    cases: tuple[str, ...]


class PathwayView(NamedTuple):
    """Advice for enterprises like this one."""

    id: str
    title: str
    text: str
    steps: tuple[StepView, ...]

    def __repr__(self) -> str:
        return f"<PathwayView {self.id}: {len(self.steps)} steps>"


class OpenView(NamedTuple):
    """An open question, and how much its best answer would add."""

    question: str
    title: str
    dimension: str
    state: str
    worth: Number


class AnswerView(NamedTuple):
    """One answer as given."""

    question: str
    title: str
    dimension: str
    state: str
    answer_id: str
    answer: str
    note: str
    evidence: tuple[str, ...]
    owner: str


class Report(NamedTuple):
    """Everything that is shown about an assessment."""

    title: str
    subtitle: str
    language: str
    provenance: Provenance
    profile: tuple[tuple[str, str], ...]
    verdict: VerdictView
    overall: OverallView
    dimensions: tuple[DimensionView, ...]
    parts: tuple[DimensionView, ...]
    """The sections below the dimensions, if there are any."""
    opportunities: tuple[OpportunityView, ...]
    flags: tuple[FlagView, ...]
    unchecked: tuple[str, ...]
    """The titles of red flags that a quick assessment cannot check."""
    contradictions: tuple[ContradictionView, ...]
    gaps: tuple[GapView, ...]
    first: tuple[TaskView, ...]
    """What to do first."""
    lead: ShownCase | None
    """The case to learn from first."""
    roadmap: tuple[PhaseView, ...]
    pathways: tuple[PathwayView, ...]
    open: tuple[OpenView, ...]
    ignored: tuple[AsideView, ...]
    not_applicable: tuple[AsideView, ...]
    answers: tuple[AnswerView, ...]
    notices: tuple[str, ...]
    """What happened to answers to an older version of the questionnaire."""
    method: tuple[str, ...]
    explanation: Explanation | None = None
    """How one of the scores was computed, if that was requested."""

    def __repr__(self) -> str:
        overall = self.overall.score.text
        return f"<Report {self.provenance.questionnaire}: overall {overall}, {self.verdict.title}>"
