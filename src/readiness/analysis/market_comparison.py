"""Sets the markets of an enterprise beside each other, each scored with the answers that hold there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from readiness.analysis.gaps import find_gaps, opportunity_gaps
from readiness.analysis.roadmap import Task, priorities
from readiness.answers.answers import Market
from readiness.answers.markets import in_market
from readiness.scoring.engine import rescored
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.scope import Scope
from readiness.scoring.scores import FiredFlag, Scores


class MarketResult(NamedTuple):
    """What one market comes to."""

    id: str
    market: Market
    scores: Scores
    """Those of its answers, as `in_market` gives them."""
    rank: int | None
    """Its place among the markets, from 1, which equals share; None if it is ruled out or has no verdict."""
    differing: tuple[str, ...]
    """The ids of the questions asked there whose answer is not the shared one; notes and evidence do not
    matter."""
    ignored: tuple[str, ...]
    """The ids of the questions that have an answer of its own, though they are not asked there."""
    flags: tuple[FiredFlag, ...]
    """The red flags that apply there, or cannot be ruled out, and not so for the enterprise as a whole."""
    first: Task | None
    """What to do first there; None if there is nothing to do, or something rules it out."""

    def __repr__(self) -> str:
        place = "not ranked" if self.rank is None else f"rank {self.rank}"
        return f"<MarketResult {self.id}: {place}>"


def compare_markets(scores: Scores) -> tuple[MarketResult, ...]:
    """Every market of the answers of `scores`, the best first.

    Ranked are those with a verdict that nothing rules out: by band, then by overall, with open answers at
    their worst; equals share a rank and stand in the order of the file. After them come those without a
    verdict, and last those with a showstopper.
    """
    found = [_result(id, scores) for id in scores.answers.markets]
    ranked = [result._replace(rank=_rank(result, found)) for result in found]
    return tuple(sorted(ranked, key=_order))


def _result(id: str, shared: Scores) -> MarketResult:
    scores = rescored(shared, in_market(shared.answers, shared.questionnaire, id))
    fired = {(each.flag.id, each.certain) for each in shared.flags}
    market = shared.answers.markets[id]
    return MarketResult(
        id,
        market,
        scores,
        rank=None,
        differing=tuple(_differing(shared, scores)),
        ignored=tuple(_ignored(scores.scope, market)),
        flags=tuple(each for each in scores.flags if (each.flag.id, each.certain) not in fired),
        first=None if market.showstopper else _first(scores),
    )


def _first(scores: Scores) -> Task | None:
    return next(iter(priorities(scores, find_gaps(scores), opportunity_gaps(scores)).tasks), None)


def _differing(shared: Scores, here: Scores) -> Iterator[str]:
    for id in shared.questionnaire.local_questions:
        one, other = shared.answers[id], here.answers[id]
        is_same = (one.state, one.value, one.other) == (other.state, other.value, other.other)
        if id in here.scope and not is_same:
            yield id


def _ignored(scope: Scope, market: Market) -> Iterator[str]:
    """The answers of `market` to questions that are hidden there, without those outside the quick set."""
    return (id for id in market.given if id not in scope and scope.is_selected(id))


def _can_be_ranked(result: MarketResult) -> bool:
    return not result.market.showstopper and result.scores.applies and result.scores.verdict.band is not None


def _rank(result: MarketResult, among: Sequence[MarketResult]) -> int | None:
    """One more than the number of those `among` the markets that are better; None if it cannot be ranked."""
    if not _can_be_ranked(result):
        return None
    return 1 + sum(_can_be_ranked(other) and _is_better(other.scores, result.scores) for other in among)


def _is_better(one: Scores, other: Scores) -> bool:
    """Whether the verdict of `one` is higher or, of two equal ones, its overall."""
    order = [rung.band for rung in one.plan.whole.rungs]
    bands = [order.index(scores.verdict.band) for scores in (one, other) if scores.verdict.band]
    if bands[0] != bands[1]:
        return bands[0] > bands[1]
    return one.overall.low > other.overall.low + TOLERANCE


def _order(result: MarketResult) -> tuple[bool, bool, int]:
    """A key to sort by; smaller comes first."""
    return bool(result.market.showstopper), result.rank is None, result.rank or 0
