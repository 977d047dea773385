"""Builds the part of a report that shows the enterprise beside a group of other firms."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.cohort.benchmark import TOP, PeerChoice, PeerGroup
from readiness.cohort.peer_places import PeerPlace, in_points, place_among
from readiness.messages.catalogue import _
from readiness.messages.problems import expect
from readiness.messages.sentences import bare, shortened
from readiness.questionnaire.questionnaire import WHOLE, Questionnaire
from readiness.questionnaire.rounding import rounded
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.ranges import Range
from readiness.scoring.scores import Scores
from readiness.views.figures import Figures
from readiness.views.numbers import Number
from readiness.views.report_peers import PeerGroupView, PeerScoreView, PeersView


def peers_view(chosen: PeerChoice, scores: Scores) -> PeersView:
    """`scores` beside the chosen group of firms. Raises WrongType for anything else than a chosen one."""
    expect(chosen, PeerChoice, _("“peers” must be what the choose of a Benchmark returns, not {found}"))
    benchmark, group = chosen
    questionnaire = scores.questionnaire
    items = list(_scored(scores))
    return PeersView(
        benchmark=benchmark.title,
        built_on=benchmark.built_on,
        version=benchmark.version,
        group_id=group.name,
        group=_group_in_words(group, questionnaire),
        scores=tuple(_beside(*item, group) for item in items if item[0] in group.deciles),
        missing=tuple(title for id, _kind, title, *_rest in items if id not in group.deciles),
        remarks=tuple(_remarks(chosen, scores)),
        fitting=tuple(
            PeerGroupView(each.name, _group_in_words(each, questionnaire))
            for each in benchmark.fitting(scores.answers.profile)
        ),
    )


def _scored(scores: Scores) -> Iterator[tuple[str, str, str, Range, Scale]]:
    """The id, kind, title, score and scale of what the enterprise has a score of."""
    if scores.applies:
        yield WHOLE, "overall", _("Overall"), scores.overall, scores.questionnaire.scale
    for kind, items in (("dimension", scores.sections), ("window", scores.opportunities)):
        for item in items:
            yield item.section.id, kind, item.section.title, item.score, item.scale


def _beside(id: str, kind: str, title: str, score: Range, scale: Scale, group: PeerGroup) -> PeerScoreView:
    points = group.deciles[id]
    deciles = tuple(_decile(each, scale) for each in points)
    worst, best = (place_among(in_points(end, scale), points) for end in score)
    return PeerScoreView(
        id=id,
        kind="overall" if kind == "overall" else "window" if kind == "window" else "dimension",
        title=title,
        score=Figures(scale).span(score),
        ends=scale.ends,
        deciles=deciles,
        median=deciles[len(deciles) // 2],
        above=worst.above,
        equal=worst.equal,
        best_above=best.above,
        best_equal=best.equal,
        place=_both(_in_words(worst), _in_words(best)),
        brief=_both_briefly(_in_short(worst), _in_short(best)),
    )


def _decile(points: int, scale: Scale) -> Number:
    """A decile on a scale, without more decimals than it has."""
    value = scale.points(points / TOP)
    is_fine = scale.maximum - scale.minimum < TOP
    return Number(value, rounded(value, scale.decimals if is_fine else 0, scale.rounding))


# --- places in words --------------------------------------------------------------------------------


def _in_words(place: PeerPlace) -> str:
    """A place as the end of a sentence."""
    if place.equal == _ALL:
        return _("at all nine deciles, which are equal")
    first, last = _ordinal(place.above + 1), _ordinal(place.above + place.equal)
    if place.equal > 1:
        return _("at the {first} to the {last} decile, which are equal").format(first=first, last=last)
    if place.equal:
        return _("at the {decile} decile").format(decile=first)
    if place.above == 0:
        return _("below the {decile} decile").format(decile=first)
    if place.above == _ALL:
        return _("above the {decile} decile").format(decile=last)
    return _("between the {lower} and the {upper} decile").format(lower=last, upper=first)


def _in_short(place: PeerPlace) -> str:
    """A place in the column of a table."""
    if place.equal == _ALL:
        return _("at all nine")
    first, last = _ordinal(place.above + 1), _ordinal(place.above + place.equal)
    if place.equal > 1:
        return _("at the {first} to {last}").format(first=first, last=last)
    if place.equal:
        return _("at the {decile}").format(decile=first)
    if place.above == 0:
        return _("below the {decile}").format(decile=first)
    if place.above == _ALL:
        return _("above the {decile}").format(decile=last)
    return _("between {lower} and {upper}").format(lower=last, upper=first)


_ALL = 9


def _ordinal(number: int) -> str:
    """The number of a decile in words; empty beyond the ends."""
    words = (
        *("", _("1st"), _("2nd"), _("3rd"), _("4th"), _("5th")),
        *(_("6th"), _("7th"), _("8th"), _("9th"), ""),
    )
    return words[number]


def _both(worst: str, best: str) -> str:
    if worst == best:
        return worst
    return _("{place}; if open answers turn out best, {best}").format(place=worst, best=best)


def _both_briefly(worst: str, best: str) -> str:
    return worst if worst == best else _("{place}; at best {best}").format(place=worst, best=best)


# --- the group --------------------------------------------------------------------------------------


def _group_in_words(group: PeerGroup, questionnaire: Questionnaire) -> str:
    if not group.fact:
        return _("All firms")
    fact, option = _titles(group, questionnaire)
    return _("{title}: {text}").format(title=fact, text=option)


def _titles(group: PeerGroup, questionnaire: Questionnaire) -> tuple[str, str]:
    asked = questionnaire.profile_question(group.fact)
    assert asked is not None  # a benchmark that was read has only groups that there are
    return bare(asked.title), shortened(bare(asked.said((group.option,))))


def _remarks(chosen: PeerChoice, scores: Scores) -> Iterator[str]:
    """What to know before the places are believed."""
    benchmark, group = chosen
    questionnaire, answers = scores.questionnaire, scores.answers
    named = answers.profile.get(group.fact, ())
    if group.fact and group.option not in named:
        fact, option = _titles(group, questionnaire)
        text = _("Your profile does not say “{fact}”, so these firms may be unlike yours: {option}.")
        if named:
            text = _(
                "Your profile says otherwise under “{fact}”, so these firms may be unlike yours: {option}."
            )
        yield text.format(fact=fact, option=option)
    if benchmark.version != questionnaire.version:
        text = _(
            "The benchmark was made with version {given} of the questionnaire, your scores with {current}, so"
            " small differences may come from the questions."
        )
        yield text.format(given=benchmark.version, current=questionnaire.version)
    elif benchmark.digest != questionnaire.digest:
        text = _(
            "The benchmark was made with another edition of version {version} of the questionnaire, so small"
            " differences may come from the questions or their texts."
        )
        yield text.format(version=benchmark.version)
    if scores.scope.quick:
        yield _("Your scores are those of the quick set; the firms may have answered all questions.")
    if answers.market is not None:
        yield _("Your scores are those of one market; the firms were scored as a whole.")
