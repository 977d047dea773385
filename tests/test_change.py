"""What moved the score: the parts of its change add up, and each is recomputed in another way."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from firms import plausible_firms
from made_pairs import Pair, pairs
from readiness import ReadinessError, WrongType
from readiness.analysis.change import ScoreChange, compare
from readiness.analysis.decomposition import decompose
from readiness.analysis.moves import MOVES, Cause, Moved, TwoWeights, in_both_orders, logarithmic_mean
from readiness.questionnaire.combining.combining import Arithmetic, Combining, Parts, Quantity
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.engine import execute
from readiness.scoring.scores import Scores
from small import (
    NOT_APPLICABLE,
    control,
    direct,
    group,
    question,
    questionnaire,
    risk,
    scored,
    section,
    window,
)

some = settings(max_examples=120, deadline=None, derandomize=True)
BANDS = [{"id": "low", "title": "Low"}, {"id": "high", "title": "High", "cut": 50}]
Raw = dict[str, Any]


def changed(asked: Questionnaire, old: Raw, new: Raw, *profiles: Raw) -> ScoreChange:
    """What changed from one set of answers to another; `profiles` are those of both."""
    ends = zip((old, new), profiles or ({}, {}), strict=True)
    return compare(*(scored(asked, each, profile) for each, profile in ends))


def points(change: ScoreChange) -> dict[str, float]:
    """What each changed answer adds, by question."""
    return {each.question.id: each.points for each in change.answers}


# --- everything adds up -------------------------------------------------------------------------------


@given(pairs())
@some
def test_what_moved_the_overall_adds_up_to_its_change(pair: Pair) -> None:
    before, after = pair.scores()
    assume(before.applies and after.applies)
    move = decompose(before, after)
    assert move.old == pytest.approx(before.overall.low, abs=1e-9)
    assert move.new == pytest.approx(after.overall.low, abs=1e-9)
    assert math.fsum(move.by.values()) == pytest.approx(after.overall.low - before.overall.low, abs=1e-9)
    back = decompose(after, before)
    for cause in {*move.by, *back.by}:
        assert back.by.get(cause, 0.0) == pytest.approx(-move.by.get(cause, 0.0), abs=1e-9)


@given(pairs())
@some
def test_answers_add_up_to_dimensions_and_dimensions_to_the_overall(pair: Pair) -> None:
    before, after = pair.scores()
    change = compare(before, after)
    assume(change.move is not None)
    assert change.move is not None
    inside = {
        question.id: section.id for section in pair.asked.sections for question in section.all_questions()
    }
    for part in change.parts:
        own = [each.points for each in change.answers if inside[each.question.id] == part.section.id]
        assert math.fsum([*own, part.asked, part.rounding]) == pytest.approx(part.points, abs=1e-9)
    rest = (change.asked, change.rounding)
    total = math.fsum([*(part.points for part in change.parts), *rest])
    assert total == pytest.approx(after.overall.low - before.overall.low, abs=1e-9)
    for each in change.answers:
        assert bool(each.why) == (abs(each.points) <= 1e-9)


@given(pairs())
@some
def test_without_a_change_nothing_moves(pair: Pair) -> None:
    before, _after = pair.scores()
    change = compare(before, before)
    assert (change.answers, change.profile) == ((), ())
    assert change.move is None or dict(change.move.by) == {}


def test_firms_add_up_too() -> None:
    firms = [firm.score() for firm in plausible_firms(8)]
    for before, after in itertools.permutations(firms, 2):
        change = compare(before, after)
        total = math.fsum([*(each.points for each in change.answers), *(part.asked for part in change.parts)])
        assert total == pytest.approx(after.overall.low - before.overall.low, abs=1e-9)


# --- each way, in another way -------------------------------------------------------------------------

VALUES = st.integers(10, 100)
FOUR = st.tuples(VALUES, VALUES, VALUES, VALUES)
WEIGHTS = (1.0, 2.0, 0.5, 3.0)


def four(how: str, **fields: Any) -> Questionnaire:
    """Four dimensions of one question each, whose answers are their scores."""
    parts = [section(f"s{n}", direct(f"q{n}", *range(101)), weight=WEIGHTS[n]) for n in range(4)]
    return questionnaire(*parts, aggregation=how, bands=BANDS, **fields)


ASKED = {how: four(how) for how in ("geometric", "arithmetic", "minimum", "maximum", "staged")}


def answers_of(values: tuple[int, ...]) -> Raw:
    return {f"q{n}": f"level-{value}" for n, value in enumerate(values)}


def of_four(how: str, old: tuple[int, ...], new: tuple[int, ...]) -> list[float]:
    """What each of the four adds; an answer that did not change adds nothing."""
    found = points(changed(ASKED[how], answers_of(old), answers_of(new)))
    return [found.get(f"q{n}", 0.0) for n in range(4)]


@given(FOUR, FOUR)
@settings(max_examples=60, deadline=None)
def test_the_geometric_mean_is_the_integral_along_the_way_of_even_relative_change(
    old: tuple[int, ...], new: tuple[int, ...]
) -> None:
    """By Simpson's rule: each value goes from old to new at an even rate of growth."""
    shares = [weight / sum(WEIGHTS) for weight in WEIGHTS]
    slopes = [math.log(after / before) for before, after in zip(old, new, strict=True)]

    def mean(at: float) -> float:
        logs = (
            share * (math.log(x) + at * slope) for share, x, slope in zip(shares, old, slopes, strict=True)
        )
        return math.exp(sum(logs))

    steps = 200
    grid = [
        mean(step / steps) * (1 if step in (0, steps) else 4 if step % 2 else 2) for step in range(steps + 1)
    ]
    area = sum(grid) / (3 * steps)
    expected = [share * slope * area for share, slope in zip(shares, slopes, strict=True)]
    assert of_four("geometric", old, new) == pytest.approx(expected, abs=1e-7)


