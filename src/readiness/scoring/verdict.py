"""Finds the highest band whose requirements all hold, and what blocks the next one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from readiness.questionnaire.bands import Band
from readiness.scoring.plan import Requirement, RequirementKind, Rung
from readiness.scoring.ranges import TOLERANCE, Range


class Blocker(NamedTuple):
    """One requirement of a band that does not hold."""

    kind: RequirementKind
    subject: str = ""
    """The id of the section or the red flag, if the requirement is about one."""
    needed: float = 0.0
    actual: float = 0.0
    exposure: float = 0.0
    """The exposure, 0-1, that `needed` follows from, where it does."""
    certain: bool = True
    """False of a condition or a red flag that is undecided, because what it depends on is open."""


class Held(NamedTuple):
    """What the requirements of bands are compared with."""

    score: Range
    below: Mapping[str, Range]
    """The scores of the sections directly below, by id."""
    coverage: float
    exposures: Mapping[str, Range] = {}
    """The exposures, 0-1, of those of these sections that have one."""
    flags: Mapping[str, bool] = {}
    """The red flags that apply (True) or cannot be ruled out (False), by id."""
    conditions: Mapping[str, bool | None] = {}
    """Whether the condition of a band holds, by the band's id; None if it is undecided."""

    def at_best(self) -> Held:
        """What it would be if every open answer turned out best."""
        return Held(
            score=Range(self.score.high, self.score.high),
            below={id: Range(score.high, score.high) for id, score in self.below.items()},
            coverage=1.0,
            exposures={id: Range(share.low, share.low) for id, share in self.exposures.items()},
            flags={id: True for id, is_certain in self.flags.items() if is_certain},
            conditions={id: holds is not False for id, holds in self.conditions.items()},
        )

    def misses(self, rung: Rung) -> Iterator[Blocker]:
        """The requirements of `rung` that do not hold."""
        return filter(None, map(self.missing, rung.requires))

    def missing(self, requirement: Requirement) -> Blocker | None:
        """`requirement` if it does not hold. Only what it is about is looked at."""
        kind, subject = requirement.kind, requirement.subject
        if kind == "red-flag":
            is_free = subject not in self.flags
            return None if is_free else Blocker(kind, subject, certain=self.flags[subject])
        if kind == "condition":
            holds = self.conditions[subject]
            return None if holds else Blocker(kind, subject, certain=holds is not None)
        exposure = self.exposures[subject].high if subject in self.exposures else 0.0
        needed, actual = requirement.at(exposure), self._actual(requirement)
        if actual is None or actual >= least_for(needed):
            return None
        return Blocker(kind, subject, needed, actual, exposure)

    def _actual(self, requirement: Requirement) -> float | None:
        """The number to compare with `requirement`; None if there is none or its section is not asked."""
        if requirement.kind == "overall":
            return self.score.low
        if requirement.kind == "coverage":
            return self.coverage
        score = self.below.get(requirement.subject)
        return None if score is None else score.low


def least_for(needed: float) -> float:
    """The lowest number that counts as reaching `needed`."""
    return needed - TOLERANCE


class Verdict(NamedTuple):
    """The band reached and what blocks the next one; no band while too little is answered."""

    band: Band | None
    next: Band | None
    blocked_by: tuple[Blocker, ...]
    best: Band
    """The band that would be reached if every open answer turned out best."""
    rungs: tuple[Rung, ...]
    """All bands with their requirements."""
    held: Held
    """What these requirements were compared with."""

    def blockers_of(self, band: str) -> tuple[Blocker, ...]:
        """What stands between this verdict and the band with this id; nothing if it is reached."""
        order = [rung.band.id for rung in self.rungs]
        if self.band is not None and order.index(self.band.id) >= order.index(band):
            return ()
        missed = _hardest(self.held.misses(self.rungs[order.index(band)]))
        return (*(() if self.band else self.blocked_by), *missed)

    def __repr__(self) -> str:
        return f"<Verdict {self.band.id if self.band else 'withheld'}, blocked by {len(self.blocked_by)}>"


def judge(rungs: tuple[Rung, ...], held: Held, withheld: tuple[Blocker, ...]) -> Verdict:
    """The verdict for `held`.

    It has no band if `withheld` gives reasons for that, or if nothing is answered and no sections lie
    below.
    """
    best = rungs[_reached(rungs, held.at_best())].band
    if withheld or (not held.below and held.coverage == 0):
        return Verdict(None, None, withheld, best, rungs, held)
    reached = _reached(rungs, held)
    if reached == len(rungs) - 1:
        return Verdict(rungs[reached].band, None, (), best, rungs, held)
    following = rungs[reached + 1]
    blockers = _hardest(held.misses(following))
    return Verdict(rungs[reached].band, following.band, blockers, best, rungs, held)


MINIMA = ("floor", "control", "section")
"""The kinds of requirements that need a score of a section below; several may be about the same one."""


def _hardest(blockers: Iterable[Blocker]) -> tuple[Blocker, ...]:
    """`blockers`, but for each section only the one that needs the highest score of it."""
    found: dict[tuple[str, str], Blocker] = {}
    for each in blockers:
        key = ("score" if each.kind in MINIMA else each.kind, each.subject)
        if key not in found or each.needed > found[key].needed:
            found[key] = each
    return tuple(found.values())


NEAR = 0.04
"""The part of the scale by which a quick score is taken to differ from the full one: measured, see
`docs/measurement.md`."""


def nearby(rungs: tuple[Rung, ...], held: Held, margin: float) -> tuple[Band, ...]:
    """The bands that `margin` points more or less could give, the lowest first.

    With the points more, each band is taken to need only what the band before it needs of the sections below.
    """
    lower = held._replace(score=_moved(held.score, -margin))
    higher = held._replace(score=_moved(held.score, margin))
    softened = tuple(_softened(rung, rungs[max(place - 1, 0)]) for place, rung in enumerate(rungs))
    lowest, now, highest = _reached(rungs, lower), _reached(rungs, held), _reached(softened, higher)
    return tuple(rung.band for rung in rungs[min(lowest, now) : max(highest, now) + 1])


def _moved(score: Range, by: float) -> Range:
    return Range(score.low + by, score.high + by)


def _softened(rung: Rung, before: Rung) -> Rung:
    """`rung` with the minima of the band before it."""
    own = tuple(each for each in rung.requires if each.kind not in MINIMA)
    return Rung(rung.band, (*own, *(each for each in before.requires if each.kind in MINIMA)))


def _reached(rungs: tuple[Rung, ...], held: Held) -> int:
    """The index of the highest rung that is reached; the lowest requires nothing."""
    return max(index for index, rung in enumerate(rungs) if index == 0 or not any(held.misses(rung)))


def thin(id: str, coverage: float, required: float) -> tuple[Blocker, ...]:
    """The reason to withhold a verdict, if less than `required` of the weight of section `id` is answered."""
    return (Blocker("coverage", id, required, coverage),) if coverage < least_for(required) else ()
