"""The answers in a workbook that `readiness form` made, as the data of an answers file with the cell of each.

Nothing is guessed and nothing is lost: a cell that does not hold what it should is a problem, and so is one
that the form does not know. The data are then checked like those of any answers file.
"""

from __future__ import annotations

import datetime
from typing import Any

from readiness.answers.answers import CoverTexts
from readiness.answers.form_key import (
    Asked,
    FormKey,
    KeyChoice,
    changed,
    content_in_words,
    form_key,
    number_in,
)
from readiness.answers.form_layout import (
    ANSWERS,
    ASIDE_WORD,
    COLUMNS_MARK,
    COVER,
    NO_WORD,
    PROFILE,
    VALUE,
    YES_WORD,
    row_id,
)
from readiness.answers.form_remedies import how_to_answer, remedies_by_code
from readiness.answers.form_rows import FormRow, FormRows
from readiness.messages.catalogue import _
from readiness.messages.names import did_you_mean, nearest
from readiness.messages.problems import InvalidInput
from readiness.messages.sentences import shortened
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.raw_values import shown
from readiness.questionnaire.questions.typed_lines import YES_OR_NO
from readiness.source.data import Map, Seq
from readiness.source.source import Source
from readiness.source.workbook import CellContent, CellMark, Grid, WorkbookSource, read_workbook

_SIGNS = {**dict.fromkeys("x×✓✔√☑", YES_WORD), "true": YES_WORD, "false": NO_WORD, "☐": NO_WORD}


def workbook_data(packed: Source, questionnaire: Questionnaire) -> Map:
    """The data in the workbook `packed`, a form for `questionnaire` or an older version of it.

    Problems with its cells are kept by the source of the data, and reported with those that the check of the
    data finds. Raises InvalidInput for what is no such form.
    """
    source = WorkbookSource(packed.name, remedies_by_code())
    grids = read_workbook(packed.packed, packed.name)
    key = form_key(grids, source)
    if key is None:
        raise InvalidInput([source.cell_problem(None, *_no_form(grids))])
    return _Reading(source, key, FormRows(source, key, grids), questionnaire).data()


def _no_form(grids: list[Grid]) -> tuple[str, str, str]:
    """Why the workbook is no form: code, message and hint."""
    if any(cell.content == COLUMNS_MARK for grid in grids for cell in grid.cells()):
        message = _("the hidden sheet of this form is missing")
        hint = _("Send back the whole workbook that you received, not single sheets of it.")
        return "form-changed", message, hint
    message = _("this workbook is not a form of readiness")
    hint = _(
        "`readiness form --export form.xlsx` makes a form to fill in; `readiness answers import` reads the"
        " table of a survey."
    )
    return "other-kind", message, hint


