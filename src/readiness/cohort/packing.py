"""Answers whose shares are whole multiples of one unit, packed so that one sum adds up all about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import reduce
from math import lcm
from operator import add
from typing import Literal, TypeAlias

import narwhals as nw

from readiness.cohort.column_names import col
from readiness.questionnaire.combining.combining import Quantity

PACKED = nw.Int32
"""The type of packed numbers and of flags."""
ANSWERED = 2**16
"""A packed number is this plus the level of an answer, and 0 where nothing is answered. Sums of levels stay
below it: a section has 150 questions at most, and a level is `MOST_LEVELS` at most."""
MOST_LEVELS = 400

PackedPart: TypeAlias = Literal["level", "answered", "flag"]
"""Of a packed number its level, or whether there is one; or a column of 0 and 1, which is not packed."""


class PackedSum:
    """A constant and some parts of packed numbers, each times a factor.

    Where a question does not count, its packed numbers and flags are 0. So what counts can be added without a
    look at what does not.
    """

    __slots__ = ("constant", "parts")

    def __init__(self, parts: Mapping[tuple[str, PackedPart], float], constant: float = 0.0) -> None:
        self.parts = parts
        """The factors, by the name of the column and the part of its numbers."""
        self.constant = constant

    def column(self) -> nw.Expr:
        """The numbers themselves: columns with the same factors are added before anything else."""
        alike: dict[tuple[tuple[PackedPart, float], ...], list[nw.Expr]] = {}
        for name in dict.fromkeys(name for name, _part in self.parts):
            factors = tuple(
                (part, self.parts[name, part]) for part in _PACKED_PARTS if self.parts.get((name, part))
            )
            if factors:
                alike.setdefault(factors, []).append(col(name))
        found = [
            _part(reduce(add, columns), part) * factor
            for factors, columns in alike.items()
            for part, factor in factors
        ]
        if not found:
            return nw.lit(self.constant)
        total = reduce(add, found)
        return total + self.constant if self.constant else total

    def __add__(self, other: Quantity) -> Quantity:
        if isinstance(other, float | int):
            return PackedSum(self.parts, self.constant + other)
        return self.column() + unpacked(other)

    def __mul__(self, other: Quantity) -> Quantity:
        if isinstance(other, float | int):
            return PackedSum(
                {each: factor * other for each, factor in self.parts.items()}, self.constant * other
            )
        return self.column() * unpacked(other)

    def __sub__(self, other: Quantity) -> Quantity:
        return self + other * -1

    def __rsub__(self, other: Quantity) -> Quantity:
        return self * -1 + other

    def __truediv__(self, other: Quantity) -> Quantity:
        return self * (1 / other) if isinstance(other, float | int) else self.column() / unpacked(other)

    def __gt__(self, other: float) -> nw.Expr:
        return self.column() > other

    __radd__, __rmul__ = __add__, __mul__


class QuestionWeighing(PackedSum):
    """The weight of a question: `size` where it counts, otherwise 0."""

    __slots__ = ("size",)

    def __init__(self, counts: PackedSum, size: float) -> None:
        super().__init__((counts * size).parts, counts.constant * size)
        self.size = size


_PACKED_PARTS: tuple[PackedPart, ...] = ("level", "answered", "flag")


def _part(packed: nw.Expr, part: PackedPart) -> nw.Expr:
    """The sum of one part of numbers whose sum is `packed`."""
    if part == "flag":
        return packed.cast(nw.Float64)
    found = packed % ANSWERED if part == "level" else packed // ANSWERED
    return found.cast(nw.Float64)


def unpacked(value: Quantity) -> Quantity:
    """`value` without a `PackedSum`: a plain number or an expression."""
    return value.column() if isinstance(value, PackedSum) else value


def denominator(shares: Iterable[float]) -> int | None:
    """The least whole number that makes all of `shares` whole, up to `MOST_LEVELS`; None if there is none."""
    numbers = list(shares)
    fractions = [Fraction(share).limit_denominator(MOST_LEVELS) for share in numbers]
    found = lcm(*(each.denominator for each in fractions))
    exact = all(abs(each - share) <= 1e-15 for each, share in zip(fractions, numbers, strict=True))
    return found if exact and found <= MOST_LEVELS else None


def added(numbers: Iterable[Quantity]) -> Quantity:
    """The sum of `numbers`: a `PackedSum` if it has no other columns."""
    constant = 0.0
    parts: dict[tuple[str, PackedPart], float] = {}
    columns: list[nw.Expr] = []
    for number in numbers:
        if isinstance(number, PackedSum):
            constant += number.constant
            for each, factor in number.parts.items():
                parts[each] = parts.get(each, 0.0) + factor
        elif isinstance(number, nw.Expr):
            columns.append(number)
        else:
            constant += number
    if parts and not columns:
        return PackedSum(parts, constant)
    if parts:
        columns.append(PackedSum(parts).column())
    if not columns:
        return constant
    total = reduce(add, columns)
    return total + constant if constant else total
