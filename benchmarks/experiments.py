"""What is measured on one simulated firm. Each experiment yields the names of what happens, to be counted."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from populations import moved, with_noise

from readiness import load_questionnaire
from readiness.analysis.gaps import Gap, find_gaps
from readiness.analysis.roadmap import Task, priorities
from readiness.answers.answers import Answers
from readiness.questionnaire.bands import RedFlag
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.engine import execute
from readiness.scoring.plan import Plan, compile_plan
from readiness.scoring.scope import determine
from readiness.scoring.scores import Scores, SectionScore
from readiness.views.build_report import build_report

NOISE = 0.3
"""The part of the answers that are a level off."""
CUT_STEP = 5.0
"""By how many points the cuts are moved."""
HIGH_RESIDUAL = 0.4
"""The residual risk, 0-1, from which the worst risk must be among the first tasks."""


class Laboratory(NamedTuple):
    """The questionnaire, its plan, and the plan with other cuts."""

    questionnaire: Questionnaire
    plan: Plan
    higher: Plan
    lower: Plan
    exposures: tuple[str, ...]
    controls: tuple[str, ...]
    order: tuple[str, ...]
    """The ids of the bands, the lowest first."""

    def score(self, answers: Answers, plan: Plan | None = None, *, quick: bool = False) -> Scores:
        """The scores of `answers` by `plan`."""
        return execute(plan or self.plan, determine(self.questionnaire, answers, quick=quick))

    def place(self, scores: Scores) -> int:
        """The place of the band that is reached. Every question is answered, so there is one."""
        assert scores.verdict.band is not None
        return self.order.index(scores.verdict.band.id)


@cache
def laboratory() -> Laboratory:
    """The built-in questionnaire, ready to be measured."""
    questionnaire = load_questionnaire()
    plan = compile_plan(questionnaire)
    places = questionnaire.locations.items()
    return Laboratory(
        questionnaire,
        plan,
        higher=with_cuts(plan, CUT_STEP),
        lower=with_cuts(plan, -CUT_STEP),
        exposures=tuple(id for id, place in places if place.exposure),
        controls=tuple(id for id, place in places if place.section.way.sets_bar and not place.exposure),
        order=tuple(band.id for band in questionnaire.bands),
    )


def with_cuts(plan: Plan, by: float) -> Plan:
    """`plan` with every cut moved `by` points."""
    rungs = tuple(
        rung._replace(
            requires=tuple(
                need._replace(needed=need.needed + by) if need.kind == "overall" else need
                for need in rung.requires
            )
        )
        for rung in plan.whole.rungs
    )
    return plan._replace(whole=plan.whole._replace(rungs=rungs))


def with_random_weights(plan: Plan, dice: random.Random) -> Plan:
    """`plan` with weights of the dimensions from a flat Dirichlet distribution: every mix equally likely."""
    children = tuple(node._replace(weight=dice.expovariate(1)) for node in plan.whole.children)
    return plan._replace(whole=plan.whole._replace(children=children))


# --- what happens to one firm ------------------------------------------------------------


def stability(lab: Laboratory, firm: Answers, seed: str) -> Iterator[str]:
    """What happens to the verdict of `firm` when something about it is changed."""
    full = lab.score(firm)
    band = lab.place(full)
    yield "firms"
    yield f"band {lab.order[band]}"
    yield from _findings(full)
    yield from _misjudged(lab, firm, full)
    yield from _quick(lab, firm, band, seed)
    if band != lab.place(lab.score(with_noise(lab.questionnaire, firm, NOISE, f"{seed} noise"))):
        yield "noise-full"
    dice = random.Random(f"{seed} weights")  # noqa: S311 (a simulation, not a secret)
    weighed = lab.place(lab.score(firm, with_random_weights(lab.plan, dice)))
    happened = {
        "cuts-higher": band != lab.place(lab.score(firm, lab.higher)),
        "cuts-lower": band != lab.place(lab.score(firm, lab.lower)),
        "weights": band != weighed,
        "weights-far": abs(band - weighed) > 1,
    }
    yield from (event for event, is_so in happened.items() if is_so)


def _findings(full: Scores) -> Iterator[str]:
    found = [f"flag {fired.flag.id}" for fired in full.flags if fired.certain]
    contradictions = [f"contradiction {item.id}" for item in full.contradictions]
    yield from (*found, *contradictions)
    if found:
        yield "flag"
    if contradictions:
        yield "contradiction"


def _misjudged(lab: Laboratory, firm: Answers, full: Scores) -> Iterator[str]:
    """What happens if the firm takes its exposures for lower, or its controls for higher, than they are."""
    understated = lab.score(moved(lab.questionnaire, firm, lab.exposures, -1))
    overstated = lab.score(moved(lab.questionnaire, firm, lab.controls, 1))
    is_moved = _points(understated) != _points(full)
    same_questions = understated.scope.standing == full.scope.standing
    happened = {
        "exposure-band": lab.place(understated) != lab.place(full),
        "exposure-score": is_moved,
        "same-questions": same_questions,
        "same-score": is_moved and same_questions,
        "control-band": lab.place(overstated) != lab.place(full),
    }
    yield from (event for event, is_so in happened.items() if is_so)


def _points(scores: Scores) -> tuple[float, ...]:
    return (scores.overall.low, *(item.score.low for item in scores.sections))


def _quick(lab: Laboratory, firm: Answers, band: int, seed: str) -> Iterator[str]:
    """How the quick verdict compares with the full one, `band`, and whether noise changes it."""
    quick = lab.score(firm, quick=True)
    place = lab.place(quick)
    noisy = with_noise(lab.questionnaire, firm, NOISE, f"{seed} noise")
    named = {place, *(lab.order.index(near.id) for near in quick.near)}
    happened = {
        "quick-same": place == band,
        "quick-next": abs(place - band) <= 1,
        "quick-named": band in named,
        "quick-several": len(named) > 1,
        "quick-many": len(named) > 2,
        "noise-quick": place != lab.place(lab.score(noisy, quick=True)),
    }
    yield from (event for event, is_so in happened.items() if is_so)


def advice(lab: Laboratory, firm: Answers, seed: str) -> Iterator[str]:  # noqa: ARG001 (one signature for all)
    """What the advice to `firm` does that it should, or should not."""
    scores = lab.score(firm)
    gaps = find_gaps(scores)
    tasks = priorities(scores, gaps).tasks
    yield "firms"
    yield from _worst_risk(lab, scores, gaps, tasks)
    flags = [task.origin for task in tasks if isinstance(task.origin, RedFlag)]
    steps = [task.origin for task in tasks if isinstance(task.origin, Gap)]
    by_flags = {id for flag in flags for id in flag.answers}
    happened = {
        "exposure-lift": any(gap.question.id in lab.exposures for gap in gaps),
        "opposed": any(_stand_together(rule.actions, steps) for rule in lab.questionnaire.opposed),
        "too-early": any(_is_too_early(lab, scores, steps, by_flags)),
        "twice": any(gap.question.id in by_flags for gap in steps),
    }
    yield from (event for event, is_so in happened.items() if is_so)


def _worst_risk(lab: Laboratory, scores: Scores, gaps: list[Gap], tasks: Sequence[Task]) -> Iterator[str]:
    """Whether the best control action of the worst risk is among the first three tasks, or why not."""
    worst = max((item for item in scores.sections if item.node.way.sets_bar), key=_residual)
    if _residual(worst) < HIGH_RESIDUAL:
        return
    yield "worst"
    own = {gap.question.id: _control_a_day(lab, gap) for gap in gaps if gap.section.id == worst.node.id}
    best = {id for id, gained in own.items() if gained >= max(own.values()) - 1e-9}
    first = [task.origin for task in tasks[:3]]
    blocking = {blocker.subject for blocker in scores.verdict.blocked_by}
    if any(isinstance(origin, Gap) and origin.question.id in best for origin in first):
        yield "worst-first"
    elif any(isinstance(origin, RedFlag) and best & set(origin.answers) for origin in first):
        yield "worst-flag"
    elif all(isinstance(origin, RedFlag) or origin.section.id in blocking for origin in first):
        yield "worst-filled"
    else:
        yield "worst-missing"


def _control_a_day(lab: Laboratory, gap: Gap) -> float:
    """What the next level of `gap` adds to the control of its risk, per person-day; 0 without an action."""
    if gap.action is None:
        return 0.0
    days = lab.questionnaire.effort_days or (1, 2, 3, 4, 5)
    step = gap.question.share(gap.next) - gap.question.share(gap.answer)
    return gap.question.weight * step / days[gap.action.effort - 1]


def _residual(item: SectionScore) -> float:
    assert item.sides is not None
    return item.sides.left.high


def _names(gap: Gap) -> set[str]:
    options = gap.question.option_ids(gap.answer)
    return {gap.question.id, *(f"{gap.question.id}/{option}" for option in options)}


def _stand_together(actions: Sequence[str], steps: Iterable[Gap]) -> bool:
    return sum(1 for gap in steps if _names(gap) & set(actions)) > 1


def _is_too_early(lab: Laboratory, scores: Scores, steps: list[Gap], done: set[str]) -> Iterator[bool]:
    """For each of `steps`, whether something that must come first is neither done nor listed before it."""
    done = set(done)
    for gap in steps:
        for rule in lab.questionnaire.prerequisites:
            id, _slash, option = rule.first.partition("/")
            if rule.action in _names(gap) and id in scores.scope and id not in done:
                question, value = lab.questionnaire.questions[id], scores.answers[id].value
                named = question.option(option)
                assert value is not None
                yield named is None or (question.level(value) or 0) <= named.score
        done.add(gap.question.id)


def leads(lab: Laboratory, firm: Answers, seed: str) -> Iterator[str]:  # noqa: ARG001 (one signature for all)
    """Which case leads the report of `firm`, and what it shares with the firm."""
    lead = build_report(lab.score(firm)).lead
    yield "firms"
    if lead is None:
        yield "no-lead"
        return
    case = next(case for case in lab.questionnaire.cases.cases if case.id == lead.case.id)
    yield f"case {case.id}"
    named = {asked: set(case.applies_to.get(asked, ())) for asked in ("sector", "model", "markets")}
    if any(named.values()) and not any(named[asked] & set(firm.profile[asked]) for asked in named):
        yield "lead-nothing"
    if "other" in named["sector"] & set(firm.profile["sector"]):
        yield "lead-other"
