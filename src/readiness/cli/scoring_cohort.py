"""Runs `readiness cohort`: reads, scores and writes, and tells what was set aside."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import typer

from readiness.cli import screen, signals
from readiness.cli.settings import settings
from readiness.cli.telling import tell_unwritten
from readiness.messages.catalogue import _, plural
from readiness.messages.problems import InvalidInput, MissingExtra, Problem, ReadinessError

if TYPE_CHECKING:
    from readiness.cohort.cohort_counts import CohortCounts
    from readiness.cohort.ingesting import Watch
    from readiness.cohort.opening import Opened
    from readiness.cohort.scored_cohort import ScoredCohort
    from readiness.questionnaire.questionnaire import Questionnaire
    from readiness.views.cohort import Cohort

SCORE_SUFFIXES = (".parquet", ".csv")
MOST_TOLD = 10
"""The most faults that are shown; a file has them all."""


class CohortWishes(NamedTuple):
    """What a run is to do besides the report."""

    scores: Path | None
    benchmark: Path | None
    title: str
    """Of the benchmark."""
    earlier: Path | None
    threshold: int | None
    ignored: tuple[str, ...]
    jobs: int | None
    quick: bool


def expect_cohort_extra() -> None:
    """Raise MissingExtra if the libraries for tables are not installed."""
    from importlib.util import find_spec

    if not all(map(find_spec, ("narwhals", "polars"))):
        message = _("For cohorts something more must be installed: pip install '{package}[{extra}]'")
        raise MissingExtra(message.format(package="readiness", extra="cohort"))


class CohortRun:
    """One run of the command."""

    def __init__(self, questionnaire: Questionnaire, wishes: CohortWishes) -> None:
        """Refuse what is already known to be impossible, before anything is read."""
        from readiness.cohort.score_table import expect_column_forms
        from readiness.storage import files
        from readiness.storage.streams import is_stream

        self.questionnaire = questionnaire
        self._wishes = wishes
        self._counts: CohortCounts | None = None
        _expect_ending(wishes.scores, SCORE_SUFFIXES, "--scores")
        _expect_ending(wishes.benchmark, (".json",), "--benchmark-out")
        _expect_ending(wishes.earlier, SCORE_SUFFIXES, "--earlier")
        if wishes.threshold is not None and wishes.threshold != 1 and wishes.threshold < 3:
            message = _("It must be 3 or more, or 1 to hide nothing: a hidden group of two is no secret.")
            raise typer.BadParameter(message, param_hint="--threshold")
        expect_column_forms(questionnaire)
        for path in (wishes.scores, wishes.benchmark):
            if path is None:
                continue
            if is_stream(path):
                message = _("“{path}” is a device or a pipe. Name a file.").format(path=path)
                raise typer.BadParameter(message)
            files.expect_to_write(path)
        self._earlier = None if wishes.earlier is None else _earlier_results(wishes.earlier)

    @contextlib.contextmanager
    def scored(self, sources: Sequence[str]) -> Iterator[ScoredCohort]:
        """The scored firms of `sources`. What was read is kept until the block has ended well."""
        from readiness.cohort.opening import open_sources
        from readiness.cohort.scored_cohort import score_cohort

        with signals.orderly(), _folder_for(self._wishes.scores) as folder, _progress() as watch:
            opened = open_sources(
                sources,
                self.questionnaire,
                folder,
                ignored=self._wishes.ignored,
                jobs=self._wishes.jobs,
                progress=watch,
            )
            _tell_left_out(opened)
            _tell_lacking(opened)
            if not opened.tables:
                self._refuse_all(opened.faults)
            scored = score_cohort(opened, self.questionnaire, folder, quick=self._wishes.quick)
            if not scored.firms:
                self._refuse_all(scored.faults)
            yield scored

    def _refuse_all(self, faults: Sequence[Path]) -> NoReturn:
        """Tell the faults, and write them if there is a place for them; scores that are there stay."""
        written = None if self._wishes.scores is None else faults_beside(self._wishes.scores)
        if written is not None:
            _write_faults(written, faults)
        _tell_faults(faults, written)
        raise ReadinessError(_("No firm could be scored: everything was set aside."))

    # --- what is written --------------------------------------------------------------------------------

    def write(self, scored: ScoredCohort) -> bool:
        """Write scores, faults and benchmark, as far as they are wanted; return whether all were written."""
        wishes, is_written = self._wishes, True
        write_benchmark = partial(_write_benchmark, questionnaire=self.questionnaire, title=wishes.title)
        for path, write in ((wishes.scores, _write_scores), (wishes.benchmark, write_benchmark)):
            if path is None:
                continue
            try:
                write(path, scored)
            except OSError as error:
                tell_unwritten(error)
                is_written = False
            except ReadinessError as error:  # too few firms for a benchmark
                screen.tell(str(error))
                is_written = False
        return is_written

    # --- the report -------------------------------------------------------------------------------------

    def report(self, scored: ScoredCohort, questionnaire: Questionnaire) -> Cohort:
        """The report, in the language of `questionnaire`."""
        from readiness.cohort.publishing import publish
        from readiness.cohort.small_groups import THRESHOLD
        from readiness.views.build_cohort import build_cohort

        threshold = THRESHOLD if self._wishes.threshold is None else self._wishes.threshold
        published = publish(self._counted(scored), questionnaire, threshold=threshold)
        return build_cohort(published, questionnaire, set_aside=scored.set_aside())

    def _counted(self, scored: ScoredCohort) -> CohortCounts:
        """What there is to count; once for all languages."""
        if self._counts is None:
            self._counts = self._count(scored)
        return self._counts

    def _count(self, scored: ScoredCohort) -> CohortCounts:
        import narwhals as nw

        from readiness.cohort.counting import count_cohort
        from readiness.cohort.rounds import count_rounds
        from readiness.cohort.scored_cohort import read_scores

        results = nw.from_native(read_scores(scored.results))
        counts = count_cohort(results, scored.answers(), self.questionnaire)
        if self._earlier is None:
            return counts
        rounds = count_rounds(results, nw.from_native(self._earlier), self.questionnaire)
        if rounds.new == counts.firms:
            form = _("None of the firms is in {path}. They are matched by their names.")
            screen.tell(form.format(path=self._wishes.earlier))
        return counts._replace(rounds=rounds)

    def tell_faults(self, scored: ScoredCohort) -> bool:
        """Say what was set aside; return whether nothing was."""
        if without := scored.without_answers():
            text = plural(
                "{count} firm has answered nothing and is counted all the same.",
                "{count} firms have answered nothing and are counted all the same.",
                without,
            )
            screen.tell(text)
        scores = self._wishes.scores
        return _tell_faults(scored.faults, None if scores is None else faults_beside(scores))


@contextlib.contextmanager
def _folder_for(scores: Path | None) -> Iterator[Path]:
    """A folder for what is read. Beside the scores it stays if the run ends early, for the next one.

    Raises lock.Busy while another run writes the same scores.
    """
    import tempfile

    from readiness.storage import lock

    if scores is None:
        with tempfile.TemporaryDirectory(prefix="readiness-") as name:
            yield Path(name)
        return
    with lock.exclusive(scores), _kept_folder(scores.with_name(f"{scores.name}.unfinished")) as folder:
        yield folder


@contextlib.contextmanager
def _kept_folder(folder: Path) -> Iterator[Path]:
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
    shutil.rmtree(folder, ignore_errors=True)


def _write_scores(path: Path, scored: ScoredCohort) -> None:
    from readiness.cohort.scored_cohort import write_table
    from readiness.storage import files

    with files.replacing(path, private=True) as part:
        write_table([scored.results], part, as_csv=path.suffix.lower() == ".csv")
    screen.tell(_("Wrote {path}").format(path=path))
    faults = faults_beside(path)
    if not scored.faults:  # those of an earlier run are not about these scores
        faults.unlink(missing_ok=True)
        return
    _write_faults(faults, scored.faults)


def _write_faults(path: Path, faults: Sequence[Path]) -> None:
    from readiness.cohort.scored_cohort import write_table
    from readiness.storage import files

    with files.replacing(path, private=True) as part:
        write_table(faults, part, as_csv=True)
    screen.tell(_("Wrote {path}").format(path=path))


def _write_benchmark(path: Path, scored: ScoredCohort, questionnaire: Questionnaire, title: str) -> None:
    from readiness.cohort.decile_tables import make_benchmark
    from readiness.cohort.scored_cohort import read_scores
    from readiness.rendering.benchmark_data import benchmark_json
    from readiness.storage import files

    benchmark = make_benchmark(read_scores(scored.results), questionnaire, title=title)
    files.write_file(path, benchmark_json(benchmark).encode())
    screen.tell(_("Wrote {path}").format(path=path))


def faults_beside(scores: Path) -> Path:
    """Where the faults are written that belong to these scores."""
    return scores.with_name(f"{scores.stem}.faults.csv")


def _expect_ending(path: Path | None, endings: Sequence[str], option: str) -> None:
    if path is not None and path.suffix.lower() not in endings:
        message = _("“{path}” does not end in one of {suffixes}.")
        raise typer.BadParameter(message.format(path=path, suffixes=_(", ").join(endings)), param_hint=option)


def _earlier_results(path: Path) -> Any:
    """The result table of an earlier round. Raises InvalidInput."""
    import polars as pl

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
    if missing := [name for name in ("firm", "overall", "band") if name not in names]:
        message = _("the table has no column {names}").format(names=_(", ").join(missing))
        hint = _("Name the file that `--scores` wrote then.")
        raise InvalidInput([Problem(str(path), 1, 1, "no-scores", message, hint, cell="")])
    return rows


@contextlib.contextmanager
def _progress() -> Iterator[Watch | None]:
    """A bar on a terminal, with the rate and the time left, while files are read."""
    if not screen.is_terminal(sys.stderr) or settings.plain:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    rate = TextColumn("{task.fields[rate]}")
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        rate,
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        transient=True,
    )
    with bar:
        task = bar.add_task(_("Reading files"), total=None, rate="")

        def watch(done: Any) -> None:
            bar.update(task, completed=done.files, total=done.of_files)
            speed = bar.tasks[0].speed
            if speed:
                bar.update(task, rate=_("{count}/s").format(count=f"{speed:.0f}"))

        yield watch


def _tell_left_out(opened: Opened) -> None:
    from readiness.cohort.found_sources import HIDDEN_FILES, OTHER_KINDS

    left_out = {name: count for name, count in opened.left_out.items() if count}
    if left_out:
        words = {HIDDEN_FILES: _("hidden"), OTHER_KINDS: _("of other kinds")}
        form = _("{kind}: {count}")
        kinds = _("; ").join(
            form.format(kind=words.get(kind, kind), count=count) for kind, count in sorted(left_out.items())
        )
        screen.tell(_("Not read, since they are no answers files: {kinds}").format(kinds=kinds))


def _tell_lacking(opened: Opened) -> None:
    for name, count in opened.lacking.items():
        text = plural(
            "{name}: {count} question has no column and counts as not answered",
            "{name}: {count} questions have no column and count as not answered",
            count,
            name=name,
        )
        screen.tell(text)


def _tell_faults(parts: Sequence[Path], written: Path | None) -> bool:
    """Show the first faults, and where the others are; return whether there are none."""
    from readiness.cohort.stored_parts import count_in, scanned

    if not (count := count_in(parts)):
        return True
    screen.tell()
    screen.tell(
        plural(
            "{count} problem; what it is about was set aside:",
            "{count} problems; what they are about was set aside:",
            count,
        )
    )
    for source, row, _firm, column, problem, remedy in scanned(parts).head(MOST_TOLD).collect().rows():
        place = source if row is None else _("{source}, row {row}").format(source=source, row=row)
        place = place if column is None else _("{place}, column {column}").format(place=place, column=column)
        screen.tell(_("{place}: {problem}").format(place=place, problem=problem))
        screen.tell(f"  {remedy}")
    if count > MOST_TOLD:
        more = plural("and {count} more", "and {count} more", count - MOST_TOLD)
        where = (
            _("{more}; all are in {path}").format(more=more, path=written)
            if written
            else _("{more}; `--scores FILE` writes all of them beside FILE").format(more=more)
        )
        screen.tell(where)
    return False
