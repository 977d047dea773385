"""The command line as a user or a script sees it: exit codes, streams, messages, files."""

from __future__ import annotations

import errno
import io
import json
import math
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

import readiness
from readiness import load_answers, load_questionnaire, use_language
from readiness.answers.answers import blank
from readiness.cli.app import run as run_command_line
from readiness.messages.characters import display_width, printable
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.rendering import markdown
from readiness.storage import files

ESC = "\x1b"
NOTE = "董事会已批准三年预算，退出条件也已写明；" * 4
# Everything that has a meaning in Markdown, in HTML, on a terminal or on GitHub.
HOSTILE = (
    "| a | ` <script>alert(1)</script> [a](http://x.example) ![i](http://x.example/i.png) @user #1 "
    f"{ESC}[31mred{ESC}[0m \u202egnp.exe\u202c **b** __i__ ~~s~~ $x$ :tada: &amp; <!-- www.x.example \\| \\"
    "\n# heading\n\n- item\n1. one\n> quote\n```\n---\n| x | y |\n| --- | --- |\r\n\ttab [^1]: foot\u2028line"
)
STARTS = (
    "# h",
    "- a",
    "+ a",
    "* a",
    "1. a",
    "1) a",
    "> a",
    "---",
    "===",
    "```",
    "| a |",
    "    code",
    "<b>",
    "[a]: /b",
)


def run(
    *arguments: str,
    folder: Path | None = None,
    typed: bytes = b"",
    environment: Mapping[str, str] | None = None,
    timeout: float = 60,
) -> subprocess.CompletedProcess[str]:
    """Run `readiness` with these arguments, without a terminal."""
    finished = subprocess.run(
        [sys.executable, "-m", "readiness", *arguments],
        cwd=folder,
        input=typed,
        capture_output=True,
        timeout=timeout,
        env=surroundings(environment),
        check=False,
    )
    return subprocess.CompletedProcess(
        finished.args, finished.returncode, finished.stdout.decode(), finished.stderr.decode()
    )


def call(
    *arguments: str,
    folder: Path | None = None,
    typed: bytes = b"",
    columns: int = 80,
    stdin: TextIO | None = None,
) -> subprocess.CompletedProcess[str]:
    """The same in this process, which is quicker; for tests that do not depend on the process."""
    output, errors = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _stream in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["readiness", *arguments])
        patch.setattr(sys, "stdin", stdin or io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
        patch.setattr(sys, "stdout", output)
        patch.setattr(sys, "stderr", errors)
        patch.setenv("COLUMNS", str(columns))
        patch.chdir(folder or Path.cwd())
        code = run_command_line()
    use_language(None)  # the language of a run is that of the process
    texts = []
    for stream in (output, errors):
        stream.seek(0)
        texts.append(stream.read())
    return subprocess.CompletedProcess(arguments, code, *texts)


def surroundings(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """An ordinary environment with the variables that a test sets."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "PYTHONPATH")}
    return {**kept, "LC_ALL": "C.UTF-8", "TERM": "xterm", **(extra or {})}


def answers_text(questionnaire: Questionnaire, level: int, **changed: Any) -> str:
    """An answers file in which every question has this level; JSON is YAML too."""
    given: dict[str, Any] = {
        id: {"value": question.choices[min(level, len(question.choices) - 1)].id, "note": NOTE}
        for id, question in questionnaire.questions.items()
    }
    whole = {
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "respondent": "Chen Li",
        "date": "2026-03-31",
        "profile": {
            asked.id: [asked.options[0].id] if asked.several else asked.options[0].id
            for asked in questionnaire.profile
        },
        "answers": given,
    }
    return json.dumps({**whole, **changed}, ensure_ascii=False, indent=1)


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return load_questionnaire()


@pytest.fixture(scope="module")
def answers(questionnaire: Questionnaire, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file with the second level, and a Chinese note, for every question; the third for the first question.

    Without that one, all scores would be whole numbers, which show no loss of digits.
    """
    path = tmp_path_factory.mktemp("answers") / "answers.yaml"
    given = json.loads(answers_text(questionnaire, 1))
    id, first = next(iter(questionnaire.questions.items()))
    given["answers"][id]["value"] = first.choices[2].id
    path.write_text(json.dumps(given, ensure_ascii=False, indent=1), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def report(answers: str) -> dict[str, Any]:
    """The JSON report of `answers`."""
    finished = run("assess", "--answers", answers, "--format", "json")
    assert (finished.returncode, finished.stderr) == (0, "")
    content: dict[str, Any] = json.loads(finished.stdout)
    return content


# --- version and help -----------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["--version"], ["--version", "cases"]])
def test_the_version_is_printed(arguments: list[str]) -> None:
    finished = run(*arguments)
    assert finished.returncode == 0
    assert finished.stdout == f"readiness {readiness.__version__}\n"
    assert finished.stderr == ""


@pytest.mark.parametrize(
    ("command", "named"),
    [
        ([], ["assess", "cases", "questionnaire", "--version"]),
        (
            ["assess"],
            [
                "--answers",
                "--save",
                "--export",
                "--format",
                "--questionnaire",
                "--quick",
                "--fail-under",
                "--plain",
            ],
        ),
        (["cases"], ["--dimension", "--sector", "--market", "--kind", "--questionnaire"]),
        (["questionnaire"], ["list", "show", "template"]),
        (["questionnaire", "list"], ["--help"]),
        (["questionnaire", "show"], ["--quick", "NAME-OR-PATH"]),
        (["questionnaire", "template"], ["--quick", "NAME-OR-PATH"]),
    ],
)
def test_every_command_explains_itself(command: list[str], named: list[str]) -> None:
    finished = call(*command, "--help")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert all(name in finished.stdout for name in named)
    assert max(map(display_width, finished.stdout.splitlines())) <= 80
    assert ESC not in finished.stdout


# --- refusals: exit 2, nothing on standard output -------------------------------------------------


KNOWN_SUFFIXES = ".csv, .docx, .html, .json, .md, .pdf, .txt, .xlsx"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["asses"], "No such command “asses”."),
        (["assess", "--answer", "f"], "--answers"),
        (
            ["assess", "--format", "docx"],
            "--format: “docx” is not one of terminal, markdown, html, json, csv.",
        ),
        (
            ["assess", "--export", "r.mdd"],
            f"“r.mdd” does not end in one of {KNOWN_SUFFIXES}. Did you mean “r.md”?",
        ),
        (
            ["assess", "--export", "r.JSN"],
            f"“r.JSN” does not end in one of {KNOWN_SUFFIXES}. Did you mean “r.json”?",
        ),
        (
            ["assess", "--export", "report"],
            f"“report” does not end in one of {KNOWN_SUFFIXES}.",
        ),
        (
            ["assess", "--export", "out/.HTML"],
            "“out/.HTML” is only an ending. Write a name before it, for example “out/report.HTML”.",
        ),
        (
            ["questionnaire", "show", "--export", ".md"],
            "“.md” is only an ending. Write a name before it, for example “report.md”.",
        ),
        (
            ["assess", "--export", "out.html/"],
            "“out.html/” names a folder. Name a file, for example “out.html”.",
        ),
        (
            ["questionnaire", "show", "--export", "out/"],
            "“out/” names a folder. Name a file, for example “out/report.md”.",
        ),
        (["assess", "--fail-under", "101"], "is not a score from 0 to 100."),
        (["assess", "--fail-under", "-1"], "is not a score from 0 to 100."),
        (["assess", "--fail-under", "nan"], "is not a score from 0 to 100."),
        (["assess", "--questionnaire", "going-globl"], "Did you mean “going-global”?"),
        (["cases", "--dimension", "strateg"], "“strateg” is not known. Did you mean “strategy”?"),
        (["cases", "--sector", "automotiv"], "“automotiv” is not known. Did you mean “automotive”?"),
        (["cases", "--market", "eu-"], "“eu-” is not known. Did you mean “eu”?"),
        (["cases", "--kind", "tale"], "“tale” is not known. Known here: exemplar, cautionary, context."),
        (["cases", "catl-shares"], "“catl-shares” is not known. Did you mean “catl-share”?"),
        (
            ["questionnaire", "show", "nothing"],
            "nothing:1:1: unknown-questionnaire: there is no questionnaire",
        ),
        (
            ["questionnaire", "template", "nothing"],
            "nothing:1:1: unknown-questionnaire: there is no questionnaire",
        ),
    ],
)
def test_a_wrong_argument_is_refused_with_a_remedy(
    arguments: list[str], expected: str, tmp_path: Path
) -> None:
    finished = call(*arguments, folder=tmp_path)
    assert finished.returncode == 2
    assert finished.stdout == ""
    assert expected in finished.stderr
    assert "Traceback" not in finished.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_nothing_is_asked_and_the_option_is_named(tmp_path: Path) -> None:
    finished = call("assess", folder=tmp_path, typed=b"1\n1\n1\n")
    assert finished.returncode == 2
    assert finished.stdout == ""
    assert "--answers FILE" in finished.stderr
    assert "readiness questionnaire template" in finished.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("redirection", "remedy"),
    [("<&-", "--answers FILE"), ("--answers - <&-", "Name a file in place of -.")],
)
def test_closed_standard_input_names_the_option_instead_of_crashing(redirection: str, remedy: str) -> None:
    command = f"{sys.executable} -m readiness assess {redirection}"
    finished = subprocess.run(
        ["/bin/sh", "-c", command],
        capture_output=True,
        timeout=60,
        env=surroundings(),
        check=False,
        text=True,
    )
    assert (finished.returncode, finished.stdout) == (2, "")
    assert remedy in finished.stderr
    assert "Traceback" not in finished.stderr


