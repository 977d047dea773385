"""Which answers hold the enterprise back, in order of what closing each would lift."""

from collections.abc import Iterator
from typing import NamedTuple

from readiness.answers.answers import Answer, State
from readiness.questionnaire.questions.base import Action, Question, Value
from readiness.questionnaire.sections import Aggregation, Section
from readiness.scoring.engine import Basis, Range, Scores, SectionScore, basis_of, combine, score_section
from readiness.scoring.scope import Scope


class Gap(NamedTuple):
    """An answer below the best one, and what better ones would do to the score it belongs to.

    That score is the overall or, for a question about an opportunity, the fit of its window.
    """

    section: Section
    question: Question
    answer: Value
    next: Value
    """The neighbouring better answer, to which `action` leads."""
    action: Action | None
    lift_next: float
    """Points of the score that `next` would add, all else as it is."""
    lift_best: float
    """Points of the score that the best answer would add."""


class OpenQuestion(NamedTuple):
    """A question in scope without an answer that settles it."""

    section: Section
    question: Question
    answer: Answer
    worth: float
    """Points that its best answer would add to the score it belongs to."""


def gaps(scores: Scores) -> list[Gap]:
    """Every answered question of the overall that is not at its best, the most worthwhile first."""
    return _ranked(_overall(scores), scores.scope)


def opportunity_gaps(scores: Scores) -> list[Gap]:
    """The same for questions about opportunities, each measured on its own window."""
    return _ranked(_windows(scores), scores.scope)


def open_questions(scores: Scores) -> list[OpenQuestion]:
    """Every scored question that is unknown or unanswered, the most decisive first."""
    what_ifs = (*_overall(scores), *_windows(scores))
    found = [item for what_if in what_ifs for item in _open(scores.scope, what_if)]
    return sorted(found, key=lambda item: -item.worth)


class _WhatIf(NamedTuple):
    """A score as a function of one of its sections' answers, the other sections staying as they are."""

    sections: tuple[SectionScore, ...]
    place: int
    aggregation: Aggregation
    basis: Basis
    """Of that one section alone."""

    def now(self) -> Range:
        return combine(self.aggregation, self.sections, self.basis.questionnaire.scale)

    def with_share(self, question: str, share: float) -> Range:
        """The score if `question` had this share."""
        basis = self.basis._replace(shares={**self.basis.shares, question: Range(share, share)})
        changed = score_section(self.sections[self.place].section, basis)
        assert changed is not None  # the question itself is asked
        sections = (*self.sections[: self.place], changed, *self.sections[self.place + 1 :])
        return combine(self.aggregation, sections, self.basis.questionnaire.scale)


def _overall(scores: Scores) -> Iterator[_WhatIf]:
    aggregation = scores.scope.questionnaire.aggregation
    basis = basis_of(scores.scope)
    for place, item in enumerate(scores.sections):
        yield _WhatIf(scores.sections, place, aggregation, _part(basis, item.section))


def _windows(scores: Scores) -> Iterator[_WhatIf]:
    basis = basis_of(scores.scope)
    for item in scores.opportunities:
        yield _WhatIf((item,), 0, "arithmetic", _part(basis, item.section))


def _part(basis: Basis, section: Section) -> Basis:
    below = {question.id for question in section.all_questions()}
    shares = {id: share for id, share in basis.shares.items() if id in below}
    return basis._replace(asked=basis.asked & below, shares=shares)


def _ranked(what_ifs: Iterator[_WhatIf], scope: Scope) -> list[Gap]:
    found = [gap for what_if in what_ifs for gap in _section_gaps(scope, what_if)]
    return sorted(found, key=lambda gap: (-gap.lift_best, -gap.lift_next))


def _section_gaps(scope: Scope, what_if: _WhatIf) -> Iterator[Gap]:
    now = what_if.now().low
    for id in what_if.basis.shares:
        value = scope.answers[id].value
        question = scope.questionnaire.questions[id]
        section, _path, exposure = scope.questionnaire.locations[id]
        better = None if value is None else question.better(value, exposure=exposure)
        if value is None or better is None:
            continue
        yield Gap(
            section=section,
            question=question,
            answer=value,
            next=better,
            action=question.action(value, exposure=exposure),
            lift_next=what_if.with_share(id, question.share(better)).low - now,
            lift_best=what_if.with_share(id, 0.0 if exposure else 1.0).low - now,
        )


def _open(scope: Scope, what_if: _WhatIf) -> Iterator[OpenQuestion]:
    now = what_if.now().low
    for id in scope.questionnaire.questions:
        answer = scope.answers[id]
        if id not in what_if.basis.asked or answer.state is State.ANSWERED:
            continue
        section, _path, exposure = scope.questionnaire.locations[id]
        worth = what_if.with_share(id, 0.0 if exposure else 1.0).low - now
        yield OpenQuestion(section, scope.questionnaire.questions[id], answer, worth)
