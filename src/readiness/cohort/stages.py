"""A table that gets its columns in stages, so that nothing is computed twice."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import narwhals as nw

from readiness.cohort.column_names import col, undotted, without_dots
from readiness.cohort.packing import unpacked
from readiness.cohort.text_codes import (
    TextCodes,
    few_texts,
    text_columns,
    with_codes,
    with_looked_up,
)
from readiness.questionnaire.combining.combining import Quantity

_Result = TypeVar("_Result")
InStages: TypeAlias = Generator[None, None, _Result]
"""Works towards a result; wherever it stops, what it has kept is needed from the next stage on."""


class Stages:
    """A lazy table. What is kept in one stage can be used from the next one on."""

    def __init__(self, frame: nw.LazyFrame[Any]) -> None:
        self._frame = without_dots(frame)
        self._texts = text_columns(self._frame)
        self._kept: dict[str, nw.Expr] = {}
        self._coded: dict[str, TextCodes] = {}

    def keep(self, name: str, value: Quantity) -> Quantity:
        """The column `name`, from the next stage on; a `value` that is the same for all firms stays one."""
        value = unpacked(value)
        if not isinstance(value, nw.Expr):
            return value
        self._kept[undotted(name)] = value
        return col(name)

    def can_code(self, column: str) -> bool:
        """Whether `keep_codes` can do it."""
        return undotted(column) in self._texts

    def keep_codes(self, name: str, codes: TextCodes) -> nw.Expr:
        """The codes of texts as the column `name`, from the next stage on."""
        self._coded[name] = codes
        return col(name)

    def end(self) -> nw.LazyFrame[Any]:
        """End the stage; the table as it is then."""
        if self._kept:
            self._frame = self._frame.with_columns(**self._kept)
            self._kept = {}
        if self._coded:
            self._frame = with_codes(self._frame, self._coded)
            self._coded = {}
        return self._frame

    def run_by_column(self, works: Mapping[str, Callable[[Stages], InStages[_Result]]]) -> list[_Result]:
        """What each of `works` comes to, each of which looks at one column alone, by whose name it stands.

        Where a column has few different texts, the work looks at each of them once.
        """
        found: dict[str, _Result] = {}
        before = self._frame
        for column, work in works.items():
            texts = few_texts(before, column) if self.can_code(column) else None
            if texts is not None:
                aside = Stages(texts)
                found[column] = aside.run(work(aside))
                self._frame = with_looked_up(self._frame, column, aside.end())
        others = [column for column in works if column not in found]
        results = self.run(side_by_side([works[column](self) for column in others]))
        found |= zip(others, results, strict=True)
        return [found[column] for column in works]

    def run(self, work: InStages[_Result]) -> _Result:
        """What `work` comes to. Each of its steps is a stage."""
        while True:
            try:
                next(work)
            except StopIteration as end:
                result: _Result = end.value
                return result
            self.end()


def side_by_side(works: Sequence[InStages[_Result]]) -> InStages[list[_Result]]:
    """What each of `works` comes to; a stage has a step of all of them."""
    going = dict(enumerate(works))
    found: dict[int, _Result] = {}
    while going:
        for place, work in list(going.items()):
            try:
                next(work)
            except StopIteration as end:
                found[place] = end.value
                del going[place]
        if going:
            yield
    return [found[place] for place in sorted(found)]
