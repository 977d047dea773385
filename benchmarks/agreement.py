"""Compares result tables with `readiness.score`, firm by firm.

Draws firms with unknown, unanswered and not-applicable cells, has them scored as a table, and scores each of
them alone.
"""

from __future__ import annotations

import math
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
from draw_cohort import NOT_APPLICABLE, Cohort, Form, Rates, column_names, write_table
from populations import POPULATIONS

from readiness import load_questionnaire, score
from readiness.answers.answers import UNKNOWN, Answers
from readiness.answers.reading import read_raw
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.scoring.plan import Node
from readiness.scoring.scores import Scores, SectionScore, with_parts
from readiness.scoring.verdict import Blocker

Row: TypeAlias = dict[str, Any]
Command: TypeAlias = Callable[[Path, Path], list[str]]
"""What to run to score a table and write the result."""
FEW_OPEN = Rates(unknown=0.01, unanswered=0.01, blank=0.02)
MANY_OPEN = Rates(unknown=0.1, unanswered=0.1, not_applicable=0.2, blank=0.1)


# --- one firm by itself ------------------------------------------------------------------


def answers_of(questionnaire: Questionnaire, row: Mapping[str, str | None]) -> Answers:
    """The answers in a row of a table in text."""
    names = column_names(questionnaire)
    profile: dict[str, Any] = {}
    for asked in questionnaire.profile:
        if (fact := row.get(names["profile", asked.id])) is not None:
            profile[asked.id] = fact.split(";") if asked.several else fact
    given = {
        id: _raw(question, cell)
        for id, question in questionnaire.questions.items()
        if (cell := row.get(names["answers", id])) is not None
    }
    raw = {"questionnaire": questionnaire.id, "version": questionnaire.version, "profile": profile}
    return read_raw({**raw, "answers": given}, questionnaire)


def _raw(question: Question, cell: str) -> Any:
    if cell == NOT_APPLICABLE and question.not_applicable:
        return {"not_applicable": "nothing of the kind is done here"}
    if cell == UNKNOWN or question.type_name() in ("choice", "yes-no", "text"):
        return cell
    if question.type_name() == "several":
        return [] if cell == "[]" else cell.split(";")
    return float(cell) if "." in cell else int(cell)


def result_row(name: str, scores: Scores) -> Row:
    """What a result table holds of a firm."""
    asked, verdict = scores.questionnaire, scores.verdict
    profile = scores.answers.profile
    row: Row = {"firm": name}
    for fact in asked.profile:
        row[f"profile.{fact.id}"] = ";".join(profile[fact.id]) if fact.id in profile else None
    row |= {
        "overall": scores.overall.low if scores.applies else None,
        "overall_high": scores.overall.high if scores.applies else None,
        "band": verdict.band.id if verdict.band else None,
        "next_band": verdict.next.id if verdict.next else None,
        "blocked_by": "; ".join(map(_named, verdict.blocked_by)),
        "best_band": verdict.best.id,
        "coverage": scores.coverage,
        "flags": "; ".join(fired.flag.id for fired in scores.flags if fired.certain),
        "flags_possible": "; ".join(fired.flag.id for fired in scores.flags if not fired.certain),
        "contradictions": "; ".join(item.id for item in scores.contradictions),
    }
    found = {item.node.id: item for item in with_parts((*scores.sections, *scores.opportunities))}
    for node in _nodes((*scores.plan.whole.children, *scores.plan.windows)):
        row |= dict(_section(node, found.get(node.id)))
    return row


def _named(blocker: Blocker) -> str:
    if blocker.kind == "red-flag":
        return f"flag {blocker.subject}"
    if blocker.kind == "coverage":
        return f"coverage {blocker.subject}" if blocker.subject else "coverage"
    return blocker.subject if blocker.kind in ("floor", "control", "section") else blocker.kind


