"""Computes the verdicts of many draws at once, section by section: most of them rarely change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import compress, repeat
from operator import and_
from typing import NamedTuple, TypeVar

from readiness.analysis.reweighing import Factors, Reweighing
from readiness.analysis.sensitivity import NOTHING, Shift, likeness, likeness_together
from readiness.analysis.variations import SectionState, Truth, Variations, VariedSection, highest
from readiness.questionnaire.combining.combining import Combining
from readiness.questionnaire.questions.base import Value
from readiness.scoring.series import Series

Result = TypeVar("Result")


class Moves(NamedTuple):
    """Answers that are a level away in some draws."""

    shifts: tuple[Shift, ...]
    drawn: dict[str, list[tuple[int, int]]]
    """By question: the draws in which it moves, in rising order, each with the number of its shift."""

    def by_draw(self, questions: Iterable[str]) -> dict[int, tuple[int, ...]]:
        """The numbers of the shifts among `questions`, for each draw that has any."""
        found: dict[int, tuple[int, ...]] = {}
        for id in questions:
            for draw, number in self.drawn.get(id, ()):
                found[draw] = (*found.get(draw, ()), number)
        return found

    def changes(self, numbers: Iterable[int]) -> dict[str, Value]:
        """What these shifts change."""
        return {self.shifts[number].question.id: self.shifts[number].shifted for number in numbers}


class Simulation:
    """The verdicts if weights are multiplied by `factors`, a series each, and answers make `moves`."""

    def __init__(self, variations: Variations, draws: int, factors: Factors, moves: Moves) -> None:
        self._variations = variations
        self._draws = draws
        self._factors = factors
        self._moves = moves
        self._reweighing = Reweighing(variations)
        self._likenesses = [likeness(variations, shift) for shift in moves.shifts]
        self._states = [self._states_of(section) for section in variations.sections]
        self._permitted = self._allowed()
        decisive = moves.by_draw(variations.scores.questionnaire.decisive)
        everything = moves.by_draw(moves.drawn) if decisive else {}
        self._apart = {draw: moves.changes(everything[draw]) for draw in decisive}
        """What changes in the draws in which other questions are asked: they are scored one by one."""

    def places(
        self,
        way: Combining,
        among: Sequence[bool] | None = None,
        *,
        weights: bool = False,
        answers: bool = False,
    ) -> Counter[int | None]:
        """How often each band comes out `among` the draws, in which only what is asked for varies."""
        among = [True] * self._draws if among is None else among
        alike = (
            [chosen and draw not in self._apart for draw, chosen in enumerate(among)] if answers else among
        )
        count = sum(alike)
        now = self._variations.parts(NOTHING)
        factors = {id: _among(series, alike) for id, series in self._factors.items()} if weights else {}
        lows = self._low_ends(way, alike) if answers else {}
        allowed = [*compress(self._permitted, alike)] if answers else [now.allowed]
        asked = (
            allowed,
            self._reweighing.by_overall(way, now.sections, factors, lows),
            self._reweighing.by_coverage(now.sections, factors),
        )
        in_all = _allowed_by_all(each if len(each) == count else repeat(each[0], count) for each in asked)
        found: Counter[int | None] = Counter()
        for rungs, times in Counter(in_all).items():
            found[highest(rungs)] += times
        for draw in self._apart if answers else ():
            found[self._place_apart(draw, way, weights=weights)] += among[draw]
        return found

    def _place_apart(self, draw: int, way: Combining, *, weights: bool) -> int | None:
        """The place of the band in one of the draws that are scored by themselves."""
        parts = self._variations.parts(self._apart[draw])
        if parts.withheld:
            return None
        factors = {id: series.values[draw] for id, series in self._factors.items()} if weights else {}
        (by_overall,) = self._reweighing.by_overall(way, parts.sections, factors)
        (by_coverage,) = self._reweighing.by_coverage(parts.sections, factors)
        return highest(parts.allowed & by_overall & by_coverage)

    def _low_ends(self, way: Combining, among: Sequence[bool]) -> dict[str, Series]:
        """The low ends of the sections in those of the draws that are `among` them."""
        found = {}
        for item, states in zip(self._variations.scores.sections, self._states, strict=False):  # no windows
            known: dict[int, float] = {}
            for state in states:
                if state.number not in known:
                    known[state.number] = self._reweighing.low_end(state.item, way)
            found[item.node.id] = Series(known[state.number] for state in compress(states, among))
        return found

    def _states_of(self, section: VariedSection) -> list[SectionState]:
        """What `section` is in each draw."""
        alike: dict[Hashable, SectionState] = {}

        def state(numbers: tuple[int, ...]) -> SectionState:
            together = likeness_together(self._likenesses[number] for number in numbers)
            if together not in alike:
                alike[together] = section.state(self._moves.changes(numbers))
            return alike[together]

        return self._in_each(section.questions, section.now, state)

    def _truths_of(self, place: int, questions: Iterable[str], now: Truth) -> list[Truth]:
        """How the condition in this place, about `questions`, turns out in each draw."""
        truth = self._variations.truth
        return self._in_each(questions, now, lambda numbers: truth(place, self._moves.changes(numbers)))

    def _allowed(self) -> list[int]:
        """What the sections and conditions together allow in each draw."""
        conditions = enumerate(self._variations.conditions)
        truths = (self._truths_of(place, each.questions, each.now) for place, each in conditions)
        by_sections = ([state.allowed for state in states] for states in self._states)
        by_conditions = ([truth.allowed for truth in column] for column in truths)
        return [*_allowed_by_all((repeat(-1, self._draws), *by_sections, *by_conditions))]

    def _in_each(
        self, questions: Iterable[str], now: Result, of: Callable[[tuple[int, ...]], Result]
    ) -> list[Result]:
        """What follows in each draw `of` the shifts among `questions`; `now` if there are none."""
        found = [now] * self._draws
        known: dict[tuple[int, ...], Result] = {}
        for draw, numbers in self._moves.by_draw(questions).items():
            if numbers not in known:
                known[numbers] = of(numbers)
            found[draw] = known[numbers]
        return found


def _among(series: Series, among: Sequence[bool]) -> Series:
    return Series(compress(series.values, among))


def _allowed_by_all(columns: Iterable[Iterable[int]]) -> Iterator[int]:
    """What is allowed by all of `columns`, which are equally long or endless."""
    found: Iterator[int] = repeat(-1)
    for column in columns:
        found = map(and_, found, column)
    return found
