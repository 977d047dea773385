"""The arithmetic for scoring a whole table: a number may be a column, which has one for each firm."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from readiness.cohort.packing import PackedSum, QuestionWeighing, added, unpacked
from readiness.cohort.truths import both, column_of, highest_of, lowest_of, where
from readiness.questionnaire.combining.combining import Parts, Quantity
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.ranges import TOLERANCE

_NOISE = 0.5e-9
"""Scores are rounded to nine decimals before they are rounded further, as `rounding.rounded` does."""


class ColumnArithmetic:
    """An `Arithmetic` of plain numbers, Narwhals expressions and `PackedSum`s of them.

    A weight that is a plain number is the same for all firms.
    """

    def mean(self, parts: Parts) -> Quantity:
        """The weighted arithmetic mean; without meaning where all weights are 0."""
        weights = unpacked(added(weight for weight, _value in parts))
        return self.total(parts) / weights if isinstance(weights, nw.Expr) or weights else nw.lit(0.0)

    def total(self, parts: Parts) -> Quantity:
        """The sum of weight · value."""
        return added(term for weight, value in parts for term in _terms(weight, value))

    def minimum(self, parts: Parts) -> Quantity:
        """The lowest value of those that count."""
        return lowest_of(_counting(parts))

    def maximum(self, parts: Parts) -> Quantity:
        """The highest value of those that count."""
        return highest_of(_counting(parts))

    def within(self, value: Quantity, parts: Parts) -> Quantity:
        """`value`, limited to the range from the lowest to the highest value of `parts`."""
        least = nw.max_horizontal(column_of(value), self.minimum(parts))
        return nw.min_horizontal(least, self.maximum(parts))

    def at_least(self, value: Quantity, floor: float) -> Quantity:
        """The larger of the two."""
        return highest_of([column_of(value), nw.lit(floor)])

    def where(self, weight: Quantity, value: Quantity, otherwise: float) -> Quantity:
        """`value`, but `otherwise` where `weight` is 0."""
        return where(weight > 0, column_of(value), otherwise)

    def stretched(
        self, value: Quantity, reach: tuple[Quantity, Quantity], ends: tuple[float, float]
    ) -> Quantity:
        """`value` moved from `reach` to `ends`; unchanged where these are the same."""
        value, low, high = map(unpacked, (value, *reach))
        moved = ((value - low) / (high - low)).clip(0.0, 1.0) * (ends[1] - ends[0]) + ends[0]
        is_whole = both(*(_is_near(one, other) for one, other in zip((low, high), ends, strict=True)))
        return where(is_whole, value, moved)

    def settled(self, value: Quantity, scale: Scale) -> Quantity:
        """A score as it counts: rounded if `scale` rounds scores."""
        if scale.rounds != "score":
            return value
        value, unit = column_of(value), 10.0**scale.decimals
        size = value.abs() * unit
        whole = _ROUNDED[scale.rounding](size, _NOISE * unit)
        return where(value < 0, whole * (-1 / unit), whole * (1 / unit))

    def exp(self, value: Quantity) -> Quantity:
        """E to the power of `value`."""
        return column_of(value).exp()

    def log(self, value: Quantity) -> Quantity:
        """The natural logarithm."""
        return column_of(value).log()


def _terms(weight: Quantity, value: Quantity) -> Iterator[Quantity]:
    """What weight · value adds to a sum."""
    if isinstance(weight, QuestionWeighing) and isinstance(value, PackedSum):
        yield PackedSum(value.parts) * weight.size  # where the question does not count, they are 0
        if value.constant:
            yield weight * value.constant
    else:
        yield value * weight if isinstance(weight, float) else unpacked(value) * unpacked(weight)


def _counting(parts: Parts) -> list[nw.Expr]:
    """The values, which are null where their weight is 0."""
    return [
        where(weight > 0, column_of(value), None)
        for weight, value in parts
        if not isinstance(weight, float) or weight
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

BY_COLUMN = ColumnArithmetic()
