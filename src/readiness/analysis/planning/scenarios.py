"""The cases that a search looks at one by one: what is asked, and which actions of red flags are taken."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, product
from typing import NamedTuple

from readiness.analysis.planning.coupling import PlanLimits
from readiness.analysis.planning.ladders import Bundle, Ladder, answers_after
from readiness.scoring.engine import rescored
from readiness.scoring.scores import Scores

MOST_SCENARIOS = 200
"""The most combinations of answers that decide what is asked."""


class Scenario(NamedTuple):
    """What is asked and how much single steps cost, which the parts below it share."""

    number: int
    scores: Scores
    """The scores where only the steps that decide what is asked are taken."""
    ladders: Mapping[str, Ladder]
    cost: float
    """What `bundles` cost."""
    bundles: tuple[Bundle, ...]


def scenarios(
    scores: Scores, ladders: Mapping[str, Ladder], limits: PlanLimits, found: Sequence[Bundle]
) -> tuple[list[tuple[Scenario, PlanLimits]], bool]:
    """Every combination of answers that decide what is asked, and of the actions of red flags `found`.

    Each comes with the limits within which it is looked at. The second value says whether they hold all
    plans; if there are too many combinations, they only hold those that change nothing about what is asked.
    """
    alone = frozenset({0})
    gates = sorted(id for id in scores.questionnaire.decisive if limits.allowed.get(id, alone) != alone)
    is_complete = math.prod(len(limits.allowed[id]) for id in gates) <= MOST_SCENARIOS
    choices = [sorted(limits.allowed[id])[: None if is_complete else 1] for id in gates]
    numbers, made = count(), []
    for chosen in product(*choices):
        places = dict(zip(gates, chosen, strict=True))
        inside = limits.within(PlanLimits({id: frozenset({place}) for id, place in places.items()}))
        if inside is None:
            continue
        after = rescored(scores, answers_after(scores.answers, ladders, places)) if places else scores
        for priced, cost, taken, part in _with_bundles(ladders, inside, found):
            made.append((Scenario(next(numbers), after, priced, cost, taken), part))
    return made, is_complete


def _with_bundles(
    ladders: Mapping[str, Ladder], limits: PlanLimits, found: Sequence[Bundle]
) -> Iterator[tuple[Mapping[str, Ladder], float, tuple[Bundle, ...], PlanLimits]]:
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
    none = limits.within(PlanLimits(dict.fromkeys(bundle.questions, frozenset({0}))))
    if none is not None:
        yield from _with_bundles(ladders, none, rest)
    taken = limits.within(
        PlanLimits({id: frozenset(range(1, len(ladders[id].values))) for id in bundle.questions})
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
