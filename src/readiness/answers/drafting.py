"""Edits in the text of an answers file that leave everything else as it is."""

from __future__ import annotations

import textwrap
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

import yaml

from readiness.source.parsing import parse
from readiness.source.source import Source, lines_of


class Entry(NamedTuple):
    """One `key: value` of a mapping, by places in the text."""

    mapping: yaml.MappingNode
    key: yaml.ScalarNode
    value: yaml.Node
    begin: int
    """Where the key begins, or the question mark before it."""
    colon: int
    """Just after the colon; the end of the key where there is none."""
    end: int
    """The end of the value, without blanks and comments that follow."""
    anchor: int
    """The beginning of a line above which a comment may stand."""


_BREAKS = "\n\r\x85\u2028\u2029"


class Draft:
    """A text and the edits to make in it, each by places in the text as it was."""

    def __init__(self, text: str) -> None:
        self.text = text
        lines = lines_of(text)
        self.starts = [0, *accumulate(map(len, lines))]
        self.newline = lines[0][len(lines[0].rstrip(_BREAKS)) :] or "\n"
        self.edits: list[tuple[int, int, str]] = []

    def result(self) -> str:
        """The text with all edits made."""
        pieces = []
        place = 0
        for begin, end, new in sorted(self.edits, key=lambda edit: edit[:2]):
            pieces += [self.text[place:begin], new]
            place = end
        return "".join([*pieces, self.text[place:]])

    # --- where things stand ---

    def line_start(self, place: int) -> int:
        """The beginning of the line of `place`."""
        return self.starts[bisect_right(self.starts, place, hi=len(self.starts) - 1) - 1]

    def line_end(self, place: int) -> int:
        """The end of the line of `place`, before its break."""
        start = self.line_start(place)
        return start + len(self.text[start : self._next_line(place)].rstrip(_BREAKS))

    def _next_line(self, place: int) -> int:
        return self.starts[bisect_right(self.starts, place, hi=len(self.starts) - 1)]

    def _find(self, character: str, begin: int, end: int) -> int | None:
        """The first place of `character` outside comments, where no scalars stand."""
        place = begin
        while place < end and self.text[place] != character:
            place = self.line_end(place) if self.text[place] == "#" else place + 1
        return place if place < end else None

    def entries(self, node: yaml.Node, anchor: int) -> Iterator[Entry]:
        """The entries of a mapping; `anchor` is where comments go if it is written in braces."""
        if not isinstance(node, yaml.MappingNode):
            return
        before = node.start_mark.index
        for key, value in node.value:
            at, after = key.start_mark.index, self._end(key)
            mark = self._find("?", before, at)
            begin = at if mark is None else mark
            found = self._find(":", after, value.start_mark.index)
            colon = after if found is None else found + 1
            end = colon if _is_empty(value) else self._end(value)
            line = anchor if node.flow_style else self.line_start(begin)
            yield Entry(node, key, value, begin, colon, end, line)
            before = end

    def _end(self, node: yaml.Node) -> int:
        """Where `node` ends; the parser's mark is past the breaks and comments after a block."""
        begin, end = node.start_mark.index, node.end_mark.index
        if isinstance(node, yaml.ScalarNode):
            return int(begin + len(self.text[begin:end].rstrip()))
        if isinstance(node, yaml.SequenceNode) and not node.flow_style:
            return self._end(node.value[-1])
        if isinstance(node, yaml.MappingNode) and not node.flow_style:
            return [entry.end for entry in self.entries(node, 0)][-1]
        return int(end)

    # --- edits ---

    def respell(self, node: yaml.Node, word: str) -> None:
        """Write `word` instead of a scalar, in quotes where that was."""
        begin, end = node.start_mark.index, self._end(node)
        quote = self.text[begin] if self.text[begin] in "'\"" else ""
        self.edits.append((begin, end, f"{quote}{word}{quote}" if quote else scalar(word)))

    def set_value(self, entry: Entry, new: str, head: str) -> None:
        """Write `new` instead of a value, and the old one into a comment above that begins with `head`."""
        begin = entry.value.start_mark.index
        self._comment(entry.anchor, head, begin, entry.end)
        if entry.mapping.flow_style:
            self.edits.append((begin, entry.end, new or "null"))
            return
        if new:
            self.edits.append((entry.colon, entry.colon, f" {new}"))
        self._cut(begin, entry.end)

    def set_aside(self, entries: list[Entry], chosen: list[Entry], head: str) -> None:
        """Turn the `chosen` ones of a mapping's `entries` into comments, each below `head`."""
        for entry in chosen:
            start = self.line_start(entry.begin)
            if entry.mapping.flow_style:
                self._comment(entry.anchor, head, entry.begin, entry.end)
                self._cut_listed(entries, chosen, entry)
            elif self.text[start : entry.begin].strip():  # it follows a colon of its mapping's own
                self._comment(entry.anchor, head, entry.begin, entry.end)
                self._cut(entry.begin, entry.end)
            else:
                end = self.line_end(entry.end)
                indent = self._indent(start)
                lines = [head, *(line.removeprefix(indent) for line in lines_of(self.text[start:end]))]
                self.edits.append((start, end, self._commented(lines, start).rstrip(_BREAKS)))

    def _comment(self, anchor: int, head: str, begin: int, end: int) -> None:
        """Put `head` and what stands from `begin` to `end` above the line that begins at `anchor`."""
        start = self.line_start(begin)
        if not self.text[start:begin].strip():
            begin = start
        lines = [line.rstrip(_BREAKS) for line in lines_of(self.text[begin:end])]
        lines = textwrap.dedent("\n".join(lines)).split("\n")
        lines = [f"{head} {lines[0]}"] if len(lines) == 1 else [head, *(f"  {line}" for line in lines)]
        self.edits.append((anchor, anchor, self._commented(lines, anchor)))

    def _commented(self, lines: list[str], start: int) -> str:
        """`lines` as comments, indented like the line that begins at `start`."""
        indent = self._indent(start)
        return "".join(f"{indent}# {line}".rstrip() + self.newline for line in lines)

    def _indent(self, start: int) -> str:
        line = self.text[start : self._next_line(start)]
        return " " * (len(line) - len(line.lstrip(" ")))

    def _cut(self, begin: int, end: int) -> None:
        """Take out a piece, and with it the line or the blanks that nothing else needs."""
        start, stop = self.line_start(begin), self.line_end(end)
        alone, last = not self.text[start:begin].strip(), not self.text[end:stop].strip()
        if alone and last:
            begin, end = start, self._next_line(end)
        elif not alone and (last or self.text[end:stop].lstrip().startswith("#")):
            begin = start + len(self.text[start:begin].rstrip(" \t"))
            end = stop if last else end
        self.edits.append((begin, end, ""))

    def _cut_listed(self, entries: list[Entry], chosen: list[Entry], entry: Entry) -> None:
        """Take an entry out of a mapping in braces, with one comma."""
        index = entries.index(entry)
        last = index == len(entries) - 1
        limit = entry.mapping.end_mark.index - 1 if last else entries[index + 1].begin
        comma = self._find(",", entry.end, limit)
        if comma is None:
            self._cut(entry.begin, entry.end)
            kept = [number for number in range(index) if entries[number] not in chosen]
            if kept:
                place = self._find(",", entries[kept[-1]].end, entries[kept[-1] + 1].begin)
                assert place is not None
                self.edits.append((place, place + 1, ""))
        elif self.text[entry.end : comma].strip(" \t"):
            self._cut(entry.begin, entry.end)
            self.edits.append((comma, comma + 1, ""))
        else:
            after = self.text[comma + 1 : limit]
            blanks = len(after) - len(after.lstrip(" \t"))
            self._cut(entry.begin, comma + 1 + (0 if after.lstrip().startswith("#") else blanks))


def _is_empty(node: yaml.Node) -> bool:
    """Whether nothing is written where a value may stand."""
    return bool(node.start_mark.index == node.end_mark.index)


def scalar(word: str) -> str:
    """A word as a plain scalar, or in quotes if it would be read as anything but text."""
    return word if parse(Source("", word)) == word else f'"{word}"'
