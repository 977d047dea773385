"""Which characters a terminal can show, and what replaces the others."""

from __future__ import annotations

import codecs

from readiness.messages.characters import printable

# The signs used by the program and by its built-in questionnaires, and their replacements in ASCII.
_SIGNS = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "…": "...", "·": "-",
    "•": "*", "×": "x", "→": "->", "█": "#", "▒": "?", "░": ".", "─": "-", "━": "=", "≥": ">=",
    "\u00a0": " ",
}  # fmt: skip
_DRAWN = "·•×→█▒░─━"
"""Those that lines, bars and lists are drawn with; some terminals draw some of them two columns wide."""
_LETTERS = {"ü": "u"}


class Characters:
    r"""The characters that can be shown in `encoding`; with `ascii_only`, the program's own text is in ASCII.

    With `ascii_drawn`, lines, bars and the marks of lists are in ASCII.

    Either all signs are replaced or none, so that a line does not mix two styles; a letter is replaced only
    if it cannot be shown. Other characters that the encoding lacks, such as Chinese in an answer, become
    escapes such as `\u4e2d`. This is done before lines are laid out, so that their width is right. Raises
    LookupError for an encoding that does not exist.
    """

    def __init__(
        self, encoding: str = "utf-8", *, ascii_only: bool = False, ascii_drawn: bool = False
    ) -> None:
        self.encoding = encoding
        """The name that was given for it."""
        replaced = {sign: _SIGNS[sign] for sign in _DRAWN} if ascii_drawn else {}
        if ascii_only or not can_hold(encoding, "".join(_SIGNS)):
            replaced = _SIGNS
        letters = {
            letter: plain
            for letter, plain in _LETTERS.items()
            if ascii_only or not can_hold(encoding, letter)
        }
        self._table = str.maketrans({**replaced, **letters})

    def shown(self, text: str) -> str:
        """`text` in characters that can be shown and cannot control a terminal."""
        return self.escaped(text if text.isascii() else text.translate(self._table))

    def escaped(self, text: str) -> str:
        """The same for a text that must be seen exactly: each character stays or becomes an escape."""
        text = printable(text)
        if text.isascii():
            return text
        return text.encode(self.encoding, "backslashreplace").decode(self.encoding)


def is_utf8(encoding: str) -> bool:
    """Whether `encoding` is one of the names of UTF-8."""
    return codecs.lookup(encoding).name == "utf-8"


def can_hold(encoding: str, text: str) -> bool:
    """Whether `encoding` has every character of `text`."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