def test_an_invalid_file_gives_every_error_and_no_report(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text(
        """\
questionnaire: going-global
version: 2.0.0
answers:
  strategy.thesys: 2
  strategy.market-choice: 总经理，或者七
  localization.decision-rights: {valu: 1, note: "中文", ownr: me}
""",
        encoding="utf-8",
    )
    finished = call("assess", "--answers", "answers.yaml", "--export", "report.md", folder=tmp_path)
    assert finished.returncode == 2
    assert finished.stdout == ""
    places = re.findall(r"(?m)^answers\.yaml:\d+:\d+: [a-z-]+:", finished.stderr)
    assert places == [
        "answers.yaml:4:3: unknown-question:",
        "answers.yaml:5:27: not-a-level:",
        "answers.yaml:6:34: unknown-key:",
        "answers.yaml:6:55: unknown-key:",
    ]
    assert (
        """\
answers.yaml:4:3: unknown-question: there is no question “strategy.thesys”
      strategy.thesys: 2
      ^
    Did you mean “strategy.thesis”?
"""
        in finished.stderr
    )
    assert finished.stderr.endswith("\n\n4 problems; nothing was written.\n")
    assert not (tmp_path / "report.md").exists()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "<stdin>:1:1: answers-shape: the file is empty"),
        (b"a: [1\n", "<stdin>:1:4: yaml-syntax:"),
        ("questionnaire: 国".encode("gbk"), "<stdin>:1:16: encoding: the text is not UTF-8"),
        (b"- 1\n", "<stdin>:1:1: answers-shape: this is not a mapping of keys to values"),
        (b"x" * (2 * 1024 * 1024 + 1), "<stdin>:1:1: too-large: the file is larger than 2 MiB"),
    ],
    ids=["empty", "syntax", "encoding", "list", "large"],
)
def test_standard_input_is_refused_like_a_file(content: bytes, expected: str) -> None:
    finished = call("assess", "--answers", "-", typed=content)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(expected)


@pytest.mark.parametrize(
    ("name", "expected"), [("missing.yaml", "missing.yaml:1:1: unreadable: there is no such file"),
                       (".", ".:1:1: unreadable: this is a folder, not a file"),
                       ("", ".:1:1: unreadable: this is a folder, not a file")]
)  # fmt: skip
def test_an_answers_file_that_cannot_be_read_is_named(name: str, expected: str, tmp_path: Path) -> None:
    finished = call("assess", "--answers", name, folder=tmp_path)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(expected)


