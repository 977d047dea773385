"""Any file is read or refused: quickly, with the place, in plain words, and without harm."""

from __future__ import annotations

import gc
import importlib
import itertools
import json
import os
import re
import resource
import shutil
import signal
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import readiness
from readiness.cli.app import run as run_command_line

assert sys.platform != "win32"  # where conftest leaves this module out

ROOT = Path(__file__).resolve().parent.parent
STARTER = Path(readiness.__file__).parent / "authoring" / "starter" / "en"
ASSESS = ("assess", "--questionnaire", STARTER)
AUDIT = ROOT / "docs" / "examples" / "supplier-audit"
SECONDS = 5
"""Of processor time, so that a busy machine does not fail the test."""
PATIENCE = 60
"""Seconds of wall time after which a run counts as hanging and is ended."""
MEMORY = 400 * 2**20
"""Bytes that a run may need beyond the memory of the testing process."""
LONGEST = 64 * 2**10
"""Bytes of a refusal; a value of megabytes is not shown in full."""
bounded = settings(max_examples=15, deadline=None, derandomize=True)


@pytest.fixture(scope="module", autouse=True)
def _begun() -> None:
    """Load everything once, before the children are forked."""
    importlib.import_module("readiness.cli.app")
    for name in (
        "authoring.doubts.doubts",
        "views.build_preview",
        "authoring.schema",
        "answers.template",
        "answers.upgrade",
        "rendering.json",
        "rendering.markdown",
        "rendering.terminal",
        "views.pages.form_page",
        "views.pages.preview_page",
        "views.pages.report_page",
    ):
        importlib.import_module(f"readiness.{name}")
    readiness.load_questionnaire(STARTER)
    gc.freeze()  # garbage collection in a child would copy all the memory it looks at


class Finished(NamedTuple):
    """What a command did."""

    code: int
    output: str
    errors: str


def run(*arguments: str | Path, folder: Path, typed: bytes = b"") -> Finished:
    """Run the command line with these arguments in a child process, which is ended beyond the limits."""
    streams = [folder / f".{name}" for name in ("input", "output", "errors")]
    streams[0].write_bytes(typed)
    child = os.fork()
    if child == 0:
        os._exit(_within_limits([*map(str, arguments)], folder, streams))
    _child, ended, used = os.wait4(child, 0)
    assert used.ru_utime + used.ru_stime < SECONDS
    output, errors = (path.read_bytes().decode() for path in streams[1:])
    return Finished(os.waitstatus_to_exitcode(ended), output, errors)


def _within_limits(arguments: list[str], folder: Path, streams: list[Path]) -> int:
    try:
        with Path("/proc/self/statm").open() as sizes:
            limit = int(sizes.read().split()[0]) * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except OSError:
        pass  # a system that does not report sizes; the time limit remains
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(PATIENCE)
    for number, path in enumerate(streams):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC if number else os.O_RDONLY
        os.dup2(os.open(path, flags, 0o600), number)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 (a descriptor)
        for number, mode in enumerate("rww")
    )
    os.chdir(folder)
    sys.argv = ["readiness", *arguments]
    code = 99
    try:
        code = run_command_line()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


# --- conditions for every run -------------------------------------------------------------------

DRIVING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
JARGON = re.compile(
    r"Traceback|pydantic|py ?yaml|libyaml|ruamel|Input should|NoneType|\w+Error\b|<class"
    r"|https?://|please report",
    re.IGNORECASE,
)
# A workbook has no lines: what is wrong with all of it has no place.
PLACED = re.compile(r"\S[^\n]*?:([1-9]\d*:[1-9]\d*: (warning: )?[a-z]+(-[a-z]+)*| workbook-damaged): \S")


def expect_a_clean_result(finished: Finished, *, refused: bool | None = None) -> None:
    """Check that nothing harms the terminal and that every problem has its place and plain words."""
    assert finished.code in (0, 2), finished
    for text in (finished.output, finished.errors):
        assert not DRIVING.search(text)
    if refused is not None:
        assert (finished.code == 2) == refused, finished
    if finished.code == 2:
        shown = finished.output + finished.errors
        assert len(shown.encode()) < LONGEST
        assert not JARGON.search(shown)
        begun = [line for line in shown.split("\n") if line and not line.startswith("    ")]
        assert re.match(r"\d+ problems?[;,]|\d+ questionnaires? checked", begun.pop())
        assert begun
        assert all(PLACED.match(line) for line in begun), begun


