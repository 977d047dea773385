"""How the interview shows text and reads answers: through a `Dialogue`, never by itself.

It works line by line and redraws nothing, so it suits screen readers, simple terminals and input methods.
"""

from __future__ import annotations

from typing import Protocol


class Dialogue(Protocol):
    """A person at a terminal, or a test in the person's place."""

    def say(self, text: str = "", *, indent: int = 0, strong: bool = False) -> None:
        """Show one paragraph."""

    def ask(self, prompt: str) -> str:
        """Show `prompt` and return the line typed. Raises EOFError when there is no more input."""


def typed_line(dialogue: Dialogue, prompt: str) -> str:
    """One line as it was typed, character for character, without blanks around it. Raises EOFError."""
    return dialogue.ask(prompt).strip()
