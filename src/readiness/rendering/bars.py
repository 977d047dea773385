"""A bar drawn with characters."""

from __future__ import annotations

from readiness.views.blocks import Bar


def drawn(bar: Bar, cells: int) -> str:
    """`bar` as `cells` characters: filled up to its low end, shaded up to its high end."""
    filled = round(bar.low * cells)
    shaded = round(bar.high * cells) - filled
    return "█" * filled + "▒" * shaded + "░" * (cells - filled - shaded)
