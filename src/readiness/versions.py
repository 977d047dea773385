"""What happened to ids between the version that was answered and the questionnaire at hand."""

from __future__ import annotations

from typing import NamedTuple

from readiness.questionnaire import Questionnaire, version_key


class Renames(NamedTuple):
    """The way from the ids of an older version to those of today."""

    questions: dict[str, str]
    """Question ids, old to today's."""
    options: dict[str, dict[str, str]]
    """Option ids, old to today's, by today's question id."""
    retired: frozenset[str]
    """Old ids of questions that are no longer asked."""
    added: frozenset[str]
    """Today's ids of questions that were not asked then."""


def renames_since(questionnaire: Questionnaire, version: str) -> Renames:
    """Everything that changed after `version` (three numbers)."""
    questions: dict[str, str] = {}
    options: dict[str, dict[str, str]] = {}
    retired: set[str] = set()
    added: set[str] = set()
    for change in questionnaire.history:
        if version_key(change.version) <= version_key(version):
            continue
        questions = {old: change.renamed.get(new, new) for old, new in questions.items()}
        options = {change.renamed.get(id, id): names for id, names in options.items()}
        for old, new in change.renamed.items():
            questions.setdefault(old, new)
        for id, names in change.renamed_options.items():
            known = {old: names.get(new, new) for old, new in options.get(id, {}).items()}
            options[id] = {**names, **known}
        retired |= set(change.retired)
        added = (added | set(change.added)) - set(change.retired)
        added = {change.renamed.get(id, id) for id in added}
    gone = {old for old, new in questions.items() if new in retired}
    return Renames(questions, options, frozenset(retired | gone), frozenset(added))
