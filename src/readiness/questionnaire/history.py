"""The history of a questionnaire: how each version changed ids."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from readiness.questionnaire.fields import Id, Many, Model, QuestionId, Score, Version

Part: TypeAlias = Literal["answers", "profile", "targets"]
"""The mappings of an answers file that are keyed by ids; `targets` has those of questions too."""


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


_Successors: TypeAlias = Annotated[Many[QuestionId], Field(min_length=1)]
_Predecessors: TypeAlias = Annotated[Many[QuestionId], Field(min_length=2)]


class OldLevel(Model):
    """A level of the version before, and what became of it."""

    was: Id
    score: Score
    """What the old level scored, so that answers given as a number can be read."""
    now: Id | None
    """The level on which such a firm is now; null if it must answer again."""


class Change(Renaming):
    """One version of the history."""

    rescaled: Annotated[dict[QuestionId, Many[OldLevel]], Field(default_factory=dict)]
    """Questions whose levels changed, by the id after this change, with every old level."""
    split: Annotated[dict[QuestionId, _Successors], Field(default_factory=dict)]
    """Questions that became several others, which are asked again: old id to new ids."""
    merged: Annotated[dict[QuestionId, _Predecessors], Field(default_factory=dict)]
    """Questions that replace several others and are asked again: new id to old ids."""
    version: Version
    profile: Renaming | None = None
    """What changed in profile questions, which have their own ids."""

    def part(self, name: Part) -> Renaming | None:
        """How the ids under this key of an answers file changed; None if they did not."""
        return self.profile if name == "profile" else self


MAX_CHANGES = 500
"""The most versions in a history."""


def dropped(step: Renaming) -> dict[str, tuple[str, ...]]:
    """The ids that `step` gave up, each with the ids of the questions that are asked instead."""
    gone: dict[str, tuple[str, ...]] = dict.fromkeys(step.retired, ())
    if isinstance(step, Change):
        pairs = [(old, new) for old, new_ids in step.split.items() for new in new_ids]
        pairs += [(old, new) for new, old_ids in step.merged.items() for old in old_ids]
        for old, new in pairs:
            gone[old] = (*gone.get(old, ()), new)
    return gone


def introduced(step: Renaming) -> set[str]:
    """The ids of questions that `step` began to ask."""
    new = set(step.added)
    if isinstance(step, Change):
        new.update(step.merged, *step.split.values())
    return new


def version_key(version: str) -> tuple[int, ...]:
    """`version` as a key to sort by."""
    return tuple(map(int, version.split(".")))
