"""What changed answers make of the verdict, found without scoring everything again, against the engine."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firms import plausible_firms
from intricate import intricate_scores, values_of
from readiness.analysis.variations import Variations, VariedVerdict, with_values
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Value
from readiness.scoring.engine import rescored
from readiness.scoring.scores import Scores
from test_scoring_properties import Drawn, drawn, some


def by_the_engine(scores: Scores, changes: Mapping[str, Value]) -> VariedVerdict:
    """The same by scoring everything again."""
    again = rescored(scores, with_values(scores.answers, changes))
    bands = again.questionnaire.bands
    place = bands.index(again.verdict.band) if again.verdict.band else None
    return VariedVerdict(again.overall, place, {each.flag.id: each.certain for each in again.flags})


def draw_changes(random: Random, asked: Questionnaire, *, open_too: bool, scores: Scores) -> dict[str, Value]:
    answered = [id for id in asked.questions if open_too or scores.answers[id].value is not None]
    chosen = random.sample(answered, min(len(answered), random.choice([1, 1, 2, 3, 6])))
    return {id: random.choice(values_of(asked.questions[id])) for id in chosen}


def compare(scores: Scores, random: Random, *, times: int = 12) -> None:
    variations = Variations(scores)
    for _ in range(times):
        changes = draw_changes(random, scores.questionnaire, open_too=random.random() < 0.3, scores=scores)
        assert variations.score(changes) == by_the_engine(scores, changes)


@some
@given(drawn(flags=True), st.booleans(), st.randoms(use_true_random=False))
def test_any_changes_give_what_the_engine_gives(case: Drawn, quick: bool, random: Random) -> None:
    compare(case.score(quick=quick), random)


def test_firms_of_the_built_in_questionnaire() -> None:
    for number, firm in enumerate(plausible_firms(25)):
        compare(firm.score(), Random(number))  # noqa: S311 (made-up changes)


@pytest.mark.parametrize("number", range(80))
def test_everything_that_a_questionnaire_can_have(number: int) -> None:
    compare(intricate_scores(number), Random(number), times=20)  # noqa: S311 (made-up changes)
