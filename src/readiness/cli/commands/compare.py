"""`readiness compare`: what changed between answers of different days, and why the score moved."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli import screen
from readiness.cli.delivery import Delivery, deliver, expect_exports, retold
from readiness.cli.exits import DONE, REFUSED
from readiness.cli.export_paths import expect_exports_apart, named_path
from readiness.cli.given import expect_different_files
from readiness.cli.language import OPTION, asked_for, load
from readiness.cli.options import DEFAULT, FormatOption, QuestionnaireOption, QuickOption, words_for
from readiness.cli.settings import settings
from readiness.messages.catalogue import _, later
from readiness.rendering.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readiness.answers.answers import Answers
    from readiness.questionnaire.questionnaire import Questionnaire
    from readiness.source.source import Source
    from readiness.views.comparison import Comparison

HELP = later("Compare answers of different days: what changed, and why the score moved.")
ORDER = 16


def command(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help=later("Answers files, the oldest first; one of them may be -, for standard input."),
        ),
    ],
    plan: Annotated[
        Path | None,
        typer.Option(
            "--plan",
            metavar="FILE",
            readable=False,
            help=later(
                "The JSON of an earlier report, or of a plan, whose actions to follow up. [default: what the"
                " report on OLD recommends]"
            ),
        ),
    ] = None,
    export: Annotated[
        list[Path] | None,
        typer.Option(
            "--export",
            metavar="FILE",
            parser=named_path,
            help=later("Write the comparison to FILE too ({suffixes}); may be repeated."),
        ),
    ] = None,
    format: FormatOption = Format.TERMINAL,
    questionnaire: QuestionnaireOption = DEFAULT,
    quick: QuickOption = False,
) -> int:
    """Compare the answers in `files`."""
    from readiness.answers.plan_file import read_plan
    from readiness.cli.telling import tell_notices
    from readiness.scoring.engine import score
    from readiness.views.build_comparison import build_comparison

    exports = export or []
    _expect_different(files, plan)
    others = [(plan, _("“{path}” is the plan; the export would replace it."))] if plan else []
    expect_exports_apart(exports, questionnaire, files, others)
    wanted = Delivery(expect_exports(exports), format, details=False)
    loaded = load(questionnaire)
    options = _typed(plan, exports, format, questionnaire, quick=quick)
    series, planned = _read_all(files, plan, loaded, options)
    for name, answers in zip(files, series, strict=True):
        tell_notices("<stdin>" if name == "-" else name, loaded, answers)

    @cache
    def comparison(*, again: bool) -> Comparison:
        """The comparison; `again` for one in the language of the moment instead of that of `loaded`."""
        found = [retold(questionnaire, loaded, each) if again else (loaded, each) for each in series]
        work = read_plan(planned, found[0][0]) if planned else None
        return build_comparison([score(*pair, quick=quick) for pair in found], work)

    for warning in comparison(again=False).warnings:
        screen.tell(warning)
    return DONE if deliver(comparison, wanted) else REFUSED


def _read_all(
    files: Sequence[str], plan: Path | None, loaded: Questionnaire, options: Sequence[str]
) -> tuple[tuple[Answers, ...], Source | None]:
    """The answers in `files`, and what `plan` holds. Raises InvalidInput with the problems of all of them."""
    from readiness.answers.plan_file import read_plan
    from readiness.answers.successive import read_series
    from readiness.cli.given import given_source, given_text
    from readiness.messages.problems import MAX_PROBLEMS, InvalidInput, Problem

    problems: list[Problem] = []

    @contextmanager
    def collected() -> Iterator[None]:
        try:
            yield
        except InvalidInput as error:
            problems.extend(error.problems)

    sources: list[Source] = []
    series: tuple[Answers, ...] = ()
    planned = None
    for name in files:
        with collected():
            sources.append(given_source(name))
    with collected():
        series = read_series(sources, loaded, options)
    if plan:
        with collected():
            planned = given_text(str(plan))
            read_plan(planned, loaded)  # a wrong one is refused before anything is shown
    if problems:
        raise InvalidInput(problems[:MAX_PROBLEMS])
    return series, planned


def _typed(
    plan: Path | None, exports: Sequence[Path], format: Format, questionnaire: str, *, quick: bool
) -> list[str]:
    """The options of this run, as they can be typed again."""
    words = words_for(questionnaire)
    words += ["--plan", str(plan)] if plan else []
    words += [word for path in exports for word in ("--export", str(path))]
    words += ["--format", format.value] if format is not Format.TERMINAL else []
    words += ["--quick"] if quick else []
    asked = asked_for(sys.argv[1:], {})
    words += [OPTION, asked] if asked else []
    return [*words, *(["--plain"] if settings.plain else [])]


def _expect_different(files: Sequence[str], plan: Path | None) -> None:
    """Refuse fewer than two files, a file that is named twice, and two uses of standard input."""
    if str(plan) == "-" and "-" in files:
        message = _("Standard input can be used once: for one of the answers files, or for the plan.")
        raise typer.BadParameter(message, param_hint="--plan")
    if len(files) < 2:
        message = _("A comparison needs two answers files, the older one first.")
        raise typer.BadParameter(message, param_hint="FILE")
    expect_different_files(files)
