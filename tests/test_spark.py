"""A cohort has the same scores on Spark as on one machine, and each firm the same as by itself."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from intricate import intricate_scores
from readiness import load_questionnaire
from readiness.answers.answers import Answers
from readiness.messages.problems import InvalidInput, ReadinessError
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.engine import score
from spark_cluster import Cluster, expect_spark, free_port, kill, started
from test_command_line import call, run, surroundings
from test_score_table import differences, expected, row_of, scored, some_answers, table_of

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with started(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def session(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from readiness.cohort.spark.spark_start import spark_session

    log = tmp_path_factory.mktemp("java") / "java.log"
    with log.open("w") as stream, spark_session(cluster.master, stream) as session:
        yield session


def firms_of(asked: Questionnaire, count: int, seed: int) -> list[Answers]:
    random = Random(seed)  # noqa: S311 (made-up answers)
    return [some_answers(asked, random) for _ in range(count)]


def written(folder: Path, table: pl.DataFrame, files: int = 2) -> Path:
    """`table`, with a name for each firm, as some files in `folder`."""
    folder.mkdir()
    named = table.with_columns(firm=pl.format("firm {}", pl.int_range(table.height)))
    size = -(-table.height // files)
    for number in range(files):
        named.slice(number * size, size).write_parquet(folder / f"{number}.parquet")
    return folder


def on_spark(session: Any, asked: Questionnaire, source: Path, place: Path, **options: Any) -> Any:
    from readiness.cohort.spark.spark_cohort import score_on_spark
    from readiness.cohort.spark.spark_tables import open_tables

    table = open_tables(session, [str(source)], asked)
    return score_on_spark(session, table, asked, place.parent / "faults", place=str(place), **options)


def results(place: Path) -> list[dict[str, Any]]:
    rows = pl.read_parquet(place / "*.parquet")
    return rows.sort(pl.col("firm").str.slice(5).cast(pl.Int64)).drop("firm").rows(named=True)


def agree(rows: list[dict[str, Any]], others: list[Mapping[str, Any]]) -> None:
    assert len(rows) == len(others)
    for row, other in zip(rows, others, strict=True):
        assert list(differences(row, other)) == []


# --- scores -----------------------------------------------------------------------------------------


def test_the_command_gives_the_same_report_and_the_same_benchmark(cluster: Cluster, tmp_path: Path) -> None:
    """It comes before the session of the other tests, which takes all cores of the cluster."""
    asked = load_questionnaire("going-global")
    table = table_of([row_of(each, asked) for each in firms_of(asked, 60, 3)], asked)
    table = table.with_columns(
        pl.when(pl.int_range(60) == 5).then(pl.lit("rubbish")).otherwise("answers.strategy.thesis")
        .alias("answers.strategy.thesis")
    )  # fmt: skip
    source = written(tmp_path / "firms", table)
    reports = {}
    for engine, options in (("polars", []), ("spark", ["--engine", "spark", "--master", cluster.master])):
        sources = [str(source)] if engine == "spark" else [str(source / "*.parquet")]
        done = run(
            *("cohort", *sources, "--scores", f"{engine}.parquet", "--format", "json"),
            *("--benchmark-out", f"{engine}.json", "--fail-on-invalid", *options),
            folder=tmp_path,
            timeout=400,
        )
        assert done.returncode == 2, done.stderr
        assert "“rubbish” is not a level of “strategy.thesis”" in done.stderr
        reports[engine] = json.loads(done.stdout)
    assert reports["spark"] == reports["polars"]
    assert (tmp_path / "spark.json").read_bytes() == (tmp_path / "polars.json").read_bytes()
    told = {
        engine: pl.read_csv(tmp_path / f"{engine}.faults.csv").drop("source", "row")
        for engine in ("polars", "spark")
    }
    assert told["spark"].equals(told["polars"])
    again = run(
        *("cohort", str(source), "--scores", "spark.parquet", "--no-report", "--engine", "spark"),
        *("--master", cluster.master, "--debug"),
        folder=tmp_path,
        timeout=400,
    )
    assert again.returncode == 2
    assert "spark.parquet is there already. Choose another name, or replace it: --overwrite" in again.stderr
    assert "spark.sql.constraintPropagation.enabled=false" in again.stderr


@pytest.mark.parametrize(("request_to_end", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_asked_to_end_ends_at_once_and_writes_no_scores(
    request_to_end: signal.Signals, code: int, cluster: Cluster, tmp_path: Path
) -> None:
    asked = load_questionnaire("going-global")
    table = table_of([row_of(each, asked) for each in firms_of(asked, 50, 5)], asked)
    source = written(tmp_path / "firms", pl.concat([table] * 200))
    words = ["cohort", str(source), "--scores", "s.parquet", "--engine", "spark", "--master", cluster.master]
    running = subprocess.Popen(
        [sys.executable, "-m", "readiness", *words],
        cwd=tmp_path,
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until((tmp_path / "s.parquet.unfinished").exists)
    time.sleep(1)
    running.send_signal(request_to_end)
    output, errors = running.communicate(timeout=30)
    told = ["Starting Spark; this takes some ten seconds."]
    told += ["Interrupted; no scores were written. Run the same command again."] if code == 130 else []
    assert (running.returncode, output.strip(), errors.splitlines()) == (code, "", told)
    assert not (tmp_path / "s.parquet").exists()


@pytest.mark.parametrize("number", [0, 3, 11, "going-global", "quick"])
def test_every_firm_has_the_same_scores_alone_in_a_table_and_on_spark(
    number: int | str, session: Any, tmp_path: Path
) -> None:
    quick = number == "quick"
    asked = (
        intricate_scores(number).questionnaire
        if isinstance(number, int)
        else load_questionnaire("going-global")
    )
    firms = firms_of(asked, 40, 7)
    table = table_of([row_of(each, asked) for each in firms], asked)
    done = on_spark(session, asked, written(tmp_path / "firms", table), tmp_path / "s.parquet", quick=quick)
    found = results(tmp_path / "s.parquet")
    assert (done.firms, done.set_aside(), done.faults) == (40, 0, ())
    agree(found, [expected(score(asked, each, quick=quick)) for each in firms])
    agree(found, list(scored(table, asked, quick=quick)))
    facts = [{name: row[name] for name in row if name.startswith("profile.")} for row in found]
    assert facts == [
        {name: row[name] for name in row if name.startswith("profile.")}
        for row in scored(table, asked, quick=quick)
    ]


# --- what goes wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize("wait", [0.2, 3.0])
def test_the_job_ends_well_if_a_worker_dies(
    wait: float, cluster: Cluster, session: Any, tmp_path: Path
) -> None:
    asked = load_questionnaire("going-global")
    table = table_of([row_of(each, asked) for each in firms_of(asked, 50, 5)], asked)
    source = written(tmp_path / "firms", pl.concat([table] * 40), files=12)
    place = tmp_path / "s.parquet"
    done: list[Any] = []
    job = threading.Thread(target=lambda: done.append(on_spark(session, asked, source, place)))
    job.start()
    begun = tmp_path / "s.parquet.unfinished"
    until(begun.exists)
    time.sleep(wait)
    assert job.is_alive()
    kill(cluster.workers.pop(0))
    job.join(300)
    cluster.workers.append(cluster.start_worker())
    assert done[0].firms == 2_000
    assert not begun.exists()
    agree(results(place)[:50], list(scored(table, asked)))


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_earlier_scores_stay_until_new_ones_are_complete(session: Any, tmp_path: Path) -> None:
    from readiness.cohort.spark.spark_cohort import expect_free

    asked = intricate_scores(0).questionnaire
    place = tmp_path / "s.parquet"
    for count in (3, 5):
        table = table_of([row_of(each, asked) for each in firms_of(asked, count, count)], asked)
        source = written(tmp_path / f"firms-{count}", table)
        assert on_spark(session, asked, source, place).firms == count
        assert len(results(place)) == count
    with pytest.raises(ReadinessError, match=r"is there already\. Choose another name, or replace it"):
        expect_free(session, str(place), replaces=False)
    expect_free(session, str(place), replaces=True)
    expect_free(session, str(tmp_path / "other.parquet"), replaces=False)
    place.rename(tmp_path / "s.parquet.replaced")  # as if a run had ended between two renames
    expect_free(session, str(place), replaces=True)
    assert len(results(place)) == 5
    (source / "0.parquet").unlink()
    rows = pl.read_parquet(source / "1.parquet").with_columns(firm=pl.lit(" "))
    rows.write_parquet(source / "1.parquet")
    nothing = on_spark(session, asked, source, place)
    assert nothing.firms == 0
    assert len(results(place)) == 5
    assert sorted(path.name for path in tmp_path.glob("s.parquet*")) == ["s.parquet"]
    told = pl.read_parquet(nothing.faults)
    assert set(told["problem"]) == {"the firm has no name"}
    assert set(told["source"]) == {str(source / "1.parquet")}


def test_firms_of_one_name_are_set_aside(session: Any, tmp_path: Path) -> None:
    asked = intricate_scores(0).questionnaire
    table = table_of([row_of(each, asked) for each in firms_of(asked, 4, 1)], asked)
    source = written(tmp_path / "firms", table)
    one = pl.read_parquet(source / "0.parquet").with_columns(firm=pl.lit("firm 3 "))
    one.write_parquet(source / "0.parquet")
    done = on_spark(session, asked, source, tmp_path / "s.parquet")
    assert (done.firms, done.set_aside()) == (1, 3)
    told = pl.read_parquet(done.faults)
    assert set(told["problem"]) == {"“firm 3” is the name of several rows; none of them is counted"}


def test_a_place_whose_name_looks_like_a_pattern_is_this_place(session: Any, tmp_path: Path) -> None:
    asked = intricate_scores(0).questionnaire
    table = table_of([row_of(each, asked) for each in firms_of(asked, 3, 1)], asked)
    source = written(tmp_path / "firms [1] {a,b}*", table)
    written(tmp_path / "firms 1 a", table)
    one = pl.read_parquet(source / "0.parquet", glob=False)
    one.with_columns(firm=pl.lit("")).write_parquet(source / "0 [?].parquet")
    place = tmp_path / "s[1].parquet"
    for _turn in range(2):
        done = on_spark(session, asked, source, place)
        assert (done.firms, done.of_rows) == (3, 3 + one.height)
    assert set(pl.read_parquet(done.faults)["source"]) == {str(source / "0 [?].parquet")}
    assert sorted(path.name for path in tmp_path.glob("s*")) == ["s[1].parquet"]


def test_all_that_is_wrong_with_the_files_is_told_at_once(session: Any, tmp_path: Path) -> None:
    from readiness.cohort.spark.spark_tables import open_tables

    asked = intricate_scores(0).questionnaire
    table = table_of([row_of(each, asked) for each in firms_of(asked, 6, 1)], asked)
    source = written(tmp_path / "firms", table, files=3)
    lacking = table.columns[-1]
    pl.read_parquet(source / "1.parquet").drop(lacking).write_parquet(source / "1.parquet")
    (source / "2.parquet").write_bytes((source / "2.parquet").read_bytes()[:-9])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InvalidInput) as refused:
        open_tables(session, [str(source), str(tmp_path / "nowhere"), str(tmp_path / "empty")], asked, ["x"])
    told = [f"{each.file}: {each.message}".replace(f"{tmp_path}/", "") for each in refused.value.problems]
    assert sorted(told)[:3] == [
        "--ignore: there is no column “x” to leave out",
        "empty: there is no Parquet file here, and Spark reads no other tables of firms",
        f"firms/1.parquet: the file lacks columns that firms/0.parquet has: {lacking}",
    ]
    assert sorted(told)[3].startswith("firms/2.parquet: “firms/2.parquet” cannot be used: ")
    assert sorted(told)[4:] == ["nowhere: there is nothing of this name"]


def test_a_table_without_names_is_refused(session: Any, tmp_path: Path) -> None:
    from readiness.cohort.spark.spark_tables import open_tables

    asked = intricate_scores(0).questionnaire
    table = table_of([row_of(each, asked) for each in firms_of(asked, 2, 1)], asked)
    table.write_parquet(tmp_path / "t.parquet")
    with pytest.raises(InvalidInput) as refused:
        open_tables(session, [str(tmp_path / "t.parquet")], asked)
    (problem,) = refused.value.problems
    assert problem.message == "there is no column “firm”, and rows have no numbers on Spark"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--master", "spark:host"], "“spark:host” is no master of Spark. Write spark://HOST:7077, yarn,"),
        (["--jobs", "2"], "It is for files on this machine; Spark says itself how many cores there are."),
        (["--earlier", "s.csv"], "“s.csv” does not end in one of .parquet."),
    ],
)
def test_options_that_cannot_be_used_on_spark(tmp_path: Path, options: list[str], message: str) -> None:
    expect_spark()
    done = call(
        "cohort", "t.parquet", "--engine", "spark", "--scores", "s.parquet", *options, folder=tmp_path
    )
    assert done.returncode == 2
    assert message in done.stderr


def test_on_spark_scores_are_always_written(tmp_path: Path) -> None:
    expect_spark()
    done = call("cohort", "t.parquet", "--engine", "spark", folder=tmp_path)
    assert done.returncode == 2
    assert (
        "On Spark, scores are written before they are counted. Add `--scores PLACE.parquet`." in done.stderr
    )


def test_a_master_that_does_not_answer_is_told(tmp_path: Path) -> None:
    expect_spark()
    master = f"spark://127.0.0.1:{free_port()}"
    options = ["--engine", "spark", "--master", master, "--scores", "s.parquet"]
    done = call("cohort", "t.parquet", *options, folder=tmp_path)
    assert done.returncode == 2
    assert f"No Spark master answers at {master} (" in done.stderr
    assert "Start it, or check the host and the port." in done.stderr


def test_without_java_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expect_spark()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    options = ["--engine", "spark", "--master", "local[1]", "--scores", "s.parquet"]
    done = call("cohort", "t.parquet", *options, folder=tmp_path)
    assert done.returncode == 2
    assert f"Spark needs Java, and there is none in JAVA_HOME ({tmp_path})." in done.stderr
    assert "Install Java 17 or later" in done.stderr
