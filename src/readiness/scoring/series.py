"""The arithmetic for scoring many cases at once: a number may be a series, which has one for each case."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import reduce
from itertools import repeat
from operator import add, mul, sub, truediv

from readiness.questionnaire.combining.combining import Parts, Quantity
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.floats import FLOATS


class Series:
    """One number for each case, in their order."""

    __slots__ = ("values",)

    def __init__(self, values: Iterable[float]) -> None:
        self.values = list(values)

    def __repr__(self) -> str:
        return f"<Series of {len(self.values)}>"

    def __add__(self, other: Quantity) -> Quantity:
        return each(add, self, other)

    def __mul__(self, other: Quantity) -> Quantity:
        return each(mul, self, other)

    def __sub__(self, other: Quantity) -> Quantity:
        return each(sub, self, other)

    def __rsub__(self, other: Quantity) -> Quantity:
        return each(sub, other, self)

    __radd__, __rmul__ = __add__, __mul__


def each(function: Callable[..., float], *numbers: Quantity) -> Quantity:
    """`function` of these numbers: a series if one of them is one, where a plain number is in every case."""
    if not any(isinstance(number, Series) for number in numbers):
        return function(*numbers)
    return Series(map(function, *(n.values if isinstance(n, Series) else repeat(n) for n in numbers)))


def numbers_in(number: Quantity) -> list[float]:
    """The numbers of a series, or a plain number alone."""
    return number.values if isinstance(number, Series) else [number]


class SeriesArithmetic:
    """An `Arithmetic` of plain numbers and series. Its rounding errors are far below any tolerance."""

    def mean(self, parts: Parts) -> Quantity:
        """The weighted arithmetic mean, never outside the range of the values."""
        weights = reduce(add, (weight for weight, _value in parts))
        return self.within(each(truediv, self.total(parts), weights), parts)

    def total(self, parts: Parts) -> Quantity:
        """The sum of weight · value."""
        return reduce(add, (weight * value for weight, value in parts))

    def minimum(self, parts: Parts) -> Quantity:
        """The lowest value."""
        return _outermost(min, parts)

    def maximum(self, parts: Parts) -> Quantity:
        """The highest value."""
        return _outermost(max, parts)

    def within(self, value: Quantity, parts: Parts) -> Quantity:
        """`value`, limited to the range from the lowest to the highest value of `parts`."""
        return each(min, each(max, value, self.minimum(parts)), self.maximum(parts))

    def at_least(self, value: Quantity, floor: float) -> Quantity:
        """The larger of the two."""
        return each(max, value, floor)

    def where(self, weight: Quantity, value: Quantity, otherwise: float) -> Quantity:
        """`value`, but `otherwise` where `weight` is 0."""
        return each(FLOATS.where, weight, value, otherwise)

    def stretched(
        self, value: Quantity, reach: tuple[Quantity, Quantity], ends: tuple[float, float]
    ) -> Quantity:
        """`value` moved from `reach` to `ends`; unchanged where these are the same."""
        return each(lambda points, *limits: FLOATS.stretched(points, limits, ends), value, *reach)

    def settled(self, value: Quantity, scale: Scale) -> Quantity:
        """A score as it counts: rounded if `scale` rounds scores."""
        return each(scale.settle, value)

    def exp(self, value: Quantity) -> Quantity:
        """E to the power of `value`."""
        return each(math.exp, value)

    def log(self, value: Quantity) -> Quantity:
        """The natural logarithm."""
        return each(math.log, value)


def _outermost(choose: Callable[..., float], parts: Parts) -> Quantity:
    values = [value for _weight, value in parts]
    return each(choose, *values) if len(values) > 1 else values[0]


SERIES = SeriesArithmetic()
