"""The advice in a report: actions, the roadmap, pathways and cases."""

from typing import NamedTuple

from readiness.views.numbers import Number


class ActionView(NamedTuple):
    """What to do, who does it, with how much effort (1-5) and by when (days)."""

    text: str
    who: str
    """The role that does it; may be empty."""
    effort: int
    person_days: float | None
    """What an effort of this size costs; null if the questionnaire does not say."""
    horizon: int
    cost: str
    """Effort and horizon in words."""


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
    """`kind_id` in words."""
    kind_id: str
    """`exemplar`, `cautionary` or `context`."""
    section: str
    """The part of the source that describes it."""
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


class TaskView(NamedTuple):
    """One action that is recommended, and what it is for."""

    number: int
    """From 1: first those of the roadmap, then the others, the most important first."""
    title: str
    """The title of the question or of the red flag."""
    dimension: str
    """The title of the dimension or window; empty for a red flag."""
    dimension_id: str
    action: ActionView
    days: int
    """The days until it can be done at best: its own, or those of a task that must come before it."""
    due: str
    """The day by which the roadmap wants it done, as YYYY-MM-DD; empty if it is not in the roadmap."""
    evidence: tuple[str, ...]
    """What would prove the better level that it leads to."""
    owner: str
    """Who owns the answer, as stated there."""
    questions: tuple[str, ...]
    """The ids of the questions whose answers it improves."""
    red_flag: bool
    after: tuple[int, ...]
    """The numbers of the tasks that must come before it."""
    case: ShownCase | None
    """A case to learn from."""


class PhaseView(NamedTuple):
    """What to finish within so many days."""

    days: int
    due: str
    """The day, counted from that of the report, as YYYY-MM-DD."""
    title: str
    tasks: tuple[int, ...]
    """The numbers of its tasks."""

    def __repr__(self) -> str:
        return f"<PhaseView {self.days} days: {len(self.tasks)} tasks>"


class StageView(NamedTuple):
    """What some of the tasks take together, and what they lead to."""

    tasks: int
    """How many tasks these are, counted from the first."""
    person_days: float | None
    """What they cost together; null if the questionnaire does not say what an effort costs."""
    overall: Number | None
    """The overall if each of them led one level up; null if there is no score."""
    verdict: str
    """The title of the band that this would reach; empty if there would be no verdict."""
    verdict_id: str | None


class StagesView(NamedTuple):
    """The tasks to do first (`first`), those of the roadmap (`roadmap`) and all of them (`all`)."""

    first: StageView
    roadmap: StageView
    all: StageView


class StepView(NamedTuple):
    """One piece of advice in a pathway, and how the questions it refers to were answered."""

    text: str
    standing: tuple[tuple[str, str], ...]
    """The title of each question and its answer."""
    cases: tuple[ShownCase, ...]
    """The cases that it refers to."""


class PathwayView(NamedTuple):
    """Advice for enterprises like this one."""

    id: str
    title: str
    text: str
    steps: tuple[StepView, ...]

    def __repr__(self) -> str:
        return f"<PathwayView {self.id}: {len(self.steps)} steps>"
