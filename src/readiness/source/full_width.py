"""Signs of a Chinese keyboard where YAML needs its own: brackets, quotation marks, and keys with a colon."""

from __future__ import annotations

import re

import yaml

from readiness.messages.catalogue import _
from readiness.messages.lookalikes import COLON_ALIKES, character_name, ordinary
from readiness.messages.problems import Problem
from readiness.source.events import Reached
from readiness.source.punctuation import CLOSING
from readiness.source.quoting import in_quotes, value_column
from readiness.source.source import Place, Source

_OPENING_ALIKES = {"｛": "{", "［": "[", "【": "[", "〔": "["}
"""Brackets of a Chinese keyboard that open something, and those of YAML."""
_CLOSING_ALIKES = dict(zip("｝］】〕）", "｛［【〔（", strict=True))
"""Brackets that close something, and those that open it."""
_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』"}
_AFTER_QUOTE = rf"[{''.join(_QUOTES.values())}＂＇](?=\s*(?:$|[,}}\]]|#))"
_HAN_KEY = rf"(?P<indent> *)(?:- +)*[\u4e00-\u9fff][^\s:{COLON_ALIKES}#]{{0,19}}(?P<colon>[{COLON_ALIKES}])"


def opening_bracket(source: Source, error: yaml.MarkedYAMLError, _reached: Reached) -> Problem | None:
    """The problem that a value begins with a bracket that is none of YAML's; None if it is another one."""
    mark = error.problem_mark
    if not mark or not str(error.problem).startswith("mapping values"):
        return None
    line = source.excerpt(mark.line)
    column = value_column(line)
    if column is None or line[column] not in _OPENING_ALIKES:
        return None
    message = _("a list or mapping does not begin with the {character}")
    message = message.format(character=_name(line[column]))
    opening = _OPENING_ALIKES[line[column]]
    hint = _("Type ordinary brackets around it, “{opening}” and “{closing}”.")
    hint = hint.format(opening=opening, closing=CLOSING[opening])
    return source.problem(Place(mark.line, column), "yaml-syntax", message, hint)


def closing_bracket(source: Source, error: yaml.MarkedYAMLError, reached: Reached) -> Problem | None:
    """The problem that a bracket is closed with one that is none of YAML's; None if it is another one."""
    opened = reached.bracket
    if not opened or "did not find expected" not in str(error.problem):
        return None
    line = source.excerpt(opened.line)
    sign, rest = line[opened.column], line[opened.column + 1 :]
    found = next(
        (
            each
            for each in re.finditer(rf"[{''.join(_CLOSING_ALIKES)}](?=\s*(?:$|[,\]}}]|#))", rest)
            if rest[: each.start()].count(_CLOSING_ALIKES[each[0]]) < rest[: each.end()].count(each[0])
        ),
        None,
    )
    if not found or CLOSING[sign] in rest:
        return None
    return closing_problem(source, Place(opened.line, opened.column + 1 + found.start()), sign)


def closing_problem(source: Source, place: Place, sign: str) -> Problem:
    """The problem that the bracket at `place` does not close the bracket `sign`."""
    closing = source.excerpt(place.line)[place.column]
    message = _("the “{sign}” is not closed by the {character}")
    message = message.format(sign=sign, character=_name(closing))
    return source.problem(
        place, "yaml-syntax", message, _("Write “{closing}” instead.").format(closing=CLOSING[sign])
    )


def _name(character: str) -> str:
    is_known = ordinary(character) != character
    return character_name(character) if is_known else _("“{text}”").format(text=character)


def closing_quote(source: Source, error: yaml.MarkedYAMLError, reached: Reached) -> Problem | None:
    """The problem that a text begins with a straight quotation mark and ends with another one.

    None if it is another problem.
    """
    begin = error.context_mark if "quoted scalar" in str(error.context) else reached.begin
    if begin is None:
        return None
    line = source.excerpt(begin.line)
    sign = line[begin.column : begin.column + 1]
    if sign not in ("'", '"'):
        return None
    for found in re.finditer(_AFTER_QUOTE, line[begin.column + 1 :]):
        text = line[begin.column + 1 :][: found.start()]
        if sign in text:
            break
        if all(text.count(first) == text.count(last) for first, last in _QUOTES.items()):
            message = _("this text begins with {sign} and must end with the same mark, not with {other}")
            place = Place(begin.line, begin.column + 1 + found.start())
            hint = _("Write {text}.").format(text=in_quotes(text))
            return source.problem(place, "yaml-syntax", message.format(sign=sign, other=found[0]), hint)
    return None


def colon_after_han(source: Source, error: yaml.MarkedYAMLError, _reached: Reached) -> Problem | None:
    """The problem that a key in Chinese ends with a full-width colon; None if it is another one."""
    marks = [mark for mark in (error.context_mark, error.problem_mark) if mark]
    for number in sorted({line for mark in marks for line in (mark.line - 1, mark.line) if line >= 0}):
        found = re.match(_HAN_KEY, source.excerpt(number))
        if found and not _goes_on(source, number, len(found["indent"])):
            place = Place(number, found.start("colon"))
            message = _("a key ends with a colon and a space, not with the {character}")
            message = message.format(character=character_name(found["colon"]))
            return source.problem(place, "yaml-syntax", message, _("Type “: ” instead."))
    return None


def _goes_on(source: Source, number: int, indent: int) -> bool:
    """Whether line `number`, indented by `indent`, goes on with the text of the line above."""
    above = source.excerpt(number - 1) if number else ""
    return len(above) - len(above.lstrip()) < indent and not above.rstrip().endswith(":")
