"""The preview of a questionnaire: its weights, its conditions in words, the form to print."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from readiness import load_questionnaire
from readiness.analysis.weights import overall_shares, window_shares
from readiness.answers.answers import blank
from readiness.answers.template import template
from readiness.interview.course import conduct
from readiness.messages.characters import display_width, printable
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.rendering import Output, PreviewFormat, render_preview
from readiness.rendering.encodings import Characters
from readiness.views.build_preview import build_preview
from readiness.views.preview import Preview, ProfileView, QuestionView
from readiness.views.wording import condition_in_words
from small import group, question, questionnaire, red_flag, risk, scored, section
from test_command_line import HOSTILE, STARTS, call, run

WIDTHS = (40, 80, 120)

# --- the share of each question in the overall ----------------------------------------------------


def test_a_share_is_the_product_of_the_normalised_weights_down_the_tree() -> None:
    asked = questionnaire(
        group(
            "left",
            section("left-a", question("q1", weight=3), question("q2", weight=1)),
            section("left-b", question("q3"), weight=4),
            weight=2,
        ),
        risk("right", [question("e1", weight=3), question("e2")], [question("c1")], weight=3),
    )
    shares = overall_shares(asked)
    # By hand: left 2/5, right 3/5; in left, a 1/5 and b 4/5; in right, half for each side.
    assert shares.sections == pytest.approx(
        {"left": 2 / 5, "left-a": 2 / 25, "left-b": 8 / 25, "right": 3 / 5}
    )
    assert shares.questions == pytest.approx(
        {"q1": 6 / 100, "q2": 2 / 100, "q3": 32 / 100, "e1": 9 / 40, "e2": 3 / 40, "c1": 3 / 10}
    )


def test_in_the_quick_set_the_other_questions_give_their_shares_to_the_rest() -> None:
    asked = questionnaire(
        section("one", question("q1", weight=5), question("q2", quick=True), question("q3", quick=True)),
        section("two", question("q4"), weight=7),
        risk("three", [question("e1", quick=True)], [question("c1")], weight=3),
    )
    shares = overall_shares(asked, quick=True)
    assert shares.sections == pytest.approx({"one": 1 / 4, "three": 3 / 4})
    assert shares.questions == pytest.approx({"q2": 1 / 8, "q3": 1 / 8, "e1": 3 / 4})


def test_free_text_has_no_share() -> None:
    said = {"id": "said", "text": "What else?", "type": "text"}
    asked = questionnaire(section("one", question("q1"), said), section("talk", said | {"id": "more"}))
    assert overall_shares(asked).sections == {"one": 1.0}
    assert overall_shares(asked).questions == {"q1": 1.0}


def test_there_are_no_shares_if_nothing_counts() -> None:
    asked = questionnaire(section("one", question("q1")))
    assert overall_shares(asked, quick=True).questions == {}
    assert window_shares(asked).sections == {}


def test_in_a_sum_the_share_of_a_part_is_what_it_can_add() -> None:
    number = {"id": "q3", "text": "How many?", "type": "number", "worst": 10, "best": 5}
    asked = questionnaire(
        section(
            "one",
            question("q1", (0, 4)),
            question("q2", (1, 3), weight=3),
            number,
            aggregation="sum",
            scale={"minimum": 8, "maximum": 23},
        ),
        section("two", question("q4"), scale={"minimum": 0, "maximum": 5}, weight=5),
        section("three", question("q5"), scale={"minimum": 50, "maximum": 60}),
        aggregation="sum",
        scale={"minimum": 58, "maximum": 108},
        bands=[{"id": "low", "title": "Low"}],
    )
    shares = overall_shares(asked)
    # By hand: 15 + 5 · 5 + 10 = 50 points can be gained; in the first section 4 + 3 · 2 + 5 = 15.
    assert shares.sections == pytest.approx({"one": 15 / 50, "two": 25 / 50, "three": 10 / 50})
    by_hand = {"q1": 4 / 50, "q2": 6 / 50, "q3": 5 / 50, "q4": 25 / 50, "q5": 10 / 50}
    assert shares.questions == pytest.approx(by_hand)
    worst = {"q1": "level-0", "q2": "level-0", "q3": 10, "q4": 0, "q5": 0}
    for id, best in {"q1": "level-1", "q2": "level-1", "q3": 5, "q4": 4, "q5": 4}.items():
        gained = scored(asked, worst | {id: best}).overall.low - scored(asked, worst).overall.low
        assert gained == pytest.approx(50 * shares.questions[id])


def test_a_shrinking_weight_is_smaller_in_the_quick_set() -> None:
    asked = questionnaire(
        section("one", question("q1", quick=True), question("q2", weight=3), shrinks=True),
        section("two", question("q3", quick=True)),
    )
    assert overall_shares(asked).questions == pytest.approx({"q1": 1 / 8, "q2": 3 / 8, "q3": 1 / 2})
    assert overall_shares(asked, quick=True).questions == pytest.approx({"q1": 1 / 5, "q3": 4 / 5})


def test_the_shares_of_an_opportunity_add_up_by_themselves() -> None:
    windows = [
        section("wide", question("q2", weight=3), question("q3"), weight=9),
        group("deep", section("left", question("q4")), section("right", question("q5"), weight=4)),
    ]
    asked = questionnaire(section("one", question("q1")), opportunities=windows)
    assert overall_shares(asked).questions == {"q1": 1.0}
    shares = window_shares(asked)
    assert shares.sections == pytest.approx({"wide": 1, "deep": 1, "left": 1 / 5, "right": 4 / 5})
    assert shares.questions == pytest.approx({"q2": 3 / 4, "q3": 1 / 4, "q4": 1 / 5, "q5": 4 / 5})


def test_a_question_without_weight_has_no_share() -> None:
    asked = questionnaire(section("one", question("q1"), question("q2", weight=0)))
    assert overall_shares(asked).questions == {"q1": 1.0}
    assert views(build_preview(asked))["q2"].weighed == "never scored"


weights = st.integers(1, 9) | st.floats(0.01, 100, allow_nan=False)


@st.composite
def trees(draw: st.DrawFn, *, risks: bool = True) -> dict[str, Any]:
    """Sections of any shape; their ids and those of their questions are numbered."""
    count = iter(range(1000))

    def asked() -> dict[str, Any]:
        return question(f"q{next(count)}", (0, 1), weight=draw(weights), quick=draw(st.booleans()))

    def node(depth: int) -> dict[str, Any]:
        id, weight = f"s{next(count)}", draw(weights)
        kind = draw(st.sampled_from(["questions", "risk"] if risks else ["questions"]))
        if depth < 3 and draw(st.booleans()):
            return group(id, *(node(depth + 1) for _ in range(draw(st.integers(1, 3)))), weight=weight)
        if kind == "risk":
            sides = [[asked() for _ in range(draw(st.integers(1, 3)))] for _ in range(2)]
            return risk(id, sides[0], sides[1], weight=weight)
        return section(id, *(asked() for _ in range(draw(st.integers(1, 4)))), weight=weight)

    return group("root", *(node(0) for _ in range(draw(st.integers(1, 3)))))


@given(trees(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_shares_of_questions_add_up_to_one_and_to_those_of_their_sections(
    tree: dict[str, Any], quick: bool
) -> None:
    asked = questionnaire(*tree["sections"])
    shares = overall_shares(asked, quick=quick)
    counting = {id for id, question in asked.questions.items() if question.quick or not quick}
    assert shares.questions.keys() == counting
    assert sum(shares.questions.values()) == pytest.approx(1 if counting else 0)
    for id, part in asked.all_sections.items():
        below = sum(shares.questions.get(question.id, 0) for question in part.all_questions())
        assert shares.sections.get(id, 0) == pytest.approx(below)


@given(trees(risks=False), st.booleans(), st.data())
@settings(max_examples=40, deadline=None)
def test_in_arithmetic_means_a_share_is_the_effect_of_the_answer_on_the_overall(
    tree: dict[str, Any], quick: bool, data: st.DataObject
) -> None:
    asked = questionnaire(*tree["sections"], aggregation="arithmetic")
    shares = overall_shares(asked, quick=quick).questions
    if shares:
        moved = data.draw(st.sampled_from(sorted(shares)))
        given = {id: int(id == moved) for id in shares}
        assert scored(asked, given, quick=quick).overall.low == pytest.approx(100 * shares[moved])


def test_in_geometric_means_a_share_is_the_share_in_a_relative_change() -> None:
    asked = questionnaire(
        section("one", question("q1", range(101)), weight=3), section("two", question("q2", range(101)))
    )
    before = scored(asked, {"q1": 50, "q2": 80}).overall.low
    after = scored(asked, {"q1": 51, "q2": 80}).overall.low
    share = overall_shares(asked).questions["q1"]
    assert after / before == pytest.approx((51 / 50) ** share)
    assert share == 0.75


# --- conditions in words --------------------------------------------------------------------------

FILE = """\
id: every-kind
version: 3.2.1
title: Every kind of question
description: One of each.
source: Made up for a test.
date: 2026-01-31
profile:
  - id: stage
    title: Stage
    text: How far abroad?
    help: The furthest counts.
    options: [{id: home, text: At home.}, {id: near, text: Nearby}, {id: far, text: Far away}]
  - id: markets
    title: Markets
    text: Which markets?
    several: true
    options: [{id: eu, text: Europe}, {id: asean, text: South-East Asia}, {id: africa, text: Africa}]
