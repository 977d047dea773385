"""What changed about the markets of an enterprise from one assessment to a later one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from readiness.analysis.market_comparison import MarketResult, compare_markets
from readiness.answers.answers import OPEN, Answer, Market
from readiness.scoring.scores import Scores


class MarketChange(NamedTuple):
    """A market that was added, removed, or is stated or ranked otherwise than before."""

    id: str
    before: MarketResult | None
    """None if it was not compared then."""
    after: MarketResult | None
    """None if it is not compared now."""
    answers: tuple[str, ...]
    """The ids of the questions whose answer of its own, or its evidence, is another one; notes may differ."""

    def __repr__(self) -> str:
        return f"<MarketChange {self.id}: {len(self.answers)} answers>"


def changed_markets(before: Scores, after: Scores) -> Iterator[MarketChange]:
    """Each market with a change, in the order of `compare_markets`, and last those that were removed."""
    olds, news = ({each.id: each for each in compare_markets(scores)} for scores in (before, after))
    for id in dict.fromkeys((*news, *olds)):
        old, new = olds.get(id), news.get(id)
        own = tuple(_answers(old.market, new.market)) if old and new else ()
        if own or _standing(old) != _standing(new):
            yield MarketChange(id, old, new, own)


def _standing(result: MarketResult | None) -> tuple[object, ...]:
    """What is told of a market, besides its answers."""
    return () if result is None else (*result.market[:3], result.rank)


def _answers(old: Market, new: Market) -> Iterator[str]:
    for id in dict.fromkeys((*old.given, *new.given)):
        if _said(old.given.get(id, OPEN)) != _said(new.given.get(id, OPEN)):
            yield id


def _said(answer: Answer) -> tuple[object, ...]:
    return answer.state, answer.value, answer.other, answer.evidence
