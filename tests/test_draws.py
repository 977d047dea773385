"""How often the verdict holds in draws, against the engine draw by draw, and against exact probabilities."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firms import plausible_firms
from intricate import intricate_scores
from readiness.analysis.draws import Chances, draw_verdicts
from readiness.analysis.sensitivity import shifts_of
from readiness.analysis.simulating import Moves, Simulation
from readiness.analysis.variations import Variations, with_values
from readiness.questionnaire.combining.ways import WAYS
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.engine import execute
from readiness.scoring.floats import FLOATS
from readiness.scoring.scope import determine
from readiness.scoring.scores import Scores
from readiness.scoring.series import SERIES, Series, numbers_in
from small import direct, question, questionnaire, red_flag, scored, section
from test_scoring_properties import Drawn, drawn, some

MANY = 12


def band_of(
    scores: Scores, changes: dict[str, Any], factors: dict[str, float], way: str | None
) -> int | None:
    """The place of the band with other answers, weights and another way of combining, by the engine."""
    asked, whole = scores.questionnaire, scores.plan.whole
    children = tuple(node._replace(weight=node.weight * factors.get(node.id, 1)) for node in whole.children)
    whole = whole._replace(children=children, way=WAYS[way] if way else whole.way)
    scope = determine(asked, with_values(scores.answers, changes), quick=scores.scope.quick)
    again = execute(scores.plan._replace(whole=whole), scope)
    return asked.bands.index(again.verdict.band) if again.verdict.band else None


def check_each_draw(scores: Scores, random: Random) -> None:
    """Every draw of a simulation is what the engine gives."""
    variations = Variations(scores)
    if scores.verdict.band is None:
        assert draw_verdicts(variations) is None
        return
    moves = Moves(tuple(shifts_of(variations)), {})
    for number, shift in enumerate(moves.shifts):
        if shift.question.id not in moves.drawn:
            draws = [draw for draw in range(MANY) if random.random() < 0.2]
            moves.drawn[shift.question.id] = [(draw, number) for draw in draws]
    factors = {
        item.node.id: [random.choice([0.2, 1.0, 3.0]) for _ in range(MANY)] for item in scores.sections
    }
    simulation = Simulation(variations, MANY, {id: Series(each) for id, each in factors.items()}, moves)
    everything = moves.by_draw(moves.drawn)
    changes = [moves.changes(everything.get(draw, ())) for draw in range(MANY)]
    weights = [{id: each[draw] for id, each in factors.items()} for draw in range(MANY)]
    among = [random.random() < 0.7 for _ in range(MANY)]
    for way in ("arithmetic", "geometric", None):
        combining = WAYS[way] if way else scores.plan.whole.way
        by_weights = Counter(band_of(scores, {}, weights[draw], way) for draw in range(MANY))
        assert simulation.places(combining, weights=True) == by_weights
        by_answers = Counter(band_of(scores, changes[draw], {}, way) for draw in range(MANY) if among[draw])
        assert +simulation.places(combining, among, answers=True) == by_answers
        by_both = Counter(band_of(scores, changes[draw], weights[draw], way) for draw in range(MANY))
        assert +simulation.places(combining, weights=True, answers=True) == by_both


@some
@given(drawn(flags=True), st.randoms(use_true_random=False))
def test_each_draw_of_small_questionnaires(case: Drawn, random: Random) -> None:
    check_each_draw(case.score(), random)


@pytest.mark.parametrize("number", range(40))
def test_each_draw_of_intricate_questionnaires(number: int) -> None:
    check_each_draw(intricate_scores(number), Random(number))  # noqa: S311 (made-up draws)


def test_each_draw_of_the_built_in_questionnaire() -> None:
    for number, firm in enumerate(plausible_firms(4)):
        check_each_draw(firm.score(), Random(number))  # noqa: S311 (made-up draws)


# --- against exact probabilities --------------------------------------------------------------------

BANDS = [
    {"id": "low", "title": "Low"},
    {"id": "middle", "title": "Middle", "cut": 40},
    {"id": "high", "title": "High", "cut": 55, "floor": 30},
]


def five_questions() -> Scores:
    """Two dimensions, a question that decides about another one, and a red flag."""
    opened = {"answer": "q1", "at_least": 2}
    asked = questionnaire(
        section("a", question("q1"), question("q2", when=opened), question("q3"), weight=1),
        section("b", question("q4"), question("q5"), weight=2),
        aggregation="arithmetic",
        bands=BANDS,
        red_flags=[red_flag("flag", {"answer": "q4", "at_most": 1}, "middle")],
    )
    return scored(asked, {"q1": 2, "q2": 4, "q3": 1, "q4": 2, "q5": 3})


def near(count: int, probability: float, draws: int = 10_000) -> bool:
    """Whether `count` is within five standard errors of what is expected."""
    return abs(count / draws - probability) <= 5 * math.sqrt(probability * (1 - probability) / draws) + 1e-12


def test_answers_come_out_as_often_as_their_probabilities_say() -> None:
    scores = five_questions()
    drawn = draw_verdicts(Variations(scores))
    assert drawn is not None
    exact: Counter[int | None] = Counter()
    ids = list(scores.questionnaire.questions)
    for moved in itertools.product((None, False, True), repeat=5):
        changes, probability = {}, 1.0
        for id, higher in zip(ids, moved, strict=True):
            probability *= 0.9 if higher is None else 0.05
            asked, value = scores.questionnaire.questions[id], scores.answers[id].value
            shifted = None if higher is None else asked.neighbour(value, higher=higher)
            if shifted is not None:  # at the end of its levels it stays
                changes[id] = shifted
        exact[band_of(scores, changes, {}, None)] += probability  # type: ignore[assignment]
    assert len(exact) == 3
    assert all(near(drawn.places["answers"][place], probability) for place, probability in exact.items())


def test_weights_come_out_as_a_beta_distribution_says() -> None:
    """Two parts of a Dirichlet distribution have a beta distribution, here with 5 and 10 as parameters."""
    asked = questionnaire(
        section("a", direct("q1", 70), weight=1),
        section("b", direct("q2", 30), weight=2),
        aggregation="arithmetic",
        bands=BANDS,
    )
    drawn = draw_verdicts(Variations(scored(asked, {"q1": 70, "q2": 30})))
    assert drawn is not None
    assert drawn.concentration == 15
    # 70 p + 30 (1 - p) >= 40 from p = 1/4, >= 55 from p = 5/8; P(p < x) is a binomial tail: at least 5 of 14
    below, high = (
        sum(math.comb(14, k) * x**k * (1 - x) ** (14 - k) for k in range(5, 15)) for x in (1 / 4, 5 / 8)
    )
    places = drawn.places["weights"]
    assert near(places[0], below)
    assert near(places[1], high - below)
    assert near(places[2], 1 - high)


def test_each_way_is_drawn_as_often() -> None:
    asked = questionnaire(
        section("a", direct("q1", 5)),
        section("b", direct("q2", 90)),
        aggregation="minimum",
        bands=BANDS,
    )
    drawn = draw_verdicts(Variations(scored(asked, {"q1": 5, "q2": 90})))
    assert drawn is not None
    assert [way.name for way in drawn.ways] == ["minimum", "arithmetic", "geometric"]
    # 5, 47.5 and 21.2: the floor of the highest band is not met
    assert near(drawn.places["way"][0], 2 / 3)
    assert near(drawn.places["way"][1], 1 / 3)


def test_without_variation_the_verdict_always_holds_and_the_seed_decides_the_rest() -> None:
    variations = Variations(five_questions())
    still = draw_verdicts(variations, Chances(draws=50, spread=0, moved=0, ways=()))
    assert still is not None
    now = variations.score({}).place
    assert all(places == Counter({now: 50}) for places in still.places.values())
    one, again, other = (draw_verdicts(variations, Chances(draws=500, seed=seed)) for seed in (1, 1, 2))
    assert one == again
    assert one is not None
    assert other is not None
    assert one.places != other.places
    always = draw_verdicts(variations, Chances(draws=200, moved=1))
    assert always is not None
    assert sum(always.places["answers"].values()) == 200


# --- the arithmetic of series -----------------------------------------------------------------------


@given(
    st.sampled_from([name for name, way in WAYS.items() if not way.sides]),
    st.lists(st.tuples(st.floats(0.1, 5), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=4),
)
def test_a_formula_gives_for_series_what_it_gives_for_each_case(
    name: str, parts: list[tuple[float, float, float]]
) -> None:
    way, scale = WAYS[name], Scale()
    series = [(weight, Series([one, other])) for weight, one, other in parts]
    by_case = [
        way.formula(FLOATS, [(weight, pair[case]) for weight, *pair in parts], scale) for case in (0, 1)
    ]
    assert numbers_in(way.formula(SERIES, series, scale)) == pytest.approx(by_case, rel=1e-9, abs=1e-9)
