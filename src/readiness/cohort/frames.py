"""What the counts of a cohort have in common: small tables out of lazy ones, through Narwhals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import narwhals as nw

from readiness.cohort.cohort_counts import Measure
from readiness.cohort.column_names import col
from readiness.cohort.spreads import SPREAD_STEPS, Spread

_NOISE = 1e-7
"""More than engines differ in a thousand steps."""
Frame: TypeAlias = nw.LazyFrame[Any]


def collected(frame: Frame) -> nw.DataFrame[Any]:
    """A small table, computed by the engine of `frame`; where that can stream, it does."""
    streams = {"engine": "streaming"} if frame.implementation.is_polars() else {}
    return frame.collect(backend="polars", **streams)


def steps_of(value: nw.Expr, width: float) -> nw.Expr:
    """`value`, from 0 to `width`, in steps of a thousandth; half a step goes up, on every engine."""
    return (value * (SPREAD_STEPS / width) + (0.5 + _NOISE)).floor().cast(nw.Int32)


def steps_by(frame: Frame, measures: Sequence[Measure], *keys: str) -> Iterator[dict[str, Any]]:
    """How many rows have each step of each measure, by `keys`: rows of these, `measure`, `step` and `firms`.

    All are counted in one query, which an engine can spread over its cores as it likes.
    """
    counted = []
    for place, measure in enumerate(measures):
        step = steps_of(col(measure.column) - measure.minimum, measure.maximum - measure.minimum)
        there = frame.filter(~col(measure.column).is_null()).select(*keys, step.alias("step"))
        firms = there.group_by(*keys, "step").agg(nw.len().cast(nw.Int64).alias("firms"))
        counted.append(firms.with_columns(nw.lit(place).alias("measure")))
    for row in collected(nw.concat(counted)).iter_rows(named=True):
        yield {**row, "measure": measures[row["measure"]].column}


def spreads_of(frame: Frame, measures: Sequence[Measure]) -> dict[str, Spread]:
    """How each measure is spread over all rows, by its column."""
    found: dict[str, dict[int, int]] = {measure.column: {} for measure in measures}
    for row in steps_by(frame, measures):
        found[row["measure"]][row["step"]] = row["firms"]
    return {column: Spread(steps) for column, steps in found.items()}


def holds_id(column: str, id: str, mark: str) -> nw.Expr:
    """Whether `id` is among the ids in a text `column` that stand between `mark`, with one at both ends."""
    return col(column).str.contains(f"{mark}{id}{mark}", literal=True)


def between_marks(column: str, mark: str) -> nw.Expr:
    """A text `column` of ids that are separated by `mark`, as `holds_id` needs it."""
    return nw.concat_str(nw.lit(mark), col(column).fill_null(""), nw.lit(mark)).alias(column)
