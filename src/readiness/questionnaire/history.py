"""What versions did to ids."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from readiness.questionnaire.fields import (
    Id,
    Many,
    Model,
    QuestionId,
    Version,
)

Part: TypeAlias = Literal["answers", "profile"]
"""The two mappings of an answers file that are keyed by ids."""


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


MAX_CHANGES = 500
"""Versions that a history tells of."""


def version_key(version: str) -> tuple[int, ...]:
    """A version as something that sorts."""
    return tuple(map(int, version.split(".")))
