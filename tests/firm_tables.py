"""Cohorts in files and tables, and what they must become, written down without the code that reads them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from forms import EVERYTHING, random_answers
from readiness import answers_text
from readiness.answers.answers import Answers, State
from readiness.cohort.opening import Opened, open_sources
from readiness.questionnaire.questionnaire import Questionnaire

Row = dict[str, str | None]
FIRST = "answers.first.level"


def cell(asked: Any, answers: Answers) -> str | None:
    """The cell of one question."""
    answer = answers[asked.id]
    if answer.state is not State.ANSWERED:
        others = {State.UNKNOWN: "unknown", State.NOT_APPLICABLE: "not-applicable", State.UNANSWERED: None}
        return others[answer.state]
    written = asked.written(answer.value)
    if isinstance(written, list):
        return ";".join(written) if written else "[]"
    return str(written)


def row(asked: Questionnaire, answers: Answers) -> Row:
    """The canonical cells of a firm by column."""
    profile = {
        f"profile.{fact.id}": ";".join(answers.profile[fact.id]) if fact.id in answers.profile else None
        for fact in asked.profile
    }
    return profile | {f"answers.{id}": cell(each, answers) for id, each in asked.questions.items()}


def many(count: int, begin: int = 0) -> dict[str, Answers]:
    """Answers of firms by their names."""
    return {f"firm-{n:03}": random_answers(EVERYTHING, n) for n in range(begin, begin + count)}


def write_files(folder: Path, firms: Mapping[str, Answers], asked: Questionnaire = EVERYTHING) -> None:
    """A file of answers for each of `firms`; each says whose it is, so that no two are the same."""
    for name, answers in firms.items():
        path = folder / f"{name}.answers.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n{answers_text(answers, asked)}", encoding="utf-8")


def as_csv(rows: Iterable[Mapping[str, str | None]], headings: Sequence[str], delimiter: str = ",") -> str:
    """A table of `rows`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(headings)
    writer.writerows([each.get(heading) or "" for heading in headings] for each in rows)
    return text.getvalue()


def opened(work: Path, *sources: Path | str, asked: Questionnaire = EVERYTHING, **options: Any) -> Opened:
    """The sources, opened."""
    return open_sources(list(map(str, sources)), asked, work, **{"jobs": 1} | options)


def firms_in(found: Opened) -> dict[str, Row]:
    """The canonical rows by the names of firms."""
    (table,) = found.tables
    rows = table.scan().collect().drop("source", "row", "digest", "enterprise").to_dicts()
    assert len({each["firm"] for each in rows}) == len(rows)
    return {each.pop("firm"): each for each in rows}


def faults_in(found: Opened) -> list[tuple[Any, ...]]:
    """The rows of the table of faults."""
    return pl.read_parquet(list(found.faults)).rows() if found.faults else []


def rows_of(firms: Mapping[str, Answers], asked: Questionnaire = EVERYTHING) -> dict[str, Row]:
    """What `firms` must become."""
    return {name: row(asked, answers) for name, answers in firms.items()}


def problems_of(run: Callable[[], object]) -> list[str]:
    """The problems that `run` raises, each with its place, message and hint."""
    import pytest

    from readiness import InvalidInput

    with pytest.raises(InvalidInput) as raised:
        run()
    return [f"{each.place}: {each.code}: {each.message} / {each.hint}" for each in raised.value.problems]
