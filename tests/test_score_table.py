"""A table of firms gets the same scores as each firm by itself."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from intricate import intricate_scores, values_of
from readiness import load_questionnaire
from readiness.answers.answers import Answers, State
from readiness.cohort.firm_layout import firm_layout, stored_columns
from readiness.cohort.score_table import ScoredTable
from readiness.messages.problems import ReadinessError
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.engine import score
from readiness.scoring.scores import Scores, with_parts
from readiness.scoring.terms import on_scale
from readiness.scoring.verdict import MINIMA, Verdict
from result_tables import answer_row
from small import NOT_APPLICABLE, PROFILE, answers, question, questionnaire, section

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


def engine_of(table: pl.DataFrame, asked: Questionnaire, *, quick: bool) -> ScoredTable:
    frame = nw.from_native(table.lazy())
    layout = firm_layout(stored_columns(frame.collect_schema()), asked, "table")
    return ScoredTable(frame, layout, asked, quick=quick)


def scored(table: pl.DataFrame, asked: Questionnaire, *, quick: bool = False) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        engine_of(table, asked, quick=quick).scores().to_native().collect().rows(named=True)
    )
    return rows


def told_answers(table: pl.DataFrame, asked: Questionnaire, *, quick: bool = False) -> list[dict[str, Any]]:
    """The answers of every row, with and without a look at faults."""
    engine = engine_of(table, asked, quick=quick)
    rows: list[dict[str, Any]] = engine.answers().to_native().collect().rows(named=True)
    assert engine.answers(all_right=True).to_native().collect().rows(named=True) == rows
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


@pytest.mark.parametrize("number", range(100))
def test_a_table_of_one_firm_has_the_scores_of_this_firm(number: int) -> None:
    scores = intricate_scores(number)
    asked = scores.questionnaire
    rows = scored(table_of([row_of(scores.answers, asked)], asked), asked, quick=scores.scope.quick)
    assert list(differences(rows[0], expected(scores))) == []


@pytest.mark.parametrize("number", range(20))
def test_every_firm_of_a_table_has_its_own_scores(number: int) -> None:
    """Rows do not disturb each other, whatever the firms before them have answered."""
    asked = intricate_scores(number).questionnaire
    random = Random(number)  # noqa: S311 (made-up answers)
    firms = [some_answers(asked, random) for _ in range(25)]
    found = scored(table_of([row_of(each, asked) for each in firms], asked), asked)
    for firm, row in zip(firms, found, strict=True):
        assert list(differences(row, expected(score(asked, firm)))) == []


@pytest.mark.parametrize("number", range(40))
def test_a_table_tells_what_each_firm_answered(number: int) -> None:
    scores = intricate_scores(number)
    asked = scores.questionnaire
    (found,) = told_answers(table_of([row_of(scores.answers, asked)], asked), asked, quick=scores.scope.quick)
    assert list(differences(found, answer_row(scores))) == []


@pytest.mark.parametrize("quick", [False, True])
def test_firms_that_answer_going_global_have_their_own_scores(quick: bool) -> None:
    asked = load_questionnaire("going-global")
    random = Random(7)  # noqa: S311 (made-up answers)
    firms = [some_answers(asked, random) for _ in range(60)]
    found = scored(table_of([row_of(each, asked) for each in firms], asked), asked, quick=quick)
    for firm, row in zip(firms, found, strict=True):
        assert list(differences(row, expected(score(asked, firm, quick=quick)))) == []
        assert {id: row[f"profile.{id}"] for id in firm.profile} == {
            id: ";".join(chosen) for id, chosen in firm.profile.items()
        }


def some_answers(asked: Questionnaire, random: Random) -> Answers:
    """Answers of a firm that knows much, little or nothing, with a profile that may have gaps."""
    knows = random.choice([0.3, 0.8, 1.0])
    given: dict[str, Any] = {}
    for id, each in asked.questions.items():
        kind = random.random()
        if kind < knows:
            given[id] = each.written(random.choice(values_of(each)))
        elif each.not_applicable and kind < knows + 0.1:
            given[id] = NOT_APPLICABLE
        elif kind < knows + 0.15:
            given[id] = "unknown"
    profile = {}
    for fact in asked.profile:
        ids = [option.id for option in fact.options]
        if random.random() < 0.9:
            chosen = [id for id in ids if random.random() < 0.4] or ids[:1]
            profile[fact.id] = chosen if fact.several else random.choice(ids)
    return answers(asked, given, profile)


# --- forms of columns -----------------------------------------------------------------------------------

TYPES: dict[str, dict[str, Any]] = {
    "scale": {"type": "scale", "minimum": -1, "maximum": 3},
    "yes-no": {"type": "yes-no", "better_answer": "no"},
    "number": {"type": "number", "worst": 0, "best": 7},
    "table": {"type": "number", "points": [[1, 0], [5, 2], ["more", 3]]},
}
KINDS = section(
    "kinds",
    question("choice", [0, 1, 4], not_applicable="Nothing of the kind."),
    {**question("reversed", [3, 1, 0]), "order": "as-listed"},
    {**question("several", [1, 2, 3]), "type": "several"},
    *({"id": id, "text": "What is seen?", **fields} for id, fields in TYPES.items()),
)
GIVEN: list[dict[str, Any]] = [
    {
        "choice": "level-1",
        "reversed": "level-0",
        "several": ["level-0", "level-2"],
        "scale": 2,
        "yes-no": "yes",
    },
    {"number": 3.5, "table": 5, "several": [], "scale": -1, "yes-no": "no"},
    {"number": 100, "table": 5.01, "several": ["level-1"], "choice": "level-2", "reversed": "level-2"},
    {},
]


def test_all_forms_of_a_table_have_the_same_scores() -> None:
    asked = questionnaire(KINDS)
    firms = [answers(asked, given) for given in GIVEN]
    wanted = [expected(score(asked, firm)) for firm in firms]
    text = table_of([row_of(firm, asked) for firm in firms], asked)
    ids = ["level-0", "level-1", "level-2"]
    choices = [pl.col(f"answers.{id}") for id in ("choice", "reversed")]
    numbers = [pl.col(f"answers.{id}").cast(pl.Float64) for id in ("scale", "number", "table")]
    lists = pl.col("answers.several")
    lists = pl.when(lists == "[]").then(pl.lit([], dtype=pl.List(pl.String))).otherwise(lists.str.split(";"))
    truths = (pl.col("answers.yes-no") == "yes").alias("answers.yes-no")
    scores = [
        pl.Series("answers.choice", [1, None, 4, None]),
        pl.Series("answers.reversed", [3.0, float("nan"), 0.0, None]),
    ]
    tables = {
        "text": text,
        "categories": text.with_columns(each.cast(pl.Categorical) for each in choices),
        "enumerations": text.with_columns(each.cast(pl.Enum(ids)) for each in choices),
        "scores": text.with_columns(*scores, *numbers, truths),
        "whole": text.with_columns(pl.col("answers.scale").cast(pl.Int8)),
        "lists": text.with_columns(lists.alias("answers.several")),
        "blanks": text.with_columns(pl.col("answers.several").str.replace(";", " ; ")),
        "empty": text.with_columns(pl.all().fill_null("")),
    }
    for name, table in tables.items():
        for row, other in zip(scored(table, asked), wanted, strict=True):
            assert list(differences(row, other)) == [], name


SHORT_CUTS = {
    "none": ("readiness.cohort.stages.text_columns", lambda _frame: set()),
    "texts are many": ("readiness.cohort.text_codes._FEW", -1),
    "results are many": ("readiness.cohort.text_codes._FEW_RESULTS", -1),
}


@pytest.mark.parametrize("change", SHORT_CUTS.values(), ids=SHORT_CUTS)
@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical])
def test_scores_do_not_depend_on_how_texts_are_compared(
    change: tuple[str, object], dtype: type[pl.DataType], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = load_questionnaire("going-global")
    random = Random(8)  # noqa: S311 (made-up answers)
    rows = [row_of(some_answers(asked, random), asked) for _ in range(60)]
    facts = ["eu", " eu ; asean", "asean;eu", "", "eu;eu", "eu;moon", ";", None]
    rows += [rows[0] | {"markets": markets} for markets in facts]
    rows += [
        rows[1] | {f"answers.{id}": text} for id in list(asked.questions)[:3] for text in ("", "?", None)
    ]
    table = table_of(rows, asked).cast(dtype)
    wanted = scored(table, asked)
    assert len(wanted) == len(rows) - 3 - 3
    monkeypatch.setattr(*change)
    assert scored(table, asked) == wanted


@pytest.mark.parametrize(
    ("id", "cells"),
    [
        ("choice", ["level-9", "Level-0", "0", " level-0"]),
        ("reversed", ["not-applicable", "Unknown"]),
        ("several", ["level-0;level-0", "level-0;level-9", ";", "[];level-0", "level-0,level-1"]),
        ("scale", ["4", "1.5", "two"]),
        ("yes-no", ["true", "Yes"]),
        ("number", ["three", "1e16", "nan", "1,5"]),
    ],
)
def test_a_row_with_a_cell_that_is_no_answer_has_no_scores(id: str, cells: list[str]) -> None:
    asked = questionnaire(KINDS)
    good = row_of(answers(asked, GIVEN[0]), asked)
    table = table_of([good, *({**good, f"answers.{id}": cell} for cell in cells), good], asked)
    assert len(scored(table, asked)) == 2


@pytest.mark.parametrize("kind", ["stage", "markets"])
def test_a_row_with_a_fact_that_is_none_has_no_scores(kind: str) -> None:
    markets = {"id": "markets", "title": "Markets", "text": "Which?", "several": True}
    options = [{"id": "asia", "text": "Asia"}, {"id": "europe", "text": "Europe"}]
    asked = questionnaire(KINDS, profile=[*PROFILE, {**markets, "options": options}])
    good = {"stage": "home", "markets": "europe;asia"}
    rows = [good, {**good, kind: "moon"}, {**good, kind: "asia;asia"}, {**good, kind: ""}]
    found = scored(table_of(rows, asked), asked)
    assert [row[f"profile.{kind}"] for row in found] == [good[kind], None]


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical])
def test_a_table_without_rows_or_facts_has_the_columns_of_any_other(dtype: type[pl.DataType]) -> None:
    asked = load_questionnaire("going-global")
    full = table_of([row_of(some_answers(asked, Random(9)), asked)], asked).cast(dtype)  # noqa: S311
    nothing = full.select(pl.when(False).then(pl.all()))
    schemas = [
        engine_of(table, asked, quick=False).scores().to_native().collect().schema
        for table in (full, nothing, full.clear())
    ]
    assert schemas == [schemas[0]] * 3


def test_a_table_that_lacks_columns_is_scored_as_if_they_were_open() -> None:
    asked = questionnaire(KINDS)
    (row,) = scored(pl.DataFrame({"answers.choice": ["level-1"]}), asked)
    assert list(differences(row, expected(score(asked, answers(asked, {"choice": "level-1"}))))) == []


def test_what_has_no_form_for_columns_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = questionnaire(KINDS)
    monkeypatch.setattr(type(asked.questions["table"]), "has_columns", False)
    monkeypatch.setattr(type(asked.way), "columns", False)
    with pytest.raises(ReadinessError) as caught:
        scored(pl.DataFrame({"answers.choice": ["level-1"]}), asked)
    assert str(caught.value) == (
        "a table of firms cannot be scored with geometric, number, which has no form for columns"
    )
