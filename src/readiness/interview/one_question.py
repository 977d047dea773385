"""One question of the interview: read what is typed and act on it."""

from __future__ import annotations

from enum import Enum, auto
from typing import Any

from readiness.answers.answers import Answer, State
from readiness.interview.dialogue import Dialogue, typed_line
from readiness.interview.record import Asked, Record
from readiness.interview.showing import show_help
from readiness.messages.catalogue import _
from readiness.messages.characters import narrow
from readiness.messages.sentences import bare
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questions.base import Question, Value


class Move(Enum):
    """Where the interview goes after a question."""

    NEXT = auto()
    BACK = auto()
    STAY = auto()


class Quit(Exception):
    """The respondent wants to stop."""


def answer_one(asked: Asked, record: Record, dialogue: Dialogue) -> Move:
    """Read lines until one answers `asked` or moves to another question. Raises Quit and EOFError."""
    return _Turn(asked, record, dialogue).move()


class _Turn:
    """One question that has been shown and waits for an answer."""

    def __init__(self, asked: Asked, record: Record, dialogue: Dialogue) -> None:
        self.asked = asked
        self.record = record
        self.dialogue = dialogue

    def move(self) -> Move:
        """Ask for lines until one says where to go; return that."""
        prompt = _("Your answer ({keys}): ").format(keys=" ".join(self._keys()))
        while True:
            move = self._respond(typed_line(self.dialogue, prompt))
            if move is not None:
                return move

    def _keys(self) -> list[str]:
        keys = [self.asked.typed_as(), "?", "b"]
        if isinstance(self.asked, Question):
            keys += ["d", "n", "e"] if self.asked.not_applicable else ["d", "e"]
        return [*keys, "s", "q"]

    def _respond(self, line: str) -> Move | None:
        """What to do after `line`; None to ask for another one."""
        key = narrow(line)
        if key == "q":
            raise Quit
        if key == "b":
            return Move.BACK
        if key == "s":
            return Move.NEXT
        if key == "?":
            show_help(self.dialogue, self.asked)
            return None
        if not key:
            if not self.record.is_open(self.asked):
                return Move.NEXT
            self.dialogue.say(_("Type a number, s to skip this question, or ? for an explanation."))
            return None
        if isinstance(self.asked, ProfileQuestion):
            return self._choose(self.asked, line)
        return self._answer(self.asked, key, line)

    def _choose(self, asked: ProfileQuestion, line: str) -> Move | None:
        chosen = asked.typed(line)
        if chosen is None:
            self.dialogue.say(asked.refusal(line))
            return None
        self.record.choose(asked, chosen)
        return Move.NEXT

    def _answer(self, asked: Question, key: str, line: str) -> Move | None:
        if key == "d":
            return self._put(asked, State.UNKNOWN)
        if key == "n":
            return self._mark_not_applicable(asked)
        if key == "e":
            self._take_details(asked)
            return Move.STAY
        raw = asked.typed(line)
        value = None if raw is None else asked.parse(raw)
        if value is None:
            self.dialogue.say(asked.refusal(line))
            return None
        if caution := asked.caution(value):
            self.dialogue.say(caution)
        return self._put(asked, State.ANSWERED, value=value, other=self._own_words(asked, value))

    def _own_words(self, asked: Question, value: Value) -> str:
        """What the respondent says of a chosen option that takes words; may be empty."""
        if asked.own_words is None or not asked.takes_words(value):
            return ""
        before = self.record.answers[asked.id].other
        if before:
            self.dialogue.say(_("Now: {text}").format(text=before))
        keys = _("Enter to keep, - to delete") if before else _("Enter to leave it out")
        prompt = _("{option} ({keys}): ").format(option=bare(asked.own_words.text), keys=keys)
        line = typed_line(self.dialogue, prompt)
        return (line or before) if narrow(line) != "-" else ""

    def _mark_not_applicable(self, asked: Question) -> Move | None:
        if asked.not_applicable is None:
            self.dialogue.say(_("This question applies to every enterprise; type d if you do not know."))
            return None
        self.dialogue.say(_("Only if: {when}").format(when=asked.not_applicable))
        reason = typed_line(self.dialogue, _("The reason (Enter to go back): "))
        return self._put(asked, State.NOT_APPLICABLE, reason=reason) if reason else None

    def _put(
        self, asked: Question, state: State, *, value: object = None, reason: str = "", other: str = ""
    ) -> Move:
        """Replace value, words of one's own or reason; keep note, evidence and owner."""
        so_far = self.record.answers[asked.id]
        self.record.put(asked, so_far._replace(state=state, value=value, reason=reason, other=other))
        return Move.NEXT

    def _take_details(self, asked: Question) -> None:
        for name, what in (("note", _("Note")), ("evidence", _("Evidence")), ("owner", _("Owner"))):
            answer = self.record.answers[asked.id]
            now = "; ".join(answer.evidence) if name == "evidence" else getattr(answer, name)
            if now:
                self.dialogue.say(_("Now: {text}").format(text=now))
            line = typed_line(self.dialogue, _("{what} (Enter to keep, - to delete): ").format(what=what))
            if line:
                self.record.put(asked, _with_detail(answer, name, "" if narrow(line) == "-" else line))


def _with_detail(answer: Answer, name: str, text: str) -> Answer:
    """`answer` with this note, evidence or owner; without one if `text` is empty."""
    detail: Any = text
    if name == "evidence":
        detail = (text,) if text else ()
    return answer._replace(**{name: detail})
