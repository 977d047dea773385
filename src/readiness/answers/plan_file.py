"""What was planned: steps read from the JSON of a report or of a plan."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from readiness.answers.versions import renames_since
from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput
from readiness.questionnaire.bands import RedFlag
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question, Value
from readiness.source.complaints import Complaints, Fault
from readiness.source.parsing import parse
from readiness.source.source import Source, end_of

Raw = Mapping[str, Any]


class AgreedStep(NamedTuple):
    """One step of a plan: a better answer to a question, or a red flag to clear."""

    number: int
    """Its number in the plan."""
    id: str
    """The id of the question or red flag."""
    title: str
    about: Question | RedFlag | None
    """None if there is none of this id any more."""
    start: Value | None = None
    """The answer that it starts from, if that is known."""
    goal: Value | None = None
    """The answer that it leads to; None for a red flag."""
    due: datetime.date | None = None
    """The day by which it was to be done."""


class AgreedPlan(NamedTuple):
    """A plan whose outcome is looked at."""

    steps: tuple[AgreedStep, ...]
    day: datetime.date | None
    """The day on which it was made."""
    given: bool = True
    """Whether it was handed over; otherwise it is what a report on the earlier answers recommends."""


def read_plan(source: Source, questionnaire: Questionnaire) -> AgreedPlan:
    """The steps in the JSON of a report (its roadmap) or of a plan, for `questionnaire` as it is today.

    Raises InvalidInput if it is neither, or belongs to another questionnaire.
    """
    raw = _parsed(source)
    if fault := _misfit(raw, questionnaire):
        complaints = Complaints(raw, source.name)
        complaints.add(*fault)
        complaints.raise_if_any()
    known = _Known(questionnaire, str(raw["questionnaire"].get("version", questionnaire.version)))
    steps = _of_plan(raw, known) if "steps" in raw else _of_report(raw, known)
    return AgreedPlan(tuple(steps), _day(raw.get("built_on")))


def _parsed(source: Source) -> Any:
    """The data in `source`, None if it is not meant to be JSON. Raises InvalidInput for damaged JSON."""
    if not source.text.lstrip().startswith("{"):
        return None
    try:
        json.loads(source.text)
    except json.JSONDecodeError as error:
        place, hint = end_of(source.text[: error.pos]), _("Export it again; a part of it may be missing.")
        raise InvalidInput([source.problem(place, "bad-json", _("this is not valid JSON"), hint)]) from None
    return parse(source, private=True)  # which knows where everything is


def _misfit(raw: Any, questionnaire: Questionnaire) -> Fault | None:
    """Why `raw` cannot be a plan for `questionnaire`; None if it can."""
    hint = _(
        "Give the report on the earlier answers, as `readiness assess --answers OLD --export report.json`"
        " makes it."
    )
    stated = raw.get("questionnaire") if isinstance(raw, dict) else None
    parts = ("steps",) if isinstance(raw, dict) and "steps" in raw else ("tasks", "roadmap", "gaps")
    if not isinstance(stated, dict) or not all(isinstance(raw.get(part), list) for part in parts):
        return Fault((), "no-plan", _("this is neither the JSON of a report nor that of a plan"), hint)
    if (id := str(stated.get("id"))) != questionnaire.id:
        message = _("this plan is for the questionnaire “{id}”, the answers are for “{wanted}”")
        message = message.format(id=id[:80], wanted=questionnaire.id)
        return Fault(("questionnaire", "id"), "other-plan", message, hint)
    return None


class _Known:
    """Looks up questions, red flags and answers that a plan of some version names, by today's ids."""

    def __init__(self, questionnaire: Questionnaire, version: str) -> None:
        self._questionnaire = questionnaire
        self._renames = renames_since(questionnaire, version)

    def step(
        self, number: int, id: str, title: str, start: str = "", goal: str = "", due: Any = None
    ) -> AgreedStep:
        """The step about the question `id`, with the ids of the answers as the plan has them."""
        today = self._renames.id(id)
        question = self._questionnaire.questions.get(today)
        if question is None:
            return AgreedStep(number, id, title, None, due=_day(due))
        begin, end = (self._value(question, ids) for ids in (start, goal))
        return AgreedStep(number, today, question.label, question, begin, end, _day(due))

    def flag(self, number: int, id: str, title: str, due: Any) -> AgreedStep:
        """The step that clears the red flag `id`."""
        flags = {flag.id: flag for flag in self._questionnaire.red_flags}
        return AgreedStep(number, id, title, flags.get(id), due=_day(due))

    def _value(self, question: Question, ids: str) -> Value | None:
        """The answer of these option ids, as documents write them; None if it has none, or none any more."""
        raw = self._renames.answer(question.id, ids.split(", ") if ", " in ids else ids)
        forms = (raw, [raw] if isinstance(raw, str) else raw, _number(ids))
        values = (question.parse(form) for form in forms if form not in ("", [""], None))
        return next((value for value in values if value is not None), None)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _of_report(raw: Raw, known: _Known) -> Iterator[AgreedStep]:
    """The tasks in the roadmap of a report: for each question of a task its gap, or the red flag."""
    planned = {number for phase in _items(raw, "roadmap") for number in phase.get("tasks", ())}
    gaps = {gap.get("question"): gap for gap in _items(raw, "gaps")}
    given = {answer.get("question"): answer for answer in _items(raw, "responses")}
    flags = {flag.get("task"): flag for flag in _items(raw, "red_flags")}
    for task in _items(raw, "tasks"):
        number, title, due = int(task.get("number", 0)), str(task.get("title", "")), task.get("due")
        if number not in planned:
            continue
        if task.get("red_flag"):
            yield known.flag(number, str(flags.get(number, {}).get("id", "")), title, due)
            continue
        for id in task.get("questions", ()):
            gap = gaps.get(id, {})
            start = gap.get("answer_id", given.get(id, {}).get("answer_id", ""))
            yield known.step(number, str(id), title, str(start), str(gap.get("next_id", "")), due)


def _of_plan(raw: Raw, known: _Known) -> Iterator[AgreedStep]:
    """The answers that the steps of a plan improve."""
    for step in _items(raw, "steps"):
        number, title = int(step.get("number", 0)), str(step.get("title", ""))
        for move in _items(step, "moves"):
            start, goal = str(move.get("from_id", "")), str(move.get("to_id", ""))
            yield known.step(number, str(move.get("question", "")), title, start, goal, step.get("due"))


def _items(raw: Raw, key: str) -> list[Raw]:
    """The objects in a list of the plan."""
    found = raw.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _day(text: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except (TypeError, ValueError):  # not stated
        return None
