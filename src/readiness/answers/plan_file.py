"""What was planned: steps read from the JSON of a report or of a plan."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from readiness.answers.plan_parts import DamagedPlan, PlanPart, how_to_make_it
from readiness.answers.versions import renames_since
from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput
from readiness.questionnaire.bands import RedFlag
from readiness.questionnaire.history import version_key
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question, Value
from readiness.source.complaints import Complaints, Fault
from readiness.source.jsondata import json_data
from readiness.source.parsing import parse
from readiness.source.source import Source

REPORT_FORM = 2
"""The version of the JSON of reports that is read, its `schema_version`."""
PLAN_FORM = 1
"""The version of the JSON of plans that is read."""


class AgreedStep(NamedTuple):
    """One step of a plan: a better answer to a question, or a red flag to clear."""

    number: int
    """Its number in the plan."""
    id: str
    """The id of the question or red flag."""
    title: str
    about: Question | RedFlag | None
    """None if there is none any more."""
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
    enterprise: str = ""
    """Whose plan it is, as its cover says; may be empty."""
    market: str = ""
    """The title of the market that it is for; empty for the whole enterprise, and where it does not say."""
    digest: str = ""
    """SHA-256 of the answers that it is made for; may be empty."""


def read_plan(source: Source, questionnaire: Questionnaire) -> AgreedPlan:
    """The steps in the JSON of a report (its roadmap) or of a plan, for `questionnaire` as it is today.

    Raises InvalidInput if it is neither, is damaged, or belongs to another questionnaire or to a version of
    it that cannot be compared.
    """
    raw = json_data(source)
    try:
        return _read(raw, questionnaire)
    except DamagedPlan as error:
        placed = parse(source, private=True) if error.fault.path else None  # it knows where everything is
        complaints = Complaints(placed, source.name)
        complaints.add(*error.fault)
        raise InvalidInput(complaints.problems) from None


def _read(raw: Any, questionnaire: Questionnaire) -> AgreedPlan:
    """The plan in the data `raw`. Raises DamagedPlan."""
    form, steps_of = _kind(raw)
    whole = PlanPart(raw)
    version = _version(whole.part("questionnaire"), questionnaire)
    if raw.get("schema_version") != form or type(raw["schema_version"]) is not int:
        raise whole.refused("schema_version", _("“{path}” must be {form}"), form=form)
    cover, market, made_for = (
        whole.part(key) if raw.get(key) is not None else PlanPart({})
        for key in ("cover", "market", "answers")
    )
    return AgreedPlan(
        tuple(steps_of(whole, _Known(questionnaire, version))),
        whole.day("built_on"),
        enterprise=cover.optional_text("enterprise"),
        market=market.optional_text("title"),
        digest=made_for.optional_text("digest"),
    )


def _kind(raw: Any) -> tuple[int, Callable[[PlanPart, _Known], Iterator[AgreedStep]]]:
    """The version of the form of `raw` and what reads its steps. Raises DamagedPlan if it is no plan."""
    keys = raw.keys() if isinstance(raw, dict) else set()
    if "questionnaire" in keys and "assessments" not in keys:  # which a comparison has
        if "steps" in keys:
            return PLAN_FORM, _of_plan
        if keys & {"tasks", "roadmap", "gaps"}:
            return REPORT_FORM, _of_report
    message = _("this is neither the JSON of a report nor that of a plan")
    raise DamagedPlan(Fault((), "no-plan", message, how_to_make_it()))


def _version(made_for: PlanPart, questionnaire: Questionnaire) -> str:
    """The version of the questionnaire that a plan is made for; one that does not fit is refused."""
    id = made_for.text("id")
    if id != questionnaire.id:
        message = _("this plan is for the questionnaire “{id}”, the answers are for “{wanted}”")
        raise made_for.unfit("id", message, id=id[:80], wanted=questionnaire.id)
    version, current = made_for.text("version"), questionnaire.version
    if not re.fullmatch(r"[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}", version):
        raise made_for.refused("version", _("“{version}” is not a version"), version=version[:80])
    stated, today = version_key(version), version_key(current)
    if stated[0] != today[0] or stated[:2] > today[:2]:
        message = _(
            "this plan is for version {given} of the questionnaire; the answers are read with {current}"
        )
        raise made_for.unfit("version", message, given=version, current=current)
    return version if stated < today else current


class _Known:
    """Looks up questions, red flags and answers that a plan of some version names, by today's ids."""

    def __init__(self, questionnaire: Questionnaire, version: str) -> None:
        self._questionnaire = questionnaire
        self._renames = renames_since(questionnaire, version, "answers")

    def question(self, part: PlanPart, key: str, id: str) -> Question | None:
        """The question `id`, as `part` names it at `key`; None if it is not asked any more.

        Raises DamagedPlan if it never was.
        """
        today = self._renames.id(id)
        found = self._questionnaire.questions.get(today)
        if found is None and not {id, today} & self._renames.retired.keys():
            message = _("“{path}” names “{id}”, which is no question of {questionnaire}")
            raise part.refused(key, message, id=id[:80], questionnaire=self._questionnaire.id)
        return found

    def value(self, part: PlanPart, key: str, question: Question) -> Value | None:
        """The answer whose option ids `part` has at `key`, as documents write them.

        None if it has none, or none any more. Raises DamagedPlan if there never was such an answer.
        """
        ids = part.text(key)
        listed = ids.split(", ") if ids else []
        raw = self._renames.answer(question.id, listed[0] if len(listed) == 1 else listed)
        if raw is None:
            return None
        forms: tuple[Value | None, ...] = (question.parse(raw),)
        if isinstance(raw, str):
            forms = (*forms, question.parse([raw]), question.option(raw))
        found = next((form for form in forms if form is not None), None)
        if found is None and (listed or question.choices):
            message = _("“{path}” names “{id}”, which is no answer to “{question}”")
            raise part.refused(key, message, id=ids[:80], question=question.id)
        return found

    def flag(self, id: str) -> RedFlag | None:
        """The red flag `id`; None if there is none any more."""
        return next((flag for flag in self._questionnaire.red_flags if flag.id == id), None)

    def flag_of_step(self, title: str, questions: set[str]) -> RedFlag | None:
        """The red flag of this title or, as titles have languages, one whose action takes `questions`."""
        flags = self._questionnaire.red_flags
        entitled = (flag for flag in flags if flag.title == title)
        taking = sorted(
            (flag for flag in flags if questions <= set(flag.answers)), key=lambda flag: len(flag.answers)
        )
        return next(entitled, None) or next(iter(taking), None)


