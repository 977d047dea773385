"""Write data in the style of an existing answers file, so that the same data is read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from readiness.messages.problems import InvalidInput
from readiness.source.dumping import double_quoted, scalar_text
from readiness.source.parsing import parse
from readiness.source.source import Source


class Spelling(NamedTuple):
    """The style of one file."""

    is_json: bool
    """Whether new text must be JSON, because the file is."""

    def block(self, data: Mapping[str, Any], indent: str) -> list[str]:
        """`data` as the lines of a block."""
        lines = []
        for key, value in data.items():
            if isinstance(value, dict):
                lines += [f"{indent}{key}:", *self.block(value, f"{indent}  ")]
            else:
                lines.append(f"{indent}{key}: {self.inline(value, block=True)}")
        return lines

    def key(self, key: str) -> str:
        """A key in braces."""
        return f'"{key}"' if self.is_json else key

    def inline(self, data: Any, old: yaml.Node | None = None, *, block: bool = False) -> str:
        """`data` on one line, in place of `old`: text is in quotes if `old` was, or if it must be.

        With `block` it is outside all braces, where less text needs quotes.
        """
        if isinstance(data, dict):
            return f"{{{', '.join(f'{self.key(key)}: {self.inline(item)}' for key, item in data.items())}}}"
        if isinstance(data, list):
            return f"[{', '.join(map(self.inline, data))}]"
        if self.is_json:
            return double_quoted(data) if isinstance(data, str) else json.dumps(data)
        was_quoted = isinstance(old, yaml.ScalarNode) and old.style in ("'", '"')
        plain = isinstance(data, str) and not was_quoted and _is_plain(data, block=block)
        return data if plain else scalar_text(data)


def _is_plain(text: str, *, block: bool) -> bool:
    """Return true if `text` needs no quotes as a value, in a block or in braces."""
    try:
        if block:
            return bool(parse(Source("", f"key: {text}")) == {"key": text})
        return bool(parse(Source("", f"[{text}]")) == [text])
    except InvalidInput:
        return False
