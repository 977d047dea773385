"""Finds the verdict with other weights of the dimensions, or with another way to combine them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from readiness.analysis.sensitivity import NOTHING
from readiness.analysis.variations import Variations, highest
from readiness.questionnaire.combining.combining import Combining, Quantity
from readiness.questionnaire.sections import Section
from readiness.scoring.ranges import Range
from readiness.scoring.scores import SectionScore
from readiness.scoring.series import SERIES, each, numbers_in
from readiness.scoring.terms import combine_terms, section_parts

Factors: TypeAlias = Mapping[str, Quantity]
LEAST = 1e-12
"""The share that stands for leaving a dimension, or all others, out."""
STEPS = 34
"""How often the interval is halved in which a weight changes the verdict: it ends below 1e-10."""
NO_VALUES: dict[str, Quantity] = {}


class Reweighing:
    """What the overall allows the verdict to be if sections weigh more or less, or are combined otherwise.

    `factors` are what weights are multiplied by, by the ids of the sections; other weights stay. Rungs
    are given as by `Permits`: one result for each case if some number is a series, otherwise one alone.
    """

    def __init__(self, variations: Variations) -> None:
        self._scale = variations.scores.plan.whole.scale
        self._by_overall = variations.permits.by_number("overall")
        self._by_coverage = variations.permits.by_number("coverage")

    def low_end(self, item: SectionScore, way: Combining) -> float:
        """The low end of the score of `item` as `way` takes it; 0 if it does not count."""
        return next((term.value.low for term in section_parts(way, (item,), self._scale)), 0.0)

    def by_overall(
        self,
        way: Combining,
        sections: Sequence[SectionScore],
        factors: Factors,
        low_ends: Mapping[str, Quantity] = NO_VALUES,
    ) -> list[int]:
        """The rungs that the overall allows; `low_ends` are other values of `low_end`."""
        terms = []
        for term in section_parts(way, sections, self._scale):
            low = low_ends.get(term.id, term.value.low)
            weight = factors.get(term.id, 1.0) * term.weight
            terms.append(term._replace(weight=weight, value=Range(low, low)))
        overall = combine_terms(way, terms, self._scale, SERIES).low
        return [self._by_overall(low) for low in numbers_in(each(self._scale.settle, overall))]

    def by_coverage(self, sections: Sequence[SectionScore], factors: Factors) -> list[int]:
        """The rungs that the answered part of the whole weight allows; those without series if none asks."""
        if not self._by_coverage.limits:
            return [self._by_coverage(1.0)]
        parts = [(factors.get(item.node.id, 1.0) * item.node.weight, item.coverage) for item in sections]
        return [self._by_coverage(share) for share in numbers_in(SERIES.mean(parts))]


class WeightFlip(NamedTuple):
    """The smallest change of the weight of one dimension, the others rescaled, that changes the verdict."""

    section: Section
    share: float
    """Its weight as a part of those of all dimensions that are asked, 0-1."""
    changed: float | None
    """The share at which the verdict changes; None if there is none."""
    place: int | None
    """The place of the band that it is then, from 0."""

    @property
    def relative(self) -> float | None:
        """The change as a part of the weight: -1 is to leave the dimension out."""
        return None if self.changed is None else self.changed / self.share - 1


def weight_flips(variations: Variations) -> tuple[WeightFlip, ...]:
    """For each dimension that is asked the smallest change of its weight that changes the verdict.

    If its share p becomes p', those of the others are multiplied by (1 - p')/(1 - p). Those dimensions come
    first that need the smallest change. Nothing without a verdict.
    """
    if variations.scores.verdict.band is None:
        return ()
    found = [_flip(variations, item) for item in variations.scores.sections]
    return tuple(sorted(found, key=lambda flip: (flip.relative is None, abs(flip.relative or 0.0))))


def _flip(variations: Variations, item: SectionScore) -> WeightFlip:
    way, parts, reweighing = (
        variations.scores.plan.whole.way,
        variations.parts(NOTHING),
        Reweighing(variations),
    )
    share = item.node.weight / sum(section.node.weight for section in parts.sections)

    def factors(changed: float) -> Factors:
        others = (1 - changed) / (1 - share) if share < 1 else 1.0
        return {section.node.id: others for section in parts.sections} | {item.node.id: changed / share}

    def by_overall(changed: float) -> int:
        return reweighing.by_overall(way, parts.sections, factors(changed))[0]

    def by_coverage(changed: float) -> int:
        return reweighing.by_coverage(parts.sections, factors(changed))[0]

    def place(changed: float) -> int:
        return highest(parts.allowed & by_overall(changed) & by_coverage(changed))

    now, ends = place(share), ((LEAST, 1 - LEAST) if share < 1 else ())
    crossings = (
        at for end in ends for asked in (by_overall, by_coverage) for at in _crossings(asked, share, end)
    )
    changed = min((at for at in crossings if place(at) != now), key=lambda at: abs(at - share), default=None)
    return WeightFlip(item.section, share, changed, None if changed is None else place(changed))


def _crossings(allowed: Callable[[float], int], share: float, end: float) -> Iterator[float]:
    """Where on the way from `share` to `end` each rung begins or ceases to be `allowed`, just behind it.

    That happens once at most: with one share the overall rises or falls all the way, since every way of
    combining is a weighted mean, rises or falls with one, or is a quotient of two; and so does the coverage.
    """
    before, behind = allowed(share), allowed(end)
    for rung in range((before ^ behind).bit_length()):
        bit = 1 << rung
        if not (before ^ behind) & bit:
            continue
        near, far = share, end
        for _step in range(STEPS):
            middle = (near + far) / 2
            near, far = (near, middle) if (allowed(middle) ^ before) & bit else (middle, far)
        yield far
