"""Finds the band of every firm in a table, as `scoring.verdict` does for one enterprise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import narwhals as nw

from readiness.cohort.column_scores import ColumnScore
from readiness.cohort.named_columns import ListedNames, OneName
from readiness.cohort.stages import Stages
from readiness.cohort.truths import any_true, both, negated, where
from readiness.questionnaire.combining.combining import Quantity
from readiness.scoring.plan import Requirement, RequirementKind, Rung
from readiness.scoring.ranges import Range
from readiness.scoring.verdict import MINIMA, least_for


class HeldColumns(NamedTuple):
    """What the requirements of bands are compared with."""

    score: Range
    below: Mapping[str, ColumnScore]
    """The sections directly below, by id."""
    coverage: Quantity
    exists: Quantity
    """Whether one of the sections below is asked; if there are none, whether anything is answered."""
    flags: Mapping[str, nw.Expr]
    """Whether each red flag applies, by id; null where that cannot be told yet."""
    conditions: Mapping[str, nw.Expr]
    """Whether the condition of a band holds, by the band's id; null where that is undecided."""

    def misses(self, requirement: Requirement, *, at_best: bool = False) -> Quantity:
        """Whether `requirement` does not hold, or with `at_best` if every open answer turned out best."""
        kind, subject = requirement.kind, requirement.subject
        if kind == "red-flag":
            return self.flags[subject].fill_null(not at_best) if subject in self.flags else False
        if kind == "condition":
            return ~self.conditions[subject].fill_null(at_best)
        if kind == "overall":
            return self.score[at_best] < least_for(requirement.needed)
        if kind == "coverage":
            return False if at_best else self.coverage < least_for(requirement.needed)
        if subject not in self.below:
            return False
        item = self.below[subject]
        sides = item.score.sides
        needed = requirement.at(sides.given[not at_best]) if sides else requirement.at(0.0)
        return both(item.exists, item.score.score[at_best] < least_for(needed))


class VerdictColumns(NamedTuple):
    """The verdicts of all firms on one list of bands."""

    band: OneName
    """The id of the band; null if the verdict is withheld."""
    next: OneName
    """The id of the next band; null if there is none."""
    best: OneName
    """The id of the band if every open answer turned out best."""
    blocked_by: ListedNames
    """What stands in the way of the next band or of a verdict."""


class Judge:
    """Compares one list of bands, from the lowest to the highest, with what all firms hold."""

    def __init__(self, rungs: tuple[Rung, ...], held: HeldColumns, stages: Stages, name: str) -> None:
        self._rungs = rungs
        self._held = held
        self._keep = stages.keep
        self._name = name
        self._missed = [
            [self._kept(place, each) for each in rung.requires] for place, rung in enumerate(rungs)
        ]
        stages.end()
        best = [[held.misses(each, at_best=True) for each in rung.requires] for rung in rungs]
        self._best = self._keep(f"best:{name}", self._reached(best))
        self._now = self._keep(f"reached:{name}", self._reached(self._missed))
        stages.end()

    def _kept(self, place: int, requirement: Requirement) -> Quantity:
        name = f"misses:{self._name}:{place}:{requirement.kind}:{requirement.subject}"
        return self._keep(name, self._held.misses(requirement))

    def _reached(self, missed: Sequence[Sequence[Quantity]]) -> Quantity:
        """The place of the highest band of which nothing is missed; the lowest requires nothing."""
        reached: Quantity = 0
        for place, misses in enumerate(missed[1:], start=1):
            reached = where(any_true(misses), reached, place)
        return reached

    def verdicts(self, thin: Mapping[str, Quantity]) -> VerdictColumns:
        """The verdicts, withheld where the answers to one of the sections in `thin` are too few."""
        is_given = negated(any_true((*thin.values(), negated(self._held.exists))))
        ids = [rung.band.id for rung in self._rungs]
        return VerdictColumns(
            OneName(where(is_given, self._now, None), ids),
            OneName(where(both(is_given, self._now < len(ids) - 1), self._now, None), ids[1:]),
            OneName(self._best, ids),
            ListedNames(
                [
                    *((f"coverage {id}", test) for id, test in thin.items()),
                    *((name, both(is_given, test)) for name, test in self._blockers()),
                ]
            ),
        )

    def _blockers(self) -> list[tuple[str, Quantity]]:
        """Everything that a band requires, by name, and whether the next band still needs it."""
        found: dict[str, list[Quantity]] = {}
        places: dict[str, tuple[int, int]] = {}
        for place, (rung, missed) in enumerate(zip(self._rungs, self._missed, strict=True)):
            for requirement, test in zip(rung.requires, missed, strict=True):
                name = _named_by(requirement)
                found.setdefault(name, []).append(both(self._now == place - 1, test))
                places[name] = self._order(requirement)
        return [(name, any_true(found[name])) for name in sorted(found, key=places.__getitem__)]

    def _order(self, requirement: Requirement) -> tuple[int, int]:
        """A key that sorts what bands require as `judge` lists it."""
        kind, subject = requirement.kind, requirement.subject
        if kind in MINIMA:
            return 1, list(self._held.below).index(subject) if subject in self._held.below else 0
        flags = list(self._held.flags)
        return _KINDS[kind], flags.index(subject) if subject in flags else 0


_KINDS: dict[RequirementKind, int] = {"overall": 0, "condition": 2, "coverage": 3, "red-flag": 4}


def _named_by(requirement: Requirement) -> str:
    """What a blocker is called; the requirements of one section have one name."""
    if requirement.kind in MINIMA:
        return requirement.subject
    return f"flag {requirement.subject}" if requirement.kind == "red-flag" else requirement.kind
