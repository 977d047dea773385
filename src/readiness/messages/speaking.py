"""The language of messages, as a Python program chooses it."""

from __future__ import annotations

from readiness.messages.catalogue import _, use
from readiness.messages.problems import expect


def use_language(language: str | None) -> str | None:
    """Write messages in `language`, such as `zh-CN`, from now on; return the code of its catalogue.

    Without a catalogue, or with None, messages are in English, and the result is None. It applies to the
    whole process. Raises WrongType for an argument of another type.
    """
    expect(language or "", str, _("“language” must be the code of a language, such as zh-CN, not {found}"))
    return use(language)
