"""What the answer cells of a form in a workbook hold, as an answers file writes it."""

from __future__ import annotations

import datetime
from typing import Any

from readiness.answers.form_key import AskedInForm, FormKey, KeyChoice, changed, content_in_words, number_in
from readiness.answers.form_layout import NO_WORD, PROFILE, VALUE, YES_WORD, row_id
from readiness.answers.form_remedies import how_to_answer
from readiness.answers.form_rows import FormRow, FormRows
from readiness.messages.catalogue import _
from readiness.messages.names import did_you_mean, nearest
from readiness.messages.problems import Problem
from readiness.messages.sentences import shortened
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.raw_values import shown
from readiness.questionnaire.questions.typed_lines import YES_OR_NO
from readiness.source.cell_contents import CellContent
from readiness.source.data import Seq
from readiness.source.workbook import CellMark, WorkbookSource

_SIGNS = {**dict.fromkeys("✓✔√☑", YES_WORD), "true": YES_WORD, "false": NO_WORD, "☐": NO_WORD}
"""What people write instead of yes and no; a cross means yes to some and no to others."""


class FormValues:
    """Reads the answer cells of one form; problems are added to those of its source."""

    def __init__(
        self, source: WorkbookSource, key: FormKey, rows: FormRows, questionnaire: Questionnaire
    ) -> None:
        self._source = source
        self._key = key
        self._rows = rows
        self._questionnaire = questionnaire

    def value(self, id: str, asked: AskedInForm, row: FormRow) -> tuple[Any, CellMark]:
        """What an answers file holds as the value, and where; None if nothing is filled in.

        `not_applicable` stands for that state; its reason is elsewhere.
        """
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
            self._source.found.append(no_text(self._source, mark))
            return None, mark
        return content, mark

    def _not_in_list(self, asked: AskedInForm, content: CellContent, mark: CellMark) -> None:
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

    def _several(self, asked: AskedInForm, content: CellContent | None, state: str, mark: CellMark) -> Any:
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

    def _says_none(self, asked: AskedInForm, content: CellContent, mark: CellMark) -> bool:
        """Whether the cell of the question says that no line is true; anything else is a problem."""
        said = " ".join(content_in_words(content).casefold().split())
        if asked.none and said == " ".join(asked.none.casefold().split()):
            return True
        message = _("{value} is not in the list of this cell").format(value=shown(content_in_words(content)))
        self._complain(mark, "not-a-level", message, mark.remedy)
        return False

    def _is_chosen(self, asked: AskedInForm, choice: KeyChoice) -> bool | None:
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

    def _complain(self, mark: CellMark, code: str, message: str, hint: str) -> None:
        self._source.found.append(self._source.cell_problem(mark, code, message, hint))


def no_text(source: WorkbookSource, mark: CellMark) -> Problem:
    """The problem that a cell for a text holds something else."""
    message = _("this cell holds a number or a date, not a text")
    hint = _("Type it again with an apostrophe (') before it, which makes it a text.")
    return source.cell_problem(mark, "not-text", message, hint)
