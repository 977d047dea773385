"""`docs/json.md` names every field of the JSON report, and no other."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from readiness import (
    build_explanation,
    build_report,
    load_questionnaire,
    parse_answers,
    render,
    score,
)
from readiness.questionnaire.sections import SIDES
from readiness.rendering.report_schema import report_schema
from readiness.scoring.plan import RequirementKind
from readiness.scoring.scores import Scores

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = (DOCS / "json.md").read_text(encoding="utf-8")
READINGS = ("act", "keep", "prepare", "secure", "use", "leave", "find-out")
"""All that a report can say of a window; `test_scoring_page` finds each of them."""
EXAMPLE = DOCS / "examples" / "supplier-audit"


def table(heading: str, *, after: str = "") -> list[list[str]]:
    """The rows of the first table below `after` whose header begins with `heading`."""
    page = PAGE[PAGE.index(after) :]
    lines = page[page.index(f"\n| {heading} |") :].strip("\n").partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def names(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def scores() -> Scores:
    """The example, with a red flag, a contradiction and answers to everything else."""
    text = (EXAMPLE / "answers.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("hours.passports: no ", "hours.passports: yes"),
        ("goods: [parts]", "goods: [chemicals]"),
        ("[quality-system, ", "[environment-system, "),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    text += "  safety.spills: improvised\n  development.engineers: yes\n  development.parts: 1\n"
    asked = load_questionnaire(EXAMPLE)
    return score(asked, parse_answers(text, asked))


REPORT: dict[str, Any] = json.loads(render(build_report(scores()), "json"))
SCHEMA = report_schema()
TOP = {name: cells[1] for cells in table("field") for name in names(cells[0])}
"""What the page says of each field at the top of the report."""


def test_the_page_names_every_field_at_the_top() -> None:
    assert TOP.keys() == {*REPORT, "explanation"}
    assert f"The version\nis now {REPORT['schema_version']}; " in PAGE


BLOCKER = {"kind", "subject", "needed", "actual", "text"}


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("questionnaire", set()),
        ("answers", set()),
        ("cover", set()),
        ("overall", BLOCKER),
        ("dimensions", set()),
        ("opportunities", {*READINGS}),
        ("red_flags", set()),
        ("contradictions", set()),
        ("gaps", {"id", "reason"}),
        ("tasks", {"built_on"}),
        (
            "cases",
            {"gaps", "tasks", "pathways", "exemplar", "cautionary", "context", "statement", "disputed"},
        ),
        ("roadmap", set()),
        ("pathways", {"standing", "cases"}),
        ("profile", set()),
        ("open", set()),
        ("ignored", set()),
        ("responses", {*SIDES, "answered", "unknown", "unanswered", "not applicable"}),
    ],
)
def test_the_page_names_every_field_of_a_part(field: str, values: set[str]) -> None:
    part = SCHEMA["properties"][field]
    one = part.get("items", part)
    fields = {
        *SCHEMA["$defs"][one["$ref"].removeprefix("#/$defs/")]["properties"],
        *one.get("properties", {}),
    }
    assert {*names(TOP[field])} - {"going-global"} == fields | values


def test_the_page_names_every_field_of_what_blocks_a_band() -> None:
    (first, *_others) = REPORT["overall"]["blocked_by"]
    described = TOP["overall"].partition("each with ")[2].partition(")")[0]
    assert names(described) == list(first)
    kinds = [row[0].strip("`") for row in table("`kind`")]
    assert sorted(kinds) == sorted(get_args(RequirementKind))


def test_the_page_names_every_field_of_an_action() -> None:
    sentence = PAGE[PAGE.index("An `action` has") :].partition(".\n")[0].partition("words).")[0]
    assert set(names(sentence)) == {"action", *REPORT["tasks"][0]["action"]}


def test_the_page_names_every_field_of_an_explanation() -> None:
    found = json.loads(render(build_explanation(scores(), "dependence"), "json"))
    named = {name for row in table("field", after="## The explanation") for name in names(row[0])}
    assert named == found.keys()


def test_the_page_names_every_reading_of_an_opportunity() -> None:
    (window,) = REPORT["opportunities"]
    assert window["reading_id"] in READINGS
    listed = TOP["opportunities"].partition("`reading_id` (")[2].partition(";")[0]
    assert names(listed) == list(READINGS)
    assert len(READINGS) == 7
    assert "`reading_id` with seven values" in PAGE


def test_nothing_is_left_of_what_version_1_of_the_format_had() -> None:
    old = {name for row in table("In 1") for name in names(row[0])} & {"quadrant", "brief"}
    assert old == {"quadrant", "brief"}
    assert not {"quadrant", "step"} & REPORT["opportunities"][0].keys()
    assert isinstance(REPORT["overall"]["scale"], dict)
    assert not {"action", "evidence"} & REPORT["gaps"][0].keys()
    assert "action" not in REPORT["red_flags"][0]
    assert "brief" not in REPORT["tasks"][0]["action"]
    assert all(isinstance(number, int) for phase in REPORT["roadmap"] for number in phase["tasks"])
    (new,) = [row[1] for row in table("In 1") if row[0] == "–"]
    everywhere = {*SCHEMA["properties"]}.union(*(part["properties"] for part in SCHEMA["$defs"].values()))
    assert {"contradictions", "tasks", "cover", "cap_id"} <= {*names(new)} <= everywhere
