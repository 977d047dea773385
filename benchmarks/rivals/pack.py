"""The questionnaire `going-global` as the rivals read it: its YAML files as data, without `readiness`.

The rivals know its rules from `docs/scoring.md`. What they take from here are names, weights, conditions and
cuts. They rely on what holds in this questionnaire and is asserted here: every question has five levels,
worth 0 to 4, the sections have no parts, and whether a question is asked depends on the profile alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import yaml

FOLDER = Path(__file__).resolve().parent.parent.parent / "questionnaires" / "going-global"
LEVELS = 5
Raw: TypeAlias = dict[str, Any]


class Asked(NamedTuple):
    """One question."""

    id: str
    options: tuple[str, ...]
    """The ids of the levels 0 to 4."""
    weight: int
    when: Raw | None
    may_not_apply: bool
    stays: bool
    """Whether it counts at its lowest where it does not apply, as an exposure of a risk does."""


class Part(NamedTuple):
    """One section or window: one list of questions, or the two of a risk or a window."""

    id: str
    kind: str
    """`capability`, `risk` or `opportunity`."""
    lists: tuple[tuple[Asked, ...], ...]


class Pack(NamedTuple):
    """What the rivals need."""

    profile: tuple[Raw, ...]
    sections: tuple[Part, ...]
    windows: tuple[Part, ...]
    bands: tuple[Raw, ...]
    flags: tuple[Raw, ...]
    contradictions: tuple[Raw, ...]
    floor: float
    """The least that a section counts in the geometric mean."""
    coverage: float

    def questions(self) -> Iterator[Asked]:
        """Every question."""
        for part in (*self.sections, *self.windows):
            for asked in part.lists:
                yield from asked

    def capped(self, place: int) -> list[str]:
        """The flags that keep a firm below the band at `place`."""
        order = [band["id"] for band in self.bands]
        return [flag["id"] for flag in self.flags if order.index(flag["caps_at"]) < place]


LISTS = {
    "capability": ("questions",),
    "risk": ("exposure", "control"),
    "opportunity": ("openness", "use"),
}


def read_pack() -> Pack:
    """The questionnaire."""
    top = _read("questionnaire.yaml")
    above, _slash, below = top["coverage"].partition("/")
    assert top["aggregation"] == "geometric"
    return Pack(
        profile=tuple(top["profile"]),
        sections=tuple(map(_part, top["sections"])),
        windows=tuple(map(_part, top["opportunities"])),
        bands=tuple(top["bands"]),
        flags=tuple(top["red_flags"]),
        contradictions=tuple(top["contradictions"]),
        floor=top["geometric_floor"],
        coverage=int(above) / int(below),
    )


def _read(name: str) -> Any:
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _part(name: str) -> Part:
    section = _read(name)
    assert section.get("aggregation", "arithmetic") in ("arithmetic", "control", "window")
    assert not {"weight", "when", "sections"} & set(section)
    lists = [
        tuple(_asked(question, stays=each == "exposure") for question in section[each])
        for each in LISTS[section["kind"]]
    ]
    return Part(section["id"], section["kind"], tuple(lists))


def _asked(question: Raw, *, stays: bool) -> Asked:
    assert [option["score"] for option in question["options"]] == list(range(LEVELS))
    when = question.get("when")
    assert when is None or all("profile" in test for test in tests(when))
    return Asked(
        question["id"],
        tuple(option["id"] for option in question["options"]),
        question.get("weight", 1),
        when,
        "not_applicable" in question,
        stays,
    )


def tests(condition: Raw) -> Iterator[Raw]:
    """The single tests in `condition`."""
    if not {"profile", "answer"}.isdisjoint(condition):
        yield condition
    for part in (*condition.get("all", ()), *condition.get("any", ())):
        yield from tests(part)
    if "not" in condition:
        yield from tests(condition["not"])


def levels(test: Raw, asked: Asked) -> range:
    """The levels of `asked` that pass `test`; they are in a row."""
    if "at_least" in test:
        return range(test["at_least"], LEVELS)
    if "at_most" in test:
        return range(test["at_most"] + 1)
    named = [asked.options.index(id) for id in test.get("any_of", [test.get("equals")])]
    assert sorted(named) == list(range(min(named), max(named) + 1))
    return range(min(named), max(named) + 1)
