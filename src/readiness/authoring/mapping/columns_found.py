"""Match the columns of a table with the questions of a questionnaire."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from readiness.answers.responses.asked import Answerable
from readiness.authoring.mapping.headings import (
    ABOUT_SURVEY,
    DAYS,
    ENTERPRISES,
    RESPONDENTS,
    AskedKey,
    HeadingMatch,
    HeadingMatcher,
    SurveyHeading,
    detail_named,
    read_heading,
)
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.records import Records

_TEXTS = {"respondent": RESPONDENTS, "date": DAYS, "enterprise": ENTERPRISES}


@dataclass(slots=True)
class FoundQuestion:
    """The columns about one question, from 0, and why they are not certain."""

    column: int | None = None
    each: dict[int, str] = field(default_factory=dict)
    """What it means if a column is ticked, as a map writes it."""
    details: dict[str, int] = field(default_factory=dict)
    doubts: dict[int, str] = field(default_factory=dict)
    """By column: the text that its heading is only like, or `number`, `code`, `place` or `options`."""


@dataclass(slots=True)
class FoundColumns:
    """What the columns of a table seem to hold."""

    texts: dict[str, int] = field(default_factory=dict)
    questions: dict[AskedKey, FoundQuestion] = field(default_factory=dict)
    ignored: list[int] = field(default_factory=list)
    unmatched: dict[int, list[AskedKey]] = field(default_factory=dict)
    """The columns of which nothing is known, each with the questions that it may be about."""


def find_columns(
    table: Records, languages: Sequence[Questionnaire], asked: Mapping[AskedKey, Answerable], *, quick: bool
) -> FoundColumns:
    """What each column of `table` seems to be about."""
    finder = _Finder(HeadingMatcher(languages, asked, quick=quick), asked)
    headings = [read_heading(heading) for heading in table.headings]
    finder.take_texts(headings)
    for column, heading in enumerate(headings):
        finder.take(column, heading)
    finder.name_groups(headings)
    return finder.found


class _Finder:
    """Goes through the headings from left to right."""

    def __init__(self, matcher: HeadingMatcher, asked: Mapping[AskedKey, Answerable]) -> None:
        self._matcher = matcher
        self._asked = asked
        self.found = FoundColumns()
        self._last: AskedKey | None = None
        """The question of the column before."""
        self._groups: dict[int, list[int]] = {}
        """Columns whose headings are a number and an option or a word, by the number."""
        self._repeated: set[str] = set()
        """Headings that stand behind many questions, such as `备注`, so that they belong to each."""
        self._numbered: dict[int, AskedKey] = {}
        """The questions whose headings have both a number and a text."""

    def take_texts(self, headings: Sequence[SurveyHeading]) -> None:
        """Find who answered, and when, by the likeliest headings."""
        counts = Counter(heading.text for heading in headings)
        self._repeated = {text for text, count in counts.items() if count > 1}
        for key, known in _TEXTS.items():
            for name in known:
                places = [n for n, heading in enumerate(headings) if heading.text.rstrip(":?") == name]
                if places:
                    self.found.texts[key] = places[0]
                    break

    def take(self, column: int, heading: SurveyHeading) -> None:
        """Find what one column is about."""
        if column in self.found.texts.values():
            return
        if not heading.number and (heading.text in ABOUT_SURVEY or heading.text in DAYS):
            self.found.ignored.append(column)
            return
        doubt = "" if heading.text in self._repeated else "place"
        if (detail := detail_named(heading.text)) and self._add_detail(self._last, detail, column, doubt):
            return
        if heading.number and heading.text[:1] in ("(", "["):
            self._groups.setdefault(heading.number, []).append(column)
            return
        match = self._matcher.match(heading)
        if match is None or not self._add(match, column, heading.number):
            self.found.unmatched[column] = self._matcher.nearest(heading)

    def _add(self, match: HeadingMatch, column: int, number: int) -> bool:
        """Note what a column is about; false if something else has that place already."""
        about = self.found.questions.get(match.key)
        if match.option:
            is_free = about is None or (about.column is None and match.option not in about.each.values())
            is_added = is_free and self._asked[match.key].several
        else:
            is_added = about is None and not match.detail
        if not is_added:
            return bool(match.detail) and self._add_detail(match.key, match.detail, column, match.like)
        about = self.found.questions.setdefault(match.key, FoundQuestion())
        if match.option:
            about.each[column] = match.option
        else:
            about.column = column
        if match.like:
            about.doubts[column] = match.like
        self._last = self._numbered[number] = match.key
        return True

    def _add_detail(self, key: AskedKey | None, detail: str, column: int, doubt: str) -> bool:
        """Note a column that says more of an answer; false if there is no such answer, or one already."""
        about = self.found.questions.get(key) if key else None
        if key is None or about is None or key[0] == "profile" or detail in about.details:
            return False
        if detail == "other" and not self._asked[key].words:
            return False
        about.details[detail] = column
        if doubt:
            about.doubts[column] = doubt
        return True

    def name_groups(self, headings: Sequence[SurveyHeading]) -> None:
        """Find the questions of columns that name only options or words such as `comment`, by number."""
        for number, columns in self._groups.items():
            inner = {column: re.sub(r":?\s*[\])]$", "", headings[column].text[1:]) for column in columns}
            details = {column: detail for column, text in inner.items() if (detail := detail_named(text))}
            options = {column: text for column, text in inner.items() if column not in details}
            key = self._numbered.get(number)
            if options:
                key = self._add_options(options, number)
            for column in columns:
                is_detail = column in details and self._add_detail(key, details[column], column, "number")
                if not is_detail and (column in details or not key):
                    self.found.unmatched[column] = self._matcher.nearest(headings[column])

    def _add_options(self, options: Mapping[int, str], number: int) -> AskedKey | None:
        """Note columns of `options`: those of one question alone, or of that with this number."""
        key, doubt = self._matcher.with_options(list(options.values())), "options"
        if key is None:
            key, doubt = self._matcher.by_number(number), "number"
        if key is None or key in self.found.questions or not self._asked[key].several:
            return None
        each = {column: self._matcher.option_of(key, text) for column, text in options.items()}
        if "" in each.values() or len(set(each.values())) < len(each):
            return None
        self.found.questions[key] = FoundQuestion(each=each, doubts={next(iter(each)): doubt})
        return key
