"""Applies the formula of a way of combining to sections or questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from readiness.questionnaire.combining.combining import Arithmetic, Combining, FloatParts, Quantity
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.basis import Basis
from readiness.scoring.floats import FLOATS
from readiness.scoring.ranges import ANYTHING, Range
from readiness.scoring.scores import SectionScore, Tally


class ScoreArithmetic(Arithmetic, Protocol):
    """An arithmetic for whole scores, not only for the formula of one way of combining."""

    def settled(self, value: Quantity, scale: Scale) -> Quantity:
        """A score as it counts in the section above: rounded if `scale` rounds scores."""


class Term(NamedTuple):
    """One input of a formula: a score on the scale of the whole, a share, or points."""

    id: str
    weight: float
    value: Range
    reach: Range = ANYTHING
    """The least and the most that its value can be, where the points of the way are pooled."""


def combine(way: Combining, sections: Sequence[SectionScore], scale: Scale) -> Range:
    """The scores of `sections` combined into one, on `scale`; the whole range if none counts."""
    return combine_terms(way, section_parts(way, sections, scale), scale)


def section_parts(way: Combining, sections: Sequence[SectionScore], scale: Scale) -> list[Term]:
    """The inputs of `way` for those of `sections` that count."""
    return [_section_term(way, item, scale) for item in sections if item.counts]


def _section_term(way: Combining, item: SectionScore, scale: Scale) -> Term:
    if way.pools and item.tally is not None:  # its reach has shrunk already, so its weight does not
        return Term(item.node.id, item.node.weight, *item.tally)
    reach = Range(*item.scale.ends) if way.pools else ANYTHING
    return Term(item.node.id, item.weight, _taken(way, item, scale), reach)


def _taken(way: Combining, item: SectionScore, scale: Scale) -> Range:
    return Range(*(taken(way, points, item.scale, scale) for points in item.score))


def taken(way: Combining, points: Quantity, own: Scale, scale: Scale) -> Quantity:
    """A score on its `own` scale as `way` takes it for a score on `scale`."""
    if way.takes == "points" or (way.takes == "score" and own.ends == scale.ends):
        return points
    share = own.share(points)
    return share if way.takes == "share" else scale.points(share)


def question_parts(way: Combining, questions: Iterable[Question], scale: Scale, basis: Basis) -> list[Term]:
    """The inputs of `way` for those of `questions` that count."""
    return [
        question_term(way, question, question.weight, basis.shares[question.id], scale)
        for question in basis.counting(questions)
    ]


def question_term(way: Combining, question: Question, weight: Quantity, share: Range, scale: Scale) -> Term:
    """The input of `way` for a question that counts with this weight and this share."""
    value = Range(*(worth(way, question, end, scale) for end in share))
    return Term(question.id, weight, value, Range(*question.ends) if way.pools else ANYTHING)


def worth(way: Combining, question: Question, share: Quantity, scale: Scale) -> Quantity:
    """The share of an answer as `way` takes it for a score on `scale`."""
    if way.takes == "points":
        return question.points(share)
    return share if way.takes == "share" else scale.points(share)


def side_share(questions: Iterable[Question], basis: Basis) -> Range | None:
    """The weighted mean of the shares of one side, 0-1; None if none of `questions` counts."""
    parts = [Term(q.id, q.weight, basis.shares[q.id]) for q in basis.counting(questions)]
    if not parts:
        return None
    low, high = ([(part.weight, part.value[end]) for part in parts] for end in (0, 1))
    least = FLOATS.mean(low)
    return Range(least, least if high == low else FLOATS.mean(high))


def combine_terms(
    way: Combining, parts: Sequence[Term], scale: Scale, arithmetic: ScoreArithmetic = FLOATS
) -> Range:
    """`parts` combined into one score on `scale`; the whole range if there are none.

    The numbers in `parts` and the result are those of the `arithmetic`.
    """
    return combine_and_tally(way, parts, scale, arithmetic)[0]


def combine_and_tally(
    way: Combining, parts: Sequence[Term], scale: Scale, arithmetic: ScoreArithmetic = FLOATS
) -> tuple[Range, Tally | None]:
    """The same, and the points behind the score if `way` pools points."""
    if not parts:
        return Range(*scale.ends), None
    if way.pools:
        tally = _tally(way, parts, scale, arithmetic)
        reached = (arithmetic.stretched(points, tally.reach, scale.ends) for points in tally.points)
        return Range(*reached), tally
    low, high = ends_of(way, parts)
    least = way.formula(arithmetic, low, scale)
    is_one = all(part.value.low is part.value.high for part in parts)
    ends = Range(least, least if is_one else way.formula(arithmetic, high, scale))
    return (on_scale(scale, ends) if way.takes == "share" else ends), None


def _tally(way: Combining, parts: Sequence[Term], scale: Scale, arithmetic: ScoreArithmetic) -> Tally:
    """The points of `parts`, at least one, and what these can reach."""
    low, high = ends_of(way, parts)
    least = [(part.weight, part.reach.low) for part in parts]
    most = [(part.weight, part.reach.high) for part in parts]
    points, reach = (
        Range(way.formula(arithmetic, worst, scale), way.formula(arithmetic, best, scale))
        for worst, best in ((low, high), (least, most))
    )
    return Tally(Range(*(arithmetic.settled(end, scale) for end in points)), reach)


def ends_of(way: Combining, parts: Sequence[Term]) -> tuple[FloatParts, FloatParts]:
    """The inputs of `way` for the low end of a score, and those for the high end."""
    low = [(part.weight, part.value.low) for part in parts]
    high = [(part.weight, part.value.high) for part in parts]
    if "exposure" in way.sides:  # it is the first of the two, and less of it is better
        low[0], high[0] = high[0], low[0]
    return low, high


def on_scale(scale: Scale, share: Range) -> Range:
    """A range of shares as a range of scores on `scale`."""
    return Range(scale.points(share.low), scale.points(share.high))
