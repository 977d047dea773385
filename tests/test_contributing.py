"""`CONTRIBUTING.md` is true: each change, made in a copy of the package, does what the page says."""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from contributing import CHANGES, PAGE, ROOT, Runner, changed, copied, make, running
from every_type import SAMPLES, replies, use_every_command, write_questionnaire
from readiness.questionnaire.combining.ways import SIDED, WAYS
from readiness.source.data import plain
from readiness.source.parsing import parse
from readiness.source.source import Source
from test_command_line import surroundings
from test_house import ROWS
from test_new_question_type import DATE
from test_terminal_session import ANSWER, REVIEW, Session

PROGRAMS = {"readiness": "readiness", "pybabel": "babel.messages.frontend"}
ALL_SAMPLES = {**SAMPLES, "date": DATE}


def python(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python over `copy`."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=copy,
        env=surroundings({"PYTHONPATH": str(copy / "src")}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


# --- the six changes ----------------------------------------------------------------------------------


def test_the_page_shows_six_changes() -> None:
    assert list(CHANGES) == [
        "A question type",
        "A way of combining",
        "A report format",
        "A language",
        "A command",
        "A warning for authors",
    ]
    shown = sum(len(change.files) + len(change.diffs) + 2 for change in CHANGES.values())
    text = PAGE.read_text(encoding="utf-8").partition("\n## Six changes\n")[2]
    collected = 1  # the collecting of messages from the code is not run
    assert text.count("\n```\n") == shown + collected


@pytest.mark.parametrize("title", CHANGES)
def test_each_change_by_itself_does_what_the_page_says(title: str, tmp_path: Path) -> None:
    change, copy = CHANGES[title], copied(tmp_path / "copy")
    make(change, copy)
    printed = ""
    for line in change.commands:
        program, *arguments = shlex.split(line)
        done = python(copy, PROGRAMS[program], *arguments)
        assert done.returncode == 0, done.stderr
        printed += done.stdout + done.stderr
    for part in change.printed.split("…\n"):
        assert part in printed
        printed = printed[printed.index(part) + len(part) :]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with all changes at once."""
    copy = copied(tmp_path_factory.mktemp("contributing") / "copy")
    for change in CHANGES.values():
        make(change, copy)
        for line in change.commands:
            program, *arguments = shlex.split(line)
            if program != "readiness":  # a command that prepares the change
                assert python(copy, PROGRAMS[program], *arguments).returncode == 0
    return copy


def test_the_changes_follow_the_rules_of_the_project(copy: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", copy)
    (copy / "tests").mkdir()
    for name in ("test_house.py", "like_windows.py"):
        shutil.copy(ROOT / "tests" / name, copy / "tests")
    cache = str(ROOT / ".mypy_cache" / "contributing")
    for check in (
        ("pytest", "-p", "no:cacheprovider", "tests/test_house.py"),
        ("ruff", "check", "src"),
        ("ruff", "format", "--check", "src"),
        ("mypy", "--cache-dir", cache, "src"),
    ):
        done = python(copy, *check)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_diff_is_applied_only_where_it_fits() -> None:
    text = "a\nb\nc\n\nb\nc\nd\n"
    assert changed(text, "+new\n a\n") == "new\na\nb\nc\n\nb\nc\nd\n"
    assert changed(text, " c\n-d\n+e\n+f\n") == "a\nb\nc\n\nb\nc\ne\nf\n"
    for diff in (" b\n+new\n c\n", " z\n+new\n"):
        with pytest.raises(ValueError, match=r"occurs [02] times"):
            changed(text, diff)


# --- every type in every way of combining, in every command -------------------------------------------


@pytest.fixture(scope="module")
def run(copy: Path) -> Iterator[Runner]:
    """Runs the copy with all changes."""
    with running(copy) as runner:
        yield runner


@pytest.mark.parametrize("way", [*WAYS, "median"])
def test_every_command_takes_every_type_in_every_way(way: str, run: Runner, tmp_path: Path) -> None:
    use_every_command(run, tmp_path / "all", ALL_SAMPLES, way=way, formats=("outline",))


@pytest.mark.parametrize("way", [*WAYS, "median"])
def test_all_types_are_answered_at_a_terminal_in_every_way(way: str, copy: Path, tmp_path: Path) -> None:
    write_questionnaire(tmp_path / "every", ALL_SAMPLES, way)
    session = Session(tmp_path, "--questionnaire", "every", environment={"PYTHONPATH": str(copy / "src")})
    session.introduce("Chen Li")
    exposed = ALL_SAMPLES if way in SIDED else {}
    for sample in exposed.values():
        session.type(sample.typed, ANSWER)
    for line in replies(ALL_SAMPLES):
        session.type(line, ANSWER)
    session.type("r", REVIEW)
    assert session.end() == 0
    assert "To hand it on:" in session.transcript
    kept = parse(Source("kept", (tmp_path / "every.answers.yaml").read_text(encoding="utf-8")))
    expected = {f"exposed.{name}": sample.written for name, sample in exposed.items()}
    expected |= {f"all.{name}": sample.written for name, sample in ALL_SAMPLES.items()}
    assert plain(kept["answers"]) == expected


def test_every_way_of_the_copy_is_tested(run: Runner, tmp_path: Path) -> None:
    schema = json.loads(run("questionnaire", "schema", "--for", "questionnaire", folder=tmp_path).stdout)
    lists = re.findall(r'"enum": (\[[^]]*\])', json.dumps(schema))
    assert [*WAYS, "median"] in [json.loads(found) for found in lists]


# --- languages of messages --------------------------------------------------------------------------------


def test_a_language_applies_to_one_run_and_only_with_a_catalogue(run: Runner, tmp_path: Path) -> None:
    def told(code: str, exit_code: int) -> str:
        done = run("questionnaire", "show", "--lang", code, folder=tmp_path)
        assert (done.returncode, bool(done.stdout)) == (exit_code, not exit_code)
        return done.stderr.splitlines()[0].partition(": unknown-language: ")[2] or done.stderr

    assert told("de", 0) == "Es gibt keine Texte in „de“; Sie sehen die in der ersten Sprache.\n"
    assert told("DE", 0) == "Es gibt keine Texte in „DE“; Sie sehen die in der ersten Sprache.\n"
    for code in ("fr", "../translations/de", "de.mo", "__init__"):
        assert told(code, 2) == f"there are no texts in “{code}”"


# --- the map ------------------------------------------------------------------------------------------------


def test_the_map_names_every_room_in_the_order_of_the_data() -> None:
    rooms = re.findall(r"^\| `(\w+)/` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rooms == [room for row in ROWS for room in row]


def test_everything_that_the_page_names_exists() -> None:
    page = PAGE.read_text(encoding="utf-8")
    named = re.findall(r"`(?:\w+\.)?(\w+)` \(`([\w/]+\.py)`", page)
    assert len(named) >= 10
    for name, file in named:
        tree = ast.parse((ROOT / "src" / "readiness" / file).read_text(encoding="utf-8"))
        assert name in {
            node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)
        }
    rooms = "|".join(room for row in ROWS for room in row)
    paths = set(re.findall(rf"`((?:tests|docs|{rooms})/[\w/.-]+\.\w+)`", page))
    assert len(paths) >= 15
    for path in paths - {"messages/translations/CODE.po"}:
        assert (ROOT / path).exists() or (ROOT / "src" / "readiness" / path).exists(), path
    tests = set(re.findall(r"`(test_\w+)`", page))
    assert [name for name in tests if not (ROOT / "tests" / f"{name}.py").exists()] == []
