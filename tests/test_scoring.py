"""The scoring rules of `docs/scoring.md`, one by one, each with numbers that can be checked by hand."""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Mapping
from typing import Any

import pytest

from firms import GOING_GLOBAL, at_levels
from readiness import build_report, render
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.rounding import rounded
from readiness.scoring.scope import Standing
from readiness.scoring.scores import Scores, SectionScore
from small import (
    NOT_APPLICABLE,
    direct,
    group,
    overall_of,
    question,
    questionnaire,
    red_flag,
    risk,
    scored,
    section,
)


def close(*values: float) -> Any:
    return pytest.approx(values, abs=1e-9)


def section_score(scores: Scores, id: str) -> SectionScore:
    return next(item for item in (*scores.sections, *scores.opportunities) if item.section.id == id)


def band(scores: Scores) -> str | None:
    return scores.verdict.band.id if scores.verdict.band else None


# --- answers and their states -------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "answer", "expected"),
    [
        ((0, 1, 2, 3, 4), "level-0", 0),
        ((0, 1, 2, 3, 4), "level-3", 75),
        ((0, 1, 2, 3, 4), "level-4", 100),
        ((1, 2, 5), "level-1", 25),
        ((-2, 0, 2), "level-1", 50),
        ((0, 0.5, 10), "level-1", 5),
        ((7, 8), "level-0", 0),
    ],
)
def test_an_answer_counts_by_its_place_between_lowest_and_highest(
    options: tuple[float, ...], answer: str, expected: float
) -> None:
    scores = scored(questionnaire(section("a", question("q", options))), {"q": answer})
    assert section_score(scores, "a").score == close(expected, expected)


@pytest.mark.parametrize("given", [{"q": 2}, {"q": 2, "open": None}, {"q": 2, "open": "unknown"}])
def test_unknown_and_unanswered_questions_give_the_same_range_from_the_worst(
    given: dict[str, Any],
) -> None:
    scores = scored(questionnaire(section("a", question("q"), question("open"))), given)
    assert section_score(scores, "a").score == close(25, 75)
    assert section_score(scores, "a").coverage == 0.5


def test_a_not_applicable_question_is_left_out_of_the_mean() -> None:
    asked = questionnaire(section("a", question("q"), question("aside", not_applicable="Where none is.")))
    scores = scored(asked, {"q": 2, "aside": NOT_APPLICABLE})
    assert section_score(scores, "a").score == close(50, 50)
    assert section_score(scores, "a").coverage == 1


def test_an_answer_to_a_hidden_question_does_not_count() -> None:
    only_abroad = {"profile": "stage", "equals": "abroad"}
    asked = questionnaire(section("a", question("q"), question("abroad", when=only_abroad)))
    assert section_score(scored(asked, {"q": 2, "abroad": 4}, {"stage": "home"}), "a").score == close(50, 50)
    assert section_score(scored(asked, {"q": 2, "abroad": 4}, {"stage": "abroad"}), "a").score == close(
        75, 75
    )


@pytest.mark.parametrize(
    ("given", "standing"),
    [
        ({}, Standing.IN_SCOPE),
        ({"first": "unknown"}, Standing.IN_SCOPE),
        ({"first": 3}, Standing.IN_SCOPE),
        ({"first": 2}, Standing.HIDDEN),
        ({"first": NOT_APPLICABLE}, Standing.HIDDEN),
    ],
)
def test_a_question_counts_until_an_answer_hides_it(given: dict[str, Any], standing: Standing) -> None:
    first = question("first", not_applicable="Where none is.")
    asked = questionnaire(
        section("a", first, question("second", when={"answer": "first", "at_least": "level-3"}))
    )
    assert scored(asked, given).scope.standing == {"first": Standing.IN_SCOPE, "second": standing}


def test_a_question_that_depends_on_a_hidden_one_is_hidden_too() -> None:
    asked = questionnaire(
        section(
            "a",
            question("first"),
            question("second", when={"answer": "first", "at_least": 1}),
            question("third", when={"answer": "second", "at_least": 1}),
        )
    )
    standing = scored(asked, {"first": 0, "second": 4, "third": 4}).scope.standing
    assert standing["second"] is standing["third"] is Standing.HIDDEN


