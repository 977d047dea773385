"""Folding: a text in lines that fit the columns of a terminal, wide characters counted as two."""

from __future__ import annotations

import re

from readiness.messages.characters import display_width

# At a no-break space no line breaks, and an ideographic one is a wide character.
_WORD = re.compile(r"[ \t\n\v\f\r]+|[^ \t\n\v\f\r]+")
_MARK = re.compile(r"\d+\. (?=.)", re.DOTALL)


def fold(text: str, columns: int, indent: int = 0) -> list[str]:
    """`text` in lines of at most `columns`, all of them `indent` blanks from the left.

    A line breaks at a blank, beside a wide character, or inside a word too long for a line. What follows
    a number such as `12. ` hangs from it. Blanks before and after are left out. A line is longer only
    where not even one character fits.
    """
    text = text.lstrip()
    mark = _MARK.match(text)
    hanging = indent + (mark.end() if mark else 0)
    lines = [" " * indent]
    for piece in _pieces(text, columns - hanging):
        if lines[-1].strip() and display_width(lines[-1]) + display_width(piece.rstrip()) > columns:
            lines.append(" " * hanging)
        lines[-1] += piece if lines[-1].strip() else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(text: str, longest: int) -> list[str]:
    """What no line breaks: a word, a run of blanks, or a character of a word that is wide or too long."""
    pieces: list[str] = []
    for word in _WORD.findall(text):
        if display_width(word) == len(word) <= longest:
            pieces.append(word)
        else:
            pieces.extend(word)
    return pieces
