"""Find the columns of a table that a map names, and those that it forgets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from readiness.answers.responses.asked import bare_text
from readiness.answers.responses.response_map import ColumnName, MappedQuestion, Meaning, ResponseMap
from readiness.messages.catalogue import _, plural
from readiness.messages.names import suggestion
from readiness.messages.problems import InvalidInput, Problem
from readiness.messages.sentences import shortened
from readiness.source.complaints import Complaints
from readiness.source.data import DataPath
from readiness.source.dumping import double_quoted
from readiness.source.records import Records

_LETTERS = r"[A-Z]{1,3}"
_SHOWN = 60
"""The most characters of a heading in a message."""


class PlacedQuestion(NamedTuple):
    """The columns of one question, from 0."""

    mapped: MappedQuestion
    column: int | None
    each: Mapping[int, Meaning]
    """What it means if a column is ticked."""
    details: Mapping[str, int]

    @property
    def first(self) -> int:
        """The column that stands for the question in messages."""
        return next(iter(self.each)) if self.column is None else self.column


class PlacedColumns(NamedTuple):
    """The columns of everything that a map names, from 0."""

    texts: Mapping[str, tuple[int, ...]]
    profile: Mapping[str, PlacedQuestion]
    answers: Mapping[str, PlacedQuestion]


def letters_of(column: int) -> str:
    """The letters of `column`, from 0, in a spreadsheet: A, B, …, Z, AA."""
    from readiness.source.workbook import cell_name  # only for messages

    return cell_name(1, column + 1).removesuffix("1")


def place_columns(records: Records, wanted: ResponseMap) -> PlacedColumns:
    """The columns of `records` that `wanted` names.

    Raises InvalidInput for a column that there is not or that is named twice, and for each column of the
    table that is neither used nor ignored: nothing is lost unseen.
    """
    finder = _Finder(records, wanted)
    texts = {
        key: tuple(
            place
            for number, name in enumerate(text.columns)
            if (place := finder.place(name, (*text.path, number) if len(text.columns) > 1 else text.path))
            is not None
        )
        for key, text in wanted.texts.items()
    }
    profile, answers = (
        {id: found for id, each in part.items() if (found := finder.question(each)) is not None}
        for part in (wanted.profile, wanted.answers)
    )
    ignored = {place for name in wanted.ignored for place in finder.ignored(name)}
    problems = [*finder.complaints.problems]
    for column, heading in enumerate(records.headings):
        if column not in finder.used and column not in ignored:
            problems.append(_forgotten(records, column, heading))
    if problems:
        raise InvalidInput(problems)
    return PlacedColumns(texts, profile, answers)


def _forgotten(records: Records, column: int, heading: str) -> Problem:
    """The problem that nothing is said of a column."""
    letters = letters_of(column)
    name = bare_text(heading)
    is_clear = name and [bare_text(each) for each in records.headings].count(name) == 1
    message = _("column {letters} (“{heading}”) is neither used nor ignored").format(
        letters=letters, heading=shortened(heading.strip(), _SHOWN)
    )
    hint = _("Name it in the map where its answers belong, or add it to the list `ignore`: {name}").format(
        name=double_quoted(heading.strip()) if is_clear else letters
    )
    return records.table_problem(None, column, "unused-column", message, hint)


class _Finder:
    """Finds columns by their names, and remembers what they are used for."""

    def __init__(self, records: Records, wanted: ResponseMap) -> None:
        self.complaints = Complaints(wanted.root, wanted.name)
        self.used: dict[int, str] = {}
        """What each column is used for, by its number from 0."""
        self._records = records
        self._places: dict[str, list[int]] = {}
        for column, heading in enumerate(records.headings):
            self._places.setdefault(bare_text(heading), []).append(column)

    def question(self, mapped: MappedQuestion) -> PlacedQuestion | None:
        """The columns of a question; None if one is missing."""
        path = mapped.path
        named = mapped.column
        column = None
        if named is not None:
            column = self.place(named, (*path, "column"))
        each = {self.place(name, (*path, "columns", str(name))): what for name, what in mapped.each.items()}
        details = {key: self.place(name, (*path, key)) for key, name in mapped.details.items()}
        if (column is None and not each) or None in each or None in details.values():
            return None
        found = {place: what for place, what in each.items() if place is not None}
        return PlacedQuestion(
            mapped, column, found, {key: at for key, at in details.items() if at is not None}
        )

    def ignored(self, name: ColumnName) -> list[int]:
        """The columns to ignore; those that are not there, or not there any more, are no mistake."""
        places = self._named(name)
        return [place for place in places if place not in self.used]

    def place(self, name: ColumnName, path: DataPath) -> int | None:
        """The one column of this name, which nothing else uses; None, with a problem, if there is none."""
        places = self._named(name)
        if len(places) == 1 and places[0] not in self.used:
            self.used[places[0]] = ".".join(map(str, path))
            return places[0]
        if not places:
            self._report_missing(name, path)
        elif len(places) > 1:
            letters = [letters_of(place) for place in places]
            message = plural(
                "{count} column has the heading “{heading}”",
                "{count} columns have the heading “{heading}”",
                len(places),
                heading=shortened(str(name), _SHOWN),
            )
            hint = _("Name one of them by its letters: {letters}.").format(letters=_(", ").join(letters))
            self.complaints.add(path, "unclear-column", message, hint)
        else:
            message = _("this column is used twice").format()
            hint = _("`{path}` uses it too; a column holds one thing.").format(path=self.used[places[0]])
            self.complaints.add(path, "column-twice", message, hint)
        return None

    def _named(self, name: ColumnName) -> list[int]:
        """The columns with this heading or, if there is none, with these letters or this number."""
        count = len(self._records.headings)
        if isinstance(name, str):
            if places := self._places.get(bare_text(name)):
                return places
            number = 0
            if re.fullmatch(_LETTERS, name):
                for letter in name:
                    number = number * 26 + ord(letter) - ord("A") + 1
            elif re.fullmatch("[0-9]{1,5}", name):
                number = int(name)
        else:
            number = name
        return [number - 1] if 1 <= number <= count else []

    def _report_missing(self, name: ColumnName, path: DataPath) -> None:
        headings = {each.strip(): each.strip() for each in self._records.headings if each.strip()}
        otherwise = _(
            "The table has {count} columns; name one by its heading, or by letters from A to {last}."
        )
        otherwise = otherwise.format(
            count=len(self._records.headings), last=letters_of(len(self._records.headings) - 1)
        )
        hint = suggestion(str(name), list(headings), otherwise, headings)
        message = _("{table} has no column “{name}”").format(
            table=self._records.name, name=shortened(str(name), _SHOWN)
        )
        self.complaints.add(path, "no-such-column", message, hint)
