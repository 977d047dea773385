"""Files and folders on any file system that Spark reads, named by a URI or a path."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pyspark.sql import DataFrame, SparkSession

from readiness.cohort.spark.spark_start import java_words
from readiness.messages.catalogue import _
from readiness.messages.problems import ReadinessError


class FileSystems:
    """The file systems of a session."""

    def __init__(self, session: SparkSession) -> None:
        self._jvm: Any = session.sparkContext._jvm
        self._conf: Any = session.sparkContext._jsc.hadoopConfiguration()

    def _at(self, place: str) -> tuple[Any, Any]:
        path = self._jvm.org.apache.hadoop.fs.Path(place)
        return path, path.getFileSystem(self._conf)

    def exists(self, place: str) -> bool:
        """Whether there is a file or folder."""
        with _told(place):
            path, system = self._at(place)
            return bool(system.exists(path))

    def delete(self, place: str) -> None:
        """Delete a file, or a folder with all in it, if it is there."""
        with _told(place):
            path, system = self._at(place)
            system.delete(path, True)

    def rename(self, place: str, to: str) -> None:
        """Rename a file or folder. Raises ReadinessError if that fails."""
        with _told(place):
            path, system = self._at(place)
            is_renamed = system.rename(path, self._at(to)[0])
        if not is_renamed:
            raise ReadinessError(_("“{place}” could not be renamed “{to}”.").format(place=place, to=to))

    def upload(self, file: Path, place: str) -> None:
        """Copy a local file to `place`, over what is there."""
        with _told(place):
            path, system = self._at(place)
            source = self._jvm.org.apache.hadoop.fs.Path(file.resolve().as_uri())
            system.copyFromLocalFile(False, True, source, path)

    def matching(self, pattern: str) -> list[StoredFile]:
        """What a path names, or else a pattern such as `cohort/*.parquet`, in order."""
        with _told(pattern):
            path, system = self._at(pattern)
            if system.exists(path):
                return [_found(system.getFileStatus(path))]
            return [_found(each) for each in system.globStatus(path) or ()]

    def below(self, folder: str) -> list[StoredFile]:
        """What lies directly in `folder`, in order; what Spark hides (names in `_` and `.`) is left out."""
        with _told(folder):
            path, system = self._at(folder)
            found = [_found(each) for each in system.listStatus(path)]
        return sorted(each for each in found if not each.name.startswith(("_", ".")))

    def parquet_schema(self, file: str) -> Any:
        """The schema at the end of a Parquet file. Raises ReadinessError if it is cut off, or is none."""
        parquet = self._jvm.org.apache.parquet.hadoop
        with _told(file):
            path, _system = self._at(file)
            reader = parquet.ParquetFileReader.open(parquet.util.HadoopInputFile.fromPath(path, self._conf))
            try:
                return reader.getFileMetaData().getSchema()
            finally:
                reader.close()


def columns_in(schema: Any) -> dict[str, str]:
    """The types of the columns of a `parquet_schema`, by their names."""
    found = {}
    for field in schema.getFields():
        name = str(field.getName())
        text = str(field.toString()).partition(" ")[2]  # whether it may be null says nothing
        found[name] = text.replace(f" {name}", "", 1)
    return found


class StoredFile(NamedTuple):
    """A file or folder that is there."""

    place: str
    name: str
    is_folder: bool


def parquet_at(session: SparkSession, *places: str) -> DataFrame:
    """The rows of Parquet files or folders at exactly these places: Spark takes every path for a pattern."""
    return session.read.parquet(*(re.sub(r"[][{}*?\\]", r"\\\g<0>", place) for place in places))


def place_in_words(place: str) -> str:
    """What messages call a place: a URI, but of a local file its path."""
    return re.sub(r"^file:/+", "/", place)


def _found(status: Any) -> StoredFile:
    path = status.getPath()
    return StoredFile(str(path.toString()), str(path.getName()), bool(status.isDirectory()))


@contextlib.contextmanager
def _told(place: str) -> Iterator[None]:
    """Make a ReadinessError of what Java says about `place`."""
    try:
        yield
    except Exception as error:
        message = _("“{place}” cannot be used: {error}").format(
            place=place_in_words(place), error=java_words(error)
        )
        raise ReadinessError(message) from None
