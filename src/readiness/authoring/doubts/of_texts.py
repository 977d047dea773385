"""Warnings about the text of a questionnaire as written in its files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from typing import Any, NamedTuple, TypeAlias

from readiness.loading.answer_sets import SETS, set_names, uses
from readiness.loading.languages import declared_languages, how_to_translate, translated
from readiness.messages.catalogue import _
from readiness.source.complaints import Fault
from readiness.source.data import DataPath, Map, Seq
from readiness.source.source import Source

_Written: TypeAlias = Iterator[tuple[Fault, bool]]
"""Faults, each with whether it is at the key instead of the value."""

_BOOLEANS = frozenset(
    form for word in ("yes", "no", "on", "off") for form in (word, word.title(), word.upper())
)
# Keys of prose that readers see; names and sources may be the same in every language.
_PROSE = ("title", "text", "help", "message", "description", "not_applicable", "summary", "lesson", "note")
_HAN = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"


class _Value(NamedTuple):
    """One value in the data, its path, and its places in the file."""

    path: DataPath
    value: Any
    source: Source
    at_value: Any
    at_key: Any


def _values(node: Any, path: DataPath = ()) -> Iterator[_Value]:
    """Every value in parsed data, parents before children."""
    if isinstance(node, Map):
        for key, value in node.items():
            at_key, at_value = node.marks.get(key, (None, None))
            yield _Value((*path, key), value, node.source, at_value, at_key)
            yield from _values(value, (*path, key))
    elif isinstance(node, Seq):
        for index, (value, mark) in enumerate(zip(node, node.marks, strict=True)):
            yield _Value((*path, index), value, node.source, mark, None)
            yield from _values(value, (*path, index))


def _plain_words(root: Any, _in_files: Set[str]) -> _Written:
    for found in _values(root):
        for word, mark, at_key in (
            (found.value, found.at_value, False),
            (found.path[-1], found.at_key, True),
        ):
            if isinstance(word, str) and word in _BOOLEANS and mark is not None:
                written = found.source.excerpt(mark.line)[mark.column :]
                if written.startswith(word):  # it is not in quotes
                    message = _("“{word}” without quotes is text here, but true or false to other YAML tools")
                    hint = _('Put it in quotes: "{word}".')
                    fault = Fault(found.path, "plain-word", message.format(word=word), hint.format(word=word))
                    yield fault, at_key


def _texts_in_all_languages(root: Any, in_files: Set[str]) -> _Written:
    languages = [code for code in declared_languages(root) if code not in in_files]
    if len(languages) < 2:
        return
    found_texts = list(translated(root, set(languages)))
    used = {code for found in found_texts for code in found.texts} or {languages[0]}
    for index, code in enumerate(declared_languages(root)):
        if code in languages and code not in used:
            message = _("there is no text in “{code}”").format(code=code)
            hint = _("Write texts as `{{{first}: …, {code}: …}}`, or remove the language here.")
            if index:  # the first language has no files of its own
                hint = _(
                    "Run `{command}` and fill in the files that it writes; or write texts as"
                    " `{{{first}: …, {code}: …}}`, or remove the language here."
                )
            first = next(other for other in languages if other in used)
            hint = hint.format(command=how_to_translate(root, code), first=first, code=code)
            yield Fault(("languages", index), "missing-language", message, hint), False
    for found in found_texts:
        missing = [code for code in languages if code in used and code not in found.texts]
        if missing:
            message = _("this text has no translation into: {codes}").format(codes=_(", ").join(missing))
            shown = next(code for code in languages if code in found.texts)
            hint = _("Add it; until then, readers see the text in “{code}”.").format(code=shown)
            yield Fault(found.path, "missing-language", message, hint), False
    if found_texts:
        yield from _untranslated(root, languages)


def _untranslated(root: Any, languages: list[str]) -> _Written:
    for found in _values(root):
        listed = isinstance(found.path[-1], int) and found.path[-2:-1] == ("evidence",)
        if isinstance(found.value, str) and (found.path[-1] in _PROSE or listed):
            example = ", ".join(f"{code}: …" for code in languages)
            hint = _("Write `{{{example}}}`, even if the text is the same in each language.").format(
                example=example
            )
            message = _("this text is in one language only, while others are translated")
            yield Fault(found.path, "untranslated", message, hint), False


def _chinese_is_folded_without_blanks(root: Any, _in_files: Set[str]) -> _Written:
    for found in _values(root):
        if isinstance(found.value, str) and (told := blank_between_han(found.value)):
            yield Fault(found.path, "chinese-blank", *told), False


def blank_between_han(text: str) -> tuple[str, str] | None:
    """What to say, and to advise, of the first blank in `text` that stands between two Chinese characters.

    None if there is none. Titles of standards have blanks of their own, as in 《质量管理体系 要求》.
    """
    outside = re.sub("《[^《》]*》", lambda title: title[0].replace(" ", ""), text)
    blank = re.search(rf"({_HAN})[ \n]+({_HAN})", outside)
    if blank is None:
        return None
    message = _("a blank stands between “{before}” and “{after}”").format(before=blank[1], after=blank[2])
    hint = _("Remove it. Each line break of a folded text becomes a blank: write such a text on one line.")
    return message, hint


def _answer_sets_are_used(root: Any, _in_files: Set[str]) -> _Written:
    used = {use.name for use in uses(root)}
    for name in set_names(root):
        if name not in used:
            message = _("no question uses the answer set “{name}”").format(name=name)
            hint = _("Write `options: {name}` in a question, or remove the set.").format(name=name)
            yield Fault((SETS, name), "answer-set-unused", message, hint), True


TEXT_DOUBTS: tuple[Callable[[Any, Set[str]], _Written], ...] = (
    _plain_words,
    _texts_in_all_languages,
    _chinese_is_folded_without_blanks,
    _answer_sets_are_used,
)
"""Each looks at the data of a questionnaire, knowing which languages have files of their own."""
