"""The templates beside it: every text is escaped, in this one place, and a missing value is an error."""

from __future__ import annotations

from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from readiness.messages.characters import printable


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
    return found


def source(name: str) -> str:
    """The text of a file among the templates."""
    return resources.files("readiness.rendering").joinpath("templates", name).read_text(encoding="utf-8")


def _harmless(value: object) -> object:
    """A text without line breaks and invisible characters; what is markup already stays as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return printable(" ".join(value.split()))
    return value