@pytest.mark.parametrize(
    ("condition", "levels"),
    [
        ({"equals": "level-2"}, [2]),
        ({"any_of": ["level-0", "level-3"]}, [0, 3]),
        ({"at_least": 2}, [2, 3, 4]),
        ({"at_least": 1.5}, [2, 3, 4]),
        ({"at_most": 2}, [0, 1, 2]),
        ({"at_most": "level-1"}, [0, 1]),
    ],
)
def test_a_condition_on_an_answer_is_true_at_these_levels(
    condition: dict[str, Any], levels: list[int]
) -> None:
    asked = questionnaire(
        section("a", question("first"), question("second", when={"answer": "first", **condition}))
    )
    assert [level for level in range(5) if "second" in scored(asked, {"first": level}).scope] == levels


@pytest.mark.parametrize(
    ("condition", "chosen", "holds"),
    [
        ({"equals": "asean"}, ["asean"], True),
        ({"equals": "asean"}, ["asean", "eu"], False),
        ({"any_of": ["asean", "africa"]}, ["eu", "asean"], True),
        ({"any_of": ["asean", "africa"]}, ["eu"], False),
    ],
)
def test_any_of_accepts_one_of_the_profile_options_and_equals_exactly_one(
    condition: dict[str, Any], chosen: list[str], holds: bool
) -> None:
    options = [{"id": id, "text": id} for id in ("asean", "africa", "eu")]
    markets = {"id": "markets", "title": "M", "text": "Which?", "several": True, "options": options}
    when = {"profile": "markets", **condition}
    asked = questionnaire(section("a", question("q"), question("p", when=when)), profile=[markets])
    assert ("p" in scored(asked, {}, {"markets": chosen}).scope) is holds


# Truth values of Kleene's strong three-valued logic: T, F, and O for open.
@pytest.mark.parametrize(
    ("states", "both", "either"),
    [
        ("TT", "T", "T"),
        ("TF", "F", "T"),
        ("FF", "F", "F"),
        ("TO", "O", "T"),
        ("OT", "O", "T"),
        ("FO", "F", "O"),
        ("OF", "F", "O"),
        ("OO", "O", "O"),
    ],
)
def test_conditions_on_open_answers_follow_the_three_valued_truth_tables(
    states: str, both: str, either: str
) -> None:
    first, second = {"answer": "x", "equals": "level-1"}, {"answer": "y", "equals": "level-1"}
    asked = questionnaire(
        section("a", question("x", (0, 1)), question("y", (0, 1))),
        red_flags=[
            red_flag("both", {"all": [first, second]}, "preparing"),
            red_flag("either", {"any": [first, second]}, "preparing"),
            red_flag("not-both", {"not": {"all": [first, second]}}, "preparing"),
        ],
    )
    levels = {"T": 1, "F": 0, "O": "unknown"}
    scores = scored(asked, {"x": levels[states[0]], "y": levels[states[1]]})
    up = {fired.flag.id: "T" if fired.certain else "O" for fired in scores.flags}
    opposite = {"T": "F", "F": "T", "O": "O"}
    found = [up.get(id, "F") for id in ("both", "either", "not-both")]
    assert found == [both, either, opposite[both]]


# --- sections ------------------------------------------------------------------------------


def test_a_capability_is_the_weighted_mean_of_its_shares() -> None:
    asked = questionnaire(section("a", question("p", weight=3), question("q", weight=1), question("r")))
    # (3 · 0.5 + 1 · 1 + 1 · 0.25) / 5
    assert section_score(scored(asked, {"p": 2, "q": 4, "r": 1}), "a").score == close(55, 55)


