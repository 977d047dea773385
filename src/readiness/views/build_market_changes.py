"""Builds what changed about markets from one assessment to another."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.analysis.market_changes import MarketChange, changed_markets
from readiness.answers.answers import Market
from readiness.messages.catalogue import _, plural
from readiness.messages.sentences import EXCERPT, shortened
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.scores import Scores
from readiness.views.comparison import MarketChangeView
from readiness.views.wording import place_of_market


def market_changes(before: Scores, after: Scores) -> Iterator[MarketChangeView]:
    """Every market that was added or removed, or of which something changed."""
    for each in changed_markets(before, after):
        result = each.after or each.before
        assert result is not None  # it is compared before or after
        yield MarketChangeView(
            id=each.id,
            title=result.market.title,
            is_new=each.before is None,
            is_gone=each.after is None,
            showstopper_before=each.before.market.showstopper if each.before else "",
            showstopper_after=each.after.market.showstopper if each.after else "",
            rank_before=each.before.rank if each.before else None,
            rank_after=each.after.rank if each.after else None,
            answers=each.answers,
            remarks=tuple(_remarks(each, after.questionnaire)),
        )


def _remarks(each: MarketChange, questionnaire: Questionnaire) -> Iterator[str]:
    if each.after is None:
        yield _("It is not compared any more.")
    elif each.before is None:
        yield _("It is compared for the first time.")
        if each.after.market.showstopper:
            reason = shortened(each.after.market.showstopper, EXCERPT)
            yield _("It is ruled out: {reason}").format(reason=reason)
    else:
        yield from _stated(each.before.market, each.after.market, questionnaire)
    count = len(each.answers)
    if count:
        yield plural("{count} answer of its own changed.", "{count} answers of its own changed.", count)
    yield from _ranks(each)


def _stated(old: Market, new: Market, questionnaire: Questionnaire) -> Iterator[str]:
    """What is stated of a market otherwise than before."""
    if old.title != new.title:
        yield _("It was called “{title}”.").format(title=shortened(old.title))
    if old.option != new.option:
        places = (place_of_market(market, questionnaire) for market in (old, new))
        yield _("It lay in {before}; now it lies in {after}.").format(
            **dict(zip(("before", "after"), places, strict=True))
        )
    if old.showstopper != new.showstopper:
        reason = shortened(new.showstopper, EXCERPT)
        if not reason:
            yield _("It is no longer ruled out.")
        elif old.showstopper:
            yield _("It is ruled out for another reason: {reason}").format(reason=reason)
        else:
            yield _("It is ruled out now: {reason}").format(reason=reason)


def _ranks(each: MarketChange) -> Iterator[str]:
    then, now = (result.rank if result else None for result in (each.before, each.after))
    if then == now:
        return
    if now is None:
        yield _("It was number {before}.").format(before=then)
    elif then is None:
        yield _("It is number {after} now.").format(after=now)
    else:
        yield _("It was number {before} and is number {after} now.").format(before=then, after=now)
