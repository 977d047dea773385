"""What became of the firms of an earlier round; they are matched by name, on the engine."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from readiness.cohort.cohort_counts import RoundCounts
from readiness.cohort.frames import Frame, collected, steps_of
from readiness.cohort.measures import overall_measure, score_measures
from readiness.cohort.spreads import Spread
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.plan import compile_plan

_BEFORE = "before."
"""Before the names of the columns of the earlier round."""


def count_rounds(results: Frame, earlier: Frame, questionnaire: Questionnaire) -> RoundCounts:
    """What changed from `earlier`, the result table of a round before, to `results`.

    Firms must have names, each once, in both. A measure that the earlier table lacks is left out, and a band
    that the questionnaire no longer has counts as no verdict.
    """
    plan = compile_plan(questionnaire)
    measures = (overall_measure(plan), *score_measures((*plan.whole.children, *plan.windows)))
    there = set(earlier.collect_schema().names())
    measures = tuple(each for each in measures if each.column in there)
    columns = ["band", *(each.column for each in measures)]
    both = results.select("firm", *columns).join(
        earlier.select("firm", *(nw.col(name).alias(_BEFORE + name) for name in columns)),
        on="firm",
        how="inner",
    )
    judged = results.filter(~nw.col("band").is_null())
    now, before, with_verdict = (
        int(collected(each.select(nw.len())).item()) for each in (results, earlier, judged)
    )
    up, stayed, down, others = _moves(both, [band.id for band in questionnaire.bands])
    matched = up + stayed + down + others
    return RoundCounts(
        *(up, stayed, down),
        apart=with_verdict - up - stayed - down,
        new=now - matched,
        gone=before - matched,
        spreads={each.column: _moved(both, each.column, each.maximum - each.minimum) for each in measures},
    )


def _moves(both: Frame, order: Sequence[str]) -> tuple[int, int, int, int]:
    """How many moved up, stayed, moved down, or had no verdict once."""
    pairs = both.select(
        nw.col("band").fill_null("").alias("now"), nw.col(f"{_BEFORE}band").fill_null("").alias("then")
    )
    moves = [0, 0, 0, 0]
    for now, then, firms in collected(pairs.group_by("now", "then").agg(nw.len().alias("firms"))).rows():
        if now not in order or then not in order:
            moves[3] += firms
        else:
            step = order.index(now) - order.index(then)
            moves[1 - (step > 0) + (step < 0)] += firms
    up, stayed, down, others = moves
    return up, stayed, down, others


def _moved(both: Frame, column: str, width: float) -> Spread:
    """How far the values of `column` moved, in steps."""
    change = nw.col(column) - nw.col(_BEFORE + column)
    counted = (
        both.filter(~change.is_null())
        .select(steps_of(change, width).alias("step"))
        .group_by("step")
        .agg(nw.len().alias("firms"))
    )
    return Spread({int(step): int(firms) for step, firms in collected(counted).rows()})
