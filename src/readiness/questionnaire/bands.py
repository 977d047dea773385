"""Bands, and the red flags that cap the verdict."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import (
    Fraction,
    Id,
    Many,
    Model,
    QuestionId,
    Score,
    Text,
    Title,
)
from readiness.questionnaire.questions.parts import Action

MAX_BANDS = 50


class ControlMinimum(Model):
    """The control that each risk must reach: `base` + `slope` · exposure (0-1), as points of its scale."""

    base: Score
    slope: Score


class StageText(Model):
    """What a band says to enterprises that meet a condition."""

    when: Condition
    text: Text


class Band(Model):
    """A band and what it requires; what is left out is not required."""

    id: Id
    title: Title
    text: Text = ""
    texts: Annotated[Many[StageText], Field(max_length=20)] = ()
    """Instead of `text`, for enterprises that meet a condition; the first whose condition holds is used."""
    cut: Score | None = None
    """The score to reach."""
    floor: Score | None = None
    """The score that each section directly below must reach."""
    requires: Annotated[dict[Id, Score], Field(default_factory=dict)]
    """The scores that single sections directly below must reach, by section id."""
    control: ControlMinimum | None = None
    """What the control of each `control` section below must reach; for these it replaces `floor`."""
    when: Condition | None = None
    """A condition on the profile, on answers or on scores; while it is undecided it is not met."""
    coverage: Fraction | None = None
    """The share of the whole weight that must be answered."""


class RedFlag(Model):
    """A finding so serious that it caps the verdict, whatever the scores."""

    id: Id
    title: Title
    message: Text
    when: Condition
    caps_at: Id
    action: Action
    answers: Annotated[Many[QuestionId], Field(max_length=30)] = ()
    """Questions whose next step the action takes; their own action is not recommended beside it."""


class Contradiction(Model):
    """Answers that cannot all be true; they change no score, but should be looked at again."""

    id: Id
    message: Text
    when: Condition


def as_number(fraction: str) -> float:
    """A fraction such as `2/3` or `0.66` as a number."""
    above, _slash, below = fraction.partition("/")
    return float(above) / int(below or 1)
