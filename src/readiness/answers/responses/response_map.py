"""A map: which column of a table holds what, and what its cells mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from readiness.source.data import DataPath

ColumnName: TypeAlias = str | int
"""A column: its heading, or its letters as in a spreadsheet, or its number from 1."""
By: TypeAlias = Literal["text", "number", "letter", "code", "score"]
"""How cells name options: by text or id; by the place in the list, as 2, B or A2; by the score."""
DayOrder: TypeAlias = Literal["year-first", "month-first", "day-first"]
"""What comes first in a day that is written in digits."""
WAYS_TO_NAME: tuple[str, ...] = get_args(By)
DAY_ORDERS: tuple[str, ...] = get_args(DayOrder)
COVER = ("enterprise", "prepared_by", "prepared_for", "confidentiality")
"""Texts that a map may give as they are, or name a column for."""
DETAILS_IN_COLUMNS = ("note", "evidence", "owner", "reason", "other")
"""What is said of an answer in columns of their own; `reason` is why a question is not applicable."""


class Meaning(NamedTuple):
    """What a cell means by the map: an answer (`raw`, for several options the id of one), or a state."""

    kind: Literal["value", "none", "unknown", "not-applicable", "open"]
    raw: Any = None
    reason: str = ""


class TableLayout(NamedTuple):
    """How the table is to be read."""

    delimiter: str = ""
    sheet: str = ""
    header: int = 1


class TextColumns(NamedTuple):
    """A text that is the same for all, or that stands in one or more columns."""

    text: str = ""
    columns: tuple[ColumnName, ...] = ()
    path: DataPath = ()
    order: DayOrder = "year-first"
    """For a day."""


class MappedQuestion(NamedTuple):
    """Where the answer to one question stands: in one `column`, or in a column for each option."""

    path: DataPath
    """Its place in the map."""
    column: ColumnName | None
    each: Mapping[ColumnName, Meaning]
    """What it means if a column is ticked."""
    by: By
    options: Mapping[str, Meaning]
    """What cells mean, by `bare_text`."""
    details: Mapping[str, ColumnName]
    rest: str = ""
    """The option that any other text is the respondent's own words for."""


@dataclass(frozen=True, slots=True)
class ResponseMap:
    """A map that was read and fits its questionnaire; whether it fits a table is seen when it is used."""

    name: str
    """What messages call it."""
    root: Any = field(repr=False)
    """The parsed file, which knows the places of its parts."""
    layout: TableLayout
    texts: Mapping[str, TextColumns]
    """`respondent`, `date` and those of `COVER`."""
    unknown: frozenset[str]
    """Cells, as `bare_text`, that mean that the respondent does not know."""
    not_applicable: frozenset[str]
    """Cells that mean that the question is not applicable."""
    skipped: frozenset[str]
    """Cells that mean that the question was not answered."""
    ignored: tuple[ColumnName, ...]
    profile: Mapping[str, MappedQuestion]
    answers: Mapping[str, MappedQuestion]
