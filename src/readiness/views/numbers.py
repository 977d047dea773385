"""A number as it is shown, beside its exact value."""

from typing import NamedTuple


class Number(NamedTuple):
    """A value at full precision and as it is displayed."""

    value: float
    text: str


class Span(NamedTuple):
    """The score (the low end) and what it could become; `text` shows both ends, or one if equal."""

    low: Number
    high: Number
    text: str
    fill: tuple[float, float]
    """Both ends as shares, 0-1, of the length of a bar."""

    @property
    def is_open(self) -> bool:
        """Whether open answers can still change it."""
        return self.low.value != self.high.value
