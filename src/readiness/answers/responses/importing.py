"""Turn the rows of a table into answers, one set a respondent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from readiness.answers.answers import Answers, check_questionnaire
from readiness.answers.reading import read_raw
from readiness.answers.responses.asked import Answerable, asked_in, bare_text, facts_in
from readiness.answers.responses.cell_reading import (
    OPEN_READING,
    CellReader,
    CellReading,
    Misfit,
    answer_raw,
)
from readiness.answers.responses.days import day_in
from readiness.answers.responses.option_columns import ColumnsReader
from readiness.answers.responses.response_map import COVER, Meaning, ResponseMap
from readiness.answers.responses.table_columns import PlacedColumns, PlacedQuestion, place_columns
from readiness.answers.responses.unmatched import Unmatched
from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput, Problem, expect
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.records import DataRow, Records


class Response(NamedTuple):
    """The answers in one row."""

    row: int
    """Its number, as a spreadsheet counts."""
    answers: Answers
    lost: tuple[str, ...]
    """Cells that fitted nothing and have no note to be kept in, each after its heading."""


class Responses(NamedTuple):
    """What a table holds."""

    given: tuple[Response, ...]
    empty: tuple[int, ...]
    """The rows without any answer, by their numbers."""
    unmatched: tuple[Problem, ...]
    """What fitted nothing, if that was to be left open."""


def import_responses(
    table: Records,
    mapping: ResponseMap,
    questionnaire: Questionnaire,
    *,
    translations: Sequence[Questionnaire] = (),
    leave_open: bool = False,
) -> Responses:
    """The answers in each row of `table`, read as `mapping` says.

    A cell must be an option's text or id in `questionnaire`, in one of its `translations` (the same
    questionnaire in other languages), or in the map. With `leave_open` a question whose cell is none of these
    stays open, with the cell as its note. Raises InvalidInput with every problem, WrongType for arguments of
    other types.
    """
    check_questionnaire(questionnaire)
    expect(table, Records, _("“table” must be Records, as read_table returns them, not {found}"))
    expect(
        mapping,
        ResponseMap,
        _("“mapping” must be a ResponseMap, as load_response_map returns it, not {found}"),
    )
    placed = place_columns(table, mapping)
    importer = _Importer(table, mapping, [questionnaire, *translations], placed, leave_open)
    responses = [importer.response(row) for row in table.rows]
    if importer.unmatched and not leave_open:
        raise InvalidInput(importer.unmatched.problems())
    given = tuple(each for each in responses if each.answers.given)
    empty = tuple(each.row for each in responses if not each.answers.given)
    return Responses(given, empty, importer.unmatched.problems())


class _Importer:
    """Reads rows, and collects what does not fit."""

    def __init__(
        self,
        table: Records,
        mapping: ResponseMap,
        languages: Sequence[Questionnaire],
        placed: PlacedColumns,
        leave_open: bool,
    ) -> None:
        self._table = table
        self._mapping = mapping
        self._questionnaire = languages[0]
        self._placed = placed
        self._leave_open = leave_open
        self.unmatched = Unmatched(table)
        self._asked = asked_in(languages)
        self._facts = facts_in(languages)
        self._readers = {
            id: (CellReader if each.column is not None else ColumnsReader)(asked[id], each.mapped, mapping)
            for part, asked in ((placed.profile, self._facts), (placed.answers, self._asked))
            for id, each in part.items()
        }

    def response(self, row: DataRow) -> Response:
        """The answers in `row`; what does not fit is collected."""
        lost: list[str] = []
        raw = {
            "questionnaire": self._questionnaire.id,
            "version": self._questionnaire.version,
            **{key: self._text(key, row) for key in (*COVER, "respondent")},
            "date": self._day(row, lost),
            "profile": dict(self._profile(row, lost)),
            "answers": dict(self._answers(row)),
        }
        name = f"{self._table.name}, row {row.number}"
        return Response(row.number, read_raw(raw, self._questionnaire, name), tuple(lost))

    # --- texts and the day ---

    def _text(self, key: str, row: DataRow) -> str:
        """The text of `key`: the same for all, or what its columns hold in `row`."""
        if not (columns := self._placed.texts.get(key)):
            about = self._mapping.texts.get(key)
            return about.text if about else ""
        return " ".join(filter(None, (" ".join(self._cell(row, column).split()) for column in columns)))

    def _cell(self, row: DataRow, column: int) -> str:
        """The text in a cell; empty if it says that nothing was answered."""
        text = row.cells[column].strip()
        return "" if bare_text(text) in self._mapping.skipped else text

    def _day(self, row: DataRow, lost: list[str]) -> str:
        """The day as year-month-day; empty if there is none."""
        text = self._text("date", row)
        if not text or not (columns := self._placed.texts.get("date")):
            return text
        order = self._mapping.texts["date"].order
        if (day := day_in(text, order)) is not None:
            return day.isoformat()
        self.unmatched.keep_day(row, columns[0], text, order)
        lost.append(self._with_heading(row, columns[0]))
        return ""

    def _with_heading(self, row: DataRow, column: int) -> str:
        return f"{self._table.headings[column].strip()}: {row.cells[column].strip()}"

    # --- the profile and the answers ---

    def _profile(self, row: DataRow, lost: list[str]) -> Iterator[tuple[str, Any]]:
        """Each fact of the profile that `row` gives, as an answers file holds it."""
        for id, placed in self._placed.profile.items():
            try:
                reading = self._reading(self._facts[id], placed, row)
            except Misfit as misfit:
                column = self.unmatched.keep_cell(row, placed, self._facts[id], misfit)
                lost.append(self._with_heading(row, column))
                continue
            if reading.meaning.kind == "value":
                yield id, reading.meaning.raw

    def _answers(self, row: DataRow) -> Iterator[tuple[str, Any]]:
        """Each answer that `row` gives, as an answers file holds it."""
        for id, placed in self._placed.answers.items():
            details = {key: self._cell(row, column) for key, column in placed.details.items()}
            try:
                reading = self._reading(self._asked[id], placed, row)
                raw = answer_raw(*_completed(self._asked[id], reading, details))
            except Misfit as misfit:
                self.unmatched.keep_cell(row, placed, self._asked[id], misfit)
                raw = answer_raw(OPEN_READING, _kept(details, placed, row))
            if raw is not None:
                yield id, raw

    def _reading(self, asked: Answerable, placed: PlacedQuestion, row: DataRow) -> CellReading:
        """What `row` says of one question. Raises Misfit."""
        reader = self._readers[asked.id]
        if isinstance(reader, ColumnsReader):
            reading = reader.cells({column: row.cells[column] for column in placed.each}, placed.each)
        else:
            reading = reader.one_cell(row.cells[placed.first])
        if reading.meaning.kind in ("value", "none"):
            _expect_answer(asked, reading)
        return reading


def _expect_answer(asked: Answerable, reading: CellReading) -> None:
    """Raise Misfit if options are chosen that cannot stand together."""
    raw = [] if reading.meaning.kind == "none" else reading.meaning.raw
    if asked.fits(raw):
        return
    assert asked.question is not None  # any options of a fact may stand together
    misfit = next(asked.question.misfits(raw))
    raise Misfit(misfit.code, str(raw), misfit.message, misfit.hint)


def _completed(
    asked: Answerable, reading: CellReading, details: Mapping[str, str]
) -> tuple[CellReading, Mapping[str, str]]:
    """`reading` with what other columns say: words of one's own, and why a question is not applicable.

    Raises Misfit for words about an option that is not chosen, and where a reason is missing or impossible.
    """
    question, meaning = asked.question, reading.meaning
    assert question is not None
    reason = meaning.reason or details.get("reason", "")
    if meaning.kind == "open" and reason:
        meaning = Meaning("not-applicable")
    if meaning.kind == "not-applicable":
        if question.not_applicable is None:
            message = _("“{id}” applies to every enterprise").format(id=asked.id)
            raise Misfit("always-applicable", reason, message)
        if not reason:
            message = _("it is not said why “{id}” is not applicable").format(id=asked.id)
            hint = _(
                "Name the column with the reason as `reason`, or write what the cell means:"
                " `{not_applicable: we sell services only}`."
            )
            raise Misfit("no-reason", "", message, hint)
        return reading._replace(meaning=meaning._replace(reason=reason)), details
    if reason:  # an answer was given all the same
        details = {**details, "note": "\n".join(filter(None, (details.get("note"), reason)))}
    if not details.get("other"):
        return reading, details
    return reading._replace(meaning=_with_own_option(asked, meaning, details["other"])), details


def _with_own_option(asked: Answerable, meaning: Meaning, words: str) -> Meaning:
    """`meaning` with the option that `words` of the respondent's own are about. Raises Misfit."""
    if meaning.kind in ("open", "none"):
        return Meaning("value", asked.raw([asked.words]))
    if meaning.kind == "value":
        if asked.several:
            return Meaning("value", asked.raw([*meaning.raw, asked.words]))
        if meaning.raw == asked.words:
            return meaning
    message = _("these words belong to “{option}”, which is not chosen").format(option=asked.words)
    raise Misfit("words-without-option", words, message)


def _kept(details: Mapping[str, str], placed: PlacedQuestion, row: DataRow) -> dict[str, str]:
    """What columns say of an answer that is left open, with its cells as note."""
    columns = [placed.column] if placed.column is not None else list(placed.each)
    cells = [row.cells[column].strip() for column in columns]
    others = [details.get(key, "") for key in ("other", "reason", "note")]
    note = "\n".join(dict.fromkeys(filter(None, (*cells, *others))))
    return {key: text for key, text in details.items() if key in ("evidence", "owner")} | {"note": note}
