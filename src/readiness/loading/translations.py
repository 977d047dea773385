"""Texts of a questionnaire in another language, from files that hold nothing else.

Beside `strategy.yaml`, `zh/strategy.yaml` has the Chinese text of each text in it, at the same keys; a list
whose items have ids is a mapping by these ids. A text is written as it is, or with the stamp of the text that
it was made from: `{zh: 出海论证, of: 1f2e3d4c}`. What is not there, or empty, stays in the first language.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Set
from typing import Any, NamedTuple

from readiness.loading.assembling import named
from readiness.loading.drafts import UncheckedQuestionnaire
from readiness.loading.finding import Where, holds, leads_out
from readiness.loading.languages import choose_texts, chosen_language
from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput, Problem
from readiness.questionnaire.fields import MAX_TEXT, MAX_TITLE
from readiness.source.complaints import Complaints
from readiness.source.data import DataPath, Map
from readiness.source.parsing import parse
from readiness.source.source import read

TEXT_KEYS = frozenset(
    {
        "as_of",
        "description",
        "disputed",
        "evidence",
        "help",
        "lesson",
        "message",
        "no_case",
        "not_applicable",
        "note",
        "reason",
        "source",
        "statement",
        "summary",
        "text",
        "title",
        "unit",
        "who",
    }
)
"""The keys whose values are texts for people, wherever they stand."""
_OF_AUTHORS = ("accept", "history")
"""Keys at the top for what only authors read."""
STAMP = "of"
"""The key of a translation for the stamp of the text that it was made from."""
_STAMP_LENGTH = 8


class Translatable(NamedTuple):
    """One text in the first language, and where it is."""

    path: DataPath
    """The keys that lead to it in a translation file: ids in place of numbers where items have ids."""
    text: str
    container: Any
    place: str | int
    """Its key or index in `container`."""


def stamp(text: str) -> str:
    """Eight hexadecimal digits that change with `text`, but not with its line breaks."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:_STAMP_LENGTH]


def texts(part: Map) -> Iterator[Translatable]:
    """Every text in `part`, the content of one file, in the order of the file."""
    return _texts(part, part, ())


def _texts(part: Map, node: Any, path: DataPath) -> Iterator[Translatable]:
    """Those in `node`, at `path` in `part`."""
    for place, value in node.items() if isinstance(node, dict) else enumerate(node):
        if not path and place in _OF_AUTHORS:
            continue
        inner = (*path, _step(place, value))
        if isinstance(value, str):
            if _is_text(inner):
                yield Translatable(inner, value, node, place)
        elif isinstance(value, Map) and value.source is not part.source:
            continue  # from a file of its own
        elif isinstance(value, dict | list):
            yield from _texts(part, value, inner)


def _step(place: str | int, value: Any) -> str | int:
    id = value.get("id") if isinstance(value, dict) and isinstance(place, int) else None
    return id if isinstance(id, str) else place


def _is_text(path: DataPath) -> bool:
    """Whether a text for people is at `path`: by its key, or by the one around it."""
    if path[-1] in TEXT_KEYS or path[-2:-1] in (("evidence",), ("labels",)):
        return True
    return path[-1] == "section" and path[-3:-2] == ("cases",)


def files_of(root: Map) -> dict[str, Map]:
    """The parts of a questionnaire by the name of their file, the main one first."""
    found = {_file(root): root}
    for key in ("sections", "opportunities"):
        sections = root.get(key)
        for section in sections if isinstance(sections, list) else ():
            if isinstance(section, Map):
                found.setdefault(_file(section), section)
    if isinstance(cases := root.get("cases"), Map):
        found.setdefault(_file(cases), cases)
    return found


def _file(part: Map) -> str:
    return part.source.name.rsplit("/", 1)[-1]