aggregation: geometric
bands:
  - {id: low, title: Low, text: Begin.}
  - {id: high, title: High, text: Go on., cut: 60, floor: 30, requires: {plan: 40.5}, coverage: 9/10}
red_flags:
  - id: alone
    title: Alone
    message: Nobody else knows.
    when: {all: [{answer: plan.thesis, at_most: slides}, {not: {profile: stage, equals: home}}]}
    caps_at: low
    action: {text: Tell someone., effort: 1, horizon: 30}
sections:
  - id: plan
    title: Plan
    description: What is decided.
    weight: 3
    questions:
      - id: plan.thesis
        title: Thesis
        text: What is written down?
        help: A thesis can be argued with.
        evidence: [The minutes, The signed paper]
        quick: true
        weight: 2.5
        options:
          - {id: nothing, score: 0, text: Nothing.}
          - {id: slides, score: 1, text: Slides.}
          - {id: draft, score: 2, text: A draft.}
          - {id: paper, score: 4, text: A signed paper.}
          - {id: minutes, score: 8, text: Minutes.}
      - id: plan.often
        text: How often is it read?
        type: scale
        minimum: 0
        maximum: 3
        labels: {"0": never, "3": weekly}
      - id: plan.believed
        title: Belief
        text: How many of a hundred believe it?
        type: scale
        minimum: 0
        maximum: 100
        labels: {"0": nobody, "100": all}
      - id: plan.budget
        title: Budget
        text: Is there money?
        type: yes-no
        when: {profile: stage, any_of: [near, far]}
  - id: organisation
    title: Organisation
    bands: [{id: weak, title: Weak}, {id: strong, title: Strong, cut: 50, floor: 25}]
    aggregation: minimum
    sections:
      - id: people
        title: People
        description: Who does it.
        questions:
          - id: people.days
            title: Days
            text: How long is a post empty?
            type: number
            worst: 200
            best: 20
            unit: days
            not_applicable: nobody is employed abroad
          - id: people.ratio
            title: Ratio
            text: What is the ratio?
            type: number
            worst: 0
            best: 1
          - id: people.languages
            title: Languages
            text: Which languages are spoken?
            type: several
            cap: 2
            options:
              - {id: en, score: 1, text: English.}
              - {id: fr, score: 1, text: French.}
              - {id: sw, score: 2, text: Swahili.}
          - id: people.remarks
            title: Remarks
            text: What else?
            type: text
      - id: exposure
        title: Exposure
        description: What can go wrong.
        weight: 3
        aggregation: risk
        exposure:
          - id: exposure.data
            title: Data
            text: What is collected?
            quick: true
            options: [{id: none, score: 0, text: None.}, {id: much, score: 1, text: Much.}]
        control:
          - id: exposure.check
            title: Check
            text: Who checks?
            when: {any: [{answer: exposure.data, equals: much}, {answer: people.days, at_least: 30}]}
            options: [{id: nobody, score: 0, text: Nobody.}, {id: counsel, score: 2, text: Counsel.}]
