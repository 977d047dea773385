"""A new type of question needs one file and one line in a copy of the package, and everything works."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from contributing import CHANGES, copied, make
from every_type import Sample, write_answers, write_questionnaire
from readiness.source.data import plain
from readiness.source.dumping import dump
from readiness.source.parsing import parse
from readiness.source.source import Source
from test_command_line import surroundings
from test_terminal_session import REVIEW, Session

DATE = Sample(
    fields={
        "worst": "2027-01-01",
        "best": "2026-01-01",
        "lift": {"text": "Lift date.", "effort": 1, "horizon": 30},
    },
    written="2026-10-20",
    described="2026-10-20",
    typed="２０２６-10-20",
    share=73 / 365,
    test={"at_least": 20260701},
    condition="is 2026-07-01 or more",
    kind="a date",
    instruction="Write a date.",
    wrong="31.3.2026",
    message="not-a-level: “31.3.2026” does not answer “all.date”",
    remedy="Write year-month-day, as in 2026-03-31, or unknown.",
    mistyped="soon",
    refusal="“soon” is not a day; type it as in 2026-03-31.",
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the package in which there are dates, as CONTRIBUTING.md adds them."""
    copy = copied(tmp_path_factory.mktemp("source") / "copy")
    make(CHANGES["A question type"], copy)
    return copy / "src"


def run(source: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the copy."""
    return subprocess.run(
        [sys.executable, "-m", "readiness", *arguments],
        cwd=folder,
        env=surroundings({"PYTHONPATH": str(source)}),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_a_new_type_is_answered_at_a_terminal_and_resumed(source: Path, tmp_path: Path) -> None:
    folder = write_questionnaire(tmp_path / "every", {"date": DATE}).parent
    environment = {"PYTHONPATH": str(source)}
    first = Session(folder, "--questionnaire", "every", environment=environment)
    first.introduce("Chen Li")
    first.type(DATE.mistyped)
    first.type("2026-02-30")
    first.type(DATE.typed)
    first.type("q")
    assert first.end() == 0
    for text in ("(As year-month-day.)", "Your answer (date ? b d e s q): ", DATE.refusal, "“2026-02-30” is"):
        assert text in first.transcript
    kept = parse(Source("kept", (folder / "every.answers.yaml").read_text(encoding="utf-8")))
    assert kept["answers"] == {"all.date": "2026-10-20"}

    second = Session(folder, "--questionnaire", "every", environment=environment)
    second.type("b")
    second.type("")
    second.type("y")
    second.type("", REVIEW)
    assert second.end() == 0
    assert "Your answer so far: 2026-10-20 (Enter keeps it)" in second.transcript
    assert "1. The date: 2026-10-20" in second.transcript
    assert "Lift date." in second.transcript


def test_a_condition_on_a_new_type_hides_and_shows_questions(source: Path, tmp_path: Path) -> None:
    folder = write_questionnaire(tmp_path / "every", {"date": DATE}).parent
    for day, asked in (("2026-06-30", False), ("2026-07-01", True)):
        write_answers(folder / "answers.yaml", {"date": DATE}, date=day)
        command = ("assess", "--questionnaire", "every", "--answers", "answers.yaml", "--format", "json")
        finished = run(source, *command, folder=folder)
        assert finished.returncode == 0
        waiting = [item["question"] for item in json.loads(finished.stdout)["open"]]
        assert waiting == (["all.after-date"] if asked else [])


@pytest.mark.parametrize(
    ("changed", "message", "remedy"),
    [
        (
            {"worst": "soon"},
            "bad-form: this has the wrong form",
            "Write year-month-day, as in 2026-03-31.",
        ),
        ({"best": "2026-02-30"}, "bad-date: there is no such day", "Write year-month-day, as in 2026-03-31."),
        ({"unit": "days"}, "unknown-key: “unit” is not known", None),
        (
            {"worst": "2026-01-01"},
            "number-anchors: `worst` and `best` are the same number",
            "Write the number that scores nothing as `worst`, the one that scores in full as `best`.",
        ),
    ],
)
def test_errors_of_a_new_type_are_reported_like_others(
    source: Path, tmp_path: Path, changed: dict[str, str], message: str, remedy: str | None
) -> None:
    faulty = DATE._replace(fields={**DATE.fields, **changed})
    folder = write_questionnaire(tmp_path / "every", {"date": faulty}).parent
    finished = run(source, "questionnaire", "check", "every", folder=folder)
    assert finished.returncode == 2
    lines = finished.stdout.splitlines()
    assert lines[0].endswith(f": {message}")
    assert remedy is None or lines[3].strip() == remedy


def test_a_condition_that_no_day_meets_gets_a_warning(source: Path, tmp_path: Path) -> None:
    folder = write_questionnaire(tmp_path / "every", {"date": DATE}).parent
    file = folder / "every" / "questionnaire.yaml"
    raw = plain(parse(Source("questionnaire", file.read_text(encoding="utf-8"))))
    late, early = ({"answer": "all.date", **test} for test in ({"at_least": 20270101}, {"at_most": 20260101}))
    for both, code in ((late, early), "question-never-seen"), ((early, early), ""):
        raw["sections"][0]["questions"][1]["when"] = {"all": list(both)}
        file.write_text(dump(raw), encoding="utf-8")
        finished = run(source, "questionnaire", "check", "every", folder=folder)
        assert finished.returncode == 0
        assert code in finished.stdout
        assert bool(finished.stdout) == bool(code)
