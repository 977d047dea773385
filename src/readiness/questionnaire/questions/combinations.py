"""Combinations of options, for trying out conditions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TypeVar

MOST_COMBINED = 12
"""The most options of which every combination is tried."""

_Item = TypeVar("_Item")


def combinations(items: Sequence[_Item]) -> Iterator[tuple[_Item, ...]]:
    """Every combination of `items`, the empty one too; none at all if there are too many to try."""
    if len(items) <= MOST_COMBINED:
        for number in range(len(items) + 1):
            yield from itertools.combinations(items, number)
