"""The lines of a suggested map about one question, with what to check in them as comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from readiness.answers.responses.asked import Answerable, bare_text
from readiness.answers.responses.response_map import By
from readiness.answers.responses.table_columns import letters_of
from readiness.authoring.mapping.cells_found import FoundCells
from readiness.authoring.mapping.columns_found import FoundQuestion
from readiness.authoring.mapping.headings import NO_REASON
from readiness.messages.catalogue import _, plural
from readiness.messages.characters import printable
from readiness.messages.sentences import shortened
from readiness.source.dumping import double_quoted
from readiness.source.records import Records

_SHOWN = 60
"""The most characters of a heading or a cell in a comment."""
_CELLS = 20
"""The most cells of one question that a comment lists."""
_LONGEST = 500
"""The most characters of a heading that names a column: as a key, YAML takes 1,024 with the marks."""
Suggested: TypeAlias = tuple[str, tuple[str, ...]]
"""A line without its comment, and what to check in it."""


def entry_lines(
    table: Records, asked: Answerable, about: FoundQuestion, cells: FoundCells
) -> Iterator[Suggested]:
    """The lines about one question, and in each what to check."""
    doubts = {column: _doubt(asked, about, column) for column in about.doubts}
    is_plain = about.column is not None and not about.details
    if is_plain and cells.by == "text" and not cells.likely and not cells.rest and not cells.unmatched:
        assert about.column is not None
        yield f"  {asked.id}: {column_name(table, about.column)}", tuple(doubts.values())
        return
    yield f"  {asked.id}:", ()
    if about.column is not None:
        yield f"    column: {column_name(table, about.column)}", _one(doubts.get(about.column))
    else:
        yield "    columns:", ()
        for column, option in about.each.items():
            why = _("write the reason") if option == NO_REASON else doubts.get(column)
            yield f"      {column_name(table, column)}: {option}", _one(why)
    yield from _cell_lines(asked, cells)
    for detail, column in about.details.items():
        yield f"    {detail}: {column_name(table, column)}", _one(doubts.get(column))


def _cell_lines(asked: Answerable, cells: FoundCells) -> Iterator[Suggested]:
    """How cells name options, and what those mean that are none."""
    if cells.by != "text":
        yield f"    by: {cells.by}", _reading(asked, cells.by, cells.also)
    if cells.likely or cells.beyond:
        yield "    options:", ()
    for cell in cells.beyond:
        yield f"      {double_quoted(cell)}: unknown", (_("it is behind the last option"),)
    for cell, id in cells.likely.items():
        why = _("only like “{text}”").format(text=shown_in_comment(asked.texts[id]))
        yield f"      {double_quoted(cell)}: {id}", (why,)
    if cells.rest:
        why = _("cells that fit no option are taken for the respondents' own words")
        yield f"    rest: {asked.words}", (why,)
    for cell, count in list(cells.unmatched.items())[:_CELLS]:
        message = plural(
            "“{cell}” in {count} row fits nothing",
            "“{cell}” in {count} rows fits nothing",
            count,
            cell=shown_in_comment(cell),
        )
        yield "   ", (message,)
    if (more := len(cells.unmatched) - _CELLS) > 0:
        yield "   ", (plural("and {count} more", "and {count} more", more),)


def _reading(asked: Answerable, by: By, also: By | None) -> tuple[str, ...]:
    """What a number or letter is taken for."""
    first, last = asked.ids[0], asked.ids[-1]
    ends = {
        "number": ("1", str(len(asked.ids))),
        "letter": ("A", chr(ord("A") + min(len(asked.ids), 26) - 1)),
        "code": ("A1", f"A{len(asked.ids)}"),
        "score": tuple(f"{score:g}" for score, id in asked.scores.items() if id in (first, last)),
    }[by]
    why = _("{first} is “{text}”, {last} is “{other}”").format(
        first=ends[0],
        text=shown_in_comment(asked.texts[first]),
        last=ends[-1],
        other=shown_in_comment(asked.texts[last]),
    )
    return (why, _("or these are scores: `by: score`")) if also == "score" else (why,)


def _doubt(asked: Answerable, about: FoundQuestion, column: int) -> str:
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
    return reason.format(text=shown_in_comment(text))


def column_name(table: Records, column: int) -> str:
    """A column as the map names it: by its heading, or by its letters where headings repeat."""
    heading = table.headings[column].strip()
    headings = [bare_text(each) for each in table.headings]
    if 0 < len(heading) <= _LONGEST and headings.count(bare_text(heading)) == 1:
        return double_quoted(heading)
    letters = letters_of(column)
    return letters if letters.lower() not in headings else str(column + 1)


def _one(doubt: str | None) -> tuple[str, ...]:
    return (doubt,) if doubt else ()


def check_mark(why: str) -> str:
    """What is to be checked, as a comment begins with it."""
    return _("check: {why}").format(why=why)


def with_checks(text: str, checks: Sequence[str]) -> str:
    """A line with what to check in it as a comment."""
    if not checks:
        return text
    return (
        f"{text}  # {check_mark(_('; ').join(checks))}"
        if text.strip()
        else f"{text} # {check_mark(checks[0])}"
    )


def commented(*lines: str) -> Iterator[str]:
    """`lines` as comments."""
    yield from (f"# {printable(line)}" for line in lines)


def shown_in_comment(text: str) -> str:
    """`text` on one line, and not longer than a comment bears."""
    return printable(shortened(" ".join(text.split()), _SHOWN))
