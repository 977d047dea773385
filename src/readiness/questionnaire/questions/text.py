"""Free text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

from readiness.messages.catalogue import _
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.questions.base import Question, Schema, Value
from readiness.questionnaire.questions.celled import Cells, CellValues
from readiness.questionnaire.questions.raw_values import shown
from readiness.source.complaints import Fault


class TextQuestion(Question):
    """Free text: asked and shown, never scored."""

    type: Literal["text"]
    in_own_words: ClassVar[bool] = True

    def describe(self, value: Value) -> str:
        """The text."""
        return str(value)

    @property
    def has_levels(self) -> bool:
        """None."""
        return False

    # --- answers files ---

    def parse(self, raw: Any) -> str | None:
        """Any text that is not blank."""
        return raw.strip() or None if isinstance(raw, str) else None

    def written(self, value: Value) -> Any:
        """The text."""
        return value

    def expected(self) -> str:
        """Text."""
        return _("Write text, in quotes if it looks like a number.")

    def misfits(self, raw: Any) -> Iterator[Fault]:
        """The fault; for a whole number or a word such as `true`, its hint shows it in quotes."""
        for misfit in super().misfits(raw):
            plain = isinstance(raw, bool | int)
            from readiness.source.dumping import double_quoted  # only for what is refused

            hint = _("Put it in quotes: {text}").format(text=double_quoted(shown(raw)))
            yield misfit._replace(hint=hint) if plain else misfit

    def value_schemas(self) -> list[Schema]:
        """A text that is not blank."""
        return [{"type": "string", "pattern": r"\S"}]

    # --- scores ---

    @property
    def scored(self) -> bool:
        """Always false."""
        return False

    def share(self, value: Value) -> float:  # noqa: ARG002 (never scored)
        """Always 0."""
        return 0.0

    @property
    def ends(self) -> tuple[float, float]:
        """Always 0."""
        return 0.0, 0.0

    # --- a whole table ---

    has_columns = True

    def fitting_cells(self, cells: Cells) -> CellValues:  # noqa: ARG002 (any text is an answer)
        """All."""
        return True

    def cells_that_meet(self, test: Condition, cells: Cells) -> CellValues:  # noqa: ARG002 (none does)
        """None, as a text has neither options nor a level."""
        return False

    # --- the interview and the printed form ---

    def typed(self, line: str) -> Any:
        """The line, character for character."""
        return line

    def kind_in_words(self) -> str:
        """Free text."""
        return _("free text")

    def instruction(self) -> str:
        """Write it."""
        return _("Write it in your own words.")

    # --- the checker of questionnaires ---

    def doubts(self, *, exposure: bool) -> Iterator[Fault]:  # noqa: ARG002 (never scored)
        """A weight, which has no effect."""
        if "weight" in self.model_fields_set and self.weight:
            message = _("free text is never scored, so its weight has no effect")
            yield Fault(("weight",), "weight-unused", message, _("Remove it."))

    def candidates(self, tests: Sequence[Condition]) -> Iterator[str]:  # noqa: ARG002 (all texts are alike)
        """Any text."""
        yield "-"

    def limits_in_words(self) -> str:
        """The text has no score to compare."""
        return _("Use another question; “{id}” is free text, which has no score.").format(id=self.id)
