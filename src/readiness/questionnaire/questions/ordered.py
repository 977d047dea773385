"""How answers of several people to one question are put in order and made into one."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from readiness.questionnaire.questions.marked import Marked, Value

LEVEL = 0.25
"""What counts as one level where there are no levels, as a part of the way from the worst answer to the best:
as of five levels."""


class Ordered(Marked):
    """What is asked of a question when several people have answered it."""

    @abstractmethod
    def share(self, value: Value) -> float:
        """What `value` is worth, 0-1."""

    def rank(self, value: Value, *, exposure: bool) -> tuple[float, ...]:
        """A key that sorts answers, the least favourable first; with `exposure`, less is better.

        Answers that are worth the same are sorted by their level, then by the order of their options, so no
        two different answers have the same key.
        """
        share = self.share(value)
        places = (float(self.place_of_option(id)) for id in self.option_ids(value))
        return (-share if exposure else share, self.level(value) or 0.0, *places)

    @abstractmethod
    def place_of_option(self, id: str) -> int:
        """The place, from 0, of the option with this id among those to choose from."""

    def middle(self, values: Sequence[Value], *, exposure: bool) -> Value:
        """The median of `values`, at least one: of an even number, the less favourable one of the two middle.

        `exposure` as in `rank`.
        """
        ranked = sorted(values, key=lambda value: self.rank(value, exposure=exposure))
        return ranked[(len(ranked) - 1) // 2]

    def least_favourable(self, values: Sequence[Value], *, exposure: bool) -> Value:
        """The least favourable of `values`, at least one; `exposure` as in `rank`."""
        return min(values, key=lambda value: self.rank(value, exposure=exposure))

    @property
    def even_levels(self) -> int | None:
        """How many levels there are, if they are equally far apart; None if not, or if there are none."""
        return None
