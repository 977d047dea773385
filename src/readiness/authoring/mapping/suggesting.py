"""Suggest a map for a table: what is certain as it is, what is only likely with a comment beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from readiness.answers.answers import check_questionnaire
from readiness.answers.responses.asked import Answerable, asked_in, facts_in
from readiness.answers.responses.days import orders_of
from readiness.answers.responses.table_columns import letters_of
from readiness.authoring.mapping.cells_found import CellWords, read_cells, words_in
from readiness.authoring.mapping.columns_found import FoundColumns, find_columns
from readiness.authoring.mapping.headings import AskedKey
from readiness.authoring.mapping.map_entries import (
    Suggested,
    check_mark,
    column_name,
    commented,
    entry_lines,
    shown_in_comment,
    with_checks,
)
from readiness.messages.catalogue import _
from readiness.messages.problems import expect
from readiness.messages.sentences import bare
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.delimited import DELIMITERS
from readiness.source.dumping import double_quoted
from readiness.source.records import Records


class Suggestion(NamedTuple):
    """A map that was suggested."""

    text: str
    """The map as YAML."""
    sure: int
    """How many questions are certain."""
    to_check: int
    """How many are to be checked."""
    unmatched: int
    """How many columns nothing is known of."""
    missing: int
    """How many questions have no column."""


def suggest_map(
    table: Records,
    questionnaire: Questionnaire,
    *,
    translations: Sequence[Questionnaire] = (),
    quick: bool = False,
    delimiter: str = "",
) -> Suggestion:
    """A map of `table` for `questionnaire`, matched by texts, titles, ids and numbers in all `translations`.

    A heading that has the letters of a text, a title or an id is certain. One that is only like them
    (`likeness.ALIKE`, and `APART` from the next) or has only a number is to be checked. With `quick` only the
    quick set is looked for. `delimiter` is what `table` was read with if it was given. Raises WrongType.
    """
    check_questionnaire(questionnaire)
    expect(table, Records, _("“table” must be Records, as read_table returns them, not {found}"))
    languages = [questionnaire, *translations]
    asked: dict[AskedKey, Answerable] = {
        **{("profile", id): each for id, each in facts_in(languages).items()},
        **{("answers", id): each for id, each in asked_in(languages).items()},
    }
    found = find_columns(table, languages, asked, quick=quick)
    wanted = [
        key
        for key, each in asked.items()
        if not quick or each.question is None or each.question.quick or key in found.questions
    ]
    return _Writer(table, questionnaire, asked, found, wanted).suggestion(delimiter)


class _Writer:
    """Writes the map."""

    def __init__(
        self,
        table: Records,
        questionnaire: Questionnaire,
        asked: Mapping[AskedKey, Answerable],
        found: FoundColumns,
        wanted: Sequence[AskedKey],
    ) -> None:
        self._table = table
        self._questionnaire = questionnaire
        self._asked = asked
        self._found = found
        self._wanted = wanted
        about = [(asked[key], each) for key, each in found.questions.items()]
        self._words: CellWords = words_in(table, about)
        self._cells = {
            key: read_cells(table, asked[key], each, self._words) for key, each in found.questions.items()
        }
        self._decide()

    def suggestion(self, delimiter: str) -> Suggestion:
        """The map and its figures."""
        entries = {
            key: list(
                entry_lines(self._table, self._asked[key], self._found.questions[key], self._cells[key])
            )
            for key in self._wanted
            if key in self._found.questions
        }
        doubtful = sum(any(checks for _line, checks in lines) for lines in entries.values())
        missing = [key for key in self._wanted if key not in entries]
        lines = [
            *self._head(delimiter),
            *self._part("profile", entries),
            *self._part("answers", entries),
            *self._rest(missing),
        ]
        text = "\n".join(lines) + "\n"
        return Suggestion(text, len(entries) - doubtful, doubtful, len(self._found.unmatched), len(missing))

    def _decide(self) -> None:
        """Where the cells of several questions can be read in two ways, prefer the one that fits them all."""
        ways = [{each.by, each.also} - {None} for each in self._cells.values() if each.by != "text"]
        common = set.intersection(*ways) if ways else set()
        if len(common) != 1:
            return
        (only,) = common
        for key, each in self._cells.items():
            if each.by != "text" and only is not None:
                self._cells[key] = each._replace(by=only, also=None)

    # --- the head ---

    def _head(self, delimiter: str) -> Iterator[str]:
        yield from commented(
            _("Which column of {table} holds what, suggested by readiness.").format(table=self._table.name),
            _("Check the lines with “{mark}”, then remove these words.").format(mark=check_mark("").strip()),
        )
        yield f"questionnaire: {self._questionnaire.id}"
        yield f"version: {self._questionnaire.version}"
        layout = {
            "delimiter": delimiter if delimiter in DELIMITERS else "",
            "sheet": double_quoted(self._table.sheet) if self._table.sheet else "",
            "header": str(self._table.header) if self._table.header > 1 else "",
        }
        if any(layout.values()):
            yield f"table: {{{', '.join(f'{key}: {value}' for key, value in layout.items() if value)}}}"
        for key, column in self._found.texts.items():
            yield with_checks(*self._text(key, column))
        for key, words in self._words._asdict().items():
            if words:
                yield f"{key}: [{', '.join(map(double_quoted, words))}]"
        if self._found.ignored:
            yield "ignore:"
            names = dict.fromkeys(column_name(self._table, column) for column in self._found.ignored)
            yield from (f"  - {name}" for name in names)

    def _text(self, key: str, column: int) -> Suggested:
        """The line about who answered or when."""
        name = column_name(self._table, column)
        if key != "date":
            return f"{key}: {{column: {name}}}", ()
        cells = [cell for row in self._table.rows if (cell := row.cells[column].strip())]
        orders = orders_of(cells)
        if orders[:1] == ["year-first"]:
            return f"{key}: {{column: {name}}}", ()
        if not orders:
            return f"{key}: {{column: {name}}}", (_("some of its cells are not days"),)
        checks = (_("month or day first?"),) if len(orders) > 1 else ()
        return f"{key}: {{column: {name}, order: {orders[0]}}}", checks

    # --- questions ---

    def _part(self, part: str, entries: Mapping[AskedKey, Iterable[Suggested]]) -> Iterator[str]:
        mine = {key: lines for key, lines in entries.items() if key[0] == part}
        if mine:
            yield f"{part}:"
        for key, lines in mine.items():
            yield f"  # {shown_in_comment(bare(self._asked[key].title))}"
            yield from (with_checks(*each) for each in lines)

    # --- what is left ---

    def _rest(self, missing: Sequence[AskedKey]) -> Iterator[str]:
        """Columns of which nothing is known, and questions without one, as comments."""
        if self._found.unmatched:
            yield "#"
            yield from commented(
                _("Columns of which nothing is known. Name each above, or list it under `ignore`:")
            )
        for column, near in self._found.unmatched.items():
            yield f"#   {column_name(self._table, column)}  ({letters_of(column)})"
            for key in near:
                yield f"#     {key[1]}: {shown_in_comment(self._asked[key].title)}"
        if missing:
            yield "#"
            yield from commented(_("Questions without a column, which stay open:"))
        for key in missing:
            yield f"#   {key[1]}: {shown_in_comment(self._asked[key].title)}"
