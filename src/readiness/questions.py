"""The types of questions: what each accepts as an answer, and what share of the best it is worth.

Every type answers the same few questions about a value, so that nothing else needs to know
which type it is dealing with: `parse` a raw value, `share` (0-1), `describe` it, and so on.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag, model_validator

from readiness.conditions import Condition
from readiness.i18n import _
from readiness.model import Id, Many, Model, QuestionId, QuestionWeight, Score, Text, Title

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


class _OneOf(Question):
    """A question answered by one of `choices`."""

    @cached_property
    def lowest(self) -> float:
        """The score that is worth nothing."""
        return min(option.score for option in self.choices)

    @cached_property
    def highest(self) -> float:
        """The score that is worth all."""
        return max(option.score for option in self.choices)

    def parse(self, raw: Any) -> Option | None:
        """By id, or by a score that one option alone has; a whole score as a whole number."""
        if isinstance(raw, str):
            return self.option(raw)
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            return None
        if isinstance(raw, float) and raw.is_integer():
            return None
        named = [option for option in self.choices if option.score == raw]
        return named[0] if len(named) == 1 else None

    def expected(self) -> str:
        """Scores and ids; ids alone where a score is not one option's alone."""
        scores = [option.score for option in self.choices]
        levels = ", ".join(
            option.id if scores.count(option.score) > 1 else f"{option.score:g} ({option.id})"
            for option in self.choices
        )
        return _("Write one of {levels}, or unknown.").format(levels=levels)

    def share(self, value: Value) -> float:
        """(score - lowest) / (highest - lowest), kept within 0-1."""
        assert isinstance(value, Option)
        return min(max((value.score - self.lowest) / (self.highest - self.lowest), 0.0), 1.0)

    @property
    def ends(self) -> tuple[float, float]:
        """The scores that are worth nothing and all, the lower one first."""
        return min(self.lowest, self.highest), max(self.lowest, self.highest)

    def level(self, value: Value) -> float:
        """The option's score."""
        assert isinstance(value, Option)
        return value.score

    def option_ids(self, value: Value) -> tuple[str, ...]:
        """The one id."""
        assert isinstance(value, Option)
        return (value.id,)

    def describe(self, value: Value) -> str:
        """The option's text."""
        assert isinstance(value, Option)
        return value.text

    def written(self, value: Value) -> Any:
        """The option's id."""
        assert isinstance(value, Option)
        return value.id

    def better(self, value: Value, *, exposure: bool) -> Option | None:
        """The nearest option that is worth more, or less where less is better."""
        worth = self.share(value)
        steps = [(abs(self.share(option) - worth), option) for option in self.choices]
        better = [step for step in steps if step[0] and (self.share(step[1]) < worth) == exposure]
        return min(better, key=lambda step: step[0])[1] if better else None

    def action(self, value: Value, *, exposure: bool) -> Action | None:  # noqa: ARG002 (its own either way)
        """The option's own."""
        assert isinstance(value, Option)
        return value.action


