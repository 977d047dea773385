"""Reads each window of opportunity against the verdict: what to do about it."""

from __future__ import annotations

from itertools import product
from typing import Literal, TypeAlias

from readiness.scoring.plan import Plan
from readiness.scoring.ranges import LOWEST, TOLERANCE, Range
from readiness.scoring.scores import SectionScore
from readiness.scoring.verdict import Verdict

Reading: TypeAlias = Literal["act", "keep", "prepare", "secure", "use", "leave", "find-out"]
"""What to do about a window: use it now, keep what is used, get ready first, secure what is used already, use
the little that is there, leave it, or find out more."""

OPEN_FROM = USED_FROM = 0.5
"""The openness, and the use, from which a window counts as open, and as used: conventions."""
MUCH_UNUSED = 0.25
"""The unused part, openness · (1 - use), from which there is something to act on: a convention."""


def is_ready(plan: Plan, verdict: Verdict) -> bool:
    """Whether the band of `verdict` is one in which the enterprise is ready for opportunities."""
    order = [rung.band for rung in plan.whole.rungs]
    return verdict.band is not None and order.index(verdict.band) >= plan.ready_from


def read_window(window: SectionScore, plan: Plan, verdict: Verdict) -> Reading:
    """The reading of `window`; “find-out” if there is no verdict, or if open answers could change it."""
    if verdict.band is None:
        return "find-out"
    openness, use = _sides(window)
    ready = is_ready(plan, verdict)
    readings = {_reading(opened, used, ready) for opened, used in product(openness, use)}
    return readings.pop() if len(readings) == 1 else "find-out"


def _sides(window: SectionScore) -> tuple[Range, Range]:
    """Openness and use, 0-1; a window that does not ask about use has none."""
    if window.sides is not None:
        return window.sides.given, window.sides.done
    return Range(window.scale.share(window.score.low), window.scale.share(window.score.high)), LOWEST


def _reading(openness: float, use: float, ready: bool) -> Reading:
    is_open, is_used = openness >= OPEN_FROM - TOLERANCE, use >= USED_FROM - TOLERANCE
    if is_open and ready:
        return "act" if openness * (1 - use) >= MUCH_UNUSED - TOLERANCE else "keep"
    if ready:
        return "use"
    if is_used:
        return "secure"
    return "prepare" if is_open else "leave"
