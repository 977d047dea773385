"""Divides the change of the overall score among the answers behind it, by the formulas of the questionnaire.

It goes through the same tree as the engine, but on moves instead of numbers: see `analysis/moves.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from readiness.analysis.moves import (
    MOVES,
    Cause,
    Moved,
    MoveParts,
    TwoWeights,
    divided,
    in_both_orders,
    rounded_to,
)
from readiness.questionnaire.combining.combining import Combining
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.basis import Basis
from readiness.scoring.floats import FLOATS
from readiness.scoring.plan import Node
from readiness.scoring.scores import Scores, SectionScore
from readiness.scoring.terms import taken, worth


class _Ends(NamedTuple):
    """What counts before and after."""

    old: Basis
    new: Basis


class _Part(NamedTuple):
    """One input of a formula; `reach` is the least and the most that it can be."""

    weight: TwoWeights
    value: Moved
    reach: tuple[Moved, Moved]


class _Result(NamedTuple):
    """The score of a section; with pooled points, these and what can be reached."""

    score: Moved
    points: Moved | None = None
    reach: tuple[Moved, Moved] = (Moved(0.0, 0.0), Moved(0.0, 0.0))


def decompose(before: Scores, after: Scores) -> Moved:
    """The change of the overall from `before` to `after`, and what each cause adds to it.

    The overall is the score, with open answers at their worst. Both must be scores of the same questionnaire,
    and something must apply in both.
    """
    whole = after.plan.whole
    parts = _of_sections(whole, before.sections, after.sections, _Ends(before.basis, after.basis))
    return _combined(whole, parts, (before.overall.low, after.overall.low)).score


def _score(old: SectionScore, new: SectionScore, ends: _Ends) -> _Result:
    """The score of one section that counts before and after."""
    node = new.node
    if node.way.sides:
        parts = [_side(old, new, place, ends) for place in (0, 1)]
    elif node.children:
        parts = _of_sections(node, old.children, new.children, ends)
    else:
        parts = _of_questions(node, node.questions, ends)
    return _combined(node, parts, (old.score.low, new.score.low))


def _of_sections(
    node: Node, old: Iterable[SectionScore], new: Iterable[SectionScore], ends: _Ends
) -> list[_Part]:
    """The inputs of the formula of `node` for the sections below it that count before or after."""
    were, are = ({item.node.id: item for item in items if item.counts} for items in (old, new))
    both = ((were.get(child.id), are.get(child.id)) for child in node.children)
    return [_of_section(node.way, node.scale, *pair, ends) for pair in both if any(pair)]


def _of_section(
    way: Combining, scale: Scale, old: SectionScore | None, new: SectionScore | None, ends: _Ends
) -> _Part:
    item = new or old
    assert item is not None  # it counts at one end at least
    inner = _score(old, new, ends) if old and new else _unmoved(item)
    cause = Cause("section", item.node.id)
    if way.pools and inner.points is not None:  # its reach has shrunk already, so its weight does not
        own = item.node.weight
        return _Part(TwoWeights(cause, own if old else 0.0, own if new else 0.0), inner.points, inner.reach)
    weight = TwoWeights(cause, old.weight if old else 0.0, new.weight if new else 0.0)
    least, most = item.scale.ends
    return _Part(weight, taken(way, inner.score, item.scale, scale), (Moved(least, least), Moved(most, most)))


def _unmoved(item: SectionScore) -> _Result:
    """A section that counts only before or only after, which moves the whole as one."""
    score = Moved(item.score.low, item.score.low)
    if item.tally is None:
        return _Result(score)
    points, (least, most) = item.tally.points.low, item.tally.reach
    return _Result(score, Moved(points, points), (Moved(least, least), Moved(most, most)))


def _of_questions(node: Node, questions: Iterable[Question], ends: _Ends, end: int = 0) -> list[_Part]:
    """The inputs of the formula of `node` for those of its `questions` that count before or after.

    `end` is that of the range of each share, 0 or 1, which makes the score low.
    """
    parts = []
    for question in questions:
        moved = _answer(question.id, ends, end)
        if moved is not None:
            weights = (question.weight if question.id in basis.shares else 0.0 for basis in ends)
            least, most = question.ends
            reach = (Moved(least, least), Moved(most, most))
            weight = TwoWeights(Cause("asked", question.id), *weights)
            parts.append(_Part(weight, worth(node.way, question, moved, node.scale), reach))
    return parts


def _answer(id: str, ends: _Ends, end: int) -> Moved | None:
    """The share of an answer at the `end` of its range; None if it counts neither before nor after."""
    shares = [basis.shares[id][end] if id in basis.shares else None for basis in ends]
    known = [share for share in shares if share is not None]
    if not known:
        return None
    old, new = known[0], known[-1]
    return Moved(old, new, {Cause("answer", id): new - old} if old != new else {})


def _side(old: SectionScore, new: SectionScore, place: int, ends: _Ends) -> _Part:
    """One of the two sides of a section, as a share."""
    assert old.sides is not None
    assert new.sides is not None
    node = new.node
    end = 1 if node.way.sides[place] == "exposure" else 0  # less of it is better
    was, becomes = old.sides[place][end], new.sides[place][end]
    found = _of_questions(node, node.sides[place], ends, end)
    if found:
        moved = divided([(part.weight, part.value) for part in found], was, becomes)
    else:  # what stands for a side without questions
        moved = rounded_to(Moved(was, was), was, becomes, Cause("section", node.id))
    return _Part(TwoWeights(Cause("section", node.id), 1.0, 1.0), moved, (Moved(0.0, 0.0), Moved(1.0, 1.0)))


def _combined(node: Node, parts: Sequence[_Part], ends: tuple[float, float]) -> _Result:
    """`parts` combined into the score of `node`, which is `ends[0]` before and `ends[1]` after."""
    way, scale, rounding = node.way, node.scale, Cause("rounding", node.id)
    if not (any(part.weight.old for part in parts) and any(part.weight.new for part in parts)):
        return _Result(rounded_to(Moved(ends[0], ends[0]), *ends, Cause("section", node.id)))
    value = _evaluated(node, [(part.weight, part.value) for part in parts])
    if not way.pools:
        score = value * (scale.maximum - scale.minimum) + scale.minimum if way.takes == "share" else value
        return _Result(_rounded(score, scale, rounding))
    points = _rounded(value, scale, rounding)
    least, most = (_evaluated(node, [(part.weight, part.reach[place]) for part in parts]) for place in (0, 1))
    stretched = MOVES.stretched(points, (least, most), scale.ends)
    return _Result(_rounded(stretched, scale, rounding), points, (least, most))


def _evaluated(node: Node, parts: MoveParts) -> Moved:
    """The formula of `node` on `parts`; one that needs more than an `Arithmetic` is evaluated on floats."""
    if not node.way.columns:
        return in_both_orders(lambda given: float(node.way.formula(FLOATS, given, node.scale)), parts)
    value: Moved = node.way.formula(MOVES, parts, node.scale)
    return value


def _rounded(value: Moved, scale: Scale, cause: Cause) -> Moved:
    """`value` as the scale settles it, with the rounding as a cause of its own."""
    return rounded_to(value, scale.settle(value.old), scale.settle(value.new), cause)
