"""`readiness cohort` at a real terminal, where a bar shows how far the reading of files is."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest

from firm_tables import write_files
from firms import GOING_GLOBAL
from forms import random_answers


def at_terminal(folder: Path, words: str, redirection: str = "") -> tuple[int, str]:
    """The exit code of `readiness cohort` with these words, and what the terminal was sent."""
    command = f"{shlex.quote(sys.executable)} -m readiness cohort {words} {redirection}"
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm", "PAGER": "cat"}
    child: Any = pexpect.spawn(
        "/bin/sh",
        ["-c", command],
        cwd=str(folder),
        env=environment,
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=60,
    )
    child.expect(pexpect.EOF)
    return child.wait(), child.before


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the folder `firms` of 70 files, so many that other processes read them."""
    write_files(
        tmp_path / "firms", {f"f{n:02}": random_answers(GOING_GLOBAL, n) for n in range(70)}, GOING_GLOBAL
    )
    return tmp_path


def test_the_report_is_shown_in_chinese_after_the_bar(folder: Path) -> None:
    code, shown = at_terminal(folder, "firms --lang zh")
    assert code == 0
    bar, report = shown.split("\x1b[2K")[-2:]
    assert "70/70" in bar
    assert report.startswith("\x1b[1m企业出海准备度")
    assert "█" in report
    assert "\\u" not in report


def test_a_report_that_is_redirected_is_in_the_file_and_not_on_the_terminal(folder: Path) -> None:
    code, shown = at_terminal(folder, "firms --format json", "> report.json")
    assert code == 0
    assert json.loads((folder / "report.json").read_text(encoding="utf-8"))["firms"] == 70
    assert "schema_version" not in shown
