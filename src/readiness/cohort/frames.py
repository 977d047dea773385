"""What the counts of a cohort have in common: small tables out of lazy ones, through Narwhals."""

from __future__ import annotations

from typing import Any, TypeAlias

import narwhals as nw

from readiness.cohort.cohort_counts import Measure
from readiness.cohort.spreads import SPREAD_STEPS

Frame: TypeAlias = nw.LazyFrame[Any]


def collected(frame: Frame) -> nw.DataFrame[Any]:
    """A small table, computed by the engine of `frame`; where that can stream, it does."""
    streams = {"engine": "streaming"} if frame.implementation.is_polars() else {}
    return frame.collect(backend="polars", **streams)


def steps_of(value: nw.Expr, width: float) -> nw.Expr:
    """`value`, from 0 to `width`, in steps of a thousandth; half a step goes up."""
    return (value * (SPREAD_STEPS / width) + 0.5).floor().cast(nw.Int32)


def steps_by(frame: Frame, measure: Measure, *keys: str) -> nw.DataFrame[Any]:
    """How many rows have each step of `measure`, by `keys`: a table of these, `step` and `firms`."""
    step = steps_of(nw.col(measure.column) - measure.minimum, measure.maximum - measure.minimum)
    there = frame.filter(~nw.col(measure.column).is_null()).select(*keys, step.alias("step"))
    return collected(there.group_by(*keys, "step").agg(nw.len().alias("firms")))


def holds_id(column: str, id: str, mark: str) -> nw.Expr:
    """Whether `id` is among the ids in a text `column` that stand between `mark`, with one at both ends."""
    return nw.col(column).str.contains(f"{mark}{id}{mark}", literal=True)


def between_marks(column: str, mark: str) -> nw.Expr:
    """A text `column` of ids that are separated by `mark`, as `holds_id` needs it."""
    return nw.concat_str(nw.lit(mark), nw.col(column).fill_null(""), nw.lit(mark)).alias(column)
