"""Parse YAML text into plain data that knows the place of each value.

The code goes through the parser's events once, without recursion. This finds duplicate keys, refuses
aliases, tags and deep nesting before they can do harm, and is faster than loading into
objects (`benchmarks/reading.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from readiness.messages.problems import MAX_PROBLEMS, InvalidInput, Problem
from readiness.source.data import Map, Seq
from readiness.source.events import Reached, composed, events
from readiness.source.misread import LIST_SIGNS, CutText, ListText, begins_like_item, cut_off
from readiness.source.refusals import (
    alias_problem,
    anchor_problem,
    depth_problem,
    document_problem,
    duplicate_problem,
    key_problem,
    refuse_control_characters,
    refuse_curly_json,
    refuse_many_directives,
    size_problem,
    tag_problem,
)
from readiness.source.scalars import scalar_value
from readiness.source.source import Mark, Source

MAX_DEPTH = 50
MAX_VALUES = 50_000
"""The most values in one file, or in all files of a questionnaire: several times what people write."""
_COMMENT = re.compile(r"(?<![ \t\n\r\x85\u2028\u2029])[ \t]+#")


def parse(source: Source, *, private: bool = False) -> Any:
    """Return the data of a YAML text: `Map`, `Seq`, str, int, float, bool or None.

    If it is `private`, no problem found in it, now or later, shows other values of the same line.
    Raises InvalidInput unless it is exactly one document of plain data.
    """
    source.private = private
    refuse_control_characters(source)
    refuse_many_directives(source)
    refuse_curly_json(source)
    builder = _Builder(source)
    event = None
    try:
        for count, event in enumerate(events(source.text)):
            if count == MAX_VALUES:
                builder.refuse_more(event)
            if (take := _TAKEN_BY.get(type(event))) is not None:
                take(builder, event)
        source.values = count
    except yaml.MarkedYAMLError as error:
        from readiness.source.slips import syntax_problem  # this and the like only for what is refused

        builder.problems.append(syntax_problem(source, error, builder.reached(event)))
    except ValueError:  # from the parser: a tag whose escapes are not text
        from readiness.source.slips import last_place

        builder.problems.append(tag_problem(source, last_place(source)))
    if builder.problems:
        raise InvalidInput(builder.problems)
    return builder.root


def nodes(source: Source) -> yaml.Node:
    """The parts of a text that `parse` accepts, each with marks for its beginning and end."""
    root = composed(source.text)
    assert root is not None  # `parse` accepts exactly one document
    return root


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
        self._closed: Mark | None = None
        """Where the mapping or list begins that was closed last."""
        self._cut = ""
        # Where blanks and a comment sign follow something in the same line.
        self._ends = {found.start() for found in _COMMENT.finditer(source.text)} if "#" in source.text else ()

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        if event.anchor or event.tag:
            self._refuse_extras(event)
        key, container = self._key, self._container
        if key is None and isinstance(container, Map):
            if event.value in container or not event.value.isascii():
                self._expect_key(container, event)
            self._key = event
            return
        value = scalar_value(event)
        if not event.style and isinstance(value, str):
            if self._ends:
                value = self._whole(value, event)
            if value[0] in LIST_SIGNS:
                value = _perhaps_list(value, event)
        self._attach(value, event.start_mark)

    def _whole(self, text: str, event: yaml.ScalarEvent) -> str:
        """`text`, which remembers if it may go on behind a comment sign."""
        mark = event.end_mark
        if mark is None or mark.index not in self._ends:
            return text
        rest = self.source.excerpt(mark.line)[mark.column :]
        whole = cut_off(text, rest, listed=self._bracket is not None)
        if isinstance(whole, CutText) and self._bracket:
            self._cut = whole.whole
        return whole

    @property
    def _bracket(self) -> Mark | None:
        """The last bracket that is still open."""
        around = (self._container, *(container for container, _key in reversed(self._stack)))
        for start in (container.start for container in around if container is not None):
            if start and self.source.excerpt(start.line).startswith(("[", "{"), start.column):
                return start
        return None

    def reached(self, event: yaml.Event | None) -> Reached:
        """How far the parser got when `event` was its last one."""
        begin = event.start_mark if isinstance(event, yaml.ScalarEvent) else self._closed
        return Reached(begin, event.end_mark if event else None, self._bracket, self._cut)

    def _refuse_alias(self, event: yaml.AliasEvent) -> None:
        self._stop(alias_problem(self.source, event.start_mark, self._as_text(event)))

    def _refuse_extras(self, event: yaml.NodeEvent) -> None:
        refuse = anchor_problem if event.anchor else tag_problem
        self._stop(refuse(self.source, event.start_mark, self._as_text(event)))

    def _as_text(self, event: yaml.Event) -> str:
        """The text, in quotes, that was perhaps meant to begin with `event`; empty if none can."""
        from readiness.source.quoting import in_quotes, is_value, text_at

        mark = event.start_mark
        is_key = self._key is None and isinstance(self._container, Map)
        if is_key or mark is None or not is_value(self.source, mark):
            return ""
        return in_quotes(text_at(self.source, mark, listed=self._bracket is not None))

    def _stop(self, problem: Problem) -> None:
        self.problems.append(problem)
        raise InvalidInput(self.problems)

    def refuse_more(self, event: yaml.Event) -> None:
        """Raise InvalidInput because there are too many values."""
        self._stop(size_problem(self.source, event.start_mark))

    def _count_document(self, event: yaml.Event) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(document_problem(self.source, event.start_mark))

    def _expect_key(self, container: Map, event: yaml.ScalarEvent) -> None:
        """Complain of a key that is there already, or that a wide blank parts from the one before."""
        if not event.value[:1].isascii() and not event.style:
            from readiness.source.slips import blank_before_key

            if problem := blank_before_key(self.source, event.start_mark):
                self._stop(problem)
        if event.value in container:
            first, _value = container.marks[event.value]
            self.problems.append(duplicate_problem(self.source, event.start_mark, event.value, first))
            if len(self.problems) >= MAX_PROBLEMS:
                raise InvalidInput(self.problems)

    def _open_mapping(self, event: yaml.CollectionStartEvent) -> None:
        self._open(Map, event)

    def _open_list(self, event: yaml.CollectionStartEvent) -> None:
        self._open(Seq, event)

    def _open(self, kind: type[Map] | type[Seq], event: yaml.CollectionStartEvent) -> None:
        if event.anchor or event.tag:
            self._refuse_extras(event)
        if self._key is None and isinstance(self._container, Map):
            self._stop(key_problem(self.source, event.start_mark))
        if len(self._stack) >= MAX_DEPTH:
            self._stop(depth_problem(self.source, event.start_mark, MAX_DEPTH))
        container = kind(self.source, event.start_mark)
        self._stack.append((self._container, self._key))
        self._container, self._key = container, None

    def _close(self, _event: yaml.CollectionEndEvent) -> None:
        closed = self._container
        assert closed is not None
        self._closed = closed.start
        self._container, self._key = self._stack.pop()
        self._attach(closed, closed.start)

    def _attach(self, value: Any, mark: Mark | None) -> None:
        container, key = self._container, self._key
        if isinstance(container, Map):
            assert key is not None
            name = key.value
            if name not in container:  # a duplicate was reported; the first one stays
                container[name] = value
                container.marks[name] = (key.start_mark, mark)
            self._key = None
        elif container is not None:
            container.append(value)
            container.marks.append(mark)
        else:
            self.root = value


_TAKEN_BY: dict[type[yaml.Event], Callable[[_Builder, Any], None]] = {
    yaml.ScalarEvent: _Builder._take_scalar,
    yaml.MappingStartEvent: _Builder._open_mapping,
    yaml.SequenceStartEvent: _Builder._open_list,
    yaml.MappingEndEvent: _Builder._close,
    yaml.SequenceEndEvent: _Builder._close,
    yaml.DocumentStartEvent: _Builder._count_document,
    yaml.AliasEvent: _Builder._refuse_alias,
}
"""What adds an event to the data, or raises InvalidInput if going on would be unsafe.

Looked up by exact type: a file has thousands of events, and a chain of tests would take as long as the
parsing. Other events (such as the start of the stream) carry no data. The methods are not bound to a builder,
which would refer to itself then and stay in memory until cyclic garbage is collected.
"""


def _perhaps_list(text: str, event: yaml.ScalarEvent) -> str:
    """`text`, a plain one; a `ListText` if it has several lines and begins like an item of a list."""
    begin, end = event.start_mark, event.end_mark
    several = begin and end and begin.line != end.line
    return ListText(text) if several and begins_like_item(text) else text
