"""Check that the history of versions leads to today's ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from readiness.loading.references import unknown_ids
from readiness.messages.catalogue import _
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
from readiness.questionnaire.questions.parts import NEVER_IDS
from readiness.source.complaints import Fault, unknown_name
from readiness.source.data import DataPath


def history_fits(questionnaire: Questionnaire) -> Iterator[Fault]:
    """The versions rise, and each change leads from the ids before it to the ids after it."""
    if not questionnaire.history:
        return
    versions = [change.version for change in questionnaire.history]
    for index, version in enumerate(versions):
        here: DataPath = ("history", index, "version")
        if version_key(version) > version_key(questionnaire.version):
            message = _("this version is newer than the questionnaire")
            hint = _("Raise `version` to {version}.").format(version=version)
            yield Fault(here, "history-version", message, hint)
        if index and version_key(version) <= version_key(versions[index - 1]):
            message = _("this version is not higher than the one before it")
            hint = _("List each version once, the oldest first.")
            yield Fault(here, "history-order", message, hint)
    questions = {
        id: [option.id for option in question.choices] for id, question in questionnaire.questions.items()
    }
    profile = {asked.id: [option.id for option in asked.options] for asked in questionnaire.profile}
    yield from _past_fits(questionnaire, "answers", questions)
    yield from _past_fits(questionnaire, "profile", profile)


_OptionsByQuestion: TypeAlias = dict[str, set[str] | None]
"""Questions and their options at an earlier time; None where the options are not recorded."""


def _past_fits(questionnaire: Questionnaire, part: Part, today: dict[str, list[str]]) -> Iterator[Fault]:
    """Go back from `today`, the options by question, through the changes of each version."""
    then: _OptionsByQuestion = {id: set(options) for id, options in today.items()}
    later = set(today)
    for index in range(len(questionnaire.history) - 1, -1, -1):
        step = questionnaire.history[index].part(part)
        if step is None:
            continue
        path: DataPath = ("history", index) if part == "answers" else ("history", index, "profile")
        yield from _ids_fit(step, path, then, later, set(today))
        yield from _options_fit(step, path, then)
        renamed = {new: old for old, new in step.renamed.items()}
        new = introduced(step)
        then = {renamed.get(id, id): options for id, options in then.items() if id not in new}
        then |= dict.fromkeys(dropped(step))
        later |= then.keys()


def _ids_fit(
    step: Renaming, path: DataPath, then: _OptionsByQuestion, later: set[str], today: set[str]
) -> Iterator[Fault]:
    """Faults in the ids of questions; `then` are the questions after `step`, `later` all ids since then."""
    for old, new in step.renamed.items():
        if new not in then:
            yield unknown_name((*path, "renamed", old), "unknown-question", new, list(then))
        elif list(step.renamed.values()).index(new) != list(step.renamed).index(old):
            message = _("“{id}” is the new id of two questions").format(id=new)
            hint = _("Retire one of them; renaming cannot merge two questions.")
            yield Fault((*path, "renamed", old), "history-merged", message, hint)
    yield from unknown_ids(step.added, (*path, "added"), "unknown-question", list(then))
    if isinstance(step, Change):
        for new in step.merged:
            if new not in then:
                yield unknown_name((*path, "merged", new), "unknown-question", new, list(then))
        for old, new_ids in step.split.items():
            yield from unknown_ids(new_ids, (*path, "split", old), "unknown-question", list(then))
    yield from _given_up_once(step, path, later, today)


def _given_up_once(step: Renaming, path: DataPath, later: set[str], today: set[str]) -> Iterator[Fault]:
    """Old ids that are used again, or that `step` gives two ends."""
    ended: set[str] = set()
    for where, id in _given_up(step):
        if id in later:
            message = _("“{id}” is used again in a later version").format(id=id)
            if id in today:
                message = _("“{id}” is still asked").format(id=id)
            hint = _("Remove it here or rename the question; an old id must keep its meaning.")
            yield Fault((*path, *where), "history-reused", message, hint)
        elif id in ended:
            message = _("“{id}” is listed twice").format(id=id)
            yield Fault((*path, *where), "listed-twice", message, _("Keep one of the two."))
        if where[0] in ("renamed", "retired"):  # a question may be split, and its parts merged with others
            ended.add(id)


def _given_up(step: Renaming) -> list[tuple[DataPath, str]]:
    """The ids that `step` gave up, each with its place; renamed and retired ones first."""
    places: list[tuple[DataPath, str]] = [(("renamed", old), old) for old in step.renamed]
    places += [(("retired", n), id) for n, id in enumerate(step.retired)]
    if isinstance(step, Change):
        places += [(("split", old), old) for old in step.split]
        places += [(("merged", new, n), id) for new, ids in step.merged.items() for n, id in enumerate(ids)]
    return places


def _options_fit(step: Renaming, path: DataPath, then: _OptionsByQuestion) -> Iterator[Fault]:
    """Faults in the ids of options; adds the old ids to `then`, the options after `step` by question."""
    if isinstance(step, Change):
        yield from _levels_fit(step, path, then)
    for id, names in step.renamed_options.items():
        here = (*path, "renamed_options", id)
        if id not in then:
            yield unknown_name(here, "unknown-question", id, list(then))
        yield from _reserved(((*here, old), old) for old in names)
        options = then.get(id)
        if options is None or (isinstance(step, Change) and id in step.rescaled):
            continue
        for old, new in names.items():
            if new not in options:
                yield unknown_name((*here, old), "unknown-option", new, sorted(options))
            if old in options:
                message = _("“{id}” is still an option").format(id=old)
                hint = _("Give the newer option another id; an old id must keep its meaning.")
                yield Fault((*here, old), "history-reused", message, hint)
        options |= set(names)


def _levels_fit(step: Change, path: DataPath, then: _OptionsByQuestion) -> Iterator[Fault]:
    """The same for questions whose levels changed."""
    for id, levels in step.rescaled.items():
        here = (*path, "rescaled", id)
        if id not in then:
            yield unknown_name(here, "unknown-question", id, list(then))
            continue
        if id in step.renamed_options:
            message = _("“{id}” is also in `renamed_options` of this version").format(id=id)
            yield Fault(here, "listed-twice", message, _("Keep `rescaled`, which names every old level."))
        yield from _reserved(((*here, n, "was"), level.was) for n, level in enumerate(levels))
        yield from _known_levels(levels, here, then[id])
        then[id] = {level.was for level in levels}


def _known_levels(levels: tuple[OldLevel, ...], path: DataPath, options: set[str] | None) -> Iterator[Fault]:
    """Old levels that are listed twice, and new ones that are not among `options`."""
    seen: set[str] = set()
    for index, level in enumerate(levels):
        if level.was in seen:
            message = _("“{id}” is listed twice").format(id=level.was)
            yield Fault((*path, index, "was"), "listed-twice", message, _("Keep one of the two."))
        seen.add(level.was)
        if options is not None and level.now is not None and level.now not in options:
            yield unknown_name((*path, index, "now"), "unknown-option", level.now, sorted(options))


def _reserved(places: Iterable[tuple[DataPath, str]]) -> Iterator[Fault]:
    """Old options that no answers file could have named."""
    for path, id in places:
        if id in NEVER_IDS:
            message = _("answers cannot use the option id “{id}”").format(id=id)
            hint = _("Remove it; this word has another meaning in an answers file.")
            yield Fault(path, "reserved-id", message, hint)
