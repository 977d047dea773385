"""Read a map, and check it against a questionnaire."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from readiness.answers.answers import UNKNOWN, check_questionnaire
from readiness.answers.checking import Checking
from readiness.answers.responses.asked import Asked, asked_in, bare_text, facts_in
from readiness.answers.responses.response_map import (
    COVER,
    DAY_ORDERS,
    DETAILS_IN_COLUMNS,
    WAYS_TO_NAME,
    By,
    ColumnName,
    DayOrder,
    MappedQuestion,
    Meaning,
    ResponseMap,
    TableLayout,
    TextColumns,
)
from readiness.messages.catalogue import _
from readiness.messages.names import suggestion
from readiness.questionnaire.history import version_key
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.data import DataPath
from readiness.source.delimited import DELIMITERS
from readiness.source.parsing import parse
from readiness.source.source import Source, read

_Word = TypeVar("_Word", bound=str)
_LISTS = ("unknown", "not_applicable", "skipped")
_KEYS = (
    "questionnaire",
    "version",
    "table",
    *COVER,
    "respondent",
    "date",
    "by",
    *_LISTS,
    "ignore",
    "profile",
    "answers",
)
_OF_QUESTION = ("column", "columns", "by", "options", "rest", *DETAILS_IN_COLUMNS)
_OF_FACT = ("column", "columns", "by", "options")


def load_response_map(path: str | os.PathLike[str], questionnaire: Questionnaire) -> ResponseMap:
    """The map in the file at `path`, checked against `questionnaire`; raises InvalidInput as below."""
    return read_response_map(read(Path(path)), questionnaire)


def read_response_map(source: Source, questionnaire: Questionnaire) -> ResponseMap:
    """The map in the text of `source`, checked against `questionnaire`.

    Raises InvalidInput with every problem at once, WrongType for anything else than a questionnaire.
    """
    check_questionnaire(questionnaire)
    raw = parse(source)
    checking = Checking(raw, questionnaire, source.name)
    if not isinstance(raw, dict):
        message = _("this is not a mapping of keys to values")
        hint = _("Let `readiness answers import RESPONSES --suggest` write a map to start from.")
        checking.complaints.add((), "map-shape", message, hint)
        checking.complaints.raise_if_any()
    found = _MapReader(checking).read(raw, source.name)
    checking.complaints.raise_if_any()
    return found


class _MapReader:
    """Reads the parts of a map one by one."""

    def __init__(self, checking: Checking) -> None:
        self._checking = checking
        self._complaints = checking.complaints

    def read(self, raw: Mapping[str, Any], name: str) -> ResponseMap:
        self._checking.known_keys((), raw, _KEYS)
        self._expect_version(raw)
        by = self._word(("by",), raw.get("by"), WAYS_TO_NAME, "text")
        questionnaires = [self._checking.questionnaire]
        texts = {key: self._text((key,), raw[key]) for key in (*COVER, "respondent", "date") if key in raw}
        words = {key: frozenset(self._words((key,), raw.get(key))) for key in _LISTS}
        return ResponseMap(
            name,
            raw,
            self._layout(raw.get("table")),
            texts,
            ignored=tuple(self._columns(("ignore",), raw.get("ignore") or [])),
            profile=self._questions("profile", raw.get("profile"), facts_in(questionnaires), by),
            answers=self._questions("answers", raw.get("answers"), asked_in(questionnaires), by),
            **words,
        )

    # --- what it is for, and how the table is read ---

    def _expect_version(self, raw: Mapping[str, Any]) -> None:
        """Report another questionnaire, or a version with other ids or options."""
        wanted = {
            "questionnaire": self._checking.questionnaire.id,
            "version": self._checking.questionnaire.version,
        }
        for key, value in wanted.items():
            if not isinstance(raw.get(key), str):
                code, message = "missing-key", _("“{key}” is missing")
                if raw.get(key) is not None:
                    code, message = "not-text", _("“{key}” must be text")
                hint = _("Write `{line}`.").format(line=f"{key}: {value}")
                self._complaints.add((key,), code, message.format(key=key), hint)
                return
        id, version = raw["questionnaire"], raw["version"]
        if id != wanted["questionnaire"]:
            message = _("this map is for the questionnaire “{id}”").format(id=id[:80])
            hint = _("Choose it with --questionnaire, or let --suggest write a map for “{id}”.")
            hint = hint.format(id=wanted["questionnaire"])
            self._complaints.add(("questionnaire",), "other-questionnaire", message, hint)
            return
        hint = _(
            "Check its ids and options with `readiness questionnaire show`; then write `version: {version}`."
        )
        hint = hint.format(version=wanted["version"])
        if not re.fullmatch(r"[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}", version):
            message = _("“{version}” is not a version").format(version=version[:80])
            self._complaints.add(("version",), "bad-version", message, hint)
        elif version_key(version)[:2] != version_key(wanted["version"])[:2]:
            message = _("this map is for version {given}; the questionnaire is {current}")
            message = message.format(given=version, current=wanted["version"])
            self._complaints.add(("version",), "older-map", message, hint)

    def _layout(self, raw: Any) -> TableLayout:
        if raw is None or not self._is_mapping(("table",), raw):
            return TableLayout()
        self._checking.known_keys(("table",), raw, TableLayout._fields)
        delimiter = self._word(("table", "delimiter"), raw.get("delimiter"), tuple(DELIMITERS), "")
        header = raw.get("header", 1)
        if type(header) is not int or not 1 <= header <= 100:
            message = _("“{key}” must be a whole number from {least} to {most}")
            hint = _("Write the number of the row that holds the headings, as in `header: 1`.")
            message = message.format(key="header", least=1, most=100)
            self._complaints.add(("table", "header"), "wrong-value", message, hint)
            header = 1
        sheet = self._checking.text(("table", "sheet"), raw.get("sheet"))
        return TableLayout(delimiter, sheet, header)

    # --- texts and columns ---

    def _text(self, path: DataPath, raw: Any) -> TextColumns:
        """A text, or the columns that hold it."""
        if not isinstance(raw, dict):
            day = self._checking.day(path, raw) if path == ("date",) else None
            return TextColumns(str(day or "") if path == ("date",) else self._checking.text(path, raw))
        self._checking.known_keys(path, raw, ("column", *(("order",) if path == ("date",) else ())))
        here: DataPath = (*path, "column")
        named = raw.get("column")
        columns = tuple(self._columns(here, named if isinstance(named, list) else [named]))
        order = self._word((*path, "order"), raw.get("order"), DAY_ORDERS, "year-first")
        return TextColumns("", columns, here, cast(DayOrder, order))

    def _columns(self, path: DataPath, raw: Any) -> Iterator[ColumnName]:
        """The columns in a list."""
        for index, item in enumerate(raw if isinstance(raw, list) else [raw]):
            place = (*path, index) if isinstance(raw, list) and len(raw) > 1 else path
            if (column := self._column(place, item)) is not None:
                yield column

    def _column(self, path: DataPath, raw: Any) -> ColumnName | None:
        if (isinstance(raw, str) and raw.strip()) or (type(raw) is int and raw > 0):
            return raw
        message = _("a column is named by its heading, its letters or its number")
        hint = _("Write the heading in quotation marks, letters such as C, or a number such as 3.")
        self._complaints.add(path, "bad-column", message, hint)
        return None

    def _words(self, path: DataPath, raw: Any) -> Iterator[str]:
        """Cells that all mean the same."""
        for index, item in enumerate(raw if isinstance(raw, list) else [] if raw is None else [raw]):
            if isinstance(item, str | int | float) and not isinstance(item, bool):
                yield bare_text(str(item))
            else:
                message = _("“{key}” must be text").format(key=path[-1])
                place = (*path, index) if isinstance(raw, list) else path
                self._complaints.add(
                    place, "not-text", message, _("Write what the cells hold, in quotation marks.")
                )

    def _word(self, path: DataPath, raw: Any, known: Sequence[str], otherwise: str) -> str:
        """One of the `known` words; `otherwise` if there is none or it is another one."""
        if raw is None or raw in known:
            return otherwise if raw is None else cast(str, raw)
        self._checking.unknown(path, "wrong-value", raw, list(known))
        return otherwise

    def _is_mapping(self, path: DataPath, raw: Any) -> bool:
        if isinstance(raw, dict):
            return True
        message = _("“{key}” must be a mapping").format(key=path[-1])
        self._complaints.add(path, "not-mapping", message, _("Write `key: value` lines below it."))
        return False

    # --- questions and facts of the profile ---

    def _questions(
        self, part: str, raw: Any, known: Mapping[str, Asked], by: str
    ) -> dict[str, MappedQuestion]:
        if raw is None or not self._is_mapping((part,), raw):
            return {}
        found = {}
        for id, about in raw.items():
            path: DataPath = (part, id)
            if id not in known:
                titles = {each.id: each.title for each in known.values()}
                otherwise = _("`readiness questionnaire show` lists the questions.")
                hint = suggestion(id, list(titles), otherwise, titles)
                message = _("there is no question “{name}”").format(name=id[:80])
                self._complaints.add(path, "unknown-question", message, hint, key=True)
            elif isinstance(about, str | int) and not isinstance(about, bool):
                if (column := self._column(path, about)) is not None:
                    found[id] = MappedQuestion(path, column, {}, cast(By, by), {}, {})
            elif self._is_mapping(path, about):
                found[id] = self._question(path, about, known[id], by)
        return found

    def _question(self, path: DataPath, raw: Mapping[str, Any], asked: Asked, by: str) -> MappedQuestion:
        self._checking.known_keys(path, raw, _OF_FACT if asked.question is None else _OF_QUESTION)
        each = self._option_columns((*path, "columns"), raw.get("columns"), asked)
        column = self._column((*path, "column"), raw["column"]) if "column" in raw else None
        if ("column" in raw) == ("columns" in raw):
            message = _("“{id}” needs `column`, or `columns` with a column for each option").format(
                id=asked.id
            )
            hint = _("Write one of the two.")
            self._complaints.add(path, "no-column", message, hint, key=True)
        own = self._word((*path, "by"), raw.get("by"), WAYS_TO_NAME, by)
        if own == "score" and asked.texts and not asked.scores and raw.get("by"):
            message = _("options of “{id}” share a score").format(id=asked.id)
            hint = _("Write `by: number`, or list the cells under `options`.")
            self._complaints.add((*path, "by"), "wrong-value", message, hint)
        details = {
            key: found
            for key in DETAILS_IN_COLUMNS
            if key in raw and (found := self._column((*path, key), raw[key])) is not None
        }
        if "other" in details and not asked.words:
            message = _("no option of “{id}” takes words of one's own").format(id=asked.id)
            hint = _("Write `note` instead of `other`.")
            self._complaints.add((*path, "other"), "words-without-option", message, hint, key=True)
        rest = self._rest((*path, "rest"), raw.get("rest"), asked)
        return MappedQuestion(
            path, column, each, cast(By, own), self._meanings(path, raw, asked), details, rest
        )

    def _option_columns(self, path: DataPath, raw: Any, asked: Asked) -> dict[ColumnName, Meaning]:
        """What it means if a column is ticked."""
        if raw is None or not self._is_mapping(path, raw):
            return {}
        found: dict[ColumnName, Meaning] = {}
        for heading, value in raw.items():
            here: DataPath = (*path, heading)
            meaning = self._meaning(here, value, asked)
            if meaning is not None and meaning in found.values():
                message = _("“{id}” has two columns").format(id=str(value)[:80])
                self._complaints.add(here, "option-twice", message, _("Keep one of the two."))
            elif meaning is not None:
                found[heading] = meaning
        return found

    def _rest(self, path: DataPath, raw: Any, asked: Asked) -> str:
        if raw is None:
            return ""
        if raw == asked.words and raw:
            return asked.words
        message = _("“{id}” is no option that takes words of one's own").format(id=str(raw)[:80])
        hint = _("Remove `rest`.")
        if asked.words:
            hint = _("Write `rest: {id}`.").format(id=asked.words)
        self._complaints.add(path, "wrong-value", message, hint)
        return ""

    def _meanings(self, path: DataPath, raw: Mapping[str, Any], asked: Asked) -> dict[str, Meaning]:
        """What cells mean, by `bare_text`."""
        here: DataPath = (*path, "options")
        if raw.get("options") is None or not self._is_mapping(here, raw["options"]):
            return {}
        found: dict[str, Meaning] = {}
        for cell, value in raw["options"].items():
            if bare_text(cell) in found:
                message = _("another cell here looks the same as “{cell}”").format(cell=cell[:80])
                self._complaints.add(
                    (*here, cell), "option-twice", message, _("Keep one of the two."), key=True
                )
            elif (meaning := self._meaning((*here, cell), value, asked)) is not None:
                found[bare_text(cell)] = meaning
        return found

    def _meaning(self, path: DataPath, raw: Any, asked: Asked) -> Meaning | None:
        if raw is None:
            return Meaning("open")
        if asked.question is not None and (state := self._state(path, raw, asked)):
            return state
        if asked.several or asked.question is None:
            if isinstance(raw, str) and raw in asked.texts:
                return Meaning("value", raw)
        elif (value := asked.question.parse(raw)) is not None:
            return Meaning("value", asked.question.written(value))
        if asked.texts:
            self._checking.unknown(path, "unknown-option", raw, asked.ids, titles=asked.texts)
        elif asked.question is not None:
            for misfit in asked.question.misfits(raw):
                self._complaints.add(*misfit.below(path))
        return None

    def _state(self, path: DataPath, raw: Any, asked: Asked) -> Meaning | None:
        """That a cell means a state and no option."""
        if raw == UNKNOWN:
            return Meaning("unknown")
        if isinstance(raw, dict):
            self._checking.known_keys(path, raw, ("not_applicable",))
            return Meaning("not-applicable", reason=self._reason(path, raw, asked))
        return Meaning("none") if raw == [] and asked.several else None

    def _reason(self, path: DataPath, raw: Mapping[str, Any], asked: Asked) -> str:
        assert asked.question is not None
        if asked.question.not_applicable is None:
            message = _("“{id}” applies to every enterprise").format(id=asked.id)
            hint = _("Choose the level that fits, or write `unknown`.")
            self._complaints.add(path, "always-applicable", message, hint)
        return self._checking.text((*path, "not_applicable"), raw.get("not_applicable"))
