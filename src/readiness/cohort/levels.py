"""Numbers that are whole multiples of one unit: kept as small whole numbers, which are quick to add."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from math import lcm
from operator import add

import narwhals as nw

from readiness.questionnaire.combining.combining import Quantity

WHOLE = nw.Int16
"""The type of whole numbers; sums of `MOST` for 150 questions, as many as a section has, fit into it."""
MOST = 200


class Level:
    """`offset` + `unit` · a column of whole numbers.

    Where a question does not count, its whole number is 0. So what counts can be added without a look at what
    does not.
    """

    __slots__ = ("offset", "unit", "whole")

    def __init__(self, whole: nw.Expr, unit: float = 1.0, offset: float = 0.0) -> None:
        self.whole = whole
        self.unit = unit
        self.offset = offset

    def column(self) -> nw.Expr:
        """The numbers themselves."""
        found = self.whole.cast(nw.Float64)
        found = found if self.unit == 1 else found * self.unit
        return found + self.offset if self.offset else found

    def __add__(self, other: Quantity) -> Quantity:
        if isinstance(other, float | int):
            return Level(self.whole, self.unit, self.offset + other)
        return self.column() + in_full(other)

    def __mul__(self, other: Quantity) -> Quantity:
        if isinstance(other, float | int):
            return Level(self.whole, self.unit * other, self.offset * other)
        return self.column() * in_full(other)

    def __sub__(self, other: Quantity) -> Quantity:
        return self + other * -1

    def __rsub__(self, other: Quantity) -> Quantity:
        return self * -1 + other

    def __truediv__(self, other: Quantity) -> Quantity:
        return self * (1 / other) if isinstance(other, float | int) else self.column() / in_full(other)

    def __gt__(self, other: float) -> nw.Expr:
        return self.whole > 0 if other == self.offset and self.unit > 0 else self.column() > other

    __radd__, __rmul__ = __add__, __mul__


def in_full(value: Quantity) -> Quantity:
    """`value` without a `Level`: a plain number or an expression."""
    return value.column() if isinstance(value, Level) else value


def denominator(shares: Iterable[float]) -> int | None:
    """The least whole number by which all of `shares` become whole, up to `MOST`; None if there is none."""
    fractions = [Fraction(share).limit_denominator(MOST) for share in shares]
    found = lcm(*(each.denominator for each in fractions))
    if found > MOST or any(abs(each - share) > 1e-15 for each, share in zip(fractions, shares, strict=True)):
        return None
    return found


def added(numbers: Iterable[Quantity]) -> Quantity:
    """The sum of `numbers`; multiples of one unit are added as whole numbers."""
    constant = 0.0
    by_unit: dict[float, list[nw.Expr]] = {}
    rest: list[nw.Expr] = []
    for number in numbers:
        if isinstance(number, Level):
            by_unit.setdefault(number.unit, []).append(number.whole)
            constant += number.offset
        elif isinstance(number, nw.Expr):
            rest.append(number)
        else:
            constant += number
    levels = [Level(reduce(add, wholes), unit) for unit, wholes in by_unit.items()]
    if len(levels) == 1 and not rest:
        return levels[0] + constant
    columns = [*(level.column() for level in levels), *rest]
    total: Quantity = reduce(add, columns) if columns else constant
    return total + constant if columns and constant else total
