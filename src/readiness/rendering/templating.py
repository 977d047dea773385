"""The templates beside it: every text is escaped, in this one place, and a missing value is an error."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from readiness.messages.characters import blank_between, printable
from readiness.views.blocks import with_gaps


@cache
def environment() -> Environment:
    """An environment in which texts are escaped, and characters that control something are shown."""
    found = Environment(
        loader=PackageLoader("readiness.rendering", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    found.filters["kind"] = lambda value: type(value).__name__
    found.filters["in_pieces"] = _in_pieces
    found.filters["cut_at_marks"] = _cut_at_marks
    found.filters["with_gaps"] = with_gaps
    found.filters["gap"] = lambda text: blank_between(text, "")
    return found


def source(name: str) -> str:
    """The text of a file among the templates."""
    return resources.files("readiness.rendering").joinpath("templates", name).read_text(encoding="utf-8")


_PIECE = re.compile(
    r".{100,}?(?:(?=\s)|(?<=[-\u2e80-\uffef\U0001f000-\U0001faff])(?![\u0300-\u036f\u200d\ufe0f\U0001f3fb-\U0001f3ff]))|.+"
)


def _in_pieces(text: str) -> object:
    """`text` with its dates kept whole, in elements of some hundred characters if it is long.

    In the cell of a table, WeasyPrint takes time that grows with the square of the length of a text in which
    a line may break anywhere.
    """
    is_long = len(text) > _LONG
    shown = Markup("")
    for number, part in enumerate(re.split(_DATE, str(_harmless(text)))):  # every second one is a date
        if number % 2:
            shown += Markup('<span class="date">{}</span>').format(part)
        elif is_long:
            shown += Markup("").join(
                Markup("<span>{}</span>").format(piece) for piece in _PIECE.findall(part)
            )
        else:
            shown += part
    return shown


_DATE = re.compile(r"([0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?)")
"""A date in Chinese, inside which browsers would break a line."""
_LONG = 300
_ID = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def _cut_at_marks(text: str) -> object:
    """`text` as a browser may break it: an id after a point or a hyphen, so that no word in it is cut."""
    return Markup("<wbr>").join(re.split(r"(?<=\.)", text)) if _ID.fullmatch(text) else _in_pieces(text)


def _harmless(value: object) -> object:
    """A text without line breaks and invisible characters; what is markup already stays as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return printable(" ".join(value.split()))
    return value
