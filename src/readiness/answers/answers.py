"""Answers of one enterprise, checked."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Literal, NamedTuple, TypeAlias

from readiness.messages.catalogue import _, plural
from readiness.messages.problems import ReadinessError, expect
from readiness.questionnaire.history import Part
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Value
from readiness.questionnaire.questions.parts import UNKNOWN as UNKNOWN
from readiness.questionnaire.questions.parts import Option


class State(Enum):
    """The state of an answer."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    UNANSWERED = "unanswered"
    NOT_APPLICABLE = "not applicable"


class Answer(NamedTuple):
    """The answer to one question; it has a `value` exactly if its state is `ANSWERED`."""

    state: State
    value: Value | None = None
    note: str = ""
    evidence: tuple[str, ...] = ()
    owner: str = ""
    reason: str = ""
    other: str = ""
    """What the respondent says of a chosen option that takes words of one's own."""

    def worded(self, text: str) -> str:
        """`text`, the value in words, with the respondent's own after it."""
        return _("{text} (“{words}”)").format(text=text, words=self.other) if self.other else text

    @property
    def option(self) -> Option | None:
        """The chosen level, if the question is answered by a level."""
        return self.value if isinstance(self.value, Option) else None


OPEN = Answer(State.UNANSWERED)


NoticeKind: TypeAlias = Literal[
    "renamed",
    "retired",
    "replaced",
    "option-renamed",
    "option-gone",
    "words-gone",
    "number-kept",
    "added",
    "market-gone",
    "left-out",
]


class Notice(NamedTuple):
    """How a newer version of the questionnaire changed one answer."""

    kind: NoticeKind
    question: str
    """The old id if it was renamed, retired or replaced, otherwise today's id; or that of a market."""
    detail: str = ""
    """The new id or ids, or the answer that is no longer accepted, as it was written."""
    part: Part = "answers"
    """Whether it is a question's answer, a fact of the profile or a target."""
    market: str = ""
    """The id of the market whose answer it is; empty for an answer of the whole enterprise."""


class CoverTexts(NamedTuple):
    """What the cover of the report says, apart from who answered and when; each may be empty."""

    enterprise: str = ""
    prepared_by: str = ""
    prepared_for: str = ""
    confidentiality: str = ""
    """Who may read the report, such as “Board only”."""


NO_COVER = CoverTexts()


class Target(NamedTuple):
    """What to reach: an answer (`value`) for a question, otherwise a `score` or the id of a `band`."""

    value: Value | None = None
    score: float | None = None
    """On the scale of the section or of the overall."""
    band: str = ""
    by: datetime.date | None = None
    """The day by which to reach it."""
    start: Value | float | None = None
    """Where it stood when the target was set: an answer for a question, otherwise a score."""


class Market(NamedTuple):
    """One market of the enterprise, and what differs there."""

    title: str
    """In the words of the user."""
    option: str
    """The id of the option of the profile that it lies in."""
    showstopper: str = ""
    """What rules it out; may be empty."""
    given: Mapping[str, Answer] = {}
    """The answers that differ from those of the whole enterprise; all others are shared."""

    def __repr__(self) -> str:
        return f"<Market {self.title}, in {self.option}: {len(self.given)} answers of its own>"


@dataclass(frozen=True, slots=True)
class Answers:
    """Checked answers of one enterprise; a question that is not in `given` is unanswered."""

    questionnaire: str
    version: str
    profile: Mapping[str, tuple[str, ...]]
    given: Mapping[str, Answer]
    respondent: str = ""
    date: datetime.date | None = None
    cover: CoverTexts = NO_COVER
    targets: Mapping[str, Target] = field(default_factory=dict)
    """By the id of a question or a section, or `overall`."""
    markets: Mapping[str, Market] = field(default_factory=dict)
    """By ids of the user's own."""
    market: Market | None = field(default=None, compare=False)
    """The market that these are the answers of, as `in_market` gives them; None for the whole enterprise.
    A file of its own can hold them, and does not say so."""
    notices: tuple[Notice, ...] = ()
    """How answers to an older version of the questionnaire changed."""

    def __getitem__(self, question: str) -> Answer:
        """The answer to the question with this id; `OPEN` if it was not answered."""
        return self.given.get(question, OPEN)

    def with_answer(self, question: str, answer: Answer) -> Answers:
        """The same with this answer to `question`; `OPEN` removes its answer."""
        given = {**self.given, question: answer}
        if answer == OPEN:
            del given[question]
        return replace(self, given=given)

    def with_profile(self, asked: str, chosen: tuple[str, ...]) -> Answers:
        """The same with these options `chosen` for the profile question `asked`."""
        return replace(self, profile={**self.profile, asked: chosen})

    def __contains__(self, question: object) -> bool:
        """Return true if the question with this id has any answer."""
        return question in self.given

    def __iter__(self) -> Iterator[str]:
        """The ids of the questions that have any answer, in the order of the questions."""
        return iter(self.given)

    def __repr__(self) -> str:
        count = plural("{count} answer", "{count} answers", len(self.given))
        return f"<Answers to {self.questionnaire} {self.version}: {count}>"


def blank(questionnaire: Questionnaire) -> Answers:
    """Answers to `questionnaire` in which nothing is answered yet."""
    return Answers(questionnaire.id, questionnaire.version, {}, {})


def check_questionnaire(questionnaire: Questionnaire) -> None:
    """Raise WrongType unless `questionnaire` is one."""
    message = _("“questionnaire” must be a Questionnaire, as load_questionnaire returns it, not {found}")
    expect(questionnaire, Questionnaire, message)


def check_pair(questionnaire: Questionnaire, answers: Answers) -> None:
    """Raise WrongType unless both are of these types, ReadinessError unless `answers` are to `questionnaire`.

    Answers carry the version of the questionnaire they were read with, even if written for an older one.
    """
    check_questionnaire(questionnaire)
    expect(answers, Answers, _("“answers” must be Answers, as load_answers returns them, not {found}"))
    read_for = f"{answers.questionnaire} {answers.version}"
    wanted = f"{questionnaire.id} {questionnaire.version}"
    if read_for != wanted:
        message = _(
            "these answers were read for {found}, not for {wanted}; load them with that questionnaire"
        )
        raise ReadinessError(message.format(found=read_for, wanted=wanted))
