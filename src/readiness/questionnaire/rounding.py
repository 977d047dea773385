"""Rounding: the same code for scores and for everything that is shown."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

Rounding: TypeAlias = Literal["half-away-from-zero", "half-even", "truncate"]

_MODES = {
    "half-away-from-zero": ROUND_HALF_UP,
    "half-even": ROUND_HALF_EVEN,
    "truncate": ROUND_DOWN,
}


def all_digits(value: float) -> str:
    """`value` with every digit that counts in a comparison, so that it can be written back."""
    return f"{value:.12g}"


def told_apart(one: float, other: float) -> tuple[str, str]:
    """Two numbers that differ, with as many digits as it takes to see that."""
    for digits in range(4, 17):
        texts = f"{one:.{max(digits, 6)}g}", f"{other:.{digits}g}"
        if texts[0] != texts[1]:
            return texts
    return repr(one), repr(other)


def rounded(value: float, decimals: int = 1, rounding: str = "half-away-from-zero") -> str:
    """`value` as text with this many decimals; `rounding` as in a `Scale`.

    It is rounded to nine decimals first, to remove the noise of binary fractions.
    """
    unit = Decimal(1).scaleb(-decimals)
    result = Decimal(f"{value:.9f}").quantize(unit, rounding=_MODES[rounding])
    return str(abs(result) if result == 0 else result)
