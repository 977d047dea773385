"""The commands and their options. Each imports its work when it is called, so that help stays quick."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from readiness import __version__
from readiness.errors import InvalidInput
from readiness.i18n import _, plural
from readiness.rendering.formats import Format

app = typer.Typer(
    name="readiness",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
questionnaire_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(questionnaire_app, name="questionnaire", help=_("List, show and fill in questionnaires."))

QuestionnaireOption = Annotated[
    str,
    typer.Option(
        "--questionnaire",
        metavar="NAME-OR-PATH",
        help=_("A built-in questionnaire, or a folder with a questionnaire.yaml."),
    ),
]
QuickOption = Annotated[
    bool, typer.Option("--quick", help=_("Only the quick set of questions: a screening."))
]
DEFAULT = "going-global"


def _show_version(wanted: bool) -> None:
    if wanted:
        from readiness.cli import screen

        screen.write(f"readiness {__version__}\n")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help=_("Print the version and exit.")
        ),
    ] = False,
) -> None:
    """Is the enterprise ready to go overseas? Answer, and get a verdict that can be argued with."""


@app.command(help=_("Assess the enterprise: ask in the terminal, or read answers from a file."))
def assess(
    answers: Annotated[
        str | None,
        typer.Option("--answers", metavar="FILE", help=_("Read answers from FILE; - is standard input.")),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save",
            metavar="FILE",
            help=_(
                "Where the interview keeps its answers and resumes. [default: QUESTIONNAIRE.answers.yaml]"
            ),
        ),
    ] = None,
    export: Annotated[
        list[Path] | None,
        typer.Option(
            "--export",
            metavar="FILE",
            help=_("Write the report to FILE too (.md, .json, .txt); may be repeated."),
        ),
    ] = None,
    format: Annotated[
        Format, typer.Option("--format", help=_("What goes to standard output."))
    ] = Format.TERMINAL,
    questionnaire: QuestionnaireOption = DEFAULT,
    quick: QuickOption = False,
    fail_under: Annotated[
        float | None,
        typer.Option(
            "--fail-under", metavar="SCORE", help=_("Exit with 3 if the overall is below SCORE (0-100).")
        ),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help=_("No colour, and only ASCII characters of our own."))
    ] = False,
) -> None:
    """Assess the enterprise."""
    from readiness.cli.assess import Options, run

    options = Options(
        answers=answers,
        save=save,
        exports=tuple(export or ()),
        format=format,
        questionnaire=questionnaire,
        quick=quick,
        fail_under=fail_under,
        plain=plain,
    )
    raise typer.Exit(run(options))


@app.command(help=_("Browse the case library, or show one case."))
def cases(
    case: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help=_("The id of the case to show."))
    ] = None,
    dimension: Annotated[
        str | None, typer.Option("--dimension", metavar="ID", help=_("Cases that speak to this dimension."))
    ] = None,
    sector: Annotated[
        str | None, typer.Option("--sector", metavar="ID", help=_("Cases that fit this sector."))
    ] = None,
    market: Annotated[
        str | None, typer.Option("--market", metavar="ID", help=_("Cases that fit this market."))
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help=_("exemplar, cautionary or context."))
    ] = None,
    questionnaire: QuestionnaireOption = DEFAULT,
) -> None:
    """Browse the case library."""
    from readiness.cli.cases import Filters, run

    run(questionnaire, case, Filters(dimension, sector, market, kind))


@questionnaire_app.command("list", help=_("List the built-in questionnaires."))
def questionnaire_list() -> None:
    """List the built-in questionnaires."""
    from readiness.cli.questionnaire import list_all

    list_all()


@questionnaire_app.command("show", help=_("Show what a questionnaire asks."))
def questionnaire_show(
    name: Annotated[str, typer.Argument(metavar="NAME-OR-PATH", help=_("Which one."))] = DEFAULT,
    quick: QuickOption = False,
) -> None:
    """Show what a questionnaire asks."""
    from readiness.cli.questionnaire import show

    show(name, quick=quick)


@questionnaire_app.command("template", help=_("Print an answers file, commented and ready to fill in."))
def questionnaire_template(
    name: Annotated[str, typer.Argument(metavar="NAME-OR-PATH", help=_("For which one."))] = DEFAULT,
    quick: QuickOption = False,
) -> None:
    """Print an answers file to fill in."""
    from readiness.cli.questionnaire import print_template

    print_template(name, quick=quick)


def run() -> int:
    """Run the command line and return its exit code."""
    try:
        app()
    except SystemExit as exit:
        return exit.code if isinstance(exit.code, int) else 0
    except InvalidInput as error:
        _report_problems(error)
        return 2
    except OSError as error:
        return _report_os_error(error)
    return 0


def _report_problems(error: InvalidInput) -> None:
    from readiness.cli.screen import tell

    for problem in error.problems:
        tell(str(problem))
    tell()
    tell(
        plural(
            "{count} problem; nothing was written.",
            "{count} problems; nothing was written.",
            len(error.problems),
        )
    )


def _report_os_error(error: OSError) -> int:
    """A file that cannot be written, or a full disk: what and why, in a line."""
    from readiness.cli.screen import discard_output, tell

    where = error.filename or _("standard output")
    tell(_("{where}: cannot be written: {reason}").format(where=where, reason=error.strerror or error))
    discard_output(sys.stdout)
    return 2
