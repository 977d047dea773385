"""How far several people agree, by two published measures. Nothing is rounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import fsum
from typing import NamedTuple

from readiness.analysis.voices.merged import Merged
from readiness.analysis.voices.one_answer import values_of
from readiness.answers.answers import State
from readiness.questionnaire.questions.base import Question, Value
from readiness.questionnaire.questions.ordered import LEVEL
from readiness.questionnaire.sections import Section
from readiness.scoring.scope import Scope

FEW_PEOPLE = 5
"""With fewer, both measures say little."""
FEW_UNITS = 10
"""With fewer questions that two people answered, alpha says little."""


class QuestionAgreement(NamedTuple):
    """How far the answers to one question agree."""

    answered: int
    """How many gave an answer."""
    unknown: int
    unanswered: int
    not_applicable: int
    lowest: Value | None
    """The least favourable answer given; None if there is none."""
    highest: Value | None
    apart: float
    """How far these two are apart, in levels."""
    r_wg: float | None
    """0 (no more agreement than by chance) to 1; None where it does not exist."""


class SectionAgreement(NamedTuple):
    """How far the answers to all questions of a section agree."""

    section: Section
    units: int
    """The questions that at least two people answered."""
    alpha: float | None
    """1 if all agree, 0 if no more than by chance, below 0 if less; None if the answers do not vary."""
    r_wg: float | None
    """The mean of those of its questions that have one."""


def levels_apart(question: Question, one: Value, other: Value) -> float:
    """How far two answers are apart, in levels: four of them lie between the worst and the best."""
    return abs(question.share(one) - question.share(other)) / LEVEL


def question_agreement(merged: Merged, id: str) -> QuestionAgreement:
    """How far people agree on the question with this id."""
    question, said = merged.questionnaire.questions[id], merged.said(id)
    exposure = merged.questionnaire.locations[id].exposure
    counts = Counter(each.answer.state for each in said)
    ranked = sorted(
        () if question.in_own_words else values_of(said),
        key=lambda value: question.rank(value, exposure=exposure),
    )
    return QuestionAgreement(
        answered=counts[State.ANSWERED],
        unknown=counts[State.UNKNOWN],
        unanswered=counts[State.UNANSWERED],
        not_applicable=counts[State.NOT_APPLICABLE],
        lowest=ranked[0] if ranked else None,
        highest=ranked[-1] if ranked else None,
        apart=levels_apart(question, ranked[0], ranked[-1]) if ranked else 0.0,
        r_wg=_r_wg_of(question, ranked),
    )


def section_agreements(merged: Merged, scope: Scope) -> Iterator[SectionAgreement]:
    """How far people agree in each outermost section, on the questions that `scope` asks."""
    for section in (*merged.questionnaire.sections, *merged.questionnaire.opportunities):
        asked = [each for each in section.all_questions() if each.id in scope and not each.in_own_words]
        if not asked:
            continue
        found = [(each, values_of(merged.said(each.id))) for each in asked]
        shares = [[each.share(value) for value in values] for each, values in found]
        single = [r for each, values in found if (r := _r_wg_of(each, values)) is not None]
        yield SectionAgreement(
            section,
            units=sum(len(unit) > 1 for unit in shares),
            alpha=krippendorff_alpha(shares),
            r_wg=fsum(single) / len(single) if single else None,
        )


# --- the measures ---------------------------------------------------------------------------------------


def _r_wg_of(question: Question, values: Sequence[Value]) -> float | None:
    count = question.even_levels
    if count is None or len(values) < 2:
        return None
    scores = [option.score for option in question.choices]
    step = (max(scores) - min(scores)) / (count - 1)
    levels = [question.level(value) for value in values]
    return r_wg([(level - min(scores)) / step for level in levels if level is not None], count)


def r_wg(levels: Sequence[float], count: int) -> float:
    """The agreement of at least two `levels`, whole numbers of which there are `count` to choose from: 0-1.

    1 - S²/σ², where S² is the variance of the answers (with n - 1) and σ² = (count² - 1) / 12 that of answers
    of which each is equally likely; below 0 it counts as 0. Sources: James, Demaree & Wolf 1984, Journal of
    Applied Psychology 69; for the limit at 0, LeBreton & Senter 2008, Organizational Research Methods 11.
    """
    mean = fsum(levels) / len(levels)
    variance = fsum((level - mean) ** 2 for level in levels) / (len(levels) - 1)
    return max(1 - variance / ((count**2 - 1) / 12), 0.0)


def krippendorff_alpha(units: Sequence[Sequence[float]]) -> float | None:
    """Krippendorff's alpha for ordinal values; None if no unit has two values, or if no values differ.

    A unit holds the values that different people gave to one question; those with one value do not count.
    Source: Krippendorff 2011, Computing Krippendorff's alpha-reliability, with its ordinal metric.
    """
    pairable = [unit for unit in units if len(unit) > 1]
    totals = Counter(value for unit in pairable for value in unit)
    if len(totals) < 2:
        return None
    differences = _differences(totals)
    observed = fsum(
        differences[one, other] * count * others[other] / (len(unit) - 1)
        for unit in pairable
        for others in [Counter(unit)]
        for one, count in others.items()
        for other in others
    )
    number = sum(totals.values())
    expected = fsum(differences[pair] * totals[pair[0]] * totals[pair[1]] for pair in differences)
    return 1 - (number - 1) * observed / expected


def _differences(totals: Counter[float]) -> dict[tuple[float, float], float]:
    """The ordinal metric: the squared number of values that lie between two, which count half themselves."""
    values = sorted(totals)
    sums = dict(zip(values, accumulate(totals[value] for value in values), strict=True))
    middles = {value: sums[value] - totals[value] / 2 for value in values}
    return {(one, other): (middles[one] - middles[other]) ** 2 for one in values for other in values}
