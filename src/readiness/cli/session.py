"""An interview in the terminal and the answers file it keeps: nothing said is lost, nothing overwritten."""

from __future__ import annotations

import contextlib
import datetime
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import typer

from readiness.answers import Answers, as_written, check
from readiness.build import notice_text
from readiness.cli import files, lock, screen
from readiness.i18n import _, plural
from readiness.interview import Outcome, Raw, blank, conduct
from readiness.questionnaire import Questionnaire
from readiness.source import dump, parse, read

INTERRUPTED = 130
HEADER = "# Kept by `readiness assess`, which rewrites this file after each answer.\n"


def run(path: Path, questionnaire: Questionnaire, *, quick: bool, plain: bool) -> Answers | None:
    """The answers of a finished interview kept at `path`; None if the respondent stopped before the end.

    Raises InvalidInput if the file there cannot be used, OSError if it cannot be written.
    """
    if not screen.is_terminal(sys.stdin, sys.stderr):
        raise typer.BadParameter(
            _(
                "There is no terminal to ask in. Give the answers in a file with --answers FILE;"
                " `readiness questionnaire template` prints one to fill in."
            )
        )
    dialogue = screen.TerminalDialogue(plain=plain)
    with _signals(), _alone(path):
        keeper = _Keeper(path, dialogue)
        raw = keeper.begin(questionnaire)
        if raw is None:
            return None
        try:
            outcome = conduct(questionnaire, raw, dialogue, keeper.save, quick=quick)
        except KeyboardInterrupt:
            dialogue.say()
            keeper.tell_saved()
            raise typer.Exit(INTERRUPTED) from None
        keeper.tell_saved()
    return check(raw, questionnaire) if outcome is Outcome.FINISHED else None


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the answers file; the second to come is told who has it."""
    try:
        with lock.exclusive(path):
            files.remove_leftovers(path)
            yield
    except lock.Busy as busy:
        raise typer.BadParameter(
            _(
                "{path} is open in another session (process {owner}). Finish that one first, or keep"
                " these answers in another file with --save FILE."
            ).format(path=path, owner=busy)
        ) from None


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """Let a request to end, or a closed terminal, unwind as an exit does, so that nothing stays behind."""

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), leave) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


class _Keeper:
    """Reads, and rewrites after each answer, the file of one interview."""

    def __init__(self, path: Path, dialogue: screen.TerminalDialogue) -> None:
        self.path = path
        self.dialogue = dialogue
        self.written: str | None = None
        """What the file holds as far as this session knows; None where there is none yet."""

    def begin(self, questionnaire: Questionnaire) -> Raw | None:
        """The raw answers to go on from; None if the respondent would rather not touch the file."""
        say = self.dialogue.say
        if not self.path.exists():
            say(_("Answers are saved in {path} as you go.").format(path=self.path))
            say()
            return blank(questionnaire)
        source = read(self.path)
        parsed = parse(source)
        answers = check(parsed, questionnaire)
        if not source.text.startswith(HEADER) and not self._may_rewrite(source.text):
            return None
        self.written = source.text
        say(
            plural(
                "Going on with {path}: {count} answer so far.",
                "Going on with {path}: {count} answers so far.",
                len(answers.given),
                path=self.path,
            )
        )
        if answers.notices:
            copy = files.unused(self.path.with_name(f"{self.path.name}.old"))
            files.write(copy, source.text, private=True)
            say(
                _("The questionnaire has changed since; the file as it was is kept as {copy}.").format(
                    copy=copy
                )
            )
            for notice in answers.notices:
                say(notice_text(notice))
        say()
        return as_written(answers, questionnaire)

    def _may_rewrite(self, text: str) -> bool:
        """Ask before the comments of a file that a person wrote are lost; a copy is kept."""
        copy = files.unused(self.path.with_name(f"{self.path.name}.bak"))
        self.dialogue.say(
            _(
                "{path} was not written by an interview. Going on rewrites it without its comments;"
                " a copy will be kept as {copy}."
            ).format(path=self.path, copy=copy)
        )
        with contextlib.suppress(EOFError):
            if self.dialogue.ask(_("Go on? (y/n) ")).strip().lower() in ("y", "yes"):
                files.write(copy, text, private=True)
                return True
        self.dialogue.say(_("Nothing was changed. Choose another file with --save FILE."))
        return False

    def save(self, raw: Raw) -> None:
        """Write the answers, and where that fails let the respondent make room and try again."""
        raw["date"] = datetime.date.today().isoformat()
        text = HEADER + dump(raw)
        while True:
            try:
                self._write(text)
                return
            except OSError as error:
                self.dialogue.say(
                    _("{path} cannot be written: {reason}. The answers before this one are safe.").format(
                        path=self.path, reason=error.strerror or error
                    )
                )
                if self.dialogue.ask(_("Enter to try again, q to quit: ")).strip() == "q":
                    raise

    def _write(self, text: str) -> None:
        now = files.content(self.path)
        if now != self.written:
            # Somebody changed the file meanwhile: theirs stays, ours goes beside it.
            self.path = files.unused(self.path.with_name(f"{self.path.name}.mine"))
            self.dialogue.say(
                _(
                    "The answers file was changed by another program; from here on yours are in {path}."
                ).format(path=self.path)
            )
        files.write(self.path, text, private=True)
        self.written = text

    def tell_saved(self) -> None:
        """Say where the answers are."""
        if self.written is not None:
            self.dialogue.say(
                _("Saved in {path}. Run the same command again to go on or to change answers.").format(
                    path=self.path
                )
            )
