"""Cells of Parquet mean the same in every type that can hold them, and what cannot be used is set aside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from firm_tables import opened
from forms import EVERYTHING
from readiness.cohort.scored_cohort import score_cohort

WORDS = pl.Enum(["paper", "draft", "else", "stock", "none", "nothing", "small", "large", "unknown", "", "3"])
LISTED: dict[str, Any] = {
    "texts": pl.List(pl.String),
    "categories": pl.List(pl.Categorical),
    "a fixed set": pl.List(WORDS),
}
PAIRS: dict[str, Any] = {
    "texts": pl.Array(pl.String, 2),
    "categories": pl.Array(pl.Categorical, 2),
    "a fixed set": pl.Array(WORDS, 2),
}


def scored(folder: Path, column: str, cells: Sequence[Any], dtype: Any) -> tuple[list[Any], list[Any]]:
    """The rows of scores of firms with these cells, and what was set aside: firm, problem, remedy."""
    folder.mkdir(exist_ok=True)
    names = [f"firm {number}" for number in range(len(cells))]
    other = pl.Series("first.long", [4] * len(cells))
    table = pl.DataFrame([pl.Series("firm", names), pl.Series(column, cells, dtype=dtype), other])
    table.write_parquet(folder / "firms.parquet")
    result = score_cohort(opened(folder / "work", folder / "firms.parquet"), EVERYTHING, folder)
    faults = pl.read_parquet(list(result.faults)).rows(named=True) if result.faults else []
    return (
        pl.read_parquet(result.results).rows(),
        [(each["firm"], each["problem"], each["remedy"]) for each in faults],
    )


@pytest.mark.parametrize("kind", LISTED)
@pytest.mark.parametrize(("column", "good"), [("lists.all", "paper"), ("goods", "small")])
def test_a_list_that_cannot_be_used_is_set_aside_whatever_it_holds(
    tmp_path: Path, column: str, good: str, kind: str
) -> None:
    cells = [[good], ["nothing"], [good, None], [good, ""], [good, good], [], None, ["unknown"], [None]]
    texts = scored(tmp_path / "texts", column, cells, pl.List(pl.String))
    assert scored(tmp_path / "same", column, cells, LISTED[kind]) == texts
    rows, faults = texts
    kept = {row[0] for row in rows}
    assert {"firm 0", "firm 6"} <= kept
    assert {"firm 1", "firm 2", "firm 3", "firm 4", "firm 8"} <= {firm for firm, _problem, _remedy in faults}
    assert not kept & {firm for firm, _problem, _remedy in faults}


@pytest.mark.parametrize("kind", PAIRS)
@pytest.mark.parametrize(
    ("column", "good"), [("lists.all", ["paper", "draft"]), ("goods", ["small", "large"])]
)
def test_lists_of_one_length_are_lists(tmp_path: Path, column: str, good: list[str], kind: str) -> None:
    cells = [good, good[::-1], None, [good[0], "nothing"], [good[0], None], [good[0], good[0]]]
    lists = scored(tmp_path / "lists", column, cells, pl.List(pl.String))
    assert scored(tmp_path / "same", column, cells, PAIRS[kind]) == lists
    assert [row[0] for row in lists[0]] == ["firm 0", "firm 1", "firm 2"]


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical], ids=str)
def test_only_the_digits_of_ascii_write_a_number(tmp_path: Path, dtype: Any) -> None:
    cells = ["3", "３", "٣", "१", "3.", "+4", "1e1", "½", "Ⅲ", "1_0", "0x1", "nan", "inf", ""]
    rows, faults = scored(tmp_path, "inner.share", cells, dtype)
    assert [row[0] for row in rows] == ["firm 0", "firm 4", "firm 5", "firm 6", "firm 13"]
    assert [firm for firm, _problem, _remedy in faults] == [
        f"firm {number}" for number in (1, 2, 3, 7, 8, 9, 10, 11, 12)
    ]
    assert faults[0][1:] == ("“３” does not answer “inner.share”", "Write 3, without quotes or a unit.")


@pytest.mark.parametrize("column", ["inner.any", "first.scale", "first.level"])
def test_not_a_number_is_an_empty_cell_and_infinity_is_no_answer(tmp_path: Path, column: str) -> None:
    rows, faults = scored(tmp_path, column, [3.0, math.nan, None, math.inf, -math.inf], pl.Float64)
    assert [row[0] for row in rows] == ["firm 0", "firm 1", "firm 2"]
    assert rows[1][1:] == rows[2][1:] != rows[0][1:]
    assert [firm for firm, _problem, _remedy in faults] == ["firm 3", "firm 4"]
