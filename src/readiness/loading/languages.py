"""Choose one language where texts are given in several."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Any

from readiness.loading.finding import MAIN_FILE
from readiness.messages.catalogue import _
from readiness.questionnaire.questionnaire import MAX_LANGUAGES
from readiness.source.complaints import Complaints
from readiness.source.data import Map


def is_translated(value: Any, languages: Set[str]) -> bool:
    """Whether `value` is one text in several languages, a mapping of language to text."""
    return isinstance(value, dict) and bool(value) and value.keys() <= languages


def choose_language(root: Map, language: str | None) -> None:
    """Replace every text in several languages by the one in `language`, or in the first.

    Raises InvalidInput if `language` is not among those that the questionnaire declares.
    """
    declared = root.get("languages")
    if declared is not None and not (
        isinstance(declared, list) and all(isinstance(item, str) for item in declared)
    ):
        return  # validation reports this
    languages: list[str] = declared or []
    if len(languages) > MAX_LANGUAGES:
        return  # this too
    if language is not None and language not in languages:
        _refuse_language(root, language, languages)
    order = [language or "", *languages]
    codes = set(languages)
    stack: list[Any] = [root] if languages else []
    while stack:
        node = stack.pop()
        places: Iterable[Any] = node.keys() if isinstance(node, dict) else range(len(node))
        for place in places:
            value = node[place]
            if is_translated(value, codes):
                node[place] = next(value[code] for code in order if code in value)
            elif isinstance(value, dict | list):
                stack.append(value)


def _refuse_language(root: Map, language: str, languages: list[str]) -> None:
    complaints = Complaints(root, MAIN_FILE)
    message = _("there are no texts in “{language}”").format(language=language[:80])
    hint = _("Choose one of: {languages}.").format(languages=", ".join(languages))
    if not languages:
        hint = _("Do not choose a language; the texts are in one language only.")
    complaints.add(("languages",), "unknown-language", message, hint)
    complaints.raise_if_any()
