"""Finds the cheapest steps that reach a band, or the best score within a budget, by branch and bound.

Without the ties between questions, the best steps follow from frontiers; they are a bound for every plan
within the same limits. Steps that break a tie divide what is left into parts that keep it. The part with the
best bound is always looked at first, so the first steps that keep every tie are the best ones. Each is scored
by the engine itself. Source: A. H. Land and A. G. Doig (1960), Econometrica 28.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import count, product
from typing import NamedTuple

from readiness.analysis.planning.coupling import Limits, Link, asked_about, links, ways_to
from readiness.analysis.planning.frontier import Point, frontier
from readiness.analysis.planning.ladders import Allowed, Bundle, Ladder, Places
from readiness.analysis.planning.purchase import best_within, cheapest_reaching
from readiness.answers.answers import Answers
from readiness.questionnaire.conditions import Condition
from readiness.scoring.engine import rescored
from readiness.scoring.plan import Rung
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.scope import Scope
from readiness.scoring.scores import Scores

MOST_PARTS = 400
"""The most parts that are looked at before the search gives up its proof."""
MOST_SCENARIOS = 200
"""The most combinations of answers that decide what is asked."""


class Aim(NamedTuple):
    """What to reach: the requirements of `rung` for the least effort, or with these the highest overall."""

    rung: Rung
    budget: float = math.inf
    highest: bool = False
    """Whether the highest overall within `budget` is looked for."""


class Found(NamedTuple):
    """The best steps, and what they cost."""

    places: Places
    cost: float
    bundles: tuple[Bundle, ...]
    """The red flags whose action is taken, in place of the first step of the questions that it names."""
    scores: Scores
    """The scores after all steps."""
    bound: float
    """What every other plan costs at least or, within a budget, scores at most."""
    is_proven: bool

    def __repr__(self) -> str:
        return f"<Found {len(self.places)} questions for {self.cost:g}>"


class Scenario(NamedTuple):
    """What is asked and how much single steps cost, which the parts below it share."""

    number: int
    scores: Scores
    """The scores where only the steps that decide what is asked are taken."""
    ladders: Mapping[str, Ladder]
    cost: float
    """What `bundles` cost."""
    bundles: tuple[Bundle, ...]


class _Part(NamedTuple):
    scenario: Scenario
    limits: Limits
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
        self._links = links(scores.questionnaire, ladders)
        self._frontiers: dict[tuple[object, ...], list[Point]] = {}
        self._is_complete = True
        """Whether the scenarios hold all plans."""
        self._bundles = list(found)
        self._roots = list(self._scenarios(Limits(allowed)))

    def best(self, aim: Aim) -> Found | None:
        """The best steps for `aim`; None if there are none, or if none was found in time."""
        numbers, waiting = count(), list[tuple[tuple[float, float], int, _Part]]()

        def wait(scenario: Scenario, limits: Limits) -> None:
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
            after = rescored(self._scores, self.answers_after(part.places))
            narrower = self._narrower(part, after, aim)
            if narrower is None:
                bound = part.height if aim.highest else part.cost
                return self._found(part.scenario, part.places, part.cost, bound, is_proven=self._is_complete)
            for limits in narrower:
                wait(part.scenario, limits)
        self.gave_up = bool(waiting) or not self._is_complete
        return self._some(aim, waiting[0][2].cost if waiting else 0.0) if self.gave_up else None

    gave_up = False
    """Whether the last search ended before it had looked at everything."""

    def answers_after(self, places: Places) -> Answers:
        """The answers after these steps."""
        answers = self._scores.answers
        for id, place in places.items():
            answers = answers.with_answer(id, answers[id]._replace(value=self._ladders[id].values[place]))
        return answers

    # --- scenarios ------------------------------------------------------------------------------------

    def _scenarios(self, limits: Limits) -> Iterator[tuple[Scenario, Limits]]:
        """Every combination of answers that decide what is asked, and of red flags to lift."""
        numbers = count()
        conditions = self._scores.questionnaire.asked_if.values()
        gates = sorted(id for id in asked_about(conditions) if len(limits.allowed.get(id, ())) > 1)
        ways = math.prod(len(limits.allowed[id]) for id in gates)
        self._is_complete = ways <= MOST_SCENARIOS
        choices = [sorted(limits.allowed[id]) if self._is_complete else [0] for id in gates]
        for chosen in product(*choices):
            places = dict(zip(gates, chosen, strict=True))
            inside = limits.within(Limits({id: frozenset({place}) for id, place in places.items()}))
            assert inside is not None  # each place is allowed
            scores = rescored(self._scores, self.answers_after(places)) if places else self._scores
            for ladders, cost, taken, part in _with_bundles(self._ladders, inside, self._bundles):
                yield Scenario(next(numbers), scores, ladders, cost, taken), part

    # --- bounds ---------------------------------------------------------------------------------------

    def _bounded(self, scenario: Scenario, limits: Limits, aim: Aim) -> _Part | None:
        """The best steps within `limits`, apart from ties; None if none are good enough."""
        if not aim.highest and not _is_judged(scenario.scores, aim.rung):
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

    def _frontier(self, scenario: Scenario, section: str, limits: Limits) -> list[Point]:
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

    def _narrower(self, part: _Part, after: Scores, aim: Aim) -> list[Limits] | None:
        """The parts that keep a tie which the steps of `part` break; None if they break none."""
        for link in self._links:
            if not link.is_kept(part.places) and _counts(link, part.scenario.scores):
                return [*_within(part.limits, link.ways(part.limits.allowed))]
        if after.verdict.band is None and not aim.highest:
            return self._split(part)
        for blocker in after.verdict.held.misses(aim.rung):
            condition, wanted = aim.rung.band.when, True
            if blocker.kind == "red-flag":
                flags = {fired.flag.id: fired.flag for fired in after.flags}
                condition, wanted = flags[blocker.subject].when, False
            elif blocker.kind != "condition":
                return self._split(part)
            assert condition is not None
            ways = self._ways(part, condition, wanted)
            return self._split(part) if ways is None else [*_within(part.limits, ways)]
        is_as_bounded = not aim.highest or abs(after.overall.low - part.height) <= TOLERANCE
        return None if is_as_bounded else self._split(part)

    def _ways(self, part: _Part, condition: Condition, wanted: bool) -> list[Limits] | None:
        before = part.scenario.scores

        def trial(places: Places) -> Scope:
            return Scope(
                before.questionnaire,
                self.answers_after({**part.places, **places}),
                before.scope.standing,
                before.scope.quick,
                before.scope.scores,
            )

        return ways_to(condition, wanted, self._ladders, trial)

    def _split(self, part: _Part) -> list[Limits]:
        """The steps of one question as they are, and all others; nothing if no question is left to decide."""
        for id, allowed in part.limits.allowed.items():
            if len(allowed) > 1:
                here = frozenset({part.places.get(id, 0)})
                return [*_within(part.limits, (Limits({id: here}), Limits({id: allowed - here})))]
        return []

    # --- without a proof ------------------------------------------------------------------------------

    def _some(self, aim: Aim, bound: float) -> Found | None:
        """All steps without those that the band can spare, the dearest first; None if all are too few."""
        if aim.highest or not self._roots:
            return None
        scenario, limits = self._roots[0]
        places = {id: max(allowed) for id, allowed in limits.allowed.items() if max(allowed) > 0}

        def is_enough(places: Places) -> bool:
            after = rescored(self._scores, self.answers_after(places))
            kept = all(link.is_kept(places) for link in self._links)
            return kept and after.verdict.band is not None and not [*after.verdict.held.misses(aim.rung)]

        if not is_enough(places):
            return None
        ladders = scenario.ladders
        for id in sorted(places, key=lambda id: -ladders[id].costs[places[id]]):
            for place in sorted(limits.allowed[id]):
                if place < places[id] and is_enough({**places, id: place}):
                    places[id] = place
                    break
        places = {id: place for id, place in places.items() if place}
        cost = scenario.cost + math.fsum(ladders[id].costs[place] for id, place in places.items())
        return self._found(scenario, places, cost, bound, is_proven=False)

    def _found(
        self, scenario: Scenario, places: Places, cost: float, bound: float, *, is_proven: bool
    ) -> Found:
        lone = [each for each in self._bundles if len(each.questions) == 1 and each.questions[0] in places]
        after = rescored(self._scores, self.answers_after(places))
        return Found(places, cost, (*scenario.bundles, *lone), after, bound, is_proven)


def _within(limits: Limits, ways: Iterable[Limits]) -> Iterator[Limits]:
    for way in ways:
        narrower = limits.within(way)
        if narrower is not None:
            yield narrower


def _counts(link: Link, scores: Scores) -> bool:
    """Whether both questions of `link` are asked."""
    return link.one in scores.scope and link.other in scores.scope


def _is_judged(scores: Scores, rung: Rung) -> bool:
    """Whether enough is answered for a verdict, and for `rung`."""
    if scores.verdict.band is None:
        return False
    coverage = (each.needed for each in rung.requires if each.kind == "coverage")
    return all(scores.coverage >= needed - TOLERANCE for needed in coverage)


def _meets(point: Point, rung: Rung) -> bool:
    """Whether a section meets what `rung` requires of it."""
    item = point.item
    exposure = item.sides.given.high if item.sides else 0.0
    return all(
        item.score.low >= each.at(exposure) - TOLERANCE
        for each in rung.requires
        if each.subject == item.node.id and each.kind in ("floor", "control", "section")
    )


def _with_bundles(
    ladders: Mapping[str, Ladder], limits: Limits, found: Sequence[Bundle]
) -> Iterator[tuple[Mapping[str, Ladder], float, tuple[Bundle, ...], Limits]]:
    """Each way to use the actions of red flags: what steps then cost, what they cost, and which are used.

    The action of a flag replaces the first step of one question. Of several questions it takes the first step
    of all, or none of them is taken.
    """
    if not found:
        yield ladders, 0.0, (), limits
        return
    bundle, rest = found[0], found[1:]
    if len(bundle.questions) == 1:
        yield from _with_bundles(_first_step(ladders, bundle.questions, bundle.cost), limits, rest)
        return
    none = limits.within(Limits(dict.fromkeys(bundle.questions, frozenset({0}))))
    if none is not None:
        yield from _with_bundles(ladders, none, rest)
    taken = limits.within(
        Limits({id: frozenset(range(1, len(ladders[id].values))) for id in bundle.questions})
    )
    if taken is not None:
        cheaper = _first_step(ladders, bundle.questions, 0.0)
        for each, cost, used, part in _with_bundles(cheaper, taken, rest):
            yield each, cost + bundle.cost, (bundle, *used), part


def _first_step(ladders: Mapping[str, Ladder], questions: Iterable[str], cost: float) -> dict[str, Ladder]:
    """`ladders` with this cost of the first step of `questions`."""
    changed = dict(ladders)
    for id in questions:
        first, *others = changed[id].costs
        changed[id] = changed[id]._replace(costs=(first, *(cost + each - others[0] for each in others)))
    return changed
