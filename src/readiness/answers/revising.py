"""Remove, replace and insert values in the text of an answers file; everything else stays unchanged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import yaml

from readiness.answers.drafting import EditableText
from readiness.answers.layout import Entry
from readiness.answers.spelling import Spelling
from readiness.source.data import DataPath
from readiness.source.dumping import double_quoted
from readiness.source.misread import CutText, cut_off
from readiness.source.parsing import nodes
from readiness.source.source import Source

Order = Callable[[DataPath], list[str]]
"""Gives the order of the keys in the mapping at a path; a new key is inserted by this order."""


def revised(text: str, removed: Collection[DataPath], put: Mapping[DataPath, Any], order: Order) -> str:
    """`text`, which `parse` accepts, without the entries at the paths in `removed` and with those in `put`.

    A value put where there is one replaces it. A comment inside a value that is replaced or removed is kept
    above it. Nothing else changes.
    """
    text = _without(text, removed) if removed else text
    replaced, inserted = _placed(text, put)
    if replaced:
        replacement = Replacement(text)
        for path, entry in replacement.by_path().items():
            if path in replaced:
                replacement.replace(entry, replaced[path])
        text = replacement.result()
    if inserted:
        insertion = Insertion(text)
        # Inner mappings first: an entry and its mapping may end on the same line.
        for path, parent, entries in reversed(list(insertion.mappings())):
            if path in inserted:
                insertion.insert(parent, entries, inserted[path], order(path))
        text = insertion.result()
    return text


def _without(text: str, removed: Collection[DataPath]) -> str:
    removal = Removal(text)
    for path, _parent, entries in list(removal.mappings()):
        chosen = [entry for entry in entries if (*path, entry.key.value) in removed]
        # A question or profile fact with a comment keeps its key, without a value; details are removed, and
        # markets, which are more than a value.
        keeps = (len(path) < 2 and path != ("markets",)) or path[2:] == ("answers",)
        removal.take_out(entries, chosen, keep_commented=keeps)
    return removal.result()


def _placed(
    text: str, put: Mapping[DataPath, Any]
) -> tuple[dict[DataPath, Any], dict[DataPath, dict[str, Any]]]:
    """New values for entries of `text`, and new entries by the path of their mapping."""
    there = Revision(text).by_path()
    replaced: dict[DataPath, Any] = {}
    inserted: dict[DataPath, dict[str, Any]] = {}
    for path, data in put.items():
        above, key = path[:-1], str(path[-1])
        if path in there:
            replaced[path] = data
        elif not above or (above in there and there[above].has_children):
            inserted.setdefault(above, {})[key] = data
        elif above in there:
            replaced.setdefault(above, {})[key] = data
        else:
            inserted.setdefault(above[:-1], {}).setdefault(str(above[-1]), {})[key] = data
    return replaced, inserted


class Revision(EditableText):
    """A draft that knows the entries of its file. Each kind of change has its own subclass."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.root = nodes(Source("", text))
        assert isinstance(self.root, yaml.MappingNode)
        keys = [key for key, _value in self.root.value]
        is_json = bool(self.root.flow_style) and all(key.style == '"' for key in keys)
        self.spelling = Spelling(is_json)

    def mappings(self) -> Iterator[tuple[DataPath, Entry | None, list[Entry]]]:
        """Each mapping that is not empty: its path, the entry whose value it is, and its entries."""

        def below(
            path: DataPath, parent: Entry | None, node: yaml.Node, anchor: int
        ) -> Iterator[tuple[DataPath, Entry | None, list[Entry]]]:
            entries = list(self.entries(node, anchor))
            yield path, parent, entries
            for entry in entries:
                if entry.has_children:
                    yield from below((*path, entry.key.value), entry, entry.value, entry.anchor)

        return below((), None, self.root, self.line_start(self.root.start_mark.index))

    def by_path(self) -> dict[DataPath, Entry]:
        """Every entry by its path."""
        return {
            (*path, entry.key.value): entry for path, _parent, entries in self.mappings() for entry in entries
        }

    def _blanks(self, entry: Entry) -> str:
        """The blanks before the key of `entry` in its line."""
        return " " * (entry.begin - self.line_start(entry.begin))

    def _insert_lines(self, place: int, lines: list[str]) -> None:
        """Insert `lines` after the line that ends at `place`."""
        self.edits.append((place, place, "".join(self.newline + line for line in lines)))

    def _lift_comments(self, entry: Entry, *, after_key: bool = False) -> None:
        """Move the comments inside the value of `entry` above it; with `after_key`, all after its key."""
        indent = self.indent(entry.anchor)
        lines = (f"{indent}{comment}{self.newline}" for comment in self.comments(entry, after_key=after_key))
        self.edits += [(entry.anchor, entry.anchor, line) for line in lines]

    def _clear(self, entry: Entry) -> None:
        """Remove the value of an entry in a block."""
        self._lift_comments(entry)
        if not entry.is_empty:
            self._cut(entry.value.start_mark.index, entry.end)

    def _inline(self, data: Any, place: int, old: yaml.Node | None = None, *, block: bool = False) -> str:
        """`data` on one line before `place`; in quotes if the comment there could seem a part of it."""
        new = self.spelling.inline(data, old, block=block)
        rest = self.text[place : self.line_end(place)]
        if isinstance(data, str) and isinstance(cut_off(new, rest, listed=not block), CutText):
            return double_quoted(data)
        return new


