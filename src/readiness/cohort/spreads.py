"""How values are spread, from counts of values rounded to a thousandth of their scale.

A count for each of a thousand steps takes the place of a column with ten million numbers; what is read from
it is at most half a step, 0.05 points on a scale of 0-100, from what the column itself would give.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

SPREAD_STEPS = 1000
"""The steps of a whole scale."""


class Spread(NamedTuple):
    """How many firms have each value, in steps from the lowest value of the scale."""

    counts: Mapping[int, int]

    @property
    def firms(self) -> int:
        """The firms that have a value."""
        return sum(self.counts.values())

    def at(self, share: float) -> float:
        """The value, 0-1 of the scale, below which `share` (0-1) of the firms are; there must be any.

        Between two firms it is interpolated: Hyndman & Fan (1996), type 7, as in most programs.
        """
        place = share * (self.firms - 1)
        below = int(place)
        low = self._of(below)
        high = self._of(below + 1) if place > below else low
        return (low + (place - below) * (high - low)) / SPREAD_STEPS

    def _of(self, place: int) -> int:
        """The value of the firm at this place, from 0, in the order of the values."""
        passed = 0
        for step in sorted(self.counts):
            passed += self.counts[step]
            if passed > place:
                return step
        raise IndexError(place)
