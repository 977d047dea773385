"""What all types of questions have in common.

Every type answers the same few questions about a value, so that nothing else needs to know
which type it is dealing with: `parse` a raw value, `share` (0-1), `describe` it, and so on.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import Id, Many, Model, QuestionId, QuestionWeight, Score, Text, Title

MAX_OPTIONS = 300
"""More than there are countries to choose from."""


class Action(Model):
    """What lifts an answer by one level."""

    text: Text
    effort: Annotated[int, Field(ge=1, le=5)]
    """1 (a few days of one manager) to 5 (a programme of over a year with board money)."""
    horizon: Literal[30, 90, 180, 365]
    """Days until it is done."""


class Option(Model):
    """One behaviour a respondent can recognise; `action` leads to the next better one."""

    id: Id
    score: Score
    text: Text
    action: Action | None = None


Value: TypeAlias = Option | tuple[Option, ...] | float | str
"""A parsed answer: one option, several, a number, or text."""


class Question(Model):
    """What all questions have in common."""

    id: QuestionId
    title: Title = ""
    """A noun phrase for tables; the text itself where it is left out."""
    text: Text
    help: Text = ""
    evidence: Annotated[Many[Text], Field(max_length=30)] = ()
    quick: bool = False
    weight: QuestionWeight = 1.0
    """What it weighs beside its neighbours; with 0 it is asked and shown, and counts nowhere."""
    when: Condition | None = None
    not_applicable: Text | None = None
    """The circumstances in which the question may be marked not applicable."""

    @property
    def scored(self) -> bool:
        """Whether it counts in any score."""
        return self.weight > 0

    @property
    def label(self) -> str:
        """How tables call the question."""
        return self.title or self.text

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options a respondent chooses from, in rising order of score; none for free input."""
        return ()

    def option(self, id: str) -> Option | None:
        """The option with this id."""
        return next((option for option in self.choices if option.id == id), None)

    def parse(self, raw: Any) -> Value | None:
        """The value that `raw` stands for, exactly; None if it stands for none."""
        raise NotImplementedError

    def expected(self) -> str:
        """What may be written, in words."""
        raise NotImplementedError

    def share(self, value: Value) -> float:
        """What `value` is worth, 0-1."""
        raise NotImplementedError

    @property
    def ends(self) -> tuple[float, float]:
        """The points that the worst and the best answer add to a sum."""
        raise NotImplementedError

    def points(self, share: float) -> float:
        """The points that `share` adds to a sum."""
        worst, best = self.ends
        return worst + share * (best - worst)

    def level(self, value: Value) -> float | None:
        """The number that `at_least` and `at_most` compare; None where there is none."""
        raise NotImplementedError

    def option_ids(self, value: Value) -> tuple[str, ...]:  # noqa: ARG002 (no options, no ids)
        """The ids of the options in `value`, for `equals` and `any_of`."""
        return ()

    def describe(self, value: Value) -> str:
        """`value` in words."""
        raise NotImplementedError

    def written(self, value: Value) -> Any:
        """`value` as an answers file holds it."""
        raise NotImplementedError

    def better(self, value: Value, *, exposure: bool) -> Value | None:
        """The next better value; less is better where the question measures `exposure`."""
        raise NotImplementedError

    def action(self, value: Value, *, exposure: bool) -> Action | None:
        """What leads from `value` to the next better one."""
        raise NotImplementedError


RESERVED = ("unknown", "true", "false", "null")
"""Words that an answers file reads as something else than the id of an option."""
