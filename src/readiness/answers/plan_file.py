"""What was planned: steps read from the JSON of a report or of a plan."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeGuard

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
        placed = parse(source, private=True) if fault.path else None  # it knows where everything is
        complaints = Complaints(placed, source.name)
        complaints.add(*fault)
        complaints.raise_if_any()
    known = _Known(questionnaire, _text(raw["questionnaire"], "version"))
    steps = _of_plan(raw, known) if "steps" in raw else _of_report(raw, known)
    return AgreedPlan(tuple(steps), _day(raw.get("built_on")))


def _parsed(source: Source) -> Any:
    """The data in `source`, None if it is not meant to be JSON. Raises InvalidInput for damaged JSON."""
    if not source.text.lstrip().startswith("{"):
        return None
    try:
        return json.loads(source.text)
    except json.JSONDecodeError as error:
        place, hint = end_of(source.text[: error.pos]), _("Export it again; a part of it may be missing.")
        raise InvalidInput([source.problem(place, "bad-json", _("this is not valid JSON"), hint)]) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, or brackets without end
        return None


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
        is_version = re.fullmatch(r"[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}", version)
        self._renames = renames_since(questionnaire, version if is_version else questionnaire.version)

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
    planned = {
        number for phase in _items(raw, "roadmap") for number in _list(phase, "tasks") if _is_whole(number)
    }
    gaps, given = (
        {_text(each, "question"): each for each in _items(raw, key)} for key in ("gaps", "responses")
    )
    flags = {_text(flag, "id"): flag.get("task") for flag in _items(raw, "red_flags")}
    for task in _items(raw, "tasks"):
        number, title, due = task.get("number"), _text(task, "title"), task.get("due")
        if not _is_whole(number) or number not in planned:
            continue
        if task.get("red_flag"):
            id = next((id for id, cleared_by in flags.items() if cleared_by == number), "")
            yield known.flag(number, id, title, due)
            continue
        for id in map(str, _list(task, "questions")):
            gap = gaps.get(id, {})
            start = _text(gap, "answer_id") or _text(given.get(id, {}), "answer_id")
            yield known.step(number, id, title, start, _text(gap, "next_id"), due)


def _of_plan(raw: Raw, known: _Known) -> Iterator[AgreedStep]:
    """The answers that the steps of a plan improve."""
    for place, step in enumerate(_items(raw, "steps"), start=1):
        number = step.get("number")
        for move in _items(step, "moves"):
            yield known.step(
                number if _is_whole(number) else place,
                _text(move, "question"),
                _text(step, "title"),
                _text(move, "from_id"),
                _text(move, "to_id"),
                step.get("due"),
            )


# --- what may have been edited by hand ----------------------------------------------------------------


def _list(raw: Raw, key: str) -> list[Any]:
    found = raw.get(key)
    return found if isinstance(found, list) else []


def _items(raw: Raw, key: str) -> list[Raw]:
    """The objects in a list of the plan."""
    return [item for item in _list(raw, key) if isinstance(item, dict)]


def _text(raw: Raw, key: str) -> str:
    found = raw.get(key)
    return found if isinstance(found, str) else ""


def _is_whole(value: Any) -> TypeGuard[int]:
    return type(value) is int


def _day(text: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except (TypeError, ValueError):  # not stated
        return None
