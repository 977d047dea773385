"""A run touches only the files it was given and its own program, and nothing over the network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import readiness
from test_terminal_session import ANSWER, FILE, REVIEW, Session

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "ningbo-ev-parts.yaml"
RECORDER = """\
import json, os, sys

log = os.open(os.environ["AUDIT_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

def record(event, arguments):
    if event.startswith(RECORDED):
        words = [os.fspath(each) if hasattr(each, "__fspath__") else each for each in arguments]
        words = [each.decode() if isinstance(each, bytes) else each for each in words]
        words = [each if isinstance(each, (int, str)) else None for each in words]
        os.write(log, (json.dumps([event, *words]) + "\\n").encode())

RECORDED = (
    "open", "os.", "shutil.", "tempfile.", "socket.", "subprocess.", "pty.", "urllib.", "http.", "ftplib.",
    "smtplib.", "webbrowser.", "ctypes.", "mmap.", "sqlite3.", "fcntl.", "glob.", "pathlib.", "syslog.",
)
sys.addaudithook(record)
"""
CHANGES = {
    "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.utime",
    "os.chmod", "os.chown", "os.setxattr", "os.removexattr",
}  # fmt: skip
LOOKS = {
    "os.listdir", "os.scandir", "os.walk", "os.fwalk", "os.listxattr", "os.getxattr",
}  # fmt: skip
INNOCENT = {  # a pattern is not a file: the folder it searches is recorded separately
    "fcntl.flock", "fcntl.fcntl", "fcntl.ioctl", "glob.glob", "glob.glob/2", "pathlib.Path.glob",
    "os.putenv", "os.unsetenv",
}  # fmt: skip
STARTED = ("questionnaire", "cases", "trial")
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Touched(NamedTuple):
    """What a command accessed outside its own memory; paths are absolute."""

    written: set[str]
    read: set[str]
    other: set[str]
    """Names of all other events: a socket, a process, a library loaded with ctypes."""


class Recorder:
    """Runs commands in `folder` under an audit hook, which the interpreter calls for every outside access."""

    def __init__(self, folder: Path, place: Path) -> None:
        self.folder = folder
        self.log = place / "log"
        (place / "sitecustomize.py").write_text(RECORDER, encoding="utf-8")
        path = os.pathsep.join(filter(None, [str(place), os.environ.get("PYTHONPATH")]))
        self.environment = {"AUDIT_LOG": str(self.log), "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}

    def run(self, *words: str) -> Touched:
        """Return what `readiness` with `words` touches; it must succeed."""
        command = [sys.executable, "-m", "readiness", *words]
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **self.environment}
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return self.touched()

    def touched(self) -> Touched:
        """Return what was recorded since the last call."""
        touched = Touched(set(), set(), set())
        for line in self.log.read_text(encoding="utf-8").splitlines():
            self._sort(json.loads(line), touched)
        self.log.unlink()
        return touched

    def _sort(self, event: list[Any], touched: Touched) -> None:
        name, *arguments = event
        paths = {str(self.folder / each) for each in arguments if isinstance(each, str)}
        if name == "open":
            path, _mode, flags = arguments
            if isinstance(path, str):  # a descriptor was opened before
                kind = touched.written if flags & WRITES else touched.read
                kind.add(str(self.folder / path))
        elif name in CHANGES:
            touched.written.update(paths)
        elif name in LOOKS:
            touched.read.update(paths)
        elif name not in INNOCENT:
            touched.other.add(name)


@pytest.fixture
def recorder(tmp_path: Path) -> Recorder:
    """A recorder for a folder `work` with the questionnaire `small` and the answers of an example."""
    for name in ("work", "recorder", "work/small"):
        (tmp_path / name).mkdir()
    (tmp_path / "work" / "small" / "questionnaire.yaml").write_text(FILE, encoding="utf-8")
    (tmp_path / "work" / "answers.yaml").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "work" / "neighbour.yaml").write_text("not to be read", encoding="utf-8")
    return Recorder(tmp_path / "work", tmp_path / "recorder")


def installed() -> Iterator[Path]:
    """The folders of Python, its libraries and the program."""
    yield from (Path(each).resolve() for each in {sys.prefix, sys.base_prefix, *filter(None, sys.path)})
    package = Path(readiness.__file__).resolve().parent
    yield from (package, (package / "questionnaires").resolve())


def paths_of_user(paths: set[str], recorder: Recorder) -> set[str]:
    """Those of `paths` that belong neither to the program nor to the system, relative to the folder."""
    places = {*installed(), Path("/etc"), Path("/usr"), Path("/dev"), Path("/proc"), recorder.log.parent}
    found = set()
    for path in map(Path, paths):
        if not any(path.resolve().is_relative_to(place) for place in places - {Path("/")}):
            found.add(os.path.relpath(path, recorder.folder))
    return found


def test_the_recorder_sees_everything_that_is_forbidden(recorder: Recorder) -> None:
    """Otherwise the tests below could not fail."""
    (recorder.folder / "forbidden.py").write_text(
        "import socket, subprocess\n"
        "socket.socket().close()\n"
        "subprocess.run(['true'])\n"
        "open('neighbour.yaml').close()\n"
        "open('made', 'w').close()\n",
        encoding="utf-8",
    )
    environment = {"PATH": os.environ["PATH"], **recorder.environment}
    subprocess.run([sys.executable, "forbidden.py"], cwd=recorder.folder, env=environment, check=True)
    touched = recorder.touched()
    assert {"socket.__new__", "subprocess.Popen"} <= touched.other
    assert "neighbour.yaml" in paths_of_user(touched.read, recorder)
    assert paths_of_user(touched.written, recorder) == {"made"}


@pytest.mark.parametrize(
    ("words", "read", "written"),
    [
        ("--version", set(), set()),
        ("--help", set(), set()),
        ("assess --answers answers.yaml", {"answers.yaml"}, set()),
        ("assess --answers answers.yaml --export a.md --export b.json", {"answers.yaml"}, {"a.md", "b.json"}),
        ("assess --answers answers.yaml --format json --fail-under 1", {"answers.yaml"}, set()),
        ("cases", set(), set()),
        ("cases transsion-africa", set(), set()),
        ("questionnaire list", set(), set()),
        ("questionnaire show small", {"small/questionnaire.yaml"}, set()),
        ("questionnaire show --export form.md", set(), {"form.md"}),
        ("questionnaire template small", {"small/questionnaire.yaml"}, set()),
        ("questionnaire schema --for answers small", {"small/questionnaire.yaml"}, set()),
        ("questionnaire new mine", set(), {"mine", *(f"mine/{name}.yaml" for name in STARTED)}),
        ("answers upgrade answers.yaml", {"answers.yaml"}, set()),
    ],
)
def test_a_command_touches_only_the_files_that_it_was_given(
    words: str, read: set[str], written: set[str], recorder: Recorder
) -> None:
    touched = recorder.run(*words.split())
    assert touched.other == set()
    changed = paths_of_user(touched.written, recorder)
    assert {name for name in changed if not is_passing(name, read | written)} == written
    assert paths_of_user(touched.read, recorder) - changed - {".", "small", "mine"} == read


def is_passing(name: str, given: set[str]) -> bool:
    """Whether `name` is the folder, or a temporary file beside one of `given`."""
    return name == "." or any(Path(name).name.startswith(f".{Path(each).name}.") for each in given)


def test_a_whole_session_touches_only_its_answers_and_its_report(recorder: Recorder) -> None:
    session = Session(
        recorder.folder,
        *("--questionnaire", "small", "--save", "mine.yaml", "--export", "report.md"),
        environment=recorder.environment,
    )
    session.introduce("Chen Li")
    for typed in ("1", "?", "2", "b", "1", "e"):
        session.type(typed)
    for prompt in ("Note", "Evidence", "Owner"):
        session.type("words", rf"{prompt} [^:]*: ")
    session.type("1")
    session.type("2", ANSWER)
    session.type("", REVIEW)
    assert session.end() == 0
    touched = recorder.touched()
    assert touched.other == set()
    written = {"mine.yaml", "report.md"}
    changed = paths_of_user(touched.written, recorder)
    assert {name for name in changed if not is_passing(name, written)} == written
    assert paths_of_user(touched.read, recorder) - changed - {".", "small"} == {"small/questionnaire.yaml"}
    assert sorted(path.name for path in recorder.folder.iterdir()) == [
        "answers.yaml", "mine.yaml", "neighbour.yaml", "report.md", "small",
    ]  # fmt: skip
