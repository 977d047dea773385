"""Draws other weights, answers and ways of combining at random, and counts how often the verdict holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import inf, log
from random import Random
from typing import NamedTuple

from readiness.analysis.reweighing import Factors
from readiness.analysis.sensitivity import DrawnSource, shifts_of
from readiness.analysis.simulating import Moves, Simulation
from readiness.analysis.variations import Variations
from readiness.questionnaire.combining.combining import Combining
from readiness.questionnaire.combining.ways import way_of
from readiness.scoring.scores import Scores
from readiness.scoring.series import Series


class Chances(NamedTuple):
    """What is drawn, and how far it may be from what is stated."""

    draws: int = 10_000
    seed: int = 20250725
    spread: float = 0.25
    """The standard deviation of an average weight as a part of it, less than 1."""
    moved: float = 0.1
    """The share of answers that are a level away, half of them higher and half lower; 0-1."""
    ways: tuple[str, ...] = ("arithmetic", "geometric")
    """The ways of combining dimensions that are drawn beside that of the questionnaire, all as often."""


class Draws(NamedTuple):
    """How often each verdict came out."""

    chances: Chances
    concentration: float
    """The sum of the parameters of the Dirichlet distribution of weights; infinite if they do not vary."""
    ways: tuple[Combining, ...]
    """The ways of combining that were drawn, that of the questionnaire first."""
    places: Mapping[DrawnSource, Counter[int | None]]
    """By what varied: how many draws gave the band in each place, or no verdict (None)."""


USUAL = Chances()


def draw_verdicts(variations: Variations, chances: Chances = USUAL) -> Draws | None:
    """Draw as `chances` say; None without a verdict. The same answers and chances give the same result."""
    scores = variations.scores
    if scores.verdict.band is None:
        return None
    random = Random(chances.seed)  # noqa: S311 (a simulation)
    weights = {item.node.id: item.node.weight for item in scores.sections}
    concentration = _concentration(len(weights), chances.spread)
    simulation = Simulation(
        variations,
        chances.draws,
        _drawn_factors(random, weights, concentration, chances.draws),
        _drawn_moves(random, variations, chances),
    )
    ways = _ways(scores, chances.ways)
    chosen = random.choices(ways, k=chances.draws)
    places: dict[DrawnSource, Counter[int | None]] = {
        "weights": simulation.places(ways[0], weights=True),
        "answers": simulation.places(ways[0], answers=True),
        "way": Counter(),
        "all": Counter(),
    }
    for way in ways:
        among = [each is way for each in chosen]
        places["way"] += simulation.places(way, among)
        places["all"] += simulation.places(way, among, weights=True, answers=True)
    return Draws(chances, concentration, ways, places)


def _concentration(count: int, spread: float) -> float:
    """The concentration c at which a weight of 1/`count` has the standard deviation `spread`/`count`.

    Of a part p of Dirichlet(c·p, …) the variance is p·(1 - p)/(c + 1), so c = (`count` - 1)/`spread`² - 1.
    """
    return (count - 1) / spread**2 - 1 if spread and count > 1 else inf


def _drawn_factors(random: Random, weights: Mapping[str, float], concentration: float, draws: int) -> Factors:
    """What each weight is multiplied by: a part of a Dirichlet distribution, relative to the stated part.

    Such parts are gamma variates divided by their sum.
    """
    if concentration == inf:
        return {}
    whole = sum(weights.values())
    parts = {id: concentration * weight / whole for id, weight in weights.items()}
    drawn = {id: [random.gammavariate(part, 1.0) for _draw in range(draws)] for id, part in parts.items()}
    totals = [sum(each) / concentration for each in zip(*drawn.values(), strict=True)]
    return {
        id: Series(value / parts[id] / total for value, total in zip(values, totals, strict=True))
        for id, values in drawn.items()
    }


def _drawn_moves(random: Random, variations: Variations, chances: Chances) -> Moves:
    """In which draws each answer is a level away; one at the end of its levels stays within them."""
    moves = Moves(tuple(shifts_of(variations)), {})
    ends: dict[str, dict[bool, int]] = {}
    for number, shift in enumerate(moves.shifts):
        ends.setdefault(shift.question.id, {})[shift.higher] = number
    for id, neighbours in ends.items():
        drawn = ((draw, random.random() < 0.5) for draw in _chosen(random, chances.draws, chances.moved))
        moves.drawn[id] = [(draw, neighbours[higher]) for draw, higher in drawn if higher in neighbours]
    return moves


def _chosen(random: Random, draws: int, chance: float) -> Iterator[int]:
    """The numbers of those draws, each of which is chosen with this `chance`.

    The gaps between them are geometric variates, of which there are fewer than draws.
    """
    if chance >= 1:
        yield from range(draws)
    if not 0 < chance < 1:
        return
    draw = -1
    while True:
        draw += 1 + int(log(1 - random.random()) / log(1 - chance))
        if draw >= draws:
            return
        yield draw


def _ways(scores: Scores, names: Sequence[str]) -> tuple[Combining, ...]:
    """The way of the questionnaire, then those with these names that fit its scale."""
    stated, asked = scores.plan.whole.way, scores.questionnaire
    others = (way_of(name, asked.geometric_floor) for name in names if name != stated.name)
    return (stated, *(way for way in others if way.misfit(asked.scale) is None))
