"""Two points between which an answer is worth more and more: nothing at one, all at the other."""

from __future__ import annotations

from readiness.messages.catalogue import _
from readiness.questionnaire.fields import WrongShape


def expect_to_differ(worst: object, best: object) -> None:
    """Raises WrongShape if both anchors are the same."""
    if worst == best:
        message = _("`worst` and `best` are the same number")
        hint = _("Write the number that scores nothing as `worst`, the one that scores in full as `best`.")
        raise WrongShape("number-anchors", message, hint)


def share_between(value: float, worst: float, best: float) -> float:
    """(value - worst) / (best - worst), kept within 0-1; the anchors differ."""
    return min(max((value - worst) / (best - worst), 0.0), 1.0)


def anchors_in_words(worst: str, best: str) -> str:
    """What the anchors are."""
    return _("nothing at {worst}, all at {best}").format(worst=worst, best=best)
