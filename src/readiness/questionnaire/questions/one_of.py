"""What questions answered by one of several options have in common."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from math import isclose
from typing import Any

from readiness.messages.catalogue import _
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.questions.anchors import share_between, shortfall
from readiness.questionnaire.questions.base import Question, Schema, Value
from readiness.questionnaire.questions.celled import Cells, CellValues
from readiness.questionnaire.questions.form_field import Scalar
from readiness.questionnaire.questions.parts import Action, Level, Option
from readiness.questionnaire.questions.tabled import ColumnKind
from readiness.questionnaire.rounding import all_digits


class OneOf(Question):  # long because it overrides nearly all methods of `Question`
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

    @cached_property
    def scores_differ(self) -> bool:
        """Whether each choice has a score of its own, which then is its number everywhere."""
        return len({option.score for option in self.choices}) == len(self.choices)

    @cached_property
    def _by_id(self) -> dict[str, Option]:
        return {option.id: option for option in reversed(self.choices)}  # of two the first, as elsewhere

    def option(self, id: str) -> Option | None:
        """The option with this id, or None."""
        return self._by_id.get(id)

    # --- answers files ---

    def parse(self, raw: Any) -> Option | None:
        """The option with this id or, if no two share a score, this score; a whole one must be an int."""
        if isinstance(raw, str):
            return self.option(raw)
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not self.scores_differ:
            return None
        if isinstance(raw, float) and raw.is_integer():
            return None
        return next((option for option in self.choices if option.score == raw), None)

    def written(self, value: Value) -> Any:
        """The option's id."""
        assert isinstance(value, Option)
        return value.id

    def column_kinds(self) -> tuple[ColumnKind, ...]:
        """Ids, and scores if no two are the same."""
        return ("text", "number") if self.scores_differ else ("text",)

    def expected(self) -> str:
        """The scores and ids; only the ids if options share a score."""
        levels = [option.id for option in self.choices]
        if self.scores_differ:
            levels = [f"{option.score:.15g} ({option.id})" for option in self.choices]
        return _("Write one of {levels}, or unknown.").format(levels=_(", ").join(levels))

    # --- scores, gaps and the roadmap ---

    def share(self, value: Value) -> float:
        """(score - lowest) / (highest - lowest), kept within 0-1."""
        return share_between(self.level(value), self.lowest, self.highest)

    @property
    def reach(self) -> tuple[float, float]:
        """What the worst and the best option are worth."""
        return min(self._shares), max(self._shares)

    @property
    def ends(self) -> tuple[float, float]:
        """The scores that count as 0% and 100%, the lower one first."""
        return min(self.lowest, self.highest), max(self.lowest, self.highest)

    def better(self, value: Value, *, exposure: bool) -> Option | None:
        """The option that is worth a little more (with `exposure`, less), of several the nearest listed."""
        assert isinstance(value, Option)
        worth = self.share(value)
        place = next((n for n, option in enumerate(self.choices) if option.id == value.id), 0)
        better = [
            (abs(share - worth), abs(n - place), n)
            for n, share in enumerate(self._shares)
            if share != worth and (share < worth) == exposure
        ]
        return self.choices[min(better)[2]] if better else None

    @cached_property
    def _shares(self) -> tuple[float, ...]:
        """What each of `choices` is worth."""
        return tuple(map(self.share, self.choices))

    def action(self, value: Value, *, exposure: bool) -> Action | None:  # noqa: ARG002 (the same either way)
        """The option's action."""
        assert isinstance(value, Option)
        return value.action

    # --- answers of several people ---

    @property
    def even_levels(self) -> int | None:
        """How many there are, if each has a score of its own and the scores are equally far apart."""
        scores = sorted(option.score for option in self.choices)
        steps = [above - below for below, above in pairwise(scores)]
        return len(scores) if all(step > 0 and isclose(step, steps[0]) for step in steps) else None

    # --- targets ---

    @property
    def has_levels(self) -> bool:
        """Whether some levels are worth more than others."""
        return self.highest != self.lowest

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

    # --- a whole table ---

    has_columns = True

    def shares_of(self, cells: Cells) -> CellValues:
        """What each option is worth."""
        ids = (option.id for option in self.choices)
        return cells.looked_up(dict(zip(ids, self._shares, strict=True)))

    def cells_that_meet(self, test: Condition, cells: Cells) -> CellValues:
        """Those that hold one of the options that meet it."""
        return cells.holds([option.id for option in self.choices if self.meets(test, option)])

    # --- the interview ---

    def numbers(self) -> tuple[str, ...]:
        """The scores, or 1, 2, … if two choices share a score."""
        if not self.scores_differ:
            return super().numbers()
        return tuple(f"{option.score:.15g}" for option in self.choices)

    def number_of(self, value: Value) -> str:
        """The number of the option's line."""
        assert isinstance(value, Option)
        return self.numbers()[self.choices.index(value)]

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
        score = f"{option.score:.15g}"
        return option.id if score == option.id or not self._scores(option) else f"{score} {option.id}"

    def _spellings(self, option: Option) -> tuple[Scalar, ...]:
        """Every way in which `option` may be written, the usual one first."""
        words = [raw for raw in (option.id, True, False) if self.parse(raw) == option]
        return tuple(dict.fromkeys([self.written(option), *words, *self._scores(option)]))

    def _scores(self, option: Option) -> list[int | float]:
        """The score of `option` if it may be written instead of its id."""
        score = int(option.score) if option.score.is_integer() else option.score
        return [score] if self.parse(score) == option else []


def scores_run(id: str, low: float, high: float) -> str:
    """The hint that gives the range of the scores of a question."""
    hint = _("Change it; scores of “{id}” run from {low} to {high}.")
    return hint.format(id=id, low=all_digits(low), high=all_digits(high))
