"""Commands are found: each is one file, takes the common options, and has help that loads quickly."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import readiness
from readiness.cli import commands
from readiness.cli.groups import command_names
from test_command_line import call, surroundings

EXAMPLE = str(Path(__file__).resolve().parent.parent / "examples" / "ningbo-ev-parts.yaml")
NAMES = list(command_names(commands))
HELLO = '''\
"""`readiness say-hello`: a greeting."""

from __future__ import annotations

from readiness.cli import screen

HELP = "Greet."
ORDER = 15


def command() -> int:
    """Greet."""
    screen.print_text("Hello – “you”\\n")
    return 3
'''
# Typer itself may load rich or pydantic; that is not tested.
SLOW = ("yaml", "readiness.loading.loader", "readiness.scoring.engine", "readiness.rendering.terminal")


def test_commands_and_groups_are_found() -> None:
    assert NAMES == [
        (),
        ("answers",),
        ("answers", "import"),
        ("answers", "upgrade"),
        ("assess",),
        ("cases",),
        ("cohort",),
        ("compare",),
        ("form",),
        ("merge",),
        ("plan",),
        ("questionnaire",),
        ("questionnaire", "check"),
        ("questionnaire", "list"),
        ("questionnaire", "new"),
        ("questionnaire", "schema"),
        ("questionnaire", "show"),
        ("questionnaire", "template"),
        ("questionnaire", "translate"),
    ]


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ([], ["assess", "form", "plan", "compare", "merge", "cohort", "cases", "questionnaire", "answers"]),
        (["questionnaire"], ["list", "new", "show", "template", "translate", "check", "schema"]),
        (["answers"], ["import", "upgrade"]),
    ],
    ids=["readiness", "questionnaire", "answers"],
)
def test_help_lists_commands_in_the_order_of_use(group: list[str], expected: list[str]) -> None:
    listed = call(*group, "--help").stdout.partition("Commands:\n")[2]
    assert re.findall(r"^  (\S+)", listed, re.MULTILINE) == expected


@pytest.mark.parametrize("names", NAMES, ids=" ".join)
def test_help_loads_nothing_that_only_commands_need(names: tuple[str, ...]) -> None:
    code = (
        "import sys\n"
        "from readiness.cli.app import run\n"
        f"sys.argv = {['readiness', *names, '--help']!r}\n"
        "code = run()\n"
        f"print([name for name in {SLOW!r} if name in sys.modules], file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=surroundings(), check=False
    )
    assert (done.returncode, done.stderr) == (0, "[]\n")


@pytest.mark.parametrize("place", [(), ("more",)], ids=["command", "command in a new group"])
def test_a_new_command_is_one_new_file(place: tuple[str, ...], tmp_path: Path) -> None:
    package = tmp_path / "readiness"
    shutil.copytree(
        Path(readiness.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"), symlinks=True
    )
    folder = package / "cli" / "commands" / Path(*place)
    if place:
        folder.mkdir()
        (folder / "__init__.py").write_text('HELP = "More."\nORDER = 1\n', encoding="utf-8")
    (folder / "say_hello.py").write_text(HELLO, encoding="utf-8")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "readiness", *words],
            capture_output=True,
            encoding="utf-8",
            env=surroundings({"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}),
            check=False,
        )

    done = run(*place, "say-hello")
    assert (done.returncode, done.stdout, done.stderr) == (3, "Hello – “you”\n", "")
    lines = run(*place, "--help").stdout.splitlines()
    assert any(line.split() == ["say-hello", "Greet."] for line in lines)
    assert "--plain" in run(*place, "say-hello", "--help").stdout


# --- --plain and --debug ----------------------------------------------------------------------------


@pytest.mark.parametrize("names", NAMES, ids=" ".join)
def test_every_command_and_group_takes_the_common_options(names: tuple[str, ...]) -> None:
    shown = " ".join(call(*names, "--help").stdout.split())
    assert "--plain Use no colour, and only ASCII in the program's own text." in shown
    assert "--debug Show the traceback if the program itself fails." in shown


PRINTING = [
    ("assess", "--answers", EXAMPLE),
    ("cases",),
    ("cases", "transsion-africa"),
    ("compare", EXAMPLE, EXAMPLE.replace("ningbo-ev-parts", "suzhou-equipment")),
    ("merge", EXAMPLE, EXAMPLE.replace("ningbo-ev-parts", "several/personnel")),
    ("questionnaire", "list"),
    ("questionnaire", "show"),
    ("questionnaire", "template"),
    ("questionnaire", "check", "“nowhere”"),
    ("questionnaire", "schema", "--for", "answers"),
    ("questionnaire", "new", "“mine”"),
    ("answers", "upgrade", "“nowhere”.yaml"),
]


@pytest.mark.parametrize("words", PRINTING, ids=" ".join)
def test_plain_works_in_any_position(words: tuple[str, ...], tmp_path: Path) -> None:
    """After the command as well as before it. JSON is not text for people and stays unchanged."""
    usual = call(*words, folder=tmp_path)
    shutil.rmtree(tmp_path / "“mine”", ignore_errors=True)
    plain = call(*words, "--plain", folder=tmp_path)
    shutil.rmtree(tmp_path / "“mine”", ignore_errors=True)
    before = call("--plain", *words, folder=tmp_path)
    assert (plain.returncode, plain.stdout, plain.stderr) == (before.returncode, before.stdout, before.stderr)
    assert plain.returncode == usual.returncode
    assert plain.stderr.isascii()
    if "schema" in words:
        assert plain.stdout == usual.stdout
    else:
        assert plain.stdout.isascii()
        assert not (usual.stdout + usual.stderr).isascii() or words[1:] == ("list",)


@pytest.mark.parametrize(
    "words",
    [
        ("assess", "--export", "report.mdd"),
        ("assess", "--fail-under", "“"),
        ("cases", "--kind", "tale"),
        ("cases", "--wrong"),
        ("questionnaire", "show", "--format", "wrong"),
        ("questionnaire", "chek"),
        ("questionnaire",),
    ],
    ids=" ".join,
)
def test_errors_of_usage_are_plain_too(words: tuple[str, ...], tmp_path: Path) -> None:
    for each in ((*words, "--plain"), ("--plain", *words)):
        finished = call(*each, folder=tmp_path)
        assert (finished.returncode, finished.stdout) == (2, "")
        assert finished.stderr.isascii()


def test_one_run_does_not_change_the_next() -> None:
    usual = call("questionnaire", "show").stdout
    assert call("questionnaire", "show", "--plain").stdout != usual
    assert call("questionnaire", "show").stdout == usual


def test_a_form_to_print_is_the_same_with_plain(tmp_path: Path) -> None:
    for name, options in (("usual.md", ()), ("plain.md", ("--plain",))):
        assert call("questionnaire", "show", "--export", name, *options, folder=tmp_path).returncode == 0
    assert (tmp_path / "usual.md").read_bytes() == (tmp_path / "plain.md").read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="the fault is brought in by a variable of the environment")
@pytest.mark.parametrize("where", range(3))
def test_debug_works_in_any_position(where: int, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import readiness.loading.finding as finding\n"
        "def fail(): raise ZeroDivisionError('for a test')\n"
        "finding.builtin_questionnaires = fail\n",
        encoding="utf-8",
    )
    words = ["questionnaire", "list"]
    words.insert(where, "--debug")
    paths = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-m", "readiness", *words],
        capture_output=True,
        text=True,
        env=surroundings({"PYTHONPATH": paths}),
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Traceback (most recent call last):\n")
    assert done.stderr.endswith("\nZeroDivisionError: for a test\n")
