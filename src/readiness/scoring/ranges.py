"""Ranges of numbers, from the worst to the best that open answers can give."""

from __future__ import annotations

from typing import NamedTuple

# Rounding errors in sums of floats can miss a cut by a few units in the sixteenth place.
TOLERANCE = 1e-9


class Range(NamedTuple):
    """The worst and the best value that a number can still take."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """The distance between the two ends; 0 if nothing is open."""
        return self.high - self.low


ANYTHING = Range(0.0, 1.0)
"""The share of an open answer."""
LOWEST = Range(0.0, 0.0)
