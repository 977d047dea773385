"""What every question of a table counts in the scores: its shares and its weight, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import narwhals as nw

from readiness.cohort.cells import Packed
from readiness.cohort.column_arithmetic import BY_COLUMN
from readiness.cohort.column_scope import ColumnScope, ScopedQuestion
from readiness.cohort.packing import PACKED, PackedSum, QuestionWeighing, added
from readiness.cohort.stages import Stages
from readiness.cohort.truths import any_true, both, either, negated, where
from readiness.questionnaire.combining.combining import Quantity
from readiness.questionnaire.questions.base import Question
from readiness.scoring.plan import Plan
from readiness.scoring.ranges import Range


class CountedQuestion(NamedTuple):
    """One question in the scores of a table."""

    question: Question
    share: Range
    """The least and the most that it can be worth, 0-1."""
    counting: Quantity
    """Its weight in a score; 0 where it does not count."""
    asking: Quantity
    """Its weight where it is asked and applies; otherwise 0."""
    settled: Quantity
    """1 where it is asked and answered; otherwise 0."""


class QuestionCounter:
    """Finds out what questions count under a plan."""

    def __init__(self, plan: Plan, scope: ColumnScope, stages: Stages) -> None:
        self._plan = plan
        self._scope = scope
        self._stages = stages

    def count(self, question: Question) -> CountedQuestion:
        """What `question` counts, as columns of the next stage."""
        plan, scoped = self._plan, self._scope.questions[question.id]
        aside_share = plan.aside.get(question.id)
        is_off = scoped.hidden if aside_share is not None else either(scoped.hidden, scoped.aside)
        asked = self._flag("asked", question, negated(is_off))
        low, settled = self._share(scoped, aside_share, is_off)
        high = low
        if plan.open_counts:
            high, counting = added((high, asked, settled * -1)), asked
        else:
            counting = settled
        if question.id in plan.lowest_if_hidden:
            counting = added((counting, asked * -1, 1.0))
        return CountedQuestion(
            question, Range(low, high), _weighing(counting, question), _weighing(asked, question), settled
        )

    def _share(
        self, scoped: ScopedQuestion, aside_share: float | None, is_off: Quantity
    ) -> tuple[Quantity, Quantity]:
        """What the answers are worth, and 1 where there is one; both are 0 where there is none."""
        question, share = scoped.question, scoped.share
        if share is None:
            return 0.0, 0.0
        if isinstance(share, Packed) and (aside_share is None or scoped.aside is False):
            name = f"packed:{question.id}"
            self._stages.keep(name, where(is_off, nw.lit(0, dtype=PACKED), share.column))
            level = PackedSum({(name, "level"): 1 / share.parts})
            return level, PackedSum({(name, "answered"): 1.0})
        full, known = scoped.full_share, scoped.answered
        if aside_share is not None:
            full, known = where(scoped.aside, aside_share, full), either(known, scoped.aside)
        known = both(negated(is_off), known)
        worth = self._stages.keep(f"worth:{question.id}", where(known, full, 0.0))
        return worth, self._flag("settled", question, known)

    def _flag(self, kind: str, question: Question, test: Quantity) -> Quantity:
        """1 where `test` is true, else 0."""
        if not isinstance(test, nw.Expr):
            return float(test)
        name = f"{kind}:{question.id}"
        self._stages.keep(name, test.cast(PACKED))
        return PackedSum({(name, "flag"): 1.0})


def _weighing(counts: Quantity, question: Question) -> Quantity:
    """The weight of `question` where `counts` is 1, and 0 where it is 0."""
    if isinstance(counts, PackedSum):
        return QuestionWeighing(counts, question.weight)
    return counts * question.weight


def coverage_in(counted: Sequence[CountedQuestion]) -> Quantity:
    """The part of the weight of what is asked that is answered; 0 where nothing is asked."""
    share = BY_COLUMN.mean([(each.asking, each.settled) for each in counted])
    return where(is_any_asked(counted), share, 0.0)


def is_any_asked(counted: Sequence[CountedQuestion]) -> Quantity:
    """Whether one of these questions is asked."""
    return any_true(is_positive(each.asking) for each in counted)


def is_positive(number: Quantity) -> Quantity:
    """Whether `number` is above 0."""
    return number > 0