opportunities:
  - id: window
    title: Window
    sections:
      - id: window-inner
        title: Inner window
        questions:
          - id: window.open
            title: Open
            text: Is it open?
            minimum: 0
            maximum: 5
            options: [{id: ajar, score: 1, text: Ajar.}, {id: wide, score: 4, text: Wide.}]
"""


@pytest.fixture(scope="session")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    """A questionnaire with one question of each type, sections in sections, and a window."""
    folder = tmp_path_factory.mktemp("every-kind")
    (folder / "questionnaire.yaml").write_text(FILE, encoding="utf-8")
    return load_questionnaire(folder)


@pytest.fixture(scope="session")
def preview(every_kind: Questionnaire) -> Preview:
    return build_preview(every_kind)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"profile": "stage", "equals": "home"}, "“Stage” is “At home”"),
        ({"profile": "stage", "any_of": ["near", "far"]}, "“Stage” is “Nearby” or “Far away”"),
        ({"profile": "markets", "equals": "eu"}, "“Markets” is “Europe” alone"),
        (
            {"profile": "markets", "any_of": ["eu", "asean", "africa"]},
            "“Markets” includes “Europe”, “South-East Asia” or “Africa”",
        ),
        ({"answer": "plan.thesis", "equals": "draft"}, "“Thesis” is answered 2"),
        ({"answer": "plan.thesis", "any_of": ["minutes", "nothing"]}, "“Thesis” is answered 0 or 8"),
        ({"answer": "plan.thesis", "at_least": "paper"}, "“Thesis” is answered 4 or 8"),
        ({"answer": "plan.thesis", "at_least": 3}, "“Thesis” is answered 4 or 8"),
        ({"answer": "plan.thesis", "at_least": "slides"}, "“Thesis” is answered 1 or higher"),
        ({"answer": "plan.thesis", "at_most": 0}, "“Thesis” is answered 0"),
        ({"answer": "plan.thesis", "at_most": 2}, "“Thesis” is answered 0, 1 or 2"),
        ({"answer": "plan.thesis", "at_most": "paper"}, "“Thesis” is answered 4 or lower"),
        ({"answer": "plan.thesis", "at_least": 9}, "“Thesis” is 9 or more"),
        ({"answer": "plan.often", "at_least": 2}, "“How often is it read?” is 2 or more"),
        ({"answer": "plan.budget", "equals": "no"}, "“Budget” is answered “No”"),
        ({"answer": "plan.budget", "at_least": 1}, "“Budget” is answered “Yes”"),
        ({"answer": "people.days", "at_most": 30.5}, "“Days” is 30.5 days or less"),
        ({"answer": "people.ratio", "at_least": 0.25}, "“Ratio” is 0.25 or more"),
        ({"answer": "people.languages", "equals": "sw"}, "“Languages” is “Swahili” alone"),
        (
            {"answer": "people.languages", "any_of": ["en", "sw"]},
            "“Languages” includes “English” or “Swahili”",
        ),
        (
            {"answer": "people.languages", "at_least": 3},
            "the scores ticked in “Languages” add up to 3 or more",
        ),
        (
            {"answer": "people.languages", "at_most": "sw"},
            "the scores ticked in “Languages” add up to 2 or less",
        ),
        ({"not": {"profile": "stage", "equals": "home"}}, "“Stage” is not “At home”"),
        ({"not": {"profile": "stage", "any_of": ["near", "far"]}}, "“Stage” is not “Nearby” or “Far away”"),
        ({"not": {"profile": "markets", "equals": "eu"}}, "“Markets” is not “Europe” alone"),
        (
            {"not": {"profile": "markets", "any_of": ["eu", "africa"]}},
            "“Markets” does not include “Europe” or “Africa”",
        ),
        (
            {"not": {"answer": "plan.budget", "equals": "no"}},
            "it is not true that “Budget” is answered “No”",
        ),
        (
            {
                "all": [
                    {"profile": "stage", "any_of": ["near", "far"]},
                    {"answer": "plan.budget", "equals": "yes"},
                ]
            },
            "“Stage” is “Nearby” or “Far away”, and “Budget” is answered “Yes”",
        ),
        (
            {
                "any": [
                    {"answer": "people.ratio", "at_most": 1},
                    {
                        "all": [
                            {"answer": "plan.budget", "equals": "no"},
                            {"answer": "people.days", "at_least": 9},
                        ]
                    },
                    {
                        "not": {
                            "any": [
                                {"profile": "stage", "equals": "far"},
                                {"profile": "stage", "equals": "near"},
                            ]
                        }
                    },
                ]
            },
            "“Ratio” is 1 or less, or (“Budget” is answered “No”, and “Days” is 9 days or more), or "
            "(it is not true that (“Stage” is “Far away”, or “Stage” is “Nearby”))",
        ),
    ],
)
def test_a_condition_is_written_in_words(
    condition: dict[str, Any], words: str, every_kind: Questionnaire
) -> None:
    assert condition_in_words(Condition.model_validate(condition), every_kind) == words


def test_a_question_with_a_number_is_referred_to_by_it(every_kind: Questionnaire) -> None:
    condition = Condition.model_validate({"answer": "plan.thesis", "equals": "draft"})
    words = condition_in_words(condition, every_kind, {"plan.thesis": 7})
    assert words == "question 7 (“Thesis”) is answered 2"


@pytest.mark.parametrize("level", range(5))
@pytest.mark.parametrize("test", [{"at_least": 2}, {"at_most": "slides"}, {"any_of": ["nothing", "paper"]}])
def test_the_levels_named_are_those_that_meet_the_condition(
    test: dict[str, Any], level: int, every_kind: Questionnaire
) -> None:
    condition = Condition.model_validate({"answer": "plan.thesis", **test})
    named = re.findall(r"\d+", condition_in_words(condition, every_kind))
    chosen = every_kind.questions["plan.thesis"].choices[level]
    scope = scored(every_kind, {"plan.thesis": chosen.id}).scope
    assert (str(int(chosen.score)) in named) is scope.holds(condition)


# --- the finished view ----------------------------------------------------------------------------


def views(preview: Preview) -> dict[str, QuestionView]:
    """The questions of a preview by id."""
    sections = (*preview.sections, *preview.opportunities)
    return {view.id: view for section in sections for view in section.questions}


def test_questions_are_in_the_order_of_the_interview_and_numbered(
    preview: Preview, every_kind: Questionnaire
) -> None:
    shown = views(preview)
    assert list(shown) == list(every_kind.questions)
    assert [fact.number for fact in preview.profile] == ["1", "2"]
    assert [view.number for view in shown.values()] == [str(n) for n in range(3, len(shown) + 3)]


@dataclass
class Listener:
    """A respondent who skips every question and remembers the options shown."""

    shown: list[list[str]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    asked: bool = False

    def say(self, text: str = "", *, indent: int = 0, strong: bool = False) -> None:
        """Keep the numbered lines below the title of each question."""
        title = re.match(r"\[(\d+)/13\] ", text) if strong else None
        self.asked = bool(title) if strong else self.asked
        if title:
            self.numbers.append(title[1])
            self.shown.append([])
        elif self.asked and indent == 2 and re.match(r"\d+(\. |: |$)", text):
            self.shown[-1].append(text)

    def ask(self, prompt: str) -> str:
        """Skip every question."""
        return (
            "Chen Li"
            if prompt == "> "
            else ":s"
            if "Your answer" in prompt
            else "r"
            if "Number" in prompt
            else ""
        )


def test_levels_have_the_same_numbers_as_in_the_interview(
    preview: Preview, every_kind: Questionnaire
) -> None:
    listener = Listener()
    conduct(every_kind, blank(every_kind), listener, lambda _answers: None)
    asked: list[ProfileView | QuestionView] = [*preview.profile, *views(preview).values()]
    assert listener.numbers == [view.number for view in asked]
    for lines, view in zip(listener.shown, asked, strict=True):
        if view.id == "plan.believed":  # the form has a line instead of 101 boxes
            assert (view.choices, len(lines)) == ((), 101)
            continue
        choices = [choice for choice in view.choices if choice.id or choice.text != "none of these"]
        if view.id == "plan.budget":  # answered by a word
            assert ([choice.number for choice in choices], lines) == (["", ""], [])
        elif view.id == "plan.often":  # answered by its own numbers
            assert [f"{choice.number}: {choice.text}".removesuffix(": ") for choice in choices] == lines
        else:
            assert [f"{choice.number}. {choice.text}" for choice in choices] == lines


def test_a_question_is_shown_in_full(preview: Preview) -> None:
    view = views(preview)["plan.thesis"]
    assert (view.number, view.title, view.text) == ("3", "Thesis", "What is written down?")
    assert (view.help, view.evidence) == ("A thesis can be argued with.", ("The minutes", "The signed paper"))
    assert (view.type, view.instruction, view.marks) == ("one of 5 levels", "Tick one.", ("quick",))
    assert [(choice.number, choice.score) for choice in view.choices] == [(n, "") for n in "01248"]
    assert [choice.id for choice in view.choices] == ["nothing", "slides", "draft", "paper", "minutes"]
    # Three quarters of 2.5 in 5.5.
    assert view.weighed == "weight 2.5, 34.1% of the overall"


@pytest.mark.parametrize(
    ("id", "type", "instruction", "worth", "weighed"),
    [
        (
            "plan.often",
            "a whole number from 0 to 3",
            "Tick one.",
            "0% at 0, 100% at 3",
            "weight 1, 13.6% of the overall",
        ),
        (
            "plan.believed",
            "a whole number from 0 to 100",
            "Write a whole number from 0 to 100. (0: nobody; 100: all)",
            "0% at 0, 100% at 100",
            "weight 1, 13.6% of the overall",
        ),
        ("plan.budget", "yes or no", "Tick one.", "", "weight 1, 13.6% of the overall"),
        (
            "people.days",
            "a number in days",
            "Write a number in days.",
            "0% at 200, 100% at 20",
            "weight 1, 2.1% of the overall",
        ),
        (
            "people.ratio",
            "a number",
            "Write a number.",
            "0% at 0, 100% at 1",
            "weight 1, 2.1% of the overall",
        ),
        (
            "people.languages",
            "any of 3 lines",
            "Tick all that apply.",
            "1, 1, 2; 100% from a sum of 2",
            "weight 1, 2.1% of the overall",
        ),
        ("people.remarks", "free text", "Write it in your own words.", "", "never scored"),
        ("exposure.data", "one of 2 levels", "Tick one.", "", "weight 1, 9.4% of the overall"),
        (
            "window.open",
            "one of 2 levels",
            "Tick one.",
            "1, 4; 0% at 0, 100% at 5",
            "weight 1, 100.0% of its window of opportunity",
        ),
    ],
)
def test_each_type_says_how_to_answer_and_what_it_is_worth(
    id: str, type: str, instruction: str, worth: str, weighed: str, preview: Preview
) -> None:
    view = views(preview)[id]
    assert (view.type, view.instruction, view.worth, view.weighed) == (type, instruction, worth, weighed)


def test_questions_have_labels_for_what_is_special(preview: Preview) -> None:
    shown = views(preview)
    assert shown["plan.often"].title == "How often is it read?"
    assert shown["plan.often"].text == ""
    assert shown["exposure.data"].marks == ("quick", "exposure")
    assert shown["exposure.data"].direction == "(From the least exposed to the most.)"
    assert shown["exposure.check"].marks == ("control",)
    assert shown["exposure.check"].direction == ""
    assert shown["people.days"].not_applicable == "nobody is employed abroad"
    assert shown["plan.budget"].condition == "Only if “Stage” is “Nearby” or “Far away”."
    assert shown["exposure.check"].condition == (
        "Only if question 11 (“Data”) is answered 1, or question 7 (“Days”) is 30 days or more."
    )
    none, *languages = shown["people.languages"].choices
    assert (none.number, none.text, none.id, none.score) == ("0", "none of these", "", "")
    assert [(choice.number, choice.score) for choice in languages] == [("1", "1"), ("2", "1"), ("3", "2")]


def test_sections_show_their_place_weight_and_way_of_combining(preview: Preview) -> None:
    assert [
        (view.title, view.depth, view.within, view.weighed, view.combined)
        for view in (*preview.sections, *preview.opportunities)
    ] == [
        ("Plan", 0, "", "weight 3, 75.0% of the overall", "weighted arithmetic mean"),
        ("Organisation", 0, "", "weight 1, 25.0% of the overall", "the lowest counts"),
        ("People", 1, "Organisation", "weight 1, 6.3% of the overall", "weighted arithmetic mean"),
        ("Exposure", 1, "Organisation", "weight 3, 18.8% of the overall", "exposure × (1 − control)"),
        ("Window", 0, "", "a window of opportunity, not part of the overall", "weighted arithmetic mean"),
        (
            "Inner window",
            1,
            "Window",
            "weight 1, 100.0% of its window of opportunity",
            "weighted arithmetic mean",
        ),
    ]


def test_bands_show_all_their_requirements(preview: Preview) -> None:
    whole, organisation = preview.bands
    assert [(band.title, band.text, band.asks) for band in whole.bands] == [
        ("Low", "Begin.", ("nothing in particular",)),
        (
            "High",
            "Go on.",
            (
                "a score of at least 60",
                "at least 30 in every section",
                "at least 40.5 in “Plan”",
                "90% of the weight answered",
            ),
        ),
    ]
    assert organisation.title == "Organisation"
    assert organisation.bands[1].asks == ("a score of at least 50", "at least 25 in each of its sections")


def test_a_red_flag_says_when_it_applies_and_what_it_does(preview: Preview) -> None:
    (flag,) = preview.flags
    assert (flag.title, flag.message) == ("Alone", "Nobody else knows.")
    assert flag.condition == (
        "Applies if question 3 (“Thesis”) is answered 0 or 1, and “Stage” is not “At home”."
    )
    assert flag.effect == "Caps the verdict at “Low”."


def test_only_the_conventions_in_use_are_described(preview: Preview) -> None:
    geometric = (
        "The overall is the weighted geometric mean of the dimensions, each counted as at least 1."
        " A strong dimension makes up for a weak one only in part."
    )
    assert geometric in preview.rules
    for start in (
        "The overall runs",
        "Shares are nominal",
        "In a risk,",
        "In a geometric",
        "Where only",
        "Opportunity",
    ):
        assert any(rule.startswith(start) for rule in preview.rules)
    plain = build_preview(questionnaire(section("one", question("q1")), aggregation="arithmetic"))
    assert len(plain.rules) == 3
    assert plain.rules[0] == "The overall runs from 0 to 100; higher is better."
    assert plain.rules[1] == "The overall is the weighted arithmetic mean of the dimensions."


def test_the_quick_set_is_shown_and_weighted_by_itself(every_kind: Questionnaire) -> None:
    quick = build_preview(every_kind, quick=True)
    assert quick.subtitle == "2 questions: the quick set"
    assert {id: (view.number, view.weighed) for id, view in views(quick).items()} == {
        "plan.thesis": ("3", "weight 2.5, 75.0% of the overall"),
        "exposure.data": ("4", "weight 1, 25.0% of the overall"),
    }
    assert [view.id for view in quick.sections] == ["plan", "organisation", "exposure"]
    assert quick.opportunities == ()
    assert any("readiness assess --quick:" in line for line in quick.instructions)


def test_a_red_flag_that_a_screening_does_not_check_is_not_shown() -> None:
    asked = questionnaire(
        section("one", question("q1", quick=True), question("q2")),
        red_flags=[
            red_flag("seen", {"not": {"answer": "q1", "at_most": 0}}, "foundation"),
            red_flag(
                "unseen",
                {"any": [{"answer": "q1", "at_most": 0}, {"answer": "q2", "at_most": 0}]},
                "foundation",
            ),
        ],
    )
    assert [flag.id for flag in build_preview(asked).flags] == ["seen", "unseen"]
    assert [flag.id for flag in build_preview(asked, quick=True).flags] == ["seen"]


def test_instructions_explain_open_answers_and_mention_only_types_that_occur() -> None:
    worst = build_preview(questionnaire(section("one", question("q1"))))
    excluded = build_preview(questionnaire(section("one", question("q1")), unanswered="exclude"))
    assert any("counts at its worst" in line for line in worst.instructions)
    assert any("does not count" in line for line in excluded.instructions)
    assert not any("Not applicable" in line or "Only if" in line for line in worst.instructions)


@given(trees())
@settings(max_examples=30, deadline=None)
def test_the_table_of_weights_has_a_line_for_each_section_and_question(tree: dict[str, Any]) -> None:
    asked = questionnaire(*tree["sections"])
    rows = build_preview(asked).weights
    assert {row.id for row in rows} == {*asked.all_sections, *asked.questions}
    assert [row.id for row in rows if row.number] == list(asked.questions)
    shares = [Fraction(row.share.removesuffix("%")) for row in rows if row.number]
    off = sum(shares, Fraction(0)) - 100
    assert abs(off) <= Fraction(len(shares), 20)  # each rounding error is at most 0.05


# --- in the terminal ------------------------------------------------------------------------------


def shown(preview: Preview, width: int, *, colour: bool = False, ascii_only: bool = False) -> str:
    return render_preview(preview, "terminal", Output(width, colour, Characters(ascii_only=ascii_only)))


def test_the_terminal_shows_a_question_with_everything_about_it(preview: Preview) -> None:
    lines = shown(preview, 80).split("\n")
    start = lines.index("3. Thesis plan.thesis (quick)")
    assert lines[start : start + 10] == [
        "3. Thesis plan.thesis (quick)",
        "   one of 5 levels · weight 2.5, 34.1% of the overall",
        "   What is written down?",
        "   Why it is asked: A thesis can be argued with.",
        "     0. Nothing. [nothing]",
        "     1. Slides. [slides]",
        "     2. A draft. [draft]",
        "     4. A signed paper. [paper]",
        "     8. Minutes. [minutes]",
        "   What would prove it: The minutes; The signed paper",
    ]
    start = lines.index("7. Days people.days")
    assert lines[start : start + 5] == [
        "7. Days people.days",
        "   a number in days · 0% at 200, 100% at 20 · weight 1, 2.1% of the overall",
        "   How long is a post empty?",
        "   Write a number in days.",
        "   Not applicable only if: nobody is employed abroad",
    ]
    start = lines.index("Section       Weight  Share  How it counts")
    assert lines[start : start + 5] == [
        "Section       Weight  Share  How it counts",
        "Plan               3  75.0%  weighted arithmetic mean",
        "Organisation       1  25.0%  the lowest counts",
        "– People           1   6.3%  weighted arithmetic mean",
        "– Exposure         3  18.8%  exposure × (1 − control)",
    ]
    start = lines.index("People")
    assert lines[start + 1 : start + 3] == [
        "Part of Organisation.",
        "people · weight 1, 6.3% of the overall · weighted arithmetic mean",
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_terminal_leaves_nothing_out_at_any_width(width: int, preview: Preview) -> None:
    unbroken = "".join(shown(preview, width).split())
    for view in views(preview).values():
        texts = [view.id, view.title, view.text, view.help, view.weighed, view.condition, view.direction]
        texts += [view.worth, view.type, view.not_applicable, *view.marks, *view.evidence]
        for text in texts:
            assert "".join(text.split()) in unbroken, (view.id, text)
        for choice in view.choices:
            number = f"{choice.number}." if choice.number else ""
            known = f"[score{choice.score},{choice.id}]" if choice.score else f"[{choice.id}]"
            assert "".join(f"{number}{choice.text}".split()) + (known if choice.id else "") in unbroken
    for part in (*preview.sections, *preview.opportunities):
        facts = f"{part.id} · {part.weighed} · {part.combined}"
        assert "".join(facts.split()) in unbroken
    for asked in preview.profile:
        assert f"{asked.title}[{asked.id}]" in unbroken
    for text in (*preview.rules, preview.flags[0].condition, *preview.bands[0].bands[1].asks):
        assert "".join(text.split()) in unbroken


def wide(depth: int) -> dict[str, Any]:
    """Nested sections, `depth` deep, with long Chinese texts."""
    words = "董事会已批准三年预算，退出条件也已写明；" * 3
    inner = section("leaf", question("q1", text=words, title=words, evidence=[words]), title=words)
    for level in range(depth):
        inner = group(f"level-{level}", inner, title=f"{words}{level}", description=words)
    return inner


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(width: int, preview: Preview) -> None:
    deep = build_preview(questionnaire(wide(24)))
    for text in (
        shown(preview, width),
        shown(deep, width),
        shown(build_preview(load_questionnaire()), width),
    ):
        assert max(map(display_width, text.split("\n"))) <= width
    assert "".join(deep.sections[-1].questions[0].text.split()) in "".join(shown(deep, width).split())


def test_on_an_ascii_terminal_everything_is_ascii(preview: Preview) -> None:
    assert shown(preview, 80, ascii_only=True).isascii()
    assert "exposure x (1 - control)" in shown(preview, 80, ascii_only=True)


def test_colour_adds_nothing_to_the_words(preview: Preview) -> None:
    coloured = shown(preview, 80, colour=True)
    assert "\x1b[" in coloured
    plain = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", coloured).split("\n")]
    assert plain == shown(preview, 80).split("\n")


# --- as a form to print -----------------------------------------------------------------------------


def parsed(markdown: str) -> list[Token]:
    """`markdown` parsed as GitHub Flavored Markdown."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(markdown)


