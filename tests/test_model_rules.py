"""The rules of published models, one by one, each with numbers that can be checked by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness import InvalidInput, Scores, build_report
from readiness.analysis.gaps import find_gaps
from readiness.loading.meaning import CHECKS
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.scores import SectionScore
from small import (
    NOT_APPLICABLE,
    direct,
    group,
    overall_of,
    question,
    questionnaire,
    scored,
    section,
)

ANY = [{"id": "any", "title": "Any"}]
LEVELS = [{"id": f"level-{n}", "title": f"Level {n}", **({"cut": n} if n else {})} for n in range(6)]


def model(*sections: dict[str, Any], top: float = 5, **fields: Any) -> Questionnaire:
    """A questionnaire on 0 to `top` whose overall is the mean of its sections."""
    plain = {"aggregation": "arithmetic", "scale": {"minimum": 0, "maximum": top}, "bands": ANY}
    return questionnaire(*sections, **{**plain, **fields})


def graded(id: str, lowest: int = 0, highest: int = 5, **fields: Any) -> dict[str, Any]:
    """A question whose answer is a whole number."""
    return {"id": id, "text": "How far?", "type": "scale", "minimum": lowest, "maximum": highest, **fields}


def yes_no(id: str, **fields: Any) -> dict[str, Any]:
    return {"id": id, "text": "Is it so?", "type": "yes-no", **fields}


def percent(id: str, **fields: Any) -> dict[str, Any]:
    return {"id": id, "text": "How much?", "type": "number", "worst": 0, "best": 100, **fields}


def section_score(scores: Scores, id: str) -> SectionScore:
    waiting = list(scores.sections)
    while waiting:
        item = waiting.pop()
        if item.section.id == id:
            return item
        waiting += item.children
    raise AssertionError(id)


def close(value: float) -> Any:
    return pytest.approx(value, rel=0, abs=1e-9)


def refused(*sections: dict[str, Any], **fields: Any) -> list[tuple[str, str, str]]:
    """Code, message and remedy of each problem that the checks of the whole questionnaire find."""
    raw = {"id": "small", "version": "1.0.0", "title": "Small", "bands": ANY, "sections": list(sections)}
    built = Questionnaire.model_validate({**raw, **fields})
    return [(fault.code, fault.message, fault.hint) for run in CHECKS for fault in run(built)]


# --- answers of equal score, up to a target, reversed, or of weight 0 --------------------------------


@pytest.mark.parametrize(("answer", "points"), [(0, 0), (2, 2), (3, 3), (4, 3), (5, 3)])
def test_a_choice_can_count_only_up_to_a_target(answer: int, points: float) -> None:
    asked = model(section("a", question("q", (0, 1, 2, 3, 3, 3))), top=3)
    assert scored(asked, {"q": f"level-{answer}"}).overall.low == close(points)


def test_options_of_equal_score_are_answered_only_by_id() -> None:
    asked = model(section("a", question("q", (0, 1, 1))))
    assert scored(asked, {"q": "level-0"}).coverage == 1
    for number in (0, 1):
        with pytest.raises(InvalidInput) as caught:
            scored(asked, {"q": number})
        problem = caught.value.problems[0]
        assert problem.message == f"answers.q: {number} is not a level of “q”"
        assert problem.hint == "Write one of level-0, level-1, level-2, or unknown."


def test_the_next_level_skips_options_of_equal_score() -> None:
    asked = model(section("a", question("q", (0, 1, 1, 2))))
    found = find_gaps(scored(asked, {"q": "level-1"}))
    assert [gap.question.option_ids(gap.next) for gap in found] == [("level-3",)]
    assert find_gaps(scored(asked, {"q": "level-3"})) == []


def test_options_that_all_have_the_same_score_are_refused() -> None:
    found = refused(section("a", question("q", (1, 1)), question("p")))
    message = "all options have the same score"
    hint = "Give one of them another score, or write `weight: 0` if the question is not scored."
    assert found == [("options-alike", message, hint)]


@pytest.mark.parametrize(
    ("anchors", "shares"),
    [
        ({}, (0, 0.25, 0.5, 0.75, 1)),
        ({"best": 3}, (0, 0.5, 1, 1, 1)),
        ({"worst": 5, "best": 1}, (1, 0.75, 0.5, 0.25, 0)),
        ({"worst": 0}, (0.2, 0.4, 0.6, 0.8, 1)),
        ({"worst": 2, "best": 4}, (0, 0, 0.5, 1, 1)),
    ],
)
def test_a_scale_counts_0_at_its_worst_and_1_from_its_best_on(
    anchors: dict[str, int], shares: Sequence[float]
) -> None:
    asked = model(section("a", graded("q", 1, 5, **anchors)), top=1)
    found = [scored(asked, {"q": number}).overall.low for number in range(1, 6)]
    assert found == [close(share) for share in shares]


@pytest.mark.parametrize(
    ("anchors", "answer", "following"),
    [({}, 2, "3"), ({"worst": 5, "best": 1}, 4, "3"), ({"best": 3}, 2, "3"), ({"best": 3}, 4, None)],
)
def test_the_next_level_of_a_scale_is_the_nearest_number_worth_more(
    anchors: dict[str, int], answer: int, following: str | None
) -> None:
    found = find_gaps(scored(model(section("a", graded("q", 1, 5, **anchors))), {"q": answer}))
    assert [gap.question.describe(gap.next) for gap in found] == ([following] if following else [])


@pytest.mark.parametrize("answer", [0, 4, "unknown", None])
def test_a_question_of_weight_zero_is_asked_but_does_not_count(answer: Any) -> None:
    asked = model(section("a", graded("q"), graded("aside", weight=0)))
    scores = scored(asked, {"q": 3, **({} if answer is None else {"aside": answer})})
    assert (scores.overall.low, scores.overall.high, scores.coverage) == (3, 3, 1)
    assert [gap.question.id for gap in find_gaps(scores)] == ["q"]
    assert "aside" in scores.scope


def test_a_section_of_questions_of_weight_zero_does_not_count() -> None:
    asked = model(section("a", graded("q")), section("b", graded("aside", weight=0)))
    scores = scored(asked, {"q": 3, "aside": 0})
    assert [item.section.id for item in scores.sections] == ["a"]
    assert scores.overall.low == 3


# --- a section with its own scale --------------------------------------------------------------------


def test_a_section_can_have_its_own_scale_and_still_count_in_the_whole() -> None:
    parts = [section("a", graded("p"), scale={"maximum": 120, "decimals": 0}), section("b", graded("q"))]
    asked = model(*parts)
    given = {"p": 4, "q": 1}
    scores = scored(asked, given)
    assert section_score(scores, "a").score.low == close(96)
    assert section_score(scores, "b").score.low == close(1)
    assert scores.overall.low == close(2.5)
    report = build_report(scores)
    assert [item.score.text for item in report.dimensions] == ["96", "1.0"]
    assert report.dimensions[0].score.fill == (0.8, 0.8)


def test_points_of_categories_weighted_by_their_maximum_add_up_to_the_whole() -> None:
    parts = [
        section("a", percent("p"), weight=120, scale={"maximum": 120}),
        section("b", percent("q"), weight=85, scale={"maximum": 85}),
    ]
    scores = scored(model(*parts, top=205), {"p": 35, "q": 60})
    assert [section_score(scores, id).score.low for id in ("a", "b")] == [close(42), close(51)]
    assert scores.overall.low == close(42 + 51)


def test_bands_of_a_section_and_their_requirements_are_on_their_own_scales() -> None:
    inner = [section("low", graded("p"), scale={"maximum": 1}), section("high", graded("q"))]
    bands = [
        {"id": "one", "title": "One"},
        {"id": "two", "title": "Two", "cut": 60, "requires": {"low": 0.8}},
    ]
    asked = model(group("a", *inner, scale={"maximum": 100}, bands=bands))
    reached, short = scored(asked, {"p": 4, "q": 2}), scored(asked, {"p": 3, "q": 5})
    for scores, band in ((reached, "two"), (short, "one")):
        verdict = section_score(scores, "a").verdict
        assert verdict is not None
        assert verdict.band is not None
        assert verdict.band.id == band
    assert section_score(reached, "a").score.low == close(60)
    assert section_score(short, "a").score.low == close(80)


@pytest.mark.parametrize(
    ("band", "message", "hint"),
    [
        ({"cut": 2}, "2 is outside the scale", "Write a score from 0 to 1."),
        ({"floor": 8}, "8 is outside the scale", "Write a score from 0 to 7."),
        ({"requires": {"inner": 8}}, "8 is outside the scale", "Write a score from 0 to 7."),
    ],
)
def test_a_band_outside_its_scale_is_refused(band: dict[str, Any], message: str, hint: str) -> None:
    bands = [*ANY, {"id": "top", "title": "Top", **band}]
    inner = section("inner", graded("p"), scale={"maximum": 7})
    found = refused(group("a", inner, scale={"maximum": 1}, bands=bands))
    assert found == [("band-off-scale", message, hint)]


def test_section_bands_apply_to_every_section_without_its_own() -> None:
    own = [{"id": "only", "title": "Only"}]
    parts = [
        section("a", graded("p")),
        section("b", graded("q"), bands=own),
        section("c", graded("r"), scale={"maximum": 9}),
    ]
    asked = model(group("all", *parts), section_bands=LEVELS)
    scores = scored(asked, {"p": 4, "q": 4, "r": 4})
    found = {}
    for id in ("all", "a", "b", "c"):
        verdict = section_score(scores, id).verdict
        found[id] = verdict.band.id if verdict and verdict.band else None
    assert found == {"all": "level-4", "a": "level-4", "b": "only", "c": None}


# --- other ways of combining scores ------------------------------------------------------------------


def test_a_sum_adds_the_points_of_its_questions_each_times_its_weight() -> None:
    asked = section(
        "a",
        question("choice", (0, 3, 10)),
        graded("scale", 1, 5, weight=2),
        yes_no("yes"),
        percent("number", weight=0.1),
        {"id": "several", "type": "several", "text": "Which?",
         "options": [{"id": "x", "score": 2, "text": "X"}, {"id": "y", "score": 3, "text": "Y"}]},
        aggregation="sum",
        scale={"minimum": 2, "maximum": 10 + 10 + 1 + 10 + 5},
    )  # fmt: skip
    given = {"choice": 3, "scale": 4, "yes": "yes", "number": 55, "several": ["y"]}
    scores = scored(model(asked), given)
    assert section_score(scores, "a").score.low == close(3 + 2 * 4 + 1 + 5.5 + 3)


def test_a_reversed_question_adds_to_a_sum_what_it_is_worth() -> None:
    asked = section("a", graded("p", 1, 5), graded("q", 1, 5, worst=5, best=1), aggregation="sum")
    scores = scored(model({**asked, "scale": {"minimum": 2, "maximum": 10}}), {"p": 2, "q": 2})
    assert section_score(scores, "a").score.low == close(2 + (6 - 2))


def test_a_whole_can_be_the_sum_of_its_sections() -> None:
    parts = [section(id, graded(f"q-{id}", 0, 3), scale={"maximum": 3}) for id in "abc"]
    asked = model(*parts, top=9, aggregation="sum")
    scores = scored(asked, {"q-a": 3, "q-b": 2})
    assert scores.overall == (close(5), close(8))


@pytest.mark.parametrize(
    ("scale", "runs"), [({"maximum": 100}, "0 to 100"), ({"minimum": 2, "maximum": 9}, "2 to 9")]
)
def test_a_sum_outside_its_scale_is_refused_with_the_right_scale(scale: dict[str, float], runs: str) -> None:
    found = refused(section("a", graded("p", 1, 5), graded("q", 1, 5), aggregation="sum", scale=scale))
    message = f"the parts add up to 2 to 10, but the scale runs from {runs}"
    hint = "Write `scale: {minimum: 2, maximum: 10}`, or use another aggregation."
    assert found == [("sum-off-scale", message, hint)]


@pytest.mark.parametrize(
    ("aggregation", "expected"), [("maximum", 80), ("minimum", 20), ("arithmetic", 50), ("staged", 18)]
)
def test_sections_and_questions_are_combined_in_the_same_way(aggregation: str, expected: float) -> None:
    """With `staged`, two equal stages count 0.2 and 0.2 · 0.8; the mean is 0.18."""
    of_questions = section("a", direct("p", 20), direct("q", 80), aggregation=aggregation)
    parts = [section("b", direct("r", 20)), section("c", direct("s", 80))]
    asked = model(of_questions, group("d", *parts, aggregation=aggregation), top=100)
    scores = scored(asked, {"p": "level-1", "q": "level-1", "r": "level-1", "s": "level-1"})
    assert [section_score(scores, id).score.low for id in ("a", "d")] == [close(expected), close(expected)]


@given(st.lists(st.booleans(), min_size=1, max_size=8))
def test_a_level_is_reached_only_when_all_lower_ones_are(reached: list[bool]) -> None:
    questions = [yes_no(f"level-{number}") for number in range(len(reached))]
    asked = model(section("a", *questions, aggregation="staged"), top=len(reached))
    given = {f"level-{number}": value for number, value in enumerate(reached)}
    leading = next((number for number, value in enumerate(reached) if not value), len(reached))
    assert scored(asked, given).overall.low == close(leading)


@pytest.mark.parametrize(
    ("implemented", "level"), [((4, 4, 4), 3), ((4, 4, 3), 2), ((4, 3, 4), 1), ((3, 4, 4), 0), ((0, 0, 0), 0)]
)
def test_an_unfinished_stage_counts_nothing_if_its_score_is_truncated(
    implemented: tuple[int, int, int], level: int
) -> None:
    """As in models in which a level requires all its practices: a stage is 0 or 1."""
    whole = {"maximum": 1, "decimals": 0, "rounding": "truncate", "rounds": "score"}
    stages = [
        section(f"s-{n}", *(yes_no(f"s-{n}.{practice}") for practice in "abcd"), scale=whole)
        for n in range(3)
    ]
    given = {
        f"s-{n}.{practice}": place < done
        for n, done in enumerate(implemented)
        for place, practice in enumerate("abcd")
    }
    assert scored(model(*stages, top=3, aggregation="staged"), given).overall.low == close(level)


# --- scores that are rounded before they are used ----------------------------------------------------


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [("truncate", (1 + 4) / 2), ("half-away-from-zero", (2 + 5) / 2), ("half-even", (2 + 4) / 2)],
)
def test_a_category_can_be_rounded_before_it_counts_in_the_whole(rounding: str, expected: float) -> None:
    scale = {"maximum": 5, "decimals": 0, "rounding": rounding, "rounds": "score"}
    parts = [
        section("a", graded("p"), graded("q"), scale=scale),
        section("b", graded("r"), graded("s"), scale=scale),
    ]
    scores = scored(model(*parts), {"p": 1, "q": 2, "r": 4, "s": 5})  # 1.5 and 4.5
    assert scores.overall.low == close(expected)


@pytest.mark.parametrize(
    ("rounds", "band", "numbers"),
    [
        ("display", "level-1", "decided on unrounded numbers."),
        ("score", "level-2", "decided on rounded scores."),
    ],
)
def test_bands_use_rounded_scores_only_if_scores_are_rounded_and_the_report_says_so(
    rounds: str, band: str, numbers: str
) -> None:
    scale = {"maximum": 5, "decimals": 0, "rounds": rounds}
    asked = model(section("a", graded("p"), graded("q")), scale=scale, bands=LEVELS)
    given_answers = {"p": 1, "q": 2}
    scores = scored(asked, given_answers)
    report = build_report(scores)
    assert (report.verdict.band, overall_of(report).low.text) == (band, "2")
    assert any(numbers in line for line in report.method)


@pytest.mark.parametrize(
    ("aggregation", "words"),
    [
        ("maximum", "The overall is the score of the highest dimension."),
        ("sum", "The overall is the weighted sum of the dimensions."),
        ("staged", "counts each dimension only as far as all those before it are reached"),
    ],
)
def test_the_report_says_how_the_whole_was_made(aggregation: str, words: str) -> None:
    asked = model(section("a", graded("q")), aggregation=aggregation)
    report = build_report(scored(asked, {"q": 3}))
    assert any(words in line for line in report.method)
    assert overall_of(report).low.value == close(3)


@pytest.mark.parametrize(("rounds", "expected"), [("display", 0.19999999999999998), ("score", 0.2)])
def test_floating_point_errors_are_not_truncated_to_the_level_below(rounds: str, expected: float) -> None:
    scale = {"maximum": 1, "decimals": 1, "rounding": "truncate", "rounds": rounds}
    asked = model(section("a", percent("p"), percent("q")), scale=scale)
    assert scored(asked, {"p": 5, "q": 35}).overall.low == expected


# --- the mean of everything that counts, whatever the sections between -------------------------------


@pytest.mark.parametrize("unanswered", ["worst", "exclude"])
@given(data=st.data())
def test_with_shrinking_weights_the_whole_is_the_mean_of_all_questions_that_count(
    unanswered: str, data: st.DataObject
) -> None:
    weights = data.draw(
        st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=4), min_size=1, max_size=4), "weights"
    )
    answers = st.one_of(st.integers(0, 5), st.just("unknown"), st.just("n/a"))
    given_answers = {
        f"s-{s}.q-{q}": data.draw(answers)
        for s, group in enumerate(weights)
        for q, _weight in enumerate(group)
    }
    parts = [
        section(
            f"s-{s}",
            *(
                graded(f"s-{s}.q-{q}", weight=weight, not_applicable="Never.")
                for q, weight in enumerate(group)
            ),
            weight=sum(group),
            shrinks=True,
        )
        for s, group in enumerate(weights)
    ]
    raw = {id: NOT_APPLICABLE if value == "n/a" else value for id, value in given_answers.items()}
    scores = scored(model(*parts, unanswered=unanswered), raw)
    counting = [
        (weights[int(id[2])][int(id[-1])], 0 if value == "unknown" else int(value))
        for id, value in given_answers.items()
        if value != "n/a" and (value != "unknown" or unanswered == "worst")
    ]
    if counting:
        total = math.fsum(weight for weight, _value in counting)
        assert scores.overall.low == close(math.fsum(w * value for w, value in counting) / total)
    else:
        assert scores.overall == (0, 5)


def test_a_weight_that_does_not_shrink_stays_the_same() -> None:
    parts = [
        section("a", graded("p", not_applicable="Never."), graded("q"), weight=2),
        section("b", graded("r"), graded("s"), weight=2),
    ]
    given_answers = {"p": NOT_APPLICABLE, "q": 5, "r": 0, "s": 0}
    assert scored(model(*parts), given_answers).overall.low == close(2.5)
    shrinking = [{**part, "shrinks": True} for part in parts]
    assert scored(model(*shrinking), given_answers).overall.low == close(5 / 3)


def test_a_parent_shrinks_with_its_sections_except_those_never_scored() -> None:
    text = {"id": "remark", "text": "What else?", "type": "text"}
    inner = [
        section("a", graded("p", not_applicable="Never."), weight=3),
        section("b", graded("q"), weight=1),
        section("remarks", text, weight=5),
    ]
    asked = model(group("left", *inner, weight=4, shrinks=True), section("right", graded("r"), weight=4))
    assert scored(asked, {"p": 5, "q": 5, "r": 0}).overall.low == close(2.5)
    assert scored(asked, {"p": NOT_APPLICABLE, "q": 5, "r": 0}).overall.low == close(1)
