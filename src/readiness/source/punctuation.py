"""Slips in the signs that give a file its structure: a comma, a bracket, a hyphen or a colon."""

from __future__ import annotations

import re

import yaml

from readiness.messages.catalogue import _
from readiness.messages.lookalikes import COMMA_ALIKES, what_to_type
from readiness.messages.names_in_chinese import A_NAME
from readiness.messages.problems import Problem
from readiness.source.events import Reached
from readiness.source.misread import LIST_SIGN
from readiness.source.quoting import in_quotes, is_value, text_at
from readiness.source.source import Mark, Place, Source

CLOSING = {"[": "]", "{": "}"}
_COMMA = rf"[{COMMA_ALIKES}](?=\s*(?:[a-z][a-z0-9._-]*\s*:|[\"'\[{{]|$))"
"""A look-alike of a comma before a key, before something in quotes or brackets, or at the end of a line."""
_STUCK = rf"\s*(?:- +)*(?:(?P<list>{LIST_SIGN})|[a-z][a-z0-9._-]*:(?=[^\s:/\\]))"
"""The beginning of a line up to a hyphen or a colon without a blank after it."""
_OF_LINES = ("could not find expected ':'", "mapping values", "expected '-'", "expected key")


def comma_alike(source: Source, error: yaml.MarkedYAMLError, reached: Reached) -> Problem | None:
    """The problem that a comma in brackets only looks like one; None if it is another one."""
    begin, mark = reached.begin, error.problem_mark
    if not mark or not reached.bracket or "',' or" not in str(error.problem):
        return None
    if begin is None or source.excerpt(begin.line)[begin.column : begin.column + 1] in ("[", "{", "'", '"'):
        begin = mark
    found = re.compile(_COMMA).search(source.excerpt(begin.line), begin.column)
    if not found or (begin.line, found.start()) > (mark.line, mark.column):
        return None
    message = _("the items in brackets need an ordinary comma between them")
    return source.problem(Place(begin.line, found.start()), "yaml-syntax", message, what_to_type(found[0]))


def bracket_open(source: Source, error: yaml.MarkedYAMLError, reached: Reached) -> Problem | None:
    """The problem that a bracket is open where one of the other kind closes; None if it is another one."""
    opened, mark = reached.bracket, error.problem_mark
    if not opened or not mark or "did not find expected" not in str(error.problem):
        return None
    sign = source.excerpt(opened.line)[opened.column]
    other = source.excerpt(mark.line)[mark.column : mark.column + 1]
    if other not in CLOSING.values() or other == CLOSING[sign]:
        return None
    message = _("the “{sign}” is not closed before the “{other}” in line {line}, column {column}")
    message = message.format(sign=sign, other=other, line=mark.line + 1, column=mark.column + 1)
    hint = _("Write “{closing}” where it ends.").format(closing=CLOSING[sign])
    return source.problem(opened, "yaml-syntax", message, hint)


def colon_in_brackets(source: Source, error: yaml.MarkedYAMLError, reached: Reached) -> Problem | None:
    """The problem that a colon in brackets ends a text that holds it; None if it is another one."""
    begin, mark = reached.begin, error.problem_mark
    if not begin or not mark or not reached.bracket or "',' or" not in str(error.problem):
        return None
    line = source.excerpt(mark.line)
    if begin.line != mark.line or line[mark.column : mark.column + 1] != ":" or not is_value(source, begin):
        return None
    text = text_at(source, begin, listed=True, beyond=mark.column)
    is_key = re.search(rf"\s(?:{A_NAME})$", line[begin.column : mark.column].rstrip())
    if text[:1] in ("[", "{", "'", '"') or is_key:  # a comma is missing before the key
        return None
    message = _("a colon is not allowed after a complete “key: value”")
    return source.problem(
        mark, "yaml-syntax", message, _("Put the text in quotes: {text}").format(text=in_quotes(text))
    )


def hint_after_brackets(source: Source, begin: Mark, mark: Mark, reached: Reached) -> str:
    """What to do where the line of the value at `begin` goes on at `mark`, if that is a matter of brackets.

    Empty if the value was probably meant as part of a text.
    """
    line = source.excerpt(mark.line)
    value, rest = line[begin.column : mark.column].strip(), line[mark.column :].strip()
    in_brackets = value.startswith(("[", "{"))
    if reached.bracket:
        goes_on = in_brackets or rest.startswith(("[", "{", "'", '"'))
        return _("Write a comma before the next item, and close every bracket.") if goes_on else ""
    if not in_brackets or not re.search("[,:]", value):
        return ""
    if rest.startswith(("]", "}")):
        return _("Remove this bracket, or add the one that it closes.")
    if re.match(r",\s*[\[{]", rest) and rest.endswith(("]", "}")) and _in_balance(rest):
        return _("Put brackets around the whole list: [{items}]").format(items=value + rest)
    return _("Check commas and brackets.")


def _in_balance(text: str) -> bool:
    """Whether `text` closes as many brackets of each kind as it opens."""
    return all(text.count(opening) == text.count(closing) for opening, closing in CLOSING.items())


def blank_missing(source: Source, error: yaml.MarkedYAMLError, reached: Reached) -> Problem | None:
    """The problem that a blank is missing after a hyphen or a colon; None if it is another one."""
    mark = error.problem_mark
    if not mark or reached.bracket or not any(words in str(error.problem) for words in _OF_LINES):
        return None
    lines = {mark.line, (error.context_mark or mark).line}
    above = mark.line - 1  # such a line and the key of the next one look like one text of several lines
    while above >= 0 and re.match(_STUCK, source.excerpt(above)):
        lines.add(above)
        above -= 1
    for number in sorted(lines):
        if found := re.match(_STUCK, source.excerpt(number)):
            return _stuck(source, Place(number, found.end()), is_item=bool(found["list"]))
    return None


def _stuck(source: Source, place: Place, *, is_item: bool) -> Problem:
    """The problem that a blank is missing at `place`, after the sign of an item or after a colon."""
    line = source.excerpt(place.line)
    before, after = line[: place.column].strip(), line[place.column :].strip()
    if not is_item:
        hint = _("Write a blank after it: `{pair}`.").format(pair=f"{before} {after}")
        return source.problem(place, "yaml-syntax", _("a blank is missing after this colon"), hint)
    hint = _("Write `{item}`.").format(item=f"- {after}")
    if before.endswith("-"):
        return source.problem(place, "yaml-syntax", _("a blank is missing after this hyphen"), hint)
    message = _("an item of a list begins with a hyphen and a blank, not with “{sign}”")
    place.column = line.index(before[-1])
    return source.problem(place, "yaml-syntax", message.format(sign=before[-1]), hint)
