"""Every message of the program has a translation that says the same with the same placeholders."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "readiness"
sys.path.insert(0, str(ROOT / "docs"))
from catalogue import CATALOGUES, messages, updated  # noqa: E402

PATHS = sorted(CATALOGUES.glob("*.po"))
IN_CODE = messages()
in_each_language = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream)


def forms(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The English forms of a message and their translations."""
    english = message.id if isinstance(message.id, tuple) else (message.id,)
    translated = message.string if isinstance(message.string, tuple) else (message.string,)
    return tuple(map(str, english)), tuple(map(str, translated))


def translations(path: Path) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    return (forms(message) for message in catalogue(path) if message.id)


def placeholders(text: str) -> set[str]:
    """The placeholders in a message, each with its format; none in one that is never filled in.

    Languages differ in whether days and months have two digits.
    """
    try:
        parsed = list(Formatter().parse(text))
    except ValueError:
        return set()
    return {
        f"{name}:{(spec or '').removeprefix('02')}"
        for _text, name, spec, _conversion in parsed
        if name and name.isidentifier()
    }


def test_there_is_a_chinese_catalogue() -> None:
    assert [path.stem for path in PATHS] == ["zh"]


@in_each_language
def test_a_catalogue_has_exactly_the_messages_of_the_code(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == updated(path), "run: make messages"


@in_each_language
def test_every_message_is_translated(path: Path) -> None:
    assert [english for english, translated in translations(path) if not all(translated)] == []


@in_each_language
def test_a_translation_has_the_placeholders_of_its_message(path: Path) -> None:
    for english, translated in translations(path):
        wanted = placeholders(english[-1])
        assert [placeholders(each) for each in translated] == [wanted] * len(translated), english


@in_each_language
def test_what_is_typed_stays_as_it_is(path: Path) -> None:
    """Options, commands and keys in code marks are not translated."""
    for english, translated in translations(path):
        commands = set(re.findall(r"`(readiness [^`]*|--[a-z-]+)`", english[-1]))
        for each in translated:
            assert commands <= set(re.findall(r"`([^`]*)`", each)), english
            options = re.findall(r"(?<![\w-])--[a-z][a-z-]+", english[-1])
            assert [option for option in options if option not in each] == [], english


def test_no_sentence_is_put_together_from_words_and_blanks() -> None:
    """A translated text is never joined to another with a blank in an f-string: Chinese has none there."""
    glued = []
    for module in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                looked_up = [
                    part
                    for part in node.values
                    if isinstance(part, ast.FormattedValue)
                    and isinstance(part.value, ast.Call)
                    and isinstance(part.value.func, ast.Name)
                    and part.value.func.id in ("_", "plural")
                ]
                if looked_up:
                    glued.append(f"{module.name}:{node.lineno}")
    assert glued == []


def test_every_message_has_a_text() -> None:
    assert len(IN_CODE) > 1000
    assert all(message.id is not None for message in IN_CODE)
