"""One of several behaviours, in rising order unless the author wants another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Literal

from readiness.messages.catalogue import _, plural
from readiness.messages.sentences import one_of
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import Score
from readiness.questionnaire.questions.actions import doubtful_actions
from readiness.questionnaire.questions.anchors import anchors_in_words
from readiness.questionnaire.questions.base import Value
from readiness.questionnaire.questions.one_of import OneOf
from readiness.questionnaire.questions.parts import Option, Options
from readiness.questionnaire.rounding import all_digits
from readiness.source.complaints import Fault

LISTED = 3
"""The most levels that are named one by one; more become “or higher” or “or lower”."""


class ChoiceQuestion(OneOf):
    """One of several options, each something that can be seen; usually in rising order of score."""

    type: Literal["choice"] = "choice"
    options: Options
    order: Literal["rising", "as-listed"] = "rising"
    """Whether the options must rise in score; `as-listed` is for items that are reversed or two-sided."""
    minimum: Score | None = None
    """The score that counts as 0%, if it is not the lowest option's."""
    maximum: Score | None = None
    """The score that counts as 100%, if it is not the highest option's."""

    may_follow = frozenset({"missing-key", "options-alike", "option-range", "option-without-action"})

    @property
    def listed(self) -> tuple[Option, ...]:
        """The options."""
        return self.options

    @cached_property
    def rises(self) -> bool:
        """Whether the options are listed from the lowest score to the highest."""
        return all(before.score <= option.score for before, option in pairwise(self.options))

    @property
    def _falls(self) -> bool:
        """Whether they are listed from the highest to the lowest; two alone may be a slip."""
        scores = [option.score for option in self.options]
        return len(scores) > 2 and scores == sorted(scores, reverse=True)

    @cached_property
    def lowest(self) -> float:
        """The score that counts as 0%."""
        return min(option.score for option in self.options) if self.minimum is None else self.minimum

    @cached_property
    def highest(self) -> float:
        """The score that counts as 100%."""
        return max(option.score for option in self.options) if self.maximum is None else self.maximum

    def in_short(self, value: Value) -> str:
        """The score of the level."""
        return _("level {number}").format(number=self.level_in_words(self.level(value)))

    def distance_in_words(self, value: Value, goal: Value, *, exposure: bool) -> str:
        """The number of levels or, where their scores do not rise one by one, of points."""
        distance = self.distance(value, goal, exposure=exposure)
        ends = self.level(value), self.level(goal)
        levels = {option.score for option in self.options if min(ends) < option.score <= max(ends)}
        if not distance or len(levels) == distance:
            return plural("{count} level", "{count} levels", int(distance))
        if distance == 1:
            return _("1 point")
        return _("{number} points").format(number=self.level_in_words(distance))

    def test_in_words(self, test: Condition, name: str) -> str:
        """The numbers of the levels that meet it, as in the interview."""
        fitting = [place for place, option in enumerate(self.options) if self.meets(test, option)]
        if not fitting:
            return super().test_in_words(test, name)
        levels = _levels(fitting, self.numbers(), rises=self.rises)
        return _("{question} is answered {levels}").format(question=name, levels=levels)

    def kind_in_words(self) -> str:
        """How many levels there are."""
        return _("one of {count} levels").format(count=len(self.options))

    def worth_in_words(self) -> str:
        """The scores and the anchors, if the question has anchors."""
        if (self.minimum, self.maximum) == (None, None):
            return ""
        anchors = anchors_in_words(f"{self.lowest:g}", f"{self.highest:g}")
        return _("{scores}; {anchors}").format(scores=self.scores_in_words(), anchors=anchors)

    def how_to_write(self) -> tuple[str, ...]:
        """Nothing, because the levels show it."""
        return ()

    def faults(self) -> Iterator[Fault]:
        """Options without a score, out of order, all with the same score, or outside the anchors."""
        if missing := list(super().faults()):
            yield from missing
            return
        for index, (before, option) in enumerate(pairwise(self.options), 1):
            if self.order == "rising" and option.score < before.score and not self._falls:
                message = _("the score of “{id}” is lower than the one before it").format(id=option.id)
                hint = _(
                    "List options in rising order of score, or write `order: as-listed` in the question."
                )
                yield Fault(("options", index, "score"), "option-order", message, hint)
        if self.scored and self.lowest == self.highest:
            message = _("all options have the same score")
            hint = _("Give one of them another score, or write `weight: 0` if the question is not scored.")
            yield Fault(("options",), "options-alike", message, hint)
        first, last = (end(self.options, key=lambda option: option.score) for end in (min, max))
        if self.minimum is not None and self.minimum > first.score:
            yield _outside("minimum", first)
        if self.maximum is not None and self.maximum < last.score:
            yield _outside("maximum", last)

    def doubts(self, *, exposure: bool) -> Iterator[Fault]:
        """What has no effect, options that fall or are alike, actions that are missing or never shown."""
        for index, option in enumerate(self.options):
            if option.exclusive:
                message = _("only one option of “{id}” can be chosen anyway, so `exclusive` has no effect")
                hint = _("Remove it, or write `type: several` in the question if several may be chosen.")
                path = ("options", index, "exclusive")
                yield Fault(path, "exclusive-unused", message.format(id=self.id), hint)
        if not self.scored:
            return
        if self.order == "rising" and self._falls and not self.rises:
            message = _("the options of “{id}” are listed from the highest score to the lowest")
            hint = _(
                "Write `order: as-listed` in the question if that is meant; otherwise turn the list round."
            )
            yield Fault(("options",), "options-fall", message.format(id=self.id), hint)
        for index, (before, option) in enumerate(pairwise(self.options), 1):
            if option.score == before.score and self.order == "rising":
                message = _("“{id}” has the same score as “{before}” before it")
                hint = _("Give them different scores, or make them one option.")
                path = ("options", index, "score")
                yield Fault(path, "option-equal", message.format(id=option.id, before=before.id), hint)
        yield from doubtful_actions(
            self.options, lambda option: self.better(option, exposure=exposure) is not None
        )


def _outside(name: str, end: Option) -> Fault:
    message = _("the score of “{id}” is outside this limit").format(id=end.id)
    hint = _("Move `{name}` to {score} or beyond, or remove it.").format(
        name=name, score=all_digits(end.score)
    )
    return Fault((name,), "option-range", message, hint)


def _levels(fitting: Sequence[int], numbers: Sequence[str], *, rises: bool) -> str:
    """The levels at these places, from 0, in words; `numbers` are those of all levels."""
    in_a_row = rises and fitting[-1] - fitting[0] == len(fitting) - 1
    if len(fitting) > LISTED and in_a_row and fitting[-1] == len(numbers) - 1:
        return _("{number} or higher").format(number=numbers[fitting[0]])
    if len(fitting) > LISTED and in_a_row and fitting[0] == 0:
        return _("{number} or lower").format(number=numbers[fitting[-1]])
    return one_of([numbers[place] for place in fitting])
