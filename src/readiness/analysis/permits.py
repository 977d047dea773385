"""What single scores, red flags and conditions allow the verdict to be, as sets of rungs.

The verdict is the highest rung that all of them allow, so each can be looked at by itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from operator import or_
from typing import Literal, NamedTuple, TypeAlias

from readiness.scoring.plan import Requirement, Rung
from readiness.scoring.verdict import MINIMA, Held, least_for

JudgedPart: TypeAlias = Literal["overall", "coverage", "section", "red-flag", "condition"]
"""A part of what is held that requirements are about."""


class ByNumber(NamedTuple):
    """The rungs that a number allows, by the limits that it reaches."""

    limits: Sequence[float]
    """In rising order."""
    allowed: Sequence[int]
    """The rungs if no limit is reached, if the first is, and so on."""

    def __call__(self, number: float) -> int:
        """The rungs that `number` allows."""
        return self.allowed[bisect_right(self.limits, number)]


class Permits:
    """The rungs that a part of what is held allows the verdict, as the bits of a number, the lowest first."""

    def __init__(self, rungs: Sequence[Rung]) -> None:
        self._rungs = (1 << len(rungs)) - 1
        self._about: dict[tuple[str, str], list[tuple[int, Requirement]]] = {}
        for place, rung in enumerate(rungs):
            for requirement in rung.requires if place else ():  # the lowest requires nothing
                part = ("section" if requirement.kind in MINIMA else requirement.kind, requirement.subject)
                self._about.setdefault(part, []).append((place, requirement))

    def by_number(self, kind: Literal["overall", "coverage"]) -> ByNumber:
        """The same for all requirements of one number."""
        needed = [(least_for(asked.needed), place) for place, asked in self._about.get((kind, ""), ())]
        needed.sort()
        missed = accumulate((1 << place for _limit, place in reversed(needed)), or_, initial=0)
        allowed = [self._rungs & ~rungs for rungs in missed]
        return ByNumber([limit for limit, _place in needed], allowed[::-1])

    def of(self, held: Held, kind: JudgedPart, subject: str = "") -> int:
        """The rungs whose requirements of this kind hold, about this section, red flag or band if any."""
        allowed = self._rungs
        for place, requirement in self._about.get((kind, subject), ()):
            if held.missing(requirement):
                allowed &= ~(1 << place)
        return allowed


def highest(allowed: int) -> int:
    """The place of the highest of the `allowed` rungs."""
    return allowed.bit_length() - 1
