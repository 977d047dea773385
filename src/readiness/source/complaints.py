"""Faults in data, and the problems they become when their place in a file is known."""

from __future__ import annotations

from typing import Any, NamedTuple

from readiness.messages.catalogue import _
from readiness.messages.characters import run_together
from readiness.messages.problems import MAX_PROBLEMS, InvalidInput, Problem
from readiness.source.data import DataPath, Map, locate
from readiness.source.misread import lost_text
from readiness.source.source import Mark


class Complaints:
    """Collects the problems of one file, each placed by the path of the value it is about."""

    def __init__(self, root: Any, name: str) -> None:
        self._root = root
        self._name = name
        self.problems: list[Problem] = []

    @property
    def full(self) -> bool:
        """Whether no further problems will be reported, because there are enough."""
        return len(self.problems) >= MAX_PROBLEMS

    def add(self, path: DataPath, code: str, message: str, hint: str = "", *, key: bool = False) -> None:
        """Report the value at `path`, or with `key` its key; ignored once `full`.

        Several paths may lead to one place, which is reported once.
        """
        if self.full:
            return
        # These and the like are only for what is refused.
        from readiness.messages.lookalikes import COLON_ALIKES, what_to_type

        about = path[-1] if key else _at(self._root, path)
        if isinstance(about, list) and len(about) == 1:
            about = about[0]
        to_type = what_to_type(about if isinstance(about, str) else "", is_pair=code.endswith("mapping"))
        if code.endswith("-one"):  # whatever its signs are, it is a list
            to_type = ""
        is_pair = set(str(about)) & {":", *COLON_ALIKES}
        if key and is_pair and to_type:  # a key and its value in one, which is like no key
            hint = to_type
        elif key and code.startswith("unknown-"):
            hint = run_together([self._after_comma(path) or hint, to_type])
        else:
            hint = run_together([hint, to_type])
        place = locate(self._root, path, key=key)
        if place is None:
            where = ".".join(map(str, path))
            text = f"{where}: {message}" if where else message
            problem = Problem(self._name, 1, 1, code, text, hint)
        else:
            source, mark = place
            part = _entry(mark, self._root, path) if mark and source.private else None
            problem = source.problem(mark, code, message, hint, part=part)
        if problem not in self.problems:
            self.problems.append(problem)

    def _after_comma(self, path: DataPath) -> str:
        """The hint that the key at `path` is the end of a value with a comma; empty if it is not."""
        from readiness.source.quoting import comma_hint

        mapping = _at(self._root, path[:-1])
        if not isinstance(mapping, Map) or path[-1] not in mapping:
            return ""
        of_one_answer = len(path) > 2
        return comma_hint(mapping, str(path[-1]), shows_text=of_one_answer or not mapping.source.private)

    def written(self, path: DataPath, value: Any) -> str:
        """The `value` at `path` as it is written, in quotes; empty if it is not in one line of a file."""
        from readiness.source.quoting import as_text

        place = locate(self._root, path)
        return as_text(*place, value) if place else ""

    def lost_text(self, path: DataPath) -> str:
        """What is taken for a comment behind the empty value at `path`, though it was hardly meant as one."""
        if isinstance(self._root, Map) and "#" not in self._root.source.text:
            return ""
        place = locate(self._root, path)
        source, mark = place or (None, None)
        return lost_text(source, mark) if source and mark else ""

    def raise_if_any(self) -> None:
        """Raise InvalidInput with all collected problems, if there are any."""
        if self.problems:
            raise InvalidInput(self.problems)


def _at(root: Any, path: DataPath) -> Any:
    """What is at `path`; None if nothing is."""
    for step in path:
        if isinstance(root, list) and isinstance(step, int):
            root = root[step] if step < len(root) else None
        else:
            root = root.get(step) if isinstance(root, dict) else None
    return root


def _entry(mark: Mark, root: Any, path: DataPath) -> tuple[int, int | None]:
    """The part of the line of `mark` without other keys and answers, as first column and end."""
    begin, end = 0, None
    node = root
    for step in path[: 4 if path[:1] == ("markets",) else 2]:  # markets have answers of their own
        if not isinstance(node, Map) or step not in node.marks:
            break
        columns = [at.column for at, _value in node.marks.values() if at and at.line == mark.line]
        last = max((column for column in columns if column <= mark.column), default=0)
        if last > min(columns, default=0):
            begin = last
        end = min((column for column in columns if column > mark.column), default=end)
        node = node[str(step)]
    return begin, end


class Fault(NamedTuple):
    """What is wrong with the value at `path`, before its place in a file is known."""

    path: DataPath
    code: str
    message: str
    hint: str

    def below(self, path: DataPath) -> Fault:
        """The same fault, with its path appended to `path`."""
        return self._replace(path=(*path, *self.path))


def unknown_name(path: DataPath, code: str, name: str, names: list[str]) -> Fault:
    """The fault that `name` is not one of `names`; its hint suggests the nearest."""
    from readiness.messages.names import suggestion

    listed = _(", ").join([*names[:12], *["…"][: len(names) > 12]])
    hint = suggestion(name, names, _("Known here: {names}.").format(names=listed or _("none")))
    return Fault(path, code, _("“{name}” is not known").format(name=name[:80]), hint)