# --- a corpus -----------------------------------------------------------------------------------

DEEP = 100_000
HEAD = "questionnaire: starter\nversion: 1.0.0\n"
LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(i + 1)}: &{chr(i + 1)} [*{chr(i)}, *{chr(i)}]\n" for i in range(97, 120)
)
REFUSED: dict[str, str | bytes] = {
    # empty, or not a mapping
    "empty": "",
    "blank": "   \n\n",
    "comment": "# nothing\n",
    "null": "null",
    "tilde": "~",
    "dashes": "---",
    "text": "words",
    "number": "3",
    "list": "- a\n- b",
    "empty list": "[]",
    "quoted": "'a'",
    "block": "|\n a",
    # many documents, directives
    "two documents": "a: 1\n---\nb: 2",
    "after the end": "a: 1\n...\nb: 2",
    "thousands": "---\n" * 5_000,
    "YAML 1.3 twice": "%YAML 1.3\n%YAML 1.3\n---\na: 1",
    "YAML 2": "%YAML 2.0\n---\na: 1",
    "no document": "%YAML 1.2\n",
    "unknown handle": "!e!x y",
    "percent": "%",
    "two TAGs": "%TAG ! a\n" * 2,
    "flood of TAGs": "".join(f"%TAG !a{i}! x\n" for i in range(60_000)) + "---\na: 1",
    # tags
    "python": "!!python/object/apply:os.system ['exit 1']",
    "python name": "a: !!python/name:os.system ''",
    "binary": "!!binary aGk=",
    "bad binary": "a: !!binary '&'",
    "set": "!!set {a}",
    "omap": "!!omap [a: 1]",
    "local": "!local x",
    "verbatim": "!<tag:yaml.org,2002:str> x",
    "open verbatim": "!<abc",
    "bare": "! x",
    "int of text": "a: !!int x",
    "bool": "a: !!bool yes",
    "timestamp": "!!timestamp 2001-99-99",
    "no UTF-8 tag": "!a%ff x",
    "half tag": "!a%e4%bd x",
    "surrogate tag": "!a%ed%a0%80 x",
    "tag%": "!a%zz x",
    "long tag": "!" + "a" * DEEP + " x",
    # anchors, aliases, merge keys
    "anchor": "a: &x 1",
    "alias": "a: *x",
    "itself": "&x [*x]",
    "key anchor": "&a a: 1",
    "laughs": LAUGHS,
    "merge": "x: &x {a: 1}\ny: {<<: *x}",
    "merge twice": "<<: 1\n<<: 2",
    "long anchor": "&" + "a" * DEEP,
    # keys
    "list key": "[a]: b",
    "map key": "{a: 1}: b",
    "? list": "? - a\n: b",
    "? map": "? {a: b}\n: c",
    "twice": "a: 1\na: 2",
    "twice in braces": "{a: 1, a: 2}",
    "thousands twice": "a: 1\n" * 5_000,
    "escaped twice": 'a: 1\n"\\x61": 2',
    "empty key": '"": 1',
    "null key": "~: 1",
    "number key": "1: a",
    "long key": "k" * DEEP + ": 1",
    "many keys": "".join(f"k{i}: 1\n" for i in range(20_000)),
    # depth
    **{
        f"deep {o.strip()}": o * DEEP
        for o in ("[", "{", "- ", "? ", "{a: ", "[{a: ", "{? ", "- a: ", "? [", "!a ")
    },
    "deep lines": "".join(" " * i + "a:\n" for i in range(1_800)),
    "closed": "[" * DEEP + "]" * DEEP,
    # length
    "too long": b"x" * 5_000_000,
    "2 MiB": b"a: ".ljust(2**21, b"x"),
    "one more": b"a: ".ljust(2**21 + 1, b"x"),
    "million items": "- 1\n" * 500_000,
    "in brackets": "[" + "1," * 10**6 + "]",
    "blank lines": "\n" * 2_000_000,
    **{
        f"million {c}": c * 10**6
        for c in ("'", '"', ":", "-", "#", "%", "&", "*", "|", "\r", ",", "]", "@", "`")
    },
    # syntax
    **{f"open {c}": f"a: {c}b" for c in ("'", '"', "[", "{")},
    **{f"begins with {c}": f"a: {c}b" for c in "@`%&*!|>]},"},
    "colons": "a: b: c",
    "list on a line": "a: - b",
    "outdented": "a:\n    b: 1\n  c: 2",
    "text and key": "a\nb: 1",
    "tab": "\ta: 1",
    "tab below": "a:\n\tb: 1",
    "bad indent": "|9\n x",
    "no indent": "|0\n x",
    "junk": "a: |x\n y",
    "bad escape": '"\\q"',
    "no hex": '"\\xg0"',
    "surrogate": '"\\ud800"',
    "pair": '"\\ud83d\\ude00"',
    "beyond": '"\\U00110000"',
    "end of escape": '"\\',
    # characters
    **{f"U+{n:04X}": f"a: {chr(n)}" for n in (0, 1, 7, 8, 0xB, 0xC, 0x1B, 0x7F, 0x80, 0x9B, 0xFFFE, 0xFFFF)},
    **{
        c: (HEAD + "# 战略").encode(c)
        for c in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "gbk")
    },
    "Latin 1": b"a: \xe9",
    "half": "a: 战".encode()[:-1],
    "overlong": b"\xc0\xaf",
    "bytes": bytes(range(256)) * 99,
    "surrogate bytes": b"a: \xed\xa0\x80",
    "past Unicode": b"\xf4\x90\x80\x80",
    "two marks": "\ufeff\ufeffa: 1",
    # other formats
    "HTML": "<!DOCTYPE html><b>",
    "TOML": "[a]\nb = 1",
    "CSV": "a,b\n1,2",
    "ZIP": b"PK\x03\x04\x14\x00",
    "XML": "<a/>",
}
assert len(REFUSED) >= 120


