"""Counts the firms by their answers to one question of the profile, on the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import narwhals as nw

from readiness.cohort.cohort_counts import NO_ANSWER, FactCounts, GroupCounts, Measure
from readiness.cohort.column_names import col, undotted
from readiness.cohort.frames import Frame, between_marks, collected, holds_id, spreads_of, steps_by
from readiness.cohort.measures import residual_measures
from readiness.cohort.spreads import Spread
from readiness.questionnaire.combining.sided import HIGH_RESIDUAL
from readiness.questionnaire.profile import ProfileQuestion
from readiness.scoring.plan import Plan
from readiness.scoring.ranges import TOLERANCE

MOST_TEXTS = 2000
"""The most different answers that are counted as they are, each with up to a thousand steps of a measure."""


def count_fact(results: Frame, fact: ProfileQuestion, measures: Sequence[Measure], plan: Plan) -> FactCounts:
    """The firms by their answer to `fact`, how many of them need help, and how `measures` are spread.

    Grouping by the answer as it stands is much quicker than a test for each option, so that is done unless a
    fact with several options has too many different answers.
    """
    column = undotted(f"profile.{fact.id}")
    urgent_too = results.with_columns(_urgent(plan).cast(nw.Int64).alias("urgent"))
    counted = urgent_too.group_by(column).agg(nw.len().alias("firms"), col("urgent").sum())
    ids = (*(option.id for option in fact.options), NO_ANSWER)
    firms: Counter[str] = Counter()
    help: Counter[str] = Counter()
    texts = 0
    for row in collected(counted).rows(named=True):
        texts += 1
        for id in _ids_in(row[column]):
            firms[id] += int(row["firms"])
            help[id] += int(row["urgent"] or 0)
    count = _by_option if texts > MOST_TEXTS else _by_text
    spreads = count(results, column, ids, measures)
    groups = {id: GroupCounts(firms[id], help[id], spreads[id]) for id in ids}
    return FactCounts(fact.id, fact.several, groups)


def _urgent(plan: Plan) -> nw.Expr:
    """Whether a firm needs help first: a red flag applies, or a risk leaves much."""
    found = col("flags").fill_null("") != ""
    for measure in residual_measures(plan):
        found |= col(measure.column).fill_null(0.0) >= HIGH_RESIDUAL - TOLERANCE
    return found


def _ids_in(text: str | None) -> Iterator[str]:
    """The options in an answer; without one, `NO_ANSWER`."""
    yield from (text or NO_ANSWER).split(";")


def _by_text(
    results: Frame, column: str, ids: Sequence[str], measures: Sequence[Measure]
) -> Mapping[str, Mapping[str, Spread]]:
    found = {id: {measure.column: Counter[int]() for measure in measures} for id in ids}
    for row in steps_by(results, measures, column):
        for id in _ids_in(row[column]):
            found[id][row["measure"]][row["step"]] += row["firms"]
    return {
        id: {name: Spread(dict(steps)) for name, steps in spreads.items()} for id, spreads in found.items()
    }


def _by_option(
    results: Frame, column: str, ids: Sequence[str], measures: Sequence[Measure]
) -> Mapping[str, Mapping[str, Spread]]:
    marked = results.with_columns(between_marks(column, ";"))
    return {id: spreads_of(marked.filter(holds_id(column, id, ";")), measures) for id in ids}
