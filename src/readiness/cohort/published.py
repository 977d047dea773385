"""What a cohort report may show; `publishing` makes it from the exact counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from readiness.cohort.consistency import Alpha
from readiness.cohort.small_groups import Portion


class Quartiles(NamedTuple):
    """In whole hundredths of the scale: what a quarter, half and three quarters of the firms are below."""

    lower: int | None
    """None, like `upper`, for too few firms."""
    median: int | None
    upper: int | None


class PublishedGroup(NamedTuple):
    """The firms that gave one answer to a question of the profile."""

    option: str
    """Empty for those without an answer."""
    firms: int | None
    """None if the group is hidden."""
    medians: Mapping[str, int | None]
    """By the column of the measure, in whole hundredths of the scale."""


class PublishedFact(NamedTuple):
    """The groups by one question of the profile."""

    fact: str
    several: bool
    groups: tuple[PublishedGroup, ...]
    together: int | None
    """How many firms the hidden groups have together; None if none is hidden, or firms may be in several."""


class HelpGroup(NamedTuple):
    """How many firms of a group need help first: from `fewest` to `most` of `firms`."""

    option: str
    firms: int
    fewest: int
    most: int


class PublishedQuestion(NamedTuple):
    """The answers to one question."""

    question: str
    gap: Portion
    """Those in the lower half of the scale; of those who answered, unless these are nearly all firms."""
    unknown: Portion
    """Those who do not know, among all firms."""


class PublishedAlpha(NamedTuple):
    """Cronbach's alpha over one list of questions."""

    section: str
    questions: int
    firms: int
    """Those who answered all of them; of nearly all firms the fewest that it may be."""
    alpha: Alpha
    """In hundredths."""


class PublishedRounds(NamedTuple):
    """What became of the firms since an earlier round; None for what is hidden."""

    up: int | None
    stayed: int | None
    down: int | None
    apart: int | None
    """Those with a verdict now that are new, or had none then."""
    new: int | None
    gone: int | None
    medians: Mapping[str, int | None]
    """By the column of the measure, how far it moved, in whole hundredths of the scale."""


class PublishedCohort(NamedTuple):
    """All that may be known outside the bureau; in any format, a report shows nothing else."""

    threshold: int
    firms: int | None
    """None for fewer than the threshold; then all else is empty."""
    bands: Mapping[str, int | None] = {}
    together: int | None = None
    """How many firms the hidden bands have together; None if none is hidden."""
    most_in: str | None = None
    """The band that has all firms but fewer than the threshold, if there is one; all are hidden then."""
    quartiles: Mapping[str, Quartiles] = {}
    """By the column of the measure."""
    facts: tuple[PublishedFact, ...] = ()
    help_by: str = ""
    """The question of the profile by which `help` is told; empty if it is not."""
    help: tuple[HelpGroup, ...] = ()
    flags: Mapping[str, Portion] = {}
    contradictions: Mapping[str, Portion] = {}
    questions: tuple[PublishedQuestion, ...] = ()
    alphas: tuple[PublishedAlpha, ...] = ()
    rounds: PublishedRounds | None = None