def content(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_of_answers_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes(content(REFUSED[name]))
    expect_a_clean_result(run(*ASSESS, "--answers", "f.yaml", folder=tmp_path), refused=True)


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_questionnaire_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "questionnaire.yaml").write_bytes(content(REFUSED[name]))
    form = "json" if len(name) % 2 else "text"
    finished = run("questionnaire", "check", ".", "--format", form, folder=tmp_path)
    if form == "json":
        assert finished.code == 2
        assert not DRIVING.search(finished.output)
        assert len(finished.output) < LONGEST
        assert json.loads(finished.output)["problems"]
    else:
        expect_a_clean_result(finished, refused=True)


@pytest.mark.parametrize("name", [*REFUSED][::2])
def test_a_hostile_section_or_library_is_refused_under_its_own_name(name: str, tmp_path: Path) -> None:
    file = "trial.yaml" if len(name) % 2 else "cases.yaml"
    shutil.copytree(STARTER, tmp_path, dirs_exist_ok=True)
    (tmp_path / file).write_bytes(content(REFUSED[name]))
    command = ("show", ".") if len(name) % 3 else ("template", ".")
    finished = run("questionnaire", *command, folder=tmp_path)
    if file == "cases.yaml" and name in ("empty", "blank", "comment", "null", "tilde", "dashes"):
        expect_a_clean_result(finished)
    else:
        expect_a_clean_result(finished, refused=True)


@pytest.mark.parametrize(
    "name", ["empty", "deep [", "laughs", "two documents", "U+001B", "utf-16", "flood of TAGs"]
)
def test_a_hostile_file_is_refused_on_standard_input_and_by_an_upgrade_too(name: str, tmp_path: Path) -> None:
    hostile = content(REFUSED[name])
    expect_a_clean_result(run(*ASSESS, "--answers", "-", folder=tmp_path, typed=hostile), refused=True)
    (tmp_path / "f.yaml").write_bytes(hostile)
    expect_a_clean_result(
        run("answers", "upgrade", "f.yaml", "--questionnaire", STARTER, folder=tmp_path), refused=True
    )
    assert (tmp_path / "f.yaml").read_bytes() == hostile
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".yaml" and path.name[0] != "."] == []


