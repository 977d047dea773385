"""Join pieces of text to painted lines."""

from __future__ import annotations

from collections.abc import Iterable

from readiness.messages.folding import Piece
from readiness.rendering.colours import Paint, unpainted


def painted(line: Iterable[Piece], paint: Paint = unpainted) -> str:
    """The pieces as one line, each painted in its style."""
    shown, run, style = "", "", ""
    for number, piece in enumerate(line):
        blank = " " if piece.spaced and number else ""
        if piece.style == style:
            run += blank + piece.text
        else:
            shown += (paint(run, style) if run else "") + blank
            run, style = piece.text, piece.style
    return shown + (paint(run, style) if run else "")
