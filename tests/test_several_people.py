"""The whole round: forms go out, come back in three kinds of files, and become one picture."""

from __future__ import annotations

import io
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from readiness.answers.access import change_answers, load_answers
from readiness.answers.answers import Answers, blank
from readiness.answers.saving import answers_text
from readiness.loading.loader import load_questionnaire
from readiness.rendering import render_form
from readiness.views.build_form import build_form

ROOT = Path(__file__).resolve().parent.parent
QUESTIONNAIRE = load_questionnaire()
ENTERPRISE = "Yongqiao Thermal Parts, Ningbo (invented)"
THESIS = "strategy.thesis"


def run(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "readiness", *words], cwd=folder, capture_output=True, text=True, check=False
    )


def voice(name: str, **levels: object) -> Answers:
    """Answers by `name`; `_` in the id of a question stands for its dot."""
    given = {id.replace("__", "-").replace("_", ".", 1): level for id, level in levels.items()}
    return change_answers(
        blank(QUESTIONNAIRE), QUESTIONNAIRE, given, respondent=name, enterprise=ENTERPRISE, date="2026-11-30"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five people's answers: two files of the page, two workbooks, and the table of a survey tool."""
    owner = voice("Owner", strategy_thesis=4, talent_pipeline=3, strategy_budget=1)
    finance = voice("Finance", strategy_thesis=0, strategy_budget={"value": 1, "note": "One line."})
    for name, answers in (("owner", owner), ("finance", finance)):
        text = answers_text(answers, QUESTIONNAIRE)
        (tmp_path / f"{name}.answers.yaml").write_text(text, encoding="utf-8")
    sales = voice("Sales", strategy_thesis="unknown", talent_pipeline=1)
    people = voice("People", talent_pipeline=0, strategy_thesis=1)
    for name, answers in (("sales", sales), ("people", people)):
        form = build_form(QUESTIONNAIRE, sections=["strategy", "talent"], answers=answers)
        book = load_workbook(io.BytesIO(render_form(form, "xlsx")))  # as another program saves it again
        book.save(tmp_path / f"{name}.xlsx")
    asked = {id: QUESTIONNAIRE.questions[id] for id in (THESIS, "strategy.budget")}
    cells = ["Legal", ENTERPRISE, asked[THESIS].choices[0].text, asked["strategy.budget"].choices[1].text]
    headings = ["Name", "Enterprise", *(question.text for question in asked.values())]
    rows = ["\t".join(row) for row in (headings, cells)]
    (tmp_path / "survey.csv").write_text("\n".join(rows), encoding="utf-8")
    return tmp_path


def imported(folder: Path) -> str:
    """The answers file that the survey becomes."""
    done = run("answers", "import", "survey.csv", "--suggest", "--map", "map.yaml", folder=folder)
    assert done.returncode == 0, done.stderr
    done = run("answers", "import", "survey.csv", "--map", "map.yaml", "--into", "survey", folder=folder)
    assert done.returncode == 0, done.stderr
    (path,) = (folder / "survey").iterdir()
    return f"survey/{path.name}"


def test_five_filled_files_become_the_points_to_talk_about_in_one_command(folder: Path) -> None:
    files = ["owner.answers.yaml", "finance.answers.yaml", "sales.xlsx", "people.xlsx", imported(folder)]
    done = run("merge", *files, "--export", "board.yaml", "--format", "json", folder=folder)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    points = {point["question"]: point for point in report["points"]}
    assert list(points)[:2] == ["talent.pipeline", THESIS]
    merged = load_answers(folder / "board.yaml", QUESTIONNAIRE)
    assert level(merged, THESIS) == 0  # of 0, 0, 1, 4: the less favourable of the two in the middle
    assert level(merged, "talent.pipeline") == 1  # of 0, 1, 3
    assert level(merged, "strategy.budget") == 1
    assert merged.cover.enterprise == ENTERPRISE
    assert merged.respondent == "Finance; Legal; Owner; People; Sales"
    assert {line.partition(":")[0] for line in merged[THESIS].note.splitlines()} == {
        "Finance",
        "Legal",
        "Owner",
        "People",
        "Sales",
    }


def level(answers: Answers, id: str) -> float | None:
    """The level of an answer."""
    return QUESTIONNAIRE.questions[id].level(answers[id].value)


def test_conflicts_name_the_cell_of_a_workbook(folder: Path) -> None:
    changed: Mapping[str, str] = {"Sales": "Owner", ENTERPRISE: "Another firm"}
    book = load_workbook(folder / "sales.xlsx")
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if new := changed.get(str(cell.value)):
                book.worksheets[0][cell.coordinate] = new
    book.save(folder / "sales.xlsx")
    done = run("merge", "owner.answers.yaml", "sales.xlsx", folder=folder)
    assert done.returncode == 2
    assert done.stderr.splitlines()[:4] == [
        "sales.xlsx:'How to fill in'!C7: mixed-enterprises: these answers are of “Another firm”, those in"
        f" owner.answers.yaml of “{ENTERPRISE}”",
        f"    Leave out the answers of the other enterprise. If it is the same one, say what it is called:"
        f" `--enterprise '{ENTERPRISE}'`.",
        "sales.xlsx:'How to fill in'!C8: same-respondent: “Owner” is also who answered in owner.answers.yaml",
        "    Keep one of the two files, or fill in name and role on the first sheet of each.",
    ]


def test_the_remedy_for_two_names_of_one_firm_works(folder: Path) -> None:
    text = (folder / "owner.answers.yaml").read_text(encoding="utf-8")
    (folder / "owner.answers.yaml").write_text(text.replace(ENTERPRISE, "Yongqiao"), encoding="utf-8")
    done = run("merge", "finance.answers.yaml", "owner.answers.yaml", folder=folder)
    assert done.returncode == 2
    (remedy,) = re.findall("`(--enterprise .*)`", done.stderr)
    files = ("finance.answers.yaml", "owner.answers.yaml")
    done = run("merge", *files, *shlex.split(remedy), "--export", "board.yaml", folder=folder)
    assert done.returncode == 0, done.stderr
    assert load_answers(folder / "board.yaml", QUESTIONNAIRE).cover.enterprise == ENTERPRISE


def test_a_second_round_begins_with_what_was_agreed(folder: Path) -> None:
    done = run("merge", "owner.answers.yaml", "people.xlsx", "--export", "board.yaml", folder=folder)
    assert done.returncode == 0, done.stderr
    done = run("form", "--answers", "board.yaml", "--export", "next.xlsx", folder=folder)
    assert done.returncode == 0, done.stderr
    board, again = (load_answers(folder / name, QUESTIONNAIRE) for name in ("board.yaml", "next.xlsx"))
    assert {id: each._replace(note="") for id, each in board.given.items()} == again.given
    assert again.cover == board.cover


def test_a_red_flag_that_blocks_a_verdict_is_told_like_any_other(folder: Path) -> None:
    flagged = dict.fromkeys(QUESTIONNAIRE.questions, "unknown") | {"geopolitics.screening": "nobody-checks"}
    for name in ("one", "two"):
        answers = change_answers(blank(QUESTIONNAIRE), QUESTIONNAIRE, flagged, respondent=name)
        answers = change_answers(answers, QUESTIONNAIRE, best_of_all(), respondent=name)
        (folder / f"{name}.yaml").write_text(answers_text(answers, QUESTIONNAIRE), encoding="utf-8")
    done = run("merge", "one.yaml", "two.yaml", "--format", "json", folder=folder)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["merged"]["band_id"] is not None


def best_of_all() -> dict[str, object]:
    """The best answer to every question but one, which raises a red flag."""
    best = {id: each.choices[-1].id for id, each in QUESTIONNAIRE.questions.items() if each.choices}
    return {**best, "geopolitics.screening": "nobody-checks"}


def test_a_file_without_a_name_is_called_after_the_file(folder: Path) -> None:
    nameless = change_answers(voice("x", strategy_thesis=2), QUESTIONNAIRE, {}, respondent="")
    (folder / "Chen Li.answers.yaml").write_text(answers_text(nameless, QUESTIONNAIRE), encoding="utf-8")
    done = run(
        "merge", "Chen Li.answers.yaml", "owner.answers.yaml", "--expert", "strategy=Chen Li",
        "--export", "board.yaml", folder=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    merged = load_answers(folder / "board.yaml", QUESTIONNAIRE)
    assert merged.respondent == "Chen Li; Owner"
    assert level(merged, THESIS) == 2


def test_names_of_files_are_hidden_too(folder: Path) -> None:
    nameless = change_answers(voice("x"), QUESTIONNAIRE, {THESIS: 2}, respondent="")
    told = change_answers(voice("People"), QUESTIONNAIRE, {THESIS: {"value": 1, "note": "Wang Lei told me."}})
    for name, answers in (("Wang Lei.answers", nameless), ("people", told)):
        (folder / f"{name}.yaml").write_text(answers_text(answers, QUESTIONNAIRE), encoding="utf-8")
    files = ("Wang Lei.answers.yaml", "people.yaml", "owner.answers.yaml")
    done = run("merge", *files, "--anonymous", "--export", "board.yaml", folder=folder)
    assert done.returncode == 0, done.stderr
    for text in (done.stdout, (folder / "board.yaml").read_text(encoding="utf-8")):
        assert "Wang" not in text
        assert "[a respondent] told me." in text


def test_most_files_say_what_the_firm_is_called(folder: Path) -> None:
    text = (folder / "owner.answers.yaml").read_text(encoding="utf-8")
    (folder / "a.yaml").write_text(
        text.replace(ENTERPRISE, "Yongqiao").replace("Owner", "A"), encoding="utf-8"
    )
    done = run("merge", "a.yaml", "owner.answers.yaml", "finance.answers.yaml", folder=folder)
    assert [line for line in done.stderr.splitlines() if "mixed-enterprises" in line] == [
        "a.yaml:3:13: mixed-enterprises: these answers are of “Yongqiao”, those in owner.answers.yaml of"
        f" “{ENTERPRISE}”"
    ]


def test_of_two_files_of_one_person_the_later_one_is_named(folder: Path) -> None:
    text = (folder / "owner.answers.yaml").read_text(encoding="utf-8")
    (folder / "new.yaml").write_text(text.replace("2026-11-30", "2026-12-01"), encoding="utf-8")
    done = run("merge", "owner.answers.yaml", "new.yaml", folder=folder)
    assert done.returncode == 2
    assert "    The later one is new.yaml. Keep one of the two files, or write in `respondent`" in done.stderr


def test_the_evidence_of_each_is_beside_the_answer(folder: Path) -> None:
    proven = voice("Legal", strategy_thesis={"value": 0, "evidence": "Minutes of 3 March"})
    (folder / "legal.yaml").write_text(answers_text(proven, QUESTIONNAIRE), encoding="utf-8")
    done = run("merge", "owner.answers.yaml", "legal.yaml", "--format", "markdown", folder=folder)
    assert "Evidence: Minutes of 3 March" in done.stdout.replace("*", "").replace("_", "")


def test_a_form_for_others_says_nothing_of_who_answered_before(folder: Path) -> None:
    done = run("merge", "owner.answers.yaml", "finance.answers.yaml", "--export", "board.yaml", folder=folder)
    assert done.returncode == 0, done.stderr
    done = run("form", "--answers", "board.yaml", "--export", "f.html", "--export", "f.xlsx", folder=folder)
    assert done.returncode == 0, done.stderr
    page = (folder / "f.html").read_text(encoding="utf-8")
    assert ENTERPRISE in page
    assert "Finance;" not in page
    assert "One line." not in page
    again = load_answers(folder / "f.xlsx", QUESTIONNAIRE)
    assert (again.respondent, again.date) == ("", None)
    assert level(again, "strategy.budget") == 1


def test_a_workbook_that_is_filled_in_is_not_replaced_by_a_form(folder: Path) -> None:
    before = (folder / "sales.xlsx").read_bytes()
    done = run("form", "--export", "sales.xlsx", folder=folder)
    assert done.returncode == 2
    assert "“sales.xlsx” is filled in already and was not changed. Name another file." in done.stderr
    assert (folder / "sales.xlsx").read_bytes() == before
    for _ in range(2):  # an empty form may be made again
        assert run("form", "--export", "new.xlsx", folder=folder).returncode == 0


def test_a_temporary_file_of_excel_is_told(folder: Path) -> None:
    (folder / "~$sales.xlsx").write_bytes(b"\x05Owner")
    done = run("merge", "owner.answers.yaml", "~$sales.xlsx", folder=folder)
    assert done.returncode == 2
    assert done.stderr.splitlines()[:2] == [
        "~$sales.xlsx:1:1: other-kind: this is a temporary file of Excel or WPS, which is there while a"
        " workbook is open",
        "    Close the workbook, or leave this file out.",
    ]
