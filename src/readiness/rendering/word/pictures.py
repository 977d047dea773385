"""Charts as pictures: SVG drawn by resvg, which needs a font of this computer for the text."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

import resvg_py

from readiness.rendering.charts import FONTS

ZOOM = 2
"""How many dots a unit of an SVG becomes: over 200 to the inch. More take longer than all the text."""

# Sans-serif families of Windows, macOS and Linux that have Latin letters, for computers without those that
# charts name. If none of the families is there, resvg draws no text at all; what the one it found lacks, it
# takes from any other font.
_FAMILIES = (
    "Arial",
    "Liberation Sans",
    "Helvetica",
    "Helvetica Neue",
    "Segoe UI",
    "Noto Sans",
    "DejaVu Sans",
    "Open Sans",
    "Roboto",
    "Ubuntu",
    "Cantarell",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "FreeSans",
    "Nimbus Sans",
)
_IN_NO_FONT = "\U0010fff0"


def picture(svg: str) -> bytes | None:
    """`svg` as PNG on white; None if no font of this computer has all characters of its text."""
    family = _family()
    if not family or not all(_has(family, character) for character in _characters(svg)):
        return None
    return _drawn(svg, family, ZOOM)


def picture_width(drawn: bytes) -> float:
    """How wide the picture `drawn` is meant to be, in units of the SVG, 96 to the inch."""
    return int.from_bytes(drawn[16:20]) / ZOOM


def _drawn(svg: str, family: str, zoom: float | None = None) -> bytes:
    return resvg_py.svg_to_bytes(
        svg_string=svg, zoom=zoom, background="white", font_family=family, sans_serif_family=family
    )


def _characters(svg: str) -> set[str]:
    """The characters of the text in `svg` that are not ASCII, which is in every font."""
    return {
        each for each in unescape(re.sub(r"<[^>]*>", " ", svg)) if not each.isascii() and not each.isspace()
    }


@cache
def _family() -> str:
    """The first of the families with which text is drawn; empty if none is installed."""
    return next((name for name in _FAMILIES if _probe("A", name) != _probe("", name)), "")


@cache
def _has(family: str, character: str) -> bool:
    """Whether `character` is drawn as something else than the sign for a missing one."""
    return _probe(character, family) not in (_probe("", family), _probe(_IN_NO_FONT, family))


@cache
def _probe(character: str, family: str) -> bytes:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="4" y="30" font-size="24"'
        f' font-family="{FONTS}">{character}</text></svg>'
    )
    return _drawn(svg, family)
