"""What questions answered by one of several options have in common."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from readiness.messages.catalogue import _
from readiness.questionnaire.questions.anchors import share_between, shortfall
from readiness.questionnaire.questions.base import Action, Level, Option, Question, Schema, Value


class OneOf(Question):
    """A question answered by one of `choices`."""

    @cached_property
    def lowest(self) -> float:
        """The score that counts as 0%."""
        return min(option.score for option in self.choices)

    @cached_property
    def highest(self) -> float:
        """The score that counts as 100%."""
        return max(option.score for option in self.choices)

    def describe(self, value: Value) -> str:
        """The option's text."""
        assert isinstance(value, Option)
        return value.text

    # --- answers files ---

    def parse(self, raw: Any) -> Option | None:
        """The option with this id, or the only one with this score; a whole score must be an int."""
        if isinstance(raw, str):
            return self.option(raw)
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            return None
        if isinstance(raw, float) and raw.is_integer():
            return None
        named = [option for option in self.choices if option.score == raw]
        return named[0] if len(named) == 1 else None

    def written(self, value: Value) -> Any:
        """The option's id."""
        assert isinstance(value, Option)
        return value.id

    def expected(self) -> str:
        """The scores and ids; only the ids of options that share a score."""
        scores = [option.score for option in self.choices]
        levels = ", ".join(
            option.id if scores.count(option.score) > 1 else f"{option.score:g} ({option.id})"
            for option in self.choices
        )
        return _("Write one of {levels}, or unknown.").format(levels=levels)

    # --- scores, gaps and the roadmap ---

    def share(self, value: Value) -> float:
        """(score - lowest) / (highest - lowest), kept within 0-1."""
        return share_between(self.level(value), self.lowest, self.highest)

    @property
    def reach(self) -> tuple[float, float]:
        """What the worst and the best option are worth."""
        shares = [self.share(option) for option in self.choices]
        return min(shares), max(shares)

    @property
    def ends(self) -> tuple[float, float]:
        """The scores that count as 0% and 100%, the lower one first."""
        return min(self.lowest, self.highest), max(self.lowest, self.highest)

    def better(self, value: Value, *, exposure: bool) -> Option | None:
        """The nearest option that is worth more; with `exposure`, less."""
        worth = self.share(value)
        steps = [(abs(self.share(option) - worth), option) for option in self.choices]
        better = [step for step in steps if step[0] and (self.share(step[1]) < worth) == exposure]
        return min(better, key=lambda step: step[0])[1] if better else None

    def action(self, value: Value, *, exposure: bool) -> Action | None:  # noqa: ARG002 (the same either way)
        """The option's action."""
        assert isinstance(value, Option)
        return value.action

    # --- targets ---

    def distance(self, value: Value, goal: Value, *, exposure: bool) -> float:
        """The difference of the scores, also beyond those that count as 0% and 100%."""
        is_rising = (self.highest > self.lowest) != exposure
        return shortfall(self.level(value), self.level(goal), is_rising=is_rising)

    # --- conditions ---

    def level(self, value: Value) -> float:
        """The option's score."""
        assert isinstance(value, Option)
        return value.score

    def option_ids(self, value: Value) -> tuple[str, ...]:
        """The option's id, alone."""
        assert isinstance(value, Option)
        return (value.id,)

    def limits_in_words(self) -> str:
        """The range of the scores."""
        scores = [option.score for option in self.choices]
        return scores_run(self.id, min(scores), max(scores))

    # --- the interview ---

    def said(self, value: Value) -> str:
        """The option's number and text."""
        assert isinstance(value, Option)
        return self.lines()[self.choices.index(value)]

    # --- the template and the schema of an answers file ---

    def levels_to_write(self) -> tuple[Level, ...]:
        """Every option."""
        return tuple(Level(self._named(option), option.text) for option in self.choices)

    def value_schemas(self) -> list[Schema]:
        """Every way to write every option."""
        return [
            {"const": written, "title": self._named(option), "description": option.text}
            for option in self.choices
            for written in self._spellings(option)
        ]

    def _named(self, option: Option) -> str:
        """The id of `option`, after its score if that may be written instead."""
        score = f"{option.score:g}"
        return option.id if score == option.id or not self._scores(option) else f"{score} {option.id}"

    def _spellings(self, option: Option) -> list[str | int | float | bool]:
        """Every way in which `option` may be written."""
        words = [raw for raw in (option.id, True, False) if self.parse(raw) == option]
        return [*words, *self._scores(option)]

    def _scores(self, option: Option) -> list[int | float]:
        """The score of `option` if it may be written instead of its id."""
        score = int(option.score) if option.score.is_integer() else option.score
        return [score] if self.parse(score) == option else []


def scores_run(id: str, low: float, high: float) -> str:
    """The hint that gives the range of the scores of a question."""
    return _("Change it; scores of “{id}” run from {low:g} to {high:g}.").format(id=id, low=low, high=high)
