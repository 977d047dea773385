"""Every way of combining gives the same result for one enterprise as for a column of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from operator import add, mul, sub

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from readiness.questionnaire.combining.combining import Combining
from readiness.questionnaire.combining.sided import left
from readiness.questionnaire.combining.ways import SIDED, WAYS, way_of
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.floats import FLOATS

SCALE = Scale()


class Column:
    """A number for each of several enterprises, with the operators that a formula may use."""

    def __init__(self, rows: Sequence[float]) -> None:
        self.rows = list(rows)

    def _with(self, other: Column | float, operation: Callable[[float, float], float]) -> Column:
        others = other.rows if isinstance(other, Column) else [other] * len(self.rows)
        return Column([operation(one, two) for one, two in zip(self.rows, others, strict=True)])

    def __add__(self, other: Column | float) -> Column:
        return self._with(other, add)

    def __mul__(self, other: Column | float) -> Column:
        return self._with(other, mul)

    def __sub__(self, other: Column | float) -> Column:
        return self._with(other, sub)

    def __rsub__(self, other: float) -> Column:
        return self._with(other, lambda mine, theirs: theirs - mine)

    __radd__, __rmul__ = __add__, __mul__


Pairs = Sequence[tuple[Column, Column]]


class Columns:
    """An `Arithmetic` in which a part can be absent from a row; its weight is 0 there."""

    def _rows(self, parts: Pairs) -> list[list[tuple[float, float]]]:
        count = len(parts[0][0].rows)
        return [[(w.rows[n], v.rows[n]) for w, v in parts if w.rows[n]] for n in range(count)]

    def mean(self, parts: Pairs) -> Column:
        rows = self._rows(parts)
        return Column([sum(w * v for w, v in row) / sum(w for w, _v in row) for row in rows])

    def total(self, parts: Pairs) -> Column:
        return Column([sum(w * v for w, v in row) for row in self._rows(parts)])

    def minimum(self, parts: Pairs) -> Column:
        return Column([min(v for _w, v in row) for row in self._rows(parts)])

    def maximum(self, parts: Pairs) -> Column:
        return Column([max(v for _w, v in row) for row in self._rows(parts)])

    def within(self, value: Column, parts: Pairs) -> Column:
        low, high = self.minimum(parts).rows, self.maximum(parts).rows
        return Column([min(max(v, a), b) for v, a, b in zip(value.rows, low, high, strict=True)])

    def at_least(self, value: Column, floor: float) -> Column:
        return Column([max(row, floor) for row in value.rows])

    def where(self, weight: Column, value: Column, otherwise: float) -> Column:
        return Column([v if w else otherwise for w, v in zip(weight.rows, value.rows, strict=True)])

    def stretched(self, value: Column, reach: tuple[Column, Column], ends: tuple[float, float]) -> Column:
        rows = zip(value.rows, reach[0].rows, reach[1].rows, strict=True)
        return Column([ends[0] + (v - low) / (high - low) * (ends[1] - ends[0]) for v, low, high in rows])

    def exp(self, value: Column) -> Column:
        return Column([math.exp(row) for row in value.rows])

    def log(self, value: Column) -> Column:
        return Column([math.log(row) for row in value.rows])


@st.composite
def tables(draw: st.DrawFn) -> list[list[tuple[float, float]]]:
    """Rows of (weight, share), each with the same number of parts; a weight of 0 means an absent part."""
    parts = draw(st.integers(1, 5))
    weight = st.sampled_from([0.0, 0.5, 1.0, 3.0])
    share = st.floats(0, 1, allow_subnormal=False)
    return draw(
        st.lists(st.lists(st.tuples(weight, share), min_size=parts, max_size=parts), min_size=1, max_size=4)
    )


@pytest.mark.parametrize("way", [way for way in WAYS.values() if way.columns], ids=lambda way: way.name)
@given(table=tables())
def test_a_formula_gives_the_same_on_floats_and_on_columns(
    way: Combining, table: list[list[tuple[float, float]]]
) -> None:
    if way.sides:  # both sides are always present
        table = [[(1.0, share) for _weight, share in (row * 2)[:2]] for row in table]
    assume(all(any(weight for weight, _share in row) for row in table))
    length = 1.0 if way.takes == "share" else 100.0
    count = len(table[0])
    columns = [
        (Column([row[n][0] for row in table]), Column([row[n][1] * length for row in table]))
        for n in range(count)
    ]
    found = way.formula(Columns(), columns, SCALE)
    for row, value in zip(table, found.rows, strict=True):
        present = [(weight, share * length) for weight, share in row if weight]
        assert value == pytest.approx(way.formula(FLOATS, present, SCALE), abs=1e-9)


@pytest.mark.parametrize("way", [way for way in WAYS.values() if not way.sides], ids=lambda way: way.name)
@given(table=tables())
def test_what_a_way_declares_about_its_result_is_true(
    way: Combining, table: list[list[tuple[float, float]]]
) -> None:
    length = 1.0 if way.takes == "share" else 100.0
    for row in table:
        parts = [(weight, share * length) for weight, share in row if weight]
        if parts:
            value = way.formula(FLOATS, parts, SCALE)
            lowest, highest = min(part[1] for part in parts), max(part[1] for part in parts)
            if way.average:
                floor = 1.0 if way.name == "geometric" else 0.0
                assert lowest - 1e-9 <= value <= max(highest, floor) + 1e-9
            if way.lowest_counts:
                assert value <= lowest
            if way.one_decides:
                assert value in (lowest, highest)


def test_points_are_stretched_alike_on_floats_and_on_columns() -> None:
    rows = [(515.0, 0.0, 570.0), (-2.0, -5.0, 1.0), (600.0, 0.0, 600.0)]
    value, low, high = (Column([row[place] for row in rows]) for place in range(3))
    found = Columns().stretched(value, (low, high), (0.0, 600.0)).rows
    assert [FLOATS.stretched(v, (a, b), (0.0, 600.0)) for v, a, b in rows] == pytest.approx(found)
    assert found == pytest.approx([600 * 515 / 570, 300, 600])


def test_points_that_all_count_are_not_changed_by_rounding() -> None:
    points = 0.1 + 0.2
    assert FLOATS.stretched(points, (0.0, 0.9999999999999999), (0.0, 1.0)) == points


def test_which_ways_have_two_sides_and_what_these_count() -> None:
    found = {name: (way.sides, way.portions, way.given_is_fact, way.sets_bar) for name, way in WAYS.items()}
    assert {name: found[name] for name in SIDED} == {
        "risk": (("exposure", "control"), (0.5, 0.5), False, False),
        "control": (("exposure", "control"), (0.0, 1.0), True, True),
        "window": (("openness", "use"), (1.0, 0.0), True, False),
    }
    assert {each for name, each in found.items() if name not in SIDED} == {((), (), False, False)}


@pytest.mark.parametrize(("given", "done", "expected"), [(0, 0, 0), (1, 0, 1), (1, 1, 0), (0.8, 0.25, 0.6)])
def test_what_is_left_is_what_is_given_and_not_dealt_with(given: float, done: float, expected: float) -> None:
    assert left(given, done) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("floor", "expected"), [(None, (1 * 100) ** 0.5), (10.0, (10 * 100) ** 0.5), (100.0, 100.0)]
)
def test_a_geometric_mean_takes_a_floor_and_other_ways_ignore_it(
    floor: float | None, expected: float
) -> None:
    parts = [(1.0, 0.4), (1.0, 100.0)]
    assert way_of("geometric", floor).formula(FLOATS, parts, SCALE) == pytest.approx(expected)
    assert way_of("arithmetic", floor).formula(FLOATS, parts, SCALE) == pytest.approx(50.2)


NONE_IS_ABSENT = [way_of("geometric", 0.0), way_of("geometric", 10.0)]


@pytest.mark.parametrize("way", NONE_IS_ABSENT, ids=["0", "10"])
@given(table=tables(), zero=st.booleans())
def test_a_geometric_mean_with_any_floor_is_the_same_on_columns(
    way: Combining, table: list[list[tuple[float, float]]], zero: bool
) -> None:
    if zero:  # a part that is 0, in some rows without weight
        table = [[*row, (weight, 0.0)] for row, weight in zip(table, (0.0, 1.0, 0.0, 2.0), strict=False)]
    assume(all(any(weight for weight, _share in row) for row in table))
    count = len(table[0])
    columns = [
        (Column([row[n][0] for row in table]), Column([row[n][1] * 100 for row in table]))
        for n in range(count)
    ]
    for row, value in zip(table, way.formula(Columns(), columns, SCALE).rows, strict=True):
        present = [(weight, share * 100) for weight, share in row if weight]
        assert value == pytest.approx(way.formula(FLOATS, present, SCALE), abs=1e-9)
        assert not math.isnan(value)


def test_with_a_floor_of_0_a_part_at_0_makes_the_geometric_mean_0() -> None:
    way = way_of("geometric", 0.0)
    assert way.formula(FLOATS, [(1.0, 0.0), (9.0, 100.0)], SCALE) == 0
    assert way.formula(FLOATS, [(1.0, 1e-9), (1.0, 100.0)], SCALE) == pytest.approx(1e-7**0.5)
    assert way.formula(FLOATS, [(1.0, 25.0), (1.0, 100.0)], SCALE) == pytest.approx(50)
    assert way.spelled([(1.0, 0.0), (2.0, 50.0)], SCALE) == "(0^1 × 50^2)^(1 ÷ (1 + 2))"
    assert way.spelled([(1.0, 20.0), (3.0, 0.5)], SCALE) == "exp((1 × ln 20 + 3 × ln 0.5) ÷ (1 + 3))"
    assert "if one of them is 0, so is the overall" in way.of_whole(SCALE)


def test_a_geometric_mean_spells_its_floor() -> None:
    assert way_of("geometric", 10.0).spelled([(1.0, 20.0), (3.0, 0.4)], SCALE) == (
        "exp((1 × ln 20 + 3 × ln 10) ÷ (1 + 3))"
    )


def test_which_ways_are_averages() -> None:
    assert [name for name, way in WAYS.items() if not way.average] == [*("sum", "staged"), *SIDED]
    assert [name for name, way in WAYS.items() if way.one_decides] == ["minimum", "maximum"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("arithmetic", "(1 × 20 + 3 × 0.4) ÷ (1 + 3)"),
        ("geometric", "exp((1 × ln 20 + 3 × ln 1) ÷ (1 + 3))"),
        ("minimum", "the lowest of 20, 0.4"),
        ("maximum", "the highest of 20, 0.4"),
        ("sum", "1 × 20 + 3 × 0.4"),
        ("staged", "(1 × 20 + 3 × 20 × 0.4) ÷ (1 + 3)"),
        ("risk", "1 − 20 × (1 − 0.4)"),
        ("control", "0.4"),
        ("window", "20"),
    ],
)
def test_a_formula_is_spelled_out(name: str, expected: str) -> None:
    assert WAYS[name].spelled([(1.0, 20.0), (3.0, 0.4)], SCALE) == expected


def test_a_mean_of_equal_weights_is_spelled_in_short() -> None:
    assert (
        WAYS["arithmetic"].spelled([(2.0, 20.0), (2.0, 0.5), (2.0, 1 / 3)], SCALE)
        == "(20 + 0.5 + 0.333333) ÷ 3"
    )


@pytest.mark.parametrize("way", [way for way in WAYS.values() if not way.sides], ids=lambda way: way.name)
@given(data=st.data(), count=st.integers(1, 4), more=st.integers(0, 3))
def test_parts_that_are_nowhere_lower_give_no_lower_result_whatever_follows(
    way: Combining, data: st.DataObject, count: int, more: int
) -> None:
    length = 1.0 if way.takes == "share" else 100.0
    values = st.sampled_from([0.0, 0.25, 0.5, 1.0]).map(lambda share: share * length)
    weights = data.draw(
        st.lists(st.sampled_from([0.5, 1.0, 3.0]), min_size=count + more, max_size=count + more)
    )
    one, other = (data.draw(st.lists(values, min_size=count, max_size=count)) for _each in range(2))
    rest = data.draw(st.lists(values, min_size=more, max_size=more))

    def height(chosen: list[float]) -> tuple[float, ...]:
        found = way.start
        for weight, value in zip(weights, chosen, strict=False):
            found = way.raised(found, weight, value, SCALE)
        return found

    if all(low <= high for low, high in zip(height(one), height(other), strict=True)):
        results = [
            way.formula(FLOATS, list(zip(weights, [*chosen, *rest], strict=True)), SCALE)
            for chosen in (one, other)
        ]
        assert results[0] <= results[1] + 1e-9