@pytest.mark.parametrize(
    ("given", "exposure", "control", "residual", "score"),
    [
        ({"e": 4, "c": 0}, (1, 1), (0, 0), (1, 1), (0, 0)),
        ({"e": 4, "c": 4}, (1, 1), (1, 1), (0, 0), (100, 100)),
        ({"e": 0, "c": 0}, (0, 0), (0, 0), (0, 0), (100, 100)),
        ({"e": 2, "c": 3}, (0.5, 0.5), (0.75, 0.75), (0.125, 0.125), (87.5, 87.5)),
        # The worst case of an unknown exposure is 1, of an unknown control 0.
        ({"c": 3}, (0, 1), (0.75, 0.75), (0, 0.25), (75, 100)),
        ({"e": 2}, (0.5, 0.5), (0, 1), (0, 0.5), (50, 100)),
        ({}, (0, 1), (0, 1), (0, 1), (0, 100)),
        # A side in which nothing counts is left out of the product.
        ({"e": 3, "c": NOT_APPLICABLE}, (0.75, 0.75), (0, 0), (0.75, 0.75), (25, 25)),
        ({"e": NOT_APPLICABLE, "c": 3}, (1, 1), (0.75, 0.75), (0.25, 0.25), (75, 75)),
    ],
)
def test_a_risk_scores_one_minus_exposure_times_missing_control(
    given: dict[str, Any],
    exposure: tuple[float, float],
    control: tuple[float, float],
    residual: tuple[float, float],
    score: tuple[float, float],
) -> None:
    asked = questionnaire(
        risk("a", [question("e", not_applicable="None.")], [question("c", not_applicable="None.")])
    )
    item = section_score(scored(asked, given), "a")
    assert item.sides is not None
    assert item.sides.given == close(*exposure)
    assert item.sides.done == close(*control)
    assert item.sides.left == close(*residual)
    assert item.score == close(*score)


def test_exposure_and_control_are_weighted_means_of_their_own_questions() -> None:
    asked = questionnaire(
        risk(
            "a",
            [question("e", weight=3), question("f", weight=1)],
            [question("c", weight=1), question("d", weight=4)],
        )
    )
    item = section_score(scored(asked, {"e": 4, "f": 2, "c": 4, "d": 1}), "a")
    # E = (3 · 1 + 1 · 0.5) / 4, M = (1 · 1 + 4 · 0.25) / 5, R = 0.875 · 0.6
    assert item.sides is not None
    assert (item.sides.given.low, item.sides.done.low) == close(0.875, 0.4)
    assert item.score == close(47.5, 47.5)


def test_a_section_in_which_nothing_counts_is_left_out_and_needs_no_answers() -> None:
    asked = questionnaire(section("a", question("q")), section("b", question("p", not_applicable="None.")))
    scores = scored(asked, {"q": 3, "p": NOT_APPLICABLE})
    assert [item.section.id for item in scores.sections] == ["a"]
    assert scores.overall == close(75, 75)
    assert (scores.coverage, band(scores)) == (1, "expansion-ready")


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [("arithmetic", 0.25 * 20 + 0.75 * 80), ("geometric", 20**0.25 * 80**0.75), ("minimum", 20)],
)
def test_nested_sections_each_combine_their_parts_in_their_own_way(aggregation: str, expected: float) -> None:
    inner = [section("x", direct("p", 20)), section("y", direct("q", 80), weight=3)]
    asked = questionnaire(group("a", *inner, aggregation=aggregation))
    scores = scored(asked, {"p": 20, "q": 80})
    assert section_score(scores, "a").score == close(expected, expected)
    assert [child.score.low for child in section_score(scores, "a").children] == close(20, 80)
    assert section_score(scored(asked, {"p": 20}), "a").coverage == 0.25


@pytest.mark.parametrize(("aggregation", "expected"), [("geometric", 40), ("minimum", 20)])
def test_questions_of_a_section_can_be_combined_in_other_ways_than_the_mean(
    aggregation: str, expected: float
) -> None:
    asked = questionnaire(section("a", direct("p", 20), direct("q", 80), aggregation=aggregation))
    assert section_score(scored(asked, {"p": 20, "q": 80}), "a").score.low == pytest.approx(expected)


# --- the overall ---------------------------------------------------------------------------


def test_the_overall_is_the_geometric_mean_with_arithmetic_mean_and_minimum_beside_it() -> None:
    asked = questionnaire(section("a", direct("p", 90)), section("b", direct("q", 10), weight=3))
    scores = scored(asked, {"p": 90, "q": 10})
    assert scores.overall.low == pytest.approx(90**0.25 * 10**0.75)
    assert scores.arithmetic.low == pytest.approx(30)
    assert scores.minimum.low == pytest.approx(10)


def test_a_dimension_counts_as_at_least_1_in_the_geometric_mean_but_is_shown_unchanged() -> None:
    asked = questionnaire(section("a", direct("p")), section("b", direct("q")))
    scores = scored(asked, {"p": 0, "q": 100})
    assert scores.overall == close(10, 10)
    assert (scores.arithmetic.low, scores.minimum.low) == close(50, 0)
    assert section_score(scores, "a").score == close(0, 0)


