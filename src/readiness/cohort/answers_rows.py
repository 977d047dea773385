"""Read a file of answers as a row of a table of firms. Many processes do this, so Polars is not loaded."""

from __future__ import annotations

import gc
import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

from readiness.answers.reading import read_answers
from readiness.cohort.firm_cells import CellsOfAnswers
from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput, Problem
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.source import content_for_any, decode_any

LEADING = ("source", "row", "digest", "enterprise", "firm")
"""The columns before the cells of a firm; `digest` and `enterprise` are those of a file of answers."""
PartRow: TypeAlias = tuple[str, int | None, str | None, str | None, str, *tuple[str | None, ...]]


class RowFault(NamedTuple):
    """Why a firm is set aside; all of it is text for people."""

    source: str
    row: int | None
    """As a spreadsheet counts; None for a file of answers."""
    firm: str | None
    column: str | None
    problem: str
    remedy: str


class FileToRead(NamedTuple):
    """One file of answers."""

    path: str
    source: str
    """What the table and messages call it."""
    firm: str
    may_be_table: bool = False
    """Whether it was named by itself, so that a workbook may hold a table as well as a form."""


class ReadFile(NamedTuple):
    """A file that a part was made of."""

    source: str
    firm: str
    may_be_table: bool
    """As in `FileToRead`: what it gives depends on that too."""
    digest: str


class FileOutcome(NamedTuple):
    """What reading a file gave: cells, or faults, or that it is a workbook with a table."""

    digest: str
    """SHA-256 of its bytes; empty if they could not be read."""
    size: int
    cells: tuple[str | None, ...] | None = None
    enterprise: str | None = None
    """The enterprise that it names; names are compared in this form."""
    faults: tuple[RowFault, ...] = ()
    is_table: bool = False


def digest_of(file: FileToRead) -> str:
    """SHA-256 of the bytes that would be read of `file`; empty if it cannot be read."""
    try:
        return hashlib.sha256(content_for_any(Path(file.path), file.source)).hexdigest()
    except InvalidInput:
        return ""


@contextmanager
def without_collection() -> Iterator[None]:
    """Keep cyclic garbage for a while: looking for it takes a fifth of the time that a file takes."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class AnswersRows:
    """Reads files of answers to one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._cells = CellsOfAnswers(questionnaire)

    def all_of(self, files: Sequence[FileToRead]) -> list[FileOutcome]:
        """What each of `files` gives."""
        with without_collection():
            return [self.one(file) for file in files]

    def one(self, file: FileToRead) -> FileOutcome:
        """What `file` gives. Nothing that is wrong with it raises an error."""
        digest, size = "", 0
        try:
            content = content_for_any(Path(file.path), file.source)
            digest, size = hashlib.sha256(content).hexdigest(), len(content)
            return self._read(file, content, digest)
        except InvalidInput as error:
            return FileOutcome(digest, size, faults=tuple(_fault(file, each) for each in error.problems))
        except Exception as error:  # one file must not stop thousands of others
            message = _("the program failed on this file: {error}")
            message = message.format(error=f"{type(error).__name__}: {error}"[:300])
            hint = _("Please report it, with the file if it may be shown; all others are read.")
            return FileOutcome(digest, size, faults=(_as_whole(file, message, hint),))

    def _read(self, file: FileToRead, content: bytes, digest: str) -> FileOutcome:
        source = decode_any(content, file.source)
        try:
            answers = read_answers(source, self._questionnaire)
        except InvalidInput:
            if source.packed:
                from readiness.answers.workbook_reading import holds_form  # few get here

                if not holds_form(source):
                    return _without_form(file, digest, len(content))
            raise
        enterprise = unicodedata.normalize("NFKC", " ".join(answers.cover.enterprise.split()))
        return FileOutcome(digest, len(content), self._cells.cells(answers), enterprise or None)


def _without_form(file: FileToRead, digest: str, size: int) -> FileOutcome:
    """The outcome of a workbook that is no form: a table of firms, if it was named by itself."""
    if file.may_be_table:
        return FileOutcome(digest, size, is_table=True)
    message = _("this workbook is not a form of readiness")
    hint = _("If it is a table with a row for each firm, name the file itself beside its folder.")
    return FileOutcome(digest, size, faults=(_as_whole(file, message, hint),))


def lost_file(file: FileToRead) -> FileOutcome:
    """The outcome of a file whose reading ended the process that read it."""
    message = _("reading this file ended the process that read it, probably for lack of memory")
    hint = _("Check that it is the right file; assess it by itself with `readiness assess --answers FILE`.")
    return FileOutcome("", 0, faults=(_as_whole(file, message, hint),))


def _as_whole(file: FileToRead, message: str, hint: str) -> RowFault:
    return RowFault(file.source, None, file.firm, None, message, hint)


def _fault(file: FileToRead, problem: Problem) -> RowFault:
    """`problem`, with its place in the file before what is wrong."""
    place = problem.place.removeprefix(problem.file).removeprefix(":")
    is_whole = not place or (place == "1:1" and not problem.excerpt)
    message = problem.message if is_whole else f"{place}: {problem.message}"
    return _as_whole(file, message, problem.hint)
