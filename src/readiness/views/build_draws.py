"""Builds the part of a report on how sure the verdict is that is computed only if it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf

from readiness.analysis.draws import Draws, draw_verdicts
from readiness.analysis.reweighing import WeightFlip, weight_flips
from readiness.analysis.sensitivity import DrawnSource, hinge_pairs
from readiness.analysis.variations import Variations
from readiness.messages.catalogue import _
from readiness.messages.sentences import one_of
from readiness.questionnaire.rounding import rounded
from readiness.scoring.scores import Scores
from readiness.views.build_sure import band_in, hinge_view, title_of
from readiness.views.numbers import Number
from readiness.views.report_sure import (
    DrawnBandView,
    DrawnVerdictsView,
    DrawsView,
    HingePairsView,
    SensitivityView,
    WeightFlipView,
)

MOST_PAIRS = 1000
"""The most pairs that a report holds; the others are counted."""


def sensitivity_in_full(view: SensitivityView, variations: Variations) -> SensitivityView:
    """`view` with what is only computed if it is asked for."""
    scores, pairs, draws = variations.scores, hinge_pairs(variations), draw_verdicts(variations)
    return view._replace(
        pairs=HingePairsView(len(pairs), tuple(hinge_view(scores, pair) for pair in pairs[:MOST_PAIRS])),
        weights=tuple(_flip_view(scores, flip) for flip in weight_flips(variations)),
        draws=_draws_view(scores, draws) if draws else None,
    )


def _flip_view(scores: Scores, flip: WeightFlip) -> WeightFlipView:
    changed, change = (
        None if value is None else Number(value, form(value))
        for value, form in ((flip.changed, _percent), (flip.relative, _change))
    )
    band = band_in(scores, flip.place)
    return WeightFlipView(
        dimension=flip.section.title,
        dimension_id=flip.section.id,
        share=Number(flip.share, _percent(flip.share)),
        changed=changed,
        change=change,
        band_id=band.id if band else None,
        band=band.title if band else "",
    )


def _percent(share: float) -> str:
    return _("{number}%").format(number=rounded(100 * share))


def _change(part: float) -> str:
    """A change as a percentage with its sign."""
    form = _("+{percent}") if part > 0 else _("−{percent}")
    return form.format(percent=_percent(abs(part)))


def _draws_view(scores: Scores, draws: Draws) -> DrawsView:
    chances, varies = draws.chances, draws.concentration != inf
    return DrawsView(
        draws=chances.draws,
        seed=chances.seed,
        spread=chances.spread,
        concentration=draws.concentration if varies else None,
        moved=chances.moved,
        ways=tuple(way.name for way in draws.ways),
        heading=_("{count} random draws of what could reasonably have been otherwise (seed {seed}):").format(
            count=f"{chances.draws:,}", seed=chances.seed
        ),
        parameters=tuple(_parameters(draws)),
        verdicts=tuple(_drawn_verdicts(scores, draws, source) for source in draws.places),
    )


def _parameters(draws: Draws) -> Iterator[str]:
    """What is drawn, in sentences."""
    chances = draws.chances
    if draws.concentration == inf:
        yield _("Weights: there is only one dimension, so nothing varies.")
    else:
        yield _(
            "Weights of the dimensions: a Dirichlet distribution around those of the questionnaire, with a"
            " concentration of {concentration}; the standard deviation of an average weight is {spread} of"
            " itself."
        ).format(concentration=f"{draws.concentration:.6g}", spread=f"{100 * chances.spread:g}%")
    yield _(
        "Answers: {moved} of them are one level away, half of these higher and half lower; an answer at the"
        " end of its levels stays there."
    ).format(moved=f"{100 * chances.moved:g}%")
    yield _("How the dimensions are combined: {ways}, each as often.").format(
        ways=one_of([way.title() for way in draws.ways])
    )


def _drawn_verdicts(scores: Scores, draws: Draws, source: DrawnSource) -> DrawnVerdictsView:
    places, now = draws.places[source], scores.verdict.band
    bands, count = scores.questionnaire.bands, draws.chances.draws
    ranks = {place: -1 if place is None else place for place in places}
    stated = bands.index(now) if now else -1

    def share(fits: Callable[[int], bool]) -> Number:
        return _share(sum(times for place, times in places.items() if fits(ranks[place])), count)

    return DrawnVerdictsView(
        source_id=source,
        source=_sources()[source],
        same=share(lambda rank: rank == stated),
        lower=share(lambda rank: rank < stated),
        higher=share(lambda rank: rank > stated),
        bands=tuple(
            DrawnBandView(band.id if band else None, title_of(band), _share(places[place], count))
            for place in sorted(places, key=ranks.__getitem__)
            for band in [band_in(scores, place)]
            if places[place]
        ),
    )


def _sources() -> dict[DrawnSource, str]:
    return {
        "weights": _("The weights of the dimensions"),
        "answers": _("Single answers"),
        "way": _("The way of combining the dimensions"),
        "all": _("All of these together"),
    }


def _share(part: int, whole: int) -> Number:
    """A share as a percentage, which is only 0% or 100% if it is exactly that."""
    for places in range(6):
        text = rounded(100 * part / whole, places)
        if (float(text) == 0) == (part == 0) and (float(text) == 100) == (part == whole):
            break
    return Number(part / whole, _("{number}%").format(number=text))