def test_the_range_of_the_overall_combines_all_low_ends_and_all_high_ends() -> None:
    asked = questionnaire(
        section("a", question("p"), question("q")), risk("b", [question("e")], [question("c")])
    )
    scores = scored(asked, {"p": 4, "e": 2})
    # a: 50 to 100; b: 50 to 100
    assert scores.overall == close(50, 100)
    assert scores.minimum == close(50, 100)


@pytest.mark.parametrize(
    ("aggregation", "expected"), [("arithmetic", 50), ("geometric", 40), ("minimum", 20)]
)
def test_a_questionnaire_chooses_how_the_overall_is_combined(aggregation: str, expected: float) -> None:
    asked = questionnaire(
        section("a", direct("p", 20)), section("b", direct("q", 80)), aggregation=aggregation
    )
    assert scored(asked, {"p": 20, "q": 80}).overall.low == pytest.approx(expected)


def test_no_score_is_above_100_even_in_the_last_digit() -> None:
    scores = scored(GOING_GLOBAL, at_levels(4, 0, 4))
    assert (scores.overall.low, scores.arithmetic.low, scores.minimum.low) == (100, 100, 100)
    uneven = questionnaire(
        section("a", *(question(f"q{n}", weight=w) for n, w in enumerate((0.1, 0.3, 0.7))))
    )
    assert section_score(scored(uneven, {"q0": 4, "q1": 4, "q2": 4}), "a").score.high == 100


# --- the verdict ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((0, 0), "foundation"),
        ((34, 34), "foundation"),
        ((35, 35), "preparing"),
        ((50, 50), "pilot-ready"),
        ((29, 100), "preparing"),
        ((30, 100), "pilot-ready"),
        ((44, 100), "pilot-ready"),
        ((45, 100), "expansion-ready"),
        ((64, 64), "pilot-ready"),
        ((65, 65), "expansion-ready"),
        ((59, 100), "expansion-ready"),
        ((79, 79), "expansion-ready"),
        ((80, 80), "rule-co-builder"),
        ((100, 100), "rule-co-builder"),
    ],
)
def test_the_band_is_the_highest_whose_cut_and_floor_are_both_reached(
    values: tuple[int, int], expected: str
) -> None:
    asked = questionnaire(section("a", direct("p", values[0])), section("b", direct("q", values[1])))
    assert band(scored(asked, {"p": values[0], "q": values[1]})) == expected


def test_every_condition_that_blocks_the_next_band_is_named_with_needed_and_actual() -> None:
    asked = questionnaire(
        section("a", direct("p", 42)),
        section("b", direct("q", 81)),
        section("c", direct("r", 40, 44)),
        red_flags=[red_flag("flag", {"answer": "r", "at_most": 44}, "pilot-ready")],
    )
    verdict = scored(asked, {"p": 42, "q": 81, "r": 44}).verdict
    assert verdict.next is not None
    assert (verdict.band and verdict.band.id, verdict.next.id) == ("pilot-ready", "expansion-ready")
    overall = (42 * 81 * 44) ** (1 / 3)
    found = [
        (item.kind, item.subject, item.needed, pytest.approx(item.actual)) for item in verdict.blocked_by
    ]
    assert found == [
        ("overall", "", 65, overall),
        ("floor", "a", 45, 42),
        ("floor", "c", 45, 44),
        ("red-flag", "flag", 0, 0),
    ]


def test_nothing_blocks_the_highest_band() -> None:
    verdict = scored(questionnaire(section("a", question("q"))), {"q": 4}).verdict
    assert (verdict.next, verdict.blocked_by) == (None, ())


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (50, "pilot-ready"),
        (49.9999999995, "pilot-ready"),
        (49.999999998, "preparing"),
        (49.96, "preparing"),
    ],
)
def test_a_cut_is_compared_unrounded_with_a_tolerance_of_a_billionth(value: float, expected: str) -> None:
    asked = questionnaire(section("a", direct("p", value)), aggregation="arithmetic")
    assert band(scored(asked, {"p": value})) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(45, "expansion-ready"), (44.9999999995, "expansion-ready"), (44.96, "pilot-ready")],
)
def test_a_floor_is_compared_unrounded_too(value: float, expected: str) -> None:
    asked = questionnaire(section("a", direct("p", value)), section("b", direct("q")))
    assert band(scored(asked, {"p": value, "q": 100})) == expected


