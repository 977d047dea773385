"""A table of firms gets the same scores as each firm by itself."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from intricate import intricate_scores
from readiness.answers.answers import Answers, State
from readiness.cohort.firm_layout import firm_layout, stored_columns
from readiness.cohort.score_table import ScoredTable
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.scores import Scores, with_parts
from readiness.scoring.terms import on_scale
from readiness.scoring.verdict import MINIMA, Verdict

WORDS = {State.UNKNOWN: "unknown", State.NOT_APPLICABLE: "not-applicable"}


def row_of(answers: Answers, asked: Questionnaire) -> dict[str, str | None]:
    """The row of a firm in a table of texts."""
    row: dict[str, str | None] = {id: ";".join(chosen) for id, chosen in answers.profile.items()}
    for id, given in answers.given.items():
        written = None if given.value is None else asked.questions[id].written(given.value)
        if isinstance(written, list):
            written = ";".join(written) or "[]"
        row[f"answers.{id}"] = WORDS.get(given.state) if written is None else str(written)
        if isinstance(given.value, object) and given.option is not None:
            row[f"answers.{id}"] = given.option.id
    return row


def table_of(rows: Sequence[Mapping[str, str | None]], asked: Questionnaire) -> pl.DataFrame:
    names = [*(each.id for each in asked.profile), *(f"answers.{id}" for id in asked.questions)]
    return pl.DataFrame(
        {name: pl.Series(name, [row.get(name) for row in rows], dtype=pl.String) for name in names}
    )


def scored(table: pl.DataFrame, asked: Questionnaire, *, quick: bool = False) -> list[dict[str, Any]]:
    frame = nw.from_native(table.lazy())
    layout = firm_layout(stored_columns(frame.collect_schema()), asked, "table")
    result = ScoredTable(frame, layout, asked, quick=quick).scores().to_native()
    rows: list[dict[str, Any]] = result.collect().rows(named=True)
    return rows


def blockers(verdict: Verdict) -> str:
    names = {"overall": "overall", "condition": "condition", "coverage": "coverage"}
    return "; ".join(
        each.subject
        if each.kind in MINIMA
        else f"flag {each.subject}"
        if each.kind == "red-flag"
        else f"coverage {each.subject}"
        if each.subject and each.kind == "coverage"
        else names[each.kind]
        for each in verdict.blocked_by
    )


def expected(scores: Scores) -> dict[str, Any]:
    """The row of one firm, from its own scores."""
    verdict = scores.verdict
    row: dict[str, Any] = {
        "overall": scores.overall.low if scores.applies else None,
        "overall_high": scores.overall.high if scores.applies else None,
        "band": verdict.band.id if verdict.band else None,
        "next_band": verdict.next.id if verdict.next else None,
        "best_band": verdict.best.id,
        "blocked_by": blockers(verdict),
        "coverage": scores.coverage if scores.applies else None,
        "flags": "; ".join(each.flag.id for each in scores.flags if each.certain),
        "flags_possible": "; ".join(each.flag.id for each in scores.flags if not each.certain),
        "contradictions": "; ".join(each.id for each in scores.contradictions),
    }
    for item in with_parts((*scores.sections, *scores.opportunities)):
        id = item.node.id
        row |= {f"{id}.score": item.score.low, f"{id}.high": item.score.high, f"{id}.coverage": item.coverage}
        if item.sides:
            given, done = item.node.way.sides
            sides = {given: item.sides.given, done: item.sides.done, "residual": item.sides.left}
            if given == "openness":
                sides = {
                    done: on_scale(item.scale, item.sides.done),
                    "unused": on_scale(item.scale, item.sides.left),
                }
            for name, share in sides.items():
                row |= {f"{id}.{name}": share.low, f"{id}.{name}_high": share.high}
        if item.verdict:
            row[f"{id}.band"] = item.verdict.band.id if item.verdict.band else None
    return row


def differences(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterable[str]:
    for name, value in found.items():
        if name.startswith("profile."):
            continue
        other = wanted.get(name)
        if isinstance(value, float) and isinstance(other, float):
            if not math.isclose(value, other, abs_tol=1e-9):
                yield f"{name}: {value} instead of {other}"
        elif value != other:
            yield f"{name}: {value!r} instead of {other!r}"
    yield from (f"{name} is missing" for name in wanted if name not in found)


@pytest.mark.parametrize("number", range(200))
def test_intricate(number: int) -> None:
    scores = intricate_scores(number)
    asked = scores.questionnaire
    rows = scored(table_of([row_of(scores.answers, asked)], asked), asked, quick=scores.scope.quick)
    assert list(differences(rows[0], expected(scores))) == []
