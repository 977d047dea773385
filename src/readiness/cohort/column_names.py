"""The names of columns while they are computed: Spark takes a dot in a name for a field of a structure."""

from __future__ import annotations

from typing import Any

import narwhals as nw

_FOR_DOT = "\N{ONE DOT LEADER}"


def undotted(name: str) -> str:
    """`name` without dots; names that differ stay different."""
    return name.replace(".", _FOR_DOT)


def col(name: str) -> nw.Expr:
    """The column `name` of a frame that `without_dots` gave."""
    return nw.col(undotted(name))


def without_dots(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """`frame` with undotted names."""
    names = frame.collect_schema().names()
    if frame.implementation.is_pyspark():  # whose `rename` looks names up, which the dots prevent
        renamed: nw.LazyFrame[Any] = nw.from_native(frame.to_native().toDF(*map(undotted, names)))
        return renamed
    return frame.rename({name: undotted(name) for name in names if "." in name})
