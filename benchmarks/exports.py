"""What a report in each format costs, as a ratio to Markdown: `python benchmarks/exports.py [PAIRS]`.

Each row is the median, over pairs of whole runs in turn, of the time of a run that writes the format divided
by that of a run that writes Markdown. The report is that of the largest example.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMITS = {"html": 1.5, "docx": 3.0, "xlsx": 3.0, "csv": None, "json": None, "pdf": None}
"""The formats, and how much more than Markdown each may cost."""


def main(pairs: int) -> None:
    """Print one row for each format."""
    largest = max((ROOT / "examples").glob("*.yaml"), key=lambda path: path.stat().st_size)
    with tempfile.TemporaryDirectory() as folder:
        for format, limit in LIMITS.items():
            ratio = statistics.median(_ratio(largest, Path(folder), format) for _pair in range(pairs))
            print(f"{format:6} {ratio:5.2f}" + (f"  (limit {limit})" if limit else ""))


def _ratio(answers: Path, folder: Path, format: str) -> float:
    return _seconds(answers, folder / f"report.{format}") / _seconds(answers, folder / "report.md")


def _seconds(answers: Path, target: Path) -> float:
    command = [sys.executable, "-m", "readiness", "assess", "--answers", str(answers)]
    begin = time.perf_counter()
    subprocess.run([*command, "--export", str(target)], check=True, capture_output=True)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
