"""Suggest a map for a table: what is certain as it is, what is only likely with a comment beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from readiness.answers.answers import check_questionnaire
from readiness.answers.responses.asked import Asked, asked_in, bare_text, facts_in
from readiness.answers.responses.columns import letters_of
from readiness.answers.responses.days import orders_of
from readiness.answers.responses.response_map import By
from readiness.authoring.mapping.cells_found import CellWords, FoundCells, read_cells, words_in
from readiness.authoring.mapping.columns_found import FoundColumns, FoundQuestion, find_columns
from readiness.authoring.mapping.headings import NO_REASON, AskedKey
from readiness.messages.catalogue import _, plural
from readiness.messages.characters import printable
from readiness.messages.problems import expect
from readiness.messages.sentences import bare, shortened
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.delimited import DELIMITERS
from readiness.source.dumping import double_quoted
from readiness.source.records import Records

_SHOWN = 60
"""The most characters of a heading or a cell in a comment."""
_CELLS = 20
"""The most cells of one question that a comment lists."""
Suggested = tuple[str, tuple[str, ...]]
"""A line without its comment, and what to check in it."""


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
    asked: dict[AskedKey, Asked] = {
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
        asked: Mapping[AskedKey, Asked],
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
        entries = {key: list(self._entry(key)) for key in self._wanted if key in self._found.questions}
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
        yield from _commented(
            _("Which column of {table} holds what, suggested by readiness.").format(table=self._table.name),
            _("Check the lines with “{mark}”, then remove these words.").format(mark=_check("").strip()),
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
            yield _line(*self._text(key, column))
        for key, words in self._words._asdict().items():
            if words:
                yield f"{key}: [{', '.join(map(double_quoted, words))}]"
        if self._found.ignored:
            yield "ignore:"
            names = dict.fromkeys(map(self._name, self._found.ignored))
            yield from (f"  - {name}" for name in names)

    def _text(self, key: str, column: int) -> Suggested:
        """The line about who answered or when."""
        name = self._name(column)
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

    def _name(self, column: int) -> str:
        """A column as the map names it: by its heading, or by its letters where headings repeat."""
        heading = self._table.headings[column].strip()
        headings = [bare_text(each) for each in self._table.headings]
        if heading and headings.count(bare_text(heading)) == 1:
            return double_quoted(heading)
        letters = letters_of(column)
        return letters if letters.lower() not in headings else str(column + 1)

    # --- questions ---

    def _part(self, part: str, entries: Mapping[AskedKey, Iterable[Suggested]]) -> Iterator[str]:
        mine = {key: lines for key, lines in entries.items() if key[0] == part}
        if mine:
            yield f"{part}:"
        for key, lines in mine.items():
            yield f"  # {_shown(bare(self._asked[key].title))}"
            yield from (_line(*each) for each in lines)

    def _entry(self, key: AskedKey) -> Iterator[Suggested]:
        """The lines about one question."""
        asked, about, cells = self._asked[key], self._found.questions[key], self._cells[key]
        doubts = {column: self._doubt(asked, about, column) for column in about.doubts}
        is_plain = about.column is not None and not about.details
        if is_plain and cells.by == "text" and not cells.likely and not cells.rest and not cells.unmatched:
            assert about.column is not None
            yield f"  {asked.id}: {self._name(about.column)}", tuple(doubts.values())
            return
        yield f"  {asked.id}:", ()
        if about.column is not None:
            yield f"    column: {self._name(about.column)}", _one(doubts.get(about.column))
        else:
            yield "    columns:", ()
            for column, option in about.each.items():
                why = _("write the reason") if option == NO_REASON else doubts.get(column)
                yield f"      {self._name(column)}: {option}", _one(why)
        yield from self._cell_lines(asked, cells)
        for detail, column in about.details.items():
            yield f"    {detail}: {self._name(column)}", _one(doubts.get(column))

    def _cell_lines(self, asked: Asked, cells: FoundCells) -> Iterator[Suggested]:
        """How cells name options, and what those mean that are none."""
        if cells.by != "text":
            yield f"    by: {cells.by}", self._reading(asked, cells.by, cells.also)
        if cells.likely or cells.beyond:
            yield "    options:", ()
        for cell in cells.beyond:
            yield f"      {double_quoted(cell)}: unknown", (_("it is behind the last option"),)
        for cell, id in cells.likely.items():
            why = _("only like “{text}”").format(text=_shown(asked.texts[id]))
            yield f"      {double_quoted(cell)}: {id}", (why,)
        if cells.rest:
            why = _("cells that fit no option are taken for the respondents' own words")
            yield f"    rest: {asked.words}", (why,)
        for cell, count in list(cells.unmatched.items())[:_CELLS]:
            message = plural(
                "“{cell}” in {count} row fits nothing",
                "“{cell}” in {count} rows fits nothing",
                count,
                cell=_shown(cell),
            )
            yield "   ", (message,)
        if (more := len(cells.unmatched) - _CELLS) > 0:
            yield "   ", (plural("and {count} more", "and {count} more", more),)

    def _reading(self, asked: Asked, by: By, also: By | None) -> tuple[str, ...]:
        """What a number or letter is taken for."""
        first, last = asked.ids[0], asked.ids[-1]
        ends = {
            "number": ("1", str(len(asked.ids))),
            "letter": ("A", chr(ord("A") + min(len(asked.ids), 26) - 1)),
            "code": ("A1", f"A{len(asked.ids)}"),
            "score": tuple(f"{score:g}" for score, id in asked.scores.items() if id in (first, last)),
        }[by]
        why = _("{first} is “{text}”, {last} is “{other}”").format(
            first=ends[0], text=_shown(asked.texts[first]), last=ends[-1], other=_shown(asked.texts[last])
        )
        return (why, _("or these are scores: `by: score`")) if also == "score" else (why,)

    def _doubt(self, asked: Asked, about: FoundQuestion, column: int) -> str:
        """Why what `column` is about is not certain."""
        reasons = {
            "number": _("found only by its number"),
            "code": _("the code is taken for a place in the list: “{text}”"),
            "options": _("found only by its options"),
            "place": _("it stands right behind this question"),
        }
        option = about.each.get(column, "")
        reason = reasons.get(about.doubts[column], _("the heading is only like “{text}”"))
        text = asked.texts.get(option, about.doubts[column])
        return reason.format(text=_shown(text))

    # --- what is left ---

    def _rest(self, missing: Sequence[AskedKey]) -> Iterator[str]:
        """Columns of which nothing is known, and questions without one, as comments."""
        if self._found.unmatched:
            yield "#"
            yield from _commented(
                _("Columns of which nothing is known. Name each above, or list it under `ignore`:")
            )
        for column, near in self._found.unmatched.items():
            yield f"#   {self._name(column)}  ({letters_of(column)})"
            for key in near:
                yield f"#     {key[1]}: {_shown(self._asked[key].title)}"
        if missing:
            yield "#"
            yield from _commented(_("Questions without a column, which stay open:"))
        for key in missing:
            yield f"#   {key[1]}: {_shown(self._asked[key].title)}"


def _one(doubt: str | None) -> tuple[str, ...]:
    return (doubt,) if doubt else ()


def _check(why: str) -> str:
    """What is to be checked, as a comment begins with it."""
    return _("check: {why}").format(why=why)


def _line(text: str, checks: Sequence[str]) -> str:
    """A line with what to check in it as a comment."""
    if not checks:
        return text
    return f"{text}  # {_check(_('; ').join(checks))}" if text.strip() else f"{text} # {_check(checks[0])}"


def _commented(*lines: str) -> Iterator[str]:
    yield from (f"# {printable(line)}" for line in lines)


def _shown(text: str) -> str:
    """`text` on one line, and not longer than a comment bears."""
    return printable(shortened(" ".join(text.split()), _SHOWN))
