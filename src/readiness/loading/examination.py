"""Find everything that is wrong with a parsed questionnaire at once.

Faulty parts are cut out of a copy and the rest is examined again, so that no fault hides another.
Faults that may be caused only by such a cut are not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from pydantic import ValidationError

from readiness.loading.answer_sets import set_names, write_out
from readiness.loading.meaning import CHECKS
from readiness.loading.shape import Found, faults
from readiness.messages.problems import MAX_PROBLEMS, Problem
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.types import TYPES
from readiness.questionnaire.sections import QUESTION_LISTS
from readiness.source.complaints import Complaints, Fault
from readiness.source.data import DataPath, Map, Seq, copied


class Examined(NamedTuple):
    """The result of an examination."""

    questionnaire: Questionnaire | None
    """The model, without its faulty parts if it has any; None if too little is left."""
    problems: tuple[Problem, ...]
    rest: Rest
    """What is left of the data."""


MAX_FAULTS = 2 * MAX_PROBLEMS
"""The most faults that are looked for at a time; not all of them are reported."""
MAX_ROUNDS = 10


def examine(root: Any, name: str) -> Examined:
    """Make a model of parsed data and find all that is wrong; `name` is the name of the main file."""
    too_large = write_out(root)
    rest = Rest(root)
    if too_large:
        return Examined(None, tuple(_placed(rest, name, [Found(too_large)])), rest)
    problems: list[Problem] = []
    reported: set[str] = set()
    for _round in range(MAX_ROUNDS):
        stage, questionnaire, all_found = _look(rest.root)
        found = list(islice(rest.each_once(all_found), MAX_FAULTS))
        if stage not in reported:
            problems += _placed(rest, name, found)
        reported |= {"shape", stage}  # later faults of shape are caused by the cuts
        if not found:
            return Examined(questionnaire, tuple(problems), rest)
        if len(found) == MAX_FAULTS or not rest.cut(found):
            break
    return Examined(None, tuple(problems), rest)


def _look(root: Any) -> tuple[str, Questionnaire | None, Iterator[Found]]:
    """Check the shape, then the meaning if the shape is right; return the stage, the model and the faults."""
    try:
        questionnaire = Questionnaire.model_validate(root)
    except ValidationError as error:
        return "shape", None, faults(error, set_names(root))
    return "meaning", questionnaire, (Found(fault) for check in CHECKS for fault in check(questionnaire))


def _placed(rest: Rest, name: str, found: list[Found]) -> list[Problem]:
    complaints = Complaints(rest.root, name)
    for fault, at_key, _missing in found:
        if not rest.implies(fault):
            complaints.add(*fault, key=at_key)
    return complaints.problems


# Values to put in place of missing ones, chosen so that no check objects to them.
_STAND_INS: dict[str, Any] = {
    **dict.fromkeys(("title", "text", "message", "who", "section", "summary", "lesson", "statement"), "-"),
    "effort": 1,
    "horizon": 30,
    "kind": "context",
}
_STAND_INS_AT_THE_TOP: dict[str, Any] = {
    "id": "none",
    "version": "999999999.0.0",
    "title": "-",
    "bands": [{"id": "none", "title": "-"}],
}
# Lists whose items are referred to by their ids.
_NAMED = (*QUESTION_LISTS, "options", "sections", "opportunities", "bands", "profile")
# Codes of faults that may be caused by a cut: by any cut, by a cut inside the item, or by the loss of a key.
_CAUSED_BY_ANY_CUT = ("band-first", "nothing-scored", "sum-off-scale")
_CAUSED_BY_CUT_IN_ITEM = frozenset({"case-never-shown", "band-off-scale", "geometric-scale"}).union(
    *(kind.may_follow for kind in TYPES)
)
_CAUSED_BY_LOST_KEY = {"scale": ("band-off-scale", "geometric-scale"), "bands": ("unknown-band",)}


class _Step(NamedTuple):
    """One step of a path."""

    container: Map | Seq
    key: str | int
    value: Any


class Rest:
    """What is left of parsed data: faulty parts are cut out of a copy, or replaced by stand-ins."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.whole = True
        """Whether nothing has been cut yet."""
        self._lost_ids: set[str] = set()
        self._lost_unknown_id = False
        self._lost_keys: set[str] = set()
        """Keys at the top that were cut or replaced."""
        self._cut_items: list[Any] = []
        """Items of lists from which something was cut."""

    def cut(self, found: Iterable[Found]) -> bool:
        """Cut out what is faulty; False if that leaves nothing to examine."""
        if self.whole:
            self.root, self.whole = copied(self.root), False
        to_delete: list[_Step] = []
        for fault, _at_key, missing in found:
            path = _widened(fault.path)
            steps = list(self._steps(path))
            if not self._replaced(path, steps, missing):
                if not steps:
                    return False
                self._note(steps)
                to_delete.append(steps[-1])
        _delete(to_delete)
        return True

    def each_once(self, found: Iterable[Found]) -> Iterator[Found]:
        """Those of `found` that are not about the same place; questions share the options of a set."""
        seen = set()
        for item in found:
            fault = item.fault
            steps = list(self._steps(fault.path))
            shared = len(steps) == len(fault.path) > 0
            place = (id(steps[-1].container), steps[-1].key) if shared else fault.path
            if (key := (place, fault.code, fault.message)) not in seen:
                seen.add(key)
                yield item

    def implies(self, fault: Fault) -> bool:
        """Whether `fault` may be caused only by the cuts."""
        if self.whole:
            return False
        id_was_lost = fault.code.startswith("unknown-") and (
            self._lost_unknown_id or self._name(fault.path) in self._lost_ids
        )
        steps = list(self._steps(fault.path))
        nearest = [step.value for step in steps if isinstance(step.key, int)][-2:]
        nearest += [step.value for step in steps if step.key == "options"]
        was_cut = any(item is cut for item in nearest for cut in self._cut_items)
        return (
            id_was_lost
            or fault.code in _CAUSED_BY_ANY_CUT
            or (fault.code in _CAUSED_BY_CUT_IN_ITEM and was_cut)
            or any(fault.code in _CAUSED_BY_LOST_KEY.get(key, ()) for key in self._lost_keys)
        )

    def _steps(self, path: DataPath) -> Iterator[_Step]:
        """The steps of `path`, as far as the data has them."""
        node = self.root
        for key in path:
            if isinstance(node, Map) and key in node:
                step = _Step(node, key, node[str(key)])
            elif isinstance(node, Seq) and isinstance(key, int) and key < len(node):
                step = _Step(node, key, node[key])
            else:
                return
            yield step
            node = step.value

    def _note(self, steps: list[_Step]) -> None:
        """Remember what is lost when the last of `steps` is cut."""
        *above, (container, key, value) = steps
        self._lost_ids |= set(_ids(value))
        if not above:
            self._lost_keys.add(str(key))
        elif isinstance(key, int) and above[-1].key in _NAMED:
            id = value.get("id") if isinstance(value, Map) else None
            self._lost_unknown_id |= not (isinstance(id, str) and re.fullmatch(r"[a-z0-9.-]+", id))
        self._cut_items += [step.value for step in above if isinstance(step.key, int)][-1:]
        self._cut_items.append(container)  # which is part of several items if it is an answer set

    def _replaced(self, path: DataPath, steps: list[_Step], missing: str) -> bool:
        """Put a stand-in in place of a `missing` value; False if there is none."""
        node = steps[-1].value if steps else self.root
        stand_ins = _STAND_INS if path else _STAND_INS_AT_THE_TOP
        if missing not in stand_ins or len(steps) < len(path) or not isinstance(node, Map):
            return False
        node[missing] = stand_ins[missing]
        if not path:
            self._lost_keys.add(missing)
        return True

    def _name(self, path: DataPath) -> str:
        """The name that a fault at `path` is about: the value, or its key."""
        values = [step.value for step in self._steps(path)]
        return values[-1] if values and isinstance(values[-1], str) else str(path[-1])


def _widened(path: DataPath) -> DataPath:
    """What to cut for a fault at `path`: a whole condition, or the whole item if its id or type is faulty."""
    if "when" in path:
        return path[: path.index("when") + 1]
    return path[:-1] if len(path) > 1 and path[-1] in ("id", "type") else path


def _ids(value: Any) -> Iterator[str]:
    """All ids in `value`."""
    if isinstance(value, Map):
        if isinstance(id := value.get("id"), str):
            yield id
        for part in value.values():
            yield from _ids(part)
    elif isinstance(value, Seq):
        for part in value:
            yield from _ids(part)


def _delete(steps: list[_Step]) -> None:
    by_container: dict[int, tuple[Map | Seq, set[str | int]]] = {}
    for step in steps:
        by_container.setdefault(id(step.container), (step.container, set()))[1].add(step.key)
    for container, keys in by_container.values():
        if isinstance(container, Map):
            for key in keys:
                del container[str(key)]
        else:
            kept = [index for index in range(len(container)) if index not in keys]
            container[:] = [container[index] for index in kept]
            container.marks = [container.marks[index] for index in kept]
