"""What a way of combining is: all that the engine, the checker and the reports need to know about it.

The result of every way rises with each part, or falls with it where the part is an exposure, so that the
bounds of a score can be computed from the bounds of its parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal, Protocol, TypeAlias

from readiness.questionnaire.score_scale import Scale
from readiness.source.complaints import Fault

Quantity: TypeAlias = Any
"""A float, or a column of them."""
Parts: TypeAlias = Sequence[tuple[Quantity, Quantity]]
"""(weight, value) pairs."""
FloatParts: TypeAlias = Sequence[tuple[float, float]]


SideName: TypeAlias = Literal["exposure", "control", "openness", "use"]


class Arithmetic(Protocol):
    """The operations of a formula besides `+`, `-` and `*`, for floats and for columns alike.

    On columns a part may be absent from some rows; its weight is 0 there.
    """

    def mean(self, parts: Parts) -> Quantity:
        """The weighted arithmetic mean, never outside the range of the values."""

    def total(self, parts: Parts) -> Quantity:
        """The sum of weight · value."""

    def minimum(self, parts: Parts) -> Quantity:
        """The lowest value."""

    def maximum(self, parts: Parts) -> Quantity:
        """The highest value."""

    def within(self, value: Quantity, parts: Parts) -> Quantity:
        """`value`, kept within the range of `parts` despite rounding errors."""

    def at_least(self, value: Quantity, floor: float) -> Quantity:
        """`value`, or `floor` where it is lower."""

    def where(self, weight: Quantity, value: Quantity, otherwise: float) -> Quantity:
        """`value`, but `otherwise` where `weight` is 0, as it is where a part does not count."""

    def stretched(
        self, value: Quantity, reach: tuple[Quantity, Quantity], ends: tuple[float, float]
    ) -> Quantity:
        """`value` moved from the range `reach` to the range `ends`; unchanged where both are the same."""

    def exp(self, value: Quantity) -> Quantity:
        """E to the power of `value`."""

    def log(self, value: Quantity) -> Quantity:
        """The natural logarithm."""


class Combining:
    """One way of combining. A new one is a subclass with a `name`, added to `ways.WAYS`."""

    name: ClassVar[str]
    """What an author writes after `aggregation:`."""
    takes: ClassVar[Literal["score", "share", "points"]] = "score"
    """What the formula works on: scores converted to the scale of the result; shares of that scale, 0-1,
    which give a share; or points as they are."""
    sides: ClassVar[tuple[SideName, ...]] = ()
    """The two sides that it combines instead of questions or sections: what is given, and what is done."""
    given_is_fact: ClassVar[bool] = False
    """Whether the first side describes the situation, so that its answers have no next better one."""
    sets_bar: ClassVar[bool] = False
    """Whether the first side decides how much of the second a band requires. Its questions that do not apply
    then count at their lowest, instead of nowhere."""
    portions: ClassVar[tuple[float, ...]] = ()
    """The part of the score that each side carries, 0-1; a side may be shown only."""
    absent: ClassVar[tuple[float, ...] | None] = None
    """What a side counts as, 0-1, if none of its questions counts; None: 0, or anything if some are open."""
    pools: ClassVar[bool] = False
    """Whether its points are compared with what the parts that count can reach, and pooled with those of sums
    below it; otherwise with the whole scale."""
    average: ClassVar[bool] = True
    """Whether the result lies between the lowest and the highest part."""
    one_decides: ClassVar[bool] = False
    """Whether a single part decides the result, whatever its weight."""
    adds: ClassVar[bool] = False
    """Whether only the sum of `load` · share of its questions matters, not how they make it up."""
    in_order: ClassVar[bool] = False
    """Whether the order of the parts matters."""
    lowest_counts: ClassVar[bool] = False
    """Whether the result is never above the lowest part."""
    start: ClassVar[tuple[float, ...]] = (0.0,)
    """What `raised` begins with."""
    columns: ClassVar[bool] = True
    """Whether the formula uses only an `Arithmetic`, so that it works on columns too."""

    def formula(self, arithmetic: Arithmetic, parts: Parts, scale: Scale) -> Quantity:
        """Combine `parts`, at least one, into a value on `scale`, or into a share if it `takes` shares."""
        raise NotImplementedError

    def raised(
        self,
        height: tuple[float, ...],
        weight: float,
        value: float,
        scale: Scale,
    ) -> tuple[float, ...]:
        """How high some first parts are, together with one more; `height` is that of the parts before it.

        Of two choices of the same parts, the one that is nowhere lower gives no lower result, whatever parts
        follow. By default it is the sum of weight · value. Not called for a way with two sides.
        """
        return (height[0] + weight * value,)

    def spelled(self, parts: FloatParts, scale: Scale) -> str:
        """The formula with its numbers, as one would type it into a calculator."""
        raise NotImplementedError

    def title(self) -> str:
        """Its name in tables."""
        raise NotImplementedError

    def of_whole(self, scale: Scale) -> str:
        """A sentence on how the sections make the overall score. Not called for a way with two sides."""
        raise NotImplementedError

    def method(self, scale: Scale) -> str:
        """What a report says about all sections that are combined this way; usually nothing."""
        return ""

    def share_note(self) -> str:
        """How the effect of an answer differs from the share of its weight; empty if it does not."""
        return ""

    def floor(self, scale: Scale) -> float | None:
        """The least that a part counts on `scale`; None if there is no such floor."""
        return None

    def floored(self, floor: float) -> Combining | None:
        """The same way with every part counted as at least `floor`; None if it takes no floor."""
        return None

    def fixed(self) -> Combining:
        """The same way with its points always compared with the whole scale."""
        return self

    def load(self, weight: float, ends: tuple[float, float]) -> float:
        """What a part counts relative to its neighbours: its weight, or the points it can add to a sum."""
        return weight * (ends[1] - ends[0]) if self.takes == "points" else weight

    def misfit(self, scale: Scale) -> Fault | None:
        """Why it cannot be used on `scale`, or None."""
        return None


def six_digits(number: float) -> str:
    """`number` in a formula: six significant digits."""
    return f"{number:.6g}"


def weighted(parts: Sequence[tuple[float, str]]) -> str:
    """`1 × 25 + 2 × 50`, of weights and values."""
    return " + ".join(f"{six_digits(weight)} × {value}" for weight, value in parts)


def mean_of(parts: Sequence[tuple[float, str]]) -> str:
    """`(1 × 25 + 2 × 50) ÷ (1 + 2)`, or `(25 + 50) ÷ 2` where all weights are the same."""
    weights = [weight for weight, _value in parts]
    if len(set(weights)) == 1:
        return f"({' + '.join(value for _weight, value in parts)}) ÷ {len(parts)}"
    return f"({weighted(parts)}) ÷ ({' + '.join(map(six_digits, weights))})"
