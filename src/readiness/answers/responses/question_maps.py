"""Read what a map says about single questions and facts of the profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from readiness.answers.answers import UNKNOWN
from readiness.answers.responses.asked import Answerable, bare_text
from readiness.answers.responses.map_parts import MapParts
from readiness.answers.responses.response_map import (
    DETAILS_IN_COLUMNS,
    WAYS_TO_NAME,
    By,
    ColumnName,
    MappedQuestion,
    Meaning,
)
from readiness.messages.catalogue import _
from readiness.messages.names import suggestion
from readiness.source.data import DataPath

_OF_QUESTION = ("column", "columns", "by", "options", "rest", *DETAILS_IN_COLUMNS)
_OF_FACT = ("column", "columns", "by", "options")


class QuestionMapReader(MapParts):
    """Reads where the answers to questions stand."""

    def read(
        self, part: str, raw: Any, known: Mapping[str, Answerable], by: str
    ) -> dict[str, MappedQuestion]:
        """The questions in one `part` of the map; `by` is how their cells name options if they do not say."""
        if raw is None or not self.is_mapping((part,), raw):
            return {}
        found = {}
        for id, about in raw.items():
            path: DataPath = (part, id)
            if id not in known:
                titles = {each.id: each.title for each in known.values()}
                otherwise = _("`readiness questionnaire show` lists the questions.")
                hint = suggestion(id, list(titles), otherwise, titles)
                message = _("there is no question “{name}”").format(name=id[:80])
                self.complaints.add(path, "unknown-question", message, hint, key=True)
            elif isinstance(about, str | int) and not isinstance(about, bool):
                if (column := self.column(path, about)) is not None:
                    found[id] = MappedQuestion(path, column, {}, cast(By, by), {}, {})
            elif self.is_mapping(path, about):
                found[id] = self._question(path, about, known[id], by)
        return found

    def _question(self, path: DataPath, raw: Mapping[str, Any], asked: Answerable, by: str) -> MappedQuestion:
        self.checking.known_keys(path, raw, _OF_FACT if asked.question is None else _OF_QUESTION)
        each = self._option_columns((*path, "columns"), raw.get("columns"), asked)
        column = self.column((*path, "column"), raw["column"]) if "column" in raw else None
        if ("column" in raw) == ("columns" in raw):
            message = _("“{id}” needs `column`, or `columns` with a column for each option").format(
                id=asked.id
            )
            hint = _("Write one of the two.")
            self.complaints.add(path, "no-column", message, hint, key=True)
        own = self.word((*path, "by"), raw.get("by"), WAYS_TO_NAME, by)
        if own == "score" and asked.texts and not asked.scores and raw.get("by"):
            message = _("options of “{id}” share a score").format(id=asked.id)
            hint = _("Write `by: number`, or list the cells under `options`.")
            self.complaints.add((*path, "by"), "wrong-value", message, hint)
        details = {
            key: found
            for key in DETAILS_IN_COLUMNS
            if key in raw and (found := self.column((*path, key), raw[key])) is not None
        }
        if "other" in details and not asked.words:
            message = _("no option of “{id}” takes words of one's own").format(id=asked.id)
            hint = _("Write `note` instead of `other`.")
            self.complaints.add((*path, "other"), "words-without-option", message, hint, key=True)
        rest = self._rest((*path, "rest"), raw.get("rest"), asked)
        return MappedQuestion(
            path, column, each, cast(By, own), self._meanings(path, raw, asked), details, rest
        )

    def _option_columns(self, path: DataPath, raw: Any, asked: Answerable) -> dict[ColumnName, Meaning]:
        """What it means if a column is ticked."""
        if raw is None or not self.is_mapping(path, raw):
            return {}
        found: dict[ColumnName, Meaning] = {}
        for heading, value in raw.items():
            here: DataPath = (*path, heading)
            meaning = self._meaning(here, value, asked)
            if meaning is not None and meaning in found.values():
                message = _("“{id}” has two columns").format(id=str(value)[:80])
                self.complaints.add(here, "option-twice", message, _("Keep one of the two."))
            elif meaning is not None:
                found[heading] = meaning
        return found

    def _rest(self, path: DataPath, raw: Any, asked: Answerable) -> str:
        if raw is None:
            return ""
        if raw == asked.words and raw:
            return asked.words
        message = _("“{id}” is no option that takes words of one's own").format(id=str(raw)[:80])
        hint = _("Remove `rest`.")
        if asked.words:
            hint = _("Write `rest: {id}`.").format(id=asked.words)
        self.complaints.add(path, "wrong-value", message, hint)
        return ""

    def _meanings(self, path: DataPath, raw: Mapping[str, Any], asked: Answerable) -> dict[str, Meaning]:
        """What cells mean, by `bare_text`."""
        here: DataPath = (*path, "options")
        if raw.get("options") is None or not self.is_mapping(here, raw["options"]):
            return {}
        found: dict[str, Meaning] = {}
        for cell, value in raw["options"].items():
            if bare_text(cell) in found:
                message = _("another cell here looks the same as “{cell}”").format(cell=cell[:80])
                self.complaints.add(
                    (*here, cell), "option-twice", message, _("Keep one of the two."), key=True
                )
            elif (meaning := self._meaning((*here, cell), value, asked)) is not None:
                found[bare_text(cell)] = meaning
        return found

    def _meaning(self, path: DataPath, raw: Any, asked: Answerable) -> Meaning | None:
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
            self.checking.unknown(path, "unknown-option", raw, asked.ids, titles=asked.texts)
        elif asked.question is not None:
            for misfit in asked.question.misfits(raw):
                self.complaints.add(*misfit.below(path))
        return None

    def _state(self, path: DataPath, raw: Any, asked: Answerable) -> Meaning | None:
        """That a cell means a state and no option."""
        if raw == UNKNOWN:
            return Meaning("unknown")
        if isinstance(raw, dict):
            self.checking.known_keys(path, raw, ("not_applicable",))
            return Meaning("not-applicable", reason=self._reason(path, raw, asked))
        return Meaning("none") if raw == [] and asked.several else None

    def _reason(self, path: DataPath, raw: Mapping[str, Any], asked: Answerable) -> str:
        assert asked.question is not None
        if asked.question.not_applicable is None:
            message = _("“{id}” applies to every enterprise").format(id=asked.id)
            hint = _("Choose the level that fits, or write `unknown`.")
            self.complaints.add(path, "always-applicable", message, hint)
        return self.checking.text((*path, "not_applicable"), raw.get("not_applicable"))
