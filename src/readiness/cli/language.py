"""The language of a run: what is asked for, or else that of the system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING

from readiness.cli import screen
from readiness.cli.settings import settings
from readiness.messages.catalogue import _, language_in_use, matching, use

if TYPE_CHECKING:
    from readiness.questionnaire.questionnaire import Questionnaire

OPTION = "--lang"
VARIABLE = "READINESS_LANG"
_FOR_PROGRAMS = ("json", "csv")
"""Formats that the language of the system does not change: what reads them may rely on the words."""
_OF_SYSTEM = ("LC_ALL", "LC_MESSAGES", "LANG")


def asked_for(arguments: Sequence[str], environment: Mapping[str, str]) -> str | None:
    """The language that the command line or the environment asks for; None if neither does.

    Looked up before Typer reads the options, so that all that it says is in this language.
    """
    words = [*arguments[: arguments.index("--")]] if "--" in arguments else [*arguments]
    asked = [after for word, after in pairwise(words) if word == OPTION]
    asked += [word.partition("=")[2] for word in words if word.startswith(f"{OPTION}=")]
    return asked[0] if asked else environment.get(VARIABLE) or None


def of_system(environment: Mapping[str, str]) -> str | None:
    """The language of the locale, such as `zh-CN`; None for that of programs, `C`."""
    named = next(filter(None, map(environment.get, _OF_SYSTEM)), "")
    code = named.partition(".")[0].partition("@")[0].replace("_", "-")
    return None if code in ("", "C", "POSIX") else code


@contextmanager
def as_for(format: str) -> Iterator[bool]:
    """Use the first language for a format that programs read, unless another one is asked for.

    Yields whether that changes the language.
    """
    of_system = settings.locale
    changes = format in _FOR_PROGRAMS and settings.language is None and language_in_use() != "en"
    if changes:
        settings.locale = use(None)
    try:
        yield changes
    finally:
        settings.locale = of_system
        use(settings.language or of_system)


def load(name_or_path: str) -> Questionnaire:
    """The questionnaire in the language of the run, or in its first one if it has no texts in that.

    Raises InvalidInput, also if neither it nor the messages are in a language that is asked for.
    """
    from readiness.loading.loader import load_questionnaire
    from readiness.messages.problems import InvalidInput

    if settings.language is None:
        found = load_questionnaire(name_or_path)
        other = matching(settings.locale, found.languages[1:]) if settings.locale else None
        is_first = settings.locale and matching(settings.locale, found.languages[:1])
        return load_questionnaire(name_or_path, other) if other and not is_first else found
    try:
        return load_questionnaire(name_or_path, settings.language)
    except InvalidInput as error:
        is_told = language_in_use() != "en"
        if [problem.code for problem in error.problems] != ["unknown-language"] or not is_told:
            raise
    found = load_questionnaire(name_or_path)
    if not _is_chinese_already(found, settings.language):
        message = _("There are no texts in “{language}”; you see those in the first language.")
        screen.tell(message.format(language=settings.language))
    return found


def _is_chinese_already(questionnaire: Questionnaire, language: str) -> bool:
    """Whether a questionnaire that declares no language seems to be in Chinese, as is asked for."""
    in_han = any("\u4e00" <= character <= "\u9fff" for character in questionnaire.title)
    return not questionnaire.languages and in_han and matching(language, ("zh",)) is not None
