"""The plan that a search finds, as steps in the order in which they can be done."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from readiness.analysis.planning.coupling import links
from readiness.analysis.planning.ladders import (
    NO_WISHES,
    Ladder,
    Places,
    Wishes,
    allowed_by,
    bundles,
    ladders_of,
)
from readiness.analysis.planning.search import Aim, BestSteps, Search
from readiness.answers.answers import Answer, State
from readiness.questionnaire.bands import Band, RedFlag
from readiness.questionnaire.questions.base import Question, Value
from readiness.questionnaire.questions.parts import Action
from readiness.questionnaire.sections import Section
from readiness.scoring.engine import rescored
from readiness.scoring.plan import Requirement, Rung
from readiness.scoring.ranges import TOLERANCE
from readiness.scoring.scores import FiredFlag, Scores
from readiness.scoring.verdict import Blocker


class AnswerMove(NamedTuple):
    """An answer that gets better; `before` is None if the question is open."""

    section: Section
    question: Question
    before: Value | None
    after: Value


class PlannedStep(NamedTuple):
    """One action of a plan."""

    action: Action
    flag: RedFlag | None
    """The red flag whose action it is, if it is one."""
    moves: tuple[AnswerMove, ...]
    """What it improves: one answer, or several if it is the action of a red flag."""
    cost: float
    """Its effort, in person-days or, where the questionnaire has none, on a scale from 1 to 5."""
    days: int
    """The days until it can be done, from the beginning of the plan."""
    first: tuple[int, ...]
    """The places, from 0, of the steps that must come before it."""
    scores: Scores
    """The scores after it and all steps before it."""

    def __repr__(self) -> str:
        return f"<PlannedStep {', '.join(move.question.id for move in self.moves)}: {self.cost:g}>"


class WayToBand(NamedTuple):
    """What a band takes: the least effort, or what stands in the way of it."""

    band: Band
    cost: float | None
    """None if it is out of reach."""
    bound: float
    """What it takes at least; the same as `cost` if that is proven."""
    missing: tuple[Blocker, ...]
    """What it lacks even after all steps; empty if it is within reach, or if steps exclude each other."""
    limit: Scores
    """The scores after all steps that are allowed."""

    @property
    def is_proven(self) -> bool:
        """Whether nothing cheaper can reach it."""
        return self.cost is not None and self.cost <= self.bound


class ActionPlan(NamedTuple):
    """The steps that reach a band with the least effort, or the best score within a budget."""

    start: Scores
    """The scores as they are, with what the user takes as given."""
    assumed: tuple[AnswerMove, ...]
    """The answers that the user takes as given, though no action leads to them."""
    band: WayToBand | None
    """The band to reach; None if only the budget counts."""
    budget: float | None
    steps: tuple[PlannedStep, ...]
    """In the order in which they can be done."""
    cost: float
    end: Scores
    """The scores after all steps."""
    is_proven: bool
    """Whether no other plan is better."""
    reaches: bool
    """Whether the steps reach `band`; they are the best within the budget if not."""
    ladder: tuple[WayToBand, ...]
    """What each band above the present one takes, the lowest first."""
    unflagged: float | None
    """What `band` takes without any red flag in force; None if that is no more, or if it cannot be done."""

    def __repr__(self) -> str:
        return f"<ActionPlan of {len(self.steps)} steps for {self.cost:g}>"

    @property
    def flags_left(self) -> tuple[FiredFlag, ...]:
        """The red flags that apply or cannot be ruled out after all steps."""
        return self.end.flags


def plan_actions(
    scores: Scores,
    *,
    to: str | None = None,
    budget: float | None = None,
    wishes: Wishes = NO_WISHES,
    lift_flags: bool = False,
) -> ActionPlan:
    """The plan with the least effort that reaches the band `to`, within the `budget` if there is one.

    If that is more than the budget, or if no band is named, it is the plan with the best overall within the
    budget. `budget` is in the unit of `PlannedStep.cost`. `to` is the id of a band above the present one.
    With `lift_flags` no red flag is in force at the end, not even one that the band allows.
    """
    start, assumed = _with_assumed(scores, wishes)
    ladders = ladders_of(start)
    allowed = allowed_by(wishes, ladders)
    search = Search(start, ladders, allowed, bundles(start, allowed))
    limit = search.scores_after(_all_steps(start, allowed))
    rungs, flags = _above(start), start.plan.flags
    if lift_flags:
        rungs = tuple(_without_flags(rung, flags) for rung in rungs)
    found = {rung.band.id: search.best(Aim(rung)) for rung in rungs}
    ladder = tuple(_way(rung, found[rung.band.id], limit) for rung in rungs)
    band = next((way for way in ladder if way.band.id == to), None)
    best = found[to] if to else None
    if budget is not None and (best is None or best.cost > budget):
        lowest = Rung(start.plan.whole.rungs[0].band, ())
        lowest = _without_flags(lowest, flags) if lift_flags else lowest
        best = search.best(Aim(lowest, budget, highest=True))
    reaches = band is not None and best is not None and best is found[band.band.id]
    unflagged = _unflagged(search, start, to, best) if reaches and best else None
    if unflagged and best and unflagged.cost <= best.cost + TOLERANCE:  # for the same effort, rather without
        best, unflagged = unflagged, None
    steps = tuple(_steps(start, ladders, best)) if best else ()
    return ActionPlan(
        start=start,
        assumed=assumed,
        band=band,
        budget=budget,
        steps=steps,
        cost=best.cost if best else 0.0,
        end=best.scores if best else start,
        is_proven=best is not None and best.is_proven,
        reaches=reaches,
        ladder=ladder,
        unflagged=unflagged.cost if unflagged else None,
    )


def _with_assumed(scores: Scores, wishes: Wishes) -> tuple[Scores, tuple[AnswerMove, ...]]:
    """The scores with those answers of `wishes` to which no steps lead, and these answers."""
    ladders = ladders_of(scores)
    assumed = []
    for id, value in wishes.fixed.items():
        if id not in ladders or value not in ladders[id].values:
            question, before = scores.questionnaire.questions[id], scores.answers[id].value
            assumed.append(AnswerMove(scores.questionnaire.locations[id].section, question, before, value))
    given = {**scores.answers.given}
    for move in assumed:
        old = scores.answers[move.question.id]
        given[move.question.id] = Answer(State.ANSWERED, move.after, evidence=old.evidence, owner=old.owner)
    changed = rescored(scores, replace(scores.answers, given=given)) if assumed else scores
    return changed, tuple(assumed)


def _all_steps(scores: Scores, allowed: Mapping[str, frozenset[int]]) -> Places:
    """Every step that is allowed on a question of the overall."""
    inside = {question.id for question in scores.plan.whole.all_questions()}
    return {id: max(places) for id, places in allowed.items() if places and id in inside}


def _above(scores: Scores) -> tuple[Rung, ...]:
    """The bands above that of the verdict, with their requirements; all but the lowest without a verdict."""
    rungs = scores.plan.whole.rungs
    band = scores.verdict.band
    return rungs[1:] if band is None else rungs[[rung.band for rung in rungs].index(band) + 1 :]


def _without_flags(rung: Rung, flags: Iterable[RedFlag]) -> Rung:
    """`rung` with the requirement that no red flag is in force."""
    others = (each for each in rung.requires if each.kind != "red-flag")
    return Rung(rung.band, (*others, *(Requirement("red-flag", flag.id) for flag in flags)))


def _way(rung: Rung, found: BestSteps | None, limit: Scores) -> WayToBand:
    if found is None:
        verdict = limit.verdict
        withheld = verdict.blocked_by if verdict.band is None else ()
        return WayToBand(rung.band, None, math.inf, (*withheld, *verdict.held.misses(rung)), limit)
    return WayToBand(rung.band, found.cost, found.bound, (), limit)


def _unflagged(search: Search, start: Scores, to: str | None, best: BestSteps) -> BestSteps | None:
    """The best steps to the band `to` without any red flag; None if `best` leaves none anyway."""
    if not best.scores.flags:
        return None
    rung = next(rung for rung in start.plan.whole.rungs if rung.band.id == to)
    found = search.best(Aim(_without_flags(rung, start.plan.flags)))
    return found if found and found.is_proven else None


# --- the order of the steps -----------------------------------------------------------------------------


class _Piece(NamedTuple):
    """One action: which steps of which questions it takes."""

    action: Action
    flag: RedFlag | None
    cost: float
    steps: tuple[tuple[str, int], ...]
    """Each as a question and the place of the step, from 0."""


def _steps(start: Scores, ladders: Mapping[str, Ladder], found: BestSteps) -> Iterator[PlannedStep]:
    """The steps of `found` in their order, each with the scores after it."""
    pieces = list(_pieces(ladders, found))
    before = _before(pieces, start, ladders)
    days = dict(_days(pieces, before))
    order = sorted(pieces, key=lambda piece: (days[piece], piece.flag is None, _place(start, piece)))
    answers = start.answers
    for piece in order:
        moves = tuple(_move(ladders[id], step) for id, step in piece.steps)
        for move in moves:
            id = move.question.id
            answers = answers.with_answer(id, answers[id]._replace(value=move.after))
        first = tuple(sorted(order.index(each) for each in before[piece]))
        scores = rescored(start, answers)
        yield PlannedStep(piece.action, piece.flag, moves, piece.cost, days[piece], first, scores)


def _pieces(ladders: Mapping[str, Ladder], found: BestSteps) -> Iterator[_Piece]:
    shared = {id for bundle in found.bundles for id in bundle.questions}
    for bundle in found.bundles:
        steps = tuple((id, 0) for id in bundle.questions)
        yield _Piece(bundle.flag.action, bundle.flag, bundle.cost, steps)
    for id, place in found.places.items():
        ladder = ladders[id]
        for step in range(1 if id in shared else 0, place):
            cost = ladder.costs[step + 1] - ladder.costs[step]
            yield _Piece(ladder.actions[step], None, cost, ((id, step),))


def _move(ladder: Ladder, step: int) -> AnswerMove:
    return AnswerMove(ladder.section, ladder.question, ladder.values[step], ladder.values[step + 1])


def _before(
    pieces: Iterable[_Piece], start: Scores, ladders: Mapping[str, Ladder]
) -> dict[_Piece, set[_Piece]]:
    """For each action the ones that must come before it: the step before, and its prerequisites."""
    by_step = {step: piece for piece in pieces for step in piece.steps}
    needed = {piece: set[_Piece]() for piece in by_step.values()}
    for (id, place), piece in by_step.items():
        if place > 0:
            needed[piece].add(by_step[id, place - 1])
    for link in links(start.questionnaire, ladders):
        one, other = (link.one, link.above - 1), (link.other, min(link.needs, default=0) - 1)
        if one in by_step and other in by_step and by_step[one] is not by_step[other]:
            needed[by_step[one]].add(by_step[other])
    return needed


def _days(pieces: list[_Piece], before: Mapping[_Piece, set[_Piece]]) -> Iterator[tuple[_Piece, int]]:
    """The days after which each action can be done; actions that wait for each other do not wait."""
    done: dict[_Piece, int] = {}
    waiting = list(pieces)
    while waiting:
        ready = [piece for piece in waiting if before[piece] <= done.keys()] or waiting
        for piece in ready:
            done[piece] = piece.action.horizon + max((done.get(each, 0) for each in before[piece]), default=0)
        waiting = [piece for piece in waiting if piece not in done]
    yield from done.items()


def _place(scores: Scores, piece: _Piece) -> int:
    """Where its question stands in the questionnaire."""
    return list(scores.questionnaire.questions).index(piece.steps[0][0])
