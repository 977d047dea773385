"""Free text."""

from __future__ import annotations

from typing import Any, Literal

from readiness.messages.catalogue import _
from readiness.questionnaire.questions.base import Question, Value


class TextQuestion(Question):
    """Free text: asked and shown, never scored."""

    type: Literal["text"]

    @property
    def scored(self) -> bool:
        """Never."""
        return False

    def parse(self, raw: Any) -> str | None:
        """Any text but an empty one."""
        return raw.strip() or None if isinstance(raw, str) else None

    def expected(self) -> str:
        """Text."""
        return _("Write text, in quotes if it looks like a number.")

    def share(self, value: Value) -> float:  # noqa: ARG002 (never scored)
        """Nothing."""
        return 0.0

    @property
    def ends(self) -> tuple[float, float]:
        """Nothing."""
        return 0.0, 0.0

    def level(self, value: Value) -> None:  # noqa: ARG002 (text has no order)
        """None."""
        return

    def describe(self, value: Value) -> str:
        """The text."""
        return str(value)

    def written(self, value: Value) -> Any:
        """The text."""
        return value

    def better(self, value: Value, *, exposure: bool) -> None:  # noqa: ARG002 (never scored)
        """None."""
        return

    def action(self, value: Value, *, exposure: bool) -> None:  # noqa: ARG002 (never scored)
        """None."""
        return
