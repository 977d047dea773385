"""How sure the verdict is, as reports say it: in every format and both languages, whatever is answered."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from firms import GOING_GLOBAL, plausible_firms
from readiness import build_report, load_answers, render, render_bytes, score, use_language
from readiness.analysis.draws import USUAL
from readiness.analysis.reweighing import weight_flips
from readiness.analysis.variations import Variations
from readiness.rendering.report_schema import report_schema
from readiness.scoring.scores import Scores
from readiness.views.build_draws import MOST_PAIRS
from readiness.views.report import Report
from readiness.views.report_sure import SensitivityView
from small import NOT_APPLICABLE, direct, question, questionnaire, scored, section
from test_command_line import call

ROOT = Path(__file__).parent.parent
CHENGDU = ROOT / "examples" / "chengdu-games.yaml"
BANDS: list[dict[str, Any]] = [
    {"id": "low", "title": "Low"},
    {"id": "middle", "title": "Middle", "cut": 40},
    {"id": "high", "title": "High", "cut": 60},
]


def view_of(scores: Scores, *, how_sure: bool = False) -> SensitivityView:
    view = build_report(scores, how_sure=how_sure).sensitivity
    assert view is not None
    return view


def two_questions(first: Any, second: Any, **fields: Any) -> Scores:
    aside: dict[str, Any] = {"not_applicable": "Nothing of the kind."}
    asked = questionnaire(
        section("a", question("q1", **aside)),
        section("b", question("q2", **aside)),
        aggregation="arithmetic",
        bands=BANDS,
        **fields,
    )
    given = {id: value for id, value in (("q1", first), ("q2", second)) if value is not None}
    return scored(asked, given)


# --- what every report says -------------------------------------------------------------------------


def test_the_range_and_the_distances_in_words() -> None:
    view = view_of(two_questions(2, 2))  # 50
    assert (view.open, view.range, view.verdicts) == (
        0,
        "No open answer can change it: the overall is exactly 50.0.",
        "",
    )
    assert view.distances == (
        "50.0 is 10.0 points above what “Middle” needs (40) and 10.0 points below what “High” needs (60)."
    )
    assert view_of(two_questions(4, 4)).distances == "100.0 is 40.0 points above what “High” needs (60)."
    lowest = view_of(two_questions(0, 0))
    assert lowest.distances == "0.0 is 40.0 points below what “Middle” needs (40)."
    assert lowest.below is None
    assert lowest.above is not None
    assert (lowest.above.band_id, lowest.above.needed, lowest.above.distance.value) == ("middle", 40, 40)


def test_open_answers_leave_a_range() -> None:
    asked = questionnaire(
        section("a", question("q1"), question("q2"), question("q3")), aggregation="arithmetic", bands=BANDS
    )
    view = view_of(scored(asked, {"q1": 2, "q2": 2}))  # 100/3 to 200/3
    assert view.range == "1 answer is open. Whatever it turns out to be, the overall is 33.3–66.7."
    assert view.verdicts == "The verdict lies between “Low” and “High”."
    assert (view.lowest_id, view.highest_id) == ("low", "high")
    view = view_of(scored(asked, {"q1": 0, "q2": 0}))
    assert view.verdicts == "The verdict is “Low” in any case."


def test_a_verdict_that_is_withheld() -> None:
    view = view_of(two_questions(4, None))
    assert view.range == "1 answer is open. Whatever it turns out to be, the overall is 50.0–100.0."
    assert view.verdicts == "There is no verdict until more is answered; then it could be up to “High”."
    assert (view.lowest_id, view.hinges) == (None, ())
    full = view_of(two_questions(4, None), how_sure=True)
    assert (full.pairs, full.weights, full.draws) == ((0, ()), (), None)
    text = render(build_report(two_questions(4, None), how_sure=True), "markdown")
    assert "No single answer changes the verdict" in text


def test_open_answers_that_are_left_out() -> None:
    asked = questionnaire(
        section("a", question("q1"), question("q2"), question("q3")),
        aggregation="arithmetic",
        bands=BANDS,
        unanswered="exclude",
    )
    view = view_of(scored(asked, {"q1": 2, "q2": 2}))
    assert view.range == "1 answer is open and left out of the score; without it the overall is 50.0."


def test_nothing_to_say_where_nothing_applies() -> None:
    for how_sure in (False, True):
        report = build_report(two_questions(NOT_APPLICABLE, NOT_APPLICABLE), how_sure=how_sure)
        assert report.sensitivity is None
        assert "How sure is this?" not in render(report, "markdown")
        assert json.loads(render(report, "json"))["sensitivity"] is None


def test_the_answers_on_which_it_hangs() -> None:
    scores = two_questions(2, 1)  # 37.5; 50 with one of them a level up, 40 is needed
    report = build_report(scores)
    view = view_of(scores)
    assert [(hinge.shifts[0].question, hinge.shifts[0].higher, hinge.band_id) for hinge in view.hinges] == [
        ("q1", True, "middle"),
        ("q2", True, "middle"),
    ]
    text = render(report, "markdown")
    assert "The verdict hangs on 2 answers: if one of them is one level away" in text
    assert re.search(
        r"\*\*q1\*\* \*\(a\)\* *\| Level 2 *\| Level 3 \*\(one level higher\)\* *\| Middle", text
    )
    assert "Pairs" not in text
    assert "draws" not in text


def test_many_answers_are_counted_and_the_first_are_listed() -> None:
    asked = questionnaire(
        section("a", *(question(f"q{n}") for n in range(7))), aggregation="arithmetic", bands=BANDS
    )
    text = render(build_report(scored(asked, {f"q{n}": 2 if n < 4 else 1 for n in range(7)})), "markdown")
    assert "The verdict hangs on 7 answers" in text  # 39.3: one level more of any is 42.9
    assert "The first 5 of 7:" in text
    assert text.count("(one level higher)") == 5


# --- what --how-sure adds ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chengdu() -> Report:
    return build_report(score(GOING_GLOBAL, load_answers(CHENGDU, GOING_GLOBAL)), how_sure=True)


def test_all_parameters_are_told(chengdu: Report) -> None:
    text = render(chengdu, "markdown")
    assert f"10,000 random draws of what could reasonably have been otherwise (seed {USUAL.seed}):" in text
    for part in (
        "a concentration of 111; the standard deviation of an average weight is 25% of itself.",
        "Answers: 10% of them are one level away, half of these higher and half lower;",
        "weighted geometric mean or weighted arithmetic mean, each as often.",
    ):
        assert part in text


def test_the_shares_add_up(chengdu: Report) -> None:
    assert chengdu.sensitivity is not None
    draws = chengdu.sensitivity.draws
    assert draws is not None
    assert [each.source_id for each in draws.verdicts] == ["weights", "answers", "way", "all"]
    for each in draws.verdicts:
        assert each.same.value + each.lower.value + each.higher.value == pytest.approx(1)
        assert sum(band.share.value for band in each.bands) == pytest.approx(1)
        for number in (each.same, each.lower, each.higher):
            assert (number.text in ("0%", "100%")) == (number.value in (0, 1))


def test_no_more_than_a_thousand_pairs_are_listed() -> None:
    asked = questionnaire(
        section("a", *(question(f"q{n}") for n in range(60))), aggregation="arithmetic", bands=BANDS
    )
    scores = scored(asked, {f"q{n}": 1 if n < 23 else 2 for n in range(60)})  # 40.4; two levels less: 39.6
    pairs = view_of(scores, how_sure=True).pairs
    assert pairs is not None
    assert (pairs.total, len(pairs.listed)) == (60 * 59 // 2, MOST_PAIRS)


def test_every_format_in_both_languages() -> None:
    for language, title, way in (
        ("en", "How sure is this?", "All of these together"),
        ("zh", "结论有多稳？", "以上同时变动"),
    ):
        use_language(language)
        try:
            report = build_report(score(GOING_GLOBAL, load_answers(CHENGDU, GOING_GLOBAL)), how_sure=True)
            for format in ("markdown", "html", "terminal"):
                text = render(report, format)
                assert title in text
                assert way in text
            short = render(report, "terminal", details=False)
            assert title in short
            assert title not in render(build_report(plausible_firms(1)[0].score()), "terminal", details=False)
            small = build_report(two_questions(2, 1), how_sure=True)
            for format in ("docx", "pdf"):
                assert render_bytes(small, format)
            book = load_workbook(io.BytesIO(render_bytes(report, "xlsx")))
            sheet = book["Sensitivity" if language == "en" else "敏感性"]
            cells = {cell.value for row in sheet.iter_rows() for cell in row}
            assert way in cells
            assert "talent.visas" in cells
        finally:
            use_language("en")


def test_the_json_is_null_unless_asked_for_and_fits_its_schema(chengdu: Report) -> None:
    schema = Draft202012Validator(report_schema())
    usual = json.loads(render(build_report(score(GOING_GLOBAL, load_answers(CHENGDU, GOING_GLOBAL))), "json"))
    full = json.loads(render(chengdu, "json"))
    for found in (usual, full):
        assert [error.message for error in schema.iter_errors(found)] == []
    asked_for = ("pairs", "weights", "draws")
    assert [usual["sensitivity"][name] for name in asked_for] == [None] * 3
    assert {**full["sensitivity"], **dict.fromkeys(asked_for)} == usual["sensitivity"]
    assert full["sensitivity"]["pairs"]["total"] == 574
    assert len(full["sensitivity"]["weights"]) == 8
    assert full["sensitivity"]["draws"]["draws"] == 10_000


# --- on the command line ----------------------------------------------------------------------------


def test_the_option_adds_the_section_below_the_first_page() -> None:
    usual = call("assess", "--answers", str(CHENGDU)).stdout
    asked = call("assess", "--answers", str(CHENGDU), "--how-sure").stdout
    assert asked.startswith(usual.rstrip("\n"))
    assert "How sure is this?" in asked[len(usual) - 1 :]
    quick = call("assess", "--answers", str(CHENGDU), "--quick", "--how-sure", "--format", "json").stdout
    assert json.loads(quick)["sensitivity"]["draws"]["draws"] == 10_000


def test_the_option_takes_no_value() -> None:
    refused = call("assess", "--answers", str(CHENGDU), "--how-sure=yes")
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert refused.stderr.splitlines()[-1] == "Error: Option --how-sure does not take a value."
    near = call("assess", "--answers", str(CHENGDU), "--how-shure")
    assert near.returncode == 2
    assert "--how-sure" in near.stderr


# --- the page on decisions --------------------------------------------------------------------------


def test_the_example_of_the_page_is_right() -> None:
    page = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    example = page[page.index("An example: three dimensions") :].partition("\n\n")[0].replace("\n", " ")
    asked = questionnaire(
        section("first", direct("q1", 80), weight=2),
        section("second", direct("q2", 35)),
        section("third", direct("q3", 50)),
        aggregation="arithmetic",
        bands=[{"id": "low", "title": "Low"}, {"id": "high", "title": "High", "cut": 50}],
    )
    scores = scored(asked, {"q1": 80, "q2": 35, "q3": 50})
    assert f"= {scores.overall.low:g}." in example
    first, second, third = weight_flips(Variations(scores))
    assert first.relative is not None
    assert second.relative is not None
    assert f"at p′ = {first.changed:g}, a change of −{-100 * first.relative:.0f}%." in example
    assert second.changed == pytest.approx(4 / 7)
    assert f"at p′ = 4/7, a change of +{100 * second.relative:.0f}%." in example
    assert third.changed is None
    concentration = 7 / USUAL.spread**2 - 1
    assert f"With n = 8, c = {concentration:g}" in page
    assert f"with s = {100 * USUAL.spread:g}%" in page
    assert f"There are {USUAL.draws:,} draws with the fixed seed {USUAL.seed}" in page
    assert f"a chance of {100 * USUAL.moved:g}%" in page
