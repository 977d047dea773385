"""Messages of the program, looked up through gettext so that a translation is one more catalogue."""

from __future__ import annotations

from gettext import NullTranslations

_catalogue = NullTranslations()


def _(message: str) -> str:
    """`message` in the language in use."""
    return _catalogue.gettext(message)


def plural(one: str, many: str, count: int, **values: object) -> str:
    """`one` or `many`, whichever the language in use wants for `count`, with `{count}` filled in."""
    return _catalogue.ngettext(one, many, count).format(count=count, **values)


def later(message: str) -> str:
    """`message` itself: marks a text for translation that is looked up where it is used."""
    return message
