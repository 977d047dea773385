"""Conditions on the scores of sections, and sections that are only asked under a condition."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness import Scores, build_explanation, build_report, render
from readiness.interview.record import Record
from readiness.rendering import render_preview
from readiness.views.build_preview import build_preview
from small import (
    NOT_APPLICABLE,
    answers,
    direct,
    group,
    question,
    questionnaire,
    red_flag,
    scored,
    section,
    window,
)

Raw = dict[str, Any]
NONE: Raw = {"not_applicable": "Where there is none."}
ABROAD = {"profile": "stage", "equals": "abroad"}
TWO = [{"id": "low", "title": "Low"}, {"id": "high", "title": "High"}]
TEN = {"minimum": 0, "maximum": 10}

# --- the score of a section in a condition ----------------------------------------------------------------


def checked(when: Raw, given: Raw, **fields: Any) -> Scores:
    """A section `a` on 0-10 with two questions, and a red flag on its score."""
    asked = questionnaire(
        section("a", direct("a.one", 40, **NONE), direct("a.two", 60, **NONE), title="Alpha", scale=TEN),
        section("b", question("b.one")),
        bands=TWO,
        red_flags=[red_flag("weak", when, "low")],
        **fields,
    )
    return scored(asked, {"b.one": 4, **given})


@pytest.mark.parametrize(
    ("test", "given", "holds"),
    [
        ({"at_least": 5}, {"a.one": 40, "a.two": 60}, True),
        ({"at_least": 5.1}, {"a.one": 40, "a.two": 60}, False),
        ({"at_most": 5}, {"a.one": 40, "a.two": 60}, True),
        ({"at_most": 4.9}, {"a.one": 40, "a.two": 60}, False),
        # with one answer open the score is 2 to 7
        ({"at_least": 2}, {"a.one": 40}, True),
        ({"at_least": 2.1}, {"a.one": 40}, None),
        ({"at_least": 7}, {"a.one": 40}, None),
        ({"at_least": 7.1}, {"a.one": 40}, False),
        ({"at_most": 7}, {"a.one": 40}, True),
        ({"at_most": 6.9}, {"a.one": 40}, None),
        ({"at_most": 2}, {"a.one": 40}, None),
        ({"at_most": 1.9}, {"a.one": 40}, False),
        # a section that does not apply passes no test
        ({"at_least": 0}, {"a.one": NOT_APPLICABLE, "a.two": NOT_APPLICABLE}, False),
        ({"at_most": 10}, {"a.one": NOT_APPLICABLE, "a.two": NOT_APPLICABLE}, False),
    ],
)
def test_a_test_of_a_score_is_decided_by_both_ends_of_its_range(
    test: Raw, given: Raw, holds: bool | None
) -> None:
    given = {name: "level-1" if value in (40, 60) else value for name, value in given.items()}
    found = [fired.certain for fired in checked({"section": "a", **test}, given).flags]
    assert found == {True: [True], None: [False], False: []}[holds]


def test_the_negation_of_a_test_of_a_section_that_does_not_apply_is_true() -> None:
    aside = {"a.one": NOT_APPLICABLE, "a.two": NOT_APPLICABLE}
    assert checked({"not": {"section": "a", "at_least": 5}}, aside).flags[0].certain


def test_a_flag_on_a_score_names_the_open_answers_behind_it() -> None:
    report = build_report(checked({"section": "a", "at_most": 5}, {"a.one": "level-1"}, coverage="1/2"))
    (flag,) = report.flags
    assert (flag.certain, flag.open) == (False, ("a.two",))
    assert report.verdict.band == "low"


def test_a_flag_on_a_score_says_the_score_and_the_limit() -> None:
    def told(when: Raw, second: str = "level-1") -> tuple[Raw, Raw]:
        """The flag and the first blocker in JSON; without the second answer the score is 2.0–7.0."""
        scores = checked(when, {"a.one": "level-1", "a.two": second}, coverage="1/2")
        written = json.loads(render(build_report(scores), "json"))
        return written["red_flags"][0], written["overall"]["blocked_by"][0]

    flag, blocker = told({"section": "a", "at_most": 5})
    assert flag["condition"] == "Applies if the score of “Alpha” is 5 or less (now 5.0)."
    assert (blocker["needed"], blocker["actual"]) == (5, 5)
    assert blocker["text"] == (
        "The red flag “weak” caps the verdict at “Low”: the score of “Alpha” is 5 or less (now 5.0)."
    )
    flag, blocker = told({"section": "a", "at_most": 5}, "unknown")
    assert flag["condition"] == "Applies if the score of “Alpha” is 5 or less (now 2.0–7.0)."
    assert (blocker["needed"], blocker["actual"]) == (5, 2)
    assert blocker["text"] == "The red flag “weak” cannot be ruled out yet, and caps the verdict at “Low”."
    flag, blocker = told({"all": [{"section": "a", "at_least": 4.96}, {"answer": "b.one", "at_least": 1}]})
    assert flag["condition"] == (
        "Applies if the score of “Alpha” is 4.96 or more (now 5.0), and “b.one” is answered 1 or higher."
    )
    assert (blocker["needed"], blocker["actual"]) == (0, 0)
    flag, blocker = told({"answer": "b.one", "at_least": 1})
    assert (flag["condition"], blocker["needed"], blocker["actual"]) == ("", 0, 0)


def test_the_report_says_when_a_flag_on_a_score_applies() -> None:
    report = build_report(checked({"section": "a", "at_most": 6}, {"a.one": "level-1", "a.two": "level-1"}))
    said = "Applies if the score of “Alpha” is 6 or less (now 5.0)."
    for format in ("terminal", "markdown"):
        assert said in " ".join(render(report, format).split())


@pytest.mark.parametrize(
    ("test", "shown"),
    [
        ({"at_most": 4.97}, "the score of “Alpha” is 4.97 or less (now 4.96)"),  # not 5.0
        ({"at_least": 4.95}, "the score of “Alpha” is 4.95 or more (now 5.0)"),
    ],
)
def test_a_score_close_to_the_limit_is_shown_on_its_side(test: Raw, shown: str) -> None:
    asked = questionnaire(
        section("a", direct("a.one", 49.6), title="Alpha", scale=TEN),
        bands=TWO,
        red_flags=[red_flag("weak", {"section": "a", **test}, "low")],
    )
    (flag,) = build_report(scored(asked, {"a.one": "level-1"})).flags
    assert flag.condition == f"Applies if {shown}."


def test_a_band_can_need_the_score_of_a_section_at_any_depth() -> None:
    bands: list[Raw] = [TWO[0], {**TWO[1], "when": {"section": "inner", "at_least": 7}}]
    parts = [section("inner", direct("i.one", 65)), section("outer", question("o.one"))]
    asked = questionnaire(group("g", *parts), bands=bands)
    report = build_report(scored(asked, {"i.one": "level-1", "o.one": 4}))
    assert report.verdict.band == "high"
    bands[1]["when"] = {"section": "inner", "at_least": 70}
    report = build_report(
        scored(questionnaire(group("g", *parts), bands=bands), {"i.one": "level-1", "o.one": 4})
    )
    assert report.verdict.obstacles == (
        "High is only given if the score of “inner” is 70 or more (now 65.0).",
    )
    report = build_report(scored(asked, {"o.one": 4}))
    assert report.verdict.band is None  # too little of the group is answered


def test_a_band_waits_for_open_answers_that_decide_a_score() -> None:
    bands = [TWO[0], {**TWO[1], "when": {"section": "a", "at_least": 50}}]
    asked = questionnaire(section("a", question("a.one"), question("a.two")), bands=bands, coverage="0/1")
    report = build_report(scored(asked, {"a.one": 3}))
    assert report.verdict.obstacles == (
        "High is only given if the score of “a” is 50 or more (now 37.5–87.5), and that is not answered yet.",
    )
    assert report.verdict.outlook_id == "high"


def test_the_bands_of_a_section_can_have_conditions() -> None:
    levels = [TWO[0], {**TWO[1], "when": {"all": [ABROAD, {"section": "w", "at_most": 50}]}}]
    asked = questionnaire(
        section("a", question("a.one"), bands=levels),
        opportunities=[window("w", [question("w.open")], [question("w.use")])],
    )
    given = {"a.one": 4, "w.open": 2, "w.use": 0}
    assert build_report(scored(asked, given, {"stage": "abroad"})).dimensions[0].band_id == "high"
    (item,) = build_report(scored(asked, given, {"stage": "home"})).dimensions
    assert item.band_id == "low"
    assert [blocker.text for blocker in item.blocked_by] == [
        "High is only given if “Stage” is “Abroad”, and the score of “w” is 50 or less (now 50.0)."
    ]


def test_a_quick_assessment_does_not_check_flags_on_sections_outside_it() -> None:
    asked = questionnaire(
        section("a", question("a.one")),
        section("b", question("b.one", quick=True), question("b.two")),
        bands=TWO,
        red_flags=[
            red_flag("outside", {"section": "a", "at_most": 50}, "low"),
            red_flag("inside", {"section": "b", "at_most": 50}, "low"),
        ],
    )
    scores = scored(asked, {"b.one": 1}, quick=True)
    assert [flag.id for flag in scores.unchecked] == ["outside"]
    assert [fired.flag.id for fired in scores.flags] == ["inside"]
    preview = build_preview(asked, quick=True)
    assert [(flag.id, flag.condition) for flag in preview.flags] == [
        ("inside", "Applies if the score of “b” is 50 or less.")
    ]


# --- sections with a condition ----------------------------------------------------------------------------


def conditional(outer: Raw | None, inner: Raw | None, own: Raw | None) -> Any:
    def under(when: Raw | None) -> Raw:
        return {} if when is None else {"when": when}

    return questionnaire(
        section("first", question("first.one"), question("first.two")),
        group(
            "outer",
            section("inner", question("inner.one", **under(own)), question("inner.two"), **under(inner)),
            section("beside", question("beside.one")),
            **under(outer),
        ),
    )


ONE, OTHER = ({"answer": f"first.{name}", "at_least": 2} for name in ("one", "two"))


def test_a_section_that_is_not_asked_hides_everything_below_it() -> None:
    asked = conditional(ONE, OTHER, None)
    everything = {"inner.one": 4, "inner.two": 4, "beside.one": 4}

    def found(first: int, second: int) -> list[str]:
        scores = scored(asked, {"first.one": first, "first.two": second, **everything})
        return [id for id in everything if id in scores.scope]

    assert found(2, 2) == ["inner.one", "inner.two", "beside.one"]
    assert found(2, 1) == ["beside.one"]
    assert found(1, 2) == []
    scores = scored(asked, {"first.one": 1, "first.two": 4, **everything})
    report = build_report(scores)
    assert [item.id for item in report.unscored] == ["outer"]
    assert [item.question for item in report.ignored] == list(everything)
    assert {item.why for item in report.ignored} == {
        "the question does not apply, given the profile and the other answers"
    }


CONDITIONS = st.sampled_from([None, ONE, OTHER, ABROAD, {"not": ABROAD}, {"any": [ONE, ABROAD]}])
LEVELS = st.sampled_from([0, 2, 4, "unknown", None])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(whens=st.tuples(CONDITIONS, CONDITIONS, CONDITIONS), levels=st.tuples(LEVELS, LEVELS), data=st.data())
def test_a_condition_of_a_section_is_one_of_all_its_questions(
    whens: tuple[Raw | None, Raw | None, Raw | None], levels: tuple[Any, Any], data: st.DataObject
) -> None:
    def all_of(*parts: Raw | None) -> Raw:
        found = [part for part in parts if part]
        return {"when": {"all": found}} if found else {}

    outer, inner, own = whens
    by_question = questionnaire(
        section("first", question("first.one"), question("first.two")),
        group(
            "outer",
            section(
                "inner",
                question("inner.one", **all_of(outer, inner, own)),
                question("inner.two", **all_of(outer, inner)),
            ),
            section("beside", question("beside.one", **all_of(outer))),
        ),
    )
    given = {"inner.one": 3, "inner.two": 1, "beside.one": 2}
    given |= {
        f"first.{name}": level
        for name, level in zip(("one", "two"), levels, strict=True)
        if level is not None
    }
    profile = data.draw(st.sampled_from([{}, {"stage": "home"}, {"stage": "abroad"}]))
    one, other = (scored(asked, given, profile) for asked in (conditional(*whens), by_question))
    assert one.scope.standing == other.scope.standing
    assert one.overall == other.overall


def test_the_interview_asks_the_questions_of_a_section_once_its_condition_holds() -> None:
    asked = conditional(ONE, None, None)
    record = Record(asked, answers(asked, {}), lambda _answers: None, quick=False)
    assert [each.id for each in record.asked][-1] == "beside.one"  # still possible
    given = answers(asked, {"first.one": 0, "first.two": 4})
    record.put(asked.questions["first.one"], given["first.one"])
    assert [each.id for each in record.asked] == ["stage", "first.one", "first.two"]


def test_the_preview_and_the_form_say_when_a_section_is_asked() -> None:
    preview = build_preview(conditional(ONE, OTHER, ABROAD))
    said = {item.id: item.condition for item in preview.sections}
    assert said["first"] == ""
    assert said["beside"] == said["outer"]
    assert said["outer"].startswith("Only if ")
    assert said["inner"].startswith("Only if ")
    assert ", and " in said["inner"]
    assert "Skip a part or a question that begins with “Only if” when that condition is not met." in (
        preview.instructions
    )
    for format in ("terminal", "markdown"):
        text = " ".join(render_preview(preview, format).split())
        assert text.count("Only if ") >= 4
    assert "Only if “Stage” is “Abroad”." in [
        item.condition for part in preview.sections for item in part.questions
    ]


def test_an_explanation_says_that_questions_of_a_section_are_not_asked() -> None:
    asked = questionnaire(
        group("g", section("a", question("a.one")), section("b", question("b.one"), when=ABROAD)),
    )
    made = build_explanation(scored(asked, {"a.one": 4, "b.one": 0}, {"stage": "home"}), "g")
    assert [row.id for row in made.rows] == ["a"]
    assert "100" in render(build_report(scored(asked, {"a.one": 4}, {"stage": "home"})), "markdown")


def test_what_a_band_needs_of_a_section_is_done_first() -> None:
    def improvable(id: str, **fields: Any) -> Raw:
        action = {"text": f"Improve {id}.", "effort": 1, "horizon": 30}
        made = question(id, (0, 1), **fields)
        made["options"][0]["action"] = action
        return made

    def first_task(**condition: Any) -> str:
        bands = [TWO[0], {**TWO[1], **condition}]
        parts = [section("a", improvable("a.one"), weight=9), section("b", improvable("b.one"))]
        asked = questionnaire(*parts, bands=bands, aggregation="arithmetic")
        return build_report(scored(asked, {"a.one": 0, "b.one": 0})).tasks[0].title

    assert first_task(cut=50) == "a.one"
    assert (
        first_task(when={"any": [{"section": "b", "at_least": 50}, {"section": "b", "at_least": 90}]})
        == "b.one"
    )
