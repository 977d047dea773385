"""Options that several commands share."""

from __future__ import annotations

import copy
import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, cast, get_args

import typer

from readiness.cli import completions, language
from readiness.cli.settings import settings
from readiness.loading.finding import DEFAULT_QUESTIONNAIRE
from readiness.messages.catalogue import _, later
from readiness.rendering.formats import SUFFIXES, Format

QuestionnaireOption = Annotated[
    str,
    typer.Option(
        "--questionnaire",
        metavar="NAME-OR-PATH",
        autocompletion=completions.questionnaire_names,
        help=later("A built-in questionnaire, or a folder with a questionnaire.yaml."),
    ),
]
QuickOption = Annotated[
    bool, typer.Option("--quick", help=later("Use only the quick set of questions: a screening."))
]
MarketOption = Annotated[
    str | None,
    typer.Option(
        "--market",
        metavar="ID",
        help=later("Only one of the markets that the answers compare, by its id or its title."),
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", help=later("The format on standard output."))]


DEFAULT = DEFAULT_QUESTIONNAIRE


def words_for(questionnaire: str) -> list[str]:
    """What to type so that a command uses `questionnaire`."""
    return [] if questionnaire == DEFAULT else ["--questionnaire", questionnaire]


def _be_plain(wanted: bool) -> None:
    settings.plain |= wanted


def _show_tracebacks(wanted: bool) -> None:
    settings.debug |= wanted


# Eager: they apply even while the other options are read. The language applies even before.
_EVERYWHERE = {
    "lang": typer.Option(
        language.OPTION,
        metavar="CODE",
        autocompletion=completions.language_codes,
        help=later(
            "The language of what is shown, such as zh; by default READINESS_LANG, or that of the system."
        ),
        is_eager=True,
        expose_value=False,
    ),
    "plain": typer.Option(
        "--plain",
        help=later("Use no colour, and only ASCII in the program's own text."),
        callback=_be_plain,
        is_eager=True,
        expose_value=False,
    ),
    "debug": typer.Option(
        "--debug",
        help=later("Show the traceback if the program itself fails."),
        callback=_show_tracebacks,
        is_eager=True,
        expose_value=False,
    ),
}

_TYPES: dict[str, Any] = {"lang": str | None}
"""The types of those that are not switched on."""


def with_shared_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`command` for Typer, with the options that every command takes; they act before it is called."""
    own = inspect.signature(command, eval_str=True)
    shared = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None if name in _TYPES else False,
            annotation=Annotated[_TYPES.get(name, bool), option],
        )
        for name, option in _EVERYWHERE.items()
    ]

    @functools.wraps(command)
    def with_them(**given: Any) -> Any:
        return command(**{name: value for name, value in given.items() if name in own.parameters})

    parameters = [_in_language(parameter) for parameter in (*own.parameters.values(), *shared)]
    typed = cast(Any, with_them)  # Typer finds the options in these two
    typed.__signature__ = own.replace(parameters=parameters)
    typed.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return with_them


def _in_language(parameter: inspect.Parameter) -> inspect.Parameter:
    """`parameter` with its help in the language of the run."""
    kind, *about = get_args(parameter.annotation)
    translated = [copy.copy(each) for each in about]
    for each in translated:
        each.help = _(each.help).replace("{suffixes}", _(", ").join(SUFFIXES)) if each.help else each.help
    return parameter.replace(annotation=Annotated[(kind, *translated)])
