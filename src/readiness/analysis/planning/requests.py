"""Checks what is asked of a plan: the band, the budget, and what is to stay or to be fixed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from readiness.analysis.planning.action_plan import with_facts
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
            raise InvalidWish("", message.format(band=bands[-1].title))
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

    `keep` are questions or sections; `never` are actions as a questionnaire names them, questions or
    sections; `fixed` has answers by question and facts by profile question, as an answers file holds them.
    Raises InvalidWish for what is unknown or not asked, and for wishes that exclude each other.
    """
    facts = {id: _fact(scores, id, raw) for id, raw in fixed.items() if _is_fact(scores, id)}
    scores = with_facts(scores, facts)
    values = {id: _value(scores, id, raw) for id, raw in fixed.items() if id not in facts}
    wishes = Wishes(
        frozenset(id for name in keep for id in _questions(scores, "keep", name)),
        frozenset(action for name in never for action in _actions(scores, name)),
        values,
        facts,
    )
    for id in values:
        if id in wishes.keep:
            message = _("“{question}” cannot both stay as it is and be set; leave one of the two out.")
            raise InvalidWish("fixed", message.format(question=id))
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


def _questions(scores: Scores, argument: str, name: str) -> Iterator[str]:
    """The question called `name`, or those of the section of this name."""
    section = scores.questionnaire.all_sections.get(name)
    if section is None:
        _expect_known(scores, argument, name)
        yield name
    else:
        yield from (question.id for question in section.all_questions())


def _actions(scores: Scores, name: str) -> Iterator[str]:
    """The names of the actions that `name` calls: a question, a section, or one action."""
    id, option = split_name(name)
    if "/" not in name:
        yield from _questions(scores, "never", id)
        return
    _expect_known(scores, "never", id)
    question = scores.questionnaire.questions[id]
    named = question.option(option) or next(
        (each for each in question.choices if f"{each.score:g}" == option), None
    )
    if named is None:
        raise InvalidWish("never", _no_option(id, option, [each.id for each in question.choices]))
    if named.action is None:
        message = _("“{question}” has no action at “{option}”, so there is nothing to rule out.")
        raise InvalidWish("never", message.format(question=id, option=named.id))
    yield f"{id}/{named.id}"


def _is_fact(scores: Scores, id: str) -> bool:
    return scores.questionnaire.profile_question(id) is not None


def _fact(scores: Scores, id: str, raw: object) -> tuple[str, ...]:
    asked = scores.questionnaire.profile_question(id)
    assert asked is not None  # by `_is_fact`
    if scores.answers.market is not None and id == scores.questionnaire.by_market:
        message = _("The plan is for one market, “{market}”, so “{fact}” cannot be set too.")
        raise InvalidWish("fixed", message.format(market=scores.answers.market.title, fact=id))
    titles = asked.texts
    chosen = raw if isinstance(raw, list) else [raw]
    for each in chosen:
        if each not in titles:
            raise InvalidWish("fixed", _no_option(id, str(each), list(titles), titles))
    if len(chosen) > 1 and not asked.several:
        message = _("“{fact}” takes one option only.")
        raise InvalidWish("fixed", message.format(fact=id))
    return tuple(id for id in titles if id in chosen)


def _expect_known(scores: Scores, argument: str, id: str) -> None:
    """Refuse a question that does not exist or is outside the quick set; it may be asked only later."""
    questions = scores.questionnaire.questions
    if id not in questions:
        asked = [each for each in questions if each in scores.scope]
        titles = {each: questions[each].label for each in asked}
        others = _("The questions are: {questions}.").format(questions=_(", ").join(some(asked)))
        message = _("There is no question “{name}”. {hint}")
        raise InvalidWish(argument, message.format(name=id, hint=suggestion(id, asked, others, titles)))
    if scores.scope.standing[id] is Standing.OUTSIDE_QUICK:
        message = _("“{question}” is outside the quick set. Leave --quick out to plan with all questions.")
        raise InvalidWish(argument, message.format(question=id))


def _expect_asked(scores: Scores, id: str) -> None:
    """Refuse an answer to set to a question that is not asked."""
    _expect_known(scores, "fixed", id)
    if id not in scores.scope:
        message = _("“{question}” is not asked of this enterprise, so there is nothing to decide.")
        raise InvalidWish("fixed", message.format(question=id))


def _value(scores: Scores, id: str, raw: object) -> Value:
    _expect_asked(scores, id)
    question = scores.questionnaire.questions[id]
    value = question.parse(raw)
    if value is None and isinstance(raw, str | int | float):  # one of several
        value = question.parse([raw])
    if value is None:
        if question.choices:
            titles = {option.id: option.text for option in question.choices}
            raise InvalidWish("fixed", _no_option(id, _typed(raw), list(titles), titles))
        message = _("“{value}” does not answer “{question}”. {expected}")
        raise InvalidWish(
            "fixed", message.format(value=_typed(raw), question=id, expected=question.expected())
        )
    return value


def _typed(raw: object) -> str:
    """`raw` as it may be typed after `--set`."""
    if isinstance(raw, list):
        return ",".join(map(_typed, raw))
    return "null" if raw is None else str(raw).lower() if isinstance(raw, bool) else str(raw)


def _no_option(
    question: str, option: str, options: list[str], titles: Mapping[str, str] | None = None
) -> str:
    others = _("Its answers are: {options}.").format(options=_(", ").join(some(options)))
    message = _("“{question}” has no answer “{option}”. {hint}")
    return message.format(question=question, option=option, hint=suggestion(option, options, others, titles))
