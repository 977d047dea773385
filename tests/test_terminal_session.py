"""`readiness assess` at a real terminal: the input, the output, and the file meanwhile."""

from __future__ import annotations

import os
import re
import shlex
import signal
import stat
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest

from readiness import load_answers, load_questionnaire
from readiness.answers.answers import State
from readiness.messages.characters import display_width
from readiness.source.parsing import parse
from readiness.source.source import Source

FILE = """\
id: small
version: 1.0.0
title: A small questionnaire
description: >-
  One fact and three questions, told at a length at which a terminal of forty columns has to break
  the line twice.
source: Made up for a test.
date: 2026-01-31
profile:
  - id: stage
    title: Stage
    text: How far abroad?
    options: [{id: home, text: At home}, {id: abroad, text: Abroad}]
bands: [{id: start, title: Start, text: The first band.}, {id: end, title: End, text: The last., cut: 90}]
sections:
  - id: strategy
    title: Strategy
    description: What is decided.
    questions:
      - id: strategy.thesis
        title: Thesis
        text: What is written down, by whom is it signed, and which number would make the enterprise stop?
        help: A thesis can be argued with.
        evidence: [The minutes of the board]
        quick: true
        options:
          - {id: nothing, score: 1, text: Nothing}
          - {id: paper, score: 2, text: "A signed paper of four pages, with the number at which to stop"}
      - id: strategy.budget
        title: Budget
        text: For how long is there money?
        help: Money shows what is meant.
        options: [{id: none, score: 1, text: None}, {id: year, score: 2, text: A year}]
  - id: people
    title: People
    description: Who does it.
    questions:
      - id: people.hiring
        title: Hiring
        text: Who is hired?
        help: People decide.
        quick: true
        not_applicable: nobody is employed abroad
        options: [{id: expatriates, score: 1, text: Expatriates}, {id: locals, score: 2, text: Locals}]
"""
ESC = "\x1b"
PASTES = re.compile(r"\x1b\[\?2004[hl]")
"""Switches the marking of pastes on and off."""
SAVED = "small.answers.yaml"

ANSWER = r"Your answer \([^)]*\): "
REVIEW = r"save\s+and\s+quit: "
NAME = r"\r\n> "
COVER = r"\(y/N\) "


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to work in, with the questionnaire `small` beside the answers."""
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "questionnaire.yaml").write_text(FILE, encoding="utf-8")
    return tmp_path


class Session:
    """A terminal in which `readiness assess` runs."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        columns: int = 80,
        redirection: str = "",
        environment: dict[str, str] | None = None,
    ) -> None:
        command = [sys.executable, "-m", "readiness", "assess", *arguments]
        if redirection:
            command = ["/bin/sh", "-c", f"{shlex.join(command)} {redirection}"]
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "PYTHONPATH")}
        settings: Any = {"LC_ALL": "C.UTF-8", "TERM": "xterm", **kept, **(environment or {})}
        self.transcript = ""
        child: Any = pexpect.spawn(
            command[0],
            command[1:],
            cwd=str(folder),
            env=settings,
            dimensions=(24, columns),
            encoding="utf-8",
            codec_errors="replace",
            timeout=30,
        )
        child.delaybeforesend = None  # nothing is sent before its prompt is shown
        child.ptyproc.delayafterclose = 0  # it is closed only after it has ended
        self._child: pexpect.spawn[str] = child

    def wait(self, *patterns: str) -> int:
        """Read until one of `patterns` is shown; return its index."""
        found = self._child.expect(list(patterns))
        self.transcript += (self._child.before or "") + self._matched()
        return found

    def _matched(self) -> str:
        return self._child.after if isinstance(self._child.after, str) else ""

    def enter(self, line: str) -> None:
        """Type `line` and Enter."""
        self._child.send(f"{line}\r")

    def type(self, line: str, prompt: str = ANSWER) -> None:
        """Wait for `prompt`, then type `line` and Enter."""
        self.wait(prompt)
        self.enter(line)

    def introduce(self, name: str = "", enterprise: str = "") -> None:
        """Type the names of the enterprise and of the person, or leave out the cover."""
        if name:
            self.type(enterprise or "Lamps", NAME)
            self.type(name, NAME)
            self.type("", COVER)
        else:
            self.type(enterprise, NAME)

    def press(self, letter: str, prompt: str = ANSWER) -> None:
        """Wait for `prompt`, then press Ctrl and `letter`."""
        self.wait(prompt)
        self._child.sendcontrol(letter)

    def send_bytes(self, line: bytes, prompt: str = ANSWER) -> None:
        """Wait for `prompt`, then send the bytes of a `line` in another encoding."""
        self.wait(prompt)
        os.write(self._child.child_fd, line)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self._child.kill(number)

    def end(self) -> int:
        """Read to the end; return the exit code."""
        self._child.expect(pexpect.EOF)
        self.transcript += self._child.before or ""
        code = self._child.wait()
        self._child.close()
        assert self._child.signalstatus is None
        assert code is not None
        return code

    @property
    def lines(self) -> list[str]:
        """The lines on the screen; prompts include what was typed after them."""
        return re.split(r"\r*\n", PASTES.sub("", self.transcript))


