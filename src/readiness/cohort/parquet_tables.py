"""Tables of firms as Parquet. Only schemas are read here; the cells are checked as they are scored."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import narwhals as nw
import polars as pl

from readiness.cohort.firm_layout import FirmLayout, firm_layout, stored_columns
from readiness.cohort.found_sources import TableFile
from readiness.messages.catalogue import _
from readiness.messages.problems import MAX_PROBLEMS, InvalidInput, Problem
from readiness.messages.sentences import some
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.source import unreadable

_MARK = b"PAR1"
_ENCRYPTED = b"PARE"


def parquet_layout(
    files: Sequence[TableFile], questionnaire: Questionnaire, ignored: Collection[str]
) -> tuple[FirmLayout, set[str]]:
    """What the columns of `files` hold, which all have the same columns, and the names of all columns.

    Raises InvalidInput with every problem: files that are cut off or no Parquet, columns that some of them
    lack or have in another type, and those that `firm_layout` finds.
    """
    problems: list[Problem] = []
    schemas: dict[str, pl.Schema] = {}
    for file in files:
        try:
            schemas[file.name] = _schema(file)
        except InvalidInput as error:
            problems += error.problems
    if schemas:
        name, first = next(iter(schemas.items()))
        for other, schema in schemas.items():
            problems += column_differences(name, first, other, schema, ignored)
        try:
            layout = firm_layout(
                stored_columns(nw.from_native(pl.LazyFrame(schema=first)).collect_schema()),
                questionnaire,
                name,
                ignored=ignored,
            )
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(problems[:MAX_PROBLEMS])
    return layout, {column for schema in schemas.values() for column in schema}


def _schema(file: TableFile) -> pl.Schema:
    """The columns of one file. Raises InvalidInput."""
    try:
        with file.path.open("rb") as stream:
            begin = stream.read(4)
            stream.seek(-min(4, stream.seek(0, 2)), 2)
            end = stream.read(4)
    except (OSError, ValueError) as error:
        raise InvalidInput([unreadable(file.name, error)]) from None
    message = _("this is no Parquet file")
    hint = _("Check that it is the right file; a table of firms may also be CSV (.csv) or Excel (.xlsx).")
    code = "not-parquet"
    if _ENCRYPTED in (begin, end):
        message, hint = _("the Parquet file is encrypted"), _("Export it again without a key.")
    elif begin == _MARK:
        code, message = "cut-off", _("the Parquet file is cut off or damaged")
        hint = _("Copy or export it again; nothing of it was used.")
        if end == _MARK:
            try:
                return pl.Schema(pl.read_parquet_schema(file.path))
            except (pl.exceptions.PolarsError, OSError):
                pass  # it is damaged inside
    raise InvalidInput([Problem(file.name, 1, 1, code, message, hint, cell="")])


def column_differences(
    name: str,
    first: Mapping[str, object],
    other: str,
    schema: Mapping[str, object],
    ignored: Collection[str],
) -> list[Problem]:
    """How the columns of the file `other` differ from those of the file `name`."""
    problems = []
    for lacking, columns, having, others in ((other, schema, name, first), (name, first, other, schema)):
        missing = [column for column in others if column not in columns and column not in ignored]
        if missing:
            message = _("the file lacks columns that {other} has: {columns}").format(
                other=having, columns=_(", ").join(some(missing))
            )
            hint = _("Export all files in the same way, or leave the columns out with `--ignore`.")
            problems.append(Problem(lacking, 1, 1, "other-columns", message, hint, cell=""))
    for column, dtype in schema.items():
        if column in first and first[column] != dtype and column not in ignored:
            message = _("column “{name}” is of the type {type} here, but {first} in {other}").format(
                name=column, type=dtype, first=first[column], other=name
            )
            hint = _("Export all files in the same way.")
            problems.append(Problem(other, 1, 1, "other-columns", message, hint, cell=""))
    return problems
