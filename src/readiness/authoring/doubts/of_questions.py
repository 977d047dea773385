"""Warnings about single questions, options, conditions, red flags, advice and cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from readiness.authoring.doubts.possibilities import Possibilities
from readiness.messages.catalogue import _
from readiness.questionnaire.conditions import Condition, answers_in, parts
from readiness.questionnaire.questionnaire import Questionnaire, placed_bands, placed_sections, walk
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.sections import Section
from readiness.source.complaints import Fault
from readiness.source.data import DataPath


def _questions_can_be_asked(possible: Possibilities) -> Iterator[Fault]:
    for path, section in placed_sections(possible.questionnaire):
        yield from _can_be_seen(possible, section, possible.questionnaire.opened_if[section.id], path)
    for at, question in walk(possible.questionnaire):
        yield from _can_be_seen(possible, question, possible.questionnaire.asked_if[question.id], at.path)
        if question.not_applicable_counts is not None and question.not_applicable is None:
            message = _("“{id}” can never be marked not applicable").format(id=question.id)
            hint = _("Write under `not_applicable` when it can be, or remove this.")
            path = (*at.path, "not_applicable_counts")
            yield Fault(path, "unreachable-not-applicable", message, hint)
        if question.not_applicable is not None and question.id in possible.unseen:
            message = _("“{id}” is never asked, so it can never be marked not applicable").format(
                id=question.id
            )
            hint = _("Change the question's `when`, or remove this.")
            yield Fault((*at.path, "not_applicable"), "unreachable-not-applicable", message, hint)


def _can_be_seen(
    possible: Possibilities, item: Question | Section, joined: Condition | None, path: DataPath
) -> Iterator[Fault]:
    """A fault if `item` is never asked because of its own condition, alone or `joined` with its sections'."""
    if item.when is None or joined is None:
        return
    where, code = (*path, "when"), "question-never-seen"
    message = _("“{id}” is never asked: this condition is never true").format(id=item.id)
    alone = list(_can_hold(possible, item.when, where, code, message))
    yield from alone
    if alone or joined is item.when or any(map(possible.never, joined.all[:-1])):
        return  # this is said already, here or of the section
    if possible.never(joined):
        message = _("“{id}” is never asked: this is never true when its section is asked")
        hint = _("Compare it with the `when` of the section that it is in.")
        yield Fault(where, code, message.format(id=item.id), hint)


def _flags_can_apply(possible: Possibilities) -> Iterator[Fault]:
    for index, flag in enumerate(possible.questionnaire.red_flags):
        message = _("the red flag “{id}” never applies: this condition is never true").format(id=flag.id)
        path: DataPath = ("red_flags", index, "when")
        yield from _can_hold(possible, flag.when, path, "flag-never-fires", message)


def _bands_can_apply(possible: Possibilities) -> Iterator[Fault]:
    for path, band in placed_bands(possible.questionnaire):
        if band.when is not None:
            message = _("the band “{id}” is never reached: this condition is never true").format(id=band.id)
            yield from _can_hold(possible, band.when, (*path, "when"), "band-never-reached", message)


def _advice_can_be_shown(possible: Possibilities) -> Iterator[Fault]:
    for index, pathway in enumerate(possible.questionnaire.pathways):
        path: DataPath = ("pathways", index)
        message = _("the pathway “{id}” is never shown: this condition is never true").format(id=pathway.id)
        yield from _can_hold(possible, pathway.when, (*path, "when"), "advice-never-shown", message)
        if possible.never(pathway.when):
            continue
        for number, step in enumerate(pathway.steps):
            if step.when is not None:
                where = (*path, "steps", number, "when")
                message = _("this step is never shown: this condition is never true")
                alone = list(_can_hold(possible, step.when, where, "advice-never-shown", message))
                yield from alone
                if not alone and possible.never(Condition(all=(pathway.when, step.when))):
                    message = _("this step is never shown: this is never true when the pathway is shown")
                    hint = _("Compare it with the `when` of the pathway “{id}”.").format(id=pathway.id)
                    yield Fault(where, "advice-never-shown", message, hint)


