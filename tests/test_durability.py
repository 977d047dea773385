"""No answer is lost if a session is killed, interrupted or disconnected, or if the disk is full."""

from __future__ import annotations

import contextlib
import errno
import gc
import itertools
import os
import platform
import pty
import re
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Set
from pathlib import Path
from typing import Any, NoReturn

import pexpect
import pytest
from pexpect import fdpexpect

from readiness import load_answers, load_questionnaire
from readiness.__main__ import main
from readiness.cli import app, session  # noqa: F401 (once here instead of in every process)
from readiness.rendering import Format, render
from readiness.scoring.engine import score
from readiness.views.build_report import build_report

assert sys.platform != "win32"  # where conftest leaves this module out

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
        options: [{id: nothing, score: 1, text: Nothing}, {id: paper, score: 2, text: A paper}]
      - id: strategy.budget
        title: Budget
        text: For how long is there money?
        options: [{id: none, score: 1, text: Never}, {id: year, score: 2, text: A year}]
"""
SAVED = "small.answers.yaml"
NAME, COVER, ANSWER, REVIEW = r"\r\n> ", r"\(y/N\) ", r"Your answer \([^)]*\): ", r"save and\s+quit: "
RETRY, GO_ON = r"Enter to try again, q to quit: ", r"Continue\? \(y/n\) "

# What the file can contain after 0, 1, … answers, if every question is answered with its first level.
State = tuple[dict[str, str], dict[str, str]]
STATES: list[State | None] = [
    None,
    ({"stage": "home"}, {}),
    ({"stage": "home"}, {"strategy.thesis": "nothing"}),
    ({"stage": "home"}, {"strategy.thesis": "nothing", "strategy.budget": "none"}),
]
BUDGET_IS_OPEN = """\
# Kept by `readiness assess`, which rewrites this file after each answer.
questionnaire: small
version: 1.0.0
profile: {stage: home}
answers: {strategy.thesis: nothing}
"""
BY_HAND = BUDGET_IS_OPEN.replace("# Kept by", "# Not kept by")
COMPLETE = BUDGET_IS_OPEN.replace("nothing}", "paper, strategy.budget: year}")


@pytest.fixture(scope="module", autouse=True)
def loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Load and build everything that a run needs, so that the many copies of this process are quick."""
    top = tmp_path_factory.mktemp("loaded")
    (top / "questionnaire.yaml").write_text(FILE, encoding="utf-8")
    (top / SAVED).write_text(COMPLETE, encoding="utf-8")
    questionnaire = load_questionnaire(top)
    answers = load_answers(top / SAVED, questionnaire)
    report = build_report(score(questionnaire, answers))
    assert all(render(report, format) for format in (Format.TERMINAL, Format.MARKDOWN))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder to work in, with the questionnaire `small` and answers to it beside it."""
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "questionnaire.yaml").write_text(FILE, encoding="utf-8")
    (tmp_path / "complete.yaml").write_text(COMPLETE, encoding="utf-8")
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def names(folder: Path) -> list[str]:
    """All names in `folder`, including hidden files."""
    return sorted(path.name for path in folder.iterdir())


def empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def saved(folder: Path, name: str = SAVED) -> State | None:
    """The content of an answers file, which must be valid; None if there is no file."""
    if not (folder / name).exists():
        return None
    answers = load_answers(folder / name, load_questionnaire(folder.parent / "small"))
    given = {id: answer.option.id for id, answer in answers.given.items() if answer.option}
    return {id: chosen[0] for id, chosen in answers.profile.items()}, given


# --- the program at a terminal ------------------------------------------------------------------------


class Program:
    """`readiness` at its own terminal, in a copy of this process that `tamper` may change first."""

    def __init__(self, folder: Path, *arguments: str, tamper: Callable[[], object] = lambda: None) -> None:
        self.shown = ""
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            _become_the_program(folder, arguments, tamper)
        self._screen = fdpexpect.fdspawn(
            self.descriptor, encoding="utf-8", codec_errors="replace", timeout=30
        )

    def wait(self, *patterns: str) -> int:
        """Read until one of `patterns` is shown; return its index, or -1 at the end."""
        found = self._screen.expect([pexpect.EOF, *patterns])
        self.shown += self._screen.before or ""
        self.shown += self._screen.after if isinstance(self._screen.after, str) else ""
        return found - 1

    def type(self, line: str, prompt: str = ANSWER) -> None:
        """Wait for `prompt`, then type `line` and Enter."""
        assert self.wait(prompt) == 0, self.shown
        self.enter(line)

    def introduce(self, name: str = "", enterprise: str = "") -> None:
        """Type the names of the enterprise and of the person, or leave out the cover."""
        if name:
            self.type(enterprise or "Lamps", NAME)
            self.type(name, NAME)
            self.type("", COVER)
        else:
            self.type(enterprise, NAME)

    def enter(self, line: str) -> None:
        """Type `line` and Enter."""
        self._screen.send(f"{line}\r")

    def press(self, letter: str) -> None:
        """Press Ctrl and `letter`."""
        self._screen.send(chr(ord(letter) - ord("a") + 1))

    def answer_all(self, *, quit_after: int = 9) -> int:
        """Answer everything until the end; return how many answers were followed by another prompt."""
        typed = ["", "", "1", "", ""]
        count = -1
        while (found := self.wait(NAME, COVER, ANSWER, REVIEW, RETRY)) >= 0:
            count += found in (2, 3)
            self.enter("q" if count == quit_after else typed[found])
        return max(count, 0)

    def hang_up(self) -> int:
        """Close the terminal; return the exit code."""
        os.close(self.descriptor)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])

    def end(self) -> int:
        """Read to the end; return the exit code, or the negative number of the signal that killed it."""
        self.wait()
        assert "Traceback" not in self.shown, self.shown
        return self.hang_up()

    @property
    def text(self) -> str:
        """The text that was shown, without line breaks."""
        return " ".join(self.shown.split())


def _become_the_program(folder: Path, arguments: tuple[str, ...], tamper: Callable[[], object]) -> NoReturn:
    code: Any = 70
    try:
        os.chdir(folder)
        os.environ["TERM"] = "dumb"
        sys.argv = ["readiness", *arguments]
        gc.disable()  # it would touch, and so copy, all memory shared with the parent
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


def export(folder: Path, *arguments: str, tamper: Callable[[], object] = lambda: None) -> Program:
    """An assessment of complete answers, for exports."""
    answers = ("--answers", "../complete.yaml")
    return Program(folder, "assess", "--questionnaire", "../small", *answers, *arguments, tamper=tamper)


def begun(folder: Path, *arguments: str, tamper: Callable[[], object] = lambda: None) -> Program:
    """A session in which the stage is saved and the next question has been asked."""
    program = interview(folder, *arguments, tamper=tamper)
    program.introduce()
    program.type("1")
    assert program.wait(ANSWER) == 0
    return program


# --- an event at one operation on the file ------------------------------------------------------------

OPERATIONS = frozenset(
    {"open", "write", "fsync", "close", "os.rename", "os.remove", "os.truncate", "os.chmod", "fcntl.flock"}
)
TAKES_ROOM = OPERATIONS - {"close", "os.remove", "fcntl.flock"}


class AtOperation:
    """Tampers with the program: calls `act` before operation `number` on the file `kept` or one beside it.

    A write is half done by then. Opening to read counts too, unless it is to be `only` some operations.
    """

    def __init__(
        self, number: int, act: Callable[[], None], kept: str = SAVED, only: Set[str] = OPERATIONS
    ) -> None:
        self.left = number
        self.act = act
        self.kept = kept
        self.only = only
        self.begun = False  # only then do descriptors belong to the files in question
        self.whole: dict[str, Callable[..., int]] = {}

    def __call__(self) -> None:
        """Tamper with this process."""
        sys.addaudithook(self.audit)
        for name, operate in (("write", self.write), ("fsync", self.sync), ("close", self.close)):
            self.whole[name] = getattr(os, name)
            setattr(os, name, operate)

    def counts(self, operation: str) -> bool:
        """Count `operation` and call `act` if its turn has come."""
        if not self.begun or operation not in self.only:
            return False
        self.left -= 1
        return self.left == 0

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """The audit hook: the interpreter calls it before each operation."""
        if event not in OPERATIONS:
            return
        if isinstance(arguments[0], str | Path):
            if self.kept not in str(arguments[0]):
                return
            self.begun = True
        writes = event != "open" or arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if (writes or self.only == OPERATIONS) and self.counts(event):
            self.act()

    def write(self, descriptor: int, content: bytes) -> int:
        """Replacement for os.write."""
        if not self.counts("write"):
            return self.whole["write"](descriptor, content)
        half = self.whole["write"](descriptor, content[: len(content) // 2])
        self.act()
        return half

    def sync(self, descriptor: int) -> None:
        """Replacement for os.fsync."""
        if self.counts("fsync"):
            self.act()
        self.whole["fsync"](descriptor)

    def close(self, descriptor: int) -> None:
        """Replacement for os.close."""
        if self.counts("close"):
            self.act()
        self.whole["close"](descriptor)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def every_operation() -> Iterator[int]:
    """1, 2, 3 and so on; the loop over them must stop after the last operation."""
    return itertools.count(1)


# --- killed -------------------------------------------------------------------------------------------


def traces(folder: Path) -> frozenset[tuple[str, bytes]]:
    """Everything the next run can see of the last one: names, without their random part, and contents."""
    return frozenset(
        (
            re.sub(r"[0-9a-f]{8}\.part$", "part", path.name),
            path.read_bytes() if path.suffix != ".lock" else b"",
        )
        for path in folder.iterdir()
    )


def test_a_session_killed_at_any_operation_loses_no_answer_and_the_next_one_cleans_up(folder: Path) -> None:
    met = set()
    for number in every_operation():
        empty(folder)
        program = interview(folder, tamper=AtOperation(number, kill))
        acknowledged = program.answer_all(quit_after=2)
        code = program.end()
        state = saved(folder)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        assert state in STATES[acknowledged : acknowledged + 2], number
        if traces(folder) in met:
            continue
        met.add(traces(folder))
        again = interview(folder)
        assert again.answer_all() == len(STATES) - 1 - STATES.index(state)  # only the rest is asked
        assert (again.end(), saved(folder)) == (0, STATES[-1])
        assert names(folder) == [SAVED], number
    assert number > 25
    assert len(met) > 8


def test_an_export_killed_at_any_operation_leaves_the_old_file_or_the_new_one(folder: Path) -> None:
    assert export(folder, "--export", "new.md").end() == 0
    new = (folder / "new.md").read_bytes()
    met = set()
    for number in every_operation():
        empty(folder)
        (folder / "report.md").write_bytes(b"the old one")
        spoil = AtOperation(number, kill, "report.md")
        code = export(folder, "--export", "report.md", tamper=spoil).end()
        if code == 0:
            break
        assert code == -signal.SIGKILL
        assert (folder / "report.md").read_bytes() in (b"the old one", new), number
        if traces(folder) in met:
            continue
        met.add(traces(folder))
        assert export(folder, "--export", "report.md").end() == 0
        assert names(folder) == ["report.md"], number
        assert (folder / "report.md").read_bytes() == new
    assert number > 8
    assert len(met) > 3


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="another process's limits cannot be set here")
@pytest.mark.parametrize("size", [0, 1, 100, 200])
def test_a_session_killed_while_writing_leaves_the_last_file(folder: Path, size: int) -> None:
    def limit_file_size() -> None:  # the system kills a process whose file grows beyond the limit
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    program = begun(folder, tamper=limit_file_size)
    resource.prlimit(program.process, resource.RLIMIT_FSIZE, (size, size))
    program.enter("1")
    assert program.end() == -signal.SIGXFSZ
    assert saved(folder) == STATES[1]
    assert len(names(folder)) == 3
    again = interview(folder)
    again.type("q")
    assert (again.end(), saved(folder)) == (0, STATES[1])
    assert names(folder) == [SAVED]


def test_the_lock_of_a_killed_session_blocks_nobody(folder: Path) -> None:
    program = begun(folder)
    os.kill(program.process, signal.SIGKILL)
    assert program.end() == -signal.SIGKILL
    assert names(folder) == [f".{SAVED}.lock", SAVED]
    again = interview(folder)
    assert again.answer_all() == 2
    assert again.end() == 0
    assert names(folder) == [SAVED]


# --- interrupted --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("request_to_end", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_session_stopped_at_any_operation_ends_and_leaves_nothing_behind(
    folder: Path, request_to_end: signal.Signals, expected: int
) -> None:
    def ask() -> None:
        os.kill(os.getpid(), request_to_end)

    for number in every_operation():
        empty(folder)
        (folder / SAVED).write_text(BUDGET_IS_OPEN, encoding="utf-8")
        program = interview(folder, tamper=AtOperation(number, ask))
        acknowledged = program.answer_all()
        code = program.end()
        assert names(folder) == [SAVED], number
        assert saved(folder) in STATES[2 + acknowledged :]
        if code == 0:
            break
        assert code == expected, number
    assert number > 15


def test_an_export_stopped_at_any_operation_leaves_nothing_behind(folder: Path) -> None:
    assert export(folder, "--export", "new.md").end() == 0
    new = (folder / "new.md").read_bytes()

    def ask() -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    for number in every_operation():
        empty(folder)
        (folder / "report.md").write_bytes(b"the old one")
        code = export(folder, "--export", "report.md", tamper=AtOperation(number, ask, "report.md")).end()
        assert names(folder) == ["report.md"], number
        assert (folder / "report.md").read_bytes() in (b"the old one", new), number
        if code == 0:
            break
        assert code == -signal.SIGTERM
    assert number > 8


STARTED = ["cases.yaml", "questionnaire.yaml", "trial.yaml"]


@pytest.mark.parametrize(("request_to_end", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_new_stopped_at_any_operation_leaves_all_files_or_none(
    folder: Path, request_to_end: signal.Signals, expected: int
) -> None:
    def ask() -> None:
        os.kill(os.getpid(), request_to_end)

    for number in every_operation():
        shutil.rmtree(folder / "started", ignore_errors=True)
        program = Program(
            folder, "questionnaire", "new", "started", tamper=AtOperation(number, ask, "started/")
        )
        code = program.end()
        assert not (folder / "started").exists() or names(folder / "started") in ([], STARTED), number
        if code == 0:
            break
        assert code == expected, number
    assert number > 15


def test_new_killed_at_any_operation_can_be_run_again(folder: Path) -> None:
    for number in every_operation():
        shutil.rmtree(folder / "started", ignore_errors=True)
        killed = Program(
            folder, "questionnaire", "new", "started", tamper=AtOperation(number, kill, "started/")
        )
        if killed.end() == 0:
            break
        whole = (folder / "started" / "questionnaire.yaml").exists()
        again = Program(folder, "questionnaire", "new", "started")
        assert again.end() == (2 if whole else 0), again.text
        assert whole or names(folder / "started") == STARTED, number
    assert number > 15


OUTDATED = COMPLETE.replace("1.0.0", "0.9.0")


def upgrade(folder: Path, tamper: Callable[[], object] = lambda: None) -> Program:
    return Program(folder, "answers", "upgrade", SAVED, "--questionnaire", "../small", tamper=tamper)


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (lambda: os.kill(os.getpid(), signal.SIGTERM), 143),
        (kill, -signal.SIGKILL),
    ],
    ids=["SIGTERM", "SIGKILL"],
)
def test_an_upgrade_stopped_at_any_operation_is_finished_by_the_next_one(
    folder: Path, act: Callable[[], None], expected: int
) -> None:
    for number in every_operation():
        empty(folder)
        (folder / SAVED).write_text(OUTDATED, encoding="utf-8")
        code = upgrade(folder, AtOperation(number, act)).end()
        if code == 0:
            break
        assert code == expected, number
        left = names(folder)
        assert act is kill or left in ([SAVED], [SAVED, f"{SAVED}.0.9.0"]), number
        assert upgrade(folder).end() == 0
        assert names(folder) == [SAVED, f"{SAVED}.0.9.0"], number
        assert (folder / SAVED).read_text(encoding="utf-8") == COMPLETE
        assert (folder / f"{SAVED}.0.9.0").read_text(encoding="utf-8") == OUTDATED
    assert number > 15


def press_control_c(program: Program) -> int:
    program.press("c")
    return program.end()


def send(number: signal.Signals) -> Callable[[Program], int]:
    def leave(program: Program) -> int:
        os.kill(program.process, number)
        return program.end()

    return leave


WAYS = [
    pytest.param(press_control_c, 130, id="Ctrl-C"),
    pytest.param(send(signal.SIGTERM), 143, id="SIGTERM"),
    pytest.param(send(signal.SIGHUP), 129, id="SIGHUP"),
    pytest.param(send(signal.SIGQUIT), 131, id="SIGQUIT"),
    pytest.param(Program.hang_up, 129, id="closed terminal"),
]


@pytest.mark.parametrize(("leave", "expected"), WAYS)
def test_leaving_during_a_question_keeps_the_answers(
    folder: Path, leave: Callable[[Program], int], expected: int
) -> None:
    assert leave(begun(folder)) == expected
    assert saved(folder) == STATES[1]
    assert names(folder) == [SAVED]


@pytest.mark.parametrize(("leave", "expected"), WAYS)
def test_leaving_during_the_review_keeps_the_answers(
    folder: Path, leave: Callable[[Program], int], expected: int
) -> None:
    program = begun(folder)
    program.enter("1")
    program.type("1")
    assert program.wait(REVIEW) == 0
    assert leave(program) == expected
    assert saved(folder) == STATES[-1]
    assert names(folder) == [SAVED]


def test_a_second_signal_does_not_interrupt_the_cleaning_up(folder: Path) -> None:
    def send_again() -> None:  # a second signal arrives while the first one is handled
        os.kill(os.getpid(), signal.SIGTERM)

    program = begun(folder, tamper=AtOperation(1, send_again, f"{SAVED}.lock", only={"os.remove"}))
    os.kill(program.process, signal.SIGHUP)
    assert program.end() == 129
    assert names(folder) == [SAVED]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_second_signal_at_the_end_does_not_change_the_exit_code(
    folder: Path, number: signal.Signals
) -> None:
    def send_at_end() -> None:
        run = app.run

        def run_and_send() -> int:
            code = run()
            os.kill(os.getpid(), number)
            return code

        app.run = run_and_send

    program = begun(folder, tamper=send_at_end)
    os.kill(program.process, signal.SIGTERM)
    assert (program.end(), names(folder)) == (143, [SAVED])


def test_control_c_in_a_destructor_ends_the_program_quietly(folder: Path) -> None:
    class InterruptsWhenDeleted:
        def __del__(self) -> None:
            os.kill(os.getpid(), signal.SIGINT)

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and str(arguments[0]).endswith("complete.yaml"):
            InterruptsWhenDeleted()

    program = export(folder, "--export", "report.md", tamper=lambda: sys.addaudithook(audit))
    assert (program.end(), program.text) == (130, "")
    assert names(folder) == []


def test_under_nohup_a_closed_terminal_is_the_end_of_the_input(folder: Path) -> None:
    program = begun(folder, tamper=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    assert program.hang_up() == 0
    assert saved(folder) == STATES[1]
    assert names(folder) == [SAVED]


def test_a_note_is_kept_if_the_session_ends_at_the_evidence_after_it(folder: Path) -> None:
    program = begun(folder)
    program.enter("e")
    program.type("signed in May", "Note [^:]*: ")
    assert program.wait("Evidence [^:]*: ") == 0
    assert press_control_c(program) == 130
    answers = load_answers(folder / SAVED, load_questionnaire(folder.parent / "small"))
    assert answers["strategy.thesis"].note == "signed in May"


def test_a_line_that_the_terminal_cuts_off_is_not_accepted(folder: Path) -> None:
    program = interview(folder)
    program.type("x" * 5000, NAME)
    program.introduce("x" * 4000, "y" * 4000)
    program.type("1")
    program.type("q")
    assert program.end() == 0
    assert "That line is too long for a terminal; please type a shorter one." in program.text
    answers = load_answers(folder / SAVED, load_questionnaire(folder.parent / "small"))
    assert (answers.cover.enterprise, answers.respondent) == ("y" * 4000, "x" * 4000)


# --- no room ------------------------------------------------------------------------------------------


@pytest.fixture
def disk(folder: Path) -> Iterator[Path]:
    """A folder that is a disk of 64 KiB."""
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("this needs the right to mount a disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """A file that takes all the remaining room."""
    filler = disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as stream:
        while True:
            stream.write(b"x" * 4096)
    return filler


NONE = "The file holds no answers yet; all will be written once this is fixed."
FULL = (
    f"{SAVED} cannot be written: No space left on device. The answers before this one are safe."
    " Enter to try again, q to quit:"
)


def test_on_a_full_disk_the_answer_waits_until_there_is_room(disk: Path) -> None:
    program = begun(disk)
    filler = fill(disk)
    program.enter("1")
    program.type("", RETRY)
    assert program.wait(RETRY) == 0
    assert program.text.endswith(f"{FULL} {FULL}")
    assert saved(disk) == STATES[1]
    filler.unlink()
    program.enter("")
    assert program.wait(ANSWER) == 0
    assert saved(disk) == STATES[2]
    program.enter("q")
    assert program.end() == 0
    assert names(disk) == [SAVED]


def test_leaving_a_full_disk_exits_with_2_and_the_last_file_is_whole(disk: Path) -> None:
    program = begun(disk)
    fill(disk)
    program.enter("1")
    program.type("q", RETRY)
    assert program.end() == 2
    assert program.text.endswith(f"{SAVED}: cannot be written: No space left on device")
    assert saved(disk) == STATES[1]
    assert names(disk) == [SAVED, "filler"] or names(disk) == ["filler", SAVED]


def test_a_disk_that_is_full_from_the_start_needs_room_only_for_the_first_answer(disk: Path) -> None:
    filler = fill(disk)
    program = interview(disk)
    program.introduce()
    program.type("1")
    assert program.wait(RETRY) == 0
    filler.unlink()
    program.enter("")
    program.type("q")
    assert (program.end(), saved(disk)) == (0, STATES[1])


def test_the_end_of_the_input_while_a_disk_is_full_exits_with_an_error(disk: Path) -> None:
    program = begun(disk)
    fill(disk)
    program.enter("1")
    assert program.wait(RETRY) == 0
    program.press("d")
    assert program.end() == 2
    assert saved(disk) == STATES[1]


def test_an_export_to_a_full_disk_leaves_the_old_one(disk: Path) -> None:
    (disk / "report.md").write_bytes(b"the old one")
    fill(disk)
    program = export(disk, "--export", "report.md")
    assert program.end() == 2
    assert "Verdict: End" in program.text
    assert program.text.endswith("report.md: cannot be written: No space left on device")
    assert (disk / "report.md").read_bytes() == b"the old one"
    assert names(disk) == ["filler", "report.md"]


def test_a_full_disk_at_any_operation_loses_no_answer_and_leaves_nothing_behind(folder: Path) -> None:
    struck = folder.parent / "struck"

    def refuse() -> None:
        struck.touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    refused = 0
    for number in every_operation():
        empty(folder)
        (folder / SAVED).write_text(BUDGET_IS_OPEN, encoding="utf-8")
        struck.unlink(missing_ok=True)
        program = interview(folder, tamper=AtOperation(number, refuse, only=TAKES_ROOM))
        program.answer_all()
        code = program.end()
        if not struck.exists():
            break
        refused += "cannot be written: No space left on device" in program.text
        # Either the lock could not be created and nothing was asked, or everything was saved in the end.
        asked = "Your answer" in program.shown
        assert (code, saved(folder)) == ((0, STATES[-1]) if asked else (2, STATES[2])), number
        assert names(folder) == [SAVED], number
    assert refused > 4


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="another process's limits cannot be set here")
def test_a_limit_on_file_size_is_reported_and_saving_works_once_it_is_lifted(folder: Path) -> None:
    program = begun(folder)
    _soft, hard = resource.prlimit(program.process, resource.RLIMIT_FSIZE)
    resource.prlimit(program.process, resource.RLIMIT_FSIZE, (50, hard))
    program.enter("1")
    assert program.wait(RETRY) == 0
    assert f"{SAVED} cannot be written: File too large." in program.text
    assert (saved(folder), names(folder)) == (STATES[1], [f".{SAVED}.lock", SAVED])
    resource.prlimit(program.process, resource.RLIMIT_FSIZE, (hard, hard))
    program.enter("")
    program.type("q")
    assert (program.end(), saved(folder)) == (0, STATES[2])
    assert names(folder) == [SAVED]


def test_control_c_instead_of_another_try_does_not_claim_that_the_last_answer_is_saved(folder: Path) -> None:
    program = begun(folder)
    _soft, hard = resource.prlimit(program.process, resource.RLIMIT_FSIZE)
    resource.prlimit(program.process, resource.RLIMIT_FSIZE, (50, hard))
    program.enter("1")
    assert program.wait(RETRY) == 0
    assert press_control_c(program) == 130
    assert f"Saved in {SAVED}, except the last answer. Run the same command again" in program.text
    assert (saved(folder), names(folder)) == (STATES[1], [SAVED])


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOSYS, errno.ENOTSUP])
def test_a_disk_that_does_not_support_fsync_keeps_the_answers(folder: Path, number: int) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    program = interview(folder, tamper=lambda: setattr(os, "fsync", refuse))
    assert program.answer_all() == 3
    assert (program.end(), saved(folder), names(folder)) == (0, STATES[-1], [SAVED])


def test_a_lock_that_cannot_be_closed_does_not_fail_the_session(folder: Path) -> None:
    def refuse() -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    program = begun(folder, tamper=AtOperation(2, refuse, f"{SAVED}.lock", only={"os.remove", "close"}))
    program.enter("q")
    assert (program.end(), saved(folder)) == (0, STATES[1])


def test_a_removed_current_folder_is_reported(folder: Path) -> None:
    for begin in (interview, lambda folder, **options: export(folder, "--export", "report.md", **options)):
        folder.mkdir(exist_ok=True)
        program = begin(folder, tamper=folder.rmdir)
        assert program.end() == 2
        expected = "The current folder was removed. Go to another one, then run the command again."
        assert program.text == expected


def test_a_terminal_that_was_left_non_blocking_is_waited_for(folder: Path) -> None:
    program = interview(folder, tamper=lambda: os.set_blocking(0, False))
    assert program.answer_all() == 3
    assert (program.end(), saved(folder)) == (0, STATES[-1])


def test_a_pipe_that_was_left_non_blocking_is_waited_for() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    command = [sys.executable, "-m", "readiness", "questionnaire", "show", "--format", "markdown"]
    whole = subprocess.run(command, capture_output=True, check=True).stdout
    assert len(whole) > 65536  # the capacity of a pipe
    with subprocess.Popen(command, stdout=writing) as process, os.fdopen(reading, "rb") as stream:
        os.close(writing)
        time.sleep(0.5)  # until it is full
        assert stream.read() == whole
    assert process.returncode == 0


def test_too_little_memory_is_reported_as_such(folder: Path) -> None:
    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and str(arguments[0]).endswith("complete.yaml"):
            raise MemoryError

    program = export(folder, tamper=lambda: sys.addaudithook(audit))
    assert (program.end(), program.text) == (2, "There is not enough free memory to do this.")


def test_a_file_name_with_a_line_break_is_shown_in_one_line(folder: Path) -> None:
    program = export(folder, "--export", "missing/a\nb: all is well.md")
    assert program.end() == 2
    assert program.text == (
        "missing/a\\nb: all is well.md: cannot be written: there is no folder “missing”; create it first"
    )


# --- paths that cannot be written ---------------------------------------------------------------------

IMPOSSIBLE = [
    ("missing/file.md", "there is no folder “missing”; create it first"),
    ("folder.md", "Is a directory"),
    ("folder.md/.", "Is a directory"),
    ("loop.md", "Too many levels of symbolic links"),
    ("empty.md/file.md", "Not a directory"),
    ("lost.md", "No such file or directory"),
    (f"{'x' * 256}.md", "File name too long"),
]


@pytest.fixture
def obstacles(folder: Path) -> Path:
    """A folder with everything that can be in the way of a file."""
    (folder / "folder.md").mkdir()
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "lost.md").symlink_to("missing/file.md")
    (folder / "empty.md").touch()
    return folder


@pytest.mark.parametrize(
    ("begin", "option"),
    [(interview, "--save"), (interview, "--export"), (export, "--export")],
    ids=["to save", "to export after an interview", "to export"],
)
@pytest.mark.parametrize(("path", "reason"), IMPOSSIBLE)
def test_a_path_that_cannot_be_written_is_reported_before_anything_is_asked(
    begin: Callable[..., Program], option: str, path: str, reason: str, obstacles: Path
) -> None:
    before = names(obstacles)
    program = begin(obstacles, option, path)
    assert program.end() == 2
    expected = f"{path.removesuffix('/.')}: cannot be written: {reason}"
    assert program.shown.replace("\r\n", "") == expected
    assert names(obstacles) == before


def test_a_read_only_disk_is_reported_before_anything_is_asked(disk: Path) -> None:
    (disk / SAVED).write_text(BUDGET_IS_OPEN, encoding="utf-8")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    for path in (SAVED, "other.yaml"):
        program = interview(disk, "--save", path)
        assert program.end() == 2
        assert program.text == f"{path}: cannot be written: Read-only file system"


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO])
def test_a_disk_that_fails_for_a_while_loses_no_answer(folder: Path, number: int) -> None:
    refusing = folder.parent / "refusing"

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR) and refusing.exists():
            raise OSError(number, os.strerror(number))

    program = begun(folder, tamper=lambda: sys.addaudithook(audit))
    refusing.touch()
    program.enter("1")
    assert program.wait(RETRY) == 0
    assert f"{SAVED} cannot be written: {os.strerror(number)}. The answers before" in program.text
    assert saved(folder) == STATES[1]
    refusing.unlink()
    program.enter("")
    program.type("q")
    assert (program.end(), saved(folder)) == (0, STATES[2])
    assert names(folder) == [SAVED]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
@pytest.mark.parametrize("protected", ["folder", "file"])
def test_write_protection_is_reported_before_anything_is_asked(folder: Path, protected: str) -> None:
    (folder / SAVED).write_text(BUDGET_IS_OPEN, encoding="utf-8")
    place, mode = (folder, 0o555) if protected == "folder" else (folder / SAVED, 0o444)
    place.chmod(mode)
    program = interview(folder)
    assert program.end() == 2
    assert program.text == f"{SAVED}: cannot be written: Permission denied"
    place.chmod(0o755)
    assert (folder / SAVED).read_text(encoding="utf-8") == BUDGET_IS_OPEN


def test_a_folder_that_is_missing_for_a_while_loses_no_answer(folder: Path) -> None:
    program = begun(folder, "--save", f"{folder}/{SAVED}")
    folder.rename(folder.with_name("away"))
    program.enter("1")
    assert program.wait(RETRY) == 0
    assert NONE in program.text
    folder.with_name("away").rename(folder)
    program.enter("")
    program.type("q")
    assert (program.end(), saved(folder)) == (0, STATES[2])


# --- owner and permissions of the file, and what can be in its place ----------------------------------


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_answers_file_can_be_read_only_by_its_owner(folder: Path) -> None:
    program = begun(folder)
    assert mode(folder / SAVED) == 0o600
    program.enter("q")
    assert program.end() == 0


@pytest.mark.parametrize("permissions", [0o600, 0o640, 0o664])
def test_an_existing_file_keeps_its_permissions(folder: Path, permissions: int) -> None:
    for name in (SAVED, "report.md"):
        (folder / name).write_text(BUDGET_IS_OPEN, encoding="utf-8")
        (folder / name).chmod(permissions)
    program = interview(folder, "--export", "report.md")
    program.answer_all()
    assert (program.end(), saved(folder)) == (0, STATES[-1])
    assert (folder / "report.md").read_text(encoding="utf-8").startswith("# A small")
    assert (mode(folder / SAVED), mode(folder / "report.md")) == (permissions, permissions)


def test_an_existing_file_keeps_its_owner(folder: Path) -> None:
    (folder / SAVED).write_text(BUDGET_IS_OPEN, encoding="utf-8")
    try:
        os.chown(folder / SAVED, 12345, 23456)
    except PermissionError:
        pytest.skip("only root can give files away")
    program = interview(folder)
    program.answer_all()
    assert (program.end(), saved(folder)) == (0, STATES[-1])
    found = (folder / SAVED).stat()
    assert (found.st_uid, found.st_gid) == (12345, 23456)


def test_an_existing_file_keeps_its_extended_attributes(folder: Path) -> None:
    (folder / SAVED).write_text(BUDGET_IS_OPEN, encoding="utf-8")
    try:
        os.setxattr(folder / SAVED, "user.origin", b"the board")
    except (OSError, AttributeError):
        pytest.skip("there are no extended attributes here")
    program = interview(folder)
    program.answer_all()
    assert (program.end(), saved(folder)) == (0, STATES[-1])
    assert os.getxattr(folder / SAVED, "user.origin") == b"the board"


@pytest.mark.parametrize("exists", [True, False], ids=["target", "no target yet"])
def test_the_target_of_a_link_is_written_and_the_link_stays(folder: Path, exists: bool) -> None:
    for name in ("real.yaml", "real.md"):
        if exists:
            (folder / name).write_text(BUDGET_IS_OPEN, encoding="utf-8")
    for link in ("link.yaml", "link.md"):
        (folder / link).symlink_to(f"chain{Path(link).suffix}")
        (folder / f"chain{Path(link).suffix}").symlink_to(f"real{Path(link).suffix}")
    program = interview(folder, "--save", "link.yaml", "--export", "link.md")
    program.answer_all()
    assert program.end() == 0
    assert (folder / "link.yaml").readlink() == Path("chain.yaml")
    assert (folder / "chain.md").readlink() == Path("real.md")
    assert saved(folder, "real.yaml") == STATES[-1]
    assert (folder / "real.md").read_text(encoding="utf-8").startswith("# A small")
    assert not [name for name in names(folder) if name.startswith(".")]


def test_a_name_of_the_maximum_length_can_be_saved(folder: Path) -> None:
    name = "x" * 250 + ".yaml"
    program = begun(folder, "--save", name)
    program.enter("1")
    program.type("q")
    assert (program.end(), saved(folder, name)) == (0, STATES[2])
    assert names(folder) == [name]


def test_answers_can_be_saved_to_dev_null(folder: Path) -> None:
    before = set(names(Path("/dev")))
    program = interview(folder, "--save", "/dev/null")
    assert program.answer_all() == 3
    assert program.end() == 0
    assert "Verdict:" in program.shown
    assert Path("/dev/null").is_char_device()
    assert (names(folder), set(names(Path("/dev"))) - before) == ([], set())


def test_answers_can_be_saved_to_standard_output(folder: Path) -> None:
    program = begun(folder, "--save", "/dev/stdout")
    assert "questionnaire: small\r\nversion: 1.0.0\r\n" in program.shown
    assert "stage: home\r\nanswers: {}\r\n" in program.shown
    program.enter("q")
    assert program.end() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_device_is_reported_at_the_first_answer(folder: Path) -> None:
    (folder / SAVED).symlink_to("/dev/full")
    program = interview(folder)
    program.introduce()
    program.type("1")
    program.type("q", RETRY)
    expected = FULL.replace("The answers before this one are safe.", NONE)
    assert expected in program.text
    assert program.end() == 2
    assert (folder / SAVED).readlink() == Path("/dev/full")
    assert names(folder) == [SAVED]


def test_answers_can_be_saved_to_a_pipe(folder: Path) -> None:
    os.mkfifo(folder / SAVED)
    reader = os.open(folder / SAVED, os.O_RDONLY | os.O_NONBLOCK)
    program = begun(folder)
    assert os.read(reader, 10_000).decode().endswith("profile:\n  stage: home\nanswers: {}\ntargets: {}\n")
    program.enter("q")
    assert program.end() == 0
    os.close(reader)
    assert (folder / SAVED).is_fifo()
    assert names(folder) == [SAVED]


def read_pipe_later(folder: Path) -> bytes:
    """Read the pipe after a pause."""
    command = ["sh", "-c", "sleep 0.3; cat pipe.md"]
    return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, timeout=20).stdout


def test_an_export_to_a_pipe_waits_a_moment_for_its_reader(folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")
    program = export(folder, "--export", "pipe.md", "--export", "plain.md")
    passed = read_pipe_later(folder)
    assert program.end() == 0
    assert (folder / "pipe.md").is_fifo()
    assert passed == (folder / "plain.md").read_bytes()


def test_an_export_to_a_full_pipe_waits_for_room(folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")
    reader = os.open(folder / "pipe.md", os.O_RDONLY | os.O_NONBLOCK)
    filler = os.open(folder / "pipe.md", os.O_WRONLY | os.O_NONBLOCK)
    filled = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            filled += os.write(filler, b"x" * 4096)
    os.close(filler)
    program = export(folder, "--export", "pipe.md", "--export", "plain.md")
    passed = read_pipe_later(folder)
    os.close(reader)
    assert program.end() == 0
    assert passed == b"x" * filled + (folder / "plain.md").read_bytes()


def test_an_export_to_a_pipe_without_a_reader_is_reported(folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")
    program = export(folder, "--export", "pipe.md", "--export", "plain.md")
    assert program.end() == 2
    assert program.text.startswith("Wrote plain.md")
    assert program.text.endswith("pipe.md: cannot be written: no program reads from it")


def run_with_output(folder: Path, output: Any) -> bytes:
    """Export to the standard output that also gets the report; return everything that was written to it."""
    (folder / "report.md").symlink_to("/dev/stdout")
    command = ["assess", "--questionnaire", "../small", "--answers", "../complete.yaml"]
    finished = subprocess.run(
        [sys.executable, "-m", "readiness", *command, "--export", "report.md", "--format", "json"],
        cwd=folder,
        check=True,
        stdout=output,
    )
    return finished.stdout or b""


def test_an_export_to_standard_output_comes_before_the_report_in_a_pipe(folder: Path) -> None:
    output = run_with_output(folder, subprocess.PIPE)
    assert output.startswith(b"# A small")
    assert output.endswith(b"}\n")
    assert b'"schema_version"' in output


def test_an_export_to_standard_output_comes_before_the_report_in_a_file(folder: Path) -> None:
    with (folder / "output").open("wb") as stream:
        stream.write(b"what was there\n")
        stream.flush()
        run_with_output(folder, stream)
    output = (folder / "output").read_bytes()
    assert output.startswith(b"what was there\n# A small")
    assert output.endswith(b"}\n")
    assert b'"schema_version"' in output


# --- others -------------------------------------------------------------------------------------------


def test_an_export_can_replace_a_file_that_cannot_be_read(folder: Path) -> None:
    def allow_no_reading() -> None:  # even for root, who can otherwise read everything
        allowed = os.access
        os.access = lambda path, mode, **rest: mode != os.R_OK and allowed(path, mode, **rest)

    (folder / "report.md").write_bytes(b"old")
    (folder / "report.md").chmod(0o200)
    program = export(folder, "--export", "report.md", tamper=allow_no_reading)
    assert program.end() == 0, program.text
    assert mode(folder / "report.md") == 0o200


def test_the_leftover_of_a_killed_export_is_removed_even_if_the_next_run_is_quit(folder: Path) -> None:
    leftover = folder / ".report.json.0123abcd.part"
    leftover.touch()
    program = interview(folder, "--export", "report.json")
    program.introduce()
    program.type("q")
    assert program.end() == 0
    assert not leftover.exists()


def test_a_second_session_shows_who_uses_the_file_and_asks_nothing(folder: Path) -> None:
    first = begun(folder)
    (folder / "link.yaml").symlink_to(SAVED)
    (folder / "linked").symlink_to(".")
    for path in (SAVED, "link.yaml", f"linked/{SAVED}", str(folder / SAVED)):
        second = interview(folder, "--save", path)
        assert second.end() == 2
        owner = f"(process {first.process} on {platform.node()} since "
        assert f"{path} is open in another session {owner}" in "".join(second.shown.split("\r\n"))
        assert "another file with --save FILE." in second.text
        assert "Your answer" not in second.shown
    first.enter("1")
    first.type("q")
    assert (first.end(), saved(folder)) == (0, STATES[2])
    assert names(folder) == ["link.yaml", "linked", SAVED]
    third = interview(folder)
    assert third.answer_all() == 1
    assert third.end() == 0


def test_a_lock_file_removed_while_it_is_being_locked_does_not_count(folder: Path) -> None:
    lock = folder / f".{SAVED}.lock"
    # Its last owner removes the file after it was opened and before it is locked.
    first = begun(folder, tamper=AtOperation(1, lock.unlink, lock.name, only={"fcntl.flock"}))
    assert lock.exists()
    second = interview(folder)
    assert second.end() == 2
    assert f"(process {first.process} on" in second.text
    first.enter("q")
    assert first.end() == 0
    assert names(folder) == [SAVED]


@pytest.mark.parametrize(
    ("target", "reason"), [(None, "Is a directory"), ("precious", "Too many levels of symbolic links")]
)
def test_something_in_place_of_the_lock_file_is_reported_and_left_alone(
    folder: Path, target: str | None, reason: str
) -> None:
    lock = folder / f".{SAVED}.lock"
    (folder / "precious").write_text("not to be emptied", encoding="utf-8")
    lock.symlink_to(target) if target else lock.mkdir()
    program = interview(folder)
    assert program.end() == 2
    assert program.shown.replace("\r\n", "") == f"{lock}: cannot be written: {reason}"
    assert (folder / "precious").read_text(encoding="utf-8") == "not to be emptied"
    assert names(folder) == [lock.name, "precious"]


def test_sessions_on_different_files_do_not_disturb_each_other(folder: Path) -> None:
    for name in ("a", "a.yaml"):
        (folder / name).write_text(BUDGET_IS_OPEN, encoding="utf-8")
    programs = [interview(folder, "--save", name) for name in ("a", "a.yaml")]
    for program in programs:
        program.type("1")
    for program in programs:
        program.type("q", REVIEW)
        assert program.end() == 0
    assert [saved(folder, name) for name in ("a", "a.yaml")] == [STATES[-1], STATES[-1]]
    assert names(folder) == ["a", "a.yaml"]


def test_simultaneous_exports_to_one_file_all_succeed(folder: Path) -> None:
    programs = [export(folder, "--export", "report.md") for _each in range(12)]
    assert [program.end() for program in programs] == [0] * 12
    assert (folder / "report.md").read_text(encoding="utf-8").startswith("# A small")
    assert names(folder) == ["report.md"]


def test_the_lock_of_a_killed_session_of_another_user_blocks_nobody(folder: Path) -> None:
    lock = folder / f".{SAVED}.lock"
    lock.write_text("1, the root of all evil", encoding="utf-8")

    def audit(event: str, arguments: tuple[Any, ...]) -> None:  # a file of another user can only be read
        if event == "open" and str(arguments[0]).endswith(lock.name) and arguments[2] & os.O_RDWR:
            with contextlib.suppress(FileNotFoundError):
                if "evil" in lock.read_text(encoding="utf-8"):
                    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(lock))

    program = begun(folder, tamper=lambda: sys.addaudithook(audit))
    second = interview(folder)
    assert second.end() == 2
    assert f"(process {program.process} on" in second.text
    program.enter("q")
    assert (program.end(), saved(folder), names(folder)) == (0, STATES[1], [SAVED])


def test_a_lock_file_can_be_read_by_everybody(folder: Path) -> None:
    program = begun(folder, tamper=lambda: os.umask(0o777))
    assert mode(folder / f".{SAVED}.lock") == 0o644
    program.enter("q")
    assert program.end() == 0


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_if_the_file_becomes_a_folder_or_pipe_the_answers_are_saved_beside_it(
    folder: Path, make: Callable[[Path], None]
) -> None:
    program = begun(folder)
    (folder / SAVED).unlink()
    make(folder / SAVED)
    program.enter("1")
    program.type("q")
    assert (program.end(), saved(folder, f"{SAVED}.mine")) == (0, STATES[2])
    assert names(folder) == [SAVED, f"{SAVED}.mine"]


THEIRS = "# mine!\nquestionnaire: small\nversion: 1.0.0\n"


def test_a_file_that_another_program_changed_is_not_overwritten(folder: Path) -> None:
    program = begun(folder)
    (folder / SAVED).write_text(THEIRS, encoding="utf-8")
    (folder / f"{SAVED}.mine").write_text("something else", encoding="utf-8")
    program.enter("1")
    program.type("1")
    program.type("q", REVIEW)
    assert program.end() == 0
    assert (
        program.text.count("Another program changed the answers file. From now on your answers are saved in")
        == 1
    )
    ours = f"{SAVED}.mine.2"
    assert f"Saved in {ours}. Run the command again with --save {ours} to continue with them." in program.text
    assert (folder / SAVED).read_text(encoding="utf-8") == THEIRS
    assert (folder / f"{SAVED}.mine").read_text(encoding="utf-8") == "something else"
    assert saved(folder, ours) == STATES[-1]
    assert names(folder) == [SAVED, f"{SAVED}.mine", ours]


def test_a_file_that_another_program_created_meanwhile_is_not_overwritten(folder: Path) -> None:
    program = interview(folder)
    assert program.wait(NAME) == 0
    (folder / SAVED).write_text(THEIRS, encoding="utf-8")
    program.enter("")
    program.type("1")
    program.type("q")
    assert program.end() == 0
    assert (folder / SAVED).read_text(encoding="utf-8") == THEIRS
    assert saved(folder, f"{SAVED}.mine") == STATES[1]


def test_a_file_that_was_deleted_meanwhile_is_written_again(folder: Path) -> None:
    program = begun(folder)
    (folder / SAVED).unlink()
    program.enter("1")
    program.type("q")
    assert (program.end(), saved(folder)) == (0, STATES[2])
    assert names(folder) == [SAVED]


def test_a_file_written_by_hand_is_copied_once_and_over_no_other_file(folder: Path) -> None:
    written = b"\xef\xbb\xbf" + BY_HAND.replace("\n", "\r\n").encode()
    (folder / SAVED).write_bytes(written)
    (folder / f"{SAVED}.bak").write_bytes(b"something else")
    for _each in range(2):  # quit before the first answer, so that the file is still the same
        program = interview(folder)
        program.type("y", GO_ON)
        assert program.wait(ANSWER) == 0
        assert press_control_c(program) == 130
        assert (folder / SAVED).read_bytes() == written
        assert names(folder) == [SAVED, f"{SAVED}.bak", f"{SAVED}.bak.2"]
    assert (folder / f"{SAVED}.bak.2").read_bytes() == written
    assert mode(folder / f"{SAVED}.bak.2") == 0o600
    program = interview(folder)
    program.type("y", GO_ON)
    assert program.answer_all() == 1
    assert (program.end(), saved(folder)) == (0, STATES[-1])
    assert "Another program changed the answers file" not in program.text
    assert names(folder) == [SAVED, f"{SAVED}.bak", f"{SAVED}.bak.2"]
    assert (folder / f"{SAVED}.bak").read_bytes() == b"something else"
