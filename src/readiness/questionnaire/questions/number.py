"""A number between two anchors."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from readiness.messages.catalogue import _
from readiness.questionnaire.fields import Score, Title
from readiness.questionnaire.questions.base import Action, Question, Value


class NumberQuestion(Question):
    """A number, worth nothing at `worst` and all at `best`, linear between, whichever is larger."""

    type: Literal["number"]
    worst: Score
    best: Score
    unit: Title = ""
    lift: Action | None = None
    """What moves the number towards `best`."""

    @model_validator(mode="after")
    def _anchors_differ(self) -> NumberQuestion:
        if self.worst == self.best:
            raise ValueError("number-anchors")
        return self

    def parse(self, raw: Any) -> float | None:
        """Any number of at most 15 digits before the point, inside the anchors or not."""
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not -1e15 < raw < 1e15:
            return None
        return float(raw)

    def expected(self) -> str:
        """A number."""
        return _("Write a number without quotes, or unknown.")

    def share(self, value: Value) -> float:
        """(value - worst) / (best - worst), kept within 0-1."""
        assert isinstance(value, float)
        return min(max((value - self.worst) / (self.best - self.worst), 0.0), 1.0)

    @property
    def ends(self) -> tuple[float, float]:
        """Both anchors, the lower one first."""
        return min(self.worst, self.best), max(self.worst, self.best)

    def level(self, value: Value) -> float:
        """The number."""
        assert isinstance(value, float)
        return value

    def describe(self, value: Value) -> str:
        """The number and its unit."""
        return f"{value:.15g} {self.unit}".strip()

    def written(self, value: Value) -> Any:
        """The number, whole where it is."""
        assert isinstance(value, float)
        return int(value) if value.is_integer() else value

    def better(self, value: Value, *, exposure: bool) -> float | None:
        """The best number, or the worst where the question measures exposure."""
        goal = self.worst if exposure else self.best
        return None if self.share(value) == self.share(goal) else goal

    def action(self, value: Value, *, exposure: bool) -> Action | None:  # noqa: ARG002 (there is one)
        """The one action there is."""
        return self.lift