def small(
    folder: Path, *arguments: str, columns: int = 80, environment: dict[str, str] | None = None
) -> Session:
    """A session about the questionnaire `small`."""
    return Session(folder, "--questionnaire", "small", *arguments, columns=columns, environment=environment)


def saved(folder: Path, name: str = SAVED) -> Any:
    """The current content of the answers file."""
    return parse(Source(name, (folder / name).read_text(encoding="utf-8")))


# --- from the first question to the report ---------------------------------------------------------


def test_a_whole_quick_interview_ends_in_the_report(tmp_path: Path) -> None:
    session = Session(tmp_path, "--quick", "--export", "report.json")
    session.introduce("Chen Li, CEO")
    asked = 0
    while session.wait(ANSWER, REVIEW) == 0:
        asked += 1
        session.enter("2")
    session.enter("r")
    session.wait(re.escape("Compare markets?"))
    session.enter("")
    assert session.end() == 0
    questionnaire = load_questionnaire()
    answers = load_answers(tmp_path / "going-global.answers.yaml", questionnaire)
    assert answers.profile["stage"] == ("exporting",)
    for_firms_with_staff_abroad = "talent.local-senior-share"
    quick = {id for id, question in questionnaire.questions.items() if question.quick}
    quick.remove(for_firms_with_staff_abroad)
    assert {id for id, answer in answers.given.items() if answer.state is State.ANSWERED} == quick
    assert asked == len(quick) + len(questionnaire.profile)
    assert (answers.respondent, len(answers.profile)) == ("Chen Li, CEO", len(questionnaire.profile))
    report = session.transcript.split("Saved in going-global.answers.yaml.")[1]
    assert "Verdict:" in report
    words = " ".join(re.sub(r"\x1b\[[\d;]*m", "", report).split())
    assert (
        "Screening: the quick set of questions only · Enterprise: Lamps · Answers by: Chen Li, CEO" in words
    )
    plain = re.sub(r"\x1b\[[\d;]*m", "", report).splitlines()
    command = "  readiness assess --answers going-global.answers.yaml --quick"
    for rest in ("--details", "--explain overall", "--export report.docx"):  # none is folded
        assert f"{command} {rest}" in plain
    assert (tmp_path / "report.json").exists()


def test_only_the_report_goes_to_standard_output(folder: Path) -> None:
    session = Session(folder, "--questionnaire", "small", "--quick", redirection="> report.txt")
    session.introduce()
    for typed in ("1", "2", "2"):
        session.type(typed)
    session.type("", REVIEW)
    assert session.end() == 0
    report = (folder / "report.txt").read_text(encoding="utf-8")
    assert report.startswith("A small questionnaire\nScreening")
    assert "Verdict:" in report
    assert "Verdict:" not in session.transcript
    for asked in ("Your answer", "Saved in", ESC):
        assert asked not in report