class ChoiceQuestion(_OneOf):
    """A behaviourally anchored rating scale: one of several options in rising order of score."""

    type: Literal["choice"] = "choice"
    options: Annotated[Many[Option], Field(min_length=2, max_length=MAX_OPTIONS)]
    minimum: Score | None = None
    """The score that is worth nothing, if it is not the lowest option's."""
    maximum: Score | None = None
    """The score that is worth all, if it is not the highest option's."""

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options."""
        return self.options

    @cached_property
    def lowest(self) -> float:
        """The score that is worth nothing."""
        return min(option.score for option in self.options) if self.minimum is None else self.minimum

    @cached_property
    def highest(self) -> float:
        """The score that is worth all."""
        return max(option.score for option in self.options) if self.maximum is None else self.maximum


class ScaleQuestion(_OneOf):
    """Whole numbers from `minimum` to `maximum`; `labels` says what some of them mean."""

    type: Literal["scale"]
    minimum: int
    maximum: int
    worst: Score | None = None
    """The number that is worth nothing, if it is not `minimum`; above `best` where less is better."""
    best: Score | None = None
    """The number from which on the answer is worth all, if it is not `maximum`."""
    labels: Annotated[dict[str, Text], Field(default_factory=dict)]
    """What a number means, by the number as text."""
    lift: Action | None = None
    """What raises the answer by one, whatever it is."""

    @model_validator(mode="after")
    def _rises(self) -> ScaleQuestion:
        if not self.minimum < self.maximum <= self.minimum + 100:
            raise ValueError("scale-range")
        if self.lowest == self.highest:
            raise ValueError("number-anchors")
        return self

    @cached_property
    def lowest(self) -> float:
        """The number that is worth nothing."""
        return self.minimum if self.worst is None else self.worst

    @cached_property
    def highest(self) -> float:
        """The number that is worth all."""
        return self.maximum if self.best is None else self.best

    @cached_property
    def choices(self) -> tuple[Option, ...]:
        """One option a number."""
        return tuple(
            Option.model_construct(
                id=str(number), score=float(number), text=self._label(number), action=self.lift
            )
            for number in range(self.minimum, self.maximum + 1)
        )

    def _label(self, number: int) -> str:
        label = self.labels.get(str(number))
        return f"{number}: {label}" if label else str(number)

    def parse(self, raw: Any) -> Option | None:
        """By number only."""
        return None if isinstance(raw, str) else super().parse(raw)

    def expected(self) -> str:
        """The range."""
        return _("Write a whole number from {minimum} to {maximum}, or unknown.").format(
            minimum=self.minimum, maximum=self.maximum
        )

    def written(self, value: Value) -> Any:
        """The number."""
        assert isinstance(value, Option)
        return int(value.score)


class YesNoQuestion(_OneOf):
    """Yes or no; yes is worth all unless `better_answer` is no."""

    type: Literal["yes-no"]
    better_answer: Literal["yes", "no"] = "yes"
    lift: Action | None = None
    """What turns the worse answer into the better one."""

    @cached_property
    def choices(self) -> tuple[Option, ...]:
        """The worse one first."""
        words = {"yes": _("Yes"), "no": _("No")}
        worse = "no" if self.better_answer == "yes" else "yes"
        return tuple(
            Option.model_construct(id=id, score=float(score), text=words[id], action=self.lift)
            for score, id in enumerate((worse, self.better_answer))
        )

    def parse(self, raw: Any) -> Option | None:
        """`yes`, `no`, `true` or `false`."""
        if isinstance(raw, bool):
            return self.option("yes" if raw else "no")
        return self.option(raw) if isinstance(raw, str) else None

    def expected(self) -> str:
        """The two words."""
        return _("Write yes, no or unknown.")


class NumberQuestion(Question):
    """A number, worth nothing at `worst` and all at `best`, linear between, whichever is larger."""

    type: Literal["number"]
    worst: Score
    best: Score
    unit: Title = ""
    lift: Action | None = None
    """What moves the number towards `best`."""

    @model_validator(mode="after")
    def _anchors_differ(self) -> NumberQuestion:
        if self.worst == self.best:
            raise ValueError("number-anchors")
        return self

    def parse(self, raw: Any) -> float | None:
        """Any number of at most 15 digits before the point, inside the anchors or not."""
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not -1e15 < raw < 1e15:
            return None
        return float(raw)

    def expected(self) -> str:
        """A number."""
        return _("Write a number without quotes, or unknown.")

    def share(self, value: Value) -> float:
        """(value - worst) / (best - worst), kept within 0-1."""
        assert isinstance(value, float)
        return min(max((value - self.worst) / (self.best - self.worst), 0.0), 1.0)

    @property
    def ends(self) -> tuple[float, float]:
        """Both anchors, the lower one first."""
        return min(self.worst, self.best), max(self.worst, self.best)

    def level(self, value: Value) -> float:
        """The number."""
        assert isinstance(value, float)
        return value

    def describe(self, value: Value) -> str:
        """The number and its unit."""
        return f"{value:.15g} {self.unit}".strip()

    def written(self, value: Value) -> Any:
        """The number, whole where it is."""
        assert isinstance(value, float)
        return int(value) if value.is_integer() else value

    def better(self, value: Value, *, exposure: bool) -> float | None:
        """The best number, or the worst where the question measures exposure."""
        goal = self.worst if exposure else self.best
        return None if self.share(value) == self.share(goal) else goal

    def action(self, value: Value, *, exposure: bool) -> Action | None:  # noqa: ARG002 (there is one)
        """The one action there is."""
        return self.lift


class SeveralQuestion(Question):
    """Any number of options, worth the sum of their scores in proportion to the most that counts.

    `cap` is the sum from which on the answer is worth all; by default the sum of all scores.
    """

    type: Literal["several"]
    options: Annotated[Many[Option], Field(min_length=2, max_length=MAX_OPTIONS)]
    cap: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    lift: Action | None = None
    """What adds one more, where an option has no action of its own."""

    @cached_property
    def most(self) -> float:
        """The sum that is worth all."""
        return self.cap if self.cap is not None else sum(max(option.score, 0.0) for option in self.options)

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options."""
        return self.options

    def parse(self, raw: Any) -> tuple[Option, ...] | None:
        """A list of option ids, each once; an empty list says that none holds."""
        if not isinstance(raw, list) or not all(isinstance(item, str) for item in raw):
            return None
        named = set(raw)
        chosen = tuple(option for option in self.options if option.id in named)
        return chosen if len(chosen) == len(raw) else None

    def expected(self) -> str:
        """A list of ids."""
        ids = ", ".join(option.id for option in self.options)
        return _("Write a list of some of [{ids}], [] for none, or unknown.").format(ids=ids)

    def share(self, value: Value) -> float:
        """The sum of the scores over the most that counts, kept within 0-1."""
        return min(max(self.level(value) / self.most, 0.0), 1.0)

    @property
    def ends(self) -> tuple[float, float]:
        """Nothing, and the most that counts."""
        return 0.0, self.most

    def level(self, value: Value) -> float:
        """The sum of the scores."""
        assert isinstance(value, tuple)
        return sum(option.score for option in value)

    def option_ids(self, value: Value) -> tuple[str, ...]:
        """The ids of all that were chosen."""
        assert isinstance(value, tuple)
        return tuple(option.id for option in value)

    def describe(self, value: Value) -> str:
        """The texts of all that were chosen."""
        assert isinstance(value, tuple)
        return _("; ").join(option.text for option in value) or _("none of these")

    def written(self, value: Value) -> Any:
        """The ids."""
        return list(self.option_ids(value))

    def better(self, value: Value, *, exposure: bool) -> tuple[Option, ...] | None:
        """One more of the options, the most valuable first; one fewer where less is better."""
        assert isinstance(value, tuple)
        rest = [option for option in self.options if (option in value) == exposure and option.score > 0]
        if not rest or self.share(value) == (0.0 if exposure else 1.0):
            return None
        step = max(rest, key=lambda option: option.score)
        return tuple(o for o in self.options if (o in value and o != step) or (o == step and not exposure))

    def action(self, value: Value, *, exposure: bool) -> Action | None:
        """That of the next option to add, or to drop where less is better."""
        assert isinstance(value, tuple)
        following = self.better(value, exposure=exposure)
        changed = [option for option in self.options if (option in value) != (option in (following or ()))]
        return (changed[0].action if following is not None and changed else None) or self.lift


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


def _type_of(raw: Any) -> Any:
    """The type that raw data asks for; a choice unless it says otherwise."""
    if isinstance(raw, Mapping):
        return raw.get("type", "choice")
    return getattr(raw, "type", None)


AnyQuestion: TypeAlias = Annotated[
    Annotated[ChoiceQuestion, Tag("choice")]
    | Annotated[ScaleQuestion, Tag("scale")]
    | Annotated[YesNoQuestion, Tag("yes-no")]
    | Annotated[NumberQuestion, Tag("number")]
    | Annotated[SeveralQuestion, Tag("several")]
    | Annotated[TextQuestion, Tag("text")],
    Discriminator(_type_of),
]
QUESTION_TYPES: dict[str, type[Question]] = {
    "choice": ChoiceQuestion,
    "scale": ScaleQuestion,
    "yes-no": YesNoQuestion,
    "number": NumberQuestion,
    "several": SeveralQuestion,
    "text": TextQuestion,
}
