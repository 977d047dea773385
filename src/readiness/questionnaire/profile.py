"""Facts about the enterprise, which are never scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated

from pydantic import Field

from readiness.messages.catalogue import _
from readiness.messages.sentences import bare, quoted, shortened
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import (
    Id,
    Many,
    Model,
    Text,
    Title,
)
from readiness.questionnaire.questions.combinations import combinations
from readiness.questionnaire.questions.parts import MAX_OPTIONS
from readiness.questionnaire.questions.typed_lines import places_of


class ProfileOption(Model):
    """One answer to a profile question."""

    id: Id
    text: Title


class ProfileQuestion(Model):
    """A fact about the enterprise. It is never scored, but conditions, pathways and cases depend on it."""

    id: Id
    title: Title
    text: Text
    help: Text = ""
    several: bool = False
    """Whether more than one option may be chosen."""
    options: Annotated[Many[ProfileOption], Field(min_length=2, max_length=MAX_OPTIONS)]

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The text of each option by its id, in their order."""
        return {option.id: option.text for option in self.options}

    # --- conditions ---

    def test_in_words(self, test: Condition, *, denied: bool = False) -> str:
        """`test` of this fact, or that it is not met, as the end of a sentence that begins with “if”."""
        named = test.any_of or (test.equals,)
        texts = quoted([option.text for option in self.options if option.id in named])
        form = _("“{title}” is not {options}") if denied else _("“{title}” is {options}")
        if self.several and test.any_of:
            form = _("“{title}” does not include {options}") if denied else _("“{title}” includes {options}")
        elif self.several:
            form = _("“{title}” is not {options} alone") if denied else _("“{title}” is {options} alone")
        return form.format(title=shortened(bare(self.title)), options=texts)

    def candidates(self, tests: Sequence[Condition]) -> Iterator[tuple[str, ...]]:
        """Values that cover every outcome of `tests`; none if there are too many to try."""
        ids = [option.id for option in self.options]
        if not self.several:
            yield from ((id,) for id in ids)
            return
        mentioned = {id for test in tests for id in (test.equals, *test.any_of)}
        others = [id for id in ids if id not in mentioned]
        relevant = [id for id in ids if id in mentioned] + others[:1]  # one stands for all others
        yield from (chosen for chosen in combinations(relevant) if chosen)

    # --- the interview: the same methods as those of a `Question` ---

    @property
    def label(self) -> str:
        """What the interview calls it."""
        return self.title

    def numbers(self) -> tuple[str, ...]:
        """The number of each choice, in the interview and on paper."""
        return tuple(map(str, range(1, len(self.options) + 1)))

    def lines(self) -> tuple[str, ...]:
        """The choices as the interview lists them, each with the number to type."""
        form = _("{number}. {text}")
        return tuple(
            form.format(number=number, text=option.text)
            for number, option in zip(self.numbers(), self.options, strict=True)
        )

    def hints(self) -> tuple[str, ...]:
        """Hints on how to answer, shown below the question."""
        return (_("(Several numbers are possible, as in: 1 3)"),) if self.several else ()

    def typed_as(self) -> str:
        """What to type, in short, as in `1-5`."""
        return f"1-{len(self.options)}"

    def typed(self, line: str) -> tuple[str, ...] | None:
        """The ids of the options whose numbers are in `line`; None if `line` is not an answer."""
        places = places_of(line, self.numbers())
        if places is None or (len(places) > 1 and not self.several):
            return None
        return tuple(self.options[place].id for place in places)

    def refusal(self, line: str) -> str:
        """The message for a `line` that is not an answer."""
        count = len(self.options)
        if not self.several and len(places_of(line, self.numbers()) or ()) > 1:
            return _("Only one can be chosen: type a number from 1 to {count}.").format(count=count)
        if self.several:
            return _("Type one or more numbers from 1 to {count}, as in: 1 3").format(count=count)
        return _("Type a number from 1 to {count}.").format(count=count)

    def said(self, chosen: Sequence[str]) -> str:
        """The texts of the `chosen` ids."""
        return _("; ").join(option.text for option in self.options if option.id in chosen)
