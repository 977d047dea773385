"""Whether what was planned was done, as far as later answers show."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from readiness.analysis.gaps import Gap, find_gaps, opportunity_gaps
from readiness.analysis.recommended import recommend
from readiness.answers.answers import State
from readiness.questionnaire.bands import RedFlag
from readiness.questionnaire.questions.base import Question, Value
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.scores import Scores

Outcome: TypeAlias = Literal["done", "partly", "not-yet", "back", "open", "overtaken"]
"""Whether a planned step was taken: the answer is where it leads to or better, nearer to that, where it was,
or further away; it is not known; or the question does not count any more."""


class PlannedStep(NamedTuple):
    """One step of a plan: a better answer to a question, or a red flag to clear."""

    number: int
    """Its number in the plan."""
    about: Question | RedFlag
    start: Value | None = None
    """The answer that it starts from; None for a red flag."""
    goal: Value | None = None
    """The answer that it leads to; None for a red flag."""
    due: datetime.date | None = None
    """The day by which it was to be done."""


class PlannedWork(NamedTuple):
    """A plan whose outcome is looked at."""

    steps: tuple[PlannedStep, ...]
    day: datetime.date | None
    """The day on which it was made."""
    given: bool = True
    """Whether it was handed over; otherwise it is what a report on the earlier answers recommends."""


class FollowUp(NamedTuple):
    """What became of a planned step."""

    step: PlannedStep
    outcome: Outcome


def roadmap_of(scores: Scores) -> PlannedWork:
    """The roadmap that a report on `scores` has, with days counted from that of the answers."""
    return PlannedWork(tuple(_roadmap_steps(scores)), scores.answers.date, given=False)


def _roadmap_steps(scores: Scores) -> Iterator[PlannedStep]:
    listed, roadmap = recommend(scores, find_gaps(scores), opportunity_gaps(scores))[1:]
    numbers = {task.id: number for number, task in enumerate(listed, start=1)}
    day = scores.answers.date
    for phase in roadmap:
        due = day + datetime.timedelta(days=phase.days) if day else None
        for task in phase.tasks:
            gap = task.origin if isinstance(task.origin, Gap) else None
            about = gap.question if gap else task.origin
            assert not isinstance(about, Gap)
            yield PlannedStep(
                numbers[task.id], about, gap.answer if gap else None, gap.next if gap else None, due
            )


def follow_up(steps: Iterable[PlannedStep], after: Scores) -> tuple[FollowUp, ...]:
    """What became of `steps` by the answers of `after`, in their order."""
    return tuple(FollowUp(step, _outcome(step, after)) for step in steps)


def _outcome(step: PlannedStep, after: Scores) -> Outcome:
    if isinstance(step.about, RedFlag):
        certain = {fired.flag.id: fired.certain for fired in after.flags}.get(step.about.id)
        return "done" if certain is None else "not-yet" if certain else "open"
    answer, id = after.answers[step.about.id], step.about.id
    if id not in after.scope or answer.state is State.NOT_APPLICABLE:
        return "overtaken"
    if answer.value is None:
        return "open"
    assert step.goal is not None  # it is not a red flag
    sign = -1 if after.questionnaire.locations[id].exposure else 1
    lacking, lacked = (
        sign * (step.about.share(step.goal) - step.about.share(value))
        for value in (answer.value, answer.value if step.start is None else step.start)
    )
    if lacking <= TOLERANCE:
        return "done"
    return "partly" if lacking < lacked - TOLERANCE else "back" if lacking > lacked + TOLERANCE else "not-yet"
