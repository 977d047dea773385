"""Problems of the files with the texts of a questionnaire in other languages."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from readiness.loading.assembling import named
from readiness.loading.drafts import UncheckedQuestionnaire
from readiness.loading.languages import declared_languages
from readiness.loading.translations import (
    STAMP,
    Translatable,
    entries,
    entry_at,
    files_of,
    read_translation,
    stamp,
    stamp_at,
    texts,
    translation_at,
)
from readiness.messages.catalogue import _, plural
from readiness.messages.problems import InvalidInput, Problem
from readiness.source.complaints import Complaints
from readiness.source.data import Map

_HAN = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"


def languages_in_files(draft: UncheckedQuestionnaire) -> frozenset[str]:
    """The declared languages that have at least one file of translations."""
    others = declared_languages(draft.root)[1:]
    return frozenset(code for code in others if any(tree is not None for _f, _p, tree in _files(draft, code)))


def _files(draft: UncheckedQuestionnaire, language: str) -> Iterator[tuple[str, Map, Any]]:
    """Each file of the questionnaire: its name, its content and that of its translation, if there is one."""
    for file, part in files_of(draft.root).items() if isinstance(draft.root, Map) else ():
        try:
            yield file, part, read_translation(draft.place, file, language)
        except InvalidInput:
            continue  # reported when the questionnaire was read in this language


def translation_problems(draft: UncheckedQuestionnaire) -> Iterator[Problem]:
    """What is missing, left over, out of date or of the wrong form in each file of translations."""
    for language in sorted(languages_in_files(draft)):
        for file, part, tree in _files(draft, language):
            yield from _of_file(list(texts(part)), tree, file, language, draft)


def _of_file(
    wanted: list[Translatable], tree: Any, file: str, language: str, draft: UncheckedQuestionnaire
) -> Iterator[Problem]:
    name = named(draft.place.name, f"{language}/{file}")
    missing = [item for item in wanted if entry_at(tree, item.path) in (None, "", {})]
    if missing:
        message = plural(
            "{count} text has no translation; the first is “{path}”",
            "{count} texts have no translation; the first is “{path}”",
            len(missing),
            path=".".join(map(str, missing[0].path)),
        )
        command = f"readiness questionnaire translate PATH --lang {language}"
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
        elif not _is_entry(value, language):
            hint = _("Write the text, or `{{{language}: the text, {stamp}: the stamp}}`.")
            hint = hint.format(language=language, stamp=STAMP)
            found.add(path, "translation-shape", _("this is not a text"), hint)
    for item in wanted:
        made_from = stamp_at(tree, item.path)
        if made_from and made_from != stamp(item.text) and translation_at(tree, item.path, language):
            message = _("the text changed after this was translated")
            hint = _("It is now: “{text}”. Mend the translation, and remove `{stamp}: {made_from}`.")
            hint = hint.format(text=" ".join(item.text.split())[:200], stamp=STAMP, made_from=made_from)
            found.add(item.path, "translation-outdated", message, hint)
        if blank := re.search(rf"({_HAN})[ \n]+({_HAN})", translation_at(tree, item.path, language)):
            message = _("a blank stands between “{before}” and “{after}”")
            hint = _("Remove it. A text that is folded over several lines gets one for each line break.")
            found.add(item.path, "translation-blank", message.format(before=blank[1], after=blank[2]), hint)
    yield from (dataclasses.replace(problem, severity="warning") for problem in found.problems)


def _is_entry(value: Any, language: str) -> bool:
    if isinstance(value, dict):
        return value.keys() <= {language, STAMP} and all(isinstance(text, str) for text in value.values())
    return isinstance(value, str)
