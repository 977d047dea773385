"""Read a map, and check it against a questionnaire."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from readiness.answers.answers import check_questionnaire
from readiness.answers.checking import Checking
from readiness.answers.responses.asked import asked_in, facts_in
from readiness.answers.responses.map_parts import MapParts
from readiness.answers.responses.question_maps import QuestionMapReader
from readiness.answers.responses.response_map import (
    COVER,
    DAY_ORDERS,
    DETAILS_IN_COLUMNS,
    WAYS_TO_NAME,
    DayOrder,
    ResponseMap,
    TableLayout,
    TextColumns,
)
from readiness.messages.catalogue import _
from readiness.messages.problems import expect
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
    expect(path, str | os.PathLike, _("load_response_map takes the path of a file, not {found}"))
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


class _MapReader(MapParts):
    """Reads the parts of a map one by one."""

    def read(self, raw: Mapping[str, Any], name: str) -> ResponseMap:
        self.checking.known_keys((), raw, _KEYS)
        self._expect_version(raw)
        by = self.word(("by",), raw.get("by"), WAYS_TO_NAME, "text")
        questionnaires = [self.checking.questionnaire]
        questions = QuestionMapReader(self.checking)
        texts = {key: self._text((key,), raw[key]) for key in (*COVER, "respondent", "date") if key in raw}
        words = {key: frozenset(self.words((key,), raw.get(key))) for key in _LISTS}
        return ResponseMap(
            name,
            raw,
            self._layout(raw.get("table")),
            texts,
            ignored=tuple(self.columns(("ignore",), raw.get("ignore") or [])),
            profile=questions.read("profile", raw.get("profile"), facts_in(questionnaires), by),
            answers=questions.read("answers", raw.get("answers"), asked_in(questionnaires), by),
            **words,
        )

    # --- what it is for, and how the table is read ---

    def _expect_version(self, raw: Mapping[str, Any]) -> None:
        """Report another questionnaire, or a version with other ids or options."""
        wanted = {
            "questionnaire": self.checking.questionnaire.id,
            "version": self.checking.questionnaire.version,
        }
        for key, value in wanted.items():
            if not isinstance(raw.get(key), str):
                code, message = "missing-key", _("“{key}” is missing")
                if raw.get(key) is not None:
                    code, message = "not-text", _("“{key}” must be text")
                hint = _("Write `{line}`.").format(line=f"{key}: {value}")
                self.complaints.add((key,), code, message.format(key=key), hint)
                return
        id, version = raw["questionnaire"], raw["version"]
        if id != wanted["questionnaire"]:
            message = _("this map is for the questionnaire “{id}”").format(id=id[:80])
            hint = _("Choose it with --questionnaire, or let --suggest write a map for “{id}”.")
            hint = hint.format(id=wanted["questionnaire"])
            self.complaints.add(("questionnaire",), "other-questionnaire", message, hint)
            return
        hint = _(
            "Check its ids and options with `readiness questionnaire show`; then write `version: {version}`."
        )
        hint = hint.format(version=wanted["version"])
        if not re.fullmatch(r"[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}", version):
            message = _("“{version}” is not a version").format(version=version[:80])
            self.complaints.add(("version",), "bad-version", message, hint)
        elif version_key(version)[:2] != version_key(wanted["version"])[:2]:
            message = _("this map is for version {given}; the questionnaire is {current}")
            message = message.format(given=version, current=wanted["version"])
            self.complaints.add(("version",), "older-map", message, hint)

    def _layout(self, raw: Any) -> TableLayout:
        if raw is None or not self.is_mapping(("table",), raw):
            return TableLayout()
        self.checking.known_keys(("table",), raw, TableLayout._fields)
        delimiter = self.word(("table", "delimiter"), raw.get("delimiter"), tuple(DELIMITERS), "")
        header = raw.get("header", 1)
        if type(header) is not int or not 1 <= header <= 100:
            message = _("“{key}” must be a whole number from {least} to {most}")
            hint = _("Write the number of the row that holds the headings, as in `header: 1`.")
            message = message.format(key="header", least=1, most=100)
            self.complaints.add(("table", "header"), "wrong-value", message, hint)
            header = 1
        sheet = self.checking.text(("table", "sheet"), raw.get("sheet"))
        return TableLayout(delimiter, sheet, header)

    # --- texts and columns ---

    def _text(self, path: DataPath, raw: Any) -> TextColumns:
        """A text, or the columns that hold it."""
        if not isinstance(raw, dict):
            day = self.checking.day(path, raw) if path == ("date",) else None
            return TextColumns(str(day or "") if path == ("date",) else self.checking.text(path, raw))
        self.checking.known_keys(path, raw, ("column", *(("order",) if path == ("date",) else ())))
        here: DataPath = (*path, "column")
        named = raw.get("column")
        columns = tuple(self.columns(here, named if isinstance(named, list) else [named]))
        order = self.word((*path, "order"), raw.get("order"), DAY_ORDERS, "year-first")
        return TextColumns("", columns, here, cast(DayOrder, order))
