"""Data as indented JSON that cannot control a terminal."""

from __future__ import annotations

import json

from readiness.messages.characters import Replacements, printable
from readiness.rendering.encodings import is_utf8


def json_text(content: object, *, encoding: str = "utf-8") -> str:
    """`content` as indented JSON for a stream in `encoding`; only ASCII unless that is UTF-8.

    Characters that could control a terminal become escapes, which JSON parsers read as the same text.
    """
    written = json.dumps(content, ensure_ascii=not is_utf8(encoding), indent=2, allow_nan=False)
    return written.translate(_HARMLESS) + "\n"


def _harmless(character: str) -> str:
    return character if printable(character) == character else json.dumps(character)[1:-1]


_HARMLESS = Replacements({"\n": "\n"}, _harmless)
