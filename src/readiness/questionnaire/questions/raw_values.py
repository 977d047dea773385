"""Values in an answers file that are not answers, as messages show them."""

from __future__ import annotations

import json
import re
from typing import Any

from readiness.messages.catalogue import _


def shown(raw: Any) -> str:
    """`raw` as a message shows it, in about 80 characters at most."""
    if isinstance(raw, str):
        return f"“{raw[:80]}”"
    if isinstance(raw, dict | list):
        return _("a list") if isinstance(raw, list) else _("a mapping")
    return json.dumps(raw, ensure_ascii=False, default=str)[:80]


def meant_number(raw: Any) -> int | float | None:
    """The number that `raw`, a text or a float, was probably meant to be; a whole one without decimals."""
    number = raw if isinstance(raw, float) else None
    if isinstance(raw, str) and re.fullmatch(r"\s*[-+]?\d{1,6}(\.\d{1,6})?\s*", raw):
        number = float(raw)
    return int(number) if number is not None and number.is_integer() else number
