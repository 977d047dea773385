"""The answers so far, and the questions that are asked because of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from readiness.answers.answers import Answer, Answers, Market, State
from readiness.messages.catalogue import _
from readiness.questionnaire.conditions import answers_in, profile_in
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.scoring.scope import determine

Asked: TypeAlias = ProfileQuestion | Question


class Chapter(NamedTuple):
    """What questions are listed under."""

    id: str
    """Empty for the facts of the profile."""
    title: str
    description: str


class Record:
    """The answers of one interview. Every change is passed to `save`, which may raise OSError."""

    def __init__(
        self, questionnaire: Questionnaire, answers: Answers, save: Callable[[Answers], None], *, quick: bool
    ) -> None:
        self.questionnaire = questionnaire
        self.answers = answers
        self._save = save
        self.quick = quick
        """Whether only the quick set is asked."""
        self._numbers = {_key(asked): number for number, asked in enumerate(self._numbered(), start=1)}
        self.count = len(self._numbers)
        """The number of the last question."""
        self.asked = tuple(self._in_scope())
        """The questions that are asked with the answers so far, in order."""

    def _numbered(self) -> Iterable[Asked]:
        """The questions that have a number, hidden or not, in order."""
        return self.questionnaire.asked(quick=self.quick)

    def _in_scope(self) -> Iterator[Asked]:
        yield from self.questionnaire.profile
        yield from self._questions()

    def _questions(self) -> Iterator[Question]:
        scope = determine(self.questionnaire, self.answers, quick=self.quick)
        for id, question in self.questionnaire.questions.items():
            if id in scope:
                yield question

    def number(self, asked: Asked) -> int:
        """The number of `asked`, from 1, as on the printed form; hidden questions keep theirs.

        In a market, it is the number among the questions whose answers may differ by market.
        """
        return self._numbers[_key(asked)]

    def numbered(self, number: int) -> Asked | None:
        """The question with this number, if it is asked."""
        return next((asked for asked in self.asked if self.number(asked) == number), None)

    def hidden_since(self, before: tuple[Asked, ...]) -> list[int]:
        """The numbers of the answered questions of `before` that are not asked any more."""
        if before is self.asked:
            return []
        now = set(map(self.number, self.asked))
        answered = (self.number(asked) for asked in before if not self.is_open(asked))
        return [number for number in answered if number not in now]

    def contradictions(self) -> Iterator[tuple[str, list[int]]]:
        """What to say of answers that cannot all be true, and the numbers of those asked about."""
        if not self.questionnaire.contradictions:
            return
        places = {asked.id: self.number(asked) for asked in self.asked}
        scope = determine(self.questionnaire, self.answers, quick=self.quick)
        for item in self.questionnaire.contradictions:
            if scope.holds(item.when):
                ids = (*answers_in(item.when), *profile_in(item.when))
                yield item.message, sorted({places[id] for id in ids if id in places})

    def section(self, asked: Asked) -> Chapter:
        """What `asked` is listed under; the facts of the profile have no section of the questionnaire."""
        if isinstance(asked, ProfileQuestion):
            return Chapter(
                "",
                _("About the enterprise"),
                _("Never scored: these facts decide which questions and cases fit."),
            )
        section = self.questionnaire.locations[asked.id].section
        return Chapter(section.id, section.title, section.description)

    def left(self, position: int) -> list[Asked]:
        """The questions from `position` on that are still open."""
        return [asked for asked in self.asked[position:] if self.is_open(asked)]

    def is_open(self, asked: Asked) -> bool:
        """Whether `asked` has no answer yet; “unknown” is an answer."""
        if isinstance(asked, ProfileQuestion):
            return asked.id not in self.answers.profile
        return self.answers[asked.id].state is State.UNANSWERED

    def is_shared(self, asked: Asked) -> bool:  # noqa: ARG002 (see `MarketRecord`)
        """Whether the answer to `asked` is that of the whole enterprise, shown for one market."""
        return False

    def is_begun(self) -> bool:
        """Whether anything has been answered, a fact of the profile included."""
        return bool(self.answers.profile or self.answers.given)

    def put_on_cover(self, **texts: str) -> None:
        """Save texts of the cover, each by its name."""
        self._change(replace(self.answers, cover=self.answers.cover._replace(**texts)))

    def sign(self, respondent: str) -> None:
        """Save who answers."""
        self._change(replace(self.answers, respondent=respondent))

    def choose(self, asked: ProfileQuestion, chosen: tuple[str, ...]) -> list[Market]:
        """Save a fact of the profile, which may show or hide later questions.

        Returns the markets that lie in what is not chosen any more: their options stay.
        """
        markets = self.answers.markets.values() if asked is self.questionnaire.markets else ()
        kept = [market for market in markets if market.option not in chosen]
        ids = {*chosen, *(market.option for market in kept)}
        chosen = tuple(option.id for option in asked.options if option.id in ids) if kept else chosen
        self._change(self.answers.with_profile(asked.id, chosen), decides=True)
        return kept

    def put(self, asked: Question, answer: Answer) -> None:
        """Save an answer, which may show or hide later questions whose conditions look at it."""
        self._change(
            self.answers.with_answer(asked.id, answer), decides=asked.id in self.questionnaire.decisive
        )

    def put_market(self, id: str, market: Market) -> None:
        """Save a market with the answers that differ there."""
        self._change(replace(self.answers, markets={**self.answers.markets, id: market}))

    def remove_market(self, id: str) -> None:
        """Save all but this market."""
        markets = {other: market for other, market in self.answers.markets.items() if other != id}
        self._change(replace(self.answers, markets=markets))

    def _change(self, answers: Answers, *, decides: bool = False) -> None:
        self.answers = answers
        if decides:  # otherwise the questions stay the same, and finding them is slow
            self.asked = tuple(self._in_scope())
        self._save(answers)


def _key(asked: Asked) -> tuple[bool, str]:
    """What tells `asked` from all others: a fact and a question may have the same id."""
    return isinstance(asked, ProfileQuestion), asked.id
