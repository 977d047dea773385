"""The answers of one market: the shared ones, with those that differ there in their place."""

from __future__ import annotations

from dataclasses import replace

from readiness.answers.answers import Answers, check_pair
from readiness.messages.catalogue import _
from readiness.messages.lookalikes import look
from readiness.messages.names import suggestion
from readiness.messages.problems import UnknownName, expect
from readiness.messages.sentences import shortened, some
from readiness.questionnaire.questionnaire import Questionnaire


def in_market(answers: Answers, questionnaire: Questionnaire, market: str) -> Answers:
    """The answers that hold in one of the markets of `answers`, given by its id or its title.

    They are those of the whole enterprise except for the ones that differ there, and of its markets the
    profile names this one alone. Raises UnknownName, which lists the markets, ReadinessError for answers to
    another questionnaire, WrongType for arguments of other types.
    """
    check_pair(questionnaire, answers)
    expect(market, str, _("“market” must be the id of a market, not {found}"))
    id = _known(market, answers)
    here, asked = answers.markets[id], questionnaire.markets
    assert asked is not None  # otherwise there are no markets
    given = {**answers.given, **here.given}
    return replace(
        answers,
        profile={**answers.profile, asked.id: (here.option,)},
        given={each: given[each] for each in questionnaire.questions if each in given},
        markets={},
        market=here,
        notices=tuple(notice for notice in answers.notices if notice.market in ("", id)),
    )


def _known(market: str, answers: Answers) -> str:
    """The id of `market`, which may be the title. Raises UnknownName."""
    if market in answers.markets:
        return market
    titles = {id: each.title for id, each in answers.markets.items()}
    entitled = [id for id, title in titles.items() if look(title) == look(market)]
    if entitled:
        return entitled[0]
    if not titles:
        message = _("these answers compare no markets; add `markets` to their file, each with a title")
        raise UnknownName(message)
    names = _(", ").join(some(list(titles), 20))
    hint = suggestion(market, list(titles), _("Known here: {names}.").format(names=names), titles)
    message = _("there is no market “{name}”").format(name=shortened(market))
    raise UnknownName(_("{message}. {hint}").format(message=message, hint=hint))
