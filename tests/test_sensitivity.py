"""On which answers the verdict hangs, against scoring from the start for each one and each pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firms import GOING_GLOBAL, plausible_firms
from intricate import intricate_scores
from readiness.analysis.sensitivity import Hinge, hinge_pairs, hinges
from readiness.analysis.variations import Variations
from readiness.answers.answers import State
from readiness.questionnaire.questions.base import Value
from readiness.scoring.engine import score
from readiness.scoring.scores import Scores
from small import scored
from test_scoring_properties import Drawn, drawn, some

Moves: TypeAlias = frozenset[tuple[str, object]]
"""Questions with the ids of what they are changed to, or the value itself."""


def band_of(scores: Scores, changes: Mapping[str, Value]) -> int | None:
    """The place of the band with these values, by scoring all answers from the start."""
    answers = scores.answers
    for id, value in changes.items():
        answers = answers.with_answer(id, answers[id]._replace(value=value))
    again = score(scores.questionnaire, answers, quick=scores.scope.quick)
    return scores.questionnaire.bands.index(again.verdict.band) if again.verdict.band else None


def steps(scores: Scores) -> Iterator[tuple[str, Value]]:
    """Every answer in scope a level up and a level down, however little it has to do with the verdict."""
    for id, asked in scores.questionnaire.questions.items():
        answer = scores.answers[id]
        if id in scores.scope and answer.state is State.ANSWERED:
            ways = (asked.neighbour(answer.value, higher=higher) for higher in (True, False))
            yield from ((id, value) for value in ways if value is not None)


def named(scores: Scores, *changes: tuple[str, Value]) -> Moves:
    asked = scores.questionnaire.questions
    return frozenset((id, repr(asked[id].written(value))) for id, value in changes)


def by_hand(scores: Scores, *, pairs: bool) -> dict[Moves, int | None]:
    """All singles, and with `pairs` all pairs of others, that change the verdict."""
    now, found = band_of(scores, {}), {}
    still = []
    for step in steps(scores):
        place = band_of(scores, dict([step]))
        if place == now:
            still.append(step)
        elif not pairs:
            found[named(scores, step)] = place
    for one, other in combinations(still, 2) if pairs else ():
        if one[0] != other[0] and (place := band_of(scores, dict([one, other]))) != now:
            found[named(scores, one, other)] = place
    return found


def as_found(scores: Scores, found: tuple[Hinge, ...]) -> dict[Moves, int | None]:
    moved = {
        named(scores, *((shift.question.id, shift.shifted) for shift in hinge.shifts)): hinge.place
        for hinge in found
    }
    assert len(moved) == len(found)
    return moved


def check(scores: Scores, *, pairs: bool = True) -> None:
    variations = Variations(scores)
    assert as_found(scores, hinges(variations)) == by_hand(scores, pairs=False)
    if pairs:
        assert as_found(scores, hinge_pairs(variations)) == by_hand(scores, pairs=True)


@some
@given(drawn(flags=True), st.booleans())
def test_singles_and_pairs_are_exact_and_complete(case: Drawn, quick: bool) -> None:
    check(case.score(quick=quick))


@pytest.mark.parametrize("number", range(60))
def test_whatever_a_questionnaire_has(number: int) -> None:
    check(intricate_scores(number))


@pytest.mark.parametrize("number", range(12))
def test_singles_of_the_built_in_questionnaire(number: int) -> None:
    check(plausible_firms(12)[number].score(), pairs=False)


@pytest.mark.parametrize("number", [3, 8])
def test_all_pairs_of_the_quick_set(number: int) -> None:
    firm = plausible_firms(12)[number]
    check(scored(GOING_GLOBAL, firm.given, firm.profile, quick=True))
