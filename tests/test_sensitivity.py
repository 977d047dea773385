"""On which answers the verdict hangs, against scoring from the start for each one and each pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firms import GOING_GLOBAL, plausible_firms
from intricate import intricate_scores, values_of
from readiness import load_questionnaire
from readiness.analysis.sensitivity import Hinge, hinge_pairs, hinges
from readiness.analysis.variations import Variations
from readiness.answers.answers import State
from readiness.questionnaire.questions.base import Question, Value
from readiness.scoring.engine import score
from readiness.scoring.scores import Scores
from small import question, questionnaire, scored, section
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


# --- published questionnaires, with sums, sections in sections and minima -------------------------------

PUBLISHED = Path(__file__).parent / "questionnaires" / "published"


@pytest.mark.parametrize("name", ["pkimm-self-assessment", "tracc-theme"])
def test_published_questionnaires(name: str) -> None:
    asked = load_questionnaire(PUBLISHED / name)
    for number in range(3):
        random = Random(number)  # noqa: S311 (made-up answers)
        given = {
            id: each.written(random.choice(values))
            for id, each in asked.questions.items()
            if (values := values_of(each))
        }
        check(scored(asked, given))


# --- one level away, for every type ---------------------------------------------------------------------


def asked_by(**fields: Any) -> Question:
    """The one question of a questionnaire, with these keys beside its id and text."""
    made = {"id": "q", "title": "q", "text": "What is seen?", **fields}
    return questionnaire(section("a", made)).questions["q"]


SEVERAL = [
    {"id": "few", "score": 1, "text": "Few"},
    {"id": "many", "score": 3, "text": "Many"},
    {"id": "none", "score": 0, "text": "None", "exclusive": True},
]


@pytest.mark.parametrize(
    ("fields", "raw", "lower", "higher"),
    [
        (question("q"), 2, "level-1", "level-3"),
        (question("q"), 0, None, "level-1"),
        (question("q"), 4, "level-3", None),
        (question("q", (0, 2, 2, 5)), "level-2", "level-0", "level-3"),
        (question("q", (3, 2, 0), order="as-listed"), "level-1", "level-2", "level-0"),
        ({"type": "scale", "minimum": 1, "maximum": 5}, 3, 2, 4),
        ({"type": "scale", "minimum": 1, "maximum": 5, "worst": 5, "best": 1}, 3, 4, 2),
        ({"type": "yes-no"}, True, "no", None),
        ({"type": "yes-no", "better_answer": "no"}, True, None, "no"),
        ({"type": "number", "worst": 0, "best": 10}, 5, 2.5, 7.5),
        ({"type": "number", "worst": 10, "best": 0}, 5, 7.5, 2.5),
        ({"type": "number", "worst": 0, "best": 10}, 9, 6.5, 10),
        ({"type": "number", "worst": 0, "best": 10}, 14, 7.5, None),
        ({"type": "number", "worst": 0, "best": 10, "most": 8}, 7, 4.5, 8),
        ({"type": "number", "worst": 0, "best": 10, "most": 8}, 8, 5.5, None),
        ({"type": "number", "points": [[1, 0], [5, 2], ["more", 3]]}, 4, 1, 6),
        ({"type": "several", "options": SEVERAL}, ["few"], [], ["few", "many"]),
        ({"type": "several", "options": SEVERAL}, ["few", "many"], ["few"], None),
        ({"type": "several", "options": SEVERAL}, ["none"], None, ["many"]),
    ],
)
def test_one_level_away(fields: dict[str, Any], raw: Any, lower: Any, higher: Any) -> None:
    asked = asked_by(**fields)
    value = asked.parse(raw)
    assert value is not None
    found = [asked.neighbour(value, higher=up) for up in (False, True)]
    assert [None if each is None else asked.written(each) for each in found] == [lower, higher]
