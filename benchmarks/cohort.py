"""What it costs to score a cohort: `python benchmarks/cohort.py tables`, `files`, or `spark`.

Whole processes run in turn over the same simulated firms. Each figure is a median over rounds, and each ratio
is that of two runs of one round. `--check` compares the results, firm by firm, with `readiness.score`.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias, get_args

from agreement import check, check_faults
from draw_cohort import Form

import readiness

assert sys.platform != "win32"  # only POSIX tells what a single child process has used

HERE = Path(__file__).resolve().parent
RIVALS = HERE / "rivals"
PYTHON = sys.executable
REPORTING = f"{PYTHON} -m readiness cohort {{source}} --scores {{result}}"
OWN_COMMAND = f"{REPORTING} --no-report"
"""How the program is called, for the same result as the rivals; `--ours` says otherwise."""
CHECKED = "checked"
"""Tells a rival to leave out the rows that `readiness` sets aside."""
NO_RESULT = ("with its report", "reading alone")
"""Those that have no result of their own to check."""
MEBIBYTE = 2**20
Contestants: TypeAlias = Mapping[str, Callable[[Path, Path], list[str]]]
"""For each name, the command that reads a source and writes a result."""


class Cost(NamedTuple):
    """What one process took."""

    seconds: float
    cpu: float
    """The seconds of all cores, its own and those of processes it started."""
    memory: float
    """The most memory that it, or the largest of those it started, held at one time, in MiB."""


def tables(ours: str) -> Contestants:
    """Those that score a table."""
    return {
        "readiness": lambda source, result: words(ours, source, result),
        "with its report": lambda source, result: words(REPORTING, source, result),
        "its engine alone": lambda source, result: [
            PYTHON,
            str(HERE / "scored.py"),
            str(source),
            str(result),
        ],
        "Polars by hand": lambda source, result: script("polars_query", source, result),
        "Polars by hand, checked": lambda source, result: [*script("polars_query", source, result), CHECKED],
        "DuckDB by hand": lambda source, result: script("duckdb_query", source, result),
        "DuckDB by hand, checked": lambda source, result: [*script("duckdb_query", source, result), CHECKED],
        "reading alone": lambda source, _result: script("decode_floor", source),
    }


def files(ours: str) -> Contestants:
    """Those that read a folder of answers files."""
    return {
        "readiness": lambda source, result: words(ours, source, result),
        "with its report": lambda source, result: words(REPORTING, source, result),
        "PyYAML's C loader": lambda source, _result: script("yaml_floor", source),
    }


def on_spark(ours: str, master: str) -> Contestants:
    """Those that score a table on the cluster `master`."""
    ours += f" --engine spark --overwrite --master {master}"
    return {
        "readiness": lambda source, result: words(ours, source, result),
        "Spark by hand": lambda source, result: [*script("spark_query", source, result), master],
    }


def words(command: str, source: Path, result: Path) -> list[str]:
    """The command of a user over `source`."""
    return [part.format(source=source, result=result) for part in shlex.split(command)]


def script(name: str, *arguments: Path) -> list[str]:
    """The command of one rival."""
    return [PYTHON, str(RIVALS / f"{name}.py"), *map(str, arguments)]


def cost_of(command: Sequence[str]) -> Cost:
    """Run a command, which must succeed."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    told = process.stderr.read()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{shlex.join(command)} ended with {process.returncode}\n{told.decode()}")
    return Cost(time.perf_counter() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / MEBIBYTE)


def compare(contestants: Contestants, source: Path, firms: int, rounds: int) -> None:
    """Print what each contestant costs, and the ratios of the first one to the others."""
    first = next(iter(contestants))
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        runs = []
        for turn in range(rounds):
            order = list(contestants)[:: 1 if turn % 2 == 0 else -1]
            run = {name: cost_of(contestants[name](source, Path(folder, "result.parquet"))) for name in order}
            runs.append(run)
    print("| | time of readiness ÷ its time | CPU of readiness ÷ its CPU | time a firm | most memory |")
    print("| --- | --- | --- | --- | --- |")
    for name in contestants:
        ratios = [
            statistics.median(run[first][figure] / run[name][figure] for run in runs) for figure in (0, 1)
        ]
        each = 1e6 * statistics.median(run[name].seconds for run in runs) / firms
        memory = statistics.median(run[name].memory for run in runs)
        print(
            f"| {name} | {ratios[0]:.2f} | {ratios[1]:.2f} | {each:.1f} µs | {memory:,.0f} MiB |", flush=True
        )


def main() -> None:
    """Draw a cohort and compare."""
    parser = argparse.ArgumentParser(description="Measure what it costs to score a cohort.")
    parser.add_argument("kind", choices=["tables", "files", "spark"])
    parser.add_argument("--firms", type=int, help="how many (200,000 in a table, 10,000 files)")
    parser.add_argument(
        "--form", choices=get_args(Form), default="text", help="how a table holds answers (text)"
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often each process runs (3)")
    parser.add_argument("--seed", type=int, default=1, help="another seed draws other firms (1)")
    parser.add_argument("--source", type=Path, help="use this table or folder, which was drawn before")
    parser.add_argument("--ours", help=f"how the program is called ({OWN_COMMAND})")
    parser.add_argument("--check", action="store_true", help="compare the results of 2,000 firms instead")
    parser.add_argument("--master", default="local[*]", help="the master of Spark (local[*])")
    options = parser.parse_args()
    is_table = options.kind != "files"
    ours = options.ours or OWN_COMMAND
    kinds = {"tables": tables(ours), "files": files(ours), "spark": on_spark(ours, options.master)}
    contestants = kinds[options.kind]
    if options.check:
        compared = contestants if is_table else tables(ours)
        compared = {name: each for name, each in compared.items() if name not in NO_RESULT}
        # The rival on Spark reads texts only.
        forms: Sequence[Form] = ("text",) if options.kind == "spark" else get_args(Form)
        failed = check(compared, forms)
        strict = {name: each for name, each in compared.items() if CHECKED in name or name == "readiness"}
        sys.exit(check_faults(strict) or failed)
    firms = options.firms or (200_000 if is_table else 10_000)
    with tempfile.TemporaryDirectory() as folder:
        source = options.source or Path(folder, "firms.parquet" if is_table else "firms")
        if not options.source:
            # By another process: the memory that this one has counts as that of those it starts.
            form = ["--form", options.form] if is_table else []
            draw = [PYTHON, str(HERE / "draw_cohort.py"), "table" if is_table else "files", str(source)]
            draw += ["--firms", str(firms), "--seed", str(options.seed), *form]
            subprocess.run(draw, check=True)
        # As an installed program is; one in development may be compiled in each process anew.
        compileall.compile_dir(Path(readiness.__file__).parent, quiet=1)
        print(f"{firms:,} firms, {options.form if is_table else 'files'}, {os.cpu_count()} cores\n")
        compare(contestants, source, firms, options.rounds)


if __name__ == "__main__":
    main()
