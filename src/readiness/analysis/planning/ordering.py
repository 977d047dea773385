"""The steps of a plan as actions in the order in which they can be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from readiness.analysis.planning.coupling import links
from readiness.analysis.planning.ladders import Ladder
from readiness.analysis.planning.search import BestSteps
from readiness.questionnaire.bands import RedFlag
from readiness.questionnaire.questions.base import Question, Value
from readiness.questionnaire.questions.parts import Action
from readiness.questionnaire.sections import Section
from readiness.scoring.engine import rescored
from readiness.scoring.scores import Scores


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


class _Piece(NamedTuple):
    """One action: which steps of which questions it takes."""

    action: Action
    flag: RedFlag | None
    cost: float
    steps: tuple[tuple[str, int], ...]
    """Each as a question and the place of the step, from 0."""


def planned_steps(start: Scores, ladders: Mapping[str, Ladder], found: BestSteps) -> Iterator[PlannedStep]:
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
    for link in links(start.scope, ladders):
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
