"""Made-up questionnaires with actions, and the best plan for each found by trying every plan."""

from __future__ import annotations

import contextlib
import itertools
import math
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any, NamedTuple

from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.engine import score
from readiness.scoring.scope import Scope
from readiness.scoring.scores import Scores
from small import answers, control, group, question, questionnaire, red_flag, risk, section

DAYS = [3, 10, 30, 90, 250]
Raw = dict[str, Any]


class Case(NamedTuple):
    """A questionnaire and answers to it, as plain data and as scores."""

    asked: Questionnaire
    raw: Raw
    given: dict[str, str]
    profile: dict[str, str]

    def scores(self, given: dict[str, str] | None = None) -> Scores:
        """The scores of the answers, or of others."""
        return score(self.asked, answers(self.asked, given or self.given, self.profile))


@cache
def cases(count: int) -> tuple[Case, ...]:
    """The first `count` made-up cases that are faultless."""
    found = []
    for seed in itertools.count():
        with contextlib.suppress(AssertionError):  # its red flags, for example, can never apply
            found.append(made(seed))
        if len(found) == count:
            return tuple(found)
    raise AssertionError


def made(seed: int) -> Case:
    """A questionnaire of about six questions, each with up to three steps."""
    random = Random(seed)  # noqa: S311 (a made-up case)
    numbers = itertools.count()
    sections = [_section(random, numbers) for _each in range(random.randint(1, 3))]
    asked = [each for part in sections for each in _questions(part)]
    ids = [each["id"] for each in asked]
    fields: Raw = {
        "aggregation": random.choice(["geometric", "geometric", "arithmetic", "minimum", "staged", "sum"]),
        "bands": _bands(random, [part["id"] for part in sections]),
        "red_flags": [
            red_flag(f"flag-{n}", _condition(random, ids, 2), random.choice(["low", "middle"]))
            for n in range(random.randint(0, 2))
        ],
        "prerequisites": [
            {"action": _name(random, one), "first": _name(random, other)}
            for one, other in itertools.pairwise(ids)
            if random.random() < 0.3
        ],
    }
    if len(ids) > 1 and random.random() < 0.3:
        fields["opposed"] = [
            {"actions": [_name(random, id) for id in random.sample(ids, 2)], "reason": "They differ."}
        ]
    if random.random() < 0.7:
        fields["effort_days"] = DAYS
    if len(ids) > 2 and random.random() < 0.3:
        asked[-1]["when"] = {"answer": ids[0], "at_least": random.randint(1, 2)}
    for flag in fields["red_flags"]:
        named = [id for id in ids if random.random() < 0.3]
        flag["answers"] = named
        flag["action"]["effort"] = random.randint(1, 3)
    made = questionnaire(*sections, **fields)
    given = {
        each["id"]: random.choice(each["options"][: random.randint(1, len(each["options"]))])["id"]
        for each in asked
        if random.random() < 0.93
    }
    return Case(made, {"sections": sections, **fields}, given, {"stage": random.choice(["home", "abroad"])})


def _questions(part: Raw) -> Iterator[Raw]:
    for name in ("questions", "exposure", "control"):
        yield from part.get(name, ())
    for inner in part.get("sections", ()):
        yield from _questions(inner)


def _section(random: Random, numbers: Iterator[int], *, nested: bool = True) -> Raw:
    id = f"s{next(numbers)}"
    kind = random.choice(["plain", "plain", "control", "risk", *(["group"] if nested else [])])
    weight = random.choice([0.5, 1, 1, 2])
    how = random.choice(["arithmetic", "arithmetic", "geometric", "minimum", "maximum", "staged"])
    if kind == "group":
        inner = [_section(random, numbers, nested=False) for _each in range(2)]
        return group(id, *inner, weight=weight, aggregation=how)
    asked = [_question(random, numbers) for _each in range(random.randint(1, 3))]
    if kind == "plain":
        return section(id, *asked, weight=weight, aggregation=how)
    return (control if kind == "control" else risk)(
        id, [_question(random, numbers)], asked[:2], weight=weight
    )


def _question(random: Random, numbers: Iterator[int]) -> Raw:
    made = question(f"q{next(numbers)}", range(random.randint(2, 4)), weight=random.choice([0.5, 1, 1, 3]))
    for option in made["options"]:
        if random.random() < 0.85:
            horizon = random.choice([30, 90, 180, 365])
            option["action"] = {"text": "Do it.", "effort": random.randint(1, 5), "horizon": horizon}
    return made


def _bands(random: Random, sections: list[str]) -> list[Raw]:
    middle: Raw = {"id": "middle", "title": "Middle", "text": "So so.", "cut": random.randint(20, 50)}
    high: Raw = {"id": "high", "title": "High", "text": "Good.", "cut": random.randint(50, 85)}
    if random.random() < 0.5:
        high["floor"] = random.randint(20, 50)
    if random.random() < 0.5:
        high["control"] = {"base": random.randint(10, 40), "slope": random.randint(0, 40)}
    if random.random() < 0.3:
        high["requires"] = {random.choice(sections): random.randint(20, 80)}
    if random.random() < 0.3:
        high["when"] = {"section": random.choice(sections), "at_least": random.randint(20, 60)}
    return [{"id": "low", "title": "Low", "text": "Bad."}, middle, high]


