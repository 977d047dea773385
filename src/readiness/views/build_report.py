"""Builds a `Report` from scores."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from readiness import __version__
from readiness.analysis.case_choice import choose
from readiness.analysis.gaps import Gap, find_gaps, opportunity_gaps
from readiness.analysis.recommended import Recommended, recommend
from readiness.analysis.roadmap import Task
from readiness.answers.answers import Answers
from readiness.answers.writing import digest
from readiness.messages.catalogue import _, language_in_use
from readiness.messages.problems import expect
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.scope import Scope
from readiness.scoring.scores import Scores
from readiness.views.build_advice import (
    days_due,
    gap_view,
    leading_case,
    numbered,
    pathway_views,
    phase_view,
    shown_case,
    stages_view,
    task_views,
)
from readiness.views.build_answers import (
    answer_views,
    ignored_views,
    not_applicable_views,
    open_views,
    stated_in_words,
)
from readiness.views.build_scores import (
    contradiction_views,
    dimension_view,
    flag_view,
    opportunity_views,
    part_views,
    unscored_views,
)
from readiness.views.build_targets import target_views
from readiness.views.build_verdict import overall_view, verdict_view
from readiness.views.figures import Figures
from readiness.views.notices import report_notices
from readiness.views.report import CoverView, GapView, Provenance, Report
from readiness.views.report_advice import ShownCase
from readiness.views.wording import of_market, place_of_market

if TYPE_CHECKING:
    from readiness.cohort.benchmark import PeerChoice

if TYPE_CHECKING:  # the first page needs none of them, and most reports compare no markets
    from readiness.views.report_markets import AssessedMarketView, MarketView
    from readiness.views.report_sure import SensitivityView


def build_report(
    scores: Scores,
    *,
    built_on: datetime.date | None = None,
    how_sure: bool = False,
    details: bool = True,
    peers: PeerChoice | None = None,
) -> Report:
    """The report of `scores`: every text final, every number both unrounded and as shown.

    `built_on` is the date of the report; None means today. With `how_sure` it says in full how sure the
    verdict is, which takes half a second. Without `details` it lacks what the first page does not show, such
    as all answers, and is only to be rendered without them. `peers` is a group of a benchmark to show the
    enterprise beside. Raises WrongType for arguments of other types.
    """
    built_on = day_of_report(scores, built_on)
    found, outside = find_gaps(scores), opportunity_gaps(scores)
    advice = recommend(scores, found, outside)
    report = _first_part(scores, built_on, found, outside, advice)
    if peers is not None:
        from readiness.views.build_peers import peers_view  # few reports need it

        report = report._replace(peers=peers_view(peers, scores))
    if how_sure or details:
        report = report._replace(sensitivity=_sensitivity(scores, how_sure=how_sure))
    return _with_details(report, scores, advice) if details else report


def _first_part(
    scores: Scores,
    built_on: datetime.date,
    found: Sequence[Gap],
    outside: Sequence[Gap],
    advice: Recommended,
) -> Report:
    """What the first page needs; what only the others need is left empty."""
    questionnaire, answers = scores.questionnaire, scores.answers
    figures = Figures(questionnaire.scale)
    chosen = choose(questionnaire.cases, [gap.question.id for gap in (*found, *outside)], answers)
    due, numbers = days_due(advice.roadmap, built_on), numbered(advice.listed)
    cases = {id: shown_case(each, id, scores.scope) for id, each in chosen.items()}
    gap_views = tuple(_gap_views(found, scores, cases, numbers))
    return Report(
        title=questionnaire.title,
        subtitle=_subtitle(scores.scope),
        cover=CoverView(*answers.cover),
        language=language_in_use(),
        provenance=provenance_of(scores, built_on),
        profile=tuple(_profile(questionnaire, answers)),
        verdict=verdict_view(scores, figures),
        overall=overall_view(scores, figures),
        dimensions=tuple(dimension_view(item, scores) for item in scores.sections),
        parts=tuple(part_views(scores.sections, scores, depth=0)),
        unscored=tuple(unscored_views(scores)),
        opportunities=tuple(opportunity_views(scores, numbers)),
        market=market_view(questionnaire, answers),
        markets=_markets(scores, advice.listed),
        flags=tuple(flag_view(fired, scores.scope, numbers) for fired in scores.flags),
        unchecked=tuple(flag.title for flag in scores.unchecked),
        contradictions=tuple(contradiction_views(scores)),
        targets=tuple(target_views(scores, built_on)),
        sensitivity=None,
        proof=None,
        gaps=gap_views,
        tasks=tuple(task_views(advice.listed, due, numbers=numbers, cases=cases, scope=scores.scope)),
        stages=stages_view(scores, advice.listed, len(due), gaps=(*found, *outside), figures=figures),
        lead=leading_case(advice.tasks, gap_views, chosen),
        roadmap=tuple(phase_view(phase, numbers, built_on) for phase in advice.roadmap),
        pathways=(),
        open=tuple(open_views(scores)),
        ignored=tuple(ignored_views(scores.scope)),
        not_applicable=(),
        answers=(),
        notices=tuple(report_notices(scores.scope)),
        method=(),
    )


def _with_details(report: Report, scores: Scores, advice: Recommended) -> Report:
    """`report` with what the first page does not show."""
    from readiness.views.build_method import method_in_words
    from readiness.views.build_proof import proof_view

    figures = Figures(scores.questionnaire.scale)
    return report._replace(
        proof=proof_view(scores, advice.roadmap, numbered(advice.listed)),
        pathways=tuple(pathway_views(scores.scope)),
        not_applicable=tuple(not_applicable_views(scores.scope)),
        answers=tuple(answer_views(scores, figures)),
        method=tuple(method_in_words(scores, figures)),
    )


def day_of_report(scores: Scores, built_on: datetime.date | None) -> datetime.date:
    """`built_on`, by default today. Raises WrongType if it or `scores` is of another type."""
    expect(scores, Scores, _("“scores” must be Scores, as score returns them, not {found}"))
    built_on = built_on or datetime.date.today()
    expect(built_on, datetime.date, _("“built_on” must be a datetime.date, not {found}"))
    return built_on


def _gap_views(
    gaps: Iterable[Gap], scores: Scores, cases: Mapping[str, ShownCase], numbers: Mapping[str, int]
) -> Iterable[GapView]:
    figures = Figures(scores.questionnaire.scale)
    shown = partial(gap_view, scope=scores.scope, cases=cases, figures=figures, numbers=numbers)
    return (shown(rank, gap) for rank, gap in enumerate(gaps, start=1))


def _sensitivity(scores: Scores, *, how_sure: bool) -> SensitivityView | None:
    """How sure the verdict is, with `how_sure` in full; None if nothing applies."""
    if not scores.applies:
        return None
    from readiness.analysis.variations import Variations
    from readiness.views.build_sure import sensitivity_view

    variations = Variations(scores)
    view = sensitivity_view(variations)
    if not how_sure:
        return view
    from readiness.views.build_draws import sensitivity_in_full  # few reports need it

    return sensitivity_in_full(view, variations)


def _subtitle(scope: Scope) -> str:
    kind = _("Screening: the quick set of questions only") if scope.quick else _("Full assessment")
    return of_market(kind, scope)


def market_view(questionnaire: Questionnaire, answers: Answers) -> AssessedMarketView | None:
    """The market that the answers are those of."""
    market = answers.market
    if market is None:
        return None
    from readiness.views.report_markets import AssessedMarketView

    place = place_of_market(market, questionnaire)
    return AssessedMarketView(market.title, market.option, place, market.showstopper)


def _markets(scores: Scores, tasks: Sequence[Task]) -> tuple[MarketView, ...]:
    if not scores.answers.markets:
        return ()
    from readiness.views.build_markets import market_views

    return tuple(market_views(scores, tasks))


def provenance_of(scores: Scores, built_on: datetime.date) -> Provenance:
    """What a document on `scores`, built on this day, is made from."""
    questionnaire, answers = scores.questionnaire, scores.answers
    return Provenance(
        questionnaire=questionnaire.id,
        questionnaire_title=questionnaire.title,
        questionnaire_version=questionnaire.version,
        questionnaire_digest=questionnaire.digest,
        questionnaire_date=questionnaire.date or "",
        source=questionnaire.source,
        answers_digest=digest(answers, questionnaire),
        answers_date=answers.date.isoformat() if answers.date else "",
        respondent=answers.respondent,
        built_on=built_on.isoformat(),
        program_version=__version__,
        quick=scores.scope.quick,
    )


def _profile(questionnaire: Questionnaire, answers: Answers) -> Iterable[tuple[str, str]]:
    for asked in questionnaire.profile:
        yield asked.title, stated_in_words(asked, answers.profile.get(asked.id, ()))
