"""Find the known name nearest to an unknown one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from readiness.messages.catalogue import _

MAX_NAME = 120
_CUTOFF = 0.6
_COMPARED = 60_000
"""Limit for the length of the name times the length of all known names: about ten milliseconds of work."""


def nearest(name: str, names: Sequence[str]) -> str | None:
    """The one of `names` that could have become `name` by a typing mistake; None if there is none."""
    if len(name) > MAX_NAME:  # not a typing mistake, and the search would be slow
        return None
    import difflib  # slow to load, and most runs do not need it

    from readiness.messages.lookalikes import bare_word

    name = bare_word(name)
    close = difflib.get_close_matches(name, _comparable(name, names), n=1, cutoff=_CUTOFF)
    return close[0] if close else None


def suggestion(name: str, names: Sequence[str], otherwise: str) -> str:
    """The hint for an unknown `name`: suggest the nearest of `names`, or say `otherwise`."""
    close = nearest(name, names)
    return _("Did you mean “{name}”?").format(name=close) if close else otherwise


def _comparable(name: str, names: Sequence[str]) -> list[str]:
    """The `names` whose length is close enough to `name`; if they are too many, the likeliest."""
    most = 2 / _CUTOFF - 1
    likely = [other for other in names if max(len(name), len(other)) <= most * min(len(name), len(other))]
    if len(name) * sum(map(len, likely)) <= _COMPARED:
        return likely
    half = len(name) // 2  # one mistake leaves one half unchanged
    likely = [other for other in likely if other.startswith(name[:half]) or other.endswith(name[half:])]
    sizes = list(accumulate(map(len, likely)))
    return likely[: bisect_right(sizes, _COMPARED // len(name))]
