"""The interview's questions and answers as lines of a terminal."""

from __future__ import annotations

import sys

from readiness.cli.line_editing import line_reader
from readiness.cli.screen import murmur, output
from readiness.messages.catalogue import _
from readiness.messages.folding import fold
from readiness.system.current import system

_LINE = 4095
"""Length in bytes at which a terminal silently cuts off a line."""
_MOST = 60_000
"""The most bytes that are taken at once, in however many lines."""
_AT_ONCE = 0.02
"""Seconds after a line within which another one was pasted with it; nobody types as fast."""


class TerminalDialogue:
    """The interview's `Dialogue`: wrapped lines on standard error, lines typed on standard input."""

    def __init__(self) -> None:
        error_output = output(sys.stderr)
        self._characters = error_output.characters
        self._strong = ("\x1b[1m", "\x1b[0m") if error_output.colour else ("", "")
        self._read = line_reader()

    def say(self, text: str = "", *, indent: int = 0, strong: bool = False) -> None:
        """Show one paragraph, wrapped to the width that the terminal has now; a line break stays one."""
        text = "\n".join(map(self._characters.shown, text.split("\n")))
        before, after = self._strong if strong else ("", "")
        for line in fold(text, output(sys.stderr).width - 1, indent):
            murmur(f"{before}{line}{after}\n")

    def ask(self, prompt: str) -> str:
        """Show `prompt` and return the line typed, or the lines pasted at once.

        Raises EOFError when there is no more input.
        """
        while True:
            *above, last = fold(self._characters.shown(prompt), output(sys.stderr).width - 2)
            murmur("".join(f"{text}\n" for text in above))
            try:
                text = self._typed(f"{last} ")
            except UnicodeError:
                self.say(_("That line could not be read as text; please type it again."))
                continue
            if not text:
                self.say()
                raise EOFError
            if len(text.encode()) < _MOST and all(len(line.encode()) < _LINE for line in text.split("\n")):
                return text
            self.say(_("That line is too long for a terminal; please type a shorter one."))

    def _typed(self, prompt: str) -> str:
        """The line typed, and those that came with it. Raises UnicodeError if one of them is not text."""
        text, fault = "", None
        while True:
            try:
                line = self._read(prompt)
                line.encode()  # in the C locale, bytes that are not text arrive as surrogates
            except UnicodeError as error:
                line, fault = "\n", error
            except OSError:  # the terminal is closed
                line = ""
            text, prompt = text + line, ""
            if not line or not system.input_waits(sys.stdin.fileno(), _AT_ONCE):
                break
        if fault is not None:
            raise fault
        return text