def _condition(random: Random, ids: list[str], depth: int) -> Raw:
    if depth and random.random() < 0.6:
        parts = [_condition(random, ids, depth - 1) for _each in range(2)]
        return {random.choice(["all", "any"]): parts}
    if random.random() < 0.15:
        return {"not": _condition(random, ids, 0)}
    kind = random.choice(["at_most", "at_most", "at_least"])
    return {"answer": random.choice(ids), kind: random.randint(0, 2) if kind == "at_most" else 1}


def _name(random: Random, id: str) -> str:
    return f"{id}/level-{random.randint(0, 1)}" if random.random() < 0.7 else id


# --- every plan ---------------------------------------------------------------------------------------


class Tried(NamedTuple):
    """One plan: the answers after it and what it costs."""

    given: dict[str, str]
    cost: float
    scores: Scores


def every_plan(case: Case) -> Iterator[Tried]:
    """Every plan that keeps to the rules about actions, as `docs/decisions.md` has them."""
    plain = {each["id"]: each for part in case.raw["sections"] for each in _questions(part)}
    exposures = {
        each["id"]
        for part in case.raw["sections"]
        for inner in (part, *part.get("sections", ()))
        for each in inner.get("exposure", ())
    }
    now = {id: int(level.removeprefix("level-")) for id, level in case.given.items()}
    before = case.scores()
    certain = {fired.flag.id for fired in before.flags if fired.certain}
    lifted = {id for flag in case.raw["red_flags"] if flag["id"] in certain for id in flag["answers"]}
    reach = {id: _reach(plain[id], level, id in exposures, id in lifted) for id, level in now.items()}
    shared = _shared_actions(case, before, reach)
    for chosen in itertools.product(*(range(len(reach[id])) for id in now)):
        levels = {id: reach[id][place] for id, place in zip(now, chosen, strict=True)}
        given = {id: f"level-{level}" for id, level in levels.items()}
        cost = _cost(case, plain, reach, levels, shared)
        if cost is None or not _follows_rules(case, plain, reach, levels, exposures, before.scope):
            continue
        yield Tried(given, cost, case.scores(given))


def _reach(asked: Raw, level: int, exposure: bool, lifted: bool) -> list[int]:
    """The levels that actions lead to, from the one now; the action of a flag may be the first."""
    step, levels = (-1 if exposure else 1), [level]
    while 0 <= levels[-1] + step < len(asked["options"]):
        if "action" not in asked["options"][levels[-1]] and not (lifted and len(levels) == 1):
            break
        levels.append(levels[-1] + step)
    return levels


def _days(case: Case, effort: int) -> float:
    return DAYS[effort - 1] if "effort_days" in case.raw else effort


def _shared_actions(case: Case, before: Scores, reach: dict[str, list[int]]) -> list[tuple[float, list[str]]]:
    """The actions of red flags that apply, each with the questions whose next step it takes."""
    certain = {fired.flag.id for fired in before.flags if fired.certain}
    found, taken = [], set()
    for flag in case.raw["red_flags"]:
        named = [id for id in flag["answers"] if len(reach.get(id, ())) > 1 and id not in taken]
        if flag["id"] in certain and named:
            taken.update(named)
            found.append((_days(case, flag["action"]["effort"]), named))
    return found


def _cost(
    case: Case,
    plain: dict[str, Raw],
    reach: dict[str, list[int]],
    levels: dict[str, int],
    shared: list[tuple[float, list[str]]],
) -> float | None:
    """What it costs to get to `levels`; None if a shared action would be taken by halves."""
    steps = {id: reach[id][: reach[id].index(level)] for id, level in levels.items()}
    cost = 0.0
    for days, named in shared:
        moved = [id for id in named if steps[id]]
        if moved and len(moved) < len(named):
            return None
        if moved:
            cost += days
            steps |= {id: steps[id][1:] for id in moved}
    efforts = [
        plain[id]["options"][step]["action"]["effort"] for id, taken in steps.items() for step in taken
    ]
    return cost + math.fsum(_days(case, effort) for effort in efforts)


def _follows_rules(
    case: Case,
    plain: dict[str, Raw],
    reach: dict[str, list[int]],
    levels: dict[str, int],
    exposures: set[str],
    scope: Scope,
) -> bool:
    taken = {
        (id, level): {id, f"{id}/level-{level}"}
        for id in levels
        for level in reach[id][: reach[id].index(levels[id])]
    }
    for rule in case.raw["prerequisites"]:
        first, _slash, option = rule["first"].partition("/")
        later = [id for (id, _level), names in taken.items() if rule["action"] in names and id != first]
        if not later or first not in levels or first not in scope:
            continue
        step = -1 if first in exposures else 1
        can_get_better = 0 <= reach[first][0] + step < len(plain[first]["options"])
        if can_get_better and not _is_done(reach[first][0], levels[first], option, plain[first], step):
            return False
    return not any(
        one[0] != other[0] and ones & names and others & names and (ones & names) != (others & names)
        for names in (set(rule["actions"]) for rule in case.raw.get("opposed", ()))
        for (one, ones), (other, others) in itertools.combinations(taken.items(), 2)
    )


def _is_done(before: int, after: int, option: str, asked: Raw, step: int) -> bool:
    """Whether the action at `option` has been taken or, without an option, any action."""
    named = int(option.removeprefix("level-")) if option else len(asked["options"])
    return before != after if named >= len(asked["options"]) else (after - named) * step > 0
