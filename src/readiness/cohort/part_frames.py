"""What is in the files of parts: frames of Polars, and the list of the files that a part was made of."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from readiness.cohort.answers_rows import PartRow, ReadFile, RowFault

_FILES = "readiness"
"""The key of the list of files in a part."""


def frame_of_rows(rows: Sequence[PartRow], names: Sequence[str]) -> pl.DataFrame:
    """`rows` with columns of these `names`."""
    columns: list[tuple[Any, ...]] = list(zip(*rows, strict=True)) or [()] * len(names)
    return pl.DataFrame(
        [
            pl.Series(name, values, dtype=pl.Int64 if name == "row" else pl.String)
            for name, values in zip(names, columns, strict=True)
        ]
    )


def frame_of_faults(faults: Sequence[RowFault]) -> pl.DataFrame:
    """`faults` with the columns of `RowFault`."""
    types = {name: pl.Int64 if name == "row" else pl.String for name in RowFault._fields}
    return pl.DataFrame(faults, schema=types, orient="row")


def frame_with(path: Path, sources: Sequence[str]) -> pl.DataFrame:
    """The rows of the file at `path` that come from `sources`."""
    return pl.read_parquet(path).filter(pl.col("source").is_in(sources))


def as_parquet(frame: pl.DataFrame, files: Sequence[ReadFile]) -> bytes:
    """`frame` with the list of `files`."""
    stream = io.BytesIO()
    listed = {_FILES: json.dumps(files)}
    # LZ4 takes half the time of what is written otherwise, and nobody keeps a part.
    frame.write_parquet(stream, metadata=listed, statistics=False, compression="lz4")
    return stream.getvalue()


def listed_files(path: Path) -> list[ReadFile]:
    """The list of files in the file at `path`; empty if it is damaged, as after a power cut."""
    try:
        return [ReadFile(*each) for each in json.loads(pl.read_parquet_metadata(path)[_FILES])]
    except (pl.exceptions.PolarsError, OSError, ValueError, KeyError, TypeError):
        return []


def count_in(paths: Sequence[Path]) -> int:
    """How many rows there are in these Parquet files."""
    return int(scanned(paths).select(pl.len()).collect().item()) if paths else 0


def scanned(paths: Sequence[Path]) -> pl.LazyFrame:
    """The rows of these Parquet files, of which nothing is read yet; what only some have may be ignored."""
    return pl.scan_parquet(list(paths), missing_columns="insert", extra_columns="ignore")


def with_lists_of_texts(rows: pl.LazyFrame, columns: Sequence[str]) -> pl.LazyFrame:
    """`rows` with these `columns`, which may hold categories or be lists of one length, as lists of texts."""
    return rows.with_columns(pl.col(columns).cast(pl.List(pl.String))) if columns else rows