def inline(markdown: str) -> list[str]:
    """What a reader sees of each paragraph, heading, item and cell."""
    return [
        "".join(child.content for child in token.children or ())
        for token in parsed(markdown)
        if token.type == "inline"
    ]


def under(heading: str, markdown: str) -> list[str]:
    """What a reader sees below a heading, up to the next one."""
    tokens = parsed(markdown)
    seen: list[str] = []
    inside = False
    for before, token in pairwise(tokens):
        if token.type == "inline":
            text = "".join(child.content for child in token.children or ())
            if before.type == "heading_open":
                inside = text == heading
            elif inside:
                seen.append(text)
    return seen


LINE = "_" * 48


def test_the_form_has_a_box_for_each_level_and_lines_for_note_and_evidence(preview: Preview) -> None:
    form = render_preview(preview)
    assert under("3. Thesis", form) == [
        "plan.thesis · quick · weight 2.5, 34.1% of the overall",
        "What is written down?",
        "Why it is asked: A thesis can be argued with.",
        "Tick one.",
        "☐ 0 Nothing.",
        "☐ 1 Slides.",
        "☐ 2 A draft.",
        "☐ 4 A signed paper.",
        "☐ 8 Minutes.",
        "☐ Don't know",
        "What would prove it: The minutes; The signed paper",
        f"Note: {LINE}",
        f"Evidence: {LINE}",
    ]
    assert under("7. Days", form) == [
        "people.days · weight 1, 2.1% of the overall",
        "How long is a post empty?",
        "Write a number in days.",
        f"Answer: {LINE}",
        "☐ Don't know",
        f"☐ Not applicable only if: nobody is employed abroad Reason: {LINE}",
        f"Note: {LINE}",
        f"Evidence: {LINE}",
    ]
    assert "☐ 0 none of these" in under("9. Languages", form)
    assert under("12. Check", form)[1] == (
        "Only if question 11 (“Data”) is answered 1, or question 7 (“Days”) is 30 days or more."
    )
    assert "Tick one. (From the least exposed to the most.)" in under("11. Data", form)


