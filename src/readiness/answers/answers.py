"""Answers of one enterprise, checked."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Literal, NamedTuple

from readiness.questionnaire.history import Part
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import UNKNOWN as UNKNOWN
from readiness.questionnaire.questions.base import Option, Value


class State(Enum):
    """How far a question is answered."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    UNANSWERED = "unanswered"
    NOT_APPLICABLE = "not applicable"


class Answer(NamedTuple):
    """What was said to one question; `value` is there exactly when it is answered."""

    state: State
    value: Value | None = None
    note: str = ""
    evidence: tuple[str, ...] = ()
    owner: str = ""
    reason: str = ""

    @property
    def option(self) -> Option | None:
        """The level that was chosen, where the question is answered by one."""
        return self.value if isinstance(self.value, Option) else None


OPEN = Answer(State.UNANSWERED)


class Notice(NamedTuple):
    """What a newer version of the questionnaire did to one answer."""

    kind: Literal["renamed", "retired", "option-renamed", "option-gone", "added"]
    question: str
    """The id as it was answered where it was renamed or retired, else today's."""
    detail: str = ""
    """The new id, or the answer that is gone, as it was written."""
    part: Part = "answers"
    """Whether it is a question's answer or a fact of the profile."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Checked answers of one enterprise; a question that is not in `given` is unanswered."""

    questionnaire: str
    version: str
    profile: Mapping[str, tuple[str, ...]]
    given: Mapping[str, Answer]
    respondent: str = ""
    date: datetime.date | None = None
    notices: tuple[Notice, ...] = ()
    """What became of answers to an older version of the questionnaire."""
    digest: str = ""
    """SHA-256 of the content: the same answers give the same digest, however written down."""

    def __getitem__(self, question: str) -> Answer:
        return self.given.get(question, OPEN)

    def with_answer(self, question: str, answer: Answer) -> Answers:
        """The same with this answer to `question`; `OPEN` takes away the one that is there."""
        given = {**self.given, question: answer}
        if answer == OPEN:
            del given[question]
        return replace(self, given=given)

    def with_profile(self, asked: str, chosen: tuple[str, ...]) -> Answers:
        """The same with these options `chosen` for the profile question `asked`."""
        return replace(self, profile={**self.profile, asked: chosen})


def blank(questionnaire: Questionnaire) -> Answers:
    """Answers to `questionnaire` in which nothing is answered yet."""
    return Answers(questionnaire.id, questionnaire.version, {}, {})
