"""How ids changed between the version of the answers and the questionnaire in use."""

from __future__ import annotations

from typing import Any, NamedTuple

from readiness.questionnaire.history import Part, version_key
from readiness.questionnaire.questionnaire import Questionnaire


class Renames(NamedTuple):
    """Maps the ids of an older version to those of today, for one part of an answers file."""

    ids: dict[str, str]
    """Question ids, old to today's."""
    options: dict[str, dict[str, str]]
    """Option ids, old to today's, by today's question id."""
    retired: frozenset[str]
    """Ids that are no longer asked, in any version: a file may still hold their answers."""
    added: frozenset[str]
    """Today's ids of questions that were not asked then."""

    def id(self, old: str) -> str:
        """Today's id of a question."""
        return self.ids.get(old, old)

    def option(self, question: str, old: str) -> str:
        """Today's id of an option of the question that is called `question` today."""
        return self.options.get(question, {}).get(old, old)

    def answer(self, question: str, raw: Any) -> Any:
        """`raw` with today's option ids; if several options of a list became one, it is listed once."""
        if isinstance(raw, str):
            return self.option(question, raw)
        if question not in self.options or not isinstance(raw, list):
            return raw
        if not all(isinstance(item, str) for item in raw) or len(set(raw)) != len(raw):
            return raw
        return list(dict.fromkeys(self.option(question, item) for item in raw))


def renames_since(questionnaire: Questionnaire, version: str, part: Part = "answers") -> Renames:
    """Everything that changed after `version` (three numbers) in the ids under `part`."""
    ids: dict[str, str] = {}
    options: dict[str, dict[str, str]] = {}
    retired: set[str] = set()
    added: set[str] = set()
    for change in questionnaire.history:
        step = change.part(part)
        if step is None:
            continue
        retired |= set(step.retired)
        if version_key(change.version) <= version_key(version):
            continue
        ids = {old: step.renamed.get(new, new) for old, new in ids.items()}
        ids = {**step.renamed, **ids}
        options = {step.renamed.get(id, id): names for id, names in options.items()}
        for id, names in step.renamed_options.items():
            followed = {old: names.get(new, new) for old, new in options.get(id, {}).items()}
            options[id] = {**names, **followed}
        added = {step.renamed.get(id, id) for id in added} | set(step.added)
    gone = {old for old, new in ids.items() if new in retired}
    return Renames(ids, options, frozenset(retired | gone), frozenset(added - retired))
