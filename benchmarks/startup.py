"""Start-up times as ratios of two commands run in turn: `python benchmarks/startup.py [PAIRS]`.

Each row is the median, over pairs of runs, of the command's wall time divided by its
reference's in the same pair; machines are too noisy for absolute times.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PYTHON = sys.executable
SCRIPT = str(Path(PYTHON).with_name("readiness"))
ANSWERS = str(Path(__file__).resolve().parent.parent / "examples" / "ningbo-ev-parts.yaml")

ONE_COMMAND_APP = """
import typer
app = typer.Typer(add_completion=False, rich_markup_mode=None)
@app.command()
def assess(answers: str = typer.Option(None, "--answers", help="Read answers from FILE.")) -> None:
    "Assess the enterprise."
app()
"""

LIBRARIES = """
import typer, rich.table, yaml
from pydantic import BaseModel
class Model(BaseModel):
    id: str
"""


def main(pairs: int) -> None:
    """Print one row for each bar of the design."""
    with tempfile.TemporaryDirectory() as folder:
        app, libraries = Path(folder, "app.py"), Path(folder, "libraries.py")
        app.write_text(ONE_COMMAND_APP)
        libraries.write_text(LIBRARIES)
        rows = (
            ("--version, of an empty interpreter", 2.0, [SCRIPT, "--version"], [PYTHON, "-c", "pass"]),
            ("--help, of a one-command app's", 1.2, [SCRIPT, "--help"], [PYTHON, str(app), "--help"]),
            (
                "assess --answers, of importing the libraries",
                1.5,
                [SCRIPT, "assess", "--answers", ANSWERS],
                [PYTHON, str(libraries)],
            ),
        )
        for title, bar, command, reference in rows:
            ratio = statistics.median(_ratio(command, reference) for _pair in range(pairs))
            print(f"{title:46} {ratio:5.2f}  (bar {bar})")


def _ratio(command: list[str], reference: list[str]) -> float:
    return _seconds(command) / _seconds(reference)


def _seconds(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
