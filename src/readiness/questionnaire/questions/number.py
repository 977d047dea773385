"""A number between two anchors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Literal

from pydantic import model_validator

from readiness.messages.catalogue import _
from readiness.messages.characters import narrow
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import Score, Title
from readiness.questionnaire.questions.anchors import (
    anchors_in_words,
    expect_to_differ,
    share_between,
    shortfall,
)
from readiness.questionnaire.questions.base import Action, Question, Schema, Value
from readiness.source.scalars import parse_number

BOUND = 1e15
"""Numbers must be between -BOUND and BOUND: a float drops digits of larger ones."""


class NumberQuestion(Question):
    """A number that counts as 0% at `worst` and 100% at `best`, linear between; either may be the larger."""

    type: Literal["number"]
    worst: Score
    best: Score
    unit: Title = ""
    lift: Action | None = None
    """What moves the number towards `best`."""

    @model_validator(mode="after")
    def _anchors_differ(self) -> NumberQuestion:
        expect_to_differ(self.worst, self.best)
        return self

    def describe(self, value: Value) -> str:
        """The number and its unit."""
        return f"{value:.15g} {self.unit}".strip()

    # --- answers files ---

    def parse(self, raw: Any) -> float | None:
        """Any number of at most 15 digits before the point, inside the anchors or not."""
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not -BOUND < raw < BOUND:
            return None
        return float(raw)

    def written(self, value: Value) -> Any:
        """The number, as an int if it is whole."""
        assert isinstance(value, float)
        return int(value) if value.is_integer() else value

    def expected(self) -> str:
        """A number."""
        return _("Write a number without quotes, or unknown.")

    def how_to_write(self) -> tuple[str, ...]:
        """The form, and the unit if there is one."""
        unit = (_("Unit: {unit}").format(unit=self.unit),) if self.unit else ()
        return (self.expected(), *unit)

    def value_schemas(self) -> list[Schema]:
        """A number within the bound."""
        return [{"type": "number", "exclusiveMinimum": -BOUND, "exclusiveMaximum": BOUND}]

    # --- scores, gaps and the roadmap ---

    def share(self, value: Value) -> float:
        """(value - worst) / (best - worst), kept within 0-1."""
        return share_between(self.level(value), self.worst, self.best)

    @property
    def ends(self) -> tuple[float, float]:
        """Both anchors, the lower one first."""
        return min(self.worst, self.best), max(self.worst, self.best)

    def better(self, value: Value, *, exposure: bool) -> float | None:
        """The best number, or the worst where the question measures exposure."""
        goal = self.worst if exposure else self.best
        return None if self.share(value) == self.share(goal) else goal

    def action(self, value: Value, *, exposure: bool) -> Action | None:  # noqa: ARG002 (there is only one)
        """The same action for every value."""
        return self.lift

    # --- targets ---

    def distance(self, value: Value, goal: Value, *, exposure: bool) -> float:
        """The difference of the numbers, also beyond the anchors."""
        is_rising = (self.best > self.worst) != exposure
        return shortfall(self.level(value), self.level(goal), is_rising=is_rising)

    # --- conditions ---

    def level(self, value: Value) -> float:
        """The number."""
        assert isinstance(value, float)
        return value

    def level_in_words(self, level: float) -> str:
        """The number, with its unit if there is one."""
        number = super().level_in_words(level)
        return _("{number} {unit}").format(number=number, unit=self.unit) if self.unit else number

    def candidates(self, tests: Sequence[Condition]) -> Iterator[float]:
        """Every number in `tests`, one between each pair of neighbours, and one beyond each end."""
        ends = (end for test in tests for end in (test.at_least, test.at_most))
        named = sorted({end for end in ends if isinstance(end, int | float)}) or [0.0]
        yield named[0] - 1
        yield from named
        yield from ((low + high) / 2 for low, high in pairwise(named))
        yield named[-1] + 1

    # --- the interview ---

    def hints(self) -> tuple[str, ...]:
        """The unit."""
        return (_("(In {unit}.)").format(unit=self.unit),) if self.unit else ()

    def typed_as(self) -> str:
        """A number."""
        return _("number")

    def typed(self, line: str) -> Any:
        """The number."""
        return parse_number(narrow(line))

    # --- the printed form ---

    def kind_in_words(self) -> str:
        """A number, and its unit."""
        return _("a number in {unit}").format(unit=self.unit) if self.unit else _("a number")

    def instruction(self) -> str:
        """Write it, in the unit if there is one."""
        return _("Write a number in {unit}.").format(unit=self.unit) if self.unit else _("Write a number.")

    def worth_in_words(self) -> str:
        """The anchors."""
        return anchors_in_words(f"{self.worst:.15g}", f"{self.best:.15g}")
