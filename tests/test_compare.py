"""`readiness compare`: what it says, in every format and language, and what it refuses."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import json
import math
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from every_type import SAMPLES, write_answers, write_questionnaire
from programs import makes_pdf
from readiness import InvalidInput, build_comparison, load_questionnaire, render, score, use_language
from readiness.answers.plan_file import read_plan
from readiness.answers.reading import read_raw
from readiness.rendering.comparison_data import CHANGE_COLUMNS
from readiness.rendering.report_schema import comparison_schema
from readiness.source.source import Source
from small import NOT_APPLICABLE, control, question, questionnaire, scored, section, window
from test_command_line import call

ROOT = Path(__file__).resolve().parent.parent
FIRST = (ROOT / "examples" / "ningbo-ev-parts.yaml").read_text(encoding="utf-8")
LATER = FIRST.replace("date: 2026-08-21", "date: 2026-11-30")
SECOND = LATER.replace("value: by-word", "value: signed-comparison", 1).replace(
    "strategy.review: when-raised", "strategy.review: trigger-rule"
)
THIRD = SECOND.replace("date: 2026-11-30", "date: 2027-02-28").replace(
    "stage: exporting", "stage: operations"
)
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `readiness compare` in a folder with three answers files of one firm."""
    for name, text in (("old", FIRST), ("new", SECOND), ("third", THIRD)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")

    def compared(*arguments: str, columns: int = 200) -> subprocess.CompletedProcess[str]:
        return call("compare", *arguments, folder=tmp_path, columns=columns)

    return compared


def data(run: Run, *arguments: str) -> Any:
    """The JSON of a comparison."""
    done = run(*arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# --- what it says -------------------------------------------------------------------------------------


def test_two_answers_changed_read_as_two_lines(run: Run) -> None:
    done = run("old.yaml", "new.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    text = " ".join(done.stdout.split())
    assert "From 2026-08-21 to 2026-11-30: 13.4 → 15.2 of 100 (+1.8)." in text
    assert "The level is the same: Foundation. 2 answers changed." in text
    assert "What moved it most: Review of results (+1.1); Overseas thesis (+0.7)." in text
    table = done.stdout.partition("Answers that changed, and what each adds")[2].partition("\n\n")[0]
    assert re.findall(r"\+\d\.\d$", table, re.MULTILINE) == ["+1.1", "+0.7"]
    found = data(run, "old.yaml", "new.yaml")
    assert [each["question"] for each in found["change"]["answers"]] == ["strategy.review", "strategy.thesis"]


def test_the_points_are_those_of_the_published_formula(run: Run) -> None:
    """Recomputed from the scores in the reports on both files alone."""
    found = data(run, "old.yaml", "third.yaml")
    change = found["change"]
    before, after = found["assessments"][0], found["assessments"][-1]
    old, new = before["overall"]["low"], after["overall"]["low"]
    factor = (new - old) / math.log(new / old)
    ends = zip(before["dimensions"], after["dimensions"], strict=True)
    for part, (then, now) in zip(change["dimensions"], ends, strict=True):
        low, high = (max(each["score"]["low"], 10.0) for each in (then, now))
        assert part["points"] == pytest.approx(factor / 8 * math.log(high / low), abs=1e-9)
    total = math.fsum(part["points"] for part in change["dimensions"])
    assert total == pytest.approx(new - old, abs=1e-9)
    assert math.fsum(each["points"] for each in change["answers"]) == pytest.approx(new - old, abs=1e-9)


def test_the_numbers_are_those_of_the_reports(run: Run, tmp_path: Path) -> None:
    found = data(run, "old.yaml", "new.yaml", "third.yaml")
    for name, each in zip(("old", "new", "third"), found["assessments"], strict=True):
        answers = str(tmp_path / f"{name}.yaml")
        report = json.loads(call("assess", "--answers", answers, "--format", "json").stdout)
        assert each["overall"]["low"] == report["overall"]["score"]
        assert each["overall"]["high"] == report["overall"]["high"]
        assert (each["band_id"], each["digest"]) == (report["overall"]["band"], report["answers"]["digest"])
        assert [item["score"]["low"] for item in each["dimensions"]] == [
            item["score"] for item in report["dimensions"]
        ]
    steps = [(step["then"], step["now"]) for step in found["steps"]]
    assert steps == [(0, 1), (1, 2)]
    whole = math.fsum(step["change"] for step in found["steps"])
    assert whole == pytest.approx(found["change"]["change"], abs=1e-9)


def test_no_change_is_said_in_a_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "same.yaml").write_text(LATER, encoding="utf-8")
    done = run("old.yaml", "same.yaml")
    text = " ".join(done.stdout.split())
    assert "13.4 → 13.4 of 100 (0.0)." in text
    assert "Nothing changed: answers, profile and evidence are the same." in text
    assert "Answers that changed" not in text
    assert data(run, "old.yaml", "same.yaml")["change"]["answers"] == []


def test_flags_contradictions_and_facts_are_told(run: Run) -> None:
    change = data(run, "old.yaml", "third.yaml")["change"]
    flags = {flag["id"]: (flag["before"], flag["after"]) for flag in change["flags"]}
    assert flags["money-before-decision"] == ("certain", "absent")
    assert ("absent", "certain") in flags.values()
    assert ("absent", "possible") in flags.values()
    assert [each["opened"] for each in change["contradictions"]] == [True, True]
    (fact,) = change["profile"]
    assert fact["id"] == "stage"
    assert len(fact["came"]) == 6
    shown = " ".join(run("old.yaml", "third.yaml").stdout.split())
    assert "Red flags cleared: Money before decision." in shown
    assert "Cannot be ruled out any more while an answer is open." in shown


def test_evidence_alone_is_a_change_that_moves_no_score(run: Run, tmp_path: Path) -> None:
    old = "strategy.review: when-raised"
    proven = LATER.replace(old, "strategy.review: {value: when-raised, evidence: [Minutes]}")
    (tmp_path / "proven.yaml").write_text(proven, encoding="utf-8")
    text = " ".join(run("old.yaml", "proven.yaml").stdout.split())
    assert "Answers that name evidence: 7 of 49 then, 8 of 49 now." in text
    assert "Nothing changed" not in text


def test_the_worked_example_of_the_documentation(run: Run) -> None:
    """Every number of it, from the scores of the reports and the formula that stands there."""
    page = " ".join((ROOT / "docs" / "decisions.md").read_text(encoding="utf-8").split())
    found = data(run, "old.yaml", "new.yaml")
    old, new = (found["assessments"][place] for place in (0, -1))
    before, after = old["overall"]["low"], new["overall"]["low"]
    (then, now) = (each["dimensions"][0]["score"]["low"] for each in (old, new))
    factor = (after - before) / (math.log(after) - math.log(before))
    adds = factor / 8 * math.log(now / then)
    assert f"rises from {then:.4f} to {now:.4f}, and the overall from {before:.4f} to {after:.4f}" in page
    assert f"so L = {factor:.4f}" in page
    assert f"{factor:.4f} × ⅛ × ln({now:.4f} ÷ {then:.4f}) = {adds:.4f}" in page
    assert adds == pytest.approx(after - before)
    assert f"⅖ and ⅗ of it, {adds * 2 / 5:.4f} and {adds * 3 / 5:.4f}" in page
    points = {each["question"]: each["points"] for each in found["change"]["answers"]}
    assert points == pytest.approx({"strategy.thesis": adds * 2 / 5, "strategy.review": adds * 3 / 5})


def test_what_stood_in_the_way_is_told_as_past() -> None:
    asked = questionnaire(section("a", question("q0")), aggregation="arithmetic")
    comparison = build_comparison([scored(asked, {"q0": 1}), scored(asked, {"q0": 4})])
    assert [each.text for each in comparison.change.cleared] == [
        "The overall score was 25.0; Preparing needs 35."
    ]


# --- planned actions ----------------------------------------------------------------------------------


def test_the_roadmap_of_the_old_report_is_followed_up(run: Run) -> None:
    found = data(run, "old.yaml", "new.yaml")
    plan = {each["question"]: each for each in found["plan"]}
    assert [each["number"] for each in found["plan"]] == list(range(1, 13))
    assert {id for id, each in plan.items() if each["outcome_id"] == "done"} == {
        "money-before-decision",
        "strategy.review",
    }
    assert plan["supply-chain.origin"]["outcome_id"] == "not-yet"
    assert plan["supply-chain.origin"]["late"]
    assert plan["supply-chain.origin"]["due"] == "2026-09-20"


def test_days_after_the_end_of_the_calendar_are_left_out(run: Run, tmp_path: Path) -> None:
    for name, text, day in (("old", FIRST, "9999-12-01"), ("last", SECOND, "9999-12-31")):
        dated = re.sub("date: 20..-..-..", f"date: {day}", text, count=1)
        (tmp_path / f"{name}.yaml").write_text(dated, encoding="utf-8")
    plan = data(run, "old.yaml", "last.yaml")["plan"]
    assert {each["due"] for each in plan[:3]} == {"9999-12-31"}
    assert {each["due"] for each in plan[-3:]} == {""}


def test_a_plan_is_read_from_a_report_and_its_days_count(run: Run, tmp_path: Path) -> None:
    call("assess", "--answers", "old.yaml", "--export", "report.json", folder=tmp_path)
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    report["built_on"] = "2026-09-01"
    for task in report["tasks"]:
        task["due"] = "2026-12-31" if task["number"] < 5 else "2026-10-01"
    (tmp_path / "report.json").write_text(json.dumps(report), encoding="utf-8")
    found = data(run, "old.yaml", "new.yaml", "--plan", "report.json")
    assert found["plan_source"] == "These are the actions of the plan of 2026-09-01."
    by_default = data(run, "old.yaml", "new.yaml")["plan"]
    # the action of a red flag is one step in the roadmap; the others are the same, with days of their own
    assert [(each["question"], each["outcome_id"]) for each in found["plan"]] == [
        (each["question"], each["outcome_id"]) for each in by_default
    ]
    assert {each["late"] for each in found["plan"] if each["number"] < 5} == {False}
    assert {each["late"] for each in found["plan"] if each["number"] >= 5} == {True, False}


def test_a_plan_of_the_planner_is_read_too(run: Run, tmp_path: Path) -> None:
    done = call("plan", "--answers", "old.yaml", "--export", "plan.json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    plan = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    found = data(run, "old.yaml", "new.yaml", "--plan", "plan.json")
    assert [each["number"] for each in found["plan"]] == [step["number"] for step in plan["steps"]]
    asked = load_questionnaire()
    flags = {flag.title: flag.id for flag in asked.red_flags}
    for each, step in zip(found["plan"], plan["steps"], strict=True):
        if step["red_flag"]:
            assert (each["question"], each["goal"]) == (flags[step["title"]], "Clear the red flag")
        else:
            (move,) = step["moves"]
            question = asked.questions[move["question"]]
            goal = question.describe(question.parse(move["to_id"]))
            assert (each["question"], each["goal"]) == (question.id, goal)


def test_the_action_of_a_red_flag_is_done_once_the_flag_is_gone(run: Run, tmp_path: Path) -> None:
    """By the JSON of a report and by that of a plan, in whatever language, alike."""
    outcomes = set()
    for command, language in (("assess", "en"), ("plan", "en"), ("plan", "zh")):
        made = call(command, "--answers", "old.yaml", "--format", "json", "--lang", language, folder=tmp_path)
        (tmp_path / "made.json").write_text(made.stdout, encoding="utf-8")
        plan = data(run, "old.yaml", "new.yaml", "--plan", "made.json")["plan"]
        steps = [each for each in plan if each["question"] == "money-before-decision"]
        outcomes.add(tuple((each["number"], each["title"], each["outcome_id"]) for each in steps))
        assert not {"strategy.thesis", "risk-control.go-no-go"} & {each["question"] for each in plan}
    assert outcomes == {((1, "Money before decision", "done"),)}


def test_each_outcome_is_told(run: Run, tmp_path: Path) -> None:
    report = json.loads(call("assess", "--answers", str(tmp_path / "old.yaml"), "--format", "json").stdout)
    first = {"risk-control.early-warning": "by-chance", "localization.decision-rights": "hq-deadline"}
    tasks = [
        "strategy.review",
        "strategy.thesis",
        *first,
        "strategy.budget",
        "localization.service",
    ]
    goals = {
        "strategy.review": ("when-raised", "reported"),
        "strategy.thesis": ("by-word", "checked-on-date"),
        "risk-control.early-warning": ("by-chance", "by-chance"),
        "localization.decision-rights": ("hq-deadline", "within-limits"),
        "strategy.budget": ("multi-year-plan", "owners-reserve"),
        "localization.service": ("left-to-others", "home-desk"),
    }
    report["roadmap"] = [{"days": 30, "tasks": list(range(1, 7))}]
    report["tasks"] = [
        {"number": number, "title": id, "questions": [id], "red_flag": False}
        for number, id in enumerate(tasks, start=1)
    ]
    report["gaps"] = [
        {"question": id, "answer_id": start, "next_id": goal} for id, (start, goal) in goals.items()
    ]
    (tmp_path / "made.json").write_text(json.dumps(report), encoding="utf-8")
    (tmp_path / "open.yaml").write_text(
        SECOND.replace("localization.service: left-to-others", "localization.service: unknown"),
        encoding="utf-8",
    )
    found = data(run, "old.yaml", "open.yaml", "--plan", "made.json")["plan"]
    assert {each["question"]: each["outcome_id"] for each in found} == {
        "strategy.review": "done",
        "strategy.thesis": "partly",
        "risk-control.early-warning": "done",
        "localization.decision-rights": "not-yet",
        "strategy.budget": "back",
        "localization.service": "open",
    }


# --- formats and languages ----------------------------------------------------------------------------


def closed(schema: Any) -> Any:
    """`schema` without its permission to have fields that it does not name."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: closed(value) for name, value in schema.items()}
    return {**inner, "additionalProperties": False} if inner.get("type") == "object" else inner


def test_the_json_is_as_its_schema_says_to_the_last_field(run: Run) -> None:
    schema = comparison_schema()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(closed(schema))
    for files in (("old.yaml", "new.yaml"), ("old.yaml", "new.yaml", "third.yaml")):
        errors = [error.message for error in validator.iter_errors(data(run, *files))]
        assert errors == []
    assert [name for name, part in schema["$defs"].items() if not part["description"]] == []
    printed = call("questionnaire", "schema", "--for", "comparison").stdout
    assert json.loads(printed) == schema


def test_the_csv_has_a_row_for_each_changed_question(run: Run) -> None:
    text = run("old.yaml", "new.yaml", "--format", "csv").stdout
    header, *rows = csv.reader(io.StringIO(text))
    assert tuple(header) == CHANGE_COLUMNS
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(row["question"], row["answer_then_id"], row["answer_now_id"]) for row in found] == [
        ("strategy.review", "when-raised", "trigger-rule"),
        ("strategy.thesis", "by-word", "signed-comparison"),
    ]
    total = math.fsum(float(row["points"]) for row in found)
    change = data(run, "old.yaml", "new.yaml")["change"]["change"]
    assert total == pytest.approx(change, abs=1e-9)


def test_exposure_windows_levels_and_targets_are_told() -> None:
    asked = questionnaire(
        section("a", question("q0")),
        control("r", [question("e")], [question("c")]),
        opportunities=[window("w", [question("wide")], [question("used")])],
        section_bands=[{"id": "weak", "title": "Weak"}, {"id": "firm", "title": "Firm", "cut": 60}],
        aggregation="arithmetic",
    )
    old = {"q0": 2, "e": 1, "c": 2, "wide": 1, "used": 0}
    new = {"q0": 3, "e": 3, "c": 2, "wide": 3, "used": 2}
    head = {"questionnaire": asked.id, "version": asked.version, "profile": {}}
    targets = {"targets": {"a": {"score": 100}, "overall": {"band": "expansion-ready"}}}
    before, after = (
        score(asked, read_raw({**head, **more, "answers": given}, asked))
        for given, more in ((old, {}), (new, targets))
    )
    comparison = build_comparison([before, after], built_on=datetime.date(2026, 9, 1))
    change = comparison.change
    (exposure,) = change.exposures
    assert (exposure.before.text, exposure.after.text) == ("25%", "75%")
    assert (exposure.residual_before.text, exposure.residual_after.text) == ("13%", "38%")
    (opened,) = change.windows
    spans = (opened.open_before, opened.open_after, opened.use_before, opened.use_after)
    assert [span.text for span in spans if span] == ["25.0", "75.0", "0.0", "50.0"]
    assert (opened.reading_before_id, opened.reading_after_id) == ("use", "act")
    levels = {part.id: (part.band_before, part.band_after) for part in change.dimensions}
    assert levels == {"a": ("Weak", "Firm"), "r": ("Weak", "Weak")}
    assert [(each.id, each.before, each.after, each.to_go) for each in comparison.targets] == [
        ("overall", "Pilot-ready (50.0)", "Pilot-ready (62.5)", "1 missing"),
        ("a", "50.0", "75.0", "25.0"),
    ]
    page = " ".join(render(comparison, "terminal").split())
    assert "a: Weak → Firm" in page
    assert "Exposure adds no points; it moves the control that each level requires." in page
    assert "w 25.0 → 75.0 0.0 → 50.0 Use → Act now" in page


def test_points_of_no_question_have_rows_of_their_own() -> None:
    """Here of a weight that shrinks with what is asked, and of scores that are rounded."""
    asked = questionnaire(
        section("a", question("q0", not_applicable="Where none."), question("q1"), shrinks=True),
        section("b", question("q2"), question("q3"), question("q4")),
        aggregation="arithmetic",
        scale={"rounds": "score", "decimals": 0},
    )
    old = {"q0": 4, "q1": 4, "q2": 0, "q3": 0, "q4": 1}
    new = {**old, "q0": NOT_APPLICABLE, "q4": 2}
    comparison = build_comparison([scored(asked, old), scored(asked, new)])
    rest = {(each.dimension_id, each.title): each.points.value for each in comparison.change.rest}
    assert rest.keys() == {("a", "What is asked"), ("b", "Rounding of scores"), ("", "Rounding of scores")}
    total = math.fsum([*rest.values(), *(each.points.value for each in comparison.change.answers)])
    assert comparison.change.change is not None
    assert total == pytest.approx(comparison.change.change.value, abs=1e-9)
    rows = list(csv.DictReader(io.StringIO(render(comparison, "csv"))))
    assert math.fsum(float(row["points"]) for row in rows) == pytest.approx(total, abs=1e-9)
    page = render(comparison, "markdown")
    assert page.count("What is asked") == 1
    assert page.count("Rounding of scores") == 3  # among the answers, and of the overall among the dimensions


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_format_is_written(run: Run, tmp_path: Path, language: str) -> None:
    suffixes = ("md", "txt", "html", "json", "csv", "docx", "xlsx", *(["pdf"] if makes_pdf() else []))
    exports = [word for suffix in suffixes for word in ("--export", f"out.{suffix}")]
    done = run("old.yaml", "new.yaml", "third.yaml", *exports, "--lang", language)
    assert done.returncode == 0, done.stderr
    assert all((tmp_path / f"out.{suffix}").stat().st_size > 500 for suffix in suffixes)
    html = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert html.count("<svg") == html.count("</svg>") == 1
    assert ("What changed" in html) == (language == "en")
    assert ("变化" in html) == (language == "zh")
    json_text = (tmp_path / "out.json").read_text(encoding="utf-8")
    assert json.loads(json_text)["language"] == language


def test_the_language_of_the_system_does_not_change_data(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    found = data(run, "old.yaml", "new.yaml")
    assert found["language"] == "en"
    assert found["change"]["answers"][0]["title"] == "Review of results"
    assert "没有变化" in run("old.yaml", "new.yaml").stdout
    use_language(None)


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_it_fits_the_terminal(run: Run, columns: int) -> None:
    for line in run("old.yaml", "new.yaml", "third.yaml", columns=columns).stdout.splitlines():
        assert len(line) <= columns


def test_the_picture_has_every_value_inside_it_and_no_date_over_another(run: Run, tmp_path: Path) -> None:
    files = ["old.yaml"]
    for month in range(1, 12):
        text = THIRD.replace("date: 2027-02-28", f"date: 2027-{month:02}-{1 + month * 2:02}")
        (tmp_path / f"{month}.yaml").write_text(text, encoding="utf-8")
        files.append(f"{month}.yaml")
    for language, letter in (("en", 6), ("zh", 8)):
        html = run(*files, "--format", "html", "--lang", language).stdout
        drawn = re.search(r"<svg.*?</svg>", html, re.DOTALL)
        assert drawn
        picture = ElementTree.fromstring(drawn[0])  # noqa: S314 (our own)
        name = "{http://www.w3.org/2000/svg}"
        width, height = (float(picture.attrib[side]) for side in ("width", "height"))
        circles = [circle.attrib for circle in picture.iter(f"{name}circle")]
        assert len(circles) == 9 * len(files)  # the overall and eight dimensions
        assert all(0 < float(each["cx"]) < width and 0 < float(each["cy"]) < height for each in circles)
        words = picture.iter(f"{name}text")
        texts = [each for each in words if re.match("20[0-9]{2}[-年]", each.text or "")]
        assert 3 <= len(texts) < len(files)
        ends = []
        for each in texts:
            x, wide = float(each.attrib["x"]), letter * len(each.text or "")
            begin = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[each.attrib["text-anchor"]] * wide
            ends.append((begin, begin + wide))
        assert all(after[0] > before[1] for before, after in itertools.pairwise(ends))


def test_what_is_not_known_at_a_time_breaks_the_line() -> None:
    asked = questionnaire(
        section("a", question("q0")), section("b", question("q1", not_applicable="Where none."))
    )
    ends: list[dict[str, Any]] = [{"q0": 1, "q1": 2}, {"q0": 2, "q1": NOT_APPLICABLE}, {"q0": 3, "q1": 4}]
    html = render(build_comparison([scored(asked, each) for each in ends]), "html")
    picture = re.search(r"<svg.*?</svg>", html, re.DOTALL)
    assert picture
    lines = re.findall(r'<polyline class="c-line" points="([^"]*)"', picture[0])
    assert [len(line.split()) for line in lines] == [3, 3, 1, 1]


def test_with_two_files_there_is_no_picture(run: Run) -> None:
    assert "<svg" not in run("old.yaml", "new.yaml", "--format", "html").stdout


def test_standard_input_may_be_one_of_the_files(run: Run, tmp_path: Path) -> None:
    done = call("compare", "old.yaml", "-", folder=tmp_path, typed=SECOND.encode())
    assert done.stdout == run("old.yaml", "new.yaml", columns=80).stdout


def test_the_quick_set_alone_can_be_compared(run: Run) -> None:
    found = data(run, "old.yaml", "new.yaml", "--quick")
    assert found["quick"]
    total = math.fsum(part["points"] for part in found["change"]["dimensions"])
    assert total == pytest.approx(found["change"]["change"], abs=1e-9)


def test_an_older_version_is_read_by_the_rules_of_versions(run: Run, tmp_path: Path) -> None:
    write_questionnaire(tmp_path / "every", SAMPLES)
    new = write_answers(tmp_path / "every.yaml", SAMPLES)
    text = new.read_text(encoding="utf-8").replace("all.choice:", "all.formerly:")
    old = text.replace("version: 1.1.0", "version: 1.0.0").replace("2026-01-31", "2025-01-31")
    (tmp_path / "then.yaml").write_text(old, encoding="utf-8")
    done = run("then.yaml", "every.yaml", "--questionnaire", "every")
    assert done.returncode == 0
    notice = "“all.formerly” is now called “all.choice”; its answer is kept."
    assert done.stderr == f"then.yaml: {notice}\n"
    text = " ".join(done.stdout.split())
    assert "About the answers" in text
    assert notice in text
    assert "Nothing changed: answers, profile and evidence are the same." in text


def test_an_older_major_version_is_refused_with_the_way_to_upgrade_it(run: Run, tmp_path: Path) -> None:
    folder = ROOT / "docs" / "examples" / "supplier-audit"
    text = (folder / "answers.yaml").read_text(encoding="utf-8")
    (tmp_path / "v2.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "v1.yaml").write_text(text.replace("version: 2.0.0", "version: 1.0.0"), encoding="utf-8")
    lines = refused(run, "v1.yaml", "v2.yaml", "--questionnaire", str(folder))
    assert "older-version" in lines[0]
    assert "readiness answers upgrade v1.yaml" in " ".join(lines)


def test_different_enterprises_are_compared_with_a_warning(run: Run, tmp_path: Path) -> None:
    other = SECOND.replace("Yongqiao Thermal Parts", "Another Firm")
    (tmp_path / "other.yaml").write_text(other, encoding="utf-8")
    warning = (
        "The answers are of different enterprises: “Yongqiao Thermal Parts, Ningbo (invented)”,"
        " “Another Firm, Ningbo (invented)”."
    )
    done = run("old.yaml", "other.yaml")
    assert done.returncode == 0
    assert " ".join(done.stderr.split()) == warning
    assert warning in " ".join(done.stdout.split())
    assert data(run, "old.yaml", "other.yaml")["warnings"] == [warning]


# --- what it refuses ----------------------------------------------------------------------------------


def refused(run: Run, *arguments: str) -> list[str]:
    """The lines of the first problem of a refused run, which writes nothing."""
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr.splitlines()


def test_one_file_is_not_enough(run: Run) -> None:
    assert refused(run, "old.yaml")[-1] == (
        "Error: Invalid value for FILE: A comparison needs two answers files, the older one first."
    )


def test_a_file_given_twice_is_refused_by_whatever_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "link.yaml").symlink_to("old.yaml")
    for again in ("old.yaml", "link.yaml", str(tmp_path / "old.yaml")):
        assert refused(run, "old.yaml", again)[-1] == (
            f"Error: Invalid value for FILE: “old.yaml” and “{again}” are one file; name each file once."
        )
    assert "“-” and “-” are one file" in refused(run, "-", "-")[-1]


def test_standard_input_is_used_once(run: Run) -> None:
    assert refused(run, "old.yaml", "-", "--plan", "-")[-1] == (
        "Error: Invalid value for --plan: Standard input can be used once: for one of the answers files,"
        " or for the plan."
    )


def test_a_copy_of_a_file_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "copy.yaml").write_text(FIRST, encoding="utf-8")
    assert refused(run, "old.yaml", "new.yaml", "copy.yaml")[0] == (
        "copy.yaml:13:7: same-answers: these are the same answers of the same day as in old.yaml"
    )


def test_dates_that_run_backwards_are_refused_with_the_order_to_type(run: Run) -> None:
    assert refused(run, "new.yaml", "third.yaml", "old.yaml") == [
        "old.yaml:13:7: dates-backwards: 2026-08-21 is before 2027-02-28, the day of third.yaml, which is"
        " named earlier",
        "    date: 2026-08-21",
        "          ^",
        "    Name the oldest first: `readiness compare old.yaml new.yaml third.yaml`",
        "",
        "1 problem; nothing was written.",
    ]
    done = run("old.yaml", "new.yaml", "third.yaml")
    assert done.returncode == 0  # the remedy


def test_the_order_to_type_repeats_the_options(run: Run, tmp_path: Path) -> None:
    call("assess", "--answers", "old.yaml", "--export", "a report.json", folder=tmp_path)
    options = ("--plan", "a report.json", "--export", "out.md", "--quick", "--lang", "en")
    lines = refused(run, "new.yaml", *options, "old.yaml")
    remedy = re.search(r"`readiness compare (.*)`", lines[3])
    assert remedy
    assert shlex.split(remedy[1]) == [
        *("old.yaml", "new.yaml", "--plan", "a report.json", "--export", "out.md"),
        *("--quick", "--lang", "en"),
    ]
    assert run(*shlex.split(remedy[1])).returncode == 0
    assert (tmp_path / "out.md").exists()
    own = str(ROOT / "docs" / "examples" / "supplier-audit")
    text = (Path(own) / "answers.yaml").read_text(encoding="utf-8")
    (tmp_path / "audit.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "then.yaml").write_text(re.sub("date: .*", "date: 2001-12-31", text), encoding="utf-8")
    given = ("--questionnaire", own, "--format", "json")
    hint = refused(run, "audit.yaml", "then.yaml", *given)[3]
    assert hint.endswith(f"`readiness compare then.yaml audit.yaml {shlex.join(given)}`")


def test_three_files_need_dates_and_two_do_not(run: Run, tmp_path: Path) -> None:
    undated = re.sub("date: 2026-11-30\n", "", SECOND)
    (tmp_path / "undated.yaml").write_text(undated, encoding="utf-8")
    first = refused(run, "old.yaml", "undated.yaml", "third.yaml")
    assert first[0] == (
        "undated.yaml:7:1: no-date: “date” is missing, so the place of this file among 3 is not known"
    )
    assert first[3] == "    Add the day of the answers, as in `date: 2026-03-31`."
    done = run("old.yaml", "undated.yaml")
    assert "From the first to the second: 13.4 → 15.2 of 100 (+1.8)." in " ".join(done.stdout.split())


def test_mixed_questionnaires_are_refused_with_both_names(run: Run, tmp_path: Path) -> None:
    other = SECOND.replace("questionnaire: going-global", "questionnaire: audit")
    (tmp_path / "other.yaml").write_text(other, encoding="utf-8")
    assert refused(run, "old.yaml", "other.yaml")[0] == (
        "other.yaml:7:16: mixed-questionnaires: these answers are for the questionnaire “audit”, those of"
        " old.yaml for “going-global”"
    )


def test_the_problems_of_all_files_are_told_at_once(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        wrong = SECOND.replace("strategy.review: trigger-rule", "strategy.review: often")
        (tmp_path / f"{name}.yaml").write_text(wrong, encoding="utf-8")
    lines = refused(run, "one.yaml", "two.yaml")
    assert [line.split(":")[0] for line in lines if "not-a-level" in line] == ["one.yaml", "two.yaml"]
    assert lines[-1] == "2 problems; nothing was written."


def test_a_file_that_cannot_be_read_hides_no_problem_of_another(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("answers: [", encoding="utf-8")
    (tmp_path / "plan.json").write_text("{}", encoding="utf-8")
    wrong = SECOND.replace("strategy.review: trigger-rule", "strategy.review: often")
    (tmp_path / "wrong.yaml").write_text(wrong, encoding="utf-8")
    lines = refused(run, "nowhere.yaml", "broken.yaml", "wrong.yaml", "--plan", "plan.json")
    found = [line.split(":")[0] for line in lines if re.match(r"\S+:(\d+:\d+:)? [a-z-]+: ", line)]
    assert found == ["broken.yaml", "nowhere.yaml", "plan.json", "wrong.yaml"]
    assert lines[-1] == "4 problems; nothing was written."


def test_an_export_replaces_nothing_that_is_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("{}", encoding="utf-8")
    both = ("old.yaml", "new.yaml")
    assert "“report.json” is the plan; the export would replace it." in " ".join(
        refused(run, *both, "--plan", "report.json", "--export", "report.json")
    )
    assert "“x.md” and “x.md” are one file" in " ".join(
        refused(run, *both, "--export", "x.md", "--export", "x.md")
    )
    assert not (tmp_path / "x.md").exists()


PARTS = (
    *("schema_version", "questionnaire", "built_on", "cover", "market", "answers"),
    *("roadmap", "red_flags", "tasks", "gaps", "responses", "steps"),
)
"""What is read of a report or of a plan."""


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("command", ["assess", "plan"])
def test_a_plan_that_was_edited_breaks_nothing(command: str, tmp_path: Path) -> None:
    """Each value of a report and of a plan, one after the other, is replaced by something else."""
    questionnaire = load_questionnaire()
    done = call(command, "--answers", "old.yaml", "--format", "json", folder=tmp_path)
    whole = {part: value for part, value in json.loads(done.stdout).items() if part in PARTS}
    short = {part: value[:2] if isinstance(value, list) else value for part, value in whole.items()}
    if "roadmap" in short:
        short["roadmap"] = [{"days": 30, "tasks": [1, 2]}]
    assert read_plan(Source("plan.json", json.dumps(short)), questionnaire).steps
    codes: set[str] = set()
    for path, value in itertools.product(places(short), (None, 7, "x", [], {}, ["x"], {"x": 1})):
        text = json.dumps(replaced(short, path, value))
        try:
            read_plan(Source("plan.json", text), questionnaire)
        except InvalidInput as error:
            codes |= {problem.code for problem in error.problems}
    assert codes == {"bad-plan", "other-plan"}


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every value in `data`."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in items:
        yield (*path, step)
        yield from places(value, (*path, step))


def replaced(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy of `data` with another value at `path`."""
    if not path:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = replaced(data[path[0]], path[1:], value)
    return copy


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"questionnaire": {', "plan.json:1:20: bad-json: this is not valid JSON"),
        ("answers: {}", "plan.json:1:1: no-plan: this is neither the JSON of a report nor that of a plan"),
        ("{}", "plan.json:1:1: no-plan: this is neither the JSON of a report nor that of a plan"),
        (
            '{"a": ' + "[" * 100_000,
            "plan.json:1:1: no-plan: this is neither the JSON of a report nor that of a plan",
        ),
        (
            '{"a": ' + "9" * 5000 + "}",
            "plan.json:1:1: no-plan: this is neither the JSON of a report nor that of a plan",
        ),
        (
            '{"questionnaire": {"id": "audit"}, "steps": []}',
            "plan.json:1:26: other-plan: this plan is for the questionnaire “audit”, the answers are for"
            " “going-global”",
        ),
    ],
)
def test_what_is_no_plan_for_these_answers_is_refused(
    run: Run, tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "plan.json").write_text(text, encoding="utf-8")
    lines = refused(run, "old.yaml", "new.yaml", "--plan", "plan.json", "--export", "out.html")
    assert lines[0] == message
    assert not (tmp_path / "out.html").exists()
