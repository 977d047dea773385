"""Whether what was planned was done, as far as later answers show."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from readiness.analysis.gaps import Gap, find_gaps, opportunity_gaps
from readiness.analysis.recommended import recommend
from readiness.answers.answers import State
from readiness.answers.plan_file import AgreedPlan, AgreedStep
from readiness.questionnaire.bands import RedFlag
from readiness.questionnaire.questions.base import Question
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.scores import Scores

StepOutcome: TypeAlias = Literal["done", "partly", "not-yet", "back", "open", "overtaken"]
"""Whether a planned step was taken: the answer is where it leads to or better, nearer to that, where it was,
or further away; it is not known; or the question does not count any more."""


class FollowUp(NamedTuple):
    """What became of a planned step."""

    step: AgreedStep
    """With the answers that it starts from and leads to, if the plan does not say them."""
    outcome: StepOutcome


def roadmap_of(scores: Scores) -> AgreedPlan:
    """The roadmap that a report on `scores` has, with days counted from that of the answers."""
    return AgreedPlan(tuple(_roadmap_steps(scores)), scores.answers.date, given=False)


def _roadmap_steps(scores: Scores) -> Iterator[AgreedStep]:
    found = recommend(scores, find_gaps(scores), opportunity_gaps(scores))
    numbers = {task.id: number for number, task in enumerate(found.listed, start=1)}
    day = scores.answers.date
    for phase in found.roadmap:
        due = _days_after(day, phase.days) if day else None
        for task in phase.tasks:
            number, origin = numbers[task.id], task.origin
            if isinstance(origin, Gap):
                question = origin.question
                yield AgreedStep(
                    number, question.id, question.label, question, origin.answer, origin.next, due
                )
            else:
                yield AgreedStep(number, origin.id, origin.title, origin, due=due)


def _days_after(day: datetime.date, days: int) -> datetime.date | None:
    """The day that is `days` after `day`; None if the calendar ends before."""
    return day + datetime.timedelta(days) if days <= (datetime.date.max - day).days else None


def follow_up(work: AgreedPlan, before: Scores, after: Scores) -> tuple[FollowUp, ...]:
    """What became of each step of `work` by the answers of `after`.

    A step that does not say where it starts starts from the answer of `before`, and one that does not say
    where it leads to leads to the next better answer.
    """
    steps = [_completed(step, before) for step in work.steps]
    return tuple(FollowUp(step, _outcome(step, after)) for step in steps)


def _completed(step: AgreedStep, before: Scores) -> AgreedStep:
    if not isinstance(step.about, Question):
        return step
    start = before.answers[step.id].value if step.start is None else step.start
    goal = step.goal
    if goal is None and start is not None:
        goal = step.about.better(start, exposure=before.questionnaire.locations[step.id].exposure)
    return step._replace(start=start, goal=goal)


def _outcome(step: AgreedStep, after: Scores) -> StepOutcome:
    if step.about is None:
        return "overtaken"
    if isinstance(step.about, RedFlag):
        certain = {fired.flag.id: fired.certain for fired in after.flags}.get(step.id)
        return "done" if certain is None else "not-yet" if certain else "open"
    answer = after.answers[step.id]
    if step.id not in after.scope or answer.state is State.NOT_APPLICABLE:
        return "overtaken"
    if answer.value is None or step.goal is None:
        return "open"
    sign = -1 if after.questionnaire.locations[step.id].exposure else 1
    lacking, lacked = (
        sign * (step.about.share(step.goal) - step.about.share(value))
        for value in (answer.value, answer.value if step.start is None else step.start)
    )
    if lacking <= TOLERANCE:
        return "done"
    return "partly" if lacking < lacked - TOLERANCE else "back" if lacking > lacked + TOLERANCE else "not-yet"
