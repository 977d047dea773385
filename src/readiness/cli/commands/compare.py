"""`readiness compare`: what changed between answers of different days, and why the score moved."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli import screen
from readiness.cli.delivery import Delivery, deliver, expect_exports, retold
from readiness.cli.exits import DONE, REFUSED
from readiness.cli.export_paths import expect_exports_apart, named_path, same_file
from readiness.cli.language import load
from readiness.cli.options import DEFAULT, QuestionnaireOption, QuickOption
from readiness.messages.catalogue import _, later
from readiness.rendering.formats import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    format: Annotated[
        Format, typer.Option("--format", help=later("The format on standard output."))
    ] = Format.TERMINAL,
    questionnaire: QuestionnaireOption = DEFAULT,
    quick: QuickOption = False,
) -> int:
    """Compare the answers in `files`."""
    from readiness.answers.plan_file import read_plan
    from readiness.answers.successive import read_series
    from readiness.cli.given import given_source
    from readiness.cli.telling import tell_notices
    from readiness.scoring.engine import score
    from readiness.views.build_comparison import build_comparison

    exports = export or []
    _expect_different(files)
    others = [(plan, _("“{path}” is the plan; the export would replace it."))] if plan else []
    expect_exports_apart(exports, questionnaire, files, others)
    wanted = Delivery(expect_exports(exports), format, details=False)
    loaded = load(questionnaire)
    sources = [given_source(name) for name in files]
    series = read_series(sources, loaded)
    planned = given_source(str(plan)) if plan else None
    if planned:
        read_plan(planned, loaded)  # a wrong one is refused before anything is shown
    for source, answers in zip(sources, series, strict=True):
        tell_notices(source.name, loaded, answers)

    @cache
    def comparison(*, again: bool) -> Comparison:
        """The comparison; `again` for one in the language of the moment instead of that of `loaded`."""
        found = [retold(questionnaire, loaded, each) if again else (loaded, each) for each in series]
        work = read_plan(planned, found[0][0]) if planned else None
        return build_comparison([score(*pair, quick=quick) for pair in found], work)

    for warning in comparison(again=False).warnings:
        screen.tell(warning)
    return DONE if deliver(comparison, wanted) else REFUSED


def _expect_different(files: Sequence[str]) -> None:
    """Refuse fewer than two files, and a file that is named twice."""
    if len(files) < 2:
        message = _("A comparison needs two answers files, the older one first.")
        raise typer.BadParameter(message, param_hint="FILE")
    for one, other in combinations(files, 2):
        is_same = one == other if "-" in (one, other) else same_file(Path(one), Path(other))
        if is_same:
            message = _("“{path}” and “{other}” are one file; name each file once.")
            raise typer.BadParameter(message.format(path=one, other=other), param_hint="FILE")
