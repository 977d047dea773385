"""Counts a cohort: from the result table and the answers of all firms to a few thousand numbers.

All of it runs on the engine that holds the tables, through Narwhals; only small tables come back. No column
of a number for each firm is ever in memory here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import add

import narwhals as nw

from readiness.cohort.cohort_counts import (
    WITHHELD,
    CohortCounts,
    Moments,
    QuestionCounts,
)
from readiness.cohort.column_names import col, without_dots
from readiness.cohort.frames import Frame, between_marks, collected, holds_id, spreads_of
from readiness.cohort.grouping import count_fact
from readiness.cohort.measures import (
    all_measures,
    overall_measure,
    score_measures,
    with_nodes_below,
)
from readiness.cohort.stages import Stages
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.plan import Node, Plan, compile_plan
from readiness.scoring.ranges import TOLERANCE


def count_cohort(results: Frame, answers: Frame, questionnaire: Questionnaire) -> CohortCounts:
    """What there is to count of a cohort, without any comparison with an earlier round.

    `results` is the result table and `answers` what `ScoredTable.answers` gives, of the same firms.
    """
    plan = compile_plan(questionnaire)
    results = without_dots(results)
    singles = _single_numbers(results, questionnaire, plan)
    questions, moments = count_answers(answers, questionnaire)
    heads = (overall_measure(plan), *score_measures((*plan.whole.children, *plan.windows)))
    return CohortCounts(
        firms=singles["firms"],
        bands={id: singles[f"band {id}"] for id in (*(band.id for band in questionnaire.bands), WITHHELD)},
        spreads=spreads_of(results, all_measures(plan)),
        facts=tuple(count_fact(results, fact, heads, plan) for fact in questionnaire.profile),
        flags={flag.id: singles[f"flag {flag.id}"] for flag in plan.flags},
        contradictions={each.id: singles[f"contradiction {each.id}"] for each in plan.contradictions},
        questions=questions,
        moments=moments,
    )


def firms_without_answers(results: Frame) -> int:
    """How many firms in the result table have answered no question that counts."""
    without = results.filter(nw.col("coverage").fill_null(0.0) == 0)
    return int(collected(without.select(nw.len())).item())


# --- the result table -----------------------------------------------------------------------------------


def _single_numbers(results: Frame, questionnaire: Questionnaire, plan: Plan) -> dict[str, int]:
    """Every number that one pass over the result table gives, by name."""
    band = col("band").fill_null(WITHHELD)
    counted = {f"band {id}": band == id for id in (*(each.id for each in questionnaire.bands), WITHHELD)}
    counted |= {f"flag {flag.id}": holds_id("flags", flag.id, "; ") for flag in plan.flags}
    counted |= {
        f"contradiction {each.id}": holds_id("contradictions", each.id, "; ") for each in plan.contradictions
    }
    sums = (each.cast(nw.Int64).sum().alias(name) for name, each in counted.items())
    marked = results.select("band", between_marks("flags", "; "), between_marks("contradictions", "; "))
    row = collected(marked.select(nw.len().alias("firms"), *sums)).row(0)
    return {name: int(value or 0) for name, value in zip(("firms", *counted), row, strict=True)}


# --- the answers ----------------------------------------------------------------------------------------


def count_answers(
    answers: Frame, questionnaire: Questionnaire
) -> tuple[dict[str, QuestionCounts], tuple[Moments, ...]]:
    """The answers to every question, and what the consistency of every list of questions follows from."""
    plan = compile_plan(questionnaire)
    nodes = tuple(with_nodes_below((*plan.whole.children, *plan.windows)))
    improvable = {each.id for node in nodes for each in node.improvable()}
    lists = {node.id: asked for node in nodes if len(asked := _formative(node)) > 1}
    sums = dict(_question_sums(questionnaire, improvable))
    for id, asked in lists.items():
        sums |= _moment_sums(id, asked)
    row = collected(_with_complete_lists(answers, lists).select(**sums)).row(0)
    found = {name: value or 0 for name, value in zip(sums, row, strict=True)}
    questions = {
        id: QuestionCounts(
            int(found[f"answered {id}"]),
            int(found[f"low {id}"]) if id in improvable else None,
            int(found[f"unknown {id}"]),
        )
        for id in questionnaire.questions
    }
    return questions, tuple(_moments(id, asked, found) for id, asked in lists.items())


def _question_sums(questionnaire: Questionnaire, improvable: set[str]) -> Iterator[tuple[str, nw.Expr]]:
    for id in questionnaire.questions:
        yield f"answered {id}", col(f"{id}.answered").cast(nw.Int64).sum()
        yield f"unknown {id}", col(f"{id}.unknown").cast(nw.Int64).sum()
        if id in improvable:
            yield f"low {id}", (col(f"{id}.share") < 0.5 - TOLERANCE).cast(nw.Int64).sum()


def _formative(node: Node) -> tuple[str, ...]:
    """The ids of the questions of `node` about what a firm does: of two sides the second."""
    return tuple(asked.id for asked in (node.sides[1] if node.sides else node.questions))


def _with_complete_lists(answers: Frame, lists: Mapping[str, Sequence[str]]) -> Frame:
    """`answers` with a column of each answer in those rows that have answered all of its list, else 0."""
    stages = Stages(answers)
    complete = {
        section: nw.all_horizontal(*(col(f"{id}.answered") for id in asked), ignore_nulls=False)
        for section, asked in lists.items()
    }
    complete = {section: stages.keep(_complete(section), each) for section, each in complete.items()}
    stages.end()
    for section, asked in lists.items():
        for id in asked:
            centred = nw.when(complete[section]).then(col(f"{id}.share") - 0.5).otherwise(0.0)
            stages.keep(_centred(section, id), centred)
    stages.end()
    for section, asked in lists.items():
        stages.keep(_total(section), reduce(add, (col(_centred(section, id)) for id in asked)))
    return stages.end()


def _complete(section: str) -> str:
    return f"complete:{section}"


def _centred(section: str, id: str) -> str:
    return f"centred:{section}:{id}"


def _total(section: str) -> str:
    return f"total:{section}"


def _moment_sums(section: str, asked: Sequence[str]) -> Iterator[tuple[str, nw.Expr]]:
    """The sums behind `Moments` over those firms that answered all of `asked`."""
    yield _complete(section), col(_complete(section)).cast(nw.Int64).sum()
    for name in (_total(section), *(_centred(section, id) for id in asked)):
        yield f"sum {name}", col(name).sum()
        yield f"squares {name}", (col(name) * col(name)).sum()


def _moments(section: str, asked: Sequence[str], found: Mapping[str, float]) -> Moments:
    names = [_centred(section, id) for id in asked]
    return Moments(
        section,
        tuple(asked),
        int(found[_complete(section)]),
        tuple(float(found[f"sum {name}"]) for name in names),
        tuple(float(found[f"squares {name}"]) for name in names),
        float(found[f"sum {_total(section)}"]),
        float(found[f"squares {_total(section)}"]),
    )
