"""What the cells of columns say: how they name options, and which of them fit nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from readiness.answers.responses.asked import Answerable, bare_text
from readiness.answers.responses.cell_reading import CellReader, Misfit
from readiness.answers.responses.joined_options import LIST_PARTS, unmarked
from readiness.answers.responses.likeness import likest
from readiness.answers.responses.option_columns import NOT_TICKED, TICKED
from readiness.answers.responses.response_map import By, MappedQuestion, ResponseMap, TableLayout
from readiness.authoring.mapping.columns_found import FoundQuestion
from readiness.authoring.mapping.headings import NOT_APPLICABLE_WORDS, UNKNOWN_WORDS
from readiness.messages.characters import narrow
from readiness.source.records import Records

_SKIPPED = ("(跳过)", "(空)", "跳过", "-3", "-2")
_WORDS = {"unknown": UNKNOWN_WORDS, "not_applicable": NOT_APPLICABLE_WORDS, "skipped": _SKIPPED}
"""Cells that mean the same in every column, as `bare_text`; those of 问卷星 among them."""
_EXTRA = 2
"""How many options a survey may have behind those of the question: not known, not applicable."""


class CellWords(NamedTuple):
    """The cells of a table that mean the same in every column, as they are written there."""

    unknown: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


class FoundCells(NamedTuple):
    """What the cells about one question say."""

    by: By = "text"
    also: By | None = None
    """The other way in which the cells can be read."""
    likely: Mapping[str, str] = {}
    """The id of the option that a cell is like, by the cell."""
    unmatched: Mapping[str, int] = {}
    """How many rows hold each cell that fits nothing."""
    beyond: tuple[str, ...] = ()
    """Cells that name a place just behind the last option, where a survey offers that one does not know."""
    rest: bool = False
    """Whether what fits nothing may be the respondents' own words."""


def words_in(table: Records, questions: Iterable[tuple[Answerable, FoundQuestion]]) -> CellWords:
    """The cells about `questions` that mean the same everywhere."""
    found: dict[str, dict[str, str]] = {key: {} for key in _WORDS}
    for asked, about in questions:
        if asked.question is None or not asked.question.in_own_words:
            columns = [*_columns(about), *about.details.values()]
            for cell in {row.cells[column] for column in columns for row in table.rows}:
                word = re.split("[:：〖]", cell)[0].strip()
                bare = bare_text(word)
                for key, words in _WORDS.items():
                    if bare in words and bare not in asked.names and not _is_number_for(asked, word):
                        found[key].setdefault(bare, word)
    return CellWords(*(tuple(sorted(found[key].values())) for key in CellWords._fields))


def _is_number_for(asked: Answerable, word: str) -> bool:
    """Whether `word` answers a question that takes a number, such as a margin of -3."""
    question = asked.question
    return question is not None and not asked.texts and question.parse(question.typed(word)) is not None


def read_cells(table: Records, asked: Answerable, about: FoundQuestion, words: CellWords) -> FoundCells:
    """What the cells of `table` say about one question."""
    cells = Counter(
        cell for column in _columns(about) for row in table.rows if (cell := row.cells[column].strip())
    )
    left = _misfits(asked, about, words, cells)
    if not left or not asked.texts:
        return FoundCells(unmatched=left)
    if about.column is not None:
        for extra in range(_EXTRA + 1):
            if ways := _ways(asked, left, extra):
                behind = [cell for cell in left if extra and not _ways(asked, [cell], 0)]
                first = tuple(cell for cell in behind if _ways(asked, [cell], 1))
                rest = {cell: left[cell] for cell in behind if cell not in first}
                return FoundCells(ways[0], ways[1] if len(ways) > 1 else None, {}, rest, first)
    likely = {cell: id for cell in left if (id := likest(cell, asked.texts))}
    rest = {cell: count for cell, count in left.items() if cell not in likely}
    if rest and asked.words and "other" not in about.details and len(left) < len(cells):
        return FoundCells(likely=likely, rest=True)
    return FoundCells(likely=likely, unmatched=rest)


def _columns(about: FoundQuestion) -> list[int]:
    """The columns that hold the answer itself."""
    return list(about.each) if about.column is None else [about.column]


def _misfits(
    asked: Answerable, about: FoundQuestion, words: CellWords, cells: Mapping[str, int]
) -> dict[str, int]:
    """The cells that are no answer as texts, and how many rows hold each."""
    bare = {key: frozenset(map(bare_text, found)) for key, found in words._asdict().items()}
    whole = ResponseMap("", None, TableLayout(), {}, ignored=(), profile={}, answers={}, **bare)
    if about.column is None:
        known = set().union(*bare.values(), TICKED, NOT_TICKED, asked.names)
        own = {asked.words} if asked.words else set()
        if own & set(about.each.values()):
            return {}
        return {
            cell: count
            for cell, count in cells.items()
            if bare_text(cell) not in known and unmarked(bare_text(cell)) not in known
        }
    reader = CellReader(asked, MappedQuestion((), "", {}, "text", {}, {}), whole)
    left: dict[str, int] = {}
    for cell, count in cells.items():
        try:
            reader.one_cell(cell)
        except Misfit as misfit:
            text = misfit.text.strip() or cell
            left[text] = left.get(text, 0) + count
    return left


def _ways(asked: Answerable, cells: Iterable[str], extra: int) -> list[By]:
    """The ways in which `cells` can name options otherwise than by texts, the likelier first.

    A place may be `extra` behind the last option.
    """
    parts = [part.lower() for cell in cells for part in LIST_PARTS.split(narrow(cell)) if part]
    most = len(asked.texts) + extra
    ways: list[By] = []
    if _all(parts, r"\d{1,3}(\.0)?") and all(1 <= float(part) <= most for part in parts):
        ways.append("number")
    if (
        not extra
        and _all(parts, r"[-+]?\d{1,6}(\.\d{1,6})?")
        and all(float(part) in asked.scores for part in parts)
    ):
        ways.append("score")
    if _all(parts, "[a-z]") and all(ord(part) - ord("a") < most for part in parts):
        ways.append("letter")
    if _all(parts, r"[a-z]{1,3}\d{1,3}"):
        numbers = [int(part.lstrip("abcdefghijklmnopqrstuvwxyz")) for part in parts]
        ways += ["code"] if all(1 <= number <= most for number in numbers) else []
    return ways


def _all(parts: Sequence[str], pattern: str) -> bool:
    return bool(parts) and all(re.fullmatch(pattern, part) for part in parts)
