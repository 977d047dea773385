"""What a way of combining is: one record that says all about it, for the engine, the checker and the reader.

Every way rises with each of its parts (or, with two sides, falls with exposure and rises with control),
so that the bounds of a score follow from the bounds of its parts.
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


class Arithmetic(Protocol):
    """What a formula may do with its parts besides `+`, `-` and `*`: the same for floats and for columns.

    On columns a part may be absent from some rows; its weight is 0 there.
    """

    def mean(self, parts: Parts) -> Quantity:
        """The weighted arithmetic mean, never outside the values it stands for."""

    def total(self, parts: Parts) -> Quantity:
        """The sum of weight · value."""

    def minimum(self, parts: Parts) -> Quantity:
        """The lowest value."""

    def maximum(self, parts: Parts) -> Quantity:
        """The highest value."""

    def within(self, value: Quantity, parts: Parts) -> Quantity:
        """`value`, which rounding must not carry past the lowest and the highest of `parts`."""

    def at_least(self, value: Quantity, floor: float) -> Quantity:
        """`value`, or `floor` where it is lower."""

    def where(self, weight: Quantity, value: Quantity, otherwise: float) -> Quantity:
        """`value` where the part counts, `otherwise` where its weight is 0."""

    def exp(self, value: Quantity) -> Quantity:
        """E to the power of `value`."""

    def log(self, value: Quantity) -> Quantity:
        """The natural logarithm."""


class Combining:
    """One way of combining. A new one is a subclass with a `name`, added to `ways.WAYS`."""

    name: ClassVar[str]
    """What an author writes after `aggregation:`."""
    takes: ClassVar[Literal["score", "share", "points"]] = "score"
    """What the formula works on: scores moved to the scale of the whole, shares from 0 to 1 of it (then
    the result is a share too), or points as they are."""
    sides: ClassVar[bool] = False
    """Whether it joins exposure and control, in this order, instead of questions or sections."""
    average: ClassVar[bool] = True
    """Whether the result lies between the lowest and the highest part."""
    one_decides: ClassVar[bool] = False
    """Whether a single part decides, whatever its weight."""
    lowest_counts: ClassVar[bool] = False
    """Whether no part is below the result."""
    columns: ClassVar[bool] = True
    """Whether the formula uses nothing but an `Arithmetic`, so that it works on columns too."""

    def formula(self, arithmetic: Arithmetic, parts: Parts, scale: Scale) -> Quantity:
        """`parts`, at least one, as one value on `scale`, or as a share where it `takes` shares."""
        raise NotImplementedError

    def spelled(self, parts: FloatParts, scale: Scale) -> str:
        """The formula with its numbers, as one would type it into a calculator."""
        raise NotImplementedError

    def title(self) -> str:
        """Its name, for a table."""
        raise NotImplementedError

    def of_whole(self, scale: Scale) -> str:
        """How the sections make the overall, as a sentence. Not asked of a way with two sides."""
        raise NotImplementedError

    def method(self, scale: Scale) -> str:
        """What a report says of every section that is combined so; usually nothing."""
        return ""

    def share_note(self) -> str:
        """How far the nominal share of a weight says what an answer moves; nothing where it says it all."""
        return ""

    def load(self, weight: float, ends: tuple[float, float]) -> float:
        """What a part moves beside its neighbours: its weight, or the points that it can add to a sum."""
        return weight * (ends[1] - ends[0]) if self.takes == "points" else weight

    def misfit(self, scale: Scale, ends: Sequence[tuple[float, float]]) -> Fault | None:
        """What is wrong with combining so on `scale`; `ends` is what each part adds at least and at most."""
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
