"""`readiness cohort` as people run it: what it writes, says and refuses."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import polars as pl
import pytest

from readiness import load_questionnaire
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.storage.lock import exclusive
from test_command_line import call


def firm(asked: Questionnaire, number: int) -> dict[str, str]:
    """The row of a firm; firms differ."""
    row = {"firm": f"Firm {number}", "stage": ("domestic", "exporting")[number % 2]}
    for place, (id, each) in enumerate(asked.questions.items()):
        row[id] = each.choices[(number + place) % len(each.choices)].id
    return row


@pytest.fixture(scope="module")
def asked() -> Questionnaire:
    return load_questionnaire("going-global")


@pytest.fixture
def table(tmp_path: Path, asked: Questionnaire) -> Path:
    """A table of thirty firms, of which one has a wrong cell."""
    rows = [firm(asked, number) for number in range(30)]
    rows[7]["strategy.thesis"] = "none"
    path = tmp_path / "firms.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def names_in(path: Path) -> list[str]:
    return pl.read_csv(path)["firm"].to_list()


def test_firms_are_named_in_the_scores_and_nowhere_else(table: Path) -> None:
    done = call(
        "cohort", "firms.csv", "--scores", "scores.csv", "--export", "report.json", folder=table.parent
    )
    assert done.returncode == 0, done.stderr
    assert names_in(table.with_name("scores.csv")) == [f"Firm {n}" for n in range(30) if n != 7]
    assert "Firm" not in table.with_name("report.json").read_text(encoding="utf-8")
    assert "29 firms" in done.stdout
    faults = pl.read_csv(table.with_name("scores.faults.csv")).rows(named=True)
    assert [(each["row"], each["firm"], each["column"]) for each in faults] == [
        (9, "Firm 7", "strategy.thesis")
    ]
    assert not table.with_name("scores.csv.unfinished").exists()
    summary = json.loads(table.with_name("report.json").read_text(encoding="utf-8"))["summary"]
    assert summary[0] == "1 file or row was set aside and is not counted."


def test_a_run_without_faults_leaves_no_faults_of_an_earlier_one(table: Path) -> None:
    call("cohort", "firms.csv", "--scores", "scores.csv", folder=table.parent)
    table.write_text(table.read_text(encoding="utf-8").replace(",none,", ",unknown,"), encoding="utf-8")
    done = call("cohort", "firms.csv", "--scores", "scores.csv", "--fail-on-invalid", folder=table.parent)
    assert done.returncode == 0, done.stderr
    assert len(names_in(table.with_name("scores.csv"))) == 30
    assert not table.with_name("scores.faults.csv").exists()


def test_without_a_report_the_scores_and_the_faults_are_the_same(table: Path) -> None:
    call("cohort", "firms.csv", "--scores", "one.csv", folder=table.parent)
    done = call("cohort", "firms.csv", "--scores", "other.csv", "--no-report", folder=table.parent)
    assert (done.returncode, done.stdout) == (0, "")
    assert "1 problem; what it is about was set aside:" in done.stderr
    for ending in (".csv", ".faults.csv"):
        one, other = (table.with_name(f"{name}{ending}").read_bytes() for name in ("one", "other"))
        assert one == other
    done = call("cohort", "firms.csv", "--export", "report.md", "--no-report", folder=table.parent)
    assert (done.returncode, done.stdout) == (0, "")
    assert "29 firms" in table.with_name("report.md").read_text(encoding="utf-8")


def test_faults_fail_a_run_if_they_are_to(table: Path) -> None:
    done = call("cohort", "firms.csv", "--fail-on-invalid", "--format", "json", folder=table.parent)
    assert done.returncode == 2
    assert json.loads(done.stdout)["firms"] == 29
    assert (
        "firms.csv, row 9, column strategy.thesis: “none” is not a level of “strategy.thesis”" in done.stderr
    )


def test_all_forms_of_sources_give_the_same_scores(table: Path) -> None:
    pl.read_csv(table).write_parquet(table.with_name("firms.parquet"))
    for source in ("firms.csv", "firms.parquet"):
        done = call("cohort", source, "--scores", f"{source}.scores.parquet", folder=table.parent)
        assert done.returncode == 0, done.stderr
    one, other = (
        pl.read_parquet(table.with_name(f"firms.{kind}.scores.parquet")) for kind in ("csv", "parquet")
    )
    assert one.equals(other)
    faults = [
        pl.read_csv(table.with_name(f"firms.{kind}.scores.faults.csv"))["problem"].to_list()
        for kind in ("csv", "parquet")
    ]
    assert faults[0] == faults[1]


def test_a_firm_that_is_there_twice_is_set_aside(table: Path) -> None:
    rows = pl.read_csv(table)
    pl.concat([rows, rows.head(1)]).write_parquet(table.with_name("twice.parquet"))
    done = call("cohort", "twice.parquet", "--scores", "s.csv", folder=table.parent)
    assert done.returncode == 0, done.stderr
    assert names_in(table.with_name("s.csv")) == [f"Firm {n}" for n in range(1, 30) if n != 7]
    told = pl.read_csv(table.with_name("s.faults.csv")).filter(pl.col("column") == "firm")
    assert told["row"].to_list() == [1, 31]
    assert set(told["problem"]) == {"“Firm 0” is the name of several rows; none of them is counted"}


def test_the_good_scores_stay_if_no_firm_is_left(table: Path) -> None:
    scores = table.with_name("s.csv")
    call("cohort", "firms.csv", "--scores", "s.csv", folder=table.parent)
    before = scores.read_bytes()
    spoilt = pl.read_csv(table).with_columns(pl.lit("gone").alias("strategy.thesis"))
    spoilt.write_parquet(table.with_name("spoilt.parquet"))
    done = call("cohort", "spoilt.parquet", "--scores", "s.csv", folder=table.parent)
    assert done.returncode == 2
    assert "No firm could be scored: everything was set aside." in done.stderr
    assert "30 problems; what they are about was set aside:" in done.stderr
    assert "and 20 more; all are in s.faults.csv" in done.stderr
    assert scores.read_bytes() == before
    assert pl.read_csv(table.with_name("s.faults.csv")).height == 30


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (["--threshold", "x"], "Invalid value for --threshold: a whole number is expected."),
        (["--jobs", "0"], "Invalid value for --jobs: it must be 1 or more."),
        (
            ["--benchmark-title", "Peers"],
            "Invalid value for --benchmark-title: It is the title of a benchmark. Add `--benchmark-out FILE`,"
            " or leave it out.",
        ),
    ],
)
def test_options_that_cannot_be_used(table: Path, option: list[str], message: str) -> None:
    done = call("cohort", "firms.csv", *option, folder=table.parent)
    assert done.returncode == 2
    assert message in done.stderr


def test_the_quick_set_alone_has_a_report_too(table: Path) -> None:
    done = call("cohort", "firms.csv", "--quick", "--scores", "s.parquet", folder=table.parent)
    assert done.returncode == 0, done.stderr
    assert "29 firms" in done.stdout


def test_two_rounds_are_compared_by_the_names_of_firms(table: Path) -> None:
    call("cohort", "firms.csv", "--scores", "first.csv", folder=table.parent)
    done = call("cohort", "firms.csv", "--earlier", "first.csv", "--format", "json", folder=table.parent)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rounds"] is not None
    assert "None of the firms" not in done.stderr
    renamed = table.with_name("first.csv").read_text(encoding="utf-8").replace("Firm ", "Company ")
    table.with_name("first.csv").write_text(renamed, encoding="utf-8")
    done = call("cohort", "firms.csv", "--earlier", "first.csv", folder=table.parent)
    assert "None of the firms is in first.csv. They are matched by their names." in done.stderr


def test_a_benchmark_is_written_and_read_by_assess(table: Path) -> None:
    done = call("cohort", "firms.csv", "--benchmark-out", "peers.json", folder=table.parent)
    assert done.returncode == 0, done.stderr
    example = Path(__file__).resolve().parent.parent / "examples" / "ningbo-ev-parts.yaml"
    done = call(
        "assess", "--answers", str(example), "--benchmark", "peers.json", "--details", folder=table.parent
    )
    assert done.returncode == 0, done.stderr
    assert "decile" in done.stdout


def test_too_few_firms_for_a_benchmark_do_not_stop_the_report(table: Path) -> None:
    text = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(text[:7]), encoding="utf-8")
    done = call(
        "cohort", "firms.csv", "--benchmark-out", "peers.json", "--format", "json", folder=table.parent
    )
    assert done.returncode == 2
    assert json.loads(done.stdout)["firms"] == 6
    assert "A benchmark takes the scores of at least 10 firms; here there are fewer." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--scores", "firms.csv"], "“firms.csv” is the answers file; the export would replace it."),
        (["--scores", "scores.txt"], "“scores.txt” does not end in one of .parquet, .csv."),
        (["--no-report"], "Nothing would be written. Add `--scores FILE`, for example."),
        (["--threshold", "2"], "It must be 3 or more, or 1 to hide nothing"),
        (["--earlier", "nowhere.csv"], "nowhere.csv"),
        (["--earlier", "firms.csv"], "the table has no column overall, band"),
        (["--ignore", "stagee"], "there is no column “stagee” to leave out"),
        (["--benchmark-out", "peers.yaml"], "“peers.yaml” does not end in one of .json."),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_read(
    arguments: list[str], expected: str, table: Path
) -> None:
    before = {path.name: path.read_bytes() for path in table.parent.iterdir()}
    done = call("cohort", "firms.csv", *arguments, folder=table.parent)
    assert done.returncode == 2
    assert expected in " ".join(done.stderr.replace("│", " ").split())
    assert {path.name: path.read_bytes() for path in table.parent.iterdir() if path.is_file()} == before


def test_two_runs_do_not_write_the_same_scores(table: Path) -> None:
    scores = table.with_name("scores.csv")
    with exclusive(scores):
        done = call("cohort", "firms.csv", "--scores", "scores.csv", folder=table.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"scores.csv is in use by process {os.getpid()}" in done.stderr
    assert sorted(path.name for path in table.parent.iterdir()) == ["firms.csv"]


@pytest.mark.skipif(os.name != "posix", reason="devices are files here only")
def test_a_device_is_no_place_for_scores(table: Path) -> None:
    table.with_name("s.csv").symlink_to("/dev/null")
    done = call("cohort", "firms.csv", "--scores", "s.csv", folder=table.parent)
    assert done.returncode == 2
    assert "is a device or a pipe" in done.stderr
    assert Path("/dev/null").is_char_device()


def test_questions_without_a_column_are_told(table: Path) -> None:
    columns = pl.read_csv(table).drop("strategy.thesis", "strategy.budget")
    columns.write_csv(table)
    done = call("cohort", "firms.csv", folder=table.parent)
    assert done.returncode == 0, done.stderr
    assert "firms.csv: 2 questions have no column and count as not answered" in done.stderr


# --- what must not be lost ------------------------------------------------------------------------------

REPLACED = """\
{name}: replaced-source: this file is read, and the run would replace it
    Choose another place to write to. Faults are written beside the scores.

