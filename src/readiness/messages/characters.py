"""Make text safe to show, and count the columns it takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable


def printable(text: str) -> str:
    r"""`text` with a visible escape for every character that could control a terminal.

    Control, format and surrogate characters, including bidirectional controls,
    become `\x1b`, `\u202e` and the like; a tab becomes one space.
    """
    if text.isprintable():
        return text
    text = re.sub(_IDLE_JOINER, lambda found: ascii(found[0])[1:-1], text)
    return text.translate(_VISIBLE)


# Zero-width (non-)joiners have a purpose between letters, for example of Persian or an Indic script.
# Elsewhere they only hide a difference, as in an id that looks like another.
_IDLE_JOINER = "(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f\u200c\u200d])"
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Replacements(dict[int, str]):
    """A table for `str.translate` that computes the replacement of a character when it first occurs."""

    def __init__(self, known: dict[str, str], replacement: Callable[[str], str]) -> None:
        super().__init__(str.maketrans(known))
        self._replacement = replacement

    def __missing__(self, number: int) -> str:
        self[number] = self._replacement(chr(number))
        return self[number]


def _visible(character: str) -> str:
    return ascii(character)[1:-1] if unicodedata.category(character) in _UNSAFE else character


_VISIBLE = Replacements({"\t": " ", "\u200c": "\u200c", "\u200d": "\u200d"}, _visible)


# Keys such as an arrow send the first kind, a terminal's answers and titles the others.
_ESCAPE_SEQUENCE = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\|$)|[\x90\x98\x9d-\x9f].*?(?:\x07|\x9c)"
    r"|\x1bO.?|\x1b[ -/]+[0-~]?"
)
_CONTROL = r"[\x00-\x09\x0b-\x1f\x7f-\x9f]"


def without_controls(text: str) -> str:
    """`text` without escape sequences and control characters; line breaks stay, a tab becomes a space."""
    text = text.replace("\r\n", "\n").replace("\t", " ")
    return re.sub(_CONTROL, "", re.sub(_ESCAPE_SEQUENCE, "", text, flags=re.MULTILINE))


def blank_between(before: str, after: str) -> str:
    """What separates two texts of one line: a blank, but nothing beside a full-width sign such as `：`."""
    is_sign = any(
        unicodedata.category(each)[0] == "P" and unicodedata.east_asian_width(each) in "WF"
        for each in (before[-1:], after[:1])
        if each
    )
    return "" if is_sign else " "


def run_together(texts: Iterable[str]) -> str:
    """The `texts` that are not empty as one line."""
    whole = ""
    for text in filter(None, texts):
        whole += f"{blank_between(whole, text)}{text}" if whole else text
    return whole


_wide = "WF"


def draw_ambiguous_wide(wanted: bool) -> None:
    """Count signs such as “ and → as two columns from now on, as some terminals in East Asia draw them."""
    global _wide
    _wide = "WFA" if wanted else "WF"


def display_width(text: str) -> int:
    """Columns that `text` takes in a terminal: two for a wide character, none for a combining one."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in _wide else 1 for c in text
    )


def narrow(text: str) -> str:
    """`text` with full-width characters made ordinary; a single letter becomes lower case."""
    plain = unicodedata.normalize("NFKC", text).replace("、", ",").strip()
    return plain.lower() if len(plain) == 1 else plain
