"""Builds the part of a report on how sure the verdict is."""

from __future__ import annotations

from readiness.analysis.sensitivity import Hinge, Shift, hinges
from readiness.analysis.variations import Variations
from readiness.messages.catalogue import _, plural
from readiness.messages.sentences import shortened
from readiness.questionnaire.bands import Band
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.scores import Scores
from readiness.views.build_answers import answer_in_words, chosen_ids
from readiness.views.figures import Figures
from readiness.views.numbers import Number
from readiness.views.report_sure import CutView, HingeView, SensitivityView, ShiftView


def sensitivity_view(variations: Variations) -> SensitivityView:
    """How sure the verdict is, as far as every report says it. There must be a score."""
    scores = variations.scores
    figures, verdict = Figures(scores.questionnaire.scale), scores.verdict
    below, above = _cut(scores, figures, above=False), _cut(scores, figures, above=True)
    view = SensitivityView(
        open=_count_open(variations),
        overall=figures.span(scores.overall),
        lowest_id=verdict.band.id if verdict.band else None,
        lowest=title_of(verdict.band),
        highest_id=verdict.best.id,
        highest=verdict.best.title,
        range="",
        verdicts="",
        below=below,
        above=above,
        distances=_distances(figures.number(scores.overall.low), below, above),
        hinges=tuple(hinge_view(scores, hinge) for hinge in hinges(variations)),
    )
    range_in_words = _range_in_words(view.open, view.overall.text, is_in=scores.plan.open_counts)
    return view._replace(range=range_in_words, verdicts=_verdicts_in_words(view))


# --- what open answers leave -------------------------------------------------------------------------


def _count_open(variations: Variations) -> int:
    scope = variations.scores.scope
    return sum(scope.is_open(id) and variations.depend_on(id) for id in scope.questionnaire.questions)


def _range_in_words(count: int, overall: str, *, is_in: bool) -> str:
    """The overall that so many open answers leave, as exact bounds; `is_in` if these count in it."""
    if not count:
        return _("No open answer can change it: the overall is exactly {overall}.").format(overall=overall)
    if not is_in:
        return plural(
            "{count} answer is open and left out of the score; without it the overall is {overall}.",
            "{count} answers are open and left out of the score; without them the overall is {overall}.",
            count,
            overall=overall,
        )
    return plural(
        "{count} answer is open. Whatever it turns out to be, the overall is {overall}.",
        "{count} answers are open. Whatever they turn out to be, the overall is {overall}.",
        count,
        overall=overall,
    )


def _verdicts_in_words(view: SensitivityView) -> str:
    """The verdicts that open answers leave."""
    if view.lowest_id is None:
        form = _("There is no verdict until more is answered; then it could be up to “{highest}”.")
    elif not view.open:
        return ""
    elif view.lowest_id == view.highest_id:
        form = _("The verdict is “{highest}” in any case.")
    else:
        form = _("The verdict lies between “{lowest}” and “{highest}”.")
    return form.format(lowest=view.lowest, highest=view.highest)


def _cut(scores: Scores, figures: Figures, *, above: bool) -> CutView | None:
    """The nearest score that a band needs of the overall, above it or not."""
    overall = scores.overall.low
    cuts = [(band.cut, band) for band in scores.questionnaire.bands if band.cut is not None]
    found = [(abs(cut - overall), cut, band) for cut, band in cuts if (overall < cut - TOLERANCE) == above]
    if not found:
        return None
    distance, cut, band = min(found, key=lambda each: each[:2])
    start = overall if above else cut
    return CutView(band.id, band.title, cut, figures.gain(start, distance))


def _distances(score: Number, below: CutView | None, above: CutView | None) -> str:
    """How far `score` is from the cuts, in words."""
    texts = {
        (True, True): _(
            "{score} is {over} points above what “{lower}” needs ({lower_cut}) and {short} points below what"
            " “{upper}” needs ({upper_cut})."
        ),
        (True, False): _("{score} is {over} points above what “{lower}” needs ({lower_cut})."),
        (False, True): _("{score} is {short} points below what “{upper}” needs ({upper_cut})."),
        (False, False): "",
    }
    values = {"score": score.text}
    if below:
        values |= {"over": below.distance.text, "lower": below.band, "lower_cut": f"{below.needed:.15g}"}
    if above:
        values |= {"short": above.distance.text, "upper": above.band, "upper_cut": f"{above.needed:.15g}"}
    return texts[below is not None, above is not None].format(**values)


def title_of(band: Band | None) -> str:
    """The title of `band`, or that there is no verdict."""
    return band.title if band else _("no verdict")


def band_in(scores: Scores, place: int | None) -> Band | None:
    """The band in this place, from 0; None for no verdict."""
    return None if place is None else scores.questionnaire.bands[place]


# --- the answers on which it hangs -------------------------------------------------------------------


def hinge_view(scores: Scores, hinge: Hinge) -> HingeView:
    """Answers that change the verdict together."""
    band = band_in(scores, hinge.place)
    shifts = tuple(_shift_view(scores, shift) for shift in hinge.shifts)
    return HingeView(shifts, band.id if band else None, title_of(band))


def _shift_view(scores: Scores, shift: Shift) -> ShiftView:
    question = shift.question
    return ShiftView(
        question=question.id,
        title=question.label,
        dimension=shift.section.title,
        dimension_id=shift.section.id,
        higher=shift.higher,
        answer_id=chosen_ids(question, shift.answer),
        answer=shortened(answer_in_words(scores.scope, question.id)),
        shifted_id=chosen_ids(question, shift.shifted),
        shifted=shortened(question.describe(shift.shifted)),
    )
