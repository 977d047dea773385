"""The changes that CONTRIBUTING.md shows, made in a copy of the package, and a process that runs the copy."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "CONTRIBUTING.md"
_WORDS = {"New file": "new", "In": "change", "Run": "run", "Among other things this prints": "prints"}
_BLOCK = re.compile(rf"^({'|'.join(_WORDS)})(?: `([^`]+)`)?:\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Change(NamedTuple):
    """One of the changes: what it does to files, and the commands and output that show it works."""

    title: str
    files: tuple[tuple[str, str], ...]
    """New files: path and content."""
    diffs: tuple[tuple[str, str], ...]
    """Path and lines that begin with a blank, `+` or `-`."""
    commands: tuple[str, ...]
    printed: str


def shown_changes(page: str) -> dict[str, Change]:
    """The changes that `page` shows, by title."""
    found = {}
    for part in page.split("\n### ")[1:]:
        title = part.partition("\n")[0]
        blocks: dict[str, list[tuple[str, str]]] = {kind: [] for kind in _WORDS.values()}
        for block in _BLOCK.finditer(part):
            blocks[_WORDS[block[1]]].append((block[2], block[3]))
        ((_, commands),), ((_, printed),) = blocks["run"], blocks["prints"]
        files, diffs = tuple(blocks["new"]), tuple(blocks["change"])
        found[title] = Change(title, files, diffs, tuple(commands.splitlines()), printed)
    return found


def changed(text: str, diff: str) -> str:
    """`text` with `diff` applied; its lines that are not added must occur in this order exactly once."""
    lines = [(line[:1], f"{line[1:]}\n") for line in diff.splitlines()]
    assert {mark for mark, _line in lines} <= {" ", "+", "-", ""}, diff
    before = "".join(line for mark, line in lines if mark != "+")
    after = "".join(line for mark, line in lines if mark != "-")
    places = [found.start() for found in re.finditer(f"^{re.escape(before)}", text, re.MULTILINE)]
    if len(places) != 1:
        raise ValueError(f"occurs {len(places)} times:\n{before}")
    return text[: places[0]] + after + text[places[0] + len(before) :]


def make(change: Change, copy: Path) -> None:
    """Make `change` in `copy`."""
    for name, text in change.files:
        path = copy / name
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    for name, diff in change.diffs:
        path = copy / name
        path.write_text(changed(path.read_text(encoding="utf-8"), diff), encoding="utf-8")


def copied(folder: Path) -> Path:
    """A copy of the package and the examples in a new `folder`."""
    # Compiled files are copied too: they stay valid and save a second at the first run of each copy.
    shutil.copytree(ROOT / "src" / "readiness", folder / "src" / "readiness")
    shutil.copytree(ROOT / "examples", folder / "examples")
    return folder


CHANGES = shown_changes(PAGE.read_text(encoding="utf-8"))


class Runner:
    """A process that runs commands of a copy one after the other, which is quicker than one process each."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run the command line in `folder`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([arguments, str(folder)]) + "\n")
        self._process.stdin.flush()
        code, output, errors = json.loads(self._process.stdout.readline())
        return subprocess.CompletedProcess(arguments, code, output, errors)


@contextmanager
def running(copy: Path) -> Iterator[Runner]:
    """A runner of `copy`, ended afterwards."""
    from test_command_line import surroundings

    with subprocess.Popen(
        [sys.executable, __file__],
        env=surroundings({"PYTHONPATH": str(copy / "src")}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        yield Runner(process)


def _serve() -> None:
    from test_command_line import call

    results = sys.stdout
    for line in sys.stdin:
        arguments, folder = json.loads(line)
        done = call(*arguments, folder=Path(folder))
        results.write(json.dumps([done.returncode, done.stdout, done.stderr]) + "\n")
        results.flush()


if __name__ == "__main__":
    _serve()
