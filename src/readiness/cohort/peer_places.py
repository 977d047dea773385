"""Where a score stands among the deciles of a group of firms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from readiness.cohort.benchmark import TOP
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.ranges import TOLERANCE

SCORE_STEPS = 1000
"""Scores are counted in so many steps of their scale."""


class PeerPlace(NamedTuple):
    """The place of one score: how many of the nine deciles it is above, and how many of them it equals.

    Where many firms have one score, several deciles are equal, and a firm with that score is at all of them.
    """

    above: int
    equal: int


def in_points(score: float, scale: Scale) -> int:
    """A score in whole points of 0 to 100, rounded as deciles are: to a step first, a half upwards."""
    share = min(max(scale.share(score), 0.0), 1.0)
    step = math.floor(share * SCORE_STEPS + 0.5 + TOLERANCE * SCORE_STEPS)
    return (2 * step * TOP + SCORE_STEPS) // (2 * SCORE_STEPS)


def place_among(points: int, deciles: Sequence[int]) -> PeerPlace:
    """The place of a score in whole points among these `deciles`."""
    return PeerPlace(sum(each < points for each in deciles), sum(each == points for each in deciles))
