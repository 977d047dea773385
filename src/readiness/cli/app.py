"""The commands and their options. Each imports its work when it is called, so that help stays quick."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from readiness import __version__
from readiness.authoring.kinds import FileKind
from readiness.cli.exits import DONE, FAULT, REFUSED
from readiness.messages.catalogue import _, plural
from readiness.messages.problems import MAX_PROBLEMS, InvalidInput
from readiness.rendering.formats import Format, PreviewFormat, ProblemFormat

app = typer.Typer(
    name="readiness",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
questionnaire_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(
    questionnaire_app, name="questionnaire", help=_("List, show, start and fill in questionnaires.")
)
answers_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(answers_app, name="answers", help=_("Bring answers files up to date."))

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
LanguageOption = Annotated[
    str | None,
    typer.Option("--lang", metavar="CODE", help=_("The language of a questionnaire that has several.")),
]
DEFAULT = "going-global"


def _show_version(wanted: bool) -> None:
    if wanted:
        from readiness.cli import screen

        screen.write(f"readiness {__version__}\n")
        raise typer.Exit


@app.callback(
    help=_("Is the enterprise ready to go overseas? Answer, and get a verdict that can be argued with.")
)
def _main(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help=_("Print the version and exit.")
        ),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help=_("Show the traceback if the program itself fails."))
    ] = False,
) -> None:
    """Readiness to go overseas."""


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
            readable=False,
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
            readable=False,
            help=_("Write the report to FILE too (.md, .json, .txt); may be repeated."),
        ),
    ] = None,
    format: Annotated[
        Format, typer.Option("--format", help=_("What goes to standard output."))
    ] = Format.TERMINAL,
    questionnaire: QuestionnaireOption = DEFAULT,
    lang: LanguageOption = None,
    quick: QuickOption = False,
    fail_under: Annotated[
        str | None,
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
        language=lang,
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


@questionnaire_app.command("new", help=_("Start a questionnaire: a small valid folder to edit."))
def questionnaire_new(
    path: Annotated[Path, typer.Argument(metavar="PATH", readable=False, help=_("The folder to create."))],
) -> None:
    """Start a questionnaire."""
    from readiness.cli.questionnaire import start

    start(path)


@questionnaire_app.command("show", help=_("Show what a questionnaire asks and what each question weighs."))
def questionnaire_show(
    name: Annotated[str, typer.Argument(metavar="NAME-OR-PATH", help=_("Which one."))] = DEFAULT,
    quick: QuickOption = False,
    format: Annotated[
        PreviewFormat,
        typer.Option("--format", help=_("What goes to standard output; markdown is a form to print.")),
    ] = PreviewFormat.TERMINAL,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export", metavar="FILE", readable=False, help=_("Write the form to print to FILE too (.md).")
        ),
    ] = None,
    lang: LanguageOption = None,
) -> None:
    """Show what a questionnaire asks and what each question weighs."""
    from readiness.cli.questionnaire import Shown, show

    show(Shown(name, quick, format, export, lang))


@questionnaire_app.command("template", help=_("Print an answers file, commented and ready to fill in."))
def questionnaire_template(
    name: Annotated[str, typer.Argument(metavar="NAME-OR-PATH", help=_("For which one."))] = DEFAULT,
    quick: QuickOption = False,
) -> None:
    """Print an answers file to fill in."""
    from readiness.cli.questionnaire import print_template

    print_template(name, quick=quick)


@questionnaire_app.command(
    "check", help=_("Tell everything that is wrong or doubtful about questionnaires, with its place.")
)
def questionnaire_check(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help=_("Folders with a questionnaire.yaml, YAML files, or names of built-in ones."),
            show_default=False,
        ),
    ],
    strict: Annotated[bool, typer.Option("--strict", help=_("Fail on warnings too."))] = False,
    format: Annotated[
        ProblemFormat, typer.Option("--format", help=_("What goes to standard output."))
    ] = ProblemFormat.TEXT,
) -> None:
    """Tell everything that is wrong or doubtful about questionnaires."""
    from readiness.cli.check import run

    raise typer.Exit(run(paths, strict=strict, format=format))


@questionnaire_app.command(
    "schema",
    help=_("Print a JSON Schema, by which editors complete and check."),
)
def questionnaire_schema(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME-OR-PATH",
            help=_("With --for answers: answers to which one. [default: going-global]"),
        ),
    ] = None,
    kind: Annotated[
        FileKind, typer.Option("--for", help=_("The files that it is for."))
    ] = FileKind.QUESTIONNAIRE,
    lang: LanguageOption = None,
) -> None:
    """Print a JSON Schema for an editor."""
    from readiness.cli.questionnaire import SchemaWanted, print_schema

    print_schema(SchemaWanted(kind, name, lang))


@answers_app.command(
    "upgrade",
    help=_("Rewrite an answers file for the questionnaire's present version; the old file stays beside it."),
)
def answers_upgrade(
    file: Annotated[Path, typer.Argument(metavar="FILE", readable=False, help=_("The answers file."))],
    questionnaire: QuestionnaireOption = DEFAULT,
) -> None:
    """Rewrite an answers file for the questionnaire's present version."""
    from readiness.cli.answers import upgrade_file

    upgrade_file(file, questionnaire)


