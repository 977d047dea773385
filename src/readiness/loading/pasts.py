"""Check that the history of versions leads to today's ids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from readiness.loading.references import unknown_ids
from readiness.messages.catalogue import _
from readiness.questionnaire.history import Part, Renaming, version_key
from readiness.questionnaire.questionnaire import Questionnaire
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
        then = {renamed.get(id, id): options for id, options in then.items() if id not in step.added}
        then |= dict.fromkeys(step.retired)
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
    given_up: list[tuple[DataPath, str]] = [(("renamed", old), old) for old in step.renamed]
    given_up += [(("retired", n), id) for n, id in enumerate(step.retired)]
    for where, id in given_up:
        if id in later:
            message = _("“{id}” is used again in a later version").format(id=id)
            if id in today:
                message = _("“{id}” is still asked").format(id=id)
            hint = _("Remove it here or rename the question; an old id must keep its meaning.")
            yield Fault((*path, *where), "history-reused", message, hint)


def _options_fit(step: Renaming, path: DataPath, then: _OptionsByQuestion) -> Iterator[Fault]:
    """Faults in the ids of options; adds the old ids to `then`, the options after `step` by question."""
    for id, names in step.renamed_options.items():
        here = (*path, "renamed_options", id)
        if id not in then:
            yield unknown_name(here, "unknown-question", id, list(then))
        options = then.get(id)
        if options is None:
            continue
        for old, new in names.items():
            if new not in options:
                yield unknown_name((*here, old), "unknown-option", new, sorted(options))
            if old in options:
                message = _("“{id}” is still an option").format(id=old)
                hint = _("Give the newer option another id; an old id must keep its meaning.")
                yield Fault((*here, old), "history-reused", message, hint)
        options |= set(names)
