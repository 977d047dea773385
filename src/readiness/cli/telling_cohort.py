"""What `readiness cohort` tells on standard error: how far it is, and what it could not use."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readiness.cli import screen
from readiness.cli.settings import settings
from readiness.messages.catalogue import _, plural

if TYPE_CHECKING:
    from readiness.cohort.ingesting import Watch
    from readiness.cohort.opening import Opened

MOST_TOLD = 10
"""The most faults that are shown; a file has them all."""


@contextlib.contextmanager
def reading_progress() -> Iterator[Watch | None]:
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
        redirect_stdout=False,  # the report is written there, in the encoding of that stream
        redirect_stderr=False,
    )
    with bar:
        task = bar.add_task(_("Reading files"), total=None, rate="", visible=False)

        def watch(done: Any) -> None:
            bar.update(task, completed=done.files, total=done.of_files, visible=True)
            speed = bar.tasks[0].speed
            if speed:
                bar.update(task, rate=_("{count}/s").format(count=f"{speed:.0f}"))

        yield watch


def tell_left_out(opened: Opened) -> None:
    """Say what was not read."""
    from readiness.cohort.found_sources import HIDDEN_FILES, OTHER_KINDS

    left_out = {name: count for name, count in opened.left_out.items() if count}
    if left_out:
        words = {HIDDEN_FILES: _("hidden files"), OTHER_KINDS: _("of other kinds")}
        form = _("{kind}: {count}")
        kinds = _("; ").join(
            form.format(kind=words.get(kind, kind), count=count) for kind, count in sorted(left_out.items())
        )
        screen.tell(_("Not read, since they are no answers files: {kinds}").format(kinds=kinds))


def tell_lacking(lacking: Mapping[str, int]) -> None:
    """Say how many questions have no column, by the name of the table."""
    for name, count in lacking.items():
        text = plural(
            "{name}: {count} question has no column and counts as not answered",
            "{name}: {count} questions have no column and count as not answered",
            count,
            name=name,
        )
        screen.tell(text)


def tell_cohort_faults(parts: Sequence[Path], written: str | None, *, are_wanted: bool) -> bool:
    """Show the first faults, and where the others are; return whether there are none.

    All of them are `written` there, or could not be although they `are_wanted`.
    """
    from readiness.cohort.part_frames import count_in, scanned

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
        if written:
            more = _("{more}; all are in {path}").format(more=more, path=written)
        elif not are_wanted:
            more = _("{more}; `--scores FILE` writes all of them beside FILE").format(more=more)
        screen.tell(more)
    return False
