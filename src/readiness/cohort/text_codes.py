"""Spares Polars the work on texts: it compares their hashes, and looks at each different text once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import narwhals as nw
import polars as pl

from readiness.cohort.column_names import undotted


class TextCodes(NamedTuple):
    """The codes of the texts in a column."""

    column: str
    codes: Mapping[str | None, int]
    """By the text; None is a cell without one."""
    otherwise: int
    """The code of all other texts. One of them has the hash of a text in `codes` once in some 10^18 cells."""


_FEW = 2_000
"""Of so many different texts each is looked at once."""
_FEW_RESULTS = 20
"""More are looked up, which takes longer than so many tests."""


def columns_of_text(frame: nw.LazyFrame[Any]) -> set[str]:
    """The columns of texts, if the engine is Polars, which alone is spared."""
    if not frame.implementation.is_polars():
        return set()
    return {name for name, dtype in frame.collect_schema().items() if dtype == nw.String}


def with_codes(frame: nw.LazyFrame[Any], coded: Mapping[str, TextCodes]) -> nw.LazyFrame[Any]:
    """`frame`, which is one of Polars, with a column for each of `coded`, from `columns_of_text`."""
    columns = {f"hash:{each.column}": pl.col(undotted(each.column)).hash() for each in coded.values()}
    texts = list({text for each in coded.values() for text in each.codes})
    hashes = dict(zip(texts, pl.Series(texts, dtype=pl.String).hash(), strict=True))
    codes = {undotted(name): _codes(each, hashes) for name, each in coded.items()}
    rows: pl.LazyFrame = frame.to_native()
    found: nw.LazyFrame[Any] = nw.from_native(rows.with_columns(**columns).with_columns(**codes))
    return found


def _codes(coded: TextCodes, hashes: Mapping[str | None, int]) -> pl.Expr:
    """The code of each text, by its hash."""
    hashed, found = pl.col(f"hash:{coded.column}"), _code(coded.otherwise)
    for text, code in coded.codes.items():
        found = pl.when(hashed == hashes[text]).then(_code(code)).otherwise(found)
    return found


def _code(code: int) -> pl.Expr:
    return pl.lit(code, dtype=pl.Int32)


def few_texts(frame: nw.LazyFrame[Any], column: str) -> nw.LazyFrame[Any] | None:
    """The different cells of a column from `columns_of_text`; None if they are many."""
    rows, name = frame.to_native(), undotted(column)
    if rows.select(pl.col(name).approx_n_unique()).collect(engine="streaming").item() > _FEW:
        return None
    texts = rows.select(pl.col(name).unique()).collect(engine="streaming")
    found: nw.LazyFrame[Any] = nw.from_native(texts.lazy())
    return found


def with_looked_up(frame: nw.LazyFrame[Any], column: str, texts: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """`frame` with what `texts`, which has each cell of `column` once, says of it in its other columns.

    A cell is found by its hash. A join would copy all columns of `frame`.
    """
    said, name, key = texts.to_native().collect(), undotted(column), f"hash:{column}"
    cells, others = said[name], said.drop(name)
    columns = {other.name: _by_text(pl.col(key), cells, other) for other in others}
    rows: pl.LazyFrame = frame.to_native()
    found: nw.LazyFrame[Any] = nw.from_native(
        rows.with_columns(pl.col(name).hash().alias(key)).with_columns(**columns)
    )
    return found


def _by_text(hashed: pl.Expr, texts: pl.Series, results: pl.Series) -> pl.Expr:
    """The one of `results` that is at the place of the text in `texts`."""
    hashes, otherwise = texts.hash(), pl.lit(None)
    if results.dtype == pl.String:  # most texts stay as they are
        differ = results.ne_missing(texts)
        hashes, results, otherwise = hashes.filter(differ), results.filter(differ), pl.col(texts.name)
    if results.n_unique() > _FEW_RESULTS:
        return hashed.replace_strict(hashes, results, default=otherwise, return_dtype=results.dtype)
    found: Any = pl
    for result in results.unique():
        of_these = hashes.filter(results.eq_missing(result))
        found = found.when(hashed.is_in(of_these.implode())).then(pl.lit(result, dtype=results.dtype))
    return otherwise if found is pl else found.otherwise(otherwise)
