"""How ids changed between the version of the answers and the questionnaire in use."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from readiness.questionnaire.history import (
    Change,
    OldLevel,
    Part,
    Renaming,
    dropped,
    introduced,
    version_key,
)
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.remembering import remembered

_Options: TypeAlias = dict[str | float, str | None]
"""Old options of one question to today's id, or to None if the answer must be given again."""


class Renames(NamedTuple):
    """Maps the ids of an older version to those of today, for one part of an answers file."""

    ids: dict[str, str]
    """Question ids, old to today's."""
    options: dict[str, _Options]
    """The options of each question, by today's question id; those of a rescaled one also by their score."""
    rescaled: frozenset[str]
    """Today's ids of questions whose levels changed: what a number stood for is found only in `options`."""
    retired: dict[str, tuple[str, ...]]
    """Ids that are no longer asked, in any version: a file may still hold their answers. Each has today's
    ids of what is asked instead."""
    added: frozenset[str]
    """Today's ids of questions that were not asked then."""

    def id(self, old: str) -> str:
        """Today's id of a question."""
        return self.ids.get(old, old)

    def option(self, question: str, old: str) -> str | None:
        """Today's id of an option of the question that is called `question` today; None if it is gone."""
        return self.options.get(question, {}).get(old, old)

    def answer(self, question: str, raw: Any) -> Any:
        """`raw` with today's option ids, None if it must be given again.

        If several options of a list became one, it is listed once.
        """
        if isinstance(raw, str):
            return self.option(question, raw)
        if isinstance(raw, list):
            return self._list(question, raw)
        if question not in self.rescaled or not _is_score(raw):
            return raw
        return self.options[question].get(raw)

    def _list(self, question: str, raw: list[Any]) -> list[Any] | None:
        """The same for a list; one that was never an answer is left as it is."""
        if not all(isinstance(item, str) for item in raw) or len(set(raw)) != len(raw):
            return raw
        today = [self.option(question, item) for item in raw]
        return None if None in today else list(dict.fromkeys(today))


def _is_score(raw: Any) -> bool:
    """Return true for a number that is written as answers are: a whole one without decimals."""
    return type(raw) is int or (isinstance(raw, float) and not raw.is_integer())


@remembered
def renames_since(questionnaire: Questionnaire, version: str, part: Part) -> Renames:
    """Everything that changed after `version` (three numbers) in the ids under `part`."""
    ids: dict[str, str] = {}
    options: dict[str, _Options] = {}
    rescaled: set[str] = set()
    added: set[str] = set()
    changes = [(change.version, change.part(part)) for change in questionnaire.history]
    steps = [(changed_in, step) for changed_in, step in changes if step is not None]
    retired = _retired([step for _version, step in steps])
    for changed_in, step in steps:
        if version_key(changed_in) <= version_key(version):
            continue
        ids = {old: step.renamed.get(new, new) for old, new in ids.items()}
        ids = {**step.renamed, **ids}
        options = {step.renamed.get(id, id): names for id, names in options.items()}
        rescaled = {step.renamed.get(id, id) for id in rescaled}
        _follow_options(step, options, rescaled)
        added = {step.renamed.get(id, id) for id in added} | introduced(step)
    gone = {old: retired[new] for old, new in ids.items() if new in retired}
    return Renames(ids, options, frozenset(rescaled), retired | gone, frozenset(added - retired.keys()))


def _retired(steps: list[Renaming]) -> dict[str, tuple[str, ...]]:
    """Every id that one of `steps` gave up, with today's ids of what is asked instead."""
    today: dict[str, tuple[str, ...]] = {}
    retired: dict[str, tuple[str, ...]] = {}
    for step in reversed(steps):
        gone = dropped(step)
        for old, instead in (*((old, (new,)) for old, new in step.renamed.items()), *gone.items()):
            if len(instead) == 1:  # share the tuple, which may be long
                today[old] = today.get(instead[0], instead)
            else:
                today[old] = tuple(dict.fromkeys(now for new in instead for now in today.get(new, (new,))))
        retired |= {old: today[old] for old in gone}
    return retired


def _follow_options(step: Renaming, options: dict[str, _Options], rescaled: set[str]) -> None:
    """Carry `options` through `step`; adds the questions that it rescaled to `rescaled`."""
    for id, names in step.renamed_options.items():
        before = options.get(id, {})
        options[id] = {old: new for old, new in names.items() if old not in before}
        options[id] |= {old: names.get(now, now) if now else None for old, now in before.items()}
    for id, levels in step.rescaled.items() if isinstance(step, Change) else ():
        names_now: _Options = {level.was: level.now for level in levels}
        followed = {old: names_now.get(now) if now else None for old, now in options.get(id, {}).items()}
        scores = {} if id in rescaled else _by_score(levels)
        options[id] = names_now | scores | followed
        rescaled.add(id)


def _by_score(levels: tuple[OldLevel, ...]) -> _Options:
    """Today's option for each old score; none for a score that several levels had."""
    scores = [level.score for level in levels]
    return {level.score: level.now for level in levels if scores.count(level.score) == 1}
