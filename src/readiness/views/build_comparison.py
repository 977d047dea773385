"""Builds a `Comparison` from the scores of two or more assessments."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, starmap

from readiness.analysis.change import compare
from readiness.analysis.follow_up import FollowUp, StepOutcome, follow_up, roadmap_of
from readiness.analysis.proof import prove
from readiness.answers.markets import in_market
from readiness.answers.plan_file import AgreedPlan
from readiness.answers.writing import digest
from readiness.messages.catalogue import _, language_in_use
from readiness.messages.problems import ReadinessError, expect
from readiness.messages.sentences import EXCERPT, day_in_words, shortened, some
from readiness.questionnaire.bands import RedFlag
from readiness.scoring.engine import rescored
from readiness.scoring.scores import Scores
from readiness.views.build_answers import answer_in_words
from readiness.views.build_change import ChangeEnd, band_in_words, change_view
from readiness.views.build_report import day_of_report, provenance_of
from readiness.views.build_targets import target_views
from readiness.views.comparison import (
    AssessmentView,
    BandCutView,
    Comparison,
    FollowUpView,
    ScoreView,
    TargetChangeView,
)
from readiness.views.figures import Figures
from readiness.views.notices import report_notices
from readiness.views.report import CoverView


def build_comparison(
    assessments: Sequence[Scores], plan: AgreedPlan | None = None, *, built_on: datetime.date | None = None
) -> Comparison:
    """The comparison of two or more `assessments` of one enterprise, in the order of time.

    It tells what became of `plan`: by default, of the roadmap that a report on the first assessment has.
    `built_on` is the date of the comparison; None means today. Raises WrongType for anything but scores, and
    ReadinessError if there are fewer than two or if they cannot be compared.
    """
    message = _("“assessments” must be a list of Scores, as score returns them, not {found}")
    expect(assessments, list | tuple, message)
    if len(assessments) < 2:
        raise ReadinessError(_("a comparison needs at least two assessments"))
    first, last = assessments[0], assessments[-1]
    changes = [compare(first, last), *starmap(compare, pairwise(assessments))]
    ends = [ChangeEnd(place, _day(scores), prove(scores)) for place, scores in enumerate(assessments)]
    steps = tuple(map(change_view, changes[1:], ends, ends[1:]))
    built_on = day_of_report(last, built_on)
    plan = plan or roadmap_of(first)
    questionnaire = last.questionnaire
    return Comparison(
        title=questionnaire.title,
        subtitle=_("Comparison of assessments"),
        language=language_in_use(),
        provenance=provenance_of(last, built_on),
        cover=CoverView(*last.answers.cover),
        scale=Figures(questionnaire.scale).scale_in_words(),
        ends=questionnaire.scale.ends,
        cuts=tuple(_cuts(last)),
        assessments=tuple(map(_assessment, assessments, ends)),
        warnings=tuple(comparison_warnings(assessments, plan)),
        change=change_view(changes[0], ends[0], ends[-1]),
        steps=steps if len(steps) > 1 else (),
        plan=tuple(_follow_up_view(each, last) for each in follow_up(plan, first, last)),
        plan_source=_plan_in_words(plan),
        targets=tuple(_targets(first, last, last.answers.date or built_on)),
        method=tuple(_method(last)),
    )


def comparison_warnings(assessments: Sequence[Scores], plan: AgreedPlan) -> Iterator[str]:
    """What to know before the numbers of a comparison, and the outcome of `plan`, are believed."""
    named = dict.fromkeys(shortened(scores.answers.cover.enterprise) for scores in assessments)
    known = [_("“{title}”").format(title=name) for name in named if name]
    if len(known) > 1:
        yield _("The answers are of different enterprises: {names}.").format(names=_(", ").join(some(known)))
    planner = shortened(plan.enterprise)
    if planner and known and planner not in named:
        yield _("The plan is of another enterprise, “{name}”; the answers are of {names}.").format(
            name=planner, names=_(", ").join(some(known))
        )
    if market := _market_of(plan, assessments):
        yield _(
            "The plan is for one market, “{market}”; what became of it is told by the answers of the whole"
            " enterprise."
        ).format(market=shortened(market))


def _market_of(plan: AgreedPlan, assessments: Sequence[Scores]) -> str:
    """The title of the market that `plan` is for, as it says or by the answers that it is made for."""
    found = (
        market.title
        for scores in assessments
        for id, market in scores.answers.markets.items()
        if plan.digest
        and plan.digest == digest(in_market(scores.answers, scores.questionnaire, id), scores.questionnaire)
    )
    return plan.market or next(found, "")


def _day(scores: Scores) -> str:
    """The day of the answers in words; empty if it is not stated."""
    return day_in_words(scores.answers.date.isoformat()) if scores.answers.date else ""


def _assessment(scores: Scores, end: ChangeEnd) -> AssessmentView:
    answers, verdict, figures = scores.answers, scores.verdict, Figures(scores.questionnaire.scale)
    found = {item.node.id: item for item in scores.sections}
    return AssessmentView(
        title=end.day or _("Assessment {number}").format(number=end.place + 1),
        date=answers.date.isoformat() if answers.date else "",
        enterprise=answers.cover.enterprise,
        respondent=answers.respondent,
        digest=digest(answers, scores.questionnaire),
        coverage=figures.percent(scores.coverage) if scores.applies else None,
        overall=figures.span(scores.overall) if scores.applies else None,
        band_id=verdict.band.id if scores.applies and verdict.band else None,
        band=band_in_words(scores),
        proven=figures.span(end.proof.scores.overall) if end.proof else None,
        dimensions=tuple(
            ScoreView(
                node.id,
                scores.questionnaire.all_sections[node.id].title,
                Figures(node.scale).span(found[node.id].score) if node.id in found else None,
                node.scale.ends,
            )
            for node in scores.plan.whole.children
        ),
        notices=tuple(report_notices(scores.scope)),
    )


def _cuts(scores: Scores) -> Iterator[BandCutView]:
    questionnaire = scores.questionnaire
    for band in questionnaire.bands:
        if band.cut is not None:
            score = Figures(questionnaire.scale).number(band.cut)
            yield BandCutView(
                band.title, score._replace(text=f"{band.cut:.15g}"), questionnaire.scale.share(band.cut)
            )


# --- plan and targets ---------------------------------------------------------------------------------


def _plan_in_words(plan: AgreedPlan) -> str:
    """Which plan it is; empty for a roadmap without actions."""
    if not plan.given:
        return (
            _("These are the actions in the roadmap of a report on the first answers.") if plan.steps else ""
        )
    if plan.day is None:
        return (
            _("These are the actions of the plan that was given.")
            if plan.steps
            else _("The plan that was given has no actions.")
        )
    text = _("These are the actions of the plan of {day}.")
    if not plan.steps:
        text = _("The plan of {day} has no actions.")
    return text.format(day=day_in_words(plan.day.isoformat()))


def _follow_up_view(each: FollowUp, after: Scores) -> FollowUpView:
    step, day, question = each.step, after.answers.date, each.step.about
    dimension = start = goal = now = ""
    if isinstance(question, RedFlag):
        goal = _("Clear the red flag")
    elif question is not None:
        dimension = after.questionnaire.locations[step.id].section.title
        values = ("" if value is None else question.describe(value) for value in (step.start, step.goal))
        start, goal = (shortened(text, EXCERPT) for text in values)
        now = answer_in_words(after.scope, step.id) if step.id in after.scope else _("not asked")
    is_over = bool(step.due and day and step.due <= day)
    return FollowUpView(
        number=step.number,
        question=step.id,
        title=step.title,
        dimension=dimension,
        start=start,
        goal=goal,
        now=shortened(now, EXCERPT),
        due=step.due.isoformat() if step.due else "",
        outcome_id=each.outcome,
        outcome=_outcome_in_words(each.outcome),
        late=is_over and each.outcome not in ("done", "overtaken"),
    )


def _outcome_in_words(outcome: StepOutcome) -> str:
    return {
        "done": _("done"),
        "partly": _("part of the way"),
        "not-yet": _("not yet"),
        "back": _("went back"),
        "open": _("not known"),
        "overtaken": _("does not apply any more"),
    }[outcome]


def _targets(first: Scores, last: Scores, today: datetime.date) -> Iterator[TargetChangeView]:
    """The targets of the last assessment, and where they stood in the first."""
    then = rescored(first, replace(first.answers, targets=last.answers.targets))
    stood = {view.id: view.now_in_words for view in target_views(then, today)}
    for view in target_views(last, today):
        yield TargetChangeView(
            view.id,
            view.title,
            view.aim,
            view.by,
            before=stood[view.id],
            after=view.now_in_words,
            to_go=view.to_go_in_words,
            state=view.state,
        )


def _method(scores: Scores) -> Iterator[str]:
    """How the change of the overall is divided."""
    way = scores.plan.whole.way
    yield _(
        "What an answer adds is its part of the change of the overall, by the formulas of the questionnaire:"
        " all parts add up to the whole change. Open answers count at their worst, as in the score itself."
    )
    if way.name == "geometric":
        yield _(
            "In the geometric mean, a dimension adds L × weight × ln(after / before), where L is the"
            " logarithmic mean of the overall before and after (LMDI-I: Vartia 1976; Ang 2005)."
        )
