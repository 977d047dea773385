"""One question of the interview: read what is typed and act on it."""

from __future__ import annotations

from enum import Enum, auto
from typing import Any

from readiness.answers.answers import Answer, State
from readiness.interview.dialogue import Dialogue, typed_line
from readiness.interview.prompts import SIGN, Back, Quit, keys_beside, typed_text
from readiness.interview.record import Asked, Record
from readiness.interview.showing import show_help
from readiness.messages.catalogue import _, plural
from readiness.messages.characters import narrow
from readiness.messages.sentences import bare, some
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questions.base import Question, Value


class Move(Enum):
    """Where the interview goes after a question."""

    NEXT = auto()
    BACK = auto()
    STAY = auto()


def answer_one(asked: Asked, record: Record, dialogue: Dialogue) -> Move:
    """Read lines until one answers `asked` or moves to another question. Raises Quit and EOFError."""
    before = record.asked
    move = _Turn(asked, record, dialogue).move()
    if hidden := record.hidden_since(before):
        dialogue.say(
            plural(
                "{count} answer no longer counts, as its question is not asked now: {numbers}.",
                "{count} answers no longer count, as their questions are not asked now: {numbers}.",
                len(hidden),
                numbers=_(", ").join(map(str, hidden)),
            )
        )
    return move


