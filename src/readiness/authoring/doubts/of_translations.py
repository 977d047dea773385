"""Problems of the files with the texts of a questionnaire in other languages."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from readiness.authoring.doubts.of_texts import blank_between_han
from readiness.loading.assembling import named
from readiness.loading.drafts import UncheckedQuestionnaire
from readiness.loading.languages import declared_languages, how_to_translate
from readiness.loading.translations import (
    STAMP,
    Translatable,
    entries,
    entry_at,
    files_of,
    is_entry,
    is_outdated,
    read_translation,
    stamp_at,
    texts,
    translation_at,
)
from readiness.messages.catalogue import _, plural
from readiness.messages.problems import Problem
from readiness.source.complaints import Complaints
from readiness.source.data import Map


class Translation(NamedTuple):
    """A file of a questionnaire, and what there is of it in another language."""

    name: str
    """What messages call the file of translations."""
    part: Map
    tree: Any
    """The content of the file of translations; None if there is no such file."""


def translations_of(draft: UncheckedQuestionnaire) -> dict[str, list[Translation]]:
    """The files of a questionnaire in each declared language that has at least one file of translations.

    Raises InvalidInput if one of them cannot be used.
    """
    found = {
        code: [
            Translation(
                named(draft.place.name, f"{code}/{file}"), part, read_translation(draft.place, file, code)
            )
            for file, part in files_of(draft.root).items()
        ]
        for code in declared_languages(draft.root)[1:]
    }
    return {code: each for code, each in found.items() if any(item.tree is not None for item in each)}


def translation_problems(translations: Mapping[str, Sequence[Translation]], root: Map) -> Iterator[Problem]:
    """What is missing, left over, out of date or of the wrong form in each file of translations of `root`."""
    for language, each in sorted(translations.items()):
        for item in each:
            command = how_to_translate(root, language)
            yield from _of_file(item.name, list(texts(item.part)), item.tree, language, command)


def _of_file(
    name: str, wanted: list[Translatable], tree: Any, language: str, command: str
) -> Iterator[Problem]:
    missing = [item for item in wanted if _is_missing(entry_at(tree, item.path), language)]
    if missing:
        message = plural(
            "{count} text has no translation; the first is “{path}”",
            "{count} texts have no translation; the first is “{path}”",
            len(missing),
            path=".".join(map(str, missing[0].path)),
        )
        hint = _("Run `{command}` to write what is missing into the file, and fill it in.")
        hint = hint.format(command=command)
        yield Problem(name, 1, 1, "translation-missing", message, hint, severity="warning")
    if not isinstance(tree, Map):
        return
    known = {item.path for item in wanted}
    found = Complaints(tree, name)
    for path, value in entries(tree, known):
        if path not in known:
            hint = _("Remove it, or rename it to the id that the text has now.")
            found.add(path, "translation-orphaned", _("the questionnaire has no such text"), hint, key=True)
        elif not is_entry(value, language):
            hint = _("Write the text, or `{{{language}: the text, {stamp}: the stamp}}`.")
            hint = hint.format(language=language, stamp=STAMP)
            found.add(path, "translation-shape", _("this is not a text"), hint)
    for item in wanted:
        if is_outdated(tree, item, language):
            made_from = stamp_at(tree, item.path)
            message = _("the text changed after this was translated")
            hint = _("It is now: “{text}”. Mend the translation, and remove `{stamp}: {made_from}`.")
            hint = hint.format(text=" ".join(item.text.split())[:200], stamp=STAMP, made_from=made_from)
            found.add(item.path, "translation-outdated", message, hint)
        if told := blank_between_han(translation_at(tree, item.path, language)):
            found.add(item.path, "chinese-blank", *told)
    yield from (dataclasses.replace(problem, severity="warning") for problem in found.problems)


def _is_missing(value: Any, language: str) -> bool:
    """Whether `value`, an entry of a file of translations, has no text and nothing that is none."""
    return value in (None, "", {}) or (is_entry(value, language) and not translation_at(value, (), language))
