"""A whole number on a scale."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from readiness.messages.catalogue import _
from readiness.messages.characters import narrow
from readiness.questionnaire.fields import Score, Text, WrongShape
from readiness.questionnaire.questions.anchors import anchors_in_words, expect_to_differ
from readiness.questionnaire.questions.base import Value
from readiness.questionnaire.questions.form_field import FormField
from readiness.questionnaire.questions.one_of import OneOf
from readiness.questionnaire.questions.parts import Action, Box, Level, Option
from readiness.source.complaints import Fault

MOST_BOXES = 12
"""The most numbers that get a box each on paper; a longer scale gets a line to write on."""


class ScaleQuestion(OneOf):
    """Whole numbers from `minimum` to `maximum`; `labels` says what some of them mean."""

    type: Literal["scale"]
    minimum: int
    maximum: int
    worst: Score | None = None
    """The number that counts as 0%, if it is not `minimum`; higher than `best` if less is better."""
    best: Score | None = None
    """The number that counts as 100%, if it is not `maximum`; every better number does too."""
    labels: Annotated[dict[str, Text], Field(default_factory=dict)]
    """What some of the numbers mean, by number."""
    lift: Action | None = None
    """What raises the answer by one, whatever it is."""

    @model_validator(mode="after")
    def _is_a_range(self) -> ScaleQuestion:
        if not self.minimum < self.maximum <= self.minimum + 100:
            message = _("`minimum` is not below `maximum`, or they are more than 100 apart")
            hint = _("Write the lower end as `minimum`; a scale has 2 to 101 whole numbers.")
            raise WrongShape("scale-range", message, hint, "maximum")
        expect_to_differ(self.lowest, self.highest, "worst" if self.best is None else "best")
        return self

    @cached_property
    def lowest(self) -> float:
        """The number that counts as 0%."""
        return self.minimum if self.worst is None else self.worst

    @cached_property
    def highest(self) -> float:
        """The number that counts as 100%."""
        return self.maximum if self.best is None else self.best

    @cached_property
    def choices(self) -> tuple[Option, ...]:
        """One option for each number."""
        return tuple(
            Option.model_construct(
                id=str(number), score=float(number), text=self._label(number), action=self.lift
            )
            for number in range(self.minimum, self.maximum + 1)
        )

    def _label(self, number: int) -> str:
        label = self.labels.get(str(number))
        return f"{number}: {label}" if label else str(number)

    # --- answers files ---

    def parse(self, raw: Any) -> Option | None:
        """The option of a number; text is refused."""
        return None if isinstance(raw, str) else super().parse(raw)

    def written(self, value: Value) -> Any:
        """The number."""
        assert isinstance(value, Option)
        return int(value.score)

    def expected(self) -> str:
        """The range."""
        return _("Write a whole number from {minimum} to {maximum}, or unknown.").format(
            minimum=self.minimum, maximum=self.maximum
        )

    def levels_to_write(self) -> tuple[Level, ...]:
        """Every number, with its label if it has one."""
        return tuple(Level(option.id, self.labels.get(option.id, "")) for option in self.choices)

    def names_in_tables(self, option: Option) -> tuple[str, ...]:
        """The number, its label, and both together."""
        label = self.labels.get(option.id)
        return (option.id, label, option.text, f"{option.id} {label}") if label else (option.id,)

    # --- the interview: the answer is the number itself, with which each text begins ---

    def lines(self) -> tuple[str, ...]:
        """The numbers and what they mean."""
        return tuple(option.text for option in self.choices)

    def number_of(self, value: Value) -> str:  # noqa: ARG002 (the text begins with it)
        """None: the text begins with it."""
        return ""

    def typed_as(self) -> str:
        """The range."""
        return f"{self.minimum}-{self.maximum}"

    def refusal(self, line: str) -> str:
        """The message that the line is not a number of the scale."""
        message = _("“{typed}” is not a whole number from {minimum} to {maximum}.")
        return message.format(typed=narrow(line)[:40], minimum=self.minimum, maximum=self.maximum)

    # --- the printed form ---

    def kind_in_words(self) -> str:
        """The range."""
        return _("a whole number from {minimum} to {maximum}").format(
            minimum=self.minimum, maximum=self.maximum
        )

    def instruction(self) -> str:
        """Tick one, or write it if there are too many numbers to tick."""
        if len(self.choices) <= MOST_BOXES:
            return super().instruction()
        text = _("Write a whole number from {minimum} to {maximum}.").format(
            minimum=self.minimum, maximum=self.maximum
        )
        meanings = _("; ").join(f"{number}: {label}" for number, label in self.labels.items())
        return _("{text} ({meanings})").format(text=text, meanings=meanings) if meanings else text

    def boxes(self) -> tuple[Box, ...]:
        """One for each number, unless there are too many."""
        if len(self.choices) > MOST_BOXES:
            return ()
        return tuple(Box(option.id, self.labels.get(option.id, "")) for option in self.choices)

    def form_field(self) -> FormField:
        """One of the numbers or, if there are too many to show, a whole number that is written."""
        if len(self.choices) <= MOST_BOXES:
            return super().form_field()
        return FormField("number", least=self.minimum, most=self.maximum, whole=True)

    def worth_in_words(self) -> str:
        """The anchors."""
        return anchors_in_words(f"{self.lowest:g}", f"{self.highest:g}")

    # --- the checker of questionnaires ---

    def doubts(self, *, exposure: bool) -> Iterator[Fault]:  # noqa: ARG002 (the same either way)
        """Labels of numbers that are not on the scale."""
        numbers = {option.id for option in self.choices}
        for key in self.labels:
            if key not in numbers:
                message = _("“{key}” is not on this scale").format(key=key[:80])
                hint = _("Label only whole numbers from {minimum} to {maximum}.")
                hint = hint.format(minimum=self.minimum, maximum=self.maximum)
                yield Fault(("labels", key), "label-unused", message, hint)
