"""Builds a `PlanReport` from scores and what is asked of the plan."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from readiness.analysis.case_choice import choose
from readiness.analysis.planning.action_plan import (
    ActionPlan,
    AnswerMove,
    PlannedStep,
    WayToBand,
    plan_actions,
)
from readiness.analysis.planning.requests import expect_band, expect_budget, expect_wishes
from readiness.messages.catalogue import _, language_in_use, plural
from readiness.messages.sentences import EXCERPT, shortened
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.scores import Scores
from readiness.views.build_advice import action_view, shown_case
from readiness.views.build_answers import chosen_ids
from readiness.views.build_report import day_of_report, provenance_of
from readiness.views.build_verdict import blocker_view
from readiness.views.figures import Figures
from readiness.views.plan_report import BandWayView, MoveView, PlanEndView, PlanReport, PlanStepView
from readiness.views.report import BlockerView, CoverView
from readiness.views.report_advice import ShownCase


class Efforts(NamedTuple):
    """How effort is counted and said."""

    in_days: bool

    def said(self, cost: float) -> str:
        """`cost` with its unit."""
        number = f"{cost:.15g}"
        if self.in_days:
            return plural("{number} person-day", "{number} person-days", _whole(cost), number=number)
        return plural("{number} unit of effort", "{number} units of effort", _whole(cost), number=number)


def _whole(cost: float) -> int:
    """Which form of a noun `cost` takes: that of one for exactly 1."""
    return 1 if cost == 1 else 2


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
    aim = expect_band(scores, to).id if to is not None or budget is None else None
    plan = plan_actions(scores, to=aim, budget=budget, wishes=wishes, lift_flags=lift_flags)
    return _plan_report(plan, scores, built_on)


def _plan_report(plan: ActionPlan, scores: Scores, built_on: datetime.date) -> PlanReport:
    figures = Figures(scores.questionnaire.scale)
    efforts = Efforts(scores.questionnaire.effort_days is not None)
    days = max((step.days for step in plan.steps), default=0)
    return PlanReport(
        title=scores.questionnaire.title,
        subtitle=_("Plan"),
        cover=CoverView(*scores.answers.cover),
        language=language_in_use(),
        provenance=provenance_of(scores, built_on),
        heading=_heading(plan),
        summary=tuple(_summary(plan, figures, efforts, days)),
        aim_id=plan.band.band.id if plan.band else None,
        aim=plan.band.band.title if plan.band else "",
        reached=plan.reaches,
        budget=plan.budget,
        unit="person-days" if efforts.in_days else "effort",
        cost=plan.cost,
        cost_in_words=efforts.said(plan.cost),
        proven=plan.is_proven,
        days=days,
        start=_end(plan.start, figures),
        end=_end(plan.end, figures),
        assumed=tuple(_move(move) for move in plan.assumed),
        steps=tuple(_steps(plan, figures, built_on)),
        bands=tuple(_band(way, plan, figures, efforts) for way in plan.ladder),
        flags_left=tuple(fired.flag.title for fired in plan.flags_left),
        remarks=tuple(_remarks(plan, efforts)),
    )


def _heading(plan: ActionPlan) -> str:
    if plan.band is not None and (plan.reaches or plan.budget is None):
        return _("The way to “{band}”").format(band=plan.band.band.title)
    return _("The best plan within the budget")


# --- in sentences ---------------------------------------------------------------------------------------


def _summary(plan: ActionPlan, figures: Figures, efforts: Efforts, days: int) -> Iterator[str]:
    """What the plan takes and where it leads."""
    before, after = (_end(scores, figures) for scores in (plan.start, plan.end))
    budget = "" if plan.budget is None else efforts.said(plan.budget)
    if plan.band is not None and not plan.reaches:
        yield _why_not(plan.band, efforts)
    if not plan.steps:
        if plan.budget is not None:
            yield _("No action fits within {budget}.").format(budget=budget)
        return
    if plan.band is not None and plan.reaches:
        yield plural(
            "“{band}” takes {cost}: {count} step, done within {days} days.",
            "“{band}” takes {cost}: {count} steps, done within {days} days.",
            len(plan.steps),
            band=plan.band.band.title,
            cost=efforts.said(plan.cost),
            days=days,
        )
    else:
        yield plural(
            "With {budget} to spend, the best is {cost}: {count} step, done within {days} days.",
            "With {budget} to spend, the best is {cost}: {count} steps, done within {days} days.",
            len(plan.steps),
            budget=budget,
            cost=efforts.said(plan.cost),
            days=days,
        )
    values = {"before": _in_words(before), "after": _in_words(after)}
    yield plural(
        "It leads from {before} to {after}.",
        "They lead from {before} to {after}.",
        len(plan.steps),
        **values,
    )
    if not plan.is_proven:
        return
    yield _("No plan takes less.") if plan.reaches else _("No plan within this budget scores higher.")


def _in_words(end: PlanEndView) -> str:
    if end.overall is None:
        return end.verdict
    return _("{score} (“{verdict}”)").format(score=end.overall.text, verdict=end.verdict)


def _why_not(way: WayToBand, efforts: Efforts) -> str:
    """Why the plan does not reach its band."""
    values = {"band": way.band.title, "cost": "" if way.cost is None else efforts.said(way.cost)}
    if way.cost is not None:
        return _("“{band}” takes {cost}, more than the budget.").format(**values)
    if way.missing and way.missing[0].kind == "coverage":
        return _("“{band}” is out of reach while so few questions are answered.").format(**values)
    if way.missing:
        return _("“{band}” is out of reach: every action together is not enough.").format(**values)
    return _("“{band}” is out of reach: actions that it needs exclude each other.").format(**values)


def _remarks(plan: ActionPlan, efforts: Efforts) -> Iterator[str]:
    """What the plan leaves, and how far it can be relied on."""
    if plan.flags_left and plan.steps:
        titles = _(", ").join(_("“{text}”").format(text=fired.flag.title) for fired in plan.flags_left)
        if plan.reaches:
            yield _("The level allows these red flags, so they stay in force: {titles}.").format(
                titles=titles
            )
        else:
            yield _("These red flags stay in force: {titles}.").format(titles=titles)
        if plan.unflagged is not None and plan.unflagged > plan.cost + TOLERANCE:
            text = _("With --lift-flags they go too, for {cost} in all.")
            yield text.format(cost=efforts.said(plan.unflagged))
    if plan.start.scope.quick:
        yield _("It is made from the quick set alone; other questions may hold cheaper steps, or red flags.")
    if any(plan.start.scope.is_open(question.id) for question in plan.start.plan.whole.all_questions()):
        yield _("Open answers count at their worst. Answer them first: that may make the plan shorter.")
    if plan.steps and not plan.is_proven:
        yield _("The questions depend on each other too much to prove that no plan is better.")
    if plan.reaches and not plan.is_proven and plan.band and plan.band.bound > 0:
        yield _("Every plan takes {bound} or more.").format(bound=efforts.said(plan.band.bound))
    if plan.steps and efforts.in_days:
        yield _(
            "Days count as if every step began as soon as it can. One person alone would need {count} working"
            " days."
        ).format(count=f"{plan.cost:.15g}")
    if plan.steps:
        yield _(
            "The questionnaire gives the same effort to every enterprise. Put in your own figures before you"
            " decide."
        )


# --- records ------------------------------------------------------------------------------------------


def _end(scores: Scores, figures: Figures) -> PlanEndView:
    band = scores.verdict.band
    return PlanEndView(
        overall=figures.number(scores.overall.low) if scores.applies else None,
        verdict=band.title if band else _("no verdict"),
        verdict_id=band.id if band else None,
    )


def _band(way: WayToBand, plan: ActionPlan, figures: Figures, efforts: Efforts) -> BandWayView:
    bands = plan.start.questionnaire.bands
    missing: tuple[BlockerView, ...] = tuple(
        blocker_view(blocker, way.limit, way.band.title, figures, bands) for blocker in way.missing
    )
    return BandWayView(
        id=way.band.id,
        title=way.band.title,
        cost=way.cost,
        proven=way.is_proven,
        cost_in_words=_("out of reach") if way.cost is None else efforts.said(way.cost),
        missing=missing,
    )


def _move(move: AnswerMove) -> MoveView:
    question, before = move.question, move.before
    return MoveView(
        question=question.id,
        title=question.label,
        dimension=move.section.title,
        dimension_id=move.section.id,
        from_id="" if before is None else chosen_ids(question, before),
        from_number="" if before is None else question.number_of(before),
        from_text=_("open") if before is None else shortened(question.describe(before), EXCERPT),
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
        end = _end(step.scores, figures)
        yield PlanStepView(
            number=number,
            title=step.flag.title if step.flag else step.moves[0].question.label,
            red_flag=step.flag is not None,
            action=action_view(step.action, plan.start.questionnaire.effort_days),
            moves=tuple(_move(move) for move in step.moves),
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
            lifts=_lifted(before, step.scores),
        )
        before = step.scores


def _questions(step: PlannedStep) -> Sequence[str]:
    return [move.question.id for move in step.moves]


def _lifted(before: Scores, after: Scores) -> tuple[str, ...]:
    """The titles of the red flags that are gone."""
    still = {fired.flag.id for fired in after.flags}
    return tuple(fired.flag.title for fired in before.flags if fired.flag.id not in still)
