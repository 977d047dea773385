"""The arithmetic for scoring a whole table: a number may be a column, which has one for each firm."""

from __future__ import annotations

from functools import reduce
from operator import add

import narwhals as nw

from readiness.cohort.truths import both, where
from readiness.questionnaire.combining.combining import Parts, Quantity
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.ranges import TOLERANCE

_NOISE = 0.5e-9
"""Scores are rounded to nine decimals before they are rounded further, as `rounding.rounded` does."""


class ColumnArithmetic:
    """An `Arithmetic` of plain numbers and Narwhals expressions.

    A weight that is a plain number is the same for all firms. Rounding errors are far below any tolerance, so
    nothing is kept `within` limits.
    """

    def mean(self, parts: Parts) -> Quantity:
        """The weighted arithmetic mean; without meaning where all weights are 0."""
        if len(parts) == 1:
            return parts[0][1]
        weights = _sum([weight for weight, _value in parts])
        total = self.total(parts)
        return total / weights if isinstance(weights, nw.Expr) else total * (1 / weights)

    def total(self, parts: Parts) -> Quantity:
        """The sum of weight · value."""
        return _sum([_times(weight, value) for weight, value in parts])

    def minimum(self, parts: Parts) -> Quantity:
        """The lowest value of those that count."""
        return nw.min_horizontal(*_counting(parts)) if len(parts) > 1 else parts[0][1]

    def maximum(self, parts: Parts) -> Quantity:
        """The highest value of those that count."""
        return nw.max_horizontal(*_counting(parts)) if len(parts) > 1 else parts[0][1]

    def within(self, value: Quantity, parts: Parts) -> Quantity:  # noqa: ARG002 (see the class)
        """`value` itself."""
        return value

    def at_least(self, value: Quantity, floor: float) -> Quantity:
        """The larger of the two."""
        return value.clip(lower_bound=floor)

    def where(self, weight: Quantity, value: Quantity, otherwise: float) -> Quantity:
        """`value`, but `otherwise` where `weight` is 0."""
        if isinstance(weight, nw.Expr):
            return where(weight != 0, value, otherwise)
        return value if weight else nw.lit(otherwise)

    def stretched(
        self, value: Quantity, reach: tuple[Quantity, Quantity], ends: tuple[float, float]
    ) -> Quantity:
        """`value` moved from `reach` to `ends`; unchanged where these are the same."""
        low, high = reach
        moved = ((value - low) / (high - low)).clip(0.0, 1.0) * (ends[1] - ends[0]) + ends[0]
        is_whole = both(*(_is_near(one, other) for one, other in zip(reach, ends, strict=True)))
        return where(is_whole, value, moved)

    def settled(self, value: Quantity, scale: Scale) -> Quantity:
        """A score as it counts: rounded if `scale` rounds scores."""
        if scale.rounds != "score":
            return value
        unit = 10.0**scale.decimals
        size = value.abs() * unit
        whole = _ROUNDED[scale.rounding](size, _NOISE * unit)
        return where(value < 0, whole * (-1 / unit), whole * (1 / unit))

    def exp(self, value: Quantity) -> Quantity:
        """E to the power of `value`."""
        return value.exp()

    def log(self, value: Quantity) -> Quantity:
        """The natural logarithm."""
        return value.log()


def _sum(numbers: list[Quantity]) -> Quantity:
    """The sum of `numbers`, of which those that are not columns are added first."""
    columns = [number for number in numbers if isinstance(number, nw.Expr)]
    constant = sum(number for number in numbers if not isinstance(number, nw.Expr))
    return reduce(add, [*columns, constant] if constant or not columns else columns)


def _times(weight: Quantity, value: Quantity) -> Quantity:
    return value if not isinstance(weight, nw.Expr) and weight == 1 else value * weight


def _counting(parts: Parts) -> list[nw.Expr]:
    """The values, which are null where their weight is 0."""
    return [
        nw.when(weight != 0).then(value) if isinstance(weight, nw.Expr) else value
        for weight, value in parts
        if isinstance(weight, nw.Expr) or weight
    ]


def _is_near(number: Quantity, other: float) -> Quantity:
    """Whether both differ by rounding errors at most."""
    tolerance = TOLERANCE * max(1.0, abs(other))
    return (number >= other - tolerance) & (number <= other + tolerance)


def _half_away(size: nw.Expr, noise: float) -> nw.Expr:
    return (size + (0.5 + noise)).floor()


def _half_even(size: nw.Expr, noise: float) -> nw.Expr:
    below = size.floor()
    part = size - below
    is_odd = below - (below * 0.5).floor() * 2 > 0.5
    goes_up = (part > 0.5 + noise) | ((part >= 0.5 - noise) & is_odd)
    return below + nw.when(goes_up).then(nw.lit(1.0)).otherwise(nw.lit(0.0))


def _truncated(size: nw.Expr, noise: float) -> nw.Expr:
    return (size + noise).floor()


_ROUNDED = {"half-away-from-zero": _half_away, "half-even": _half_even, "truncate": _truncated}

COLUMNS = ColumnArithmetic()
