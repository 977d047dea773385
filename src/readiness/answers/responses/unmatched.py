"""Cells that fit nothing, and what to add to the map for each."""

from __future__ import annotations

from dataclasses import replace

from readiness.answers.answers import UNKNOWN
from readiness.answers.responses.asked import Answerable
from readiness.answers.responses.cell_reading import Misfit
from readiness.answers.responses.days import is_year_last
from readiness.answers.responses.likeness import likest
from readiness.answers.responses.response_map import DayOrder
from readiness.answers.responses.table_columns import PlacedQuestion
from readiness.messages.catalogue import _, plural
from readiness.messages.characters import run_together
from readiness.messages.problems import Problem, in_file_order
from readiness.messages.sentences import shortened
from readiness.source.dumping import double_quoted
from readiness.source.records import DataRow, Records

_SHOWN = 80
_LISTED = 8


class Unmatched:
    """Collects cells that fit nothing; the same one in many rows is one problem."""

    def __init__(self, table: Records) -> None:
        self._table = table
        self._found: dict[tuple[str, str, str], Problem] = {}
        self._rows: dict[tuple[str, str, str], int] = {}

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._found)

    def problems(self) -> tuple[Problem, ...]:
        """All of them in the order of the table, each with the number of rows that hold it."""
        return in_file_order(self._counted(key, problem) for key, problem in self._found.items())

    def _counted(self, key: tuple[str, str, str], problem: Problem) -> Problem:
        count = self._rows[key]
        if count == 1:
            return problem
        more = plural("It stands in {count} row.", "It stands in {count} rows.", count)
        return replace(problem, hint=run_together([more, problem.hint]))

    def keep_cell(self, row: DataRow, placed: PlacedQuestion, asked: Answerable, misfit: Misfit) -> int:
        """Add a cell of `row` that is no answer to a question; returns its column, from 0."""
        column = placed.first if misfit.column is None else misfit.column
        text = misfit.text.strip()
        message, hint = misfit.message, misfit.hint
        if not message:
            message = _("“{value}” is no answer to “{id}”").format(value=shortened(text, _SHOWN), id=asked.id)
            hint = hint or how_to_map(text, asked)
        self._keep_problem((asked.id, misfit.code, text or message), row, column, misfit.code, message, hint)
        return column

    def keep_day(self, row: DataRow, column: int, text: str, order: DayOrder) -> None:
        """Add a cell that is no day."""
        message = _("“{value}” is not a day").format(value=shortened(text, _SHOWN))
        hint = _("Write year-month-day, as in 2026-03-31.")
        if order == "year-first" and is_year_last(text):
            hint = _(
                "If month or day comes first, say so in the map: `order: month-first` or `order: day-first`,"
                " below `column`."
            )
        self._keep_problem(("", "bad-date", text), row, column, "bad-date", message, hint)

    def _keep_problem(
        self, key: tuple[str, str, str], row: DataRow, column: int, code: str, message: str, hint: str
    ) -> None:
        if key not in self._found:
            self._found[key] = self._table.table_problem(row, column, code, message, hint)
        self._rows[key] = self._rows.get(key, 0) + 1


def how_to_map(text: str, asked: Answerable) -> str:
    """What to write into the map so that the cell `text` is an answer; the nearest option, if one is near."""
    if not asked.texts:
        return ""
    near = likest(text, asked.texts)
    cell = double_quoted(shortened(text, 300))
    if near:
        form = _("If it means “{text}”, add to the `options` of {id} in the map: `{cell}: {option}`")
        return form.format(text=shortened(asked.texts[near]), id=asked.id, cell=cell, option=near)
    ids = [*asked.ids[:_LISTED], *["…"][: len(asked.ids) > _LISTED], *([UNKNOWN] if asked.question else [])]
    form = _(
        "Say what it means in the `options` of {id} in the map, as in `{cell}: {option}`. Known are {ids}."
    )
    option = UNKNOWN if asked.question else asked.ids[0]  # it can hardly be taken for the advice to choose it
    return form.format(id=asked.id, cell=cell, option=option, ids=_(", ").join(ids))
