"""Find the known name nearest to an unknown one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

from readiness.messages.catalogue import _
from readiness.messages.names_in_chinese import IN_CHINESE

MAX_NAME = 120
_CUTOFF = 0.6
_APART = 0.1
"""How much nearer the title that is meant must be than all others."""
_FEW = 4
"""The fewest characters of a title that are compared with another: “South Asia” has two in Chinese."""
_COMPARED = 60_000
"""Limit for the length of the name times the length of all known names: about ten milliseconds of work."""


def _from_chinese(name: str, names: Sequence[str]) -> str | None:
    return next((ours for ours, theirs in IN_CHINESE.items() if name in theirs and ours in names), None)


def nearest(name: str, names: Sequence[str], titles: Mapping[str, str] | None = None) -> str | None:
    """The one of `names` that became `name` by a typing mistake, or in Chinese; None if there is none.

    With `titles`, by name, it may also be the title of the one that is meant, its beginning or nearly it.
    """
    if titles and (meant := _entitled(name, titles)):
        return meant
    if close := _misspelt(name, names):
        return close
    return _nearly_entitled(name, titles) if titles else None


def _misspelt(name: str, names: Sequence[str]) -> str | None:
    if len(name) > MAX_NAME:  # not a typing mistake, and the search would be slow
        return None
    import difflib  # slow to load, and most runs do not need it

    from readiness.messages.lookalikes import bare_word

    name = bare_word(name)
    if meant := _from_chinese(name, names):
        return meant
    close = difflib.get_close_matches(name, _comparable(name, names), n=1, cutoff=_CUTOFF)
    return close[0] if close else None


def _entitled(name: str, titles: Mapping[str, str]) -> str | None:
    """The only one with the title `name`, or else the only one whose title begins with it."""
    wanted = _bare(name)
    bare = {id: _bare(title) for id, title in titles.items()} if wanted else {}
    same = [id for id, title in bare.items() if title == wanted]
    if not same and len(wanted) >= (_FEW if wanted.isascii() else 2):  # less says too little
        same = [id for id, title in bare.items() if title.startswith(wanted)]
    return same[0] if len(same) == 1 else None


def _nearly_entitled(name: str, titles: Mapping[str, str]) -> str | None:
    """The one whose title holds `name`, as no other does, or is much more like it than all others."""
    wanted = _bare(name)
    holding = [id for id, title in titles.items() if len(wanted) > 2 and wanted in _bare(title)]
    if len(holding) == 1 and not wanted.isascii():
        return holding[0]
    if not _FEW <= len(wanted) <= MAX_NAME:
        return None
    import difflib

    ids = {bare: id for id, title in titles.items() if len(bare := _bare(title)) >= _FEW}
    close = difflib.get_close_matches(wanted, _comparable(wanted, list(ids)), n=2, cutoff=_CUTOFF)
    likeness = [difflib.SequenceMatcher(None, other, wanted).ratio() for other in close]
    is_clear = close and (len(close) == 1 or likeness[0] - likeness[1] >= _APART)
    return ids[close[0]] if is_clear else None


def _bare(title: str) -> str:
    """`title` without blanks, differences in spelling, and signs at its end."""
    from readiness.messages.lookalikes import bare_word

    return "".join(bare_word(title).lower().split()).rstrip(".,;:!?…")


def suggestion(
    name: str, names: Sequence[str], otherwise: str, titles: Mapping[str, str] | None = None
) -> str:
    """The hint for an unknown `name`: suggest the nearest of `names` or `titles`, or say `otherwise`."""
    close = nearest(name, names, titles)
    return did_you_mean(close) if close else otherwise


def did_you_mean(name: str) -> str:
    """The hint that suggests `name`."""
    return _("Did you mean “{name}”?").format(name=name)


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
