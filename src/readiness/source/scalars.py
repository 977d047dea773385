"""Plain scalars, read by the core schema of YAML 1.2: `no`, `1:30`, `010` and a date stay text."""

from __future__ import annotations

import math
import re

import yaml

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,14})")
_EXPONENT = r"[eE][-+]?[0-9]{1,3}"
_FLOAT = re.compile(rf"[-+]?(?:0|[1-9][0-9]{{0,15}})(?:\.[0-9]{{1,20}}(?:{_EXPONENT})?|{_EXPONENT})")
_BEGINS_NUMBER = frozenset("-+0123456789")
WORD = re.compile(r"[a-z][a-z0-9]*([._-][a-z0-9]+)*|\d+\.\d+\.\d+")
WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}


def parse_number(text: str) -> int | float | None:
    """The number that `text` writes in plain decimal notation; None if it is not one."""
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return None


def scalar_value(event: yaml.ScalarEvent | yaml.ScalarNode) -> str | int | float | bool | None:
    """The value of a scalar."""
    value: str = event.value
    if event.style:  # quoted or a block: text, whatever it looks like
        return value
    value = value.strip()  # no-break and ideographic spaces; the parser has removed the ordinary ones
    if value in WORDS:
        return WORDS[value]
    if value[0] in _BEGINS_NUMBER and (number := parse_number(value)) is not None:
        return number
    return value
