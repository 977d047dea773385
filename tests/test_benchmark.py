"""The benchmark that a bureau may hand on: its numbers, and what it must not give away."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any, NamedTuple

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness import ReadinessError
from readiness.cohort import decile_tables, peer_groups
from readiness.cohort.benchmark import Benchmark, PeerGroup
from readiness.cohort.decile_tables import deciles_of, make_benchmark
from readiness.cohort.peer_groups import SMALLEST_GROUP, groups_to_show
from small import question, questionnaire, section, window

bounded = settings(max_examples=40, deadline=None, derandomize=True)
DAY = datetime.date(2026, 9, 1)


def fact(id: str, options: str, *, several: bool = False) -> dict[str, Any]:
    listed = [{"id": each, "text": each.upper()} for each in options.split()]
    return {"id": id, "title": id, "text": f"{id}?", "several": several, "options": listed}


ASKED = questionnaire(
    section("people", question("people.one")),
    section("money", question("money.one")),
    opportunities=[
        window("east", [question("east.open")], [question("east.use")], scale={"minimum": 1, "maximum": 5})
    ],
    profile=[
        fact("stage", "home export plant"),
        fact("sector", "cars food"),
        fact("markets", "eu asean other-eu africa", several=True),
    ],
)
FACTS = {asked.id: [option.id for option in asked.options] for asked in ASKED.profile}
SCALES = {"overall": (0, 100), "people": (0, 100), "money": (0, 100), "east": (1, 5)}


class Row(NamedTuple):
    """One firm of a table of results."""

    profile: dict[str, tuple[str, ...]]
    scores: dict[str, float | None]


def frame(rows: Sequence[Row]) -> pl.LazyFrame:
    """The result table of these firms."""
    columns: dict[str, list[Any]] = {"firm": [f"firm {number}" for number in range(len(rows))]}
    for id in FACTS:
        columns[f"profile.{id}"] = [";".join(row.profile.get(id, ())) or None for row in rows]
    for id in SCALES:
        name = id if id == "overall" else f"{id}.score"
        columns[name] = [row.scores.get(id) for row in rows]
    kinds = {name: pl.String if name.startswith(("firm", "profile")) else pl.Float64 for name in columns}
    return pl.LazyFrame(columns, schema=kinds)


def firms(random: Random, count: int) -> list[Row]:
    """Made-up firms: of one fact some have none, of another some have several options."""
    rows = []
    for _number in range(count):
        profile = {
            "stage": tuple(random.choices(FACTS["stage"], [6, 3, 1])) if random.random() < 0.9 else (),
            "sector": tuple(random.choices(FACTS["sector"], [3, 2])),
            "markets": tuple(each for each in FACTS["markets"] if random.random() < 0.4),
        }
        scores: dict[str, float | None] = {
            id: random.choice([low, high, round(random.uniform(low, high), 3)])
            for id, (low, high) in SCALES.items()
        }
        rows.append(Row(profile, scores))
    return rows


def made(rows: Sequence[Row]) -> Benchmark:
    return make_benchmark(frame(rows), ASKED, built_on=DAY)


def members(rows: Sequence[Row], group: PeerGroup) -> list[int]:
    """The numbers of the firms in `group`."""
    return [
        number
        for number, row in enumerate(rows)
        if not group.fact or group.option in row.profile.get(group.fact, ())
    ]


# --- numbers ----------------------------------------------------------------------------------------


def deciles_by_definition(scores: Sequence[float], low: float, high: float) -> list[int]:
    """Each decile is the middle of all scores that so many tenths are not above, and the rest not below."""
    steps = sorted(int((score - low) / (high - low) * 1000 + 0.5 + 1e-7) for score in scores)
    found = []
    for tenth in range(1, 10):
        fitting = [
            each
            for each in steps
            if 10 * sum(other <= each for other in steps) >= tenth * len(steps)
            and 10 * sum(other >= each for other in steps) >= (10 - tenth) * len(steps)
        ]
        middle = Fraction(min(fitting) + max(fitting), 2) / 10
        found.append(int(middle + Fraction(1, 2)))
    return found


@bounded
@given(st.integers(10, 120), st.integers(0, 10**6))
def test_every_decile_is_that_of_the_firms_of_its_group(count: int, seed: int) -> None:
    rows = firms(Random(seed), count)  # noqa: S311 (made-up firms)
    benchmark = made(rows)
    assert (benchmark.groups[0].fact, benchmark.built_on) == ("", "2026-09-01")
    for group in benchmark.groups:
        inside = members(rows, group)
        assert len(inside) >= SMALLEST_GROUP
        assert list(group.deciles) == list(SCALES)
        for id, points in group.deciles.items():
            scores = [rows[number].scores[id] for number in inside]
            assert list(points) == deciles_by_definition([each or 0.0 for each in scores], *SCALES[id])


@bounded
@given(st.lists(st.integers(0, 1000), min_size=11, max_size=25, unique=True))
def test_no_decile_is_the_lowest_or_the_highest_score_alone(steps: list[int]) -> None:
    """Of ten firms the first decile is halfway from the lowest score to the next, as a case below shows."""
    rest = sorted(steps)[1:-1]
    narrow = deciles_of(dict.fromkeys([0, *rest, 1000], 1))
    wide = deciles_of(dict.fromkeys([rest[0] - 1, *rest, rest[-1] + 1], 1))
    assert narrow == wide


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({500: 10}, (50,) * 9),
        ({0: 5, 1000: 5}, (0, 0, 0, 0, 50, 100, 100, 100, 100)),
        ({each * 100: 1 for each in range(11)}, (10, 20, 30, 40, 50, 60, 70, 80, 90)),
        ({each * 100: 1 for each in range(10)}, (5, 15, 25, 35, 45, 55, 65, 75, 85)),
        ({444: 5, 445: 5}, (44, 44, 44, 44, 44, 45, 45, 45, 45)),
    ],
)
def test_deciles_of_known_scores(counts: dict[int, int], expected: tuple[int, ...]) -> None:
    assert deciles_of(counts) == expected


def test_a_group_lacks_a_score_that_fewer_than_ten_of_it_have() -> None:
    rows = [
        Row({"sector": ("cars" if number < 20 else "food",)}, dict.fromkeys(SCALES, 4.0))
        for number in range(40)
    ]
    for row in rows[:11]:
        row.scores["east"] = None
    everybody, cars, food = made(rows).groups
    assert [group.option for group in (cars, food)] == ["cars", "food"]
    assert "east" not in cars.deciles
    assert "people" in cars.deciles
    # With all and those of food, the nine firms of cars that have it would be known.
    assert ("east" in everybody.deciles, "east" in food.deciles) == (True, False)


def test_blanks_between_options_and_a_table_without_a_fact_are_read() -> None:
    rows = [Row({"sector": ("cars",), "markets": ("eu", "asean")}, dict.fromkeys(SCALES, 4.0))] * 12
    table = frame(rows).with_columns(pl.col("profile.markets").str.replace(";", " ; ")).drop("profile.stage")
    names = [group.name for group in make_benchmark(table, ASKED, built_on=DAY).groups]
    assert names == ["all", "sector=cars", "markets=eu", "markets=asean"]


def test_an_id_that_is_part_of_another_is_not_taken_for_it() -> None:
    rows = [
        Row({"markets": ("other-eu",) if number < 15 else ("eu",)}, dict.fromkeys(SCALES, float(number)))
        for number in range(40)
    ]
    found = {group.option: group.deciles["people"] for group in made(rows).groups}
    assert found["eu"] == tuple(deciles_by_definition(range(15, 40), 0, 100))


@pytest.mark.parametrize("count", [0, 1, 9])
def test_fewer_than_ten_firms_make_no_benchmark(count: int) -> None:
    with pytest.raises(ReadinessError) as caught:
        made([Row({}, dict.fromkeys(SCALES, 4.0))] * count)
    said = "A benchmark takes the scores of at least 10 firms; here there are fewer."
    assert str(caught.value) == said


def test_a_title_is_one_line() -> None:
    rows = [Row({}, dict.fromkeys(SCALES, 4.0))] * 10
    assert make_benchmark(frame(rows), ASKED, title="  Firms of\n Ningbo ").title == "Firms of Ningbo"
    for title in ("x" * 301, "a\x1b[2J", "a\u202eb"):
        with pytest.raises(ReadinessError, match="one line of at most 300 characters"):
            make_benchmark(frame(rows), ASKED, title=title)


# --- what may be shown ------------------------------------------------------------------------------


def rank(rows: Sequence[Sequence[int | Fraction]]) -> int:
    """The rank of a matrix, exactly."""
    matrix = [[Fraction(value) for value in row] for row in rows]
    found = 0
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((row for row in range(found, len(matrix)) if matrix[row][column]), None)
        if pivot is None:
            continue
        matrix[found], matrix[pivot] = matrix[pivot], matrix[found]
        for row in range(found + 1, len(matrix)):
            factor = matrix[row][column] / matrix[found][column]
            matrix[row] = [a - factor * b for a, b in zip(matrix[row], matrix[found], strict=True)]
        found += 1
    return found


def table_of(rows: Sequence[Row], groups: Sequence[PeerGroup]) -> list[tuple[int, ...]]:
    """For each firm, in which groups it is."""
    inside = [set(members(rows, group)) for group in groups]
    return [tuple(int(number in each) for each in inside) for number in range(len(rows))]


def smallest_remainder(table: Sequence[tuple[int, ...]]) -> int:
    """The fewest firms for which a sum of groups that is not nothing for all is not nothing; exactly.

    A sum that is nothing for as many firms as possible is determined by those: they have a rank of one less
    than all, and so has a choice of that many kinds among them.
    """
    kinds = Counter(table)
    full = rank(list(kinds))
    best = len(table)
    for chosen in combinations(kinds, full - 1):
        if rank(chosen) == full - 1:
            outside = sum(n for kind, n in kinds.items() if rank([*chosen, kind]) == full)
            best = min(best, outside)
    return best


def hidden_sets(rows: Sequence[Row], groups: Sequence[PeerGroup]) -> Iterator[set[int]]:
    """Sets of firms that somebody could want to know of: options, intersections and differences of them."""
    everything = [PeerGroup(id, option, {}) for id, options in FACTS.items() for option in options]
    sets = [set(members(rows, each)) for each in (*groups, *everything)]
    for one, other in combinations(sets, 2):
        yield from (one, one & other, one - other, other - one)


@settings(bounded, max_examples=25)
@given(st.integers(10, 45), st.integers(0, 10**6))
def test_an_attacker_who_knows_every_profile_can_single_out_nobody(count: int, seed: int) -> None:
    """Even if all scores of every group were known, and not only deciles.

    What is known of a set of firms then is what sums of the groups say of it: nothing that is not also said
    of others is known of fewer than ten.
    """
    rows = firms(Random(seed), count)  # noqa: S311 (made-up firms)
    groups = made(rows).groups
    table = table_of(rows, groups)
    assert smallest_remainder(table) >= SMALLEST_GROUP
    whole = rank(table)
    assert 9 * whole < count
    for hidden in hidden_sets(rows, groups):
        if 0 < len(hidden) < SMALLEST_GROUP:
            others = [row for number, row in enumerate(table) if number not in hidden]
            assert rank(others) == whole


@settings(bounded, max_examples=20)
@given(st.integers(10, 80), st.integers(0, 10**6))
def test_which_groups_there_are_does_not_depend_on_scores(count: int, seed: int) -> None:
    random = Random(seed)  # noqa: S311 (made-up firms)
    rows = firms(random, count)
    others = [row._replace(scores={id: random.uniform(*SCALES[id]) for id in SCALES}) for row in rows]
    assert [group.name for group in made(rows).groups] == [group.name for group in made(others).groups]


THIRTEEN = [
    Row({"sector": ("cars",) if number < 10 else ("food",)}, dict.fromkeys(SCALES, float(5 * number + 20)))
    for number in range(13)
]
"""Ten makers of cars, and three of food with higher scores."""


def test_all_firms_without_one_group_are_no_small_group() -> None:
    assert [group.name for group in made(THIRTEEN).groups] == ["all"]
    more = [*THIRTEEN, *[THIRTEEN[-1]] * 7]
    assert [group.name for group in made(more).groups] == ["all", "sector=cars", "sector=food"]


def test_the_file_stays_the_same_if_the_hidden_firms_change_places_with_others() -> None:
    moved = [row._replace(scores=THIRTEEN[(number + 6) % 13].scores) for number, row in enumerate(THIRTEEN)]
    assert made(moved) == made(THIRTEEN)


def test_without_the_rule_three_firms_would_be_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: two groups of ten and thirteen firms give the scores of the other three."""
    monkeypatch.setattr(decile_tables, "groups_to_show", lambda _firms, candidates, _holds: list(candidates))
    everybody, cars = made(THIRTEEN).groups
    # The attacker tries every three scores in steps of five that three more firms could have.
    known = [20.0 + 5 * number for number in range(10)]
    possible = [
        three
        for three in combinations(range(20, 101, 5), 3)
        if tuple(deciles_by_definition([*known, *map(float, three)], 0, 100)) == everybody.deciles["people"]
        and tuple(deciles_by_definition(known, 0, 100)) == cars.deciles["people"]
    ]
    assert {three[0] for three in possible} == {70}
    assert {three[1] for three in possible} == {75}


