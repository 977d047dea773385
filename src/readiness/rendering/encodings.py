"""Which characters a terminal can show, and what stands for the others."""

from __future__ import annotations

import codecs

from readiness.messages.characters import printable

# The signs that the program draws and that its own texts and questionnaires are set with, in ASCII.
_SIGNS = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "…": "...", "·": "-",
    "•": "*", "×": "x", "→": "->", "█": "#", "▒": "?", "░": ".", "─": "-", "━": "=", "≥": ">=",
    "\u00a0": " ",
}  # fmt: skip
_LETTERS = {"ü": "u"}


class Characters:
    r"""What can be shown where text goes out in `encoding`; with `ascii_only`, ASCII of the program's own.

    The signs are replaced together, so that a line does not mix two ways of drawing; a letter only
    where it must be. Whatever else the encoding lacks, a user's Chinese say, is shown as an escape
    such as `\u4e2d`, before lines are laid out, so that these keep their width. Raises
    LookupError for an encoding that does not exist.
    """

    def __init__(self, encoding: str = "utf-8", *, ascii_only: bool = False) -> None:
        self.encoding = encoding
        """The name by which it was asked for."""
        replaced = _SIGNS if ascii_only or not _holds(encoding, "".join(_SIGNS)) else {}
        letters = {
            letter: plain for letter, plain in _LETTERS.items() if ascii_only or not _holds(encoding, letter)
        }
        self._table = str.maketrans({**replaced, **letters})

    def shown(self, text: str) -> str:
        """`text` in characters that can be shown, and unable to drive a terminal."""
        return self.escaped(text if text.isascii() else text.translate(self._table))

    def escaped(self, text: str) -> str:
        """The same, every character as it is or as an escape: for what must be seen exactly."""
        text = printable(text)
        if text.isascii():
            return text
        return text.encode(self.encoding, "backslashreplace").decode(self.encoding)


def is_utf8(encoding: str) -> bool:
    """Whether `encoding`, by whichever of its names, is UTF-8."""
    return codecs.lookup(encoding).name == "utf-8"


def _holds(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
