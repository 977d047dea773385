"""An interview and its answers file, in this process: what is asked before it, and the day it keeps."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from readiness import load_answers
from readiness.cli import screen, session
from readiness.messages import catalogue
from readiness.questionnaire.questionnaire import Questionnaire
from small import question, questionnaire, section
from test_interview import Respondent

BY_HAND = "questionnaire: small\nversion: 1.0.0\nrespondent: Chen Li\ndate: 2026-01-31\nanswers: {p.one: 0}\n"
DAY = datetime.date(2026, 1, 31)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Questionnaire:
    """A questionnaire of two questions, asked at what passes for a terminal."""
    monkeypatch.setattr(screen, "is_terminal", lambda *_streams: True)
    return questionnaire(section("p", question("p.one"), question("p.two")), profile=[])


def type_lines(path: Path, asked: Questionnaire, monkeypatch: pytest.MonkeyPatch, *lines: str) -> list[str]:
    """What is shown in a session with the file at `path` in which these lines are typed."""
    typist = Respondent([*lines])
    monkeypatch.setattr(session, "TerminalDialogue", lambda: typist)
    session.run_interview(path, asked, quick=False)
    return typist.shown


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (("s", "c", "Lamps", "", "", "", "", "q"), DAY),
        (("s", "c", "Lamps", "", "", "", "", ""), DAY),
        (("1", "q"), None),
        (("s", "1", "e", "a note", "", "", "q"), None),
        (("s", "1", "1", "c", "Lamps", "q"), None),
    ],
)
def test_only_a_change_of_an_answer_makes_the_answers_newer(
    tmp_path: Path,
    asked: Questionnaire,
    monkeypatch: pytest.MonkeyPatch,
    typed: tuple[str, ...],
    day: datetime.date | None,
) -> None:
    begun = datetime.date.today()
    path = tmp_path / "small.answers.yaml"
    path.write_text(session.header() + BY_HAND, encoding="utf-8")
    type_lines(path, asked, monkeypatch, *typed)
    kept = load_answers(path, asked)
    assert kept.date is not None
    if day is None:  # today, also if this runs at midnight
        assert begun <= kept.date <= datetime.date.today()
    else:
        assert kept.date == day
    assert (kept.cover.enterprise == "Lamps") is ("Lamps" in typed)


@pytest.mark.parametrize(("first", "then"), [("zh", None), (None, "zh"), ("zh", "zh")])
def test_a_file_of_one_language_is_continued_in_another_under_one_heading(
    tmp_path: Path, asked: Questionnaire, monkeypatch: pytest.MonkeyPatch, first: str | None, then: str | None
) -> None:
    path = tmp_path / "small.answers.yaml"
    heading = {
        None: "# Kept by `readiness assess`, which rewrites this file after each answer.",
        "zh": "# 本文件由 `readiness assess` 保存，每答一题都会重写。",
    }
    try:
        catalogue.use(first)
        type_lines(path, asked, monkeypatch, "", "", "1", "q")
        assert path.read_text(encoding="utf-8").splitlines()[0] == heading[first]
        catalogue.use(then)
        shown = type_lines(path, asked, monkeypatch, "1", "q")
    finally:
        catalogue.use(None)
    assert not [line for line in shown if "(y/n)" in line or ".bak" in line]
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("#")] == [heading[then]]
    assert len(load_answers(path, asked).given) == 2
    assert [item.name for item in tmp_path.iterdir() if item.suffix != ".lock"] == [path.name]


@pytest.mark.parametrize("yes", ["y", "YES", "是", "ｙ", " y "])
def test_consent_may_be_given_in_the_words_of_a_yes_no_question(
    tmp_path: Path, asked: Questionnaire, monkeypatch: pytest.MonkeyPatch, yes: str
) -> None:
    path = tmp_path / "small.answers.yaml"
    path.write_text(BY_HAND, encoding="utf-8")
    shown = type_lines(path, asked, monkeypatch, yes, "1", "q")
    assert shown.count("Continue? (y/n) ") == 1
    assert path.with_name("small.answers.yaml.bak").read_text(encoding="utf-8") == BY_HAND
    assert len(load_answers(path, asked).given) == 2


@pytest.mark.parametrize("no", [("n",), ("否",), ("q",), (":q",), ("", "yy", "1", "?", "n"), ()])
def test_a_slip_is_neither_yes_nor_no_and_without_consent_nothing_changes(
    tmp_path: Path, asked: Questionnaire, monkeypatch: pytest.MonkeyPatch, no: tuple[str, ...]
) -> None:
    path = tmp_path / "small.answers.yaml"
    path.write_text(BY_HAND, encoding="utf-8")
    shown = type_lines(path, asked, monkeypatch, *no)
    assert shown.count("Type y or n, or q to quit.") == max(0, len(no) - 1)
    assert shown[-1] == "Nothing was changed. Choose another file with --save FILE."
    assert [each.name for each in tmp_path.iterdir()] == ["small.answers.yaml"]
    assert path.read_text(encoding="utf-8") == BY_HAND
