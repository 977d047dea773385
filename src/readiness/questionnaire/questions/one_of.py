"""What questions answered by one of several options have in common."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from readiness.messages.catalogue import _
from readiness.questionnaire.questions.base import Action, Option, Question, Value


class OneOf(Question):
    """A question answered by one of `choices`."""

    @cached_property
    def lowest(self) -> float:
        """The score that is worth nothing."""
        return min(option.score for option in self.choices)

    @cached_property
    def highest(self) -> float:
        """The score that is worth all."""
        return max(option.score for option in self.choices)

    def parse(self, raw: Any) -> Option | None:
        """By id, or by a score that one option alone has; a whole score as a whole number."""
        if isinstance(raw, str):
            return self.option(raw)
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            return None
        if isinstance(raw, float) and raw.is_integer():
            return None
        named = [option for option in self.choices if option.score == raw]
        return named[0] if len(named) == 1 else None

    def expected(self) -> str:
        """Scores and ids; ids alone where a score is not one option's alone."""
        scores = [option.score for option in self.choices]
        levels = ", ".join(
            option.id if scores.count(option.score) > 1 else f"{option.score:g} ({option.id})"
            for option in self.choices
        )
        return _("Write one of {levels}, or unknown.").format(levels=levels)

    def share(self, value: Value) -> float:
        """(score - lowest) / (highest - lowest), kept within 0-1."""
        assert isinstance(value, Option)
        return min(max((value.score - self.lowest) / (self.highest - self.lowest), 0.0), 1.0)

    @property
    def ends(self) -> tuple[float, float]:
        """The scores that are worth nothing and all, the lower one first."""
        return min(self.lowest, self.highest), max(self.lowest, self.highest)

    def level(self, value: Value) -> float:
        """The option's score."""
        assert isinstance(value, Option)
        return value.score

    def option_ids(self, value: Value) -> tuple[str, ...]:
        """The one id."""
        assert isinstance(value, Option)
        return (value.id,)

    def describe(self, value: Value) -> str:
        """The option's text."""
        assert isinstance(value, Option)
        return value.text

    def written(self, value: Value) -> Any:
        """The option's id."""
        assert isinstance(value, Option)
        return value.id

    def better(self, value: Value, *, exposure: bool) -> Option | None:
        """The nearest option that is worth more, or less where less is better."""
        worth = self.share(value)
        steps = [(abs(self.share(option) - worth), option) for option in self.choices]
        better = [step for step in steps if step[0] and (self.share(step[1]) < worth) == exposure]
        return min(better, key=lambda step: step[0])[1] if better else None

    def action(self, value: Value, *, exposure: bool) -> Action | None:  # noqa: ARG002 (its own either way)
        """The option's own."""
        assert isinstance(value, Option)
        return value.action
