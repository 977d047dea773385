"""The kind of output that a text is rendered for."""

from __future__ import annotations

from typing import NamedTuple

from readiness.rendering.encodings import Characters


class Output(NamedTuple):
    """What a stream or a file can show: its width, whether it has colour, and its characters.

    Only the terminal format uses width, colour and `searchable`. Characters that cannot be shown are
    escaped, in the way of the format.
    """

    width: int = 80
    """Columns; fewer than 20 are treated as 20."""
    colour: bool = False
    characters: Characters = Characters()
    searchable: bool = False
    """Whether the texts of a table stay in one piece, to be found by a search: a table that would have to
    fold them becomes lines."""

    @property
    def encoding(self) -> str:
        """The encoding of the characters."""
        return self.characters.encoding
