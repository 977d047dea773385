"""Sections by the ids that people type."""

from __future__ import annotations

from readiness.messages.catalogue import _
from readiness.messages.names import suggestion
from readiness.messages.problems import UnknownName
from readiness.messages.sentences import shortened, some
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.sections import Section


def section_named(name: str, questionnaire: Questionnaire) -> Section:
    """The section of `questionnaire` with the id `name`. Raises UnknownName, which suggests one."""
    if found := questionnaire.all_sections.get(name):
        return found
    titles = {id: section.title for id, section in questionnaire.all_sections.items()}
    known = _("Known here: {names}.").format(names=_(", ").join(some(list(titles), 20)))
    message = _("there is no section “{name}”").format(name=shortened(name))
    raise UnknownName(
        _("{message}. {hint}").format(message=message, hint=suggestion(name, list(titles), known, titles))
    )
