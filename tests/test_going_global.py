"""The texts and rules of the built-in questionnaire keep the limits that make it answerable."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness import load_questionnaire
from readiness.interview.minutes import minutes
from readiness.interview.record import Asked
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.questions.parts import Action, Option

QUESTIONNAIRE = load_questionnaire("going-global")
QUESTIONS = list(QUESTIONNAIRE.questions.values())
README = Path(__file__).resolve().parent.parent / "README.md"


def words(text: str) -> int:
    return len(text.split())


def levels(question: Question) -> tuple[Option, ...]:
    return question.listed


def actions(questionnaire: Questionnaire) -> Iterator[tuple[str, Action]]:
    for question in questionnaire.questions.values():
        for option in levels(question):
            if option.action is not None:
                yield f"{question.id}/{option.id}", option.action


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_question_is_short_and_its_levels_are_on_one_ladder(question: Question) -> None:
    assert words(question.text) <= 25
    assert words(question.help) <= 60
    assert all(words(option.text) <= 18 for option in levels(question))
    assert words(question.text) + sum(words(option.text) for option in levels(question)) <= 95
    scores = [option.score for option in levels(question)]
    assert 4 <= len(scores) <= 5
    assert scores == sorted(set(scores))
    assert set(scores) <= {0, 1, 2, 3, 4}
    assert not any(option.text.startswith("The same") for option in levels(question))
    assert 2 <= len(question.evidence) <= 3


def test_questions_with_their_levels_have_eighty_words_at_most_on_average() -> None:
    counts = [words(q.text) + sum(words(option.text) for option in levels(q)) for q in QUESTIONS]
    assert statistics.mean(counts) <= 80


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_every_level_but_the_last_leads_on_except_where_a_fact_is_described(question: Question) -> None:
    leads_on = [option.action is not None for option in levels(question)]
    if not QUESTIONNAIRE.locations[question.id].is_fact:
        assert leads_on == [True] * (len(leads_on) - 1) + [False]


def test_an_action_says_who_does_it_in_thirty_words_at_most() -> None:
    for name, action in actions(QUESTIONNAIRE):
        assert action.who, name
        assert words(action.who) <= 4, name
        assert words(action.text) <= 30, name


def test_effort_has_a_cost_in_person_days_that_rises() -> None:
    days = QUESTIONNAIRE.effort_days
    assert days is not None
    assert all(lower < higher for lower, higher in itertools.pairwise(days))


def test_the_quick_set_has_three_questions_a_dimension_and_two_a_window() -> None:
    for section in QUESTIONNAIRE.sections:
        quick = [question for question in section.all_questions() if question.quick]
        assert len(quick) == 3, section.id
        if section.kind == "risk":
            assert [question in section.exposure for question in quick] == [True, False, False], section.id
    for window in QUESTIONNAIRE.opportunities:
        quick = [question for question in window.all_questions() if question.quick]
        assert [question in window.openness for question in quick] == [True, False], window.id


def test_every_question_has_a_case_or_says_why_not() -> None:
    with_case = {id for case in QUESTIONNAIRE.cases.cases for id in case.questions}
    for question in QUESTIONS:
        assert (question.id in with_case) != bool(question.no_case), question.id


def test_a_flag_on_an_exposure_also_needs_a_missing_control() -> None:
    """No firm is capped for what it sells."""
    for flag in QUESTIONNAIRE.red_flags:
        asked = re.findall(r"'([a-z-]+\.[a-z-]+)'", repr(flag.when.model_dump()))
        facts = [id for id in asked if QUESTIONNAIRE.locations[id].is_fact]
        assert len(facts) < len(asked), flag.id


def test_something_else_is_no_likeness() -> None:
    for case in QUESTIONNAIRE.cases.cases:
        assert "other" not in case.applies_to.get("sector", ()), case.id


def test_no_text_speaks_of_a_date_after_that_of_the_questionnaire() -> None:
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    assert QUESTIONNAIRE.date is not None
    limit = tuple(map(int, QUESTIONNAIRE.date.split("-")))
    texts = {question.id: question.help for question in QUESTIONS}
    texts |= {
        case.id: f"{case.summary} {case.lesson} {case.note or ''}" for case in QUESTIONNAIRE.cases.cases
    }
    for id, text in texts.items():
        for day, month, year in re.findall(rf"(\d+) ({'|'.join(months)}) (20\d\d)", text):
            assert (int(year), months.index(month) + 1, int(day)) <= limit, id
        assert "has passed" not in text, id


def test_the_readme_promises_the_minutes_that_the_interview_counts() -> None:
    text = README.read_text(encoding="utf-8")
    asked: list[Asked] = [*QUESTIONNAIRE.profile, *QUESTIONS]
    quick: list[Asked] = [*QUESTIONNAIRE.profile, *(question for question in QUESTIONS if question.quick)]
    assert f"about {minutes(asked)} minutes" in text
    assert f"about {minutes(quick)} minutes" in text


def test_help_texts_name_levels_by_their_numbers() -> None:
    """Levels count from 0, so “the second level” would be number 1, which nobody expects."""
    counted = re.compile(r"\b(first|second|third|fourth|fifth)\s+(two\s+)?(line|level)s?\b")
    assert [id for id, asked in QUESTIONNAIRE.questions.items() if counted.search(asked.help)] == []
