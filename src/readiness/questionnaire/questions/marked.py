"""How conditions and rules about actions tell answers apart: by their options and their level."""

from __future__ import annotations

from typing import TypeAlias

from readiness.questionnaire.fields import Model
from readiness.questionnaire.questions.parts import Option

Value: TypeAlias = object
"""A parsed answer; only the type of its question knows what it is."""


class Marked(Model):
    """What conditions and rules about actions ask of a question."""

    def option_ids(self, value: Value) -> tuple[str, ...]:  # noqa: ARG002 (no options, no ids)
        """The ids of the options in `value`, for `equals` and `any_of`."""
        return ()

    def level(self, value: Value) -> float | None:  # noqa: ARG002 (there may be none)
        """The number that `at_least` and `at_most` compare; None where there is none."""
        return None

    def acted_on(self, value: Value, *, exposure: bool) -> tuple[str, ...]:  # noqa: ARG002 (mostly the same)
        """The ids of the options by which a rule may call the action at `value`."""
        return self.option_ids(value)

    def is_past(self, value: Value, option: Option, *, exposure: bool) -> bool | None:
        """Whether the action at `option` was taken on the way to `value`; None if that cannot be told."""
        level = self.level(value)
        if level is None:
            return None
        return level < option.score if exposure else level > option.score
