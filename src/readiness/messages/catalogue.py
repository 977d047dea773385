"""Messages of the program, looked up through gettext so that a translation is one more catalogue.

Each language has a file `translations/CODE.po`. The package build compiles it to the `CODE.mo` read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from gettext import GNUTranslations, NullTranslations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_ENGLISH = NullTranslations()
_catalogue = _ENGLISH
_language = "en"


def use(language: str | None) -> str | None:
    """Write messages in `language`, such as `zh-CN`, from now on; return the code of its catalogue.

    Without a catalogue, or with None, messages are in English, and the result is None.
    """
    global _catalogue, _language
    _catalogue, _language = _ENGLISH, "en"
    if language is None or matching(language, ("en",)):
        return None
    files = _files()  # a path made from `language` could lead anywhere
    chosen = matching(language, sorted(files))
    if chosen is not None:
        with files[chosen].open("rb") as stream:
            _catalogue, _language = GNUTranslations(stream), chosen
    return chosen


def _files() -> dict[str, Traversable]:
    """The compiled catalogues by the codes of their languages."""
    from importlib import resources  # slow to load, and English does not need it

    folder = resources.files(__package__).joinpath("translations")
    return {file.name.removesuffix(".mo"): file for file in folder.iterdir() if file.name.endswith(".mo")}


@cache
def in_every_language(message: str) -> tuple[str, ...]:
    """`message` in English and in every language that there is a catalogue of."""
    found = [message]
    for file in _files().values():
        with file.open("rb") as stream:
            found.append(GNUTranslations(stream).gettext(message))
    return tuple(found)


def language_in_use() -> str:
    """The code of the language that messages are in, such as `en`."""
    return _language


def matching(wanted: str, languages: Sequence[str]) -> str | None:
    """The one of `languages` that fits the code `wanted` best; None if none does.

    `zh-CN` and `zh_CN` fit `zh`, and `zh` fits `zh-CN`. Source: RFC 4647, section 3.4 (lookup).
    """
    by_code = {language.lower(): language for language in reversed(languages)}
    steps = wanted.lower().replace("_", "-").split("-")
    for length in range(len(steps), 0, -1):
        if found := by_code.get("-".join(steps[:length])):
            return found
    return next((language for language in languages if language.lower().startswith(f"{steps[0]}-")), None)


def _(message: str) -> str:
    """`message` in the language in use."""
    return _catalogue.gettext(message)


def plural(one: str, many: str, count: int, **values: object) -> str:
    """`one` or `many`, as the language in use requires for `count`, with `{count}` filled in."""
    return _catalogue.ngettext(one, many, count).format(count=count, **values)


def later(message: str) -> str:
    """Return `message` unchanged; marks it for translation, which happens later, where it is used."""
    return message