# --- scores for scripts ---------------------------------------------------------------------------


def test_a_score_below_the_limit_exits_with_3_and_still_reports(answers: str, report: dict[str, Any]) -> None:
    overall = report["overall"]
    bar = math.floor(overall["score"]) + 1
    finished = run("assess", "--answers", answers, "--format", "json", "--fail-under", str(bar))
    assert finished.returncode == 3
    assert json.loads(finished.stdout)["overall"] == overall
    shown = f"{overall['score']:.1f}"
    assert finished.stderr == f"The overall score {shown} is below {bar}.\n"


def test_a_score_exactly_at_the_limit_passes(answers: str, report: dict[str, Any]) -> None:
    bar = repr(report["overall"]["score"])
    finished = call("assess", "--answers", answers, "--fail-under", bar)
    assert (finished.returncode, finished.stderr) == (0, "")


SCALED = """\
id: scaled
version: 1.0.0
title: Scaled
scale: {SCALE}
bands: [{id: low, title: Low}]
sections:
  - id: part
    title: Part
    questions:
      - {id: part.one, type: yes-no, text: One?, not_applicable: Where there is none.}
      - {id: part.two, type: yes-no, text: Two?, not_applicable: Where there is none.}
"""


@pytest.mark.parametrize(
    ("scale", "bar", "code", "said"),
    [
        ("{minimum: -2, maximum: 2}", "0", 0, ""),
        ("{minimum: -2, maximum: 2}", "-1.5", 0, ""),
        ("{minimum: -2, maximum: 2}", "0.5", 3, "The overall score 0.0 is below 0.5.\n"),
        ("{minimum: 0, maximum: 3, decimals: 2}", "1.51", 3, "The overall score 1.50 is below 1.51.\n"),
        ("{minimum: 0, maximum: 3, decimals: 0}", "1.6", 3, "The overall score 1.5 is below 1.6.\n"),
        ("{minimum: 0, maximum: 600}", "300", 0, ""),
        ("{minimum: 0, maximum: 600}", "601", 2, "“601” is not a score from 0 to 600."),
        ("{minimum: -2, maximum: 2}", "-3", 2, "“-3” is not a score from -2 to 2."),
        ("{minimum: 0, maximum: 12345678}", "-1", 2, "“-1” is not a score from 0 to 12345678."),
    ],
)
def test_a_limit_is_on_the_scale_of_the_questionnaire(
    tmp_path: Path, scale: str, bar: str, code: int, said: str
) -> None:
    finished = _gate(tmp_path, "{part.one: yes, part.two: no}", bar, scale)
    assert finished.returncode == code
    assert finished.stderr == said if code != 2 else said in " ".join(finished.stderr.split())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{part.one: yes}", "There is no verdict yet, so --fail-under does not pass.\n"),
        ("{}", "There is no verdict yet, so --fail-under does not pass.\n"),
        (
            "{part.one: {not_applicable: no}, part.two: {not_applicable: no}}",
            "Nothing applies, so there is no score, and --fail-under does not pass.\n",
        ),
    ],
)
def test_a_limit_does_not_pass_without_a_verdict(tmp_path: Path, given: str, said: str) -> None:
    for left_out in ("", "unanswered: exclude\n"):
        finished = _gate(tmp_path, given, "0", "{minimum: 0, maximum: 3}", left_out)
        assert (finished.returncode, finished.stderr) == (3, said)


def test_a_limit_does_not_pass_if_the_interview_is_not_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness.cli.session.run_interview", lambda *_arguments, **_options: None)
    assert call("assess").returncode == 0
    finished = call("assess", "--fail-under", "50")
    said = "The interview was not finished, so there is no verdict, and --fail-under does not pass.\n"
    assert (finished.returncode, finished.stderr) == (3, said)


def _gate(folder: Path, given: str, bar: str, scale: str, more: str = "") -> subprocess.CompletedProcess[str]:
    (folder / "q.yaml").write_text(SCALED.replace("{SCALE}", scale) + more, encoding="utf-8")
    (folder / "a.yaml").write_text(
        f"questionnaire: scaled\nversion: 1.0.0\nanswers: {given}\n", encoding="utf-8"
    )
    return call(
        *("assess", "--questionnaire", "q.yaml", "--answers", "a.yaml", "--fail-under", bar), folder=folder
    )


CONTRACT = {
    "questionnaire": {"id", "version", "digest"},
    "answers": {"digest", "coverage"},
    "overall": {"score", "low", "high", "arithmetic", "minimum", "band", "blocked_by"},
}
DIMENSION = {"id", "kind", "title", "score", "low", "high", "coverage", "exposure", "control", "residual"}


def test_the_json_report_keeps_its_contract(report: dict[str, Any], questionnaire: Questionnaire) -> None:
    assert report["schema_version"] == 2
    for part, keys in CONTRACT.items():
        assert keys <= report[part].keys()
    assert report["questionnaire"]["id"] == "going-global"
    assert report["questionnaire"]["digest"] == questionnaire.digest
    assert [item["id"] for item in report["dimensions"]] == [part.id for part in questionnaire.sections]
    for item in report["dimensions"]:
        assert item.keys() >= DIMENSION
        is_risk = item["kind"] == "risk"
        assert all((item[part] is not None) is is_risk for part in ("exposure", "control", "residual"))
    for part in ("opportunities", "red_flags", "contradictions", "gaps", "cases"):
        assert isinstance(report[part], list)
    assert [item["id"] for item in report["opportunities"]] == [
        part.id for part in questionnaire.opportunities
    ]
    assert report["gaps"]
    assert report["cases"]