@given(FOUR, FOUR)
@settings(max_examples=60, deadline=None)
def test_the_geometric_mean_by_the_published_formula(old: tuple[int, ...], new: tuple[int, ...]) -> None:
    """LMDI-I: L(G1, G0) · weight · ln(new / old), with L(a, b) = (a - b) / ln(a / b)."""
    whole = sum(WEIGHTS)
    before, after = (
        math.prod(value ** (weight / whole) for value, weight in zip(values, WEIGHTS, strict=True))
        for values in (old, new)
    )
    factor = (
        before if math.isclose(before, after, rel_tol=1e-9) else (after - before) / math.log(after / before)
    )
    expected = [
        factor * weight / whole * math.log(now / then)
        for weight, then, now in zip(WEIGHTS, old, new, strict=True)
    ]
    assert of_four("geometric", old, new) == pytest.approx(expected, abs=1e-6)


@given(FOUR, FOUR)
@settings(max_examples=40, deadline=None)
def test_the_arithmetic_mean_gives_each_its_weight_times_its_change(
    old: tuple[int, ...], new: tuple[int, ...]
) -> None:
    expected = [w / sum(WEIGHTS) * (b - a) for w, a, b in zip(WEIGHTS, old, new, strict=True)]
    assert of_four("arithmetic", old, new) == pytest.approx(expected)


@pytest.mark.parametrize(("how", "pick"), [("minimum", min), ("maximum", max)])
@given(old=FOUR, new=FOUR)
@settings(max_examples=40, deadline=None)
def test_the_lowest_and_the_highest_move_with_the_part_that_decides(
    how: str, pick: Any, old: tuple[int, ...], new: tuple[int, ...]
) -> None:
    """Walked in small steps: each step belongs to the parts that are the lowest or highest in it."""
    steps, expected = 4000, [0.0] * 4
    for step in range(steps):
        at = (step + 0.5) / steps
        now = [a + at * (b - a) for a, b in zip(old, new, strict=True)]
        deciding = [n for n in range(4) if math.isclose(now[n], pick(now), abs_tol=1e-9)]
        for n in deciding:
            expected[n] += (new[n] - old[n]) / steps / len(deciding)
    assert of_four(how, old, new) == pytest.approx(expected, abs=0.1)


