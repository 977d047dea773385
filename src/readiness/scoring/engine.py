"""Questionnaire and answers into scores: pure functions, the rules of `docs/scoring.md`.

Shares run from 0 to 1; scores of sections and of the whole are on the questionnaire's own scale
(0-100 unless it says otherwise), or on the section's. Each is a range: `low` takes every open
answer at its worst and is *the* score, `high` takes it at its best. Nothing is rounded here,
unless a scale says that scores are.
"""

import math
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple, TypeAlias

from readiness.answers.answers import Answers, State, check_pair
from readiness.questionnaire.bands import Band, RedFlag, as_number
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.score_scale import Scale
from readiness.questionnaire.sections import Aggregation, Section
from readiness.scoring.scope import Scope, determine

# Sums of binary fractions miss a cut by a few units in the sixteenth place.
TOLERANCE = 1e-9
GEOMETRIC_FLOOR = 0.01
"""The least that a value counts in a geometric mean, as a share of the top of the scale."""


class Range(NamedTuple):
    """The worst and the best that a number can still become."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How much is open."""
        return self.high - self.low


class RiskParts(NamedTuple):
    """What a risk section is made of: shares from 0 to 1, residual = exposure · (1 - control)."""

    exposure: Range
    control: Range
    residual: Range


class Blocker(NamedTuple):
    """One condition of a band that does not hold."""

    kind: Literal["overall", "floor", "section", "red-flag", "coverage"]
    subject: str = ""
    """The section or the red flag, where the condition is about one."""
    needed: float = 0.0
    actual: float = 0.0


class Verdict(NamedTuple):
    """The band reached and what stands before the next; no band while too little is answered."""

    band: Band | None
    next: Band | None
    blocked_by: tuple[Blocker, ...]
    best: Band
    """The band reached if every open answer turned out best."""

    def __repr__(self) -> str:
        return f"<Verdict {self.band.id if self.band else 'withheld'}, blocked by {len(self.blocked_by)}>"


class SectionScore(NamedTuple):
    """One section in scope."""

    section: Section
    scale: Scale
    score: Range
    """On `scale`; higher is better."""
    coverage: float
    """The share of its weight that is answered, 0-1."""
    weight: float
    """What it weighs beside its neighbours, after it has shrunk."""
    counts: bool = True
    """False while nothing in it is answered and open answers are left out."""
    risk: RiskParts | None = None
    children: tuple["SectionScore", ...] = ()
    verdict: Verdict | None = None
    """Where the section has bands of its own."""

    def __repr__(self) -> str:
        shown = self.scale.shown(*self.score)
        return f"<SectionScore {self.section.id}: {shown}, {self.coverage:.0%} answered>"


class FiredFlag(NamedTuple):
    """A red flag that is up, or cannot be ruled out while an answer is open."""

    flag: RedFlag
    certain: bool

    def __repr__(self) -> str:
        return f"<FiredFlag {self.flag.id}, {'certain' if self.certain else 'not ruled out'}>"


class Scores(NamedTuple):
    """Everything that follows from a questionnaire and answers to it."""

    scope: Scope
    overall: Range
    arithmetic: Range
    minimum: Range
    coverage: float
    sections: tuple[SectionScore, ...]
    opportunities: tuple[SectionScore, ...]
    flags: tuple[FiredFlag, ...]
    verdict: Verdict

    def __repr__(self) -> str:
        asked = self.scope.questionnaire
        shown = asked.scale.shown(*self.overall)
        band = self.verdict.band.title if self.verdict.band else "no verdict"
        return f"<Scores {asked.id}, {len(self.sections)} sections: overall {shown}, {band}>"


Shares: TypeAlias = Mapping[str, Range]
"""The share, 0-1, of each question that counts; open ones are the whole range from 0 to 1."""


class Basis(NamedTuple):
    """What the scores of sections follow from."""

    questionnaire: Questionnaire
    asked: frozenset[str]
    """The scored questions that are in scope and not set aside as not applicable."""
    shares: Shares
    """Those of them that count: all, or only the answered ones if open answers are left out."""

    def answered(self, question: Question) -> bool:
        """Whether the question's share is settled."""
        share = self.shares.get(question.id)
        return share is not None and share.low == share.high


