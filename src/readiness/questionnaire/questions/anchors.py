"""Anchors: the answer that counts as 0% and the answer that counts as 100%, linear between."""

from __future__ import annotations

from readiness.messages.catalogue import _
from readiness.questionnaire.fields import WrongShape


def expect_to_differ(worst: object, best: object, key: str = "best") -> None:
    """Raise WrongShape, about `key`, if both anchors are the same."""
    if worst == best:
        message = _("`worst` and `best` are the same number")
        hint = _("Write the number that scores nothing as `worst`, the one that scores in full as `best`.")
        raise WrongShape("number-anchors", message, hint, key)


def share_between(value: float, worst: float, best: float) -> float:
    """(value - worst) / (best - worst), kept within 0-1; 0 if the anchors do not differ."""
    if worst == best:  # of a question that is never scored
        return 0.0
    return min(max((value - worst) / (best - worst), 0.0), 1.0)


def shortfall(level: float, goal: float, *, is_rising: bool) -> float:
    """How far `level` is below `goal`, or above it unless more is better; at least 0."""
    return max(goal - level if is_rising else level - goal, 0.0)


def anchors_in_words(worst: str, best: str) -> str:
    """The anchors in words."""
    return _("0% at {worst}, 100% at {best}").format(worst=worst, best=best)
