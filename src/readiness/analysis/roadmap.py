"""Makes the roadmap: which actions of red flags and gaps to finish by when."""

from typing import NamedTuple

from readiness.analysis.gaps import Gap
from readiness.questionnaire.bands import RedFlag
from readiness.questionnaire.questions.base import Action
from readiness.scoring.scores import Scores

HORIZONS = (30, 90, 180, 365)
PER_HORIZON = 4


class Task(NamedTuple):
    """One action, and the gap or red flag it comes from."""

    action: Action
    origin: Gap | RedFlag


class Phase(NamedTuple):
    """What to finish within `days`; `more` counts the actions that are left out."""

    days: int
    tasks: tuple[Task, ...]
    more: int


def priorities(scores: Scores, gaps: list[Gap]) -> list[Task]:
    """The actions of all red flags and gaps, in the order in which to take them.

    Red flags come first, because they cap the verdict whatever the scores are, and those that
    certainly apply before the others. Then come gaps in sections that block the next band, then the
    other gaps. Within each group, the order is by points that the next level adds per unit of effort.
    """
    certain_first = sorted(scores.flags, key=lambda fired: not fired.certain)
    flags = [Task(fired.flag.action, fired.flag) for fired in certain_first]
    blocking = _blocking_questions(scores)

    def worth(gap: Gap) -> tuple[bool, float]:
        return gap.question.id in blocking, gap.lift_next / (gap.action.effort if gap.action else 5)

    ranked = sorted(gaps, key=worth, reverse=True)
    return [*flags, *(Task(gap.action, gap) for gap in ranked if gap.action)]


def _blocking_questions(scores: Scores) -> set[str]:
    sections = scores.scope.questionnaire.all_sections
    blocking = [sections[item.subject] for item in scores.verdict.blocked_by if item.subject in sections]
    return {question.id for section in blocking for question in section.all_questions()}


def build_roadmap(tasks: list[Task]) -> list[Phase]:
    """`tasks` by horizon: all those of red flags, and the first `PER_HORIZON` of the others."""
    phases = []
    for days in HORIZONS:
        due = [task for task in tasks if task.action.horizon == days]
        flags = [task for task in due if isinstance(task.origin, RedFlag)]
        others = [task for task in due if not isinstance(task.origin, RedFlag)]
        if due:
            shown = others[:PER_HORIZON]
            phases.append(Phase(days, (*flags, *shown), len(others) - len(shown)))
    return phases
