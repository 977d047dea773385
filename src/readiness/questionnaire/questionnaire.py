"""The model of a whole questionnaire, in the format of `docs/questionnaire-format.md`.

The models check each part by itself; `loading/meaning.py` checks what must hold between the parts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, Field

from readiness.questionnaire.advice import Opposition, PersonDays, Prerequisite
from readiness.questionnaire.bands import MAX_BANDS, Band, Contradiction, RedFlag, as_number
from readiness.questionnaire.case_library import CaseLibrary
from readiness.questionnaire.combining.combining import Combining
from readiness.questionnaire.combining.ways import WAYS, WayOfWhole, way_of
from readiness.questionnaire.conditions import Condition, all_of, answers_in
from readiness.questionnaire.fields import (
    CountedAs,
    Day,
    Fraction,
    Id,
    Language,
    Many,
    Model,
    QuestionId,
    Score,
    Text,
    Title,
    Version,
)
from readiness.questionnaire.history import MAX_CHANGES, Change
from readiness.questionnaire.pathways import Pathway
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.questions.parts import Options
from readiness.questionnaire.score_scale import Scale
from readiness.questionnaire.sections import QUESTION_LISTS, Section, below, few_enough, few_in_all
from readiness.source.data import DataPath


class Location(NamedTuple):
    """Where a question is: its section, its place in the data, and whether it measures exposure."""

    section: Section
    path: DataPath
    exposure: bool

    @property
    def is_fact(self) -> bool:
        """Whether the question describes the situation, so that its answers have no next better one."""
        return self.section.way.given_is_fact and self.path[-2] == self.section.way.sides[0]


class Acceptance(Model):
    """A warning of `readiness questionnaire check` that the author has looked at and lets stand."""

    doubt: Id
    """The code of the warning."""
    of: QuestionId | None = None
    """The id of what it is about, such as a question or a band; without it, every such warning."""
    reason: Text


MAX_LANGUAGES = 40
MAX_SETS = 100
"""The most answer sets."""
WHOLE = "overall"
"""The id of the whole, where sections are named by their ids."""


class Questionnaire(Model):  # long because it has every key of the main file, and what follows from some
    """A whole questionnaire. The overall score is made of `sections`; `opportunities` are not part of it."""

    id: Id
    version: Version
    title: Title
    description: Text = ""
    source: Text = ""
    """Where the framework comes from."""
    date: Day | None = None
    """The day on which the facts and regulations it names were checked."""
    languages: Annotated[Many[Language], Field(max_length=MAX_LANGUAGES)] = ()
    """The languages that texts are given in, the first one by default."""
    profile: Annotated[Many[ProfileQuestion], Field(max_length=100)] = ()
    scale: Scale = Scale.model_construct()
    aggregation: WayOfWhole = "arithmetic"
    geometric_floor: Score | None = None
    """The least that each section counts in a geometric mean; by default a hundredth of the scale's top."""
    of: Literal["reachable", "fixed"] = "reachable"
    """What the points of a sum are compared with: what can be reached where questions do not count, or always
    the whole scale."""
    unanswered: Literal["worst", "exclude"] = "worst"
    """Whether an open question counts as its worst answer, or not at all, as in some published models."""
    not_applicable_counts: CountedAs = "nowhere"
    """What a question counts as where it is marked not applicable; a question may say it for itself."""
    coverage: Fraction = "2/3"
    """The share of a section's weight that must be answered before a verdict is given."""
    bands: Annotated[Many[Band], Field(min_length=1, max_length=MAX_BANDS)]
    section_bands: Annotated[Many[Band], Field(max_length=MAX_BANDS)] = ()
    """The bands of every section that has neither bands nor a scale of its own."""
    red_flags: Annotated[Many[RedFlag], Field(max_length=100)] = ()
    contradictions: Annotated[Many[Contradiction], Field(max_length=100)] = ()
    """Answers that cannot all be true."""
    prerequisites: Annotated[Many[Prerequisite], Field(max_length=500)] = ()
    """Actions that only make sense after others."""
    opposed: Annotated[Many[Opposition], Field(max_length=100)] = ()
    """Actions that must not be recommended together."""
    effort_days: Annotated[Many[PersonDays], Field(min_length=5, max_length=5)] | None = None
    """The person-days that the efforts 1 to 5 of an action cost, in this order."""
    ready_from: Id | None = None
    """The band from which the enterprise is ready to use an opportunity; without it, the middle band."""
    pathways: Annotated[Many[Pathway], Field(max_length=20)] = ()
    sections: Annotated[Many[Section], Field(min_length=1), AfterValidator(few_enough)]
    opportunities: Annotated[Many[Section], AfterValidator(few_enough), AfterValidator(few_in_all)] = ()
    answer_sets: Annotated[dict[Id, Options], Field(default_factory=dict, max_length=MAX_SETS, exclude=True)]
    """Lists of options by name, for questions that write this name instead of their options."""
    cases: CaseLibrary = CaseLibrary.model_construct()
    accept: Annotated[Many[Acceptance], Field(max_length=500, exclude=True)] = ()
    """Warnings that are not reported, each with the reason."""
    history: Annotated[Many[Change], Field(max_length=MAX_CHANGES)] = ()
    """How each version changed ids, the oldest first."""

    def __repr__(self) -> str:
        asked, sections = len(self.questions), len(self.all_sections)
        return f"<Questionnaire {self.id} {self.version}: {asked} questions in {sections} sections>"

    __str__ = __repr__

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content; how the content is written in files makes no difference.

        A key left at its default does not count, so that a later version with more keys gives the same.
        """
        content = self.model_dump_json(by_alias=True, exclude_defaults=True)
        return hashlib.sha256(content.encode()).hexdigest()

    @cached_property
    def locations(self) -> dict[str, Location]:
        """Where each question is, by id, in the order in which they are asked."""
        return {question.id: location for location, question in walk(self)}

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by id, in the order in which they are asked."""
        return {question.id: question for _location, question in walk(self)}

    def asked(self, *, quick: bool = False) -> tuple[ProfileQuestion | Question, ...]:
        """What may be asked, in order: the profile, then all questions or the quick set.

        The place here, from 1, is the number of a question in the interview and on paper.
        """
        return (*self.profile, *(each for each in self.questions.values() if each.quick or not quick))

    @cached_property
    def asked_if(self) -> dict[str, Condition | None]:
        """When each question is asked, by id: its own condition and those of its sections; None if always."""
        return {
            question.id: all_of(*outer, section.when, question.when)
            for section, outer in self._nested
            for question in section.own_questions()
        }

    @cached_property
    def decisive(self) -> frozenset[str]:
        """The questions on whose answers it depends whether others are asked."""
        conditions = (when for when in self.asked_if.values() if when is not None)
        return frozenset(id for when in conditions for id in answers_in(when))

    @cached_property
    def opened_if(self) -> dict[str, Condition | None]:
        """When the questions of each section are asked, by its id: its condition and those of its parents."""
        return {section.id: all_of(*outer, section.when) for section, outer in self._nested}

    @property
    def _nested(self) -> Iterator[tuple[Section, tuple[Condition | None, ...]]]:
        """Every section with the conditions of the sections around it."""
        to_visit: list[tuple[Section, tuple[Condition | None, ...]]]
        to_visit = [(section, ()) for section in (*self.sections, *self.opportunities)]
        while to_visit:
            section, outer = to_visit.pop(0)
            yield section, outer
            to_visit = [*((child, (*outer, section.when)) for child in section.sections), *to_visit]

    @property
    def way(self) -> Combining:
        """How the sections make the overall score."""
        return self._measured(way_of(self.aggregation, self.geometric_floor))

    def way_in(self, section: Section) -> Combining:
        """How the parts of `section` are combined."""
        return self._measured(section.way)

    def _measured(self, way: Combining) -> Combining:
        return way.fixed() if self.of == "fixed" else way

    @property
    def ways(self) -> list[Combining]:
        """Every way of combining that is used, each once."""
        used = {section.aggregation for section in self.all_sections.values()} | {self.aggregation}
        return [self._measured(way) for name, way in WAYS.items() if name in used]

    @cached_property
    def required_coverage(self) -> float:
        """`coverage` as a number, 0-1."""
        return as_number(self.coverage)

    @cached_property
    def all_sections(self) -> dict[str, Section]:
        """Every section by id, parents before children."""
        return {section.id: section for section in below((*self.sections, *self.opportunities))}

    def aside_as(self, question: Question) -> CountedAs:
        """What `question` counts as where it is marked not applicable."""
        own = question.not_applicable_counts
        return self.not_applicable_counts if own is None else own

    def share_aside(self, question: Question) -> float | None:
        """What `question` is worth where it is not applicable, 0-1; None if it counts nowhere."""
        counts = self.aside_as(question)
        if counts == "nowhere":
            return None
        if isinstance(counts, float):
            return question.share_of(counts)
        return float((counts == "worst") == self.locations[question.id].exposure)

    def scale_of(self, section: Section) -> Scale:
        """The scale of the score of `section`."""
        return section.scale or self.scale

    def bands_of(self, section: Section) -> tuple[Band, ...]:
        """Its own bands, or else the shared ones unless it has its own scale."""
        return section.bands or (self.section_bands if section.scale is None else ())

    def profile_question(self, id: str) -> ProfileQuestion | None:
        """The profile question with this id, or None."""
        return next((question for question in self.profile if question.id == id), None)


