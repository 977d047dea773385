"""Asks the questions one after the other and keeps the same raw mapping as an answers file.

Line by line: nothing is redrawn, so that a screen reader, a dumb terminal and an input method
all follow. The interview neither reads nor writes by itself; a `Dialogue` does.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol, TypeAlias

from readiness.answers.answers import UNKNOWN, Answers, State
from readiness.answers.reading import read_raw
from readiness.messages.catalogue import _, plural
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Option, Question
from readiness.questionnaire.questions.number import NumberQuestion
from readiness.questionnaire.questions.scale import ScaleQuestion
from readiness.questionnaire.questions.several import SeveralQuestion
from readiness.questionnaire.questions.text import TextQuestion
from readiness.scoring.scope import Scope, determine
from readiness.source.scalars import parse_number

MINUTES_A_QUESTION = 0.4

Raw: TypeAlias = dict[str, Any]
Asked: TypeAlias = ProfileQuestion | Question


class Dialogue(Protocol):
    """Where the interview speaks and listens."""

    def say(self, text: str = "", *, indent: int = 0, strong: bool = False) -> None:
        """Show one paragraph."""

    def ask(self, prompt: str) -> str:
        """Show `prompt` and return the line typed. Raises EOFError when there is no more input."""


class Outcome(Enum):
    """How an interview ended."""

    FINISHED = auto()
    QUIT = auto()


class _Move(Enum):
    NEXT = auto()
    BACK = auto()
    STAY = auto()


class _Quit(Exception):
    """The respondent wants to stop here."""


def conduct(
    questionnaire: Questionnaire,
    raw: Raw,
    dialogue: Dialogue,
    save: Callable[[Raw], None],
    *,
    quick: bool = False,
) -> Outcome:
    """Ask what is open in `raw`, then offer a review; `save` is called after every change.

    `raw` must be valid for `questionnaire` and is changed in place.
    """
    interview = _Interview(questionnaire, raw, dialogue, save, quick)
    try:
        interview.introduce()
        interview.ask_open()
        interview.review()
    except (_Quit, EOFError):
        return Outcome.QUIT
    return Outcome.FINISHED


def blank(questionnaire: Questionnaire) -> Raw:
    """The raw mapping of an answers file in which nothing is answered yet."""
    return {
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "respondent": "",
        "date": "",
        "profile": {},
        "answers": {},
    }


@dataclass(slots=True)
class _Interview:
    questionnaire: Questionnaire
    raw: Raw
    dialogue: Dialogue
    save: Callable[[Raw], None]
    quick: bool
    heard: str = ""
    """The heading that was shown last."""

    # --- the course of the interview ---

    def introduce(self) -> None:
        """Say what is coming, and ask once who answers."""
        say = self.dialogue.say
        say(self.questionnaire.title, strong=True)
        say(self.questionnaire.description)
        say()
        self._show_keys()
        if not self.raw.get("respondent"):
            say()
            say(_("Your name and role, for the report (Enter to leave it out):"))
            name = self._read_text()
            if _narrow(name) == "q":
                raise _Quit
            if name:
                self.raw["respondent"] = name
                self.save(self.raw)

    def ask_open(self) -> None:
        """Ask from the first open question to the last."""
        steps = self._steps()
        position = self._next_open(steps, 0)
        while position < len(steps):
            move = self._ask(steps[position], position, len(steps))
            steps = self._steps()  # the answer may have shown or hidden later questions
            if move is _Move.BACK:
                position = max(0, position - 1)
            elif move is _Move.NEXT:
                position = self._next_open(steps, position + 1)

    def _next_open(self, steps: list[Asked], start: int) -> int:
        """The first open step from `start` on, or the end."""
        return next((n for n in range(start, len(steps)) if self._is_open(steps[n])), len(steps))

    def review(self) -> None:
        """List all answers; a number changes one, Enter ends."""
        while True:
            steps = self._steps()
            self.dialogue.say()
            self.dialogue.say(_("Your answers"), strong=True)
            for number, asked in enumerate(steps, start=1):
                line = _("{number}. {title}: {answer}").format(
                    number=number, title=self._title(asked), answer=self._current(asked) or _("open")
                )
                self.dialogue.say(line, indent=1)
            self.dialogue.say()
            typed = self._read(_("Number of an answer to change, Enter for the report, q to save and quit: "))
            if not typed:
                return
            if typed == "q":
                raise _Quit
            number = self._number(typed, len(steps))
            if number:
                self.heard = ""
                while self._ask(steps[number - 1], number - 1, len(steps)) is _Move.STAY:
                    pass
            else:
                self._complain(_("Type a number from 1 to {count}.").format(count=len(steps)))

    def _steps(self) -> list[Asked]:
        questions = self.questionnaire.questions
        scope = self._scope()
        return [*self.questionnaire.profile, *(question for id, question in questions.items() if id in scope)]

    def _answers(self) -> Answers:
        return read_raw(self.raw, self.questionnaire)

    def _scope(self) -> Scope:
        return determine(self.questionnaire, self._answers(), quick=self.quick)

    def _is_open(self, asked: Asked) -> bool:
        if isinstance(asked, ProfileQuestion):
            return asked.id not in self._answers().profile
        return self._answers()[asked.id].state is State.UNANSWERED

    # --- one question ---

    def _ask(self, asked: Asked, position: int, count: int) -> _Move:
        self._show_heading(asked)
        self._show(asked, position, count)
        keys = self._keys(asked)
        while True:
            line = self._read_text(_("Your answer ({keys}): ").format(keys=" ".join(keys)))
            typed = _narrow(line)
            if isinstance(asked, TextQuestion) and typed not in _KEYS:
                typed = line
            move = self._respond(asked, typed)
            if move is not None:
                return move

    def _respond(self, asked: Asked, typed: str) -> _Move | None:
        """What to do after `typed`; None to ask for another line."""
        if typed == "q":
            raise _Quit
        if typed == "b":
            return _Move.BACK
        if typed == "s":
            return _Move.NEXT
        if typed == "?":
            self._help(asked)
            return None
        if not typed:
            if self._is_open(asked):
                self._complain(_("Type a number, or s to skip this question; ? explains."))
                return None
            return _Move.NEXT
        if isinstance(asked, ProfileQuestion):
            return self._choose_profile(asked, typed)
        return self._answer(asked, typed)

    def _choose_profile(self, asked: ProfileQuestion, typed: str) -> _Move | None:
        numbers = [self._number(part, len(asked.options)) for part in typed.replace(",", " ").split()]
        chosen = [asked.options[number - 1].id for number in numbers if number]
        if not chosen or len(chosen) != len(numbers) or (len(chosen) > 1 and not asked.several):
            count = len(asked.options)
            hint = _("Type a number from 1 to {count}.").format(count=count)
            if asked.several:
                hint = _("Type one or more numbers from 1 to {count}, as in: 1 3").format(count=count)
            self._complain(hint)
            return None
        value = list(dict.fromkeys(chosen))
        self.raw["profile"][asked.id] = value if asked.several else value[0]
        self.save(self.raw)
        return _Move.NEXT

    def _answer(self, asked: Question, typed: str) -> _Move | None:
        if typed == "d":
            return self._record(asked, {"value": UNKNOWN})
        if typed == "n":
            return self._mark_not_applicable(asked)
        if typed == "e":
            self._take_details(asked)
            return _Move.STAY
        raw = self._typed_value(asked, typed)
        if raw is None or asked.parse(raw) is None:
            self._complain(_("“{typed}” is not one of the choices.").format(typed=typed[:40]))
            return None
        return self._record(asked, {"value": raw})

    def _typed_value(self, asked: Question, typed: str) -> Any:
        """What was typed, as an answers file holds it; None if it is nothing of the kind."""
        if isinstance(asked, TextQuestion):
            return typed
        if isinstance(asked, NumberQuestion | ScaleQuestion):
            return parse_number(typed)
        if isinstance(asked, SeveralQuestion):
            numbers = [self._number(part, len(asked.choices)) for part in typed.replace(",", " ").split()]
            if typed == "0":
                return []
            chosen = [asked.choices[number - 1].id for number in numbers if number]
            return list(dict.fromkeys(chosen)) if chosen and len(chosen) == len(numbers) else None
        number = self._number(typed, len(asked.choices))
        return asked.written(asked.choices[number - 1]) if number else None

    def _mark_not_applicable(self, asked: Question) -> _Move | None:
        if asked.not_applicable is None:
            self._complain(_("This question applies to every enterprise; d says that you do not know."))
            return None
        self.dialogue.say(_("Only if: {when}").format(when=asked.not_applicable))
        reason = self._read_text(_("The reason (Enter to go back): "))
        if not reason:
            return None
        return self._record(asked, {"not_applicable": reason})

    def _record(self, asked: Question, content: Raw) -> _Move:
        """Replace value or reason, keep note, evidence and owner."""
        kept = {key: value for key, value in self._details(asked).items() if key not in _VALUES}
        merged = {**content, **kept}
        self.raw["answers"][asked.id] = content["value"] if list(merged) == ["value"] else merged
        self.save(self.raw)
        return _Move.NEXT

    def _take_details(self, asked: Question) -> None:
        details = self._details(asked)
        for key, prompt in (("note", _("Note")), ("evidence", _("Evidence")), ("owner", _("Owner"))):
            current = details.get(key)
            shown = "; ".join(current) if isinstance(current, list) else current
            if shown:
                self.dialogue.say(_("Now: {text}").format(text=shown))
            typed = self._read_text(_("{what} (Enter to keep, - to delete): ").format(what=prompt))
            if _narrow(typed) == "-":
                details.pop(key, None)
            elif typed:
                details[key] = typed
            else:
                continue
            self._keep_details(asked, details)

    def _keep_details(self, asked: Question, details: Raw) -> None:
        if details:
            self.raw["answers"][asked.id] = dict(details)
        else:
            self.raw["answers"].pop(asked.id, None)
        self.save(self.raw)

    def _details(self, asked: Question) -> Raw:
        """The answer so far as a mapping."""
        current = self.raw["answers"].get(asked.id)
        if isinstance(current, dict):
            return {key: value for key, value in current.items() if value is not None}
        return {} if current is None else {"value": current}

    # --- reading and showing ---

    def _read(self, prompt: str) -> str:
        """One line of keys or numbers, whatever the width in which an input method typed them."""
        return _narrow(self._read_text(prompt))

    def _read_text(self, prompt: str = "> ") -> str:
        """One line of free text, character for character as it was typed."""
        return self.dialogue.ask(prompt).strip()

    def _number(self, typed: str, count: int) -> int:
        """The choice from 1 to `count` that was typed, or 0."""
        return int(typed) if typed.isdecimal() and len(typed) < 4 and 1 <= int(typed) <= count else 0

    def _complain(self, text: str) -> None:
        self.dialogue.say(text)

    def _title(self, asked: Asked) -> str:
        return asked.title if isinstance(asked, ProfileQuestion) else asked.label

    def _texts(self, asked: Asked) -> list[str]:
        """What there is to choose from, in words; empty where something is typed."""
        if isinstance(asked, ProfileQuestion):
            return [option.text for option in asked.options]
        return [option.text for option in asked.choices]

    def _takes_several(self, asked: Asked) -> bool:
        return asked.several if isinstance(asked, ProfileQuestion) else isinstance(asked, SeveralQuestion)

    def _keys(self, asked: Asked) -> list[str]:
        keys = [self._answer_key(asked), "?", "b"]
        if isinstance(asked, Question):
            keys += ["d", "n", "e"] if asked.not_applicable else ["d", "e"]
        return [*keys, "s", "q"]

    def _answer_key(self, asked: Asked) -> str:
        """What an answer looks like when it is typed."""
        if isinstance(asked, ScaleQuestion):
            return f"{asked.minimum}-{asked.maximum}"
        if isinstance(asked, NumberQuestion):
            return _("number")
        if isinstance(asked, TextQuestion):
            return _("text")
        return f"1-{len(self._texts(asked))}"

    def _show_keys(self) -> None:
        self.dialogue.say(_("Type the number of the line that is true today. Every answer is saved at once."))
        for line in (
            _("? why it matters, and what would prove it"),
            _("b back to the question before"),
            _("d don't know"),
            _("n not applicable, where the question allows it"),
            _("e add a note, evidence or an owner"),
            _("s skip for now"),
            _("q save and quit; run the same command to go on"),
        ):
            self.dialogue.say(line, indent=2)

    def _show_heading(self, asked: Asked) -> None:
        title = _("About the enterprise")
        description = _("Never scored: these facts decide which questions and cases fit.")
        if isinstance(asked, Question):
            section = self.questionnaire.locations[asked.id].section
            title, description = section.title, section.description
        if title != self.heard:
            self.heard = title
            self.dialogue.say()
            self.dialogue.say(_("== {title} ==").format(title=title), strong=True)
            self.dialogue.say(description)

    def _show(self, asked: Asked, position: int, count: int) -> None:
        say = self.dialogue.say
        minutes = math.ceil((count - position) * MINUTES_A_QUESTION)
        left = plural("about {count} minute left", "about {count} minutes left", minutes)
        say()
        say(
            _("[{position}/{count}] {title}, {left}").format(
                position=position + 1, count=count, title=self._title(asked), left=left
            ),
            strong=True,
        )
        say(asked.text)
        if isinstance(asked, Question) and self.questionnaire.locations[asked.id].exposure:
            say(_("(From the least exposed to the most.)"))
        if self._takes_several(asked):
            say(_("(Several numbers are possible, as in: 1 3)"))
        if isinstance(asked, SeveralQuestion):
            say(_("(0 if none holds.)"))
        if isinstance(asked, NumberQuestion) and asked.unit:
            say(_("(In {unit}.)").format(unit=asked.unit))
        for number, text in enumerate(self._texts(asked), start=1):
            numbered = _("{number}. {text}").format(number=number, text=text)
            # A scale is answered by its own numbers, which its texts begin with.
            say(text if isinstance(asked, ScaleQuestion) else numbered, indent=2)
        current = self._current(asked)
        if current:
            say(_("Your answer so far: {answer} (Enter keeps it)").format(answer=current))

    def _help(self, asked: Asked) -> None:
        say = self.dialogue.say
        if asked.help:
            say(asked.help)
        elif isinstance(asked, ProfileQuestion):
            say(_("This fact is never scored; it decides which questions and cases fit."))
        if isinstance(asked, Question):
            if asked.evidence:
                say(_("What would prove it:"))
                for evidence in asked.evidence:
                    say(_("- {text}").format(text=evidence), indent=2)
            if asked.not_applicable:
                say(_("Not applicable only if: {when}").format(when=asked.not_applicable))
        say()
        self._show_keys()

    def _current(self, asked: Asked) -> str:
        """The answer so far in words; empty if there is none."""
        if isinstance(asked, ProfileQuestion):
            chosen = self._answers().profile.get(asked.id, ())
            return _("; ").join(option.text for option in asked.options if option.id in chosen)
        answer = self._answers()[asked.id]
        if answer.value is not None:
            text = asked.describe(answer.value)
            if isinstance(answer.value, Option) and not isinstance(asked, ScaleQuestion):
                number = asked.choices.index(answer.value) + 1
                return _("{number}. {text}").format(number=number, text=text)
            return text
        return {
            State.UNKNOWN: _("don't know"),
            State.NOT_APPLICABLE: _("not applicable: {reason}").format(reason=answer.reason),
        }.get(answer.state, "")


def _narrow(text: str) -> str:
    """`text` without width variants, and a single letter small: any digit or key is like any other."""
    narrow = unicodedata.normalize("NFKC", text).replace("、", ",").strip()
    return narrow.lower() if len(narrow) == 1 else narrow


_KEYS = frozenset({"", "?", "b", "d", "n", "e", "s", "q"})
_VALUES = frozenset({"value", "not_applicable"})
