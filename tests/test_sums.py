"""Sums of points: what does not apply leaves the points and what can be reached."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness import Scores, build_explanation, build_report, render
from readiness.analysis.gaps import find_gaps
from readiness.authoring.doubts.doubts import examine_files
from readiness.loading.examination import examine
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.parsing import parse
from readiness.source.source import Source
from small import NOT_APPLICABLE, PROFILE, group, question, questionnaire, scored, section

Raw = dict[str, Any]
some = settings(max_examples=60, deadline=None, derandomize=True)
BANDS = [{"id": "low", "title": "Low"}, {"id": "high", "title": "High", "cut": 540}]


def points(id: str, most: int, **fields: Any) -> Raw:
    return question(id, (0, most), not_applicable="Where there is none.", **fields)


def audit(**fields: Any) -> Any:
    """Two sections of 300 points each."""
    whole: Raw = {"minimum": 0, "maximum": 600, "decimals": 0}
    half = {**whole, "maximum": 300}
    return questionnaire(
        section("a", points("a.one", 270), points("a.two", 30), aggregation="sum", scale=half),
        section(
            "b",
            points("b.one", 215),
            points("b.two", 55),
            points("b.three", 30),
            aggregation="sum",
            scale=half,
        ),
        **{"aggregation": "sum", "scale": whole, "bands": BANDS, **fields},
    )


GIVEN: Raw = {"a.one": 270, "a.two": NOT_APPLICABLE, "b.one": 215, "b.two": 0, "b.three": 30}


def test_an_audit_of_600_points_with_30_set_aside_is_out_of_570() -> None:
    scores = scored(audit(), GIVEN)
    assert scores.overall.low == pytest.approx(600 * 515 / 570)
    assert scores.verdict.band is not None
    assert scores.verdict.band.id == "high"
    assert [item.score.low for item in scores.sections] == pytest.approx([300, 300 * 245 / 300])


def test_with_a_fixed_scale_what_does_not_apply_costs_its_points() -> None:
    scores = scored(audit(of="fixed"), GIVEN)
    assert scores.overall.low == 515
    assert scores.verdict.band is not None
    assert scores.verdict.band.id == "low"
    assert build_report(scores).overall.points is None
    assert "A sum keeps its scale:" in render(build_report(scores), "markdown")


def test_where_everything_applies_a_sum_is_the_plain_sum() -> None:
    scores = scored(audit(), {**GIVEN, "a.two": 30})
    assert scores.overall.low == scores.overall.high == 545
    found = build_report(scores).overall.points
    assert found is not None
    assert (found.text, found.reached.text, found.aside.value) == ("", "545", 0)


def test_a_question_that_is_not_asked_leaves_what_can_be_reached() -> None:
    abroad = {"profile": "stage", "equals": "abroad"}
    asked = questionnaire(
        section("a", points("p", 6), points("q", 4, when=abroad), aggregation="sum"),
        aggregation="arithmetic",
        scale={"minimum": 0, "maximum": 10},
        bands=BANDS[:1],
    )
    assert scored(asked, {"p": 6}, {"stage": "home"}).overall == (10, 10)
    assert scored(asked, {"p": 6}, {"stage": "abroad"}).overall == (6, 10)


def test_an_open_answer_that_is_left_out_leaves_what_can_be_reached() -> None:
    scores = scored(audit(unanswered="exclude", coverage="0/1"), {"a.one": 270, "b.one": 0})
    assert scores.overall.low == pytest.approx(600 * 270 / 485)
    assert scores.overall.low == scores.overall.high


def test_sums_below_zero_and_above_it_keep_their_ends() -> None:
    ends = {"minimum": -10, "maximum": 20}
    asked = questionnaire(
        section(
            "a",
            question("p", (-10, 10), not_applicable="None."),
            points("q", 10),
            aggregation="sum",
            scale=ends,
        ),
        aggregation="arithmetic",
        scale=ends,
        bands=BANDS[:1],
    )
    assert scored(asked, {"p": "level-0", "q": NOT_APPLICABLE}).overall.low == -10
    assert scored(asked, {"p": "level-1", "q": NOT_APPLICABLE}).overall.low == 20
    scores = scored(asked, {"p": NOT_APPLICABLE, "q": "level-1"})
    assert scores.overall.low == 20
    (dimension,) = build_report(scores).dimensions
    assert dimension.points is not None
    assert dimension.points.text == "10.0 points, on 0.0–10.0 that can be reached; 20.0 set aside"
    assert (
        "give from 1 × 0 = 0 to 1 × 10 = 10; brought from there to the scale from -10 to 20 that is 20"
        in (build_explanation(scores, "a").equation)
    )


def test_the_gain_of_an_answer_is_measured_against_what_can_be_reached() -> None:
    (gap,) = find_gaps(scored(audit(), GIVEN))
    assert gap.lift_best == pytest.approx(600 * 55 / 570)


def test_a_section_of_a_sum_that_shrinks_does_not_lose_its_points_twice() -> None:
    scale = {"minimum": 0, "maximum": 20}
    parts = [
        section(
            id,
            points(f"{id}.one", 5),
            points(f"{id}.two", 5),
            aggregation="sum",
            scale={"minimum": 0, "maximum": 10},
        )
        for id in ("a", "b")
    ]
    parts[0]["shrinks"] = True
    asked = questionnaire(*parts, aggregation="sum", scale=scale, bands=BANDS[:1])
    given = {"a.one": 5, "a.two": NOT_APPLICABLE, "b.one": 5, "b.two": 0}
    assert scored(asked, given).overall.low == pytest.approx(20 * 10 / 15)


ABROAD: Raw = {"profile": "stage", "equals": "abroad"}
SCALED_UP = (
    "where “{}” is not asked, the points of the rest of its sum are scaled up",
    "Write `of: fixed` if what is not asked counts as 0 points, as where its answer would be 0;"
    " write `of: reachable` to confirm the scaling.",
)


def raw(*sections: Raw, **fields: Any) -> Raw:
    """A questionnaire as it stands in a file."""
    head: Raw = {"id": "small", "version": "1.0.0", "title": "Small", "profile": PROFILE}
    return {**head, "bands": BANDS[:1], "sections": list(sections), **fields}


def doubts(raw: Raw, folder: Path) -> list[tuple[str, str, str]]:
    """The code, message and remedy of each error and warning about a questionnaire."""
    file = folder / "questionnaire.yaml"
    file.write_text(json.dumps(raw), encoding="utf-8")
    return [(found.code, found.message, found.hint) for found in examine_files(file)]


def plain_sum(*questions: Raw, most: int, **fields: Any) -> Raw:
    """A sum of one section, itself a sum, of `most` points."""
    scale = {"minimum": 0, "maximum": most}
    only = section("a", *questions, aggregation="sum", scale=scale)
    return raw(only, aggregation="sum", scale=scale, **fields)


def skipping(**fields: Any) -> Raw:
    """Two of three questions are skipped, as in instruments where their answer would be 0."""
    asked = [question("a.p", (0, 4)), *(question(id, (0, 4), when=ABROAD) for id in ("a.q", "a.r"))]
    return plain_sum(*asked, most=12, **fields)


def test_check_asks_once_what_becomes_of_the_points_of_hidden_questions(tmp_path: Path) -> None:
    message, hint = SCALED_UP
    assert doubts(skipping(), tmp_path) == [("sum-scaled-up", message.format("a.q"), hint)]
    assert doubts(skipping(of="fixed"), tmp_path) == []
    assert doubts(skipping(of="reachable"), tmp_path) == []


def test_with_a_fixed_scale_what_is_skipped_counts_as_0_points() -> None:
    def overall(of: str) -> float:
        asked = Questionnaire.model_validate(skipping(of=of))
        return scored(asked, {"a.p": 4}, {"stage": "home"}).overall.low

    assert (overall("fixed"), overall("reachable")) == (4, 12)


def test_check_asks_about_a_hidden_section_of_a_sum_but_not_of_a_mean(tmp_path: Path) -> None:
    scale = {"minimum": 0, "maximum": 4}
    parts = [section("a", question("a.p", (0, 4)), scale=scale)]
    parts.append(section("b", question("b.p", (0, 4)), scale=scale, when=ABROAD))
    whole = {"minimum": 0, "maximum": 8}
    message, hint = SCALED_UP
    found = doubts(raw(*parts, aggregation="sum", scale=whole), tmp_path)
    assert found == [("sum-scaled-up", message.format("b"), hint)]
    assert doubts(raw(*parts, scale=whole), tmp_path) == []


def test_check_says_once_that_fixed_sums_cost_points(tmp_path: Path) -> None:
    aside = {"not_applicable": "Nobody is there."}
    asked = [question(id, (0, 4), **aside) for id in ("a.p", "a.q")]
    asked.append(question("a.r", (0, 4), not_applicable_counts="best", **aside))
    message = "“a.p” and others, 2 in all, cost their points in sums even where they do not apply"
    hint = "Remove `of: fixed`, or leave it if the scale is to stay the same for everybody."
    found = doubts(plain_sum(*asked, most=12, of="fixed"), tmp_path)
    assert found == [("fixed-points", message, hint)]


# --- the scale of a sum -------------------------------------------------------------------------------------

CASCADE = """\
id: cascade
version: 1.0.0
title: Cascade
aggregation: sum
scale: {minimum: 0, maximum: 36}
bands: [{id: low, title: Low}]
sections:
  - id: a
    title: A
    scale: {minimum: 0, maximum: 6}
    questions: [{id: a.one, type: yes-no, text: One?}]
  - id: b
    title: B
    aggregation: sum
    questions: [{id: b.one, type: scale, minimum: 0, maximum: 3, weight: 2, text: One?}]
  - id: c
    title: C
    questions: [{id: c.one, type: yes-no, text: One?}]
