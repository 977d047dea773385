"""How numbers are rounded: the one rule behind scores and what is displayed."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

Rounding: TypeAlias = Literal["half-away-from-zero", "half-even", "truncate"]

_MODES = {
    "half-away-from-zero": ROUND_HALF_UP,
    "half-even": ROUND_HALF_EVEN,
    "truncate": ROUND_DOWN,
}


def rounded(value: float, decimals: int = 1, rounding: str = "half-away-from-zero") -> str:
    """`value` with so many decimals, rounded as a `Scale` says.

    Noise beyond the ninth decimal, which comes of binary fractions, is cut off first.
    """
    unit = Decimal(1).scaleb(-decimals)
    result = Decimal(f"{value:.9f}").quantize(unit, rounding=_MODES[rounding])
    return str(abs(result) if result == 0 else result)
