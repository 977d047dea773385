"""The highest band all of whose requirements hold, and what stands before the next."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from readiness.questionnaire.bands import Band
from readiness.scoring.basis import Range
from readiness.scoring.plan import Requirement, RequirementKind, Rung

# Sums of binary fractions miss a cut by a few units in the sixteenth place.
TOLERANCE = 1e-9


class Blocker(NamedTuple):
    """One requirement of a band that does not hold."""

    kind: RequirementKind
    subject: str = ""
    """The section or the red flag, where the requirement is about one."""
    needed: float = 0.0
    actual: float = 0.0


class Verdict(NamedTuple):
    """The band reached and what stands before the next; no band while too little is answered."""

    band: Band | None
    next: Band | None
    blocked_by: tuple[Blocker, ...]
    best: Band
    """The band reached if every open answer turned out best."""

    def __repr__(self) -> str:
        return f"<Verdict {self.band.id if self.band else 'withheld'}, blocked by {len(self.blocked_by)}>"


class Held(NamedTuple):
    """What bands are held against."""

    score: Range
    below: Mapping[str, Range]
    """The scores of the sections directly below, by id."""
    coverage: float
    flags: Mapping[str, bool] = {}
    """The red flags that are up or not ruled out, each with whether that is certain."""

    def at_best(self) -> "Held":
        """The same if every open answer turned out best."""
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
        """What is there of what is required; None where nothing of it is asked."""
        if requirement.kind == "overall":
            return self.score.low
        if requirement.kind == "coverage":
            return self.coverage
        score = self.below.get(requirement.subject)
        return None if score is None else score.low


def judge(rungs: tuple[Rung, ...], held: Held, withheld: tuple[Blocker, ...]) -> Verdict:
    """The verdict; none if it is `withheld`, or if nothing was answered where nothing lies below."""
    best = rungs[_reached(rungs, held.at_best())].band
    if withheld or (not held.below and held.coverage == 0):
        return Verdict(None, None, withheld, best)
    reached = _reached(rungs, held)
    if reached == len(rungs) - 1:
        return Verdict(rungs[reached].band, None, (), best)
    following = rungs[reached + 1]
    return Verdict(rungs[reached].band, following.band, tuple(held.misses(following)), best)


def _reached(rungs: tuple[Rung, ...], held: Held) -> int:
    """The index of the highest rung that is reached; the lowest asks for nothing."""
    return max(index for index, rung in enumerate(rungs) if index == 0 or not any(held.misses(rung)))


def thin(id: str, coverage: float, required: float) -> tuple[Blocker, ...]:
    """What withholds a verdict, if less than `required` of the weight of section `id` is answered."""
    return (Blocker("coverage", id, required, coverage),) if coverage < required - TOLERANCE else ()
