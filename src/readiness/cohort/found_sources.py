"""What the sources of a cohort are: files of answers, tables as text or in workbooks, and Parquet files."""

from __future__ import annotations

import contextlib
import glob
import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from readiness.cohort.answers_rows import FileToRead
from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput, Problem
from readiness.source.source import unreadable

ANSWERS = (".yaml", ".yml", ".json", ".xlsx")
TEXT_TABLES = (".csv", ".tsv", ".txt")
PARQUET = (".parquet", ".pq")
HIDDEN_FILES = "hidden"
"""What hidden files and folders are counted as, and temporary files of Excel."""
OTHER_KINDS = "other"
"""What links to folders are counted as, and what is no file."""
_NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What breaks a line, controls a terminal, turns a line around or is no character at all.

Less than what `printable` escapes: names of firms may hold rare Chinese characters from a private area.
"""


class TableFile(NamedTuple):
    """A file with a table of firms."""

    path: Path
    name: str
    """What messages call it."""


class FoundSources(NamedTuple):
    """All files of a cohort, each once."""

    answers: tuple[FileToRead, ...]
    tables: tuple[TableFile, ...]
    parquet: tuple[TableFile, ...]
    left_out: Mapping[str, int]
    """How many files in folders are of no use, by their endings, as `HIDDEN_FILES` or `OTHER_KINDS`."""
    size: int
    """How many bytes the files of answers have."""
    folders: tuple[str, ...]
    """Those of the sources that are folders."""


def find_sources(sources: Sequence[str], work: Path) -> FoundSources:
    """All files that `sources` name: files, folders, and patterns of files such as `*.yaml`.

    What is in the folder `work` is none of them. Raises InvalidInput with the problems of all sources: those
    that do not exist, folders without answers, patterns that nothing matches, files of unknown kinds.
    """
    finder = _SourceFinder(work, one=len(sources) == 1 and Path(sources[0]).is_dir())
    for source in sources:
        finder.take(source)
    if finder.problems:
        raise InvalidInput(finder.problems)
    return FoundSources(
        tuple(finder.answers),
        tuple(finder.tables),
        tuple(finder.parquet),
        dict(finder.left_out),
        finder.size,
        tuple(finder.folders),
    )


def folders_gone(found: FoundSources) -> list[Problem]:
    """The problems of those folders that files were `found` in, and that are gone.

    A disk or a network may have failed; then what was read is no cohort.
    """
    return [_unreadable(folder, FileNotFoundError()) for folder in found.folders if not Path(folder).is_dir()]


def sources_replaced(found: FoundSources, outputs: Sequence[Path]) -> list[Problem]:
    """The problems of those files among `found` that one of the files `outputs` would replace."""
    written = set()
    for path in outputs:
        with contextlib.suppress(OSError):  # it is not there yet
            written.add(_identity(path))
    problems = []
    if written:
        files = [(each.path, each.source) for each in found.answers]
        files += [(str(each.path), each.name) for each in (*found.tables, *found.parquet)]
        for file, name in files:
            with contextlib.suppress(OSError):  # told when it is read
                if _identity(file) in written:
                    message = _("this file is read, and the run would replace it")
                    hint = _("Choose another place to write to. Faults are written beside the scores.")
                    problems.append(Problem(name, 1, 1, "replaced-source", message, hint, cell=""))
    return problems


def _identity(file: str | Path) -> tuple[int, int]:
    """The same for all names of one file. Raises OSError."""
    found = os.stat(file)  # noqa: PTH116 (a Path takes as long as the answer)
    return found.st_dev, found.st_ino


def _unreadable(source: str, error: OSError | ValueError) -> Problem:
    return replace(unreadable(shown_name(source) or '""', error), cell="")


def shown_name(path: str) -> str:
    """A path as text that every file can hold and every terminal show: not all names of files are."""
    return path if path.isprintable() else _NOT_TEXT.sub(lambda found: ascii(found[0])[1:-1], path)


def size_of(file: str) -> int | None:
    """How many bytes a file has; None if it is no ordinary file. One that is gone is told when it is read."""
    try:
        found = os.stat(file)  # noqa: PTH116 (a Path takes as long as the answer)
    except (OSError, ValueError):
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _ending(file: str) -> str:
    """The ending of a name, in small letters: what `Path` says, in a tenth of its time."""
    name = os.path.basename(file)  # noqa: PTH119 (the point is to need no Path)
    at = name.rfind(".")
    return name[at:].lower() if 0 < at < len(name) - 1 else ""


def _below(file: str, base: str) -> str:
    """The path of `file` from the folder `base`, under which it was mostly found by that name."""
    inside = base if base.endswith(os.sep) else base + os.sep
    return file[len(inside) :] if base and file.startswith(inside) else os.path.relpath(file, base or ".")


def _firm(below: str) -> str:
    """The name of a firm from the path of its file below the folder that was named."""
    stem = re.sub(r"(\.answers)?\.[^./]+$", "", below.replace(os.sep, "/"), flags=re.IGNORECASE)
    return unicodedata.normalize("NFC", shown_name(stem))


class _SourceFinder:
    """Finds files, and collects problems."""

    def __init__(self, work: Path, *, one: bool) -> None:
        self.problems: list[Problem] = []
        self.answers: list[FileToRead] = []
        self.tables: list[TableFile] = []
        self.parquet: list[TableFile] = []
        self.left_out: Counter[str] = Counter()
        self.size = 0
        self.folders: list[str] = []
        self._work = os.path.realpath(work)
        self._seen: set[str] | None = None if one else set()
        """The places of the files that were found; there may be millions of them, so only if need be."""
        self._count = 0
        """How many files were found, also again."""

    def take(self, source: str) -> None:
        """Find the files of one source."""
        path = Path(source)
        if not source:
            self.problems.append(_unreadable(source, ValueError()))
            return
        try:
            is_folder, is_there = path.is_dir(), os.path.lexists(source)
        except ValueError as error:  # a name that no file can have
            self.problems.append(_unreadable(source, error))
            return
        if is_folder:
            self.folders.append(source)
            self._take_folder(source)
        elif is_there:
            self._take_file(source, str(path.parent), is_named=True)
        elif glob.has_magic(source):
            self._take_pattern(source)
        else:
            self.problems.append(_unreadable(source, FileNotFoundError()))

    def _take_pattern(self, pattern: str) -> None:
        """The files and folders that match `pattern`."""
        found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (Path takes no absolute pattern)
        base = re.split(r"[*?[]", pattern)[0].rpartition(os.sep)[0]
        before = self._count
        for match in found:
            if not Path(match).is_dir():
                self._take_file(match, base, is_named=False)
            elif not pattern.endswith("**"):
                for file, _bytes in self._files_in(match):
                    self._take_file(file, base, is_named=False)
        if not found:
            message = _("no file matches this pattern")
            hint = _("Check the name and the folder; `**` matches folders of any depth.")
            self.problems.append(Problem(pattern, 1, 1, "no-sources", message, hint, cell=""))
        elif self._count == before:
            self.problems.append(self._nothing(pattern, []))

    def _take_folder(self, folder: str) -> None:
        """The files of answers in `folder` and below it."""
        tables = []
        before = self._count
        for file, size in self._files_in(folder):
            ending = _ending(file)
            if ending in ANSWERS:
                self._add_answers(file, folder, size, may_be_table=False)
            else:
                tables += [file] if ending in (*TEXT_TABLES, *PARQUET) else []
                self.left_out[ending or Path(file).name] += 1
        if self._count == before:
            self.problems.append(self._nothing(folder, tables))

    def _nothing(self, source: str, tables: Sequence[str]) -> Problem:
        """The problem that there is nothing to read in `source`, only perhaps some `tables`."""
        message = _("there is no file of answers here")
        hint = _("Files of answers end in {endings}.").format(endings=_(", ").join(ANSWERS))
        if tables:
            ending = Path(tables[0]).suffix
            hint = _("To read the tables in it, name them: {pattern}").format(
                pattern=shown_name(str(Path(source) / f"*{ending}"))
            )
        return Problem(shown_name(source), 1, 1, "no-sources", message, hint, cell="")

    def _files_in(self, folder: str) -> Iterator[tuple[str, int]]:
        """Every file in `folder` and below it in the order of their names, hidden ones left out; its size."""

        def refuse(error: OSError) -> None:
            self.problems.append(_unreadable(str(error.filename), error))

        for place, folders, files in os.walk(folder, onerror=refuse):
            hidden = [name for name in (*folders, *files) if name.startswith((".", "~$"))]
            self.left_out[HIDDEN_FILES] += len(hidden)
            folders[:] = sorted(name for name in folders if name not in hidden and self._enters(place, name))
            for name in sorted(files):
                path = os.path.join(place, name)  # noqa: PTH118 (ten times as fast as Path, for each file)
                if name in hidden:
                    continue
                size = size_of(path)
                if size is None:
                    self.left_out[OTHER_KINDS] += 1
                    continue
                yield path, size

    def _enters(self, place: str, name: str) -> bool:
        """Whether to look into a folder; a link may lead in a circle."""
        folder = Path(place) / name
        if folder.is_symlink():
            self.left_out[OTHER_KINDS] += 1
            return False
        return os.path.realpath(folder) != self._work

    def _take_file(self, file: str, base: str, *, is_named: bool) -> None:
        """One file that was named, by itself or by a pattern."""
        ending = _ending(file)
        if ending in ANSWERS:
            self._add_answers(file, base, size_of(file) or 0, may_be_table=ending == ".xlsx")
        elif ending in (*TEXT_TABLES, *PARQUET):
            if self._is_new(file):
                tables = self.tables if ending in TEXT_TABLES else self.parquet
                tables.append(TableFile(Path(file), shown_name(file)))
        elif is_named:
            message = _("it cannot be told from its name what this file holds")
            hint = _("Files of answers end in {answers}, tables in {tables}; give it one of these endings.")
            hint = hint.format(
                answers=_(", ").join(ANSWERS), tables=_(", ").join((*TEXT_TABLES, ".xlsx", *PARQUET))
            )
            self.problems.append(Problem(shown_name(file), 1, 1, "other-kind", message, hint, cell=""))
        else:
            self.left_out[ending or Path(file).name] += 1

    def _add_answers(self, file: str, base: str, size: int, *, may_be_table: bool) -> None:
        if self._is_new(file):
            self.size += size
            self.answers.append(FileToRead(file, shown_name(file), _firm(_below(file, base)), may_be_table))

    def _is_new(self, file: str) -> bool:
        """Whether the file was not named before, perhaps in another way."""
        self._count += 1
        if self._seen is None:
            return True
        place = os.path.realpath(file)
        is_new = place not in self._seen
        self._seen.add(place)
        return is_new
