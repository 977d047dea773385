"""What plans, comparisons and `--how-sure` cost beside a report: `python benchmarks/decisions.py [PAIRS]`.

Each row is the median, over pairs of whole runs in turn, of the time of that run divided by that of a run
which prints the first page of a report. The answers are those of the example with the most left to do.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
FILE = str(EXAMPLES / "ningbo-ev-parts.yaml")
RUNS = {
    "assess --details": ("assess", "--answers", FILE, "--details"),
    "assess --how-sure": ("assess", "--answers", FILE, "--how-sure"),
    "plan": ("plan", "--answers", FILE),
    "plan --budget 60": ("plan", "--answers", FILE, "--budget", "60"),
    "compare": (
        "compare",
        str(EXAMPLES / "hangzhou-e-commerce.yaml"),
        str(EXAMPLES / "suzhou-equipment.yaml"),
    ),
}


def main(pairs: int) -> None:
    """Print one row for each run."""
    for name, words in RUNS.items():
        ratio = statistics.median(
            _seconds(words) / _seconds(("assess", "--answers", FILE)) for _pair in range(pairs)
        )
        print(f"{name:18} {ratio:5.2f}")


def _seconds(words: tuple[str, ...]) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-m", "readiness", *words], check=True, capture_output=True)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
