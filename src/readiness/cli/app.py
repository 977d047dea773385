"""The command line as a whole: it runs a command and ends with an exit code."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from readiness import __version__
from readiness.cli import commands, language, screen
from readiness.cli.exits import DONE, FAULT, REFUSED
from readiness.cli.groups import group
from readiness.cli.settings import settings
from readiness.messages.catalogue import _, later, use
from readiness.messages.characters import draw_ambiguous_wide

_NAME = "readiness"
_COMPLETE = "_READINESS_COMPLETE"
"""The variable by which a shell asks what may follow; Typer's scripts set it."""
_AMBIGUOUS = "READINESS_AMBIGUOUS"
"""The variable that tells how wide the terminal draws signs that Unicode leaves open."""


def _show_version(wanted: bool) -> None:
    if wanted:
        screen.print_text(f"readiness {__version__}\n")
        raise typer.Exit


def _readiness(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help=later("Print the version and exit.")
        ),
    ] = False,
) -> None:
    """Take the options before the name of a command."""


_HELP = later(
    "Is the enterprise ready to go overseas? Answer the questions and get a verdict with its reasons."
)


def command_line() -> typer.Typer:
    """All commands, with their help in the language of the run."""
    return group(
        commands,
        _readiness,
        name=_NAME,
        add_completion=True,
        help=_(_HELP),
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def run() -> int:
    """Run the command line and return its exit code."""
    settings.reset()
    settings.language = language.asked_for(sys.argv[1:], os.environ)
    settings.locale = language.of_system(os.environ)
    use(settings.language or settings.locale)
    settings.ambiguous_is_wide = os.environ.get(_AMBIGUOUS) == "wide"
    draw_ambiguous_wide(settings.ambiguous_is_wide)
    screen.be_patient()
    screen.replace_closed_output()
    screen.warn_of_encoding()
    try:
        code = command_line()(args=sys.argv[1:], prog_name=_NAME, standalone_mode=False)
    except (Exception, SystemExit) as error:
        if _COMPLETE in os.environ:  # the shell shows what is printed while somebody types
            return DONE
        from readiness.cli import failures  # most runs do not need it

        return failures.exit_code(error)
    if code == FAULT:  # Typer's code for a shell that it does not know, which is no fault of the program
        return REFUSED
    return code if isinstance(code, int) else DONE
