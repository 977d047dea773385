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
