"""A number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from readiness.messages.catalogue import _
from readiness.messages.characters import narrow
from readiness.messages.sentences import bare
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import Many, Score, Title, WrongShape
from readiness.questionnaire.questions.anchors import expect_to_differ, shortfall
from readiness.questionnaire.questions.base import Question, Schema, Value
from readiness.questionnaire.questions.form_field import FormField
from readiness.questionnaire.questions.number_worth import Limits, Linear, PointsTable, TableRow, Worth
from readiness.questionnaire.questions.ordered import LEVEL
from readiness.questionnaire.questions.parts import MAX_OPTIONS, Action
from readiness.questionnaire.questions.raw_values import shown
from readiness.questionnaire.questions.tabled import ColumnKind
from readiness.source.complaints import Fault
from readiness.source.scalars import parse_number

BOUND = 1e15
"""Numbers must be between -BOUND and BOUND: a float drops digits of larger ones."""
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d{1,2}")  # with three digits it would separate the thousands


class NumberQuestion(Question):  # long because it overrides nearly all methods of `Question`
    """A number that counts as 0% at `worst` and 100% at `best`, linear between, or by a table of `points`."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"required": ["points"]},
            "then": {"propertyNames": {"not": {"enum": ["worst", "best"]}}},
            "else": {"required": ["worst", "best"]},
        }
    )

    may_follow = frozenset({"numbers-alike"})

    type: Literal["number"]
    worst: Score | None = None
    """The number that counts as 0%; it is above `best` if less is better."""
    best: Score | None = None
    """The number that counts as 100%, and every better one too."""
    table: Annotated[Many[TableRow], Field(min_length=2, max_length=MAX_OPTIONS)] | None = Field(
        default=None, alias="points"
    )
    """Instead of `worst` and `best`: rows like [8, 3], 3 points up to 8. The last may be [more, 3]."""
    unit: Title = ""
    least: Score | None = None
    """The smallest number that is accepted; without it any is, however far below `worst` and `best`."""
    most: Score | None = None
    """The largest number that is accepted."""
    lift: Action | None = None
    """What moves the number towards `best`."""

    @model_validator(mode="after")
    def _anchors_differ(self) -> NumberQuestion:
        anchors = {"worst": self.worst, "best": self.best}
        missing = [name for name, anchor in anchors.items() if anchor is None]
        if self.table is not None and len(missing) < 2:
            message = _("`points` takes the place of `worst` and `best`")
            raise WrongShape("two-scorings", message, _("Keep `points`, or the other two."))
        if self.table is None and missing:
            message = _("“{key}” is missing").format(key=missing[0])
            raise WrongShape("missing-key", message, _("Add `{key}:` here.").format(key=missing[0]))
        if self.table is None:
            expect_to_differ(self.worst, self.best)
        if self.least is not None and self.most is not None and self.least >= self.most:
            message = _("`least` is not below `most`")
            hint = _("Write the smallest number that makes sense as `least`, the largest as `most`.")
            raise WrongShape("number-limits", message, hint)
        return self

    @cached_property
    def worth(self) -> Worth:
        """What numbers are worth."""
        if self.table is not None:
            return PointsTable(self.table)
        assert self.worst is not None
        assert self.best is not None
        return Linear(self.worst, self.best)

    @cached_property
    def limits(self) -> Limits:
        """The numbers that are accepted; the last row of a table limits them too."""
        last = self.table[-1].limit if self.table else None
        most = [end for end in (self.most, last) if end is not None]
        return Limits(self.least, min(most, default=None))

    def describe(self, value: Value) -> str:
        """The number and its unit."""
        return self._with_unit(f"{value:.15g}")

    # --- answers files ---

    def parse(self, raw: Any) -> float | None:
        """A number within the limits, inside the anchors or not; at most 15 digits before the point."""
        return float(raw) if _is_number(raw) and self.limits.within(raw) == raw else None

    def written(self, value: Value) -> Any:
        """The number, as an int if it is whole."""
        assert isinstance(value, float)
        return int(value) if value.is_integer() else value

    def column_kinds(self) -> tuple[ColumnKind, ...]:
        """Numbers, or texts that write them."""
        return "text", "number"

    def expected(self) -> str:
        """A number, and its limits."""
        if not (limits := str(self.limits)):
            return _("Write a number without quotes, or unknown.")
        return _("Write a number without quotes ({limits}), or unknown.").format(limits=limits)

    def misfits(self, raw: Any) -> Iterator[Fault]:
        """A number beyond the limits, or something else."""
        if not _is_number(raw):
            yield from super().misfits(raw)
            return
        message = _("{value} is beyond the numbers that “{id}” accepts").format(value=shown(raw), id=self.id)
        yield Fault((), "out-of-limits", message, self.expected())

    def caution(self, value: Value) -> str:
        """A number that is further beyond the anchors than they are apart, where no limit is set."""
        number = self.level(value)
        end = self.worth.end_far_from(number)
        if end is None or (self.limits.least if number < end else self.limits.most) is not None:
            return ""
        form = _("“{question}”: {value} is far above {end} and counts as {percent}. Is it right?")
        if number < end:
            form = _("“{question}”: {value} is far below {end} and counts as {percent}. Is it right?")
        return form.format(
            question=bare(self.label),
            value=self.describe(value),
            end=self.describe(end),
            percent=f"{100 * self.share(value):.0f}%",
        )

    def how_to_write(self) -> tuple[str, ...]:
        """The form, and the unit if there is one."""
        unit = (_("Unit: {unit}").format(unit=self.unit),) if self.unit else ()
        return (self.expected(), *unit)

    def value_schemas(self) -> list[Schema]:
        """A number within the limits."""
        least, most = self.limits
        low = {"exclusiveMinimum": -BOUND} if least is None else {"minimum": least}
        high = {"exclusiveMaximum": BOUND} if most is None else {"maximum": most}
        return [{"type": "number", **low, **high}]

    # --- scores, gaps and the roadmap ---

    def share(self, value: Value) -> float:
        """By its place between the anchors, or by the table."""
        return self.worth.share(self.level(value))

    @property
    def reach(self) -> tuple[float, float]:
        """What the worst and the best number that is accepted are worth."""
        shares = [self.share(step) for step in self.worth.steps(self.limits.within(0.0), self.limits)]
        return min(shares), max(shares)

    @property
    def ends(self) -> tuple[float, float]:
        """Both anchors, the lower one first; of a table, the least and the most points."""
        return self.worth.ends

    def better(self, value: Value, *, exposure: bool) -> float | None:
        """The best number that is accepted, or of a table the nearest better one; with `exposure`, worse."""
        now, number = self.share(value), self.level(value)
        steps = [(self.share(step), step) for step in self.worth.steps(number, self.limits)]
        better = [(abs(share - now), abs(step - number), step) for share, step in steps if share != now]
        better = [item for item in better if (self.share(item[2]) < now) == exposure]
        return min(better)[2] if better else None

    def neighbour(self, value: Value, *, higher: bool) -> Value | None:
        """Of a table the nearest row; between two anchors a `LEVEL` of the way from one to the other."""
        if not isinstance(self.worth, Linear):
            return super().neighbour(value, higher=higher)
        worst, best = self.worth
        low, high = self.worth.ends
        step = min(max(self.level(value), low), high) + (best - worst) * (LEVEL if higher else -LEVEL)
        step = self.limits.within(min(max(step, low), high))
        return None if self.share(step) == self.share(value) else step

    def action(self, value: Value, *, exposure: bool) -> Action | None:  # noqa: ARG002 (there is only one)
        """The same action for every value."""
        return self.lift

    # --- answers of several people ---

    def middle(self, values: Sequence[Value], *, exposure: bool) -> Value:
        """The median number: of an even number of them, the less favourable one of the two in the middle."""
        rising = sorted(values, key=self.level)
        middle = rising[(len(rising) - 1) // 2], rising[len(rising) // 2]
        return self.least_favourable(middle, exposure=exposure)

    # --- targets ---

    def distance(self, value: Value, goal: Value, *, exposure: bool) -> float:
        """The difference of the numbers; between two anchors also beyond them."""
        if not isinstance(self.worth, Linear):
            return super().distance(value, goal, exposure=exposure)
        is_rising = (self.worth.best > self.worth.worst) != exposure
        return shortfall(self.level(value), self.level(goal), is_rising=is_rising)

    # --- conditions ---

    def level(self, value: Value) -> float:
        """The number."""
        assert isinstance(value, float)
        return value

    def level_in_words(self, level: float) -> str:
        """The number, with its unit if there is one."""
        number = super().level_in_words(level)
        return self._with_unit(number)

    def _with_unit(self, number: str) -> str:
        """`number` with the unit, without a blank before a sign such as %."""
        blank = "" if self.unit[:1] in ("%", "‰", "°", "％") else " "
        return f"{number}{blank}{self.unit}" if self.unit else number

    def candidates(self, tests: Sequence[Condition]) -> Iterator[float]:
        """Every number in `tests`, one between each pair of neighbours, and one beyond each end."""
        ends = (end for test in tests for end in (test.at_least, test.at_most))
        named = sorted({end for end in ends if isinstance(end, int | float)}) or [0.0]
        between = ((low + high) / 2 for low, high in pairwise(named))
        yield from dict.fromkeys(map(self.limits.within, (named[0] - 1, *named, *between, named[-1] + 1)))

    def limits_in_words(self) -> str:
        """The limits, if there are any."""
        if not (limits := str(self.limits)):
            return super().limits_in_words()
        return _("Change it; numbers that “{id}” accepts: {limits}.").format(id=self.id, limits=limits)

    # --- the interview ---

    def hints(self) -> tuple[str, ...]:
        """The unit and the limits."""
        limits = str(self.limits)
        if self.unit:
            form = _("(In {unit}; accepted: {limits}.)") if limits else _("(In {unit}.)")
        else:
            form = _("(Accepted: {limits}.)") if limits else ""
        return (form.format(unit=self.unit, limits=limits),) if form else ()

    def typed_as(self) -> str:
        """A number."""
        return _("number")

    def typed(self, line: str) -> Any:
        """The number, with or without its unit, in digits of any width; a decimal comma will do."""
        typed, unit = narrow(line), narrow(self.unit)
        if unit and typed.lower().endswith(unit.lower()):
            typed = typed[: -len(unit)].rstrip()
        if _DECIMAL_COMMA.fullmatch(typed):
            typed = typed.replace(",", ".")
        return parse_number(typed)

    def refusal(self, line: str) -> str:
        """That the line is no number, or one beyond the limits."""
        if _is_number(self.typed(line)):
            message = _("“{typed}” is beyond the numbers that are accepted ({limits}).")
        elif self.unit:
            message = _("“{typed}” is not a number in {unit}; type one such as 12 or 12.5.")
        else:
            message = _("“{typed}” is not a number; type one such as 12 or 12.5.")
        return message.format(typed=narrow(line)[:40], unit=self.unit, limits=self.limits)

    # --- the printed form ---

    def kind_in_words(self) -> str:
        """A number, and its unit."""
        return _("a number in {unit}").format(unit=self.unit) if self.unit else _("a number")

    def instruction(self) -> str:
        """Write it, in the unit and within the limits if there are any."""
        limits = str(self.limits)
        if self.unit:
            form = _("Write a number in {unit} ({limits}).") if limits else _("Write a number in {unit}.")
        else:
            form = _("Write a number ({limits}).") if limits else _("Write a number.")
        return form.format(unit=self.unit, limits=limits)

    def form_field(self) -> FormField:
        """A number within the limits."""
        return FormField("number", least=self.limits.least, most=self.limits.most, unit=self.unit)

    def worth_in_words(self) -> str:
        """The anchors or the table."""
        return self.worth.in_words()

    # --- the checker of questionnaires ---

    def faults(self) -> Iterator[Fault]:
        """A table that is out of order, and limits that leave no room for answers that differ."""
        found = list(self.worth.faults())
        yield from found
        if self.scored and not found and len(set(self.reach)) == 1:
            message = _("every number that is accepted counts the same")
            key = next((key for key in ("most", "least") if getattr(self, key) is not None), "points")
            hint = _("Let the limits and the anchors or points leave room for numbers that count more.")
            yield Fault((key,), "numbers-alike", message, hint)


def _is_number(raw: Any) -> bool:
    """Whether `raw` is a number of which a float drops no digits."""
    return not isinstance(raw, bool) and isinstance(raw, int | float) and -BOUND < raw < BOUND
