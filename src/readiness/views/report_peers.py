"""The part of a report on a group of other firms: the records that its writers show."""

from __future__ import annotations

from typing import Literal, NamedTuple

from readiness.views.numbers import Number, Span


class PeerScoreView(NamedTuple):
    """One score beside those of the group."""

    id: str
    kind: Literal["overall", "dimension", "window"]
    title: str
    score: Span
    ends: tuple[float, float]
    """The lowest and the highest score of its scale."""
    deciles: tuple[Number, ...]
    """The first to the ninth decile of the group, on the same scale."""
    median: Number
    """The fifth decile."""
    above: int
    """How many of the nine deciles the score is above."""
    equal: int
    """How many of the nine deciles it equals."""
    best_above: int
    """The same if every open answer turned out best."""
    best_equal: int
    place: str
    """The place in words; with open answers, both."""
    brief: str
    """The same in few words."""


class PeerGroupView(NamedTuple):
    """A group of the benchmark that the enterprise belongs to."""

    name: str
    """What to type after `--peers`."""
    title: str


class PeersView(NamedTuple):
    """The enterprise beside a group of other firms, of which only deciles are known."""

    benchmark: str
    """The title of the benchmark; may be empty."""
    built_on: str
    """The day on which it was made."""
    version: str
    """The version of the questionnaire that the firms answered."""
    group_id: str
    """What to type for the group, such as `stage=exporting`, or `all`."""
    group: str
    """The group in words."""
    scores: tuple[PeerScoreView, ...]
    """The overall, the dimensions and the windows that both have."""
    missing: tuple[str, ...]
    """The titles of the scores of the enterprise that the group has no deciles of."""
    remarks: tuple[str, ...]
    """What to know before the places are believed."""
    fitting: tuple[PeerGroupView, ...]
    """The groups of the benchmark that the enterprise belongs to, besides that of all firms."""

    def __repr__(self) -> str:
        return f"<PeersView {self.group_id}: {len(self.scores)} scores>"
