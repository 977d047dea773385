"""The arithmetic for scoring one enterprise: plain floats, summed exactly."""

from __future__ import annotations

import math

from readiness.questionnaire.combining.combining import FloatParts
from readiness.questionnaire.score_scale import Scale


class Floats:
    """An `Arithmetic` of floats."""

    def mean(self, parts: FloatParts) -> float:
        """The weighted arithmetic mean, never outside the range of the values: a mean of 100s is 100."""
        weights = math.fsum(weight for weight, _value in parts)
        return self.within(self.total(parts) / weights, parts)

    def total(self, parts: FloatParts) -> float:
        """The sum of weight · value."""
        return math.fsum(weight * value for weight, value in parts)

    def minimum(self, parts: FloatParts) -> float:
        """The lowest value."""
        return min(value for _weight, value in parts)

    def maximum(self, parts: FloatParts) -> float:
        """The highest value."""
        return max(value for _weight, value in parts)

    def within(self, value: float, parts: FloatParts) -> float:
        """`value`, limited to the range from the lowest to the highest value of `parts`."""
        values = [each for _weight, each in parts]
        return min(max(value, min(values)), max(values))

    def at_least(self, value: float, floor: float) -> float:
        """The larger of the two."""
        return max(value, floor)

    def where(self, weight: float, value: float, otherwise: float) -> float:
        """`value`, but `otherwise` where `weight` is 0."""
        return value if weight else otherwise

    def stretched(self, value: float, reach: tuple[float, float], ends: tuple[float, float]) -> float:
        """`value` moved from `reach` to `ends`; unchanged where these differ by rounding errors at most."""
        if all(math.isclose(one, other, abs_tol=1e-9) for one, other in zip(reach, ends, strict=True)):
            return value
        share = (value - reach[0]) / (reach[1] - reach[0])
        return ends[0] + min(max(share, 0.0), 1.0) * (ends[1] - ends[0])

    def settled(self, value: float, scale: Scale) -> float:
        """A score as it counts: rounded if `scale` rounds scores."""
        return scale.settle(value)

    def exp(self, value: float) -> float:
        """E to the power of `value`."""
        return math.exp(value)

    def log(self, value: float) -> float:
        """The natural logarithm."""
        return math.log(value)


FLOATS = Floats()
