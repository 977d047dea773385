"""Where a text goes out to, as one value."""

from __future__ import annotations

from typing import NamedTuple

from readiness.rendering.encodings import Characters


class Output(NamedTuple):
    """What a stream or a file takes: as wide, as colourful and in the characters it can show.

    Width and colour concern the terminal format alone. What the characters lack is written as the
    format escapes it.
    """

    width: int = 80
    """Columns; fewer than 20 are treated as 20."""
    colour: bool = False
    characters: Characters = Characters()

    @property
    def encoding(self) -> str:
        """The encoding of the characters."""
        return self.characters.encoding
