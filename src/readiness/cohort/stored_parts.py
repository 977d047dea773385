"""Parts: Parquet files of some hundred firms each, in which what was read is kept.

A part is written beside its place and renamed, so that it is there whole or not at all. The list of the
files that it was made of is inside it. The faults of these files are in a file beside it, which is written
before: without its part it counts as nothing.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import polars as pl

from readiness.cohort.answers_rows import RowFault
from readiness.storage.files import write_file

_FILES = "readiness"
"""The key of the list of files in a part."""
_ENDING = ".parquet"
_OF_FAULTS = ".faults"
LEADING = ("source", "row", "digest", "enterprise", "firm")
"""The columns before the cells of a firm; `digest` and `enterprise` are those of a file of answers."""
PartRow: TypeAlias = tuple[str, int | None, str | None, str | None, str, *tuple[str | None, ...]]


class ReadFile(NamedTuple):
    """A file that a part was made of."""

    source: str
    firm: str
    may_be_table: bool
    """As in `FileToRead`: what it gives depends on that too."""
    digest: str


class StoredPart(NamedTuple):
    """A part that is there."""

    path: Path
    number: int

    @property
    def faults(self) -> Path:
        """Where its faults are; there is no such file if there are none."""
        return self.path.with_name(f"{self.path.stem}{_OF_FAULTS}{_ENDING}")

    def files(self) -> list[ReadFile]:
        """The files of answers that it was made of."""
        return [ReadFile(*each) for each in json.loads(pl.read_parquet_metadata(self.path)[_FILES])]

    def remove(self) -> None:
        """Delete it, then its faults."""
        for path in (self.path, self.faults):
            with contextlib.suppress(FileNotFoundError):
                path.unlink()


class PartFolder:
    """A folder of parts with the same columns."""

    def __init__(self, folder: Path, columns: Sequence[str]) -> None:
        """`columns` are those of the cells, after `LEADING`."""
        self.folder = folder
        self._names = (*LEADING, *columns)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._last = max((part.number for part in self.parts()), default=0)

    def parts(self) -> list[StoredPart]:
        """The parts in the order in which they were written."""
        found = (path for path in self.folder.glob(f"*{_ENDING}") if path.stem.isdecimal())
        return sorted((StoredPart(path, int(path.stem)) for path in found), key=lambda part: part.number)

    def write(
        self, rows: Sequence[PartRow], faults: Sequence[RowFault], files: Sequence[ReadFile] = ()
    ) -> StoredPart:
        """Write a part. Raises OSError."""
        return self._keep(self._frame(rows), _fault_frame(faults), files)

    def without(self, part: StoredPart, kept: Sequence[ReadFile]) -> StoredPart:
        """Write a part with what `part` has of the files that are `kept`, in its place. Raises OSError."""
        of_kept = pl.col("source").is_in([file.source for file in kept])
        rows = pl.read_parquet(part.path).filter(of_kept)
        faults = pl.read_parquet(part.faults).filter(of_kept) if part.faults.exists() else _fault_frame([])
        new = self._keep(rows, faults, kept)
        part.remove()
        return new

    def _keep(self, rows: pl.DataFrame, faults: pl.DataFrame, files: Sequence[ReadFile]) -> StoredPart:
        self._last += 1
        part = StoredPart(self.folder / f"{self._last:08}{_ENDING}", self._last)
        part.faults.unlink(missing_ok=True)  # of a part that was not finished
        if faults.height:
            write_file(part.faults, _bytes(faults, []), private=True)
        write_file(part.path, _bytes(rows, files), private=True)
        return part

    def _frame(self, rows: Sequence[PartRow]) -> pl.DataFrame:
        columns: list[tuple[Any, ...]] = list(zip(*rows, strict=True)) or [()] * len(self._names)
        return pl.DataFrame(
            [
                pl.Series(name, values, dtype=pl.Int64 if name == "row" else pl.String)
                for name, values in zip(self._names, columns, strict=True)
            ]
        )


def _fault_frame(faults: Sequence[RowFault]) -> pl.DataFrame:
    types = {name: pl.Int64 if name == "row" else pl.String for name in RowFault._fields}
    return pl.DataFrame(faults, schema=types, orient="row")


def _bytes(frame: pl.DataFrame, files: Sequence[ReadFile]) -> bytes:
    stream = io.BytesIO()
    frame.write_parquet(stream, metadata={_FILES: json.dumps(files)}, statistics=False, compression="lz4")
    return stream.getvalue()


def count_in(paths: Sequence[Path]) -> int:
    """How many rows there are in these Parquet files."""
    return int(scanned(paths).select(pl.len()).collect().item()) if paths else 0


def scanned(paths: Sequence[Path]) -> pl.LazyFrame:
    """The rows of these Parquet files, of which nothing is read yet; what only some have may be ignored."""
    return pl.scan_parquet(list(paths), missing_columns="insert", extra_columns="ignore")
