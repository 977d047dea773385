"""An interview in the terminal and its answers file: no answer is lost, no other file is overwritten."""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import typer

from readiness.answers.answers import Answers, blank
from readiness.answers.reading import read_answers
from readiness.answers.writing import as_written
from readiness.cli import screen, signals
from readiness.cli.alone import alone
from readiness.cli.exits import INTERRUPTED
from readiness.cli.given import expect_market_in
from readiness.cli.line_editing import marked_pastes
from readiness.cli.terminal_dialogue import TerminalDialogue
from readiness.interview.course import Outcome, conduct
from readiness.interview.dialogue import typed_line
from readiness.interview.prompts import SIGN, Quit, confirmed
from readiness.messages.catalogue import _, in_every_language, later, plural
from readiness.messages.characters import narrow, printable
from readiness.messages.problems import InvalidInput, Problem
from readiness.messages.reasons import reason_of
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.scope import determine
from readiness.source.dumping import dump
from readiness.source.source import MAX_BYTES, read
from readiness.storage import files
from readiness.storage.streams import is_stream
from readiness.views.notices import notice_texts

_KEPT = later("# Kept by `readiness assess`, which rewrites this file after each answer.")


def header() -> str:
    """The first line of the file of an interview."""
    return _(_KEPT) + "\n"


def is_kept(content: str) -> bool:
    """Whether an interview wrote `content`, in whatever language."""
    return content.startswith(tuple(f"{text}\n" for text in in_every_language(_KEPT)))