@pytest.mark.parametrize(
    "value",
    [
        *[
            "9" * 5_000,
            "-" + "9" * 10**6,
            "1e999",
            "-1e999",
            ".nan",
            ".inf",
            "-.inf",
            "-0",
            "1_000",
            "١",
            "１",
            "²",
        ],
        *[
            "0o17",
            "017",
            "0x1F",
            "0b1",
            "1:30:45",
            "2026-03-31",
            "9999-99-99",
            "2001-12-14t21:59:43.10-05:00",
        ],
        *[
            "yes",
            "no",
            "on",
            "off",
            "Y",
            "=",
            "<<",
            "true",
            "'1'",
            "1.0",
            "4.5",
            "[1]",
            "{a: 1}",
            "[[[]]]",
            '""',
        ],
        *[
            "'{0}'",
            "'%s'",
            "'[bold]'",
            '"\\e[31m"',
            '"\\u202e"',
            '"\\0"',
            "|\n    x",
            "x" * 10**6,
            "{value: {}}",
        ],
    ],
)
def test_a_value_that_only_looks_like_a_level_is_refused(value: str, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(f"{HEAD}answers:\n  content.levels: {value}\n", encoding="utf-8")
    finished = run(*ASSESS, "--answers", "f.yaml", folder=tmp_path)
    expect_a_clean_result(finished, refused=value not in ("-0",))


# --- paths ---------------------------------------------------------------------------------------


def test_a_path_that_is_not_a_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "gone").symlink_to("nowhere")
    for path in (
        "pipe",
        "loop",
        "gone",
        ".",
        "missing/file",
        "x" * 5_000,
        "f.yaml/x",
        "/dev/null",
        "\udcff",
        "\x1b[2J",
    ):
        expect_a_clean_result(run(*ASSESS, "--answers", path, folder=tmp_path), refused=True)
        expect_a_clean_result(run("questionnaire", "show", path, folder=tmp_path), refused=True)
    expect_a_clean_result(run(*ASSESS, "--answers", "/dev/zero", folder=tmp_path), refused=True)


def test_a_questionnaire_reads_only_files_in_its_folder(tmp_path: Path) -> None:
    shutil.copytree(STARTER, tmp_path / "q")
    (tmp_path / "secret.yaml").write_text("secret: 1\n")
    (tmp_path / "q" / "out.yaml").symlink_to("../secret.yaml")
    (tmp_path / "q" / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "q" / "folder.yaml").mkdir()
    main = tmp_path / "q" / "questionnaire.yaml"
    text = main.read_text(encoding="utf-8")
    assert text.count("trial.yaml\n") == 1
    for name in (
        "out",
        "loop",
        "folder",
        "pipe",
        "missing",
        "questionnaire",
        "../secret",
        "/etc/passwd",
        "'{x}'",
    ):
        file = name if name[0] in "/'" else f"{name}.yaml"
        main.write_text(text.replace("trial.yaml\n", f"{file}\n"), encoding="utf-8")
        finished = run("questionnaire", "show", "q", folder=tmp_path)
        expect_a_clean_result(finished, refused=True)
        assert "secret: 1" not in finished.errors
        assert "root:" not in finished.errors


# --- too much valid input -----------------------------------------------------------------------

BASE = "id: big\nversion: 1.0.0\ntitle: T\nbands: [{id: a, title: A}, {id: b, title: B, cut: 50}]\n"


