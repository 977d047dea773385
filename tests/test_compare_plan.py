"""`readiness compare --plan`: what it says of a plan that fits badly, and what of one it refuses."""

from __future__ import annotations

import copy
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readiness import load_questionnaire
from readiness.answers.plan_file import PLAN_FORM, REPORT_FORM, read_plan
from readiness.rendering.plan_shape import PLAN_VERSION
from readiness.rendering.report_shape import SCHEMA_VERSION
from readiness.source.source import Source
from test_command_line import call
from test_compare import FIRST, ROOT, SECOND

Run = Callable[..., subprocess.CompletedProcess[str]]
PLAN = {
    "schema_version": 1,
    "built_on": "2026-09-01",
    "questionnaire": {"id": "going-global", "version": "2.0.0"},
    "answers": {"digest": ""},
    "cover": {"enterprise": "Yongqiao Thermal Parts, Ningbo (invented)"},
    "steps": [
        {
            "number": 1,
            "title": "Review of results",
            "red_flag": False,
            "due": "2026-10-01",
            "moves": [{"question": "strategy.review", "from_id": "when-raised", "to_id": "reported"}],
        }
    ],
}
REPORT = {
    **{key: PLAN[key] for key in ("built_on", "questionnaire", "cover")},
    "schema_version": 2,
    "red_flags": [],
    "gaps": [],
    "responses": [],
    "roadmap": [{"days": 30, "tasks": [1]}],
    "tasks": [{"number": 1, "title": "Review", "red_flag": False, "questions": ["strategy.review"]}],
}
REMEDY = (
    "    Give the JSON that `readiness assess --export report.json` or"
    " `readiness plan --export plan.json` writes."
)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `readiness compare` with a plan, in a folder with two answers files of one firm."""
    for name, text in (("old", FIRST), ("new", SECOND)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")

    def compared(plan: Any, *arguments: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
        files = ("old.yaml", "new.yaml", "--plan", "plan.json")
        return call("compare", *files, *arguments, folder=tmp_path, columns=200)

    return compared


def changed(whole: Any, *path: str | int, **to: Any) -> Any:
    """A copy of `whole` with other values in the object at `path`; `...` removes one."""
    result = copy.deepcopy(whole)
    part = result
    for step in path:
        part = part[step]
    for key, value in to.items():
        if value is ...:
            del part[key]
        else:
            part[key] = value
    return result


def test_the_forms_that_are_read_are_those_that_are_written() -> None:
    assert (REPORT_FORM, PLAN_FORM) == (SCHEMA_VERSION, PLAN_VERSION)


@pytest.mark.parametrize("whole", [PLAN, REPORT])
def test_a_plan_of_the_same_firm_is_followed_without_a_warning(run: Run, whole: Any) -> None:
    done = run(whole, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert [(each["question"], each["outcome_id"]) for each in found["plan"]] == [("strategy.review", "done")]
    assert found["warnings"] == []


MOVE = ("steps", 0, "moves", 0)


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (changed(PLAN, steps=[1]), "“steps” must be a list of objects"),
        (changed(PLAN, steps=[{}]), "“steps[0].number” is missing"),
        (changed(PLAN, "steps", 0, number="1"), "“steps[0].number” must be a whole number"),
        (changed(PLAN, "steps", 0, moves=None), "“steps[0].moves” must be a list of objects"),
        (changed(PLAN, "steps", 0, moves=[]), "“steps[0].moves” must not be empty"),
        (changed(PLAN, "steps", 0, due="soon"), "“steps[0].due” must be a day, as YYYY-MM-DD"),
        (changed(PLAN, "steps", 0, red_flag=1), "“steps[0].red_flag” must be true or false"),
        (
            changed(PLAN, *MOVE, question="nosuch"),
            "“steps[0].moves[0].question” names “nosuch”, which is no question of going-global",
        ),
        (changed(PLAN, *MOVE, to_id=...), "“steps[0].moves[0].to_id” is missing"),
        (changed(PLAN, *MOVE, to_id=None), "“steps[0].moves[0].to_id” must be text"),
        (
            changed(PLAN, *MOVE, to_id="best"),
            "“steps[0].moves[0].to_id” names “best”, which is no answer to “strategy.review”",
        ),
        (changed(PLAN, schema_version=99), "“schema_version” must be 1"),
        (changed(REPORT, schema_version=1), "“schema_version” must be 2"),
        (changed(PLAN, questionnaire=[]), "“questionnaire” must be an object"),
        (changed(REPORT, roadmap=[], tasks=...), "“tasks” is missing"),
        (changed(REPORT, tasks=[]), "“roadmap[0].tasks” names task 1, which is missing"),
        (changed(REPORT, "roadmap", 0, tasks=["1"]), "“roadmap[0].tasks” must be a list of whole numbers"),
        (changed(REPORT, "tasks", 0, questions=[1]), "“tasks[0].questions” must be a list of texts"),
        (
            changed(REPORT, "tasks", 0, red_flag=True),
            "“tasks[0].red_flag” is true, but no red flag has this task",
        ),
    ],
)
def test_a_damaged_plan_is_refused_with_the_place(run: Run, tmp_path: Path, plan: Any, message: str) -> None:
    done = run(plan, "--export", "out.html")
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert lines[0].startswith("plan.json:1:")
    assert lines[0].endswith(f": bad-plan: {message}")
    assert REMEDY in lines
    assert not (tmp_path / "out.html").exists()


@pytest.mark.parametrize("version", ["1.0.0", "3.0.0", "2.99.0"])
def test_a_plan_for_a_version_that_cannot_be_compared_is_refused(run: Run, version: str) -> None:
    done = run(changed(PLAN, "questionnaire", version=version))
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].endswith(
        f": other-plan: this plan is for version {version} of the questionnaire; the answers are read"
        " with 2.0.0"
    )


def test_the_json_of_a_comparison_is_no_plan(run: Run, tmp_path: Path) -> None:
    made = call("compare", "old.yaml", "new.yaml", "--format", "json", folder=tmp_path)
    done = run(json.loads(made.stdout))
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == (
        "plan.json:1:1: no-plan: this is neither the JSON of a report nor that of a plan"
    )


def test_a_question_that_was_asked_once_is_overtaken() -> None:
    asked = load_questionnaire(ROOT / "docs" / "examples" / "supplier-audit")
    plan = changed(PLAN, *MOVE, question="quality.price")
    plan["questionnaire"] = {"id": asked.id, "version": asked.version}
    (step,) = read_plan(Source("plan.json", json.dumps(plan)), asked).steps
    assert (step.id, step.about) == ("quality.price", None)


def test_a_plan_without_steps_is_followed_and_said(run: Run) -> None:
    plan = changed(PLAN, steps=[])
    assert json.loads(run(plan, "--format", "json").stdout)["plan"] == []
    assert "The plan of 2026-09-01 has no actions." in " ".join(run(plan).stdout.split())
    undated = run(changed(plan, built_on=...), "--format", "markdown")
    assert "The plan that was given has no actions." in undated.stdout


@pytest.mark.parametrize("whole", [PLAN, REPORT])
def test_the_plan_of_another_firm_is_told_as_a_warning(run: Run, whole: Any) -> None:
    warning = (
        "The plan is of another enterprise, “Another Firm”; the answers are of “Yongqiao Thermal Parts,"
        " Ningbo (invented)”."
    )
    done = run(changed(whole, "cover", enterprise="Another Firm"))
    assert done.returncode == 0
    assert " ".join(done.stderr.split()) == warning
    assert f"Take care: {warning}" in " ".join(done.stdout.split())
    assert run(changed(whole, "cover", enterprise=None)).stderr == ""


@pytest.mark.parametrize("command", ["assess", "plan"])
def test_the_plan_of_one_market_is_told_as_a_warning(run: Run, tmp_path: Path, command: str) -> None:
    for name, text in (("old", FIRST), ("new", SECOND)):
        with_market = f"{text}\nmarkets:\n  hanoi: {{title: Hanoi, market: asean}}\n"
        (tmp_path / f"{name}.yaml").write_text(with_market, encoding="utf-8")
    made = call(command, "--answers", "old.yaml", "--market", "hanoi", "--format", "json", folder=tmp_path)
    done = run(json.loads(made.stdout))
    assert " ".join(done.stderr.split()) == (
        "The plan is for one market, “Hanoi”; what became of it is told by the answers of the whole"
        " enterprise."
    )
    shared = call(command, "--answers", "old.yaml", "--format", "json", folder=tmp_path)
    assert run(json.loads(shared.stdout)).stderr == ""