def test_an_exported_text_has_neither_the_colours_nor_the_width_of_the_terminal(folder: Path) -> None:
    session = small(folder, "--quick", "--export", "report.txt", columns=40)
    session.introduce()
    for typed in ("1", "1", "1"):
        session.type(typed)
    session.type("", REVIEW)
    assert session.end() == 0
    lines = (folder / "report.txt").read_text(encoding="utf-8").splitlines()
    assert not any(ESC in line for line in lines)
    assert 60 < max(map(display_width, lines)) <= 80
    assert f"{ESC}[1m== Strategy =={ESC}[0m" in session.transcript
    assert f"{ESC}[1m" in session.transcript.split("Saved in")[1]


def test_continuing_from_quick_to_full_keeps_the_answers(folder: Path) -> None:
    quick = small(folder, "--quick")
    quick.introduce()
    for typed in ("1", "2", "2"):
        quick.type(typed)
    quick.type("", REVIEW)
    assert quick.end() == 0
    full = small(folder)
    full.type("1")
    full.type("", REVIEW)
    assert full.end() == 0
    assert "Continuing with small.answers.yaml: 3 answers so far." in full.transcript
    assert re.findall(r"\[\d/4\] \w+", full.transcript) == ["[3/4] Budget"]
    assert saved(folder)["answers"] == {
        "strategy.thesis": "paper",
        "people.hiring": "locals",
        "strategy.budget": "none",
    }


# --- the file while the session is open ---------------------------------------------------------------


def test_the_file_holds_every_answer_as_soon_as_it_is_given(folder: Path) -> None:
    session = small(folder)
    session.wait(NAME)
    assert not (folder / SAVED).exists()
    session.enter("Lamps")
    session.type("Chen Li", NAME)
    session.type("", COVER)
    expected: dict[str, str] = {}
    steps = (("", "1"), ("strategy.thesis", "2"), ("strategy.budget", "d"), ("people.hiring", "1"))
    values = {"strategy.thesis": "paper", "strategy.budget": "unknown", "people.hiring": "expatriates"}
    for id, typed in steps:
        session.wait(ANSWER)
        assert saved(folder)["respondent"] == "Chen Li"
        assert saved(folder)["answers"] == expected
        assert stat.S_IMODE((folder / SAVED).stat().st_mode) == 0o600
        held = sorted(path.name for path in folder.iterdir())
        assert held == [f".{SAVED}.lock", "small", SAVED]
        session.enter(typed)
        expected |= {id: values[id]} if id else {}
    session.wait(REVIEW)
    assert saved(folder)["answers"] == expected
    session.enter("q")
    assert session.end() == 0


def test_quit_and_resume_at_the_first_open_question(folder: Path) -> None:
    first = small(folder)
    first.introduce("Chen Li")
    first.type("1")
    first.type("2")
    first.type("q")
    assert first.end() == 0
    expected = "Saved in small.answers.yaml. Run the same command again to continue or to change answers."
    assert expected in " ".join(first.lines)
    assert "Verdict:" not in first.transcript
    second = small(folder)
    second.wait(ANSWER)
    assert "Continuing with small.answers.yaml: 2 answers so far." in second.transcript
    assert "[3/4] Budget" in second.transcript
    second.enter("b")
    second.wait(ANSWER)
    assert "Your answer so far: 2. A signed paper" in second.transcript
    second.enter("1")
    second.type("q")
    assert second.end() == 0
    assert saved(folder)["answers"] == {"strategy.thesis": "nothing"}


def test_an_interrupt_exits_with_130_and_the_answers_saved(folder: Path) -> None:
    session = small(folder)
    session.introduce()
    session.type("2")
    session.press("c")
    assert session.end() == 130
    assert "Saved in small.answers.yaml." in session.transcript
    assert "Traceback" not in session.transcript
    assert saved(folder)["profile"] == {"stage": "abroad"}
    assert sorted(path.name for path in folder.iterdir()) == ["small", SAVED]


def test_the_end_of_the_input_exits_with_0_and_the_answers_saved(folder: Path) -> None:
    session = small(folder)
    session.introduce()
    session.type("2")
    session.press("d")
    assert session.end() == 0
    assert "Saved in small.answers.yaml." in session.transcript
    assert "Verdict:" not in session.transcript
    assert saved(folder)["profile"] == {"stage": "abroad"}


