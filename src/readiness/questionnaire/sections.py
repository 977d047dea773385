"""Sections: the tree of questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, get_args

from pydantic import Field, model_validator

from readiness.messages.catalogue import _
from readiness.questionnaire.bands import MAX_BANDS, Band
from readiness.questionnaire.combining.combining import Combining, SideName
from readiness.questionnaire.combining.ways import SIDED, WayOfSection, way_of
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import (
    Id,
    Many,
    Model,
    Score,
    Text,
    Title,
    Weight,
    WrongShape,
)
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.questions.types import AnyQuestion
from readiness.questionnaire.score_scale import Scale

SIDES: tuple[SideName, ...] = get_args(SideName)
QUESTION_LISTS = ("questions", *SIDES)
"""The keys of a section that hold questions, in the order in which these are asked."""
NAMES_IN_RESULTS = ("overall", "coverage", "condition", "profile")
"""Words that cannot be ids of sections, because they have another meaning where results hold such ids."""


class Section(Model):
    """Questions or further sections, and how their scores are combined.

    A section that combines two sides has the lists of these instead, such as `exposure` and `control`.
    """

    id: Id
    kind: Id = "section"
    title: Title
    description: Text = ""
    when: Condition | None = None
    """The condition under which the questions in it, and in the sections below it, are asked."""
    weight: Weight = 1.0
    shrinks: bool = False
    """Whether `weight` falls in proportion when only part of what is below counts."""
    aggregation: WayOfSection = "arithmetic"
    geometric_floor: Score | None = None
    """The least that each part counts in a geometric mean."""
    scale: Scale | None = None
    """The scale of the section's score, if it is not the questionnaire's."""
    bands: Annotated[Many[Band], Field(max_length=MAX_BANDS)] = ()
    questions: Many[AnyQuestion] = ()
    sections: Many[Section] = ()
    exposure: Many[AnyQuestion] = ()
    control: Many[AnyQuestion] = ()
    openness: Many[AnyQuestion] = ()
    use: Many[AnyQuestion] = ()

    @model_validator(mode="after")
    def _holds_one_kind(self) -> Section:
        filled = {name for name in (*QUESTION_LISTS, "sections") if getattr(self, name)}
        expected = set(self.way.sides) or filled - set(SIDES)
        if filled != expected or len(filled) != (2 if self.way.sides else 1):
            wrong = [name for name in (*SIDES, "questions", "sections") if name in filled - expected]
            other = "aggregation" if self.way.sides else "sections" if filled else ""
            raise WrongShape("section-shape", *self._shape_in_words(), wrong[0] if wrong else other)
        return self

    def _shape_in_words(self) -> tuple[str, str]:
        """What a section must hold, and how to fix one that does not."""
        if self.way.sides:
            first, second = self.way.sides
            message = _("a section with `aggregation: {way}` must hold both `{first}` and `{second}`")
            return (
                message.format(way=self.aggregation, first=first, second=second),
                _("Write these two lists of questions, and neither `questions` nor `sections`."),
            )
        hint = _("Only with {ways}, write two other lists, such as `exposure` and `control`.")
        return (
            _("a section must hold either `questions` or `sections`"),
            hint.format(ways=_(" or ").join(f"`aggregation: {name}`" for name in SIDED)),
        )

    @property
    def way(self) -> Combining:
        """How the parts of the section are combined."""
        return way_of(self.aggregation, self.geometric_floor)

    def own_questions(self) -> Iterator[Question]:
        """The questions directly in the section."""
        for name in QUESTION_LISTS:
            yield from getattr(self, name)

    def all_questions(self) -> Iterator[Question]:
        """Every question of the section and of the sections below it."""
        yield from self.own_questions()
        for section in self.sections:
            yield from section.all_questions()


MAX_QUESTIONS = 500
MAX_TOGETHER = 150
"""The most questions in one section and all below it, or in all opportunities. Finding the
effect of one answer involves all the others, and takes time."""
MAX_SECTIONS = 200


def few_enough(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return `sections`. Raises WrongShape for too many sections or questions."""
    counts = [sum(1 for _question in section.all_questions()) for section in sections]
    if sum(counts) > MAX_QUESTIONS:
        message = _("these sections have more than 500 questions")
        hint = _("Split the questionnaire, or check that these are the right files; nobody answers so many.")
        raise WrongShape("too-many-questions", message, hint)
    if max(counts, default=0) > MAX_TOGETHER:
        message = _("one of these sections has more than 150 questions")
        hint = _("Split it into several sections; one score of so many answers says little.")
        raise WrongShape("too-many-questions", message, hint)
    if sum(1 for _section in below(sections)) > MAX_SECTIONS:
        message = _("there are more than 200 sections")
        hint = _("Combine sections; nobody reads so many scores.")
        raise WrongShape("too-many-sections", message, hint)
    return sections


def few_in_all(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return `sections`. Raises WrongShape if together they have more than `MAX_TOGETHER` questions."""
    if sum(1 for section in sections for _question in section.all_questions()) > MAX_TOGETHER:
        message = _("these opportunities have more than 150 questions")
        hint = _("Keep only the questions that tell the opportunities apart; nobody answers so many.")
        raise WrongShape("too-many-questions", message, hint)
    return sections


def below(sections: tuple[Section, ...]) -> Iterator[Section]:
    """`sections` and all below them, parents first."""
    for section in sections:
        yield section
        yield from below(section.sections)
