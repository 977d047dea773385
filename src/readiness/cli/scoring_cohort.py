"""Runs `readiness cohort`: reads, scores and writes, and tells what was set aside."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeAlias

import typer

from readiness.cli import screen, signals
from readiness.cli.telling import tell_unwritten
from readiness.cli.telling_cohort import reading_progress, tell_cohort_faults, tell_lacking, tell_left_out
from readiness.messages.catalogue import _, plural
from readiness.messages.problems import InvalidInput, MissingExtra, Problem, ReadinessError

if TYPE_CHECKING:
    from readiness.cohort.cohort_counts import CohortCounts
    from readiness.cohort.reader_processes import Readers
    from readiness.cohort.scored_cohort import ScoredCohort
    from readiness.cohort.spark.spark_cohort import SparkCohort
    from readiness.questionnaire.questionnaire import Questionnaire
    from readiness.views.cohort import Cohort

    Scored: TypeAlias = ScoredCohort | SparkCohort

SCORE_SUFFIXES = (".parquet", ".csv")


class CohortWishes(NamedTuple):
    """What a run is to do besides the report."""

    scores: str | None
    """A path or, on Spark, a URI; so is `earlier`."""
    benchmark: Path | None
    title: str
    """Of the benchmark."""
    earlier: str | None
    threshold: int | None
    ignored: tuple[str, ...]
    jobs: int | None
    quick: bool
    exports: tuple[Path, ...]

    def outputs(self) -> dict[str, list[Path]]:
        """What is written besides the exports, by the option that asks for it; faults go with the scores."""
        scores = Path(self.scores) if self.scores else None
        return {
            "--scores": [scores, faults_beside(scores)] if scores else [],
            "--benchmark-out": [self.benchmark] if self.benchmark else [],
        }


def expect_cohort_extra() -> None:
    """Raise MissingExtra if the libraries for tables are not installed."""
    from importlib.util import find_spec

    if not all(map(find_spec, ("narwhals", "polars"))):
        message = _("For cohorts something more must be installed: pip install '{package}[{extra}]'")
        raise MissingExtra(message.format(package="readiness", extra="cohort"))


class CohortRun:  # long because it has every step of the command
    """One run of the command."""

    def __init__(
        self, questionnaire: Questionnaire, wishes: CohortWishes, readers: Readers | None = None
    ) -> None:
        """Refuse what is already known to be impossible, before anything is read.

        Files are read by `readers`, which the caller ends.
        """
        self.questionnaire = questionnaire
        self._wishes = wishes
        self._readers = readers
        self._counts: CohortCounts | None = None
        self._faults_written: str | None = None
        self._is_unwritten = False
        """Whether a file could not be written, so that what was read is still needed."""
        self._earlier: Any = None
        expect_ending(wishes.benchmark, (".json",), "--benchmark-out")
        if wishes.threshold is not None and wishes.threshold != 1 and wishes.threshold < 3:
            message = _("It must be 3 or more, or 1 to hide nothing: a hidden group of two is no secret.")
            raise typer.BadParameter(message, param_hint="--threshold")
        self._expect_scores()
        if wishes.benchmark is not None:
            _expect_to_write(wishes.benchmark)

    def expect_column_forms(self) -> None:
        """Raise ReadinessError if a part of the questionnaire cannot be scored in tables."""
        from readiness.cohort.column_forms import expect_column_forms

        expect_column_forms(self.questionnaire)

    def _expect_scores(self) -> None:
        """Refuse scores that cannot be written, and those of an earlier round that are none."""
        scores, earlier = self._wishes.scores, self._wishes.earlier
        self._scores = None if scores is None else Path(scores)
        expect_ending(self._scores, SCORE_SUFFIXES, "--scores")
        expect_ending(earlier, SCORE_SUFFIXES, "--earlier")
        if self._scores is not None:
            _expect_to_write(self._scores)
        if earlier is not None:
            self._earlier = _earlier_results(Path(earlier))

    @contextlib.contextmanager
    def scored(self, sources: Sequence[str]) -> Iterator[Scored]:
        """The scored firms of `sources`. What was read is kept until the block has ended well."""
        from readiness.cohort.opening import open_sources

        self.expect_column_forms()
        with signals.orderly(), _folder_for(self._scores, lambda: self._is_unwritten) as folder:
            with reading_progress() as watch:
                opened = open_sources(
                    sources,
                    self.questionnaire,
                    folder,
                    ignored=self._wishes.ignored,
                    jobs=self._wishes.jobs,
                    readers=self._readers,
                    progress=watch,
                    outputs=[*self._wishes.exports, *chain(*self._wishes.outputs().values())],
                )
            tell_left_out(opened)
            tell_lacking(opened.lacking)
            if not opened.tables:
                self._refuse_all(opened.faults)
            from readiness.cohort.scored_cohort import score_cohort  # this loads Narwhals

            scored = score_cohort(opened, self.questionnaire, folder, quick=self._wishes.quick)
            if not scored.firms:
                self._refuse_all(scored.faults)
            yield scored

    def _refuse_all(self, faults: Sequence[Path]) -> NoReturn:
        """Tell the faults, and write them if there is a place for them; scores that are there stay."""
        if self._wishes.scores is not None:
            self._write_faults(faults)
        tell_cohort_faults(faults, self._faults_written, are_wanted=self._wishes.scores is not None)
        raise ReadinessError(_("No firm could be scored: everything was set aside."))

    # --- what is written --------------------------------------------------------------------------------

    def write(self, scored: Scored) -> bool:
        """Write scores, faults and benchmark, as far as they are wanted; return whether all were written."""
        is_complete = True
        writers = [self._write_scores] if self._wishes.scores is not None else []
        writers += [self._write_benchmark] if self._wishes.benchmark is not None else []
        for write in writers:
            try:
                write(scored)
            except OSError as error:
                tell_unwritten(error)
                is_complete, self._is_unwritten = False, True
            except ReadinessError as error:  # too few firms for a benchmark
                screen.tell(str(error))
                is_complete = False
        return is_complete

    def _write_scores(self, scored: Scored) -> None:
        from readiness.cohort.scored_cohort import ScoredCohort, write_table
        from readiness.storage import files

        assert isinstance(scored, ScoredCohort)
        assert self._scores is not None
        with files.replacing(self._scores, private=True) as part:
            write_table([scored.results], part, as_csv=self._scores.suffix.lower() == ".csv")
            if scored.faults:  # first, so that no new scores stand beside old faults
                self._write_faults(scored.faults)
        if not scored.faults:  # those of an earlier run are not about these scores
            faults_beside(self._scores).unlink(missing_ok=True)
        screen.tell(_("Wrote {path}").format(path=self._scores))

    def _write_faults(self, faults: Sequence[Path]) -> None:
        from readiness.cohort.scored_cohort import write_table
        from readiness.storage import files

        assert self._scores is not None
        path = faults_beside(self._scores)
        with files.replacing(path, private=True) as part:
            write_table(faults, part, as_csv=True)
        self._tell_faults_written(str(path))

    def _tell_faults_written(self, place: str) -> None:
        self._faults_written = place
        screen.tell(_("Wrote {path}").format(path=place))

    def _write_benchmark(self, scored: Scored) -> None:
        from readiness.cohort.decile_tables import make_benchmark
        from readiness.rendering.benchmark_data import benchmark_json
        from readiness.storage import files

        assert self._wishes.benchmark is not None
        benchmark = make_benchmark(scored.scores(), self.questionnaire, title=self._wishes.title)
        files.write_file(self._wishes.benchmark, benchmark_json(benchmark).encode())
        screen.tell(_("Wrote {path}").format(path=self._wishes.benchmark))

    # --- the report -------------------------------------------------------------------------------------

    def report(self, scored: Scored, questionnaire: Questionnaire) -> Cohort:
        """The report, in the language of `questionnaire`."""
        from readiness.cohort.publishing import publish
        from readiness.cohort.small_groups import THRESHOLD
        from readiness.views.build_cohort import build_cohort

        threshold = THRESHOLD if self._wishes.threshold is None else self._wishes.threshold
        published = publish(self._counted(scored), questionnaire, threshold=threshold)
        return build_cohort(published, questionnaire, set_aside=scored.set_aside())

    def _counted(self, scored: Scored) -> CohortCounts:
        """What there is to count; once for all languages."""
        if self._counts is None:
            self._counts = self._count(scored)
        return self._counts

    def _count(self, scored: Scored) -> CohortCounts:
        import narwhals as nw

        from readiness.cohort.counting import count_cohort
        from readiness.cohort.rounds import count_rounds

        results = scored.scores()
        counts = count_cohort(results, scored.answers(), self.questionnaire)
        if self._earlier is None:
            return counts
        rounds = count_rounds(results, nw.from_native(self._earlier), self.questionnaire)
        if rounds.new == counts.firms:
            form = _("None of the firms is in {path}. They are matched by their names.")
            screen.tell(form.format(path=self._wishes.earlier))
        return counts._replace(rounds=rounds)

    def tell_faults(self, scored: Scored) -> bool:
        """Say what was set aside; return whether nothing was."""
        from readiness.cohort.counting import firms_without_answers

        if without := firms_without_answers(scored.scores()):
            text = plural(
                "{count} firm has answered nothing and is counted all the same.",
                "{count} firms have answered nothing and are counted all the same.",
                without,
            )
            screen.tell(text)
        are_wanted = self._wishes.scores is not None
        return tell_cohort_faults(scored.faults, self._faults_written, are_wanted=are_wanted)


@contextlib.contextmanager
def _folder_for(scores: Path | None, is_needed: Callable[[], bool]) -> Iterator[Path]:
    """A folder for what is read. Beside the scores it stays for the next run if this one ends early.

    So it does if it still `is_needed` at the end. Raises lock.Busy while another run writes the same scores.
    """
    import tempfile

    from readiness.storage import lock

    if scores is None:
        with tempfile.TemporaryDirectory(prefix="readiness-") as name:
            yield Path(name)
        return
    place = scores.with_name(f"{scores.name}.unfinished")
    with lock.exclusive(scores), _kept_folder(place, is_needed) as folder:
        yield folder


@contextlib.contextmanager
def _kept_folder(folder: Path, is_needed: Callable[[], bool]) -> Iterator[Path]:
    had_begun = folder.exists()
    folder.mkdir(mode=0o700, exist_ok=True)
    if had_begun:
        screen.tell(
            _("Going on where an earlier run ended; {folder} has what it read.").format(folder=folder)
        )
    try:
        yield folder
    except KeyboardInterrupt:
        screen.tell(
            _("Interrupted. Run the same command again to go on; {folder} has what was read.").format(
                folder=folder
            )
        )
        raise
    except InvalidInput:  # there is nothing to go on with
        if not had_begun:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    except (ReadinessError, OSError):
        raise
    except Exception:
        if had_begun:  # what is kept may be damaged, and then the next run would fail too
            shutil.rmtree(folder, ignore_errors=True)
        raise
    if is_needed():
        again = _("Run the same command again to go on; {folder} has what was read.").format(folder=folder)
        screen.tell(again)
    else:
        shutil.rmtree(folder, ignore_errors=True)


def faults_beside(scores: Path) -> Path:
    """Where the faults are written that belong to these scores."""
    return scores.with_name(f"{scores.stem}.faults.csv")


def expect_ending(path: Path | str | None, endings: Sequence[str], option: str) -> None:
    """Refuse what `option` names if it ends otherwise."""
    if path is not None and Path(path).suffix.lower() not in endings:
        message = _("“{path}” does not end in one of {suffixes}.")
        raise typer.BadParameter(message.format(path=path, suffixes=_(", ").join(endings)), param_hint=option)


def _expect_to_write(path: Path) -> None:
    """Refuse a path at which nothing can be written."""
    from readiness.storage import files
    from readiness.storage.streams import is_stream

    if is_stream(path):
        message = _("“{path}” is a device or a pipe. Name a file.").format(path=path)
        raise typer.BadParameter(message)
    files.expect_to_write(path)


def _earlier_results(path: Path) -> Any:
    """The result table of an earlier round. Raises InvalidInput."""
    import polars as pl

    from readiness.cohort.rounds import lacking_columns
    from readiness.cohort.scored_cohort import read_scores
    from readiness.source.source import unreadable

    try:
        path.open("rb").close()
    except (OSError, ValueError) as error:
        raise InvalidInput([unreadable(str(path), error)]) from None
    try:
        rows = read_scores(path)
        names = rows.collect_schema().names()
    except (OSError, pl.exceptions.PolarsError):
        message, hint = _("this is no table of scores"), _("Name the file that `--scores` wrote then.")
        raise InvalidInput([Problem(str(path), 1, 1, "no-scores", message, hint, cell="")]) from None
    if missing := lacking_columns(names):
        message = _("the table has no column {names}").format(names=_(", ").join(missing))
        hint = _("Name the file that `--scores` wrote then.")
        raise InvalidInput([Problem(str(path), 1, 1, "no-scores", message, hint, cell="")])
    return rows