def _of_report(whole: PlanPart, known: _Known) -> Iterator[AgreedStep]:
    """The tasks in the roadmap of a report: for each question of a task its gap, or the red flag."""
    tasks = {task.number("number"): task for task in whole.parts("tasks")}
    gaps, given = (
        {each.text("question"): each for each in whole.parts(key)} for key in ("gaps", "responses")
    )
    flags = {
        flag.number("task"): flag.text("id")
        for flag in reversed(whole.parts("red_flags"))
        if flag.value.get("task") is not None
    }
    planned = [(phase, number) for phase in whole.parts("roadmap") for number in phase.numbers("tasks")]
    for phase, number in planned:
        if number not in tasks:
            raise phase.refused("tasks", _("“{path}” names task {number}, which is missing"), number=number)
    numbers = {number for _phase, number in planned}
    for number, task in tasks.items():
        if number not in numbers:
            continue
        title, due = task.text("title"), task.day("due")
        if not task.is_true("red_flag"):
            yield from _of_task(task, gaps, given, known)
        elif number in flags:
            yield AgreedStep(number, flags[number], title, known.flag(flags[number]), due=due)
        else:
            raise task.refused("red_flag", _("“{path}” is true, but no red flag has this task"))


def _of_task(
    task: PlanPart, gaps: dict[str, PlanPart], given: dict[str, PlanPart], known: _Known
) -> Iterator[AgreedStep]:
    """The better answers that the task of a report leads to, which its gaps and responses name."""
    number, title, due = task.number("number"), task.text("title"), task.day("due")
    for id in task.texts("questions"):
        question = known.question(task, "questions", id)
        if question is None:
            yield AgreedStep(number, id, title, None, due=due)
            continue
        start = goal = None
        if id in given and given[id].optional_text("answer_id"):
            start = known.value(given[id], "answer_id", question)
        if id in gaps:
            if gaps[id].optional_text("answer_id"):
                start = known.value(gaps[id], "answer_id", question)
            goal = known.value(gaps[id], "next_id", question)
        yield AgreedStep(number, question.id, question.label, question, start, goal, due)


def _of_plan(whole: PlanPart, known: _Known) -> Iterator[AgreedStep]:
    """The answers that the steps of a plan improve, or the red flags that they clear."""
    for step in whole.parts("steps"):
        number, title, due = step.number("number"), step.text("title"), step.day("due")
        moves = step.parts("moves")
        if not moves:
            raise step.refused("moves", _("“{path}” must not be empty"))
        improved = [_of_move(move, number, title, due, known) for move in moves]
        if step.is_true("red_flag"):
            flag = known.flag_of_step(title, {each.id for each in improved})
            yield AgreedStep(number, flag.id if flag else title, flag.title if flag else title, flag, due=due)
        else:
            yield from improved


def _of_move(move: PlanPart, number: int, title: str, due: datetime.date | None, known: _Known) -> AgreedStep:
    id = move.text("question")
    question = known.question(move, "question", id)
    if question is None:
        return AgreedStep(number, id, title, None, due=due)
    start = known.value(move, "from_id", question) if move.text("from_id") else None
    goal = known.value(move, "to_id", question)
    return AgreedStep(number, question.id, question.label, question, start, goal, due)
