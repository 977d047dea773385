"""Advice for enterprises of a certain profile."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import (
    Id,
    Many,
    Model,
    QuestionId,
    Text,
    Title,
)


class Step(Model):
    """One piece of advice in a pathway, with the questions that show its progress."""

    text: Text
    when: Condition | None = None
    questions: Annotated[Many[QuestionId], Field(max_length=8)] = ()
    cases: Annotated[Many[Id], Field(max_length=8)] = ()


class Pathway(Model):
    """Advice for enterprises of a certain profile."""

    id: Id
    title: Title
    text: Text
    when: Condition
    steps: Annotated[Many[Step], Field(min_length=1, max_length=30)]
