"""The JSON Schema of a report, compared with reports through an independent validator."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from every_type import SAMPLES, write_answers, write_questionnaire
from firms import plausible_firms
from readiness import build_explanation, build_report, load_answers, load_questionnaire, render, score
from readiness.cli.app import run as run_command_line
from readiness.questionnaire.combining.ways import SIDED, WAYS
from readiness.rendering.report_schema import report_schema
from readiness.scoring.scores import Scores

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted(ROOT.glob("examples/*.yaml"))
SCHEMA = report_schema()
OPEN = Draft202012Validator(SCHEMA)


def closed(schema: Any) -> Any:
    """`schema` without its permission to have fields that it does not name."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: closed(value) for name, value in schema.items()}
    return {**inner, "unevaluatedProperties": False} if inner.get("type") == "object" else inner


def without_case(schema: dict[str, Any]) -> dict[str, Any]:
    """A case has a field beside those of its record, so its record alone must stay open."""
    del schema["$defs"]["Case"]["unevaluatedProperties"]
    schema["properties"]["cases"]["items"]["unevaluatedProperties"] = False
    return schema


CLOSED = Draft202012Validator(without_case(closed(report_schema())))


def content(scores: Scores, *, explain: str = "") -> Any:
    """The JSON of the report on `scores`, parsed."""
    report = build_report(scores)
    if explain:
        report = report._replace(explanation=build_explanation(scores, explain))
    return json.loads(render(report, "json"))


def refusals(validator: Draft202012Validator, data: Any) -> list[str]:
    return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in validator.iter_errors(data)]


@cache
def example(path: Path, quick: bool) -> Scores:
    asked = load_questionnaire()
    return score(asked, load_answers(path, asked), quick=quick)


@pytest.mark.parametrize("quick", [False, True], ids=["full", "quick"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_report_of_every_example_is_accepted_to_the_last_field(path: Path, quick: bool) -> None:
    assert refusals(CLOSED, content(example(path, quick))) == []
    assert refusals(CLOSED, content(example(path, quick), explain="overall")) == []


def test_the_reports_of_made_up_firms_are_accepted() -> None:
    seen: set[str] = set()
    for firm in plausible_firms(15):
        report = content(firm.score())
        assert refusals(CLOSED, report) == []
        seen |= {name for name, value in report.items() if value not in ([], None)}
    assert {"red_flags", "contradictions", "not_applicable", "open", "ignored", "pathways"} <= seen


@pytest.mark.parametrize("quick", [False, True], ids=["full", "quick"])
@pytest.mark.parametrize("way", WAYS)
def test_reports_on_every_type_of_question_in_every_way_are_accepted(
    way: str, quick: bool, tmp_path: Path
) -> None:
    asked = load_questionnaire(write_questionnaire(tmp_path / "every", SAMPLES, way))
    path = write_answers(tmp_path / "answers.yaml", SAMPLES, exposed=way in SIDED)
    scores = score(asked, load_answers(path, asked), quick=quick)
    report = content(scores, explain="overall")
    assert refusals(CLOSED, report) == []
    assert report["overall"]["scale"] == {"minimum": asked.scale.minimum, "maximum": asked.scale.maximum}


def test_the_report_on_sections_with_parts_and_levels_of_their_own_is_accepted() -> None:
    folder = ROOT / "docs" / "examples" / "supplier-audit"
    asked = load_questionnaire(folder)
    report = content(score(asked, load_answers(folder / "answers.yaml", asked)))
    assert refusals(CLOSED, report) == []
    assert report["parts"]
    banded = [item for item in (*report["dimensions"], *report["parts"]) if item["band"]]
    assert banded
    assert all(item["band_id"] for item in banded)


def places(schema: dict[str, Any], data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every field of `data` that `schema` names, the first item of each list."""
    if "$ref" in schema:
        schema = {**SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], **schema}
    if "anyOf" in schema and data is not None:
        schema = next(arm for arm in schema["anyOf"] if arm != {"type": "null"})
        yield from places(schema, data, path)
    elif isinstance(data, dict):
        for name, value in data.items():
            yield (*path, name)
            yield from places(schema.get("properties", {}).get(name, {}), value, (*path, name))
    elif isinstance(data, list) and data:
        yield from places(schema.get("items", {}), data[0], (*path, 0))


def shortened(data: Any) -> Any:
    """`data` with the first item of each list only."""
    if isinstance(data, dict):
        return {name: shortened(value) for name, value in data.items()}
    return [shortened(item) for item in data[:1]] if isinstance(data, list) else data


def changed(data: Any, path: tuple[Any, ...], value: Any, *, remove: bool = False) -> Any:
    """A copy of `data` with another value at `path`, or without it."""
    copy = deepcopy(data)
    inside = copy
    for step in path[:-1]:
        inside = inside[step]
    if remove:
        del inside[path[-1]]
    else:
        inside[path[-1]] = value
    return copy


def test_a_report_that_lacks_a_field_or_has_another_type_in_it_is_refused() -> None:
    report = shortened(content(example(ROOT / "examples" / "ningbo-ev-parts.yaml", False)))
    paths = list(places(SCHEMA, report))
    assert len(paths) > 180
    for path in paths:
        assert refusals(OPEN, changed(report, path, None, remove=True)), path
        assert refusals(OPEN, changed(report, path, {"of": "another type"})), path


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema_version",), 1),
        (("overall", "score"), "64.5"),
        (("overall", "blocked_by", 0, "kind"), "mood"),
        (("answers", "coverage"), 1.5),
        (("built_on",), "yesterday"),
        (("opportunities", 0, "reading_id"), "wait"),
        (("tasks", 0, "number"), 1.5),
    ],
)
def test_a_wrong_value_is_refused_at_its_place(path: tuple[str | int, ...], value: Any) -> None:
    report = content(example(ROOT / "examples" / "ningbo-ev-parts.yaml", False))
    (refusal,) = OPEN.iter_errors(changed(report, path, value))
    assert tuple(refusal.absolute_path) == path


def test_a_field_of_a_later_version_is_accepted() -> None:
    report = content(example(EXAMPLES[0], False))
    assert refusals(OPEN, {**report, "new": 1}) == []
    assert refusals(CLOSED, {**report, "new": 1})


def test_the_schema_is_valid_and_refers_to_nothing_but_itself() -> None:
    schema = report_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "urn:readiness:report:2"
    text = json.dumps(schema)
    targets = set(re.findall(r'"\$ref": "#/\$defs/([^"]*)"', text))
    assert targets == schema["$defs"].keys()
    assert re.findall(r"https?://[^\"]*", text) == ["https://json-schema.org/draft/2020-12/schema"]


def test_every_object_is_described() -> None:
    schema = report_schema()
    assert [name for name, value in schema["$defs"].items() if not value["description"]] == []
    assert schema["$defs"]["Task"]["properties"]["due"]["description"].startswith("The day by which")


Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run `readiness questionnaire schema` with more arguments; give back the code and what it printed."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["readiness", "questionnaire", "schema", *arguments])
        return run_command_line(), *capsys.readouterr()

    return run


def test_the_command_prints_the_schema(call: Call) -> None:
    code, output, errors = call("--for", "report")
    assert (code, errors) == (0, "")
    assert json.loads(output) == report_schema()


def test_the_schema_is_the_same_for_every_questionnaire(call: Call) -> None:
    code, output, errors = call("going-global", "--for", "report")
    assert (code, output) == (2, "")
    assert "the same schema for every questionnaire" in " ".join(errors.split())
