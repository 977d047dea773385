"""The whole report at a terminal goes through the user's pager; anywhere else it does not."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pexpect
import pytest

from test_command_line import run

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "ningbo-ev-parts.yaml"
COMMAND = ["-m", "readiness", "assess", "--answers", str(EXAMPLE), "--details"]


def at_a_terminal(folder: Path, **environment: str) -> tuple[str, int | None]:
    """What is shown at a terminal, and the exit code."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    process = pexpect.spawn(
        sys.executable,
        COMMAND,
        cwd=folder,
        env={**kept, "LC_ALL": "C.UTF-8", "TERM": "xterm", "COLUMNS": "80", **environment},
        encoding="utf-8",
        timeout=60,
        dimensions=(24, 80),
    )
    process.expect(pexpect.EOF)
    process.close()
    return re.sub(r"\x1b\[[\d;]*m", "", process.before or "").replace("\r\n", "\n"), process.exitstatus


@pytest.fixture
def pager(tmp_path: Path) -> Path:
    """A pager that numbers the lines and writes down its options and its environment."""
    program = tmp_path / "bin" / "my-pager"
    program.parent.mkdir()
    program.write_text(
        '#!/bin/sh\necho "$LESS $*" > options\ncat > shown\nhead -n 3 shown | cat -n\n', encoding="utf-8"
    )
    program.chmod(0o755)
    return program


def test_the_pager_of_the_user_gets_the_whole_report(pager: Path, tmp_path: Path) -> None:
    shown, code = at_a_terminal(tmp_path, PAGER=f"{pager} -x 'two words'")
    assert code == 0
    assert shown.split("\n")[0].split() == ["1", "Readiness", "to", "go", "overseas"]
    options = (tmp_path / "options").read_text(encoding="utf-8")
    assert options == "-FRX-Psq quits, space for more$ -x two words\n"
    report = (tmp_path / "shown").read_text(encoding="utf-8")
    assert "\x1b[1m" in report
    assert "Provenance" in report


def test_options_that_the_user_set_for_less_stay(pager: Path, tmp_path: Path) -> None:
    at_a_terminal(tmp_path, PAGER=str(pager), LESS="-i")
    assert (tmp_path / "options").read_text(encoding="utf-8") == "-i \n"


@pytest.mark.parametrize("name", ["", "cat", "there-is-no-such-pager", "'", "DIRECTORY"])
def test_without_a_pager_the_report_is_printed(name: str, tmp_path: Path) -> None:
    shown, code = at_a_terminal(tmp_path, PAGER=str(tmp_path) if name == "DIRECTORY" else name)
    assert code == 0
    assert shown.startswith("Readiness to go overseas\n")
    assert "Provenance" in shown


def test_a_poor_terminal_has_no_pager(pager: Path, tmp_path: Path) -> None:
    shown, _code = at_a_terminal(tmp_path, PAGER=str(pager), TERM="dumb")
    assert "Provenance" in shown


def test_a_pager_that_cannot_run_gives_way_to_plain_output(pager: Path, tmp_path: Path) -> None:
    pager.write_text("#!/bin/sh\ncat > /dev/null\nexit 127\n", encoding="utf-8")
    shown, code = at_a_terminal(tmp_path, PAGER=str(pager))
    assert code == 0
    assert "Provenance" in shown


def test_a_pager_that_is_left_early_is_no_error(pager: Path, tmp_path: Path) -> None:
    pager.write_text("#!/bin/sh\nhead -n 1\n", encoding="utf-8")
    assert at_a_terminal(tmp_path, PAGER=str(pager)) == ("Readiness to go overseas\n", 0)


def test_in_a_pipe_there_is_no_pager(pager: Path) -> None:
    finished = run(*COMMAND[2:], environment={"PAGER": str(pager)})
    assert finished.stdout.startswith("Readiness to go overseas\n")
    assert "Provenance" in finished.stdout


def test_without_details_a_terminal_shows_one_page_and_how_to_go_on() -> None:
    finished = run("assess", "--answers", str(EXAMPLE))
    assert "Roadmap" not in finished.stdout
    assert finished.stderr == ""  # nobody reads it in a script
