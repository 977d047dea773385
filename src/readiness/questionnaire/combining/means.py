"""The arithmetic and the geometric mean."""

from __future__ import annotations

import math

from readiness.messages.catalogue import _
from readiness.questionnaire.combining.combining import (
    Arithmetic,
    Combining,
    FloatParts,
    Parts,
    Quantity,
    mean_of,
    six_digits,
)
from readiness.questionnaire.score_scale import Scale
from readiness.source.complaints import Fault

GEOMETRIC_FLOOR = 0.01
"""The lowest value in a geometric mean, as a share of the scale's top; anything lower counts as this."""
_ALMOST_0 = 1e-300
"""What stands for 0 in a logarithm; a part of weight 0 would make minus infinity not a number."""


class ArithmeticMean(Combining):
    """Σ weight · value / Σ weight."""

    name = "arithmetic"
    adds = True

    def formula(self, arithmetic: Arithmetic, parts: Parts, scale: Scale) -> Quantity:
        """The weighted mean."""
        return arithmetic.mean(parts)

    def spelled(self, parts: FloatParts, scale: Scale) -> str:
        """`(1 × 25 + 2 × 50) ÷ (1 + 2)`."""
        return mean_of([(weight, six_digits(value)) for weight, value in parts])

    def title(self) -> str:
        """Its name."""
        return _("weighted arithmetic mean")

    def of_whole(self, scale: Scale) -> str:
        """One sentence."""
        return _("The overall is the weighted arithmetic mean of the dimensions.")


class GeometricMean(Combining):
    """exp(Σ weight · ln value / Σ weight), each value at least `GEOMETRIC_FLOOR` of the scale's top.

    With a floor of 0 there is no such limit: the mean is 0 if one of the values is.

    Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 6.
    """

    name = "geometric"

    def __init__(self, floor: float | None = None) -> None:
        self._floor = floor

    def floored(self, floor: float) -> GeometricMean:
        """The mean with this floor instead of the usual one."""
        return GeometricMean(floor)

    def formula(self, arithmetic: Arithmetic, parts: Parts, scale: Scale) -> Quantity:
        """The weighted geometric mean."""
        floor = self.floor(scale)
        floored = [(weight, arithmetic.at_least(value, floor)) for weight, value in parts]
        logs = [(weight, arithmetic.log(arithmetic.at_least(value, _ALMOST_0))) for weight, value in floored]
        mean = arithmetic.within(arithmetic.exp(arithmetic.mean(logs)), floored)
        return mean if floor else arithmetic.where(arithmetic.minimum(floored), mean, 0.0)

    def raised(
        self, height: tuple[float, ...], weight: float, value: float, scale: Scale
    ) -> tuple[float, ...]:
        """The sum of weight · ln value; minus infinity if one of the values is 0."""
        floored = max(value, self.floor(scale))
        return (height[0] + weight * (math.log(floored) if floored > 0 else -math.inf),)

    def floor(self, scale: Scale) -> float:
        """The lowest value on `scale`; anything lower counts as this."""
        return GEOMETRIC_FLOOR * scale.maximum if self._floor is None else self._floor

    def spelled(self, parts: FloatParts, scale: Scale) -> str:
        """`exp((1 × ln 25 + 2 × ln 50) ÷ (1 + 2))`; with a 0 `(0^1 × 50^2)^(1 ÷ (1 + 2))`."""
        floor = self.floor(scale)
        if min(max(value, floor) for _weight, value in parts) == 0:
            powers = " × ".join(f"{six_digits(value)}^{six_digits(weight)}" for weight, value in parts)
            return f"({powers})^(1 ÷ ({' + '.join(six_digits(weight) for weight, _value in parts)}))"
        logs = mean_of([(weight, f"ln {six_digits(max(value, floor))}") for weight, value in parts])
        return f"exp({logs})"

    def title(self) -> str:
        """Its name."""
        return _("weighted geometric mean")

    def of_whole(self, scale: Scale) -> str:
        """With the floor, and the effect of the mean."""
        if self.floor(scale) == 0:
            return _(
                "The overall is the weighted geometric mean of the dimensions; if one of them is 0, so is the"
                " overall. A strong dimension makes up for a weak one only in part."
            )
        text = _(
            "The overall is the weighted geometric mean of the dimensions, each counted as at least {floor}."
            " A strong dimension makes up for a weak one only in part."
        )
        return text.format(floor=f"{self.floor(scale):g}")

    def share_note(self) -> str:
        """The share of a weight is its effect on relative changes."""
        return _("In a geometric mean, one more point in a weak part has more effect than its share says.")

    def misfit(self, scale: Scale) -> Fault | None:
        """It is not defined for negative scores."""
        floor = self.floor(scale)
        if scale.minimum >= 0 and not 0 <= floor <= scale.maximum:
            message = _("{points:g} is no floor for this scale").format(points=floor)
            hint = _("Write a score from 0 to {maximum:g}.").format(maximum=scale.maximum)
            return Fault(("geometric_floor",), "geometric-floor", message, hint)
        if scale.minimum >= 0:
            return None
        message = _("a geometric mean does not allow negative scores, but the scale begins at {minimum:g}")
        hint = _("Begin the scale at 0 or above, or use `arithmetic` or `minimum`.")
        return Fault(("aggregation",), "geometric-scale", message.format(minimum=scale.minimum), hint)
