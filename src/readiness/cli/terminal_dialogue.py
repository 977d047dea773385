"""The interview's questions and answers as lines of a terminal."""

from __future__ import annotations

import sys

from readiness.cli.screen import murmur, output
from readiness.messages.catalogue import _
from readiness.messages.folding import fold

_LINE = 4095
"""Length in bytes at which a terminal silently cuts off a line."""


class TerminalDialogue:
    """The interview's `Dialogue`: wrapped lines on standard error, lines typed on standard input."""

    def __init__(self) -> None:
        error_output = output(sys.stderr)
        self._characters = error_output.characters
        self._strong = ("\x1b[1m", "\x1b[0m") if error_output.colour else ("", "")

    def say(self, text: str = "", *, indent: int = 0, strong: bool = False) -> None:
        """Show one paragraph, wrapped to the width that the terminal has now."""
        text = self._characters.shown(text)
        before, after = self._strong if strong else ("", "")
        for line in fold(text, output(sys.stderr).width - 1, indent):
            murmur(f"{before}{line}{after}\n")

    def ask(self, prompt: str) -> str:
        """Show `prompt` and return the line typed. Raises EOFError when there is no more input."""
        while True:
            *above, last = fold(self._characters.shown(prompt), output(sys.stderr).width - 1)
            murmur("".join(f"{text}\n" for text in above) + f"{last} ")
            try:
                line = sys.stdin.readline()
                # In the C locale, bytes that are not text arrive as surrogates, which cannot be encoded.
                size = len(line.rstrip("\n").encode())
            except UnicodeError:
                self.say(_("That line could not be read as text; please type it again."))
                continue
            except OSError:  # the terminal is closed
                line, size = "", 0
            if not line:
                self.say()
                raise EOFError
            if size < _LINE:
                return line
            self.say(_("That line is too long for a terminal; please type a shorter one."))
