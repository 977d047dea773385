"""`readiness questionnaire template`: an answers file to fill in."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from readiness.cli import completions, screen
from readiness.cli.exits import DONE
from readiness.cli.options import DEFAULT, QuickOption
from readiness.messages.catalogue import later

HELP = later("Print an answers file, commented and ready to fill in.")
ORDER = 40


def command(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME-OR-PATH",
            autocompletion=completions.questionnaire_names,
            help=later("The questionnaire to fill in."),
        ),
    ] = DEFAULT,
    quick: QuickOption = False,
) -> int:
    """Print an answers file to fill in."""
    from readiness.answers.template import template
    from readiness.cli.language import load

    text = template(load(name), quick=quick, name=name)
    shown = screen.output(sys.stdout).characters.shown
    screen.print_text("".join(f"{shown(line)}\n" for line in text.removesuffix("\n").split("\n")))
    return DONE
