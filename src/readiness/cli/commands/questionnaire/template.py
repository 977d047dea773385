"""`readiness questionnaire template`: an answers file to fill in."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from readiness.cli import completions, screen
from readiness.cli.exits import DONE
from readiness.cli.options import DEFAULT, QuickOption, words_for
from readiness.messages.catalogue import _, later

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
    save: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help=later("Write it to FILE, a new one, instead of to standard output.")
        ),
    ] = None,
) -> int:
    """Print an answers file to fill in, or save it."""
    from readiness.answers.template import template
    from readiness.cli.language import load

    if save is not None:
        _expect_new(save)
    text = template(load(name), quick=quick, name=name)
    if save is not None:
        _save(text, save, [*words_for(name), *(["--quick"] if quick else [])])
        return DONE
    shown = screen.output(sys.stdout).characters.shown
    screen.print_text("".join(f"{shown(line)}\n" for line in text.removesuffix("\n").split("\n")))
    return DONE


def _expect_new(path: Path) -> None:
    """Refuse a path at which there may be answers already."""
    if os.path.lexists(path):
        message = _("“{path}” exists and was not changed. Name a file that does not exist yet.")
        raise typer.BadParameter(message.format(path=path), param_hint="--save")


def _save(text: str, path: Path, options: list[str]) -> None:
    """Write `text` and say how to go on; `options` are those that `assess` needs too."""
    from readiness.cli import signals
    from readiness.storage import files

    with signals.orderly():
        files.write_file(path, text.encode())
    screen.tell(_("Wrote the template to {path}. Fill it in; then").format(path=path))
    screen.tell(f"  readiness assess {shlex.join([*options, '--answers', str(path)])}")
