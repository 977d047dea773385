"""Resuming an interview takes no more work than reading its file, measured in calls, not in time."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from readiness import InvalidInput, load_answers
from readiness.answers import reading
from readiness.answers.answers import Answer, Answers, State, blank
from readiness.answers.writing import as_written
from readiness.cli import screen, session
from readiness.interview import record
from readiness.interview.course import Outcome, conduct
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.one_of import OneOf
from readiness.source.dumping import dump
from small import question, questionnaire, section

SECTION = 125
"""The most questions of one section."""


def asking(count: int, **fields: Any) -> Questionnaire:
    """A questionnaire of `count` questions; `fields` are those of the last one."""
    ids = [f"part.question-number-{number}" for number in range(count)]
    asked = [question(id, **(fields if id == ids[-1] else {})) for id in ids]
    parts = [asked[begin : begin + SECTION] for begin in range(0, count, SECTION)]
    return questionnaire(*(section(f"part-{n}", *part) for n, part in enumerate(parts)), profile=[])


def answered(asked: Questionnaire, count: int) -> Answers:
    """Answers to the first `count` questions of `asked`."""
    ids = list(asked.questions)[:count]
    raw = {"questionnaire": asked.id, "version": asked.version, "respondent": "Chen Li"}
    return reading.read_raw({**raw, "answers": dict.fromkeys(ids, "level-3")}, asked)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty"),
        ("# Nothing yet.\n", "the file is empty"),
        ("~\n", "the file is empty"),
        ("null\n", "the file is empty"),
        ("word\n", "this is not a mapping of keys to values"),
    ],
)
def test_a_session_file_without_answers_is_refused_by_its_name(
    content: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "is_terminal", lambda *_streams: True)
    path = tmp_path / "kept.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        session.run_interview(path, asking(1), quick=False)
    assert str(caught.value) == (
        f"{path}:1:1: answers-shape: {message}\n"
        "    Remove the file to begin anew, or keep the answers in another one with --save FILE."
    )
    assert path.read_text(encoding="utf-8") == content


class Typist:
    """A dialogue that answers every question with its first level and then requests the report."""

    def __init__(self) -> None:
        self.asked = 0

    def say(self, text: str = "", *, indent: int = 0, strong: bool = False) -> None:
        """Show nothing."""

    def ask(self, prompt: str) -> str:
        """Type the reply to `prompt`."""
        if not prompt.startswith("Your answer"):
            return "\n"
        self.asked += 1
        return "0\n"


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each operation ran that takes long for a long file."""
    counted: Counter[str] = Counter()

    def count(holder: Any, name: str) -> None:
        original: Callable[..., Any] = getattr(holder, name)

        def counting(*arguments: Any, **named: Any) -> Any:
            counted[name] += 1
            return original(*arguments, **named)

        monkeypatch.setattr(holder, name, counting)

    count(session, "read")
    count(reading, "parse")
    count(reading, "read_raw")
    count(record, "determine")
    monkeypatch.setattr(screen, "is_terminal", lambda *_streams: True)
    original = OneOf.parse

    def parsing(self: OneOf, raw: Any) -> Any:
        counted["value"] += 1
        return original(self, raw)

    monkeypatch.setattr(OneOf, "parse", parsing)
    return counted


def test_a_long_file_is_read_once_and_its_answers_are_checked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: Counter[str]
) -> None:
    asked = asking(500)
    path = tmp_path / "small.answers.yaml"
    written = as_written(answered(asking(500), 497), asked)
    path.write_text(session.header() + dump(written), encoding="utf-8")
    typist = Typist()
    monkeypatch.setattr(session, "TerminalDialogue", lambda: typist)
    calls.clear()
    answers = session.run_interview(path, asked, quick=False)
    assert answers is not None
    assert typist.asked == 3
    assert calls == {"read": 1, "parse": 1, "read_raw": 1, "determine": 1, "value": 497 + 3}
    found = load_answers(path, asked)
    assert (answers.given, answers.respondent, answers.date) == (found.given, "Chen Li", found.date)
    assert len(found.given) == 500


def test_assessing_a_file_checks_each_value_once(tmp_path: Path, calls: Counter[str]) -> None:
    asked = asking(500)
    path = tmp_path / "answers.yaml"
    path.write_text(dump(as_written(answered(asking(500), 497), asked)), encoding="utf-8")
    calls.clear()
    load_answers(path, asked)
    assert calls == {"parse": 1, "read_raw": 1, "value": 497}


def test_a_word_that_an_earlier_file_held_is_not_checked_again(tmp_path: Path, calls: Counter[str]) -> None:
    asked = asking(500)
    path = tmp_path / "answers.yaml"
    path.write_text(dump(as_written(answered(asking(500), 497), asked)), encoding="utf-8")
    first = load_answers(path, asked)
    calls.clear()
    again = load_answers(path, asked)
    assert calls == {"parse": 1, "read_raw": 1}
    assert again == first
    assert load_answers(path, asking(500)) == first
    assert calls["value"] == 497


def calls_of_one_answer(asked: Questionnaire) -> int:
    """How many functions are called between the last question but one and the last."""
    counted: list[int] = []
    count = 0

    def tally(_frame: FrameType, event: str, _what: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    class Counting(Typist):
        def ask(self, prompt: str) -> str:
            if prompt.startswith("Your answer"):
                counted.append(count)
            return super().ask(prompt)

    begun = answered(asked, len(asked.questions) - 2)
    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        outcome, _answers = conduct(asked, begun, Counting(), lambda _answers: None)
    finally:
        sys.setprofile(before)
    assert outcome is Outcome.FINISHED
    first, second = counted
    return second - first


def test_the_work_for_an_answer_does_not_grow_with_the_questionnaire() -> None:
    few, many = calls_of_one_answer(asking(10)), calls_of_one_answer(asking(500))
    assert 0 < few == many


def test_an_answer_that_a_condition_tests_updates_what_is_asked(calls: Counter[str]) -> None:
    when = {"answer": "part.question-number-0", "at_least": 1}
    asked = asking(3, when=when)
    saved: list[Answers] = []
    _outcome, answers = conduct(asked, blank(asked), Typist(), saved.append)
    assert list(answers.given) == ["part.question-number-0", "part.question-number-1"]
    assert calls["determine"] == 2  # at the beginning, and after the first answer
    assert len(saved) == 2
    assert saved[-1] == answers


def test_changed_answers_are_a_new_object() -> None:
    asked = asking(3)
    first = answered(asked, 2)
    id = "part.question-number-2"
    second = first.with_answer(id, Answer(State.UNKNOWN, note="ask"))
    assert first[id].state is State.UNANSWERED
    assert second[id] == Answer(State.UNKNOWN, note="ask")
    assert second.with_answer(id, Answer(State.UNANSWERED)) == first
    assert first.with_profile("stage", ("home",)).profile == {"stage": ("home",)}
    assert first.profile == {}
