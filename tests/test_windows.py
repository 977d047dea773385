"""On an imitation of Windows the program assesses, asks and exports the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from test_terminal_session import FILE, SAVED

assert sys.platform == "linux"  # elsewhere conftest leaves this module out

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "ningbo-ev-parts.yaml"
BEGIN = "from like_windows import become_windows; become_windows()\n"
PROGRAM = """\
import sys
from readiness.__main__ import main
from readiness.cli import screen

screen.is_terminal = lambda *_streams: True
sys.argv = ["readiness", *sys.argv[1:]]
main()
"""
POSIX_PROGRAM = PROGRAM.replace("screen.is_terminal =", "unused =")


def start(folder: Path, code: str, *words: str) -> subprocess.Popen[str]:
    path = os.pathsep.join(filter(None, [str(Path(__file__).parent), os.environ.get("PYTHONPATH")]))
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    return subprocess.Popen(
        [sys.executable, "-c", code, *words],
        cwd=folder,
        env={**kept, "PYTHONPATH": path, "LC_ALL": "C.UTF-8", "TERM": "dumb"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(folder: Path, code: str, *words: str, typed: str = "") -> tuple[int, str, str]:
    """Run `code` in a process; return the exit code, standard output and standard error."""
    process = start(folder, code, *words)
    output, errors = process.communicate(typed, timeout=60)
    return process.returncode, output, errors


def readiness(folder: Path, *words: str, typed: str = "") -> tuple[int, str, str]:
    """The same for the program, with Windows imitated and every stream a terminal."""
    return run(folder, BEGIN + PROGRAM, *words, typed=typed)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the questionnaire `small` in it."""
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "questionnaire.yaml").write_text(FILE, encoding="utf-8")
    return tmp_path


def test_the_imitation_lacks_and_forbids_the_same_as_windows(tmp_path: Path) -> None:
    """Otherwise the tests below could not fail."""
    (tmp_path / "file").write_text("text", encoding="utf-8")
    code = BEGIN + (
        "import os, sys, signal\n"
        "try: import fcntl\n"
        "except ImportError: print('no fcntl')\n"
        "print(hasattr(os, 'fchmod'), hasattr(signal, 'pthread_sigmask'), sys.platform)\n"
        "with open('file') as stream:\n"
        "    try: os.unlink('file')\n"
        "    except PermissionError: print('open')\n"
        "os.write(os.open('text', os.O_WRONLY | os.O_CREAT), b'a\\n')\n"
        "os.write(os.open('binary', os.O_WRONLY | os.O_CREAT | os.O_BINARY), b'a\\n')\n"
    )
    code_of_exit, output, errors = run(tmp_path, code)
    assert (code_of_exit, errors) == (0, "")
    assert output.splitlines() == ["no fcntl", "False False win32", "open"]
    assert (tmp_path / "text").read_bytes() == b"a\r\n"
    assert (tmp_path / "binary").read_bytes() == b"a\n"


def test_an_assessment_and_its_exports_are_the_same(folder: Path) -> None:
    names = ("report.md", "report.json", "report.txt")
    words = ["assess", "--answers", str(EXAMPLE), *(f"--export={name}" for name in names)]
    (folder / "report.md").write_text("old", encoding="utf-8")
    usual = run(folder, POSIX_PROGRAM, *words)
    expected = {name: (folder / name).read_bytes() for name in names}
    (folder / "report.md").write_text("old", encoding="utf-8")
    code, output, errors = readiness(folder, *words)
    assert (code, output) == usual[:2] == (0, usual[1])
    assert errors.startswith(usual[2])  # at a terminal, how to go on is below
    assert {name: (folder / name).read_bytes() for name in names} == expected
    assert b"\r" not in expected["report.md"]
    assert sorted(path.name for path in folder.iterdir()) == sorted([*names, "small"])


def test_an_interview_keeps_its_answers_and_continues_with_them(folder: Path) -> None:
    words = ("assess", "--questionnaire", "small", "--export", "report.json")
    code, output, errors = readiness(folder, *words, typed="Lamps\nChen Li\n\n2\n2\nq\n")
    assert (code, output) == (0, "")
    assert f"Saved in {SAVED}" in errors
    assert sorted(path.name for path in folder.iterdir()) == ["small", SAVED]
    code, output, errors = readiness(folder, *words, typed="1\n1\n\n")
    assert code == 0, errors
    assert f"Continuing with {SAVED}: 2 answers so far." in errors
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert report["answers"]["respondent"] == "Chen Li"
    assert b"\r" not in (folder / SAVED).read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == ["report.json", "small", SAVED]


def test_a_second_session_shows_who_uses_the_file(folder: Path) -> None:
    words = ("assess", "--questionnaire", "small")
    first = start(folder, BEGIN + PROGRAM, *words)
    assert first.stderr is not None
    assert any(line.startswith("Answers are saved in") for line in first.stderr)
    code, output, errors = readiness(folder, *words)
    assert (code, output) == (2, "")
    assert f"{SAVED} is open in another session (process {first.pid} on" in " ".join(errors.split())
    first.communicate("Lamps\nChen Li\n\nq\n", timeout=60)
    assert first.returncode == 0
    assert [path.name for path in folder.iterdir() if path.name.endswith(".lock")] == []


@pytest.mark.parametrize(
    "words", ["cases", "questionnaire list", "questionnaire show small", "questionnaire new made"]
)
def test_other_commands_give_the_same_output(
    words: str, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "small").symlink_to(folder / "small")
    assert readiness(folder, *words.split()) == run(other, POSIX_PROGRAM, *words.split())
    for path in (other / "made").rglob("*.yaml"):
        assert (folder / path.relative_to(other)).read_bytes() == path.read_bytes()


def test_control_c_waits_until_a_file_is_written(tmp_path: Path) -> None:
    code = BEGIN + (
        "import os, signal\n"
        "from readiness.system.current import system\n"
        "try:\n"
        "    with system.held_off(), system.held_off():\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "        print('written')\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted', signal.getsignal(signal.SIGINT) is signal.default_int_handler)\n"
    )
    assert run(tmp_path, code) == (0, "written\ninterrupted True\n", "")
