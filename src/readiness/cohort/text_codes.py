"""Turns texts into codes by their hashes, which Polars compares several times as quickly as the texts."""

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


def columns_to_hash(frame: nw.LazyFrame[Any]) -> set[str]:
    """The columns of texts, if the engine has hashes of them."""
    if not frame.implementation.is_polars():
        return set()
    return {name for name, dtype in frame.collect_schema().items() if dtype == nw.String}


def with_codes(frame: nw.LazyFrame[Any], coded: Mapping[str, TextCodes]) -> nw.LazyFrame[Any]:
    """`frame`, which is one of Polars, with a column for each of `coded`, from `columns_to_hash`."""
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
