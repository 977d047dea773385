"""The time to read a folder of answers, as a ratio to PyYAML's C loader: `python benchmarks/cohort_files.py`.

Both read the same files on the same cores, each with processes that it starts itself. Ours checks every
answer, takes digests and writes parts; the rival only parses, and never collects garbage.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from populations import POPULATIONS, draw

from readiness import Questionnaire, answers_text, load_questionnaire
from readiness.cohort.opening import open_sources

RIVAL = """
import gc, sys, yaml
gc.disable()
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as stream:
        yaml.load(stream.read(), Loader=yaml.CSafeLoader)
"""


def main(count: int = 2000, pairs: int = 5) -> None:
    """Print the median ratios over pairs of runs, of the time that passes and of the processors' time."""
    jobs = os.cpu_count() or 1
    questionnaire = load_questionnaire()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "answers"
        _make(folder, count, questionnaire)
        passed, worked = [], []
        for number in range(pairs):
            work = Path(name) / str(number)
            ours = _seconds(partial(_ours, folder, work, jobs, questionnaire))
            theirs = _seconds(partial(_theirs, folder, jobs))
            passed.append(ours.passed / theirs.passed)
            worked.append(ours.worked / theirs.worked)
    print(
        f"reading {count} files with {jobs} processes, ratio to yaml.load(…, CSafeLoader)"
        f"  {statistics.median(passed):5.2f}  (limit 1.5); of the processors' time"
        f"  {statistics.median(worked):5.2f}"
    )


def _make(folder: Path, count: int, questionnaire: Questionnaire) -> None:
    folder.mkdir()
    for number in range(count):
        answers = draw(POPULATIONS[-1], questionnaire, f"files {number}")
        text = answers_text(answers, questionnaire)
        (folder / f"firm{number:06}.answers.yaml").write_text(text, encoding="utf-8")


def _ours(folder: Path, work: Path, jobs: int, questionnaire: Questionnaire) -> None:
    opened = open_sources([str(folder)], questionnaire, work, jobs=jobs)
    assert not opened.counts.faults


def _theirs(folder: Path, jobs: int) -> None:
    paths = sorted(map(str, folder.iterdir()))
    processes = [
        subprocess.Popen([sys.executable, "-c", RIVAL, *paths[number::jobs]]) for number in range(jobs)
    ]
    assert not any(process.wait() for process in processes)


class _Seconds(NamedTuple):
    passed: float
    worked: float
    """By all processors, in this process and those that it started."""


def _seconds(run: Callable[[], None]) -> _Seconds:
    begin, work = time.perf_counter(), _work()
    run()
    return _Seconds(time.perf_counter() - begin, _work() - work)


def _work() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
