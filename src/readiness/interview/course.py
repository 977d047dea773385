"""The course of an interview: the questions one after the other, then a review of all answers."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from readiness.answers.answers import Answers
from readiness.interview.cover_questions import ask_cover
from readiness.interview.dialogue import Dialogue, typed_line
from readiness.interview.minutes import minutes_in_words
from readiness.interview.one_question import Move, Quit, answer_one
from readiness.interview.record import Record
from readiness.interview.showing import Headings, said_so_far, show_keys, show_question
from readiness.messages.catalogue import _, plural
from readiness.messages.characters import narrow
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.typed_lines import line_number


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
    """Ask the open questions, then offer a review; return how it ended, and the final answers.

    `answers` are to `questionnaire`; `save` is called with all answers after every change. With `quick`,
    only the quick set is asked. Raises what `save` and `dialogue` raise, except EOFError.
    """
    record = Record(questionnaire, answers, save, quick=quick)
    course = _Course(record, dialogue)
    try:
        course.introduce()
        course.ask_open()
        course.review()
    except (Quit, EOFError):
        return Outcome.QUIT, record.answers
    return Outcome.FINISHED, record.answers


class _Course:
    """The three parts of one interview."""

    def __init__(self, record: Record, dialogue: Dialogue) -> None:
        self.record = record
        self.dialogue = dialogue
        self.headings = Headings(dialogue, record)

    def introduce(self) -> None:
        """Introduce the questionnaire and the keys, and ask for the cover of the report."""
        say = self.dialogue.say
        say(self.record.questionnaire.title, strong=True)
        say(self.record.questionnaire.description)
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
        show_question(self.dialogue, asked, self.record, position)
        return answer_one(asked, self.record, self.dialogue)

    def review(self) -> None:
        """List all answers; a number changes one, Enter ends."""
        while True:
            self._list_answers()
            count = len(self.record.asked)
            typed = narrow(
                typed_line(
                    self.dialogue,
                    _("Number of an answer to change, Enter for the report, q to save and quit: "),
                )
            )
            if not typed:
                return
            if typed == "q":
                raise Quit
            number = line_number(typed, count)
            if number is None:
                self.dialogue.say(_("Type a number from 1 to {count}.").format(count=count))
                continue
            self.headings.forget()
            while self._ask(number - 1) is Move.STAY:
                pass

    def _list_answers(self) -> None:
        self.dialogue.say()
        self.dialogue.say(_("Your answers"), strong=True)
        for number, asked in enumerate(self.record.asked, start=1):
            answer = said_so_far(asked, self.record) or _("open")
            line = _("{number}. {title}: {answer}").format(number=number, title=asked.label, answer=answer)
            self.dialogue.say(line, indent=1)
        self.dialogue.say()
        self._list_contradictions()

    def _list_contradictions(self) -> None:
        found = list(self.record.contradictions())
        if not found:
            return
        self.dialogue.say(_("Answers to check: they do not go together."), strong=True)
        for message, numbers in found:
            where = _(", ").join(map(str, numbers))
            self.dialogue.say(
                _("{message} (Answers {numbers})").format(message=message, numbers=where), indent=1
            )
        self.dialogue.say()
