"""Numbers with their exact value and the text that is shown."""

from typing import NamedTuple


class Number(NamedTuple):
    """A value at full precision, and as it is shown."""

    value: float
    text: str


class Span(NamedTuple):
    """The score (`low`) and the best it could become; `text` shows both, or one if they look equal."""

    low: Number
    high: Number
    text: str
    fill: tuple[float, float]
    """Both ends as shares of the length of a bar, 0-1."""

    @property
    def is_open(self) -> bool:
        """Whether open answers can still change it."""
        return self.low.value != self.high.value


class PointsView(NamedTuple):
    """The points of a sum, and what can be reached by those questions that count."""

    reached: Span
    least: Number
    """The fewest points that the questions that count can give."""
    most: Number
    """The most points that they can give."""
    aside: Number
    """The points that do not apply."""
    text: str
    """All of this in words; empty if everything applies."""
