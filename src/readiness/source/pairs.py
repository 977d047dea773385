r"""Characters that JSON writes as two escapes, such as `\ud83d\ude00`, which the YAML parser refuses.

The parser is given other escapes of the same length, so that all places stay right; what it reads is then
put right.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import count
from typing import TypeVar

import yaml

_PAIR = r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
_ESCAPE = r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))"
_SIZE = 0x800
"""How many numbers there are from U+D800 to U+DFFF."""
_Part = TypeVar("_Part")


class Pairs:
    """The pairs of escapes in one text, and the characters that stand for their halves meanwhile."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._places: list[int] = []
        """Where the pairs are in the text."""
        self._written: list[str] = []
        """How they are written there."""
        high, low = (f"[{chr(begin)}-{chr(begin + _SIZE // 2 - 1)}]" for begin in (first, first + _SIZE // 2))
        self._halves = re.compile(f"({high})({low})")
        digits = ("[0-3]", "[4-7]") if first % 0x1000 == 0 else ("[89ab]", "[c-f]")
        self._escapes = re.compile("".join(rf"\\u{first >> 12:x}{digit}[0-9a-f]{{2}}" for digit in digits))

    @classmethod
    def of(cls, text: str) -> Pairs | None:
        """The pairs in `text`; None if it has none, or leaves no characters to stand for them."""
        if "\\u" not in text or not re.search(_PAIR, text):
            return None
        taken = {ord(character) // _SIZE for character in set(text)}
        taken |= {int("".join(digits), 16) // _SIZE for digits in set(re.findall(_ESCAPE, text))}
        # The private characters first; no escape of four digits can be one beyond U+FFFF.
        blocks = [0xE000 // _SIZE, 0xE800 // _SIZE, *range(0xD000 // _SIZE, 0x3000 // _SIZE, -1)]
        free = next((block for block in blocks if block not in taken), None)
        return None if free is None else cls(free * _SIZE)

    def hidden(self, text: str) -> str:
        """`text`, as long as before, with other escapes in place of the pairs."""
        return re.sub(_PAIR, self._hide, text)

    def _hide(self, found: re.Match[str]) -> str:
        halves = (int(half, 16) - 0xD800 + self._first for half in found.groups()[1:])
        self._places.append(found.end(1))
        self._written.append(found[0][len(found[1]) :])
        return found[1] + "".join(f"\\u{half:04x}" for half in halves)

    def shown(self, part: _Part) -> _Part:
        """`part`, an event or node, with the right characters; changed in place."""
        if isinstance(part, yaml.ScalarEvent | yaml.ScalarNode):
            if part.style == '"':
                part.value = self._halves.sub(self._join, part.value)
            elif part.start_mark is not None:  # a backslash means nothing here
                numbers = count(bisect_left(self._places, part.start_mark.index))
                part.value = self._escapes.sub(lambda _found: self._written[next(numbers)], part.value)
        return part

    def _join(self, found: re.Match[str]) -> str:
        high, low = (ord(half) - self._first for half in found.groups())
        return chr(0x10000 + high * 0x400 + low - 0x400)