1 problem; nothing was written.
"""


@pytest.mark.parametrize(
    ("source", "arguments", "name"),
    [
        ("*.csv", ["--scores", "firms.csv"], "firms.csv"),
        ("*.csv", ["--export", "firms.csv"], "firms.csv"),
        ("in", ["--export", "in/a/acme.json"], "in/a/acme.json"),
        ("in", ["--benchmark-out", "in/a/acme.json"], "in/a/acme.json"),
        ("in/*", ["--export", "other.json"], "in/a/acme.json"),
        ("*.csv", ["--scores", "x.csv"], "x.faults.csv"),
    ],
)
def test_nothing_that_is_read_is_replaced_however_it_was_found(
    source: str, arguments: list[str], name: str, table: Path
) -> None:
    folder = table.parent
    if name == "x.faults.csv":
        table.rename(folder / name)
    (folder / "in" / "a").mkdir(parents=True)
    (folder / "in" / "a" / "acme.json").write_text(
        '{"questionnaire": "going-global", "version": "2.0.0", "answers": {"strategy.thesis": "unknown"}}'
    )
    (folder / "other.json").hardlink_to(folder / "in" / "a" / "acme.json")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = call("cohort", source, *arguments, "--no-report", folder=folder)
    assert done.returncode == 2
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert done.stderr == REPLACED.format(name=name)


@pytest.mark.parametrize(("scores", "export"), [("s.csv", "s.faults.csv"), ("firms.x.csv", "firms.x.csv")])
def test_no_two_files_are_written_to_one_place(scores: str, export: str, table: Path) -> None:
    done = call("cohort", "firms.csv", "--scores", scores, "--export", export, folder=table.parent)
    assert done.returncode == 2
    assert "are one file; the second export would replace the first." in " ".join(done.stderr.split())
    assert [path.name for path in table.parent.iterdir()] == ["firms.csv"]


def test_the_table_of_faults_is_not_written_over_a_source(table: Path) -> None:
    table.rename(table.with_name("x.faults.csv"))
    done = call("cohort", "x.faults.csv", "--scores", "x.csv", "--no-report", folder=table.parent)
    assert done.returncode == 2
    assert "“x.faults.csv” is the answers file; the export would replace it." in done.stderr
    assert [path.name for path in table.parent.iterdir()] == ["x.faults.csv"]


def test_if_the_faults_cannot_be_written_earlier_scores_and_what_was_read_stay(table: Path) -> None:
    table.with_name("s.csv").write_text("earlier", encoding="utf-8")
    table.with_name("s.faults.csv").mkdir()
    done = call("cohort", "firms.csv", "--scores", "s.csv", "--no-report", folder=table.parent)
    assert done.returncode == 2
    assert "s.faults.csv: cannot be written: Is a directory" in done.stderr
    assert "Wrote" not in done.stderr
    assert "Run the same command again to go on; s.csv.unfinished has what was read." in done.stderr
    assert table.with_name("s.csv").read_text(encoding="utf-8") == "earlier"
    table.with_name("s.faults.csv").rmdir()
    done = call("cohort", "firms.csv", "--scores", "s.csv", "--no-report", folder=table.parent)
    assert (done.returncode, len(names_in(table.with_name("s.csv")))) == (0, 29)
    assert "Going on where an earlier run ended" in done.stderr
    assert sorted(path.name for path in table.parent.iterdir()) == ["firms.csv", "s.csv", "s.faults.csv"]


def test_many_faults_that_cannot_be_written_are_not_said_to_be(table: Path) -> None:
    table.write_text(table.read_text(encoding="utf-8").replace(",domestic,", ",nowhere,"), encoding="utf-8")
    table.with_name("s.faults.csv").mkdir()
    done = call("cohort", "firms.csv", "--scores", "s.csv", "--no-report", folder=table.parent)
    assert "16 problems; what they are about was set aside:" in done.stderr
    assert "\nand 6 more\n" in done.stderr


def test_what_was_kept_and_is_damaged_is_read_again_at_last(table: Path) -> None:
    table.with_name("s.faults.csv").mkdir()
    call("cohort", "firms.csv", "--scores", "s.csv", "--no-report", folder=table.parent)
    parts = [*table.with_name("s.csv.unfinished").rglob("tables/**/*.parquet")]
    assert parts
    for part in parts:
        part.write_bytes(part.read_bytes()[:100])
    table.with_name("s.faults.csv").rmdir()
    codes = [
        call("cohort", "firms.csv", "--scores", "s.csv", "--no-report", folder=table.parent).returncode
        for _attempt in range(2)
    ]
    assert codes == [1, 0]
    assert len(names_in(table.with_name("s.csv"))) == 29
