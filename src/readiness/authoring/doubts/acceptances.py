"""Warnings that the author has looked at and lets stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from readiness.messages.catalogue import _
from readiness.messages.names import suggestion
from readiness.questionnaire.questionnaire import Acceptance
from readiness.source.complaints import Fault
from readiness.source.data import DataPath, Map, Seq, locate


class Acceptances:
    """The `accept` of one questionnaire, and what it has silenced so far."""

    def __init__(self, accepted: Sequence[Acceptance]) -> None:
        self._accepted = accepted
        self._used: set[int] = set()
        self._doubted: set[str] = set()
        """The codes of all warnings so far, accepted or not."""
        self._silenced: set[tuple[object, str, str]] = set()

    @property
    def count(self) -> int:
        """How many warnings were silenced."""
        return len(self._silenced)

    def silence(self, fault: Fault, root: Any) -> bool:
        """Whether `fault`, a warning about the data in `root`, is accepted."""
        self._doubted.add(fault.code)
        names = _names(root, fault.path)
        fitting = {
            index
            for index, item in enumerate(self._accepted)
            if item.doubt == fault.code and item.of in (None, *names)
        }
        self._used |= fitting
        if fitting:
            place = locate(root, fault.path)
            where = (place[0].name, place[1]) if place else fault.path
            self._silenced.add((where, fault.code, fault.message))
        return bool(fitting)

    def unused(self) -> Iterator[Fault]:
        """A warning about each that silenced nothing."""
        for index, item in enumerate(self._accepted):
            if index not in self._used:
                message = _("there is no warning “{code}” to accept").format(code=item.doubt)
                if item.of is not None:
                    message = _("there is no warning “{code}” about “{id}” to accept")
                    message = message.format(code=item.doubt, id=item.of)
                hint = _("Compare it with the warning itself, or remove it; errors cannot be accepted.")
                if item.doubt not in self._doubted:
                    hint = suggestion(item.doubt, sorted(self._doubted), hint)
                yield Fault(("accept", index, "doubt"), "accept-unused", message, hint)


def _names(root: Any, path: DataPath) -> list[str]:
    """The ids of everything that contains the value at `path`, the keys on the way, and a text itself."""
    names, node = [], root
    for step in path:
        if isinstance(node, Map) and step in node:
            names.append(str(step))
            node = node[str(step)]
        elif isinstance(node, Seq) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            break
        if isinstance(node, str):
            names.append(node)
        elif isinstance(node, Map) and isinstance(node.get("id"), str):
            names.append(node["id"])
    return names
