"""How the interview shows text and reads what is typed: through a `Dialogue`, never by itself.

It works line by line and redraws nothing, so it suits screen readers, simple terminals and input methods.
"""

from __future__ import annotations

from typing import Protocol

from readiness.messages.catalogue import _
from readiness.messages.characters import without_controls


class Dialogue(Protocol):
    """A person at a terminal, or a test in the person's place."""

    def say(self, text: str = "", *, indent: int = 0, strong: bool = False) -> None:
        """Show one paragraph; a line break in it stays one."""

    def ask(self, prompt: str) -> str:
        """Show `prompt` and return the line typed, or the lines pasted at once.

        Raises EOFError when there is no more input.
        """


def typed(dialogue: Dialogue, prompt: str) -> str:
    """What was typed, in one line or several, without blanks around it. Raises EOFError."""
    return without_controls(dialogue.ask(prompt)).strip()


def typed_line(dialogue: Dialogue, prompt: str) -> str:
    """One line as it was typed, without blanks around it; several at once are refused. Raises EOFError."""
    while "\n" in (text := typed(dialogue, prompt)):
        several_refused(dialogue)
    return text


def several_refused(dialogue: Dialogue) -> None:
    """Say why several lines were not taken."""
    dialogue.say(
        _(
            "Several lines came at once, as from a paste; none was taken. Only a note, evidence and the"
            " reason for “not applicable” can have several lines."
        )
    )
