"""What a plan says in sentences: what it takes, where it leads, on which conditions, and what it leaves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from readiness.analysis.gaps import find_gaps
from readiness.analysis.planning.action_plan import ActionPlan, WayToBand
from readiness.analysis.planning.ladders import Wishes
from readiness.messages.catalogue import _, plural
from readiness.messages.sentences import NAMED, bare, shortened
from readiness.questionnaire.advice import split_name
from readiness.questionnaire.combining.sided import HIGH_RESIDUAL
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.scores import Scores, SectionScore, with_parts
from readiness.views.build_advice import action_view
from readiness.views.figures import Figures
from readiness.views.plan_report import PlanEndView

CLOSE = 0.01
"""The part of the scale within which a plan ends close to a cut."""
MONTH, WORKING_DAYS = 30, 20
"""The days of a month, and those on which one person works in it."""


class Efforts(NamedTuple):
    """How effort is counted and said."""

    in_days: bool

    def said(self, cost: float) -> str:
        """`cost` with its unit."""
        number = f"{cost:.15g}"
        if self.in_days:
            return plural("{number} person-day", "{number} person-days", _form(cost), number=number)
        return plural("{number} unit of effort", "{number} units of effort", _form(cost), number=number)


def _form(cost: float) -> int:
    """The number whose form of a noun `cost` takes: 1 has one of its own."""
    return 1 if cost == 1 else 2


def plan_end(scores: Scores, figures: Figures) -> PlanEndView:
    """Where the enterprise stands."""
    band = scores.verdict.band
    return PlanEndView(
        overall=figures.number(scores.overall.low) if scores.applies else None,
        verdict=band.title if band else _("no verdict"),
        verdict_id=band.id if band else None,
    )


# --- the summary --------------------------------------------------------------------------------------


def summary(plan: ActionPlan, figures: Figures, efforts: Efforts, *, has_wishes: bool) -> Iterator[str]:
    """What the plan takes and where it leads."""
    if plan.band is not None and not plan.reaches:
        yield _why_not(plan, plan.band, efforts, has_wishes=has_wishes)
    if plan.lifting is not None:
        yield _lifting(plan.lifting, efforts)
    if not plan.steps:
        if plan.budget is not None:
            yield _("No action fits within {budget}.").format(budget=efforts.said(plan.budget))
        return
    yield _what_it_takes(plan, efforts)
    before, after = (_in_words(plan_end(scores, figures)) for scores in (plan.start, plan.end))
    yield plural(
        "It leads from {before} to {after}.",
        "They lead from {before} to {after}.",
        len(plan.steps),
        before=before,
        after=after,
    )
    yield from _proof(plan, efforts, has_wishes=has_wishes)
    yield from _margin(plan, figures)


def _what_it_takes(plan: ActionPlan, efforts: Efforts) -> str:
    days = max(step.days for step in plan.steps)
    if plan.band is not None and plan.reaches:
        return plural(
            "“{band}” takes {cost}: {count} step, done within {days} days at best.",
            "“{band}” takes {cost}: {count} steps, done within {days} days at best.",
            len(plan.steps),
            band=plan.band.band.title,
            cost=efforts.said(plan.cost),
            days=days,
        )
    return plural(
        "With {budget} to spend, the best is {cost}: {count} step, done within {days} days at best.",
        "With {budget} to spend, the best is {cost}: {count} steps, done within {days} days at best.",
        len(plan.steps),
        budget=efforts.said(plan.budget or 0.0),
        cost=efforts.said(plan.cost),
        days=days,
    )


def _in_words(end: PlanEndView) -> str:
    if end.overall is None:
        return end.verdict
    return _("{score} (“{verdict}”)").format(score=end.overall.text, verdict=end.verdict)


def _why_not(plan: ActionPlan, way: WayToBand, efforts: Efforts, *, has_wishes: bool) -> str:
    """Why the plan does not reach its band."""
    values = {"band": way.band.title, "cost": "" if way.cost is None else efforts.said(way.cost)}
    if way.cost is not None:
        return _("“{band}” takes {cost}, more than the budget.").format(**values)
    if way.missing and way.missing[0].kind == "coverage":
        return _("“{band}” is out of reach while so few questions are answered.").format(**values)
    if not way.is_proven:
        return _(
            "No steps to “{band}” were found, but the questions depend on each other too much to rule them"
            " out."
        ).format(**values)
    if not plan.has_actions:
        return _("“{band}” is out of reach: the questionnaire has no action for these answers.").format(
            **values
        )
    if has_wishes:
        return _("“{band}” is out of reach under these conditions.").format(**values)
    if way.missing:
        return _("“{band}” is out of reach: every action together is not enough.").format(**values)
    return _("“{band}” is out of reach: actions that it needs exclude each other.").format(**values)


def _lifting(cost: float, efforts: Efforts) -> str:
    if math.isinf(cost):
        return _("No actions lift every red flag; without that:")
    return _("To lift every red flag takes {cost}, more than the budget; without that:").format(
        cost=efforts.said(cost)
    )


def _proof(plan: ActionPlan, efforts: Efforts, *, has_wishes: bool) -> Iterator[str]:
    """Whether another plan is better, and what the wishes of the user cost."""
    if plan.is_proven:
        if has_wishes and plan.reaches:
            yield _("No plan that keeps to these conditions takes less.")
        elif plan.reaches:
            yield _("No plan takes less.")
        elif has_wishes:
            yield _("No plan within this budget and these conditions scores higher.")
        else:
            yield _("No plan within this budget scores higher.")
    if plan.unbound is not None:
        yield _("Without these conditions it takes {cost}.").format(cost=efforts.said(plan.unbound))


def _margin(plan: ActionPlan, figures: Figures) -> Iterator[str]:
    """How close to its cut a band is reached."""
    cut = plan.band.band.cut if plan.band is not None and plan.reaches else None
    if cut is None:
        return
    scale, spare = figures.scale, plan.end.overall.low - cut
    assert plan.band is not None
    if spare <= TOLERANCE:
        text = _("That is exactly what “{band}” needs ({cut}), so every step must succeed.")
        yield text.format(band=plan.band.band.title, cut=f"{cut:.15g}")
    elif spare < CLOSE * (scale.maximum - scale.minimum):
        text = _("That is {points} points above what “{band}” needs ({cut}), so every step must succeed.")
        points = figures.gain(cut, spare).text
        yield text.format(points=points, band=plan.band.band.title, cut=f"{cut:.15g}")


# --- conditions -----------------------------------------------------------------------------------------


def conditions(scores: Scores, wishes: Wishes, *, lift_flags: bool) -> Iterator[str]:
    """What the user has decided beforehand."""
    questions = scores.questionnaire.questions
    if wishes.keep:
        yield _("These answers stay as they are: {questions}.").format(
            questions=_titles([questions[id].label for id in questions if id in wishes.keep])
        )
    if wishes.never:
        yield _("These actions are ruled out: {actions}.").format(
            actions=_titles([_action(scores, name) for name in sorted(wishes.never)])
        )
    for id, value in wishes.fixed.items():
        text = _("“{question}” ends with “{answer}”.")
        yield text.format(question=questions[id].label, answer=bare(questions[id].said(value)))
    for id, chosen in wishes.profile.items():
        asked = scores.questionnaire.profile_question(id)
        assert asked is not None  # checked before
        texts = [option.text for option in asked.options if option.id in chosen]
        yield _("“{fact}” is taken to be “{value}”.").format(fact=asked.title, value=_("; ").join(texts))
    if lift_flags:
        yield _("No red flag stays, not even one that the level allows.")


def _action(scores: Scores, name: str) -> str:
    """What a user reads instead of the name of an action."""
    id, option = split_name(name)
    question = scores.questionnaire.questions[id]
    named = question.option(option)
    if named is None:
        return question.label
    return _("{question}: from “{answer}”").format(question=question.label, answer=bare(named.text))


def _titles(titles: Sequence[str]) -> str:
    shown = [_("“{text}”").format(text=shortened(title)) for title in titles[:NAMED]]
    if more := len(titles) - len(shown):
        shown.append(plural("and {count} more", "and {count} more", more))
    return _(", ").join(shown)


# --- what to bear in mind -------------------------------------------------------------------------------


def flags_left(plan: ActionPlan, efforts: Efforts) -> Iterator[str]:
    """The red flags that a plan leaves, and what it takes to leave none."""
    if not plan.steps:
        return
    certain = [fired.flag.title for fired in plan.flags_left if fired.certain]
    possible = [fired.flag.title for fired in plan.flags_left if not fired.certain]
    if certain:
        yield plural(
            "{count} red flag stays in force: {titles}.",
            "{count} red flags stay in force: {titles}.",
            len(certain),
            titles=_titles(certain),
        )
    if possible:
        yield plural(
            "{count} red flag cannot be ruled out while answers are open: {titles}.",
            "{count} red flags cannot be ruled out while answers are open: {titles}.",
            len(possible),
            titles=_titles(possible),
        )
    if plan.unflagged is not None and plan.reaches:
        yield _("A plan that leaves none takes {cost} in all.").format(cost=efforts.said(plan.unflagged.cost))
    elif plan.unflagged is not None:
        text = _("A plan that leaves none reaches {score} for {cost}.")
        score = Figures(plan.start.questionnaire.scale).number(plan.unflagged.scores.overall.low).text
        yield text.format(score=score, cost=efforts.said(plan.unflagged.cost))


def remarks(plan: ActionPlan, efforts: Efforts) -> Iterator[str]:
    """What the plan leaves, and how far it can be relied on."""
    yield from _untouched_risks(plan)
    yield from _open_answers(plan)
    if plan.start.scope.quick:
        yield _("It is made from the quick set alone; other questions may hold cheaper steps, or red flags.")
    if plan.steps and not plan.is_proven:
        yield _("The questions depend on each other too much to prove that no plan is better.")
    if plan.reaches and not plan.is_proven and plan.band and plan.band.bound > 0:
        yield _("Every plan takes {bound} or more.").format(bound=efforts.said(plan.band.bound))
    if plan.steps and efforts.in_days:
        yield from _load(plan)
    if plan.steps:
        yield _(
            "The questionnaire gives the same effort to every enterprise. Put in your own figures before you"
            " decide."
        )


def risks_of(scores: Scores) -> list[SectionScore]:
    """The sections whose exposure sets how much control is needed."""
    return [item for item in with_parts(scores.sections) if item.sides and item.node.way.sets_bar]


def _untouched_risks(plan: ActionPlan) -> Iterator[str]:
    """The high risks for which the plan does nothing, each with the best action against it."""
    moved = {move.question.id for step in plan.steps for move in step.moves}
    if not moved:
        return
    gaps = find_gaps(plan.end)
    for item in risks_of(plan.end):
        inside = {question.id for question in item.node.all_questions()}
        if item.sides is None or item.sides.left.high < HIGH_RESIDUAL - TOLERANCE or inside & moved:
            continue
        residual = Figures(item.scale).percent(item.sides.left.high).text
        yield _("Nothing in it lowers the risk “{risk}”, of which {residual} is left.").format(
            risk=item.section.title, residual=residual
        )
        best = next((gap for gap in gaps if gap.question.id in inside and gap.action), None)
        if best is not None and best.action is not None:
            cost = action_view(best.action, plan.start.questionnaire.effort_days).cost
            text = _("The best next step against it: {title} ({cost}).")
            yield text.format(title=best.question.label, cost=cost)


def _open_answers(plan: ActionPlan) -> Iterator[str]:
    whole, scope = plan.start.plan.whole, plan.start.scope
    open_ = [question.label for question in whole.all_questions() if scope.is_open(question.id)]
    if open_:
        text = _(
            "Open answers count at their worst. Answer these first, for the plan may become shorter:"
            " {titles}."
        )
        yield text.format(titles=_titles(open_))


def _load(plan: ActionPlan) -> Iterator[str]:
    """What the plan asks of people."""
    yield _(
        "Days count as if every step began as soon as it can. One person alone would need {count} working"
        " days."
    ).format(count=f"{plan.cost:.15g}")
    soon = [step for step in plan.steps if step.days <= MONTH]
    asked = math.fsum(step.cost for step in soon)
    if asked <= WORKING_DAYS:
        return
    by_role: dict[str, float] = {}
    for step in soon:
        by_role[step.action.who] = by_role.get(step.action.who, 0.0) + step.cost
    role, most = max(by_role.items(), key=lambda item: item[1])
    if role:
        text = _("The first 30 days ask for {asked} person-days, {most} of them led by one role: {role}.")
        yield text.format(asked=f"{asked:.15g}", most=f"{most:.15g}", role=role)
    else:
        yield _("The first 30 days ask for {asked} person-days.").format(asked=f"{asked:.15g}")
