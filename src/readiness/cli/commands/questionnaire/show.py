"""`readiness questionnaire show`: a questionnaire as it is before anyone answers, and as a form to print."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from readiness.cli import completions, screen
from readiness.cli.exits import DONE
from readiness.cli.export_paths import expect_to_replace_nothing, named_path
from readiness.cli.options import DEFAULT, QuickOption
from readiness.messages.catalogue import _, later
from readiness.rendering import render_preview
from readiness.rendering.formats import PreviewFormat

HELP = later("Show what a questionnaire asks and what each question weighs.")
ORDER = 30


def command(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME-OR-PATH",
            autocompletion=completions.questionnaire_names,
            help=later("The questionnaire to show."),
        ),
    ] = DEFAULT,
    quick: QuickOption = False,
    format: Annotated[
        PreviewFormat,
        typer.Option(
            "--format", help=later("The format on standard output; markdown gives a form to print.")
        ),
    ] = PreviewFormat.TERMINAL,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export",
            metavar="FILE",
            parser=named_path,
            help=later("Write the form to print to FILE too (.md)."),
        ),
    ] = None,
) -> int:
    """Print a questionnaire, and write it as a form to print."""
    from readiness.cli.language import load
    from readiness.storage import files
    from readiness.views.build_preview import build_preview

    if export is not None and export.suffix.lower() != ".md":
        message = _("“{path}” does not end in .md. Did you mean “{name}”?")
        raise typer.BadParameter(
            message.format(path=export, name=export.with_suffix(".md")), param_hint="--export"
        )
    if export is not None:
        expect_to_replace_nothing(export, name)
    preview = build_preview(load(name), quick=quick)
    if export is not None:
        form = render_preview(preview, PreviewFormat.MARKDOWN, screen.file_output())
        files.write_file(export, form.encode())
        screen.tell(_("Wrote {path}").format(path=export))
    screen.print_text(render_preview(preview, format, screen.output(sys.stdout)))
    return DONE
