"""What all types of questions have in common, and the methods that each type can override.

No code outside this folder depends on the type of a question: it calls the methods of `Question`.
A new type is one file here, with a class that implements the abstract methods, and one line in
`types.py`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, TypeAlias, get_args

from pydantic import Field

from readiness.messages.catalogue import _
from readiness.messages.characters import narrow
from readiness.messages.names import nearest
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import Id, Many, Model, QuestionId, QuestionWeight, Score, Text, Title
from readiness.questionnaire.questions.raw_values import meant_number, shown
from readiness.questionnaire.questions.typed_lines import line_number
from readiness.source.complaints import Fault
from readiness.source.data import DataPath

MAX_OPTIONS = 300
"""The most options of a question: enough for a list of all countries."""

UNKNOWN = "unknown"
"""What an answers file holds in place of a value that is not known."""
RESERVED = (UNKNOWN, "true", "false", "null")
"""Words that cannot be ids of options, because they have another meaning in an answers file."""


class Action(Model):
    """What to do to raise an answer by one level."""

    text: Text
    who: Title = ""
    """The role that does it, such as “Finance director”."""
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


class Level(NamedTuple):
    """One value to choose from, as an answers file holds it."""

    written: str
    """The ways to write it, as in `2 signed-paper`."""
    text: str = ""
    """What it means; empty if the way to write it says enough."""


class Box(NamedTuple):
    """One box to tick on a printed form."""

    number: str
    """The number to type for it in the interview."""
    text: str
    id: str = ""
    score: str = ""


Value: TypeAlias = object
"""A parsed answer; only the type of its question knows what it is."""
Schema: TypeAlias = dict[str, Any]
"""A JSON Schema."""


class Question(Model):
    """A question of any type: its fields, and the methods that the rest of the program calls.

    A type must implement the abstract methods; the others have defaults that fit most types. The
    class is long because it is the whole interface of a type, grouped by who calls it.
    """

    id: QuestionId
    title: Title = ""
    """A noun phrase for tables, which show the text if it is left out."""
    text: Text
    help: Text = ""
    evidence: Annotated[Many[Text], Field(max_length=30)] = ()
    no_case: Text = ""
    """Why no case speaks to the question, where none does."""
    quick: bool = False
    weight: QuestionWeight = 1.0
    """Its weight relative to its neighbours; with 0 it is asked and shown but never scored."""
    when: Condition | None = None
    not_applicable: Text | None = None
    """The circumstances in which the question may be marked not applicable."""

    may_follow: ClassVar[frozenset[str]] = frozenset()
    """Codes of those `faults` and `doubts` that may appear only because a faulty part was left out."""

    # --- the type itself: each has a field `type`; only the default type has a default for it ---

    @classmethod
    def type_name(cls) -> str:
        """The name of the type in the file of a questionnaire."""
        (name,) = get_args(cls.model_fields["type"].annotation)
        return str(name)

    @classmethod
    def is_default(cls) -> bool:
        """Whether a question is of this type if it names none."""
        return not cls.model_fields["type"].is_required()

    # --- every report ---

    @property
    def label(self) -> str:
        """What tables call the question."""
        return self.title or self.text

    @abstractmethod
    def describe(self, value: Value) -> str:
        """`value` in words."""

    # --- answers files ---

    @abstractmethod
    def parse(self, raw: Any) -> Value | None:
        """The value that `raw`, from an answers file, stands for; None if it is not an answer."""

    @abstractmethod
    def written(self, value: Value) -> Any:
        """`value` as an answers file holds it."""

    @abstractmethod
    def expected(self) -> str:
        """One sentence that says which answers are accepted."""

    def misfits(self, raw: Any) -> Iterator[Fault]:
        """What is wrong with `raw`, a value that `parse` refused; each fault has its path inside `raw`."""
        yield self._misfit((), raw, [*(option.id for option in self.choices), UNKNOWN])

    def _misfit(self, path: DataPath, raw: Any, words: Sequence[str]) -> Fault:
        """The fault that `raw` is not an answer; its hint may suggest one of `words`."""
        code, hint = "not-a-level", self.expected()
        if not self.choices:
            message = _("{value} does not answer “{id}”").format(value=shown(raw), id=self.id)
            return Fault(path, code, message, hint)
        message = _("{value} is not a level of “{id}”").format(value=shown(raw), id=self.id)
        number = meant_number(raw)
        if isinstance(raw, str) and (close := nearest(raw, words)):
            hint = _("Did you mean “{name}”?").format(name=close)
        elif number is not None and self.parse(number) is not None:
            hint = _("Write {number}, a plain number without quotes or decimals.").format(number=number)
        return Fault(path, code, message, hint)

    # --- scores ---

    @property
    def scored(self) -> bool:
        """Whether it counts in any score."""
        return self.weight > 0

    @abstractmethod
    def share(self, value: Value) -> float:
        """What `value` is worth, 0-1."""

    @property
    def reach(self) -> tuple[float, float]:
        """The least and the most that any answer is worth, 0-1."""
        return 0.0, 1.0

    @property
    def ends(self) -> tuple[float, float]:
        """The points that the worst and the best answer add to a sum."""
        return 0.0, 1.0

    def points(self, share: float) -> float:
        """The points that `share` adds to a sum."""
        worst, best = self.ends
        return worst + share * (best - worst)

    # --- gaps and the roadmap ---

    def better(self, value: Value, *, exposure: bool) -> Value | None:  # noqa: ARG002 (there may be none)
        """The next better value, or None; less is better where the question measures `exposure`."""
        return None

    def action(self, value: Value, *, exposure: bool) -> Action | None:  # noqa: ARG002 (there may be none)
        """What to do to get from `value` to the next better one, or None."""
        return None

    # --- targets ---

    @property
    def has_levels(self) -> bool:
        """Whether answers have a level, so that one can be aimed at."""
        return True

    def distance(self, value: Value, goal: Value, *, exposure: bool) -> float:
        """How many levels `value` falls short of `goal`, 0 or more; `exposure` as in `better`."""
        level, needed = self.level(value), self.level(goal)
        behind = self.share(goal) - self.share(value)
        if level is None or needed is None or (behind >= 0 if exposure else behind <= 0):
            return 0.0
        return abs(needed - level)

    def in_short(self, value: Value) -> str:
        """`value` in a word or two, for tables."""
        return self.describe(value)

    def distance_in_words(self, distance: float) -> str:
        """A distance in levels."""
        return self.level_in_words(distance)

    # --- conditions ---

    @property
    def listed(self) -> tuple[Option, ...]:
        """The options that the author of the questionnaire lists under `options`."""
        return ()

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options a respondent chooses from, in rising order of score; none for free input."""
        return self.listed

    def option(self, id: str) -> Option | None:
        """The option with this id, or None."""
        return next((option for option in self.choices if option.id == id), None)

    def option_ids(self, value: Value) -> tuple[str, ...]:  # noqa: ARG002 (no options, no ids)
        """The ids of the options in `value`, for `equals` and `any_of`."""
        return ()

    def level(self, value: Value) -> float | None:  # noqa: ARG002 (there may be none)
        """The number that `at_least` and `at_most` compare; None where there is none."""
        return None

    def threshold(self, test: Condition) -> float:
        """The level that `at_least` or `at_most` of `test` names, as a number or as the id of an option."""
        named = test.at_most if test.at_least is None else test.at_least
        if isinstance(named, str):
            option = self.option(named)
            assert option is not None  # checked when the questionnaire was loaded
            return option.score
        assert named is not None
        return named

    def meets(self, test: Condition, value: Value) -> bool:
        """Whether an answer of `value` passes `test`, a condition on this question."""
        ids = self.option_ids(value)
        if test.equals is not None:
            return ids == (test.equals,)
        if test.any_of:
            return not set(ids).isdisjoint(test.any_of)
        level = self.level(value)
        if level is None:
            return False
        return level >= self.threshold(test) if test.at_least is not None else level <= self.threshold(test)

    def test_in_words(self, test: Condition, name: str) -> str:
        """`test` as the end of a sentence that begins with “if”; `name` is what the question is called."""
        form = (
            _("{question} is {number} or more")
            if test.at_least is not None
            else _("{question} is {number} or less")
        )
        return form.format(question=name, number=self.level_in_words(self.threshold(test)))

    def level_in_words(self, level: float) -> str:
        """The number of `at_least` or `at_most`, in words."""
        return f"{level:.15g}"

    # --- the interview ---

    def lines(self) -> tuple[str, ...]:
        """The choices as the interview lists them, each with the number to type."""
        form = _("{number}. {text}")
        return tuple(
            form.format(number=number, text=option.text) for number, option in enumerate(self.choices, 1)
        )

    def hints(self) -> tuple[str, ...]:
        """Hints on how to answer, shown below the question."""
        return ()

    def typed_as(self) -> str:
        """What to type, in short, as in `1-5`."""
        return f"1-{len(self.choices)}" if self.choices else _("text")

    def typed(self, line: str) -> Any:
        """The answer in `line`, as an answers file holds it; None if `line` is not an answer.

        `line` is exactly what was typed, possibly with full-width letters and digits.
        """
        if not self.choices:
            return narrow(line)
        number = line_number(line, len(self.choices))
        return None if number is None else self.written(self.choices[number - 1])

    def refusal(self, line: str) -> str:
        """The message for a `line` that is not an answer."""
        return _("“{typed}” is not one of the choices.").format(typed=narrow(line)[:40])

    def said(self, value: Value) -> str:
        """`value` as the interview repeats it."""
        return self.describe(value)

    # --- the printed form ---

    @abstractmethod
    def kind_in_words(self) -> str:
        """What kind of answer is asked for, as in “one of 5 levels”."""

    def instruction(self) -> str:
        """How to answer on paper."""
        return _("Tick one.") if self.choices else self.expected()

    def boxes(self) -> tuple[Box, ...]:
        """The boxes to tick; none if the answer is written out."""
        return tuple(
            Box(str(number), option.text, option.id, f"{option.score:g}")
            for number, option in enumerate(self.choices, 1)
        )

    def scores_in_words(self) -> str:
        """The scores of the levels in the order in which they are listed."""
        return _(", ").join(f"{option.score:g}" for option in self.choices)

    def worth_in_words(self) -> str:
        """How answers are scored, if the scores of the levels do not say enough; otherwise empty."""
        return ""

    # --- the template and the schema of an answers file ---

    def levels_to_write(self) -> tuple[Level, ...]:
        """The values that are listed to choose from; none if there is no such list."""
        return ()

    def how_to_write(self) -> tuple[str, ...]:
        """Lines about how to write an answer, in addition to its levels."""
        return (self.expected(),)

    def value_schemas(self) -> list[Schema]:
        """JSON Schemas of the ways to write an answer; the default allows anything."""
        return [{"description": self.expected()}]

    # --- the checker of questionnaires ---

    def faults(self) -> Iterator[Fault]:
        """Errors beyond the shape of single parts; each has its path inside the question."""
        yield from ()

    def doubts(self, *, exposure: bool) -> Iterator[Fault]:  # noqa: ARG002 (there may be none)
        """Things that are allowed but probably a mistake; paths as in `faults`, `exposure` as in `better`."""
        yield from ()

    def candidates(self, tests: Sequence[Condition]) -> Iterator[Value]:  # noqa: ARG002 (any number of tests)
        """Values that cover every outcome of `tests`, which are conditions on this question.

        Yields nothing if there are too many to try; then nothing is claimed about the tests.
        """
        yield from self.choices

    def limits_in_words(self) -> str:
        """The hint for a test that no answer passes."""
        return _("Change it; no answer to “{id}” meets it.").format(id=self.id)
