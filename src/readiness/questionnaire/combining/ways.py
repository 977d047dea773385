"""All ways of combining, by the name that an author writes after `aggregation:`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from readiness.questionnaire.combining.combining import Combining
from readiness.questionnaire.combining.extremes import Maximum, Minimum
from readiness.questionnaire.combining.means import ArithmeticMean, GeometricMean
from readiness.questionnaire.combining.sided import Control, Risk, Window
from readiness.questionnaire.combining.staged import Staged
from readiness.questionnaire.combining.sums import WeightedSum

WAYS: dict[str, Combining] = {
    way.name: way
    for way in (
        ArithmeticMean(),
        GeometricMean(),
        Minimum(),
        Maximum(),
        WeightedSum(),
        Staged(),
        Risk(),
        Control(),
        Window(),
    )
}


def way_of(name: str, floor: float | None) -> Combining:
    """The way with this name, with its `floor` if there is one; a floor that it does not take is ignored."""
    way = WAYS[name]
    return way if floor is None else way.floored(floor) or way


SIDED = [name for name, way in WAYS.items() if way.sides]
"""The ways that combine two sides."""

if TYPE_CHECKING:
    WayOfWhole: TypeAlias = str
    WayOfSection: TypeAlias = str
else:
    WayOfWhole = Literal[tuple(name for name in WAYS if name not in SIDED)]
    WayOfSection = Literal[tuple(WAYS)]
