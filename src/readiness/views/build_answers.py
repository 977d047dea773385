"""Builds the parts of a report about answers: all answers, open questions, and those that do not count."""

from __future__ import annotations

from collections.abc import Iterable

from readiness.analysis.gaps import OpenQuestion, open_questions
from readiness.answers.answers import State
from readiness.messages.catalogue import _
from readiness.messages.sentences import EXCERPT, shortened
from readiness.questionnaire.profile import ProfileQuestion
from readiness.questionnaire.questions.base import Question, Value
from readiness.scoring.scope import Scope, Standing
from readiness.scoring.scores import Scores
from readiness.views.explanation import AsideView
from readiness.views.figures import Figures
from readiness.views.numbers import Number
from readiness.views.report import AnswerView, OpenView
from readiness.views.wording import aside_in_words, side_id, side_in_words


def answer_in_words(scope: Scope, question: str) -> str:
    """The answer to `question` in words, or its state if it has no value."""
    answer = scope.answers[question]
    if answer.value is not None:
        return answer.worded(scope.questionnaire.questions[question].describe(answer.value))
    return {
        State.ANSWERED: "",
        State.UNKNOWN: _("not known"),
        State.UNANSWERED: _("not answered"),
        State.NOT_APPLICABLE: _("not applicable: {reason}").format(reason=answer.reason),
    }[answer.state]


def chosen_ids(question: Question, value: Value) -> str:
    """The ids of the options that `value` stands for."""
    return ", ".join(question.option_ids(value))


def stated_in_words(asked: ProfileQuestion, chosen: Iterable[str]) -> str:
    """The options of a fact of the profile with the ids `chosen`, in words."""
    texts = [option.text for option in asked.options if option.id in set(chosen)]
    return _("; ").join(texts) if texts else _("not stated")


def _worth(scores: Scores, item: OpenQuestion) -> Number:
    """What the best answer could add; for a fact, which adds nothing, the text says what it is for."""
    location = scores.questionnaire.locations[item.question.id]
    if not location.is_fact:
        return Figures(item.scale).gain(item.score, item.worth)
    return Number(item.worth, _("sets the bar") if location.exposure else _("opens the window"))


def open_views(scores: Scores) -> Iterable[OpenView]:
    """The open questions, the largest possible gain first."""
    for item in open_questions(scores):
        yield OpenView(
            item.question.id,
            item.question.label,
            item.section.title,
            item.section.id,
            shortened(answer_in_words(scores.scope, item.question.id)),
            _worth(scores, item),
        )


def ignored_views(scope: Scope) -> Iterable[AsideView]:
    """The answers to questions that are not in scope."""
    for id in scope.answers.given:
        if id not in scope:
            title = scope.questionnaire.questions[id].label
            yield AsideView(id, title, reason_aside(scope, id))


def reason_aside(scope: Scope, question: str) -> str:
    """Why `question` does not count; empty if it does."""
    if question in scope:
        answer = scope.answers[question]
        return answer_in_words(scope, question) if answer.state is State.NOT_APPLICABLE else ""
    return {
        Standing.HIDDEN: _("the question does not apply, given the profile and the other answers"),
        Standing.OUTSIDE_QUICK: _("the question is not in the quick set"),
    }[scope.standing[question]]


def not_applicable_views(scope: Scope) -> Iterable[AsideView]:
    """The questions marked as not applicable, with the reason given and what they count as, if anything.

    The list of all answers has each reason in full.
    """
    for id, answer in scope.answers.given.items():
        if id in scope and answer.state is State.NOT_APPLICABLE:
            question, why = scope.questionnaire.questions[id], shortened(answer.reason, EXCERPT)
            if counts := aside_in_words(scope.questionnaire, question):
                why = _("{reason} ({counts})").format(reason=why, counts=counts)
            yield AsideView(id, question.label, why)


def answer_views(scores: Scores, figures: Figures) -> Iterable[AnswerView]:
    """Every question in scope with its answer."""
    scope, shares = scores.scope, scores.basis.shares
    for id, question in scope.questionnaire.questions.items():
        if id in scope:
            answer, location = scope.answers[id], scope.questionnaire.locations[id]
            is_aside = answer.state is State.NOT_APPLICABLE
            is_worth = question.scored and (
                answer.value is not None or (is_aside and id in scores.plan.aside)
            )
            yield AnswerView(
                question=id,
                title=question.label,
                text=question.full_text,
                dimension=location.section.title,
                dimension_id=location.section.id,
                state=answer.state.value,
                answer_id="" if answer.value is None else chosen_ids(question, answer.value),
                answer_number="" if answer.value is None else question.number_of(answer.value),
                answer=answer_in_words(scope, id),
                score=figures.percent(shares[id].low) if is_worth else None,
                weight=question.weight if question.scored else None,
                side=side_in_words(location),
                side_id=side_id(location),
                other=answer.other,
                note=answer.note,
                evidence=answer.evidence,
                owner=answer.owner,
            )
