"""A form as a workbook: what is filled in is read back, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from firms import GOING_GLOBAL
from forms import EVERYTHING, FilledForm, answered, back, form_of, random_answers
from readiness.answers.answers import Answers
from readiness.answers.writing import as_written
from readiness.questionnaire.questionnaire import Questionnaire

BLANK = form_of(EVERYTHING)


@given(answered(EVERYTHING))
@settings(max_examples=40, deadline=None)
def test_what_was_answered_stands_in_the_form_and_reads_back_the_same(answers: Answers) -> None:
    assert back(form_of(EVERYTHING, answers), EVERYTHING) == answers


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("asked", [EVERYTHING, GOING_GLOBAL], ids=lambda asked: asked.id)
def test_what_is_filled_in_is_what_is_read(asked: Questionnaire, number: int) -> None:
    answers = random_answers(asked, number)
    filled = FilledForm(BLANK if asked is EVERYTHING else form_of(asked))
    filled.fill_in(as_written(answers, asked), asked)
    assert back(filled.content(), asked) == answers


def test_a_blank_form_holds_no_answers() -> None:
    found = back(BLANK, EVERYTHING)
    assert (found.given, found.profile, found.notices) == ({}, {}, ())


def test_the_same_form_gives_the_same_bytes() -> None:
    assert form_of(EVERYTHING) == BLANK
