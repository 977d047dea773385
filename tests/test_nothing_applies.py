"""Where nothing applies there is no score, and every format says so."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest

from readiness import ReadinessError, build_explanation, build_report, render
from readiness.rendering import render_bytes
from readiness.rendering.report_schema import report_schema
from readiness.scoring.scores import Scores
from small import NOT_APPLICABLE, group, question, questionnaire, scored, section, window

NONE: dict[str, Any] = {"not_applicable": "Where there is none."}
TITLE = "Nothing applies, so there is no score"


def nothing(**fields: Any) -> Scores:
    asked = questionnaire(
        section("a", question("a.one", **NONE)),
        section("b", question("b.one", when={"profile": "stage", "equals": "abroad"})),
        **fields,
    )
    return scored(asked, {"a.one": NOT_APPLICABLE}, {"stage": "home"})


def partly() -> Scores:
    """One of two sections applies; of the group, one of two parts; a window does not."""
    asked = questionnaire(
        section("audits", question("a.one", **NONE), title="Audits"),
        group("both", section("left", question("l.one", **NONE)), section("right", question("r.one"))),
        opportunities=[window("w", [question("w.open", **NONE)], [question("w.use", **NONE)])],
    )
    aside = dict.fromkeys(("a.one", "l.one", "w.open", "w.use"), NOT_APPLICABLE)
    return scored(asked, {**aside, "r.one": 4})


@pytest.mark.parametrize("unanswered", ["worst", "exclude"])
def test_a_report_without_any_score_says_so_and_gives_no_numbers(unanswered: str) -> None:
    report = build_report(nothing(unanswered=unanswered))
    assert report.verdict.title == TITLE
    assert (report.verdict.band, report.verdict.heading, report.verdict.blocked_by) == (None, "", ())
    assert report.overall.score is None
    for format in ("terminal", "markdown", "html"):
        text = " ".join(re.sub("<style>.*</style>", "", render(report, format), flags=re.DOTALL).split())
        assert TITLE in text
        assert "Every question that is scored is marked not applicable or is not asked." in text
        assert "Without a score, because nothing in it applies:" in text
        assert not re.search(
            r"Overall:|Still needed|up to|\b100\.0|of the weight answered|highest level", text
        )


def test_json_has_null_where_there_is_no_score() -> None:
    made = json.loads(render(build_report(nothing()), "json"))
    overall, stages = made["overall"], made["stages"]
    empty = ("score", "low", "high", "displayed", "arithmetic", "minimum", "points", "band")
    assert {name: overall[name] for name in empty} == dict.fromkeys(empty)
    assert made["answers"]["coverage"] is None
    assert [stages[name]["overall"] for name in ("first", "roadmap", "all")] == [None] * 3
    assert made["unscored"] == [{"id": "a", "title": "a"}, {"id": "b", "title": "b"}]
    assert report_schema()["$defs"]["Overall"]["properties"]["score"]["type"] == ["number", "null"]


def test_word_and_excel_are_written_without_a_score() -> None:
    docx, openpyxl = pytest.importorskip("docx"), pytest.importorskip("openpyxl")
    report = build_report(nothing())
    document = docx.Document(io.BytesIO(render_bytes(report, "docx")))
    assert f"Verdict: {TITLE}" in [paragraph.text for paragraph in document.paragraphs]
    book = openpyxl.load_workbook(io.BytesIO(render_bytes(report, "xlsx")))
    cells = [cell.value for row in book["Summary"].iter_rows() for cell in row if cell.value is not None]
    assert f"Verdict: {TITLE}" in cells
    assert "All dimensions" not in cells


def test_a_section_in_which_nothing_applies_is_named() -> None:
    report = build_report(partly())
    assert [item.id for item in report.dimensions] == ["both"]
    assert [item.id for item in report.unscored] == ["audits", "left", "w"]
    text = " ".join(render(report, "terminal", details=False).split())
    assert "Without a score, because nothing in it applies: “Audits”; “left”; “w”" in text


def test_sections_outside_the_quick_set_are_not_said_to_apply_nowhere() -> None:
    asked = questionnaire(section("a", question("a.one", quick=True)), section("b", question("b.one")))
    assert build_report(scored(asked, {"a.one": 4}, quick=True)).unscored == ()


def test_many_sections_without_a_score_are_listed_once_and_counted_on_the_first_page() -> None:
    parts = [section(f"s{n}", question(f"s{n}.one", **NONE)) for n in range(5)]
    scores = scored(questionnaire(*parts), {f"s{n}.one": NOT_APPLICABLE for n in range(1, 5)})
    report = build_report(scores)
    first, whole = (" ".join(render(report, "markdown", details=d).split()) for d in (False, True))
    assert "“s1”; “s2”; “s3”; and 1 more" in re.sub(r"[*\[\]\\]|\(#[a-z-]*\)", "", first)
    assert "“s4”" not in first
    assert "Without a score" in whole
    assert "“s4”" in whole


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("overall", "Nothing applies, so there is no score."),
        ("a", "Nothing in “a” applies, so it has no score."),
    ],
)
def test_nothing_can_be_explained(id: str, said: str) -> None:
    with pytest.raises(ReadinessError) as caught:
        build_explanation(nothing(), id)
    assert str(caught.value) == said