"""


def said(text: str) -> list[tuple[str, str]]:
    """The message and the remedy of each problem of a questionnaire."""
    found = examine(parse(Source("q.yaml", text)), "q.yaml").problems
    return [(problem.message, problem.hint) for problem in found]


def test_scales_missing_below_a_sum_are_asked_for_from_the_inside_to_the_outside() -> None:
    assert said(CASCADE) == [
        (
            "the parts add up to 0 to 6, but the scale runs from 0 to 36",
            "Write a scale of its own for “b”: `scale: {minimum: 0, maximum: 6}`,"
            " or use another aggregation.",
        )
    ]
    own = "    title: {}\n    scale: {{minimum: 0, maximum: {}}}\n"
    mended = CASCADE.replace("    title: B\n", own.format("B", 6))
    message = "“c” is added to a sum, but has no `scale` of its own"
    hint = "Write the points that it adds, as in `scale: {minimum: 0, maximum: 24}`."
    assert said(mended) == [(message, hint)]
    assert said(mended.replace("    title: C\n", own.format("C", 24))) == []
    assert said(mended.replace("    title: C\n", own.format("C", 10))) == [
        (
            "the parts add up to 0 to 22, but the scale runs from 0 to 36",
            "Write `scale: {minimum: 0, maximum: 22}`, or use another aggregation.",
        )
    ]


def test_sections_without_scales_share_what_the_others_leave_by_weight() -> None:
    text = CASCADE.replace("    aggregation: sum\n", "    weight: 4\n")
    hint = "Write the points that it adds, as in `scale: {minimum: 0, maximum: 6}`."
    asked = "“{}” is added to a sum, but has no `scale` of its own"
    assert said(text) == [(asked.format(id), hint) for id in "bc"]
    crowded = text.replace("maximum: 6}", "maximum: 36}")
    hint = "Write a `scale` with the fewest and the most points that it adds."
    assert said(crowded) == [(asked.format(id), hint) for id in "bc"]


def test_alternatives_in_a_sum_are_sent_to_a_section_of_their_own(tmp_path: Path) -> None:
    away = {"profile": "stage", "equals": "home"}
    asked = [question("a.p", (0, 3), when=ABROAD), question("a.q", (0, 3), when=away)]
    message = "the parts add up to 0 to 6, but the scale runs from 0 to 3"
    hint = (
        "Put parts that are never asked together into a section with a `scale` of its own,"
        " or write `scale: {minimum: 0, maximum: 6}`."
    )
    assert doubts(plain_sum(*asked, most=3), tmp_path) == [("sum-off-scale", message, hint)]


# --- what is said -----------------------------------------------------------------------------------------

SAID = "515 of 570 points that apply; 30 set aside"


@pytest.mark.parametrize("format", ["terminal", "markdown", "html"])
def test_a_report_says_how_many_points_apply(format: str) -> None:
    text = render(build_report(scored(audit(), GIVEN)), format)
    assert SAID in text
    assert "a: 270 of 270 points that apply; 30 set aside" in text
    assert "b: " not in text
    assert "A sum leaves out questions that do not count:" in " ".join(text.split())


@pytest.mark.parametrize("format", ["terminal", "markdown", "html"])
def test_a_sum_is_not_compared_with_the_mean_and_the_lowest_of_its_parts(format: str) -> None:
    text = " ".join(render(build_report(scored(audit(), GIVEN)), format).split()).lower()
    assert "100% of the weight answered." in text
    assert "; 100% of the weight" not in text
    assert "arithmetic mean" not in text
    assert "weakest dimension" not in text


def test_json_has_the_points() -> None:
    made = json.loads(render(build_report(scored(audit(), GIVEN)), "json"))
    reached = {"low": 515, "high": 515, "displayed": "515"}
    assert made["overall"]["points"] == {
        "reached": reached,
        "least": 0,
        "most": 570,
        "aside": 30,
        "text": SAID,
    }
    assert [item["points"]["aside"] for item in made["dimensions"]] == [30, 0]
    assert (made["overall"]["arithmetic"], made["overall"]["minimum"]) == (None, None)


def test_an_explanation_derives_the_score_from_the_points() -> None:
    made = build_explanation(scored(audit(), GIVEN))
    assert made.equation == (
        "1 × 270 + 1 × 245 = 515; the parts that count give up to 1 × 270 + 1 × 300 = 570;"
        " 515 ÷ 570 × 600 = 542.105"
    )
    assert "270 ÷ 270 × 300 = 300" in render(made, "markdown")


def test_a_reversed_scale_takes_the_number_on_the_form_and_reversed_options_take_the_score() -> None:
    """Why the format page recommends a scale for items that are worded both ways."""
    worded = {"id": "a.scale", "type": "scale", "text": "How often?", "minimum": 0, "maximum": 4}
    listed = question("a.listed", (4, 3, 2, 1, 0), order="as-listed")
    asked = Questionnaire.model_validate(plain_sum({**worded, "worst": 4, "best": 0}, listed, most=8))
    (item,) = scored(asked, {"a.scale": 3, "a.listed": "level-3"}).sections
    assert item.score.low == (4 - 3) + 1
    (item,) = scored(asked, {"a.scale": 3, "a.listed": 3}).sections
    assert item.score.low == (4 - 3) + 3


# --- any tree of sums -------------------------------------------------------------------------------------


@st.composite
def trees(draw: st.DrawFn, ids: Iterator[int], depth: int) -> Raw:
    """A sum of questions or of sums, with the scale that fits it."""
    below = depth and draw(st.booleans())
    ends: list[tuple[float, float]]
    weight = draw(st.sampled_from([1.0, 2.0, 0.5]))
    if below:
        parts = [draw(trees(ids, depth - 1)) for _ in range(draw(st.integers(1, 3)))]
        ends = [(p["weight"] * p["scale"]["minimum"], p["weight"] * p["scale"]["maximum"]) for p in parts]
        made = group(f"s{next(ids)}", *parts)
    else:
        asked = []
        for _ in range(draw(st.integers(1, 3))):
            levels = draw(st.sampled_from([(0, 1), (0, 2, 5), (1, 3), (-2, 0, 4)]))
            asked.append(
                question(
                    f"q{next(ids)}", levels, weight=draw(st.sampled_from([1, 3])), not_applicable="If none."
                )
            )
        ends = [
            (q["weight"] * q["options"][0]["score"], q["weight"] * q["options"][-1]["score"]) for q in asked
        ]
        made = section(f"s{next(ids)}", *asked)
    low, high = (sum(float(worth) for worth in ends_) for ends_ in zip(*ends, strict=True))
    return {**made, "aggregation": "sum", "weight": weight, "scale": {"minimum": low, "maximum": high}}


def tally(node: Raw, given: Raw) -> tuple[Fraction, Fraction, Fraction] | None:
    """Points, and the least and the most that can be reached, in rational numbers; None if nothing counts."""
    found = []
    for part in node.get("sections", ()):
        if (inner := tally(part, given)) is not None:
            found.append([Fraction(part["weight"]) * each for each in inner])
    for asked in node.get("questions", ()):
        levels = [Fraction(option["score"]) for option in asked["options"]]
        if isinstance(answer := given[asked["id"]], int):
            found.append([asked["weight"] * each for each in (levels[answer], levels[0], levels[-1])])
    if not found:
        return None
    points, low, high = (sum(each, Fraction()) for each in zip(*found, strict=True))
    return points, low, high


def questions_in(node: Raw) -> Iterator[Raw]:
    yield from node.get("questions", ())
    for part in node.get("sections", ()):
        yield from questions_in(part)


@some
@given(data=st.data())
def test_any_tree_of_sums_is_the_share_of_the_points_that_apply(data: st.DataObject) -> None:
    tree = data.draw(trees(itertools.count(), 2))
    asked = questionnaire(
        tree, aggregation="sum", scale=_times(tree["scale"], tree["weight"]), bands=BANDS[:1]
    )
    chosen = {
        each["id"]: data.draw(st.sampled_from([*range(len(each["options"])), None]))
        for each in questions_in(tree)
    }
    given_ = {id: NOT_APPLICABLE if level is None else f"level-{level}" for id, level in chosen.items()}
    scores: Scores = scored(asked, given_)
    _check(scores, tree, chosen)


def _times(scale: Raw, weight: float) -> Raw:
    return {end: value * weight for end, value in scale.items()}


def _check(scores: Scores, tree: Raw, chosen: Raw) -> None:
    expected = tally(tree, chosen)
    if expected is None:
        assert scores.sections == ()
        return
    reached, low, high = expected
    share = float((reached - low) / (high - low))
    for value, scale in ((scores.overall, asked_scale(scores)), (scores.sections[0].score, tree["scale"])):
        length = scale["maximum"] - scale["minimum"]
        assert value.low == pytest.approx(scale["minimum"] + share * length, abs=1e-9)
        assert value.high == value.low


def asked_scale(scores: Scores) -> Raw:
    return dict(zip(("minimum", "maximum"), scores.questionnaire.scale.ends, strict=True))
