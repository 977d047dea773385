"""Only the lowest or only the highest part counts."""

from __future__ import annotations

import math

from readiness.messages.catalogue import _
from readiness.questionnaire.combining.combining import (
    Arithmetic,
    Combining,
    FloatParts,
    Parts,
    Quantity,
    six_digits,
)
from readiness.questionnaire.score_scale import Scale


class Minimum(Combining):
    """The lowest value."""

    name = "minimum"
    one_decides = True
    lowest_counts = True
    start = (math.inf,)

    def formula(self, arithmetic: Arithmetic, parts: Parts, scale: Scale) -> Quantity:
        """The lowest value."""
        return arithmetic.minimum(parts)

    def raised(
        self,
        height: tuple[float, ...],
        weight: float,
        value: float,
        scale: Scale,
    ) -> tuple[float, ...]:
        """The lowest so far."""
        return (min(height[0], value),)

    def spelled(self, parts: FloatParts, scale: Scale) -> str:
        """`the lowest of 25, 50`."""
        return _("the lowest of {values}").format(
            values=_(", ").join(six_digits(value) for _weight, value in parts)
        )

    def title(self) -> str:
        """What counts."""
        return _("the lowest counts")

    def of_whole(self, scale: Scale) -> str:
        """One sentence."""
        return _("The overall is the score of the lowest dimension.")

    def share_note(self) -> str:
        """Most parts have no effect."""
        return _("Where only the lowest or the highest counts, the others have no effect.")


class Maximum(Combining):
    """The highest value."""

    name = "maximum"
    one_decides = True
    start = (-math.inf,)

    def formula(self, arithmetic: Arithmetic, parts: Parts, scale: Scale) -> Quantity:
        """The highest value."""
        return arithmetic.maximum(parts)

    def raised(
        self,
        height: tuple[float, ...],
        weight: float,
        value: float,
        scale: Scale,
    ) -> tuple[float, ...]:
        """The highest so far."""
        return (max(height[0], value),)

    def spelled(self, parts: FloatParts, scale: Scale) -> str:
        """`the highest of 25, 50`."""
        return _("the highest of {values}").format(
            values=_(", ").join(six_digits(value) for _weight, value in parts)
        )

    def title(self) -> str:
        """What counts."""
        return _("the highest counts")

    def of_whole(self, scale: Scale) -> str:
        """One sentence."""
        return _("The overall is the score of the highest dimension.")

    def share_note(self) -> str:
        """The same as for the minimum."""
        return Minimum().share_note()
