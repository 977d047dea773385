"""Frontiers of effort against score, from the steps of single questions up to the whole.

A point of a frontier is the best score that its effort buys, so everything that costs more and scores no more
is left out. That is right at every level because the score of a section rises with each of its parts. What
ties questions together is left to `search`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from readiness.analysis.planning.coupling import PlanLimits
from readiness.analysis.planning.ladders import Ladder
from readiness.questionnaire.combining.combining import Combining
from readiness.questionnaire.combining.ways import WAYS
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.basis import Basis
from readiness.scoring.engine import score_node
from readiness.scoring.plan import Node
from readiness.scoring.ranges import TOLERANCE, Range
from readiness.scoring.scores import SectionScore
from readiness.scoring.terms import Term, question_parts, section_parts

_SAME = 1e-12
"""Differences up to this are rounding errors."""

_Each = TypeVar("_Each")
Steps: TypeAlias = tuple[tuple[str, int], ...]
"""How many steps of which questions are taken; questions without a step are left out."""


class Choice(NamedTuple):
    """One way to have a part of a sum: what it costs, its inputs of the formula, and the steps."""

    cost: float
    terms: Sequence[Term]
    steps: Steps


class FrontierPoint(NamedTuple):
    """The score of a section after some steps."""

    cost: float
    item: SectionScore
    steps: Steps

    def __repr__(self) -> str:
        return f"<FrontierPoint {self.item!r} for {self.cost:g}>"


def frontier(
    node: Node, basis: Basis, ladders: Mapping[str, Ladder], limits: PlanLimits
) -> list[FrontierPoint]:
    """The points of `node`, the cheapest first; none if `limits` leave none, or if nothing in it is asked."""
    if node.way.sides:
        steps = _sides(node, basis, ladders, limits)
    elif node.children:
        steps = _children(node, basis, ladders, limits)
    else:
        groups = (_choices(node, question, basis, ladders, limits) for question in node.questions)
        steps = _cheapest(node.way, node.scale, groups)
    points = (_point(node, basis, ladders, cost, taken) for cost, taken in steps)
    least = limits.least.get(node.id)
    return _thinned(
        point
        for point in points
        if point is not None and (least is None or point.item.score.low >= least - TOLERANCE)
    )


def _point(
    node: Node, basis: Basis, ladders: Mapping[str, Ladder], cost: float, steps: Steps
) -> FrontierPoint | None:
    item = score_node(node, after_steps(basis, ladders, steps))
    return None if item is None else FrontierPoint(cost, item, steps)


def after_steps(basis: Basis, ladders: Mapping[str, Ladder], steps: Steps) -> Basis:
    """`basis` with the shares that the answers have after `steps`."""
    shares = dict(basis.shares)
    for id, place in steps:
        if id in shares:
            share = ladders[id].question.share(ladders[id].values[place])
            shares[id] = Range(share, share)
    return basis._replace(shares=shares)


def _choices(
    node: Node, question: Question, basis: Basis, ladders: Mapping[str, Ladder], limits: PlanLimits
) -> list[Choice]:
    """What may be done about one question."""

    def terms(basis: Basis) -> list[Term]:
        return question_parts(node.way, (question,), node.scale, basis)

    if question.id not in ladders or question.id not in basis.asked:
        return [Choice(0.0, terms(basis), ())]
    ladder = ladders[question.id]
    found = []
    for place in sorted(limits.allowed[question.id]):
        steps: Steps = ((question.id, place),) if place else ()
        found.append(Choice(ladder.costs[place], terms(after_steps(basis, ladders, steps)), steps))
    return found


def _children(
    node: Node, basis: Basis, ladders: Mapping[str, Ladder], limits: PlanLimits
) -> Iterator[tuple[float, Steps]]:
    groups = []
    for child in node.children:
        points = frontier(child, basis, ladders, limits)
        if not points and score_node(child, basis) is not None:
            return iter(())
        parts = [Choice(p.cost, section_parts(node.way, (p.item,), node.scale), p.steps) for p in points]
        groups.append(parts or [Choice(0.0, (), ())])
    return _cheapest(node.way, node.scale, groups)


def _sides(
    node: Node, basis: Basis, ladders: Mapping[str, Ladder], limits: PlanLimits
) -> Iterator[tuple[float, Steps]]:
    """Each choice of a point on the one side and one on the other."""
    mean, sides = WAYS["arithmetic"], []
    for name, side in zip(node.way.sides, node.sides, strict=True):
        groups = [_shares(question, basis, ladders, limits, falls=name == "exposure") for question in side]
        sides.append(list(_cheapest(mean, Scale(), groups)))
    for cost, steps in sides[0]:
        for more, others in sides[1]:
            yield cost + more, (*steps, *others)


def _shares(
    question: Question, basis: Basis, ladders: Mapping[str, Ladder], limits: PlanLimits, *, falls: bool
) -> list[Choice]:
    """The choices of a question of a side, by its share; where less is better, it counts with a minus."""
    if question.id not in ladders or question.id not in basis.asked:
        return [Choice(0.0, (), ())]
    ladder, sign = ladders[question.id], -1 if falls else 1
    found = []
    for place in sorted(limits.allowed[question.id]):
        share = sign * ladder.question.share(ladder.values[place])
        steps: Steps = ((question.id, place),) if place else ()
        found.append(
            Choice(ladder.costs[place], (Term(question.id, question.weight, Range(share, share)),), steps)
        )
    return found


def _cheapest(
    way: Combining, scale: Scale, groups: Iterable[Sequence[Choice]]
) -> Iterator[tuple[float, Steps]]:
    """What one choice from each of `groups` costs, for those of which no other gives more for less."""
    found: list[tuple[float, tuple[float, ...], Steps]] = [(0.0, way.start, ())]
    for group in groups:
        longer = (
            (cost + choice.cost, _higher(way, height, choice.terms, scale), (*steps, *choice.steps))
            for cost, height, steps in found
            for choice in group
        )
        found = undominated(longer, lambda each: (each[0], each[1]))
    return ((cost, steps) for cost, _height, steps in found)


def _higher(
    way: Combining, height: tuple[float, ...], terms: Iterable[Term], scale: Scale
) -> tuple[float, ...]:
    for term in terms:
        height = way.raised(height, term.weight, term.value.low, scale)
    return height


def _thinned(points: Iterable[FrontierPoint]) -> list[FrontierPoint]:
    """`points` without those that cost more than another one and are nowhere better."""

    def worth(point: FrontierPoint) -> tuple[float, tuple[float, ...]]:
        item = point.item
        exposure = item.sides.given.high if item.sides and item.node.way.sets_bar else 0.0
        tally = item.tally.points.low if item.tally else 0.0
        return point.cost, (item.score.low, tally, -exposure)

    return undominated(points, worth)


def undominated(
    candidates: Iterable[_Each], key: Callable[[_Each], tuple[float, tuple[float, ...]]]
) -> list[_Each]:
    """Those of `candidates` for which no other is as cheap and as high in everything, the cheapest first."""
    # The number keeps the sort from comparing the candidates themselves; what is higher comes first.
    ordered = sorted(
        (cost, tuple(-each for each in height), number, candidate)
        for number, candidate in enumerate(candidates)
        for cost, height in (key(candidate),)
    )
    kept: list[_Each] = []
    best: list[tuple[float, ...]] = []
    for _cost, depth, _number, candidate in ordered:
        if len(depth) == 1:  # then only the highest so far matters
            is_lower = bool(best) and depth[0] >= best[0][0] - _SAME
        else:
            is_lower = any(all(d >= b - _SAME for d, b in zip(depth, each, strict=True)) for each in best)
        if not is_lower:
            kept.append(candidate)
            best = [depth] if len(depth) == 1 else [*best, depth]
    return kept
