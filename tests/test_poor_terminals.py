"""Output and messages on poor terminals: narrow, dumb, ASCII, closed, full, resized."""

from __future__ import annotations

import fcntl
import json
import os
import re
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pexpect
import pytest

from readiness import load_answers, load_questionnaire
from readiness.authoring.scaffold import starter_files
from readiness.loading.finding import builtin_questionnaires
from readiness.messages.characters import display_width, printable
from readiness.messages.folding import fold
from readiness.messages.problems import Problem
from readiness.rendering.encodings import Characters
from test_terminal_session import ANSWER, COVER, NAME, REVIEW, SAVED, Session, saved
from test_terminal_session import FILE as ASKED

assert sys.platform != "win32"  # where conftest leaves this module out

ESC = "\x1b"
FULL = Path("/dev/full")
EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "ningbo-ev-parts.yaml"
NOTE = "董事会已批准三年预算；退出条件“连续两年亏损”也已写明，José 与 Müller 签字 🚢"
SURE_TO_WRAP = "https://example.com/" + "x" * 60

QUESTIONNAIRE = f"""\
id: wide
version: 1.0.0
title: 出海准备 Are we ready – “really”?
description: {NOTE}
source: Made up for a test, § 2 · 第三章
profile:
  - id: sector
    title: 行业 Sector
    text: In which?
    options: [{{id: cars, text: 汽车 Cars}}, {{id: food, text: 食品 Food}}]
bands:
  - {{id: start, title: 起步 Start, text: {NOTE}}}
  - {{id: end, title: End, text: The last., cut: 90}}
red_flags:
  - id: no-thesis
    title: 没有战略 No thesis
    message: {NOTE}
    when: {{answer: strategy.thesis, equals: nothing}}
    caps_at: start
    action: {{text: "写下来：为什么、为谁、多少钱。Write it down…", effort: 1, horizon: 30}}
sections:
  - id: strategy
    title: 战略锚定 Strategic anchoring of the enterprise abroad
    description: {NOTE}
    questions:
      - id: strategy.thesis
        title: 出海论证 Thesis
        text: What is written down?
        help: {NOTE}
        evidence: [董事会纪要, {SURE_TO_WRAP}]
        options:
          - id: nothing
            score: 0
            text: 什么也没有 Nothing
            action: {{text: "写四页纸并由总经理签字。Write four pages.", effort: 1, horizon: 30}}
          - {{id: paper, score: 1, text: 签字的文件 A signed paper}}
      - id: strategy.budget
        title: 预算 Budget
        text: For how long is there money?
        options:
          - {{id: none, score: 0, text: Never, action: {{text: 批准一年的预算。, effort: 2, horizon: 90}}}}
          - {{id: year, score: 1, text: 一年 A year}}
cases: cases.yaml
"""
CASES = f"""\
as_of: July 2025
cases:
  - id: transsion
    who: 传音 Transsion
    title: 为本地用户调校相机
    section: 第四部分
    kind: exemplar
    questions: [strategy.thesis]
    applies_to: {{sector: [cars]}}
    summary: {NOTE}
    lesson: {NOTE}
    figures: [{{statement: 份额 40%, disputed: 其他公布的数字 near 38%}}]
"""
ANSWERS = f"""\
questionnaire: wide
version: 1.0.0
respondent: 陈力，总经理
profile: {{sector: cars}}
answers:
  strategy.thesis: {{value: nothing, note: {NOTE}, owner: 陈力, evidence: ["{SURE_TO_WRAP}"]}}
  strategy.budget: unknown
"""


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the questionnaire `wide`, in two scripts, and answers to it."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "wide").mkdir()
    (folder / "wide" / "questionnaire.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
    (folder / "wide" / "cases.yaml").write_text(CASES, encoding="utf-8")
    (folder / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
    (folder / "wrong.yaml").write_text(ANSWERS.replace("note:", "notes:"), encoding="utf-8")
    return folder


# --- many runs, each in a copy of one process in which everything is loaded -----------------------


class Run(NamedTuple):
    """A command and its three standard streams."""

    words: str
    closed: Sequence[int] = ()
    full: Sequence[int] = ()
    unread: Sequence[int] = ()
    encoding: str = "utf-8"
    columns: int = 80


class Finished(NamedTuple):
    """The result of a run."""

    code: int
    output: str
    errors: str


STARTER = """\
import gc, json, os, sys
import readiness.cli.app, readiness.cli.session, readiness.authoring.schema, readiness.authoring.doubts.doubts
import readiness.answers.template, readiness.answers.upgrade, readiness.views.build_preview
import readiness.rendering.json, readiness.rendering.markdown, readiness.rendering.terminal
import readiness.views.pages.form_page, readiness.views.pages.preview_page
from readiness import build_report, load_answers, load_questionnaire, render, score
from readiness.__main__ import main

def become(words, closed, full, unread, encoding, columns, place):
    sys.argv = ["readiness", *words.split()]
    os.environ["COLUMNS"] = str(columns)
    for n, name in enumerate(("stdin", "stdout", "stderr")):
        if n in closed:
            os.close(n)
            stream = None  # as Python itself does
        else:
            if n in full:
                descriptor = os.open("/dev/full", os.O_WRONLY)
            elif n in unread:
                reading, descriptor = os.pipe()
                os.close(reading)
            elif n == 0:
                descriptor = os.open(os.devnull, os.O_RDONLY)
            else:
                descriptor = os.open(f"{place}.{name}", os.O_WRONLY | os.O_CREAT)
            os.dup2(descriptor, n)
            os.close(descriptor)
            errors = "backslashreplace" if n == 2 else "strict"
            stream = open(n, "w" if n else "r", encoding=encoding, errors=errors, closefd=False)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)

loaded = load_questionnaire("going-global")  # so that all that is built once has been built
given = load_answers(sys.argv[1], loaded)
render(build_report(score(loaded, given)), "terminal")
gc.disable()
gc.freeze()
for line in sys.stdin:
    folder, runs = json.loads(line)
    os.chdir(folder)
    processes = []
    for run in runs:
        processes.append(os.fork())
        if processes[-1] == 0:
            become(*run)
            main()
            sys.exit()
    print(json.dumps([os.waitstatus_to_exitcode(os.waitpid(each, 0)[1]) for each in processes]), flush=True)
"""
AT_ONCE = 4


class Program:
    """A process in which everything is loaded; it runs each command in a copy of itself."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._count = 0
        (top / "starter.py").write_text(STARTER, encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, str(top / "starter.py"), str(EXAMPLE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=surroundings(),
            text=True,
        )

    def run(self, folder: Path, runs: Sequence[Run]) -> list[Finished]:
        """Return the results of all `runs` in `folder`."""
        finished = []
        for begin in range(0, len(runs), AT_ONCE):
            finished += self._run(folder, runs[begin : begin + AT_ONCE])
        return finished

    def _run(self, folder: Path, runs: Sequence[Run]) -> list[Finished]:
        assert self._process.stdin
        assert self._process.stdout
        places = [self._top / str(self._count + number) for number in range(len(runs))]
        self._count += len(runs)
        order = [str(folder), [[*run, str(place)] for run, place in zip(runs, places, strict=True)]]
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        codes = json.loads(self._process.stdout.readline())
        return [
            Finished(code, self._kept(place, "stdout", run), self._kept(place, "stderr", run))
            for code, place, run in zip(codes, places, runs, strict=True)
        ]

    def _kept(self, place: Path, name: str, run: Run) -> str:
        path = place.with_suffix(f".{name}")
        return path.read_text(encoding=run.encoding) if path.exists() else ""

    def end(self) -> None:
        """End the process."""
        self._process.communicate()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """One such process for all tests."""
    started = Program(tmp_path_factory.mktemp("program"))
    yield started
    started.end()


def surroundings(extra: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """An ordinary environment with the variables that a test sets; None removes a name."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "PYTHONPATH")}
    changed = {**kept, "LC_ALL": "C.UTF-8", "TERM": "xterm", **(extra or {})}
    return {name: value for name, value in changed.items() if value is not None}


def closely(text: str) -> str:
    """`text` without blanks and line breaks."""
    return "".join(text.split())


# --- widths and encodings -------------------------------------------------------------------------

PAGES = (
    "assess --questionnaire wide --answers answers.yaml --details",
    "assess --questionnaire wide --answers answers.yaml --details --plain",
    "cases --questionnaire wide",
    "cases --questionnaire wide transsion",
    "questionnaire show wide",
)
ENCODINGS = ("utf-8", "ascii", "gbk", "cp1252", "latin-1")


def test_no_page_is_wider_than_the_columns_in_any_encoding(wide: Path, program: Program) -> None:
    sizes = [(encoding, 20) for encoding in ENCODINGS]
    sizes += [("ascii", 30), ("ascii", 60), ("gbk", 40), ("utf-8", 30), ("utf-8", 60)]
    runs = [Run(words, encoding=encoding, columns=columns) for encoding, columns in sizes for words in PAGES]
    for run, finished in zip(runs, program.run(wide, runs), strict=True):
        assert (finished.code, finished.errors) == (0, ""), run
        widest = max(finished.output.splitlines(), key=display_width)
        assert display_width(widest) <= run.columns, (run, widest)
        assert display_width(widest) > run.columns - 8 or "cases" in run.words, (run, widest)
        assert ESC not in finished.output


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_an_encoding_lacks_is_shown_as_an_escape_and_nothing_is_left_out(
    encoding: str, wide: Path, program: Program
) -> None:
    page = "assess --questionnaire wide --answers answers.yaml --details"
    (report,) = program.run(wide, [Run(page, encoding=encoding, columns=40)])
    note = NOTE if encoding == "utf-8" else NOTE.replace("“", '"').replace("”", '"')
    note = note.replace("ü", "u") if encoding == "ascii" else note
    expected = f"Note: {note}".encode(encoding, "backslashreplace").decode(encoding)
    assert closely(expected) in closely(report.output)
    lone = "Chen \udcff Li \ud800"
    assert Characters(encoding).shown(lone) == "Chen \\udcff Li \\ud800"


def test_all_drawing_characters_of_a_report_change_together(wide: Path, program: Program) -> None:
    """Even if an encoding has only some of them, as in █ but neither ▒ nor •, no line mixes both kinds."""
    page = "assess --questionnaire wide --answers answers.yaml --details"
    runs = [Run(page, encoding=encoding) for encoding in ("gbk", "cp437", "cp1252", "big5", "shift_jis")]
    for finished in program.run(wide, runs):
        assert "?" * 3 in finished.output
        assert not set(finished.output) & set("█▒░─•“”–−×·…")


def test_built_in_texts_need_no_escape_where_only_ascii_is_shown(tmp_path: Path, program: Program) -> None:
    words = ["cases", "questionnaire list"]
    for name in builtin_questionnaires():
        words += [f"questionnaire show {name}", f"questionnaire template {name}"]
    finished = program.run(tmp_path, [Run(each, encoding="ascii") for each in words])
    for each, done in zip(words, finished, strict=True):
        assert (done.code, done.errors) == (0, ""), each
        assert "\\" not in done.output, each
    assert "Turkiye" in finished[words.index("questionnaire show going-global")].output


def test_every_character_of_built_in_files_has_an_ascii_replacement() -> None:
    texts = list(starter_files("small").values())
    for name in builtin_questionnaires():
        questionnaire = load_questionnaire(name)
        texts.append(questionnaire.model_dump_json())
    foreign = {character for text in texts for character in text if not character.isascii()}
    assert foreign >= {"“", "ü"}
    shown = Characters(ascii_only=True).shown("".join(sorted(foreign)))
    assert shown.isascii()


def test_plain_leaves_user_text_and_makes_the_rest_ascii(tmp_path: Path, program: Program) -> None:
    (tmp_path / "answers.yaml").write_text(
        "questionnaire: going-global\nversion: 2.0.0\nrespondent: 陈力\n"
        "profile: {markets: [europe-other]}\nanswers: {strategy.thesis: {value: 0, note: 没有文件}}\n",
        encoding="utf-8",
    )
    pages = ("", " --plain", " --plain --export report.txt", " --plain --export report.mdd")
    plain, made, exported, refused = program.run(
        tmp_path, [Run(f"assess --answers answers.yaml --details{page}") for page in pages]
    )
    assert "•" in plain.output
    assert {character for character in made.output if not character.isascii()} == set("陈力没有文件")
    assert exported.output == made.output
    written = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert {character for character in written if not character.isascii()} == set("陈力没有文件")
    assert 'Did you mean "report.md"?' in refused.errors
    assert refused.errors.isascii()


# --- formats with their own escapes ---------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1", "utf-16"])
def test_json_is_valid_and_the_same_in_any_encoding(encoding: str, wide: Path, program: Program) -> None:
    (wide / "broken").mkdir(exist_ok=True)
    broken = QUESTIONNAIRE.replace("    title: 行业 Sector\n", "    titel: 行业 é 🚢\n")
    (wide / "broken" / "questionnaire.yaml").write_text(broken, encoding="utf-8")
    (wide / "broken" / "cases.yaml").write_text(CASES, encoding="utf-8")
    words = (
        "assess --questionnaire wide --answers answers.yaml --format json",
        "questionnaire check broken --format json",
        "questionnaire schema --for answers wide",
    )
    runs = [Run(each, encoding=code) for code in ("utf-8", encoding) for each in words]
    finished = program.run(wide, runs)
    for usual, other in zip(finished[:3], finished[3:], strict=True):
        assert not usual.output.isascii()
        assert json.loads(other.output) == json.loads(usual.output)
        assert other.code == usual.code
        assert other.output.isascii()


def test_markdown_is_read_the_same_in_any_encoding(wide: Path, program: Program) -> None:
    words = (
        "assess --questionnaire wide --answers answers.yaml --format markdown",
        "questionnaire show wide --format markdown",
    )
    runs = [Run(each, encoding=code) for code in ("utf-8", "ascii", "gbk") for each in words]
    finished = program.run(wide, runs)
    for number, (run, done) in enumerate(zip(runs, finished, strict=True)):
        restored = re.sub(r"&#(\d{3,});", lambda found: chr(int(found[1])), done.output)
        assert restored == finished[number % 2].output, run
    assert "&#33891;" in finished[2].output  # 董


def test_a_template_that_ascii_can_show_is_still_a_valid_answers_file(
    wide: Path, tmp_path: Path, program: Program
) -> None:
    words = ("questionnaire template wide", "questionnaire template")
    own, built_in = program.run(wide, [Run(each, encoding="ascii") for each in words])
    for text, name in ((own.output, str(wide / "wide")), (built_in.output, "going-global")):
        assert text.isascii()
        (tmp_path / "template.yaml").write_text(text, encoding="ascii")
        assert load_answers(tmp_path / "template.yaml", load_questionnaire(name)).given == {}


# --- messages -------------------------------------------------------------------------------------


def test_a_refusal_in_ascii_has_plain_quotes_the_exact_line_and_its_caret_in_place(
    wide: Path, program: Program
) -> None:
    (wide / "wrong.yaml").write_text(
        "questionnaire: wide\nversion: 1.0.0\nrespondent: 陈力\nanswers:\n"
        "  strategy.thesis: {note: “值”, valu: 2}\n",
        encoding="utf-8",
    )
    page = "assess --questionnaire wide --answers wrong.yaml"
    ascii_only, usual = program.run(wide, [Run(page, encoding="ascii"), Run(page)])
    assert (ascii_only.code, ascii_only.output) == (2, "")
    assert ascii_only.errors == (
        """\
wrong.yaml:5:32: unknown-key: "valu" is not known
      strategy.thesis: {note: \\u201c\\u503c\\u201d, valu: 2}
                                                  ^
    Did you mean "value"?

1 problem; nothing was written.
"""
    )
    assert "“valu” is not known" in usual.errors
    assert "      strategy.thesis: {note: “值”, valu: 2}\n" in usual.errors


def test_the_caret_is_below_its_place_whatever_comes_before_it() -> None:
    problem = Problem("文.yaml", 1, 4, "code", "what “is” wrong", "mend it…", "é中b")
    for encoding in ENCODINGS:
        characters = Characters(encoding)
        lines = problem.text(shown=characters.shown, escaped=characters.escaped).splitlines()
        place = lines[2].index("^")
        # In GBK and UTF-8 the Chinese character takes two columns.
        assert place - 4 == display_width(characters.escaped("é中b")) - len("b") + 1, encoding
    usual = Characters()
    assert problem.text(shown=usual.shown, escaped=usual.escaped) == str(problem)


def test_usage_that_takes_several_lines_is_shown_in_several_lines(tmp_path: Path, program: Program) -> None:
    words = "questionnaire show going-global another one"
    (finished,) = program.run(tmp_path, [Run(words, columns=40)])
    assert finished.code == 2
    assert "\\" not in finished.errors
    assert finished.errors.splitlines()[0] == "Usage: readiness questionnaire show"
    assert "There are arguments that it does not take: another one" in finished.errors


# --- streams that are closed, full or without a reader --------------------------------------------

COMMANDS = {  # with the exit code of a normal run, and whether it prints anything to standard output
    "--version": (0, True),
    "--help": (0, True),
    "assess --help": (0, True),
    "questionnaire check --help": (0, True),
    "assess --questionnaire wide --answers answers.yaml --details": (0, True),
    "assess --questionnaire wide --answers answers.yaml --format markdown": (0, True),
    "assess --questionnaire wide --answers answers.yaml --format json": (0, True),
    "assess --questionnaire wide --answers answers.yaml --fail-under 99": (3, True),
    "cases --questionnaire wide": (0, True),
    "cases --questionnaire wide transsion": (0, True),
    "questionnaire list": (0, True),
    "questionnaire show wide": (0, True),
    "questionnaire show wide --format markdown": (0, True),
    "questionnaire template wide": (0, True),
    "questionnaire check wide --format json": (0, True),
    "questionnaire check missing": (2, True),
    "questionnaire schema": (0, True),
    "questionnaire schema --for answers wide": (0, True),
    "answers upgrade answers.yaml --questionnaire wide": (0, False),
    "": (2, False),
    "questionnaire": (2, False),
    "nonsense": (2, False),
    "assess": (2, False),
    "assess --answers -": (2, False),
    "assess --questionnaire wide --answers wrong.yaml": (2, False),
    "cases --questionnaire wide nobody": (2, False),
    "questionnaire new wide": (2, False),
}


@pytest.fixture(scope="module")
def usual(wide: Path, program: Program) -> list[Finished]:
    """Every command with ordinary streams."""
    return program.run(wide, [Run(words) for words in COMMANDS])


def test_every_command_does_what_the_table_says(usual: list[Finished]) -> None:
    for (words, (code, writes)), finished in zip(COMMANDS.items(), usual, strict=True):
        assert (finished.code, bool(finished.output)) == (code, writes), words


def test_closed_standard_input_and_error_change_neither_code_nor_output(
    usual: list[Finished], wide: Path, program: Program
) -> None:
    finished = program.run(wide, [Run(words, closed=[0, 2]) for words in COMMANDS])
    for words, before, after in zip(COMMANDS, usual, finished, strict=True):
        assert (after.code, after.output) == (before.code, before.output), words
        assert "Traceback" not in after.errors


@pytest.mark.parametrize(
    ("streams", "reason"),
    [
        ({"closed": [1]}, "Bad file descriptor"),
        ({"closed": [0, 1, 2]}, ""),
        ({"full": [1]}, "No space left on device"),
    ],
    ids=["closed", "all closed", "full"],
)
def test_an_output_that_cannot_be_written_is_reported_and_exits_with_2(
    streams: dict[str, list[int]], reason: str, usual: list[Finished], wide: Path, program: Program
) -> None:
    if "full" in streams and not FULL.exists():
        pytest.skip("this system has no device that is always full")
    finished = program.run(wide, [Run(words, **streams) for words in COMMANDS])  # type: ignore[arg-type]
    expected = f"standard output: cannot be written: {reason}\n" if reason else ""
    for (words, (code, writes)), before, after in zip(COMMANDS.items(), usual, finished, strict=True):
        assert after.output == ""
        if writes:
            assert (after.code, after.errors) == (2, expected), words
        else:
            assert (after.code, after.errors) == (code, before.errors if reason else ""), words


@pytest.mark.parametrize("unread", [[1], [1, 2]], ids=str)
def test_readers_that_have_gone_away_change_no_exit_code_and_cause_no_message(
    unread: list[int], usual: list[Finished], wide: Path, program: Program
) -> None:
    finished = program.run(wide, [Run(words, unread=unread) for words in COMMANDS])
    for words, before, after in zip(COMMANDS, usual, finished, strict=True):
        assert after.code == before.code, words
        assert after.errors == ("" if 2 in unread else before.errors), words
        assert after.output == ("" if 1 in unread else before.output), words


@pytest.mark.parametrize(
    ("words", "first", "code"),
    [
        ("cases", load_questionnaire().cases.cases[0].id, 0),
        ("questionnaire show", "Readiness to go overseas\n", 0),
        ("questionnaire schema", "{", 0),
        ("questionnaire check nothing missing", "nothing:1:1: unknown-questionnaire: there is no", 2),
    ],
)
def test_head_takes_the_first_line_and_the_exit_code_stays(words: str, first: str, code: int) -> None:
    command = f"set -o pipefail; {sys.executable} -m readiness {words} | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, timeout=60, env=surroundings(), check=False, text=True
    )
    assert done.returncode == code
    assert done.stdout.startswith(first)
    assert done.stdout.count("\n") == 1
    assert re.fullmatch(r"|2 questionnaires checked: 2 errors\.\n", done.stderr)


@pytest.mark.parametrize(
    ("redirection", "expected"),
    [
        (">&-", "standard output: cannot be written: Bad file descriptor\n"),
        ("2>&- >&-", ""),
        ("<&- 2>&- > /dev/full", ""),
    ],
)
def test_streams_closed_by_a_shell_give_the_same_messages(
    redirection: str, expected: str, wide: Path
) -> None:
    command = f"{sys.executable} -m readiness questionnaire template wide {redirection}"
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=wide, capture_output=True, timeout=60, env=surroundings(), check=False
    )
    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", expected)


