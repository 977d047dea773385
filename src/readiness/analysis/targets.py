"""How far the enterprise has come towards its targets, by the rules of `docs/scoring.md`."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from readiness.answers.answers import State, Target
from readiness.answers.target_reading import scored_subjects
from readiness.questionnaire.bands import Band
from readiness.questionnaire.questionnaire import WHOLE
from readiness.scoring.ranges import TOLERANCE, Range
from readiness.scoring.scores import Scores, with_parts
from readiness.scoring.verdict import Blocker, Verdict

TargetState: TypeAlias = Literal["reached", "on-the-way", "overdue", "set-aside"]
"""Set aside: the question does not count, or the section or the overall has no score."""


class Course(NamedTuple):
    """One target, and how far it is. All numbers are scores or, for a question, levels."""

    id: str
    target: Target
    state: TargetState
    now: Range | None = None
    """None if the question is open or set aside."""
    goal: float | None = None
    """What to reach; None for a band that needs no score."""
    to_go: Range | None = None
    """The least and the most that may be missing, 0 or more; None if `now` or `goal` is."""
    progress: Range | None = None
    """The part of the way from the start to the goal that is behind, 0-1; None if either end is unknown."""
    band: Band | None = None
    """The band that it is in now, if the target is a band and there is a verdict."""
    blocked_by: tuple[Blocker, ...] = ()
    """What stands between the enterprise and the band to reach."""


def measure_targets(scores: Scores, today: datetime.date) -> tuple[Course, ...]:
    """Every target, in the order of a report; a target that is not reached is overdue after its day.

    Where answers are open, it is reached only if it is even with these at their worst.
    """
    return tuple(_with_state(course, today) for course in _courses(scores))


def _with_state(course: Course, today: datetime.date) -> Course:
    by = course.target.by
    is_late = course.state == "on-the-way" and by is not None and by < today
    return course._replace(state="overdue") if is_late else course


def _courses(scores: Scores) -> Iterator[Course]:
    verdicts: dict[str, tuple[Range, Verdict | None]] = {
        item.node.id: (item.score, item.verdict)
        for item in with_parts((*scores.sections, *scores.opportunities))
    }
    if scores.applies:
        verdicts[WHOLE] = (scores.overall, scores.verdict)
    subjects = scored_subjects(scores.questionnaire)
    for id, target in scores.answers.targets.items():
        if id not in subjects:
            yield _of_question(id, target, scores)
            continue
        goal = subjects[id].band(target.band).cut if target.band else target.score
        if id not in verdicts:
            yield Course(id, target, "set-aside", goal=goal)
        elif target.band:
            yield _of_band(id, target, *verdicts[id], goal)
        else:
            assert goal is not None
            yield _of_score(id, target, verdicts[id][0], goal)


def _of_question(id: str, target: Target, scores: Scores) -> Course:
    questionnaire, answer = scores.questionnaire, scores.answers[id]
    question, exposure = questionnaire.questions[id], questionnaire.locations[id].exposure
    goal = question.level(target.value)
    if id not in scores.scope or answer.state is State.NOT_APPLICABLE:
        return Course(id, target, "set-aside", goal=goal)
    if answer.value is None:
        return Course(id, target, "on-the-way", goal=goal)
    now = question.level(answer.value)
    assert now is not None
    missing = question.distance(answer.value, target.value, exposure=exposure)
    to_go, progress = Range(missing, missing), None
    if target.start is not None:
        progress = _progress(to_go, question.distance(target.start, target.value, exposure=exposure))
    return Course(id, target, "on-the-way" if missing else "reached", Range(now, now), goal, to_go, progress)


def _of_score(id: str, target: Target, now: Range, goal: float) -> Course:
    is_reached = now.low >= goal - TOLERANCE
    to_go = Range(max(goal - now.high, 0.0), 0.0 if is_reached else goal - now.low)
    progress = None
    if isinstance(target.start, float):
        progress = _progress(to_go, goal - target.start)
    return Course(id, target, "reached" if is_reached else "on-the-way", now, goal, to_go, progress)


def _of_band(id: str, target: Target, now: Range, verdict: Verdict | None, cut: float | None) -> Course:
    """A band is reached by the verdict; the score of its cut only measures the way."""
    assert verdict is not None  # the section has bands
    course = Course(id, target, "on-the-way", now) if cut is None else _of_score(id, target, now, cut)
    blockers = verdict.blockers_of(target.band)
    is_reached = verdict.band is not None and not blockers
    state: TargetState = "reached" if is_reached else "on-the-way"
    return course._replace(state=state, band=verdict.band, blocked_by=blockers)


def _progress(to_go: Range, whole: float) -> Range:
    """(now - start) / (goal - start), kept within 0-1; `whole` is the distance from start to goal."""
    low, high = (min(max(1 - missing / whole, 0.0), 1.0) for missing in (to_go.high, to_go.low))
    return Range(low, high)
