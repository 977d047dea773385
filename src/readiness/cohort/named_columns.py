"""Columns of text that name some of a few things. Polars looks these texts up instead of joining names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any, NamedTuple, TypeAlias

import narwhals as nw
import polars as pl

from readiness.cohort.truths import column_of, where
from readiness.questionnaire.combining.combining import Quantity

BETWEEN_NAMES = "; "
"""What stands between two names in a cell."""
_AT_ONCE = 12
"""The names whose 2^12 texts are looked up together."""


class OneName(NamedTuple):
    """One of `names` in each row."""

    place: Quantity
    """Its place among them; null where there is none."""
    names: Sequence[str]

    def text(self) -> nw.Expr:
        """The name."""
        found: Quantity = nw.lit(None, dtype=nw.String)
        for place, name in enumerate(self.names):
            found = where(self.place == place, name, found)
        return column_of(found)  # type: ignore[no-any-return]

    def needed(self) -> list[nw.Expr]:
        """What `looked_up` needs."""
        return [column_of(self.place)]

    def looked_up(self, needed: Sequence[pl.Expr]) -> pl.Expr:
        """The name."""
        (place,) = needed
        return _looked_up(place, self.names)


class ListedNames(NamedTuple):
    """Those of some names that apply to a row, with `BETWEEN_NAMES` between them."""

    tests: Sequence[tuple[str, Quantity]]
    """Each name, and whether it applies: false or true for all rows, or a column without nulls."""

    def text(self) -> nw.Expr:
        """The names."""
        named = [column_of(where(test, name, None)) for name, test in self._tests()]
        return nw.concat_str(named, separator=BETWEEN_NAMES, ignore_nulls=True) if named else nw.lit("")

    def needed(self) -> list[nw.Expr]:
        """What `looked_up` needs."""
        return [column_of(test) for _name, test in self._tests()]

    def looked_up(self, needed: Sequence[pl.Expr]) -> pl.Expr:
        """The names: of twelve together, whose tests are the bits of a number."""
        names = [name for name, _test in self._tests()]
        texts = []
        for first in range(0, len(names), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            number = reduce(add, map(_bit, range(_AT_ONCE), needed[some]))
            texts.append(_looked_up(number, _every_list(names[some])))
        return pl.concat_str(texts).str.strip_prefix(BETWEEN_NAMES) if texts else pl.lit("")

    def _tests(self) -> list[tuple[str, Quantity]]:
        """Those that may apply."""
        return [(name, test) for name, test in self.tests if test is not False]


ResultColumn: TypeAlias = nw.Expr | OneName | ListedNames


def select_named(frame: nw.LazyFrame[Any], columns: Mapping[str, ResultColumn]) -> nw.LazyFrame[Any]:
    """The table of these columns."""
    if not frame.implementation.is_polars():
        texts = {
            name: column if isinstance(column, nw.Expr) else column.text() for name, column in columns.items()
        }
        return frame.select(**texts)
    needed: dict[str, nw.Expr] = {}
    found: dict[str, pl.Expr] = {}
    for name, column in columns.items():
        if isinstance(column, nw.Expr):
            needed[name], found[name] = column, pl.col(name)
        else:
            parts = {f"{place}:{name}": part for place, part in enumerate(column.needed())}
            needed |= parts
            found[name] = column.looked_up([pl.col(part) for part in parts])
    selected: nw.LazyFrame[Any] = nw.from_native(frame.select(**needed).to_native().select(**found))
    return selected


def _bit(place: int, test: pl.Expr) -> pl.Expr:
    """The bit at `place`, set where `test` is true."""
    return pl.when(test).then(pl.lit(1 << place, pl.UInt16)).otherwise(pl.lit(0, pl.UInt16))


def _every_list(names: Sequence[str]) -> list[str]:
    """The text of every choice of `names`, in the order of their bits, each name after a `BETWEEN_NAMES`."""
    texts = [""]
    for name in names:
        texts += [text + BETWEEN_NAMES + name for text in texts]
    return texts


def _looked_up(place: pl.Expr, texts: Sequence[str]) -> pl.Expr:
    """The text at each place of `texts`, which all differ; Polars looks categories up at once."""
    number = pl.UInt8 if len(texts) < _BYTE else pl.UInt16
    return place.cast(number).cat.to(pl.Enum(texts)).cast(pl.String)


_BYTE = 2**8
