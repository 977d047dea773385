"""Risk: exposure combined with control."""

from __future__ import annotations

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


def residual(exposure: Quantity, control: Quantity) -> Quantity:
    """The residual risk, 0-1: exposure · (1 - control), both 0-1."""
    return exposure * (1 - control)


class Risk(Combining):
    """1 - exposure · (1 - control): the share of the scale that the residual risk leaves."""

    name = "risk"
    takes = "share"
    sides = True
    average = False

    def formula(self, arithmetic: Arithmetic, parts: Parts, scale: Scale) -> Quantity:
        """1 - residual."""
        (_weight, exposure), (_weight, control) = parts
        return 1 - residual(exposure, control)

    def spelled(self, parts: FloatParts, scale: Scale) -> str:
        """`1 − 0.6 × (1 − 0.25)`."""
        exposure, control = (six_digits(value) for _weight, value in parts)
        return f"1 − {exposure} × (1 − {control})"

    def title(self) -> str:
        """The formula of the residual risk."""
        return _("exposure × (1 − control)")

    def method(self, scale: Scale) -> str:
        """How a risk becomes a score."""
        text = _(
            "The score of a risk is 1 − residual, as a share of its scale ({scale} × (1 − residual) on a"
            " scale from 0), where residual = exposure × (1 − control). This is one published convention"
            " among several."
        )
        return text.format(scale=f"{scale.maximum:g}")

    def share_note(self) -> str:
        """Half each, by convention."""
        return _(
            "In a risk, exposure and control count as half each: a convention, since they are multiplied."
        )
