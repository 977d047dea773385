"""What the interview shows: keys, headings, questions and help."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from readiness.answers.answers import State
from readiness.interview.dialogue import Dialogue
from readiness.interview.minutes import minutes_in_words
from readiness.interview.record import Asked, Record
from readiness.messages.catalogue import _
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questions.base import Question


def show_keys(dialogue: Dialogue) -> None:
    """Show what may be typed."""
    dialogue.say(_("Type the number of the line that is true today. Every answer is saved at once."))
    for line in (
        _("? why it matters, and what would prove it"),
        _("b back to the previous question"),
        _("d don't know"),
        _("n not applicable, where the question allows it"),
        _("e add a note, evidence or an owner"),
        _("s skip for now"),
        _("q save and quit; run the same command to continue"),
        _(": before a letter makes it a key where it could be an answer, as in :q"),
    ):
        dialogue.say(line, indent=2)


def _keys_in_short(asked: Asked, to_type: Callable[[str], str]) -> str:
    """The keys that do something at `asked`, each as `to_type` says; they were explained at the beginning."""
    form = _("Keys: {b} back, {d} don't know, {e} note, {s} skip, {q} save and quit.")
    if isinstance(asked, ProfileQuestion):
        form = _("Keys: {b} back, {s} skip, {q} save and quit.")
    elif asked.not_applicable:
        form = _("Keys: {b} back, {d} don't know, {n} not applicable, {e} note, {s} skip, {q} save and quit.")
    return form.format(**{letter: to_type(letter) for letter in "bdnesq"})


def show_question(dialogue: Dialogue, asked: Asked, record: Record, left: list[Asked]) -> None:
    """Show `asked` and its answer so far; `left` are the questions still to ask, for the time they take."""
    form = _("[{number}/{count}] {title}, {minutes} left") if left else _("[{number}/{count}] {title}")
    if not asked.title:  # its text follows
        form = _("[{number}/{count}] {minutes} left") if left else _("[{number}/{count}]")
    number, minutes = record.number(asked), minutes_in_words(left)
    dialogue.say()
    dialogue.say(
        form.format(number=number, count=record.count, title=asked.title, minutes=minutes), strong=True
    )
    show_choices(dialogue, asked, record)


def show_choices(dialogue: Dialogue, asked: Asked, record: Record) -> None:
    """Show the text of `asked`, what to choose from, and the answer so far."""
    dialogue.say(asked.text)
    lines = asked.lines()
    rises = isinstance(asked, Question) and asked.rises
    if lines and rises and record.questionnaire.locations[asked.id].exposure:
        dialogue.say(_("(From the least exposed to the most.)"))
    for hint in asked.hints():
        dialogue.say(hint)
    numbers = asked.numbers() if lines else ()
    widest = max(map(len, numbers), default=0)
    for number, line in zip_longest(numbers[: len(lines)], lines, fillvalue=""):
        is_numbered = number and line.startswith(f"{number}.")
        dialogue.say(line, indent=2 + (widest - len(number) if is_numbered else 0))
    said = said_so_far(asked, record)
    if said:
        form = _("Your answer so far: {answer} (Enter keeps it)")
        if record.is_shared(asked):
            form = _("The shared answer: {answer} (Enter keeps it)")
        dialogue.say(form.format(answer=said))
    for detail in details_so_far(asked, record):
        dialogue.say(detail)


def said_so_far(asked: Asked, record: Record) -> str:
    """The answer so far in words; empty if there is none."""
    if isinstance(asked, ProfileQuestion):
        return asked.said(record.answers.profile.get(asked.id, ()))
    answer = record.answers[asked.id]
    if answer.value is not None:
        return answer.worded(asked.said(answer.value))
    return {
        State.UNKNOWN: _("don't know"),
        State.NOT_APPLICABLE: _("not applicable: {reason}").format(reason=answer.reason),
    }.get(answer.state, "")


def details_so_far(asked: Asked, record: Record) -> Iterator[str]:
    """The note, evidence and owner of the answer so far, those that there are."""
    if isinstance(asked, Question):
        answer = record.answers[asked.id]
        for form, text in (
            (_("Note: {text}"), answer.note),
            (_("Evidence: {text}"), _("; ").join(answer.evidence)),
            (_("Owner: {text}"), answer.owner),
        ):
            if text:
                yield form.format(text=text)


def show_help(dialogue: Dialogue, asked: Asked, record: Record, to_type: Callable[[str], str]) -> None:
    """Show why `asked` is asked, what would prove an answer, and the keys in short; then `asked` again."""
    if asked.help:
        dialogue.say(asked.help)
    elif isinstance(asked, ProfileQuestion):
        dialogue.say(_("This fact is never scored; it decides which questions and cases fit."))
    if isinstance(asked, Question):
        if asked.evidence:
            dialogue.say(_("What would prove it:"))
            for evidence in asked.evidence:
                dialogue.say(_("- {text}").format(text=evidence), indent=2)
        if asked.not_applicable:
            dialogue.say(_("Not applicable only if: {when}").format(when=asked.not_applicable))
    dialogue.say()
    dialogue.say(_keys_in_short(asked, to_type))
    dialogue.say()
    show_choices(dialogue, asked, record)


class Headings:
    """Shows the heading of each section once above its questions."""

    def __init__(self, dialogue: Dialogue, record: Record) -> None:
        self._dialogue = dialogue
        self._record = record
        self._last = ""

    def show(self, asked: Asked) -> None:
        """Show the heading that `asked` belongs to, unless it was the last one shown."""
        _id, title, description = self._record.section(asked)
        if title != self._last:
            self._last = title
            self._dialogue.say()
            self._dialogue.say(_("== {title} ==").format(title=title), strong=True)
            if description:
                self._dialogue.say(description)

    def forget(self) -> None:
        """Make sure that the next heading is shown."""
        self._last = ""
