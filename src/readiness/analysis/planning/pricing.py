"""Decides between plans of the same effort: a price is an effort, and then what speaks against a step."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from readiness.analysis.planning.ladders import Ladder
from readiness.questionnaire.questionnaire import Questionnaire

FINEST = 6
"""The most decimals of an effort with which plans of the same effort are told apart."""
TOP, DAYS = 4.0, 45.0
"""What the highest level counts, and the days that count as much as one level."""


class Pricing(NamedTuple):
    """Prices for steps: their effort, and so little on top that it only matters where efforts are the same.

    What is on top counts how high the answer stands already, since polishing what is good can wait, how long
    the step takes, and whether the report does not recommend it first.
    """

    decimals: int
    """Those of every effort."""
    unit: float
    """What a step costs on top, for each point of its burden."""
    recommended: Collection[str]
    """The questions whose next step the report recommends first."""

    def priced(self, ladders: Mapping[str, Ladder]) -> dict[str, Ladder]:
        """`ladders` with prices in place of efforts."""
        return {id: self._priced(ladder) for id, ladder in ladders.items()}

    def _priced(self, ladder: Ladder) -> Ladder:
        burdens = (burden(ladder, step, self.recommended) for step in range(len(ladder.actions)))
        extra = (self.unit * each for each in accumulate(burdens, initial=0.0))
        prices = (cost + more for cost, more in zip(ladder.costs, extra, strict=True))
        return ladder._replace(costs=tuple(prices))

    def ceiling(self, effort: float) -> float:
        """The highest price of steps of this effort."""
        return effort + 0.5 * 10.0**-self.decimals


def burden(ladder: Ladder, step: int, recommended: Collection[str]) -> float:
    """How much speaks against a step where another one has the same effort."""
    now = ladder.question.share(ladder.values[step])
    height = 0.0 if ladder.exposure else TOP * now
    is_recommended = step == 0 and ladder.question.id in recommended
    return height + ladder.actions[step].horizon / DAYS + (not is_recommended)


def pricing_for(
    questionnaire: Questionnaire, ladders: Mapping[str, Ladder], recommended: Collection[str]
) -> Pricing:
    """The prices of all steps of `ladders`; `recommended` as in `Pricing`."""
    decimals = max((_decimals(days) for days in questionnaire.effort_days or ()), default=0)
    most = math.fsum(burden(each, step, ()) for each in ladders.values() for step in range(len(each.actions)))
    unit = 0.0 if decimals > FINEST else 0.5 * 10.0**-decimals / (most + 1)
    return Pricing(min(decimals, 15), unit, recommended)


def _decimals(number: float) -> int:
    exponent = Decimal(repr(number)).as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
