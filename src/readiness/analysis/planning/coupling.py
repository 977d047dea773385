"""What ties the steps of different questions together: prerequisites, opposed actions and conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations, product
from typing import NamedTuple

from readiness.analysis.planning.ladders import Allowed, Ladder, Places, named_actions
from readiness.questionnaire.advice import split_name
from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.scope import Scope

MOST_WAYS = 200
"""The most ways to meet one condition that are told apart; with more, single answers are fixed instead."""


class PlanLimits(NamedTuple):
    """A part of all plans: how many steps may be taken, and the least scores of sections."""

    allowed: Allowed
    least: Mapping[str, float] = {}
    """By the id of a section, on its scale."""

    def within(self, other: PlanLimits) -> PlanLimits | None:
        """What both allow; questions that `other` leaves out are as here. None if that is nothing."""
        allowed = dict(self.allowed)
        for id, places in other.allowed.items():
            allowed[id] = allowed[id] & places
            if not allowed[id]:
                return None
        least = {
            id: max(each[id] for each in (self.least, other.least) if id in each)
            for id in {*self.least, *other.least}
        }
        return PlanLimits(allowed, least)


class Link(NamedTuple):
    """Two questions of which not every pair of places goes together."""

    one: str
    other: str
    above: int
    """The steps of `one` from which on the link counts."""
    needs: frozenset[int]
    """The steps of `other` that are needed then."""

    def is_kept(self, places: Places) -> bool:
        """Whether a plan with these steps keeps to it."""
        return places.get(self.one, 0) < self.above or places.get(self.other, 0) in self.needs

    def ways(self, allowed: Allowed) -> Iterator[PlanLimits]:
        """The two ways to keep to it."""
        yield PlanLimits({self.one: frozenset(place for place in allowed[self.one] if place < self.above)})
        yield PlanLimits({self.other: self.needs})


def links(scope: Scope, ladders: Mapping[str, Ladder]) -> list[Link]:
    """The prerequisites and oppositions among the actions of `ladders`; `scope` is that of today."""
    return [*_prerequisites(scope, ladders), *_oppositions(scope.questionnaire, ladders)]


def _prerequisites(scope: Scope, ladders: Mapping[str, Ladder]) -> Iterator[Link]:
    """As for the roadmap, one on a question that cannot get better or is not asked today is taken as met."""
    for rule in scope.questionnaire.prerequisites:
        first, option = split_name(rule.first)
        if first not in ladders or first not in scope:
            continue
        ladder = ladders[first]
        if ladder.question.better(ladder.values[0], exposure=ladder.exposure) is None:
            continue
        done = frozenset(_done(ladder, option))
        for question, step in named_actions(ladders, rule.action):
            if question != first:
                yield Link(question, first, step + 1, done)


def _done(ladder: Ladder, option: str) -> Iterator[int]:
    """The steps of `ladder` after which the action at `option` is done; without one, any of its actions."""
    named = ladder.question.option(option)
    for place, value in enumerate(ladder.values):
        is_past = named and ladder.question.is_past(value, named, exposure=ladder.exposure)
        if place > 0 if is_past is None else is_past:
            yield place


def _oppositions(questionnaire: Questionnaire, ladders: Mapping[str, Ladder]) -> Iterator[Link]:
    for rule in questionnaire.opposed:
        names = set(rule.actions)
        steps = sorted({each for name in rule.actions for each in named_actions(ladders, name)})
        for (one, step), (other, before) in combinations(steps, 2):
            mine, others = ladders[one].names(step) & names, ladders[other].names(before) & names
            if one != other and (mine - ladders[other].names(before) or others - ladders[one].names(step)):
                yield Link(one, other, step + 1, frozenset(range(before + 1)))


# --- conditions ---------------------------------------------------------------------------------------

Trial = Callable[[Places], Scope]
"""Gives the scope in which conditions hold or not after some steps."""


def ways_to(
    condition: Condition, wanted: bool, ladders: Mapping[str, Ladder], trial: Trial
) -> list[PlanLimits] | None:
    """The parts of all plans in which `condition` is surely `wanted`; together they hold all such plans.

    None if there are too many to tell apart, or if a score would have to fall.
    """
    if condition.negated is not None:
        return ways_to(condition.negated, not wanted, ladders, trial)
    parts = condition.all or condition.any
    if parts:
        found = [ways_to(part, wanted, ladders, trial) for part in parts]
        every = [ways for ways in found if ways is not None]
        if len(every) < len(found):
            return None
        together = bool(condition.all) == wanted
        return _joined(every) if together else [way for ways in every for way in ways]
    if condition.section is not None:
        return _ways_to_score(condition, condition.section, wanted, trial)
    asked = condition.answer
    if asked is None or asked not in ladders:
        return [PlanLimits({})] if trial({}).holds(condition) is wanted else []
    places = range(len(ladders[asked].values))
    fitting = frozenset(place for place in places if trial({asked: place}).holds(condition) is wanted)
    return [PlanLimits({asked: fitting})] if fitting else []


def _ways_to_score(condition: Condition, section: str, wanted: bool, trial: Trial) -> list[PlanLimits] | None:
    scope = trial({})
    if section not in scope.scores:
        return [PlanLimits({})] if scope.holds(condition) is wanted else []
    if (condition.at_least is not None) != wanted:  # a score would have to stay below a limit
        return None
    margin = 0.0 if wanted else 2 * TOLERANCE
    return [PlanLimits({}, {section: condition.points + margin})]


def _joined(found: Iterable[list[PlanLimits]]) -> list[PlanLimits] | None:
    """Every choice of one way from each list, as far as it is possible."""
    joined = [PlanLimits({})]
    for ways in found:
        if len(joined) * len(ways) > MOST_WAYS:
            return None
        both = (_both(one, other) for one, other in product(joined, ways))
        joined = [limits for limits in both if limits is not None]
    return joined


def _both(one: PlanLimits, other: PlanLimits) -> PlanLimits | None:
    shared = {id: places for id, places in other.allowed.items() if id in one.allowed}
    found = PlanLimits({**other.allowed, **one.allowed}, one.least)
    return found.within(PlanLimits(shared, other.least))
