"""Plain data as YAML text."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from readiness.source.scalars import WORD, WORDS


class _Dumper(yaml.SafeDumper):
    """Writes any text so that `parse` reads the same data back."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 (the signature is PyYAML's)
        """Write a list that occurs twice in full both times, because `parse` refuses aliases."""
        return True


def _represent_text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = None if WORD.fullmatch(value) and value not in WORDS else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _represent_text)


def dump(data: Any) -> str:
    """Plain data as YAML text; `parse` gives the same data back."""
    text: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**31)
    return text


def scalar_text(value: str | float | bool | None) -> str:
    """One value as YAML on one line; a text of more than one word is in quotes."""
    return dump(value).removesuffix("\n...\n").rstrip("\n")


def double_quoted(text: str) -> str:
    """`text` in double quotes on one line, which both YAML and JSON read as `text`."""
    return on_one_line(text)


def on_one_line(data: Any) -> str:
    """Plain data on one line, which both YAML and JSON read as `data`."""
    return re.sub(_IN_NO_YAML, _escaped, json.dumps(data, ensure_ascii=False))


# Characters that JSON text may hold but YAML text may not, or that YAML reads as a line break.
_IN_NO_YAML = "[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
