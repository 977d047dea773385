"""The words that a Word file adds to a page: numbers of tables, figures and pages, and a missing picture."""

from __future__ import annotations

from readiness.messages.catalogue import _


def table_caption() -> str:
    """The caption of a table, with a gap for the number that Word counts."""
    return _("Table {number}. {caption}")


def figure_caption() -> str:
    """The caption of a picture, with a gap for the number that Word counts."""
    return _("Figure {number}. {caption}")


def page_number() -> str:
    """The number of a page, with gaps for the numbers that Word counts."""
    return _("{page} / {pages}")


def card_number(number: str) -> str:
    """The number before the title of a card."""
    return _("{number}.").format(number=number)


def without_picture(words: str) -> str:
    """What stands in the place of a picture that cannot be drawn; `words` say what it shows."""
    left_out = _("A chart is left out, as no font for its text is installed here. It shows: {words}")
    return left_out.format(words=words)
