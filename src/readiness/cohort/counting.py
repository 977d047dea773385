"""Counts a cohort: from the result table and the answers of all firms to a few thousand numbers.

All of it runs on the engine that holds the tables, through Narwhals; only small tables come back. No column
of a number for each firm is ever in memory here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import narwhals as nw

from readiness.cohort.cohort_counts import (
    NO_ANSWER,
    WITHHELD,
    CohortCounts,
    FactCounts,
    GroupCounts,
    Measure,
    Moments,
    QuestionCounts,
)
from readiness.cohort.measures import (
    all_measures,
    overall_measure,
    residual_measures,
    score_measures,
    with_nodes_below,
)
from readiness.cohort.spreads import SPREAD_STEPS, Spread
from readiness.questionnaire.combining.sided import HIGH_RESIDUAL
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.scoring.plan import Node, Plan, compile_plan
from readiness.scoring.ranges import TOLERANCE

Frame: TypeAlias = nw.LazyFrame[Any]
ANSWERED, UNKNOWN = 0, 1
"""The states of an answer, among those of the answers frame, that are counted."""


def count_cohort(results: Frame, answers: Frame, questionnaire: Questionnaire) -> CohortCounts:
    """What there is to count of a cohort, without any comparison with an earlier round.

    `results` is the result table and `answers` the frame of states and shares, of the same firms.
    """
    plan = compile_plan(questionnaire)
    members = dict(_members(questionnaire))
    singles = _single_numbers(results, questionnaire, plan, members)
    questions, moments = count_answers(answers, questionnaire)
    heads = (overall_measure(plan), *score_measures((*plan.whole.children, *plan.windows)))
    by_group: dict[tuple[str, str], dict[str, Spread]] = {each: {} for each in members}
    spreads = {}
    for measure in all_measures(plan):
        whole, groups = _spread(results, measure, members if measure in heads else {})
        spreads[measure.column] = whole
        for group, spread in groups.items():
            by_group[group][measure.column] = spread
    return CohortCounts(
        firms=singles["firms"],
        bands={id: singles[f"band {id}"] for id in (*(band.id for band in questionnaire.bands), WITHHELD)},
        spreads=spreads,
        facts=tuple(_facts(questionnaire, singles, by_group)),
        flags={flag.id: singles[f"flag {flag.id}"] for flag in plan.flags},
        contradictions={each.id: singles[f"contradiction {each.id}"] for each in plan.contradictions},
        questions=questions,
        moments=moments,
    )


def collected(frame: Frame) -> nw.DataFrame[Any]:
    """A small table, computed by the engine of `frame`; where that can stream, it does."""
    streams = {"engine": "streaming"} if frame.implementation.is_polars() else {}
    return frame.collect(backend="polars", **streams)


def steps_of(value: nw.Expr, width: float) -> nw.Expr:
    """`value`, from 0 to `width`, in steps of a thousandth; half a step goes up."""
    return (value * (SPREAD_STEPS / width) + 0.5).floor().cast(nw.Int32)


def holds_id(column: str, id: str, mark: str) -> nw.Expr:
    """Whether `id` is among the ids in a text `column`, which are separated by `mark`."""
    inside = nw.concat_str(nw.lit(mark), nw.col(column).fill_null(""), nw.lit(mark))
    return inside.str.contains(f"{mark}{id}{mark}", literal=True)


# --- the result table -----------------------------------------------------------------------------------


def _members(questionnaire: Questionnaire) -> Iterator[tuple[tuple[str, str], nw.Expr]]:
    """By fact and option, whether a firm belongs there."""
    for fact in questionnaire.profile:
        column = f"profile.{fact.id}"
        for option in fact.options:
            yield (fact.id, option.id), holds_id(column, option.id, ";")
        yield (fact.id, NO_ANSWER), nw.col(column).fill_null("") == ""


def _single_numbers(
    results: Frame, questionnaire: Questionnaire, plan: Plan, members: Mapping[tuple[str, str], nw.Expr]
) -> dict[str, int]:
    """Every number that one pass over the result table gives, by name."""
    urgent = _urgent(plan)
    band = nw.col("band").fill_null(WITHHELD)
    counted = {f"band {id}": band == id for id in (*(each.id for each in questionnaire.bands), WITHHELD)}
    counted |= {f"flag {flag.id}": holds_id("flags", flag.id, "; ") for flag in plan.flags}
    counted |= {
        f"contradiction {each.id}": holds_id("contradictions", each.id, "; ") for each in plan.contradictions
    }
    for (fact, option), member in members.items():
        counted[f"group {fact} {option}"] = member
        counted[f"urgent {fact} {option}"] = member & urgent
    return _sums(results, counted)


def _sums(frame: Frame, counted: Mapping[str, nw.Expr]) -> dict[str, int]:
    """How many rows each of `counted` holds for, and as `firms` how many there are."""
    sums = (each.cast(nw.Int64).sum().alias(name) for name, each in counted.items())
    row = collected(frame.select(nw.len().alias("firms"), *sums)).row(0)
    return {name: int(value or 0) for name, value in zip(("firms", *counted), row, strict=True)}


def _urgent(plan: Plan) -> nw.Expr:
    """Whether a firm needs help first: a red flag applies, or a risk leaves much."""
    urgent = nw.col("flags").fill_null("") != ""
    for measure in residual_measures(plan):
        urgent |= nw.col(measure.column).fill_null(0.0) >= HIGH_RESIDUAL - TOLERANCE
    return urgent


def _spread(
    results: Frame, measure: Measure, members: Mapping[tuple[str, str], nw.Expr]
) -> tuple[Spread, dict[tuple[str, str], Spread]]:
    """How `measure` is spread over all firms, and over each group of `members`."""
    names = {group: f"in {place}" for place, group in enumerate(members)}
    step = steps_of(nw.col(measure.column) - measure.minimum, measure.maximum - measure.minimum)
    inside = (each.cast(nw.Int64).alias(names[group]) for group, each in members.items())
    counted = (
        results.filter(~nw.col(measure.column).is_null())
        .select(step.alias("step"), *inside)
        .group_by("step")
        .agg(nw.len().alias("firms"), *(nw.col(name).sum() for name in names.values()))
    )
    rows = collected(counted).rows(named=True)
    return _as_spread(rows, "firms"), {group: _as_spread(rows, name) for group, name in names.items()}


def _as_spread(rows: Iterable[Mapping[str, Any]], name: str) -> Spread:
    return Spread({int(row["step"]): int(row[name]) for row in rows if row[name]})


def _facts(
    questionnaire: Questionnaire,
    singles: Mapping[str, int],
    spreads: Mapping[tuple[str, str], Mapping[str, Spread]],
) -> Iterator[FactCounts]:
    for fact in questionnaire.profile:
        options = (*(option.id for option in fact.options), NO_ANSWER)
        groups = {
            option: GroupCounts(
                singles[f"group {fact.id} {option}"],
                singles[f"urgent {fact.id} {option}"],
                spreads[fact.id, option],
            )
            for option in options
        }
        yield FactCounts(fact.id, fact.several, groups)


# --- the answers ----------------------------------------------------------------------------------------


def count_answers(
    answers: Frame, questionnaire: Questionnaire
) -> tuple[dict[str, QuestionCounts], tuple[Moments, ...]]:
    """The answers to every question, and what the consistency of every list of questions follows from."""
    plan = compile_plan(questionnaire)
    nodes = tuple(with_nodes_below((*plan.whole.children, *plan.windows)))
    improvable = {each.id for node in nodes for each in node.improvable()}
    sums = dict(_question_sums(questionnaire, improvable))
    lists = {node.id: asked for node in nodes if len(asked := _formative(node)) > 1}
    for id, asked in lists.items():
        sums |= _moment_sums(id, [each.id for each in asked])
    row = collected(answers.select(*(each.alias(name) for name, each in sums.items()))).row(0)
    found = {name: value or 0 for name, value in zip(sums, row, strict=True)}
    questions = {
        id: QuestionCounts(
            int(found[f"answered {id}"]),
            int(found[f"low {id}"]) if id in improvable else None,
            int(found[f"unknown {id}"]),
        )
        for id in questionnaire.questions
    }
    return questions, tuple(_moments(id, [each.id for each in lists[id]], found) for id in lists)


def _question_sums(questionnaire: Questionnaire, improvable: set[str]) -> Iterator[tuple[str, nw.Expr]]:
    for id in questionnaire.questions:
        state = nw.col(f"{id}.state")
        yield f"answered {id}", (state == ANSWERED).cast(nw.Int64).sum()
        yield f"unknown {id}", (state == UNKNOWN).cast(nw.Int64).sum()
        if id in improvable:
            low = (state == ANSWERED) & (nw.col(f"{id}.share").fill_null(1.0) < 0.5 - TOLERANCE)
            yield f"low {id}", low.cast(nw.Int64).sum()


def _formative(node: Node) -> tuple[Question, ...]:
    """The questions of `node` about what a firm does: of two sides the second."""
    return node.sides[1] if node.sides else node.questions


def _moment_sums(section: str, asked: list[str]) -> dict[str, nw.Expr]:
    """The sums behind `Moments` over those firms that answered all of `asked`."""
    complete = nw.all_horizontal(*(nw.col(f"{id}.state") == ANSWERED for id in asked), ignore_nulls=False)
    centred = [nw.when(complete).then(nw.col(f"{id}.share") - 0.5).otherwise(0.0) for id in asked]
    total = centred[0]
    for each in centred[1:]:
        total = total + each
    sums = {f"complete {section}": complete.cast(nw.Int64).sum()}
    for id, each in zip(asked, centred, strict=True):
        sums[f"sum {section} {id}"] = each.sum()
        sums[f"squares {section} {id}"] = (each * each).sum()
    return {**sums, f"sum {section}": total.sum(), f"squares {section}": (total * total).sum()}


def _moments(section: str, asked: list[str], found: Mapping[str, float]) -> Moments:
    return Moments(
        section,
        tuple(asked),
        int(found[f"complete {section}"]),
        tuple(float(found[f"sum {section} {id}"]) for id in asked),
        tuple(float(found[f"squares {section} {id}"]) for id in asked),
        float(found[f"sum {section}"]),
        float(found[f"squares {section}"]),
    )
