"""Options in the order in which they are listed, for items that are reversed or have two sides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.answers.template import template
from readiness.authoring.answers_schema import answers_schema
from readiness.authoring.doubts.doubts import examine_files
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.questions.choice import ChoiceQuestion
from readiness.views.build_preview import build_preview
from small import answers, control, question, questionnaire, scored, section
from test_interview import interview

bounded = settings(max_examples=150, deadline=None, derandomize=True)
LISTED = {"order": "as-listed"}


def choice(*scores: float, **fields: Any) -> ChoiceQuestion:
    return ChoiceQuestion.model_validate(question("q.item", scores, **fields))


def faults(asked: ChoiceQuestion) -> list[str]:
    """The errors, or if there are none the warnings."""
    return [fault.code for fault in tuple(asked.faults()) or asked.doubts(exposure=False)]


@pytest.mark.parametrize(
    ("scores", "fields", "codes"),
    [
        ((0, 1, 2), {}, []),
        ((2, 1, 0), {}, ["options-fall"]),
        ((2, 1, 0), LISTED, []),
        ((2, 1, 1, 0), {}, ["options-fall", "option-equal"]),
        ((2, 1, 1, 0), LISTED, []),
        ((0, 1, 2, 1, 0), {}, ["option-order", "option-order"]),
        ((0, 1, 2, 1, 0), LISTED, []),
        ((1, 0), {}, ["option-order"]),  # two may be a slip
        ((1, 0), LISTED, []),
        ((1, 1, 1), LISTED, ["options-alike"]),
        ((2, 1, 0), {**LISTED, "minimum": 0, "maximum": 2}, []),
        ((0, 2, 1), {**LISTED, "minimum": 1, "maximum": 1.5}, ["option-range", "option-range"]),
        ((2, 1, 0), {"weight": 0}, []),
    ],
)
def test_only_a_question_that_says_so_has_options_out_of_order(
    scores: tuple[float, ...], fields: dict[str, Any], codes: list[str]
) -> None:
    assert faults(choice(*scores, **fields)) == codes


def test_the_error_names_the_key(tmp_path: Path) -> None:
    text = """\
id: likert
version: 1.0.0
title: Likert
bands: [{id: low, title: Low}, {id: high, title: High, cut: 50}]
sections:
  - id: mood
    title: Mood
    questions:
      - id: mood.load
        text: How much work is there?
        options:
          - {id: too-little, score: 0, text: Too little}
          - {id: right, score: 1, text: Just right}
          - {id: too-much, score: 0, text: Too much}
"""
    file = tmp_path / "likert.yaml"
    file.write_text(text, encoding="utf-8")
    (problem,) = examine_files(file)
    assert (
        problem.hint == "List options in rising order of score, or write `order: as-listed` in the question."
    )
    file.write_text(
        text.replace("        options:", "        order: as-listed\n        options:"), encoding="utf-8"
    )
    assert examine_files(file) == ()


LOAD = question("q.load", (0, 1, 2, 1, 0), **LISTED)


@pytest.mark.parametrize(
    ("level", "share", "better"), [(0, 0, 1), (1, 0.5, 2), (2, 1, None), (3, 0.5, 2), (4, 0, 3)]
)
def test_an_item_with_two_sides_leads_to_its_middle(level: int, share: float, better: int | None) -> None:
    asked = ChoiceQuestion.model_validate(LOAD)
    value = asked.options[level]
    assert asked.share(value) == share
    following = asked.better(value, exposure=False)
    assert following == (None if better is None else asked.options[better])


def test_a_reversed_item_scores_as_if_it_rose() -> None:
    reversed_ = questionnaire(section("q", question("q.item", (4, 3, 2, 1, 0), **LISTED)))
    rising = questionnaire(section("q", question("q.item", (0, 1, 2, 3, 4))))
    for level in range(5):
        low = scored(reversed_, {"q.item": f"level-{level}"}).overall.low
        assert low == scored(rising, {"q.item": f"level-{4 - level}"}).overall.low
    assert answers(reversed_, {"q.item": 4}) == answers(reversed_, {"q.item": "level-0"})


def test_options_are_shown_in_the_order_listed() -> None:
    asked = questionnaire(section("q", LOAD))
    texts = [f"Level {n}" for n in range(5)]
    result = interview(asked, "", "", "", "1", "5", "")
    assert [line.partition(". ")[2] for line in result.shown if line.partition(". ")[2] in texts] == texts
    assert result.raw["answers"] == {"q.load": "level-4"}
    (shown,) = build_preview(asked).sections[0].questions
    assert [box.text for box in shown.choices] == texts
    assert [box.score for box in shown.choices] == ["0", "1", "2", "1", "0"]
    written = template(asked)
    assert sorted(texts, key=written.index) == texts


def test_nothing_says_that_an_exposure_rises_if_it_does_not() -> None:
    asked = questionnaire(control("r", [question("r.up"), {**LOAD, "id": "r.load"}], [question("r.control")]))
    assert template(asked).count("(From the least exposed to the most.)") == 1
    assert [bool(q.direction) for q in build_preview(asked).sections[0].questions] == [True, False, False]
    described = answers_schema(asked)["properties"]["answers"]["properties"]
    assert "From the least exposed" in described["r.up"]["description"]
    assert "From the least exposed" not in described["r.load"]["description"]
    result = interview(asked, "", "", "", "1", "1", "1", "1", "")
    assert result.shown.count("(From the least exposed to the most.)") == 1


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ({"at_least": 1}, "“Load” is answered 2, 3 or 4"),
        ({"at_most": 0}, "“Load” is answered 1 or 5"),
        ({"at_least": "level-1"}, "“Load” is answered 2, 3 or 4"),
        ({"at_least": 0}, "“Load” is answered 1, 2, 3, 4 or 5"),
    ],
)
def test_a_condition_names_each_level_that_meets_it(test: dict[str, Any], words: str) -> None:
    asked = ChoiceQuestion.model_validate(LOAD)
    condition = Condition.model_validate({"answer": "q.load", **test})
    assert asked.test_in_words(condition, "“Load”") == words


@bounded
@given(st.lists(st.integers(0, 5), min_size=2, max_size=6), st.booleans())
def test_steps_lead_up_to_the_best_option_whatever_the_order(scores: list[int], exposure: bool) -> None:
    asked = choice(*scores, **LISTED)
    if min(scores) == max(scores):
        assert faults(asked) == ["options-alike"]
        return
    assert faults(asked) == []
    best = min(scores) if exposure else max(scores)
    for option in asked.options:
        steps = [option]
        while (following := asked.better(steps[-1], exposure=exposure)) is not None:
            steps.append(following)
        worths = [step.score for step in steps]
        assert worths == sorted(set(worths), reverse=exposure)
        assert worths[-1] == best
        assert set(worths) == {
            score for score in scores if (score <= option.score if exposure else score >= option.score)
        }
