"""Load a questionnaire by its name or path."""

from __future__ import annotations

import os
from pathlib import Path

from readiness.loading.compiled import read_compiled
from readiness.loading.finding import DEFAULT_QUESTIONNAIRE, find
from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput, expect
from readiness.questionnaire.questionnaire import Questionnaire


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
    if place.built_in and (ready := read_compiled(place.folder, language)):
        return ready
    # None of this is needed for what is compiled.
    from readiness.loading.drafts import read_draft
    from readiness.loading.examination import examine
    from readiness.loading.languages import choose_language
    from readiness.source.data import Map

    root, name = read_draft(place)
    if isinstance(root, Map):
        choose_language(root, language)
    examined = examine(root, name)
    if examined.questionnaire is None or examined.problems:
        raise InvalidInput(examined.problems)
    return examined.questionnaire