def test_leaving_before_the_first_answer_leaves_no_file(folder: Path) -> None:
    session = small(folder)
    session.press("c", NAME)
    assert session.end() == 130
    assert [path.name for path in folder.iterdir()] == ["small"]
    assert "Saved in" not in session.transcript


def test_sigterm_leaves_the_answers_and_nothing_else(folder: Path) -> None:
    session = small(folder)
    session.introduce()
    session.type("2")
    session.wait(ANSWER)
    session.signal(signal.SIGTERM)
    assert session.end() == 128 + signal.SIGTERM
    assert saved(folder)["profile"] == {"stage": "abroad"}
    assert sorted(path.name for path in folder.iterdir()) == ["small", SAVED]


def test_a_second_session_on_the_same_file_is_refused(folder: Path) -> None:
    first = small(folder)
    first.introduce("Chen Li")
    first.wait(ANSWER)
    second = small(folder)
    assert second.end() == 2
    assert "small.answers.yaml is open in another session (process " in second.transcript
    assert "--save FILE" in second.transcript
    first.enter("1")
    first.type("q")
    assert first.end() == 0
    assert saved(folder)["profile"] == {"stage": "home"}


def test_a_file_changed_by_another_program_meanwhile_is_not_overwritten(folder: Path) -> None:
    session = small(folder)
    session.introduce("Chen Li")
    session.wait(ANSWER)
    (folder / SAVED).write_text(BY_HAND, encoding="utf-8")
    session.enter("2")
    session.type("q")
    assert session.end() == 0
    assert (folder / SAVED).read_text(encoding="utf-8") == BY_HAND
    assert "From now on your answers are saved in small.answers.yaml.mine." in " ".join(session.lines)
    assert "Saved in small.answers.yaml.mine." in session.transcript
    assert saved(folder, f"{SAVED}.mine")["profile"] == {"stage": "abroad"}


def test_answers_to_an_older_version_are_carried_over_and_the_old_file_kept(folder: Path) -> None:
    newer = FILE.replace(
        "version: 1.0.0",
        "version: 1.1.0\nhistory: [{version: 1.1.0, renamed: {strategy.idea: strategy.thesis}}]",
    )
    (folder / "small" / "questionnaire.yaml").write_text(newer, encoding="utf-8")
    old = (
        "# Kept by `readiness assess`, which rewrites this file after each answer.\n"
        "questionnaire: small\nversion: 1.0.0\nrespondent: Chen Li\nprofile: {stage: home}\n"
        "answers: {strategy.idea: {value: nothing, note: in May}}\n"
    )
    (folder / SAVED).write_text(old, encoding="utf-8")
    session = small(folder)
    session.type("b")  # back from the first open question to the one with a new id
    session.type("2")
    session.type("q")
    assert session.end() == 0
    assert (folder / f"{SAVED}.old").read_text(encoding="utf-8") == old
    assert saved(folder)["version"] == "1.1.0"
    assert saved(folder)["answers"] == {"strategy.thesis": {"value": "paper", "note": "in May"}}


def test_answers_are_kept_behind_a_symbolic_link(folder: Path) -> None:
    (folder / "link.yaml").symlink_to("target.yaml")
    session = small(folder, "--save", "link.yaml")
    session.introduce()
    session.type("2")
    session.type("q")
    assert session.end() == 0
    assert (folder / "link.yaml").is_symlink()
    assert saved(folder, "target.yaml")["profile"] == {"stage": "abroad"}


def test_a_path_that_cannot_be_saved_to_is_reported_before_the_first_question(folder: Path) -> None:
    session = small(folder, "--save", "missing/answers.yaml")
    assert session.end() == 2
    assert session.transcript.strip() == (
        "missing/answers.yaml: cannot be written: there is no folder “missing”; create it first"
    )


