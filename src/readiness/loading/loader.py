"""Load a questionnaire by its name or path."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.loading.compiled import compiled_languages, read_compiled
from readiness.loading.finding import DEFAULT_QUESTIONNAIRE, find
from readiness.messages.catalogue import _, matching
from readiness.messages.problems import InvalidInput, expect
from readiness.questionnaire.questionnaire import Questionnaire

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def _ready(folder: Traversable, language: str | None) -> Questionnaire | None:
    """The compiled questionnaire in the built-in `folder`, if there is one in `language`."""
    chosen = matching(language, compiled_languages(folder)) if language else None
    found = read_compiled(folder, chosen)
    if found and language and not chosen and not matching(language, found.languages[:1]):
        return None
    return found


def load_questionnaire(
    name_or_path: str | Path = DEFAULT_QUESTIONNAIRE, language: str | None = None
) -> Questionnaire:
    """Load a built-in questionnaire by name, or one from a folder with a `questionnaire.yaml` or a YAML file.

    Where texts are given in several languages, `language` chooses one; None means the first.
    Raises InvalidInput with every problem of its files, WrongType for arguments of other types.
    """
    message = _("load_questionnaire takes a name or a path, not {found}")
    expect(name_or_path, str | os.PathLike, message)
    expect(language or "", str, _("“language” must be the code of a language, such as zh-CN, not {found}"))
    place = find(name_or_path)
    if place.built_in and (ready := _ready(place.folder, language)):
        return ready
    # None of this is needed for what is compiled.
    from readiness.loading.drafts import read_draft
    from readiness.loading.examination import examine
    from readiness.loading.translations import translate

    draft = read_draft(place)
    chosen = translate(draft, language)
    examined = examine(draft.root, draft.name)
    if examined.questionnaire is None or examined.problems:
        raise InvalidInput(examined.problems)
    if chosen is not None:  # the digest is that of the first language, whatever the language of a report
        examined.questionnaire.__dict__["digest"] = load_questionnaire(name_or_path).digest
    return examined.questionnaire
