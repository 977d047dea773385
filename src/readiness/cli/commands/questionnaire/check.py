"""`readiness questionnaire check`: every error and warning, for authors, editors and CI."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from readiness.cli import completions, screen
from readiness.cli.exits import DONE, REFUSED
from readiness.cli.language import as_for
from readiness.cli.telling import in_full
from readiness.messages.catalogue import _, later
from readiness.messages.problems import MAX_PROBLEMS, Problem
from readiness.rendering import jsontext
from readiness.rendering.formats import ProblemFormat

if TYPE_CHECKING:
    from readiness.authoring.doubts.doubts import Checked

HELP = later("Report every error and warning in questionnaires, with its place.")
ORDER = 50
CHECK_SCHEMA_VERSION = 1
_FIELDS = ("file", "line", "column", "severity", "code", "message", "hint", "excerpt")


def command(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            autocompletion=completions.questionnaire_names,
            help=later("Folders with a questionnaire.yaml, YAML files, or names of built-in ones."),
            show_default=False,
        ),
    ],
    strict: Annotated[bool, typer.Option("--strict", help=later("Fail on warnings too."))] = False,
    format: Annotated[
        ProblemFormat, typer.Option("--format", help=later("The format on standard output."))
    ] = ProblemFormat.TEXT,
) -> int:
    """Print the problems of the questionnaires at `paths`."""
    from readiness.authoring.doubts.doubts import check_files

    with as_for(format):
        checked = [check_files(path) for path in dict.fromkeys(paths)]
    problems = [problem for found in checked for problem in found.problems]
    accepted = sum(found.accepted for found in checked)
    errors, warnings = (_number(checked, severity) for severity in ("error", "warning"))
    screen.print_text(_listed(problems, format))
    summary = _("Questionnaires checked: {count}. Errors: {errors}. Warnings: {warnings}.")
    if accepted:
        summary = _(
            "Questionnaires checked: {count}. Errors: {errors}. Warnings: {warnings}. Accepted: {accepted}."
        )
    screen.tell(summary.format(count=len(checked), errors=errors, warnings=warnings, accepted=accepted))
    failing = ("error", "warning") if strict else ("error",)
    return REFUSED if any(problem.severity in failing for problem in problems) else DONE


def _number(checked: Sequence[Checked], severity: str) -> str:
    """How many problems of a `severity` there are; not all of them are reported if there are very many."""
    counts = [sum(problem.severity == severity for problem in found.problems) for found in checked]
    form = _("{count} or more") if max(counts, default=0) >= MAX_PROBLEMS else _("{count}")
    return form.format(count=sum(counts))


def _listed(problems: Sequence[Problem], format: ProblemFormat) -> str:
    output = screen.output(sys.stdout)
    if format is ProblemFormat.TEXT:
        return "".join(in_full(problem, sys.stdout) for problem in problems)
    if format is ProblemFormat.JSON:
        content = {
            "schema_version": CHECK_SCHEMA_VERSION,
            "problems": [{name: getattr(problem, name) for name in _FIELDS} for problem in problems],
        }
        return jsontext.json_text(content, encoding=output.encoding)
    assert_never(format)