def _nodes(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _nodes(node.children)


def _section(node: Node, item: SectionScore | None) -> Iterator[tuple[str, Any]]:
    ends = item.score if item else (None, None)
    yield from zip((f"{node.id}.score", f"{node.id}.high"), ends, strict=True)
    yield f"{node.id}.coverage", item.coverage if item else None
    if node.rungs:
        yield f"{node.id}.band", item.verdict.band.id if item and item.verdict and item.verdict.band else None
    if not node.way.sides:
        return
    is_window = node.way.sides[0] == "openness"
    names = ("use", "unused") if is_window else ("exposure", "control", "residual")
    for name in names:
        low, high = (None, None)
        if item:
            assert item.sides is not None
            sides = {"exposure": item.sides.given, "residual": item.sides.left, "unused": item.sides.left}
            low, high = sides.get(name, item.sides.done)
            if is_window:
                low, high = node.scale.points(low), node.scale.points(high)
        yield f"{node.id}.{name}", low
        yield f"{node.id}.{name}_high", high


# --- all of them -------------------------------------------------------------------------


def differences(expected: Row, found: Row) -> Iterator[str]:
    """Where two rows are not the same: other texts, or numbers more than 1e-9 apart."""
    if list(expected) != list(found):
        yield f"columns {sorted(set(expected) ^ set(found)) or 'in another order'}"
    for name in expected.keys() & found.keys():
        one, other = expected[name], found[name]
        if isinstance(one, float) and isinstance(other, float):
            if not math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9):
                yield f"{expected['firm']}, {name}: {one!r} became {other!r}"
        elif one != other:
            yield f"{expected['firm']}, {name}: {one!r} became {other!r}"


def expected_rows(cohort: Cohort, firms: int, form: Form) -> list[Row]:
    """The rows of the result of a table, from scoring each firm alone."""
    text = cohort.table(firms).collect()
    if form == "scores":  # it has no form for these words
        text = text.with_columns(pl.all().replace([UNKNOWN, NOT_APPLICABLE], [None, None]))
    asked = cohort.questionnaire
    return [
        result_row(row["firm"], score(asked, answers_of(asked, row))) for row in text.iter_rows(named=True)
    ]


def disagreements(expected: Sequence[Row], result: pl.DataFrame) -> Iterator[str]:
    """Where a result table is not as `expected`."""
    found = result.sort("firm").to_dicts()
    if len(found) != len(expected):
        yield f"{len(expected)} rows became {len(found)}"
    for pair in zip(expected, found, strict=False):
        yield from differences(*pair)


def cohorts() -> list[Cohort]:
    """Cohorts of each population: answers at random with many open, and likely ones with few."""
    rates = (MANY_OPEN, Rates(), FEW_OPEN, Rates())
    return [
        Cohort(load_questionnaire(), population=population, rates=each)
        for population, each in zip(POPULATIONS, rates, strict=True)
    ]


def check(commands: Mapping[str, Command], forms: Sequence[Form], firms: int = 2000) -> bool:
    """Print in how many cells the results of each command differ; return whether any do."""
    failed = False
    for cohort, form in product(cohorts(), forms):
        expected = expected_rows(cohort, firms // len(POPULATIONS), form)

        def write(path: Path, cohort: Cohort = cohort, form: Form = form) -> None:
            write_table(cohort, path, firms // len(POPULATIONS), form)

        failed |= _differ(f"{cohort.population.id}, {form}", commands, write, expected)
    return failed


def check_faults(commands: Mapping[str, Command], firms: int = 500) -> bool:
    """As `check`, over a table of text in which each command has to leave rows out."""
    cohort = cohorts()[0]
    table, spoiled = _with_faults(cohort.table(firms).collect())
    expected = [row for row in expected_rows(cohort, firms, "text") if row["firm"] not in spoiled]
    return _differ("rows with faults", commands, table.write_parquet, expected)


def _with_faults(table: pl.DataFrame) -> tuple[pl.DataFrame, set[str]]:
    """The table with a wrong cell in every seventh row, and each thirtieth name twice; the names of these."""
    rows, spoiled = table.to_dicts(), set()
    cells = [name for name in table.columns if name != "firm"]
    for number in range(0, len(rows), 7):
        name = cells[number // 7 % len(cells)]
        rows[number][name] = f"{rows[number][name]};moon"
        spoiled.add(rows[number]["firm"])
    for number in range(1, len(rows) - 1, 30):
        spoiled |= {rows[number]["firm"], rows[number + 1]["firm"]}
        rows[number + 1]["firm"] = rows[number]["firm"]
    return pl.DataFrame(rows, schema=table.schema), spoiled


def _differ(
    drawn: str, commands: Mapping[str, Command], write: Callable[[Path], None], expected: Sequence[Row]
) -> bool:
    """Whether the result of any command is not as `expected`; prints of each in how many cells."""
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        table, result = Path(folder, "firms.parquet"), Path(folder, "result.parquet")
        write(table)
        for name, command in commands.items():
            subprocess.run(command(table, result), check=True, stdout=subprocess.DEVNULL)
            written = result / "*.parquet" if result.is_dir() else result  # Spark writes a folder
            told = list(disagreements(expected, pl.read_parquet(written)))
            text = f"{drawn}, {name}: {len(expected)} firms, {len(told)} differences"
            print(text, *told[:5], sep="\n    ")
            failed = failed or bool(told)
    return failed