def run() -> int:
    """Run the command line and return its exit code."""
    from readiness.cli import screen

    screen.be_patient()
    debug = "--debug" in sys.argv[1:]
    screen.be_plain("--plain" in sys.argv[1:])  # from the first word on, and so that it is said in one place
    if sys.stdout is None:
        sys.stdout = screen.ClosedOutput()
    try:
        code = app(args=[word for word in sys.argv[1:] if word != "--debug"], standalone_mode=False)
    except SystemExit as exit:
        if exit.code != FAULT:
            return exit.code if isinstance(exit.code, int) else DONE
        # So Typer leaves where a reader has gone away: that of its help, which is no fault, or of an export.
        cause = exit.__context__
        return _report_os_error(cause) if isinstance(cause, OSError) and cause.filename else DONE
    except InvalidInput as error:
        _report_problems(error)
        return REFUSED
    except OSError as error:
        return _report_os_error(error)
    except MemoryError:
        screen.tell(_("There is not enough memory free to do this."))
        return REFUSED
    except Exception as error:
        if hasattr(error, "format_message"):  # Typer's own errors about usage
            return _report_usage(error)
        if debug:
            raise
        return _report_fault(error)
    return code if isinstance(code, int) else DONE


def _report_usage(error: Any) -> int:
    """A wrong option or argument: how it is used, and what is wrong, safe to show."""
    from readiness.cli.screen import tell

    context = getattr(error, "ctx", None)
    message = error.format_message().replace("Value error, ", "")  # a library speaking of itself
    lines = _without_breaks_in_words(message).splitlines()
    if len(lines) == 1:
        lines = [_("Error: {message}").format(message=lines[0])]
        if context is not None:
            hint = _("Try `{command} --help`.").format(command=context.command_path)
            usage = [line.rstrip() for line in context.get_usage().splitlines()]
            lines = [*usage, hint, *lines]
    for line in lines:  # several lines are the help itself, where a command is missing
        tell(line)
    return REFUSED


def _without_breaks_in_words(message: str) -> str:
    """`message` with the words of the command line in it as one can see them, in one line each."""
    from readiness.messages.characters import printable

    for word in sys.argv[1:]:
        for part in filter(None, (word, word.partition("=")[2])):
            message = message.replace(part, printable(part))
    return message


def _report_fault(error: Exception) -> int:
    """A fault of ours: one line, without what the user wrote."""
    from readiness.cli.screen import tell

    tell(
        _(
            "readiness {version} failed ({kind}). This is a fault of the program, not yours; please report it"
            " with what --debug shows when added to the same command."
        ).format(version=__version__, kind=type(error).__name__)
    )
    return FAULT


def _report_problems(error: InvalidInput) -> None:
    from readiness.cli.screen import tell, tell_problem

    for problem in error.problems:
        tell_problem(problem)
    tell()
    if len(error.problems) >= MAX_PROBLEMS:
        message = _("{count} problems, and there may be more; mend these first. Nothing was written.")
        tell(message.format(count=len(error.problems)))
        return
    tell(
        plural(
            "{count} problem; nothing was written.",
            "{count} problems; nothing was written.",
            len(error.problems),
        )
    )


def _report_os_error(error: OSError) -> int:
    """A file that cannot be written, or a full disk: what and why, in a line."""
    from readiness.cli.screen import discard_output, tell_unwritten

    tell_unwritten(error)
    discard_output(sys.stdout)
    return REFUSED