class Removal(Revision):
    """Removes entries."""

    def take_out(self, entries: list[Entry], chosen: list[Entry], *, keep_commented: bool) -> None:
        """Remove the `chosen` entries of a mapping's `entries`.

        With `keep_commented`, an entry with a comment keeps its key.
        """
        for entry in chosen:
            if keep_commented and not entry.mapping.flow_style and self.is_commented(entry):
                self._clear(entry)
                continue
            self._lift_comments(entry, after_key=True)
            if entry.mapping.flow_style:
                self._cut_listed(entries, chosen, entry)
            else:
                self._cut(entry.begin, entry.end)


class Replacement(Revision):
    """Gives entries another value."""

    def replace(self, entry: Entry, data: Any) -> None:
        """Write `data` as the value of `entry`, in the style of the old value."""
        if isinstance(data, dict) and not entry.mapping.flow_style:
            self._replace_by_block(entry, data)
        elif self._lists_by_line(entry.value) and isinstance(data, list) and data:
            self._replace_items(entry, data)
        else:
            self._replace_inline(entry, data)

    def _replace_inline(self, entry: Entry, data: Any) -> None:
        """Write `data` on the line of its key."""
        self._lift_comments(entry)
        begin = entry.value.start_mark.index
        block = not entry.mapping.flow_style
        on_key_line = self.line_start(begin) <= entry.colon
        end = entry.end if on_key_line and not entry.is_empty else entry.colon
        new = self._inline(data, end, entry.value, block=block)
        if not entry.has_colon:
            # In a block such a key follows a question mark, and the colon has a line of its own.
            apart = self.newline + self._blanks(entry) if block else ""
            self.edits.append((entry.key_end, entry.key_end, f"{apart}: {new}"))
        elif entry.is_empty:
            self.edits.append((entry.colon, entry.colon, f" {new}"))
        elif not block or on_key_line:
            self.edits.append((begin, entry.end, new))
        else:
            self.edits.append((entry.colon, entry.colon, f" {new}"))
            self._cut(begin, entry.end)

    def _replace_items(self, entry: Entry, data: list[Any]) -> None:
        """Replace a list with one item per line by `data`; items that stay are not changed."""
        begin = entry.value.start_mark.index
        blanks = " " * (begin - self.line_start(begin))
        items = {item.value: item for item in entry.value.value}
        kept = [word for word in items if word in data]
        new = [word for word in data if word not in items]
        if not kept or data != [*kept, *new] or len(items) < len(entry.value.value):
            self._lift_comments(entry)
            lines = [f"{blanks}- {self.spelling.inline(item, block=True)}" for item in data]
            self.edits.append((begin, entry.end, self.newline.join(lines).lstrip()))
            return
        before = begin
        for word, item in items.items():
            dash = self.find("-", before, item.start_mark.index)
            before = self.end(item)
            if word not in data and dash is not None:
                self._cut(dash, before)
        lines = [f"{blanks}- {self.spelling.inline(item, block=True)}" for item in new]
        self._insert_lines(self.line_end(self.end(items[kept[-1]])), lines)

    def _replace_by_block(self, entry: Entry, data: dict[str, Any]) -> None:
        """Write a mapping below the key of `entry`."""
        self._clear(entry)
        on_key_line = self.line_start(entry.value.start_mark.index) <= entry.colon
        place = self.line_end(entry.end if on_key_line else entry.colon)
        blanks = self._blanks(entry)
        lines = self.spelling.block(data, f"{blanks}  ")
        lines = lines if entry.has_colon else [f"{blanks}:", *lines]
        self._insert_lines(place, lines)

    def _lists_by_line(self, node: yaml.Node) -> bool:
        """Return true if `node` is a list with one item per line."""
        begin = node.start_mark.index
        return isinstance(node, yaml.SequenceNode) and not node.flow_style and self.begins_line(begin)


