"""Any number of options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from readiness.messages.catalogue import _, in_every_language, plural
from readiness.messages.characters import narrow
from readiness.messages.sentences import bare, one_of, quoted
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.questions.actions import doubtful_actions
from readiness.questionnaire.questions.base import Question, Schema, Value
from readiness.questionnaire.questions.combinations import combinations
from readiness.questionnaire.questions.form_field import FormField, Scalar
from readiness.questionnaire.questions.none_of_these import reads_as_none
from readiness.questionnaire.questions.one_of import scores_run
from readiness.questionnaire.questions.parts import Action, Box, Level, Option, Options
from readiness.questionnaire.questions.raw_values import missing_brackets, missing_commas
from readiness.questionnaire.questions.tabled import ColumnKind
from readiness.questionnaire.questions.typed_lines import places_of
from readiness.source.complaints import Fault


class SeveralQuestion(Question):  # long because it overrides nearly all methods of `Question`
    """Any number of options, scored by the sum of their scores.

    A sum of `cap` or more counts as 100%; the default is the sum of all positive scores.
    """

    type: Literal["several"]
    options: Options
    cap: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    lift: Action | None = None
    """What to do to add one more, where an option has no action of its own."""

    may_follow = frozenset({"missing-key", "several-cap", "option-without-action"})

    @property
    def listed(self) -> tuple[Option, ...]:
        """The options."""
        return self.options

    @cached_property
    def most(self) -> float:
        """The sum that counts as 100%."""
        return self.cap if self.cap is not None else self._ends_of_sums[1]

    @cached_property
    def _ends_of_sums(self) -> tuple[float, float]:
        """The least and the greatest sum that any answer has."""
        together = [option.score for option in self.options if not option.exclusive]
        alone = [option.score for option in self.options if option.exclusive]
        least, greatest = (sum(end(score, 0.0) for score in together) for end in (min, max))
        return min(least, *alone, 0.0), max(greatest, *alone, 0.0)

    def describe(self, value: Value) -> str:
        """The texts of all chosen options; one that takes words is last, to be followed by them."""
        chosen = sorted(_chosen(value), key=lambda option: option.own_words)
        return _("; ").join(option.text for option in chosen) or _("none of these")

    # --- answers files ---

    def parse(self, raw: Any) -> tuple[Option, ...] | None:
        """The options in a list of ids, each listed once; an empty list means that none applies.

        An exclusive option must be the only one.
        """
        if not isinstance(raw, list) or not all(isinstance(item, str) for item in raw):
            return None
        named = set(raw)
        chosen = tuple(option for option in self.options if option.id in named)
        return chosen if len(chosen) == len(raw) and self._may_stand_together(chosen) else None

    def _may_stand_together(self, chosen: Sequence[Option]) -> bool:
        return len(chosen) < 2 or not any(option.exclusive for option in chosen)

    def written(self, value: Value) -> Any:
        """The ids, in the order of the options."""
        return list(self.option_ids(value))

    def column_kinds(self) -> tuple[ColumnKind, ...]:
        """Texts of ids, or lists of them."""
        return "text", "list"

    def expected(self) -> str:
        """A list of ids."""
        ids = ", ".join(option.id for option in self.options if not option.exclusive)
        alone = [f"[{option.id}]" for option in self.options if option.exclusive]
        alone += [] if self._lists_none else ["[]"]
        if alone == ["[]"]:
            return _("Write a list of some of [{ids}], [] for none, or unknown.").format(ids=ids)
        form = _("Write a list of some of [{ids}], or {alone} alone, or unknown.")
        return form.format(ids=ids, alone=one_of(alone))

    def misfits(self, raw: Any) -> Iterator[Fault]:
        """A fault for each item of a list that is not an option, is listed twice or must stand alone."""
        titles = {option.id: option.text for option in self.options}
        names = list(titles)
        if not isinstance(raw, list):
            (misfit,) = super().misfits(raw)
            yield misfit._replace(hint=missing_brackets(raw, titles) or misfit.hint)
            return
        left = set(names)
        for index, item in enumerate(raw):
            if isinstance(item, str) and item in left:
                left.remove(item)
            elif item in names:
                message = _("“{id}” is listed twice").format(id=item)
                yield Fault((index,), "listed-twice", message, _("Keep one of the two."))
            else:
                misfit = self._misfit((index,), item, names)
                known = _("Known here: {names}.").format(names=_(", ").join(names))
                hint = known if misfit.hint == self.expected() else misfit.hint
                yield misfit._replace(hint=missing_commas(raw, index, titles) or hint)
        yield from self._not_alone([item for item in raw if item in names], raw)

    def _not_alone(self, known: Sequence[str], raw: Sequence[Any]) -> Iterator[Fault]:
        """A fault for the first exclusive option that stands beside others."""
        alone = next((option for option in self.options if option.exclusive and option.id in known), None)
        other = next((id for id in known if alone and id != alone.id), None)
        if alone and other:
            message = _("“{id}” cannot be chosen together with “{other}”").format(id=alone.id, other=other)
            hint = _("Write `[{id}]`, or remove it from the list.").format(id=alone.id)
            yield Fault((raw.index(alone.id),), "not-alone", message, hint)

    def levels_to_write(self) -> tuple[Level, ...]:
        """Every option, by its id."""
        return tuple(Level(option.id, option.text) for option in self.options)

    def value_schemas(self) -> list[Schema]:
        """A list of ids, each once."""
        items = [{"const": option.id, "description": option.text} for option in self.options]
        listed: Schema = {"type": "array", "items": {"anyOf": items}, "uniqueItems": True}
        if alone := [option.id for option in self.options if option.exclusive]:
            listed |= {"if": {"contains": {"enum": alone}}, "then": {"maxItems": 1}}
        return [listed]

    def none_in_tables(self) -> tuple[str, ...]:
        """The words for none, in every language."""
        return in_every_language("none of these")

    # --- scores, gaps and the roadmap ---

    def share(self, value: Value) -> float:
        """The sum of the scores divided by `most`, kept within 0-1; 0 if nothing can be reached."""
        if self.most <= 0:  # of a question that is never scored
            return 0.0
        return min(max(self.level(value) / self.most, 0.0), 1.0)

    @property
    def ends(self) -> tuple[float, float]:
        """0 and `most`."""
        return 0.0, self.most

    def better(self, value: Value, *, exposure: bool) -> tuple[Option, ...] | None:
        """One more option, the one with the highest score; one fewer where less is better."""
        step, chosen = self._step(value, exposure=exposure), _chosen(value)
        if step is None:
            return None
        if exposure:
            return tuple(option for option in chosen if option != step)
        return tuple(o for o in self.options if o == step or (o in chosen and not o.exclusive))

    def _step(self, value: Value, *, exposure: bool) -> Option | None:
        """The option to add, never an exclusive one, or to drop where less is better; None if none."""
        chosen = _chosen(value)
        if self.share(value) == (0.0 if exposure else 1.0):
            return None
        if exposure:
            rest = [option for option in chosen if option.score > 0]
        else:
            lost = max(sum(option.score for option in chosen if option.exclusive), 0.0)
            others = [option for option in self.options if option not in chosen and not option.exclusive]
            rest = [option for option in others if option.score > lost]
        return max(rest, key=lambda option: option.score, default=None)

    def acted_on(self, value: Value, *, exposure: bool) -> tuple[str, ...]:
        """The option that the next action adds, or drops where less is better."""
        step = self._step(value, exposure=exposure)
        return () if step is None else (step.id,)

    def is_past(self, value: Value, option: Option, *, exposure: bool) -> bool:
        """Whether the option is chosen or, where less is better, is not."""
        return (option.id in self.option_ids(value)) != exposure

    def action(self, value: Value, *, exposure: bool) -> Action | None:
        """The action of the next option to add, or to drop where less is better."""
        step = self._step(value, exposure=exposure)
        return self.lift if step is None else step.action or self.lift

    # --- answers of several people: each option counts or not by itself ---

    def middle(self, values: Sequence[Value], *, exposure: bool) -> tuple[Option, ...]:
        """The options that more than half chose; where exactly half did, what is less favourable.

        An exclusive option that half chose stands alone, or not at all.
        """
        if self._is_one(values):
            return _chosen(values[0])
        half, counts = len(values) / 2, self._counts(values)
        if alone := [option for option in self.options if option.exclusive and counts[option.id] > half]:
            return (alone[0],)
        return self._less_favourable(
            [option for option in self.options if option.exclusive and counts[option.id] == half],
            [
                option
                for option in self.options
                if counts[option.id] > half
                or (counts[option.id] == half and self._harms(option, exposure=exposure))
            ],
            exposure=exposure,
        )

    def least_favourable(self, values: Sequence[Value], *, exposure: bool) -> tuple[Option, ...]:
        """The options that all chose, and any that somebody chose if it makes the answer less favourable.

        An exclusive option that somebody chose stands alone if that is less favourable still.
        """
        if self._is_one(values):
            return _chosen(values[0])
        counts = self._counts(values)
        return self._less_favourable(
            [option for option in self.options if option.exclusive and counts[option.id]],
            [
                option
                for option in self.options
                if counts[option.id] == len(values)
                or (counts[option.id] and self._harms(option, exposure=exposure))
            ],
            exposure=exposure,
        )

    def _is_one(self, values: Sequence[Value]) -> bool:
        """Whether all of `values` are the same."""
        return len({frozenset(self.option_ids(value)) for value in values}) == 1

    def _counts(self, values: Sequence[Value]) -> Counter[str]:
        """How many of `values` hold each option, by its id."""
        return Counter(id for value in values for id in self.option_ids(value))

    def _harms(self, option: Option, *, exposure: bool) -> bool:
        """Whether `option` makes an answer less favourable; `exposure` as in `better`."""
        return option.score > 0 if exposure else option.score < 0

    def _less_favourable(
        self, alone: Sequence[Option], together: Sequence[Option], *, exposure: bool
    ) -> tuple[Option, ...]:
        """One of the options `alone`, or those of `together` that may be; of equals one that is alone."""
        answers: list[tuple[Option, ...]] = [(option,) for option in alone]
        answers.append(tuple(option for option in together if not option.exclusive))
        return min(answers, key=lambda value: self.rank(value, exposure=exposure)[0])

    # --- targets ---

    def distance(self, value: Value, goal: Value, *, exposure: bool) -> float:
        """How many options are to change: those of `goal` that are missing.

        With `exposure`, options with a positive score do harm: those beyond `goal` are to change, and none of
        those in it has to be chosen.
        """
        now, then = set(self.option_ids(value)), set(self.option_ids(goal))
        harmful = {option.id for option in self.options if exposure and option.score > 0}
        return float(len(then - now - harmful) + len((now - then) & harmful))

    def distance_in_words(self, value: Value, goal: Value, *, exposure: bool) -> str:
        """The number of options to choose or to drop."""
        count = int(self.distance(value, goal, exposure=exposure))
        return plural("{count} option to change", "{count} options to change", count)

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
        """Every combination of options that may stand together."""
        yield from filter(self._may_stand_together, combinations(self.options))

    def limits_in_words(self) -> str:
        """The range of the sums."""
        return scores_run(self.id, *self._ends_of_sums)

    # --- the interview ---

    def hints(self) -> tuple[str, ...]:
        """Several may be chosen, or none."""
        none = () if self._lists_none else (_("(0 if none applies.)"),)
        return _("(Several numbers are possible, as in: 1 3)"), *none

    @property
    def _lists_none(self) -> bool:
        """Whether an option says that none of the others is true."""
        return any(option.exclusive and option.score == 0 for option in self.options)

    def typed(self, line: str) -> Any:
        """The ids of the lines whose numbers were typed; 0 alone stands for none."""
        if narrow(line) == "0":
            return []
        places = places_of(line, self.numbers())
        return None if places is None else [self.options[place].id for place in places]

    def refusal(self, line: str) -> str:
        """Which choice must stand alone, if that is what is wrong."""
        typed = set(self.typed(line) or ())
        alone = [option.text for option in self.options if option.exclusive and option.id in typed]
        if not alone:
            return super().refusal(line)
        return _("“{option}” cannot be chosen together with others.").format(option=bare(alone[0]))

    # --- the printed form ---

    def kind_in_words(self) -> str:
        """How many lines there are."""
        return _("any of {count} lines").format(count=len(self.options))

    def instruction(self) -> str:
        """Tick any number of lines, but an exclusive one only by itself."""
        alone = [option.text for option in self.options if option.exclusive]
        if not alone:
            return _("Tick all that apply.")
        return _("Tick all that apply, but {options} only by itself.").format(options=quoted(alone))

    def boxes(self) -> tuple[Box, ...]:
        """A box for none, unless an option says so, then one for each option."""
        return (*(() if self._lists_none else (Box("0", self.describe(())),)), *super().boxes())

    def form_field(self) -> FormField:
        """Any of the options."""
        said, none = self._lists_none, self.describe(())
        names = ("", none) if said else (none, "")
        return super().form_field()._replace(kind="several", none=names[0], none_in_a_file=names[1])

    def _spellings(self, option: Option) -> tuple[Scalar, ...]:
        """The id."""
        return (option.id,)

    def worth_in_words(self) -> str:
        """The scores, and the sum that counts as 100%, if it is scored."""
        if not self.scored:
            return ""
        return _("{scores}; 100% from a sum of {most}").format(
            scores=self.scores_in_words(), most=f"{self.most:g}"
        )

    # --- the checker of questionnaires ---

    def faults(self) -> Iterator[Fault]:
        """Options without a score, and a full score that the options cannot reach."""
        missing = list(super().faults())
        yield from missing
        if missing or not self.scored:
            return
        possible = self._ends_of_sums[1]
        if possible <= 0 or (self.cap is not None and self.cap > possible):
            message = _("the options cannot reach the full score")
            hint = _("Give the options positive scores, and a `cap` no higher than their sum.")
            yield Fault(("options",) if possible <= 0 else ("cap",), "several-cap", message, hint)

    def doubts(self, *, exposure: bool) -> Iterator[Fault]:  # noqa: ARG002 (the same either way)
        """An option that reads as if it stood alone, and actions that are missing or never shown."""
        for index, option in enumerate(self.options):
            if reads_as_none(option) and not option.exclusive:
                message = _("“{id}” reads as if none of the others were true, but can be chosen with them")
                hint = _("Add `exclusive: true` to it.")
                yield Fault(("options", index), "none-not-exclusive", message.format(id=option.id), hint)
        if self.scored and self.lift is None:
            yield from doubtful_actions(
                self.options, lambda option: option.score > 0 and not option.exclusive
            )


def _chosen(value: Value) -> tuple[Option, ...]:
    assert isinstance(value, tuple)
    return value
