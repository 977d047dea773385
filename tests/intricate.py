"""Made-up questionnaires with all types of questions and ways of combining, and conditions everywhere."""

from __future__ import annotations

from random import Random
from typing import Any

from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question, Value
from readiness.scoring.scores import Scores
from small import (
    BANDS,
    NOT_APPLICABLE,
    control,
    group,
    question,
    questionnaire,
    red_flag,
    risk,
    scored,
    section,
    window,
)

Raw = dict[str, Any]
WAYS = ("arithmetic", "geometric", "minimum", "maximum", "staged")
KINDS: tuple[Raw, ...] = (
    {"type": "scale", "minimum": 1, "maximum": 5},
    {"type": "yes-no"},
    {"type": "number", "worst": 0, "best": 10},
    {"type": "number", "points": [[1, 0], [5, 2], ["more", 3]]},
)


def values_of(asked: Question) -> list[Value]:
    """Some values of a question of any type."""
    raw: list[Any] = [*range(-3, 12), 0.5, 47.5, 100, [], True, False, "a text"]
    ids = [option.id for option in asked.choices]
    raw += [*ids, ids[:1], ids[1:], ids]
    return [value for each in raw if (value := asked.parse(each)) is not None]


def intricate_scores(number: int) -> Scores:
    """The scores of some answers to one of these questionnaires, the same for the same `number`."""
    random = Random(number)  # noqa: S311 (a made-up questionnaire)
    asked = _Intricate(random).questionnaire()
    given: Raw = {}
    for id, each in asked.questions.items():
        value = max(random.choices(values_of(each), k=1 + number % 3), key=each.share)
        kind = random.random()
        if kind < 0.85:
            given[id] = each.written(value)
        elif each.not_applicable and kind < 0.95:
            given[id] = NOT_APPLICABLE
        elif kind < 0.97:
            given[id] = "unknown"
    return scored(asked, given, quick=random.random() < 0.3)


class _Intricate:
    def __init__(self, random: Random) -> None:
        self._random = random
        self._count = 0

    def questionnaire(self) -> Questionnaire:
        random = self._random
        opened: Raw = {"answer": "gate", "at_least": random.choice([1, 2])}
        first = (self._asked(), self._asked(when=opened), self._asked(when={"not": opened}))
        inside = (self._leaf("inner-a"), self._leaf("inner-b", ways=(*WAYS, "sum")))
        tests: list[Raw] = [
            {"answer": "gate", "at_most": 0},
            {"all": [{"section": "second", "at_least": 40}, {"answer": "gate", "at_least": 2}]},
            {"any": [{"section": "inner-a", "at_most": 20}, {"section": "wide", "at_least": 60}]},
            {"not": {"section": "third", "at_least": 50}},
        ]
        caps = ("preparing", "pilot-ready", "expansion-ready")
        bands = [{**band, "cut": 12 * place} if place else band for place, band in enumerate(BANDS)]
        bands[2] = {**bands[2], "floor": 1, "requires": {"second": 20}, "coverage": "0.5"}
        bands[3] = {**bands[3], "floor": 5, "when": random.choice(tests)}
        bands[3] |= {"control": {"base": random.choice([5, 20]), "slope": 20}}
        bands[4] = {**bands[4], "floor": 10}
        return questionnaire(
            section("first", question("gate", quick=True), *first),
            self._leaf("second"),
            group("third", *inside, aggregation=random.choice(WAYS)),
            {**self._leaf("fourth"), "when": opened},
            control("fifth", [self._asked()], [self._asked(), self._asked()]),
            opportunities=[window("wide", [self._asked()], [self._asked()])],
            bands=bands,
            red_flags=[red_flag(f"flag-{n}", test, random.choice(caps)) for n, test in enumerate(tests)],
            aggregation=random.choice(WAYS),
            coverage="1/4",
            unanswered=random.choice(["worst", "worst", "exclude"]),
            **random.choice([{}, {}, {"scale": {"decimals": 0, "rounds": "score"}}]),
        )

    def _asked(self, **fields: Any) -> Raw:
        random = self._random
        self._count += 1
        traits: Raw = {"weight": random.choice([0.5, 1, 1, 3]), "quick": random.random() < 0.7, **fields}
        if random.random() < 0.2:
            traits["not_applicable"] = "Nothing of the kind is done."
        made = question(
            f"q{self._count}", random.choice([(0, 1, 2, 3, 4), (0, 1, 4), (0, 0.5, 2, 3)]), **traits
        )
        kind = random.random()
        if kind < 0.2:
            return {**made, "type": "several"}
        if kind < 0.6:
            return made
        del made["options"]
        return {**made, **random.choice(KINDS)}

    def _leaf(self, id: str, ways: tuple[str, ...] = WAYS) -> Raw:
        random = self._random
        kind, weight = random.choice([risk, control, None, None]), random.choice([1, 1, 2])
        if kind:
            first, second = ([self._asked() for _ in range(random.randint(1, 3))] for _ in range(2))
            return kind(id, first, second, weight=weight)
        items = [self._asked() for _ in range(random.randint(1, 4))]
        way = random.choice(ways)
        scale = {"scale": _scale_of(items)} if way == "sum" else {}
        return section(id, *items, aggregation=way, weight=weight, **scale)


def _scale_of(items: list[Raw]) -> Raw:
    """The scale of the sum of these questions."""
    ends = [(item["weight"], *_ends(item)) for item in items]
    minimum, maximum = (sum(each[0] * each[end] for each in ends) for end in (1, 2))
    return {"minimum": minimum, "maximum": maximum}


def _ends(item: Raw) -> tuple[float, float]:
    """The fewest and the most points of a question."""
    scores = [option["score"] for option in item.get("options", ())]
    match item.get("type", "choice"):
        case "choice":
            return min(scores), max(scores)
        case "several":
            return 0, sum(scores)
        case "scale":
            return item["minimum"], item["maximum"]
        case "yes-no":
            return 0, 1
        case _:
            return (0, 3) if "points" in item else (0, 10)