def test_the_form_begins_with_who_answers_and_how_and_the_profile(preview: Preview) -> None:
    form = render_preview(preview)
    opening = under("Every kind of question", form)
    assert opening[0] == "11 questions · every-kind 3.2.1"
    assert opening[-6:] == [
        f"Enterprise: {LINE}",
        f"Prepared by: {LINE}",
        f"Prepared for: {LINE}",
        f"Confidentiality: {LINE}",
        f"Respondent and role: {LINE}",
        f"Date of the answers: {LINE}",
    ]
    assert under("How to fill in this form", form) == list(preview.instructions)
    assert under("1. Stage", form) == [
        "How far abroad?",
        "Why it is asked: The furthest counts.",
        "Tick one.",
        "☐ 1 At home.",
        "☐ 2 Nearby",
        "☐ 3 Far away",
    ]
    assert "Tick all that apply." in under("2. Markets", form)


def test_the_form_ends_with_weights_bands_and_red_flags(preview: Preview) -> None:
    form = render_preview(preview)
    headings = re.findall(r"(?m)^## (.*)$", form)
    assert headings == [
        "How to fill in this form",
        "About the enterprise",
        "Plan",
        "Organisation",
        "Window",
        "Weights and shares",
        "Bands",
        "Red flags",
    ]
    weights = under("Weights and shares", form)
    header = ["Section or question", "Id", "Weight", "Share of the overall"]
    assert weights[:4] == header
    rows = [weights[start : start + 5] for start in range(5, 5 * 14, 5)]
    assert rows[:3] == [
        ["Plan", "plan", "3", "75.0%", "weighted arithmetic mean"],
        ["– 3. Thesis", "plan.thesis", "2.5", "34.1%", "0, 1, 2, 4, 8"],
        ["– 4. How often is it read?", "plan.often", "1", "13.6%", "0% at 0, 100% at 3"],
    ]
    assert rows[5:8] == [
        ["Organisation", "organisation", "1", "25.0%", "the lowest counts"],
        ["– People", "people", "1", "6.3%", "weighted arithmetic mean"],
        ["– – 7. Days", "people.days", "1", "2.1%", "0% at 200, 100% at 20"],
    ]
    assert under("Windows of opportunity", form)[-len(preview.rules) :] == list(preview.rules)
    requires = "; ".join(preview.bands[0].bands[1].asks)
    assert under("Overall", form)[-3:] == ["High", f"Requires: {requires}", "Go on."]
    flag = preview.flags[0]
    assert under("Red flags", form) == [f"{flag.title}. {flag.message} {flag.condition} {flag.effect}"]


