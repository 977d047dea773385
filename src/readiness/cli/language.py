"""The language of a run: what is asked for, or else that of the system."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from readiness.cli.settings import settings

if TYPE_CHECKING:
    from readiness.questionnaire.questionnaire import Questionnaire

OPTION = "--lang"
VARIABLE = "READINESS_LANG"
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


def load(name_or_path: str) -> Questionnaire:
    """The questionnaire in the language that is asked for, or in that of the system if it has texts in it.

    Raises InvalidInput, also if there are no texts in a language that is asked for.
    """
    from readiness.loading.loader import load_questionnaire
    from readiness.messages.problems import InvalidInput

    if settings.language or not settings.locale:
        return load_questionnaire(name_or_path, settings.language)
    try:
        return load_questionnaire(name_or_path, settings.locale)
    except InvalidInput as error:
        if [problem.code for problem in error.problems] != ["unknown-language"]:
            raise
        return load_questionnaire(name_or_path)
