"""The fonts and colours of a Word file: one accent, with shades that differ in grey print too."""

from __future__ import annotations

LATIN, EAST_ASIAN, FIXED = "Arial", "Microsoft YaHei", "Consolas"
"""Fonts that Windows and macOS have; other systems put fonts of the same widths in their place."""
INK, QUIET, ALERT = "222222", "5A5A5A", "9A3412"
"""Text, less important text, warnings: each with a contrast to white of at least 6.8."""
ACCENT, COULD, EMPTY, RULE = "1F4E79", "8DB0D0", "E4EAF0", "C9D3DD"
"""Headings and the filled part of a bar; its open part; its ground; lines."""
