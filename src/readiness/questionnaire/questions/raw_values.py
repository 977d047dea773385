"""Values in an answers file that are not answers, as messages show them."""

from __future__ import annotations

import json
import re
from typing import Any

from readiness.messages.catalogue import _
from readiness.messages.lookalikes import bare_word, ordinary
from readiness.messages.names import MAX_NAME


def shown(raw: Any) -> str:
    """`raw` as a message shows it, in about 80 characters at most."""
    if isinstance(raw, str):
        return f"“{raw[:80]}”"
    if isinstance(raw, dict | list):
        return _("a list") if isinstance(raw, list) else _("a mapping")
    return json.dumps(raw, ensure_ascii=False, default=str)[:80]


def meant_numbers(raw: Any, unit: str = "") -> tuple[int | float, ...]:
    """The numbers that `raw`, a text or a float, may have been meant to be; whole ones without decimals.

    A text may hold a number in quotes, in full-width digits, with its `unit`, or with a decimal comma.
    """
    if isinstance(raw, float):
        return (_plain(raw),)
    if not isinstance(raw, str) or len(raw) > MAX_NAME:
        return ()
    text = bare_word(raw)
    for sign in filter(None, (ordinary(unit), "%")):
        text = text.removesuffix(sign).rstrip()
    thousands = text.replace(",", "") if _THOUSANDS.fullmatch(text) else ""
    decimal = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    found = (float(form) for form in (thousands, decimal) if _NUMBER.fullmatch(form))
    return tuple(_plain(number) for number in dict.fromkeys(found))


_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,6})?")
_THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else number
