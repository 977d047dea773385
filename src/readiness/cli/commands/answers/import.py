"""`readiness answers import`: answers files from the table that a survey tool exported."""  # noqa: N999 (the file has the name of the command)

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from readiness.cli.exits import DONE
from readiness.cli.options import DEFAULT, QuestionnaireOption, QuickOption
from readiness.messages.catalogue import _, later

HELP = later(
    "Turn the table that a survey tool exported, or a workbook that was filled in, into answers files."
)
ORDER = 5


def command(
    responses: Annotated[
        Path,
        typer.Argument(
            metavar="RESPONSES",
            readable=False,
            help=later(
                "A CSV file or an Excel workbook, a row a respondent; or a form.xlsx that was filled in."
            ),
        ),
    ],
    map: Annotated[
        Path | None,
        typer.Option(
            "--map",
            metavar="MAP",
            help=later("Which column holds what; with --suggest, where to write that: RESPONSES.map.yaml."),
        ),
    ] = None,
    suggest: Annotated[
        bool, typer.Option("--suggest", help=later("Write a map to be checked, and import nothing yet."))
    ] = False,
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help=later("Where the answers files go; by default RESPONSES-answers, of a form this folder."),
        ),
    ] = None,
    leave_open: Annotated[
        bool,
        typer.Option(
            "--leave-open",
            help=later("Leave a question open where a cell is no answer, and keep the cell as a note."),
        ),
    ] = False,
    sheet: Annotated[
        str, typer.Option(metavar="NAME", help=later("The sheet of a workbook, if it has several."))
    ] = "",
    delimiter: Annotated[
        str,
        typer.Option(metavar="NAME", help=later("What parts the cells of a text: comma, semicolon or tab.")),
    ] = "",
    questionnaire: QuestionnaireOption = DEFAULT,
    quick: QuickOption = False,
) -> int:
    """Write answers files, or with `--suggest` the map that they need."""
    from readiness.cli import signals
    from readiness.cli.importing_responses import Import, import_all, import_form, is_form, suggest_one

    _expect_delimiter(delimiter)
    asked = Import(responses, questionnaire, sheet, delimiter)
    with signals.orderly():
        if (suggest or map) and is_form(responses):
            message = _("“{path}” is a form that was filled in: it needs no map. Leave this out.")
            option = "--suggest" if suggest else "--map"
            raise typer.BadParameter(message.format(path=responses), param_hint=option)
        if suggest:
            _expect_for_import(into, leave_open)
            suggest_one(asked, map or Path(f"{responses.stem}.map.yaml"), quick=quick)
            return DONE
        if quick:
            raise typer.BadParameter(
                _("It is only for --suggest: the map says what is read."), param_hint="--quick"
            )
        if map is None:
            if is_form(responses):  # it says itself what each cell is
                return import_form(asked, into or Path())
            raise typer.BadParameter(_without_map(responses), param_hint="--map")
        return import_all(asked, map, into or Path(f"{responses.stem}-answers"), leave_open=leave_open)


def _expect_delimiter(delimiter: str) -> None:
    from readiness.source.delimited import DELIMITERS

    if delimiter and delimiter not in DELIMITERS:
        message = _("It is one of {names}.").format(names=_(", ").join(DELIMITERS))
        raise typer.BadParameter(message, param_hint="--delimiter")


def _expect_for_import(into: Path | None, leave_open: bool) -> None:
    """Refuse options that have no effect with --suggest."""
    for option, given in (("--into", into is not None), ("--leave-open", leave_open)):
        if given:
            message = _("It has no effect with --suggest, which imports nothing.")
            raise typer.BadParameter(message, param_hint=option)


def _without_map(responses: Path) -> str:
    """Why a table needs a map, and how to get one."""
    message = _("A table needs a map of its columns. To get one: readiness answers import {file} --suggest")
    return message.format(file=shlex.quote(str(responses)))
