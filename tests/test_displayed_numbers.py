"""Numbers that stand beside each other in a report agree as they are shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness import build_report
from readiness.questionnaire.score_scale import Scale
from readiness.views.figures import Figures
from small import (
    control,
    direct,
    overall_of,
    question,
    questionnaire,
    scored,
    section,
    window,
)

ROUNDINGS = st.sampled_from(["half-away-from-zero", "half-even", "truncate"])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(score=st.floats(0, 100), points=st.floats(0, 100), decimals=st.integers(0, 3), rounding=ROUNDINGS)
def test_a_gain_leads_from_one_shown_score_to_the_other(
    score: float, points: float, decimals: int, rounding: Any
) -> None:
    figures = Figures(Scale(maximum=200, decimals=decimals, rounding=rounding))
    before, after = (Decimal(figures.number(each).text) for each in (score, score + points))
    gain = figures.gain(score, points)
    assert gain.value == points
    if before != after:
        assert before + Decimal(gain.text) == after
    else:  # it is too small to be seen in the score
        assert (Decimal(gain.text) > 0) == (points > 1e-9)
        assert Decimal(gain.text) <= Decimal(1).scaleb(-decimals)


def test_what_the_top_level_adds_leads_to_the_top() -> None:
    asked = questionnaire(
        section("part", {"id": "one", "type": "scale", "minimum": 0, "maximum": 24, "text": "One?"}),
        aggregation="arithmetic",
        scale={"minimum": 0, "maximum": 3, "decimals": 2},
        bands=[{"id": "low", "title": "Low"}],
    )
    report = build_report(scored(asked, {"one": 5}))
    (gap,) = report.gaps
    assert (overall_of(report).text, gap.lift_next.text, gap.lift_best.text) == ("0.63", "0.12", "2.37")
    assert gap.lift == "one level up adds 0.12 points, the top level 2.37"
    assert gap.lift_best.value == pytest.approx(2.375)


def test_what_an_open_answer_could_add_is_on_the_scale_of_its_window() -> None:
    coarse = {"minimum": 0, "maximum": 8, "decimals": 0}
    asked = questionnaire(
        section("a", question("a.one")),
        aggregation="arithmetic",
        opportunities=[
            window("w", [question("w.open")], [question("w.use"), question("w.more")], scale=coarse)
        ],
    )
    report = build_report(scored(asked, {"a.one": 4, "w.open": 4, "w.use": 1}))
    assert report.opportunities[0].use is not None
    assert report.opportunities[0].use.text == "1–5"
    (item,) = (item for item in report.open if item.question == "w.more")
    assert item.worth.text == "4"


@pytest.mark.parametrize(
    ("reached", "said"),
    [
        (26, "a: control is at 26.0; High needs 26.6 at an exposure of 50%."),
        (26.62, "a: control is at 26.62; High needs 26.64 at an exposure of 50%."),
    ],
)
def test_a_control_below_what_is_needed_looks_lower(reached: float, said: str) -> None:
    bands = [
        {"id": "low", "title": "Low"},
        {"id": "high", "title": "High", "control": {"base": 16.64, "slope": 20}},
    ]
    asked = questionnaire(control("a", [direct("e", 50)], [direct("c", reached)]), bands=bands)
    report = build_report(scored(asked, {"e": 50, "c": "level-1"}))
    assert report.verdict.obstacles == (said,)


def test_a_cut_is_shown_as_the_author_wrote_it() -> None:
    bands = [{"id": "low", "title": "Low"}, {"id": "high", "title": "High", "cut": 62.5}]
    asked = questionnaire(
        section("a", direct("q", 62.25)), bands=bands, scale={"minimum": 0, "maximum": 100, "decimals": 0}
    )
    report = build_report(scored(asked, {"q": 62.25}))
    assert report.verdict.obstacles == ("The overall score is 62; High needs 62.5.",)
