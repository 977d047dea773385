"""The questions that a preview shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from readiness.analysis.weights import NominalShares, overall_shares, window_shares
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.sections import Section


class Selection(NamedTuple):
    """The questions that a preview shows, numbered, and the share of each in its score."""

    questionnaire: Questionnaire
    numbers: dict[str, int]
    """The number of each question by its id, the same as in the interview: the profile comes first."""
    overall: NominalShares
    windows: NominalShares

    def sections(self, sections: Sequence[Section]) -> Iterator[Section]:
        """Those of `sections` that hold a selected question, at any depth."""
        for section in sections:
            if any(question.id in self.numbers for question in section.all_questions()):
                yield section

    def directly_in(self, section: Section) -> Iterator[Question]:
        """The selected questions of `section` itself, without those of sections below it."""
        for question in section.own_questions():
            if question.id in self.numbers:
                yield question


def select(questionnaire: Questionnaire, *, quick: bool) -> Selection:
    """All questions, or only the quick set."""
    asked = enumerate(questionnaire.asked(quick=quick), start=1)
    return Selection(
        questionnaire,
        numbers={each.id: number for number, each in asked if isinstance(each, Question)},
        overall=overall_shares(questionnaire, quick=quick),
        windows=window_shares(questionnaire, quick=quick),
    )
