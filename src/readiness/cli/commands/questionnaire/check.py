"""`readiness questionnaire check`: every error and warning, for authors, editors and CI."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, assert_never

import typer

from readiness.cli import completions, screen
from readiness.cli.exits import DONE, REFUSED
from readiness.cli.telling import in_full
from readiness.messages.catalogue import _
from readiness.messages.problems import Problem
from readiness.rendering import jsontext
from readiness.rendering.formats import ProblemFormat

HELP = _("Report every error and warning in questionnaires, with its place.")
ORDER = 50
CHECK_SCHEMA_VERSION = 1
_FIELDS = ("file", "line", "column", "severity", "code", "message", "hint", "excerpt")


def command(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            autocompletion=completions.questionnaire_names,
            help=_("Folders with a questionnaire.yaml, YAML files, or names of built-in ones."),
            show_default=False,
        ),
    ],
    strict: Annotated[bool, typer.Option("--strict", help=_("Fail on warnings too."))] = False,
    format: Annotated[
        ProblemFormat, typer.Option("--format", help=_("The format on standard output."))
    ] = ProblemFormat.TEXT,
) -> int:
    """Print the problems of the questionnaires at `paths`."""
    from readiness.authoring.doubts.doubts import check_files

    checked = [check_files(path) for path in dict.fromkeys(paths)]
    problems = [problem for found in checked for problem in found.problems]
    accepted = sum(found.accepted for found in checked)
    warnings = sum(problem.severity == "warning" for problem in problems)
    errors = len(problems) - warnings
    screen.print_text(_listed(problems, format))
    summary = _("Questionnaires checked: {count}. Errors: {errors}. Warnings: {warnings}.")
    if accepted:
        summary = _(
            "Questionnaires checked: {count}. Errors: {errors}. Warnings: {warnings}. Accepted: {accepted}."
        )
    screen.tell(summary.format(count=len(checked), errors=errors, warnings=warnings, accepted=accepted))
    return REFUSED if errors or (strict and warnings) else DONE


def _listed(problems: Sequence[Problem], format: ProblemFormat) -> str:
    output = screen.output(sys.stdout)
    if format is ProblemFormat.TEXT:
        return "".join(in_full(problem, output.characters) for problem in problems)
    if format is ProblemFormat.JSON:
        content = {
            "schema_version": CHECK_SCHEMA_VERSION,
            "problems": [{name: getattr(problem, name) for name in _FIELDS} for problem in problems],
        }
        return jsontext.json_text(content, encoding=output.encoding)
    assert_never(format)