def asked(count: int, extra: str = "", *, first: int = 0) -> str:
    """A section of `count` questions, numbered from `first`."""
    questions = (f"  - {{id: q{first + i}, text: t, type: yes-no{extra}}}\n" for i in range(count))
    return f"- id: s{first}\n  title: S\n  questions:\n{''.join(questions)}"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (
            "sections:\n" + "".join(asked(125 + (i == 3), first=i * 125) for i in range(4)),
            "questionnaire.yaml:6:1: too-many-questions: these sections have more than 500 questions\n",
        ),
        (
            "sections:\n" + asked(151),
            "questionnaire.yaml:6:1: too-many-questions: one of these sections has more than 150",
        ),
        (
            "opportunities:\n" + asked(150) + asked(1, first=150) + "sections:\n" + asked(1, first=999),
            "questionnaire.yaml:6:1: too-many-questions: these opportunities have more than 150 questions\n",
        ),
        (
            "sections:\n"
            + "".join(
                f"- {{id: s{i}, title: S, questions: [{{id: q{i}, text: t, type: yes-no}}]}}\n"
                for i in range(201)
            ),
            "questionnaire.yaml:6:1: too-many-sections: there are more than 200 sections\n",
        ),
        (
            "sections:\n- id: s\n  title: S\n  questions:\n  - id: q\n    text: t\n    options:\n"
            + "".join(f"    - {{id: o{i}, score: {i}, text: x}}\n" for i in range(301)),
            "questionnaire.yaml:12:5: wrong-value: this list is too long\n",
        ),
        (
            "sections: [" + "trial.yaml, " * 40_000 + "]\n",
            "questionnaire.yaml:5:12: missing-file: there is no file “trial.yaml” in this folder\n",
        ),
        (
            f"sections:\n- {{id: s, title: {'x' * 301}}}\n",
            "questionnaire.yaml:6:18: wrong-value: the text is too long\n",
        ),
        (
            f"description: {'x' * 5001}\nsections:\n{asked(1)}",
            "questionnaire.yaml:5:14: wrong-value: the text is too long\n",
        ),
        (
            f"sections:\n{asked(1, ', weight: 5.0e-324')}",
            "questionnaire.yaml:9:45: wrong-value: this weight is too small to count\n",
        ),
        (
            f"scale: {{minimum: 0, maximum: 5.0e-324}}\nsections:\n{asked(1)}",
            "questionnaire.yaml:5:21: scale-range: `minimum` is not below `maximum`",
        ),
    ],
    ids=[
        *("questions", "questions together", "opportunities", "sections", "options", "files"),
        *("title", "text", "weight", "scale"),
    ],
)
def test_a_questionnaire_above_the_limits_is_refused(text: str, refusal: str, tmp_path: Path) -> None:
    (tmp_path / "questionnaire.yaml").write_text(BASE + text)
    finished = run("questionnaire", "show", ".", folder=tmp_path)
    expect_a_clean_result(finished, refused=True)
    assert finished.errors.startswith(refusal), finished.errors[:300]


def test_a_questionnaire_at_the_limits_is_reported_in_time(tmp_path: Path) -> None:
    lift = ", lift: {text: x, effort: 1, horizon: 30}"
    sections = "".join(asked(125, lift, first=first) for first in range(0, 500, 125))
    opportunities = asked(150, lift, first=500)
    text = f"{BASE}sections:\n{sections}opportunities:\n{opportunities}"
    (tmp_path / "questionnaire.yaml").write_text(text)
    given = "".join(f"  q{i}: {('yes', 'no', 'unknown')[i % 3]}\n" for i in range(650))
    (tmp_path / "f.yaml").write_text(f"questionnaire: big\nversion: 1.0.0\nanswers:\n{given}")
    expect_a_clean_result(
        run("assess", "--questionnaire", ".", "--answers", "f.yaml", folder=tmp_path), refused=False
    )


def test_checking_many_prerequisites_ends_in_time(tmp_path: Path) -> None:
    """A chain over all questions, and one that goes to and fro between two questions."""
    names = [f"q{i}" for i in range(250)]
    names += [f"{'cd'[i % 2]}/o{i}" for i in range(250)]
    rules = "".join(f"- {{action: {a}, first: {b}}}\n" for a, b in itertools.pairwise(names))
    listed = "".join(f"    - {{id: o{i}, score: {i}, text: x}}\n" for i in range(250))
    choices = "".join(f"  - id: {id}\n    text: t\n    options:\n{listed}" for id in ("c", "d"))
    sections = asked(125) + asked(125, first=125) + f"- id: s\n  title: S\n  questions:\n{choices}"
    (tmp_path / "questionnaire.yaml").write_text(f"{BASE}prerequisites:\n{rules}sections:\n{sections}")
    expect_a_clean_result(run("questionnaire", "check", ".", folder=tmp_path), refused=False)


