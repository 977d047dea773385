"""Explain what the parser refuses, in plain words and at the place to fix."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

import yaml

from readiness.messages.catalogue import _, later
from readiness.messages.lookalikes import BLANK_ALIKES, COLON_ALIKES, PAIR, character_name
from readiness.messages.names_in_chinese import NAMES_IN_CHINESE
from readiness.messages.problems import Problem
from readiness.source.events import Reached, events
from readiness.source.full_width import closing_bracket, closing_quote, colon_after_han, opening_bracket
from readiness.source.pasted import fence, foreign_comment
from readiness.source.punctuation import (
    blank_missing,
    bracket_open,
    colon_in_brackets,
    comma_alike,
    hint_after_brackets,
)
from readiness.source.quoting import in_quotes, is_value, text_at, value_column
from readiness.source.source import BREAK, Mark, Place, Source

_IN_BRACKETS = "did not find expected ',' or"
_CLOSE = later("Close it at the end of the text; or, if it is part of the text, put all in quotes: {text}")
# Words of the parser's message, then our message for that mistake, and two hints: the first with the text
# that was probably meant, in quotes, the second for where there is none.
_SYNTAX: Sequence[tuple[str, str, str, str]] = (
    (
        "mapping values are not allowed",
        later("a colon is not allowed after a complete “key: value”"),
        later("Check the indentation; or, if the colon is part of a text, put the text in quotes: {text}"),
        later("Put the text in quotes if the colon is part of it, or check the indentation."),
    ),
    (
        "could not find expected ':'",
        later("a colon is missing after the key"),
        "",
        later("Write `key: value`; put text that runs over several lines in quotes."),
    ),
    (
        "cannot start any token",
        later("a value cannot begin with this character"),
        later("Put the text in quotes: {text}"),
        later("Put the text in quotes."),
    ),
    (
        "alphabetic or numeric",
        later("a value cannot begin with this character"),
        later("Put the text in quotes: {text}"),
        later("Put the text in quotes."),
    ),
    (
        "comment or line break",
        later("text cannot follow this sign in the same line"),
        later("Put the text in quotes: {text}"),
        later("Begin the text on the next line, indented."),
    ),
    (
        "mapping keys are not allowed",
        later("a value cannot begin with a question mark and a blank"),
        later("Put the text in quotes: {text}"),
        later("Put the text in quotes."),
    ),
    (
        "tab character",
        later("this line is indented with a tab"),
        "",
        later("Use spaces to indent."),
    ),
    (
        "unexpected end of stream",
        later("a quotation mark is opened and never closed"),
        _CLOSE,
        later("Close the quotation mark at the end of the text."),
    ),
    (
        "tag",
        later("a type tag (!name) is not allowed here"),
        later("Remove it; or, if it is part of a text, put the text in quotes: {text}"),
        later("Remove it; text and numbers need no tag."),
    ),
    (
        "escape character",
        later("in double quotes, a backslash before this character has no meaning"),
        "",
        later("Use single quotes around the text, or write the backslash twice."),
    ),
    (
        "hexdecimal",
        later("in double quotes, a backslash before this character has no meaning"),
        "",
        later("Use single quotes around the text, or write the backslash twice."),
    ),
    (
        "block sequence entries are not allowed",
        later("a list cannot begin on this line"),
        later("Begin the list on the line below the key; or, if it is a text, put it in quotes: {text}"),
        later("Begin the list on the line below the key, or put the hyphen in quotes."),
    ),
    (
        _IN_BRACKETS,
        later("this bracket is not closed, or a comma is missing after one of its items"),
        later("Close the bracket; or, if the # is part of a text, put the text in quotes: {text}"),
        later("Close the bracket; put texts that hold brackets, colons or a # in quotes."),
    ),
    (
        "did not find expected node content",
        later("a value cannot begin with this character"),
        later("Put the text in quotes: {text}"),
        later("Put the text in quotes."),
    ),
    (
        "did not find expected",
        later("the indentation, a bracket or a quotation mark does not match the lines above"),
        "",
        later("Align the key with the keys around it, and close every bracket and quotation mark."),
    ),
)


def syntax_problem(source: Source, error: yaml.MarkedYAMLError, reached: Reached) -> Problem:
    """The parser's error as a problem in our words."""
    tries = (
        fence,
        foreign_comment,
        _look_alike,
        colon_after_han,
        opening_bracket,
        closing_quote,
        comma_alike,
        blank_missing,
        closing_bracket,
        bracket_open,
        colon_in_brackets,
        _after_a_value,
        _half_a_character,
    )
    if found := next(filter(None, (explain(source, error, reached) for explain in tries)), None):
        return found
    words = str(error.problem or "")
    mark = _place_to_show(source, error)
    if mark and source.excerpt(mark.line).startswith("\t", mark.column):
        words = "tab character"
    if "a tag" in str(error.context):
        words = "tag"
    if "node content" in words and reached.bracket and not _rest(source, error.problem_mark):
        words, mark = _IN_BRACKETS, reached.bracket
    for known, message, with_text, hint in _SYNTAX:
        if known in words:
            text = reached.cut if known == _IN_BRACKETS else _meant(source, mark, error, reached)
            hint = _(with_text).format(text=in_quotes(text)) if text and with_text else _(hint)
            return source.problem(mark, "yaml-syntax", _(message), hint)
    message = _("the text cannot be read as YAML from here on")
    hint = _("Check indentation, quotation marks and brackets on this line and the one above.")
    return source.problem(mark, "yaml-syntax", message, hint)


