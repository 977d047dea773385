"""Every type of question works in every command, and no code outside their folder depends on one type."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from every_type import SAMPLES, only, replies, use_every_command, write_questionnaire
from readiness import load_questionnaire
from readiness.answers.answers import blank
from readiness.answers.writing import as_written
from readiness.interview.course import Outcome, conduct
from readiness.loading.loader import load_questionnaire as load
from readiness.questionnaire.questions.types import DEFAULT_TYPE, QUESTION_TYPES, TYPES
from test_command_line import call
from test_interview import Respondent

SOURCE = Path(inspect.getfile(load)).parents[1]
QUESTIONS = SOURCE / "questionnaire" / "questions"


@pytest.mark.parametrize("name", QUESTION_TYPES)
def test_every_command_takes_every_type(name: str, tmp_path: Path) -> None:
    use_every_command(call, tmp_path / "work", only(SAMPLES, [name]))


def test_every_command_takes_all_types_at_once(tmp_path: Path) -> None:
    assert SAMPLES.keys() == QUESTION_TYPES.keys()
    use_every_command(call, tmp_path / "work", SAMPLES)


@pytest.mark.parametrize("name", QUESTION_TYPES)
def test_the_interview_takes_every_type(name: str, tmp_path: Path) -> None:
    sample = SAMPLES[name]
    asked = load_questionnaire(write_questionnaire(tmp_path / "every", only(SAMPLES, [name])))
    respondent = Respondent(["", *replies(only(SAMPLES, [name])), ""])
    outcome, answers = conduct(asked, blank(asked), respondent, lambda _answers: None)
    assert outcome is Outcome.FINISHED
    assert respondent.lines == []
    assert sample.refusal in respondent.shown
    assert as_written(answers, asked)["answers"] == {f"all.{name}": sample.written}
    value = answers[f"all.{name}"].value
    assert value is not None
    assert asked.questions[f"all.{name}"].share(value) == pytest.approx(sample.share)
    reviewed = next(text for text in respondent.shown if text.startswith(f"1. The {name}: "))
    assert reviewed.endswith(sample.described)


def test_one_type_is_the_default_and_each_implements_everything() -> None:
    assert [kind.type_name() for kind in TYPES if kind.is_default()] == [DEFAULT_TYPE]
    assert not any(inspect.isabstract(kind) for kind in TYPES)


def test_no_code_outside_the_folder_of_types_depends_on_one_type() -> None:
    files = {inspect.getfile(kind) for kind in TYPES}
    own = {f"readiness.questionnaire.questions.{Path(file).stem}" for file in files}
    for path in SOURCE.rglob("*.py"):
        if path.parent != QUESTIONS:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                assert not (isinstance(node, ast.ImportFrom) and node.module in own), f"{path}:{node.lineno}"
