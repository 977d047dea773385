"""Parsed data that remembers the place of each value."""

from __future__ import annotations

from typing import Any, TypeAlias

from readiness.source.source import Mark, Source

DataPath: TypeAlias = tuple[str | int, ...]


class Map(dict[str, Any]):
    """A mapping that remembers its place and those of its keys and values."""

    __slots__ = ("marks", "source", "start")

    def __init__(self, source: Source, start: Mark | None) -> None:
        self.source = source
        self.start = start
        self.marks: dict[str, tuple[Mark | None, Mark | None]] = {}

    @property
    def in_braces(self) -> bool:
        """Whether it is written in braces, not as lines of its own."""
        start = self.start
        return start is not None and self.source.excerpt(start.line).startswith("{", start.column)


class Seq(list[Any]):
    """A list that remembers its place and those of its items."""

    __slots__ = ("marks", "source", "start")

    def __init__(self, source: Source, start: Mark | None) -> None:
        self.source = source
        self.start = start
        self.marks: list[Mark | None] = []


def plain(data: Any) -> Any:
    """A copy of parsed data in ordinary dicts and lists, which may be changed."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(item) for item in data]
    return data


def copied(data: Any) -> Any:
    """A copy of parsed data that remembers the same places and may be changed.

    What stands at several places of `data` is one part of the copy too.
    """
    done: dict[int, Map | Seq] = {}

    def copy(node: Any) -> Any:
        if not isinstance(node, Map | Seq):
            return node
        if id(node) in done:
            return done[id(node)]
        if isinstance(node, Map):
            mapping = done[id(node)] = Map(node.source, node.start)
            mapping.update((key, copy(value)) for key, value in node.items())
            mapping.marks = dict(node.marks)
            return mapping
        items = done[id(node)] = Seq(node.source, node.start)
        items.extend(map(copy, node))
        items.marks = list(node.marks)
        return items

    return copy(data)


def locate(root: Any, path: DataPath, *, key: bool = False) -> tuple[Source, Mark | None] | None:
    """The place of the value at `path` in the text that `root` was parsed from.

    With `key`, the place of the last step's key instead. If a step is missing, the place of the container
    that lacks it; None if `root` did not come from a text.
    """
    place: tuple[Source, Mark | None] | None = None
    node = root
    for depth in range(len(path) + 1):
        if isinstance(node, Map | Seq) and (place is None or place[0] is not node.source):
            place = (node.source, node.start)
        if depth == len(path):
            break
        step = path[depth]
        if isinstance(node, Map) and step in node.marks:
            at_key, at_value = node.marks[str(step)]
            place = (node.source, at_key if key and depth == len(path) - 1 else at_value)
            node = node[str(step)]
        elif isinstance(node, Seq) and isinstance(step, int) and step < len(node):
            place = (node.source, node.marks[step])
            node = node[step]
        else:
            break
    return place
