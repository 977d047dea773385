"""What numbers are worth: linear between two anchors, or by a table of points."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any, Literal, NamedTuple, Protocol, TypeAlias

from pydantic import AfterValidator, WithJsonSchema

from readiness.messages.catalogue import _
from readiness.questionnaire.fields import WrongShape
from readiness.questionnaire.questions.anchors import anchors_in_words, share_between
from readiness.questionnaire.questions.celled import Cells, CellValues
from readiness.source.complaints import Fault

MORE: Literal["more"] = "more"
"""What the last row of a table holds in place of a limit, for any number above the row before."""
MOST_POINTS = 1e12


class Limits(NamedTuple):
    """The numbers that are accepted; None where there is no limit."""

    least: float | None
    most: float | None

    def within(self, number: float) -> float:
        """The number nearest to `number` that is accepted."""
        number = number if self.least is None else max(number, self.least)
        return number if self.most is None else min(number, self.most)

    def __str__(self) -> str:
        """The limits as a note in brackets; empty if there are none."""
        least, most = (None if end is None else f"{end:.15g}" for end in self)
        if least is None:
            return "" if most is None else _("{most} or less").format(most=most)
        if most is None:
            return _("{least} or more").format(least=least)
        return _("from {least} to {most}").format(least=least, most=most)


class Worth(Protocol):
    """What the numbers that answer one question are worth."""

    @property
    def ends(self) -> tuple[float, float]:
        """The points that the worst and the best number add to a sum."""

    def share(self, number: float) -> float:
        """What `number` is worth, 0-1."""

    def shares_of(self, cells: Cells) -> CellValues:
        """What the numbers in `cells` are worth, 0-1."""

    def steps(self, number: float, limits: Limits) -> Iterator[float]:
        """Numbers within `limits` that advice may lead to, each as near to `number` as can be."""

    def end_far_from(self, number: float) -> float | None:
        """The anchor that `number` is suspiciously far beyond; None if it is not."""

    def in_words(self) -> str:
        """How numbers are scored."""

    def faults(self) -> Iterator[Fault]:
        """Errors in how numbers are scored, with paths inside the question."""


class Linear(NamedTuple):
    """0% at `worst`, 100% at `best`, linear between; either may be the larger."""

    worst: float
    best: float

    @property
    def ends(self) -> tuple[float, float]:
        """Both anchors, the lower one first."""
        return min(self), max(self)

    def share(self, number: float) -> float:
        """(number - worst) / (best - worst), kept within 0-1."""
        return share_between(number, self.worst, self.best)

    def shares_of(self, cells: Cells) -> CellValues:
        """The same for a column."""
        return cells.limited((cells.numbers() - self.worst) * (1 / (self.best - self.worst)), 0.0, 1.0)

    def steps(self, number: float, limits: Limits) -> Iterator[float]:  # noqa: ARG002 (advice leads to the end)
        """The anchors."""
        yield from map(limits.within, self)

    def end_far_from(self, number: float) -> float | None:
        """The nearer anchor, if `number` is further beyond it than they are apart."""
        low, high = self.ends
        if low - (high - low) <= number <= high + (high - low):
            return None
        return low if number < low else high

    def in_words(self) -> str:
        """The anchors."""
        return anchors_in_words(f"{self.worst:.15g}", f"{self.best:.15g}")

    def faults(self) -> Iterator[Fault]:
        """None: the shape of the question says that the anchors differ."""
        yield from ()


class PointsRow(NamedTuple):
    """One row of a table: numbers above the row before and up to `limit` get these `points`."""

    limit: float | None
    """None in the last row if it has no limit."""
    points: float


def _row(raw: Any) -> PointsRow:
    """A row as the author writes it. Raises WrongShape for anything else."""
    if isinstance(raw, PointsRow):
        return raw
    if isinstance(raw, list | tuple) and len(raw) == 2:
        limit, points = (float(cell) if _is_plain_number(cell) else cell for cell in raw)
        if isinstance(points, float) and (isinstance(limit, float) or limit == MORE):
            return PointsRow(limit if isinstance(limit, float) else None, points)
    message = _("this is not a row of a table of points")
    hint = _("Write the largest number and its points, as in [8, 3]; the last row may be like [more, 3].")
    raise WrongShape("points-row", message, hint)


def _is_plain_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) <= MOST_POINTS


_NUMBER = {"type": "number", "minimum": -MOST_POINTS, "maximum": MOST_POINTS}
TableRow: TypeAlias = Annotated[
    Any,
    AfterValidator(_row),
    WithJsonSchema(
        {
            "type": "array",
            "prefixItems": [{"if": {"type": "string"}, "then": {"const": MORE}, "else": _NUMBER}, _NUMBER],
            "minItems": 2,
            "maxItems": 2,
        }
    ),
]


class PointsTable(NamedTuple):
    """Points by rows, of which each stands for the numbers above the row before and up to its limit."""

    rows: tuple[PointsRow, ...]

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most points of a row."""
        points = [row.points for row in self.rows]
        return min(points), max(points)

    def share(self, number: float) -> float:
        """(points - least points) / (most points - least points) of the row of `number`."""
        reached = (row.points for row in self.rows if row.limit is None or number <= row.limit)
        low, high = self.ends
        return share_between(next(reached, self.rows[-1].points), low, high) if low < high else 0.0

    def shares_of(self, cells: Cells) -> CellValues:
        """The same for a column."""
        low, high = self.ends
        rows = [(row.limit, share_between(row.points, low, high)) for row in self.rows]
        return cells.by_rows(cells.numbers(), rows)

    def steps(self, number: float, limits: Limits) -> Iterator[float]:
        """The number of each row that is nearest to `number`; just above the row before, a whole one."""
        above: float | None = None
        for limit, _points in self.rows:
            ends = [end for end in (limit, limits.most) if end is not None]
            step = limits.within(min(number, *ends) if ends else number)
            if above is not None and step <= above:
                step = above + 1 if all(above + 1 <= end for end in ends) else (above + min(ends)) / 2
            if all(step <= end for end in ends) and limits.within(step) == step:
                yield step
            above = limit

    def end_far_from(self, number: float) -> None:
        """None: a table has a row for every number."""

    def in_words(self) -> str:
        """Every row."""
        rows = [
            _("{points} up to {limit}").format(points=f"{points:.15g}", limit=f"{limit:.15g}")
            if limit is not None
            else _("{points} above").format(points=f"{points:.15g}")
            for limit, points in self.rows
        ]
        return _("points: {rows}").format(rows=_(", ").join(rows))

    def faults(self) -> Iterator[Fault]:
        """Limits that do not rise."""
        for index, (before, row) in enumerate(pairwise(self.rows), 1):
            if before.limit is None:
                message = _("only the last row may have no limit")
                yield Fault(("points", index - 1, 0), "points-order", message, _("Move this row to the end."))
            elif row.limit is not None and row.limit <= before.limit:
                message = _("{limit:g} is not above the limit of the row before")
                hint = _("List the rows from the smallest numbers to the largest.")
                yield Fault(("points", index, 0), "points-order", message.format(limit=row.limit), hint)
