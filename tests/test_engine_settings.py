"""Tables of any size are scored in small steps, so that memory does not grow with the size."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from firms import GOING_GLOBAL
from readiness.cohort.engine_settings import ROWS_AT_ONCE

ROWS = 30_000


@pytest.mark.parametrize(
    ("said", "expected"), [({}, ROWS_AT_ONCE), ({"POLARS_IDEAL_MORSEL_SIZE": "15000"}, 15_000)]
)
def test_tables_are_scored_in_small_steps(said: dict[str, str], expected: int, tmp_path: Path) -> None:
    """The engine has computed something by then, and does not read its settings again by itself."""
    id, question = next(iter(GOING_GLOBAL.questions.items()))
    firms = pl.DataFrame({"firm": [f"firm {n}" for n in range(ROWS)], id: question.choices[0].id})
    firms.write_parquet(tmp_path / "firms.parquet", row_group_size=ROWS)
    command = ["-m", "readiness", "cohort", "firms.parquet", "--scores", "scores.parquet", "--no-report"]
    done = subprocess.run(
        [sys.executable, *command],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "POLARS_TRACK_METRICS": "1", "POLARS_LOG_METRICS": "1", **said},
    )
    steps = re.findall(r"^io-sink.*?recv\(row=(\d+), morsel=\d+, max=(\d+)\)", done.stderr, re.MULTILINE)
    assert [(int(rows), int(most)) for rows, most in steps] == [(ROWS, expected)], done.stderr[-2000:]