def named(text: str) -> Preview:
    """A preview in which every text of the author is `text`."""
    options = [{"id": "a", "score": 0, "text": text}, {"id": "b", "score": 1, "text": text}]
    asked = question("q1", text=text, title=text, help=text, evidence=[text, text], options=options)
    extra = {"not_applicable": text, "when": {"profile": "stage", "equals": "home"}}
    written = {"id": "q2", "type": "number", "title": text, "text": text, "worst": 0, "best": 1, "unit": text}
    scale = {"id": "q3", "type": "scale", "text": text, "minimum": 0, "maximum": 50, "labels": {"0": text}}
    bands = [
        {"id": "low", "title": text, "text": text},
        {"id": "high", "title": text, "text": text, "requires": {"outer": 5}},
    ]
    flag = red_flag("flag", {"answer": "q1", "equals": "a"}, "low") | {"title": text, "message": text}
    inner = section("inner", asked | extra, written, scale, title=text, description=text, bands=bands[:1])
    profile_options = [{"id": "home", "text": text}, {"id": "away", "text": text}]
    return build_preview(
        questionnaire(
            group("outer", inner, title=text, description=text),
            opportunities=[section("window", question("q4", title=text, text=text), title=text)],
            bands=bands,
            red_flags=[flag],
            profile=[{"id": "stage", "title": text, "text": text, "help": text, "options": profile_options}],
            title=text,
            description=text,
            source=text,
        )
    )