def test_of_overlapping_groups_that_differ_by_one_firm_one_is_left_out() -> None:
    rows = [
        Row({"markets": ("eu", "asean") if number < 12 else ("eu",) if number == 12 else ()}, {})
        for number in range(40)
    ]
    for row in rows:
        row.scores.update(dict.fromkeys(SCALES, 4.0))
    assert [group.name for group in made(rows).groups] == ["all", "markets=eu"]


def test_a_group_that_follows_from_others_is_shown_although_nothing_is_left_for_it() -> None:
    rows = [Row({"sector": ("cars",) if number < 10 else ("food",)}, {}) for number in range(20)]
    for row in rows:
        row.scores.update(dict.fromkeys(SCALES, 4.0))
    assert [group.name for group in made(rows).groups] == ["all", "sector=cars", "sector=food"]


@bounded
@given(st.lists(st.integers(0, 30), min_size=1, max_size=8), st.integers(0, 30))
def test_of_one_fact_with_one_option_each_all_are_shown_that_leave_no_small_rest(
    sizes: list[int], without: int
) -> None:
    firms = {1 << number: size for number, size in enumerate(sizes) if size} | (
        {0: without} if without else {}
    )
    shown = groups_to_show(firms, range(len(sizes)))
    large = [number for number, size in enumerate(sizes) if size >= SMALLEST_GROUP]
    rest = sum(sizes) + without - sum(sizes[number] for number in large)
    if sum(firms.values()) < SMALLEST_GROUP:
        assert shown == []
    elif rest == 0 or rest >= SMALLEST_GROUP:
        assert sorted(shown) == large
    else:  # one more is hidden, the smallest, so that the rest is none that is small
        assert len(shown) == len(large) - 1
        assert sizes[next(iter({*large} - {*shown}))] == min(sizes[number] for number in large)


