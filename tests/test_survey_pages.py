"""`docs/survey-tools.md` and its Chinese page say what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from readiness import import_responses, load_questionnaire, load_response_map, read_table, suggest_map
from readiness.answers.responses.likeness import ALIKE, APART
from readiness.answers.responses.map_reading import read_response_map
from readiness.answers.responses.response_map import COVER, DAY_ORDERS, DETAILS_IN_COLUMNS, WAYS_TO_NAME
from readiness.source.delimited import DELIMITERS, MAX_TABLE
from readiness.source.records import LONGEST_CELL, MOST_HEADINGS, MOST_RECORDS
from readiness.source.source import Source
from test_command_line import call

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    name: (ROOT / "docs" / name).read_text(encoding="utf-8")
    for name in ("survey-tools.md", "zh/survey-tools.md")
}
EXAMPLE = ROOT / "examples" / "survey"
in_both = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
QUESTIONNAIRE = load_questionnaire()
IN_CHINESE = load_questionnaire("going-global", "zh")


def map_on(page: str) -> str:
    (found,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    return str(found)


@in_both
def test_the_map_on_the_page_is_valid_and_has_every_key(page: str) -> None:
    text = map_on(page)
    found = read_response_map(Source("map.yaml", text), QUESTIONNAIRE)
    assert set(found.answers["risk-control.subsidiary-control"].details) == {"reason", "evidence", "owner"}
    assert found.answers["strategy.budget"].by == "number"
    rows = re.findall(r"^\| (`[^|]+?) \|", page, re.MULTILINE)
    named = set(re.findall(r"`([a-z_]+)`", "".join(rows)))
    top = {"questionnaire", "version", "table", "respondent", "date", "unknown", "not_applicable", "skipped"}
    assert named == top | {
        *COVER,
        "by",
        "ignore",
        "profile",
        "answers",
        "column",
        "columns",
        "options",
        "rest",
    } | {*DETAILS_IN_COLUMNS}


@in_both
def test_the_page_names_every_word_and_limit(page: str) -> None:
    for word in (*WAYS_TO_NAME, *DAY_ORDERS[1:]):
        assert f"`{word}`" in page
    for word in DELIMITERS:
        assert word in page
    for limit in (MOST_RECORDS, MOST_HEADINGS, LONGEST_CELL):
        assert f"{limit:,}" in page
    assert f"{MAX_TABLE // 1024**2} MiB" in page
    assert f"{ALIKE:.0%}" in page
    assert f"{APART * 100:.0f} " in page


def test_the_example_is_what_the_program_suggests(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_bytes((EXAMPLE / "export.csv").read_bytes())
    done = call("answers", "import", "export.csv", "--suggest", folder=tmp_path)
    assert done.returncode == 0
    made = (tmp_path / "export.map.yaml").read_text(encoding="utf-8")
    assert made == (EXAMPLE / "map.yaml").read_text(encoding="utf-8")
    table = read_table(EXAMPLE / "export.csv")
    assert suggest_map(table, QUESTIONNAIRE, translations=[IN_CHINESE])[1:] == (4, 1, 0, 73)
    mapping = load_response_map(EXAMPLE / "map.yaml", QUESTIONNAIRE)
    found = import_responses(table, mapping, QUESTIONNAIRE, translations=[IN_CHINESE])
    first, second = (each.answers for each in found.given)
    assert first["strategy.thesis"].note == "股东会 3 月已讨论"
    assert second["risk-control.subsidiary-control"].reason == "还没有境外子公司"


def test_both_pages_have_the_same_shape() -> None:
    shapes = [
        [line.split()[0] for line in page.splitlines() if line.startswith(("#", "|", "- ", "```"))]
        for page in PAGES.values()
    ]
    english, chinese = shapes
    python = english.index("```python") - 1  # the library is described in English only
    assert english[:python] == chinese
