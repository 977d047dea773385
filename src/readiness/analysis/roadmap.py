"""What to do by when: the actions of red flags and of the largest gaps, by horizon."""

from typing import NamedTuple

from readiness.analysis.gaps import Gap
from readiness.questionnaire.bands import RedFlag
from readiness.questionnaire.questions.base import Action
from readiness.scoring.scores import Scores

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


def priorities(scores: Scores, gaps: list[Gap]) -> list[Task]:
    """Every action worth taking, the first one first.

    Red flags come before gaps, because they hold the verdict whatever the scores; gaps in a
    section that blocks the next band come before others; then counts what the next level lifts
    for each unit of effort.
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
    """`tasks` by horizon: those of red flags all, others as far as `PER_HORIZON` reaches."""
    phases = []
    for days in HORIZONS:
        due = [task for task in tasks if task.action.horizon == days]
        flags = [task for task in due if isinstance(task.origin, RedFlag)]
        others = [task for task in due if not isinstance(task.origin, RedFlag)]
        if due:
            shown = others[:PER_HORIZON]
            phases.append(Phase(days, (*flags, *shown), len(others) - len(shown)))
    return phases
