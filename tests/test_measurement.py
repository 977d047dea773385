"""The measurement on simulated firms runs, can be repeated, and is explained on its page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "measurement.md").read_text(encoding="utf-8")


@cache
def printed(processes: int) -> str:
    """What the measurement prints about three firms of each population."""
    program = ROOT / "benchmarks" / "measurement.py"
    done = subprocess.run(
        [sys.executable, str(program), "--firms", "3", "--processes", str(processes)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_page_explains_every_table_and_names_every_figure() -> None:
    explained, figures = PAGE.split("## The figures")
    titles = re.findall(r"^### (.+)$", printed(1), re.MULTILINE)
    assert len(titles) == 10
    assert [title for title in titles if f"**{title}**" not in explained] == []
    rows = re.findall(r"^\| (.+?) \|", printed(1), re.MULTILINE)
    assert len(rows) > 100
    missing = [row for row in rows if f"\n| {row} |" not in figures]
    assert missing == [], "run: python benchmarks/measurement.py --page"


def test_the_figures_do_not_depend_on_the_number_of_processes() -> None:
    assert printed(1) == printed(2)
