"""A form as a workbook: what is filled in is read back, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

import programs
from firms import GOING_GLOBAL
from forms import EVERYTHING, FilledForm, answered, back, conditional, form_of, greyed, random_answers
from readiness.answers.answers import Answers
from readiness.answers.writing import as_written
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.scope import Standing, determine

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


# --- as LibreOffice computes it -------------------------------------------------------------------------

ASKED = [
    *((conditional(number), number) for number in range(9)),
    (EVERYTHING, 1),
    (GOING_GLOBAL, 2),
    (GOING_GLOBAL, 3),
]


@programs.needs_programs
@pytest.mark.parametrize("first", range(0, len(ASKED), 2))
def test_libreoffice_greys_what_is_not_asked_and_keeps_what_was_filled_in(first: int) -> None:
    """Its cells are recomputed, and what it saves, also by way of its own format, reads the same."""
    some = [(asked, random_answers(asked, number)) for asked, number in ASKED[first : first + 2]]
    made = programs.all_converted([form_of(*each) for each in some], ".xlsx", "ods")
    for content, (asked, answers) in zip(programs.all_converted(made, ".ods", "xlsx"), some, strict=True):
        assert back(content, asked) == answers
        standing = determine(asked, answers).standing
        hidden = [f"answers {id}" for id, where in standing.items() if where is Standing.HIDDEN]
        assert sorted(id for id in greyed(content) if id.count(" ") == 1) == sorted(hidden)
        assert hidden or asked not in (ASKED[0][0], GOING_GLOBAL)