def test_following_a_long_history_ends_in_time(tmp_path: Path) -> None:
    """Each of 500 versions splits what the last one made, and changes all levels of a question."""
    count = 500
    changes = []
    for i in range(count):
        last = i == count - 1
        became = "[q0, q1]" if last else f"[x{i + 1}, y{i + 1}]"
        split = f"x{i}: {became}, y{i}: {became}" if i else f"x0: {became}"
        level = f"{{was: {'no' if i else 'a0'}, score: 0, now: 'no'}}"
        changes.append(f"- {{version: 1.{i + 1}.0, split: {{{split}}}, rescaled: {{q2: [{level}]}}}}\n")
    text = f"{BASE.replace('1.0.0', f'1.{count}.0')}history:\n{''.join(changes)}sections:\n{asked(3)}"
    (tmp_path / "questionnaire.yaml").write_text(text)
    (tmp_path / "f.yaml").write_text("questionnaire: big\nversion: 1.0.0\nanswers: {x0: 1, y7: 1, q2: 0}\n")
    finished = run("answers", "upgrade", "f.yaml", "--questionnaire", ".", folder=tmp_path)
    expect_a_clean_result(finished, refused=False)
    assert "Asked instead: q0, q1." in finished.errors
    assert (tmp_path / "f.yaml").read_text().endswith("answers: {q2: no}\n")


def test_checking_many_conditions_ends_in_time(tmp_path: Path) -> None:
    def condition(count: int) -> str:
        pairs = (
            f"{{any: [{{answer: q{j}, equals: yes}}, {{answer: q{j + 1}, equals: no}}]}}"
            for j in range(count)
        )
        return f", when: {{all: [{', '.join(pairs)}]}}"

    questions = "".join(
        f"  - {{id: q{i}, text: t, type: yes-no{condition(i - 1) if i > 30 else ''}}}\n" for i in range(60)
    )
    (tmp_path / "questionnaire.yaml").write_text(
        f"{BASE}sections:\n- id: s\n  title: S\n  questions:\n{questions}"
    )
    expect_a_clean_result(run("questionnaire", "check", ".", folder=tmp_path), refused=False)


# --- text that could control what shows it ------------------------------------------------------

