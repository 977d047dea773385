"""The Chinese pages of the documentation quote the program and the questionnaire as they are in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness import load_questionnaire
from readiness.messages.catalogue import use
from test_command_line import call
from test_format_pages import DOCS, FOLDER, expect_reported, quoted, rows

ANSWERS = (DOCS / "zh" / "answers-file.md").read_text(encoding="utf-8")
SCORING = (DOCS / "zh" / "scoring.md").read_text(encoding="utf-8")


@pytest.fixture
def in_chinese() -> Iterator[None]:
    use("zh")
    yield
    use(None)


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize("row", rows(ANSWERS, "如果写成", "错误信息", "错误代码"), ids=lambda row: row[0])
def test_an_error_is_reported_as_the_page_says(row: list[str]) -> None:
    expect_reported(row)


def test_an_upgrade_works_as_the_page_shows(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(quoted(ANSWERS, "examples/supplier-audit/answers-1.0.0.yaml"), encoding="utf-8")
    (tmp_path / "supplier-audit").symlink_to(FOLDER)
    (command,) = re.findall(r"^readiness (answers upgrade .*)$", ANSWERS, flags=re.MULTILINE)
    done = call(*command.split(), "--lang", "zh", folder=tmp_path)
    only_english = "没有“zh”语言的文本，以下显示的是第一种语言的文本。\n"
    assert done.stderr == only_english + quoted(ANSWERS, "messages")
    assert file.read_text(encoding="utf-8") == quoted(ANSWERS, "upgraded")


def test_the_red_flags_are_called_as_in_the_questionnaire() -> None:
    questionnaire = load_questionnaire("going-global", "zh")
    bands = {band.id: band.title for band in questionnaire.bands}
    listed = [(row[0], row[2]) for row in rows(SCORING, "警示项", "成立条件", "封顶于")]
    assert listed == [(flag.title, bands[flag.caps_at]) for flag in questionnaire.red_flags]


@pytest.mark.parametrize("name", ["answers-file.md", "scoring.md"])
def test_the_tables_have_the_numbers_of_the_english_page(name: str) -> None:
    english, chinese = (_table_lines(folder / name) for folder in (DOCS, DOCS / "zh"))
    assert len(english) == len(chinese) > 50
    assert [_numbers(line) for line in chinese] == [_numbers(line) for line in english]


def _table_lines(page: Path) -> list[str]:
    """The rows of the tables of `page`, without those that name columns."""
    tables = re.findall(r"(?:^\|.*\n)+", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [line for table in tables for line in table.splitlines()[2:]]


def _numbers(line: str) -> list[str]:
    return sorted(re.findall(r"\d+(?:\.\d+)?", line))
