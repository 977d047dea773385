"""A table that gets its columns in stages, so that nothing is computed twice."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from readiness.cohort.column_names import col, undotted, without_dots
from readiness.cohort.packing import unpacked
from readiness.questionnaire.combining.combining import Quantity


class Stages:
    """A lazy table. What is kept in one stage can be used from the next one on."""

    def __init__(self, frame: nw.LazyFrame[Any]) -> None:
        self._frame = without_dots(frame)
        self._kept: dict[str, nw.Expr] = {}

    def keep(self, name: str, value: Quantity) -> Quantity:
        """The column `name`, from the next stage on; a `value` that is the same for all firms stays one."""
        value = unpacked(value)
        if not isinstance(value, nw.Expr):
            return value
        self._kept[undotted(name)] = value
        return col(name)

    def end(self) -> nw.LazyFrame[Any]:
        """End the stage; the table as it is then."""
        if self._kept:
            self._frame = self._frame.with_columns(**self._kept)
            self._kept = {}
        return self._frame