def test_a_saved_file_with_a_mistake_is_refused_and_left_alone(folder: Path) -> None:
    text = "questionnaire: small\nversion: 1.0.0\nanswers:\n  strategy.thesis: papper\n"
    (folder / SAVED).write_text(text, encoding="utf-8")
    session = small(folder)
    assert session.end() == 2
    assert "small.answers.yaml:4:20: not-a-level: “papper” is not a level" in session.transcript
    assert (folder / SAVED).read_text(encoding="utf-8") == text


# --- a file that a person wrote ---------------------------------------------------------------------------

BY_HAND = """\
# What we found in May.
questionnaire: small
version: 1.0.0
respondent: Chen Li
profile: {stage: home}
answers:
  strategy.thesis: 2  # signed on 3 May
  strategy.budget:
"""
GO_ON = r"Continue\? \(y/n\) "


def test_a_file_written_by_hand_is_rewritten_only_with_consent_and_a_copy_is_kept(folder: Path) -> None:
    (folder / SAVED).write_text(BY_HAND, encoding="utf-8")
    session = small(folder)
    session.type("y", GO_ON)
    session.wait(ANSWER)
    assert "[3/4] Budget" in session.transcript
    assert "a copy is kept as small.answers.yaml.bak" in " ".join(session.lines)
    session.enter("2")
    session.type("q")
    assert session.end() == 0
    assert (folder / f"{SAVED}.bak").read_text(encoding="utf-8") == BY_HAND
    assert stat.S_IMODE((folder / f"{SAVED}.bak").stat().st_mode) == 0o600
    assert saved(folder)["answers"] == {"strategy.thesis": "paper", "strategy.budget": "year"}
    again = small(folder)  # now the file was written by the interview
    again.type("q")
    assert again.end() == 0


def test_without_consent_a_file_written_by_hand_stays_as_it_is(folder: Path) -> None:
    (folder / SAVED).write_text(BY_HAND, encoding="utf-8")
    session = small(folder)
    session.type("n", GO_ON)
    assert session.end() == 0
    assert "Nothing was changed. Choose another file with --save FILE." in session.transcript
    assert (folder / SAVED).read_text(encoding="utf-8") == BY_HAND
    assert sorted(path.name for path in folder.iterdir()) == ["small", SAVED]


def test_an_interrupt_at_the_request_for_consent_exits_with_130(folder: Path) -> None:
    (folder / SAVED).write_text(BY_HAND, encoding="utf-8")
    session = small(folder)
    session.press("c", GO_ON)
    assert session.end() == 130
    assert (folder / SAVED).read_text(encoding="utf-8") == BY_HAND


# --- text of all kinds -----------------------------------------------------------------------------------


def test_an_input_method_can_type_keys_digits_and_chinese_text(folder: Path) -> None:
    session = small(folder)
    session.introduce("陈力（总经理）")
    session.type("２")
    session.type("？")
    session.wait(ANSWER)
    assert "A thesis can be argued with." in session.lines
    assert "  - The minutes of the board" in session.lines
    session.enter("e")
    session.type("董事会已批准：三年预算，退出条件。", r"Note \(Enter to leave it out, [^)]*\): ")
    session.type("五月三日会议纪要", r"Evidence \(Enter to leave it out\): ")
    session.type("陈力", r"Owner \(Enter to leave it out\): ")
    session.type("２")
    session.type("b")
    session.type("ｑ")
    assert session.end() == 0
    text = (folder / SAVED).read_text(encoding="utf-8")
    assert "董事会已批准：三年预算，退出条件。" in text
    assert saved(folder)["respondent"] == "陈力（总经理）"
    assert saved(folder)["profile"] == {"stage": "abroad"}
    assert saved(folder)["answers"]["strategy.thesis"] == {
        "value": "paper",
        "note": "董事会已批准：三年预算，退出条件。",
        "evidence": "五月三日会议纪要",
        "owner": "陈力",
    }


