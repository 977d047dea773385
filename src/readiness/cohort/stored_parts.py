"""Parts: Parquet files of some hundred firms each, in which what was read is kept.

A part is written beside its place and renamed, so that it is there whole or not at all. The list of the
files that it was made of is inside it. The faults of these files are in a file beside it, which is written
before: without its part it counts as nothing.

What is in the files is the matter of `part_frames`, which loads Polars and so is imported when it is needed:
the first files of a cohort are read meanwhile.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from readiness.cohort.answers_rows import LEADING, PartRow, ReadFile, RowFault
from readiness.storage.files import write_file

if TYPE_CHECKING:
    import polars as pl

_ENDING = ".parquet"
_OF_FAULTS = ".faults"


class StoredPart(NamedTuple):
    """A part that is there."""

    path: Path
    number: int

    @property
    def faults(self) -> Path:
        """Where its faults are; there is no such file if there are none."""
        return self.path.with_name(f"{self.path.stem}{_OF_FAULTS}{_ENDING}")

    def files(self) -> list[ReadFile]:
        """The files of answers that it was made of; none if it is damaged."""
        from readiness.cohort.part_frames import listed_files

        return listed_files(self.path)

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
        from readiness.cohort.part_frames import frame_of_faults, frame_of_rows

        return self._keep(frame_of_rows(rows, self._names), frame_of_faults(faults), files)

    def without(self, part: StoredPart, kept: Sequence[ReadFile]) -> StoredPart:
        """Write a part with what `part` has of the files that are `kept`, in its place. Raises OSError."""
        from readiness.cohort.part_frames import frame_of_faults, frame_with

        sources = [file.source for file in kept]
        rows = frame_with(part.path, sources)
        faults = frame_with(part.faults, sources) if part.faults.exists() else frame_of_faults([])
        new = self._keep(rows, faults, kept)
        part.remove()
        return new

    def _keep(self, rows: pl.DataFrame, faults: pl.DataFrame, files: Sequence[ReadFile]) -> StoredPart:
        from readiness.cohort.part_frames import as_parquet

        self._last += 1
        part = StoredPart(self.folder / f"{self._last:08}{_ENDING}", self._last)
        part.faults.unlink(missing_ok=True)  # of a part that was not finished
        if faults.height:
            write_file(part.faults, as_parquet(faults, []), private=True)
        write_file(part.path, as_parquet(rows, files), private=True)
        return part
