"""What each role of text looks like in a terminal that has colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Paint: TypeAlias = Callable[[str, str], str]
"""Turns a text and its role into what a terminal shows."""

_STYLES = {
    "strong": "bold",
    "label": "bold",
    "quiet": "dim",
    "code": "dim",
    "alert": "bold red",
    "bar": "cyan",
}


def unpainted(text: str, _role: str) -> str:
    """`text` without colour."""
    return text


def painter(*, colour: bool) -> Paint:
    """The function that paints text; without `colour` it changes nothing."""
    if not colour:
        return unpainted
    from rich.color import ColorSystem  # slow to load, and most runs have no colours
    from rich.style import Style

    styles = {role: Style.parse(words) for role, words in _STYLES.items()}

    def paint(text: str, role: str) -> str:
        return styles[role].render(text, color_system=ColorSystem.STANDARD) if role in styles else text

    return paint
