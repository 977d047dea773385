"""The nearest name to one that is not known."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from readiness.messages.catalogue import _

MAX_NAME = 120
_CUTOFF = 0.6
_COMPARED = 60_000
"""How many characters of names are held against how many of a name, at most: ten milliseconds' worth."""


def nearest(name: str, names: Sequence[str]) -> str | None:
    """The one of `names` that a slip of the finger could have turned into `name`."""
    if len(name) > MAX_NAME:  # no slip of the finger, and the search would take its time
        return None
    import difflib  # here, because most runs have nothing to complain about

    close = difflib.get_close_matches(name, _comparable(name, names), n=1, cutoff=_CUTOFF)
    return close[0] if close else None


def suggestion(name: str, names: Sequence[str], otherwise: str) -> str:
    """The remedy for an unknown `name`: the nearest of `names`, or `otherwise`."""
    close = nearest(name, names)
    return _("Did you mean “{name}”?").format(name=close) if close else otherwise


def _comparable(name: str, names: Sequence[str]) -> list[str]:
    """Those of `names` whose length allows them to be near `name`; of too many the likeliest."""
    most = 2 / _CUTOFF - 1
    likely = [other for other in names if max(len(name), len(other)) <= most * min(len(name), len(other))]
    if len(name) * sum(map(len, likely)) <= _COMPARED:
        return likely
    half = len(name) // 2  # one slip leaves one of the halves as it was
    likely = [other for other in likely if other.startswith(name[:half]) or other.endswith(name[half:])]
    sizes = list(accumulate(map(len, likely)))
    return likely[: bisect_right(sizes, _COMPARED // len(name))]
