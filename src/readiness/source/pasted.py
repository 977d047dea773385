"""What comes with a text pasted from a chat, a web page or a word processor, and is no YAML."""

from __future__ import annotations

import re

import yaml

from readiness.messages.catalogue import _
from readiness.messages.problems import Problem
from readiness.source.events import Reached
from readiness.source.source import Place, Source

_FENCE = r"\s*(?P<sign>```|~~~)"
_COMMENT = r"""(?:^|[,\[\]{}"\d]\s)\s*(?P<sign>//|/\*|＃)"""
"""A comment of another language, at the beginning of a line or after a value."""


def fence(source: Source, error: yaml.MarkedYAMLError, _reached: Reached) -> Problem | None:
    """The problem that a line around the YAML was copied with it; None if it is another one."""
    begin = next((number for number in range(10) if source.excerpt(number).strip()), 0)
    first = source.excerpt(begin)
    numbers = [begin, error.problem_mark.line if error.problem_mark else begin]
    for number in numbers:
        found = re.match(_FENCE, source.excerpt(number))
        if found or (number == begin and first.strip() == "..."):
            hint = _("Remove this line.")
            if found and number == begin:
                hint = _("Remove this line, and the closing {sign} after the YAML.").format(
                    sign=found["sign"]
                )
            place = Place(number, len(first) - len(first.lstrip()) if number == begin else 0)
            return source.problem(place, "yaml-syntax", _("this line is not part of the YAML"), hint)
    return None


def foreign_comment(source: Source, error: yaml.MarkedYAMLError, reached: Reached) -> Problem | None:
    """The problem of a comment in the manner of another language; None if it is another one."""
    mark = error.problem_mark
    if mark is None:
        return None
    begin = reached.bracket.line if reached.bracket else 0
    above = (error.context_mark or mark).line
    numbers = range(begin, mark.line + 1) if reached.bracket else (0, above, max(mark.line - 1, 0), mark.line)
    for number in numbers:
        if found := re.search(_COMMENT, source.excerpt(number)):
            message = _("a comment begins with “#”, not with “{sign}”").format(sign=found["sign"])
            hint = _("Write # instead, or remove the comment.")
            return source.problem(Place(number, found.start("sign")), "yaml-syntax", message, hint)
    return None
