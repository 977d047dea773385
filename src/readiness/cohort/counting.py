"""Counts a cohort: from the result table and the answers of all firms to a few thousand numbers.

All of it runs on the engine that holds the tables, through Narwhals; only small tables come back. No column
of a number for each firm is ever in memory here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import narwhals as nw

from readiness.cohort.cohort_counts import (
    WITHHELD,
    CohortCounts,
    Measure,
    Moments,
    QuestionCounts,
)
from readiness.cohort.frames import Frame, between_marks, collected, holds_id, steps_by
from readiness.cohort.grouping import count_fact
from readiness.cohort.measures import (
    all_measures,
    overall_measure,
    score_measures,
    with_nodes_below,
)
from readiness.cohort.spreads import Spread
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.scoring.plan import Node, Plan, compile_plan
from readiness.scoring.ranges import TOLERANCE

ANSWERED, UNKNOWN = 0, 1
"""The states of an answer, among those of the answers frame, that are counted."""


def count_cohort(results: Frame, answers: Frame, questionnaire: Questionnaire) -> CohortCounts:
    """What there is to count of a cohort, without any comparison with an earlier round.

    `results` is the result table and `answers` the frame of states and shares, of the same firms.
    """
    plan = compile_plan(questionnaire)
    singles = _single_numbers(results, questionnaire, plan)
    questions, moments = count_answers(answers, questionnaire)
    heads = (overall_measure(plan), *score_measures((*plan.whole.children, *plan.windows)))
    return CohortCounts(
        firms=singles["firms"],
        bands={id: singles[f"band {id}"] for id in (*(band.id for band in questionnaire.bands), WITHHELD)},
        spreads={each.column: _spread(results, each) for each in all_measures(plan)},
        facts=tuple(count_fact(results, fact, heads, plan) for fact in questionnaire.profile),
        flags={flag.id: singles[f"flag {flag.id}"] for flag in plan.flags},
        contradictions={each.id: singles[f"contradiction {each.id}"] for each in plan.contradictions},
        questions=questions,
        moments=moments,
    )


# --- the result table -----------------------------------------------------------------------------------


def _single_numbers(results: Frame, questionnaire: Questionnaire, plan: Plan) -> dict[str, int]:
    """Every number that one pass over the result table gives, by name."""
    band = nw.col("band").fill_null(WITHHELD)
    counted = {f"band {id}": band == id for id in (*(each.id for each in questionnaire.bands), WITHHELD)}
    counted |= {f"flag {flag.id}": holds_id("flags", flag.id, "; ") for flag in plan.flags}
    counted |= {
        f"contradiction {each.id}": holds_id("contradictions", each.id, "; ") for each in plan.contradictions
    }
    sums = (each.cast(nw.Int64).sum().alias(name) for name, each in counted.items())
    marked = results.select("band", between_marks("flags", "; "), between_marks("contradictions", "; "))
    row = collected(marked.select(nw.len().alias("firms"), *sums)).row(0)
    return {name: int(value or 0) for name, value in zip(("firms", *counted), row, strict=True)}


def _spread(results: Frame, measure: Measure) -> Spread:
    return Spread({int(step): int(firms) for step, firms in steps_by(results, measure).rows()})


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