def test_the_score_in_json_is_the_low_end_at_full_precision(report: dict[str, Any]) -> None:
    scores = [item["score"] for item in report["dimensions"]]
    for item in (report["overall"], *report["dimensions"], *report["opportunities"]):
        assert item["score"] == item["low"]
    logarithms = [math.log(max(score, 10.0)) for score in scores]  # each counts as 10 at least
    geometric = math.exp(sum(logarithms) / len(logarithms))
    assert report["overall"]["score"] == pytest.approx(geometric, rel=1e-12)
    assert report["overall"]["arithmetic"] == pytest.approx(sum(scores) / len(scores), rel=1e-12)
    assert report["overall"]["minimum"] == pytest.approx(min(scores), rel=1e-12)
    assert report["overall"]["score"] != round(report["overall"]["score"], 6)
    for item in report["dimensions"]:
        if item["residual"]:
            exposure, control, left = item["exposure"], item["control"], item["residual"]
            assert item["score"] == pytest.approx(100 * control["low"], rel=1e-12)
            assert left["low"] == pytest.approx(exposure["low"] * (1 - control["high"]), rel=1e-12)
            assert left["high"] == pytest.approx(exposure["high"] * (1 - control["low"]), rel=1e-12)


def test_open_answers_raise_the_high_end_but_not_the_score(questionnaire: Questionnaire) -> None:
    first = next(iter(questionnaire.questions))
    given = json.loads(answers_text(questionnaire, 1))
    given["answers"][first] = "unknown"
    finished = call("assess", "--answers", "-", "--format", "json", typed=json.dumps(given).encode())
    dimension = json.loads(finished.stdout)["dimensions"][0]
    assert dimension["score"] == dimension["low"] < dimension["high"]
    assert dimension["coverage"] < 1


def test_answers_from_standard_input_give_the_same_report(answers: str, report: dict[str, Any]) -> None:
    finished = run("assess", "--answers", "-", "--format", "json", typed=Path(answers).read_bytes())
    assert json.loads(finished.stdout) == report


def test_a_quick_assessment_uses_only_the_quick_set(questionnaire: Questionnaire) -> None:
    given = json.loads(answers_text(questionnaire, 1))
    given["profile"]["stage"] = "multi-region"  # at home, not all of the quick set is asked
    typed = json.dumps(given).encode()
    finished = call("assess", "--answers", "-", "--format", "json", "--quick", typed=typed)
    content = json.loads(finished.stdout)
    quick = [id for id, question in questionnaire.questions.items() if question.quick]
    assert content["answers"]["quick"] is True
    assert [item["question"] for item in content["responses"]] == quick
    assert len(content["ignored"]) == len(questionnaire.questions) - len(quick)


# --- exports ------------------------------------------------------------------------------------------------


def test_several_exports_are_written_beside_the_report(
    answers: str, report: dict[str, Any], tmp_path: Path
) -> None:
    names = ["one.md", "two.JSON", "three.txt", "four.md"]
    (tmp_path / "one.md").write_text("an old export", encoding="utf-8")
    options = [option for name in names for option in ("--export", name)]
    finished = run("assess", "--answers", answers, "--details", *options, folder=tmp_path)
    assert finished.returncode == 0
    assert finished.stderr == "".join(f"Wrote {name}\n" for name in names)
    assert "Verdict:" in finished.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    written = {name: (tmp_path / name).read_text(encoding="utf-8") for name in names}
    assert json.loads(written["two.JSON"]) == report
    assert written["one.md"].startswith("# Readiness to go overseas\n")
    assert written["four.md"] == written["one.md"]
    assert written["three.txt"].startswith(finished.stdout.partition("\n\n")[0])
    shown = set(re.findall(r"\w{4,}", finished.stdout))  # tables there may cut words
    assert len(shown - set(re.findall(r"\w{4,}", written["three.txt"]))) < len(shown) / 50
    umask = os.umask(0)
    os.umask(umask)
    assert (tmp_path / "four.md").stat().st_mode & 0o777 == 0o666 & ~umask


@pytest.mark.parametrize("name", ["kept.json", "link.json", "./kept.json", "hard.json"])
def test_an_export_never_replaces_the_answers_under_any_name(answers: str, tmp_path: Path, name: str) -> None:
    kept = tmp_path / "kept.json"
    before = Path(answers).read_text(encoding="utf-8")
    kept.write_text(before, encoding="utf-8")
    (tmp_path / "link.json").symlink_to("kept.json")
    (tmp_path / "hard.json").hardlink_to(kept)
    finished = call("assess", "--answers", "kept.json", "--export", name, folder=tmp_path)
    assert finished.returncode == 2
    assert finished.stderr.endswith(
        f"--export: “{Path(name)}” is the answers file; the export would replace it.\n"
    )
    assert kept.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("name", ["kept.json", "link.json", "hard.json"])
def test_an_export_never_replaces_the_answers_on_standard_input(
    answers: str, tmp_path: Path, name: str
) -> None:
    kept = tmp_path / "kept.json"
    before = Path(answers).read_text(encoding="utf-8")
    kept.write_text(before, encoding="utf-8")
    (tmp_path / "link.json").symlink_to("kept.json")
    (tmp_path / "hard.json").hardlink_to(kept)
    (tmp_path / "other.json").write_text("an older report", encoding="utf-8")
    for target, code, last in (
        (name, 2, f"“{name}” is the answers file on standard input; the export would replace it."),
        ("other.json", 0, "Wrote other.json"),
    ):
        with kept.open(encoding="utf-8") as stream:
            finished = call("assess", "--answers", "-", "--export", target, folder=tmp_path, stdin=stream)
        assert finished.returncode == code
        assert finished.stderr.splitlines()[-1].removeprefix("Error: Invalid value for --export: ") == last
    assert kept.read_text(encoding="utf-8") == before


