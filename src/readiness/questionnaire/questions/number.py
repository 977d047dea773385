"""A number between two anchors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Literal

from pydantic import model_validator

from readiness.messages.catalogue import _
from readiness.messages.characters import narrow
from readiness.messages.sentences import bare
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import Score, Title, WrongShape
from readiness.questionnaire.questions.anchors import anchors_in_words, expect_to_differ, share_between
from readiness.questionnaire.questions.base import Action, Question, Schema, Value
from readiness.questionnaire.questions.raw_values import shown
from readiness.source.complaints import Fault
from readiness.source.scalars import parse_number

BOUND = 1e15
"""Numbers must be between -BOUND and BOUND: a float drops digits of larger ones."""


class NumberQuestion(Question):
    """A number that counts as 0% at `worst` and 100% at `best`, linear between; either may be the larger.

    The class is long because it overrides nearly all methods of `Question`.
    """

    type: Literal["number"]
    worst: Score
    best: Score
    unit: Title = ""
    least: Score | None = None
    """The smallest number that is accepted; without it any is, however far below the anchors."""
    most: Score | None = None
    """The largest number that is accepted."""
    lift: Action | None = None
    """What moves the number towards `best`."""

    @model_validator(mode="after")
    def _anchors_differ(self) -> NumberQuestion:
        expect_to_differ(self.worst, self.best)
        if self.least is not None and self.most is not None and self.least >= self.most:
            message = _("`least` is not below `most`")
            hint = _("Write the smallest number that makes sense as `least`, the largest as `most`.")
            raise WrongShape("number-limits", message, hint)
        if self._within(self.worst) == self._within(self.best):
            message = _("every number that is accepted counts the same")
            hint = _("Let `least` and `most` leave room for numbers between `worst` and `best`.")
            raise WrongShape("number-limits", message, hint)
        return self

    def describe(self, value: Value) -> str:
        """The number and its unit."""
        return f"{value:.15g} {self.unit}".strip()

    # --- answers files ---

    def parse(self, raw: Any) -> float | None:
        """A number within the limits, inside the anchors or not; at most 15 digits before the point."""
        return float(raw) if _is_number(raw) and self._within(raw) == raw else None

    def _within(self, number: float) -> float:
        """The number nearest to `number` that is accepted."""
        number = number if self.least is None else max(number, self.least)
        return number if self.most is None else min(number, self.most)

    def written(self, value: Value) -> Any:
        """The number, as an int if it is whole."""
        assert isinstance(value, float)
        return int(value) if value.is_integer() else value

    def expected(self) -> str:
        """A number, and its limits."""
        if not (limits := self._limits()):
            return _("Write a number without quotes, or unknown.")
        return _("Write a number without quotes ({limits}), or unknown.").format(limits=limits)

    def _limits(self) -> str:
        """The numbers that are accepted, as a note in brackets; empty if all are."""
        least, most = (None if end is None else f"{end:.15g}" for end in (self.least, self.most))
        if least is None:
            return "" if most is None else _("{most} or less").format(most=most)
        return (
            _("{least} or more").format(least=least)
            if most is None
            else _("from {least} to {most}").format(least=least, most=most)
        )

    def misfits(self, raw: Any) -> Iterator[Fault]:
        """A number beyond the limits, or something else."""
        if not _is_number(raw):
            yield from super().misfits(raw)
            return
        message = _("{value} is beyond the numbers that “{id}” accepts").format(value=shown(raw), id=self.id)
        yield Fault((), "out-of-limits", message, self.expected())

    def caution(self, value: Value) -> str:
        """A number that is further beyond the anchors than they are apart, where no limit is set."""
        number, low, high = self.level(value), *sorted((self.worst, self.best))
        apart = high - low
        if number > high + apart and self.most is None:
            end, form = (
                high,
                _("“{question}”: {value} is far above {end} and counts as {percent}. Is it right?"),
            )
        elif number < low - apart and self.least is None:
            end, form = (
                low,
                _("“{question}”: {value} is far below {end} and counts as {percent}. Is it right?"),
            )
        else:
            return ""
        return form.format(
            question=bare(self.label),
            value=self.describe(value),
            end=self.describe(end),
            percent=f"{100 * self.share(value):.0f}%",
        )

    def how_to_write(self) -> tuple[str, ...]:
        """The form, and the unit if there is one."""
        unit = (_("Unit: {unit}").format(unit=self.unit),) if self.unit else ()
        return (self.expected(), *unit)

    def value_schemas(self) -> list[Schema]:
        """A number within the limits."""
        least = {"exclusiveMinimum": -BOUND} if self.least is None else {"minimum": self.least}
        most = {"exclusiveMaximum": BOUND} if self.most is None else {"maximum": self.most}
        return [{"type": "number", **least, **most}]

    # --- scores, gaps and the roadmap ---

    def share(self, value: Value) -> float:
        """(value - worst) / (best - worst), kept within 0-1."""
        return share_between(self.level(value), self.worst, self.best)

    @property
    def reach(self) -> tuple[float, float]:
        """What the worst and the best number that is accepted are worth."""
        return self.share(self._within(self.worst)), self.share(self._within(self.best))

    @property
    def ends(self) -> tuple[float, float]:
        """Both anchors, the lower one first."""
        return min(self.worst, self.best), max(self.worst, self.best)

    def better(self, value: Value, *, exposure: bool) -> float | None:
        """The best number that is accepted, or the worst where the question measures exposure."""
        goal = self._within(self.worst if exposure else self.best)
        return None if self.share(value) == self.share(goal) else goal

    def action(self, value: Value, *, exposure: bool) -> Action | None:  # noqa: ARG002 (there is only one)
        """The same action for every value."""
        return self.lift

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
        between = ((low + high) / 2 for low, high in pairwise(named))
        yield from dict.fromkeys(map(self._within, (named[0] - 1, *named, *between, named[-1] + 1)))

    def limits_in_words(self) -> str:
        """The limits, if there are any."""
        if not (limits := self._limits()):
            return super().limits_in_words()
        return _("Change it; numbers that “{id}” accepts: {limits}.").format(id=self.id, limits=limits)

    # --- the interview ---

    def hints(self) -> tuple[str, ...]:
        """The unit and the limits."""
        limits = self._limits()
        if self.unit:
            form = _("(In {unit}; accepted: {limits}.)") if limits else _("(In {unit}.)")
        else:
            form = _("(Accepted: {limits}.)") if limits else ""
        return (form.format(unit=self.unit, limits=limits),) if form else ()

    def typed_as(self) -> str:
        """A number."""
        return _("number")

    def typed(self, line: str) -> Any:
        """The number."""
        return parse_number(narrow(line))

    def refusal(self, line: str) -> str:
        """The limits, if the number is beyond them."""
        if not _is_number(self.typed(line)):
            return super().refusal(line)
        return _("“{typed}” is beyond the numbers that are accepted ({limits}).").format(
            typed=narrow(line)[:40], limits=self._limits()
        )

    # --- the printed form ---

    def kind_in_words(self) -> str:
        """A number, and its unit."""
        return _("a number in {unit}").format(unit=self.unit) if self.unit else _("a number")

    def instruction(self) -> str:
        """Write it, in the unit and within the limits if there are any."""
        limits = self._limits()
        if self.unit:
            form = _("Write a number in {unit} ({limits}).") if limits else _("Write a number in {unit}.")
        else:
            form = _("Write a number ({limits}).") if limits else _("Write a number.")
        return form.format(unit=self.unit, limits=limits)

    def worth_in_words(self) -> str:
        """The anchors."""
        return anchors_in_words(f"{self.worst:.15g}", f"{self.best:.15g}")


def _is_number(raw: Any) -> bool:
    """Whether `raw` is a number of which a float drops no digits."""
    return not isinstance(raw, bool) and isinstance(raw, int | float) and -BOUND < raw < BOUND