def test_if_not_all_kinds_of_firms_are_looked_at_fewer_groups_are_shown_never_other_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = firms(Random(4), 400)  # noqa: S311 (made-up firms)
    whole = {group.name for group in made(rows).groups}
    assert len(whole) == 10
    for count in (1, 3, 8, 20, 40):
        monkeypatch.setattr(decile_tables, "_MOST_KINDS", count)
        some = made(rows).groups
        assert {group.name for group in some} <= whole
        assert rank(table_of(rows, some)) * 9 < len(rows)
    monkeypatch.setattr(peer_groups, "_SEARCHED", 2)
    monkeypatch.setattr(decile_tables, "_MOST_KINDS", 10_000)
    assert {group.name for group in made(rows).groups} <= whole


def test_what_seems_to_follow_from_others_is_asked_of_all_firms(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the kinds that are looked at, every firm is of cars or food; another one is not among them."""
    rows = [Row({"sector": ("cars",) if number < 30 else ("food",)}, {}) for number in range(60)]
    for row in rows:
        row.scores.update(dict.fromkeys(SCALES, 4.0))
    monkeypatch.setattr(decile_tables, "_MOST_KINDS", 2)
    monkeypatch.setattr(decile_tables, "_SMALL", 0)
    assert [group.name for group in made(rows).groups] == ["all", "sector=cars", "sector=food"]
    alone = Row({"stage": ("home",)}, dict.fromkeys(SCALES, 5.0))
    assert [group.name for group in made([*rows, alone]).groups] == ["all", "sector=cars"]
