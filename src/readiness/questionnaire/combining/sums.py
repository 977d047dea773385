"""A sum of points."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, isclose

from readiness.messages.catalogue import _
from readiness.questionnaire.combining.combining import (
    Arithmetic,
    Combining,
    FloatParts,
    Parts,
    Quantity,
    six_digits,
    weighted,
)
from readiness.questionnaire.rounding import all_digits
from readiness.questionnaire.score_scale import Scale
from readiness.source.complaints import Fault


class WeightedSum(Combining):
    """Σ weight · points."""

    name = "sum"
    takes = "points"
    average = False

    def formula(self, arithmetic: Arithmetic, parts: Parts, scale: Scale) -> Quantity:
        """The sum of weight · points."""
        return arithmetic.total(parts)

    def spelled(self, parts: FloatParts, scale: Scale) -> str:
        """`1 × 3 + 2 × 4`."""
        return weighted([(weight, six_digits(value)) for weight, value in parts])

    def title(self) -> str:
        """Its name."""
        return _("weighted sum")

    def of_whole(self, scale: Scale) -> str:
        """One sentence."""
        return _("The overall is the weighted sum of the dimensions.")

    def share_note(self) -> str:
        """The share of a part depends on the points that it can add."""
        return _(
            "In a sum, a part counts for the points it can add: its weight times the range of its points."
        )

    def misfit(self, scale: Scale, ends: Sequence[tuple[float, float]]) -> Fault | None:
        """The scale must be the range of the sum."""
        low, high = (fsum(part[end] for part in ends) for end in (0, 1))
        if isclose(low, scale.minimum, abs_tol=1e-9) and isclose(high, scale.maximum, abs_tol=1e-9):
            return None
        message = _("the parts add up to {low} to {high}, but the scale runs from {minimum} to {maximum}")
        hint = _("Write `scale: {{minimum: {low}, maximum: {high}}}`, or use another aggregation.")
        numbers = {"low": low, "high": high, "minimum": scale.minimum, "maximum": scale.maximum}
        values = {name: all_digits(number) for name, number in numbers.items()}
        return Fault(("aggregation",), "sum-off-scale", message.format(**values), hint.format(**values))