def _can_hold(
    possible: Possibilities, condition: Condition, path: DataPath, code: str, message: str
) -> Iterator[Fault]:
    """A fault if `condition` never holds, or one for each alternative in it that never does."""
    dead = possible.dead_parts(condition)
    if possible.never(condition):
        place = dead[0] if len(dead) == 1 else ()
        yield Fault((*path, *place), code, message, _why(possible, _inside(condition, place)))
        return
    for place in dead:
        message = _("this alternative is never true")
        why = _why(possible, _inside(condition, place))
        yield Fault((*path, *place), "condition-never", message, why)


def _inside(condition: Condition, place: DataPath) -> Condition:
    """The part of `condition` at `place`."""
    while place:
        step, condition = next(item for item in parts(condition) if place[: len(item[0])] == item[0])
        place = place[len(step) :]
    return condition


def _why(possible: Possibilities, condition: Condition) -> str:
    """The remedy for a condition that never holds."""
    if condition.section is not None:
        return _("Change it; the score of “{id}” never passes it.").format(id=condition.section)
    question = possible.questionnaire.questions.get(condition.answer or "")
    if question is None:
        return _("Change it, or remove what depends on it; no profile and no answers make it true.")
    if question.id in possible.unseen:
        return _("Change it; “{id}” itself is never asked.").format(id=question.id)
    return question.limits_in_words()


def _quick_set_is_complete(possible: Possibilities) -> Iterator[Fault]:
    questions = possible.questionnaire.questions
    for at, question in walk(possible.questionnaire):
        when = possible.questionnaire.asked_if[question.id]
        if question.quick and when is not None:
            for other in dict.fromkeys(answers_in(when)):
                if not questions[other].quick:
                    message = _("“{id}” is in the quick set but depends on “{other}”, which is not")
                    hint = _(
                        "Add `quick: true` there, or remove it here; quick assessments ignore the condition."
                    )
                    message = message.format(id=question.id, other=other)
                    is_own = question.when is not None and other in answers_in(question.when)
                    path = (*at.path, "when" if is_own else "quick")
                    yield Fault(path, "quick-condition", message, hint)


_BY_POSITION = {
    "question": re.compile(r"(.*\.)?(q|question|item)-?[0-9]+"),
    "option": re.compile(r"(o|option|opt|answer|choice)-?[0-9]+"),
}


def _ids_are_stable(possible: Possibilities) -> Iterator[Fault]:
    for path, id, kind in _ids(possible.questionnaire):
        if _BY_POSITION[kind].fullmatch(id):
            message = _("the id “{id}” names a position, not a subject").format(id=id)
            hint = _("Name the subject; answers are stored by id, and a new item changes positions.")
            yield Fault((*path, "id"), "unstable-id", message, hint)


def _ids(questionnaire: Questionnaire) -> Iterator[tuple[DataPath, str, str]]:
    for index, asked in enumerate(questionnaire.profile):
        yield ("profile", index), asked.id, "question"
        for number, option in enumerate(asked.options):
            yield ("profile", index, "options", number), option.id, "option"
    for at, question in walk(questionnaire):
        yield at.path, question.id, "question"
        for number, level in enumerate(question.listed):
            yield (*at.path, "options", number), level.id, "option"


def _questions_suit_their_types(possible: Possibilities) -> Iterator[Fault]:
    for at, question in walk(possible.questionnaire):
        for doubt in question.doubts(exposure=at.exposure):
            if doubt.code != "option-without-action" or not at.is_fact:
                yield doubt.below(at.path)


def _cases_can_be_shown(possible: Possibilities) -> Iterator[Fault]:
    questionnaire = possible.questionnaire
    in_pathways = {id for pathway in questionnaire.pathways for step in pathway.steps for id in step.cases}
    for index, case in enumerate(questionnaire.cases.cases):
        asked = [questionnaire.questions[id] for id in case.questions if id not in possible.unseen]
        if case.id not in in_pathways and not any(question.scored for question in asked):
            message = _("no answer leads to the case “{id}”").format(id=case.id)
            hint = _(
                "Link it to a scored question that is asked; cases are shown with answers below the best."
            )
            yield Fault(("cases", "cases", index, "questions"), "case-never-shown", message, hint)


QUESTION_DOUBTS: tuple[Callable[[Possibilities], Iterator[Fault]], ...] = (
    _questions_can_be_asked,
    _flags_can_apply,
    _bands_can_apply,
    _advice_can_be_shown,
    _quick_set_is_complete,
    _ids_are_stable,
    _questions_suit_their_types,
    _cases_can_be_shown,
)