def test_a_score_just_below_50_is_shown_with_enough_decimals() -> None:
    asked = questionnaire(section("a", direct("p", 49.96)))
    report = build_report(scored(asked, {"p": 49.96}))
    assert overall_of(report).text == "50.0"
    assert report.verdict.title == "Preparing"
    assert [item.text for item in report.verdict.blocked_by] == [
        "The overall score is 49.96; Pilot-ready needs 50."
    ]


def test_floating_point_errors_do_not_lower_the_band() -> None:
    thirds = questionnaire(section("a", *(question(f"q{n}", weight=0.1) for n in range(3))))
    scores = scored(thirds, {"q0": 1, "q1": 2, "q2": 3})
    assert scores.overall.low < 50  # only in the sixteenth digit; in exact arithmetic it is 50
    assert band(scores) == "pilot-ready"

    pair = questionnaire(section("a", direct("p", 64)), section("b", direct("q")))
    scores = scored(pair, {"p": 64, "q": 100})
    assert scores.overall.low < 80
    assert band(scores) == "rule-co-builder"


def test_the_best_verdict_takes_every_open_answer_at_its_best() -> None:
    asked = questionnaire(section("a", *(question(f"q{n}") for n in range(6))))
    verdict = scored(asked, {f"q{n}": 3 for n in range(4)}).verdict
    # low 4 · 0.75 / 6 = 50, high (4 · 0.75 + 2) / 6 = 83.3
    assert verdict.band is not None
    assert (verdict.band.id, verdict.best.id) == ("pilot-ready", "rule-co-builder")


# --- red flags -----------------------------------------------------------------------------

FLAGGED = questionnaire(
    section("a", question("p"), question("q", not_applicable="None."), question("r"), question("s")),
    red_flags=[
        red_flag(
            "grave", {"all": [{"answer": "p", "at_least": 3}, {"answer": "q", "at_most": 0}]}, "preparing"
        )
    ],
)


@pytest.mark.parametrize(
    ("given", "flag", "expected", "best"),
    [
        ({"p": 4, "q": 0}, True, "preparing", "preparing"),
        ({"p": 4, "q": "unknown"}, False, "preparing", "rule-co-builder"),
        ({"p": 4}, False, "preparing", "rule-co-builder"),
        ({"q": 0}, False, "preparing", "expansion-ready"),
        ({"p": 4, "q": 1}, None, "rule-co-builder", "rule-co-builder"),
        ({"p": 2, "q": 0}, None, "pilot-ready", "pilot-ready"),
        ({"p": 2}, None, "pilot-ready", "rule-co-builder"),
        ({"p": 4, "q": NOT_APPLICABLE}, None, "rule-co-builder", "rule-co-builder"),
    ],
)
def test_a_red_flag_caps_the_verdict_while_it_applies_or_is_not_ruled_out(
    given: dict[str, Any], flag: bool | None, expected: str, best: str
) -> None:
    scores = scored(FLAGGED, {**given, "r": 4, "s": 4})
    assert [fired.certain for fired in scores.flags] == ([] if flag is None else [flag])
    assert (band(scores), scores.verdict.best.id) == (expected, best)


def test_a_red_flag_changes_no_score() -> None:
    without = questionnaire(*(item.model_dump(exclude_unset=True) for item in FLAGGED.sections))
    given = {"p": 4, "q": 0, "r": 4, "s": 4}
    assert scored(FLAGGED, given).overall == scored(without, given).overall
    assert (band(scored(FLAGGED, given)), band(scored(without, given))) == ("preparing", "expansion-ready")


def test_a_red_flag_never_raises_a_verdict() -> None:
    assert band(scored(FLAGGED, {"p": 3, "q": 0, "r": 0, "s": 0})) == "foundation"


