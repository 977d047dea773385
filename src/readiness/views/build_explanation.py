"""Builds an `Explanation` from a derivation."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.answers.answers import State
from readiness.messages.catalogue import _
from readiness.messages.sentences import EXCERPT, shortened
from readiness.questionnaire.combining.combining import six_digits
from readiness.questionnaire.questionnaire import WHOLE, Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.explain import AnswerTaken, Derivation, explain
from readiness.scoring.scope import Scope, Standing
from readiness.scoring.scores import Scores, Tally
from readiness.scoring.terms import Term
from readiness.views.explanation import AsideView, Explanation, ExplanationRow
from readiness.views.figures import Figures
from readiness.views.numbers import Number
from readiness.views.wording import aside_in_words


def build_explanation(scores: Scores, id: str = WHOLE) -> Explanation:
    """How the overall score, or the score of the section with this id, was computed.

    Raises UnknownName if `scores` holds no such score.
    """
    explained, market = _explained(explain(scores, id), scores), scores.answers.market
    if market is None:
        return explained
    title = _("{title}, in the market “{market}”").format(
        title=explained.title, market=shortened(market.title)
    )
    return explained._replace(title=title)


def _explained(derivation: Derivation, scores: Scores) -> Explanation:
    figures = Figures(derivation.scale or scores.questionnaire.scale)
    is_share = derivation.scale is None
    return Explanation(
        id=derivation.id,
        title=_title(derivation),
        score=figures.percent_span(derivation.value) if is_share else figures.span(derivation.value),
        scale="" if is_share else figures.scale_in_words(),
        way=derivation.way.title(),
        equation=_equation(derivation, figures),
        rows=tuple(_rows(derivation, scores.questionnaire)),
        aside=tuple(AsideView(q.id, q.label, _why_aside(q, scores.scope)) for q in derivation.aside),
        below=tuple(_explained(below, scores) for below in derivation.below),
    )


def _title(derivation: Derivation) -> str:
    if derivation.id == WHOLE:
        return _("Overall")
    assert derivation.node.section is not None
    title = derivation.node.section.title
    if derivation.scale is not None:
        return title
    return _side_of(derivation.id).format(title=title)


def _side_of(side: str) -> str:
    """What a side is called, with a gap for the title of its section."""
    return {
        "exposure": _("Exposure of “{title}”"),
        "control": _("Control of “{title}”"),
        "openness": _("Openness of “{title}”"),
        "use": _("Use of “{title}”"),
    }[side]


def _equation(derivation: Derivation, figures: Figures) -> str:
    parts = derivation.at_worst()
    if not parts:
        return ""
    spelled = derivation.way.spelled(parts, figures.scale)
    if derivation.tally and (points := figures.points(derivation.tally)) and points.text:
        return _of_reach(derivation, derivation.tally, spelled, figures.scale)
    if derivation.way.takes != "share" or derivation.scale is None:
        return _("{formula} = {result}").format(formula=spelled, result=six_digits(derivation.score))
    share = figures.scale.share(derivation.score)
    if spelled == six_digits(share):
        form = _("{share}; on the scale from {minimum} to {maximum} that is {result}")
    else:
        form = _("{formula} = {share}; on the scale from {minimum} to {maximum} that is {result}")
    return form.format(
        formula=spelled,
        share=six_digits(share),
        minimum=f"{figures.scale.minimum:g}",
        maximum=f"{figures.scale.maximum:g}",
        result=six_digits(derivation.score),
    )


def _of_reach(derivation: Derivation, tally: Tally, spelled: str, scale: Scale) -> str:
    """How the points of a sum became a score, where some do not apply."""
    least, most = (
        derivation.way.spelled([(part.weight, part.reach[end]) for part in derivation.parts], scale)
        for end in (0, 1)
    )
    form = _(
        "{formula} = {points}; the parts that count give from {least} = {low} to {most} = {high}; brought"
        " from there to the scale from {minimum} to {maximum} that is {result}"
    )
    if tally.reach.low == scale.minimum == 0:
        form = _(
            "{formula} = {points}; the parts that count give up to {most} = {high};"
            " {points} ÷ {high} × {maximum} = {result}"
        )
    return form.format(
        formula=spelled,
        least=least,
        most=most,
        minimum=f"{scale.minimum:g}",
        maximum=f"{scale.maximum:g}",
        points=six_digits(tally.points.low),
        low=six_digits(tally.reach.low),
        high=six_digits(tally.reach.high),
        result=six_digits(derivation.score),
    )


def _rows(derivation: Derivation, questionnaire: Questionnaire) -> Iterator[ExplanationRow]:
    for part, below in zip(derivation.parts, derivation.below, strict=False):
        row = _row(part, _title(below), worst_is_high=below.exposure)
        yield row._replace(weight=Number(part.weight, "")) if derivation.node.way.sides else row
    for taken in derivation.answers:
        row = _row(taken.part, taken.question.label, worst_is_high=derivation.exposure)
        if (value := taken.answer.value) is not None:
            ids, number = taken.question.option_ids(value), taken.question.number_of(value)
            row = row._replace(answer_id=", ".join(ids), answer_number=number if taken.applies else "")
        yield row._replace(answer=_answer(taken, questionnaire))


def _row(part: Term, title: str, *, worst_is_high: bool) -> ExplanationRow:
    low, high = (part.value.high, part.value.low) if worst_is_high else part.value
    return ExplanationRow(
        id=part.id,
        title=title,
        weight=Number(part.weight, six_digits(part.weight)),
        low=Number(low, six_digits(low)),
        high=Number(high, six_digits(high)),
        answer_id="",
        answer_number="",
        answer="",
    )


def _answer(taken: AnswerTaken, questionnaire: Questionnaire) -> str:
    if not taken.applies:
        return _("does not apply, so it counts at its lowest")
    if taken.answer.value is not None:
        return shortened(taken.answer.worded(taken.question.describe(taken.answer.value)), EXCERPT)
    if taken.answer.state is State.NOT_APPLICABLE:
        counts, reason = (
            aside_in_words(questionnaire, taken.question),
            shortened(taken.answer.reason, EXCERPT),
        )
        return _("not applicable: {reason} ({counts})").format(reason=reason, counts=counts)
    if taken.answer.state is State.UNKNOWN:
        return _("not known, so it counts at its worst")
    return _("not answered, so it counts at its worst")


def _why_aside(question: Question, scope: Scope) -> str:
    answer = scope.answers[question.id]
    if scope.standing[question.id] is Standing.OUTSIDE_QUICK:
        return _("the question is not in the quick set")
    if scope.standing[question.id] is Standing.HIDDEN:
        return _("the question does not apply, given the profile and the other answers")
    if answer.state is State.NOT_APPLICABLE:
        return _("not applicable: {reason}").format(reason=shortened(answer.reason, EXCERPT))
    if answer.state is State.UNKNOWN:
        return _("not known; this questionnaire leaves open answers out")
    return _("not answered; this questionnaire leaves open answers out")