def test_an_export_whose_reader_goes_away_half_way_is_reported(
    tmp_path: Path, wide: Path, program: Program
) -> None:
    pipe = tmp_path / "report.json"
    os.mkfifo(pipe)
    long = ANSWERS.replace("陈力，总经理", "x" * 15_000)
    (tmp_path / "answers.yaml").write_text(long, encoding="utf-8")
    descriptor = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, 4096)

    def go_away() -> None:
        select.select([descriptor], [], [], 10)
        os.close(descriptor)

    reader = threading.Thread(target=go_away)
    reader.start()
    words = f"assess --questionnaire wide --answers {tmp_path / 'answers.yaml'} --export {pipe}"
    (finished,) = program.run(wide, [Run(words)])
    reader.join()
    assert finished.code == 2
    assert "Verdict:" in finished.output
    assert finished.errors == f"{pipe}: cannot be written: Broken pipe\n"


# --- at a terminal --------------------------------------------------------------------------------


def at_terminal(
    folder: Path, words: str, environment: Mapping[str, str | None], columns: int = 40
) -> tuple[int, str]:
    """Run a command that asks nothing; return its exit code and what it shows on a terminal."""
    child = pexpect.spawn(
        sys.executable,
        ["-m", "readiness", *words.split()],
        cwd=str(folder),
        env=surroundings(environment),
        dimensions=(24, columns),
        encoding="utf-8",
        timeout=30,
    )
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus or 0, child.before or ""


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, True),
        ({"TERM": None, "COLORTERM": "truecolor"}, False),
        ({"NO_COLOR": "1"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}, False),
    ],
    ids=str,
)
def test_colour_is_used_only_on_a_terminal_that_supports_it(
    environment: dict[str, str | None], coloured: bool, wide: Path
) -> None:
    code, shown = at_terminal(wide, "cases --questionnaire wide transsion", environment)
    assert code == 0
    assert (ESC in shown) is coloured
    assert max(display_width(re.sub(ESC + r"\[[\d;]*m", "", line)) for line in shown.splitlines()) <= 40


