"""Firms that would be counted twice.

A file that is the same, byte for byte, as one before it is set aside and the first one stays: whichever is
kept says the same of the firm, and to set both aside would lose it. Rows and files of different content with
one name are all set aside: which of them is right, only a person can say.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from readiness.cohort.answers_rows import RowFault
from readiness.cohort.stored_parts import PartFolder, StoredPart
from readiness.messages.catalogue import _
from readiness.messages.sentences import some

_OF_ROW = ("source", "row")


def without_clashes(
    parts: Sequence[Path], folder: Path, columns: Sequence[str]
) -> tuple[list[Path], list[Path]]:
    """The parts without firms that are there twice, and the parts of the faults that say so.

    Parts that hold such firms are written again to `folder`, without them. `columns` are those of the cells.
    """
    shutil.rmtree(folder, ignore_errors=True)
    if not parts:
        return [], []
    copies = _copies(parts)
    faults = [*_told_copies(copies)]
    alike = []
    for column, hint in _names():
        alike.append(_named_alike(parts, copies.select(_OF_ROW), column))
        faults += _told_names(alike[-1], hint)
    if not faults:
        return list(parts), []
    apart = pl.concat([each.select(_OF_ROW) for each in (copies, *alike)])
    concerned = apart["source"].unique().to_list()
    made = PartFolder(folder, columns)
    kept = []
    for path in parts:
        rows = pl.scan_parquet(path)
        if rows.filter(pl.col("source").is_in(concerned)).select(pl.len()).collect().item() == 0:
            kept.append(path)
            continue
        left = rows.join(apart.lazy(), on=_OF_ROW, how="anti", nulls_equal=True).collect()
        if left.height:
            kept.append(made.write(left.rows(), []).path)
    told: list[StoredPart] = [made.write([], faults[n : n + 10_000]) for n in range(0, len(faults), 10_000)]
    return kept, [part.faults for part in told]


def _names() -> Iterator[tuple[str, str]]:
    """The columns of names, and the remedy for files of one name."""
    yield "firm", _("Keep the file that counts, or give each file a name or a folder of its own.")
    yield "enterprise", _("Keep one, or merge them. If they are two firms, give each its own `enterprise:`.")


def _copies(parts: Sequence[Path]) -> pl.DataFrame:
    """The files that are the same as one before them: source, row, firm, and the one that is kept."""
    files = pl.scan_parquet(list(parts)).filter(pl.col("digest").is_not_null())
    several = files.group_by("digest").agg(pl.len().alias("count")).filter(pl.col("count") > 1)
    found = files.select(*_OF_ROW, "firm", "digest").join(several, on="digest", how="semi")
    return (
        found.sort(pl.col("source").str.len_chars(), "source")  # copies have longer names
        .with_columns(pl.col("source").first().over("digest").alias("first"))
        .filter(pl.col("source") != pl.col("first"))
        .collect()
    )


def _told_copies(copies: pl.DataFrame) -> Iterator[RowFault]:
    hint = _(
        "Delete one of the two. If two firms did answer the same, write in each file which one it is, as in"
        " `enterprise: NAME`."
    )
    for source, _row, firm, _digest, first in copies.rows():
        message = _("this file is the same as {first}, which is counted").format(first=first)
        yield RowFault(source, None, firm, None, message, hint)


def _named_alike(parts: Sequence[Path], copies: pl.DataFrame, column: str) -> pl.DataFrame:
    """The rows whose name in `column` another one has too: source, row, name; copies do not count."""
    rows = pl.scan_parquet(list(parts)).select(*_OF_ROW, pl.col(column).alias("name")).drop_nulls("name")
    if copies.height:
        rows = rows.join(copies.lazy(), on=_OF_ROW, how="anti", nulls_equal=True)
    hashed = rows.select(pl.col("name").hash().alias("hash"))  # a tenth of the memory that the names take
    several = hashed.group_by("hash").agg(pl.len().alias("count")).filter(pl.col("count") > 1).select("hash")
    few = several.collect(engine="streaming")
    if not few.height:
        return pl.DataFrame(schema=rows.collect_schema())
    found = rows.filter(pl.col("name").hash().is_in(few["hash"].implode())).collect(engine="streaming")
    return found.filter(pl.len().over("name") > 1).sort("name", *_OF_ROW)


def _told_names(named: pl.DataFrame, hint: str) -> Iterator[RowFault]:
    for (name,), rows in named.group_by("name", maintain_order=True):
        places = [_place(source, row) for source, row, _name in rows.rows()]
        for place, (source, row, _name) in zip(places, rows.rows(), strict=True):
            others = [each for each in places if each != place] or [place]
            message = _("“{firm}” is also in {others}; none of them is counted").format(
                firm=name, others=_(", ").join(some(others))
            )
            remedy = (
                hint if row is None else _("Keep the row that counts, or give each firm a name of its own.")
            )
            yield RowFault(source, row, str(name), None, message, remedy)


def _place(source: str, row: int | None) -> str:
    return source if row is None else _("{source}, row {row}").format(source=source, row=row)
