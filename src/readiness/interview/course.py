"""The course of an interview: the questions one after the other, then a review of all answers."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING

from readiness.answers.answers import Answers
from readiness.interview.cover_questions import ask_cover
from readiness.interview.dialogue import Dialogue
from readiness.interview.minutes import minutes_in_words
from readiness.interview.one_question import Move, answer_one
from readiness.interview.prompts import Quit
from readiness.interview.record import Asked, Record
from readiness.interview.review import Review
from readiness.interview.showing import Headings, show_keys, show_question
from readiness.messages.catalogue import _, plural
from readiness.questionnaire.questionnaire import Questionnaire

if TYPE_CHECKING:
    from readiness.interview.market_record import MarketRecord


class Outcome(Enum):
    """How an interview ended."""

    FINISHED = auto()
    QUIT = auto()


def conduct(
    questionnaire: Questionnaire,
    answers: Answers,
    dialogue: Dialogue,
    save: Callable[[Answers], None],
    *,
    quick: bool = False,
) -> tuple[Outcome, Answers]:
    """Ask the open questions, then offer a review and a comparison of markets.

    Returns how it ended, and the final answers. `answers` are to `questionnaire`; `save` is called with all
    answers after every change. With `quick`, only the quick set is asked. Raises what `save` and `dialogue`
    raise, except EOFError.
    """
    record = Record(questionnaire, answers, save, quick=quick)
    course = _Course(record, dialogue)
    try:
        course.introduce()
        course.ask_open()
        course.review()
        course.compare_markets()
    except (Quit, EOFError):
        return Outcome.QUIT, record.answers
    return Outcome.FINISHED, record.answers


class _Course:
    """The parts of one interview."""

    def __init__(self, record: Record, dialogue: Dialogue) -> None:
        self.record = record
        self.dialogue = dialogue
        self.headings = Headings(dialogue, record)

    def introduce(self) -> None:
        """Introduce the questionnaire and the keys, and ask for the cover of the report."""
        say = self.dialogue.say
        say(self.record.questionnaire.title, strong=True)
        if self.record.questionnaire.description:
            say(self.record.questionnaire.description)
        if self.record.quick:
            say(_("Asked now is the quick set, for a first look. Without --quick, all questions are asked."))
        left = self.record.left(0)
        if left:
            say(
                plural(
                    "{count} question to answer, those about the enterprise included: {time}.",
                    "{count} questions to answer, those about the enterprise included: {time}.",
                    len(left),
                    time=minutes_in_words(left),
                )
            )
        say()
        show_keys(self.dialogue)
        ask_cover(self.record, self.dialogue)

    def ask_open(self) -> None:
        """Ask from the first open question to the last; an answer may show or hide later ones."""
        position = self._next_open(0)
        while position < len(self.record.asked):
            move = self._ask(position)
            if move is Move.BACK:
                position = max(0, position - 1)
            elif move is Move.NEXT:
                position = self._next_open(position + 1)

    def _next_open(self, start: int) -> int:
        """The index of the first open question from `start` on; the number of questions if there is none."""
        asked = self.record.asked
        return next((n for n in range(start, len(asked)) if self.record.is_open(asked[n])), len(asked))

    def _ask(self, position: int) -> Move:
        asked = self.record.asked[position]
        self.headings.show(asked)
        show_question(self.dialogue, asked, self.record, self.record.left(position))
        return answer_one(asked, self.record, self.dialogue)

    def review(self) -> None:
        """Show all answers; a number changes one."""
        Review(self.record, self.dialogue, self._ask_again).hold()

    def _ask_again(self, asked: Asked) -> None:
        self.headings.forget()
        self.headings.show(asked)
        move = Move.STAY
        while move is Move.STAY:
            show_question(self.dialogue, asked, self.record, [])
            move = answer_one(asked, self.record, self.dialogue)

    def compare_markets(self) -> None:
        """Offer to compare the markets of the profile, where answers may differ by market."""
        if self.record.questionnaire.markets is not None:
            from readiness.interview.market_questions import MarketQuestions  # few compare any

            MarketQuestions(self.record, self.dialogue, self._ask_about_market).offer()

    def _ask_about_market(self, record: MarketRecord, position: int) -> None:
        """Ask the questions of one market, answered or not, from the one at `position` on."""
        headings = Headings(self.dialogue, record)
        while position < len(record.asked):
            asked = record.asked[position]
            headings.show(asked)
            show_question(self.dialogue, asked, record, [])
            move = answer_one(asked, record, self.dialogue)
            if move is not Move.STAY:
                position = max(0, position + (1 if move is Move.NEXT else -1))
