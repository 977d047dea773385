"""Simulated firms that answer `going-global`. They are drawn by rules, and no real firm is among them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from readiness.answers.answers import Answer, Answers, State
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.questions.parts import Option

Role: TypeAlias = Literal["merit", "exposure", "openness"]
"""What an answer tells: what the firm does, what it is exposed to, or whether a window is open to it."""

LOWEST_MEAN, HIGHEST_MEAN = 0.5, 3.5
"""Where a firm's own mean level lies, all values equally likely."""
SPREAD = 1.1
"""The standard deviation, in levels, of an answer around the firm's own mean."""
STAGES = ("domestic", "exporting", "own-sales", "operations", "multi-region")
EXPORTERS = (0.15, 0.30, 0.25, 0.20, 0.10)
"""How many of the exporters are at each stage."""
EXPORTER_MEANS: Mapping[Role, tuple[float, ...]] = {
    "merit": (1.2, 1.6, 2.1, 2.6, 3.0),
    "exposure": (0.8, 1.3, 1.8, 2.2, 2.6),
    "openness": (1.2, 1.6, 2.0, 2.4, 2.6),
}
"""The mean level of exporters at each stage."""
MODELS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "digital": (("digital-service",),),
    "e-commerce": (("platform-seller",), ("own-brand", "platform-seller")),
    "machinery": (("projects",), ("oem",), ("own-brand", "projects")),
    "batteries-energy": (("projects",), ("oem",), ("own-brand", "projects")),
    "logistics-infrastructure": (("projects",),),
}
"""The business models that go with a sector."""
OTHER_MODELS = (("oem",), ("own-brand",), ("oem", "own-brand"), ("own-brand", "platform-seller"))


@dataclass(frozen=True)
class Population:
    """A rule by which firms are drawn.

    An answer is the firm's mean + `SPREAD` · (√firm · F + √dimension · D + √rest · A), rounded to the
    nearest level. F, D and A are normal with mean 0 and deviation 1: F is drawn once for a firm, D once for
    each of its dimensions, A for each answer. What a firm does, its exposure and the openness of its windows
    have means and factors of their own, so that none follows from another.
    """

    id: str
    title: str
    firm: float = 0.0
    """The part of the variance that all answers of a firm share, 0-1."""
    dimension: float = 0.0
    """The part of the variance that the answers in a dimension share, 0-1."""
    at_random: bool = False
    """Every level of every question is equally likely, and nothing above is used."""
    by_stage: bool = False
    """The means are those of `EXPORTER_MEANS`, and the stages are as frequent as in `EXPORTERS`."""


POPULATIONS = (
    Population("uniform", "Uniform", at_random=True),
    Population("one-factor", "One factor", firm=0.6),
    Population("two-factor", "Two factors", firm=0.4, dimension=0.2),
    Population("exporters", "Exporters", firm=0.4, dimension=0.2, by_stage=True),
)


def draw(population: Population, questionnaire: Questionnaire, seed: str) -> Answers:
    """One firm of `population`, always the same for the same `seed`. It answers every question."""
    dice = random.Random(seed)  # noqa: S311 (a simulation, not a secret)
    profile = draw_profile(population, questionnaire, dice)
    stage = STAGES.index(profile["stage"][0])
    means = {role: _mean(population, role, stage, dice) for role in EXPORTER_MEANS}
    factors: dict[tuple[Role, str], float] = {}

    def factor(role: Role, section: str = "") -> float:
        if (role, section) not in factors:
            factors[role, section] = dice.gauss(0, 1)
        return factors[role, section]

    levels = {}
    for id, question in questionnaire.questions.items():
        if population.at_random:
            levels[id] = dice.choice(by_level(question)).score
            continue
        role, section = role_of(questionnaire, id), questionnaire.locations[id].section.id
        noise = population.firm**0.5 * factor(role) + population.dimension**0.5 * factor(role, section)
        noise += (1 - population.firm - population.dimension) ** 0.5 * dice.gauss(0, 1)
        levels[id] = means[role] + SPREAD * noise
    return answers_at(questionnaire, profile, levels)


def draw_profile(
    population: Population, questionnaire: Questionnaire, dice: random.Random
) -> dict[str, tuple[str, ...]]:
    """A profile: sector, region, size and, unless `by_stage`, stage equally likely; a fitting model."""
    options = {asked.id: [option.id for option in asked.options] for asked in questionnaire.profile}
    profile: dict[str, tuple[str, ...]] = {asked: (dice.choice(ids),) for asked, ids in options.items()}
    if population.by_stage:
        profile["stage"] = (dice.choices(STAGES, EXPORTERS)[0],)
    profile["model"] = dice.choice(MODELS.get(profile["sector"][0], OTHER_MODELS))
    chosen = dice.sample(options["markets"], dice.randint(1, 3))
    profile["markets"] = tuple(id for id in options["markets"] if id in chosen)
    return profile


def _mean(population: Population, role: Role, stage: int, dice: random.Random) -> float:
    if population.by_stage:
        return EXPORTER_MEANS[role][stage]
    return dice.uniform(LOWEST_MEAN, HIGHEST_MEAN)


def role_of(questionnaire: Questionnaire, id: str) -> Role:
    """What the answers to the question with this id tell."""
    location = questionnaire.locations[id]
    if location.exposure:
        return "exposure"
    return "openness" if location.is_fact else "merit"


def by_level(question: Question) -> list[Option]:
    """The options of `question`, the lowest level first."""
    return sorted(question.choices, key=lambda option: option.score)


def answers_at(
    questionnaire: Questionnaire, profile: Mapping[str, tuple[str, ...]], levels: Mapping[str, float]
) -> Answers:
    """Answers that give every question the option nearest to its level, the lower one of two."""
    given = {}
    for id, level in levels.items():
        options = by_level(questionnaire.questions[id])
        given[id] = Answer(State.ANSWERED, min(options, key=lambda option: abs(option.score - level)))
    return Answers(questionnaire.id, questionnaire.version, profile, given)


def moved(questionnaire: Questionnaire, answers: Answers, ids: Iterable[str], steps: int) -> Answers:
    """`answers` with those to `ids` moved by `steps` levels; the ends of the ladder stop a move."""
    given = dict(answers.given)
    for id in ids:
        options = by_level(questionnaire.questions[id])
        now = next(place for place, option in enumerate(options) if option == given[id].value)
        given[id] = Answer(State.ANSWERED, options[min(max(now + steps, 0), len(options) - 1)])
    return replace(answers, given=given)


def with_noise(questionnaire: Questionnaire, answers: Answers, share: float, seed: str) -> Answers:
    """`answers` with `share` (0-1) of them one level up or down; those at an end move inwards."""
    dice = random.Random(seed)  # noqa: S311 (a simulation, not a secret)
    given = dict(answers.given)
    for id in given:
        step = dice.choice((-1, 1))
        if dice.random() < share:
            options = by_level(questionnaire.questions[id])
            now = next(place for place, option in enumerate(options) if option == given[id].value)
            step = step if 0 <= now + step < len(options) else -step
            given[id] = Answer(State.ANSWERED, options[now + step])
    return replace(answers, given=given)
