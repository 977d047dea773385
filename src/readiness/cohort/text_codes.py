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


def text_columns(frame: nw.LazyFrame[Any]) -> set[str]:
    """The columns of texts or categories, if the engine is Polars, which alone is spared."""
    if not frame.implementation.is_polars():
        return set()
    return {name for name, dtype in frame.collect_schema().items() if dtype in _OF_TEXT}


_OF_TEXT = (nw.String, nw.Categorical, nw.Enum)


def with_codes(frame: nw.LazyFrame[Any], coded: Mapping[str, TextCodes]) -> nw.LazyFrame[Any]:
    """`frame`, which is one of Polars, with a column for each of `coded`, from `text_columns`."""
    rows: pl.LazyFrame = frame.to_native()
    schema = rows.collect_schema()
    texts = list({text for each in coded.values() for text in each.codes})
    hashes = dict(zip(texts, pl.Series(texts, dtype=pl.String).hash(), strict=True))
    columns, codes = {}, {}
    for name, each in coded.items():
        column = pl.col(undotted(each.column))
        if schema[undotted(each.column)] == pl.String:
            columns[_key(each.column)] = column.hash()
            hashed = pl.col(_key(each.column))
            tests = {text: hashed == hashes[text] for text in each.codes}
        else:  # categories are compared as numbers anyway
            tests = {text: column.is_null() if text is None else column == text for text in each.codes}
        codes[undotted(name)] = _code_where(tests, each)
    found: nw.LazyFrame[Any] = nw.from_native(rows.with_columns(**columns).with_columns(**codes))
    return found


def _key(column: str) -> str:
    """The column with the hashes of `column`."""
    return f"hash:{undotted(column)}"


def _code_where(tests: Mapping[str | None, pl.Expr], coded: TextCodes) -> pl.Expr:
    """The code of the text whose test is true."""
    found = pl.lit(coded.otherwise, dtype=pl.Int32)
    for text, test in tests.items():
        found = pl.when(test).then(pl.lit(coded.codes[text], dtype=pl.Int32)).otherwise(found)
    return found


def few_texts(frame: nw.LazyFrame[Any], column: str) -> nw.LazyFrame[Any] | None:
    """The different cells of a column from `text_columns`; None if they are many."""
    cells = frame.to_native().select(pl.col(undotted(column)).cast(pl.String))
    if cells.select(pl.all().approx_n_unique()).collect(engine="streaming").item() > _FEW:
        return None
    texts = cells.select(pl.all().unique()).collect(engine="streaming")
    found: nw.LazyFrame[Any] = nw.from_native(texts.lazy())
    return found


def with_looked_up(frame: nw.LazyFrame[Any], column: str, texts: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """`frame` with what `texts`, which has each cell of `column` once, says of it in its other columns.

    A cell is found by its hash. A join would copy all columns of `frame`.
    """
    said, name = texts.to_native().collect(), undotted(column)
    columns = {other.name: _by_text(pl.col(_key(column)), said[name], other) for other in said.drop(name)}
    hashes = {_key(column): pl.col(name).cast(pl.String).hash()}
    rows: pl.LazyFrame = frame.to_native()
    found: nw.LazyFrame[Any] = nw.from_native(rows.with_columns(**hashes).with_columns(**columns))
    return found


def _by_text(hashed: pl.Expr, texts: pl.Series, results: pl.Series) -> pl.Expr:
    """The one of `results` that is at the place of the text in `texts`."""
    hashes, otherwise = texts.hash(), pl.lit(None, dtype=results.dtype)
    if results.dtype == pl.String:  # most texts stay as they are
        differ = results.ne_missing(texts)
        hashes, results, otherwise = (
            hashes.filter(differ),
            results.filter(differ),
            pl.col(texts.name).cast(pl.String),
        )
    if results.n_unique() > _FEW_RESULTS:
        return hashed.replace_strict(hashes, results, default=otherwise, return_dtype=results.dtype)
    found: Any = pl
    for result in results.unique():
        of_these = hashes.filter(results.eq_missing(result))
        found = found.when(hashed.is_in(of_these.implode())).then(pl.lit(result, dtype=results.dtype))
    return otherwise if found is pl else found.otherwise(otherwise)
