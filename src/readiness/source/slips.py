"""Explain what the parser refuses, in plain words and at the place to fix."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice

import yaml

from readiness.messages.catalogue import _, later
from readiness.messages.problems import InvalidInput, Problem
from readiness.source.events import events
from readiness.source.source import BREAK, Mark, Place, Source, end_of

# --- what the parser refuses ------------------------------------------------------------

_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def refuse_control_characters(source: Source) -> None:
    """Raise InvalidInput if the text holds a character that is not allowed."""
    found = _CONTROL.search(source.text)
    if found is None:
        return
    message = _("the character U+{number:04X} is not allowed in text").format(number=ord(found[0]))
    hint = _("Delete it; such characters often come with text pasted from another program.")
    place = end_of(source.text[: found.start()])
    raise InvalidInput([source.problem(place, "control-character", message, hint)])


_DIRECTIVE = re.compile("(?:^|[\n\r\x85\u2028\u2029])%TAG")
_MAX_DIRECTIVES = 100


def refuse_many_directives(source: Source) -> None:
    """Raise InvalidInput for too many `%TAG` lines.

    The parser compares each with all others; for thousands of them this takes minutes.
    """
    found = next(islice(_DIRECTIVE.finditer(source.text), _MAX_DIRECTIVES, None), None)
    if found is not None:
        place = end_of(source.text[: found.end() - len("%TAG")])
        raise InvalidInput([tag_problem(source, place)])


# Words of the parser's message, then our message and hint for that mistake.
_SYNTAX: Sequence[tuple[str, str, str]] = (
    (
        "mapping values are not allowed",
        later("a colon is not allowed after a complete “key: value”"),
        later("Put the text in quotes if the colon is part of it, or check the indentation."),
    ),
    (
        "could not find expected ':'",
        later("a colon is missing after the key"),
        later("Write `key: value`; put text that runs over several lines in quotes."),
    ),
    (
        "cannot start any token",
        later("a value cannot begin with this character"),
        later("Put the text in quotes; use spaces, not tabs, to indent."),
    ),
    (
        "tab character",
        later("this line is indented with a tab"),
        later("Use spaces to indent."),
    ),
    (
        "unexpected end of stream",
        later("a quotation mark is opened and never closed"),
        later("Close the quotation mark at the end of the text."),
    ),
    (
        "found undefined tag handle",
        later("a type tag (!name) is not allowed here"),
        later("Remove it; text and numbers need no tag."),
    ),
    (
        "escape character",
        later("in double quotes, a backslash before this character has no meaning"),
        later("Use single quotes around the text, or write the backslash twice."),
    ),
    (
        "hexdecimal",
        later("in double quotes, a backslash before this character has no meaning"),
        later("Use single quotes around the text, or write the backslash twice."),
    ),
    (
        "block sequence entries are not allowed",
        later("a list cannot begin on this line"),
        later("Begin the list on the line below the key, or put the hyphen in quotes."),
    ),
    (
        "did not find expected",
        later("the indentation, a bracket or a quotation mark does not match the lines above"),
        later("Align the key with the keys around it, and close every bracket and quotation mark."),
    ),
)


def syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    """The parser's error as a problem in our words."""
    words = str(error.problem or "")
    mark = _place_to_show(source, error)
    for known, message, hint in _SYNTAX:
        if known in words:
            return source.problem(mark, "yaml-syntax", _(message), _(hint))
    message = _("the text cannot be read as YAML from here on")
    hint = _("Check indentation, quotation marks and brackets on this line and the one above.")
    return source.problem(mark, "yaml-syntax", message, hint)


def _place_to_show(source: Source, error: yaml.MarkedYAMLError) -> Mark | None:
    """The place to show. The parser notices an open bracket at the end; the reader needs its beginning."""
    marks = [error.problem_mark, error.context_mark]
    if "expected ':'" in str(error.problem):  # the parser notices it on the next line
        marks.reverse()
    for mark in marks:
        if mark and source.excerpt(mark.line)[mark.column :].strip():
            return mark
    lines = BREAK.split(source.text.rstrip())
    end = Place(len(lines) - 1, len(lines[-1]))
    return end if error.problem_mark and error.problem_mark.line > end.line else error.problem_mark


def tag_problem(source: Source, mark: Mark | None) -> Problem:
    """The problem of a type tag at `mark`."""
    message = _("a type tag (!name) is not allowed here")
    return source.problem(mark, "yaml-tag", message, _("Remove it; text and numbers need no tag."))


def last_place(source: Source) -> Mark | None:
    """The last place that the parser reached before an error without a place."""
    mark = None
    with suppress(ValueError):
        for event in events(source.text):
            mark = event.end_mark
    return mark
