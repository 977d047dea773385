"""Picks one point from the frontier of each section: the cheapest, or the highest within a budget."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from readiness.analysis.planning.frontier import FrontierPoint, undominated
from readiness.scoring.engine import settled
from readiness.scoring.plan import Node
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.terms import combine, section_parts

_FIRST_TRY = 64
"""The part of all possible effort that is tried first, as one over this; then twice as much, and so on."""


class Purchase(NamedTuple):
    """One point of each section, what they cost together, and the overall that follows."""

    cost: float
    points: tuple[FrontierPoint, ...]
    overall: float


class _Pick(NamedTuple):
    cost: float
    height: tuple[float, ...]
    before: _Pick | None
    point: FrontierPoint | None


def cheapest_reaching(
    whole: Node, frontiers: Sequence[Sequence[FrontierPoint]], cut: float, most: float
) -> Purchase | None:
    """The cheapest points whose overall is at least `cut`; None if there are none for at most `most`.

    The first of a frontier is its cheapest point. Of several that cost the same, those with the highest
    overall.
    """
    least = sum(points[0].cost for points in frontiers)
    dearest = min(most, sum(points[-1].cost for points in frontiers))
    for part in (0, *(2**power / _FIRST_TRY for power in range(_FIRST_TRY.bit_length()))):
        limit = min(least + part * max(dearest - least, 0.0), most)
        picks = _picks(whole, frontiers, limit)
        if not picks or _purchase(whole, picks[-1]).overall < cut - TOLERANCE:
            continue
        if len(whole.way.start) == 1:  # then the overall rises with the cost
            reached = bisect_left(
                picks, True, key=lambda pick: _purchase(whole, pick).overall >= cut - TOLERANCE
            )
            return _purchase(whole, picks[reached])
        bought = (_purchase(whole, pick) for pick in picks)
        return next(each for each in bought if each.overall >= cut - TOLERANCE)
    return None


def best_within(whole: Node, frontiers: Sequence[Sequence[FrontierPoint]], most: float) -> Purchase | None:
    """The points with the highest overall for at most `most`, of several the cheapest; None if none are."""
    picks = _picks(whole, frontiers, min(most, sum(points[-1].cost for points in frontiers)))
    bought = (_purchase(whole, pick) for pick in reversed(picks[-1:] if len(whole.way.start) == 1 else picks))
    return max(bought, key=lambda each: (each.overall, -each.cost), default=None)


def _picks(whole: Node, frontiers: Sequence[Sequence[FrontierPoint]], most: float) -> list[_Pick]:
    """Every pick for at most `most` that no other makes useless, the cheapest first."""
    found = [_Pick(0.0, whole.way.start, None, None)]
    left = sum(points[0].cost for points in frontiers)
    for points in frontiers:
        left -= points[0].cost
        found = undominated(_longer(whole, found, points, most - left), _rank)
    return found


def _longer(
    whole: Node, found: Iterable[_Pick], points: Sequence[FrontierPoint], most: float
) -> Iterable[_Pick]:
    priced = [(point, section_parts(whole.way, (point.item,), whole.scale)) for point in points]
    for pick in found:
        for point, terms in priced:
            cost = pick.cost + point.cost
            if cost > most + TOLERANCE:
                break
            height = pick.height
            for term in terms:
                height = whole.way.raised(height, term.weight, term.value.low, whole.scale)
            yield _Pick(cost, height, pick, point)


def _rank(pick: _Pick) -> tuple[float, tuple[float, ...]]:
    return pick.cost, pick.height


def _purchase(whole: Node, pick: _Pick) -> Purchase:
    points: list[FrontierPoint] = []
    last: _Pick | None = pick
    while last is not None and last.point is not None:
        points.insert(0, last.point)
        last = last.before
    items = [point.item for point in points]
    overall = settled(combine(whole.way, items, whole.scale), whole.scale)
    return Purchase(pick.cost, tuple(points), overall.low)