def test_an_export_never_replaces_the_questionnaire(answers: str, tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    main = tmp_path / "small" / "questionnaire.yaml"
    main.write_text("id: small\n", encoding="utf-8")
    (tmp_path / "hard.json").hardlink_to(main)
    for named in ("small", "small/questionnaire.yaml"):
        finished = call(
            *("assess", "--answers", answers, "--questionnaire", named, "--export", "hard.json"),
            folder=tmp_path,
        )
        assert finished.returncode == 2
        assert finished.stderr.endswith("“hard.json” is the questionnaire; the export would replace it.\n")


@pytest.mark.parametrize("option", ["--answers", "--format", "--questionnaire", "--lang", "--save"])
@pytest.mark.parametrize("joined", [True, False])
def test_an_option_with_one_value_cannot_be_given_twice(joined: bool, option: str) -> None:
    twice = [f"{option}=json", f"{option}=csv"] if joined else [option, "json", option, "csv"]
    finished = call("assess", *twice)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.splitlines()[-1] == (
        f"Error: Invalid value for {option}: It is given twice, but takes one value."
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("assess", "宁 波.yaml"),
            "A file of answers is named with an option: write `--answers '宁 波.yaml'`.",
        ),
        (("assess", "one.yaml", "two.yaml"), "There are arguments that it does not take: one.yaml two.yaml"),
        (("questionnaire", "list", "a.yaml"), "There are arguments that it does not take: a.yaml"),
        (("--lang", "zh", "assess", "a.yaml"), "作答文件要用选项指定：请写 `--answers a.yaml`。"),
    ],
)
def test_the_name_of_a_file_without_its_option_is_refused_with_the_option(
    words: tuple[str, ...], said: str
) -> None:
    done = call(*words)
    assert done.returncode == 2
    assert said in done.stderr


def test_an_option_without_a_value_may_be_repeated(answers: str) -> None:
    once = call("assess", "--answers", answers, "--plain")
    assert call("assess", "--answers", answers, "--plain", "--plain").stdout == once.stdout
    assert "Usage:" in call("assess", "--answers", "a", "--answers", "b", "--help").stdout


@pytest.mark.parametrize("target", ["going-global.answers.yaml", "small/questionnaire.YML"])
def test_an_export_never_replaces_yaml_behind_a_link(answers: str, tmp_path: Path, target: str) -> None:
    (tmp_path / "small").mkdir()
    (tmp_path / target).write_text("kept", encoding="utf-8")
    (tmp_path / "report.md").symlink_to(target)
    finished = call("assess", "--answers", answers, "--export", "report.md", folder=tmp_path)
    assert finished.returncode == 2
    assert f"“report.md” leads to “{Path(target).name}”; the export would replace it." in finished.stderr
    assert (tmp_path / target).read_text(encoding="utf-8") == "kept"


