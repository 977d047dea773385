"""Texts that YAML may not read as a person meant them; what to do about them is in `quoting.py`."""

from __future__ import annotations

import re

from readiness.source.source import Mark, Source

COMMENT = r"(?<![ \t])(?:[ \t]{2,}|\t)#(?:[ \t].*)?$"
"""What is clearly a comment behind a value."""
_BULLETS = "•·‧・●○■◆–—－"
LIST_SIGN = rf"-(?=[^\s\d.-])|[{_BULLETS}](?=\s*\S)"
"""What people put before an item of a list instead of a hyphen and a blank."""
LIST_SIGNS = frozenset(f"-{_BULLETS}")


class CutText(str):
    """A plain text with a comment after it, which may have been meant as the end of the text."""

    __slots__ = ("whole",)
    whole: str
    """The text with the comment."""


class ListText(str):
    """A plain text of several lines that begins like an item of a list."""

    __slots__ = ()


def begins_like_item(text: str) -> bool:
    """Whether `text` begins like an item of a list without the blank after its hyphen."""
    return bool(re.match(LIST_SIGN, text))


def cut_off(text: str, rest: str, *, listed: bool) -> str:
    """`text`, whose line goes on with `rest`; a `CutText` unless `rest` is clearly a comment.

    A comment has two blanks before its sign and one after it. `listed` tells that the text is in brackets.
    """
    if not re.match(r"[ \t]+#", rest) or re.match(COMMENT, rest):
        return text
    cut = CutText(text)
    cut.whole = f"{text}{rest.rstrip()}"
    if listed:
        cut.whole = re.split(r"[,\]}]", cut.whole, maxsplit=1)[0].rstrip()
    return cut


def lost_text(source: Source, mark: Mark) -> str:
    """What follows an empty value at `mark` and is taken for a comment, though it was hardly meant as one."""
    found = re.match(r"[ \t]+(#[^\s#].*)", source.excerpt(mark.line)[mark.column :])
    return found[1].rstrip() if found else ""