def _rest(source: Source, mark: Mark | None) -> str:
    """What is written in the line of `mark` from there on."""
    return source.excerpt(mark.line)[mark.column :].strip() if mark else ""


def _place_to_show(source: Source, error: yaml.MarkedYAMLError) -> Mark | None:
    """The place to show: where something begins, if the parser only notices at its end that it is wrong."""
    marks = [error.problem_mark, error.context_mark]
    words = f"{error.context} {error.problem}"
    if re.search(r"expected ':'|flow \w+ did|block scalar|alias|anchor|tag", words):
        marks.reverse()
    for mark in marks:
        if _rest(source, mark):
            return mark
    lines = BREAK.split(source.text.rstrip())
    end = Place(len(lines) - 1, len(lines[-1]))
    return end if error.problem_mark and error.problem_mark.line > end.line else error.problem_mark


def _meant(source: Source, mark: Mark | None, error: yaml.MarkedYAMLError, reached: Reached) -> str:
    """The text that was probably meant to be the value at `mark`; empty if it was none."""
    if mark is None:
        return ""
    begin: Mark = mark
    if str(error.problem).startswith("mapping values"):
        column = value_column(source.excerpt(mark.line))
        if column is None or column >= mark.column:
            return ""
        begin = Place(mark.line, column)
    elif not is_value(source, mark):
        return ""
    text = text_at(source, begin, listed=reached.bracket is not None)
    return "" if text[:1] in (",", "]", "}") and reached.bracket else _without_quotes(text)


def _without_quotes(text: str) -> str:
    """`text` without the quotes around it, if it was meant to be in quotes."""
    sign = text[:1]
    inner = text[1:-1]
    if sign in ("'", '"') and text[1:].endswith(sign) and inner.count(sign) % 2:
        return inner
    return text[1:] if sign == '"' and sign not in text[1:] else text


