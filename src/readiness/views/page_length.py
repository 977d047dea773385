"""Keeps a page so short that people, mail and programs can open it, whatever the files hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from readiness.messages.catalogue import _
from readiness.messages.sentences import shortened
from readiness.views.blocks import Page, paragraph

LONGEST_PAGE = 1_000_000
"""The characters that a page holds without being cut: about three hundred pages on paper."""
_LIMITS = (100_000, 50_000, 20_000, 10_000, 5_000, 3_000, 2_000, 1_000, 500, 300)
"""The characters to which texts are cut; ids are shorter than the last."""


def limited(page: Page) -> Page:
    """`page` with its longest texts cut, and a remark on that, if it is longer than `LONGEST_PAGE`."""
    lengths = list(map(len, _texts(page)))
    if sum(lengths) <= LONGEST_PAGE:
        return page
    fitting = (most for most in _LIMITS if sum(min(length, most) for length in lengths) <= LONGEST_PAGE)
    most = next(fitting, _LIMITS[-1])
    remark = _(
        "The texts in these files are too long for one document: here they are cut after {count} characters,"
        " at “…”. JSON and CSV have them in full."
    )
    return (*_cut(page, most), paragraph(remark.format(count=most)))


def _texts(part: object) -> Iterator[str]:
    """Every text in `part`, a page or a part of one."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _texts(each)


def _cut(part: Any, most: int) -> Any:
    """`part` with every text of at most `most` characters."""
    if isinstance(part, str):
        return shortened(part, most)
    if isinstance(part, tuple):
        parts = (_cut(each, most) for each in part)
        return part._make(parts) if hasattr(part, "_make") else tuple(parts)
    return part
