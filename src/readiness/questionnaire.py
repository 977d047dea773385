"""A questionnaire as data: what is asked, how it is weighed, and which bands follow.

Frozen, strict models of the format in `docs/questionnaire-format.md`. Nothing here knows any
particular questionnaire; `checks` looks across the models.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from readiness.cases import CaseLibrary
from readiness.conditions import Condition
from readiness.model import (
    SMALLEST,
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
    Weight,
)
from readiness.questions import MAX_OPTIONS, Action, AnyQuestion, Question
from readiness.rounding import Rounding, rounded
from readiness.source import DataPath

Overall: TypeAlias = Literal["arithmetic", "geometric", "minimum", "maximum", "sum", "staged"]
Aggregation: TypeAlias = Literal[Overall, "risk"]
Part: TypeAlias = Literal["answers", "profile"]
"""The two mappings of an answers file that are keyed by ids."""


class Scale(Model):
    """The scale that scores are given on, and how they are rounded when they are shown."""

    minimum: Score = 0.0
    maximum: Score = 100.0
    decimals: Annotated[int, Field(ge=0, le=6)] = 1
    rounding: Rounding = "half-away-from-zero"
    rounds: Literal["display", "score"] = "display"
    """Whether only what is shown is rounded, or the score itself, before it goes into the section above."""

    @model_validator(mode="after")
    def _rises(self) -> Scale:
        if self.maximum - self.minimum < SMALLEST:
            raise ValueError("scale-range")
        return self

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest score."""
        return self.minimum, self.maximum

    def points(self, share: float) -> float:
        """The score that a share from 0 to 1 stands for."""
        return self.minimum + share * (self.maximum - self.minimum)

    def share(self, points: float) -> float:
        """Where a score stands between the ends of the scale, 0-1."""
        return (points - self.minimum) / (self.maximum - self.minimum)

    def settle(self, points: float) -> float:
        """`points` as the score that goes on: rounded, if the scale rounds scores."""
        return float(rounded(points, self.decimals, self.rounding)) if self.rounds == "score" else points


MAX_BANDS = 50


class Band(Model):
    """A level and what it takes; what is left out is not asked for."""

    id: Id
    title: Title
    text: Text = ""
    cut: Score | None = None
    """The score to reach."""
    floor: Score | None = None
    """What each section directly below must reach."""
    requires: Annotated[dict[Id, Score], Field(default_factory=dict)]
    """What single sections below must reach, by section id."""
    coverage: Fraction | None = None
    """The share of the weight that must be answered."""


class Section(Model):
    """A node of the tree: questions or further sections, and how they are aggregated.

    A section whose aggregation is `risk` has `exposure` and `control` questions instead.
    """

    id: Id
    kind: Id = "section"
    title: Title
    description: Text = ""
    weight: Weight = 1.0
    shrinks: bool = False
    """Whether `weight` stands for all that is below, so that it shrinks with what counts there."""
    aggregation: Aggregation = "arithmetic"
    scale: Scale | None = None
    """The scale of its own score, if it is not the questionnaire's."""
    bands: Annotated[Many[Band], Field(max_length=MAX_BANDS)] = ()
    questions: Many[AnyQuestion] = ()
    sections: Many[Section] = ()
    exposure: Many[AnyQuestion] = ()
    control: Many[AnyQuestion] = ()

    @model_validator(mode="after")
    def _holds_one_kind(self) -> Section:
        filled = {name for name in ("questions", "sections", "exposure", "control") if getattr(self, name)}
        wanted = {"exposure", "control"} if self.aggregation == "risk" else filled - {"exposure", "control"}
        if filled != wanted or len(filled) != (2 if self.aggregation == "risk" else 1):
            raise ValueError("section-shape")
        return self

    def all_questions(self) -> Iterator[Question]:
        """Every question of the section and of the sections below it."""
        yield from (*self.questions, *self.exposure, *self.control)
        for section in self.sections:
            yield from section.all_questions()


MAX_QUESTIONS = 500
MAX_TOGETHER = 150
"""Questions of one section and all below it, or of all opportunities: what one answer would lift takes
all the others to find out."""
MAX_SECTIONS = 200