def test_an_uncertain_red_flag_is_reported_as_not_ruled_out() -> None:
    given = {"p": 4, "r": 4, "s": 4}
    report = build_report(scored(FLAGGED, given))
    assert [(flag.certain, flag.status) for flag in report.flags] == [
        (
            False,
            "This red flag cannot be ruled out while an answer is open. Until that answer is given, it caps"
            " the verdict at “Preparing”.",
        )
    ]
    assert report.verdict.outlook == ("With the best open answers it would be “Rule co-builder”.")


def test_a_red_flag_that_depends_on_an_open_profile_answer_is_not_ruled_out() -> None:
    when = {"all": [{"profile": "stage", "equals": "abroad"}, {"answer": "q", "at_most": 0}]}
    asked = questionnaire(section("a", question("q")), red_flags=[red_flag("flag", when, "foundation")])
    assert [item.certain for item in scored(asked, {"q": 0}).flags] == [False]
    assert [item.certain for item in scored(asked, {"q": 0}, {"stage": "abroad"}).flags] == [True]
    assert scored(asked, {"q": 0}, {"stage": "home"}).flags == ()


# --- coverage ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weights", "answered", "enough"),
    [
        ((1, 1, 1, 1, 1, 1), 4, True),
        ((1, 1, 1, 1, 1, 1), 3, False),
        ((0.1, 0.1, 0.1), 2, True),
        # 0.6666666666666665 in floating point
        ((0.6, 0.6, 0.6, 0.9), 3, True),
        ((2, 1), 1, True),
        ((1999, 1001), 1, False),
        ((2001, 999), 1, True),
        ((1, 2), 1, False),
    ],
)
def test_a_verdict_needs_two_thirds_of_the_weight_of_a_dimension(
    weights: tuple[float, ...], answered: int, enough: bool
) -> None:
    questions = [question(f"q{n}", weight=weight) for n, weight in enumerate(weights)]
    scores = scored(questionnaire(section("a", *questions)), {f"q{n}": 4 for n in range(answered)})
    assert section_score(scores, "a").coverage == pytest.approx(sum(weights[:answered]) / sum(weights))
    assert (scores.verdict.band is not None) is enough


def test_without_a_verdict_the_report_names_dimensions_with_too_few_answers() -> None:
    asked = questionnaire(
        section("a", question("p"), question("q")), section("b", question("r")), section("c", question("s"))
    )
    scores = scored(asked, {"p": 4, "r": 4, "s": "unknown"})
    assert (scores.verdict.band, scores.verdict.next) == (None, None)
    assert [(item.kind, item.subject, item.actual) for item in scores.verdict.blocked_by] == [
        ("coverage", "a", 0.5),
        ("coverage", "c", 0.0),
    ]
    assert all(item.needed == pytest.approx(2 / 3) for item in scores.verdict.blocked_by)
    assert section_score(scores, "a").score == close(50, 100)
    assert scores.verdict.best.id == "rule-co-builder"
    assert scores.coverage == pytest.approx((0.5 + 1 + 0) / 3)


@pytest.mark.parametrize(
    ("weights", "text"),
    [
        ((1, 1), "a: 50% of its weight is answered; a verdict needs 67%."),
        ((666, 334), "a: 66.6% of its weight is answered; a verdict needs 67%."),
    ],
)
def test_a_coverage_just_too_small_is_shown_with_enough_decimals(weights: tuple[int, int], text: str) -> None:
    asked = questionnaire(section("a", question("p", weight=weights[0]), question("q", weight=weights[1])))
    report = build_report(scored(asked, {"p": 4}))
    assert [item.text for item in report.verdict.blocked_by] == [text]


@pytest.mark.parametrize(
    ("given", "coverage", "enough"),
    [
        ({"e": 0, "c": 4}, (1 + 1 / 3) / 2, True),
        ({"c": 4, "d": 4, "f": 4}, 1 / 2, False),
        ({"e": 0}, 1 / 2, False),
        ({"e": NOT_APPLICABLE, "c": 4, "d": 4}, 2 / 3, True),
        ({"e": NOT_APPLICABLE, "c": 4}, 1 / 3, False),
    ],
)
def test_exposure_and_control_are_half_each_of_the_coverage_of_a_risk(
    given: dict[str, Any], coverage: float, enough: bool
) -> None:
    exposure = [question("e", not_applicable="None.", weight=9)]
    asked = questionnaire(risk("a", exposure, [question("c"), question("d"), question("f")]))
    scores = scored(asked, given)
    assert section_score(scores, "a").coverage == pytest.approx(coverage)
    assert (scores.verdict.band is not None) is enough


