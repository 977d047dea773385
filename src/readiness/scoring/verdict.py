"""Finds the highest band whose requirements all hold, and what blocks the next one."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from readiness.questionnaire.bands import Band
from readiness.scoring.basis import Range
from readiness.scoring.plan import Requirement, RequirementKind, Rung

# Rounding errors in sums of floats can miss a cut by a few units in the sixteenth place.
TOLERANCE = 1e-9


class Blocker(NamedTuple):
    """One requirement of a band that does not hold."""

    kind: RequirementKind
    subject: str = ""
    """The id of the section or the red flag, if the requirement is about one."""
    needed: float = 0.0
    actual: float = 0.0


class Verdict(NamedTuple):
    """The band reached and what blocks the next one; no band while too little is answered."""

    band: Band | None
    next: Band | None
    blocked_by: tuple[Blocker, ...]
    best: Band
    """The band that would be reached if every open answer turned out best."""

    def __repr__(self) -> str:
        return f"<Verdict {self.band.id if self.band else 'withheld'}, blocked by {len(self.blocked_by)}>"


class Held(NamedTuple):
    """The scores, coverage and red flags that the requirements of bands are compared with."""

    score: Range
    below: Mapping[str, Range]
    """The scores of the sections directly below, by id."""
    coverage: float
    flags: Mapping[str, bool] = {}
    """The red flags that apply (True) or cannot be ruled out (False), by id."""

    def at_best(self) -> "Held":
        """What it would be if every open answer turned out best."""
        below = {id: Range(score.high, score.high) for id, score in self.below.items()}
        certain = {id: True for id, is_certain in self.flags.items() if is_certain}
        return Held(Range(self.score.high, self.score.high), below, 1.0, certain)

    def misses(self, rung: Rung) -> Iterator[Blocker]:
        """The requirements of `rung` that do not hold."""
        for requirement in rung.requires:
            actual = self._actual(requirement)
            if actual is not None and actual < requirement.needed - TOLERANCE:
                yield Blocker(requirement.kind, requirement.subject, requirement.needed, actual)
            elif requirement.kind == "red-flag" and requirement.subject in self.flags:
                yield Blocker("red-flag", requirement.subject)

    def _actual(self, requirement: Requirement) -> float | None:
        """The value to compare with `requirement`; None if it is a red flag or its section is not asked."""
        if requirement.kind == "overall":
            return self.score.low
        if requirement.kind == "coverage":
            return self.coverage
        score = self.below.get(requirement.subject)
        return None if score is None else score.low


def judge(rungs: tuple[Rung, ...], held: Held, withheld: tuple[Blocker, ...]) -> Verdict:
    """The verdict for `held`.

    It has no band if `withheld` gives reasons for that, or if nothing is answered and no sections lie
    below.
    """
    best = rungs[_reached(rungs, held.at_best())].band
    if withheld or (not held.below and held.coverage == 0):
        return Verdict(None, None, withheld, best)
    reached = _reached(rungs, held)
    if reached == len(rungs) - 1:
        return Verdict(rungs[reached].band, None, (), best)
    following = rungs[reached + 1]
    return Verdict(rungs[reached].band, following.band, tuple(held.misses(following)), best)


def _reached(rungs: tuple[Rung, ...], held: Held) -> int:
    """The index of the highest rung that is reached; the lowest requires nothing."""
    return max(index for index, rung in enumerate(rungs) if index == 0 or not any(held.misses(rung)))


def thin(id: str, coverage: float, required: float) -> tuple[Blocker, ...]:
    """The reason to withhold a verdict, if less than `required` of the weight of section `id` is answered."""
    return (Blocker("coverage", id, required, coverage),) if coverage < required - TOLERANCE else ()
