"""Each part counts only as far as all parts before it are reached."""

from __future__ import annotations

from itertools import accumulate
from operator import mul

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


class Staged(Combining):
    """The weighted mean of the products of each share with all shares before it."""

    name = "staged"
    takes = "share"
    average = False
    in_order = True
    start = (0.0, 1.0)

    def formula(self, arithmetic: Arithmetic, parts: Parts, scale: Scale) -> Quantity:
        """The mean of the running products."""
        factors = [arithmetic.where(weight, share, 1.0) for weight, share in parts]
        weights = (weight for weight, _share in parts)
        return arithmetic.mean(list(zip(weights, accumulate(factors, mul), strict=True)))

    def raised(
        self,
        height: tuple[float, ...],
        weight: float,
        value: float,
        scale: Scale,
    ) -> tuple[float, ...]:
        """The sum of weight · running product, and this product."""
        total, product = height
        return total + weight * product * value, product * value

    def spelled(self, parts: FloatParts, scale: Scale) -> str:
        """`(1 × 0.5 + 1 × 0.5 × 0.25) ÷ (1 + 1)`."""
        products = accumulate((six_digits(value) for _weight, value in parts), "{} × {}".format)
        return mean_of([(weight, product) for (weight, _value), product in zip(parts, products, strict=True)])

    def title(self) -> str:
        """What counts."""
        return _("each as far as all before it are reached")

    def of_whole(self, scale: Scale) -> str:
        """With an example."""
        return _(
            "The overall counts each dimension only as far as all those before it are reached: the first,"
            " plus the first times the second, and so on."
        )

    def share_note(self) -> str:
        """Earlier parts have more effect."""
        return _("Where each counts as far as all before it are reached, the earlier ones count for more.")
