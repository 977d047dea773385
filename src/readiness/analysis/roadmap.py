"""What to do by when: the actions of red flags and of the largest gaps, by horizon."""

from typing import NamedTuple

from readiness.analysis.gaps import Gap
from readiness.questionnaire import RedFlag
from readiness.questions import Action
from readiness.scoring import Scores

HORIZONS = (30, 90, 180, 365)
PER_HORIZON = 4


class Task(NamedTuple):
    """One action and where it comes from: a gap, or a red flag."""

    action: Action
    origin: Gap | RedFlag


class Phase(NamedTuple):
    """What to finish within `days`; `more` counts the actions left out as less worthwhile."""

    days: int
    tasks: tuple[Task, ...]
    more: int


def roadmap(scores: Scores, gaps: list[Gap]) -> list[Phase]:
    """The phases that have something to do.

    Actions of red flags come first and are never left out; those of gaps follow by the lift of
    the next level for each unit of effort, `PER_HORIZON` of them at most.
    """
    phases = []
    ranked = sorted(gaps, key=_return_on_effort, reverse=True)
    for days in HORIZONS:
        flags = [Task(f.flag.action, f.flag) for f in scores.flags if f.flag.action.horizon == days]
        tasks = [Task(g.action, g) for g in ranked if g.action and g.action.horizon == days]
        shown = tasks[:PER_HORIZON]
        if flags or shown:
            phases.append(Phase(days, (*flags, *shown), len(tasks) - len(shown)))
    return phases


def _return_on_effort(gap: Gap) -> float:
    return gap.lift_next / gap.action.effort if gap.action else 0.0
