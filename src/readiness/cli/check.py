"""`readiness questionnaire check`: everything wrong or doubtful, for authors, editors and CI."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import assert_never

from readiness.authoring.doubts.doubts import examine_files
from readiness.cli import screen
from readiness.cli.exits import DONE, REFUSED
from readiness.messages.catalogue import _
from readiness.messages.problems import Problem
from readiness.rendering import jsontext
from readiness.rendering.formats import ProblemFormat

SCHEMA_VERSION = 1
_FIELDS = ("file", "line", "column", "severity", "code", "message", "hint", "excerpt")


def run(paths: Sequence[str], *, strict: bool, format: ProblemFormat) -> int:
    """Print the problems of the questionnaires at `paths` and return the exit code."""
    problems = [problem for path in dict.fromkeys(paths) for problem in examine_files(path)]
    warnings = sum(problem.severity == "warning" for problem in problems)
    errors = len(problems) - warnings
    screen.write(_listed(problems, format))
    summary = _("Questionnaires checked: {count}. Errors: {errors}. Warnings: {warnings}.")
    screen.tell(summary.format(count=len(dict.fromkeys(paths)), errors=errors, warnings=warnings))
    return REFUSED if errors or (strict and warnings) else DONE


def _listed(problems: Sequence[Problem], format: ProblemFormat) -> str:
    if format is ProblemFormat.TEXT:
        characters = screen.characters(sys.stdout)
        return "".join(screen.in_full(problem, characters) for problem in problems)
    if format is ProblemFormat.JSON:
        content = {
            "schema_version": SCHEMA_VERSION,
            "problems": [{name: getattr(problem, name) for name in _FIELDS} for problem in problems],
        }
        return jsontext.write(content, encoding=screen.encoding(sys.stdout))
    assert_never(format)
