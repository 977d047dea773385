"""Columns that name some of a few things have the same texts, looked up or put together."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from readiness.cohort.named_columns import ListedNames, OneName, select_named

NAMES = [f"flag a{number}" for number in range(30)]


def both_ways(frame: pl.DataFrame, column: OneName | ListedNames) -> tuple[list[Any], list[Any]]:
    """The texts as Polars looks them up, and as any engine puts them together."""
    lazy = nw.from_native(frame.lazy())
    looked_up = select_named(lazy, {"row": nw.col("row"), "text": column}).to_native().collect()
    assert looked_up["row"].equals(frame["row"])
    put_together = lazy.select("row", text=column.text()).to_native().collect()
    return looked_up["text"].to_list(), put_together["text"].to_list()


@given(
    st.integers(0, 30).flatmap(
        lambda count: st.lists(
            st.lists(st.booleans(), min_size=count, max_size=count), min_size=1, max_size=5
        )
    ),
    st.sets(st.integers(0, 29), max_size=3),
    st.sets(st.integers(0, 29), max_size=3),
)
def test_those_names_are_listed_that_apply(rows: list[list[bool]], never: set[int], always: set[int]) -> None:
    count = len(rows[0])
    names = NAMES[:count]
    frame = pl.DataFrame(
        {"row": range(len(rows))} | {name: [row[at] for row in rows] for at, name in enumerate(names)}
    )
    tests = [
        (name, False if at in never else True if at in always else nw.col(name))
        for at, name in enumerate(names)
    ]
    wanted = [
        "; ".join(name for at, name in enumerate(names) if at not in never and (at in always or row[at]))
        for row in rows
    ]
    assert both_ways(frame, ListedNames(tests)) == (wanted, wanted)


@given(st.lists(st.one_of(st.none(), st.integers(0, 29)), min_size=1), st.integers(1, 30))
def test_one_name_is_that_at_its_place(places: list[int | None], count: int) -> None:
    places = [None if place is None else place % count for place in places]
    frame = pl.DataFrame({"row": range(len(places)), "place": pl.Series(places, dtype=pl.Int32)})
    wanted = [None if place is None else NAMES[place] for place in places]
    assert both_ways(frame, OneName(nw.col("place"), NAMES[:count])) == (wanted, wanted)


def test_a_place_may_be_the_same_for_all_rows() -> None:
    frame = pl.DataFrame({"row": [1, 2]})
    assert both_ways(frame, OneName(1, NAMES)) == (["flag a1"] * 2, ["flag a1"] * 2)


def test_of_many_names_each_is_looked_up_at_its_place() -> None:
    names = [f"n{number}" for number in range(1000)]
    places = nw.from_native(pl.LazyFrame({"place": range(1000)}))
    found = select_named(places, {"text": OneName(nw.col("place"), names)}).to_native().collect()
    assert found["text"].to_list() == names
