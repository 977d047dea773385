"""What is left of a session that is killed, interrupted, cut off or out of room: everything that was answered."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import platform
import pty
import re
import resource
import signal
import stat
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pexpect
import pytest
from pexpect import fdpexpect

from readiness import load_answers, load_questionnaire
from readiness.__main__ import main
from readiness.cli import app, assess, session  # noqa: F401
import rich.console, rich.table, rich.cells, pydantic.type_adapter, typer._click.decorators, readiness.rendering.terminal, typer._adapters

FILE = """\
id: small
version: 1.0.0
title: A small questionnaire
description: One fact and two questions.
source: Made up for a test.
date: 2026-01-31
profile:
  - id: stage
    title: Stage
    text: How far abroad?
    options: [{id: home, text: At home}, {id: abroad, text: Abroad}]
bands: [{id: start, title: Start, text: The first.}, {id: end, title: End, text: The last., cut: 90}]
sections:
  - id: strategy
    title: Strategy
    description: What is decided.
    questions:
      - id: strategy.thesis
        title: Thesis
        text: What is written down?
        help: A thesis can be argued with.
        options: [{id: nothing, score: 0, text: Nothing}, {id: paper, score: 1, text: A paper}]
      - id: strategy.budget
        title: Budget
        text: For how long is there money?
        help: Money shows what is meant.
        options: [{id: none, score: 0, text: Never}, {id: year, score: 1, text: A year}]
"""
SAVED = "small.answers.yaml"
NAME, ANSWER, REVIEW = r"\r\n> ", r"Your answer \([^)]*\): ", r"save and\s+quit: "
RETRY, GO_ON = r"Enter to try again, q to quit: ", r"Go on\? \(y/n\) "

# What the file may hold after 0, 1, … answers, if every question is answered by its first line.
State = tuple[str, dict[str, str], dict[str, str]]
STATES: list[State | None] = [
    None,
    ("Chen Li", {}, {}),
    ("Chen Li", {"stage": "home"}, {}),
    ("Chen Li", {"stage": "home"}, {"strategy.thesis": "nothing"}),
    ("Chen Li", {"stage": "home"}, {"strategy.thesis": "nothing", "strategy.budget": "none"}),
]
HALF = f"""\
# Kept by `readiness assess`, which rewrites this file after each answer.
questionnaire: small
version: 1.0.0
respondent: Chen Li
profile: {{stage: home}}
answers: {{}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to work in, with the questionnaire `small` beside it."""
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "questionnaire.yaml").write_text(FILE, encoding="utf-8")
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def names(folder: Path) -> list[str]:
    """Everything in `folder`, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def saved(file: Path) -> State | None:
    """What an answers file holds, which has to be valid; None if there is none."""
    if not file.exists():
        return None
    answers = load_answers(file, load_questionnaire(file.parent.parent / "small"))
    given = {id: answer.option.id for id, answer in answers.given.items() if answer.option}
    return answers.respondent, {id: chosen[0] for id, chosen in answers.profile.items()}, given


# --- the program at a terminal -----------------------------------------------------------------------------


class Program:
    """`readiness` at a terminal of its own, in a copy of this process that `tamper` may spoil first."""

    def __init__(self, folder: Path, *arguments: str, tamper: Callable[[], object] = lambda: None) -> None:
        self.shown = ""
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            _become_the_program(folder, arguments, tamper)
        self._screen = fdpexpect.fdspawn(
            self.descriptor, encoding="utf-8", codec_errors="replace", timeout=30
        )

    def wait(self, *patterns: str) -> int:
        """Read on until one of `patterns` is shown; which one, or -1 at the end."""
        found = self._screen.expect([pexpect.EOF, *patterns])
        self.shown += self._screen.before or ""
        self.shown += self._screen.after if isinstance(self._screen.after, str) else ""
        return found - 1

    def type(self, line: str, prompt: str = ANSWER) -> None:
        """Wait for `prompt`, then type `line` and Enter."""
        assert self.wait(prompt) == 0, self.shown
        self.enter(line)

    def enter(self, line: str) -> None:
        """Type `line` and Enter."""
        self._screen.send(f"{line}\r")

    def press(self, letter: str) -> None:
        """Press Ctrl and `letter`."""
        self._screen.send(chr(ord(letter) - ord("a") + 1))

    def answer_all(self) -> int:
        """Answer all that is asked until the end; how many answers were followed by another prompt."""
        typed = ["Chen Li", "1", "", ""]
        count = -1
        while (found := self.wait(NAME, ANSWER, REVIEW, RETRY)) >= 0:
            count += found != 3
            self.enter(typed[found])
        return max(count, 0)

    def hang_up(self) -> int:
        """Close the terminal; the exit code."""
        os.close(self.descriptor)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])

    def end(self) -> int:
        """Read to the end; the exit code, or the number of the signal that killed it, below zero."""
        self.wait()
        assert "Traceback" not in self.shown, self.shown
        return self.hang_up()

    @property
    def text(self) -> str:
        """What was shown, without its line breaks."""
        return " ".join(self.shown.split())


