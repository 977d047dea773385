"""What questions answered by any number of options have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.questions.base import Question, Value
from readiness.questionnaire.questions.celled import Cells, CellValues
from readiness.questionnaire.questions.parts import Option


class AnyNumber(Question):
    """A question answered by any number of `choices`, by the sum of their scores."""

    # --- conditions ---

    def option_ids(self, value: Value) -> tuple[str, ...]:
        """The ids of all chosen options."""
        return tuple(option.id for option in chosen_options(value))

    def level(self, value: Value) -> float:
        """The sum of the scores."""
        return sum(option.score for option in chosen_options(value))

    # --- a whole table ---

    has_columns = True

    def fitting_cells(self, cells: Cells) -> CellValues:
        """Lists of options that may stand together."""
        together = [option.id for option in self.choices if not option.exclusive]
        return cells.lists(together, [option.id for option in self.choices if option.exclusive])

    def shares_of(self, cells: Cells) -> CellValues:
        """The sums of the scores divided by the sum that counts as 100%, kept within 0-1."""
        return cells.limited(self._sums(cells) * (1 / self.ends[1]), 0.0, 1.0)

    def cells_that_meet(self, test: Condition, cells: Cells) -> CellValues:
        """By the options they hold, or by the sums of the scores."""
        if test.equals is not None:
            return cells.holds_only(test.equals)
        if test.any_of:
            return cells.holds(test.any_of)
        sums, limit = self._sums(cells), self.threshold(test)
        return sums >= limit if test.at_least is not None else sums <= limit

    def _sums(self, cells: Cells) -> CellValues:
        """The sum of the scores in each cell."""
        return cells.total({option.id: option.score for option in self.choices if option.score})

    # --- answers of several people: each option counts or not by itself ---

    def middle(self, values: Sequence[Value], *, exposure: bool) -> tuple[Option, ...]:
        """The options that more than half chose; where exactly half did, what is less favourable.

        An exclusive option that half chose stands alone, or not at all.
        """
        if self._is_one(values):
            return chosen_options(values[0])
        half, counts = len(values) / 2, self._counts(values)
        if alone := [option for option in self.choices if option.exclusive and counts[option.id] > half]:
            return (alone[0],)
        return self._less_favourable(
            [option for option in self.choices if option.exclusive and counts[option.id] == half],
            [
                option
                for option in self.choices
                if counts[option.id] > half
                or (counts[option.id] == half and self._harms(option, exposure=exposure))
            ],
            exposure=exposure,
        )

    def least_favourable(self, values: Sequence[Value], *, exposure: bool) -> tuple[Option, ...]:
        """The options that all chose, and any that somebody chose if it makes the answer less favourable.

        An exclusive option that somebody chose stands alone if that is less favourable still.
        """
        if self._is_one(values):
            return chosen_options(values[0])
        counts = self._counts(values)
        return self._less_favourable(
            [option for option in self.choices if option.exclusive and counts[option.id]],
            [
                option
                for option in self.choices
                if counts[option.id] == len(values)
                or (counts[option.id] and self._harms(option, exposure=exposure))
            ],
            exposure=exposure,
        )

    def _is_one(self, values: Sequence[Value]) -> bool:
        """Whether all of `values` are the same."""
        return len({frozenset(self.option_ids(value)) for value in values}) == 1

    def _counts(self, values: Sequence[Value]) -> Counter[str]:
        """How many of `values` hold each option, by its id."""
        return Counter(id for value in values for id in self.option_ids(value))

    def _harms(self, option: Option, *, exposure: bool) -> bool:
        """Whether `option` makes an answer less favourable; `exposure` as in `better`."""
        return option.score > 0 if exposure else option.score < 0

    def _less_favourable(
        self, alone: Sequence[Option], together: Sequence[Option], *, exposure: bool
    ) -> tuple[Option, ...]:
        """One of the options `alone`, or those of `together` that may be; of equals one that is alone."""
        answers: list[tuple[Option, ...]] = [(option,) for option in alone]
        answers.append(tuple(option for option in together if not option.exclusive))
        return min(answers, key=lambda value: self.rank(value, exposure=exposure)[0])


def chosen_options(value: Value) -> tuple[Option, ...]:
    """`value`, which is an answer of any number of options."""
    assert isinstance(value, tuple)
    return value
