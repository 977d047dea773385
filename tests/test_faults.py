"""A fault of the program itself prints one line, keeps the answers, and shows a traceback on request."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from readiness import __version__, load_answers, load_questionnaire
from readiness.__main__ import main
from test_terminal_session import FILE, REVIEW, SAVED, Session

NAMED = "Chen Li of the ninth plant"
ANSWERS = f"""\
questionnaire: small
version: 1.0.0
respondent: {NAMED}
profile: {{stage: home}}
answers: {{strategy.thesis: nothing}}
"""
FAULTY = """\
import readiness.scoring.engine

def score(questionnaire, answers, *, quick=False):
    raise ZeroDivisionError(f"no weight for {answers.respondent}")

readiness.scoring.engine.score = score
"""
MESSAGE = (
    f"readiness {__version__} failed (ZeroDivisionError). This is a fault in the program, not yours."
    " Please run the same command with --debug, and report what it shows.\n"
)
COMMAND = ("assess", "--questionnaire", "small", "--answers", "answers.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a questionnaire, answers, and a program that fails when it scores."""
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "questionnaire.yaml").write_text(FILE, encoding="utf-8")
    (tmp_path / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
    (tmp_path / "faulty").mkdir()
    (tmp_path / "faulty" / "sitecustomize.py").write_text(FAULTY, encoding="utf-8")
    return tmp_path


def path_with_fault(folder: Path) -> str:
    """The PYTHONPATH with which the program fails."""
    return os.pathsep.join(filter(None, [str(folder / "faulty"), os.environ.get("PYTHONPATH")]))


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command with the program that fails."""
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PYTHONPATH": path_with_fault(folder)}
    command = [sys.executable, "-m", "readiness", *words]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_fault_prints_one_line_without_anything_from_the_user(folder: Path) -> None:
    finished = run(folder, *COMMAND, "--export", "report.md")
    assert (finished.returncode, finished.stdout, finished.stderr) == (1, "", MESSAGE)
    assert not (folder / "report.md").exists()


@pytest.mark.parametrize("words", [("--debug", *COMMAND), (*COMMAND, "--debug")], ids=["before", "after"])
def test_debug_shows_the_traceback_without_the_values_of_variables(
    words: tuple[str, ...], folder: Path
) -> None:
    finished = run(folder, *words)
    assert (finished.returncode, finished.stdout) == (1, "")
    assert finished.stderr.startswith("Traceback (most recent call last):\n")
    assert finished.stderr.endswith(f"\nZeroDivisionError: no weight for {NAMED}\n")
    assert finished.stderr.count(NAMED) == 1  # only in the message of the exception
    assert "locals" not in finished.stderr


def test_a_fault_after_an_interview_loses_no_answer(folder: Path) -> None:
    session = Session(
        folder, "--questionnaire", "small", "--quick", environment={"PYTHONPATH": path_with_fault(folder)}
    )
    session.introduce(NAMED)
    for _number in range(3):
        session.type("1")
    session.type("", REVIEW)
    assert session.end() == 1
    assert MESSAGE.strip() in " ".join(session.transcript.split())
    kept = load_answers(folder / SAVED, load_questionnaire(folder / "small"))
    assert (kept.respondent, len(kept.given)) == (NAMED, 2)


def test_debug_changes_nothing_without_a_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    seen = []
    for words in (COMMAND, ("assess", "--answers", "none"), ("assess", "--wrong")):
        for debug in ((), ("--debug",)):
            monkeypatch.setattr(sys, "argv", ["readiness", *words, *debug])
            with pytest.raises(SystemExit) as exit:
                main()
            seen.append((exit.value.code, capsys.readouterr()))
    assert seen[0::2] == seen[1::2]
    assert [code for code, _shown in seen[0::2]] == [0, 2, 2]
