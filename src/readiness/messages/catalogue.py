"""Messages of the program, looked up through gettext so that a translation is one more catalogue.

Each language has a file `translations/CODE.po`. The package build compiles it to the `CODE.mo` read here.
"""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations

_ENGLISH = NullTranslations()
_catalogue = _ENGLISH


def use(language: str | None) -> bool:
    """Write messages in `language`, such as `de`, from now on; return true if it has a catalogue.

    Without a catalogue, or with None, messages are in English. Texts that are looked up when a module is
    imported, such as the help of the commands, do not change.
    """
    global _catalogue
    _catalogue = _ENGLISH
    if language is None:
        return False
    from importlib import resources  # slow to load, and English does not need it

    # Searched among the existing files: a path made from `language` could lead anywhere.
    for file in resources.files(__package__).joinpath("translations").iterdir():
        if file.name == f"{language}.mo":
            with file.open("rb") as stream:
                _catalogue = GNUTranslations(stream)
            return True
    return False


def _(message: str) -> str:
    """`message` in the language in use."""
    return _catalogue.gettext(message)


def plural(one: str, many: str, count: int, **values: object) -> str:
    """`one` or `many`, as the language in use requires for `count`, with `{count}` filled in."""
    return _catalogue.ngettext(one, many, count).format(count=count, **values)


def later(message: str) -> str:
    """Return `message` unchanged; marks it for translation, which happens later, where it is used."""
    return message
