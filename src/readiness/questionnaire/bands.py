"""Bands, and the red flags that cap the verdict."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import (
    Fraction,
    Id,
    Model,
    Score,
    Text,
    Title,
)
from readiness.questionnaire.questions.base import Action

MAX_BANDS = 50


class Band(Model):
    """A level and its requirements; those left out do not apply."""

    id: Id
    title: Title
    text: Text = ""
    cut: Score | None = None
    """The score to reach."""
    floor: Score | None = None
    """The score that each section directly below must reach."""
    requires: Annotated[dict[Id, Score], Field(default_factory=dict)]
    """The scores that single sections directly below must reach, by section id."""
    coverage: Fraction | None = None
    """The share of the weight that must be answered."""


class RedFlag(Model):
    """A finding so serious that it caps the verdict, whatever the scores."""

    id: Id
    title: Title
    message: Text
    when: Condition
    caps_at: Id
    action: Action


def as_number(fraction: str) -> float:
    """A fraction such as `2/3` as a number."""
    above, _slash, below = fraction.partition("/")
    return int(above) / int(below)
