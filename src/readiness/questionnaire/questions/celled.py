"""What scoring a whole table asks of a question: formulas over its column, which has a cell for each firm."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Protocol, TypeAlias

from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.questions.tabled import Tabled

CellValues: TypeAlias = Any
"""Numbers or truth values, one for each cell, to be added, multiplied, compared and joined by & or |."""


class Cells(Protocol):
    """The cells of one question. Where a cell holds no answer, what these methods give does not count."""

    def looked_up(self, numbers: Mapping[str, float]) -> CellValues:
        """The number of the option that a cell holds, by the option's id; nothing for any other text."""

    def holds(self, ids: Collection[str]) -> CellValues:
        """Whether one of these options is chosen, alone or among others."""

    def holds_only(self, id: str) -> CellValues:
        """Whether this option is chosen and no other."""

    def total(self, numbers: Mapping[str, float]) -> CellValues:
        """The sum of the numbers of all options that are chosen, by their ids."""

    def lists(self, ids: Sequence[str], alone: Collection[str]) -> CellValues:
        """Whether a cell lists some of the options `ids`, each once, or one of those that stand `alone`."""

    def numbers(self) -> CellValues:
        """The number that a cell holds."""

    def limited(self, values: CellValues, least: float, most: float) -> CellValues:
        """`values`, of which those beyond a limit become the limit."""

    def by_rows(self, values: CellValues, rows: Sequence[tuple[float | None, float]]) -> CellValues:
        """For each value the second number of the first row whose limit it does not exceed; None is none."""


class Celled(Tabled):
    """The column form of a question. A type without one can be answered, but not scored in a table."""

    has_columns: ClassVar[bool] = False
    """Whether the type implements the methods below."""

    def fitting_cells(self, cells: Cells) -> CellValues | None:  # noqa: ARG002 (most are looked up)
        """Whether a cell that is not blank holds an answer, as `parse` decides for one.

        None if those do for which `shares_of` gives something.
        """
        return None

    def shares_of(self, cells: Cells) -> CellValues:
        """What the answers are worth, 0-1, as `share` says for one."""
        raise NotImplementedError

    def cells_that_meet(self, test: Condition, cells: Cells) -> CellValues:
        """Whether the answers pass `test`, as `meets` says for one."""
        raise NotImplementedError
