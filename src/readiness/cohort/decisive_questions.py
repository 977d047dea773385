"""Questions whose answers alone can decide a verdict, so that their numbers are limits to hidden bands."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from readiness.cohort.band_table import BandTable
from readiness.cohort.measures import with_nodes_below
from readiness.cohort.published import PublishedQuestion
from readiness.cohort.small_groups import HIDDEN
from readiness.scoring.plan import Node, Plan
from readiness.scoring.verdict import least_for


class DecisiveQuestions(NamedTuple):
    """The ids of such questions."""

    alone: frozenset[str]
    """Those that are the only one of a section whose score a band needs."""
    indispensable: frozenset[str]
    """Those without whose answer there may be no verdict."""

    def limited(self, found: PublishedQuestion, table: BandTable) -> PublishedQuestion:
        """`found`, without what would tell of the bands that `table` hides."""
        is_withheld_hidden = table.withheld is None and table.most_in is None  # else it is known to be few
        if found.question in self.indispensable and is_withheld_hidden:
            return found._replace(gap=HIDDEN, unknown=HIDDEN)
        if found.question in self.alone and table.could_tell(found.gap.firms or 0):
            return found._replace(gap=HIDDEN)
        return found


def decisive_questions(plan: Plan, needed: Collection[str], asked: Collection[str]) -> DecisiveQuestions:
    """Those among the questions that are `asked`; `needed` are the columns of what bands need."""
    alone, indispensable = set(), set()
    for node in with_nodes_below(plan.whole.children):
        questions = [each for each in node.own_questions() if each.id in asked]
        if len(questions) == 1 and f"{node.id}.score" in needed:
            alone.add(questions[0].id)
    for node in plan.whole.children:
        indispensable |= set(_indispensable(node, asked, plan.coverage))
    return DecisiveQuestions(frozenset(alone), frozenset(indispensable))


def _indispensable(node: Node, asked: Collection[str], coverage: float) -> list[str]:
    """Those of a section of which so few may be asked that without one too few are answered."""
    questions = [each for each in node.own_questions() if each.id in asked]
    always = sum(each.when is None for each in questions)
    return [
        each.id
        for each in questions
        if (count := always + (each.when is not None)) and 1 - 1 / count < least_for(coverage)
    ]
