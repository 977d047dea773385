"""`readiness cohort`: the scores of many firms, and a report on all of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli.delivery import Delivery, deliver, expect_exports
from readiness.cli.exits import DONE, REFUSED
from readiness.cli.export_paths import expect_exports_apart, named_path
from readiness.cli.language import load
from readiness.cli.options import DEFAULT, FormatOption, QuestionnaireOption, QuickOption
from readiness.messages.catalogue import _, later
from readiness.rendering.formats import Format

if TYPE_CHECKING:
    from readiness.cli.scoring_cohort import CohortRun, CohortWishes
    from readiness.views.cohort import Cohort


class Engine(StrEnum):
    """What computes the scores of a cohort."""

    POLARS = "polars"
    SPARK = "spark"


HELP = later("Score many firms at once, and report on all of them without naming any.")
ORDER = 18


def command(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help=later(
                "A folder of answers files, a pattern such as 'answers/*.yaml', or a table with a row for"
                " each firm (.csv, .xlsx, .parquet); several are taken together."
            ),
        ),
    ],
    scores: Annotated[
        str | None,
        typer.Option(
            "--scores",
            metavar="FILE",
            help=later(
                "Write the scores of each firm to FILE (.parquet, .csv), and what was set aside to a file"
                " beside it. Only here are firms named."
            ),
        ),
    ] = None,
    export: Annotated[
        list[Path] | None,
        typer.Option(
            "--export",
            metavar="FILE",
            parser=named_path,
            help=later("Write the report on the cohort to FILE ({suffixes}); may be repeated."),
        ),
    ] = None,
    threshold: Annotated[
        int | None,
        typer.Option(
            "--threshold",
            metavar="FIRMS",
            help=later("Hide groups of fewer firms in the report; 5 by default, 1 hides nothing."),
        ),
    ] = None,
    benchmark_out: Annotated[
        Path | None,
        typer.Option(
            "--benchmark-out",
            metavar="FILE",
            help=later("Write deciles of groups to FILE (.json), for `readiness assess --benchmark`."),
        ),
    ] = None,
    benchmark_title: Annotated[
        str,
        typer.Option(
            "--benchmark-title", metavar="TEXT", help=later("What the benchmark is called, in its file.")
        ),
    ] = "",
    earlier: Annotated[
        str | None,
        typer.Option(
            "--earlier",
            metavar="FILE",
            help=later("Compare with an earlier round: the FILE that `--scores` wrote then."),
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore", metavar="COLUMN", help=later("Leave this column of a table out; may be repeated.")
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", metavar="N", min=1, help=later("Read files in so many processes; by default all cores.")
        ),
    ] = None,
    fail_on_invalid: Annotated[
        bool,
        typer.Option("--fail-on-invalid", help=later("End with exit code 2 if anything was set aside.")),
    ] = False,
    details: Annotated[
        bool, typer.Option("--details", help=later("Show the whole report in the terminal, in the pager."))
    ] = False,
    no_report: Annotated[
        bool,
        typer.Option(
            "--no-report", help=later("Show no report. If none is exported either, the run is shorter.")
        ),
    ] = False,
    engine: Annotated[
        Engine,
        typer.Option(
            "--engine",
            help=later("Compute on this machine with polars, or on a cluster with spark; it reads Parquet."),
        ),
    ] = Engine.POLARS,
    master: Annotated[
        str,
        typer.Option(
            "--master",
            metavar="URL",
            help=later("The master of Spark, such as spark://HOST:7077, yarn or local[*]."),
        ),
    ] = "",
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help=later("On Spark, replace scores that are there already."))
    ] = False,
    format: FormatOption = Format.TERMINAL,
    questionnaire: QuestionnaireOption = DEFAULT,
    quick: QuickOption = False,
) -> int:
    """Score the firms in `sources`."""
    from readiness.cli.scoring_cohort import CohortWishes

    exports = export or []
    read = [*sources, *([earlier] if earlier else [])]
    wishes = CohortWishes(
        scores,
        benchmark_out,
        benchmark_title,
        earlier,
        threshold,
        tuple(ignore or ()),
        jobs,
        quick,
        tuple(exports),
    )
    expect_exports_apart(exports, questionnaire, read)
    for option, paths in wishes.outputs().items():
        try:
            expect_exports_apart([*exports, *paths], questionnaire, read)
        except typer.BadParameter as error:
            error.param_hint = option
            raise
    if no_report and not (scores or exports or benchmark_out):
        message = _("Nothing would be written. Add `--scores FILE`, for example.")
        raise typer.BadParameter(message, param_hint="--no-report")
    if benchmark_title and not benchmark_out:
        message = _("It is the title of a benchmark. Add `--benchmark-out FILE`, or leave it out.")
        raise typer.BadParameter(message, param_hint="--benchmark-title")
    wanted = Delivery(expect_exports(exports), format, details=details, is_shown=not no_report)
    begun = _run_on(engine, sources, questionnaire, wishes, master, overwrites=overwrite)
    with begun as run, run.scored(sources) as scored:

        @cache
        def cohort(*, again: bool) -> Cohort:
            return run.report(scored, load(questionnaire) if again else run.questionnaire)

        is_delivered = run.write(scored)
        is_delivered = deliver(cohort, wanted) and is_delivered
        if not run.tell_faults(scored) and fail_on_invalid:
            return REFUSED
    return DONE if is_delivered else REFUSED


@contextmanager
def _run_on(
    engine: Engine,
    sources: list[str],
    questionnaire: str,
    wishes: CohortWishes,
    master: str,
    *,
    overwrites: bool,
) -> Iterator[CohortRun]:
    """The run on `engine`. Refuses options of the other one, and an engine that is not installed."""
    if engine is Engine.SPARK:
        from readiness.cli.scoring_on_spark import SparkRun, expect_spark_extra

        expect_spark_extra()
        yield SparkRun(load(questionnaire), wishes, master, overwrites=overwrites)
        return
    from readiness.cli.scoring_cohort import CohortRun, expect_cohort_extra
    from readiness.cohort.reader_processes import readers_for

    for option, is_given in (("--master", bool(master)), ("--overwrite", overwrites)):
        if is_given:
            message = _("It is for Spark. Add `--engine spark`, or leave it out.")
            raise typer.BadParameter(message, param_hint=option)
    expect_cohort_extra()
    with readers_for(sources, wishes.jobs) as readers:  # they get ready while all else is loaded
        yield CohortRun(load(questionnaire), wishes, readers)