def test_hostile_text_never_controls_a_terminal(folder: Path) -> None:
    hostile = f"{ESC}]0;owned\a{ESC}[2J[bold]x[/bold] \u202egnp"
    kept = "[bold]x[/bold] \u202egnp"
    shown = r"[bold]x[/bold] \u202egnp"
    session = small(folder, "--quick", environment={"TERM": "dumb"})
    # Ctrl-V, as at a shell, so that the terminal itself does not act on what follows.
    typed = re.sub("([\x00-\x1f])", "\x16\\1", hostile)
    session.introduce(typed, typed)
    session.type("1")
    session.type("e")
    session.type("note", r"Note [^:]*: ")
    session.type("", r"Evidence [^:]*: ")
    session.type("", r"Owner [^:]*: ")
    session.type("1")
    session.type("n")
    session.type(typed, "The reason [^:]*: ")
    session.type("", REVIEW)
    assert session.end() == 0
    assert (saved(folder)["enterprise"], saved(folder)["respondent"]) == (kept, kept)
    assert saved(folder)["answers"]["people.hiring"] == {"not_applicable": kept}
    report = session.transcript.split("Saved in")[1]
    assert shown in report
    review = session.transcript.split("Your answers")[1]
    assert f"not applicable: {shown}" in review
    assert ESC not in session.transcript
    assert "\a" not in session.transcript
    assert ESC not in (folder / SAVED).read_text(encoding="utf-8")


# --- terminals of all kinds ---------------------------------------------------------------------------------


def held(session: Session) -> str:
    """The transcript of a whole quick interview."""
    session.introduce()
    for typed in ("1", "2", "1"):
        session.type(typed)
    session.type("", REVIEW)
    assert session.end() == 0
    return session.transcript


def test_plain_means_no_escape_sequence_and_only_ascii(folder: Path) -> None:
    transcript = held(small(folder, "--quick", "--plain"))
    assert ESC not in transcript
    assert transcript.isascii()


def test_every_line_fits_40_columns_and_no_color_means_no_escape_sequence(folder: Path) -> None:
    session = small(folder, "--quick", columns=40, environment={"NO_COLOR": "1"})
    session.introduce("陈力，董事长兼总经理")
    session.type("?")
    session.type("1")
    session.type("e")
    session.type("董事会已经批准" * 12, r"Note [^:]*: ")
    session.type("https://example.com/" + "x" * 60, r"Evidence [^:]*: ")
    session.type("", r"Owner [^:]*: ")
    session.type("e")
    for prompt in ("Note", "Evidence", "Owner"):
        session.type("", rf"{prompt} [^:]*: ")
    session.type("1")
    session.type("x")
    session.type("n")
    session.type("", "The reason [^:]*: ")
    session.type("2")
    session.type("99", REVIEW)
    session.type("", REVIEW)
    assert session.end() == 0
    # Typed text follows its prompt and is not folded by the program; nor are commands, which one may copy.
    unfolded = r"(> |.*line for one more|Evidence |delete|  readiness (assess|plan) )"
    typed = [line for line in session.lines if re.match(unfolded, line)]
    wide = [line for line in session.lines if display_width(line) > 40 and line not in typed]
    assert wide == []
    assert max(map(display_width, session.lines)) > 30
    assert not re.search(r"\x1b\[[\d;]*m", session.transcript)


def test_an_ascii_session_shows_only_ascii(folder: Path) -> None:
    session = small(folder, "--quick", environment={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    session.send_bytes("宁波\r".encode(), NAME)
    session.wait("That line could not be read as text; please type it again.")
    session.introduce("Chen Li")
    for typed in ("9", "1", "x", "1", "2"):
        session.type(typed)
    session.type("", REVIEW)
    assert session.end() == 0
    assert saved(folder)["respondent"] == "Chen Li"
    report = session.transcript.split("Saved in")[1]
    assert report.isascii()
    assert "\\" not in report


def test_a_line_in_another_encoding_is_asked_for_again(folder: Path) -> None:
    session = small(folder, environment={"LC_ALL": "C"})  # in this locale such bytes arrive as surrogates
    session.send_bytes("中国\r".encode("gbk"), NAME)
    session.wait("That line could not be read as text; please type it again.")
    session.introduce("Chen Li")
    session.type("1")
    session.type("q")
    assert session.end() == 0
    assert saved(folder)["respondent"] == "Chen Li"
