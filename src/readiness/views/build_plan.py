"""Builds a `PlanReport` from scores and what is asked of the plan."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from readiness.analysis.case_choice import choose
from readiness.analysis.planning.action_plan import ActionPlan, WayToBand, plan_actions, with_wishes
from readiness.analysis.planning.ordering import AnswerMove, PlannedStep
from readiness.analysis.planning.requests import expect_band, expect_budget, expect_wishes
from readiness.messages.catalogue import _, language_in_use
from readiness.messages.sentences import EXCERPT, shortened
from readiness.scoring.scope import Scope
from readiness.scoring.scores import Scores
from readiness.scoring.verdict import Blocker
from readiness.views.build_advice import action_view, shown_case
from readiness.views.build_answers import answer_in_words, chosen_ids
from readiness.views.build_report import day_of_report, market_view, provenance_of
from readiness.views.build_verdict import blocker_view
from readiness.views.figures import Figures
from readiness.views.plan_report import (
    BandWayView,
    FlagLeftView,
    MoveView,
    PlanReport,
    PlanStepView,
    RiskView,
)
from readiness.views.plan_sentences import (
    Efforts,
    conditions,
    flags_left,
    plan_end,
    remarks,
    risks_of,
    summary,
)
from readiness.views.report import CoverView
from readiness.views.report_advice import ShownCase
from readiness.views.report_blockers import BlockerView
from readiness.views.wording import of_market


def build_plan(
    scores: Scores,
    *,
    to: str | None = None,
    budget: float | None = None,
    keep: Iterable[str] = (),
    never: Iterable[str] = (),
    fixed: Mapping[str, object] | None = None,
    lift_flags: bool = False,
    built_on: datetime.date | None = None,
) -> PlanReport:
    """The plan that reaches the band `to`, or the next one, with the least effort.

    With a `budget`, in the person-days of the questionnaire or else the sum of efforts, it is the plan with
    the best overall within it, unless `to` can be reached for less. `keep` are questions that stay as they
    are, `never` actions that are out of the question (`QUESTION/OPTION`, or `QUESTION` for all of its
    actions), and `fixed` are answers to end with, by question, as an answers file holds them. With
    `lift_flags`, no red flag is in force at the end, not even one that the band allows. `built_on` is the day
    on which the plan begins; None means today.

    Raises InvalidWish for a band that does not exist or is reached, a budget below 0, and questions, actions
    or answers that are unknown, not asked or exclude each other; WrongType for arguments of other types.
    """
    built_on = day_of_report(scores, built_on)
    expect_budget(budget)
    wishes = expect_wishes(scores, keep, never, fixed or {})
    start = with_wishes(scores, wishes)[0]
    aim = expect_band(start, to).id if to is not None or budget is None else None
    plan = plan_actions(scores, to=aim, budget=budget, wishes=wishes, lift_flags=lift_flags)
    told = tuple(conditions(scores, wishes, lift_flags=lift_flags))
    return _plan_report(plan, scores, built_on, told)


def _plan_report(
    plan: ActionPlan, scores: Scores, built_on: datetime.date, told: tuple[str, ...]
) -> PlanReport:
    figures = Figures(scores.questionnaire.scale)
    efforts = Efforts(scores.questionnaire.effort_days is not None)
    return PlanReport(
        title=scores.questionnaire.title,
        subtitle=of_market(_("Plan"), scores.scope),
        cover=CoverView(*scores.answers.cover),
        language=language_in_use(),
        provenance=provenance_of(scores, built_on),
        market=market_view(scores.questionnaire, scores.answers),
        heading=_heading(plan),
        summary=tuple(summary(plan, figures, efforts, has_wishes=bool(told))),
        aim_id=plan.band.band.id if plan.band else None,
        aim=plan.band.band.title if plan.band else "",
        reached=plan.reaches,
        budget=plan.budget,
        unit="person-days" if efforts.in_days else "effort",
        cost=plan.cost,
        cost_in_words=efforts.said(plan.cost),
        proven=plan.is_proven,
        days=max((step.days for step in plan.steps), default=0),
        start=plan_end(plan.start, figures),
        end=plan_end(plan.end, figures),
        assumed=tuple(_move(move, scores.scope) for move in plan.assumed),
        steps=tuple(_steps(plan, figures, built_on)),
        bands=tuple(_band(way, plan, figures, efforts) for way in plan.ladder),
        obstacles=tuple(_obstacles(plan, figures)),
        conditions=told,
        risks=tuple(_risks(plan, figures)),
        flags_left=tuple(
            FlagLeftView(each.flag.id, each.flag.title, each.certain) for each in plan.flags_left
        ),
        flags_in_words=tuple(flags_left(plan, efforts)),
        remarks=tuple(remarks(plan, efforts)),
    )


def _obstacles(plan: ActionPlan, figures: Figures) -> Iterator[BlockerView]:
    """What the band to reach lacks today."""
    if plan.band is not None and plan.reaches:
        band, bands = plan.band.band, plan.start.questionnaire.bands
        for blocker in plan.start.verdict.blockers_of(band.id):
            yield blocker_view(blocker, plan.start, band.title, figures, bands)


def _risks(plan: ActionPlan, figures: Figures) -> Iterator[RiskView]:
    """What is left of each risk, before and after the steps."""
    after = {item.node.id: item for item in risks_of(plan.end)}
    for item in risks_of(plan.start) if plan.steps else ():
        later = after.get(item.node.id)
        if item.sides and later and later.sides:
            spans = (figures.percent_span(sides.left) for sides in (item.sides, later.sides))
            yield RiskView(item.node.id, item.section.title, *spans)


def _heading(plan: ActionPlan) -> str:
    if plan.band is not None and (plan.reaches or plan.budget is None):
        return _("The way to “{band}”").format(band=plan.band.band.title)
    return _("The best plan within the budget")


# --- records ------------------------------------------------------------------------------------------


def _band(way: WayToBand, plan: ActionPlan, figures: Figures, efforts: Efforts) -> BandWayView:
    bands = plan.start.questionnaire.bands
    missing = tuple(
        _stays(blocker, plan.start)
        if blocker.kind == "red-flag" and _allows(way, blocker.subject, plan.start)
        else blocker_view(blocker, way.limit, way.band.title, figures, bands)
        for blocker in way.missing
    )
    return BandWayView(
        id=way.band.id,
        title=way.band.title,
        cost=way.cost,
        proven=way.is_proven,
        cost_in_words=_least(way, efforts),
        missing=missing,
    )


def _allows(way: WayToBand, flag: str, scores: Scores) -> bool:
    """Whether the band of `way` allows this red flag, so that only the user wants it lifted."""
    order = [band.id for band in scores.questionnaire.bands]
    caps_at = next(each.caps_at for each in scores.questionnaire.red_flags if each.id == flag)
    return order.index(caps_at) >= order.index(way.band.id)


def _stays(blocker: Blocker, scores: Scores) -> BlockerView:
    """A red flag that is to be lifted and cannot be."""
    title = next(each.title for each in scores.questionnaire.red_flags if each.id == blocker.subject)
    text = _("The red flag “{title}” stays in force.").format(title=title)
    return BlockerView(blocker.kind, blocker.subject, 0.0, 0.0, text)


def _least(way: WayToBand, efforts: Efforts) -> str:
    if way.cost is not None:
        return efforts.said(way.cost)
    return _("out of reach") if way.is_proven else _("none found")


def _move(move: AnswerMove, scope: Scope) -> MoveView:
    question, before = move.question, move.before
    return MoveView(
        question=question.id,
        title=question.label,
        dimension=move.section.title,
        dimension_id=move.section.id,
        from_id="" if before is None else chosen_ids(question, before),
        from_number="" if before is None else question.number_of(before),
        from_text=shortened(
            answer_in_words(scope, question.id) if before is None else question.describe(before), EXCERPT
        ),
        to_id=chosen_ids(question, move.after),
        to_number=question.number_of(move.after),
        to_text=shortened(question.describe(move.after), EXCERPT),
    )


def _cases(plan: ActionPlan) -> dict[str, ShownCase]:
    """The case to learn from for each question that the steps improve, by its id."""
    asked = [id for step in plan.steps for id in _questions(step)]
    chosen = choose(plan.start.questionnaire.cases, asked, plan.start.answers)
    return {id: shown_case(each, id, plan.start.scope) for id, each in chosen.items()}


def _steps(plan: ActionPlan, figures: Figures, built_on: datetime.date) -> Iterator[PlanStepView]:
    """The steps, each with the case to learn from where its question is named first."""
    total, before, left = 0.0, plan.start, _cases(plan)
    for number, step in enumerate(plan.steps, start=1):
        total += step.cost
        end = plan_end(step.scores, figures)
        yield PlanStepView(
            number=number,
            title=step.flag.title if step.flag else step.moves[0].question.label,
            red_flag=step.flag is not None,
            action=action_view(step.action, plan.start.questionnaire.effort_days),
            moves=tuple(_move(move, plan.start.scope) for move in step.moves),
            cost=step.cost,
            total=total,
            days=step.days,
            due=(built_on + datetime.timedelta(days=step.days)).isoformat(),
            after=tuple(place + 1 for place in step.first),
            evidence=tuple(text for move in step.moves for text in move.question.evidence),
            case=next((left.pop(id) for id in _questions(step) if id in left), None),
            overall=end.overall or figures.number(0.0),
            verdict=end.verdict,
            verdict_id=end.verdict_id,
            exposure=any(_is_exposure(plan.start, id) for id in _questions(step)),
            lifts=_lifted(before, step.scores),
        )
        before = step.scores


def _questions(step: PlannedStep) -> Sequence[str]:
    return [move.question.id for move in step.moves]


def _lifted(before: Scores, after: Scores) -> tuple[str, ...]:
    """The titles of the red flags that are gone."""
    still = {fired.flag.id for fired in after.flags}
    return tuple(fired.flag.title for fired in before.flags if fired.flag.id not in still)


def _is_exposure(scores: Scores, question: str) -> bool:
    return scores.questionnaire.locations[question].exposure
