"""Find the places of lines, entries and comments in the text of an answers file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

import yaml

from readiness.source.source import lines_of

BREAKS = "\n\r\x85\u2028\u2029"


class Entry(NamedTuple):
    """One `key: value` of a mapping, by places in the text."""

    mapping: yaml.MappingNode
    key: yaml.ScalarNode
    value: yaml.Node
    begin: int
    """Where the key begins, or the question mark before it."""
    key_end: int
    """Just after the key."""
    colon: int
    """Just after the colon; the end of the key if there is no colon."""
    end: int
    """The end of the value, without blanks and comments that follow."""
    anchor: int
    """The beginning of a line above which a comment can be put."""

    @property
    def has_colon(self) -> bool:
        """Return true if a colon follows the key; YAML allows a key alone."""
        return self.colon > self.key_end

    @property
    def is_empty(self) -> bool:
        """Return true if no value is written."""
        return is_empty(self.value)

    @property
    def has_children(self) -> bool:
        """Return true if the value is a mapping that is not empty."""
        return isinstance(self.value, yaml.MappingNode) and bool(self.value.value)


class Layout:
    """A text and the places of its lines, mapping entries and comments."""

    def __init__(self, text: str) -> None:
        self.text = text
        lines = lines_of(text)
        self.starts = [0, *accumulate(map(len, lines))]
        self.newline = lines[0][len(lines[0].rstrip(BREAKS)) :] or "\n"

    def line_start(self, place: int) -> int:
        """The beginning of the line of `place`."""
        return self.starts[bisect_right(self.starts, place, hi=len(self.starts) - 1) - 1]

    def line_end(self, place: int) -> int:
        """The end of the line of `place`, before its break."""
        start = self.line_start(place)
        return start + len(self.text[start : self.next_line(place)].rstrip(BREAKS))

    def next_line(self, place: int) -> int:
        """The beginning of the line after that of `place`."""
        return self.starts[bisect_right(self.starts, place, hi=len(self.starts) - 1)]

    def find(self, character: str, begin: int, end: int) -> int | None:
        """The first place of `character` outside comments; the range must hold no scalars."""
        place = begin
        while place < end and self.text[place] != character:
            place = self.line_end(place) if self.text[place] == "#" else place + 1
        return place if place < end else None

    def entries(self, node: yaml.Node, anchor: int) -> Iterator[Entry]:
        """The entries of a mapping; if it is written in braces, comments go to `anchor`."""
        if not isinstance(node, yaml.MappingNode):
            return
        before = node.start_mark.index
        for key, value in node.value:
            at, after = key.start_mark.index, self.end(key)
            mark = self.find("?", before, at)
            begin = at if mark is None else mark
            found = self.find(":", after, value.start_mark.index)
            colon = after if found is None else found + 1
            end = colon if is_empty(value) else self.end(value)
            line = anchor if node.flow_style else self.line_start(begin)
            yield Entry(node, key, value, begin, after, colon, end, line)
            before = end

    def end(self, node: yaml.Node) -> int:
        """The end of `node`; the parser's mark also includes line breaks and comments after a block."""
        begin, end = node.start_mark.index, node.end_mark.index
        if isinstance(node, yaml.ScalarNode):
            return int(begin + len(self.text[begin:end].rstrip()))
        if isinstance(node, yaml.SequenceNode) and not node.flow_style:
            return self.end(node.value[-1])
        if isinstance(node, yaml.MappingNode) and not node.flow_style:
            return [entry.end for entry in self.entries(node, 0)][-1]
        return int(end)

    def indent(self, start: int) -> str:
        """The blanks that the line at `start` begins with."""
        line = self.text[start : self.next_line(start)]
        return " " * (len(line) - len(line.lstrip(" ")))

    def begins_line(self, place: int) -> bool:
        """Return true if only blanks come before `place` in its line."""
        return not self.text[self.line_start(place) : place].strip()

    def ends_line(self, place: int) -> bool:
        """Return true if only blanks come after `place` in its line."""
        return not self.text[place : self.line_end(place)].strip()

    def comments(self, entry: Entry, *, after_key: bool = False) -> list[str]:
        """The comments inside the value of `entry`; with `after_key` those between key and value too."""
        found: list[str] = []
        place = entry.key_end if after_key else entry.value.start_mark.index
        for scalar in _scalars(entry.value):
            begin = scalar.start_mark.index
            found += self._comments_between(place, begin)
            found += self.comments_of_header(scalar)
            place = self.end(scalar)
        return [*found, *self._comments_between(place, entry.end)]

    def comments_of_header(self, node: yaml.Node) -> Iterator[str]:
        """The comment in the first line of a block of text, such as `|  # why`."""
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            begin = node.start_mark.index
            yield from self._comments_between(begin + 1, self.line_end(begin))

    def _comments_between(self, begin: int, end: int) -> Iterator[str]:
        """The comments from `begin` to `end`; no scalar may begin there."""
        while (place := self.find("#", begin, end)) is not None:
            begin = self.line_end(place)
            yield self.text[place:begin]

    def is_commented(self, entry: Entry) -> bool:
        """Return true if there is a comment just above, after or inside `entry`."""
        above = self.text[self.line_start(entry.anchor - 1) : entry.anchor] if entry.anchor else ""
        after = self.text[entry.end : self.line_end(entry.end)]
        beside = any(text.strip().startswith("#") for text in (above, after))
        return beside or bool(self.comments(entry, after_key=True))


def is_empty(node: yaml.Node) -> bool:
    """Return true if nothing is written for `node`."""
    return bool(node.start_mark.index == node.end_mark.index)


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """The written scalars in `node`, in the order of the text."""
    if isinstance(node, yaml.ScalarNode):
        if not is_empty(node):
            yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    else:
        for key, value in node.value:
            yield from _scalars(key)
            yield from _scalars(value)
