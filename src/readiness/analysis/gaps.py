"""Which answers hold the enterprise back, in order of what closing each would lift."""

from collections.abc import Iterator
from typing import NamedTuple

from readiness.answers import Answer, State
from readiness.questionnaire import Option, Question, Section
from readiness.scope import Scope
from readiness.scoring import Range, Scores, SectionScore, Shares, combine, question_shares, score_section


class Gap(NamedTuple):
    """An answer below the best one, and what better ones would do to the overall score."""

    section: Section
    question: Question
    answer: Option
    next: Option
    """The neighbouring better option, to which `answer.action` leads."""
    exposure: bool
    lift_next: float
    """Points of the overall (0-100) that `next` would add, all else as it is."""
    lift_best: float
    """Points of the overall that the best option would add."""


class OpenQuestion(NamedTuple):
    """A question in scope without an answer that settles it."""

    section: Section
    question: Question
    answer: Answer
    worth: float
    """Width of the overall's range (points of 0-100) that settling it could take away."""


def gaps(scores: Scores) -> list[Gap]:
    """Every answered question of the overall that is not at its best, the most worthwhile first."""
    found = [gap for what_if in _what_ifs(scores) for gap in _section_gaps(scores.scope, what_if)]
    return sorted(found, key=lambda gap: (-gap.lift_best, -gap.lift_next))


def open_questions(scores: Scores) -> list[OpenQuestion]:
    """Every question of the overall that is unknown or unanswered, the most decisive first."""
    found = [item for what_if in _what_ifs(scores) for item in _section_open(scores.scope, what_if)]
    return sorted(found, key=lambda item: -item.worth)


class _WhatIf(NamedTuple):
    """The overall as a function of one top section's shares, the other sections staying as they are."""

    scores: Scores
    place: int
    shares: Shares

    @property
    def section(self) -> Section:
        return self.scores.sections[self.place].section

    def overall(self, question: str, share: float) -> Range:
        """The overall if `question` had this share."""
        changed = score_section(self.section, {**self.shares, question: Range(share, share)})
        assert changed is not None  # the changed question itself counts
        sections: list[SectionScore] = list(self.scores.sections)
        sections[self.place] = changed
        return combine(self.scores.scope.questionnaire.aggregation, sections)


def _what_ifs(scores: Scores) -> Iterator[_WhatIf]:
    shares = question_shares(scores.scope)
    for index, item in enumerate(scores.sections):
        below = {question.id for question in item.section.all_questions()}
        yield _WhatIf(scores, index, {id: share for id, share in shares.items() if id in below})


def _section_gaps(scope: Scope, what_if: _WhatIf) -> Iterator[Gap]:
    now = what_if.scores.overall.low
    for id in what_if.shares:
        answer = scope.answers[id].option
        question = scope.questionnaire.questions[id]
        exposure = scope.questionnaire.locations[id].exposure
        better = question.better(answer, exposure=exposure) if answer else None
        if answer is None or better is None:
            continue
        yield Gap(
            section=scope.questionnaire.locations[id].section,
            question=question,
            answer=answer,
            next=better,
            exposure=exposure,
            lift_next=what_if.overall(id, question.share(better)).low - now,
            lift_best=what_if.overall(id, 0.0 if exposure else 1.0).low - now,
        )


def _section_open(scope: Scope, what_if: _WhatIf) -> Iterator[OpenQuestion]:
    now = what_if.scores.overall.low
    for id in what_if.shares:
        answer = scope.answers[id]
        if answer.state is State.ANSWERED:
            continue
        location = scope.questionnaire.locations[id]
        best = what_if.overall(id, 0.0 if location.exposure else 1.0).low
        yield OpenQuestion(location.section, scope.questionnaire.questions[id], answer, best - now)
