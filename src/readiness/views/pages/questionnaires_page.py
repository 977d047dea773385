"""The page that lists questionnaires."""

from __future__ import annotations

from collections.abc import Iterable

from readiness.messages.catalogue import plural
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.views.blocks import Page, in_brackets, paragraph, quiet, strong


def questionnaires_page(questionnaires: Iterable[Questionnaire]) -> Page:
    """One line for each questionnaire."""
    return tuple(
        paragraph(
            strong(each.id),
            each.version,
            each.title,
            quiet(in_brackets(plural("{count} question", "{count} questions", len(each.questions)))),
        )
        for each in questionnaires
    )
