"""Doubts about single questions, options, conditions, red flags, advice and cases."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

from readiness.authoring.doubts.possibilities import Possibilities
from readiness.messages.catalogue import _
from readiness.questionnaire.conditions import Condition, answers_in, parts
from readiness.questionnaire.questionnaire import Questionnaire, walk
from readiness.questionnaire.questions.base import Option
from readiness.questionnaire.questions.choice import ChoiceQuestion
from readiness.questionnaire.questions.scale import ScaleQuestion
from readiness.questionnaire.questions.several import SeveralQuestion
from readiness.questionnaire.questions.text import TextQuestion
from readiness.source.complaints import Fault
from readiness.source.data import DataPath


def _questions_are_seen(possible: Possibilities) -> Iterator[Fault]:
    for at, question in walk(possible.questionnaire):
        if question.when is not None:
            message = _("“{id}” is never asked: this cannot hold").format(id=question.id)
            yield from _holds_sometimes(
                possible, question.when, (*at.path, "when"), "question-never-seen", message
            )
        if question.not_applicable is not None and question.id in possible.unseen:
            message = _("“{id}” is never asked, so it can never be marked not applicable").format(
                id=question.id
            )
            hint = _("Change the question's `when`, or remove this.")
            yield Fault((*at.path, "not_applicable"), "unreachable-not-applicable", message, hint)


def _flags_fire(possible: Possibilities) -> Iterator[Fault]:
    for index, flag in enumerate(possible.questionnaire.red_flags):
        message = _("the red flag “{id}” can never be up: this cannot hold").format(id=flag.id)
        path: DataPath = ("red_flags", index, "when")
        yield from _holds_sometimes(possible, flag.when, path, "flag-never-fires", message)


def _advice_is_shown(possible: Possibilities) -> Iterator[Fault]:
    for index, pathway in enumerate(possible.questionnaire.pathways):
        path: DataPath = ("pathways", index)
        message = _("the pathway “{id}” is never shown: this cannot hold").format(id=pathway.id)
        yield from _holds_sometimes(possible, pathway.when, (*path, "when"), "advice-never-shown", message)
        if possible.never(pathway.when):
            continue
        for number, step in enumerate(pathway.steps):
            if step.when is not None:
                where = (*path, "steps", number, "when")
                message = _("this step is never shown: this cannot hold")
                alone = list(_holds_sometimes(possible, step.when, where, "advice-never-shown", message))
                yield from alone
                if not alone and possible.never(Condition(all=(pathway.when, step.when))):
                    message = _("this step is never shown: this cannot hold where the pathway is")
                    hint = _("Compare it with the `when` of the pathway “{id}”.").format(id=pathway.id)
                    yield Fault(where, "advice-never-shown", message, hint)


def _holds_sometimes(
    possible: Possibilities, condition: Condition, path: DataPath, code: str, message: str
) -> Iterator[Fault]:
    """A fault if `condition` never holds, or one for each alternative in it that never does."""
    dead = possible.dead_parts(condition)
    if possible.never(condition):
        place = dead[0] if len(dead) == 1 else ()
        yield Fault((*path, *place), code, message, _why(possible, _inside(condition, place)))
        return
    for place in dead:
        message = _("this alternative can never hold")
        why = _why(possible, _inside(condition, place))
        yield Fault((*path, *place), "condition-never", message, why)


def _inside(condition: Condition, place: DataPath) -> Condition:
    while place:
        step, condition = next(item for item in parts(condition) if place[: len(item[0])] == item[0])
        place = place[len(step) :]
    return condition


def _why(possible: Possibilities, condition: Condition) -> str:
    """The remedy for a condition that never holds."""
    question = possible.questionnaire.questions.get(condition.answer or "")
    if question is None:
        return _("No profile and no answers meet all of it at once; change it, or remove what hangs on it.")
    if question.id in possible.unseen:
        return _("“{id}” itself is never asked.").format(id=question.id)
    if isinstance(question, TextQuestion):
        return _("“{id}” is free text, which has no score.").format(id=question.id)
    scores = [option.score for option in question.choices]
    if not scores:
        return _("No answer to “{id}” meets it.").format(id=question.id)
    low, high = min(scores), max(scores)
    if isinstance(question, SeveralQuestion):
        low = sum(score for score in scores if score < 0)
        high = sum(score for score in scores if score > 0)
    return _("The scores of “{id}” run from {low:g} to {high:g}.").format(id=question.id, low=low, high=high)


def _quick_questions_stand_alone(possible: Possibilities) -> Iterator[Fault]:
    questions = possible.questionnaire.questions
    for at, question in walk(possible.questionnaire):
        if question.quick and question.when is not None:
            for other in dict.fromkeys(answers_in(question.when)):
                if not questions[other].quick:
                    message = _("“{id}” is in the quick set, but hangs on “{other}”, which is not")
                    hint = _(
                        "In a quick assessment all are asked it; add `quick: true` there, or remove it here."
                    )
                    message = message.format(id=question.id, other=other)
                    yield Fault((*at.path, "when"), "quick-condition", message, hint)


_BY_POSITION = {
    "question": re.compile(r"(.*\.)?(q|question|item)-?[0-9]+"),
    "option": re.compile(r"(o|option|opt|answer|choice)-?[0-9]+"),
}


def _ids_are_stable(possible: Possibilities) -> Iterator[Fault]:
    for path, id, kind in _ids(possible.questionnaire):
        if _BY_POSITION[kind].fullmatch(id):
            message = _("“{id}” names a place in a list, not what stands there").format(id=id)
            hint = _("Name what it is about: answers are kept by id, and an insertion would misplace them.")
            yield Fault((*path, "id"), "unstable-id", message, hint)


def _ids(questionnaire: Questionnaire) -> Iterator[tuple[DataPath, str, str]]:
    for index, asked in enumerate(questionnaire.profile):
        yield ("profile", index), asked.id, "question"
        for number, option in enumerate(asked.options):
            yield ("profile", index, "options", number), option.id, "option"
    for at, question in walk(questionnaire):
        yield at.path, question.id, "question"
        if isinstance(question, ChoiceQuestion | SeveralQuestion):
            for number, level in enumerate(question.options):
                yield (*at.path, "options", number), level.id, "option"


# --- what answers lead to ----------------------------------------------------------------------


def _options_differ(possible: Possibilities) -> Iterator[Fault]:
    for at, question in walk(possible.questionnaire):
        if isinstance(question, ChoiceQuestion) and question.scored:
            for index, (before, option) in enumerate(itertools.pairwise(question.options), start=1):
                if option.score == before.score:
                    message = _("“{id}” is worth no more than “{before}” before it")
                    hint = _("Give each a score of its own, or make them one option.")
                    path = (*at.path, "options", index, "score")
                    yield Fault(path, "option-equal", message.format(id=option.id, before=before.id), hint)


def _options_have_actions(possible: Possibilities) -> Iterator[Fault]:
    for at, question in walk(possible.questionnaire):
        options: tuple[Option, ...] = ()
        if isinstance(question, ChoiceQuestion) and question.scored:
            options = question.options
            below = [question.better(option, exposure=at.exposure) is not None for option in options]
        elif isinstance(question, SeveralQuestion) and question.scored and question.lift is None:
            options = question.options
            below = [option.score > 0 for option in options]
        if not options:
            continue
        some = any(option.action for option, improves in zip(options, below, strict=True) if improves)
        for index, (option, improves) in enumerate(zip(options, below, strict=True)):
            path = (*at.path, "options", index)
            if some and improves and option.action is None:
                message = _("“{id}” has no action, while others of this question have one")
                hint = _(
                    "Add `action:` with `text`, `effort` and `horizon`: what an enterprise here does next."
                )
                yield Fault(path, "option-without-action", message.format(id=option.id), hint)
            elif option.action and not improves:
                message = _("no answer is better than “{id}”, so this action is never shown")
                hint = _("Move it to the option that it lifts, or remove it.")
                yield Fault((*path, "action"), "action-unused", message.format(id=option.id), hint)


def _labels_are_on_the_scale(possible: Possibilities) -> Iterator[Fault]:
    for at, question in walk(possible.questionnaire):
        if isinstance(question, ScaleQuestion):
            numbers = {option.id for option in question.choices}
            for key in question.labels:
                if key not in numbers:
                    message = _("“{key}” is not on this scale").format(key=key[:80])
                    hint = _("Labels belong to the whole numbers from {minimum} to {maximum}.")
                    hint = hint.format(minimum=question.minimum, maximum=question.maximum)
                    yield Fault((*at.path, "labels", key), "label-unused", message, hint)


def _text_is_not_weighed(possible: Possibilities) -> Iterator[Fault]:
    for at, question in walk(possible.questionnaire):
        if isinstance(question, TextQuestion) and "weight" in question.model_fields_set and question.weight:
            message = _("free text is never scored, so its weight counts nowhere")
            yield Fault((*at.path, "weight"), "weight-unused", message, _("Remove it."))


def _cases_are_linked(possible: Possibilities) -> Iterator[Fault]:
    questionnaire = possible.questionnaire
    in_pathways = {id for pathway in questionnaire.pathways for step in pathway.steps for id in step.cases}
    for index, case in enumerate(questionnaire.cases.cases):
        asked = [questionnaire.questions[id] for id in case.questions if id not in possible.unseen]
        if case.id not in in_pathways and not any(question.scored for question in asked):
            message = _("no answer ever leads to the case “{id}”").format(id=case.id)
            hint = _(
                "A case is shown beside an answer below the best; link it to a scored question that is asked."
            )
            yield Fault(("cases", "cases", index, "questions"), "case-never-shown", message, hint)


LINTS: tuple[Callable[[Possibilities], Iterator[Fault]], ...] = (
    _questions_are_seen,
    _flags_fire,
    _advice_is_shown,
    _quick_questions_stand_alone,
    _ids_are_stable,
    _options_differ,
    _options_have_actions,
    _labels_are_on_the_scale,
    _text_is_not_weighed,
    _cases_are_linked,
)
