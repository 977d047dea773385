"""What this run was asked for by the options that every command takes."""

from __future__ import annotations


class Settings:
    """The one value for it: `run` resets it at the start, the options set it, screen and failures look."""

    plain: bool
    """No colour, and only ASCII characters of the program's own."""
    debug: bool
    """A fault of the program shows its traceback."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Ask for nothing, as at the start of a run."""
        self.plain = self.debug = False


settings = Settings()
