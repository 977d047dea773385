"""The basis of all scores: the shares of the answers that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from readiness.answers.answers import State
from readiness.questionnaire.questions.base import Question
from readiness.scoring.floats import FLOATS
from readiness.scoring.plan import Plan
from readiness.scoring.ranges import ANYTHING, LOWEST, Range
from readiness.scoring.scope import Scope, Standing

ShareOf: TypeAlias = Mapping[str, Range]
"""The share, 0-1, of each question that counts; the whole range from 0 to 1 if it is open."""


class Basis(NamedTuple):
    """What the scores of sections are computed from."""

    asked: frozenset[str]
    """The scored questions that are in scope, without those that count nowhere because they do not apply."""
    shares: ShareOf
    """The shares of those that count: all, or only the answered ones if open answers are left out. An
    exposure that does not apply may count too, at its lowest."""

    def __repr__(self) -> str:
        return f"<Basis {len(self.shares)} of {len(self.asked)} questions count>"

    def within(self, questions: Iterable[Question]) -> Basis:
        """The same for `questions` alone."""
        ids = {question.id for question in questions}
        return Basis(self.asked & ids, {id: share for id, share in self.shares.items() if id in ids})

    def with_shares(self, shares: Mapping[str, float]) -> Basis:
        """The same with these shares, 0-1, of questions that are asked."""
        return self._replace(
            shares={**self.shares, **{id: Range(share, share) for id, share in shares.items()}}
        )

    def of(self, questions: Iterable[Question]) -> list[Question]:
        """Those of `questions` that are asked."""
        return [question for question in questions if question.id in self.asked]

    def counting(self, questions: Iterable[Question]) -> list[Question]:
        """Those of `questions` that count."""
        return [question for question in questions if question.id in self.shares]

    def answered_for(self, questions: Iterable[Question]) -> list[Question]:
        """Those of `questions` that are asked and count."""
        return [question for question in self.counting(questions) if question.id in self.asked]

    def coverage(self, questions: Sequence[Question]) -> float:
        """The part of the weight of `questions` that is answered, 0-1. Needs at least one question."""
        return FLOATS.mean([(question.weight, float(self._is_settled(question))) for question in questions])

    def _is_settled(self, question: Question) -> bool:
        share = self.shares.get(question.id)
        return share is not None and share.low == share.high


def basis_of(plan: Plan, scope: Scope) -> Basis:
    """What counts under `scope`. An open answer has the whole range as its share, or does not count."""
    shares: dict[str, Range] = {}
    asked = set()
    for question in plan.questions:
        answer = scope.answers[question.id]
        if scope.standing[question.id] is Standing.OUTSIDE_QUICK:
            continue
        is_aside = answer.state is State.NOT_APPLICABLE
        if question.id not in scope or (is_aside and question.id not in plan.aside):
            if question.id in plan.lowest_if_hidden:
                shares[question.id] = LOWEST
            continue
        asked.add(question.id)
        if is_aside or answer.value is not None:
            share = plan.aside[question.id] if is_aside else question.share(answer.value)
            shares[question.id] = Range(share, share)
        elif plan.open_counts:
            shares[question.id] = ANYTHING
    return Basis(frozenset(asked), shares)
