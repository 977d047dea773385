"""Answers to the built-in questionnaire: all of a kind at one level, or those of plausible enterprises."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any, NamedTuple

from readiness import load_questionnaire
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.scores import Scores
from small import NOT_APPLICABLE, scored

GOING_GLOBAL: Questionnaire = load_questionnaire()
STAGES = ("domestic", "exporting", "own-sales", "operations", "multi-region")


class Firm(NamedTuple):
    """The answers of one enterprise."""

    given: dict[str, Any]
    profile: dict[str, Any]

    def score(self) -> Scores:
        """Its scores."""
        return scored(GOING_GLOBAL, self.given, self.profile)


def at_levels(capability: int, exposure: int, control: int) -> dict[str, str]:
    """Answers to all of going-global, with the same level for each kind of question.

    Questions about opportunities have the level of capabilities.
    """
    given = {}
    for id, asked in GOING_GLOBAL.questions.items():
        where = GOING_GLOBAL.locations[id]
        is_control = where.section.aggregation == "control" and not where.exposure
        level = exposure if where.exposure else control if is_control else capability
        given[id] = asked.choices[level].id
    return given


@cache
def plausible_firms(count: int) -> tuple[Firm, ...]:
    """Enterprises whose answers lie around a level of their own, the same ones on every run."""
    return tuple(_plausible(Random(number)) for number in range(count))  # noqa: S311 (made-up firms)


def _plausible(random: Random) -> Firm:
    """One enterprise: mature to some degree in general, more or less so in each section; facts are apart."""
    profile: dict[str, Any] = {
        asked.id: random.sample([option.id for option in asked.options], random.randint(1, 3))
        if asked.several
        else random.choice(asked.options).id
        for asked in GOING_GLOBAL.profile
    }
    general = random.uniform(0, 4)
    sections = {id: random.gauss(general, 0.7) for id in GOING_GLOBAL.all_sections}
    careless = random.random() < 0.3
    given: dict[str, Any] = {}
    for id, asked in GOING_GLOBAL.questions.items():
        where = GOING_GLOBAL.locations[id]
        middle = random.uniform(0, 4) if where.is_fact else sections[where.section.id]
        level = min(max(round(random.gauss(middle, 0.8)), 0), len(asked.choices) - 1)
        given[id] = asked.choices[level].id
        if asked.not_applicable and random.random() < 0.1:
            given[id] = NOT_APPLICABLE
        elif careless and random.random() < 0.1:
            given[id] = "unknown"
    return Firm(given, profile)
