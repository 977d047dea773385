"""The cells of one question in a table of firms: what a `Cells` is for each form of a column."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from operator import add, or_

import narwhals as nw

from readiness.answers.answers import UNKNOWN
from readiness.cohort.firm_layout import ColumnForm
from readiness.questionnaire.questions.base import Question

NOT_APPLICABLE = "not-applicable"
"""What a cell holds where the question is not applicable."""
NONE_OF_THEM = "[]"
"""What a cell holds where none of several options is chosen."""
SEPARATOR = ";"
"""What stands between two options in a cell."""
UNKNOWN_CODE, ASIDE_CODE, BLANK_CODE = -1.0, -2.0, -3.0
"""What stands among the shares of answers for a word: that the firm does not know, that the question is not
applicable, that there is nothing."""
_NUMBER = r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$"


class TextCells:
    """Texts, each the id of an option or a word; the base of all other forms."""

    def __init__(self, column: nw.Expr, words: Mapping[str, float]) -> None:
        self.column = column
        self._words = words

    def blank(self) -> nw.Expr:
        """Whether a cell has nothing that could be checked."""
        return self.column.is_null()

    def words(self) -> nw.Expr:
        """The code of the word that a cell holds instead of an answer."""
        return _chain(self.column, self._words)

    def looked_up(self, numbers: Mapping[str, float]) -> nw.Expr:
        """As `Cells` says, and the code of a word."""
        return _chain(self.column, {**numbers, **self._words})

    def holds(self, ids: Collection[str]) -> nw.Expr:
        """As `Cells` says."""
        return self.column.is_in(list(ids))

    def holds_only(self, id: str) -> nw.Expr:
        """As `Cells` says."""
        return self.column == id

    def lists(self, ids: Sequence[str], alone: Collection[str]) -> nw.Expr:
        """As `Cells` says, of cells that hold one option."""
        return self.holds([*ids, *alone])

    def numbers(self) -> nw.Expr:
        """The number that a text writes."""
        return nw.when(self.column.str.contains(_NUMBER)).then(self.column).cast(nw.Float64)

    def limited(self, values: nw.Expr, least: float, most: float) -> nw.Expr:
        """As `Cells` says."""
        return values.clip(least, most)

    def by_rows(self, values: nw.Expr, rows: Sequence[tuple[float | None, float]]) -> nw.Expr:
        """As `Cells` says; the last row is for all that is beyond the others."""
        found = nw.lit(rows[-1][1])
        for limit, number in reversed(rows[:-1]):
            found = nw.when(values <= limit).then(nw.lit(number)).otherwise(found)
        return nw.when(~values.is_null()).then(found)


class JoinedCells(TextCells):
    """Texts that list the ids of options, with `SEPARATOR` between them and without blanks."""

    def holds(self, ids: Collection[str]) -> nw.Expr:
        """As `Cells` says."""
        padded = nw.concat_str([nw.lit(SEPARATOR), self.column, nw.lit(SEPARATOR)])
        return _any(padded.str.contains(f"{SEPARATOR}{id}{SEPARATOR}", literal=True) for id in ids)

    def lists(self, ids: Sequence[str], alone: Collection[str]) -> nw.Expr:
        """As `Cells` says: the ids that are found make up the whole text."""
        lengths = _sum(self.holds([id]) * (len(id) + 1) for id in ids)
        return (lengths == self.column.str.len_chars() + 1) | self.column.is_in([NONE_OF_THEM, *alone])


class ListCells(TextCells):
    """Lists of the ids of options."""

    def words(self) -> nw.Expr:
        """None."""
        return nw.lit(None, dtype=nw.Float64)

    def holds(self, ids: Collection[str]) -> nw.Expr:
        """As `Cells` says."""
        return _any(self.column.list.contains(id) for id in ids)

    def holds_only(self, id: str) -> nw.Expr:
        """As `Cells` says."""
        return (self.column.list.len() == 1) & self.column.list.contains(id)

    def lists(self, ids: Sequence[str], alone: Collection[str]) -> nw.Expr:
        """As `Cells` says: as many items as options that are found."""
        found = _sum(self.holds([id]) * 1 for id in ids)
        return (found == self.column.list.len()) | _any(self.holds_only(id) for id in alone)


class NumberCells(TextCells):
    """Numbers: the answers themselves, or the scores of options."""

    def __init__(self, column: nw.Expr, scores: Mapping[str, float]) -> None:
        super().__init__(column, {})
        self._scores = scores
        """Those of the options, by id."""

    def blank(self) -> nw.Expr:
        """Whether there is no number; some programs write not-a-number for nothing."""
        return self.column.is_null() | self.column.is_nan()

    def words(self) -> nw.Expr:
        """None."""
        return nw.lit(None, dtype=nw.Float64)

    def looked_up(self, numbers: Mapping[str, float]) -> nw.Expr:
        """As `Cells` says, by the scores of the options."""
        return _chain(self.column, {self._scores[id]: number for id, number in numbers.items()})

    def holds(self, ids: Collection[str]) -> nw.Expr:
        """As `Cells` says."""
        return self.column.is_in([self._scores[id] for id in ids])

    def holds_only(self, id: str) -> nw.Expr:
        """As `Cells` says."""
        return self.column == self._scores[id]

    def numbers(self) -> nw.Expr:
        """The numbers."""
        return nw.when(~self.blank()).then(self.column)


def tidied(form: ColumnForm) -> nw.Expr:
    """The column as it is read: without blanks between options that are listed in one text."""
    column = nw.col(form.name)
    return column.cast(nw.String).str.replace_all(" ", "", literal=True)


def cells_of(question: Question, form: ColumnForm) -> TextCells:
    """The cells of `question`, which are in a column of this form."""
    column = nw.col(form.name)
    words = {"": BLANK_CODE, UNKNOWN: UNKNOWN_CODE}
    words |= {NOT_APPLICABLE: ASIDE_CODE} if question.not_applicable else {}
    if form.kind == "number":
        scores = {option.id: option.score for option in question.choices}
        return NumberCells(column.cast(nw.Float64), scores)
    if form.kind == "list":
        return ListCells(column, {})
    if form.kind == "boolean":
        return TextCells(_yes_or_no(column), words)
    if "list" in question.column_kinds():
        return JoinedCells(column, words)
    return TextCells(column if question.choices else column.cast(nw.String), words)


def codes_of(question: Question, cells: TextCells) -> nw.Expr:
    """The share of each answer, 0-1, or the code of a word.

    It is 0 if the question is never scored, and null where the cell is empty or wrong.
    """
    fitting = question.fitting_cells(cells)
    if fitting is None:
        return question.shares_of(cells)  # type: ignore[no-any-return]
    shares = question.shares_of(cells) if question.scored else nw.lit(0.0)
    answered = nw.when(nw.lit(True) & fitting & ~cells.blank()).then(shares)
    return nw.coalesce(cells.words(), answered)


def _yes_or_no(column: nw.Expr) -> nw.Expr:
    return nw.when(column).then(nw.lit("yes")).otherwise(nw.when(~column).then(nw.lit("no")))


def _chain(column: nw.Expr, numbers: Mapping[str, float] | Mapping[float, float]) -> nw.Expr:
    """The number for what a cell holds; null for anything else."""
    found = nw.lit(None, dtype=nw.Float64)
    for held, number in reversed(list(numbers.items())):
        found = nw.when(column == held).then(nw.lit(number)).otherwise(found)
    return found


def _any(tests: Iterable[nw.Expr]) -> nw.Expr:
    return reduce(or_, tests, nw.lit(False))


def _sum(numbers: Iterable[nw.Expr]) -> nw.Expr:
    return reduce(add, numbers, nw.lit(0))
