"""The rows of a table of firms with their names, by which reports and the table of faults call them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from readiness.cohort.opening import FirmTable
from readiness.messages.catalogue import _

FIRM = "firm:"
"""The column with the name of a firm."""
ROW = "row:"
"""The column with the number of a row: of a file as a spreadsheet counts, of Parquet files from 1 on."""
SOURCE = "source:"
"""The column with the file that a row is from; null in Parquet files, where the number tells."""


def with_names(table: FirmTable) -> pl.LazyFrame:
    """The table with these columns; a firm without a name is called by the number of its row."""
    rows, firm = table.scan(), table.layout.firm
    if table.is_canonical:
        return rows.with_columns(
            pl.col("firm").alias(FIRM), pl.col("row").alias(ROW), pl.col("source").alias(SOURCE)
        )
    rows = rows.with_row_index(ROW, offset=1)
    rows = rows.with_columns(pl.col(ROW).cast(pl.Int64), pl.lit(None, dtype=pl.String).alias(SOURCE))
    unnamed = pl.format(_("row {number}").format(number="{}"), pl.col(ROW))
    if firm is None:
        return rows.with_columns(unnamed.alias(FIRM))
    name = pl.col(firm).cast(pl.String).str.strip_chars()
    return rows.with_columns(pl.when(name != "").then(name).otherwise(unnamed).alias(FIRM))


def named_twice(tables: Sequence[FirmTable]) -> list[str]:
    """The names that several rows have. Those of canonical tables alone are known to differ."""
    if all(table.is_canonical or table.layout.firm is None for table in tables):
        return []
    names = pl.concat([with_names(table).select(FIRM) for table in tables])
    # Numbers take a tenth of the memory that names take, and sorting them takes no more.
    marks = names.select(pl.col(FIRM).hash()).collect(engine="streaming").to_series().sort()
    several = marks.filter(marks == marks.shift(1)).unique()
    if several.is_empty():
        return []
    found = names.filter(pl.col(FIRM).hash().is_in(several.implode())).collect(engine="streaming").to_series()
    return found.filter(found.is_duplicated()).unique().to_list()