def score(questionnaire: Questionnaire, answers: Answers, *, quick: bool = False) -> Scores:
    """The scores of `answers`, on the scale of `questionnaire`; with `quick`, of the quick set alone.

    Total for answers to this questionnaire. Raises WrongType for other types, ReadinessError for answers
    that were read for another questionnaire or version.
    """
    check_pair(questionnaire, answers)
    scope = determine(questionnaire, answers, quick=quick)
    basis = basis_of(scope)
    sections = score_sections(questionnaire.sections, basis)
    overall = _settled(combine(questionnaire.aggregation, sections, questionnaire.scale), questionnaire.scale)
    coverage = _coverage(sections)
    flags = tuple(_fired(questionnaire, scope))
    required = questionnaire.required_coverage
    thin = [item for item in sections if item.coverage < required - TOLERANCE]
    withheld = tuple(Blocker("coverage", item.section.id, required, item.coverage) for item in thin)
    return Scores(
        scope=scope,
        overall=overall,
        arithmetic=combine("arithmetic", sections, questionnaire.scale),
        minimum=combine("minimum", sections, questionnaire.scale),
        coverage=coverage,
        sections=sections,
        opportunities=score_sections(questionnaire.opportunities, basis),
        flags=flags,
        verdict=_judge(_Standing(questionnaire.bands, overall, sections, coverage, flags), withheld),
    )


def basis_of(scope: Scope) -> Basis:
    """What counts under `scope`; an open answer may still become anything, or counts nowhere."""
    shares: dict[str, Range] = {}
    asked = set()
    questionnaire = scope.questionnaire
    for id, question in questionnaire.questions.items():
        answer = scope.answers[id]
        if id not in scope or not question.scored or answer.state is State.NOT_APPLICABLE:
            continue
        asked.add(id)
        if answer.value is not None:
            share = question.share(answer.value)
            shares[id] = Range(share, share)
        elif questionnaire.unanswered == "worst":
            shares[id] = _ANYTHING
    return Basis(questionnaire, frozenset(asked), shares)


_ANYTHING = Range(0.0, 1.0)


# --- the tree ---------------------------------------------------------------------------


def score_sections(sections: Iterable[Section], basis: Basis) -> tuple[SectionScore, ...]:
    """The scores of those `sections` in which anything is asked."""
    return tuple(item for section in sections if (item := score_section(section, basis)) is not None)


def score_section(section: Section, basis: Basis) -> SectionScore | None:
    """The score of one section from what is below it; None if nothing in it is asked."""
    if section.aggregation == "risk":
        result = _score_risk(section, basis)
    elif section.sections:
        result = _score_parent(section, basis)
    else:
        result = _score_questions(section, basis)
    if result is None:
        return None
    settled = result._replace(score=_settled(result.score, result.scale))
    return _banded(settled, basis.questionnaire)


def _settled(score: Range, scale: Scale) -> Range:
    return Range(scale.settle(score.low), scale.settle(score.high))


def _banded(item: SectionScore, questionnaire: Questionnaire) -> SectionScore:
    """`item` held against the bands of its section, if it has any."""
    bands = questionnaire.bands_of(item.section)
    if not bands:
        return item
    required = questionnaire.required_coverage
    withheld: tuple[Blocker, ...] = ()
    if item.coverage < required - TOLERANCE:
        withheld = (Blocker("coverage", item.section.id, required, item.coverage),)
    standing = _Standing(bands, item.score, item.children, item.coverage, ())
    return item._replace(verdict=_judge(standing, withheld))


def _score_parent(section: Section, basis: Basis) -> SectionScore | None:
    children = score_sections(section.sections, basis)
    if not children:
        return None
    scale = basis.questionnaire.scale_of(section)
    counting = math.fsum(child.weight for child in children if child.counts)
    return SectionScore(
        section,
        scale,
        combine(section.aggregation, children, scale),
        _coverage(children),
        _weight(section, counting),
        counts=any(child.counts for child in children),
        children=children,
    )


def _score_questions(section: Section, basis: Basis) -> SectionScore | None:
    asked = [question for question in section.questions if question.id in basis.asked]
    if not asked:
        return None
    scale = basis.questionnaire.scale_of(section)
    counting = [question for question in asked if question.id in basis.shares]
    parts = [(q.weight, _points(section, q, basis.shares[q.id], scale)) for q in counting]
    return SectionScore(
        section,
        scale,
        _aggregate(section.aggregation, parts, scale) if parts else _anywhere(scale),
        _answered(asked, basis),
        _weight(section, _total(counting)),
        counts=bool(parts),
    )


