"""Parse YAML text into plain data that knows the place of each value.

The code goes through the parser's events once, without recursion. This finds duplicate keys, refuses
aliases, tags and deep nesting before they can do harm, and is faster than loading into
objects (`benchmarks/reading.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import yaml

from readiness.messages.catalogue import _
from readiness.messages.problems import MAX_PROBLEMS, InvalidInput, Problem
from readiness.source.data import Map, Seq
from readiness.source.events import composed, events
from readiness.source.scalars import scalar_value
from readiness.source.slips import (
    last_place,
    refuse_control_characters,
    refuse_many_directives,
    syntax_problem,
    tag_problem,
)
from readiness.source.source import Mark, Source

MAX_DEPTH = 50
MAX_VALUES = 50_000
"""The most values in one file, or in all files of a questionnaire: several times what people write."""


def parse(source: Source, *, private: bool = False) -> Any:
    """Return the data of a YAML text: `Map`, `Seq`, str, int, float, bool or None.

    If it is `private`, no problem found in it, now or later, shows other values of the same line.
    Raises InvalidInput unless it is exactly one document of plain data.
    """
    source.private = private
    refuse_control_characters(source)
    refuse_many_directives(source)
    builder = _Builder(source)
    try:
        for count, event in enumerate(events(source.text)):
            if count == MAX_VALUES:
                builder.refuse_more(event)
            builder.take(event)
        source.values = count
    except yaml.MarkedYAMLError as error:
        builder.problems.append(syntax_problem(source, error))
    except ValueError:  # from the parser: a tag whose escapes are not text
        builder.problems.append(tag_problem(source, last_place(source)))
    if builder.problems:
        raise InvalidInput(builder.problems)
    return builder.root


def nodes(source: Source) -> yaml.Node:
    """The parts of a text that `parse` accepts, each with marks for its beginning and end."""
    root = composed(source.text)
    assert root is not None  # `parse` accepts exactly one document
    return root


def _line_number(mark: Mark | None) -> int:
    return mark.line + 1 if mark else 1


class _Builder:
    """Builds the data from the parser's events. Its stack is a list, so deep nesting is safe."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.root: Any = None
        self._stack: list[tuple[Map | Seq | None, yaml.ScalarEvent | None]] = []
        self._container: Map | Seq | None = None
        self._key: yaml.ScalarEvent | None = None
        self._documents = 0

        # Looked up by exact type: a file has thousands of events, and a chain of tests would take as
        # long as the parsing. Other events (such as the start of the stream) carry no data.
        self._handlers: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._take_scalar,
            yaml.MappingStartEvent: partial(self._open, Map),
            yaml.SequenceStartEvent: partial(self._open, Seq),
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.DocumentStartEvent: self._count_document,
            yaml.AliasEvent: self._refuse_alias,
        }

    def take(self, event: yaml.Event) -> None:
        """Add one event to the data. Raises InvalidInput if going on would be unsafe."""
        handler = self._handlers.get(type(event))
        if handler is not None:
            handler(event)

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        if event.anchor or event.tag:
            self._refuse_extras(event)
        if self._key is None and isinstance(self._container, Map):
            self._take_key(self._container, event)
        else:
            self._attach(scalar_value(event), event.start_mark)

    def _refuse_alias(self, event: yaml.AliasEvent) -> None:
        message = _("an alias (*name) is not allowed here")
        self._stop(event, "yaml-alias", message, _("Write the value out where it is needed."))

    def _stop(self, event: yaml.Event, code: str, message: str, hint: str) -> None:
        self._end_with(self.source.problem(event.start_mark, code, message, hint))

    def _end_with(self, problem: Problem) -> None:
        self.problems.append(problem)
        raise InvalidInput(self.problems)

    def refuse_more(self, event: yaml.Event) -> None:
        """Raise InvalidInput because there are too many values."""
        message = _("the file holds too many values")
        hint = _("Check that it is the right file; such a file holds a few thousand.")
        self._stop(event, "too-many-values", message, hint)

    def _refuse_extras(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            message = _("an anchor (&name) is not allowed here")
            self._stop(event, "yaml-anchor", message, _("Remove it; write values out instead."))
        if getattr(event, "tag", None):
            self._end_with(tag_problem(self.source, event.start_mark))

    def _count_document(self, event: yaml.Event) -> None:
        self._documents += 1
        if self._documents > 1:
            message = _("a second document begins here")
            hint = _("Keep one document in a file; remove this line and what follows it.")
            self._stop(event, "yaml-documents", message, hint)

    def _take_key(self, container: Map, event: yaml.ScalarEvent) -> None:
        if event.value in container:
            first = _line_number(container.marks[event.value][0])
            message = _("“{key}” is given twice").format(key=event.value[:80])
            hint = _("The first one is on line {line}; keep one of the two.").format(line=first)
            self.problems.append(self.source.problem(event.start_mark, "duplicate-key", message, hint))
            if len(self.problems) >= MAX_PROBLEMS:
                raise InvalidInput(self.problems)
        self._key = event

    def _open(self, kind: type[Map] | type[Seq], event: yaml.CollectionStartEvent) -> None:
        if event.anchor or event.tag:
            self._refuse_extras(event)
        if self._key is None and isinstance(self._container, Map):
            message = _("a key must be plain text")
            self._stop(event, "yaml-key", message, _("Write `key: value` with a word as the key."))
        if len(self._stack) >= MAX_DEPTH:
            message = _("nested more than {limit} levels deep").format(limit=MAX_DEPTH)
            self._stop(event, "too-deep", message, _("Use fewer levels; no file needs this many."))
        container = kind(self.source, event.start_mark)
        self._stack.append((self._container, self._key))
        self._container, self._key = container, None

    def _close(self, _event: yaml.CollectionEndEvent) -> None:
        closed = self._container
        assert closed is not None
        self._container, self._key = self._stack.pop()
        self._attach(closed, closed.start)

    def _attach(self, value: Any, mark: Mark | None) -> None:
        container, key = self._container, self._key
        if isinstance(container, Map):
            assert key is not None
            if key.value not in container:  # a duplicate was reported; the first one stays
                container[key.value] = value
                container.marks[key.value] = (key.start_mark, mark)
            self._key = None
        elif container is not None:
            container.append(value)
            container.marks.append(mark)
        else:
            self.root = value