def _few_enough(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    counts = [sum(1 for _question in section.all_questions()) for section in sections]
    if sum(counts) > MAX_QUESTIONS:
        raise ValueError("too-many-questions")
    if max(counts, default=0) > MAX_TOGETHER:
        raise ValueError("too-many-together")
    if sum(1 for _section in _below(sections)) > MAX_SECTIONS:
        raise ValueError("too-many-sections")
    return sections


def _few_in_all(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    if sum(1 for section in sections for _question in section.all_questions()) > MAX_TOGETHER:
        raise ValueError("too-many-in-all")
    return sections


class ProfileOption(Model):
    """One answer to a profile question."""

    id: Id
    text: Title


class ProfileQuestion(Model):
    """A fact about the enterprise: never scored, it drives conditions, pathways and cases."""

    id: Id
    title: Title
    text: Text
    help: Text = ""
    several: bool = False
    """Whether more than one option may be chosen."""
    options: Annotated[Many[ProfileOption], Field(min_length=2, max_length=MAX_OPTIONS)]


class RedFlag(Model):
    """A finding so grave that it caps the verdict, whatever the scores."""

    id: Id
    title: Title
    message: Text
    when: Condition
    caps_at: Id
    action: Action


class Step(Model):
    """One piece of advice of a pathway, with the questions that show how far it has come."""

    text: Text
    when: Condition | None = None
    questions: Many[QuestionId] = ()
    cases: Many[Id] = ()


class Pathway(Model):
    """Advice for enterprises of a certain profile."""

    id: Id
    title: Title
    text: Text
    when: Condition
    steps: Annotated[Many[Step], Field(min_length=1, max_length=30)]


class Location(NamedTuple):
    """Where a question stands: its section, its place in the data, and whether it measures exposure."""

    section: Section
    path: DataPath
    exposure: bool


class Renaming(Model):
    """What a version did to ids, so that answers to an older one can follow."""

    renamed: Annotated[dict[QuestionId, QuestionId], Field(default_factory=dict)]
    """Questions that have a new id, old to new."""
    renamed_options: Annotated[dict[QuestionId, dict[Id, Id]], Field(default_factory=dict)]
    """Options that have a new id, old to new, by the question's id after this change."""
    retired: Many[QuestionId] = ()
    """Questions that are no longer asked."""
    added: Many[QuestionId] = ()
    """Questions that were not asked before."""


class Change(Renaming):
    """One version of the history."""

    version: Version
    profile: Renaming | None = None
    """The same for the profile, whose questions have ids of their own."""

    def part(self, name: Part) -> Renaming | None:
        """What happened to the ids under this key of an answers file."""
        return self if name == "answers" else self.profile


MAX_LANGUAGES = 40
MAX_CHANGES = 500
"""Versions that a history tells of."""


def _day(text: str) -> str:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError("no-day") from None
    return text


Day: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)
]


class Questionnaire(Model):
    """A whole questionnaire. Scores of `sections` make the overall; `opportunities` stay apart."""

    id: Id
    version: Version
    title: Title
    description: Text = ""
    source: Text = ""
    """Where the framework comes from."""
    date: Day | None = None
    """The day as of which named facts and regimes were checked."""
    languages: Annotated[Many[Language], Field(max_length=MAX_LANGUAGES)] = ()
    """The languages that texts are given in, the first one by default."""
    profile: Annotated[Many[ProfileQuestion], Field(max_length=100)] = ()
    scale: Scale = Scale()
    aggregation: Overall = "arithmetic"
    unanswered: Literal["worst", "exclude"] = "worst"
    """Whether an open answer counts at its worst, or nowhere, as some published models have it."""
    coverage: Fraction = "2/3"
    """The share of a section's weight that must be answered before a verdict is given."""
    bands: Annotated[Many[Band], Field(min_length=1, max_length=MAX_BANDS)]
    section_bands: Annotated[Many[Band], Field(max_length=MAX_BANDS)] = ()
    """The bands of every section that has neither bands nor a scale of its own."""
    red_flags: Annotated[Many[RedFlag], Field(max_length=100)] = ()
    pathways: Annotated[Many[Pathway], Field(max_length=20)] = ()
    sections: Annotated[Many[Section], Field(min_length=1), AfterValidator(_few_enough)]
    opportunities: Annotated[Many[Section], AfterValidator(_few_enough), AfterValidator(_few_in_all)] = ()
    cases: CaseLibrary = CaseLibrary()
    history: Annotated[Many[Change], Field(max_length=MAX_CHANGES)] = ()
    """What versions did to ids, the oldest first."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content: the same questionnaire gives the same digest, however written down."""
        return hashlib.sha256(self.model_dump_json(by_alias=True).encode()).hexdigest()

    @cached_property
    def locations(self) -> dict[str, Location]:
        """Where each question stands, in the order in which they are asked."""
        return {question.id: location for location, question in walk(self)}

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by id, in the order in which they are asked."""
        return {question.id: question for _location, question in walk(self)}

    @cached_property
    def required_coverage(self) -> float:
        """`coverage` as a number, 0-1."""
        return as_number(self.coverage)

    @cached_property
    def all_sections(self) -> dict[str, Section]:
        """Every section by id, parents before children."""
        return {section.id: section for section in _below((*self.sections, *self.opportunities))}

    def scale_of(self, section: Section) -> Scale:
        """The scale that the score of `section` is on."""
        return section.scale or self.scale

    def bands_of(self, section: Section) -> tuple[Band, ...]:
        """The bands that `section` is held against."""
        return section.bands or (self.section_bands if section.scale is None else ())

    def profile_question(self, id: str) -> ProfileQuestion | None:
        """The profile question with this id."""
        return next((question for question in self.profile if question.id == id), None)


def as_number(fraction: str) -> float:
    """A fraction such as `2/3` as a number."""
    above, _slash, below = fraction.partition("/")
    return int(above) / int(below)


def version_key(version: str) -> tuple[int, ...]:
    """A version as something that sorts."""
    return tuple(map(int, version.split(".")))


def _below(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _below(section.sections)


def walk(questionnaire: Questionnaire) -> Iterator[tuple[Location, Question]]:
    """Every question with its place, in the order in which they are asked."""
    for name in ("sections", "opportunities"):
        sections: tuple[Section, ...] = getattr(questionnaire, name)
        for index, section in enumerate(sections):
            yield from _section(section, (name, index))


def _section(section: Section, path: DataPath) -> Iterator[tuple[Location, Question]]:
    for name in ("questions", "exposure", "control"):
        questions: tuple[Question, ...] = getattr(section, name)
        for index, question in enumerate(questions):
            yield Location(section, (*path, name, index), name == "exposure"), question
    for index, child in enumerate(section.sections):
        yield from _section(child, (*path, "sections", index))
