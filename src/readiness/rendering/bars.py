"""A bar drawn with characters."""

from __future__ import annotations

from readiness.views.blocks import Bar


def cell_counts(bar: Bar, cells: int) -> tuple[int, int, int]:
    """How many of `cells` are filled, are shaded, if only one, up to what could be, and are empty."""
    filled = round(bar.low * cells)
    shaded = max(round(bar.high * cells) - filled, int(bar.high > bar.low and filled < cells))
    return filled, shaded, cells - filled - shaded


def drawn(bar: Bar, cells: int) -> str:
    """`bar` as `cells` characters."""
    return "".join(character * count for character, count in zip("█▒░", cell_counts(bar, cells), strict=True))
