"""What a question counts as where it is marked not applicable."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readiness import build_explanation, build_report, render
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.rendering import render_preview
from readiness.scoring.scores import Scores
from readiness.views.build_preview import build_preview
from small import NOT_APPLICABLE, control, question, questionnaire, risk, scored, section

Raw = dict[str, Any]
NONE: Raw = {"not_applicable": "Where there is none"}
ANY = [{"id": "any", "title": "Any"}]


def asked(*, own: Any = None, **fields: Any) -> Questionnaire:
    """Two questions from 1 to 5, of which one may be not applicable."""
    aside = NONE if own is None else {**NONE, "not_applicable_counts": own}
    first, second = (
        {
            "id": f"a.{name}",
            "title": name,
            "text": "How far?",
            "type": "scale",
            "minimum": 1,
            "maximum": 5,
            **more,
        }
        for name, more in (("one", {}), ("two", aside))
    )
    return questionnaire(section("a", first, second), **{"bands": ANY, "aggregation": "arithmetic", **fields})


def given(made: Questionnaire) -> Scores:
    return scored(made, {"a.one": 3, "a.two": NOT_APPLICABLE})


@pytest.mark.parametrize(
    ("of_all", "own", "overall"),
    [
        ("nowhere", None, 50),
        ("worst", None, 25),
        ("best", None, 75),
        (4, None, 62.5),
        ("worst", "best", 75),
        ("best", "nowhere", 50),
        ("best", 1, 25),
        ("nowhere", 5, 75),
    ],
)
@pytest.mark.parametrize("unanswered", ["worst", "exclude"])
def test_what_it_counts_as_is_said_for_all_or_for_one(
    of_all: Any, own: Any, overall: float, unanswered: str
) -> None:
    scores = given(asked(own=own, not_applicable_counts=of_all, unanswered=unanswered))
    assert scores.overall == (overall, overall)
    assert scores.coverage == 1


def test_a_score_of_zero_is_a_score() -> None:
    made = questionnaire(
        section("a", question("a.one"), question("a.two", **NONE, not_applicable_counts=0)),
        bands=ANY,
        aggregation="arithmetic",
    )
    assert scored(made, {"a.one": 4, "a.two": NOT_APPLICABLE}).overall == (50, 50)


def test_in_a_sum_it_adds_its_points_and_stays_in_what_can_be_reached() -> None:
    scale = {"minimum": 0, "maximum": 10}
    parts = [question(f"a.{name}", (0, 2, 5), **NONE) for name in ("one", "two")]
    made = questionnaire(
        section("a", *parts, aggregation="sum", scale=scale),
        aggregation="sum",
        scale=scale,
        bands=ANY,
        not_applicable_counts=2,
    )
    report = build_report(scored(made, {"a.one": 5, "a.two": NOT_APPLICABLE}))
    assert report.overall.score is not None
    assert report.overall.points is not None
    assert (report.overall.score.low.value, report.overall.points.text) == (7, "")


@pytest.mark.parametrize("shape", [risk, control])
@pytest.mark.parametrize(("counts", "exposure"), [("worst", 1), ("best", 0), (1, 0.25)])
def test_the_worst_of_an_exposure_is_the_highest(shape: Any, counts: Any, exposure: float) -> None:
    made = questionnaire(
        shape("r", [question("r.e", **NONE)], [question("r.c")]), bands=ANY, not_applicable_counts=counts
    )
    (item,) = scored(made, {"r.e": NOT_APPLICABLE, "r.c": 2}).sections
    assert item.sides is not None
    assert item.sides.given == (exposure, exposure)


def test_a_hidden_question_counts_nowhere_all_the_same() -> None:
    made = questionnaire(
        section("a", question("a.one"), question("a.two", **NONE, when={"answer": "a.one", "at_most": 1})),
        bands=ANY,
        aggregation="arithmetic",
        not_applicable_counts="worst",
    )
    assert scored(made, {"a.one": 4, "a.two": NOT_APPLICABLE}).overall == (100, 100)


def test_it_is_no_open_answer_and_no_gap() -> None:
    report = build_report(given(asked(not_applicable_counts="worst")))
    assert report.open == ()
    assert [gap.question for gap in report.gaps] == ["a.one"]


def test_every_report_says_what_it_counts_as() -> None:
    report = build_report(given(asked(not_applicable_counts=4)))
    why = f"{NOT_APPLICABLE['not_applicable']} (it counts as 4)"
    assert [item.why for item in report.not_applicable] == [why]
    assert "If one is not applicable, it counts as 4." in report.method[0]
    for format in ("terminal", "markdown", "html"):
        assert why in " ".join(render(report, format).split())
    (answer,) = (
        each for each in json.loads(render(report, "json"))["responses"] if each["question"] == "a.two"
    )
    assert (answer["state"], answer["score"]) == ("not applicable", 0.75)


def test_the_method_says_that_questions_differ() -> None:
    report = build_report(given(asked(own="best")))
    assert "If one is not applicable, it counts at its best." in report.method[0]
    mixed = questionnaire(
        section("a", question("a.one", **NONE), question("a.two", **NONE, not_applicable_counts="worst"))
    )
    said = "Some that are not applicable count all the same; their list says as what."
    assert said in build_report(scored(mixed, {"a.one": 4})).method[0]


def test_the_explanation_and_the_form_say_it() -> None:
    made = asked(not_applicable_counts="worst")
    rows = {row.id: row for row in build_explanation(given(made), "a").rows}
    assert (rows["a.two"].low.value, rows["a.two"].answer) == (
        0,
        f"not applicable: {NOT_APPLICABLE['not_applicable']} (it counts at its worst)",
    )
    for format in ("terminal", "markdown"):
        text = " ".join(render_preview(build_preview(made), format).split())
        assert "Where there is none (Then it counts at its worst.)" in text
