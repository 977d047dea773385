"""The floor: read the columns of a Parquet table and add up what they hold: `decode_floor.py TABLE`.

Nothing that scores the table can be quicker. Of texts the lengths are added up, of numbers the values.
"""

from __future__ import annotations

import sys

import polars as pl


def main(table: str) -> None:
    """Print the sums."""
    scanned = pl.scan_parquet(table)
    sums = [_worth(name, kind).sum().alias(name) for name, kind in scanned.collect_schema().items()]
    print(scanned.select(sums).collect(engine="streaming").row(0))


def _worth(name: str, kind: pl.DataType) -> pl.Expr:
    if isinstance(kind, pl.Enum | pl.Categorical):
        return pl.col(name).to_physical()
    return pl.col(name).str.len_bytes() if kind == pl.String else pl.col(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
