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


def typed_line(dialogue: Dialogue, prompt: str) -> str:
    """One line as it was typed, without blanks around it; several at once are refused. Raises EOFError."""
    while True:
        text = without_controls(dialogue.ask(prompt)).strip()
        if "\n" not in text:
            return text
        dialogue.say(
            _(
                "Several lines came at once, as from a paste; none was taken. Only a note can have several"
                " lines."
            )
        )


def typed_lines(dialogue: Dialogue, prompt: str) -> str:
    r"""One line, or several: those pasted at once, or typed with `\` at the end of each but the last.

    Without blanks around it. Raises EOFError.
    """
    lines: list[str] = []
    while True:
        text = without_controls(dialogue.ask(prompt)).strip()
        if not text.endswith("\\"):
            return "\n".join([*lines, text]).strip()
        lines.append(text[:-1].rstrip())
        prompt = _("next line: ")