class _Turn:
    """One question that has been shown and waits for an answer."""

    def __init__(self, asked: Asked, record: Record, dialogue: Dialogue) -> None:
        self.asked = asked
        self.record = record
        self.dialogue = dialogue

    def move(self) -> Move:
        """Ask for lines until one says where to go; return that."""
        letters = "bsq"
        if isinstance(self.asked, Question):
            letters = "bdnesq" if self.asked.not_applicable else "bdesq"
        keys = [self.asked.typed_as(), "?", *map(self._to_type, letters)]
        prompt = _("Your answer ({keys}): ").format(keys=" ".join(keys))
        while True:
            line = typed_line(self.dialogue, prompt)
            try:
                move = self._respond(line)
            except Back:  # from a prompt that followed the answer
                return Move.STAY
            if move is not None:
                return move

    def _to_type(self, letter: str) -> str:
        """What to type for the key `letter`: with a sign if the letter is an answer to this question."""
        return letter if self._value(letter) is None else SIGN + letter

    def _value(self, line: str) -> object | None:
        """The answer that `line` stands for; None if it is not one."""
        raw = self.asked.typed(line)
        if raw is None or isinstance(self.asked, ProfileQuestion):
            return raw
        return self.asked.parse(raw)

    def _key(self, line: str) -> str:
        """The key that `line` stands for; empty if it is an answer or none of the keys."""
        typed = narrow(line).lower()
        letters = "bsq" if isinstance(self.asked, ProfileQuestion) else "bdnesq"
        if typed in ("?", SIGN + "?"):
            return "?"
        if typed.startswith(SIGN) and len(typed) == len(SIGN) + 1 and typed[-1] in letters:
            return typed[-1]
        return typed if len(typed) == 1 and typed in letters and self._value(line) is None else ""

    def _respond(self, line: str) -> Move | None:
        """What to do after `line`; None to ask for another one."""
        if not line:
            if not self.record.is_open(self.asked):
                return Move.NEXT
            message = _("Type an answer, {skip} to skip this question, or ? for an explanation.")
            self.dialogue.say(message.format(skip=self._to_type("s")))
            return None
        key = self._key(line)
        if key == "q":
            raise Quit
        if key == "?":
            show_help(self.dialogue, self.asked, self.record, self._to_type)
            return None
        if key in ("b", "s"):
            return Move.BACK if key == "b" else Move.NEXT
        if key and isinstance(self.asked, Question):
            return self._mark(self.asked, key)
        return self._answer(line)

    def _mark(self, asked: Question, key: str) -> Move | None:
        """What to do after one of the keys that only a question has."""
        if key == "d":
            return self._put(asked, State.UNKNOWN)
        if key == "n":
            return self._mark_not_applicable(asked)
        self._take_details(asked)
        return Move.STAY

    def _answer(self, line: str) -> Move | None:
        value = self._value(line)
        if value is None:
            letter = narrow(line).lower().removeprefix(SIGN)
            if isinstance(self.asked, ProfileQuestion) and letter in ("d", "n", "e"):
                message = _("“{key}” does nothing at a question about the enterprise; type s to skip it.")
                self.dialogue.say(message.format(key=letter))
            else:
                self.dialogue.say(self.asked.refusal(line))
            return None
        if isinstance(self.asked, Question):
            if caution := self.asked.caution(value):
                self.dialogue.say(caution)
            other = self._own_words(self.asked, value)
            return self._put(self.asked, State.ANSWERED, value=value, other=other)
        chosen = self.asked.typed(line)
        assert chosen is not None
        if kept := self.record.choose(self.asked, chosen):
            message = _("What these markets lie in stays chosen: {titles}. Remove them first, at the end.")
            titles = _("; ").join(some([market.title for market in kept]))
            self.dialogue.say(message.format(titles=titles))
        return Move.NEXT

    def _own_words(self, asked: Question, value: Value) -> str:
        """What the respondent says of a chosen option that takes words; may be empty."""
        if asked.own_words is None or not asked.takes_words(value):
            return ""
        before = self.record.answers[asked.id].other
        if before:
            self.dialogue.say(_("Now: {text}").format(text=before))
        option = bare(asked.own_words.text)
        prompt = _("{option} ({keys}): ").format(option=option, keys=keys_beside(before))
        line = typed_text(self.dialogue, prompt)
        return (line or before) if narrow(line) != "-" else ""

    def _mark_not_applicable(self, asked: Question) -> Move | None:
        if asked.not_applicable is None:
            message = _("This question applies to every enterprise; type {unknown} if you do not know.")
            self.dialogue.say(message.format(unknown=self._to_type("d")))
            return None
        self.dialogue.say(_("Not applicable only if: {when}").format(when=asked.not_applicable))
        reason = typed_text(self.dialogue, _("The reason (Enter to go back): "), several_lines=True)
        return self._put(asked, State.NOT_APPLICABLE, reason=reason) if reason else None

    def _put(
        self, asked: Question, state: State, *, value: object = None, reason: str = "", other: str = ""
    ) -> Move:
        """Replace value, words of one's own or reason; keep note, evidence and owner unless shared."""
        so_far = self.record.answers[asked.id]
        answer = so_far._replace(state=state, value=value, reason=reason, other=other)
        if self.record.is_shared(asked) and answer != so_far:
            answer = Answer(state, value, reason=reason, other=other)
        self.record.put(asked, answer)
        return Move.NEXT

    def _take_details(self, asked: Question) -> None:
        note = _("Note ({keys}, \\ at the end of a line for one more): ")
        evidence = _("Evidence ({keys}): ")
        owner = _("Owner ({keys}): ")
        for name, prompt in (("note", note), ("evidence", evidence), ("owner", owner)):
            answer = self.record.answers[asked.id]
            now = "\n".join(answer.evidence) if name == "evidence" else getattr(answer, name)
            if now:
                self.dialogue.say(_("Now: {text}").format(text=now))
            prompt = prompt.format(keys=keys_beside(now))
            text = typed_text(self.dialogue, prompt, several_lines=name != "owner")
            if text:
                self.record.put(asked, _with_detail(answer, name, "" if narrow(text) == "-" else text))


def _with_detail(answer: Answer, name: str, text: str) -> Answer:
    """`answer` with this note, evidence (one a line) or owner; without one if `text` is empty."""
    detail: Any = text
    if name == "evidence":
        detail = tuple(line.strip() for line in text.split("\n") if line.strip())
    return answer._replace(**{name: detail})
