"""What is counted of a cohort: exact numbers, which stay with the bureau.

Only `published` turns them into what a report may show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from readiness.cohort.spreads import Spread

MeasureKind: TypeAlias = Literal["score", "exposure", "control", "residual", "use", "unused"]
NO_ANSWER = ""
"""The id of those firms that did not answer a question of the profile."""
WITHHELD = ""
"""The id of those firms whose verdict is withheld, among the ids of bands."""


class Measure(NamedTuple):
    """A column of the result table whose values are spread over the firms."""

    section: str
    """The id of the section, or of the whole."""
    kind: MeasureKind
    column: str
    minimum: float
    maximum: float


class GroupCounts(NamedTuple):
    """The firms that gave one answer to a question of the profile."""

    firms: int
    urgent: int
    """Those of them that need help first."""
    spreads: Mapping[str, Spread]
    """By the column of the measure."""


class FactCounts(NamedTuple):
    """The firms by their answer to one question of the profile."""

    fact: str
    several: bool
    """Whether a firm may be in several groups."""
    groups: Mapping[str, GroupCounts]
    """By the id of the option, in its order; last `NO_ANSWER`."""


class QuestionCounts(NamedTuple):
    """The answers to one question."""

    answered: int
    low: int | None
    """Those in the lower half of its scale; None if there is nothing that a firm could improve."""
    unknown: int


class Moments(NamedTuple):
    """Sums over those firms that answered every question of one list; an answer is its share minus a half."""

    section: str
    questions: tuple[str, ...]
    firms: int
    sums: tuple[float, ...]
    squares: tuple[float, ...]
    """The sums of the squares, by question."""
    total: float
    """The sum over all firms of what a firm's answers add up to."""
    total_squares: float


class RoundCounts(NamedTuple):
    """What became of the firms since an earlier round, matched by name."""

    up: int
    stayed: int
    down: int
    apart: int
    """Those with a verdict now that are new, or had none then: all with a verdict beside the three above."""
    new: int
    gone: int
    spreads: Mapping[str, Spread]
    """By the column of the measure, how far its value moved."""


class CohortCounts(NamedTuple):
    """Everything that is counted of one cohort."""

    firms: int
    bands: Mapping[str, int]
    """By the id of the band, the lowest first; last `WITHHELD`."""
    spreads: Mapping[str, Spread]
    """By the column of the measure."""
    facts: tuple[FactCounts, ...]
    flags: Mapping[str, int]
    contradictions: Mapping[str, int]
    questions: Mapping[str, QuestionCounts]
    moments: tuple[Moments, ...]
    rounds: RoundCounts | None = None
    """None without an earlier round."""
