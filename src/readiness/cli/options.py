"""Options that several commands share."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, cast

import typer

from readiness.cli import completions
from readiness.cli.settings import settings
from readiness.loading.finding import DEFAULT_QUESTIONNAIRE
from readiness.messages.catalogue import _, use

QuestionnaireOption = Annotated[
    str,
    typer.Option(
        "--questionnaire",
        metavar="NAME-OR-PATH",
        autocompletion=completions.questionnaire_names,
        help=_("A built-in questionnaire, or a folder with a questionnaire.yaml."),
    ),
]
QuickOption = Annotated[
    bool, typer.Option("--quick", help=_("Use only the quick set of questions: a screening."))
]


def _use_language(language: str | None) -> str | None:
    use(language)
    return language


LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="CODE",
        autocompletion=completions.language_codes,
        help=_("The language of the questionnaire if it has several, and of messages if translated."),
        callback=_use_language,
        is_eager=True,  # so that messages about the other options are in this language
    ),
]
DEFAULT = DEFAULT_QUESTIONNAIRE


def _be_plain(wanted: bool) -> None:
    settings.plain |= wanted


def _show_tracebacks(wanted: bool) -> None:
    settings.debug |= wanted


# Eager: they apply even while the other options are read.
_EVERYWHERE = {
    "plain": typer.Option(
        "--plain",
        help=_("Use no colour, and only ASCII in the program's own text."),
        callback=_be_plain,
        is_eager=True,
        expose_value=False,
    ),
    "debug": typer.Option(
        "--debug",
        help=_("Show the traceback if the program itself fails."),
        callback=_show_tracebacks,
        is_eager=True,
        expose_value=False,
    ),
}


def with_shared_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`command` for Typer, with the options that every command takes; they act before it is called."""
    own = inspect.signature(command, eval_str=True)
    shared = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Annotated[bool, option]
        )
        for name, option in _EVERYWHERE.items()
    ]

    @functools.wraps(command)
    def with_them(**given: Any) -> Any:
        return command(**{name: value for name, value in given.items() if name in own.parameters})

    parameters = [*own.parameters.values(), *shared]
    typed = cast(Any, with_them)  # Typer finds the options in these two
    typed.__signature__ = own.replace(parameters=parameters)
    typed.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return with_them