def structure(markdown: str) -> list[Any]:
    """Everything but the text."""
    return [
        (token.type, token.tag, token.level)
        if token.type != "inline"
        else [child.type for child in token.children or () if child.type not in ("text", "text_special")]
        for token in parsed(markdown)
    ]


@pytest.mark.parametrize("text", [HOSTILE, *STARTS])
def test_author_text_does_not_change_the_structure_of_the_form(text: str) -> None:
    form = render_preview(named(text)).replace("<br>", " ")  # line breaks of the author's stay
    assert structure(form) == structure(render_preview(named("plain words")))
    assert "<" not in form


def test_author_text_is_shown_as_it_was_written() -> None:
    seen = [text.replace("\u200b", "") for text in inline(render_preview(named(HOSTILE)))]
    expected = printable(" ".join(HOSTILE.split()))
    assert expected in seen
    assert f"1. {expected}" in seen
    assert f"☐ 0 {expected}" in seen
    assert f"☐ Not applicable only if: {expected} Reason: {LINE}" in seen


def test_hostile_text_cannot_control_the_terminal() -> None:
    text = shown(named(HOSTILE), 80)
    assert all(character == "\n" or character.isprintable() for character in text)
    assert r"\x1b[31mred\x1b[0m" in "".join(text.split())


def test_the_form_of_the_built_in_questionnaire_is_complete() -> None:
    asked = load_questionnaire()
    form = render_preview(build_preview(asked))
    levels = sum(len(question.choices) for question in asked.questions.values())
    facts = sum(len(fact.options) for fact in asked.profile)
    excused = sum(1 for question in asked.questions.values() if question.not_applicable)
    assert form.count("☐") == levels + facts + excused + len(asked.questions)
    assert form.count(f"Note: {LINE}") == form.count(f"Evidence: {LINE}") == len(asked.questions)
    shown_only = {
        question.id
        for section in asked.all_sections.values()
        for question in (*section.exposure, *section.use)
    }
    for id in asked.questions:  # at the question, and in the table of weights if it counts in a score
        assert form.count(f"`{id}`") == (1 if id in shown_only else 2)
    assert {token.type for token in parsed(form)}.isdisjoint({"html_block", "fence", "code_block"})


