"""Runs `readiness cohort --engine spark`: the same as on this machine, with tables that a cluster reads."""

from __future__ import annotations

import contextlib
import logging
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

import typer

from readiness.cli import screen, signals
from readiness.cli.scoring_cohort import CohortRun, CohortWishes, expect_ending
from readiness.cli.settings import settings
from readiness.cli.telling_cohort import tell_lacking
from readiness.messages.catalogue import _
from readiness.messages.problems import MissingExtra

if TYPE_CHECKING:
    from readiness.cli.scoring_cohort import Scored
    from readiness.questionnaire.questionnaire import Questionnaire


def expect_spark_extra() -> None:
    """Raise MissingExtra if the libraries for Spark are not installed."""
    from importlib.util import find_spec

    if not all(map(find_spec, ("narwhals", "polars", "pyarrow", "pyspark"))):
        message = _("For cohorts on Spark something more must be installed: pip install '{package}[{extra}]'")
        raise MissingExtra(message.format(package="readiness", extra="spark"))


class SparkRun(CohortRun):
    """One run of the command on Spark."""

    def __init__(
        self, questionnaire: Questionnaire, wishes: CohortWishes, master: str, *, overwrites: bool
    ) -> None:
        """Refuse what is already known to be impossible; `overwrites` lets scores replace earlier ones."""
        self._master = master
        self._overwrites = overwrites
        super().__init__(questionnaire, wishes)

    def _expect_scores(self) -> None:
        if self._wishes.scores is None:
            message = _("On Spark, scores are written before they are counted. Add `--scores PLACE.parquet`.")
            raise typer.BadParameter(message, param_hint="--engine")
        self._place = self._wishes.scores.rstrip("/")
        expect_ending(self._place, (".parquet",), "--scores")
        expect_ending(self._wishes.earlier, (".parquet",), "--earlier")
        if self._wishes.jobs is not None:
            message = _("It is for files on this machine; Spark says itself how many cores there are.")
            raise typer.BadParameter(message, param_hint="--jobs")

    @contextlib.contextmanager
    def scored(self, sources: Sequence[str]) -> Iterator[Scored]:
        """The scored firms of `sources`, while the session lasts."""
        self.expect_column_forms()
        from readiness.cohort.spark.spark_cohort import expect_free, score_on_spark
        from readiness.cohort.spark.spark_start import settings_in_force, spark_session
        from readiness.cohort.spark.spark_tables import earlier_scores, open_tables

        wishes = self._wishes
        with (
            signals.orderly(),
            tempfile.TemporaryDirectory(prefix="readiness-") as name,
            _java_log(Path(name)) as log,
        ):
            screen.tell(_("Starting Spark; this takes some ten seconds."))
            with spark_session(self._master, log) as session, _java_ends_with_us():
                self._session = session
                if settings.debug:
                    for setting, value in settings_in_force(session).items():
                        screen.tell(f"{setting}={value}")
                expect_free(session, self._place, replaces=self._overwrites)
                if wishes.earlier is not None:
                    self._earlier = earlier_scores(session, wishes.earlier)
                table = open_tables(session, sources, self.questionnaire, wishes.ignored)
                tell_lacking({table.name: table.lacking} if table.lacking else {})
                folder = Path(name) / "faults"
                try:
                    scored = score_on_spark(
                        session, table, self.questionnaire, folder, place=self._place, quick=wishes.quick
                    )
                except KeyboardInterrupt:
                    screen.tell(_("Interrupted; no scores were written. Run the same command again."))
                    raise
                if not scored.firms:
                    self._refuse_all(scored.faults)
                yield scored

    def _write_scores(self, scored: Scored) -> None:
        from readiness.cohort.spark.places import FileSystems

        screen.tell(_("Wrote {path}").format(path=self._place))
        if scored.faults:
            self._write_faults(scored.faults)
        else:  # those of an earlier run are not about these scores
            FileSystems(self._session).delete(self._faults_at())

    def _write_faults(self, faults: Sequence[Path]) -> None:
        from readiness.cohort.scored_cohort import write_table
        from readiness.cohort.spark.places import FileSystems

        place = self._faults_at()
        with tempfile.TemporaryDirectory(prefix="readiness-") as name:
            table = Path(name) / "faults.csv"
            write_table(faults, table, as_csv=True)
            FileSystems(self._session).upload(table, place)
        self._tell_faults_written(place)

    def _faults_at(self) -> str:
        return f"{self._place.removesuffix('.parquet')}.faults.csv"


@contextlib.contextmanager
def _java_ends_with_us() -> Iterator[None]:
    """Do not wait for Java when another program asks this one to end."""
    from readiness.cohort.spark.spark_start import end_java

    try:
        yield
    except SystemExit:
        end_java()
        raise


@contextlib.contextmanager
def _java_log(folder: Path) -> Iterator[IO[str]]:
    """Where Java writes its messages: on the terminal with --debug, else nowhere that anybody looks."""
    if settings.debug:
        yield sys.stderr
        return
    # What asks Java would log a traceback at Ctrl-C, on the terminal if there is no other handler.
    logging.getLogger().addHandler(logging.NullHandler())
    with (folder / "java.log").open("w", encoding="utf-8") as log:
        yield log
