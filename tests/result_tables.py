"""Cohorts for tests: the result table and the answers frame, in their agreed form, from the scalar engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import narwhals as nw
import polars as pl

from firms import GOING_GLOBAL, plausible_firms
from readiness.answers.answers import State
from readiness.cohort.cohort_counts import CohortCounts
from readiness.cohort.counting import count_cohort
from readiness.cohort.measures import all_measures
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.plan import compile_plan
from readiness.scoring.scores import Scores, with_parts


def result_row(scores: Scores, firm: str) -> dict[str, Any]:
    """The row of one firm in the result table."""
    row: dict[str, Any] = {"firm": firm, **_profile(scores)}
    row["overall"] = scores.overall.low if scores.applies else None
    row["band"] = scores.verdict.band.id if scores.verdict.band else None
    row["flags"] = "; ".join(each.flag.id for each in scores.flags if each.certain)
    row["contradictions"] = "; ".join(each.id for each in scores.contradictions)
    for item in with_parts((*scores.sections, *scores.opportunities)):
        row[f"{item.node.id}.score"] = item.score.low
        if item.sides is None:
            continue
        given, done, left = item.sides
        if item.node.way.sides == ("exposure", "control"):
            row[f"{item.node.id}.exposure"] = given.low
            row[f"{item.node.id}.control"] = done.low
            row[f"{item.node.id}.residual"] = left.low
        else:
            row[f"{item.node.id}.use"] = item.scale.points(done.low)
            row[f"{item.node.id}.unused"] = item.scale.points(left.low)
    return row


def answer_row(scores: Scores) -> dict[str, Any]:
    """The row of one firm in the answers frame."""
    row: dict[str, Any] = {}
    for id, asked in scores.questionnaire.questions.items():
        answer = scores.answers[id]
        state = answer.state if id in scores.scope else None
        is_answered = row[f"{id}.answered"] = state is State.ANSWERED
        row[f"{id}.unknown"] = state is State.UNKNOWN
        if asked.scored:
            row[f"{id}.share"] = asked.share(answer.value) if is_answered else None
    return row


def _profile(scores: Scores) -> dict[str, str | None]:
    return {
        f"profile.{asked.id}": ";".join(scores.answers.profile.get(asked.id, ())) or None
        for asked in scores.questionnaire.profile
    }


def as_table(rows: Sequence[Mapping[str, Any]], types: Mapping[str, Any]) -> nw.LazyFrame[Any]:
    """A lazy table of `rows`, with columns of these types."""
    return nw.from_native(pl.DataFrame(rows, schema=dict(types)).lazy())


def results_of(asked: Questionnaire, rows: Sequence[Mapping[str, Any]]) -> nw.LazyFrame[Any]:
    """The result table of these rows."""
    texts = ["firm", *(f"profile.{each.id}" for each in asked.profile), "band", "flags", "contradictions"]
    numbers = [each.column for each in all_measures(compile_plan(asked))]
    return as_table(rows, {**dict.fromkeys(texts, pl.String), **dict.fromkeys(numbers, pl.Float64)})


def answers_of(asked: Questionnaire, rows: Sequence[Mapping[str, Any]]) -> nw.LazyFrame[Any]:
    """The answers frame of these rows."""
    types: dict[str, Any] = {}
    for id, question in asked.questions.items():
        types |= {f"{id}.answered": pl.Boolean, f"{id}.unknown": pl.Boolean}
        if question.scored:
            types[f"{id}.share"] = pl.Float64
    return as_table(rows, types)


def counted(asked: Questionnaire, firms: Iterable[Scores]) -> CohortCounts:
    """What is counted of these firms."""
    firms = list(firms)
    return count_cohort(
        results_of(asked, [result_row(each, f"firm {place}") for place, each in enumerate(firms)]),
        answers_of(asked, [answer_row(each) for each in firms]),
        asked,
    )


@cache
def plausible_counts(count: int) -> CohortCounts:
    """What is counted of made-up firms that answered going-global."""
    return counted(GOING_GLOBAL, [firm.score() for firm in plausible_firms(count)])
