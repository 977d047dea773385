"""The cohorts of the benchmarks are what they promise, and the rivals score them as `readiness` does."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any, get_args

import agreement
import polars as pl
import pytest
from agreement import (
    Command,
    Row,
    answers_of,
    check_faults,
    cohorts,
    differences,
    disagreements,
    expected_rows,
)
from draw_cohort import Cohort, Form, Rates, ladder, write_files, write_table
from pack import read_pack
from polars_query import Query

from readiness import load_answers, load_questionnaire
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.scope import determine
from small import question, questionnaire, section

FORMS = get_args(Form)
FEW = 50


@cache
def expected(place: int, form: Form) -> list[Row]:
    """The rows for the cohort of the check at `place`, from scoring each firm alone."""
    return expected_rows(cohorts()[place], FEW, form)


@pytest.fixture(scope="module")
def every_type() -> Questionnaire:
    """A question of every type, one of them with the name of a question of the profile."""
    without = {key: item for key, item in question("x").items() if key != "options"}

    def of(id: str, **fields: Any) -> dict[str, Any]:
        return {**without, "id": id, "title": id, **fields}

    return questionnaire(
        section(
            "all",
            question("choice", not_applicable="Nothing of the kind is done."),
            question("alike", (0, 1, 1)),
            {**question("stage", (0, 1, 2)), "type": "several"},
            of("scale", type="scale", minimum=1, maximum=5),
            of("yes-no", type="yes-no"),
            of("number", type="number", worst=10, best=0),
            of("table", type="number", points=[[1, 0], [5, 2], ["more", 3]]),
            of("text", type="text"),
        )
    )


def test_a_firm_is_the_same_in_a_table_of_any_size_and_in_any_part() -> None:
    cohort = Cohort(load_questionnaire())
    whole = cohort.table(3 * FEW).collect()
    assert cohort.table(FEW).collect().equals(whole.head(FEW))
    assert cohort.table(FEW, first=FEW).collect().equals(whole.slice(FEW, FEW))
    assert not Cohort(load_questionnaire(), seed=2).table(FEW).collect().equals(whole.head(FEW))


@pytest.mark.parametrize("form", FORMS)
def test_a_table_on_disk_holds_the_same_firms(form: Form, tmp_path: Path) -> None:
    cohort = Cohort(load_questionnaire())
    write_table(cohort, tmp_path / "firms.parquet", FEW, form)
    assert pl.read_parquet(tmp_path / "firms.parquet").equals(cohort.table(FEW, form).collect())


def test_all_forms_of_a_table_say_the_same(every_type: Questionnaire) -> None:
    cohort = Cohort(every_type, rates=Rates(unknown=0, not_applicable=0))
    text, categories, scores = (cohort.table(FEW, form).collect() for form in FORMS)
    assert categories.cast(pl.String).equals(text)
    assert scores["choice"].dtype.is_integer()
    for id, asked in every_type.questions.items():
        name = f"answers.{id}" if id == "stage" else id
        for written, held in zip(text[name].to_list(), scores[name].to_list(), strict=True):
            assert (written is None) == (held is None)
            if held is not None:
                one = answers_of(every_type, {name: written}).given[id].value
                other = asked.parse(int(held) if isinstance(held, float) and held.is_integer() else held)
                assert one == other


def test_files_hold_the_same_firms_as_a_table(every_type: Questionnaire, tmp_path: Path) -> None:
    for asked in (every_type, load_questionnaire()):
        cohort, folder = Cohort(asked), tmp_path / asked.id
        write_files(cohort, folder, 20)
        assert len(list(folder.iterdir())) == 20
        for row in cohort.table(20).collect().iter_rows(named=True):
            read = load_answers(folder / f"{row['firm']}.answers.yaml", asked)
            assert (read.given, read.profile) == (
                answers_of(asked, row).given,
                answers_of(asked, row).profile,
            )


def test_every_level_is_answered_and_every_question_left_open(every_type: Questionnaire) -> None:
    table = Cohort(every_type).table(4000).collect()
    for id, asked in every_type.questions.items():
        cells = set(table[f"answers.{id}" if id == "stage" else id])
        named = {"unknown", None} | ({"not-applicable"} if asked.not_applicable else set())
        assert named <= cells
        assert len(cells - named) == len(ladder(asked)) > 0


def test_cells_are_open_as_often_as_their_rates_say() -> None:
    cohort = Cohort(load_questionnaire(), rates=Rates(0.1, 0.2, 0.3, 0.4))
    table = cohort.table(20_000).collect()
    asked = next(id for id, each in load_questionnaire().questions.items() if each.not_applicable)
    shares = [(table[asked] == "unknown").sum(), table[asked].null_count(), table["size"].null_count()]
    shares.append((table[asked] == "not-applicable").sum())
    assert [count / 20_000 for count in shares] == pytest.approx([0.1, 0.2, 0.4, 0.3], abs=0.01)


def test_answers_of_a_firm_go_together_but_exposure_goes_by_itself() -> None:
    """The one-factor population shares 0.6 of the variance around means that vary too."""
    table = Cohort(load_questionnaire(), rates=Rates(0, 0, 0, 0)).table(20_000, "scores").collect()

    def together(one: str, other: str) -> float:
        return float(table.select(pl.corr(one, other)).item())

    assert together("strategy.thesis", "compliance.register") > 0.5
    assert together("geopolitics.ownership", "compliance.regimes") > 0.5
    assert together("digital.fit", "integration.market-fit") > 0.5
    assert abs(together("strategy.thesis", "geopolitics.ownership")) < 0.03
    assert abs(together("strategy.thesis", "digital.fit")) < 0.03


def test_the_cohorts_of_the_check_meet_everything_that_can_happen() -> None:
    rows = [row for place in range(len(cohorts())) for row in expected(place, "text")]
    bands = {band.id for band in load_questionnaire().bands}
    assert {row["band"] for row in rows} == {None, *bands}
    blockers = " ".join(row["blocked_by"] for row in rows)
    for word in ("overall", "condition", "flag", "coverage", "strategy", "geopolitics"):
        assert word in blockers
    assert any(row["flags_possible"] and row["flags"] and row["contradictions"] for row in rows)
    cohort = cohorts()[0]
    hidden = answers_of(cohort.questionnaire, cohort.table(1).collect().to_dicts()[0])
    assert {each.name for each in determine(cohort.questionnaire, hidden).standing.values()} > {"HIDDEN"}


@pytest.mark.parametrize("form", FORMS)
def test_the_query_by_hand_agrees_with_each_firm_alone(form: Form) -> None:
    for place, cohort in enumerate(cohorts()):
        table = cohort.table(FEW, form).collect()
        found = Query(read_pack(), table.schema).run(table.lazy()).collect()
        assert list(disagreements(expected(place, form), found)) == []


@pytest.mark.parametrize("form", FORMS)
def test_the_query_in_sql_agrees_with_each_firm_alone(form: Form, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    from duckdb_query import main

    table, result = tmp_path / "firms.parquet", tmp_path / "result.parquet"
    for place, cohort in enumerate(cohorts()):
        write_table(cohort, table, FEW, form)
        main(str(table), str(result))
        assert list(disagreements(expected(place, form), pl.read_parquet(result))) == []


@pytest.mark.parametrize("rival", ["polars_query", "duckdb_query"])
def test_a_query_that_is_checked_leaves_rows_with_faults_out(
    rival: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip(rival.partition("_")[0])
    script = [sys.executable, str(Path(agreement.__file__).parent / "rivals" / f"{rival}.py")]

    def run(*words: str) -> bool:
        command: Command = lambda table, result: [*script, str(table), str(result), *words]  # noqa: E731
        return check_faults({rival: command}, 150)

    assert not run("checked")
    assert "rows with faults, " + rival in capsys.readouterr().out
    assert run()  # it scores them too


def test_a_difference_is_told() -> None:
    (row,) = expected_rows(Cohort(load_questionnaire()), 1, "text")
    assert list(differences(row, dict(row))) == []
    assert list(differences(row, {**row, "overall": row["overall"] * (1 + 1e-12)})) == []
    for name, other in (
        ("overall", row["overall"] + 1e-6),
        ("band", "other"),
        ("flags", "x"),
        ("coverage", None),
    ):
        (told,) = differences(row, {**row, name: other})
        assert told.startswith(f"firm-00000001, {name}: ")
    assert list(differences(row, {id: cell for id, cell in row.items() if id != "band"}))
    assert list(disagreements([row], pl.DataFrame([row, row], infer_schema_length=None)))
