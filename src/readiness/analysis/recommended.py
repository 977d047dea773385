"""What a report recommends: all tasks in order, and those of the roadmap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from readiness.analysis.gaps import Gap
from readiness.analysis.readings import Reading, read_window
from readiness.analysis.roadmap import Phase, Task, build_roadmap, in_order, priorities, steps_as_tasks
from readiness.scoring.scores import Scores

WITH_STEP: tuple[Reading, ...] = ("act",)
"""The readings that a first step follows from; the others advise against doing more now."""


class Recommended(NamedTuple):
    """What to do, and by when."""

    tasks: tuple[Task, ...]
    """What improves the overall, the most important first."""
    listed: list[Task]
    """All tasks with the first steps in windows, those of the roadmap before the others; a report numbers
    them in this order."""
    roadmap: list[Phase]


def recommend(scores: Scores, gaps: list[Gap], in_windows: Sequence[Gap]) -> Recommended:
    """What follows from `gaps`, those of the overall, and from those `in_windows`."""
    tasks, first_steps = priorities(scores, gaps, in_windows)
    steps = tuple(steps_as_tasks(_worthwhile(scores, first_steps)))
    roadmap = build_roadmap(tasks, steps)
    return Recommended(tasks, in_order((*tasks, *steps), roadmap), roadmap)


def _worthwhile(scores: Scores, steps: Iterable[Gap]) -> list[Gap]:
    """Those of `steps`, the first steps in windows, that what is known about the window speaks for."""
    readings = {item.node.id: read_window(item, scores.plan, scores.verdict) for item in scores.opportunities}
    windows = {
        question.id: window.id
        for window in scores.questionnaire.opportunities
        for question in window.all_questions()
    }
    return [gap for gap in steps if readings[windows[gap.question.id]] in WITH_STEP]
