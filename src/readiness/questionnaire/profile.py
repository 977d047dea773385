"""Facts about the enterprise: never scored."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from readiness.questionnaire.fields import (
    Id,
    Many,
    Model,
    Text,
    Title,
)
from readiness.questionnaire.questions.base import MAX_OPTIONS


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
