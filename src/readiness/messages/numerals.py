"""Numbers in Chinese characters, as digits."""

from __future__ import annotations

import re

_DIGITS = {character: n for n, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_SIGNS = "".join((*_DIGITS, *_STEPS, "万"))
_NUMERAL = rf"[{_SIGNS}]{{1,12}}"
_WHOLE = rf"{_NUMERAL}|\d{{1,6}}"
_OF = rf"(?P<below>{_WHOLE})分之(?P<above>{_WHOLE})(?:点(?P<point>[{_SIGNS}]{{1,4}}))?"
_TENTHS = r"(?P<tenths>[一二两三四五六七八九]|十)成(?P<more>[一二三四五六七八九半])?"
_UNIT = "级|分|个|天|人|年|家|项|次|%"
_PLAIN = rf"(?P<whole>{_NUMERAL})(?:点(?P<decimals>[{_SIGNS}]{{1,6}}))?(?P<unit>{_UNIT})?"


def number_in_digits(text: str) -> str:
    """`text` in digits if it is a number in Chinese: `三` as 3, `百分之六十` as 60%, `三分之二` as 2/3.

    Any other text stays as it is: a numeral may be part of a word.
    """
    text = re.sub(rf"第(?={_WHOLE})", "", text) if text.startswith("第") else text
    if found := re.fullmatch(_OF, text):
        below, above = _digits(found["below"]), _digits(found["above"])
        after = f".{_digit_by_digit(found['point'])}" if found["point"] else ""
        return f"{above}{after}%" if below == "100" else f"{above}/{below}"
    if found := re.fullmatch(_TENTHS, text):
        more = 5 if found["more"] == "半" else _DIGITS.get(found["more"] or "", 0)
        return f"{int(_digits(found['tenths'])) * 10 + more}%"
    if found := re.fullmatch(_PLAIN, text):
        after = f".{_digit_by_digit(found['decimals'])}" if found["decimals"] else ""
        return f"{_digits(found['whole'])}{after}{found['unit'] or ''}"
    return text


def numerals_in_digits(text: str) -> str:
    """`text` with digits for every Chinese numeral in it, as in a date."""
    return re.sub(_NUMERAL, lambda found: _digits(found[0]), text)


def _digits(numeral: str) -> str:
    """A numeral, in Chinese or in digits, in digits; one without 十 or the like stands digit by digit."""
    if numeral.isascii():
        return numeral
    if not any(sign in _STEPS or sign == "万" for sign in numeral):
        return _digit_by_digit(numeral)
    total, part, digit = 0, 0, 0
    for sign in numeral:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _STEPS:
            part, digit = part + (digit or 1) * _STEPS[sign], 0
        else:
            total, part, digit = (total + part + digit) * 10_000, 0, 0
    return str(total + part + digit)


def _digit_by_digit(numeral: str) -> str:
    return "".join(str(_DIGITS.get(sign, "")) for sign in numeral)
