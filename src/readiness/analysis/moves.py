"""An arithmetic of numbers before and after, which divides the change of any formula among its causes.

A formula of a way of combining is written over an `Arithmetic`. On `Moved` instead of floats it gives the
score before, the score after, and what each cause adds to the difference; these parts add up to it exactly,
through any number of formulas inside each other. Each operation has its rule:

- a sum adds the parts, and a product gives each factor its change times the mean of the other factor before
  and after (Bennet, Journal of the Royal Statistical Society 83, 1920);
- a logarithm divides by the logarithmic mean of its argument before and after, and an exponential multiplies
  by that of its result. On a weighted geometric mean the two give `L(after, before) · weight · change of the
  logarithm`: the additive LMDI-I decomposition (Vartia, Scandinavian Journal of Statistics 3, 1976; Ang,
  Energy Policy 32, 2004, and 33, 2005);
- the lowest value moves with each part for that stretch of the way from before to after on which this part is
  the lowest, all parts moving evenly (the value of Aumann and Shapley, 1974); likewise the highest.

No rule prefers a direction: from after to before, every part has the opposite sign.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from readiness.questionnaire.combining.combining import FloatParts
from readiness.scoring.floats import FLOATS


class Cause(NamedTuple):
    """Something that moved a score."""

    kind: Literal["answer", "asked", "section", "rounding"]
    """An answer that counts before and after; a question that counts only before or only after; a section
    that does, or whose weight changed; or the rounding of a score."""
    id: str
    """The id of the question or section; of the overall, that of the whole."""


class TwoWeights(NamedTuple):
    """The weight of a part before and after; 0 where the part does not count."""

    cause: Cause
    """What moved if the weight changed."""
    old: float
    new: float

    @property
    def middle(self) -> float:
        """The mean of both, or the one that there is."""
        return (self.old + self.new) / 2 if self.old and self.new else self.old or self.new


@dataclass(frozen=True, slots=True)
class Moved:
    """A number before and after, and what each cause adds to the difference."""

    old: float
    new: float
    by: Mapping[Cause, float] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Moved {self.old:.6g} to {self.new:.6g} by {len(self.by)} causes>"

    @property
    def change(self) -> float:
        """The difference."""
        return self.new - self.old

    @property
    def middle(self) -> float:
        """The mean of before and after."""
        return (self.old + self.new) / 2

    def __add__(self, other: Moved | float) -> Moved:
        other = _as_move(other)
        return Moved(self.old + other.old, self.new + other.new, _merged([(1.0, self), (1.0, other)]))

    def __mul__(self, other: Moved | float) -> Moved:
        other = _as_move(other)
        by = _merged([(other.middle, self), (self.middle, other)])
        return Moved(self.old * other.old, self.new * other.new, by)

    def __sub__(self, other: Moved | float) -> Moved:
        return self + _as_move(other) * -1.0

    def __rsub__(self, other: float) -> Moved:
        return self * -1.0 + other

    def __truediv__(self, other: Moved | float) -> Moved:
        other = _as_move(other)
        old, new = self.old / other.old, self.new / other.new
        by = _merged([(1 / other.middle, self), (-(old + new) / 2 / other.middle, other)])
        return Moved(old, new, by)

    __radd__, __rmul__ = __add__, __mul__


MoveParts: TypeAlias = Sequence[tuple[TwoWeights, Moved]]


class MovedNumbers:
    """An `Arithmetic` of moves. A part that counts only before or only after has a weight of 0 there.

    Such a part is taken to come from where the whole stood before, or to go to where the whole stands after,
    so that by being there it moves nothing but the distance.
    """

    def mean(self, parts: MoveParts) -> Moved:
        """The weighted arithmetic mean: each part adds its share of the weight times its change."""
        old = FLOATS.mean([(weight.old, part.old) for weight, part in parts if weight.old])
        new = FLOATS.mean([(weight.new, part.new) for weight, part in parts if weight.new])
        return divided(parts, old, new)

    def total(self, parts: MoveParts) -> Moved:
        """The sum of weight · value."""
        by: dict[Cause, float] = {}
        for weight, part in parts:
            _add(by, weight.cause, part.middle * (weight.new - weight.old))
            _add_all(by, (weight.old + weight.new) / 2, part.by)
        ends = zip(*((weight.old * part.old, weight.new * part.new) for weight, part in parts), strict=True)
        old, new = map(math.fsum, ends)
        return Moved(old, new, by)

    def minimum(self, parts: MoveParts) -> Moved:
        """The lowest value."""
        old = min(part.old for weight, part in parts if weight.old)
        new = min(part.new for weight, part in parts if weight.new)
        placed = [_placed(weight, part, old, new) for weight, part in parts]
        stretches = _lowest_for([(part.old, part.new) for part in placed])
        return Moved(old, new, _merged(zip(stretches, placed, strict=True)))

    def maximum(self, parts: MoveParts) -> Moved:
        """The highest value."""
        return self.minimum([(weight, part * -1.0) for weight, part in parts]) * -1.0

    def within(self, value: Moved, parts: MoveParts) -> Moved:  # noqa: ARG002 (it undoes rounding errors only)
        """`value`."""
        return value

    def at_least(self, value: Moved, floor: float) -> Moved:
        """`value`, or `floor` where it is lower; what happens below the floor adds nothing."""
        old, new = max(value.old, floor), max(value.new, floor)
        if value.old >= floor and value.new >= floor:
            return value
        slope = 0.0 if old == new else (new - old) / value.change
        return Moved(old, new, _merged([(slope, value)]))

    def where(self, weight: TwoWeights | Moved, value: Moved, otherwise: float) -> Moved:
        """`value`, but `otherwise` where `weight` is 0; a switch is due to what moved `weight`."""
        old, new = (
            FLOATS.where(*ends, otherwise) for ends in ((weight.old, value.old), (weight.new, value.new))
        )
        if weight.old and weight.new:
            return value
        if isinstance(weight, TwoWeights):
            return Moved(old, new, {weight.cause: new - old})
        slope = (new - old) / weight.change if weight.change else 0.0
        return Moved(old, new, _merged([(slope, weight)]))

    def stretched(self, value: Moved, reach: tuple[Moved, Moved], ends: tuple[float, float]) -> Moved:
        """`value` moved from `reach` to `ends`; what can be reached is a cause too."""
        low, high = reach
        old = FLOATS.stretched(value.old, (low.old, high.old), ends)
        new = FLOATS.stretched(value.new, (low.new, high.new), ends)
        if old == value.old and new == value.new:
            return value
        share = (value - low) / (high - low)
        return Moved(old, new, (share * (ends[1] - ends[0])).by)

    def exp(self, value: Moved) -> Moved:
        """E to the power of `value`."""
        old, new = math.exp(value.old), math.exp(value.new)
        return Moved(old, new, _merged([(logarithmic_mean(old, new), value)]))

    def log(self, value: Moved) -> Moved:
        """The natural logarithm."""
        slope = 1 / logarithmic_mean(value.old, value.new)
        return Moved(math.log(value.old), math.log(value.new), _merged([(slope, value)]))


MOVES = MovedNumbers()


def logarithmic_mean(one: float, other: float) -> float:
    """L(a, b) = (a − b) / (ln a − ln b), and L(a, a) = a; both must be positive."""
    if one == other:
        return one
    near = 0.5 < one / other < 2  # the difference of two logarithms that are close would lose digits
    return (one - other) / (math.log1p((one - other) / other) if near else math.log(one) - math.log(other))


def divided(parts: MoveParts, old: float, new: float) -> Moved:
    """The weighted mean of `parts`, which is known to be `old` before and `new` after.

    They need not count at both ends: a mean of nothing is whatever stands for it.
    """
    placed = [(weight, _placed(weight, part, old, new)) for weight, part in parts]
    whole = math.fsum(weight.middle for weight, _part in parts)
    by: dict[Cause, float] = {}
    for weight, part in placed:
        _add_all(by, weight.middle / whole, part.by)
        if weight.old and weight.new and weight.old != weight.new:
            _add(by, weight.cause, (part.middle - (old + new) / 2) * (weight.new - weight.old) / whole)
    return Moved(old, new, by)


def in_both_orders(formula: Callable[[FloatParts], float], parts: MoveParts) -> Moved:
    """What a `formula` gives that needs floats.

    The parts go from before to after one by one, in their order and in the opposite one; each adds the mean
    of what it adds in the two (of two parts, this is the value of Shapley, 1953).
    """
    olds, news = ([_given(weight, part, end) for weight, part in parts] for end in (0, 1))
    gains = [0.0] * len(parts)
    for places in (range(len(parts)), range(len(parts) - 1, -1, -1)):
        now, value = list(olds), formula([each for each in olds if each])
        for place in places:
            now[place] = news[place]
            present = [each for each in now if each]
            before, value = value, formula(present) if present else value
            gains[place] += (value - before) / 2
    by: dict[Cause, float] = {}
    for gain, (weight, part) in zip(gains, parts, strict=True):
        if weight.old == weight.new and part.change:
            _add_all(by, gain / part.change, part.by)
        else:
            _add(by, weight.cause, gain)
    old, new = (formula([each for each in ends if each]) for ends in (olds, news))
    return Moved(old, new, by)


def _given(weight: TwoWeights, part: Moved, end: int) -> tuple[float, float] | None:
    """The weight and the value of a part at one end; None if it does not count there."""
    own, value = ((weight.old, part.old), (weight.new, part.new))[end]
    return (own, value) if own else None


def rounded_to(value: Moved, old: float, new: float, cause: Cause) -> Moved:
    """`value` rounded to `old` before and to `new` after, with `cause` for the difference."""
    by = dict(value.by)
    _add(by, cause, (new - old) - value.change)
    return Moved(old, new, by)


def _placed(weight: TwoWeights, part: Moved, old: float, new: float) -> Moved:
    """`part` of a whole that is `old` before and `new` after; where it does not count it stands there."""
    if weight.old and weight.new:
        return part
    if weight.new:
        return Moved(old, part.new, {weight.cause: part.new - old})
    return Moved(part.old, new, {weight.cause: new - part.old})


def _lowest_for(lines: Sequence[tuple[float, float]]) -> list[float]:
    """For how much of the way from 0 to 1 each line, from its first to its second value, is the lowest.

    Lines that are the same share their part.
    """
    same: dict[tuple[float, float], list[int]] = {}
    for place, line in enumerate(lines):
        same.setdefault(line, []).append(place)
    found = [0.0] * len(lines)
    at, lowest = 0.0, min(same, key=lambda line: (line[0], line[1] - line[0]))
    while at < 1:
        until, following = _crossing(lowest, same, at)
        for place in same[lowest]:
            found[place] = (until - at) / len(same[lowest])
        at, lowest = until, following
    return found


def _crossing(
    line: tuple[float, float], others: Iterable[tuple[float, float]], at: float
) -> tuple[float, tuple[float, float]]:
    """Where the first of `others` goes below `line`, after `at`, and which; 1 and `line` if none does."""
    old, slope = line[0], line[1] - line[0]
    steeper = [(each, each[1] - each[0]) for each in others if each[1] - each[0] < slope]
    crossings = [((each[0] - old) / (slope - its), its, each) for each, its in steeper]
    until, _slope, following = min(crossings, default=(1.0, slope, line))
    return (max(until, at), following) if until < 1 else (1.0, line)


def _as_move(value: Moved | float) -> Moved:
    return value if isinstance(value, Moved) else Moved(value, value)


def _merged(parts: Iterable[tuple[float, Moved]]) -> dict[Cause, float]:
    """What each cause adds to the sum of slope · value."""
    by: dict[Cause, float] = {}
    for slope, part in parts:
        _add_all(by, slope, part.by)
    return by


def _add_all(by: dict[Cause, float], slope: float, more: Mapping[Cause, float]) -> None:
    for cause, amount in more.items():
        _add(by, cause, slope * amount)


def _add(by: dict[Cause, float], cause: Cause, amount: float) -> None:
    if amount:
        by[cause] = by.get(cause, 0.0) + amount
