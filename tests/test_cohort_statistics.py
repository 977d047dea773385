"""What is counted of a cohort, recomputed in plain Python from the rows of the same tables."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firms import GOING_GLOBAL, plausible_firms
from intricate import intricate_scores, values_of
from readiness.cohort.cohort_counts import CohortCounts, Moments
from readiness.cohort.consistency import alpha_of
from readiness.cohort.counting import count_cohort
from readiness.cohort.measures import all_measures
from readiness.cohort.rounds import count_rounds
from readiness.cohort.spreads import SPREAD_STEPS, Spread
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.plan import compile_plan
from readiness.scoring.scores import Scores
from result_tables import answer_row, answers_of, result_row, results_of
from small import NOT_APPLICABLE, control, question, questionnaire, red_flag, scored, section

Rows = Sequence[Mapping[str, Any]]


@cache
def cohort_of(number: int, count: int = 25) -> tuple[Questionnaire, tuple[Scores, ...]]:
    """Firms that answered one made-up questionnaire full of conditions."""
    asked = intricate_scores(number).questionnaire
    random = Random(number)  # noqa: S311 (made-up firms)
    firms = []
    for _each in range(count):
        answers: dict[str, Any] = {}
        for id, each in asked.questions.items():
            kind = random.random()
            if kind < 0.75:
                answers[id] = each.written(random.choice(values_of(each)))
            elif each.not_applicable and kind < 0.85:
                answers[id] = NOT_APPLICABLE
            elif kind < 0.95:
                answers[id] = "unknown"
        profile = {
            fact.id: [option.id for option in fact.options if random.random() < 0.5]
            or [random.choice(fact.options).id]
            if fact.several
            else random.choice(fact.options).id
            for fact in asked.profile
            if random.random() < 0.8
        }
        firms.append(scored(asked, answers, profile))
    return asked, tuple(firms)


COHORTS = [(GOING_GLOBAL, tuple(firm.score() for firm in plausible_firms(40)))]
COHORTS += [cohort_of(number) for number in range(6)]


def tables(firms: Sequence[Scores]) -> tuple[Rows, Rows]:
    return (
        [result_row(each, f"firm {place}") for place, each in enumerate(firms)],
        [answer_row(each) for each in firms],
    )


@cache
def counted_of(place: int) -> tuple[CohortCounts, Rows, Rows]:
    asked, firms = COHORTS[place]
    results, answers = tables(firms)
    return count_cohort(results_of(asked, results), answers_of(asked, answers), asked), results, answers


every_cohort = pytest.mark.parametrize("place", range(len(COHORTS)))


def inside(text: str | None, id: str, mark: str) -> bool:
    return id in (text or "").split(mark)


def steps(values: Sequence[float | None], low: float, high: float) -> dict[int, int]:
    """How many of `values` are in each step, with exact fractions."""
    found: dict[int, int] = {}
    for value in values:
        if value is not None:
            step = math.floor((value - low) * (SPREAD_STEPS / (high - low)) + 0.5)
            found[step] = found.get(step, 0) + 1
    return found


@every_cohort
def test_counts_of_bands_flags_and_contradictions(place: int) -> None:
    asked, _firms = COHORTS[place]
    counts, results, _answers = counted_of(place)
    assert counts.firms == len(results)
    for id, firms in counts.bands.items():
        assert firms == sum((row.get("band") or "") == id for row in results), id
    assert sum(counts.bands.values()) == len(results)
    assert counts.flags == {
        flag.id: sum(inside(row["flags"], flag.id, "; ") for row in results) for flag in asked.red_flags
    }
    assert counts.contradictions == {
        each.id: sum(inside(row["contradictions"], each.id, "; ") for row in results)
        for each in asked.contradictions
    }


@every_cohort
def test_spreads_of_every_measure_and_group(place: int) -> None:
    asked, _firms = COHORTS[place]
    counts, results, _answers = counted_of(place)
    for measure in all_measures(compile_plan(asked)):
        ends = (measure.minimum, measure.maximum)
        values = [row.get(measure.column) for row in results]
        assert counts.spreads[measure.column].counts == steps(values, *ends), measure.column
    heads = ("overall", *(f"{id.id}.score" for id in (*asked.sections, *asked.opportunities)))
    assert [fact.fact for fact in counts.facts] == [fact.id for fact in asked.profile]
    for fact in counts.facts:
        for option, group in fact.groups.items():
            column = f"profile.{fact.fact}"
            rows = [
                row for row in results if (inside(row[column], option, ";") if option else not row[column])
            ]
            assert group.firms == len(rows)
            urgent = [
                row
                for row in rows
                if row["flags"]
                or any(
                    value is not None and value >= 0.4 - 1e-9
                    for id, value in row.items()
                    if id.endswith(".residual")
                )
            ]
            assert group.urgent == len(urgent), (fact.fact, option)
            assert set(group.spreads) <= set(heads)
            for measure in all_measures(compile_plan(asked)):
                if measure.column in group.spreads:
                    values = [row.get(measure.column) for row in rows]
                    found = steps(values, measure.minimum, measure.maximum)
                    assert group.spreads[measure.column].counts == found


@every_cohort
def test_counts_of_answers(place: int) -> None:
    asked, _firms = COHORTS[place]
    counts, _results, answers = counted_of(place)
    plan = compile_plan(asked)
    improvable = {each.id for node in (*plan.whole.children, *plan.windows) for each in node.improvable()}
    assert counts.questions.keys() == asked.questions.keys()
    for id, found in counts.questions.items():
        columns = ([row[f"{id}.{kind}"] for row in answers] for kind in ("answered", "unknown"))
        assert (found.answered, found.unknown) == tuple(map(sum, columns)), id
        if id not in improvable:
            assert found.low is None
        else:
            shares = [row[f"{id}.share"] for row in answers if row[f"{id}.answered"]]
            assert found.low == sum(share < 0.5 - 1e-9 for share in shares)


@every_cohort
def test_alpha_agrees_with_the_variances_of_the_answers_themselves(place: int) -> None:
    counts, _results, answers = counted_of(place)
    compared = 0
    for moments in counts.moments:
        whole = [
            [row[f"{id}.share"] for id in moments.questions]
            for row in answers
            if all(row[f"{id}.answered"] for id in moments.questions)
        ]
        assert moments.firms == len(whole)
        if len(whole) < 3 or statistics.variance(map(sum, whole)) < 1e-9:
            continue
        k = len(moments.questions)
        items = math.fsum(statistics.variance(column) for column in zip(*whole, strict=True))
        expected = k / (k - 1) * (1 - items / statistics.variance(map(sum, whole)))
        found = alpha_of(moments, moments.firms)
        assert found is not None
        assert found.value == pytest.approx(expected, abs=1e-9)
        assert found.low <= found.value <= found.high
        compared += 1
    assert compared or place


def test_alpha_of_a_section_leaves_out_exposure_and_sections_with_one_question() -> None:
    asked = questionnaire(
        section("one", question("alone")),
        control("two", [question("given"), question("also")], [question("done"), question("more")]),
    )
    firms = [scored(asked, {"done": "level-1", "more": "level-2"})] * 4
    results, answers = tables(firms)
    found = count_cohort(results_of(asked, results), answers_of(asked, answers), asked)
    assert [each.questions for each in found.moments] == [("done", "more")]
    assert alpha_of(found.moments[0], 4) is None  # nothing varies


def test_alpha_and_its_interval_of_a_worked_example() -> None:
    """Four questions, twelve firms; computed by hand from the formulas of Cronbach and of Bonett."""
    table = [
        *((0, 1, 0, 1), (1, 1, 1, 1), (0, 0, 0, 0), (1, 1, 0, 1), (0, 0, 1, 0), (1, 0, 1, 1)),
        *((0, 0, 0, 1), (1, 1, 1, 0), (1, 1, 1, 1), (0, 1, 0, 0), (0, 0, 0, 0), (1, 1, 1, 1)),
    ]
    n, k = 12, 4
    columns = [[Fraction(row[place]) for row in table] for place in range(k)]
    totals = [Fraction(sum(row)) for row in table]

    def variance(values: Sequence[Fraction]) -> Fraction:
        mean = sum(values, Fraction(0)) / n
        return sum(((value - mean) ** 2 for value in values), Fraction(0)) / (n - 1)

    exact = Fraction(k, k - 1) * (1 - sum(map(variance, columns), Fraction(0)) / variance(totals))
    half = Fraction(1, 2)
    moments = Moments(
        "one",
        tuple("abcd"),
        n,
        tuple(float(sum(value - half for value in column)) for column in columns),
        tuple(float(sum((value - half) ** 2 for value in column)) for column in columns),
        float(sum(total - 2 for total in totals)),
        float(sum((total - 2) ** 2 for total in totals)),
    )
    found = alpha_of(moments, n)
    assert found is not None
    assert found.value == pytest.approx(float(exact), abs=1e-12)
    width = 1.959963984540054 * math.sqrt(2 * k / ((k - 1) * (n - 2)))
    assert math.log(1 - found.low) == pytest.approx(math.log(1 - float(exact)) + width)
    assert math.log(1 - found.high) == pytest.approx(math.log(1 - float(exact)) - width)
    fewer = alpha_of(moments, 8)
    assert fewer is not None
    assert (fewer.value, fewer.low < found.low, fewer.high > found.high) == (found.value, True, True)


@given(
    st.lists(st.integers(0, SPREAD_STEPS), min_size=1, max_size=60),
    st.sampled_from((0.0, 0.25, 0.5, 0.75, 1.0)),
)
def test_quartiles_from_counts_are_those_of_the_values(values: list[int], share: float) -> None:
    spread = Spread({value: values.count(value) for value in values})
    assert spread.firms == len(values)
    if len(values) == 1:
        assert spread.at(share) == values[0] / SPREAD_STEPS
        return
    quartiles = statistics.quantiles(values, n=4, method="inclusive")
    expected = {0.0: min(values), 1.0: max(values), 0.25: quartiles[0], 0.5: quartiles[1], 0.75: quartiles[2]}
    assert spread.at(share) * SPREAD_STEPS == pytest.approx(expected[share])


# --- rounds ---------------------------------------------------------------------------------------------

ASKED = questionnaire(
    section("one", question("q")),
    red_flags=[red_flag("trap", {"answer": "q", "equals": "level-0"}, "foundation")],
)
ORDER = [band.id for band in ASKED.bands]
firm = st.fixed_dictionaries(
    {
        "firm": st.sampled_from([f"firm {place}" for place in range(12)]),
        "band": st.sampled_from([*ORDER, None]),
        "overall": st.none() | st.floats(0, 100),
        "one.score": st.none() | st.floats(0, 100),
    }
)
a_round = st.lists(firm, min_size=1, max_size=12, unique_by=lambda row: row["firm"])


@settings(max_examples=40, deadline=None)
@given(a_round, a_round)
def test_moves_between_rounds_are_those_of_firms_with_one_name(
    then: list[dict[str, Any]], now: list[dict[str, Any]]
) -> None:
    found = count_rounds(results_of(ASKED, now), results_of(ASKED, then), ASKED)
    before = {row["firm"]: row for row in then}
    up = stayed = down = apart = 0
    moved: list[float] = []
    for row in now:
        old = before.get(row["firm"])
        if old and row["overall"] is not None and old["overall"] is not None:
            moved.append(row["overall"] - old["overall"])
        if row["band"] is None:
            continue
        if old is None or old["band"] is None:
            apart += 1
            continue
        step = ORDER.index(row["band"]) - ORDER.index(old["band"])
        up, stayed, down = up + (step > 0), stayed + (step == 0), down + (step < 0)
    assert (found.up, found.stayed, found.down, found.apart) == (up, stayed, down, apart)
    assert found.new == len({row["firm"] for row in now} - before.keys())
    assert found.gone == len(before.keys() - {row["firm"] for row in now})
    assert found.spreads["overall"].counts == steps(moved, 0, 100)


def test_a_round_of_an_older_version_lacks_measures_and_has_bands_that_are_gone() -> None:
    now = [{"firm": "A", "band": "preparing", "overall": 40.0, "one.score": 40.0}]
    then = results_of(ASKED, [{"firm": "A", "band": "of-old", "overall": 30.0}]).drop("one.score")
    found = count_rounds(results_of(ASKED, now), then, ASKED)
    assert (found.up, found.stayed, found.down, found.apart, found.new) == (0, 0, 0, 1, 0)
    assert found.spreads == {"overall": Spread({100: 1})}


def test_nothing_but_the_cohort_needs_the_libraries() -> None:
    """What a report is built from knows no engine, so that it is quick to import and easy to test."""
    import subprocess
    import sys

    code = (
        "import sys; import readiness.views.build_cohort, readiness.views.pages.cohort_page;"
        " sys.exit(any(name in sys.modules for name in ('polars', 'narwhals')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_facts_with_very_many_different_answers_are_counted_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then each option is looked for by itself."""
    monkeypatch.setattr("readiness.cohort.grouping.MOST_TEXTS", 0)
    asked, firms = COHORTS[0]
    results, answers = tables(firms)
    again = count_cohort(results_of(asked, results), answers_of(asked, answers), asked)
    assert again == counted_of(0)[0]
