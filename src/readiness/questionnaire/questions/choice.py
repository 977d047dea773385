"""One of several behaviours in rising order."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from readiness.questionnaire.fields import Many, Score
from readiness.questionnaire.questions.base import MAX_OPTIONS, Option
from readiness.questionnaire.questions.one_of import OneOf


class ChoiceQuestion(OneOf):
    """A behaviourally anchored rating scale: one of several options in rising order of score."""

    type: Literal["choice"] = "choice"
    options: Annotated[Many[Option], Field(min_length=2, max_length=MAX_OPTIONS)]
    minimum: Score | None = None
    """The score that is worth nothing, if it is not the lowest option's."""
    maximum: Score | None = None
    """The score that is worth all, if it is not the highest option's."""

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options."""
        return self.options

    @cached_property
    def lowest(self) -> float:
        """The score that is worth nothing."""
        return min(option.score for option in self.options) if self.minimum is None else self.minimum

    @cached_property
    def highest(self) -> float:
        """The score that is worth all."""
        return max(option.score for option in self.options) if self.maximum is None else self.maximum
