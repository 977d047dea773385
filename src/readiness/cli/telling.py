"""What several commands report on standard error: problems, failed writes, changes to old answers."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from readiness.cli import screen
from readiness.messages.catalogue import _

if TYPE_CHECKING:
    from readiness.answers.answers import Notice
    from readiness.messages.problems import Problem
    from readiness.rendering.encodings import Characters


def in_full(problem: Problem, characters: Characters) -> str:
    """`problem` with its place, its line and its remedy, in `characters`."""
    return problem.text(shown=characters.shown, escaped=characters.escaped) + "\n"


def tell_problem(problem: Problem) -> None:
    """Show `problem`."""
    screen.murmur(in_full(problem, screen.output(sys.stderr).characters))


def tell_unwritten(error: OSError) -> None:
    """Say what could not be written, and why."""
    # Any other missing file has a name.
    if error.filename is None and isinstance(error, FileNotFoundError):
        screen.tell(_("The current folder was removed. Go to another one, then run the command again."))
        return
    where = error.filename or _("standard output")
    screen.tell(_("{where}: cannot be written: {reason}").format(where=where, reason=error.strerror or error))


def tell_notices(name: str, notices: Iterable[Notice]) -> None:
    """Say how a newer version changed the answers in the file called `name`."""
    from readiness.views.notices import notice_text

    screen.tell_all(f"{name}: {notice_text(notice)}" for notice in notices)
