"""Choose one language where texts are given in several."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Set
from typing import Any, NamedTuple

from readiness.loading.finding import MAIN_FILE
from readiness.messages.catalogue import _, matching
from readiness.messages.characters import printable, run_together
from readiness.questionnaire.fields import Language, pattern_of
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


def declared_languages(root: Any) -> list[str]:
    """The languages that a questionnaire declares; none if it does not do so in the right form."""
    declared = root.get("languages") if isinstance(root, Map) else None
    if not isinstance(declared, list) or len(declared) > MAX_LANGUAGES:
        return []  # validation reports this
    if not all(isinstance(code, str) and is_code(code) for code in declared):
        return []  # this too
    return list(dict.fromkeys(declared))


def is_code(text: str) -> bool:
    """Whether `text` can stand in `languages`."""
    return re.fullmatch(pattern_of(Language), text) is not None


def languages_with(root: Any, language: str) -> list[str]:
    """What to declare so that a questionnaire has texts in `language` too; the first one it is written in."""
    title = root.get("title") if isinstance(root, Map) else None
    written_in = declared_languages(root) or ["zh" if re.search("[\u4e00-\u9fff]", str(title)) else "en"]
    return list(dict.fromkeys([*written_in, language]))


def chosen_language(root: Map, language: str | None, *, may_grow: bool = False) -> str | None:
    """The declared language that `language` stands for, as `zh-CN` does for `zh`; None for the first.

    `may_grow` tells that its author may be reading. Raises InvalidInput if there is no such language.
    """
    languages = declared_languages(root)
    chosen = matching(language, languages) if language else None
    if language is not None and chosen is None:
        _refuse_language(root, language, languages, may_grow)
    return None if chosen in languages[:1] else chosen


def choose_texts(root: Map, chosen: str | None) -> None:
    """Replace every text in several languages by the one in the `chosen` language, or in the first."""
    languages = declared_languages(root)
    order = [chosen or "", *languages]
    for path, texts, container in translated(root, set(languages)):
        container[path[-1]] = next(texts[code] for code in order if code in texts)


def how_to_translate(root: Map, language: str) -> str:
    """The command that writes files for the texts of the questionnaire `root` in `language`."""
    return f"readiness questionnaire translate {printable(shlex.quote(root.source.name))} --lang {language}"


def _refuse_language(root: Map, language: str, languages: list[str], may_grow: bool) -> None:
    complaints = Complaints(root, MAIN_FILE)
    message = _("there are no texts in “{language}”").format(language=language[:80])
    hint = _("Choose one of: {languages}.").format(languages=_(", ").join(languages))
    if not languages:
        hint = _("Do not choose a language; the texts are in one language only.")
    has_files = not any(translated(root, set(languages)))
    if may_grow and has_files and is_code(language):
        codes = languages_with(root, language)
        if language != codes[0]:
            more = _("To add it, write `languages: [{codes}]` into {file}, and run `{command}`.").format(
                codes=", ".join(codes),
                file=root.source.name,
                command=how_to_translate(root, language),
            )
            hint = run_together([hint, more])
    complaints.add(("languages",), "unknown-language", message, hint)
    complaints.raise_if_any()
