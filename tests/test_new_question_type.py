"""A type of question that nobody foresaw: one file and one line in a copy of the package, and all works."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import readiness
from every_type import SAMPLES, Sample, replies, use_every_command, write_answers, write_questionnaire
from readiness.source.data import plain
from readiness.source.dumping import dump
from readiness.source.parsing import parse
from readiness.source.source import Source
from test_command_line import surroundings
from test_terminal_session import ANSWER, NAME, REVIEW, Session

# Its level, which conditions compare, is the day as a number: 20260331.
FILE = '''\
"""A day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from pydantic import model_validator

from readiness.messages.catalogue import _
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.fields import Day
from readiness.questionnaire.questions.anchors import anchors_in_words, expect_to_differ, share_between
from readiness.questionnaire.questions.base import Action, Question, Schema, Value

ONE_DAY = datetime.timedelta(days=1)


class DateQuestion(Question):
    """A day, worth nothing at `worst` and all at `best`, linear between, whichever is later."""

    type: Literal["date"]
    worst: Day
    best: Day
    lift: Action | None = None
    """What moves the day towards `best`."""

    @model_validator(mode="after")
    def _anchors_differ(self) -> DateQuestion:
        expect_to_differ(self.worst, self.best)
        return self

    def describe(self, value: Value) -> str:
        """The day, as year-month-day."""
        return str(value)

    def parse(self, raw: Any) -> datetime.date | None:
        """A day as year-month-day."""
        try:
            return datetime.datetime.strptime(raw, "%Y-%m-%d").date()
        except (TypeError, ValueError):
            return None

    def written(self, value: Value) -> Any:
        """The day, as year-month-day."""
        return str(value)

    def expected(self) -> str:
        """A day."""
        return _("Write year-month-day, as in 2026-03-31, or unknown.")

    def value_schemas(self) -> list[Schema]:
        """Year-month-day."""
        return [{"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}]

    def share(self, value: Value) -> float:
        """Where the day lies between `worst` and `best`, 0-1."""
        worst, best = map(datetime.date.fromisoformat, (self.worst, self.best))
        assert isinstance(value, datetime.date)
        return share_between(value.toordinal(), worst.toordinal(), best.toordinal())

    def better(self, value: Value, *, exposure: bool) -> Value | None:
        """The best day, or the worst where the question measures exposure."""
        goal = self.parse(self.worst if exposure else self.best)
        return None if self.share(value) == self.share(goal) else goal

    def action(self, value: Value, *, exposure: bool) -> Action | None:
        """The one action there is."""
        return self.lift

    def level(self, value: Value) -> float:
        """The day as a number, as in 20260331."""
        return float(str(value).replace("-", ""))

    def level_in_words(self, level: float) -> str:
        """The day that the number stands for."""
        digits = f"{level:08.0f}"
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"

    def candidates(self, tests: Sequence[Condition]) -> Iterator[datetime.date]:
        """The days that `tests` name, and those beside them."""
        for test in tests:
            day = self.parse(self.level_in_words(self.threshold(test)))
            if day is not None:
                yield from (day - ONE_DAY, day, day + ONE_DAY)

    def hints(self) -> tuple[str, ...]:
        """The form."""
        return (_("(As year-month-day.)"),)

    def typed_as(self) -> str:
        """A day."""
        return _("date")

    def refusal(self, line: str) -> str:
        """That it is no day."""
        return _("“{typed}” is not a day; type it as in 2026-03-31.").format(typed=line[:40])

    def kind_in_words(self) -> str:
        """A day."""
        return _("a date")

    def instruction(self) -> str:
        """To write it."""
        return _("Write a date.")

    def worth_in_words(self) -> str:
        """The anchors."""
        return anchors_in_words(self.worst, self.best)
'''
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
    told="not-a-level: “31.3.2026” does not answer “all.date”",
    remedy="Write year-month-day, as in 2026-03-31, or unknown.",
    mistyped="soon",
    refusal="“soon” is not a day; type it as in 2026-03-31.",
)
ALL = {**SAMPLES, "date": DATE}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the package in which there are dates."""
    folder = tmp_path_factory.mktemp("source")
    shutil.copytree(
        Path(readiness.__file__).parent, folder / "readiness", ignore=shutil.ignore_patterns("__pycache__")
    )
    questions = folder / "readiness" / "questionnaire" / "questions"
    (questions / "date.py").write_text(FILE, encoding="utf-8")
    types = questions / "types.py"
    text = types.read_text(encoding="utf-8")
    line = "    TextQuestion,\n"
    assert text.count(line) == 1
    first = "from readiness.questionnaire.questions.number import NumberQuestion\n"
    added = "from readiness.questionnaire.questions.date import DateQuestion\n"
    types.write_text(
        text.replace(line, f"{line}    DateQuestion,\n").replace(first, added + first), encoding="utf-8"
    )
    return folder


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


def test_every_command_takes_a_new_type_beside_all_others(source: Path, tmp_path: Path) -> None:
    def run_copy(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
        return run(source, *arguments, folder=folder)

    use_every_command(run_copy, tmp_path / "alone", {"date": DATE})
    use_every_command(run_copy, tmp_path / "all", ALL)


def test_a_new_type_is_answered_at_a_terminal_and_resumed(source: Path, tmp_path: Path) -> None:
    folder = write_questionnaire(tmp_path / "every", {"date": DATE}).parent
    environment = {"PYTHONPATH": str(source)}
    first = Session(folder, "--questionnaire", "every", environment=environment)
    first.type("Chen Li", NAME)
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
    second.type("2")
    second.type("", REVIEW)
    assert second.end() == 0
    assert "Your answer so far: 2026-10-20 (Enter keeps it)" in second.transcript
    assert "1. The date: 2026-10-20" in second.transcript
    assert "Lift date." in second.transcript


def test_all_types_are_answered_at_a_terminal(source: Path, tmp_path: Path) -> None:
    folder = write_questionnaire(tmp_path / "every", ALL).parent
    session = Session(folder, "--questionnaire", "every", environment={"PYTHONPATH": str(source)})
    session.type("Chen Li", NAME)
    for line in replies(ALL):
        session.type(line, ANSWER)
    session.type("q", REVIEW)
    assert session.end() == 0
    kept = parse(Source("kept", (folder / "every.answers.yaml").read_text(encoding="utf-8")))
    assert kept["answers"] == {f"all.{name}": sample.written for name, sample in ALL.items()}


def test_a_condition_on_a_new_type_hides_and_shows(source: Path, tmp_path: Path) -> None:
    folder = write_questionnaire(tmp_path / "every", {"date": DATE}).parent
    for day, asked in (("2026-06-30", False), ("2026-07-01", True)):
        write_answers(folder / "answers.yaml", {"date": DATE}, date=day)
        command = ("assess", "--questionnaire", "every", "--answers", "answers.yaml", "--format", "json")
        finished = run(source, *command, folder=folder)
        assert finished.returncode == 0
        waiting = [item["question"] for item in json.loads(finished.stdout)["open"]]
        assert waiting == (["all.after-date"] if asked else [])


@pytest.mark.parametrize(
    ("changed", "told", "remedy"),
    [
        (
            {"worst": "soon"},
            "bad-form: this is not written as it must be",
            "Write year-month-day in quotes or plain, as in 2026-03-31.",
        ),
        ({"best": "2026-02-30"}, "bad-date: there is no such day", "Write year-month-day, as in 2026-03-31."),
        ({"unit": "days"}, "unknown-key: “unit” is not known", None),
        (
            {"worst": "2026-01-01"},
            "number-anchors: `worst` and `best` are the same number",
            "Write the number that is worth nothing as `worst`, the one worth all as `best`.",
        ),
    ],
)
def test_faults_of_a_new_type_are_told_like_others(
    source: Path, tmp_path: Path, changed: dict[str, str], told: str, remedy: str | None
) -> None:
    faulty = DATE._replace(fields={**DATE.fields, **changed})
    folder = write_questionnaire(tmp_path / "every", {"date": faulty}).parent
    finished = run(source, "questionnaire", "check", "every", folder=folder)
    assert finished.returncode == 2
    lines = finished.stdout.splitlines()
    assert lines[0].endswith(f": {told}")
    assert remedy is None or lines[3].strip() == remedy


def test_a_condition_that_no_day_meets_is_doubted(source: Path, tmp_path: Path) -> None:
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
