"""A sum of points."""

from __future__ import annotations

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
from readiness.questionnaire.score_scale import Scale


class WeightedSum(Combining):
    """Σ weight · points, as a share of what the parts that count can reach, on the whole scale.

    The points of sums are pooled: a sum of sums adds the points below it, and what these can reach.
    """

    name = "sum"
    takes = "points"
    pools = True
    adds = True
    average = False

    def fixed(self) -> Combining:
        """The sum whose parts cost their points when they do not count."""
        return FixedSum()

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
        text = _(
            "In a sum, a part counts for the points it can add: its weight times the range of its points."
            " {aside}"
        )
        return text.format(aside=self.method(Scale()))

    def method(self, scale: Scale) -> str:
        """What happens to points that do not apply."""
        return _(
            "A sum leaves out questions that do not count: neither their points nor what they could have"
            " added counts, and the points that are left are brought to the whole scale."
        )


class FixedSum(WeightedSum):
    """Σ weight · points, on a scale that stays the same whatever counts."""

    pools = False

    def method(self, scale: Scale) -> str:
        """What happens to points that do not apply."""
        return _(
            "A sum keeps its scale: questions that do not count add no points, and nothing is taken off what"
            " can be reached."
        )
