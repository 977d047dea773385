"""`readiness form`: a form to fill in without a terminal, as a page for a browser or as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli import completions, screen
from readiness.cli.exits import DONE
from readiness.cli.export_paths import expect_exports_apart, named_path
from readiness.cli.given import given_answers
from readiness.cli.language import load
from readiness.cli.options import DEFAULT, QuestionnaireOption, QuickOption, words_for
from readiness.cli.telling import tell_commands
from readiness.messages.catalogue import _, later
from readiness.rendering.formats import FileFormat, FormFormat, expect_installed

if TYPE_CHECKING:
    from readiness.answers.answers import Answers
    from readiness.questionnaire.questionnaire import Questionnaire
    from readiness.views.form import Form

HELP = later("Make a form that others fill in without a terminal: a page for a browser, or a workbook.")
ORDER = 13

_FORMATS = {".html": FormFormat.HTML, ".xlsx": FormFormat.XLSX}


def command(
    export: Annotated[
        list[Path] | None,
        typer.Option(
            "--export",
            metavar="FILE",
            parser=named_path,
            help=later(
                "Write the form to FILE: form.html opens in any browser, form.xlsx in Excel, WPS or"
                " LibreOffice; may be repeated."
            ),
        ),
    ] = None,
    sections: Annotated[
        list[str] | None,
        typer.Option(
            "--sections",
            metavar="ID,ID",
            autocompletion=completions.section_ids,
            help=later("Ask only these sections, such as those that one person knows; may be repeated."),
        ),
    ] = None,
    answers: Annotated[
        str | None,
        typer.Option(
            "--answers",
            metavar="FILE",
            help=later("Fill in what the answers in FILE say already, such as the profile."),
        ),
    ] = None,
    questionnaire: QuestionnaireOption = DEFAULT,
    quick: QuickOption = False,
) -> int:
    """Write a form to fill in."""
    from readiness.answers.handing_on import for_others
    from readiness.cli import signals
    from readiness.rendering import render_form
    from readiness.storage import files

    formats = _formats(export or [])
    expect_exports_apart([path for path, _format in formats], questionnaire, [answers] if answers else [])
    for path, _format in formats:
        files.expect_to_write(path)
    loaded = load(questionnaire)
    given = None if answers is None else for_others(given_answers(answers, loaded))
    form = _form(loaded, given, sections or [], quick=quick)
    made = [(path, render_form(form, format)) for path, format in formats]
    for path, content in made:
        _expect_unfilled(path, content, loaded)
    with signals.orderly():
        for path, content in made:
            files.write_file(path, content)
            screen.tell(_("Wrote {path}").format(path=path))
    _tell_how_to_go_on(words_for(questionnaire), quick=quick)
    return DONE


def _formats(paths: Sequence[Path]) -> list[tuple[Path, FormFormat]]:
    """The format of each of `paths`, by its ending. Raises MissingExtra."""
    if not paths:
        message = _("Name the file of the form: --export form.html, or --export form.xlsx.")
        raise typer.BadParameter(message, param_hint="--export")
    for path in paths:
        if path.suffix.lower() not in _FORMATS:
            message = _("“{path}” does not end in .html or .xlsx, the kinds of forms there are.")
            raise typer.BadParameter(message.format(path=path), param_hint="--export")
    found = [(path, _FORMATS[path.suffix.lower()]) for path in paths]
    if any(format is FormFormat.XLSX for _path, format in found):
        expect_installed(FileFormat.XLSX)
    return found


def _expect_unfilled(path: Path, content: bytes, questionnaire: Questionnaire) -> None:
    """Refuse to replace a workbook at `path` in which somebody has filled in more than `content` holds."""
    from readiness.answers.reading import read_answers
    from readiness.messages.problems import InvalidInput
    from readiness.source.source import decode_any, read_any
    from readiness.storage.streams import is_stream

    if path.suffix.lower() != ".xlsx" or not path.exists() or is_stream(path):
        return
    try:
        there = read_answers(read_any(path), questionnaire)
    except InvalidInput:  # another workbook, or one that is not finished
        there = None
    if there is None and not _is_form(path):
        return
    if there != read_answers(decode_any(content, str(path)), questionnaire):
        message = _("“{path}” is filled in already and was not changed. Name another file.")
        raise typer.BadParameter(message.format(path=path), param_hint="--export")


def _is_form(path: Path) -> bool:
    """Whether there is a form in the workbook at `path`, filled in rightly or not."""
    from readiness.cli.importing_responses import is_form
    from readiness.messages.problems import InvalidInput

    try:
        return is_form(path)
    except InvalidInput:
        return False


def _form(
    questionnaire: Questionnaire, answers: Answers | None, sections: Sequence[str], *, quick: bool
) -> Form:
    from readiness.messages.problems import UnknownName
    from readiness.views.build_form import build_form

    ids = [id.strip() for listed in sections for id in listed.replace("，", ",").split(",")]
    try:
        return build_form(questionnaire, quick=quick, sections=list(filter(None, ids)), answers=answers)
    except UnknownName as error:
        raise typer.BadParameter(str(error), param_hint="--sections") from None


def _tell_how_to_go_on(options: Sequence[str], *, quick: bool) -> None:
    """Say what happens with the form, and how the filled one is used."""
    import shlex

    again = shlex.join([*options, *(["--quick"] if quick else [])])
    file = _("SAVED-FILE")
    screen.tell()
    screen.tell(_("Send it out. Each person fills it in, saves, and sends the saved file back."))
    tell_commands(
        [
            (_("One person's answers:"), f"readiness assess --answers {file} {again}".rstrip()),
            (_("Those of several people:"), f"readiness merge {file} {file} {again}".rstrip()),
        ]
    )
