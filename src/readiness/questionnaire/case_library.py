"""The case library of a questionnaire: what others did, and what to learn from it."""

from typing import Annotated, Literal

from pydantic import Field

from readiness.questionnaire.fields import Id, Many, Model, QuestionId, Text, Title


class Figure(Model):
    """A number as the source states it, not verified by us."""

    statement: Text
    disputed: Text | None = None
    """What other published figures say, where the figure is known to be disputed."""


class Case(Model):
    """What one enterprise or country did, as the source tells it."""

    id: Id
    who: Title
    title: Title
    section: Title
    """The part of the source that describes the case."""
    kind: Literal["exemplar", "cautionary", "context"]
    questions: Annotated[Many[QuestionId], Field(min_length=1)]
    applies_to: Annotated[dict[Id, Many[Id]], Field(default_factory=dict)]
    """The profile options that it fits best, by profile question; a question left out does not matter."""
    summary: Text
    lesson: Text
    figures: Annotated[Many[Figure], Field(max_length=30)] = ()
    note: Text | None = None


class CaseLibrary(Model):
    """All cases of a questionnaire, and the date as of which the source describes them."""

    as_of: Title = "an unstated date"
    cases: Annotated[Many[Case], Field(max_length=1000)] = ()
