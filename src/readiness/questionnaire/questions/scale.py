"""A whole number on a scale."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from readiness.messages.catalogue import _
from readiness.questionnaire.fields import Score, Text
from readiness.questionnaire.questions.base import Action, Option, Value
from readiness.questionnaire.questions.one_of import OneOf


class ScaleQuestion(OneOf):
    """Whole numbers from `minimum` to `maximum`; `labels` says what some of them mean."""

    type: Literal["scale"]
    minimum: int
    maximum: int
    worst: Score | None = None
    """The number that is worth nothing, if it is not `minimum`; above `best` where less is better."""
    best: Score | None = None
    """The number from which on the answer is worth all, if it is not `maximum`."""
    labels: Annotated[dict[str, Text], Field(default_factory=dict)]
    """What a number means, by the number as text."""
    lift: Action | None = None
    """What raises the answer by one, whatever it is."""

    @model_validator(mode="after")
    def _rises(self) -> ScaleQuestion:
        if not self.minimum < self.maximum <= self.minimum + 100:
            raise ValueError("scale-range")
        if self.lowest == self.highest:
            raise ValueError("number-anchors")
        return self

    @cached_property
    def lowest(self) -> float:
        """The number that is worth nothing."""
        return self.minimum if self.worst is None else self.worst

    @cached_property
    def highest(self) -> float:
        """The number that is worth all."""
        return self.maximum if self.best is None else self.best

    @cached_property
    def choices(self) -> tuple[Option, ...]:
        """One option a number."""
        return tuple(
            Option.model_construct(
                id=str(number), score=float(number), text=self._label(number), action=self.lift
            )
            for number in range(self.minimum, self.maximum + 1)
        )

    def _label(self, number: int) -> str:
        label = self.labels.get(str(number))
        return f"{number}: {label}" if label else str(number)

    def parse(self, raw: Any) -> Option | None:
        """By number only."""
        return None if isinstance(raw, str) else super().parse(raw)

    def expected(self) -> str:
        """The range."""
        return _("Write a whole number from {minimum} to {maximum}, or unknown.").format(
            minimum=self.minimum, maximum=self.maximum
        )

    def written(self, value: Value) -> Any:
        """The number."""
        assert isinstance(value, Option)
        return int(value.score)
