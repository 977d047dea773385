"""Random numbers as columns, for `draw_cohort`: those of a firm depend on the seed and on its number alone.

Each number is a hash of the firm's number and of what is drawn, so that a table can be drawn in any number
of parts and on any number of cores, and a firm is the same in a table of any size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import accumulate
from math import sqrt

import polars as pl

FIRM = "#"
"""The column that numbers the firms, from 0; no question has such an id."""
_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
"""The constants of SplitMix64: Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators."""
_PIECE = 12
"""The bits of each of the four parts of a hash that are added up for a normal number."""


def bits(seed: int, name: str) -> pl.Expr:
    """64 random bits for each firm; another `name` gives independent ones."""
    start = int.from_bytes(hashlib.sha256(f"{seed} {name}".encode()).digest()[:8], "little")
    state = pl.col(FIRM) * _whole(_STEP) + _whole(start)
    state = (state ^ (state // _whole(1 << 30))) * _whole(_FIRST)
    state = (state ^ (state // _whole(1 << 27))) * _whole(_SECOND)
    return state ^ (state // _whole(1 << 31))


def uniform(drawn: pl.Expr) -> pl.Expr:
    """Numbers from 0 to 1, below 1, from the upper 16 of random bits."""
    return (drawn // _whole(1 << 48)).cast(pl.Float64) / (1 << 16)


def normal(drawn: pl.Expr) -> pl.Expr:
    """Nearly normal numbers, of mean 0 and deviation 1, from the lower 48 of random bits.

    They are sums of four uniform numbers (Irwin-Hall), and none is beyond 3.5.
    """
    size = 1 << _PIECE
    pieces = [(drawn // _whole(size**place)) % _whole(size) for place in range(4)]
    total = pieces[0] + pieces[1] + pieces[2] + pieces[3]
    return (total.cast(pl.Float64) - 2 * (size - 1)) / sqrt((size**2 - 1) / 3)


def place_among(drawn: pl.Expr, weights: Sequence[float]) -> pl.Expr:
    """A place, from 0, as frequent as its weight says."""
    share = uniform(drawn)
    limits = [limit / sum(weights) for limit in accumulate(weights)]
    return pl.sum_horizontal(pl.lit(0), *((share >= limit).cast(pl.UInt8) for limit in limits[:-1]))


def _whole(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt64)
