"""What actions cost."""

from __future__ import annotations

from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.parts import Action


def effort_of(action: Action, questionnaire: Questionnaire) -> float:
    """The person-days that `action` takes or, if the questionnaire does not say, its effort, 1-5."""
    days = questionnaire.effort_days
    return days[action.effort - 1] if days else float(action.effort)
