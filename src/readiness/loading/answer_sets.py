"""Answer sets: lists of options that questions use by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from readiness.messages.catalogue import _
from readiness.source.complaints import Fault
from readiness.source.data import DataPath, Map, Seq
from readiness.source.parsing import MAX_VALUES
from readiness.source.source import MAX_BYTES

SETS = "answer_sets"


def set_names(root: Any) -> list[str]:
    """The names of the answer sets that a questionnaire declares."""
    sets = root.get(SETS) if isinstance(root, Map) else None
    return list(sets) if isinstance(sets, Map) else []


class Use(NamedTuple):
    """A question that names its options instead of listing them."""

    path: DataPath
    question: Map
    name: str


def uses(root: Any) -> Iterator[Use]:
    """Every use of an answer set, known or not."""
    parts = root.items() if isinstance(root, Map) else ()
    stack: list[tuple[DataPath, Any]] = [
        ((key,), part) for key, part in parts if key in ("sections", "opportunities")
    ]
    while stack:
        path, node = stack.pop()
        if isinstance(node, Map):
            if isinstance(name := node.get("options"), str):
                yield Use((*path, "options"), node, name)
            stack += [((*path, key), value) for key, value in node.items()]
        elif isinstance(node, Seq):
            stack += [((*path, index), value) for index, value in enumerate(node)]


def write_out(root: Any) -> Fault | None:
    """Put the options of each set in place of its name, so that the questions share one list.

    The name of a set that is unknown or no list stays. Returns a fault if the questionnaire would become too
    large to read.
    """
    sizes: dict[str, tuple[int, int]] = {}
    values = characters = 0
    for path, question, name in list(uses(root)) if set_names(root) else []:
        sets = root[SETS]
        if not isinstance(sets.get(name), Seq):
            continue
        if name not in sizes:
            sizes[name] = _size(sets[name])
        values, characters = values + sizes[name][0], characters + sizes[name][1]
        if values > MAX_VALUES or characters > MAX_BYTES:
            message = _("written out, the answer sets make the questionnaire too large to read")
            hint = _("Use shorter sets; all their uses together hold at most 50,000 values and 2 MiB.")
            return Fault(path, "too-many-values", message, hint)
        question["options"] = sets[name]
        question.marks["options"] = (question.marks["options"][0], sets.marks[name][1])
    return None


def _size(node: Any) -> tuple[int, int]:
    """How many values and how many characters of text `node` holds."""
    if isinstance(node, str):
        return 1, len(node)
    parts = node.values() if isinstance(node, Map) else node if isinstance(node, Seq) else ()
    sizes = [_size(part) for part in parts]
    return 1 + sum(values for values, _characters in sizes), sum(length for _values, length in sizes)