def read_translation(place: Where, file: str, language: str) -> Any:
    """The content of the file with the texts of `file` in `language`; None if there is none, or it is empty.

    Raises InvalidInput if it cannot be read, is not YAML or is no mapping.
    """
    if not holds(place.folder, f"{language}/{file}") or leads_out(place.folder, f"{language}/{file}"):
        return None
    beside = place.folder.joinpath(language, file)
    name = named(place.name, f"{language}/{file}")
    tree = parse(read(beside, name))
    if tree is not None and not isinstance(tree, Map):
        message = _("this is not a mapping of keys to texts")
        hint = _("Write `key: text` lines, with an ordinary colon and a blank after each key.")
        raise InvalidInput([Problem(name, 1, 1, "translation-shape", message, hint)])
    return tree


def entries(tree: Any, known: Set[DataPath], path: DataPath = ()) -> Iterator[tuple[DataPath, Any]]:
    """Every entry of a file of translations: where one of the `known` texts is, or what leads to none."""
    for step, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        here = (*path, step)
        leads_on = any(item[: len(here)] == here and item != here for item in known)
        if isinstance(value, dict | list) and leads_on:
            yield from entries(value, known, here)
        elif value not in (None, "", {}):
            yield here, value


def translate(draft: UncheckedQuestionnaire, language: str | None) -> str | None:
    """Replace each text of `draft` by the one in `language`, or in the first.

    Returns the language unless it is the first. What has no translation stays as it is. Raises InvalidInput.
    """
    if not isinstance(draft.root, Map):
        return None  # validation reports this
    chosen = chosen_language(draft.root, language, may_grow=not draft.place.built_in)
    if chosen is not None:
        _from_files(draft, chosen)
    choose_texts(draft.root, chosen)
    return chosen


def _from_files(draft: UncheckedQuestionnaire, language: str) -> None:
    for file, part in files_of(draft.root).items():
        tree = read_translation(draft.place, file, language)
        found = Complaints(tree, named(draft.place.name, f"{language}/{file}"))
        for item in list(texts(part)) if tree is not None else ():
            text = translation_at(tree, item.path, language)
            if len(text) > (
                most := _longest(item.path)
            ):  # told here, where the original is not blamed for it
                hint = _("Write at most {max_length} characters.").format(max_length=most)
                found.add(item.path, "wrong-value", _("the text is too long"), hint)
            elif text:
                item.container[item.place] = text
        found.raise_if_any()


def _longest(path: DataPath) -> int:
    """How many characters the text at `path` may have."""
    is_profile_option = path[0] == "profile" and "options" in path
    return MAX_TITLE if is_profile_option or path[-1] in _SHORT_KEYS else MAX_TEXT


_SHORT_KEYS = ("as_of", "section", "title", "unit", "who")
"""The keys of texts that are as short as titles."""


def translation_at(tree: Any, path: DataPath, language: str) -> str:
    """The text at `path` of a translation file; empty if there is none."""
    found = entry_at(tree, path)
    if isinstance(found, dict):
        found = found.get(language)
    return found.strip() if isinstance(found, str) else ""


def entry_at(tree: Any, path: DataPath) -> Any:
    """What is at `path` of a translation file; None if nothing is."""
    for step in path:
        if isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        elif isinstance(tree, dict):
            tree = tree.get(step)
        else:
            return None
    return tree


def is_outdated(tree: Any, item: Translatable, language: str) -> bool:
    """Whether the translation of `item` was made from another text than it has now."""
    made_from = stamp_at(tree, item.path)
    return made_from not in ("", stamp(item.text)) and bool(translation_at(tree, item.path, language))


def stamp_at(tree: Any, path: DataPath) -> str:
    """The stamp of the text that the translation at `path` was made from; empty if it has none."""
    found = entry_at(tree, path)
    value = found.get(STAMP) if isinstance(found, dict) else None
    return value if isinstance(value, str) else ""


def is_entry(value: Any, language: str) -> bool:
    """Whether `value` has the form of a translation into `language`, with or without a stamp."""
    if isinstance(value, dict):
        return value.keys() <= {language, STAMP} and all(isinstance(text, str) for text in value.values())
    return isinstance(value, str)
