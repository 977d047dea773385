"""`readiness questionnaire new` creates files that can be used at once and touches nothing else."""

from __future__ import annotations

import json
import os
import re
import resource
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pexpect
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness import builtin_questionnaires, load_answers, load_questionnaire
from readiness.authoring.scaffold import id_from, starter_files
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.source.data import plain
from readiness.source.parsing import parse
from readiness.source.source import Source
from test_command_line import call, run

assert sys.platform != "win32"  # where conftest leaves this module out

FILES = ["cases.yaml", "questionnaire.yaml", "trial.yaml"]
KEPT = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "PYTHONPATH")}
SETTINGS = {**KEPT, "LC_ALL": "C.UTF-8", "TERM": "xterm"}
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `mine` was started."""
    folder = tmp_path_factory.mktemp("new")
    finished = call("questionnaire", "new", "mine", folder=folder)
    assert (finished.returncode, finished.stdout) == (0, "")
    return folder


@pytest.fixture(scope="module")
def mine(folder: Path) -> Questionnaire:
    return load_questionnaire(folder / "mine")


# --- what is created --------------------------------------------------------------------------------


def test_the_suggested_next_commands_work(tmp_path: Path) -> None:
    finished = call("questionnaire", "new", "market entry/check one", folder=tmp_path)
    assert finished.stderr == (
        "Started the questionnaire “check-one” in market entry/check one.\n"
        "\n"
        "Next: edit market entry/check one/questionnaire.yaml; then\n"
        "  readiness questionnaire check 'market entry/check one'\n"
        "      see every error and warning with its line\n"
        "  readiness questionnaire show 'market entry/check one'\n"
        "      see all of it, or get a form to print with --format markdown\n"
        "  readiness questionnaire template 'market entry/check one'\n"
        "      get an answers file to fill in\n"
        "  readiness assess --questionnaire 'market entry/check one'\n"
        "      answer it here and read the report\n"
    )
    check, show, template, _assess = re.findall(r"(?m)^  readiness (.*)$", finished.stderr)
    assert call(*shlex.split(check), folder=tmp_path).returncode == 0
    assert "check-one 1.0.0" in call(*shlex.split(show), folder=tmp_path).stdout
    assert "questionnaire: check-one" in call(*shlex.split(template), folder=tmp_path).stdout


def test_the_folder_contains_the_main_file_a_section_and_the_cases(folder: Path) -> None:
    assert sorted(path.name for path in (folder / "mine").iterdir()) == FILES
    for path in (folder / "mine").iterdir():
        assert path.read_text(encoding="utf-8").startswith("# ")  # each explains itself first
        assert path.stat().st_mode & 0o600 == 0o600


def test_the_starter_uses_the_main_features_of_the_format(mine: Questionnaire) -> None:
    assert (mine.id, mine.version) == ("mine", "1.0.0")
    assert [section.id for section in mine.sections] == ["content", "trial"]
    assert len(mine.profile) == len(mine.red_flags) == len(mine.cases.cases) == 1
    assert len(mine.bands) == 3
    questions = mine.questions.values()
    assert {question.model_dump()["type"] for question in questions} == {"choice", "yes-no", "number"}
    assert [question.id for question in questions if question.when] == ["content.common-reading"]
    assert sum(question.quick for question in questions) == 2
    assert any(question.not_applicable for question in questions)


def test_the_starter_has_no_errors_and_no_warnings(folder: Path) -> None:
    finished = call("questionnaire", "check", "mine", "--strict", folder=folder)
    assert (finished.returncode, finished.stdout) == (0, "")


@pytest.mark.parametrize(
    ("kind", "name"),
    [("questionnaire", "questionnaire.yaml"), ("section", "trial.yaml"), ("cases", "cases.yaml")],
)
def test_each_file_is_valid_under_its_schema(kind: str, name: str, folder: Path) -> None:
    schema = json.loads(call("questionnaire", "schema", "--for", kind).stdout)
    text = (folder / "mine" / name).read_text(encoding="utf-8")
    jsonschema.Draft202012Validator(schema).validate(plain(parse(Source(name, text))))


def test_only_the_id_differs_from_the_starter(folder: Path) -> None:
    other = starter_files("another")
    assert sorted(other) == FILES
    assert list(other)[-1] == "questionnaire.yaml"  # without it a folder is not a questionnaire
    for name in FILES:
        text = (folder / "mine" / name).read_text(encoding="utf-8")
        assert [
            pair
            for pair in zip(text.splitlines(), other[name].splitlines(), strict=True)
            if len(set(pair)) > 1
        ] == ([("id: mine", "id: another")] if name == "questionnaire.yaml" else [])


# --- in Chinese -------------------------------------------------------------------------------------


TEXTS = {"title", "text", "description", "help", "message", "summary", "lesson", "who", "section", "source"}
TEXTS |= {"as_of", "unit", "not_applicable", "evidence"}


def without_texts(node: Any) -> Any:
    """`node` without its texts: what must be the same in every language."""
    if isinstance(node, dict):
        return {key: key in TEXTS or without_texts(value) for key, value in node.items()}
    return [without_texts(value) for value in node] if isinstance(node, list) else node


def test_the_chinese_starter_differs_from_the_english_one_only_in_its_texts(folder: Path) -> None:
    assert call("--lang", "zh", "questionnaire", "new", "zh/mine", folder=folder).returncode == 0
    for name in FILES:
        english, chinese = (
            plain(parse(Source(name, (folder / place / name).read_text(encoding="utf-8"))))
            for place in ("mine", "zh/mine")
        )
        assert chinese.pop("languages", ["zh"]) == ["zh"]
        assert without_texts(chinese) == without_texts(english)


@pytest.mark.parametrize(
    ("name", "is_told"), [("供应商审核", True), ("审核2025", True), ("supplier-审核", False)]
)
def test_an_author_is_told_that_an_id_is_missing(tmp_path: Path, name: str, is_told: bool) -> None:
    done = call("questionnaire", "new", name, "--lang", "zh", folder=tmp_path)
    hint = f"文件夹名称中没有可用作 ID 的英文字母。请在 {name}/questionnaire.yaml 中把“questionnaire"
    assert (hint in done.stderr) is is_told


def test_the_chinese_starter_can_be_used_at_once(folder: Path) -> None:
    assert call("questionnaire", "new", "zh/ours", "--lang", "zh", folder=folder).returncode == 0
    checked = call("questionnaire", "check", "zh/ours", "--strict", folder=folder)
    assert (checked.returncode, checked.stdout) == (0, "")
    shown = call("questionnaire", "show", "zh/ours", "--lang", "zh", folder=folder)
    assert shown.returncode == 0
    assert not re.search(r"[A-Za-z]{3,} [A-Za-z]{3,}", shown.stdout)  # no English sentence


# --- it can be used at once -------------------------------------------------------------------------


def assessed(folder: Path, given: dict[str, Any], profile: dict[str, str], *options: str) -> Any:
    """The JSON report of these answers to `mine`."""
    raw = {"questionnaire": "mine", "version": "1.0.0", "profile": profile, "answers": given}
    finished = call(
        "assess", "--questionnaire", "mine", "--answers", "-", "--format", "json", *options,
        folder=folder, typed=json.dumps(raw).encode(),
    )  # fmt: skip
    assert (finished.returncode, finished.stderr) == (0, "")
    return json.loads(finished.stdout)


def test_answers_are_scored_by_its_weights(folder: Path) -> None:
    given = {
        "content.levels": 1,
        "content.evidence": "yes",
        "content.common-reading": 2,
        "trial.respondents": "author",
        "trial.minutes": 30,
    }
    report = assessed(folder, given, {"use": "comparison"})
    content = 100 * (0.5 + 1 + 1) / 3
    trial = 100 * (1 * 0.5 + 0.5 * (60 - 30) / (60 - 20)) / 1.5
    assert report["overall"]["score"] == pytest.approx((content + 2 * trial) / 3)
    assert report["overall"]["band"] == "trial"
    assert report["cases"][0]["id"] == "all-agreed"

    # For one's own enterprise the question about comparison is not asked.
    report = assessed(folder, given, {"use": "own-enterprise"})
    assert report["overall"]["score"] == pytest.approx((75 + 2 * trial) / 3)
    assert [aside["question"] for aside in report["ignored"]] == ["content.common-reading"]


def test_the_red_flag_caps_the_verdict(folder: Path) -> None:
    given = {"content.levels": 2, "content.evidence": "yes", "trial.respondents": 0, "trial.minutes": 20}
    report = assessed(folder, given, {"use": "own-enterprise"})
    assert report["overall"]["score"] == pytest.approx((100 + 2 * 100 / 3) / 3)
    assert (report["overall"]["band"], report["red_flags"][0]["id"]) == ("draft", "never-tried")


def test_a_quick_assessment_uses_its_quick_questions(folder: Path) -> None:
    given = {"content.levels": "distinct", "trial.respondents": "others"}
    report = assessed(folder, given, {"use": "own-enterprise"}, "--quick")
    assert (report["overall"]["score"], report["overall"]["band"]) == (100, "ready")


def test_an_answers_file_can_be_made_and_filled_in(folder: Path, mine: Questionnaire, tmp_path: Path) -> None:
    template = call("questionnaire", "template", "mine", folder=folder).stdout
    path = tmp_path / "answers.yaml"
    path.write_text(template.replace("trial.minutes:", "trial.minutes: 25"), encoding="utf-8")
    assert load_answers(path, mine)["trial.minutes"].value == 25
    for format in ("terminal", "markdown"):
        finished = run(
            "assess", "--questionnaire", "mine", "--answers", str(path), "--format", format, folder=folder
        )
        assert (finished.returncode, finished.stderr) == (0, "")
        assert "Not enough answers for a verdict" in finished.stdout


def test_the_starter_can_be_previewed(folder: Path) -> None:
    for arguments in ([], ["--quick"], ["--format", "markdown"]):
        finished = call("questionnaire", "show", "mine", *arguments, folder=folder)
        assert (finished.returncode, finished.stderr) == (0, "")
        assert "Who has answered it so far?" in finished.stdout


def test_the_starter_can_be_answered_in_the_terminal(folder: Path, tmp_path: Path) -> None:
    command = [
        "-m",
        "readiness",
        "assess",
        "--questionnaire",
        str(folder / "mine"),
        "--export",
        "report.json",
    ]
    session: Any = pexpect.spawn(
        sys.executable, command, cwd=str(tmp_path), env=SETTINGS, encoding="utf-8", timeout=30
    )
    session.delaybeforesend = None
    session.ptyproc.delayafterclose = 0
    session.expect(r"\r\n> ")  # the enterprise's name; without one, nothing else is asked for the cover
    session.send("\r")
    for typed in ("2", "2", "yes", "0", "2", "18"):
        session.expect(r"Your answer \([^)]*\): ")
        session.send(f"{typed}\r")
    session.expect(r"save\s+and\s+quit: ")
    session.send("\r")
    session.expect(pexpect.EOF)
    assert session.wait() == 0
    session.close()
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["overall"]["score"] == pytest.approx((100 * 2 / 3 + 2 * 100) / 3)
    assert report["overall"]["band"] == "ready"
    assert [answer["state"] for answer in report["responses"]] == ["answered"] * 5


# --- what is refused --------------------------------------------------------------------------------


def test_a_folder_that_is_not_empty_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / ".hidden").write_text("kept", encoding="utf-8")
    finished = call("questionnaire", "new", "mine", folder=tmp_path)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.splitlines()[-1] == (
        "Error: Invalid value for PATH: the folder “mine” is not empty; nothing in it was changed. Name a"
        " folder that does not exist yet, or an empty one."
    )
    assert [path.name for path in (tmp_path / "mine").iterdir()] == [".hidden"]
    assert (tmp_path / "mine" / ".hidden").read_text(encoding="utf-8") == "kept"


def test_a_started_questionnaire_is_not_started_again(tmp_path: Path) -> None:
    assert call("questionnaire", "new", "mine", folder=tmp_path).returncode == 0
    (tmp_path / "mine" / "trial.yaml").write_text("my work", encoding="utf-8")
    assert call("questionnaire", "new", "mine", folder=tmp_path).returncode == 2
    assert (tmp_path / "mine" / "trial.yaml").read_text(encoding="utf-8") == "my work"


def test_a_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept", encoding="utf-8")
    finished = call("questionnaire", "new", "mine", folder=tmp_path)
    assert finished.returncode == 2
    assert finished.stderr.splitlines()[-1] == (
        "Error: Invalid value for PATH: “mine” is a file and was not changed. Name a folder that does not"
        " exist yet, or an empty one."
    )
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("name", builtin_questionnaires())
def test_the_id_of_a_built_in_questionnaire_is_refused(name: str, tmp_path: Path) -> None:
    finished = call("questionnaire", "new", f"sub/{name}", folder=tmp_path)
    assert finished.returncode == 2
    assert finished.stderr.splitlines()[-1] == (
        f"Error: Invalid value for PATH: “{name}” is the id of a built-in questionnaire; answers to it and"
        " to yours would look the same. Give the folder another name."
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", " ", "...", ". ."])
def test_a_folder_needs_a_name(name: str, tmp_path: Path) -> None:
    finished = call("questionnaire", "new", name, folder=tmp_path)
    assert finished.returncode == 2
    assert finished.stderr.splitlines()[-1] == (
        f"Error: Invalid value for PATH: “{name}” is no name for a folder. Name the folder to create."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_path_is_required(tmp_path: Path) -> None:
    finished = call("questionnaire", "new", folder=tmp_path)
    assert finished.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_if_one_file_cannot_be_written_none_is_left(tmp_path: Path) -> None:
    sizes = {name: len(text.encode()) for name, text in starter_files("mine").items()}
    limit = sizes["trial.yaml"] + 100  # the files before the main file fit, the main file does not
    assert max(sizes["cases.yaml"], sizes["trial.yaml"]) < limit < sizes["questionnaire.yaml"]
    finished = subprocess.run(
        [sys.executable, "-m", "readiness", "questionnaire", "new", "mine"],
        cwd=tmp_path,
        env={**SETTINGS, "PYTHONDONTWRITEBYTECODE": "1"},  # compiled files would be cut off at the limit
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        check=False,
    )
    assert finished.returncode == 2
    assert finished.stderr == "mine/questionnaire.yaml: cannot be written: File too large\n"
    assert not (tmp_path / "mine").exists()
    assert call("questionnaire", "new", "mine", folder=tmp_path).returncode == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_write_protected_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    finished = run("questionnaire", "new", "mine", folder=tmp_path)
    assert (finished.returncode, finished.stderr) == (2, "mine: cannot be written: Permission denied\n")


# --- where it can be created ------------------------------------------------------------------------


def test_an_empty_folder_and_the_current_one_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "Go to Africa").mkdir()
    finished = call("questionnaire", "new", ".", folder=tmp_path / "Go to Africa")
    assert finished.returncode == 0
    assert load_questionnaire(tmp_path / "Go to Africa").id == "go-to-africa"


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("market-entry", "market-entry"),
        ("Market Entry", "market-entry"),
        ("__Prüfung (neu)__", "prufung-neu"),
        ("2026-review", "questionnaire-2026-review"),
        ("ｒｅｖｉｅｗ", "review"),
        ("出海准备", "questionnaire"),
        ("a--b", "a-b"),
        ("v1.2", "v1-2"),
        ("no", "no"),
        ("", "questionnaire"),
    ],
)
def test_the_id_comes_from_the_name_of_the_folder(name: str, id: str) -> None:
    assert id_from(name) == id


@given(st.text())
@settings(deadline=None)
def test_the_id_is_valid_for_any_name(name: str) -> None:
    assert ID.fullmatch(id_from(name))


@given(st.from_regex(ID, fullmatch=True))
@settings(max_examples=25, deadline=None)
def test_a_valid_id_is_kept_and_read_back_as_text(name: str) -> None:
    assert id_from(name) == name
    text = starter_files(name)["questionnaire.yaml"]
    assert parse(Source("questionnaire.yaml", text))["id"] == name
