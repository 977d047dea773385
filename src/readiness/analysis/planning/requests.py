"""Checks what is asked of a plan: the band, the budget, and what is to stay or to be fixed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from readiness.analysis.planning.ladders import Wishes, allowed_by, ladders_of
from readiness.messages.catalogue import _
from readiness.messages.names import suggestion
from readiness.messages.problems import InvalidWish
from readiness.messages.sentences import some
from readiness.questionnaire.advice import split_name
from readiness.questionnaire.bands import Band
from readiness.questionnaire.questions.base import Value
from readiness.scoring.scope import Standing
from readiness.scoring.scores import Scores


def expect_band(scores: Scores, to: str | None) -> Band:
    """The band with the id `to`, or the next one if that is None.

    Raises InvalidWish if there is no such band, or if it is reached already.
    """
    bands = scores.questionnaire.bands
    reached = -1 if scores.verdict.band is None else bands.index(scores.verdict.band)
    above = _(", ").join(f"{band.id} ({band.title})" for band in bands[max(reached, 0) + 1 :])
    if to is None:
        if reached == len(bands) - 1:
            message = _("“{band}” is the highest level, and it is reached. Name a budget to raise the score.")
            raise InvalidWish("to", message.format(band=bands[-1].title))
        return bands[max(reached, 0) + 1]
    found = next((band for band in bands if band.id == to), None)
    if found is None:
        hint = suggestion(
            to,
            [band.id for band in bands],
            _("The levels above are: {bands}.").format(bands=above or _("none")),
            {band.id: band.title for band in bands},
        )
        message = _("There is no level “{name}”. {hint}")
        raise InvalidWish("to", message.format(name=to, hint=hint))
    if bands.index(found) <= max(reached, 0):
        message = _("“{band}” is reached already. The levels above are: {bands}.")
        if not above:
            message = _("“{band}” is reached already, and there is no level above “{highest}”.")
        raise InvalidWish("to", message.format(band=found.title, bands=above, highest=bands[-1].title))
    return found


def expect_budget(budget: float | None) -> None:
    """Raise InvalidWish unless `budget` is None, 0 or more."""
    if budget is not None and not (0 <= budget < math.inf):
        message = _("“{budget}” is no budget. Write the effort to spend, 0 or more, such as 40.")
        raise InvalidWish("budget", message.format(budget=f"{budget:g}"))


def expect_wishes(
    scores: Scores, keep: Iterable[str], never: Iterable[str], fixed: Mapping[str, object]
) -> Wishes:
    """What is to stay or to be fixed, checked against the questions that are asked.

    `keep` are questions, `never` actions as a questionnaire names them, and `fixed` has answers by question,
    as an answers file holds them. Raises InvalidWish for what is unknown or not asked, and for wishes that
    exclude each other.
    """
    wishes = Wishes(frozenset(keep), frozenset(never), {})
    for id in wishes.keep:
        _expect_asked(scores, "keep", id)
    for name in wishes.never:
        _expect_action(scores, name)
    values = {id: _value(scores, id, raw) for id, raw in fixed.items()}
    for id in values:
        if id in wishes.keep:
            message = _("“{question}” cannot both stay as it is and be set; leave one of the two out.")
            raise InvalidWish("fixed", message.format(question=id))
    wishes = wishes._replace(fixed=values)
    ladders = ladders_of(scores)
    within = {
        id: ladder for id, ladder in ladders.items() if values.get(id, ladder.values[0]) in ladder.values
    }
    for id, places in allowed_by(wishes, within).items():
        if not places:
            message = _(
                "The action that leads “{question}” to this answer is ruled out; leave one of the two out."
            )
            raise InvalidWish("fixed", message.format(question=id))
    return wishes


def _expect_asked(scores: Scores, argument: str, id: str) -> None:
    questions = scores.questionnaire.questions
    if id not in questions:
        asked = [each for each in questions if each in scores.scope]
        titles = {each: questions[each].label for each in asked}
        others = _("The questions are: {questions}.").format(questions=_(", ").join(some(asked)))
        message = _("There is no question “{name}”. {hint}")
        raise InvalidWish(argument, message.format(name=id, hint=suggestion(id, asked, others, titles)))
    if id not in scores.scope:
        message = _("“{question}” is not asked of this enterprise, so there is nothing to decide.")
        if scores.scope.standing[id] is Standing.OUTSIDE_QUICK:
            message = _(
                "“{question}” is outside the quick set. Leave --quick out to plan with all questions."
            )
        raise InvalidWish(argument, message.format(question=id))


def _expect_action(scores: Scores, name: str) -> None:
    id, option = split_name(name)
    _expect_asked(scores, "never", id)
    question = scores.questionnaire.questions[id]
    if option and question.option(option) is None:
        raise InvalidWish("never", _no_option(id, option, [each.id for each in question.choices]))


def _value(scores: Scores, id: str, raw: object) -> Value:
    _expect_asked(scores, "fixed", id)
    question = scores.questionnaire.questions[id]
    value = question.parse(raw)
    if value is None:
        if question.choices and isinstance(raw, str):
            titles = {option.id: option.text for option in question.choices}
            raise InvalidWish("fixed", _no_option(id, raw, list(titles), titles))
        message = _("“{value}” does not answer “{question}”. {expected}")
        raise InvalidWish("fixed", message.format(value=raw, question=id, expected=question.expected()))
    return value


def _no_option(
    question: str, option: str, options: list[str], titles: Mapping[str, str] | None = None
) -> str:
    others = _("Its answers are: {options}.").format(options=_(", ").join(some(options)))
    message = _("“{question}” has no answer “{option}”. {hint}")
    return message.format(question=question, option=option, hint=suggestion(option, options, others, titles))
