"""Questionnaire and answers into scores: pure functions, the rules of `docs/scoring.md`.

Shares run from 0 to 1, scores of sections and of the whole from 0 to 100. Each is a range:
`low` takes every open answer at its worst and is *the* score, `high` takes it at its best.
Nothing is rounded here.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from readiness.answers import Answers, State
from readiness.questionnaire import Aggregation, Band, Question, Questionnaire, RedFlag, Section
from readiness.scope import Scope, determine

# Sums of binary fractions miss a cut by a few units in the sixteenth place.
TOLERANCE = 1e-9
GEOMETRIC_FLOOR = 1.0


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


class SectionScore(NamedTuple):
    """One section in scope."""

    section: Section
    score: Range
    """0-100; higher is better."""
    coverage: float
    """The share of its weight that is answered, 0-1."""
    risk: RiskParts | None = None
    children: tuple["SectionScore", ...] = ()


class FiredFlag(NamedTuple):
    """A red flag that is up, or cannot be ruled out while an answer is open."""

    flag: RedFlag
    certain: bool


class Blocker(NamedTuple):
    """One condition of a band that does not hold."""

    kind: Literal["overall", "floor", "red-flag", "coverage"]
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


Shares: TypeAlias = Mapping[str, Range]
"""The share, 0-1, of each question that counts; open ones are the whole range from 0 to 1."""


def score(questionnaire: Questionnaire, answers: Answers, *, quick: bool = False) -> Scores:
    """The scores of `answers`; with `quick`, of the quick set alone. Total: never raises."""
    scope = determine(questionnaire, answers, quick=quick)
    shares = question_shares(scope)
    sections = score_sections(questionnaire.sections, shares)
    overall = combine(questionnaire.aggregation, sections)
    flags = tuple(_fired(questionnaire, scope))
    return Scores(
        scope=scope,
        overall=overall,
        arithmetic=combine("arithmetic", sections),
        minimum=combine("minimum", sections),
        coverage=_coverage(sections),
        sections=sections,
        opportunities=score_sections(questionnaire.opportunities, shares),
        flags=flags,
        verdict=_verdict(questionnaire, overall, sections, flags),
    )


def question_shares(scope: Scope) -> dict[str, Range]:
    """The share of every question that counts; an open one may still become anything."""
    shares = {}
    for id, question in scope.questionnaire.questions.items():
        answer = scope.answers[id]
        if id not in scope or answer.state is State.NOT_APPLICABLE:
            continue
        if answer.option is None:
            shares[id] = _ANYTHING
        else:
            share = question.share(answer.option)
            shares[id] = Range(share, share)
    return shares


_ANYTHING = Range(0.0, 1.0)


# --- the tree ---------------------------------------------------------------------------


def score_sections(sections: Iterable[Section], shares: Shares) -> tuple[SectionScore, ...]:
    """The scores of those `sections` in which anything counts."""
    return tuple(item for section in sections if (item := score_section(section, shares)) is not None)


def score_section(section: Section, shares: Shares) -> SectionScore | None:
    """The score of one section from the shares below it; None if nothing in it counts."""
    if section.aggregation == "risk":
        return _score_risk(section, shares)
    if section.sections:
        children = score_sections(section.sections, shares)
        if not children:
            return None
        return SectionScore(
            section, combine(section.aggregation, children), _coverage(children), children=children
        )
    asked = [question for question in section.questions if question.id in shares]
    if not asked:
        return None
    parts = [(question.weight, _scaled(shares[question.id])) for question in asked]
    return SectionScore(section, _aggregate(section.aggregation, parts), _answered(asked, shares))


def _score_risk(section: Section, shares: Shares) -> SectionScore | None:
    """Residual R = E · (1 - M); the score is 100 · (1 - R).

    A part in which nothing counts leaves the product, as a factor of one.
    """
    exposed = [question for question in section.exposure if question.id in shares]
    controlled = [question for question in section.control if question.id in shares]
    if not exposed and not controlled:
        return None
    exposure = _mean_share(exposed, shares) or Range(1.0, 1.0)
    control = _mean_share(controlled, shares) or Range(0.0, 0.0)
    residual = Range(exposure.low * (1 - control.high), exposure.high * (1 - control.low))
    parts = [_answered(part, shares) for part in (exposed, controlled) if part]
    return SectionScore(
        section,
        Range(100 * (1 - residual.high), 100 * (1 - residual.low)),
        coverage=sum(parts) / len(parts),
        risk=RiskParts(exposure, control, residual),
    )


def _scaled(share: Range) -> Range:
    return Range(100 * share.low, 100 * share.high)


def _mean_share(questions: Sequence[Question], shares: Shares) -> Range | None:
    if not questions:
        return None
    return _aggregate("arithmetic", [(question.weight, shares[question.id]) for question in questions])


def _answered(questions: Sequence[Question], shares: Shares) -> float:
    """The share of the questions' weight that is answered."""
    answered = math.fsum(q.weight for q in questions if shares[q.id].low == shares[q.id].high)
    return answered / math.fsum(question.weight for question in questions)


