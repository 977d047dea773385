"""The history of a questionnaire: how each version changed ids."""

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
    """How a version changed ids, so that answers to an older version can be upgraded."""

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
    """The same for profile questions, which have their own ids."""

    def part(self, name: Part) -> Renaming | None:
        """How the ids under this key of an answers file changed; None if they did not."""
        return self if name == "answers" else self.profile


MAX_CHANGES = 500
"""The most versions in a history."""


def version_key(version: str) -> tuple[int, ...]:
    """`version` as a key to sort by."""
    return tuple(map(int, version.split(".")))