class Terminal(Session):
    """A session whose terminal changes or gets unusual input."""

    def resize(self, columns: int) -> None:
        """Change the width of the window; a signal informs the program."""
        self._child.setwinsize(24, columns)

    def silence(self) -> None:
        """Turn off the echo of the terminal, so that everything shown comes from the program."""
        self._child.setecho(False)
        self._silent = True

    _silent = False

    def enter(self, line: str) -> None:
        """Type `line` and Enter, which ends the line on the screen even if the line is not shown."""
        super().enter(line)
        self.transcript += "\n" * self._silent

    def send(self, content: bytes) -> None:
        """Type `content` without Enter."""
        os.write(self._child.child_fd, content)

    def paste(self, content: bytes) -> None:
        """Type a large `content` at once, even if it is read slowly."""

        def send() -> None:
            rest = content
            while rest:
                rest = rest[os.write(self._child.child_fd, rest[:4096]) :]

        typing = threading.Thread(target=send, daemon=True)
        typing.start()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to work in, with the questionnaires `small` and `wide` beside the answers."""
    for name, text in (("small", ASKED), ("wide", QUESTIONNAIRE)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "questionnaire.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "wide" / "cases.yaml").write_text(CASES, encoding="utf-8")
    return tmp_path


def small(folder: Path, *arguments: str, columns: int = 80, **environment: str) -> Terminal:
    """A session about the questionnaire `small`."""
    arguments = ("--questionnaire", "small", *arguments)
    return Terminal(folder, *arguments, columns=columns, environment=environment)


@pytest.mark.parametrize(
    ("columns", "encoding", "terminal"),
    [(20, "ascii", "dumb"), (30, "utf-8", "")],
)
def test_an_interview_in_two_scripts_fits_a_narrow_terminal(
    columns: int, encoding: str, terminal: str, folder: Path
) -> None:
    session = Terminal(
        folder,
        *("--questionnaire", "wide"),
        columns=columns,
        environment={"TERM": terminal, "PYTHONIOENCODING": encoding},
    )
    session.silence()
    session.introduce("Chen Li")
    answer = r"answer\s+\([^)]*\):\s"
    for typed in ("?", "9", "1", "?", "x", "e"):
        session.type(typed, answer)
    for prompt in ("Note", "Evidence", "Owner"):
        session.type(SURE_TO_WRAP, rf"{prompt}\s[^:]*:\s")
    session.type("1", answer)
    session.type("d", answer)
    session.type("", r"save\s+and\s+quit:\s")
    assert session.end() == 0
    folded = [line for line in session.lines if not line.startswith("  readiness ")]  # to be copied whole
    widest = max(folded, key=display_width)
    assert columns - 8 < display_width(widest) <= columns, widest
    assert ESC not in session.transcript
    assert session.transcript.isascii() is (encoding == "ascii")


def test_an_interview_in_ascii_has_plain_quotes(folder: Path) -> None:
    session = small(folder, PYTHONIOENCODING="ascii")
    session.introduce()
    session.type("1")
    session.type("nonsense")
    session.type("q")
    assert session.end() == 0
    assert '"nonsense" is not one of the choices; type one of 1-2.' in session.lines
    assert session.transcript.isascii()


def test_a_plain_interview_has_no_character_beyond_ascii_in_the_built_in_texts(tmp_path: Path) -> None:
    session = Terminal(tmp_path, "--plain", columns=120)
    session.introduce()
    for _number in range(12):
        session.type("1")
    session.type("q")
    assert session.end() == 0
    assert "Turkiye" in session.transcript
    assert session.transcript.isascii()


def test_the_width_is_that_of_the_asking_terminal_wherever_the_report_goes(folder: Path) -> None:
    session = Terminal(
        folder,
        *("--questionnaire", "small", "--quick"),
        columns=40,
        redirection="> report.txt",
        environment={"TERM": "dumb"},
    )
    session.introduce()
    for _number in range(3):
        session.type("1")
    session.type("", REVIEW)
    assert session.end() == 0
    assert 30 < max(map(display_width, session.lines)) <= 40
    report = (folder / "report.txt").read_text(encoding="utf-8")
    assert 60 < max(map(display_width, report.splitlines())) <= 80


def test_resizing_the_window_affects_later_lines_and_loses_nothing_typed(folder: Path) -> None:
    session = small(folder, columns=80, TERM="dumb")
    session.type("Lamps", NAME)
    session.wait(NAME)
    session.send(b"Chen")
    session.resize(30)
    session.enter(" Li")
    session.type("", COVER)
    session.type("1")
    before, after = session.transcript.split("Chen Li")
    assert max(map(display_width, before.splitlines())) > 60
    assert 22 < max(map(display_width, after.splitlines())) <= 30
    session.wait(ANSWER)
    session.send(b"1")
    session.resize(100)
    session.enter("")
    session.type("q")
    assert session.end() == 0
    assert saved(folder)["respondent"] == "Chen Li"
    assert saved(folder)["answers"] == {"strategy.thesis": "nothing"}


@pytest.mark.parametrize("redirection", [">&-", "> /dev/full"])
def test_a_report_that_cannot_be_written_loses_no_answer(redirection: str, folder: Path) -> None:
    session = Terminal(folder, "--questionnaire", "small", "--quick", redirection=redirection)
    session.introduce()
    for _number in range(3):
        session.type("1")
    session.type("", REVIEW)
    assert session.end() == 2
    assert "standard output: cannot be written: " in session.transcript
    assert "Traceback" not in session.transcript
    assert saved(folder)["answers"] == {"strategy.thesis": "nothing", "people.hiring": "expatriates"}


def test_an_interview_without_standard_error_is_refused(folder: Path) -> None:
    session = Terminal(folder, "--questionnaire", "small", redirection="2>&-")
    assert session.end() == 2
    assert session.transcript == ""
    assert not (folder / SAVED).exists()


# --- input ----------------------------------------------------------------------------------------


TERMINALS = pytest.mark.parametrize("terminal", ["xterm", "dumb"], ids=["with editing", "without"])
REFUSED = r"Several\s+lines\s+came\s+at\s+once"


@TERMINALS
def test_lines_pasted_at_a_question_are_refused_and_none_is_taken(terminal: str, folder: Path) -> None:
    session = small(folder, TERM=terminal)
    session.introduce("Chen Li")
    for pasted in ("2\r2\r1\r2\r\r", "2\n2\n1\n"):
        session.wait(ANSWER)
        session.send(pasted.encode())
        session.wait(REFUSED)
    session.type("1")
    session.wait(r"\[2/4\]")
    assert saved(folder)["profile"] == {"stage": "home"}
    assert saved(folder)["answers"] == {}
    session.type("q")
    assert session.end() == 0


def test_a_terminal_that_marks_pastes_keeps_them_from_answering(folder: Path) -> None:
    session = small(folder)
    session.introduce()
    session.wait(ANSWER)
    session.send(b"\x1b[200~2\r2\r1\x1b[201~")  # the last line is not ended
    session.wait("1")
    session.enter("")
    session.wait(REFUSED)
    session.type("1")
    session.type("e")
    session.wait(r"Note [^:]*: ")
    session.send("\x1b[200~第一行：批准。\n\n第二行：预算。\x1b[201~\r".encode())
    session.type("", r"Evidence [^:]*: ")
    session.type("", r"Owner [^:]*: ")
    session.type("q")
    assert session.end() == 0
    assert saved(folder)["answers"] == {"strategy.thesis": {"note": "第一行：批准。\n\n第二行：预算。"}}
    assert session.transcript.index("\x1b[?2004h") < session.transcript.index("\x1b[?2004l")


@TERMINALS
def test_a_pasted_text_of_many_lines_stays_in_the_note(terminal: str, folder: Path) -> None:
    session = small(folder, TERM=terminal)
    session.introduce()
    session.type("1")
    session.type("e")
    session.wait(r"Note [^:]*: ")
    lines = [f"第{number}行：董事会已批准三年预算，退出条件也已写明。" for number in range(400)]
    session.paste("".join(f"{line}\r" for line in lines).encode())
    session.type("", r"Evidence [^:]*: ")
    session.type("", r"Owner [^:]*: ")
    session.type("q")
    assert session.end() == 0
    assert saved(folder)["answers"] == {"strategy.thesis": {"note": "\n".join(lines)}}


KEYS = {
    "left, delete": ("ab\x1b[D\x1b[3~c", "ac"),
    "home, end": ("bc\x1b[Ha\x1b[Fd", "abcd"),
    "right": ("ac\x1b[D\x1b[D\x1b[Cb", "abc"),
    "backspace": ("王丽\x7f\x7f陈力", "陈力"),
    "up for the line before": ("\x1b[A!", "Lamps!"),
    "tab": ("a\tb", "ab"),
    "escape tab": ("sm\x1b\tx", "smx"),
    "an arrow up too far": ("\x1b[A\x1b[A\x1b[A\x1b[B\x1b[B\x1b[Ba", "a"),
}


@pytest.mark.parametrize("keys", KEYS.values(), ids=KEYS)
def test_a_line_can_be_edited(keys: tuple[str, str], folder: Path) -> None:
    session = small(folder)
    session.type("Lamps", NAME)
    session.wait(NAME)
    session.send(keys[0].encode())
    session.enter("")
    session.type(":q", COVER)
    assert session.end() == 0
    assert saved(folder)["respondent"] == keys[1]


def test_a_line_is_edited_while_the_report_goes_to_a_file(folder: Path) -> None:
    session = Terminal(folder, *("--questionnaire", "small", "--quick"), redirection="> report.txt")
    session.wait(NAME)
    session.send("Lamx\x7fps王丽\x7f\x7f".encode())
    session.enter("")
    session.type("", NAME)
    session.type("", COVER)
    for _number in range(3):
        session.type("1")
    session.type("", REVIEW)
    assert session.end() == 0
    report = (folder / "report.txt").read_text(encoding="utf-8")
    assert report.startswith("A small questionnaire\n")
    assert ESC not in report
    assert saved(folder)["enterprise"] == "Lamps"


def test_without_editing_an_arrow_key_leaves_nothing_in_the_answer(folder: Path) -> None:
    session = small(folder, TERM="dumb")
    session.wait(NAME)
    session.send("王丽\x1b[D".encode())
    session.enter("")
    session.type("", NAME)
    session.type("", COVER)
    session.type("q")
    assert session.end() == 0
    assert saved(folder)["enterprise"] == "王丽"
    assert "2004" not in session.transcript


def test_a_stopped_session_goes_on_in_the_foreground(folder: Path) -> None:
    session = small(folder)
    session.introduce()
    session.wait(ANSWER)
    session.send(b"1")
    session.signal(signal.SIGSTOP)
    session.signal(signal.SIGCONT)
    session.enter("")
    session.type("q")
    assert session.end() == 0
    assert saved(folder)["profile"] == {"stage": "home"}


@pytest.mark.parametrize("encoding", ["utf-8:strict", "gbk"])
def test_bytes_that_are_not_text_are_asked_for_again_at_any_prompt(encoding: str, folder: Path) -> None:
    session = small(folder, PYTHONIOENCODING=encoding, TERM="dumb")  # with editing, they never arrive
    again = "That line could not be read as text; please type it again."
    session.type("Lamps", NAME)
    session.wait(NAME)
    torn = (
        [b"\xff\xfe", b"1\x80"] if encoding == "gbk" else [b"\xff", b"\xc3(", b"\xed\xa0\x80", b"1\xe4\xbd"]
    )
    for content in torn:
        session.send(content + b"\r")
        session.wait(again)
    session.type("Chen Li", "> ")
    for content in torn:
        session.wait(COVER)
        session.send(content + b"\r")
        session.wait(again)
    session.type("", COVER)
    for content in torn:
        session.wait(ANSWER)
        session.send(content + b"\r")
        session.wait(again)
    session.type("2")
    session.type("q")
    assert session.end() == 0
    assert "Traceback" not in session.transcript
    assert saved(folder)["respondent"] == "Chen Li"
    assert saved(folder)["profile"] == {"stage": "abroad"}


def controls() -> Iterator[str]:
    """Every control character that a line can contain, and other text that could control a terminal."""
    yield from (chr(number) for number in (*range(1, 10), *range(11, 32), *range(127, 160)))
    yield from "\u200e\u200f\u202a\u202e\u2066\u2069\u2028\ufeff\U000e0041"


def test_control_bytes_that_are_typed_never_enter_the_answers(folder: Path) -> None:
    others = "\u200e\u200f\u202a\u202e\u2066\u2069\u2028\ufeff\U000e0041"
    hostile = "a" + "".join(controls()) + "z"
    # Ctrl-V, as at a shell, so that the terminal itself does not act on what follows.
    keys = re.sub("([\x00-\x1f\x7f])", "\x16\\1", hostile).encode() + b"\r"
    session = small(folder, TERM="dumb")
    session.silence()
    session.wait(NAME)
    session.send(keys)
    session.type("", NAME)
    session.type("", COVER)
    session.wait(ANSWER)
    session.send(keys)
    session.type("1")
    session.wait(ANSWER)
    session.send(keys)
    for typed in ("1", "1", "1"):
        session.type(typed)
    session.wait(REVIEW)
    session.send(keys)
    session.type("", REVIEW)
    assert session.end() == 0
    kept = saved(folder)["enterprise"]
    assert (kept[0], kept[-1]) == ("a", "z")
    assert set(kept) <= {"a", "z", " ", *others}  # a tab is a space
    raw = (folder / SAVED).read_text(encoding="utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", raw)
    shown = session.transcript.replace("\r\n", "").replace("\n", "")
    assert printable(shown) == shown


@TERMINALS
def test_a_null_byte_is_left_out(terminal: str, folder: Path) -> None:
    session = small(folder, TERM=terminal)
    session.wait(NAME)
    session.send(b"Chen\x00Li\r")
    session.type("", NAME)
    session.type("", COVER)
    session.type("q")
    assert session.end() == 0
    assert saved(folder)["enterprise"] == "ChenLi"


@pytest.mark.parametrize(
    ("terminal", "ending"),
    [("dumb", b"\r"), ("dumb", b"\x04\x04"), ("xterm", b"\r")],
    ids=["return", "end of input", "with editing"],
)
def test_a_line_of_a_mebibyte_is_not_accepted_as_an_answer(
    terminal: str, ending: bytes, folder: Path
) -> None:
    session = small(folder, TERM=terminal)
    session.introduce()
    session.type("1")
    session.type("e")
    session.wait(r"Note [^:]*: ")
    session.paste("董".encode() * (1024 * 1024 // 3) + ending)
    session.wait("too long for a terminal; please type a shorter one.")
    session.enter("short")
    session.type("", r"Evidence [^:]*: ")
    session.type("", r"Owner [^:]*: ")
    session.type("q")
    assert session.end() == 0
    assert saved(folder)["answers"] == {"strategy.thesis": {"note": "short"}}


def test_escapes_are_folded_like_long_words() -> None:
    lines = fold(Characters("ascii").shown("中文" * 10), 20)
    assert "".join(lines) == "\\u4e2d\\u6587" * 10
    assert max(map(len, lines)) == 20
