"""Finds the cheapest steps that reach a band, or the best score within a budget, by branch and bound.

Without the ties between questions, the best steps follow from frontiers; they are a bound for every plan
within the same limits. Steps that break a tie divide what is left into parts that keep it. The part with the
best bound is always looked at first, so the first steps that keep every tie are the best ones. Each is scored
by the engine itself. Source: A. H. Land and A. G. Doig (1960), Econometrica 28.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from readiness.analysis.planning.coupling import PlanLimits, links, ways_to
from readiness.analysis.planning.frontier import FrontierPoint, frontier
from readiness.analysis.planning.ladders import Allowed, Bundle, Ladder, Places, answers_after
from readiness.analysis.planning.purchase import best_within, cheapest_reaching
from readiness.analysis.planning.scenarios import Scenario, scenarios
from readiness.answers.answers import Answers
from readiness.questionnaire.conditions import Condition
from readiness.scoring.engine import rescored
from readiness.scoring.plan import Rung
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.scope import Scope
from readiness.scoring.scores import Scores

MOST_PARTS = 200
"""The most parts that are looked at before the search gives up its proof."""


class Aim(NamedTuple):
    """What to reach: the requirements of `rung` for the least effort, or with these the highest overall."""

    rung: Rung
    budget: float = math.inf
    highest: bool = False
    """Whether the highest overall within `budget` is looked for."""
    judged: bool = True
    """Whether there must be a verdict."""


class BestSteps(NamedTuple):
    """The best steps, and what they cost."""

    places: Places
    cost: float
    bundles: tuple[Bundle, ...]
    """The red flags whose action is taken, in place of the first step of the questions that it names."""
    scores: Scores
    """The scores after all steps."""
    bound: float
    """What every plan costs at least or, within a budget, scores at most; 0 if that is not known."""
    is_proven: bool

    def __repr__(self) -> str:
        return f"<BestSteps {len(self.places)} questions for {self.cost:g}>"


class _Part(NamedTuple):
    scenario: Scenario
    limits: PlanLimits
    places: Places
    """The best steps within `limits`, apart from ties."""
    cost: float
    height: float
    """The overall after them."""


class Search:
    """Looks for the best steps from some scores; each aim is a search of its own."""

    def __init__(
        self, scores: Scores, ladders: Mapping[str, Ladder], allowed: Allowed, found: Iterable[Bundle]
    ) -> None:
        self._scores = scores
        self._ladders = ladders
        self._links = links(scores.scope, ladders)
        self._frontiers: dict[tuple[object, ...], list[FrontierPoint]] = {}
        self._allowed = allowed
        self._bundles = list(found)
        self.gave_up = False
        """Whether the last search ended before it had looked at everything."""
        self._roots, self._is_complete = scenarios(scores, ladders, PlanLimits(allowed), self._bundles)

    def best(self, aim: Aim) -> BestSteps | None:
        """The best steps for `aim`; None if there are none or, after it `gave_up`, if none was found."""
        self.gave_up = False
        numbers, waiting = count(), list[tuple[tuple[float, float], int, _Part]]()

        def wait(scenario: Scenario, limits: PlanLimits) -> None:
            part = self._bounded(scenario, limits, aim)
            if part is not None:
                key = (-part.height, part.cost) if aim.highest else (part.cost, -part.height)
                heappush(waiting, (key, next(numbers), part))

        for scenario, limits in self._roots:
            wait(scenario, limits)
        looked_at = 0
        while waiting and looked_at < MOST_PARTS:
            part = heappop(waiting)[2]
            looked_at += 1
            after = self.scores_after(part.places)
            narrower = self._narrower(part, after, aim)
            if narrower is None:
                bound = part.height if aim.highest else part.cost
                bound = bound if self._is_complete else 0.0
                lone = (each for each in self._bundles if len(each.questions) == 1)
                used = (*part.scenario.bundles, *(each for each in lone if each.questions[0] in part.places))
                found = BestSteps(part.places, part.cost, used, after, bound, self._is_complete)
                return found if self._is_complete else _better(self, self._ladders, self._allowed, aim, found)
            for limits in narrower:
                wait(part.scenario, limits)
        self.gave_up = bool(waiting) or not self._is_complete
        if not self.gave_up:
            return None
        if aim.highest:
            return _grown(self, self._ladders, self._allowed, aim)
        bound = waiting[0][2].cost if waiting and self._is_complete else 0.0
        return _spared(self, self._ladders, self._allowed, aim.rung, bound)

    def scores_after(self, places: Places) -> Scores:
        """The scores after these steps."""
        return rescored(self._scores, self._answers_after(places))

    def is_enough(self, places: Places, rung: Rung) -> bool:
        """Whether these steps keep every tie and all that `rung` requires."""
        verdict = self.scores_after(places).verdict
        return self.keeps_ties(places) and verdict.band is not None and not [*verdict.held.misses(rung)]

    def keeps_ties(self, places: Places) -> bool:
        """Whether these steps keep to all prerequisites and oppositions."""
        return all(link.is_kept(places) for link in self._links)

    def _answers_after(self, places: Places) -> Answers:
        return answers_after(self._scores.answers, self._ladders, places)

    # --- bounds ---------------------------------------------------------------------------------------

    def _bounded(self, scenario: Scenario, limits: PlanLimits, aim: Aim) -> _Part | None:
        """The best steps within `limits`, apart from ties; None if none are good enough."""
        if aim.judged and not _is_judged(scenario.scores, aim.rung):
            return None
        frontiers = []
        for item in scenario.scores.sections:
            points = self._frontier(scenario, item.node.id, limits)
            fitting = [point for point in points if _meets(point, aim.rung)]
            if not fitting:
                return None
            frontiers.append(fitting)
        whole, budget = self._scores.plan.whole, aim.budget - scenario.cost
        if aim.highest:
            bought = best_within(whole, frontiers, budget)
        else:
            cut = next((each.needed for each in aim.rung.requires if each.kind == "overall"), -math.inf)
            bought = cheapest_reaching(whole, frontiers, cut, budget)
        if bought is None:
            return None
        forced = {id: min(places) for id, places in limits.allowed.items() if min(places) > 0}
        taken = dict(step for point in bought.points for step in point.steps)
        outside = {id: place for id, place in forced.items() if id not in taken}
        cost = scenario.cost + bought.cost
        cost += math.fsum(scenario.ladders[id].costs[place] for id, place in outside.items())
        if cost > aim.budget + TOLERANCE:
            return None
        return _Part(scenario, limits, {**taken, **outside}, cost, bought.overall)

    def _frontier(self, scenario: Scenario, section: str, limits: PlanLimits) -> list[FrontierPoint]:
        node = next(item.node for item in scenario.scores.sections if item.node.id == section)
        inside = {question.id for question in node.all_questions()} & limits.allowed.keys()
        key = (
            scenario.number,
            section,
            tuple(sorted((id, limits.allowed[id]) for id in inside)),
            tuple(sorted(limits.least.items())),
        )
        if key not in self._frontiers:
            self._frontiers[key] = frontier(node, scenario.scores.basis, scenario.ladders, limits)
        return self._frontiers[key]

    # --- ties -----------------------------------------------------------------------------------------

    def _narrower(self, part: _Part, after: Scores, aim: Aim) -> list[PlanLimits] | None:
        """The parts that keep a tie which the steps of `part` break; None if they break none."""
        for link in self._links:
            if not link.is_kept(part.places):
                return [*_within(part.limits, link.ways(part.limits.allowed))]
        if after.verdict.band is None and aim.judged:
            return _split(part)
        for blocker in after.verdict.held.misses(aim.rung):
            condition, wanted = aim.rung.band.when, True
            if blocker.kind == "red-flag":
                flags = {fired.flag.id: fired.flag for fired in after.flags}
                condition, wanted = flags[blocker.subject].when, False
            elif blocker.kind != "condition":
                return _split(part)
            assert condition is not None
            ways = self._ways(part, condition, wanted)
            return _split(part) if ways is None else [*_within(part.limits, ways)]
        is_as_bounded = not aim.highest or abs(after.overall.low - part.height) <= TOLERANCE
        return None if is_as_bounded else _split(part)

    def _ways(self, part: _Part, condition: Condition, wanted: bool) -> list[PlanLimits] | None:
        before = part.scenario.scores

        def trial(places: Places) -> Scope:
            return Scope(
                before.questionnaire,
                self._answers_after({**part.places, **places}),
                before.scope.standing,
                before.scope.quick,
                before.scope.scores,
            )

        return ways_to(condition, wanted, self._ladders, trial)


def _split(part: _Part) -> list[PlanLimits]:
    """The steps of one question as they are, and all others; nothing if no question is left to decide."""
    for id, allowed in part.limits.allowed.items():
        if len(allowed) > 1:
            here = frozenset({part.places.get(id, 0)})
            return [*_within(part.limits, (PlanLimits({id: here}), PlanLimits({id: allowed - here})))]
    return []


def _within(limits: PlanLimits, ways: Iterable[PlanLimits]) -> Iterator[PlanLimits]:
    for way in ways:
        narrower = limits.within(way)
        if narrower is not None:
            yield narrower


def _is_judged(scores: Scores, rung: Rung) -> bool:
    """Whether enough is answered for a verdict, and for `rung`."""
    if scores.verdict.band is None:
        return False
    coverage = (each.needed for each in rung.requires if each.kind == "coverage")
    return all(scores.coverage >= needed - TOLERANCE for needed in coverage)


def _meets(point: FrontierPoint, rung: Rung) -> bool:
    """Whether a section meets what `rung` requires of it."""
    item = point.item
    exposure = item.sides.given.high if item.sides else 0.0
    return all(
        item.score.low >= each.at(exposure) - TOLERANCE
        for each in rung.requires
        if each.subject == item.node.id and each.kind in ("floor", "control", "section")
    )


def _better(
    search: Search, ladders: Mapping[str, Ladder], allowed: Allowed, aim: Aim, found: BestSteps
) -> BestSteps:
    """`found`, which changes nothing about what is asked, or steps found step by step if they are better."""
    if aim.highest:
        other = _grown(search, ladders, allowed, aim)
        is_better = other is not None and other.scores.overall.low > found.scores.overall.low
    else:
        other = _spared(search, ladders, allowed, aim.rung, 0.0)
        is_better = other is not None and other.cost < found.cost
    return other if other is not None and is_better else found


def _spared(
    search: Search, ladders: Mapping[str, Ladder], allowed: Allowed, rung: Rung, bound: float
) -> BestSteps | None:
    """All steps without those that the band can spare, the dearest first; None if all are too few."""
    places = {id: max(each) for id, each in allowed.items() if max(each) > 0}
    if not search.is_enough(places, rung):
        return None
    for id in sorted(places, key=lambda id: -ladders[id].costs[places[id]]):
        fewer = (place for place in sorted(allowed[id]) if place < places[id])
        places[id] = next(
            (place for place in fewer if search.is_enough({**places, id: place}, rung)), places[id]
        )
    places = {id: place for id, place in places.items() if place}
    cost = math.fsum(ladders[id].costs[place] for id, place in places.items())
    return BestSteps(places, cost, (), search.scores_after(places), bound, is_proven=False)


def _grown(search: Search, ladders: Mapping[str, Ladder], allowed: Allowed, aim: Aim) -> BestSteps | None:
    """Steps within the budget, each time the one that adds most for its effort; None if it is too little."""
    places: dict[str, int] = {}
    cost, scores = 0.0, search.scores_after({})
    while True:
        steps = []
        for id, ladder in ladders.items():
            place = places.get(id, 0) + 1
            if place not in allowed[id]:
                continue
            more = ladder.costs[place] - ladder.costs[place - 1]
            longer = {**places, id: place}
            if cost + more <= aim.budget + TOLERANCE and search.keeps_ties(longer):
                gain = search.scores_after(longer).overall.low - scores.overall.low
                steps.append((gain / more, id, place, more))
        if not steps or max(steps)[0] <= TOLERANCE:
            break
        _gain, id, place, more = max(steps)
        places[id], cost = place, cost + more
        scores = search.scores_after(places)
    if [*scores.verdict.held.misses(aim.rung)]:
        return None
    return BestSteps(places, cost, (), scores, 0.0, is_proven=False)