class Insertion(Revision):
    """Inserts new entries in their order among the old ones."""

    def insert(
        self, parent: Entry | None, entries: list[Entry], new: Mapping[str, Any], order: list[str]
    ) -> None:
        """Put `new` entries into the mapping that has `entries` and is the value of `parent`."""
        ranks = {key: rank for rank, key in enumerate(order)}
        there = [(ranks[e.key.value], n) for n, e in enumerate(entries) if e.key.value in ranks]
        groups: dict[int, dict[str, Any]] = {}
        for key in sorted(new, key=ranks.__getitem__):
            _rank, before = max((pair for pair in there if pair[0] < ranks[key]), default=(-1, -1))
            groups.setdefault(before, {})[key] = new[key]
        for before, group in groups.items():
            if entries[0].mapping.flow_style:
                self._insert_listed(entries, before, group)
            else:
                self._insert_block(parent, entries, before, group)

    def _insert_block(
        self, parent: Entry | None, entries: list[Entry], before: int, group: Mapping[str, Any]
    ) -> None:
        first = entries[0]
        place = self.line_end(entries[max(before, 0)].end)
        if before < 0 and parent is not None and self.line_start(first.begin) > parent.colon:
            place = self.line_end(parent.colon)
        self._insert_lines(place, self.spelling.block(group, self._blanks(first)))

    def _insert_listed(self, entries: list[Entry], before: int, group: Mapping[str, Any]) -> None:
        """Put `group` after the entry with the index `before` of a mapping in braces, or at its beginning."""
        end = entries[before + 1].begin if before + 1 < len(entries) else entries[-1].end
        new = [f"{self.spelling.key(key)}: {self._inline(data, end)}" for key, data in group.items()]
        if before + 1 < len(entries):
            following = entries[before + 1]
            apart = f",{self._gap(following)}"
            self.edits.append((following.begin, following.begin, "".join(text + apart for text in new)))
            return
        last = entries[-1]
        end = last.mapping.end_mark.index - 1
        comma = self.find(",", last.end, end)
        if comma is None:
            self.edits.append((last.end, last.end, " ," if last.is_empty else ","))
        place = last.end if comma is None else comma + 1
        gap = self._gap(last)
        if gap != " " and self.line_end(place) < end:  # the closing brace is on another line
            place = self.line_end(place)
        self.edits.append((place, place, gap + f",{gap}".join(new)))

    def _gap(self, entry: Entry) -> str:
        """The line break or blank before `entry` in a mapping in braces."""
        return self.newline + self._blanks(entry) if self.begins_line(entry.begin) else " "