class _Reading:
    """Turns the rows of one form into data."""

    def __init__(
        self, source: WorkbookSource, key: FormKey, rows: FormRows, questionnaire: Questionnaire
    ) -> None:
        self._source = source
        self._key = key
        self._rows = rows
        self._questionnaire = questionnaire

    def data(self) -> Map:
        """The data as those of an answers file."""
        data = self._map()
        for name in ("questionnaire", "version"):
            if name in self._key.about:
                _put(data, name, *self._key.about[name])
        for name in (*CoverTexts._fields, "respondent"):
            self._text(data, name, row_id(COVER, name), VALUE)
        self._day(data)
        profile, answers = self._map(), self._map()
        for id, asked in self._key.asked.items():
            row = self._rows.get(id)
            if row is None:
                self._source.left_out.append(asked.id)
            elif asked.part == PROFILE:
                value, mark = self._value(id, asked, row)
                if value is not None:
                    _put(profile, asked.id, value, mark)
            else:
                _put(answers, asked.id, self._answer(id, asked, row), row.mark(VALUE))
        _put(data, PROFILE, profile, None)
        _put(data, ANSWERS, answers, None)
        for name, kept in self._key.kept.items():
            _put(data, name, kept, None)
        return data

    def _map(self) -> Map:
        return Map(self._source, None)

    # --- one answer ---

    def _answer(self, id: str, asked: Asked, row: FormRow) -> Map:
        """The answer to a question, with its details."""
        answer = Map(self._source, row.mark(VALUE))
        before = len(self._source.found)
        value, mark = self._value(id, asked, row)
        is_aside = value == ASIDE_WORD and not isinstance(value, Seq)
        if value is not None and not is_aside:
            _put(answer, VALUE, value, mark)
        if len(self._source.found) == before:  # of a value that is refused, nothing more can be told
            self._reason(answer, id, row, is_aside=is_aside)
            self._text(answer, "other", id, "other")
            for choice in asked.choices if asked.kind == "several" else ():
                self._words_of(answer, row_id(asked.part, asked.id, choice.id))
        for name in ("note", "owner"):
            self._text(answer, name, id, name)
        self._evidence(answer, id, row)
        return answer

    def _value(self, id: str, asked: Asked, row: FormRow) -> tuple[Any, CellMark]:
        """What an answers file holds as the value, and where; None if nothing is filled in."""
        mark = row.mark(VALUE, how_to_answer(self._questionnaire, asked.kind, asked.id))
        content = self._rows.content(id)
        state = "" if content is None or asked.part == PROFILE else self._key.state(content)
        if asked.kind == "several":
            return self._several(asked, content, state, mark), mark
        if content is None or state:
            return state or None, mark
        if asked.kind == "one":
            choice = asked.chosen(content)
            if choice is None:
                self._not_in_list(asked, content, mark)
            return None if choice is None else choice.written, mark
        if asked.kind == "number":
            return self._number(content, row, mark), mark
        if not isinstance(content, str):
            self._no_text(mark)
            return None, mark
        return content, mark

    def _not_in_list(self, asked: Asked, content: CellContent, mark: CellMark) -> None:
        message = _("{value} is not in the list of this cell").format(value=shown(content_in_words(content)))
        lines = {each.id: each.shown for each in asked.choices}
        near = nearest(content_in_words(content), list(lines), lines)
        hint = did_you_mean(shortened(lines[near])) if near else mark.remedy
        self._complain(mark, "not-a-level", message, hint)

    def _number(self, content: CellContent, row: FormRow, mark: CellMark) -> Any:
        cell = row.cell(VALUE)
        if cell is not None and cell.percent and isinstance(content, float):
            message = _("this cell shows {shown}%, but holds {number}")
            message = message.format(shown=f"{100 * content:.15g}", number=f"{content:.15g}")
            hint = _("Set the format of the cell to General, then type the number that you mean.")
            self._complain(mark, "not-a-number", message, hint)
            return None
        if isinstance(content, datetime.date | datetime.time):
            message = _("this cell holds a date or a time, not a number")
            hint = _("Set the format of the cell to General, then type the number.")
            self._complain(mark, "not-a-number", message, hint)
            return None
        return number_in(content)

    # --- several choices ---

    def _several(self, asked: Asked, content: CellContent | None, state: str, mark: CellMark) -> Any:
        """The chosen ones as a list with the cell of each, or a state; None if nothing is filled in."""
        marks = [(choice, self._is_chosen(asked, choice)) for choice in asked.choices]
        chosen = Seq(self._source, mark)
        for choice, said in marks:
            line = self._rows.get(row_id(asked.part, asked.id, choice.id))
            if line is None:
                message = _("the line “{text}” of this question is gone").format(text=shortened(choice.shown))
                self._complain(mark, "form-changed", message, changed()[1])
            elif said:
                chosen.append(choice.written)
                chosen.marks.append(line.mark(VALUE))
        is_none = content is not None and not state and self._says_none(asked, content, mark)
        if (state or is_none) and chosen:
            message = _("this cell says “{text}”, but lines below it are chosen")
            message = message.format(text=content_in_words(content or "")[:80])
            self._complain(mark, "two-answers", message, _("Clear this cell, or the lines below it."))
            return None
        if state or chosen or is_none:
            return state or chosen
        said_no = [choice for choice, said in marks if said is False]
        if not said_no or asked.part == PROFILE:
            return None
        if len(said_no) == len(marks):
            return chosen
        message = _("no line of this question is chosen, and only some are denied")
        hint = _("Choose “yes” or “no” in each of its lines.")
        self._complain(mark, "half-answered", message, hint)
        return None

    def _says_none(self, asked: Asked, content: CellContent, mark: CellMark) -> bool:
        """Whether the cell of the question says that no line is true; anything else is a problem."""
        said = " ".join(content_in_words(content).casefold().split())
        if asked.none and said == " ".join(asked.none.casefold().split()):
            return True
        message = _("{value} is not in the list of this cell").format(value=shown(content_in_words(content)))
        self._complain(mark, "not-a-level", message, mark.remedy)
        return False

    def _is_chosen(self, asked: Asked, choice: KeyChoice) -> bool | None:
        """Whether a line is chosen; None if its cell is empty."""
        id = row_id(asked.part, asked.id, choice.id)
        content, row = self._rows.content(id), self._rows.get(id)
        if content is None or row is None:
            return None
        typed = content_in_words(content).strip().casefold()
        words = {self._key.words.get(word, word).casefold(): word for word in (YES_WORD, NO_WORD)}
        word = words.get(typed) or YES_OR_NO.get(typed) or _SIGNS.get(typed)
        if word is None:
            message = _("{value} is neither yes nor no").format(value=shown(content_in_words(content)))
            hint = _("Choose “yes” if the line is true; otherwise leave this cell empty.")
            self._complain(row.mark(VALUE), "not-a-level", message, hint)
        return None if word is None else word == YES_WORD

    # --- details and the cover ---

    def _reason(self, answer: Map, id: str, row: FormRow, *, is_aside: bool) -> None:
        """Why the question is not applicable, if it is."""
        mark = row.mark(ASIDE_WORD)
        reason = self._read_text(id, ASIDE_WORD, mark)
        if is_aside and not reason:
            hint = _("Write here why the question does not apply to you.")
            self._complain(mark, "no-reason", _("“not applicable” needs a reason"), hint)
        elif reason and not is_aside:
            message = _("there is a reason, but the answer is not “not applicable”")
            hint = _("Choose “not applicable” in {cell}, or clear this cell.")
            self._complain(mark, "reason-alone", message, hint.format(cell=row.place(VALUE)))
        if is_aside:
            _put(answer, ASIDE_WORD, reason or "-", mark)

    def _words_of(self, answer: Map, id: str) -> None:
        """Words of the respondent's own in the line of a choice."""
        row = self._rows.get(id)
        before = answer.marks.get("other")
        found = self._map()
        self._text(found, "other", id, "other")
        if row is None or not found:
            return
        if before:
            message = _("there are words of one's own in two rows of this question")
            hint = _("Keep those of the line that they are about, and clear the others.")
            self._complain(row.mark("other"), "two-answers", message, hint)
            return
        _put(answer, "other", found["other"], row.mark("other"))

    def _evidence(self, answer: Map, id: str, row: FormRow) -> None:
        """One piece for each line of the cell; a line that begins with two blanks goes on with the last."""
        mark = row.mark("evidence")
        pieces: list[str] = []
        for line in (self._read_text(id, "evidence", mark) or "").split("\n"):
            if line.startswith("  ") and pieces:
                pieces[-1] += f"\n{line[2:]}"
            elif line.strip():
                pieces.append(line)
        if pieces:
            listed = Seq(self._source, mark)
            listed.extend(pieces)
            listed.marks.extend(mark for _piece in pieces)
            _put(answer, "evidence", listed, mark)

    def _text(self, data: Map, name: str, id: str, column: str) -> None:
        """Put what is written in a cell into `data`."""
        row = self._rows.get(id)
        if row is not None and (text := self._read_text(id, column, row.mark(column))):
            _put(data, name, text, row.mark(column))

    def _read_text(self, id: str, column: str, mark: CellMark) -> str | None:
        content = self._rows.content(id, column)
        if content is not None and not isinstance(content, str):
            self._no_text(mark)
            return None
        return content

    def _no_text(self, mark: CellMark) -> None:
        message = _("this cell holds a number or a date, not a text")
        hint = _("Type it again with an apostrophe (') before it, which makes it a text.")
        self._complain(mark, "not-text", message, hint)

    def _day(self, data: Map) -> None:
        """The date of the answers."""
        id = row_id(COVER, "date")
        row, content = self._rows.get(id), self._rows.content(id)
        if row is None or content is None:
            return
        if isinstance(content, datetime.datetime):
            content = content.date()
        _put(data, "date", str(content) if isinstance(content, datetime.date) else content, row.mark(VALUE))

    def _complain(self, mark: CellMark, code: str, message: str, hint: str) -> None:
        self._source.found.append(self._source.cell_problem(mark, code, message, hint))


def _put(data: Map, name: str, value: Any, mark: CellMark | None) -> None:
    data[name] = value
    data.marks[name] = (mark, mark)