def test_a_questionnaire_can_require_more_coverage_or_none() -> None:
    for required, expected in (("1/1", None), ("1/2", "pilot-ready"), ("0/1", "pilot-ready")):
        asked = questionnaire(section("a", question("p"), question("q")), coverage=required)
        assert band(scored(asked, {"p": 4})) == expected


def test_if_nothing_counts_there_is_no_verdict() -> None:
    asked = questionnaire(section("a", question("q", not_applicable="None.")))
    scores = scored(asked, {"q": NOT_APPLICABLE})
    assert (scores.sections, scores.coverage, scores.verdict.band) == ((), 0, None)
    assert scores.overall == (0, 100)


# --- opportunity ---------------------------------------------------------------------------


def test_opportunity_is_a_separate_mean_that_needs_no_coverage() -> None:
    window = section("w", question("x", weight=3), question("y"), question("z"))
    asked = questionnaire(section("a", question("q")), opportunities=[window])
    scores = scored(asked, {"q": 4, "x": 2})
    assert section_score(scores, "w").score == close(30, 70)
    assert scores.overall == close(100, 100)
    assert (scores.coverage, band(scores)) == (1, "rule-co-builder")


# --- the quick set -------------------------------------------------------------------------

PASSED = {"answer": "p", "at_most": 1}
QUICK = questionnaire(
    section("a", question("p", quick=True), question("q")),
    risk(
        "b",
        [question("e", quick=True), question("f")],
        [question("c", quick=True), question("d")],
    ),
    section("c", question("r")),
    opportunities=[section("w", question("x", quick=True), question("y"))],
    red_flags=[
        red_flag("seen", PASSED, "preparing"),
        red_flag("unseen", {"answer": "q", "at_most": 1}, "foundation"),
        red_flag("half-seen", {"all": [PASSED, {"answer": "d", "at_most": 4}]}, "foundation"),
    ],
)  # fmt: skip


def test_outside_the_quick_set_nothing_counts() -> None:
    scores = scored(QUICK, {"p": 1, "e": 2, "c": 2, "x": 3, "q": 0, "d": 0, "y": 0}, quick=True)
    found = {item.section.id: item.score.low for item in (*scores.sections, *scores.opportunities)}
    assert found == {
        "a": pytest.approx(25),
        "b": pytest.approx(75),
        "w": pytest.approx(75),
    }
    assert scores.coverage == 1
    assert [(fired.flag.id, fired.certain) for fired in scores.flags] == [("seen", True)]
    assert {id for id, at in scores.scope.standing.items() if at is Standing.OUTSIDE_QUICK} == set("qfdry")


def test_a_quick_report_is_called_a_screening_and_names_the_answers_it_ignores() -> None:
    given = {"p": 3, "e": 2, "c": 2, "q": 3}
    report = build_report(scored(QUICK, given, quick=True))
    assert report.subtitle == "Screening: the quick set of questions only"
    assert [(item.question, item.why) for item in report.ignored] == [
        ("q", "the question is not in the quick set")
    ]


# --- display -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.05, "0.1"),
        (0.25, "0.3"),
        (-0.25, "-0.3"),
        (0.35, "0.4"),
        (1.45, "1.5"),
        (49.95, "50.0"),
        (49.949999, "49.9"),
        (66.64999999999999, "66.7"),
        (66.649999, "66.6"),
        (-0.04, "0.0"),
        (-1e-14, "0.0"),
        (100.00000000000004, "100.0"),
        (1 / 3, "0.3"),
    ],
)
def test_numbers_are_displayed_with_one_decimal_and_halves_rounded_away_from_zero(
    value: float, expected: str
) -> None:
    assert rounded(value) == expected


def test_a_report_keeps_the_unrounded_number_beside_the_displayed_one() -> None:
    asked = questionnaire(section("a", question("p"), question("q"), question("r")))
    given = {"p": 4, "q": 0, "r": 0}
    report = build_report(scored(asked, given))
    assert overall_of(report).low.text == "33.3"
    assert overall_of(report).low.value == pytest.approx(100 / 3, abs=1e-12)