@given(FOUR, FOUR)
@settings(max_examples=40, deadline=None)
def test_a_staged_score_of_two_parts_is_divided_as_shapley_says(
    old: tuple[int, ...], new: tuple[int, ...]
) -> None:
    asked = questionnaire(
        section("s0", direct("q0", *range(101))),
        section("s1", direct("q1", *range(101))),
        aggregation="staged",
        bands=BANDS,
    )
    found = points(changed(asked, answers_of(old[:2]), answers_of(new[:2])))

    def staged(values: list[float]) -> float:
        return 100 * (values[0] / 100 + values[0] * values[1] / 10_000) / 2

    expected = [0.0, 0.0]
    for order in itertools.permutations(range(2)):
        now = [float(value) for value in old[:2]]
        for n in order:
            before = staged(now)
            now[n] = new[n]
            expected[n] += (staged(now) - before) / 2
    assert [found.get(f"q{n}", 0.0) for n in range(2)] == pytest.approx(expected)


@given(FOUR, FOUR)
@settings(max_examples=40, deadline=None)
def test_a_risk_is_divided_as_shapley_says(old: tuple[int, ...], new: tuple[int, ...]) -> None:
    asked = questionnaire(
        risk("r", [direct("e", *range(101))], [direct("c", *range(101))]),
        aggregation="arithmetic",
        bands=BANDS,
    )

    def given_as(values: tuple[int, ...]) -> Raw:
        return {"e": f"level-{values[0]}", "c": f"level-{values[1]}"}

    found = points(changed(asked, given_as(old), given_as(new)))
    (e0, c0), (e1, c1) = ([value / 100 for value in values[:2]] for values in (old, new))
    exposure = -100 * (e1 - e0) * (2 - c0 - c1) / 2
    assert found.get("e", 0.0) == pytest.approx(exposure)
    assert found.get("c", 0.0) == pytest.approx(100 * (c1 - c0) * (e0 + e1) / 2)


def test_a_dimension_whose_answers_cancel_out_still_divides_between_them() -> None:
    """The limit: at L(x, x) = x, what the one adds the other takes."""
    asked = questionnaire(
        section("a", direct("q0", 20, 60), direct("q1", 20, 60)),
        section("b", direct("q2", 40, 90)),
        aggregation="geometric",
        bands=BANDS,
    )
    change = changed(asked, {"q0": 20, "q1": 60, "q2": 40}, {"q0": 60, "q1": 20, "q2": 90})
    old, new = math.sqrt(40 * 40), math.sqrt(40 * 90)
    own = logarithmic_mean(new, old) / 2 / 40 * 20  # of a change by 20 in a dimension that stays at 40
    assert points(change) == pytest.approx({"q0": own, "q1": -own, "q2": new - old})
    assert change.parts[0].points == pytest.approx(0)


# --- what is asked ------------------------------------------------------------------------------------


def test_a_question_that_comes_in_adds_its_distance_from_where_the_whole_stood() -> None:
    asked = questionnaire(
        section("a", direct("q0", 60), direct("q1", 60, 90), question("q2", not_applicable="Where none.")),
        aggregation="arithmetic",
        bands=BANDS,
    )
    change = changed(asked, {"q0": 60, "q1": 60, "q2": NOT_APPLICABLE}, {"q0": 60, "q1": 90, "q2": 0})
    # it stood at 60, where the section did, and fell to 0; q1 rose by 30; each is a third
    assert points(change) == pytest.approx({"q1": 10, "q2": -20})
    assert change.after.overall.low - change.before.overall.low == pytest.approx(-10)


def test_a_fact_of_the_profile_names_the_questions_that_come_and_go_because_of_it() -> None:
    abroad: Raw = {"profile": "stage", "equals": "abroad"}
    asked = questionnaire(
        section("a", direct("q0", 50), direct("q1", 50, when=abroad), direct("q2", 50, when={"not": abroad})),
        aggregation="arithmetic",
        bands=BANDS,
    )
    change = changed(
        asked, {"q0": 50, "q2": 50}, {"q0": 50, "q1": 50}, {"stage": "home"}, {"stage": "abroad"}
    )
    (fact,) = change.profile
    assert (fact.asked.id, fact.before, fact.after) == ("stage", ("home",), ("abroad",))
    assert [question.id for question in fact.came] == ["q1"]
    assert [question.id for question in fact.went] == ["q2"]
    assert {each.question.id: (each.was_asked, each.is_asked) for each in change.answers} == {
        "q1": (False, True),
        "q2": (True, False),
    }


