"""Executes the tree of a scoring plan over a whole table, as `scoring.engine` does for one enterprise.

The records are the same, but their numbers are columns. These are never null: what has no score, or does not
count, is told by `exists` and by weights of 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from readiness.cohort.column_arithmetic import BY_COLUMN
from readiness.cohort.column_scope import ColumnScope
from readiness.cohort.counted_questions import (
    CountedQuestion,
    QuestionCounter,
    coverage_in,
    is_any_asked,
    is_positive,
)
from readiness.cohort.packing import added
from readiness.cohort.stages import InStages, Stages, side_by_side
from readiness.cohort.truths import any_true, column_of, where
from readiness.questionnaire.combining.combining import Quantity
from readiness.questionnaire.combining.sided import left
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.plan import Node, Plan
from readiness.scoring.ranges import ANYTHING, LOWEST, Range
from readiness.scoring.scores import SectionScore, Tally, TwoSides
from readiness.scoring.terms import Term, combine_and_tally, combine_terms, question_term, section_parts


class ColumnScore(NamedTuple):
    """The score of one section in a table."""

    score: SectionScore
    """Its weight is 0 where it does not count."""
    exists: Quantity
    """Whether any question in it is asked: true for all firms, or a column."""
    children: tuple[ColumnScore, ...] = ()

    @property
    def id(self) -> str:
        """The id of the section."""
        return self.score.node.id

    def shown(self, ends: Range) -> Range:
        """`ends`, two numbers of the section, null where it has no score."""
        return Range(*(where(self.exists, end, None) for end in ends))


def with_subsections(items: Iterable[ColumnScore]) -> Iterable[ColumnScore]:
    """`items` and all sections below them, each before its parts."""
    for item in items:
        yield item
        yield from with_subsections(item.children)


class ColumnScores:
    """Scores the nodes of a plan."""

    def __init__(self, plan: Plan, scope: ColumnScope, stages: Stages) -> None:
        self._plan = plan
        self._stages = stages
        counter = QuestionCounter(plan, scope, stages)
        selected = [question for question in plan.questions if scope.is_selected(question.id)]
        self._counted = {question.id: counter.count(question) for question in selected}
        stages.end()

    def score_nodes(self, nodes: Iterable[Node]) -> tuple[ColumnScore, ...]:
        """The scores of `nodes`, without those that have no question of the set that is assessed."""
        return self._stages.run(self._score_together(nodes))

    def combined_whole(self, whole: Node, sections: Sequence[ColumnScore]) -> Range:
        """The overall that `sections` make; the whole range where none counts."""
        score, _tally, counting = self._combined(whole, sections)
        return _finished(score, counting, whole.scale)

    def _of(self, questions: Iterable[Question]) -> list[CountedQuestion]:
        return [self._counted[question.id] for question in questions if question.id in self._counted]

    # --- the tree ---------------------------------------------------------------------------------------

    def _score_together(self, nodes: Iterable[Node]) -> InStages[tuple[ColumnScore, ...]]:
        found = yield from side_by_side([self._score_node(node) for node in nodes])
        return tuple(item for item in found if item is not None)

    def _score_node(self, node: Node) -> InStages[ColumnScore | None]:
        if node.children and not node.way.sides:
            children = yield from self._score_together(node.children)
            return (yield from self._score_group(node, children)) if children else None
        counted = self._of(node.own_questions())
        if not counted:
            return None
        score = self._score_sides if node.way.sides else self._score_questions
        return (yield from score(node, counted))

    def _score_questions(self, node: Node, counted: Sequence[CountedQuestion]) -> InStages[ColumnScore]:
        way, scale = node.way, node.scale
        terms = [question_term(way, each.question, each.counting, each.share, scale) for each in counted]
        counting = added(each.counting for each in counted)
        score, tally = combine_and_tally(way, terms, scale, BY_COLUMN)
        return (
            yield from self._kept(node, score, tally, counting, coverage_in(counted), is_any_asked(counted))
        )

    def _score_group(self, node: Node, children: tuple[ColumnScore, ...]) -> InStages[ColumnScore]:
        score, tally, counting = self._combined(node, children)
        exists = any_true(child.exists for child in children)
        item = yield from self._kept(node, score, tally, counting, coverage_of(children), exists)
        return item._replace(children=children)

    def _combined(self, node: Node, sections: Sequence[ColumnScore]) -> tuple[Range, Tally | None, Quantity]:
        """The score that `sections` make, the points behind it, and the weight of those that count."""
        scores = [section.score for section in sections]
        terms = [
            term
            if term.weight is item.weight
            else term._replace(weight=where(is_positive(item.weight), term.weight, 0.0))
            for term, item in zip(section_parts(node.way, scores, node.scale), scores, strict=True)
        ]
        return *combine_and_tally(node.way, terms, node.scale, BY_COLUMN), added(
            item.weight for item in scores
        )

    def _score_sides(self, node: Node, counted: Sequence[CountedQuestion]) -> InStages[ColumnScore]:
        """Score a section from its two sides, each the mean of its shares."""
        sides = [self._of(side) for side in node.sides]
        given, done = (self._side(node, place, side) for place, side in enumerate(sides))
        yield
        parts = [Term(name, 1.0, share) for name, share in zip(node.way.sides, (given, done), strict=True)]
        counting = added(
            each.asking if self._plan.open_counts else each.asking * each.settled for each in counted
        )
        asked = [side for side in sides if side]
        coverage = BY_COLUMN.mean(
            [(where(is_any_asked(side), 1.0, 0.0), coverage_in(side)) for side in asked]
        )
        score = combine_terms(node.way, parts, node.scale, BY_COLUMN)
        remaining = Range(left(given.low, done.high), left(given.high, done.low))
        item = yield from self._kept(node, score, None, counting, coverage, is_any_asked(counted))
        return item._replace(score=item.score._replace(sides=TwoSides(given, done, remaining)))

    def _side(self, node: Node, place: int, side: Sequence[CountedQuestion]) -> Range:
        """The share of one side, or what stands for it where none of its questions counts."""
        absent = LOWEST
        if node.way.absent is not None:
            absent = Range(node.way.absent[place], node.way.absent[place])
        elif side:
            absent = Range(LOWEST.low, where(is_any_asked(side), ANYTHING.high, LOWEST.high))
        if not side:
            return Range(*(column_of(end) for end in absent))
        counts = is_positive(added(each.counting for each in side))
        ends = (BY_COLUMN.mean([(each.counting, each.share[end]) for each in side]) for end in (0, 1))
        name = node.way.sides[place]
        return Range(
            *(
                self._stages.keep(f"{name}:{at}:{node.id}", where(counts, end, other))
                for at, end, other in zip(("low", "high"), ends, absent, strict=True)
            )
        )

    def _kept(
        self,
        node: Node,
        score: Range,
        tally: Tally | None,
        counting: Quantity,
        coverage: Quantity,
        exists: Quantity,
    ) -> InStages[ColumnScore]:
        """The score of `node` as columns of the next stage."""
        keep, id = self._stages.keep, node.id
        score = _finished(score, counting, node.scale)
        weight = where(is_positive(counting), node.weight_of(counting), 0.0)
        if tally is not None:
            tally = Tally(
                *(
                    Range(keep(f"{name}:low:{id}", ends.low), keep(f"{name}:high:{id}", ends.high))
                    for name, ends in (("points", tally.points), ("reach", tally.reach))
                )
            )
        item = SectionScore(
            node,
            Range(keep(f"score:low:{id}", score.low), keep(f"score:high:{id}", score.high)),
            keep(f"coverage:{id}", where(exists, coverage, 0.0)),
            keep(f"weight:{id}", weight),
            tally=tally,
        )
        exists = keep(f"exists:{id}", exists)
        yield
        return ColumnScore(item, exists)


def coverage_of(items: Sequence[ColumnScore]) -> Quantity:
    """The part of the weight of `items` that is answered; without meaning where none exists."""
    return BY_COLUMN.mean(
        [(where(item.exists, item.score.node.weight, 0.0), item.score.coverage) for item in items]
    )


def _finished(score: Range, counting: Quantity, scale: Scale) -> Range:
    """`score` as it counts, or the whole range where nothing does."""
    counts = is_positive(counting)
    return Range(
        *(
            where(counts, BY_COLUMN.settled(end, scale), scale.settle(other))
            for end, other in zip(score, scale.ends, strict=True)
        )
    )
