"""Values in a file that cannot be used: how messages show them, and what they were probably meant to be."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from readiness.messages.catalogue import _
from readiness.messages.names import MAX_NAME, nearest


def shown(raw: Any) -> str:
    """`raw` as a message shows it, in about 80 characters at most."""
    if isinstance(raw, str):
        return f"“{raw[:80]}”"
    if isinstance(raw, dict | list):
        return _("a list") if isinstance(raw, list) else _("a mapping")
    return json.dumps(raw, ensure_ascii=False, default=str)[:80]


_WHOLE = 1e15
"""Whole numbers from here on have more digits than count."""
_NUMBER = r"""[-+]?
    (?: (?P<groups> \d{1,3} (?: (?: [ ,]\d{3} ){2,} | (?: ,\d{3} )+ \.\d{1,6} ) )  # 1,200,000 or 1,200.5
      | (?P<above> \d{1,6} ) \s*/\s* (?P<below> [1-9]\d{0,5} )
      | (?P<whole> \d{1,9} ) (?: \.(?P<decimals> \d{1,9} ) | ,(?P<after_comma> \d{1,2} | \d{4,9} ) )?
    )
    (?: \s*[^\W\d_][^\d,;]* | \s*[%‰°$€£¥] )?  # a unit"""
_THOUSAND = r"[-+]?[1-9][0-9]{0,2},[0-9]{3}"
"""A whole number in groups, or one with a decimal comma."""


def meant_number(raw: Any) -> int | float | None:
    """The number that `raw` was probably meant to be; None if there is none, or if it may be one of two."""
    numbers = meant_numbers(raw)
    return numbers[0] if len(numbers) == 1 else None


def meant_numbers(raw: Any) -> tuple[int | float, ...]:
    """The numbers that `raw`, a text or a float, may have been meant to be; whole ones without decimals.

    A text may have quotation marks, full-width digits, a unit or a decimal comma; `1,200` may be two numbers.
    """
    if isinstance(raw, float):
        return (_plain(raw),)
    from readiness.messages.lookalikes import bare_word  # these only for what is refused
    from readiness.messages.numerals import number_in_digits

    text = (
        number_in_digits(bare_word(raw).rstrip(",;."))
        if isinstance(raw, str) and len(raw) <= MAX_NAME
        else ""
    )
    found = [_number_of(match)] if (match := re.fullmatch(_NUMBER, text, re.VERBOSE)) else []
    if re.fullmatch(_THOUSAND, text):
        found = [float(text.replace(",", "")), float(text.replace(",", "."))]
    return tuple(_plain(number) for number in dict.fromkeys(found))


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() and abs(number) < _WHOLE else number


def _number_of(found: re.Match[str]) -> float:
    parts = found.groupdict()
    if parts["groups"]:
        number = float(re.sub("[ ,]", "", parts["groups"]))
    elif parts["above"]:
        number = round(int(parts["above"]) / int(parts["below"]), 6)
    else:
        number = float(f"{parts['whole']}.{parts['decimals'] or parts['after_comma'] or 0}")
    return -number if found[0].startswith("-") else number


def missing_brackets(raw: Any, titles: Mapping[str, str] | None = None) -> str:
    """The hint to put brackets around `raw`, one or several words without them.

    Empty if it is anything else, or if there are names with `titles` and a word is none of them nor near one.
    """
    items = _meant_items(raw, titles)
    if not items:
        return ""
    return _("Write `[{items}]`; the brackets make it a list.").format(items=", ".join(items))


def missing_commas(items: Sequence[Any], index: int, titles: Mapping[str, str]) -> str:
    """The hint to write item `index` of a list as several: it has other signs between its names, or none.

    Empty if it was not meant as several of the names in `titles`.
    """
    meant = _meant_items(items[index], titles)
    if len(meant) < 2:
        return ""
    whole = ", ".join([*map(str, items[:index]), *meant, *map(str, items[index + 1 :])])
    return _("Write `[{items}]`, with a comma and a blank between two items.").format(items=whole)


_NUMBER_OF_ITEM = r"\d{1,2}[.)）．]?"
"""A number that people put before an item of a list."""


def _meant_items(raw: Any, titles: Mapping[str, str] | None) -> list[str]:
    """The words of `raw`, or the names in `titles` near them; none if a word is no name."""
    from readiness.source.misread import LIST_SIGNS  # only for what is refused

    words = re.split(r"[\s,;，；、]+", raw) if isinstance(raw, str) else []
    signs = {"", *LIST_SIGNS}
    words = [word for word in words if word not in signs and not re.fullmatch(_NUMBER_OF_ITEM, word)]
    if titles is not None:
        names = list(titles)
        meant = [word if word in titles else nearest(word, names, titles) for word in words]
        if None in meant and (whole := nearest(raw, (), titles)):  # a title may hold such signs
            return [whole]
    else:
        meant = [word if re.fullmatch(r"[a-z][a-z0-9.-]{0,199}", word) else None for word in words]
    return [] if None in meant else list(dict.fromkeys(word for word in meant if word))


def id_like(text: str, prefix: str) -> str:
    """A valid `Id` that resembles `text`, after `prefix` if it begins with a digit; empty if none does."""
    from readiness.messages.lookalikes import ordinary

    letters = unicodedata.normalize("NFKD", ordinary(text)).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if words in ("true", "false", "null"):  # without quotes they are no text
        return ""
    return words if not words or words[0].isalpha() else f"{prefix}-{words}"


def day_like(text: Any) -> str:
    """The day that `text` writes as year, month and day in another manner, in ours; empty if it is none."""
    from readiness.messages.lookalikes import ordinary
    from readiness.messages.numerals import numerals_in_digits

    found = re.fullmatch(
        r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?",
        numerals_in_digits(ordinary(text)) if isinstance(text, str) else "",
    )
    try:
        return str(datetime.date(*map(int, found.groups()))) if found else ""
    except ValueError:
        return ""


def question_id_like(text: str, prefix: str) -> str:
    """The same for a `QuestionId`, which keeps a dot that a letter follows."""
    parts = (id_like(part, "") for part in text.split("."))
    joined = "".join(part if part.startswith("-") else f".{part}" for part in parts if part)
    return f"{prefix}{joined}" if joined.startswith("-") else joined.removeprefix(".")
