"""Leaves marked rows out of a table that is computed later."""

from __future__ import annotations

from typing import Any

import narwhals as nw

_PLACE = "place:"


def without_marked(frame: nw.LazyFrame[Any], mark: str) -> nw.LazyFrame[Any]:
    """The rows of `frame` whose column `mark` is not true, without this column."""
    kept, dropped = ~nw.col(mark), [mark]
    if frame.implementation.is_pyspark():
        # Spark would leave the rows out before anything else, and for that work out twice all that the mark
        # follows from. It moves no filter that looks at a number which depends on the place of a row.
        from pyspark.sql import functions

        placed = frame.to_native().withColumn(_PLACE, functions.monotonically_increasing_id())
        frame = nw.from_native(placed)
        kept, dropped = kept & (nw.col(_PLACE) >= 0), [mark, _PLACE]
    return frame.filter(kept).drop(*dropped)