def walk(questionnaire: Questionnaire) -> Iterator[tuple[Location, Question]]:
    """Every question with its place, in the order in which they are asked."""
    for name in ("sections", "opportunities"):
        sections: tuple[Section, ...] = getattr(questionnaire, name)
        for index, section in enumerate(sections):
            yield from _section(section, (name, index))


def _section(section: Section, path: DataPath) -> Iterator[tuple[Location, Question]]:
    for name in QUESTION_LISTS:
        questions: tuple[Question, ...] = getattr(section, name)
        for index, question in enumerate(questions):
            yield Location(section, (*path, name, index), name == "exposure"), question
    for index, child in enumerate(section.sections):
        yield from _section(child, (*path, "sections", index))


def placed_bands(questionnaire: Questionnaire) -> Iterator[tuple[DataPath, Band]]:
    """Every band with its place in the data: of the whole, of sections in general, of single sections."""
    lists: list[tuple[DataPath, tuple[Band, ...]]] = [
        (("bands",), questionnaire.bands),
        (("section_bands",), questionnaire.section_bands),
        *(((*path, "bands"), section.bands) for path, section in placed_sections(questionnaire)),
    ]
    for path, bands in lists:
        yield from (((*path, index), band) for index, band in enumerate(bands))


def placed_sections(questionnaire: Questionnaire) -> Iterator[tuple[DataPath, Section]]:
    """Every section with its place in the data, parents before children."""

    def below(sections: tuple[Section, ...], path: DataPath) -> Iterator[tuple[DataPath, Section]]:
        for index, section in enumerate(sections):
            yield (*path, index), section
            yield from below(section.sections, (*path, index, "sections"))

    yield from below(questionnaire.sections, ("sections",))
    yield from below(questionnaire.opportunities, ("opportunities",))
