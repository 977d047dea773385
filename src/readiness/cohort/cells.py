"""The cells of one question in a table of firms: what a `Cells` is for each form of a column."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import reduce
from operator import add, or_
from typing import Any, NamedTuple

import narwhals as nw

from readiness.cohort.column_names import col
from readiness.cohort.firm_cells import JOINED_BY, NONE_OF_THEM
from readiness.cohort.firm_layout import ColumnForm
from readiness.cohort.packing import ANSWERED, PACKED, denominator
from readiness.cohort.text_codes import TextCodes
from readiness.questionnaire.combining.combining import Quantity
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.questions.parts import NOT_APPLICABLE, UNKNOWN
from readiness.questionnaire.questions.tabled import ColumnKind

UNKNOWN_CODE, ASIDE_CODE, BLANK_CODE, WRONG_CODE = -1, -2, -3, -4
"""The codes of cells that hold no answer: the firm does not know, the question is not applicable, the cell is
empty, or holds something else. The code of an answer is `ANSWERED` and the place of its option, or 0."""
# The lowest of many codes tells whether any is wrong.
assert min(UNKNOWN_CODE, ASIDE_CODE, BLANK_CODE) > WRONG_CODE
_NUMBER = r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$"


class Packed(NamedTuple):
    """The shares of the answers to one question, packed; 0 where there is none."""

    column: nw.Expr
    parts: int
    """The level that is worth 1."""


class TextCells:
    """Texts, each the id of an option, a word or a number; the base of all other forms."""

    def __init__(self, column: nw.Expr, words: Mapping[str, int]) -> None:
        self.column = column
        self._words = words

    def blank(self) -> nw.Expr:
        """Whether a cell is empty."""
        return self.column.is_null()

    def looked_up(self, numbers: Mapping[str, float]) -> Quantity:
        """Nothing: only options that are coded can be looked up."""
        raise NotImplementedError

    def codes(self, ids: Sequence[str]) -> nw.Expr:
        """The code of each cell, where the answer is one of the options `ids`."""
        return _chain(self.column, self._coded(ids), self._without())

    def text_codes(self, column: str, ids: Sequence[str]) -> TextCodes:
        """As `codes`, for cells that are the texts of a column with this name."""
        return TextCodes(column, self._coded(ids) | {None: BLANK_CODE}, WRONG_CODE)

    def _coded(self, ids: Sequence[str]) -> dict[str | None, int]:
        """The codes of the options `ids`, and those of words."""
        codes: dict[str | None, int] = {id: ANSWERED + place for place, id in enumerate(ids)}
        codes.update(self._words)
        return codes

    def codes_where(self, fitting: nw.Expr) -> nw.Expr:
        """The code of each cell, where the answers are those that are `fitting`."""
        found = nw.when(fitting.fill_null(False)).then(_whole(ANSWERED)).otherwise(self._without())
        return _chain(self.column, self._words, found)

    def _without(self) -> nw.Expr:
        """The code of a cell that holds neither an answer nor a word."""
        return nw.when(self.blank()).then(_whole(BLANK_CODE)).otherwise(_whole(WRONG_CODE))

    def limited(self, values: nw.Expr, least: float, most: float) -> nw.Expr:
        """As `Cells` says."""
        return values.clip(least, most)

    def by_rows(self, values: nw.Expr, rows: Sequence[tuple[float | None, float]]) -> nw.Expr:
        """As `Cells` says; the last row is for all that is beyond the others."""
        found = nw.lit(rows[-1][1])
        for limit, number in reversed(rows[:-1]):
            found = nw.when(values <= limit).then(nw.lit(number)).otherwise(found)
        return found

    def holds(self, ids: Collection[str]) -> nw.Expr:
        """As `Cells` says."""
        return self.column.is_in(list(ids))

    def holds_only(self, id: str) -> nw.Expr:
        """As `Cells` says."""
        return self.column == id

    def total(self, numbers: Mapping[str, float]) -> nw.Expr:
        """As `Cells` says."""
        terms = (self.holds([id]).cast(nw.Float64) * number for id, number in numbers.items())
        return reduce(add, terms, nw.lit(0.0))

    def lists(self, ids: Sequence[str], alone: Collection[str]) -> nw.Expr:
        """As `Cells` says, of cells that hold one option."""
        return self.holds([*ids, *alone])

    def numbers(self) -> nw.Expr:
        """The number that a text writes."""
        return nw.when(self.column.str.contains(_NUMBER)).then(self.column).cast(nw.Float64)


class CodedCells(TextCells):
    """The codes of cells whose answer is one of some options."""

    def __init__(self, codes: nw.Expr, ids: Sequence[str]) -> None:
        super().__init__(codes, {})
        self._places = {id: ANSWERED + place for place, id in enumerate(ids)}

    def looked_up(self, numbers: Mapping[str, float]) -> Quantity:
        """As `Cells` says; whole multiples of one unit are packed."""
        parts = denominator(numbers.values())
        if parts is None:
            return _chain(self.column, self._by_code(numbers), nw.lit(0.0), nw.lit)
        packed = {id: ANSWERED + round(number * parts) for id, number in numbers.items()}
        if packed == self._places:
            return Packed(nw.when(self.column > 0).then(self.column).otherwise(_whole(0)), parts)
        return Packed(_chain(self.column, self._by_code(packed), _whole(0)), parts)

    def _by_code(self, numbers: Mapping[str, float]) -> dict[int, float]:
        return {self._places[id]: number for id, number in numbers.items()}

    def holds(self, ids: Collection[str]) -> nw.Expr:
        """As `Cells` says."""
        places = sorted(self._places[id] for id in ids)
        if places and places[-1] - places[0] == len(places) - 1:
            return self.column.is_between(places[0], places[-1])
        return self.column.is_in(places)

    def holds_only(self, id: str) -> nw.Expr:
        """As `Cells` says."""
        return self.holds([id])


class ListedCells(TextCells):
    """Cells that list the ids of options: texts with `JOINED_BY` around every id, or lists."""

    def __init__(self, column: nw.Expr, words: Mapping[str, int], chosen: Mapping[str, nw.Expr]) -> None:
        super().__init__(column, words)
        self._chosen = chosen
        """Whether a cell lists an option, by its id."""

    def holds(self, ids: Collection[str]) -> nw.Expr:
        """As `Cells` says."""
        return reduce(or_, (self._chosen[id] for id in ids), nw.lit(False))

    def _count(self, sizes: Mapping[str, int]) -> nw.Expr:
        """The sum of the sizes of all options that a cell lists."""
        return reduce(add, (self._chosen[id].cast(nw.Int32) * size for id, size in sizes.items()), nw.lit(0))


class JoinedCells(ListedCells):
    """Texts that list the ids of options, with `JOINED_BY` before and after each."""

    def holds_only(self, id: str) -> nw.Expr:
        """As `Cells` says."""
        return self.column == joined_ids([id])

    def lists(self, ids: Sequence[str], alone: Collection[str]) -> nw.Expr:
        """As `Cells` says: the ids that are found make up the whole text."""
        length = self._count({id: len(id) + len(JOINED_BY) for id in ids}) + len(JOINED_BY)
        others = [joined_ids([id]) for id in (NONE_OF_THEM, *alone)]
        return ((length > len(JOINED_BY)) & (length == self.column.str.len_chars())) | self.column.is_in(
            others
        )


class ArrayCells(ListedCells):
    """Lists of the ids of options."""

    def holds_only(self, id: str) -> nw.Expr:
        """As `Cells` says."""
        return (self.column.list.len() == 1) & self._chosen[id]

    def lists(self, ids: Sequence[str], alone: Collection[str]) -> nw.Expr:
        """As `Cells` says: as many items as options that are found."""
        found = self._count(dict.fromkeys(ids, 1)) == self.column.list.len()
        return reduce(or_, map(self.holds_only, alone), found)


class NumberCells(TextCells):
    """Numbers: the answers themselves, or the scores of options."""

    def __init__(self, column: nw.Expr, scores: Mapping[str, float]) -> None:
        super().__init__(column, {})
        self._scores = scores
        """Those of the options, by id."""

    def blank(self) -> nw.Expr:
        """Whether there is no number; some programs write not-a-number for nothing."""
        return self.column.is_null() | self.column.is_nan()

    def codes(self, ids: Sequence[str]) -> nw.Expr:
        """As `TextCells` says, by the scores of the options."""
        places = {self._scores[id]: ANSWERED + place for place, id in enumerate(ids)}
        return _chain(self.column, places, self._without())

    def numbers(self) -> nw.Expr:
        """The numbers."""
        return nw.when(~self.blank()).then(self.column)


def joined_ids(ids: Sequence[str]) -> str:
    """The text that lists `ids`."""
    return JOINED_BY + JOINED_BY.join(ids) + JOINED_BY


def padded(column: nw.Expr) -> nw.Expr:
    """Texts that list ids, as `JoinedCells` has them: without blanks and with a `JOINED_BY` at both ends."""
    text = column.cast(nw.String).str.replace_all(" ", "", literal=True)
    return nw.when(text != "").then(nw.concat_str([nw.lit(JOINED_BY), text, nw.lit(JOINED_BY)]))


def lists_option(column: nw.Expr, kind: ColumnKind, id: str) -> nw.Expr:
    """Whether the cells of a column of this kind list an option; texts are `padded`."""
    return column.list.contains(id) if kind == "list" else column.str.contains(joined_ids([id]), literal=True)


def raw_cells(question: Question, form: ColumnForm, chosen: Mapping[str, nw.Expr]) -> TextCells:
    """The cells of `question` as they stand in a column of this form.

    `chosen` has a column for each option that may be listed with others.
    """
    column = col(form.name)
    words = {"": BLANK_CODE, UNKNOWN: UNKNOWN_CODE}
    words |= {NOT_APPLICABLE: ASIDE_CODE} if question.not_applicable else {}
    if chosen and form.kind == "list":
        return ArrayCells(column, {}, chosen)
    if chosen:
        return JoinedCells(column, {joined_ids([word]): code for word, code in words.items()}, chosen)
    if form.kind == "number":
        scores = {option.id: option.score for option in question.choices}
        return NumberCells(column.cast(nw.Float64), scores)
    if form.kind == "boolean":
        return TextCells(_yes_or_no(column), words)
    return TextCells(column if question.choices else column.cast(nw.String), words)


def _yes_or_no(column: nw.Expr) -> nw.Expr:
    return nw.when(column).then(nw.lit("yes")).otherwise(nw.when(~column).then(nw.lit("no")))


def _whole(number: float) -> nw.Expr:
    return nw.lit(int(number), dtype=PACKED)


def _chain(
    column: nw.Expr,
    numbers: Mapping[Any, float],
    otherwise: nw.Expr,
    literal: Callable[[float], nw.Expr] = _whole,
) -> nw.Expr:
    """The number for what a cell holds, and `otherwise` for anything else."""
    for held, number in reversed(list(numbers.items())):
        otherwise = nw.when(column == held).then(literal(number)).otherwise(otherwise)
    return otherwise
