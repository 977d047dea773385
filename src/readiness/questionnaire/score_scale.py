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
    """Whether only what is shown is rounded, or the score itself, before it goes into the section above."""

    @model_validator(mode="after")
    def _rises(self) -> Scale:
        if self.maximum - self.minimum < SMALLEST:
            message = _("`minimum` is not below `maximum`")
            raise WrongShape("scale-range", message, _("Write the lower end as `minimum`."))
        return self

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest score."""
        return self.minimum, self.maximum

    def points(self, share: float) -> float:
        """The score that a share from 0 to 1 stands for."""
        return self.minimum + share * (self.maximum - self.minimum)

    def share(self, points: float) -> float:
        """Where a score stands between the ends of the scale, 0-1."""
        return (points - self.minimum) / (self.maximum - self.minimum)

    def shown(self, low: float, high: float) -> str:
        """A range of scores as text, rounded; one number where both ends look alike."""
        ends = (rounded(points, self.decimals, self.rounding) for points in (low, high))
        return "–".join(dict.fromkeys(ends))

    def settle(self, points: float) -> float:
        """`points` as the score that goes on: rounded, if the scale rounds scores."""
        return float(rounded(points, self.decimals, self.rounding)) if self.rounds == "score" else points