def _coverage(sections: Sequence[SectionScore]) -> float:
    if not sections:
        return 0.0
    return mean([(item.section.weight, item.coverage) for item in sections])


def combine(aggregation: Aggregation, sections: Sequence[SectionScore]) -> Range:
    """The scores of several sections as one, 0-100; all is open where there are none."""
    if not sections:
        return Range(0.0, 100.0)
    return _aggregate(aggregation, [(item.section.weight, item.score) for item in sections])


def _aggregate(aggregation: Aggregation, parts: Sequence[tuple[float, Range]]) -> Range:
    """Every aggregation rises with each of its parts, so that bounds follow from bounds."""
    apply = _AGGREGATIONS[aggregation]
    low = apply([(weight, part.low) for weight, part in parts])
    high = apply([(weight, part.high) for weight, part in parts])
    return Range(low, high)


def mean(parts: Sequence[tuple[float, float]]) -> float:
    """The weighted arithmetic mean of (weight, value) pairs."""
    weights = math.fsum(weight for weight, _ in parts)
    average = math.fsum(weight * value for weight, value in parts) / weights
    return _within(average, [value for _, value in parts])


def geometric_mean(parts: Sequence[tuple[float, float]]) -> float:
    """The weighted geometric mean of (weight, value) pairs on 0-100, each value floored at 1."""
    floored = [(weight, max(value, GEOMETRIC_FLOOR)) for weight, value in parts]
    average = math.exp(mean([(weight, math.log(value)) for weight, value in floored]))
    return _within(average, [value for _, value in floored])


def _within(average: float, values: Sequence[float]) -> float:
    """`average`, which rounding must not carry past the values it stands for: 100 stays 100."""
    return min(max(average, min(values)), max(values))


def _minimum(parts: Sequence[tuple[float, float]]) -> float:
    return min(value for _, value in parts)


_AGGREGATIONS: Mapping[Aggregation, Callable[[Sequence[tuple[float, float]]], float]] = {
    "arithmetic": mean,
    "geometric": geometric_mean,
    "minimum": _minimum,
}


# --- red flags and the verdict ------------------------------------------------------------


def _fired(questionnaire: Questionnaire, scope: Scope) -> Iterator[FiredFlag]:
    for flag in questionnaire.red_flags:
        holds = scope.holds(flag.when)
        if holds is not False:
            yield FiredFlag(flag, certain=holds is True)


def _verdict(
    questionnaire: Questionnaire,
    overall: Range,
    sections: Sequence[SectionScore],
    flags: Sequence[FiredFlag],
) -> Verdict:
    bands = questionnaire.bands
    worst = [(item.section.id, item.score.low) for item in sections]
    reached = _highest(questionnaire, overall.low, worst, flags)
    best = _highest(
        questionnaire,
        overall.high,
        [(item.section.id, item.score.high) for item in sections],
        [fired for fired in flags if fired.certain],
    )
    thin = tuple(
        Blocker("coverage", item.section.id, questionnaire.required_coverage, item.coverage)
        for item in sections
        if item.coverage < questionnaire.required_coverage - TOLERANCE
    )
    if thin or not sections:
        return Verdict(None, None, thin, bands[best])
    if reached == len(bands) - 1:
        return Verdict(bands[reached], None, (), bands[best])
    blockers = tuple(_blockers(questionnaire, reached + 1, overall.low, worst, flags))
    return Verdict(bands[reached], bands[reached + 1], blockers, bands[best])


def _highest(
    questionnaire: Questionnaire,
    overall: float,
    sections: Sequence[tuple[str, float]],
    flags: Sequence[FiredFlag],
) -> int:
    """The index of the highest band all of whose conditions hold; the first has none."""
    return max(
        index
        for index in range(len(questionnaire.bands))
        if index == 0 or not any(_blockers(questionnaire, index, overall, sections, flags))
    )


def _blockers(
    questionnaire: Questionnaire,
    index: int,
    overall: float,
    sections: Sequence[tuple[str, float]],
    flags: Sequence[FiredFlag],
) -> Iterator[Blocker]:
    """The conditions of the band at `index` that do not hold."""
    band = questionnaire.bands[index]
    order = [band.id for band in questionnaire.bands]
    if overall < band.cut - TOLERANCE:
        yield Blocker("overall", needed=band.cut, actual=overall)
    for id, low in sections:
        if low < band.floor - TOLERANCE:
            yield Blocker("floor", id, band.floor, low)
    for fired in flags:
        if order.index(fired.flag.caps_at) < index:
            yield Blocker("red-flag", fired.flag.id)