HOSTILE = (
    r"\e[31mX\e]0;t\a\x9b2J\u202egnp\u2066\u2028\u2029\u0085\u200b\u200dz\uFEFF\x7f\U000E0041[bold]<b>{x}%s"
)
_KEYS = "(?:title|text|who|summary|lesson|message|source|description|help|section)"
TEXTS = re.compile(
    rf"(?m)(^ *(?:- )?{_KEYS}: )(?![>|]|.*#)[^\n]+|((?<=[{{,]) ?{_KEYS}: )[^\n{{}},]+(?=[,}}])"
)
REPORT = ("assess", "--questionnaire", "q", "--answers", "f.yaml", "--format")
FORMS: tuple[tuple[str, ...], ...] = (
    *((*REPORT, form) for form in ("terminal", "markdown", "json")),
    *(("questionnaire", "show", "q", "--format", form) for form in ("terminal", "markdown")),
    *(("questionnaire", "check", "q", "--format", form) for form in ("text", "json")),
    ("questionnaire", "template", "q"),
    ("questionnaire", "schema", "--for", "answers", "q"),
    ("cases", "--questionnaire", "q"),
    ("cases", "all-agreed", "--questionnaire", "q"),
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter with hostile text everywhere, and hostile answers to it."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(STARTER, folder / "q")
    for path in (folder / "q").iterdir():
        written = path.read_text(encoding="utf-8")
        path.write_text(
            TEXTS.sub(lambda found: f'{found[1] or found[2]}"{HOSTILE}"', written), encoding="utf-8"
        )
    template = run("questionnaire", "template", "q", folder=folder)
    assert template.code == 0, template.errors
    note = f'{{value: unknown, note: "{HOSTILE}"}}'
    answers = re.sub(r"(?m)^  [a-z]+\.[a-z-]+:$", lambda found: f"{found[0]} {note}", template.output)
    answers = answers.replace("respondent:", f'respondent: "{HOSTILE}"', 1)
    (folder / "f.yaml").write_text(answers, encoding="utf-8")
    return folder


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
def test_hostile_text_is_shown_and_has_no_effect(form: tuple[str, ...], hostile_folder: Path) -> None:
    finished = run(*form, folder=hostile_folder)
    expect_a_clean_result(finished, refused=False)
    assert "gnp" in finished.output or form[1] == "check"
    if "json" in form or "schema" in form:
        json.loads(finished.output)


def test_hostile_text_has_no_effect_in_an_export(hostile_folder: Path) -> None:
    names = ("report.md", "report.json", "report.txt")
    exports = [word for name in names for word in ("--export", name)]
    expect_a_clean_result(run(*FORMS[0], *exports, folder=hostile_folder), refused=False)
    for name in names:
        written = (hostile_folder / name).read_text(encoding="utf-8")
        assert "gnp" in written
        assert not DRIVING.search(written)
        assert name.endswith(("json", "txt")) or "<b>" not in written


# --- real files with mistakes -------------------------------------------------------------------

REAL = {path.name: path.read_bytes() for path in (AUDIT / "answers.yaml", AUDIT / "answers-1.0.0.yaml")}
PIECES = [
    "'",
    '"',
    "{",
    "}",
    "[",
    "]",
    ":",
    "- ",
    "? ",
    "|",
    "&a ",
    "*a ",
    "! ",
    "#",
    "\t",
    "\n",
    "\r",
    "\x85",
    "\0",
]
PIECES += [
    "\u2028",
    "\ufeff",
    "---\n",
    "...\n",
    "~",
    "yes",
    "1e3",
    "\\",
    "%",
    "@",
    "战",
    "\u202e",
    "-1",
    "[]",
    "\u200d",
]


def places(count: int = 4) -> st.SearchStrategy[list[tuple[float, int, str]]]:
    mistake = st.tuples(st.floats(0, 1), st.integers(0, 30), st.sampled_from(PIECES))
    return st.lists(mistake, min_size=1, max_size=count)


def damaged(good: bytes, mistakes: list[tuple[float, int, str]]) -> bytes:
    for place, length, piece in mistakes:
        at = int(place * len(good))
        good = good[:at] + piece.encode() + good[at + length :]
    return good


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged")


@bounded
@given(name=st.sampled_from(sorted(REAL)), mistakes=places())
def test_real_answers_with_mistakes_are_read_or_refused(
    folder: Path, name: str, mistakes: list[tuple[float, int, str]]
) -> None:
    (folder / "f.yaml").write_bytes(damaged(REAL[name], mistakes))
    expect_a_clean_result(run("assess", "--questionnaire", AUDIT, "--answers", "f.yaml", folder=folder))
    upgraded = run("answers", "upgrade", "f.yaml", "--questionnaire", AUDIT, folder=folder)
    expect_a_clean_result(upgraded)
    if upgraded.code == 0:
        again = run("answers", "upgrade", "f.yaml", "--questionnaire", AUDIT, folder=folder)
        assert "nothing to do" in again.errors


@bounded
@given(file=st.sampled_from(["questionnaire.yaml", "trial.yaml", "cases.yaml"]), mistakes=places())
def test_a_real_questionnaire_with_mistakes_is_read_or_refused(
    folder: Path, file: str, mistakes: list[tuple[float, int, str]]
) -> None:
    shutil.copytree(STARTER, folder / "q", dirs_exist_ok=True)
    (folder / "q" / file).write_bytes(damaged((STARTER / file).read_bytes(), mistakes))
    expect_a_clean_result(run("questionnaire", "check", "q", folder=folder))
    expect_a_clean_result(run("questionnaire", "show", "q", folder=folder))


@bounded
@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))
    )
)
def test_arbitrary_bytes_are_refused(folder: Path, data: bytes) -> None:
    expect_a_clean_result(run(*ASSESS, "--answers", "-", folder=folder, typed=data), refused=True)
