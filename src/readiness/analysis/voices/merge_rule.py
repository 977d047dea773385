"""The rules by which several answers become one, in a module that imports nothing slow."""

from __future__ import annotations

from enum import StrEnum


class MergeRule(StrEnum):
    """Which of the answers given to a question stands."""

    MEDIAN = "median"
    LOWEST = "lowest"
