"""Cronbach's alpha: how far the answers to the questions of one list go together."""

from __future__ import annotations

import math
from typing import NamedTuple

from readiness.cohort.cohort_counts import Moments

_Z = 1.959963984540054
"""The 97.5th percentile of the normal distribution, for an interval of 95%."""


class Alpha(NamedTuple):
    """Cronbach's alpha and its 95% interval: 1 if all questions say the same, about 0 if nothing alike."""

    value: float
    low: float
    high: float


def alpha_of(moments: Moments, firms: int) -> Alpha | None:
    """Alpha from these sums; None with fewer than two questions or three firms, or where nothing varies.

    alpha = k/(k - 1) · (1 - Σ variances of the questions / variance of their sum): Cronbach (1951),
    Psychometrika 16. The interval takes ln(1 - alpha) as normal with variance 2k/((k - 1)(n - 2)): Bonett
    (2002), Journal of Educational and Behavioral Statistics 27. `firms` stands for n: a report that must not
    tell n gives the fewest that there may be, and the interval is wider for it.

    What it cannot say: with few firms the interval is wide; two questions have a low alpha even if they
    measure one thing; and a dimension whose parts are not effects of one cause but make it up together
    (a formative index) need not be consistent at all (Bollen & Lennox 1991, Psychological Bulletin 110).
    """
    k, n = len(moments.questions), moments.firms
    if k < 2 or n < 3 or firms < 3:
        return None
    pairs = zip(moments.sums, moments.squares, strict=True)
    parts = math.fsum(_variance(total, squares, n) for total, squares in pairs)
    whole = _variance(moments.total, moments.total_squares, n)
    if whole < _NOTHING:
        return None
    value = k / (k - 1) * (1 - parts / whole)
    if 1 - value < _NOTHING:  # all say the same, and so would every sample of them
        return Alpha(1.0, 1.0, 1.0)
    reach = math.exp(_Z * math.sqrt(2 * k / ((k - 1) * (firms - 2))))
    return Alpha(value, 1 - (1 - value) * reach, 1 - (1 - value) / reach)


_NOTHING = 1e-12
"""What is left of a difference that is none, after sums of floats."""


def _variance(total: float, squares: float, n: int) -> float:
    return (squares - total * total / n) / (n - 1)
