"""The plan that a search finds, as steps in the order in which they can be done."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from readiness.analysis.gaps import find_gaps
from readiness.analysis.planning.ladders import NO_WISHES, Places, Wishes, allowed_by, bundles, ladders_of
from readiness.analysis.planning.ordering import AnswerMove, PlannedStep, planned_steps
from readiness.analysis.planning.pricing import Pricing, pricing_for
from readiness.analysis.planning.search import Aim, BestSteps, Search
from readiness.analysis.roadmap import LONGEST, priorities
from readiness.answers.answers import Answer, State
from readiness.questionnaire.bands import Band
from readiness.scoring.engine import rescored
from readiness.scoring.plan import Requirement, Rung
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.scores import FiredFlag, Scores
from readiness.scoring.verdict import Blocker


class WayToBand(NamedTuple):
    """What a band takes: the least effort, or what stands in the way of it."""

    band: Band
    cost: float | None
    """None if no steps to it were found."""
    bound: float
    """What it takes at least; the same as `cost` if that is proven, and infinite if it is out of reach."""
    missing: tuple[Blocker, ...]
    """What it lacks even after all steps; empty if it is within reach, or if steps exclude each other."""
    limit: Scores
    """The scores after all steps that are allowed."""

    @property
    def is_proven(self) -> bool:
        """Whether nothing cheaper can reach it, or nothing at all."""
        return (math.inf if self.cost is None else self.cost) <= self.bound


class Alternative(NamedTuple):
    """What another plan takes, and where it leads."""

    cost: float
    scores: Scores


class ActionPlan(NamedTuple):
    """The steps that reach a band with the least effort, or the best score within a budget."""

    start: Scores
    """The scores as they are, with what the user takes as given."""
    assumed: tuple[AnswerMove, ...]
    """The answers that the user takes as given, though no action leads to them."""
    band: WayToBand | None
    """The band to reach; None if only the budget counts."""
    budget: float | None
    steps: tuple[PlannedStep, ...]
    """In the order in which they can be done."""
    cost: float
    end: Scores
    """The scores after all steps."""
    is_proven: bool
    """Whether no other plan is better."""
    reaches: bool
    """Whether the steps reach `band`; they are the best within the budget if not."""
    ladder: tuple[WayToBand, ...]
    """What each band above the present one takes, the lowest first."""
    unflagged: Alternative | None
    """The best plan that leaves no red flag in force, if this one leaves some."""
    lifting: float | None
    """What it takes at least to lift every red flag, if that was asked for and is more than the budget."""
    unbound: float | None
    """What the band would take without the wishes of the user; None if that is no less."""
    has_actions: bool
    """Whether the questionnaire has an action for any of the answers."""

    def __repr__(self) -> str:
        return f"<ActionPlan of {len(self.steps)} steps for {self.cost:g}>"

    @property
    def flags_left(self) -> tuple[FiredFlag, ...]:
        """The red flags that apply or cannot be ruled out after all steps."""
        return self.end.flags


class Planner:
    """Finds plans from some scores, within the wishes of the user."""

    def __init__(self, scores: Scores, wishes: Wishes) -> None:
        self.start = scores
        self.ladders = ladders_of(scores)
        self._allowed = allowed_by(wishes, self.ladders)
        self._search = Search(scores, self.ladders, self._allowed, bundles(scores, self._allowed))
        self.limit = self._search.scores_after(_all_steps(scores, self._allowed))
        """The scores after all steps that are allowed."""

    def least(self, rung: Rung) -> BestSteps | None:
        """Steps with the least effort that meet `rung`."""
        return self._search.best(Aim(rung))

    @property
    def gave_up(self) -> bool:
        """Whether the last search ended before it had looked at everything."""
        return self._search.gave_up

    def highest(self, rung: Rung, budget: float) -> BestSteps | None:
        """Steps that meet `rung` and give the highest overall within `budget`."""
        return self._search.best(Aim(rung, budget, highest=True, judged=False))

    def sensible(self, rung: Rung, best: BestSteps) -> BestSteps:
        """Of all steps that meet `rung` for the effort of `best` and are as high, those with the best prices.

        Where the rung asks for a score, as high means that.
        """
        if not best.is_proven:
            return best
        judged = best.scores.verdict.band is not None
        found = self._priced.best(Aim(rung, self._pricing.ceiling(best.cost), judged=judged))
        return best if found is None else found._replace(cost=best.cost, bound=best.bound)

    @cached_property
    def _pricing(self) -> Pricing:
        tasks = priorities(self.start, find_gaps(self.start)).tasks[:LONGEST]
        recommended = {id for task in tasks for id in task.questions}
        return pricing_for(self.start.questionnaire, self.ladders, recommended)

    @cached_property
    def _priced(self) -> Search:
        ladders = self._pricing.priced(self.ladders)
        return Search(self.start, ladders, self._allowed, bundles(self.start, self._allowed))

    def without_flags(self, rung: Rung) -> Rung:
        """`rung` with the requirement that no red flag is in force."""
        others = (each for each in rung.requires if each.kind != "red-flag")
        flags = (Requirement("red-flag", flag.id) for flag in self.start.plan.flags)
        return Rung(rung.band, (*others, *flags))


def plan_actions(
    scores: Scores,
    *,
    to: str | None = None,
    budget: float | None = None,
    wishes: Wishes = NO_WISHES,
    lift_flags: bool = False,
) -> ActionPlan:
    """The plan with the least effort that reaches the band `to`, within the `budget` if there is one.

    If that is more than the budget, or if no band is named, it is the plan with the best overall within the
    budget. `budget` is in the unit of `PlannedStep.cost`. `to` is the id of a band above the present one.
    With `lift_flags` no red flag is in force at the end, not even one that the band allows.
    """
    start, assumed = with_wishes(scores, wishes)
    planner = Planner(start, wishes)
    rungs = _above(start)
    if lift_flags:
        rungs = tuple(map(planner.without_flags, rungs))
    ladder, found = _ladder(planner, rungs)
    best, rung = found[to] if to else (None, _lowest(start))
    lifting = None
    reaches = best is not None and (budget is None or best.cost <= budget)
    if budget is not None and not reaches:
        rung = planner.without_flags(_lowest(start)) if lift_flags else _lowest(start)
        best = planner.highest(rung, budget)
        if best is None:  # the flags take more
            least = planner.least(rung)
            lifting, rung = least.cost if least else math.inf, _lowest(start)
            best = planner.highest(rung, budget)
    best, unflagged = _best_of_its_kind(planner, rung, None if reaches else budget, best)
    return ActionPlan(
        start=start,
        assumed=assumed,
        band=next((way for way in ladder if way.band.id == to), None),
        budget=budget,
        steps=tuple(planned_steps(start, planner.ladders, best)) if best else (),
        cost=best.cost if best else 0.0,
        end=best.scores if best else start,
        is_proven=best is not None and best.is_proven,
        reaches=reaches,
        ladder=tuple(ladder),
        unflagged=unflagged,
        lifting=lifting,
        unbound=_unbound(scores, wishes, rung, best) if reaches else None,
        has_actions=any(each.actions for each in planner.ladders.values()),
    )


def _ladder(
    planner: Planner, rungs: Sequence[Rung]
) -> tuple[list[WayToBand], dict[str, tuple[BestSteps | None, Rung]]]:
    """What each of `rungs` takes, and by its id the best steps to it or to a higher one, with that rung."""
    ways, found = list[WayToBand](), dict[str, tuple[BestSteps | None, Rung]]()
    higher: BestSteps | None = None
    for rung in reversed(rungs):
        steps, at = planner.least(rung), rung
        way = _way(rung, steps, planner)
        if higher is not None and (steps is None or higher.cost < steps.cost):  # that is reached too
            steps, at = higher, found[ways[0].band.id][1]
            way = WayToBand(rung.band, higher.cost, higher.bound, (), planner.limit)
        ways.insert(0, way)
        found[rung.band.id] = steps, at
        higher = steps
    return ways, found


def _best_of_its_kind(
    planner: Planner, rung: Rung, budget: float | None, best: BestSteps | None
) -> tuple[BestSteps | None, Alternative | None]:
    """The most sensible steps that are as good as `best`, and those without a red flag if these have one."""
    if best is None:
        return None, None
    clean = None
    if best.scores.flags:
        wanted = planner.without_flags(rung)
        clean = planner.least(wanted) if budget is None else planner.highest(wanted, budget)
        clean = clean if clean and clean.is_proven else None
    if clean and _is_as_good(clean, best, by_score=budget is not None):
        best, clean = clean, None
    if not best.scores.flags:  # others of the same effort may leave some
        rung = planner.without_flags(rung)
    if budget is not None:  # as high as that
        rung = Rung(rung.band, (*rung.requires, Requirement("overall", needed=best.scores.overall.low)))
    return planner.sensible(rung, best), Alternative(clean.cost, clean.scores) if clean else None


def _is_as_good(one: BestSteps, other: BestSteps, *, by_score: bool) -> bool:
    """Whether `one` takes no more than `other` or, `by_score`, is as high."""
    if by_score:
        return one.scores.overall.low >= other.scores.overall.low - TOLERANCE
    return one.cost <= other.cost + TOLERANCE


def _unbound(scores: Scores, wishes: Wishes, rung: Rung, best: BestSteps | None) -> float | None:
    """What `rung` takes without `wishes`; None if it is no less than `best`."""
    if wishes == NO_WISHES or best is None:
        return None
    free = Planner(scores, NO_WISHES).least(rung)
    return free.cost if free and free.is_proven and free.cost < best.cost - TOLERANCE else None


def with_facts(scores: Scores, facts: Mapping[str, tuple[str, ...]]) -> Scores:
    """The scores if these `facts` of the profile were stated."""
    if not facts:
        return scores
    return rescored(scores, replace(scores.answers, profile={**scores.answers.profile, **facts}))


def with_wishes(scores: Scores, wishes: Wishes) -> tuple[Scores, tuple[AnswerMove, ...]]:
    """The scores with the facts of `wishes` and those answers to which no steps lead, and these answers."""
    scores = with_facts(scores, wishes.profile)
    ladders = ladders_of(scores)
    assumed = []
    for id, value in wishes.fixed.items():
        if id not in ladders or value not in ladders[id].values:
            question, before = scores.questionnaire.questions[id], scores.answers[id].value
            assumed.append(AnswerMove(scores.questionnaire.locations[id].section, question, before, value))
    given = {**scores.answers.given}
    for move in assumed:
        old = scores.answers[move.question.id]
        given[move.question.id] = Answer(State.ANSWERED, move.after, evidence=old.evidence, owner=old.owner)
    changed = rescored(scores, replace(scores.answers, given=given)) if assumed else scores
    return changed, tuple(assumed)


def _all_steps(scores: Scores, allowed: Mapping[str, frozenset[int]]) -> Places:
    """Every step that is allowed on a question of the overall."""
    inside = {question.id for question in scores.plan.whole.all_questions()}
    return {id: max(places) for id, places in allowed.items() if places and id in inside}


def _above(scores: Scores) -> tuple[Rung, ...]:
    """The bands above that of the verdict, with their requirements; all but the lowest without a verdict."""
    rungs = scores.plan.whole.rungs
    band = scores.verdict.band
    return rungs[1:] if band is None else rungs[[rung.band for rung in rungs].index(band) + 1 :]


def _lowest(scores: Scores) -> Rung:
    """The lowest band, which requires nothing."""
    return Rung(scores.plan.whole.rungs[0].band, ())


def _way(rung: Rung, found: BestSteps | None, planner: Planner) -> WayToBand:
    """What the band of `rung` takes, by what `planner` has just found."""
    limit = planner.limit
    if found is not None:
        return WayToBand(rung.band, found.cost, found.bound, (), limit)
    if planner.gave_up:
        return WayToBand(rung.band, None, 0.0, (), limit)
    verdict = limit.verdict
    withheld = verdict.blocked_by if verdict.band is None else ()
    return WayToBand(rung.band, None, math.inf, (*withheld, *verdict.held.misses(rung)), limit)