def test_a_dimension_that_comes_is_a_line_of_its_own() -> None:
    abroad: Raw = {"profile": "stage", "equals": "abroad"}
    asked = questionnaire(
        section("a", direct("q0", 40)),
        section("b", direct("q1", 80), when=abroad),
        aggregation="arithmetic",
        bands=BANDS,
    )
    change = changed(asked, {"q0": 40}, {"q0": 40, "q1": 80}, {"stage": "home"}, {"stage": "abroad"})
    assert [(part.section.id, part.before is None, part.points) for part in change.parts] == [
        ("a", False, 0),
        ("b", True, pytest.approx(20)),
    ]
    assert change.parts[1].asked == pytest.approx(20)
    (line,) = change.answers
    assert (line.question.id, line.points, line.why) == ("q1", 0, "together")


def test_rounding_of_scores_is_a_line_of_its_own() -> None:
    asked = questionnaire(
        section("a", question("q0"), question("q1"), question("q2")),
        aggregation="arithmetic",
        bands=BANDS,
        scale={"rounds": "score", "decimals": 0},
    )
    change = changed(asked, {"q0": 1, "q1": 1, "q2": 1}, {"q0": 2, "q1": 1, "q2": 1})
    assert points(change) == pytest.approx({"q0": 25 / 3})  # from 25 to 33.3, which is rounded to 33
    assert change.parts[0].rounding == pytest.approx(33 - 25 - 25 / 3)


def test_a_mean_without_a_floor_that_leaves_0_belongs_to_the_part_that_was_0() -> None:
    asked = questionnaire(
        section("a", direct("q0", 50)),
        section("b", direct("q1", 40, 50)),
        aggregation="geometric",
        geometric_floor=0,
        bands=BANDS,
    )
    change = changed(asked, {"q0": 0, "q1": 40}, {"q0": 50, "q1": 50})
    assert change.after.overall.low == pytest.approx(50)
    assert math.fsum(points(change).values()) == pytest.approx(50)
    assert points(change)["q0"] > points(change)["q1"] >= 0


# --- why some add nothing -----------------------------------------------------------------------------


def test_each_change_without_effect_says_why() -> None:
    asked = questionnaire(
        section("floor", direct("low", 2, 4), direct("other", 0)),
        section("fine", direct("better", 20, 80), direct("open", 50), direct("never", 50, weight=0)),
        control("risk", [question("exposed")], [question("controlled")]),
        opportunities=[window("win", [question("wide")], [question("used")])],
        aggregation="geometric",
        geometric_floor=10,
    )
    old: Raw = {"low": 2, "other": 0, "better": 20, "open": "unknown", "never": 0}
    old |= {"exposed": 1, "controlled": 2, "wide": 1, "used": 1}
    new = {**old, "low": 4, "better": 80, "open": 0, "never": 50, "exposed": 3, "wide": 3}
    change = changed(asked, old, new)
    assert {each.question.id: each.why for each in change.answers} == {
        "better": "",
        "low": "floor",
        "open": "same",
        "never": "unscored",
        "exposed": "bar",
        "wide": "window",
    }


def test_where_only_the_lowest_counts_the_others_are_outweighed() -> None:
    asked = questionnaire(
        section("a", direct("q0", 10, 20)),
        section("b", direct("q1", 80, 90)),
        aggregation="minimum",
        bands=BANDS,
    )
    change = changed(asked, {"q0": 10, "q1": 80}, {"q0": 10, "q1": 90})
    assert [(each.question.id, each.points, each.why) for each in change.answers] == [("q1", 0, "outweighed")]


def test_sections_in_sections_carry_through() -> None:
    asked = questionnaire(
        group(
            "g", section("a", direct("q0", 20, 80)), section("b", direct("q1", 50)), aggregation="geometric"
        ),
        section("c", direct("q2", 50)),
        aggregation="arithmetic",
        bands=BANDS,
    )
    change = changed(asked, {"q0": 20, "q1": 50, "q2": 50}, {"q0": 80, "q1": 50, "q2": 50})
    assert points(change) == pytest.approx({"q0": (math.sqrt(80 * 50) - math.sqrt(20 * 50)) / 2})


