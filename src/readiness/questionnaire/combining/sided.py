"""Ways of combining two sides: what is given, and what the enterprise does about it or with it."""

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

HIGH_RESIDUAL = 0.4
"""The residual risk, 0-1, from which the worst risk comes before other gaps: a convention."""


def left(given: Quantity, done: Quantity) -> Quantity:
    """What is given and not dealt with, 0-1: given · (1 - done), both 0-1.

    Of exposure and control it is the residual risk, of openness and use the unused opportunity.
    """
    return given * (1 - done)


class Risk(Combining):
    """1 - exposure · (1 - control): the share of the scale that the residual risk leaves."""

    name = "risk"
    takes = "share"
    sides = ("exposure", "control")
    portions = (0.5, 0.5)
    absent = (1.0, 0.0)
    average = False

    def formula(self, arithmetic: Arithmetic, parts: Parts, scale: Scale) -> Quantity:
        """1 - residual."""
        (_weight, exposure), (_weight, control) = parts
        return 1 - left(exposure, control)

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


class Control(Combining):
    """The control alone: exposure makes no score, it decides how much control a band requires.

    Source of the idea: the relation of inherent risk to required maturity in the FFIEC Cybersecurity
    Assessment Tool (2015).
    """

    name = "control"
    takes = "share"
    sides = ("exposure", "control")
    portions = (0.0, 1.0)
    given_is_fact = True
    sets_bar = True
    average = False

    def formula(self, arithmetic: Arithmetic, parts: Parts, scale: Scale) -> Quantity:
        """The second part."""
        return parts[1][1]

    def spelled(self, parts: FloatParts, scale: Scale) -> str:
        """`0.25`."""
        return six_digits(parts[1][1])

    def title(self) -> str:
        """Its name."""
        return _("control, with its minimum set by exposure")

    def method(self, scale: Scale) -> str:
        """How a risk becomes a score, and what exposure does."""
        return _(
            "The score of a risk is its control: what the enterprise does. Exposure is neither a fault nor a"
            " merit and adds no points; it decides how much control each level requires. Residual risk ="
            " exposure × (1 − control) is shown, and it helps to decide what to do first."
        )

    def share_note(self) -> str:
        """Only control counts."""
        return _("In a risk, only control counts in the score; exposure sets the control that is required.")


class Window(Combining):
    """The openness of a window of opportunity; what is open and not used is shown beside it."""

    name = "window"
    takes = "share"
    sides = ("openness", "use")
    portions = (1.0, 0.0)
    given_is_fact = True
    average = False

    def formula(self, arithmetic: Arithmetic, parts: Parts, scale: Scale) -> Quantity:
        """The first part."""
        return parts[0][1]

    def spelled(self, parts: FloatParts, scale: Scale) -> str:
        """`0.25`."""
        return six_digits(parts[0][1])

    def title(self) -> str:
        """Its name."""
        return _("openness, beside its use")

    def method(self, scale: Scale) -> str:
        """What fit and unused mean."""
        return _(
            "The fit of a window of opportunity is its openness: whether the window is there for what the"
            " enterprise sells. Unused = openness × (1 − use) is what it has not taken up."
        )

    def share_note(self) -> str:
        """Only openness counts."""
        return _("In a window of opportunity, only openness counts in the fit; use is shown beside it.")
