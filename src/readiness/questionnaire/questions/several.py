"""Any number of options."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from readiness.messages.catalogue import _
from readiness.messages.characters import narrow
from readiness.messages.sentences import quoted
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import Many
from readiness.questionnaire.questions.actions import doubtful_actions
from readiness.questionnaire.questions.base import (
    MAX_OPTIONS,
    Action,
    Box,
    Level,
    Option,
    Question,
    Schema,
    Value,
)
from readiness.questionnaire.questions.combinations import combinations
from readiness.questionnaire.questions.one_of import scores_run
from readiness.questionnaire.questions.typed_lines import line_numbers
from readiness.source.complaints import Fault


class SeveralQuestion(Question):
    """Any number of options, scored by the sum of their scores.

    A sum of `cap` or more counts as 100%; the default is the sum of all positive scores.
    The class is long because it overrides nearly all methods of `Question`.
    """

    type: Literal["several"]
    options: Annotated[Many[Option], Field(min_length=2, max_length=MAX_OPTIONS)]
    cap: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    lift: Action | None = None
    """What to do to add one more, where an option has no action of its own."""

    may_follow = frozenset({"several-cap", "option-without-action"})

    @property
    def listed(self) -> tuple[Option, ...]:
        """The options."""
        return self.options

    @cached_property
    def most(self) -> float:
        """The sum that counts as 100%."""
        return self.cap if self.cap is not None else self._most_possible

    @property
    def _most_possible(self) -> float:
        return sum(max(option.score, 0.0) for option in self.options)

    def describe(self, value: Value) -> str:
        """The texts of all chosen options."""
        return _("; ").join(option.text for option in _chosen(value)) or _("none of these")

    # --- answers files ---

    def parse(self, raw: Any) -> tuple[Option, ...] | None:
        """The options in a list of ids, each listed once; an empty list means that none applies."""
        if not isinstance(raw, list) or not all(isinstance(item, str) for item in raw):
            return None
        named = set(raw)
        chosen = tuple(option for option in self.options if option.id in named)
        return chosen if len(chosen) == len(raw) else None

    def written(self, value: Value) -> Any:
        """The ids, in the order of the options."""
        return list(self.option_ids(value))

    def expected(self) -> str:
        """A list of ids."""
        ids = ", ".join(option.id for option in self.options)
        return _("Write a list of some of [{ids}], [] for none, or unknown.").format(ids=ids)

    def misfits(self, raw: Any) -> Iterator[Fault]:
        """A fault for each item of a list that is not an option, or is listed twice."""
        if not isinstance(raw, list):
            yield from super().misfits(raw)
            return
        names = [option.id for option in self.options]
        left = set(names)
        for index, item in enumerate(raw):
            if isinstance(item, str) and item in left:
                left.remove(item)
            elif item in names:
                message = _("“{id}” is listed twice").format(id=item)
                yield Fault((index,), "listed-twice", message, _("Keep one of the two."))
            else:
                yield self._misfit((index,), item, names)

    def levels_to_write(self) -> tuple[Level, ...]:
        """Every option, by its id."""
        return tuple(Level(option.id, option.text) for option in self.options)

    def value_schemas(self) -> list[Schema]:
        """A list of ids, each once."""
        items = [{"const": option.id, "description": option.text} for option in self.options]
        return [{"type": "array", "items": {"anyOf": items}, "uniqueItems": True}]

    # --- scores, gaps and the roadmap ---

    def share(self, value: Value) -> float:
        """The sum of the scores divided by `most`, kept within 0-1."""
        return min(max(self.level(value) / self.most, 0.0), 1.0)

    @property
    def ends(self) -> tuple[float, float]:
        """0 and `most`."""
        return 0.0, self.most

    def better(self, value: Value, *, exposure: bool) -> tuple[Option, ...] | None:
        """One more option, the one with the highest score; one fewer where less is better."""
        chosen = _chosen(value)
        rest = [option for option in self.options if (option in chosen) == exposure and option.score > 0]
        if not rest or self.share(value) == (0.0 if exposure else 1.0):
            return None
        step = max(rest, key=lambda option: option.score)
        return tuple(o for o in self.options if (o in chosen and o != step) or (o == step and not exposure))

    def action(self, value: Value, *, exposure: bool) -> Action | None:
        """The action of the next option to add, or to drop where less is better."""
        following = self.better(value, exposure=exposure)
        if following is None:
            return self.lift
        chosen = _chosen(value)
        step = next(option for option in self.options if (option in chosen) != (option in following))
        return step.action or self.lift

    # --- targets ---

    def distance(self, value: Value, goal: Value, *, exposure: bool) -> float:
        """The scores of the options that are still missing; with `exposure`, of those that are too many."""
        now, then = set(self.option_ids(value)), set(self.option_ids(goal))
        between = now - then if exposure else then - now
        return sum(max(option.score, 0.0) for option in self.options if option.id in between)

    # --- conditions ---

    def option_ids(self, value: Value) -> tuple[str, ...]:
        """The ids of all chosen options."""
        return tuple(option.id for option in _chosen(value))

    def level(self, value: Value) -> float:
        """The sum of the scores."""
        return sum(option.score for option in _chosen(value))

    def test_in_words(self, test: Condition, name: str) -> str:
        """The options in `test`, or the sum that it compares."""
        named = test.any_of or (test.equals,)
        options = [option.text for option in self.options if option.id in named]
        if test.any_of:
            return _("{question} includes {options}").format(question=name, options=quoted(options))
        if test.equals is not None:
            return _("{question} is {options} alone").format(question=name, options=quoted(options))
        form = (
            _("the scores ticked in {question} add up to {number} or more")
            if test.at_least is not None
            else _("the scores ticked in {question} add up to {number} or less")
        )
        return form.format(question=name, number=self.level_in_words(self.threshold(test)))

    def candidates(self, tests: Sequence[Condition]) -> Iterator[tuple[Option, ...]]:  # noqa: ARG002 (all)
        """Every combination of options."""
        yield from combinations(self.options)

    def limits_in_words(self) -> str:
        """The range of the sums."""
        scores = [option.score for option in self.options]
        low, high = sum(score for score in scores if score < 0), sum(score for score in scores if score > 0)
        return scores_run(self.id, low, high)

    # --- the interview ---

    def hints(self) -> tuple[str, ...]:
        """Several may be chosen, or none."""
        return _("(Several numbers are possible, as in: 1 3)"), _("(0 if none applies.)")

    def typed(self, line: str) -> Any:
        """The ids of the lines whose numbers were typed; 0 alone stands for none."""
        if narrow(line) == "0":
            return []
        numbers = line_numbers(line, len(self.options))
        return None if numbers is None else [self.options[n - 1].id for n in dict.fromkeys(numbers)]

    # --- the printed form ---

    def kind_in_words(self) -> str:
        """How many lines there are."""
        return _("any of {count} lines").format(count=len(self.options))

    def instruction(self) -> str:
        """Tick any number of lines."""
        return _("Tick all that apply.")

    def boxes(self) -> tuple[Box, ...]:
        """A box for none, then one for each option."""
        return (Box("0", self.describe(())), *super().boxes())

    def worth_in_words(self) -> str:
        """The scores, and the sum that counts as 100%."""
        return _("{scores}; 100% from a sum of {most}").format(
            scores=self.scores_in_words(), most=f"{self.most:g}"
        )

    # --- the checker of questionnaires ---

    def faults(self) -> Iterator[Fault]:
        """A full score that the options cannot reach."""
        possible = self._most_possible
        if possible <= 0 or (self.cap is not None and self.cap > possible):
            message = _("the options cannot reach the full score")
            hint = _("Give the options positive scores, and a `cap` no higher than their sum.")
            yield Fault(("options",) if possible <= 0 else ("cap",), "several-cap", message, hint)

    def doubts(self, *, exposure: bool) -> Iterator[Fault]:  # noqa: ARG002 (the same either way)
        """Actions that are missing or never shown."""
        if self.scored and self.lift is None:
            yield from doubtful_actions(self.options, lambda option: option.score > 0)


def _chosen(value: Value) -> tuple[Option, ...]:
    assert isinstance(value, tuple)
    return value