def test_an_export_never_replaces_a_file_of_another_kind_behind_a_link(answers: str, tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_text("kept", encoding="utf-8")
    (tmp_path / "report.html").symlink_to("letter.docx")
    finished = call("assess", "--answers", answers, "--export", "report.html", folder=tmp_path)
    assert finished.returncode == 2
    assert finished.stderr.endswith("“report.html” leads to “letter.docx”; the export would replace it.\n")
    assert (tmp_path / "letter.docx").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("second", ["./one.md", "link.md", "inner/../one.md"])
def test_two_exports_to_one_file_are_refused(second: str, answers: str, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "link.md").symlink_to("one.md")
    finished = call("assess", "--answers", answers, "--export", "one.md", "--export", second, folder=tmp_path)
    assert finished.returncode == 2
    assert finished.stderr.endswith(
        f"“{Path(second)}” and “one.md” are one file; the second export would replace the first.\n"
    )
    assert not (tmp_path / "one.md").exists()


def test_a_name_with_a_line_break_is_shown_in_one_line(answers: str, tmp_path: Path) -> None:
    finished = call("assess", "--answers", answers, "--export", "a\nb.md", folder=tmp_path)
    assert (finished.returncode, finished.stderr) == (0, "Wrote a\\nb.md\n")
    for option in (["--export", "a\nb"], ["--export=a\nb"], ["--fail-under", "a\nb"], ["a\nb"]):
        finished = call("assess", "--answers", answers, *option, folder=tmp_path)
        assert finished.returncode == 2
        assert finished.stderr.count("\n") == 3
        assert "a\\nb" in finished.stderr or "a\\x0ab" in finished.stderr


def test_unreadable_standard_input_is_not_reported_as_an_output(tmp_path: Path) -> None:
    with (tmp_path / "file").open("wb") as stream:
        finished = subprocess.run(
            [sys.executable, "-m", "readiness", "assess", "--answers", "-"],
            stdin=stream,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    expected = "<stdin>:1:1: unreadable: the file cannot be read: Bad file descriptor\n"
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(expected)


def test_save_is_refused_if_nothing_is_asked(answers: str, tmp_path: Path) -> None:
    finished = call("assess", "--answers", answers, "--save", "kept.yaml", folder=tmp_path)
    assert finished.returncode == 2
    reason = "It is only for an interview; with --answers nothing is asked and nothing is saved."
    assert finished.stderr.endswith(f"Invalid value for --save: {reason}\n")
    assert list(tmp_path.iterdir()) == []


def test_an_export_into_a_missing_folder_names_the_file(answers: str, tmp_path: Path) -> None:
    finished = run("assess", "--answers", answers, "--export", "missing/report.md", folder=tmp_path)
    assert (finished.returncode, finished.stdout) == (2, "")
    reason = "there is no folder “missing”; create it first"
    assert finished.stderr == f"missing/report.md: cannot be written: {reason}\n"
    assert list(tmp_path.iterdir()) == []


def no_room(_descriptor: int) -> None:
    raise OSError(errno.ENOSPC, "no room")


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.md").write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OSError, match="no room") as caught:
        files.write_file(tmp_path / "report.md", b"new")
    assert caught.value.filename == str(tmp_path / "report.md")
    assert (tmp_path / "report.md").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.md"]
    with pytest.raises(IsADirectoryError) as caught:
        files.write_file(tmp_path, b"text")
    assert caught.value.filename == str(tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_an_export_to_a_full_device_names_the_export(answers: str, tmp_path: Path) -> None:
    (tmp_path / "report.md").symlink_to("/dev/full")
    finished = run("assess", "--answers", answers, "--export", "report.md", folder=tmp_path)
    assert finished.returncode == 2
    assert "Verdict:" in finished.stdout
    assert finished.stderr == "report.md: cannot be written: No space left on device\n"


# --- standard output that cannot be written -------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("command", [["assess", "--answers", "ANSWERS"], ["--help"], ["--version"]])
def test_a_full_disk_is_reported_and_exits_with_2(command: list[str], answers: str) -> None:
    command = [answers if word == "ANSWERS" else word for word in command]
    with Path("/dev/full").open("wb") as full:
        finished = subprocess.run(
            [sys.executable, "-m", "readiness", *command],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            env=surroundings(),
            check=False,
            text=True,
        )
    assert finished.returncode == 2
    assert finished.stderr == "standard output: cannot be written: No space left on device\n"


def run_without_a_reader(*command: str, errors_too: bool = False) -> tuple[int, str]:
    """Run with a standard output whose reader has gone; return the exit code and standard error."""
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "wb") as closed:  # noqa: PTH123 (a descriptor has no path)
        finished = subprocess.run(
            [sys.executable, "-m", "readiness", *command],
            stdout=closed,
            stderr=closed if errors_too else subprocess.PIPE,
            timeout=60,
            env=surroundings(),
            check=False,
        )
    return finished.returncode, (finished.stderr or b"").decode()


@pytest.mark.parametrize(
    "command",
    [
        ["assess", "--answers", "ANSWERS"],
        ["questionnaire", "template"],
        ["--version"],
    ],
)
def test_a_reader_that_has_gone_away_ends_the_command_quietly(command: list[str], answers: str) -> None:
    command = [answers if word == "ANSWERS" else word for word in command]
    assert run_without_a_reader(*command) == (0, "")


def test_problems_that_nobody_reads_still_exit_with_2() -> None:
    assert run_without_a_reader("assess", "--answers", "missing.yaml", errors_too=True) == (2, "")


def test_the_first_line_can_be_cut_off_in_a_shell(answers: str) -> None:
    command = f"set -o pipefail; {sys.executable} -m readiness assess --answers {answers} | head -n 1"
    finished = subprocess.run(
        ["bash", "-c", command], capture_output=True, timeout=60, env=surroundings(), check=False, text=True
    )
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout == "Readiness to go overseas\n"


# --- the terminal report without a terminal -------------------------------------------------------


@pytest.mark.parametrize("columns", [40, 59, 60, 80, 120])
def test_no_line_of_the_report_is_wider_than_the_columns(columns: int, answers: str) -> None:
    finished = call("assess", "--answers", answers, "--details", columns=columns)
    assert finished.returncode == 0
    assert "董事会" in finished.stdout
    widest = max(map(display_width, finished.stdout.splitlines()))
    assert columns - 10 < widest <= columns
    assert ESC not in finished.stdout


def test_without_a_terminal_there_are_80_columns_and_no_colours(answers: str) -> None:
    environment = {"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1", "COLORTERM": "truecolor"}
    finished = run("assess", "--answers", answers, environment=environment)
    assert 70 < max(map(display_width, finished.stdout.splitlines())) <= 80
    assert ESC not in finished.stdout


def test_plain_prints_the_programs_own_text_in_ascii(answers: str) -> None:
    finished = call("assess", "--answers", answers, "--details", "--plain")
    foreign = {character for character in finished.stdout if not character.isascii()}
    assert foreign == set(NOTE)
    assert "Verdict:" in finished.stdout


def test_a_locale_without_unicode_gets_ascii(answers: str) -> None:
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    environment["COLUMNS"] = "50"  # too narrow for tables
    finished = run("assess", "--answers", answers, "--details", environment=environment)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout.isascii()
    escaped = NOTE.encode("ascii", "backslashreplace").decode()
    shown = "".join(finished.stdout.split())
    assert escaped in shown
    assert "\\" not in shown.replace(escaped, "")


def test_hostile_text_is_shown_as_escapes(questionnaire: Questionnaire) -> None:
    given = json.loads(answers_text(questionnaire, 0, respondent=HOSTILE))
    for answer in given["answers"].values():
        answer["note"] = f"[bold red]{HOSTILE}[/bold red]"
    finished = call("assess", "--answers", "-", "--details", typed=json.dumps(given).encode(), columns=50)
    assert finished.returncode == 0
    unbroken = "".join(finished.stdout.split())
    shown = printable(" ".join(HOSTILE.split()))
    assert "".join(f"Note: [bold red]{shown}[/bold red]".split()) in unbroken
    assert r"\x1b[31mred\x1b[0m" in unbroken
    assert r"\u202egnp.exe\u202c" in unbroken
    assert all(character == "\n" or character.isprintable() for character in finished.stdout)


# --- the Markdown report --------------------------------------------------------------------------


def markdown_of(questionnaire: Questionnaire, words: Sequence[str]) -> str:
    """The Markdown report of answers whose free texts are the `words` in turn."""
    given = json.loads(answers_text(questionnaire, 0, respondent=words[0]))
    for number, (id, question) in enumerate(questionnaire.questions.items()):
        text = words[number % len(words)]
        if question.not_applicable:
            given["answers"][id] = {"not_applicable": text}
        else:
            given["answers"][id] |= {"note": text, "evidence": [text, text], "owner": text}
    finished = call("assess", "--answers", "-", "--format", "markdown", typed=json.dumps(given).encode())
    assert (finished.returncode, finished.stderr) == (0, "")
    return finished.stdout


@pytest.fixture(scope="module")
def friendly(questionnaire: Questionnaire) -> str:
    return markdown_of(questionnaire, ["plain words"])


@pytest.fixture(scope="module")
def hostile(questionnaire: Questionnaire) -> str:
    return markdown_of(questionnaire, [HOSTILE])


@pytest.fixture(scope="module")
def hostile_starts(questionnaire: Questionnaire) -> str:
    return markdown_of(questionnaire, STARTS)


def parsed(source: str) -> list[Token]:
    """`source` parsed as GitHub Flavored Markdown."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(source)


def plain_text(token: Token) -> str:
    """What a reader sees of an inline token."""
    assert token.children is not None
    return "".join(child.content for child in token.children)


def test_every_row_of_a_table_has_as_many_cells_as_its_header(hostile: str) -> None:
    rows = 0
    cells = 0
    for line in hostile.splitlines():
        bars = len(re.findall(r"(?<!\\)(?:\\\\)*\|", line))
        if not line.startswith("|"):
            assert bars == 0, line
            cells = 0
        else:
            cells = cells or bars
            assert bars == cells, line
            rows += 1
    assert rows > 100


@pytest.fixture(scope="module")
def friendly_starts(questionnaire: Questionnaire) -> str:
    """With as many different texts: documents are grouped by who has them."""
    return markdown_of(questionnaire, [f"plain words {number}" for number in range(len(STARTS))])


@pytest.mark.parametrize("kind", ["hostile", "hostile_starts"])
def test_user_text_does_not_change_the_structure(kind: str, request: pytest.FixtureRequest) -> None:
    rendered: str = request.getfixturevalue(kind).replace("<br>", " ")  # the lines of notes
    friendly: str = request.getfixturevalue(kind.replace("hostile", "friendly"))
    blocks = [(token.type, token.tag, token.level) for token in parsed(rendered)]
    assert blocks == [(token.type, token.tag, token.level) for token in parsed(friendly)]
    inline = [
        [child.type for child in token.children or () if child.type not in ("text", "text_special")]
        for token in parsed(rendered)
    ]
    assert inline == [
        [child.type for child in token.children or () if child.type not in ("text", "text_special")]
        for token in parsed(friendly)
    ]


def test_user_text_is_shown_as_it_was_written(hostile: str) -> None:
    expected = printable(" ".join(HOSTILE.split()))
    seen = [plain_text(token).replace("\u200b", "") for token in parsed(hostile) if token.type == "inline"]
    assert f"Answers by: {expected}" in seen
    assert f"Named in the answer: {expected}" in seen
    note = "<br>".join(printable(" ".join(part.split())) for part in HOSTILE.splitlines())
    assert f"Note: {note} Evidence: {note}; {note} Owner: {expected}" in seen


def test_no_html_link_image_or_mention_of_a_user_takes_effect(hostile: str) -> None:
    inline = [child for token in parsed(hostile) for child in token.children or ()]
    assert {child.type for child in inline}.isdisjoint({"image", "s_open"})
    assert {token.type for token in parsed(hostile)}.isdisjoint({"html_block", "fence", "code_block"})
    assert all(str(child.attrs["href"]).startswith("#") for child in inline if child.type == "link_open")
    ours = re.compile(r'<br>|<a id="[a-z0-9-]+">|</a>')
    assert all(ours.fullmatch(child.content) for child in inline if child.type == "html_inline")
    assert "<" not in ours.sub("", hostile)
    assert not re.search(r"(?<!\\)\]\((?!#)", hostile)
    assert not re.search(r"@\w", hostile)
    assert not re.search(r"(?<![\\&])#1", hostile)
    assert not re.search(r"https?://|www\.|:tada:", hostile)
    assert all(character == "\n" or character.isprintable() for character in hostile)


@pytest.mark.parametrize(
    "value",
    [
        "见https://evil.invalid/a",
        "éhttps://a.example",
        "1ftp://a.example",
        "_https://a.example_",
        "x_www.a.example",
    ],
)
def test_no_address_becomes_a_link_whatever_stands_before_it(value: str) -> None:
    escaped = markdown.text(value)
    assert not re.search(r"(?i)(https?|ftp):|www\.", escaped)
    assert plain_text(parsed(escaped)[1]) == value


def test_the_case_of_an_address_is_kept() -> None:
    assert (
        plain_text(parsed(markdown.text("WWW.a.example HTTPS://b.example"))[1])
        == "WWW.a.example HTTPS://b.example"
    )


@pytest.mark.parametrize("value", STARTS)
def test_no_beginning_of_a_text_makes_more_than_a_paragraph(value: str) -> None:
    tokens = parsed(markdown.text(value))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert plain_text(tokens[1]) == value.strip()


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.sampled_from("a1 .:-+=*_`~|\\<>[]()!#&;@/$\"'\n\t") | st.characters(codec="utf-8"), min_size=1)
)
def test_any_text_is_shown_as_it_was_written(value: str) -> None:
    expected = printable(" ".join(value.split()))
    tokens = parsed(markdown.text(value))
    if expected.strip():
        assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
        assert plain_text(tokens[1]).replace("\u200b", "") == expected
    rows = parsed(f"| head |\n| --- |\n| {markdown.text(value)} |\n")
    cells = [token for token in rows if token.type == "inline"]
    assert len(cells) == 2
    assert plain_text(cells[1]).replace("\u200b", "") == expected.strip()


# --- questionnaires -------------------------------------------------------------------------------


def test_the_list_names_every_built_in_questionnaire() -> None:
    finished = call("questionnaire", "list")
    names = [line.split()[0] for line in finished.stdout.splitlines()]
    assert names == readiness.builtin_questionnaires()
    assert "going-global" in names


def test_show_lists_every_question_and_level(questionnaire: Questionnaire) -> None:
    shown = "".join(call("questionnaire", "show").stdout.split())
    for id, question in questionnaire.questions.items():
        assert id in shown
        for option in question.choices:
            assert "".join(option.text.split()) in shown


def test_show_quick_lists_only_the_quick_set(questionnaire: Questionnaire) -> None:
    shown = call("questionnaire", "show", "going-global", "--quick").stdout.split()
    for id, question in questionnaire.questions.items():
        assert (id in shown) is question.quick


def test_a_questionnaire_in_a_folder_works_like_a_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "questionnaire.yaml").write_text(
        """\
id: mine
version: 2.1.0
title: Mine
description: D.
source: S.
date: 2026-01-31
bands: [{id: start, title: Start, text: B.}, {id: top, title: The top, text: T., cut: 60}]
sections:
  - id: one
    title: One
    description: D.
    questions:
      - id: one.first
        title: F
        text: Q?
        help: H.
        options: [{id: a, score: 0, text: A}, {id: b, score: 3, text: B}]
""",
        encoding="utf-8",
    )
    template = call("questionnaire", "template", "mine", folder=tmp_path)
    filled = template.stdout.replace("  one.first:", "  one.first: b")
    finished = call(
        "assess", "--questionnaire", "mine", "--answers", "-", folder=tmp_path, typed=filled.encode()
    )
    assert (finished.returncode, finished.stderr) == (0, "")
    assert "Verdict: The top (level 2 of 2)" in finished.stdout


@pytest.mark.parametrize("quick", [[], ["--quick"]])
def test_a_template_is_a_valid_answers_file_without_answers(
    quick: list[str], questionnaire: Questionnaire, tmp_path: Path
) -> None:
    template = call("questionnaire", "template", *quick)
    assert (template.returncode, template.stderr) == (0, "")
    path = tmp_path / "answers.yaml"
    path.write_text(template.stdout, encoding="utf-8")
    answers = load_answers(path, questionnaire)
    assert answers == blank(questionnaire)
    assert re.findall(r"(?m)^\w+:.*  # .*$", template.stdout) == [
        "enterprise:  # its name",
        "prepared_by:  # who prepared the report",
        "prepared_for:  # whom the report is for",
        "confidentiality:  # who may read the report, such as: Board only",
        "respondent:  # name and role",
        "date:  # the day of the answers, as in 2026-03-31",
    ]
    finished = call("assess", "--answers", str(path), "--format", "json", *quick)
    content = json.loads(finished.stdout)
    assert finished.returncode == 0
    assert content["overall"]["band"] is None
    assert {blocker["kind"] for blocker in content["overall"]["blocked_by"]} == {"coverage"}
    assert (content["overall"]["score"], content["overall"]["high"]) == (10.0, 100.0)
    assert content["answers"]["coverage"] == 0


def test_a_template_can_be_saved_but_replaces_nothing(tmp_path: Path) -> None:
    printed = call("questionnaire", "template", "--quick").stdout
    arguments = ("questionnaire", "template", "--quick", "--save", "our answers.yaml")
    saved = call(*arguments, folder=tmp_path)
    assert (saved.returncode, saved.stdout) == (0, "")
    assert saved.stderr == (
        "Wrote the template to our answers.yaml. Fill it in; then\n"
        "  readiness assess --quick --answers 'our answers.yaml'\n"
    )
    path = tmp_path / "our answers.yaml"
    assert path.read_bytes() == printed.encode()  # in UTF-8, whatever a shell makes of `>`
    assert call(*shlex.split(saved.stderr.splitlines()[1])[1:], folder=tmp_path).returncode == 0

    path.write_text("filled in", encoding="utf-8")
    again = call(*arguments, folder=tmp_path)
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.splitlines()[-1] == (
        "Error: Invalid value for --save: “our answers.yaml” exists and was not changed. Name a file that"
        " does not exist yet."
    )
    assert path.read_text(encoding="utf-8") == "filled in"


@pytest.mark.parametrize("quick", [[], ["--quick"]])
def test_a_template_filled_in_gives_a_verdict(quick: list[str], questionnaire: Questionnaire) -> None:
    template = call("questionnaire", "template", *quick).stdout
    asked = re.findall(r"(?m)^  ([a-z-]+\.[a-z-]+):$", template)
    assert asked == [id for id, question in questionnaire.questions.items() if question.quick or not quick]
    filled = re.sub(r"(?m)^(  [a-z-]+\.[a-z-]+):$", r"\1: 3", template)
    filled = re.sub(r"(?m)^(  markets):$", r"\1: [eu, asean]", filled)
    filled = re.sub(r"(?m)^respondent:", "respondent: Chen Li", filled)
    filled = re.sub(r"(?m)^date:", "date: 2026-03-31", filled)
    finished = call("assess", "--answers", "-", "--format", "json", *quick, typed=filled.encode())
    content = json.loads(finished.stdout)
    assert content["overall"]["band"] is not None
    assert content["answers"]["coverage"] == 1
    assert (content["answers"]["respondent"], content["answers"]["date"]) == ("Chen Li", "2026-03-31")
    assert {"title": "Target markets", "value": "ASEAN (Southeast Asia); European Union"} in content[
        "profile"
    ]


# --- cases ----------------------------------------------------------------------------------------


def listed(*filters: str) -> list[str]:
    """The ids of the cases that are listed."""
    finished = call("cases", *filters)
    assert (finished.returncode, finished.stderr) == (0, "")
    return [line.split()[0] for line in finished.stdout.splitlines() if line and line[0] != " "]


def test_all_cases_are_listed(questionnaire: Questionnaire) -> None:
    assert listed() == [case.id for case in questionnaire.cases.cases]


def test_filters_narrow_the_list(questionnaire: Questionnaire) -> None:
    cases = questionnaire.cases.cases
    talent = [case.id for case in cases if any(id.startswith("talent.") for id in case.questions)]
    assert listed("--dimension", "talent") == talent
    food = [
        case.id for case in cases if "food-agriculture" in case.applies_to.get("sector", ["food-agriculture"])
    ]
    assert listed("--sector", "food-agriculture") == food
    africa = [case.id for case in cases if "africa" in case.applies_to.get("markets", ["africa"])]
    assert listed("--market", "africa") == africa
    assert listed("--kind", "cautionary") == [case.id for case in cases if case.kind == "cautionary"]
    for narrowed in (talent, food, africa):
        assert 0 < len(narrowed) < len(cases)
    both = listed("--dimension", "talent", "--market", "africa")
    assert both == [id for id in talent if id in africa]


def test_an_empty_list_of_cases_says_so() -> None:
    finished = call("cases", "--dimension", "digital", "--sector", "food-agriculture", "--kind", "cautionary")
    assert finished.returncode == 0
    assert finished.stdout == "No case passes all the filters; leave one out.\n"


def test_one_case_is_shown_in_full(questionnaire: Questionnaire) -> None:
    case = next(case for case in questionnaire.cases.cases if case.id == "catl-share")
    finished = call("cases", "catl-share", columns=40)
    shown = "".join(finished.stdout.split())
    for text in (case.who, case.title, case.summary, case.lesson, case.figures[0].statement):
        assert "".join(text.split()) in shown
    assert case.figures[0].disputed is not None
    assert "".join(f"Disputed: {case.figures[0].disputed}".split()) in shown
    assert "notverifiedbyus" in shown
    assert all(id in finished.stdout for id in case.questions)
    assert max(map(display_width, finished.stdout.splitlines())) <= 40