def _become_the_program(folder: Path, arguments: tuple[str, ...], tamper: Callable[[], object]) -> NoReturn:
    code: Any = 70
    try:
        os.chdir(folder)
        os.environ["TERM"] = "dumb"
        sys.argv = ["readiness", *arguments]
        sys.stdin, sys.stdout, sys.stderr = (os.fdopen(n, mode) for n, mode in enumerate("rww"))
        tamper()
        main()
    except SystemExit as leaving:
        code = leaving.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def interview(folder: Path, *arguments: str, tamper: Callable[[], object] = lambda: None) -> Program:
    """A session about `small`."""
    return Program(folder, "assess", "--questionnaire", "../small", *arguments, tamper=tamper)


def ready(folder: Path, *arguments: str) -> Program:
    """A session in which name and stage are saved and the first question has been asked."""
    program = interview(folder, *arguments)
    program.type("Chen Li", NAME)
    program.type("1")
    assert program.wait(ANSWER) == 0
    return program


# --- something happens at one operation on the file ---------------------------------------------------------

EVENTS = {"open", "os.rename", "os.remove", "os.truncate", "os.chmod", "os.chown", "fcntl.flock", "os.link"}
Act = Callable[[], None]


def at_operation(number: int, act: Act, kept: str = SAVED, *, writing: bool = False) -> Act:
    """Spoils the program: `act` comes before its operation `number` on the file `kept` and those beside it.

    A write is half done by then. With `writing`, only what takes room counts.
    """

    def spoil() -> None:
        count = itertools.count(1)
        begun = False

        def due() -> bool:
            return begun and next(count) == number

        def hear(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal begun
            if event in EVENTS:
                named = isinstance(arguments[0], str | Path)
                begun = begun or (named and kept in str(arguments[0]))
                about = not named or kept in str(arguments[0])
                if writing and event not in ("os.rename", "os.chmod"):
                    about = about and event == "open" and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))
                if about and due():
                    act()

        def write(descriptor: int, content: bytes) -> int:
            if not due():
                return whole_write(descriptor, content)
            half = whole_write(descriptor, content[: len(content) // 2])
            act()
            return half

        def before(operation: Callable[[int], None]) -> Callable[[int], None]:
            def operate(descriptor: int) -> None:
                if due():
                    act()
                operation(descriptor)

            return operate

        whole_write = os.write
        setattr(os, "write", write)
        setattr(os, "fsync", before(os.fsync))
        if not writing:
            setattr(os, "close", before(os.close))
        sys.addaudithook(hear)

    return spoil


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def test_a_session_killed_at_any_operation_has_lost_no_answer_and_leaves_nothing_for_long(
    folder: Path,
) -> None:
    for number in itertools.count(1):
        empty(folder)
        program = interview(folder, tamper=at_operation(number, kill))
        acknowledged = program.answer_all()
        code = program.end()
        state = saved(folder / SAVED)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        assert state in STATES[acknowledged : acknowledged + 2], number
        again = interview(folder)
        assert again.answer_all() == len(STATES) - 1 - STATES.index(state)  # it asks only for the rest
        assert (again.end(), saved(folder / SAVED)) == (0, STATES[-1])
        assert names(folder) == [SAVED], number
    assert number > 40