def _look_alike(source: Source, error: yaml.MarkedYAMLError, reached: Reached) -> Problem | None:
    """The problem that a blank or a colon near the error only looks like one; None if there is none."""
    marks = (error.context_mark, reached.begin, error.problem_mark)
    for number in sorted({mark.line for mark in marks if mark}):
        line = source.excerpt(number)
        blank = re.match(rf" *(?=[{BLANK_ALIKES}])", line)
        if blank and line.strip(BLANK_ALIKES + " \t"):
            return blank_before_key(source, Place(number, blank.end()))
        if pair := re.match(rf"\s*(?:- +)*({PAIR}|(?:{'|'.join(NAMES_IN_CHINESE)})[{COLON_ALIKES}])", line):
            place = Place(number, pair.end() - 1)
            message = _("a key ends with a colon and a space, not with the {character}")
            message = message.format(character=character_name(line[place.column]))
            return source.problem(place, "yaml-syntax", message, _("Type “: ” instead."))
    return None


def blank_before_key(source: Source, mark: Mark | None) -> Problem | None:
    """The problem that the blank at `mark`, before a key, is not an ordinary one; None if there is none."""
    character = source.excerpt(mark.line)[mark.column] if mark else " "
    if character not in BLANK_ALIKES:
        return None
    message = _("an ordinary space is needed before this key, not the {character}")
    message = message.format(character=character_name(character))
    return source.problem(mark, "yaml-syntax", message, _("Use ordinary spaces to indent."))


def _half_a_character(source: Source, error: yaml.MarkedYAMLError, _reached: Reached) -> Problem | None:
    """The problem of an escape that stands for no character; None if it is another one."""
    mark = error.problem_mark
    if not mark or "Unicode character escape" not in str(error.problem):
        return None
    begin = Place(mark.line, mark.column - len("\\u"))
    found = re.compile(r"\\u[0-9a-fA-F]{4}").match(source.excerpt(mark.line), begin.column)
    if not found:
        message = _("this escape stands for no character")
        return source.problem(begin, "yaml-syntax", message, _("Write the character itself."))
    message = _("“{escape}” is only half of a character").format(escape=found[0])
    hint = _("Write the other half too, as in {example}, or the character itself.")
    return source.problem(begin, "yaml-syntax", message, hint.format(example=r"\ud83d\ude00"))


_AFTER_A_VALUE = "^did not find expected|cannot start any token|block sequence entries"


def _after_a_value(source: Source, error: yaml.MarkedYAMLError, reached: Reached) -> Problem | None:
    """The problem that a text goes on behind a closing bracket or quotation mark, if it is that one."""
    begin, mark = reached.begin, error.problem_mark
    if not begin or not mark or not re.search(_AFTER_A_VALUE, str(error.problem)):
        return None
    before = source.excerpt(mark.line)[: mark.column].rstrip()
    opening = source.excerpt(begin.line)[begin.column : begin.column + 1]
    closing = {"[": "]", "{": "}"}.get(opening, opening)
    follows = reached.end and (reached.end.line, reached.end.column) == (mark.line, len(before))
    if opening not in ("[", "{", "'", '"') or not follows or not before.endswith(closing):
        return None
    if begin.line != mark.line and opening in ("'", '"'):
        message = _("this quotation mark is not closed in its line; the next one is on line {line}")
        text = in_quotes(_without_quotes(text_at(source, begin, listed=reached.bracket is not None)))
        hint = _(_CLOSE).format(text=text)
        return source.problem(begin, "yaml-syntax", message.format(line=mark.line + 1), hint)
    message = _("a value ends here, but its line goes on")
    hint = _("Check commas and line breaks.")
    if begin.line == mark.line and (found := hint_after_brackets(source, begin, mark, reached)):
        hint = found
    elif begin.line == mark.line and is_value(source, begin):
        text = text_at(source, begin, listed=reached.bracket is not None, beyond=mark.column)
        hint = _("Put the whole text in quotes: {text}").format(text=in_quotes(_without_quotes(text)))
    return source.problem(mark, "yaml-syntax", message, hint)


def last_place(source: Source) -> Mark | None:
    """The last place that the parser reached before an error without a place."""
    mark = None
    with suppress(ValueError):
        for event in events(source.text):
            mark = event.end_mark
    return mark
