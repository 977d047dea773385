"""Start-up times as ratios of two commands run in turn: `python benchmarks/startup.py [PAIRS]`.

Each row is the median, over pairs of runs, of the wall time of the command divided by that of its
reference; absolute times vary too much between machines. The program is installed from a wheel into
its own folder, as users have it.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PYTHON = sys.executable
ROOT = Path(__file__).resolve().parent.parent
ANSWERS = str(ROOT / "examples" / "ningbo-ev-parts.yaml")

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
    """Print one row for each command with a limit."""
    with tempfile.TemporaryDirectory() as folder:
        app, libraries, script = Path(folder, "app.py"), Path(folder, "libraries.py"), _installed(folder)
        app.write_text(ONE_COMMAND_APP)
        libraries.write_text(LIBRARIES)
        rows = (
            ("--version, of an empty interpreter", 2.0, [script, "--version"], [PYTHON, "-c", "pass"]),
            ("--help, of a one-command app's", 1.2, [script, "--help"], [PYTHON, str(app), "--help"]),
            (
                "assess --answers, of importing the libraries",
                1.5,
                [script, "assess", "--answers", ANSWERS],
                [PYTHON, str(libraries)],
            ),
        )
        for title, limit, command, reference in rows:
            ratio = statistics.median(_ratio(command, reference) for _pair in range(pairs))
            print(f"{title:46} {ratio:5.2f}  (limit {limit})")


def _installed(folder: str) -> str:
    """Install the program, without its libraries, from a wheel into `folder`; return its script."""
    copy, site = Path(folder, "copy"), Path(folder, "site")
    for name in ("src", "questionnaires"):
        shutil.copytree(ROOT / name, copy / name, symlinks=True)
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    install = [PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*install, "--target", str(site), str(copy)], check=True, capture_output=True)
    os.environ["PYTHONPATH"] = str(site)
    return str(site / "bin" / "readiness")


def _ratio(command: list[str], reference: list[str]) -> float:
    return _seconds(command) / _seconds(reference)


def _seconds(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
