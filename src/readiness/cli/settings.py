"""The values of the options that every command takes."""

from __future__ import annotations


class Settings:
    """There is one instance: `run` resets it, the options set it, `screen` and `failures` read it."""

    plain: bool
    """Use no colour, and only ASCII in the program's own text."""
    debug: bool
    """Show the traceback of a fault of the program."""
    ambiguous_is_wide: bool
    """Whether the terminal draws signs such as “ and → two columns wide."""
    language: str | None
    """The language that --lang or READINESS_LANG asks for."""
    locale: str | None
    """The language of the system, which is used where there are texts in it."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Turn everything off, as at the start of a run."""
        self.plain = self.debug = self.ambiguous_is_wide = False
        self.language = self.locale = None


settings = Settings()