def _weight(section: Section, counting: float) -> float:
    """What `section` weighs where parts that together weigh `counting` count in it."""
    if not section.shrinks:
        return section.weight
    scored = [child for child in section.sections if any(q.scored for q in child.all_questions())]
    whole = math.fsum(child.weight for child in scored) if scored else _total(section.all_questions())
    return section.weight * (counting / whole)


def _total(questions: Iterable[Question]) -> float:
    return math.fsum(question.weight for question in questions)


def _points(section: Section, question: Question, share: Range, scale: Scale) -> Range:
    """What `question` contributes: its own points to a sum, otherwise a place on the scale."""
    if section.aggregation == "sum":
        return Range(question.points(share.low), question.points(share.high))
    return _on_scale(scale, share)


def _score_risk(section: Section, basis: Basis) -> SectionScore | None:
    """Residual R = E · (1 - M); the share of the score is 1 - R.

    A part in which nothing counts leaves the product, as a factor of one.
    """
    exposed = [question for question in section.exposure if question.id in basis.asked]
    controlled = [question for question in section.control if question.id in basis.asked]
    if not exposed and not controlled:
        return None
    exposure = _mean_share(exposed, basis.shares)
    control = _mean_share(controlled, basis.shares)
    counts = exposure is not None or control is not None
    exposure, control = exposure or Range(1.0, 1.0), control or Range(0.0, 0.0)
    residual = Range(exposure.low * (1 - control.high), exposure.high * (1 - control.low))
    scale = basis.questionnaire.scale_of(section)
    parts = [_answered(part, basis) for part in (exposed, controlled) if part]
    counting = _total(question for question in (*exposed, *controlled) if question.id in basis.shares)
    return SectionScore(
        section,
        scale,
        _on_scale(scale, Range(1 - residual.high, 1 - residual.low)) if counts else _anywhere(scale),
        coverage=sum(parts) / len(parts),
        weight=_weight(section, counting),
        counts=counts,
        risk=RiskParts(exposure, control, residual),
    )


def _on_scale(scale: Scale, share: Range) -> Range:
    return Range(scale.points(share.low), scale.points(share.high))


def _anywhere(scale: Scale) -> Range:
    return Range(*scale.ends)


def _mean_share(questions: Sequence[Question], shares: Shares) -> Range | None:
    parts = [(question.weight, shares[question.id]) for question in questions if question.id in shares]
    if not parts:
        return None
    low = mean([(weight, share.low) for weight, share in parts])
    return Range(low, mean([(weight, share.high) for weight, share in parts]))


def _answered(questions: Sequence[Question], basis: Basis) -> float:
    """The share of the questions' weight that is answered."""
    answered = math.fsum(question.weight for question in questions if basis.answered(question))
    return answered / math.fsum(question.weight for question in questions)


def _coverage(sections: Sequence[SectionScore]) -> float:
    return mean([(item.section.weight, item.coverage) for item in sections]) if sections else 0.0


def combine(aggregation: Aggregation, sections: Sequence[SectionScore], scale: Scale) -> Range:
    """The scores of several sections as one, on `scale`; all is open where none counts."""
    counting = [item for item in sections if item.counts]
    parts = [(item.weight, item.score if aggregation == "sum" else _moved(item, scale)) for item in counting]
    return _aggregate(aggregation, parts, scale) if parts else _anywhere(scale)


def _moved(item: SectionScore, scale: Scale) -> Range:
    """The score of `item` at the same place on another scale."""
    own, score = item.scale, item.score
    if own.ends == scale.ends:
        return score
    return _on_scale(scale, Range(own.share(score.low), own.share(score.high)))


def _aggregate(aggregation: Aggregation, parts: Sequence[tuple[float, Range]], scale: Scale) -> Range:
    """Every aggregation rises with each of its parts, so that bounds follow from bounds."""
    if aggregation == "staged":
        shares = [(w, Range(scale.share(part.low), scale.share(part.high))) for w, part in parts]
        return _on_scale(scale, _ends(_staged, shares))
    if aggregation == "geometric":
        floor = GEOMETRIC_FLOOR * scale.maximum
        parts = [(weight, Range(max(part.low, floor), max(part.high, floor))) for weight, part in parts]
    return _ends(_AGGREGATIONS[aggregation], parts)


Combination: TypeAlias = Callable[[Sequence[tuple[float, float]]], float]
"""What makes one value of (weight, value) pairs."""


def _ends(combination: Combination, parts: Sequence[tuple[float, Range]]) -> Range:
    low = combination([(weight, part.low) for weight, part in parts])
    return Range(low, combination([(weight, part.high) for weight, part in parts]))