# --- the arithmetic -----------------------------------------------------------------------------------


def test_the_logarithmic_mean_keeps_its_digits_where_both_are_close() -> None:
    for apart in (0.0, 1e-15, 1e-12, 1e-9, 1e-6):
        assert logarithmic_mean(50 * (1 + apart), 50) == pytest.approx(50 * (1 + apart / 2), rel=1e-13)
    assert logarithmic_mean(80, 20) == pytest.approx(60 / math.log(4))


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100), st.floats(0.1, 5)), min_size=1, max_size=6))
@some
def test_the_lowest_of_many_is_divided_without_rest(parts: list[tuple[float, float, float]]) -> None:
    made = []
    for place, (old, new, weight) in enumerate(parts):
        cause = Cause("answer", str(place))
        made.append((TwoWeights(cause, weight, weight), Moved(old, new, {cause: new - old})))
    for found in (MOVES.minimum(made), MOVES.maximum(made), MOVES.mean(made), MOVES.total(made)):
        assert math.fsum(found.by.values()) == pytest.approx(found.change, abs=1e-9)


class Middle(Combining):
    """The mean of the lowest and the highest part, from a formula that sorts, as one added later may."""

    name = "middle"
    columns = False

    def formula(self, arithmetic: Arithmetic, parts: Parts, scale: Scale) -> Quantity:  # noqa: ARG002 (as ways do)
        values = sorted(value for _weight, value in parts)
        return (values[0] + values[-1]) / 2


@given(pairs())
@some
def test_a_formula_that_cannot_be_taken_apart_is_divided_without_rest_too(pair: Pair) -> None:
    before, after = (_with_way(scores, Middle()) for scores in pair.scores())
    assume(before.applies and after.applies)
    move = decompose(before, after)
    assert move.new == pytest.approx(after.overall.low, abs=1e-9)
    assert math.fsum(move.by.values()) == pytest.approx(after.overall.low - before.overall.low, abs=1e-9)
    back = decompose(after, before)
    for cause in {*move.by, *back.by}:
        assert back.by.get(cause, 0.0) == pytest.approx(-move.by.get(cause, 0.0), abs=1e-6)


def _with_way(scores: Scores, way: Combining) -> Scores:
    """What `scores` would be if this `way` made the overall."""
    plan = scores.plan._replace(whole=scores.plan.whole._replace(way=way))
    return execute(plan, replace(scores.scope, scores={}))


@given(FOUR, FOUR)
@settings(max_examples=40, deadline=None)
def test_two_parts_in_both_orders_are_divided_as_shapley_says(
    old: tuple[int, ...], new: tuple[int, ...]
) -> None:
    parts = []
    for place in range(2):
        cause = Cause("answer", str(place))
        change = float(new[place] - old[place])
        weight = TwoWeights(cause, 1.0, 1.0)
        parts.append((weight, Moved(float(old[place]), float(new[place]), {cause: change} if change else {})))
    found = in_both_orders(lambda given: given[0][1] * given[1][1], parts)
    for place in range(2):
        own = (new[place] - old[place]) * (old[1 - place] + new[1 - place]) / 2
        assert found.by.get(Cause("answer", str(place)), 0.0) == pytest.approx(own)


# --- what cannot be compared --------------------------------------------------------------------------


def test_other_things_than_scores_of_one_questionnaire_are_refused() -> None:
    asked = ASKED["geometric"]
    scores = scored(asked, {})
    with pytest.raises(WrongType, match="must be Scores"):
        compare(scores, "scores")  # type: ignore[arg-type] # on purpose
    other = questionnaire(section("a", question("q0")), version="2.0.0")
    with pytest.raises(ReadinessError, match=r"small 1\.0\.0 and small 2\.0\.0 cannot be compared"):
        compare(scores, scored(other, {}))
    quick = questionnaire(section("a", question("q0", quick=True)))
    with pytest.raises(ReadinessError, match="the quick set cannot be compared with all questions"):
        compare(scored(quick, {}), scored(quick, {}, quick=True))
