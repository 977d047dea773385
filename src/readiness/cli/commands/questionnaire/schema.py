"""`readiness questionnaire schema`: a JSON Schema, so that editors and programs can check files."""

from __future__ import annotations

import sys
from typing import Annotated, Any, Literal, assert_never

import typer

from readiness.authoring.kinds import FileKind
from readiness.cli import completions, screen
from readiness.cli.exits import DONE
from readiness.cli.language import as_for, load
from readiness.cli.options import DEFAULT
from readiness.messages.catalogue import _, later
from readiness.messages.characters import run_together

HELP = later("Print a JSON Schema, so that editors and programs can complete and check files.")
ORDER = 60


def command(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME-OR-PATH",
            autocompletion=completions.questionnaire_names,
            help=later("With --for answers: the questionnaire that they answer. [default: going-global]"),
        ),
    ] = None,
    kind: Annotated[
        FileKind, typer.Option("--for", help=later("The kind of file that the schema describes."))
    ] = FileKind.QUESTIONNAIRE,
) -> int:
    """Print the JSON Schema of one kind of file."""
    from readiness.rendering import jsontext

    with as_for("json"):
        content = _schema(kind, name)
    screen.print_text(jsontext.json_text(content, encoding=screen.output(sys.stdout).encoding))
    return DONE


def _schema(kind: FileKind, name: str | None) -> dict[str, Any]:
    from readiness.authoring import schema
    from readiness.authoring.answers_schema import answers_schema

    if kind is FileKind.ANSWERS:
        return answers_schema(load(name or DEFAULT))
    if name is not None:
        message = _("Files of this kind have the same schema for every questionnaire.")
        hint = _("Leave this out, or add --for answers to get the schema of its answers.")
        raise typer.BadParameter(run_together([message, hint]), param_hint="NAME-OR-PATH")
    if kind is FileKind.QUESTIONNAIRE:
        return schema.questionnaire_schema()
    if kind is FileKind.SECTION:
        return schema.section_schema()
    if kind is FileKind.CASES:
        return schema.cases_schema()
    return _document_schema(kind)


def _document_schema(
    kind: Literal[
        FileKind.REPORT,
        FileKind.PLAN,
        FileKind.COMPARISON,
        FileKind.MERGING,
        FileKind.BENCHMARK,
        FileKind.COHORT,
    ],
) -> dict[str, Any]:
    """The schema of the JSON of a document."""
    from readiness.rendering import report_schema

    if kind is FileKind.REPORT:
        return report_schema.report_schema()
    if kind is FileKind.PLAN:
        return report_schema.plan_schema()
    if kind is FileKind.COMPARISON:
        return report_schema.comparison_schema()
    if kind is FileKind.MERGING:
        return report_schema.merging_schema()
    if kind is FileKind.BENCHMARK:
        return report_schema.benchmark_schema()
    if kind is FileKind.COHORT:
        return report_schema.cohort_schema()
    assert_never(kind)
