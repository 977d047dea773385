"""Choose one language where texts are given in several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any, NamedTuple

from readiness.loading.finding import MAIN_FILE
from readiness.messages.catalogue import _
from readiness.questionnaire.questionnaire import MAX_LANGUAGES
from readiness.source.complaints import Complaints
from readiness.source.data import DataPath, Map

KEYED_BY_IDS = {
    **dict.fromkeys(
        ("answer_sets", "applies_to", "labels", "merged", "renamed", "requires", "rescaled", "split"), 1
    ),
    "renamed_options": 2,
}
"""Keys of mappings whose own keys are ids, which may look like languages; and how many such are nested."""


class Translated(NamedTuple):
    """One text in several languages, a mapping of language to text, and where it is."""

    path: DataPath
    texts: dict[str, Any]
    container: Any


def translated(root: Any, languages: Set[str]) -> Iterator[Translated]:
    """Every text in several of `languages`. Each may be replaced in its container meanwhile."""
    yield from _translated(root, languages, (), 0)


def _translated(node: Any, languages: Set[str], path: DataPath, of_ids: int) -> Iterator[Translated]:
    """The same below `path`; `of_ids` is how many mappings from `node` inwards are keyed by ids."""
    places: Iterable[Any] = node.keys() if isinstance(node, dict) else range(len(node))
    for place in places:
        value = node[place]
        inside = of_ids - 1 if of_ids else KEYED_BY_IDS.get(place, 0)
        if isinstance(value, dict) and value and value.keys() <= languages and not inside:
            yield Translated((*path, place), value, node)
        elif isinstance(value, dict | list):
            yield from _translated(value, languages, (*path, place), inside)


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
    chosen = matching(language, languages) if language else None
    if language is not None and chosen is None:
        _refuse_language(root, language, languages)
    order = [chosen or "", *languages]
    for path, texts, container in translated(root, set(languages)):
        container[path[-1]] = next(texts[code] for code in order if code in texts)


def matching(wanted: str, languages: Sequence[str]) -> str | None:
    """The one of `languages` that fits the code `wanted` best; None if none does.

    `zh-CN` and `zh_CN` fit `zh`, and `zh` fits `zh-CN`. Source: RFC 4647, section 3.4 (lookup).
    """
    by_code = {language.lower(): language for language in reversed(languages)}
    steps = wanted.lower().replace("_", "-").split("-")
    for length in range(len(steps), 0, -1):
        if found := by_code.get("-".join(steps[:length])):
            return found
    return next((language for language in languages if language.lower().startswith(f"{steps[0]}-")), None)


def _refuse_language(root: Map, language: str, languages: list[str]) -> None:
    complaints = Complaints(root, MAIN_FILE)
    message = _("there are no texts in “{language}”").format(language=language[:80])
    hint = _("Choose one of: {languages}.").format(languages=", ".join(languages))
    if not languages:
        hint = _("Do not choose a language; the texts are in one language only.")
    complaints.add(("languages",), "unknown-language", message, hint)
    complaints.raise_if_any()
