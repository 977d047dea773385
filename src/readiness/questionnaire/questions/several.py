"""Any number of options."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from readiness.messages.catalogue import _
from readiness.questionnaire.fields import Many
from readiness.questionnaire.questions.base import MAX_OPTIONS, Action, Option, Question, Value


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
