"""Characters that are safe to show, and the columns they take."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable


def printable(text: str) -> str:
    r"""`text` with everything that could drive a terminal shown as a visible escape.

    Control, format and surrogate characters, bidirectional controls among them,
    become `\x1b`, `\u202e` and the like; a tab becomes one space.
    """
    if text.isprintable():
        return text
    text = _IDLE_JOINER.sub(lambda found: ascii(found[0])[1:-1], text)
    return text.translate(_VISIBLE)


# Zero-width (non-)joiners do their work between letters of Persian or an Indic script, say; one that
# stands elsewhere is there to be overlooked, as in an id that only looks like another.
_IDLE_JOINER = re.compile(
    "(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f\u200c\u200d])"
)
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Replacements(dict[int, str]):
    """A table for `str.translate`: what stands for a character is found out when it first occurs."""

    def __init__(self, known: dict[str, str], replacement: Callable[[str], str]) -> None:
        super().__init__(str.maketrans(known))
        self._replacement = replacement

    def __missing__(self, number: int) -> str:
        self[number] = self._replacement(chr(number))
        return self[number]


def _visible(character: str) -> str:
    return ascii(character)[1:-1] if unicodedata.category(character) in _UNSAFE else character


_VISIBLE = Replacements({"\t": " ", "\u200c": "\u200c", "\u200d": "\u200d"}, _visible)


def display_width(text: str) -> int:
    """Columns that `text` takes in a terminal: two for a wide character, none for a combining one."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def narrow(text: str) -> str:
    """`text` without the width variants of an input method, and a single letter small."""
    plain = unicodedata.normalize("NFKC", text).replace("、", ",").strip()
    return plain.lower() if len(plain) == 1 else plain
