"""The scale that scores are given on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from readiness.messages.catalogue import _
from readiness.questionnaire.fields import (
    SMALLEST,
    Model,
    Score,
    WrongShape,
)
from readiness.questionnaire.rounding import Rounding, rounded


class Scale(Model):
    """The scale that scores are given on, and how they are rounded when they are shown."""

    minimum: Score = 0.0
    maximum: Score = 100.0
    decimals: Annotated[int, Field(ge=0, le=6)] = 1
    rounding: Rounding = "half-away-from-zero"
    rounds: Literal["display", "score"] = "display"
    """Whether to round only what is shown, or the score itself before it counts in the section above."""

    @model_validator(mode="after")
    def _minimum_is_lower(self) -> Scale:
        if self.maximum - self.minimum < SMALLEST:
            message = _("`minimum` is not below `maximum`")
            key = "maximum" if "maximum" in self.model_fields_set else "minimum"
            raise WrongShape("scale-range", message, _("Write the lower end as `minimum`."), key)
        return self

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest score."""
        return self.minimum, self.maximum

    def points(self, share: float) -> float:
        """The score at `share`, 0-1, of the way from the minimum to the maximum."""
        return self.minimum + share * (self.maximum - self.minimum)

    def share(self, points: float) -> float:
        """How far a score is from the minimum to the maximum, 0-1."""
        return (points - self.minimum) / (self.maximum - self.minimum)

    def shown(self, low: float, high: float) -> str:
        """A range of scores as text, rounded; one number if both ends round to the same."""
        ends = (rounded(points, self.decimals, self.rounding) for points in (low, high))
        return "–".join(dict.fromkeys(ends))

    def settle(self, points: float) -> float:
        """The score to calculate with: `points`, rounded if the scale rounds scores."""
        return float(rounded(points, self.decimals, self.rounding)) if self.rounds == "score" else points
