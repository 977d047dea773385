"""Plain data as YAML text."""

from __future__ import annotations

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
