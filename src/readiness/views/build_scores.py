"""Builds the dimensions, opportunities and red flags of a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from readiness.messages.catalogue import _
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.scores import FiredFlag, Scores, SectionScore
from readiness.scoring.verdict import TOLERANCE
from readiness.views.build_advice import action_view
from readiness.views.build_verdict import band_title, blocker_view
from readiness.views.figures import Figures
from readiness.views.report import DimensionView, FlagView, GapView, OpportunityView

# From this share of the scale, an opportunity counts as open and an enterprise as ready. A convention.
MIDDLE = 0.5


def dimension_view(item: SectionScore, questionnaire: Questionnaire, depth: int = 0) -> DimensionView:
    """One section, with its own verdict if it has bands. `depth` is 0 for a dimension."""
    risk, verdict, figures = item.risk, item.verdict, Figures(item.scale)
    following = verdict.next.title if verdict and verdict.next else ""
    return DimensionView(
        id=item.section.id,
        kind=item.section.kind,
        title=item.section.title,
        score=figures.span(item.score),
        coverage=figures.percent(item.coverage),
        depth=depth,
        band=verdict.band.title if verdict and verdict.band else "",
        blocked_by=tuple(
            blocker_view(blocker, questionnaire, following, figures)
            for blocker in (verdict.blocked_by if verdict else ())
        ),
        exposure=figures.percent_span(risk.exposure) if risk else None,
        control=figures.percent_span(risk.control) if risk else None,
        residual=figures.percent_span(risk.residual) if risk else None,
    )


def part_views(
    sections: Sequence[SectionScore], questionnaire: Questionnaire, depth: int
) -> Iterable[DimensionView]:
    """The sections below `sections`, each before the ones below it."""
    for item in sections:
        if depth:
            yield dimension_view(item, questionnaire, depth)
        yield from part_views(item.children, questionnaire, depth + 1)


def windows_of(questionnaire: Questionnaire) -> dict[str, str]:
    """For each question of an opportunity, the id of that opportunity."""
    return {
        question.id: window.id
        for window in questionnaire.opportunities
        for question in window.all_questions()
    }


def opportunity_views(scores: Scores, steps: Mapping[str, GapView]) -> Iterable[OpportunityView]:
    """Each opportunity with its first step; `steps` holds the steps by the id of the opportunity."""
    ready = _is_high(scores.overall.low, scores.scope.questionnaire.scale)
    for item in scores.opportunities:
        yield _opportunity(item, ready=ready, step=steps.get(item.section.id))


def _opportunity(item: SectionScore, *, ready: bool, step: GapView | None) -> OpportunityView:
    figures = Figures(item.scale)
    quadrant, reading = {
        (True, True): ("act", _("Open to you, and you are ready: act on it now.")),
        (True, False): (
            "prepare",
            _("Open to you, but you are not ready: close the gaps first, in small steps."),
        ),
        (False, True): (
            "selective",
            _("You are ready, but it is hardly open to you yet: choose one way in and test it."),
        ),
        (False, False): ("wait", _("Hardly open to you yet, and you are not ready: leave it for now.")),
    }[_is_high(item.score.low, item.scale), ready]
    return OpportunityView(
        id=item.section.id,
        title=item.section.title,
        fit=figures.span(item.score),
        coverage=figures.percent(item.coverage),
        quadrant=quadrant,
        reading=reading,
        step=step,
    )


def _is_high(score: float, scale: Scale) -> bool:
    return score >= scale.points(MIDDLE) - TOLERANCE


def flag_view(fired: FiredFlag, questionnaire: Questionnaire) -> FlagView:
    """A red flag that applies or cannot be ruled out, and its effect on the verdict."""
    flag = fired.flag
    band = band_title(questionnaire, flag.caps_at)
    if fired.certain:
        status = _("This red flag caps the verdict at “{band}”.").format(band=band)
    else:
        status = _(
            "This red flag cannot be ruled out while an answer is open. Until that answer is given, it caps"
            " the verdict at “{band}”."
        ).format(band=band)
    return FlagView(flag.id, flag.title, flag.message, fired.certain, status, action_view(flag.action))