def load(weight: float, ends: tuple[float, float], aggregation: Aggregation) -> float:
    """What a part moves beside its neighbours: its weight, in a sum times the points between its `ends`."""
    return weight * (ends[1] - ends[0]) if aggregation == "sum" else weight


def mean(parts: Sequence[tuple[float, float]]) -> float:
    """The weighted arithmetic mean of (weight, value) pairs."""
    weights = math.fsum(weight for weight, _ in parts)
    average = math.fsum(weight * value for weight, value in parts) / weights
    return _within(average, [value for _, value in parts])


def geometric_mean(parts: Sequence[tuple[float, float]]) -> float:
    """The weighted geometric mean of (weight, value) pairs, all values positive."""
    average = math.exp(mean([(weight, math.log(value)) for weight, value in parts]))
    return _within(average, [value for _, value in parts])


def _within(average: float, values: Sequence[float]) -> float:
    """`average`, which rounding must not carry past the values it stands for: 100 stays 100."""
    return min(max(average, min(values)), max(values))


def _minimum(parts: Sequence[tuple[float, float]]) -> float:
    return min(value for _, value in parts)


def _maximum(parts: Sequence[tuple[float, float]]) -> float:
    return max(value for _, value in parts)


def _sum(parts: Sequence[tuple[float, float]]) -> float:
    return math.fsum(weight * value for weight, value in parts)


def _staged(parts: Sequence[tuple[float, float]]) -> float:
    """The mean of shares of which each counts only as far as all before it are reached."""
    reached = accumulate((share for _, share in parts), operator.mul)
    return mean([(weight, product) for (weight, _), product in zip(parts, reached, strict=True)])


_AGGREGATIONS: Mapping[Aggregation, Combination] = {
    "arithmetic": mean,
    "geometric": geometric_mean,
    "minimum": _minimum,
    "maximum": _maximum,
    "sum": _sum,
}


# --- red flags and verdicts ---------------------------------------------------------------


def _fired(questionnaire: Questionnaire, scope: Scope) -> Iterator[FiredFlag]:
    for flag in questionnaire.red_flags:
        holds = scope.holds(flag.when)
        if holds is not False and scope.can_tell(flag.when):
            yield FiredFlag(flag, certain=holds is True)


class _Standing(NamedTuple):
    """What bands are held against: the whole with its sections, or a section with its own."""

    bands: tuple[Band, ...]
    score: Range
    children: Sequence[SectionScore]
    coverage: float
    flags: Sequence[FiredFlag]

    def at_best(self) -> "_Standing":
        """The same if every open answer turned out best."""
        children = [item._replace(score=Range(item.score.high, item.score.high)) for item in self.children]
        flags = [fired for fired in self.flags if fired.certain]
        return _Standing(self.bands, Range(self.score.high, self.score.high), children, 1.0, flags)

    def reached(self) -> int:
        """The index of the highest band all of whose conditions hold; the first has none."""
        return max(i for i in range(len(self.bands)) if i == 0 or not any(self.blockers(i)))

    def blockers(self, index: int) -> Iterator[Blocker]:
        """The conditions of the band at `index` that do not hold."""
        band = self.bands[index]
        if band.cut is not None and self.score.low < band.cut - TOLERANCE:
            yield Blocker("overall", needed=band.cut, actual=self.score.low)
        for item in self.children:
            low, id = item.score.low, item.section.id
            if band.floor is not None and low < band.floor - TOLERANCE:
                yield Blocker("floor", id, band.floor, low)
            needed = band.requires.get(id)
            if needed is not None and low < needed - TOLERANCE:
                yield Blocker("section", id, needed, low)
        if band.coverage is not None and self.coverage < as_number(band.coverage) - TOLERANCE:
            yield Blocker("coverage", needed=as_number(band.coverage), actual=self.coverage)
        order = [band.id for band in self.bands]
        for fired in self.flags:
            if order.index(fired.flag.caps_at) < index:
                yield Blocker("red-flag", fired.flag.id)


def _judge(standing: _Standing, withheld: tuple[Blocker, ...]) -> Verdict:
    bands = standing.bands
    best = bands[standing.at_best().reached()]
    if withheld or (not standing.children and standing.coverage == 0):
        return Verdict(None, None, withheld, best)
    reached = standing.reached()
    if reached == len(bands) - 1:
        return Verdict(bands[reached], None, (), best)
    return Verdict(bands[reached], bands[reached + 1], tuple(standing.blockers(reached + 1)), best)
