"""What all types of questions have in common, and the methods that each type can override.

No code outside this folder depends on the type of a question: it calls the methods of `Question`.
A new type is one file here that implements the abstract methods, and one line in `types.py`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar, TypeAlias, get_args

from pydantic import Field

from readiness.messages.catalogue import _
from readiness.messages.characters import narrow
from readiness.messages.names import did_you_mean, nearest
from readiness.messages.sentences import bare, one_of, shortened, with_number
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import MAX_TITLE, CountedAs, Many, QuestionId, QuestionWeight, Text, Title
from readiness.questionnaire.questions.celled import Celled
from readiness.questionnaire.questions.form_field import FormField, Scalar, field_choices
from readiness.questionnaire.questions.marked import Value as Value
from readiness.questionnaire.questions.ordered import Ordered
from readiness.questionnaire.questions.parts import UNKNOWN, Action, Box, Level, Option, missing_scores
from readiness.questionnaire.questions.raw_values import meant_numbers, shown
from readiness.questionnaire.questions.typed_lines import place_of, range_of
from readiness.source.complaints import Fault
from readiness.source.data import DataPath

Schema: TypeAlias = dict[str, Any]
"""A JSON Schema."""


class Question(Ordered, Celled):
    """A question of any type: its fields, and the methods that the rest of the program calls.

    A type must implement the abstract methods. It is long because it is the whole interface of a type.
    """

    id: QuestionId
    title: Title = ""
    """A noun phrase for tables, which show the text if it is left out."""
    text: Text
    help: Text = ""
    evidence: Annotated[Many[Text], Field(max_length=30)] = ()
    no_case: Text = ""
    """A note for authors: why no case speaks to the question."""
    quick: bool = False
    weight: QuestionWeight = 1.0
    """Its weight relative to its neighbours; with 0 it is asked and shown but never scored."""
    when: Condition | None = None
    not_applicable: Text | None = None
    """The circumstances in which the question may be marked not applicable."""
    not_applicable_counts: CountedAs | None = None
    """What it counts as where it is marked so, if not what the questionnaire says for all."""

    in_own_words: ClassVar[bool] = False
    """Whether the answer is a text of the respondent's."""
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
        return self.title or shortened(self.text, MAX_TITLE)

    @property
    def full_text(self) -> str:
        """The text, to be shown beside the label; empty if the label is all of it."""
        return "" if self.text == self.label else self.text

    @abstractmethod
    def describe(self, value: Value) -> str:
        """`value` in words."""

    def caution(self, value: Value) -> str:  # noqa: ARG002 (most answers need none)
        """Why an answer that is accepted should be looked at again; empty for most."""
        return ""

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
        form = _("{value} is not a level of “{id}”") if self.choices else _("{value} does not answer “{id}”")
        message = form.format(value=shown(raw), id=self.id)
        return Fault(path, "not-a-level", message, self._remedy(raw, words))

    def _remedy(self, raw: Any, words: Sequence[str]) -> str:
        """What to write instead of `raw`, which may have been meant to be one of `words`, or a number."""
        if isinstance(raw, list) and len(raw) == 1 and self.parse(raw[0]) is not None:
            return _("Write `{value}`, without brackets.").format(value=raw[0])
        titles = {option.id: option.text for option in self.choices}
        if isinstance(raw, str) and (close := nearest(raw.lower(), words, titles)) and not close.isdecimal():
            return did_you_mean(close)
        numbers = [number for number in meant_numbers(raw) if self.parse(number) is not None]
        if not numbers:
            return self.expected()
        meant = one_of([str(number) for number in numbers])
        if not self.choices:
            return _("Write {number}, without quotes or a unit.").format(number=meant)
        hint = _("Did you mean {number}, without quotes or decimals? {expected}")
        return hint.format(number=meant, expected=self.expected())

    # --- scores ---

    @property
    def scored(self) -> bool:
        """Whether it counts in any score."""
        return self.weight > 0

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

    def share_of(self, points: float) -> float:
        """The share, 0-1, that `points` are; they must lie between `ends`."""
        worst, best = self.ends
        return (points - worst) / (best - worst)

    # --- gaps and the roadmap ---

    def better(self, value: Value, *, exposure: bool) -> Value | None:  # noqa: ARG002 (there may be none)
        """The next better value, or None; less is better where the question measures `exposure`."""
        return None

    def action(self, value: Value, *, exposure: bool) -> Action | None:  # noqa: ARG002 (there may be none)
        """What to do to get from `value` to the next better one, or None."""
        return None

    def neighbour(self, value: Value, *, higher: bool) -> Value | None:
        """The value one level away that is worth more, or else the one worth less; None if there is none."""
        return self.better(value, exposure=not higher)

    # --- words of one's own ---

    @property
    def own_words(self) -> Option | None:
        """The option that a respondent may add words to; None if there is none."""
        return next((option for option in self.choices if option.own_words), None)

    def takes_words(self, value: Value) -> bool:
        """Whether the option in `value` lets the respondent add words."""
        return self.own_words is not None and self.own_words.id in self.option_ids(value)

    # --- targets ---

    @property
    def has_levels(self) -> bool:
        """Whether answers have a level, so that one can be aimed at."""
        return True

    def distance(self, value: Value, goal: Value, *, exposure: bool) -> float:
        """What `value` lacks of `goal`, in levels or the type's own unit, or 0; `exposure` as in `better`."""
        level, needed = self.level(value), self.level(goal)
        behind = self.share(goal) - self.share(value)
        if level is None or needed is None or (behind >= 0 if exposure else behind <= 0):
            return 0.0
        return abs(needed - level)

    def in_short(self, value: Value) -> str:
        """`value` in a word or two, for tables."""
        return self.describe(value)

    def distance_in_words(self, value: Value, goal: Value, *, exposure: bool) -> str:
        """The distance from `value` to `goal`, as in `distance`."""
        return self.level_in_words(self.distance(value, goal, exposure=exposure))

    # --- conditions ---

    @property
    def listed(self) -> tuple[Option, ...]:
        """The options that the author of the questionnaire lists under `options`."""
        return ()

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options a respondent chooses from, in the order of showing them; none for free input."""
        return self.listed

    @property
    def rises(self) -> bool:
        """Whether `choices` are in rising order of score."""
        return True

    def option(self, id: str) -> Option | None:
        """The option with this id, or None."""
        return next((option for option in self.choices if option.id == id), None)

    def place_of_option(self, id: str) -> int:
        """The place, from 0, of the option with this id among `choices`."""
        return next(place for place, option in enumerate(self.choices) if option.id == id)

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
        form = _("{question} is {number} or less")
        if test.at_least is not None:
            form = _("{question} is {number} or more")
        return form.format(question=name, number=self.level_in_words(self.threshold(test)))

    def level_in_words(self, level: float) -> str:
        """The number of `at_least` or `at_most`, in words."""
        return f"{level:.15g}"

    # --- the interview ---

    def numbers(self) -> tuple[str, ...]:
        """The number of each choice: the same in the interview, on paper and in reports."""
        return tuple(map(str, range(1, len(self.choices) + 1)))

    def lines(self) -> tuple[str, ...]:
        """The choices as the interview lists them, each with the number to type."""
        return tuple(map(with_number, self.numbers(), (option.text for option in self.choices)))

    def hints(self) -> tuple[str, ...]:
        """Hints on how to answer, shown below the question."""
        return ()

    def typed_as(self) -> str:
        """What to type, in short, as in `0-4`."""
        return range_of(self.numbers()) if self.choices else _("text")

    def typed(self, line: str) -> Any:
        """The answer in `line`, as an answers file holds it; None if `line` is not an answer.

        `line` is exactly what was typed, possibly with full-width letters and digits.
        """
        if not self.choices:
            return narrow(line)
        place = place_of(line, self.numbers())
        return None if place is None else self.written(self.choices[place])

    def refusal(self, line: str) -> str:
        """The message for a `line` that is not an answer."""
        message = _("“{typed}” is not one of the choices; type one of {numbers}.")
        return message.format(typed=narrow(line)[:40], numbers=self.typed_as())

    def number_of(self, value: Value) -> str:  # noqa: ARG002 (there may be none)
        """The number of the one choice that `value` is; empty if its text says all."""
        return ""

    def said(self, value: Value) -> str:
        """`value` in words, with its number: as the interview repeats it and reports show it."""
        return with_number(self.number_of(value), self.describe(value))

    # --- the printed form ---

    @abstractmethod
    def kind_in_words(self) -> str:
        """What kind of answer is asked for, as in “one of 5 levels”."""

    def instruction(self) -> str:
        """How to answer on paper."""
        return _("Tick one.") if self.choices else self.expected()

    def instruction_on_paper(self) -> str:
        """The same, and where to write words of one's own if an option takes them."""
        if self.own_words is None:
            return self.instruction()
        form = _("{instruction} Beside “{option}”, write what it is.")
        return form.format(instruction=self.instruction(), option=bare(self.own_words.text))

    def boxes(self) -> tuple[Box, ...]:
        """The boxes to tick; none if the answer is written out."""
        numbers = self.numbers()
        scores = tuple(f"{option.score:.15g}" for option in self.choices)
        return tuple(
            Box(number, option.text, option.id, score if scores != numbers and option.has_score else "")
            for number, option, score in zip(numbers, self.choices, scores, strict=True)
        )

    def scores_in_words(self) -> str:
        """The scores of the levels in the order in which they are listed."""
        return _(", ").join(f"{option.score:g}" for option in self.choices)

    def worth_in_words(self) -> str:
        """How answers are scored, if the scores of the levels do not say enough; otherwise empty."""
        return ""

    # --- a form on a screen ---

    def form_field(self) -> FormField:
        """How a form takes the answer: as one of the choices or, without any, as text."""
        choices = field_choices(self.choices, self.boxes(), self._spellings)
        return FormField("one" if choices else "text", choices)

    def _spellings(self, option: Option) -> tuple[Scalar, ...]:
        """Every way in which an answers file may write `option`, the usual one first."""
        return (self.written(option),)

    # --- the template and the schema of an answers file ---

    def levels_to_write(self) -> tuple[Level, ...]:
        """The values that are listed to choose from; none if there is no such list."""
        return ()

    def how_to_write(self) -> tuple[str, ...]:
        """Lines about how to write an answer, in addition to its levels."""
        return (self.expected(),)

    def notes_on_writing(self) -> tuple[str, ...]:
        """The same, and how to write words of one's own where an option takes them."""
        if self.own_words is None:
            return self.how_to_write()
        words = _("To say what “{option}” is, write a mapping with `value` and `other`, which takes text.")
        return (*self.how_to_write(), words.format(option=bare(self.own_words.text)))

    def value_schemas(self) -> list[Schema]:
        """JSON Schemas of the ways to write an answer; the default allows anything."""
        return [{"description": self.expected()}]

    # --- the checker of questionnaires ---

    def faults(self) -> Iterator[Fault]:
        """Errors beyond the shape of single parts; each has its path inside the question."""
        if self.scored or any(option.has_score for option in self.listed):
            yield from missing_scores(self.listed)

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