# --- going-global --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("capability", "exposure", "control", "expected"),
    [
        (0, 4, 0, "foundation"),
        (1, 0, 4, "preparing"),
        (2, 4, 2, "pilot-ready"),
        (3, 2, 3, "expansion-ready"),
        (4, 0, 4, "rule-co-builder"),
    ],
)
def test_answers_to_going_global_can_reach_every_band(
    capability: int, exposure: int, control: int, expected: str
) -> None:
    scores = scored(GOING_GLOBAL, at_levels(capability, exposure, control), {"stage": "operations"})
    four_capabilities, four_risks = max(25 * capability, 10), max(25 * control, 10)
    assert scores.overall.low == pytest.approx(math.sqrt(four_capabilities * four_risks))
    assert band(scores) == expected


def test_the_bands_above_are_all_the_bands_of_going_global() -> None:
    table = [
        (
            item.id,
            item.cut or 0,
            item.floor or 0,
            (item.control.base, item.control.slope) if item.control else None,
            item.when is not None,
        )
        for item in GOING_GLOBAL.bands
    ]
    assert table == [
        ("foundation", 0, 0, None, False),
        ("preparing", 30, 0, None, False),
        ("pilot-ready", 45, 30, (15, 20), False),
        ("expansion-ready", 62.5, 45, (30, 20), False),
        ("rule-co-builder", 80, 60, (45, 20), True),
    ]
    assert (GOING_GLOBAL.ready_from, GOING_GLOBAL.geometric_floor) == ("pilot-ready", 10)


def test_no_answers_give_no_verdict_and_every_dimension_is_named() -> None:
    scores = scored(GOING_GLOBAL, {})
    assert scores.verdict.band is None
    blamed = [(item.kind, item.subject) for item in scores.verdict.blocked_by]
    assert blamed == [("coverage", item.id) for item in GOING_GLOBAL.sections]
    assert scores.overall == close(10, 100)


def atoms(condition: Condition) -> list[Condition]:
    """Tests that make `condition` hold if all of them do: of alternatives the first."""
    parts = condition.all or condition.any[:1]
    return [atom for part in parts for atom in atoms(part)] if parts else [condition]


@pytest.mark.parametrize("flag", GOING_GLOBAL.red_flags, ids=lambda flag: flag.id)
def test_each_red_flag_of_going_global_can_apply_alone_and_caps_the_verdict(flag: Any) -> None:
    given: dict[str, Any] = at_levels(4, 0, 4)
    profile = {}
    for atom in atoms(flag.when):
        if atom.profile:
            profile[atom.profile] = atom.equals or atom.any_of[0]
        else:
            assert atom.answer is not None
            level = GOING_GLOBAL.questions[atom.answer].choices[-1 if atom.at_least else 0].id
            given[atom.answer] = atom.equals or level
    scores = scored(GOING_GLOBAL, given, profile)
    assert [(item.flag.id, item.certain) for item in scores.flags] == [(flag.id, True)]
    assert band(scores) == flag.caps_at
    assert {blocker.kind for blocker in scores.verdict.blocked_by} == {"red-flag"}


def test_the_quick_set_of_going_global_asks_three_questions_of_a_dimension_and_two_of_a_window() -> None:
    for item in (*GOING_GLOBAL.sections, *GOING_GLOBAL.opportunities):
        parts = [item.questions] if item.questions else [getattr(item, side) for side in item.way.sides]
        counted = [sum(asked.quick for asked in part) for part in parts]
        assert counted == {"capability": [3], "risk": [1, 2], "opportunity": [1, 1]}[item.kind], item.id
    assert sum(asked.quick for asked in GOING_GLOBAL.questions.values()) == 30


def test_all_dimensions_of_going_global_have_the_same_weight() -> None:
    assert {item.weight for item in GOING_GLOBAL.sections} == {1}


def test_the_score_in_the_json_report_is_the_low_end() -> None:
    given = at_levels(3, 1, 3)
    del given["strategy.budget"]
    scores = scored(GOING_GLOBAL, given)
    content = json.loads(render(build_report(scores, built_on=datetime.date(2026, 7, 31)), "json"))
    overall: Mapping[str, float] = content["overall"]
    assert (overall["score"], overall["low"], overall["high"]) == (
        scores.overall.low,
        scores.overall.low,
        scores.overall.high,
    )
    assert overall["low"] < overall["high"]
