"""What the shell completes, asked in the way of each shell."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from readiness import load_questionnaire
from readiness.cli.app import run as run_command_line
from readiness.loading.finding import DEFAULT_QUESTIONNAIRE
from readiness.rendering.benchmark_data import benchmark_json
from test_peers import BENCHMARK

AUDIT = Path(__file__).resolve().parent.parent / "docs" / "examples" / "supplier-audit"


Complete = Callable[[str], list[str]]


@pytest.fixture
def complete(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Complete:
    """Completes a line in bash; fails if anything goes to standard error."""

    def completed(line: str) -> list[str]:
        words = line.split(" ")
        monkeypatch.setattr(sys, "argv", ["readiness"])
        monkeypatch.setenv("_READINESS_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        assert run_command_line() == 0
        shown = capsys.readouterr()
        assert shown.err == ""
        return shown.out.split()

    return completed


def test_commands_and_options_are_completed(complete: Complete) -> None:
    """At every depth."""
    assert complete("readiness ") == [
        *("assess", "form", "plan", "compare", "merge", "cohort", "cases", "questionnaire", "answers")
    ]
    assert complete("readiness questionnaire s") == ["show", "schema"]
    assert complete("readiness assess --ex") == ["--export", "--explain"]
    assert complete("readiness assess --format ") == ["terminal", "markdown", "html", "json", "csv"]
    assert complete("readiness questionnaire schema --for a") == ["answers"]


def test_ids_of_the_questionnaire_are_completed(complete: Complete) -> None:
    """Those of scores, dimensions, cases and the profile."""
    asked = load_questionnaire()
    assert complete("readiness assess --explain ") == ["overall", *asked.all_sections]
    assert complete("readiness cases --dimension ") == list(asked.all_sections)
    cases = [case.id for case in asked.cases.cases]
    assert complete("readiness cases ") == cases
    assert complete("readiness cases b") == [id for id in cases if id.startswith("b")]
    for option, id in (("--market", "markets"), ("--sector", "sector")):
        question = asked.profile_question(id)
        assert question is not None
        assert complete(f"readiness cases {option} ") == [each.id for each in question.options]
    assert complete("readiness cases --kind e") == ["exemplar"]


def test_another_questionnaire_is_read_if_it_is_named_before(complete: Complete) -> None:
    """By the option, or by the argument."""
    sections = list(load_questionnaire(AUDIT).all_sections)
    assert complete(f"readiness assess --questionnaire {AUDIT} --explain ") == ["overall", *sections]
    assert complete(f"readiness cases --questionnaire {AUDIT} --sector ") == []


def test_the_groups_of_a_benchmark_are_completed(complete: Complete, tmp_path: Path) -> None:
    """Those of the file that is named before."""
    path = tmp_path / "peers.json"
    path.write_text(benchmark_json(BENCHMARK), encoding="utf-8")
    line = f"readiness assess --benchmark {path} --peers "
    assert complete(line) == ["all", "stage=exporting", "stage=own-sales", "size=medium"]
    assert complete(f"{line}st") == ["stage=exporting", "stage=own-sales"]
    assert complete("readiness assess --peers ") == []
    path.write_text('{"groups": [1]}', encoding="utf-8")
    assert complete(line) == []


def test_questionnaires_are_completed(
    complete: Complete,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The built-in ones, and the folders that hold one."""
    for name in ("mine", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "mine" / "questionnaire.yaml").write_text("id: [", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for command in ("questionnaire show", "questionnaire check", "assess --questionnaire"):
        assert complete(f"readiness {command} ") == [DEFAULT_QUESTIONNAIRE, "mine"]
    assert complete(f"readiness questionnaire show {tmp_path}/m") == [f"{tmp_path}/mine"]
    assert complete("readiness questionnaire show nowhere/x") == []


def test_a_questionnaire_with_errors_completes_nothing_and_says_nothing(
    complete: Complete,
    tmp_path: Path,
) -> None:
    """Neither one that cannot be read nor one that holds something else than expected."""
    for number, text in enumerate(("id: [", "- a", "sections: 1", "sections: [1]\ncases: []", "\x00")):
        file = tmp_path / f"{number}.yaml"
        file.write_text(text, encoding="utf-8")
        assert complete(f"readiness cases --questionnaire {file} ") == []
        assert complete(f"readiness assess --questionnaire {file} --explain ") == ["overall"]
    assert complete("readiness cases --questionnaire nowhere ") == []


def test_other_shells_get_the_titles_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the form of zsh and of fish."""
    title = load_questionnaire().all_sections["talent"].title
    monkeypatch.setattr(sys, "argv", ["readiness"])
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "readiness assess --explain tal")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    for shell in ("zsh", "fish"):
        monkeypatch.setenv("_READINESS_COMPLETE", f"complete_{shell}")
        assert run_command_line() == 0
        shown = capsys.readouterr().out
        assert "talent" in shown
        assert title in shown


def test_the_script_for_the_shell_is_shown_and_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """In the home folder of the user."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for module in ("typer.completion", "typer._completion_shared"):
        monkeypatch.setattr(f"{module}._get_shell_name", lambda: "bash")
    monkeypatch.setattr(sys, "argv", ["readiness", "--show-completion"])
    assert run_command_line() == 0
    script = capsys.readouterr().out
    assert "_READINESS_COMPLETE=complete_bash" in script
    monkeypatch.setattr(sys, "argv", ["readiness", "--install-completion"])
    assert run_command_line() == 0
    installed = tmp_path / ".bash_completions" / "readiness.sh"
    assert installed.read_text(encoding="utf-8").strip() == script.strip()
    assert f"source '{installed}'" in (tmp_path / ".bashrc").read_text(encoding="utf-8")


def test_a_shell_that_is_not_known_is_no_fault_of_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is refused."""
    for module in ("typer.completion", "typer._completion_shared"):
        monkeypatch.setattr(f"{module}._get_shell_name", lambda: None)
    for option in ("--install-completion", "--show-completion"):
        monkeypatch.setattr(sys, "argv", ["readiness", option])
        assert run_command_line() == 2
        shown = capsys.readouterr()
        assert "not supported" in shown.out + shown.err
