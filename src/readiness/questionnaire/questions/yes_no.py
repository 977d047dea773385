"""Yes or no."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Literal

from readiness.messages.catalogue import _, in_every_language
from readiness.messages.characters import narrow
from readiness.messages.sentences import quoted
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.questions.base import Value
from readiness.questionnaire.questions.one_of import OneOf
from readiness.questionnaire.questions.parts import Action, Box, Level, Option
from readiness.questionnaire.questions.tabled import ColumnKind
from readiness.questionnaire.questions.typed_lines import YES_OR_NO


class YesOrNo(Option):
    """Yes or no. Its text is in the language that is in use when it is read, not when the question was."""

    def __getattr__(self, name: str) -> str:
        if name == "text":  # it was left out
            return _("Yes") if self.id == "yes" else _("No")
        raise AttributeError(name)


class YesNoQuestion(OneOf):
    """Yes or no; yes counts as 100% unless `better_answer` is no."""

    type: Literal["yes-no"]
    better_answer: Literal["yes", "no"] = "yes"
    lift: Action | None = None
    """What turns the worse answer into the better one."""

    @cached_property
    def choices(self) -> tuple[Option, ...]:
        """Both answers, the worse one first."""
        worse = "no" if self.better_answer == "yes" else "yes"
        return tuple(
            YesOrNo.model_construct(id=id, score=float(score), action=self.lift)  # type: ignore[call-arg]
            for score, id in enumerate((worse, self.better_answer))
        )

    def parse(self, raw: Any) -> Option | None:
        """`yes`, `no`, `true` or `false`."""
        if isinstance(raw, bool):
            return self.option("yes" if raw else "no")
        return self.option(raw) if isinstance(raw, str) else None

    def column_kinds(self) -> tuple[ColumnKind, ...]:
        """The words, or true and false."""
        return "text", "boolean"

    def expected(self) -> str:
        """The two words."""
        return _("Write yes, no or unknown.")

    def test_in_words(self, test: Condition, name: str) -> str:
        """The answer that passes `test`, or both."""
        fitting = [option.text for option in self.choices if self.meets(test, option)]
        if not fitting:
            return super().test_in_words(test, name)
        return _("{question} is answered {options}").format(question=name, options=quoted(fitting))

    def names_in_tables(self, option: Option) -> tuple[str, ...]:
        """The word in every language, and every way to type it."""
        word = in_every_language("Yes" if option.id == "yes" else "No")
        return *word, *(typed for typed, id in YES_OR_NO.items() if id == option.id), option.id.upper()

    # --- the interview and the printed form: the words themselves, without numbers ---

    def lines(self) -> tuple[str, ...]:
        """None: the prompt says what to type."""
        return ()

    def typed_as(self) -> str:
        """Both letters."""
        return "y/n"

    def typed(self, line: str) -> Any:
        """The answer in a letter or a word."""
        return YES_OR_NO.get(narrow(line).lower())

    def refusal(self, line: str) -> str:
        """The message that the line is neither."""
        return _("“{typed}” is neither yes nor no; type y or n.").format(typed=narrow(line)[:40])

    def number_of(self, value: Value) -> str:  # noqa: ARG002 (no word has one)
        """None: the word says all."""
        return ""

    def kind_in_words(self) -> str:
        """Yes or no."""
        return _("yes or no")

    def boxes(self) -> tuple[Box, ...]:
        """A box for each word."""
        return tuple(Box("", option.text, option.id, f"{option.score:g}") for option in self.choices)

    def levels_to_write(self) -> tuple[Level, ...]:
        """The two words, which need no text."""
        return tuple(Level(option.id) for option in self.choices)
