"""`readiness questionnaire check`: every error and warning, for authors, editors and CI."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from readiness.cli import completions, screen
from readiness.cli.exits import DONE, REFUSED
from readiness.cli.language import as_for
from readiness.cli.telling import in_full
from readiness.messages.catalogue import _, later, plural
from readiness.messages.characters import run_together
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
    screen.print_text(_listed(problems, format))
    screen.tell(run_together([_summary(checked), _about_accepted(accepted)]))
    failing = ("error", "warning") if strict else ("error",)
    return REFUSED if any(problem.severity in failing for problem in problems) else DONE


def _summary(checked: Sequence[Checked]) -> str:
    """What was found, in one sentence."""
    counts = [Counter(problem.severity for problem in found.problems) for found in checked]
    errors, warnings = (sum(count[kind] for count in counts) for kind in ("error", "warning"))
    found = [plural("{count} error", "{count} errors", errors)] if errors else []
    found += [plural("{count} warning", "{count} warnings", warnings)] if warnings else []
    if not found:
        return plural(
            "{count} questionnaire checked: no errors and no warnings.",
            "{count} questionnaires checked: no errors and no warnings.",
            len(checked),
        )
    said = _(" and ").join(found)
    if any(count.total() >= MAX_PROBLEMS for count in counts):  # not all of them are reported
        said = _("{found}, and there may be more").format(found=said)
    return plural(
        "{count} questionnaire checked: {found}.",
        "{count} questionnaires checked: {found}.",
        len(checked),
        found=said,
    )


def _about_accepted(accepted: int) -> str:
    """How many warnings the questionnaires accept themselves; empty if they accept none."""
    if not accepted:
        return ""
    return plural("{count} more warning is accepted.", "{count} more warnings are accepted.", accepted)


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