def run_interview(
    path: Path, questionnaire: Questionnaire, *, quick: bool, market: str | None = None
) -> Answers | None:
    """The answers of a finished interview, saved at `path`; None if the respondent stopped before the end.

    `market` is the one to report afterwards, if any; it has to be in the file already. Raises InvalidInput if
    the file there cannot be used, OSError if it cannot be written.
    """
    if not screen.is_terminal(sys.stdin, sys.stderr):
        raise typer.BadParameter(
            _(
                "There is no terminal for the questions. Give the answers in a file with --answers FILE;"
                " `readiness questionnaire template` prints one to fill in."
            )
        )
    dialogue = TerminalDialogue()
    with signals.orderly(), _alone(path), marked_pastes():
        keeper = _Keeper(path, questionnaire, dialogue)
        begun = keeper.begin(market)
        if begun is None:
            return None
        keeper.facts = _facts(begun)
        try:
            outcome, answers = conduct(questionnaire, begun, dialogue, keeper.save, quick=quick)
        except KeyboardInterrupt:
            dialogue.say()
            keeper.tell_saved()
            raise typer.Exit(INTERRUPTED) from None
        except OSError:
            keeper.tell_saved()
            raise
        keeper.tell_saved()
    return replace(answers, date=keeper.day or answers.date) if outcome is Outcome.FINISHED else None


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the answers file; a second session ends with a message about who holds it."""
    if is_stream(path):
        yield
        return
    message = _(
        "{path} is open in another session (process {owner}). Finish that session first, or keep"
        " these answers in another file with --save FILE."
    )
    with alone(path, message):
        files.remove_leftovers(path)
        yield


def _text_at(path: Path) -> str | None:
    """The text of the file at `path`; None if there is none. Raises OSError."""
    content = files.content(path)
    return None if content is None else content.decode("utf-8", "replace")


def _begin_anew(problem: Problem) -> Problem:
    """`problem`; if the file holds no answers at all, with what to do about it in an interview."""
    hint = _("Remove the file to begin anew, or keep the answers in another one with --save FILE.")
    return replace(problem, hint=hint) if problem.code == "answers-shape" else problem


def _facts(answers: Answers) -> tuple[object, ...]:
    """All that is answered about the enterprise, without what the cover says."""
    return answers.profile, answers.given, answers.markets


def _may_try_again(dialogue: TerminalDialogue) -> bool:
    """Ask whether to write the answers once more."""
    with contextlib.suppress(EOFError):
        line = narrow(typed_line(dialogue, _("Enter to try again, q to quit: "))).lower()
        return line.removeprefix(SIGN) != "q"
    return False


class _Keeper:
    """Reads the file of one interview, and rewrites it after each answer."""

    def __init__(self, path: Path, questionnaire: Questionnaire, dialogue: TerminalDialogue) -> None:
        self.path = path
        self.questionnaire = questionnaire
        self.dialogue = dialogue
        self.day: datetime.date | None = None
        """The day of the last change in this session."""
        self.moved = False
        """Whether another program changed the file, so that the answers are saved beside it."""
        self.last_content: str | None = None
        """The content that this session last read or wrote; None if there is none yet."""
        self.facts: object = None
        """The `_facts` that were last read or saved."""
        self.last_is_unsaved = False
        """Whether the last answer has not been written yet."""
        self.is_file = not is_stream(path)

    @property
    def name(self) -> str:
        """The path as messages show it, in one line."""
        return printable(str(self.path))

    def begin(self, market: str | None) -> Answers | None:
        """The answers to continue with; None if the respondent does not want the file changed.

        Refuses a `market` that they do not hold, before anybody spends an hour on answers.
        """
        say = self.dialogue.say
        if not self.path.is_file():
            expect_market_in(blank(self.questionnaire), self.questionnaire, market)
            message = _("Answers are saved in {path} as you go.")
            if not self.is_file:
                message = _("All answers are written to {path} after each one; nothing is read from it.")
            say(message.format(path=self.name))
            say()
            return blank(self.questionnaire)
        source = read(self.path)
        self.last_content = source.byte_order_mark + source.text
        try:
            answers = read_answers(source, self.questionnaire)
        except InvalidInput as error:
            raise InvalidInput(map(_begin_anew, error.problems)) from None
        expect_market_in(answers, self.questionnaire, market, self.name)
        if not is_kept(self.last_content) and not self._may_rewrite(self.last_content):
            return None
        say(
            plural(
                "Continuing with {path}: {count} answer so far.",
                "Continuing with {path}: {count} answers so far.",
                len(answers.given) + len(answers.profile),
                path=self.name,
            )
        )
        if answers.notices:
            copy = self._copy("old", self.last_content)
            files.write_file(copy, self.last_content.encode(), private=True)
            say(
                _("The questionnaire has changed since; the old file is kept as {copy}.").format(
                    copy=printable(str(copy))
                )
            )
            for text in notice_texts(determine(self.questionnaire, answers)):
                say(text)
        say()
        return replace(answers, notices=())  # they were shown, and the copy keeps the old answers

    def _may_rewrite(self, text: str) -> bool:
        """Ask before removing the comments of a file that a person wrote; keep a copy."""
        copy = self._copy("bak", text)
        self.dialogue.say(
            _(
                "{path} was not written by an interview. If you continue, its comments are removed;"
                " a copy is kept as {copy}."
            ).format(path=self.name, copy=printable(str(copy)))
        )
        with contextlib.suppress(EOFError, Quit):
            if confirmed(self.dialogue, _("Continue? (y/n) ")):
                files.write_file(copy, text.encode(), private=True)
                return True
        self.dialogue.say(_("Nothing was changed. Choose another file with --save FILE."))
        return False

    def _copy(self, suffix: str, text: str) -> Path:
        """The path for a copy of the file: it replaces no other file; an existing copy is used again."""
        return files.unused(self.path.with_name(f"{self.path.name}.{suffix}"), text.encode())

    def save(self, answers: Answers) -> None:
        """Write the answers; if that fails, let the respondent fix the cause and try again."""
        if _facts(answers) != self.facts:  # a change of the cover alone makes no answer newer
            self.facts, self.day = _facts(answers), datetime.date.today()
        now = replace(answers, date=self.day or answers.date)
        text = header() + dump(as_written(now, self.questionnaire))
        while True:
            try:
                self._write(text)
                self.last_is_unsaved = False
                return
            except OSError as error:
                self.last_is_unsaved = True
                self._tell_unwritten(error)
                if not _may_try_again(self.dialogue):
                    raise

    def _tell_unwritten(self, error: OSError) -> None:
        reason = reason_of(error)
        self.dialogue.say(_("{path} cannot be written: {reason}.").format(path=self.name, reason=reason))
        found = None
        with contextlib.suppress(OSError):
            found = _text_at(self.path)
        if found is not None and found == self.last_content:
            self.dialogue.say(_("The answers before this one are safe."))
        else:
            self.dialogue.say(_("The file holds no answers yet; all will be written once this is fixed."))

    def _write(self, text: str) -> None:
        if len(text.encode()) > MAX_BYTES:  # it could not be read again
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(self.path))
        if self._is_changed(text):
            # Somebody changed the file meanwhile: keep that file, and write ours beside it.
            self.path = self._copy("mine", text)
            self.moved = True
            self.dialogue.say(
                _(
                    "Another program changed the answers file. From now on your answers are saved in {path}."
                ).format(path=self.name)
            )
        files.write_file(self.path, text.encode(), private=True)
        self.last_content = text

    def _is_changed(self, text: str) -> bool:
        """Whether the file holds anything but what this session last wrote or `text`."""
        found = _text_at(self.path)
        if found is None:  # no file, which is no loss; or not a file any more, but perhaps a folder
            return self.is_file and self.path.exists() and not self.path.is_file()
        return found not in (self.last_content, text)

    def tell_saved(self) -> None:
        """Say where the answers are."""
        if self.last_content is None:
            return
        message = _("Saved in {path}. Run the same command again to continue or to change answers.")
        if not self.is_file:
            message = _("The answers were written to {path}.")
        if self.moved:
            message = _("Saved in {path}. Run the command again with --save {path} to continue with them.")
        if self.last_is_unsaved:
            message = _("Saved in {path}, except the last answer. Run the same command again to continue.")
        self.dialogue.say(message.format(path=self.name))
