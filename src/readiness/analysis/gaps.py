"""Finds the answers that hold the enterprise back, those whose best answer would add most first."""

from collections.abc import Iterator
from typing import NamedTuple

from readiness.answers.answers import Answer, State
from readiness.questionnaire.combining.combining import Combining
from readiness.questionnaire.combining.ways import WAYS
from readiness.questionnaire.questions.base import Action, Question, Value
from readiness.questionnaire.score_scale import Scale
from readiness.questionnaire.sections import Section
from readiness.scoring.basis import Basis, Range
from readiness.scoring.engine import score_node
from readiness.scoring.plan import Node, Plan
from readiness.scoring.scope import Scope
from readiness.scoring.scores import Scores, SectionScore
from readiness.scoring.terms import combine


class Gap(NamedTuple):
    """An answer below the best one, and how much better ones would add to the score.

    The score is the overall or, for a question about an opportunity, the fit of its window.
    """

    section: Section
    question: Question
    answer: Value
    next: Value
    """The next better answer, to which `action` leads."""
    action: Action | None
    lift_next: float
    """Points that `next` would add to the score, everything else unchanged."""
    lift_best: float
    """Points that the best answer would add to the score, everything else unchanged."""


class OpenQuestion(NamedTuple):
    """A question in scope whose answer is unknown or missing."""

    section: Section
    question: Question
    answer: Answer
    worth: float
    """Points that its best answer would add to the overall, or to the fit of its window."""


def find_gaps(scores: Scores) -> list[Gap]:
    """Every answer that counts in the overall and is not the best one, the largest possible gain first."""
    return _ranked(_overall(scores), scores.scope)


def opportunity_gaps(scores: Scores) -> list[Gap]:
    """The same for questions about opportunities, with gains in the fit of their window."""
    return _ranked(_windows(scores), scores.scope)


def open_questions(scores: Scores) -> list[OpenQuestion]:
    """Every scored question that is unknown or unanswered, the largest possible gain first."""
    what_ifs = (*_overall(scores), *_windows(scores))
    found = [item for what_if in what_ifs for item in _open(scores.scope, what_if)]
    return sorted(found, key=lambda item: -item.worth)


class _WhatIf(NamedTuple):
    """Computes what a score would be if an answer in one of its sections changed."""

    plan: Plan
    way: Combining
    scale: Scale
    sections: tuple[SectionScore, ...]
    place: int
    basis: Basis
    """Of the section at `place` alone."""

    def now(self) -> Range:
        return combine(self.way, self.sections, self.scale)

    def with_share(self, question: str, share: float) -> Range:
        """The score if the answer to `question` had this share."""
        basis = self.basis._replace(shares={**self.basis.shares, question: Range(share, share)})
        changed = score_node(self.plan, self.sections[self.place].node, basis)
        assert changed is not None  # at least this question is asked
        sections = (*self.sections[: self.place], changed, *self.sections[self.place + 1 :])
        return combine(self.way, sections, self.scale)


def _overall(scores: Scores) -> Iterator[_WhatIf]:
    whole = scores.plan.whole
    for place, item in enumerate(scores.sections):
        basis = _part(scores.basis, item.node)
        yield _WhatIf(scores.plan, whole.way, whole.scale, scores.sections, place, basis)


def _windows(scores: Scores) -> Iterator[_WhatIf]:
    for item in scores.opportunities:
        basis = _part(scores.basis, item.node)
        yield _WhatIf(scores.plan, WAYS["arithmetic"], scores.plan.whole.scale, (item,), 0, basis)


def _part(basis: Basis, node: Node) -> Basis:
    below = {question.id for question in node.all_questions()}
    shares = {id: share for id, share in basis.shares.items() if id in below}
    return Basis(basis.asked & below, shares)


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
