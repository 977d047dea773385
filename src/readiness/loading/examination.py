"""Everything that is wrong with a parsed questionnaire, told at once.

What is faulty is cut out of a copy and the rest is examined further, so that one slip hides no
other; what may only follow from a cut is not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from pydantic import ValidationError

from readiness.loading.meaning import CHECKS
from readiness.loading.shape import Found, faults
from readiness.messages.problems import MAX_PROBLEMS, Problem
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.types import TYPES
from readiness.source.complaints import Complaints, Fault
from readiness.source.data import DataPath, Map, Seq, copied


class Examined(NamedTuple):
    """What came of an examination."""

    questionnaire: Questionnaire | None
    """The model, without its faulty parts if it has any; None if too little is left."""
    problems: tuple[Problem, ...]
    rest: Rest


MAX_FAULTS = 2 * MAX_PROBLEMS
"""As many as are looked for at a time; not all of them are told."""
MAX_ROUNDS = 10


def examine(root: Any, name: str) -> Examined:
    """The model of parsed data and all that is wrong with it; `name` is the main file's."""
    rest = Rest(root)
    problems: list[Problem] = []
    told: set[str] = set()
    for _round in range(MAX_ROUNDS):
        stage, questionnaire, found = _look(rest.root)
        if stage not in told:
            problems += _placed(rest, name, found)
        told |= {"shape", stage}  # later faults of shape come of the cuts
        if not found:
            return Examined(questionnaire, tuple(problems), rest)
        if len(found) == MAX_FAULTS or not rest.cut(found):
            break
    return Examined(None, tuple(problems), rest)


def _look(root: Any) -> tuple[str, Questionnaire | None, list[Found]]:
    """What the first of two stages finds that finds anything."""
    try:
        questionnaire = Questionnaire.model_validate(root)
    except ValidationError as error:
        return "shape", None, list(islice(faults(error), MAX_FAULTS))
    found = (Found(fault) for check in CHECKS for fault in check(questionnaire))
    return "meaning", questionnaire, list(islice(found, MAX_FAULTS))


def _placed(rest: Rest, name: str, found: list[Found]) -> list[Problem]:
    complaints = Complaints(rest.root, name)
    for fault, at_key, _missing in found:
        if not rest.implies(fault):
            complaints.add(*fault, key=at_key)
    return complaints.problems


# What may stand in the place of a missing value, because it means nothing to the checks.
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
# Lists whose items are known by their ids elsewhere.
_NAMED = ("questions", "exposure", "control", "options", "sections", "opportunities", "bands", "profile")
# What is told of a whole that something was cut from, or of an item, says little about the original.
_OF_THE_WHOLE = ("band-first", "nothing-scored", "sum-off-scale")
_OF_THE_ITEM = frozenset({"case-never-shown", "band-off-scale", "geometric-scale"}).union(
    *(kind.may_follow for kind in TYPES)
)
_OF_A_KEY = {"scale": ("band-off-scale", "geometric-scale"), "bands": ("unknown-band",)}


class _Step(NamedTuple):
    """One step of a path."""

    container: Map | Seq
    key: str | int
    value: Any


class Rest:
    """Parsed data, from a copy of which faulty parts may be cut, or have something else in their place."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.whole = True
        """Whether nothing was cut yet."""
        self._lost: set[str] = set()
        self._nameless = False
        self._gone: set[str] = set()
        self._touched: list[Any] = []

    def cut(self, found: Iterable[Found]) -> bool:
        """Cut out what is faulty; False if that leaves nothing to examine."""
        if self.whole:
            self.root, self.whole = copied(self.root), False
        doomed: list[_Step] = []
        for fault, _at_key, missing in found:
            path = _widened(fault.path)
            steps = list(self._steps(path))
            if not self._replaced(path, steps, missing):
                if not steps:
                    return False
                self._note(steps)
                doomed.append(steps[-1])
        _delete(doomed)
        return True

    def implies(self, fault: Fault) -> bool:
        """Whether `fault` may only be there because of what was cut."""
        if self.whole:
            return False
        named = fault.code.startswith("unknown-") and (self._nameless or self._name(fault.path) in self._lost)
        nearest = [step.value for step in self._steps(fault.path) if isinstance(step.key, int)][-2:]
        mutilated = any(item is touched for item in nearest for touched in self._touched)
        return (
            named
            or fault.code in _OF_THE_WHOLE
            or (fault.code in _OF_THE_ITEM and mutilated)
            or any(fault.code in _OF_A_KEY.get(key, ()) for key in self._gone)
        )

    def _steps(self, path: DataPath) -> Iterator[_Step]:
        """The steps of `path` as far as they lead."""
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
        """Remember what goes with the last of `steps`."""
        *above, (_container, key, value) = steps
        self._lost |= set(_ids(value))
        if not above:
            self._gone.add(str(key))
        elif isinstance(key, int) and above[-1].key in _NAMED:
            id = value.get("id") if isinstance(value, Map) else None
            self._nameless |= not (isinstance(id, str) and re.fullmatch(r"[a-z0-9.-]+", id))
        self._touched += [step.value for step in above if isinstance(step.key, int)][-1:]

    def _replaced(self, path: DataPath, steps: list[_Step], missing: str) -> bool:
        """Put something in the place of a `missing` value; False if there is nothing to put there."""
        node = steps[-1].value if steps else self.root
        stand_ins = _STAND_INS if path else _STAND_INS_AT_THE_TOP
        if missing not in stand_ins or len(steps) < len(path) or not isinstance(node, Map):
            return False
        node[missing] = stand_ins[missing]
        if not path:
            self._gone.add(missing)
        return True

    def _name(self, path: DataPath) -> str:
        """The name that a fault at `path` is about: the value, or its key."""
        values = [step.value for step in self._steps(path)]
        return values[-1] if values and isinstance(values[-1], str) else str(path[-1])


def _widened(path: DataPath) -> DataPath:
    """What is to go for a fault at `path`: no part of a condition, and no item without its id."""
    if "when" in path:
        return path[: path.index("when") + 1]
    return path[:-1] if len(path) > 1 and path[-1] == "id" else path


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


def _delete(doomed: list[_Step]) -> None:
    by_container: dict[int, tuple[Map | Seq, set[str | int]]] = {}
    for step in doomed:
        by_container.setdefault(id(step.container), (step.container, set()))[1].add(step.key)
    for container, keys in by_container.values():
        if isinstance(container, Map):
            for key in keys:
                del container[str(key)]
        else:
            kept = [index for index in range(len(container)) if index not in keys]
            container[:] = [container[index] for index in kept]
            container.marks = [container.marks[index] for index in kept]