# --- from the command line --------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the questionnaire in `mine`."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "questionnaire.yaml").write_text(FILE, encoding="utf-8")
    return tmp_path


def test_show_prints_the_form_and_writes_the_same(folder: Path, preview: Preview) -> None:
    printed = call("questionnaire", "show", "mine", "--format", "markdown", folder=folder)
    assert (printed.returncode, printed.stderr) == (0, "")
    assert printed.stdout == render_preview(preview)
    written = call("questionnaire", "show", "mine", "--export", "form.md", folder=folder)
    assert (written.returncode, written.stderr) == (0, "Wrote form.md\n")
    assert (folder / "form.md").read_text(encoding="utf-8") == printed.stdout
    assert written.stdout == render_preview(preview, PreviewFormat.TERMINAL, Output(width=80))


def test_show_quick_prints_the_quick_form(folder: Path, every_kind: Questionnaire) -> None:
    printed = call("questionnaire", "show", "mine", "--quick", "--format", "markdown", folder=folder)
    assert printed.stdout == render_preview(build_preview(every_kind, quick=True))
    assert "plan.often" not in printed.stdout


def test_show_follows_the_width_of_the_terminal(folder: Path, preview: Preview) -> None:
    printed = call("questionnaire", "show", "mine", folder=folder, columns=40)
    assert printed.stdout == render_preview(preview, "terminal", Output(width=40))


def test_show_uses_the_requested_language(folder: Path) -> None:
    text = FILE.replace("title: Plan\n", "title: {en: Plan, zh: 计划}\n").replace(
        "date:", "languages: [en, zh]\ndate:"
    )
    (folder / "mine" / "questionnaire.yaml").write_text(text, encoding="utf-8")
    printed = call("questionnaire", "show", "mine", "--lang", "zh", folder=folder)
    assert "\n计划\n" in printed.stdout
    assert "\nPlan\n" not in printed.stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ["mine", "--export", "form.txt"],
            "Error: Invalid value for --export: “form.txt” does not end in .md. Did you mean “form.md”?",
        ),
        (
            ["mine", "--export", "missing/form.md"],
            "missing/form.md: cannot be written: there is no folder “missing”; create it first",
        ),
        (["mine", "--format", "html"], "“html” is not one of terminal, markdown"),
    ],
)
def test_an_impossible_request_is_refused_with_a_remedy(
    arguments: list[str], expected: str, folder: Path
) -> None:
    finished = run("questionnaire", "show", *arguments, folder=folder)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert expected in finished.stderr
    assert [path.name for path in folder.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("link.md", "“link.md” leads to “answers.yaml”; the export would replace it."),
        ("hard.md", "“hard.md” is the questionnaire; the export would replace it."),
    ],
)
def test_the_form_never_replaces_another_file_behind_a_link(name: str, message: str, folder: Path) -> None:
    main = folder / "mine" / "questionnaire.yaml"
    (folder / "answers.yaml").write_text("kept", encoding="utf-8")
    (folder / "link.md").symlink_to("answers.yaml")
    (folder / "hard.md").hardlink_to(main)
    finished = call("questionnaire", "show", "mine", "--export", name, folder=folder)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.endswith(f"Error: Invalid value for --export: {message}\n")
    assert (folder / "answers.yaml").read_text(encoding="utf-8") == "kept"
    assert main.read_text(encoding="utf-8") == FILE


def test_a_mistake_in_the_questionnaire_is_shown_and_no_form_is_written(folder: Path) -> None:
    text = FILE.replace("aggregation: minimum", "aggregation: lowest")
    (folder / "mine" / "questionnaire.yaml").write_text(text, encoding="utf-8")
    finished = call("questionnaire", "show", "mine", "--export", "form.md", folder=folder)
    line = text.split("\n").index("    aggregation: lowest") + 1
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(f"mine/questionnaire.yaml:{line}:18: not-a-choice: ")
    assert not (folder / "form.md").exists()


def test_a_text_of_several_lines_stays_in_several_lines_on_the_form_and_in_the_template() -> None:
    asked = questionnaire(section("one", question("q1", title="Papers", text="Both:\n- the plan\n\nTrue?")))
    assert "Both:<br>- the plan<br><br>True?" in render_preview(build_preview(asked))
    assert "  # Papers. Both:\n  # - the plan\n  #\n  # True?\n" in template(asked)
