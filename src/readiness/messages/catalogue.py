"""Messages of the program, looked up through gettext so that a translation is one more catalogue.

A language is a file `translations/CODE.po`; the package build makes of it the `CODE.mo` that is read here.
"""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations

_ENGLISH = NullTranslations()
_catalogue = _ENGLISH


def use(language: str | None) -> bool:
    """Write messages in `language`, such as `de`, from now on; whether there is a catalogue of it.

    Without one, or with None, they are in English. Texts that are looked up when a module is imported,
    as the help of the commands is, stay as they are.
    """
    global _catalogue
    _catalogue = _ENGLISH
    if language is None:
        return False
    from importlib import resources  # slow to load, and English has no need of it

    # Looked for among the files that there are: a path made of `language` could lead anywhere.
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
    """`one` or `many`, whichever the language in use wants for `count`, with `{count}` filled in."""
    return _catalogue.ngettext(one, many, count).format(count=count, **values)


def later(message: str) -> str:
    """`message` itself: marks a text for translation that is looked up where it is used."""
    return message
