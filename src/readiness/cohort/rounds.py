"""What became of the firms of an earlier round; they are matched by name, on the engine."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import narwhals as nw

from readiness.cohort.cohort_counts import Measure, RoundCounts
from readiness.cohort.column_names import col, undotted, without_dots
from readiness.cohort.frames import Frame, collected, spreads_of
from readiness.cohort.measures import overall_measure, score_measures
from readiness.cohort.spreads import Spread
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.plan import compile_plan

_BEFORE = "before:"
"""Before the names of the columns of the earlier round."""


def lacking_columns(names: Collection[str]) -> list[str]:
    """The columns that a table of scores must have to be compared, and that are not among `names`."""
    return [name for name in ("firm", "overall", "band") if name not in names]


def count_rounds(results: Frame, earlier: Frame, questionnaire: Questionnaire) -> RoundCounts:
    """What changed from `earlier`, the result table of a round before, to `results`.

    Firms must have names, each once, in both. A measure that the earlier table lacks is left out, and a band
    that the questionnaire no longer has counts as no verdict.
    """
    plan = compile_plan(questionnaire)
    measures = (overall_measure(plan), *score_measures((*plan.whole.children, *plan.windows)))
    results, earlier = without_dots(results), without_dots(earlier)
    there = set(earlier.collect_schema().names())
    measures = tuple(each for each in measures if undotted(each.column) in there)
    columns = ["band", *(undotted(each.column) for each in measures)]
    both = results.select("firm", *columns).join(
        earlier.select("firm", *(col(name).alias(_BEFORE + name) for name in columns)),
        on="firm",
        how="inner",
    )
    judged = results.filter(~col("band").is_null())
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
        spreads=_moved(both, measures),
    )


def _moves(both: Frame, order: Sequence[str]) -> tuple[int, int, int, int]:
    """How many moved up, stayed, moved down, or had no verdict once."""
    pairs = both.select(
        col("band").fill_null("").alias("now"), col(f"{_BEFORE}band").fill_null("").alias("then")
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


def _moved(both: Frame, measures: Sequence[Measure]) -> dict[str, Spread]:
    """How far the values of each measure moved, by its column, in steps."""
    changes = both.select(
        *((col(each.column) - col(_BEFORE + each.column)).alias(undotted(each.column)) for each in measures)
    )
    wide = [each._replace(minimum=0.0, maximum=each.maximum - each.minimum) for each in measures]
    return spreads_of(changes, wide)
