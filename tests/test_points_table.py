"""Numbers that get points by a table."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness import InvalidInput, Questionnaire, build_report
from readiness.answers.template import template
from readiness.authoring.answers_schema import answers_schema
from readiness.questionnaire.questions.number import NumberQuestion
from readiness.views.build_preview import build_preview
from small import answers, questionnaire, scored, section

bounded = settings(max_examples=200, deadline=None, derandomize=True)
BREATHS: list[list[Any]] = [[8, 3], [11, 1], [20, 0], [24, 2], ["more", 3]]


def number(points: list[list[Any]], **fields: Any) -> NumberQuestion:
    raw = {"id": "q.breaths", "type": "number", "text": "How many?", "points": points, **fields}
    return NumberQuestion.model_validate(raw)


def whole(points: list[list[Any]], aggregation: str = "arithmetic", **fields: Any) -> Questionnaire:
    """A questionnaire of one number by table, and of one more question that says yes."""
    asked = {"id": "q.breaths", "type": "number", "text": "How many?", "points": points, "unit": "breaths"}
    scale = {"scale": {"minimum": 0, "maximum": 4}} if aggregation == "sum" else {}
    more = {"id": "q.calm", "type": "yes-no", "text": "Is it calm?"}
    bands = [{"id": "low", "title": "Low"}, {"id": "high", "title": "High", "cut": 3}]
    return questionnaire(
        section("q", {**asked, **fields}, more, aggregation=aggregation),
        aggregation=aggregation,
        bands=bands,
        **scale,
    )


@pytest.mark.parametrize(
    ("value", "points"),
    [(-4, 3), (0, 3), (8, 3), (8.1, 1), (11, 1), (11.5, 0), (20, 0), (20.01, 2), (24, 2), (25, 3), (900, 3)],
)
def test_a_number_gets_the_points_of_its_row(value: float, points: float) -> None:
    asked = number(BREATHS)
    assert asked.parse(value) == value
    assert asked.points(asked.share(float(value))) == points
    assert asked.ends == (0.0, 3.0)
    summed = whole(BREATHS, "sum")
    assert scored(summed, {"q.breaths": value, "q.calm": "yes"}).overall.low == points + 1
    meant = whole(BREATHS)
    low = scored(meant, {"q.breaths": value, "q.calm": "yes"}).overall.low
    assert low == pytest.approx(100 * (points / 3 + 1) / 2)


def test_the_last_row_may_say_what_is_too_much() -> None:
    asked = whole([[8, 3], [20, 0]], least=0)
    with pytest.raises(InvalidInput) as caught:
        answers(asked, {"q.breaths": 21})
    (problem,) = caught.value.problems
    assert problem.code == "out-of-limits"
    assert problem.hint == "Write a number without quotes (from 0 to 20), or unknown."
    schema = answers_schema(asked)["$defs"]["q.breaths"]["anyOf"][0]
    assert (schema["minimum"], schema["maximum"]) == (0, 20)
    assert number([[8, 3], [20, 0]], most=15).parse(16) is None
    assert number([[8, 3], [20, 0]], most=30).parse(21) is None


def test_the_form_and_the_template_show_what_is_accepted_and_what_it_is_worth() -> None:
    asked = whole(BREATHS, least=0)
    shown = build_preview(asked).sections[0].questions[0]
    assert shown.worth == "points: 3 up to 8, 1 up to 11, 0 up to 20, 2 up to 24, 3 above"
    assert shown.instruction == "Write a number in breaths (0 or more)."
    assert "  # Write a number without quotes (0 or more), or unknown.\n" in template(asked)
    assert number([[0.5, -1], [2, 1.25]]).worth_in_words() == "points: -1 up to 0.5, 1.25 up to 2"


@pytest.mark.parametrize(
    ("value", "better", "worse"),
    [(15, 11, None), (10, 21, 12), (22, 25, 11), (8, None, 21), (30, None, 24), (24, 25, 11)],
)
def test_the_next_number_is_the_nearest_of_the_next_row(
    value: float, better: float | None, worse: float | None
) -> None:
    asked = number(BREATHS)
    assert asked.better(float(value), exposure=False) == better
    assert asked.better(float(value), exposure=True) == worse


def test_between_close_limits_a_number_in_the_middle_is_named() -> None:
    assert number([[0.5, 0], [0.75, 1], ["more", 0.5]]).better(0.1, exposure=False) == 1.75
    assert number([[0.5, 0], [0.75, 1], [1, 0.9]]).better(0.1, exposure=False) == 0.875


def test_a_number_far_beyond_a_table_is_not_doubted() -> None:
    assert build_report(scored(whole(BREATHS), {"q.breaths": 9500})).notices == ()


def test_an_exposed_gap_names_the_number_with_its_unit() -> None:
    lift = {"text": "Breathe slowly.", "effort": 1, "horizon": 30}
    report = build_report(scored(whole(BREATHS, lift=lift), {"q.breaths": 22, "q.calm": "yes"}))
    (gap,) = report.gaps
    assert (gap.answer, gap.next) == ("22 breaths", "25 breaths")
    assert [task.action.text for task in report.tasks] == ["Breathe slowly."]


tables = (
    st.lists(st.integers(-20, 20), min_size=1, max_size=5, unique=True)
    .map(sorted)
    .flatmap(
        lambda limits: st.tuples(
            st.just([*limits, "more"]) | st.just(limits),
            st.lists(st.integers(-3, 3), min_size=len(limits) + 1, max_size=len(limits) + 1),
        )
    )
)


@bounded
@given(tables, st.none() | st.integers(-25, 25), st.none() | st.integers(-25, 25), st.integers(-300, 300))
def test_steps_of_a_table_lead_to_what_can_be_reached(
    table: tuple[list[Any], list[int]], least: int | None, most: int | None, tenths: int
) -> None:
    rows = [list(row) for row in zip(table[0], table[1], strict=False)]
    limits = {name: end for name, end in (("least", least), ("most", most)) if end is not None}
    if len(rows) < 2 or (least is not None and most is not None and least >= most):
        return
    asked = number(rows, **limits)
    if list(asked.faults()):
        return
    value, points = asked.parse(tenths / 10), [row[1] for row in rows]

    def expected(number: float) -> float:
        return float(next(got for limit, got in rows if limit == "more" or number <= limit))

    accepted = [n / 10 for n in range(-300, 301) if asked.parse(n / 10) is not None]
    reached = {(expected(n) - min(points)) / (max(points) - min(points)) for n in accepted}
    assert asked.reach == pytest.approx((min(reached), max(reached)))
    if value is None:
        return
    assert asked.share(value) == pytest.approx((expected(value) - min(points)) / (max(points) - min(points)))
    for exposure in (False, True):
        better = asked.better(value, exposure=exposure)
        beyond = [
            share
            for share in reached
            if (share < asked.share(value) if exposure else share > asked.share(value))
        ]
        assert (better is None) == (not beyond)
        if better is not None:
            assert asked.parse(better) == better
            assert asked.share(better) == pytest.approx(max(beyond) if exposure else min(beyond))
