"""Check that ids refer to something that exists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.messages.catalogue import _
from readiness.questionnaire.case_library import Case
from readiness.questionnaire.conditions import Condition, answers_in, parts
from readiness.questionnaire.questionnaire import Questionnaire, placed_bands, walk
from readiness.questionnaire.questions.base import Question
from readiness.source.complaints import Fault, unknown_name
from readiness.source.data import DataPath


def unknown_ids(ids: tuple[str, ...], path: DataPath, code: str, known: Sequence[str]) -> Iterator[Fault]:
    """A fault for each of `ids` that is not among `known`."""
    for index, id in enumerate(ids):
        if id not in known:
            yield unknown_name((*path, index), code, id, list(known))


def repeated(named: Iterator[tuple[str, DataPath]], what: str) -> Iterator[Fault]:
    """A fault for each id that was used before; `what` names the thing it is the id of."""
    seen: set[str] = set()
    for id, path in named:
        if id in seen:
            message = _("the {what} id “{id}” is used twice").format(what=what, id=id)
            yield Fault((*path, "id"), "duplicate-id", message, _("Give each one its own id."))
        seen.add(id)


def conditions_refer(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Conditions and pathways refer to what exists; conditions of questions, only to earlier questions."""
    order = list(questionnaire.questions)
    cases = [case.id for case in questionnaire.cases.cases]
    for position, (at, question) in enumerate(walk(questionnaire)):
        if question.when:
            where = (*at.path, "when")
            yield from _references(questionnaire, question.when, where, order[:position], question)
    for where, condition in _conditions_of_results(questionnaire):
        yield from _references(questionnaire, condition, where, order)
    for index, flag in enumerate(questionnaire.red_flags):
        yield from unknown_ids(flag.answers, ("red_flags", index, "answers"), "unknown-question", order)
    for index, pathway in enumerate(questionnaire.pathways):
        path: DataPath = ("pathways", index)
        yield from _references(questionnaire, pathway.when, (*path, "when"), order)
        for number, step in enumerate(pathway.steps):
            if step.when:
                where = (*path, "steps", number, "when")
                yield from _references(questionnaire, step.when, where, order)
            where = (*path, "steps", number)
            yield from unknown_ids(step.questions, (*where, "questions"), "unknown-question", order)
            yield from unknown_ids(step.cases, (*where, "cases"), "unknown-case", cases)


def _conditions_of_results(questionnaire: Questionnaire) -> Iterator[tuple[DataPath, Condition]]:
    """The conditions that are looked at when all answers are there, with their places."""
    for name in ("red_flags", "contradictions"):
        for index, item in enumerate(getattr(questionnaire, name)):
            yield (name, index, "when"), item.when
    for path, band in placed_bands(questionnaire):
        if band.when is not None:
            yield (*path, "when"), band.when
        for index, text in enumerate(band.texts):
            yield (*path, "texts", index, "when"), text.when


def _references(
    questionnaire: Questionnaire,
    condition: Condition,
    path: DataPath,
    answers: list[str],
    of: Question | None = None,
) -> Iterator[Fault]:
    """Faults of one condition, `of` a question or not; it may refer only to the questions in `answers`."""
    for place, part in parts(condition):
        yield from _references(questionnaire, part, (*path, *place), answers, of)
    if condition.profile is not None:
        asked = questionnaire.profile_question(condition.profile)
        if asked is None:
            names = [question.id for question in questionnaire.profile]
            yield unknown_name((*path, "profile"), "unknown-profile", condition.profile, names)
        else:
            yield from _operands(condition, path, [option.id for option in asked.options])
    if condition.answer is not None:
        if condition.answer in answers:
            options = questionnaire.questions[condition.answer].choices
            yield from _operands(condition, path, [option.id for option in options])
        elif condition.answer in questionnaire.questions:
            yield _asked_too_late(questionnaire, condition.answer, (*path, "answer"), of)
        else:
            names = list(questionnaire.questions)
            yield unknown_name((*path, "answer"), "unknown-question", condition.answer, names)


def _asked_too_late(questionnaire: Questionnaire, id: str, path: DataPath, of: Question | None) -> Fault:
    """The fault that a condition needs the answer to `id` before it is given."""
    hint = _("Use a question that is asked earlier.")
    if of is not None and id == of.id:
        message = _("the condition of “{id}” depends on its own answer").format(id=id)
        return Fault(path, "condition-circle", message, hint)
    if of is not None and of.id in _depends_on(questionnaire, id):
        message = _("“{id}” and “{of}” depend on each other").format(id=id, of=of.id)
        return Fault(path, "condition-circle", message, _("Remove the condition of one of these questions."))
    message = _("“{id}” is asked only after this").format(id=id)
    return Fault(path, "condition-order", message, hint)


def _depends_on(questionnaire: Questionnaire, id: str) -> set[str]:
    """The questions that the condition of question `id` depends on, directly or through others."""
    found: set[str] = set()
    stack = [id]
    while stack:
        question = questionnaire.questions.get(stack.pop())
        if question is not None and question.when is not None:
            new = set(answers_in(question.when)) - found
            found |= new
            stack += new
    return found


def _operands(condition: Condition, path: DataPath, options: list[str]) -> Iterator[Fault]:
    yield from unknown_ids(condition.any_of, (*path, "any_of"), "unknown-option", options)
    for name in ("equals", "at_least", "at_most"):
        value = getattr(condition, name)
        if isinstance(value, str) and value not in options:
            yield unknown_name((*path, name), "unknown-option", value, options)


_CASES: DataPath = ("cases", "cases")


def cases_refer(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Cases refer to questions and profile options that exist."""
    asked = list(questionnaire.questions)
    cases = questionnaire.cases.cases
    yield from repeated(((case.id, (*_CASES, n)) for n, case in enumerate(cases)), _("case"))
    for index, case in enumerate(cases):
        path = (*_CASES, index, "questions")
        yield from unknown_ids(case.questions, path, "unknown-question", asked)
        yield from _case_profile(case, index, questionnaire)


def _case_profile(case: Case, index: int, questionnaire: Questionnaire) -> Iterator[Fault]:
    for name, options in case.applies_to.items():
        asked = questionnaire.profile_question(name)
        if asked is None:
            names = [question.id for question in questionnaire.profile]
            yield unknown_name((*_CASES, index, "applies_to", name), "unknown-profile", name, names)
            continue
        path = (*_CASES, index, "applies_to", name)
        yield from unknown_ids(options, path, "unknown-option", [option.id for option in asked.options])
