"""What several commands report on standard error: problems, failed writes, changes to old answers."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, TextIO

from readiness.cli import screen
from readiness.messages.catalogue import _
from readiness.messages.reasons import reason_of

if TYPE_CHECKING:
    from readiness.answers.answers import Answers
    from readiness.messages.problems import Problem, Unprintable
    from readiness.questionnaire.questionnaire import Questionnaire


def in_full(problem: Problem, stream: TextIO | None) -> str:
    """`problem` with its place, its line and its remedy, for `stream`."""
    output = screen.output(stream)
    show = partial(problem.text, shown=output.characters.shown, escaped=output.characters.escaped)
    # A terminal would part words, and a line from the caret below it; a file has no width.
    return (show(columns=output.width) if screen.is_terminal(stream) else show()) + "\n"


def tell_problem(problem: Problem) -> None:
    """Show `problem`."""
    screen.murmur(in_full(problem, sys.stderr))


def tell_unwritten(error: OSError | Unprintable) -> None:
    """Say what could not be written, and why."""
    if not isinstance(error, OSError):
        screen.tell(str(error))
        return
    # Any other missing file has a name.
    if error.filename is None and isinstance(error, FileNotFoundError):
        screen.tell(_("The current folder was removed. Go to another one, then run the command again."))
        return
    where = error.filename or _("standard output")
    screen.tell(_("{where}: cannot be written: {reason}").format(where=where, reason=reason_of(error)))


def tell_commands(lines: Iterable[tuple[str, str]]) -> None:
    """Say what can be typed next: for each command, or the name of a file, what it is for."""
    from readiness.messages.folding import fold

    screen.tell()
    for title, text in lines:  # a folded command would not work when copied
        screen.tell_all((*fold(title, screen.output(sys.stderr).width - 1), f"  {text}"))


def tell_notices(name: str, questionnaire: Questionnaire, answers: Answers) -> None:
    """Say how a newer version changed the answers in the file called `name`, and which to look at again."""
    from readiness.scoring.scope import determine
    from readiness.views.notices import cautions, notice_texts

    texts = list(notice_texts(determine(questionnaire, answers))) if answers.notices else []
    texts += [text for _id, text in cautions(questionnaire, answers)]
    if texts:
        screen.tell_all(f"{name}: {text}" for text in texts)
