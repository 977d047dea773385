"""Folders of answers become parts, which a later run takes over; what cannot be used is set aside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

import readiness
from firm_tables import FIRST, faults_in, firms_in, many, opened, problems_of, row, rows_of, write_files
from forms import EVERYTHING, form_of, random_answers
from readiness import InvalidInput, ReadinessError, answers_text, load_questionnaire, use_language
from readiness.answers.writing import as_written
from readiness.cohort import ingesting, reader_processes, stored_parts
from readiness.cohort.answers_rows import FileToRead
from readiness.cohort.file_workers import FileWorkers
from readiness.cohort.found_sources import _below, _ending
from readiness.cohort.reader_processes import FEW_FILES, pickled, readers_for
from readiness.storage import lock
from readiness.storage.files import write_file
from small import question, questionnaire, section

HERE = Path(__file__).parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "answers"
    folder.mkdir()
    return folder


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return tmp_path / "work"


# --- what is read -----------------------------------------------------------------------------------


def test_every_kind_of_file_becomes_a_row_named_after_its_path(folder: Path, work: Path) -> None:
    firms = {"ningbo/acme": random_answers(EVERYTHING, 1), "ningbo/a.b/x": random_answers(EVERYTHING, 2)}
    write_files(folder, firms)
    firms |= {"form": random_answers(EVERYTHING, 3), "json": random_answers(EVERYTHING, 4)}
    (folder / "form.XLSX").write_bytes(form_of(EVERYTHING, firms["form"]))
    (folder / "json.json").write_text(json.dumps(as_written(firms["json"], EVERYTHING)), encoding="utf-8")
    found = opened(work, folder)
    assert firms_in(found) == rows_of(firms)
    assert found.counts == (4, 0, 0, 0, 4, 0)
    (table,) = found.tables
    assert table.is_canonical
    assert table.layout.firm == "firm"
    assert {form.name for form in (*table.layout.profile.values(), *table.layout.answers.values())} == set(
        row(EVERYTHING, firms["json"])
    )
    places = table.scan().select("source", "row").collect().rows()
    assert sorted(places) == [
        (str(folder / name), None)
        for name in ("form.XLSX", "json.json", "ningbo/a.b/x.answers.yaml", "ningbo/acme.answers.yaml")
    ]


def test_all_random_answers_come_through(folder: Path, work: Path) -> None:
    firms = many(150)
    write_files(folder, firms)
    assert firms_in(opened(work, folder)) == rows_of(firms)


def test_several_processes_give_the_same_in_the_same_order(folder: Path, work: Path, tmp_path: Path) -> None:
    firms = many(70)
    write_files(folder, firms)
    (folder / "bad.yaml").write_text("profile: [", encoding="utf-8")
    seen: list[Any] = []
    one, two = opened(work, folder), opened(tmp_path / "other", folder, jobs=2, progress=seen.append)
    assert one.tables[0].scan().collect().equals(two.tables[0].scan().collect())
    assert faults_in(one) == faults_in(two) != []
    size = sum(file.stat().st_size for file in folder.iterdir())
    assert [each.files for each in seen] == [32, 64, 71]
    assert seen[-1] == (71, 71, size, size)


def test_the_processes_that_read_never_load_polars() -> None:
    code = "import sys, readiness.cohort.reading_process as it; assert 'polars' not in sys.modules, 'loaded'"
    subprocess.run([sys.executable, "-c", f"{code}; assert it.serve"], check=True)


def test_patterns_and_single_files_are_named_from_where_they_begin(
    folder: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    firms = many(3)
    write_files(folder / "north", {"a/one": firms["firm-000"], "two": firms["firm-001"]})
    write_files(folder / "south", {"three": firms["firm-002"]})
    assert set(firms_in(opened(work, folder / "**" / "*.yaml"))) == {
        "north/a/one",
        "north/two",
        "south/three",
    }
    for pattern in ("*", "**", "**/*"):
        assert set(firms_in(opened(work, folder / pattern))) == {"north/a/one", "north/two", "south/three"}
    one = folder / "north" / "a" / "one.answers.yaml"
    assert set(firms_in(opened(work, one, folder / "south"))) == {"one", "three"}
    monkeypatch.chdir(folder)
    assert set(firms_in(opened(work, "*/*.yaml"))) == {"north/two", "south/three"}
    assert set(firms_in(opened(work, "."))) == {"north/a/one", "north/two", "south/three"}


def test_a_file_that_is_named_twice_counts_once(folder: Path, work: Path) -> None:
    firms = many(2)
    write_files(folder, firms)
    assert firms_in(opened(work, folder, folder / "firm-000.answers.yaml", folder / "*.yaml")) == rows_of(
        firms
    )


def test_what_is_no_file_of_answers_is_counted(folder: Path) -> None:
    write_files(folder, many(1))
    for name in (".hidden.yaml", "~$form.xlsx", "notes.txt", "more.TXT", "plain", "t.csv"):
        (folder / name).write_text("x", encoding="utf-8")
    (folder / ".git").mkdir()
    write_files(folder / ".git", many(1))
    (folder / "link").symlink_to(folder)
    found = opened(folder / "work", folder)
    assert found.left_out == {"hidden": 3, "other": 1, ".txt": 2, "plain": 1, ".csv": 1}
    assert opened(folder / "work", folder).counts.firms == 1


def test_names_that_are_no_text_are_kept_apart(folder: Path, work: Path) -> None:
    firms = many(2)
    texts = [f"# {name}\n{answers_text(each, EVERYTHING)}" for name, each in firms.items()]
    for number, text in enumerate(texts):
        Path(os.fsdecode(os.fsencode(folder) + b"/x\xff%d.yaml" % number)).write_text(text, encoding="utf-8")
    assert set(firms_in(opened(work, folder))) == {"x\\udcff0", "x\\udcff1"}


def test_a_name_cannot_break_a_line_or_control_a_terminal(folder: Path, work: Path) -> None:
    write_files(folder, many(4))
    names = ("a\nb", "c\x1b[2Jd", "e\u202ef", "宁波\ue000 g")
    for file, name in zip(sorted(folder.iterdir()), names, strict=True):
        file.rename(folder / f"{name}.yaml")
    shown = {r"a\nb", r"c\x1b[2Jd", r"e\u202ef", "宁波\ue000 g"}
    assert set(firms_in(opened(work, folder))) == shown


def test_answers_to_an_older_version_are_upgraded(folder: Path, work: Path) -> None:
    older = questionnaire(section("a", question("a.one"), question("a.two")))
    history = [{"version": "1.1.0", "renamed": {"a.one": "a.first"}}]
    today = questionnaire(
        section("a", question("a.first"), question("a.two")), version="1.1.0", history=history
    )
    text = "questionnaire: small\nversion: {}\nanswers: {{a.one: level-1, a.two: unknown}}\n"
    (folder / "old.yaml").write_text(text.format(older.version), encoding="utf-8")
    (folder / "new.yaml").write_text(text.format("1.2.0"), encoding="utf-8")
    found = opened(work, folder, asked=today)
    assert firms_in(found) == {
        "old": {"profile.stage": None, "answers.a.first": "level-1", "answers.a.two": "unknown"}
    }
    assert [fault[4] for fault in faults_in(found)] == [
        "2:10: these answers are for version 1.2.0; the questionnaire is 1.1.0",
        "3:11: there is no question “a.one”",
    ]


# --- what is set aside ------------------------------------------------------------------------------


def test_a_bad_file_is_set_aside_with_all_its_problems(folder: Path, work: Path) -> None:
    firms = many(2)
    write_files(folder, firms)
    begin = "questionnaire: small\nversion: 1.0.0\n"
    (folder / "bad.yaml").write_text(f"{begin}answers:\n  first.yes: perhaps\n  frist.level: 1\n")
    (folder / "cut.yaml").write_text("questionnaire: 'small")
    (folder / "other.json").write_text('{"questionnaire": "going-global", "version": "1.0.0"}')
    (folder / "table.xlsx").write_bytes(b"PK\x03\x04 no zip")
    found = opened(work, folder)
    assert firms_in(found) == rows_of(firms)
    assert faults_in(found) == [
        (str(folder / name), None, name.partition(".")[0], None, problem, remedy)
        for name, problem, remedy in (
            ("bad.yaml", "4:14: “perhaps” is not a level of “first.yes”", "Write yes, no or unknown."),
            ("bad.yaml", "5:3: there is no question “frist.level”", "Did you mean “first.level”?"),
            (
                "cut.yaml",
                "1:16: a quotation mark is opened and never closed",
                "Close it at the end of the text; or, if it is part of the text, put all in quotes:"
                ' "\'small"',
            ),
            (
                "other.json",
                "1:19: these answers are for the questionnaire “going-global”",
                "Choose it with --questionnaire, or write `questionnaire: small`.",
            ),
            (
                "table.xlsx",
                "the file is damaged or incomplete",
                "Copy or send it again. If that does not help, open it in Excel, WPS or LibreOffice and save"
                " it"
                " as an Excel workbook (.xlsx).",
            ),
        )
    ]
    assert found.counts.faults == 5


def test_a_table_among_files_of_answers_is_to_be_named_by_itself(folder: Path, work: Path) -> None:
    write_files(folder, many(1))
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["firm", "first.yes"])
    book.active.append(["other", "yes"])
    book.save(folder / "table.xlsx")
    assert [fault[4:] for fault in faults_in(opened(work, folder))] == [
        (
            "this workbook is not a form of readiness",
            "If it is a table with a row for each firm, name the file itself beside its folder.",
        )
    ]
    found = opened(work, folder / "firm-000.answers.yaml", folder / "table.xlsx")
    assert set(firms_in(found)) == {"firm-000", "other"}


def test_if_no_file_can_be_used_there_is_no_table(folder: Path, work: Path) -> None:
    (folder / "bad.yaml").write_text("x", encoding="utf-8")
    found = opened(work, folder)
    assert (found.tables, found.counts.firms, found.counts.faults) == ((), 0, 1)


def test_a_file_that_cannot_be_read_is_tried_again(folder: Path, work: Path) -> None:
    write_files(folder, many(1))
    away = folder / "gone.yaml"
    away.symlink_to(folder / "nowhere")
    found = opened(work, folder)
    assert (found.counts.firms, found.left_out.get("other", 0)) == (1, 0)
    assert [fault[4] for fault in faults_in(found)] == ["there is no such file"]
    away.unlink()
    away.write_text("x", encoding="utf-8")
    assert opened(work, folder).counts[:6] == (2, 1, 0, 0, 1, 1)


def test_a_copy_is_set_aside_and_the_file_stays(folder: Path, work: Path) -> None:
    firms = many(3)
    write_files(folder, firms)
    for name in ("firm-001 - copy", "again/firm-001"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(folder / "firm-001.answers.yaml", folder / f"{name}.answers.yaml")
    found = opened(work, folder)
    kept = str(folder / "firm-001.answers.yaml")
    assert set(firms_in(found)) == {"firm-000", "firm-001", "firm-002"}
    assert [(fault[0], fault[4]) for fault in faults_in(found)] == [
        (str(folder / f"{name}.answers.yaml"), f"this file is the same as {kept}, which is counted")
        for name in ("again/firm-001", "firm-001 - copy")
    ]
    (folder / "again" / "firm-001.answers.yaml").unlink()
    (folder / "firm-001 - copy.answers.yaml").unlink()
    again = opened(work, folder)
    assert firms_in(again) == rows_of(firms)
    assert again.counts == (3, 3, 0, 0, 3, 0)


def test_firms_of_one_name_are_all_set_aside(folder: Path, work: Path) -> None:
    firms = many(4)
    write_files(folder / "a", {"same": firms["firm-000"], "one": firms["firm-001"]})
    write_files(folder / "b", {"same": firms["firm-002"]})
    (folder / "a" / "one.yml").write_text(answers_text(firms["firm-003"], EVERYTHING), encoding="utf-8")
    found = opened(work, folder / "a", folder / "b")
    assert found.tables == ()
    here = {name: str(folder / name) for name in ("a/one.answers.yaml", "a/one.yml")}
    assert faults_in(found)[0] == (
        here["a/one.answers.yaml"],
        None,
        "one",
        None,
        f"“one” is also in {here['a/one.yml']}; none of them is counted",
        "Keep the file that counts, or give each file a name or a folder of its own.",
    )
    assert [fault[2] for fault in faults_in(found)] == ["one", "one", "same", "same"]
    assert set(firms_in(opened(work, folder / "b"))) == {"same"}


def test_files_of_one_enterprise_are_all_set_aside(folder: Path, work: Path) -> None:
    names = ["Acme Ltd", "  Acme\u00a0 Ltd ", "Acme", ""]  # the second one is the first, typed differently
    for number, (name, answers) in enumerate(zip(names, many(4).values(), strict=True)):
        named = replace(answers, cover=answers.cover._replace(enterprise=name))
        write_files(folder, {f"{number}": named})
    found = opened(work, folder)
    assert set(firms_in(found)) == {"2", "3"}
    files = [str(folder / f"{number}.answers.yaml") for number in range(2)]
    assert [(fault[0], *fault[4:]) for fault in faults_in(found)] == [
        (
            file,
            f"“Acme Ltd” is also in {other}; none of them is counted",
            "Keep one, or merge them. If they are two firms, give each its own `enterprise:`.",
        )
        for file, other in (files, files[::-1])
    ]


# --- sources that cannot be used at all -------------------------------------------------------------


def test_a_folder_that_is_gone_before_its_files_are_read_gives_no_cohort(folder: Path, work: Path) -> None:
    write_files(folder, many(3))

    def take_away(_progress: object) -> None:
        if folder.exists():
            folder.rename(folder.with_name("elsewhere"))

    with pytest.raises(InvalidInput) as caught:
        opened(work, folder, progress=take_away)
    assert [str(problem) for problem in caught.value.problems] == [
        f"{folder}: unreadable: there is no such file\n    Check the name and the folder."
    ]


def test_all_sources_that_cannot_be_used_are_told_at_once(folder: Path, work: Path, tmp_path: Path) -> None:
    write_files(folder, many(1))
    empty, tables = tmp_path / "empty", tmp_path / "tables"
    for place, name in ((empty, ""), (tables, "t.parquet")):
        place.mkdir()
        if name:
            (place / name).write_bytes(b"")
    (tmp_path / "x.docx").write_bytes(b"")
    sources = [folder, empty, tables, tmp_path / "*.none", tmp_path / "x.docx", tmp_path / "missing"]
    assert problems_of(lambda: opened(work, *sources)) == [
        f"{tmp_path}/*.none: no-sources: no file matches this pattern / Check the name and the folder; `**`"
        " matches folders of any depth.",
        f"{empty}: no-sources: there is no file of answers here / Files of answers end in .yaml, .yml, .json,"
        " .xlsx.",
        f"{tmp_path}/missing: unreadable: there is no such file / Check the name and the folder.",
        f"{tables}: no-sources: there is no file of answers here / To read the tables in it, name them:"
        f" {tables}/*.parquet",
        f"{tmp_path}/x.docx: other-kind: it cannot be told from its name what this file holds / Files of"
        " answers end in .yaml, .yml, .json, .xlsx, tables in .csv, .tsv, .txt, .xlsx, .parquet, .pq; give"
        " it one of"
        " these endings.",
    ]
    assert not work.exists()


# --- a second run -----------------------------------------------------------------------------------


def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from now on."""
    seen: list[str] = []

    class Noted(FileWorkers):
        def outcomes(self, batches: Any) -> Any:
            for batch, outcome in super().outcomes(batches):
                seen.extend(Path(file.path).name.partition(".")[0] for file in batch)
                yield batch, outcome

    monkeypatch.setattr(ingesting, "FileWorkers", Noted)
    return seen


def test_only_what_is_new_or_changed_is_read_again(
    folder: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingesting, "FILES_IN_PART", 4)
    firms = many(10)
    write_files(folder, firms)
    (folder / "bad.yaml").write_text("x", encoding="utf-8")
    first = opened(work, folder)
    seen = reads(monkeypatch)
    assert firms_in(opened(work, folder)) == firms_in(first)
    assert seen == []
    changed = random_answers(EVERYTHING, 99)
    write_files(folder, {"firm-002": changed, "firm-new": random_answers(EVERYTHING, 98)})
    (folder / "firm-005.answers.yaml").unlink()
    (folder / "bad.yaml").write_text("y", encoding="utf-8")
    again = opened(work, folder)
    assert sorted(seen) == ["bad", "firm-002", "firm-new"]
    del firms["firm-005"]
    firms |= {"firm-002": changed, "firm-new": random_answers(EVERYTHING, 98)}
    assert firms_in(again) == rows_of(firms)
    assert again.counts == (11, 8, 0, 0, 10, 1)
    assert [Path(fault[0]).name for fault in faults_in(again)] == ["bad.yaml"]
    assert firms_in(opened(work, folder)) == rows_of(firms)
    assert len(seen) == 3


def test_a_file_that_only_another_source_names_the_same_is_read_again(
    folder: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(folder / "north", many(1))
    assert set(firms_in(opened(work, folder))) == {"north/firm-000"}
    seen = reads(monkeypatch)
    assert set(firms_in(opened(work, folder / "north"))) == {"firm-000"}
    assert seen == ["firm-000"]


def test_nothing_is_taken_over_from_another_questionnaire(folder: Path, work: Path) -> None:
    asked = [
        questionnaire(section("a", question("a.one", scores)), version="1.0.0")
        for scores in ((0, 1, 2), (0, 1, 2, 3))
    ]
    text = "questionnaire: small\nversion: 1.0.0\nanswers: {a.one: level-3}\n"
    (folder / "f.yaml").write_text(text, encoding="utf-8")
    assert opened(work, folder, asked=asked[0]).counts[:6] == (1, 0, 0, 0, 0, 1)
    assert opened(work, folder, asked=asked[1]).counts[:6] == (1, 0, 0, 0, 1, 0)
    assert opened(work, folder, asked=asked[0]).counts[:6] == (1, 1, 0, 0, 0, 1)


def test_faults_are_in_the_language_of_the_run(folder: Path, work: Path) -> None:
    (folder / "f.yaml").write_text("", encoding="utf-8")
    assert faults_in(opened(work, folder))[0][4] == "the file is empty"
    try:
        use_language("zh-CN")
        assert faults_in(opened(work, folder))[0][4] == "文件是空的"
    finally:
        use_language(None)
    assert opened(work, folder).counts.taken_over == 1


def test_two_runs_do_not_share_a_work_folder(folder: Path, work: Path) -> None:
    write_files(folder, many(1))

    def run_another(_progress: object) -> None:
        with pytest.raises(lock.Busy):
            opened(work, folder)

    assert opened(work, folder, progress=run_another).counts.firms == 1


def test_a_damaged_part_is_read_again(folder: Path, work: Path) -> None:
    write_files(folder, many(3))
    found = opened(work, folder)
    (path,) = found.tables[0].paths
    path.write_bytes(path.read_bytes()[:100])
    again = opened(work, folder)
    assert again.counts == (3, 0, 0, 0, 3, 0)


# --- interrupted runs -------------------------------------------------------------------------------


class Killed(BaseException):
    """Stands for the end of the process at this point."""


def interrupt(monkeypatch: pytest.MonkeyPatch, after: int, *, done: bool) -> None:
    """End the run at a change of the work folder, before or after it."""
    left = after

    def at(change: Callable[..., Any]) -> Callable[..., Any]:
        def changing(*given: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0 and not done:
                raise Killed
            result = change(*given, **named)
            if left < 0:
                raise Killed
            return result

        return changing

    monkeypatch.setattr(stored_parts, "write_file", at(write_file))
    monkeypatch.setattr(Path, "unlink", at(Path.unlink))
    monkeypatch.setattr(Path, "rename", at(Path.rename))


@pytest.mark.parametrize("done", [False, True])
def test_a_run_may_end_at_any_change_of_its_work_folder(
    folder: Path, work: Path, monkeypatch: pytest.MonkeyPatch, *, done: bool
) -> None:
    monkeypatch.setattr(ingesting, "FILES_IN_PART", 4)
    monkeypatch.setattr(ingesting, "FILES_IN_BATCH", 2)
    firms = many(9)
    write_files(folder, firms)
    for name in ("bad", "firm-worse"):
        (folder / f"{name}.yaml").write_text("x", encoding="utf-8")
    opened(work, folder)
    changed = {"firm-001": random_answers(EVERYTHING, 91), "firm-006": random_answers(EVERYTHING, 92)}
    write_files(folder, changed)
    (folder / "bad.yaml").write_text("y", encoding="utf-8")
    (folder / "firm-008.answers.yaml").unlink()
    del firms["firm-008"]
    expected = rows_of(firms | changed)
    before = work.with_name("before")
    shutil.copytree(work, before)
    for after in range(1000):
        shutil.rmtree(work)
        shutil.copytree(before, work)
        with monkeypatch.context() as patch:
            interrupt(patch, after, done=done)
            try:
                opened(work, folder)
            except Killed:
                pass
            else:
                break
        again = opened(work, folder)
        assert firms_in(again) == expected, after
        assert sorted(Path(fault[0]).name for fault in faults_in(again)) == ["bad.yaml", "firm-worse.yaml"]
    assert 10 < after < 100


def test_faults_of_a_part_that_was_not_finished_count_as_nothing(
    folder: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    firms = many(1)
    (folder / "firm-000.answers.yaml").write_text("x", encoding="utf-8")
    with monkeypatch.context() as patch:
        interrupt(patch, 1, done=True)  # the first is that nothing older is there
        with pytest.raises(Killed):
            opened(work, folder)
    assert list(work.glob("*/files/*.faults.parquet"))
    write_files(folder, firms)
    found = opened(work, folder)
    assert (firms_in(found), faults_in(found)) == (rows_of(firms), [])


RUN = """
import sys
from pathlib import Path
sys.path[:0] = {paths}
from forms import EVERYTHING
from readiness.cohort import ingesting
from readiness.cohort.opening import open_sources
ingesting.FILES_IN_PART, ingesting.FILES_IN_BATCH, ingesting.FEW_FILES = 8, 4, 0
print("begun", flush=True)
open_sources([sys.argv[1]], EVERYTHING, Path(sys.argv[2]), jobs=2)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("seed", range(6))
def test_a_run_may_be_killed_again_and_again(folder: Path, work: Path, seed: int) -> None:
    import random
    import time

    dice = random.Random(seed)  # noqa: S311 (moments, not secrets)
    firms = many(120)
    write_files(folder, firms)
    (folder / "bad.yaml").write_text("x", encoding="utf-8")
    paths = [str(HERE), str(Path(readiness.__file__).parent.parent)]
    for _time in range(4):
        run = subprocess.Popen(
            [sys.executable, "-c", RUN.format(paths=paths), str(folder), str(work)], stdout=subprocess.PIPE
        )
        with run:
            assert run.stdout is not None
            assert run.stdout.readline() == b"begun\n"
            time.sleep(dice.uniform(0, 1.5))
            readers = _children(run.pid)
            run.kill()
        latest = time.monotonic() + 30
        while any(Path(f"/proc/{pid}").exists() for pid in readers):
            assert time.monotonic() < latest, "a process was left behind"
            time.sleep(0.02)
    found = opened(work, folder)
    assert firms_in(found) == rows_of(firms)
    assert [Path(fault[0]).name for fault in faults_in(found)] == ["bad.yaml"]


def _children(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(status.parent.name))
    return found


# --- processes that fail ----------------------------------------------------------------------------


def test_a_file_that_ends_its_process_is_set_aside_alone(
    folder: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    firms = many(66)
    write_files(folder, firms)
    (folder / "deadly.yaml").write_text("x", encoding="utf-8")
    deadly = (
        "import os; from readiness.cohort import answers_rows as it; one = it.AnswersRows.one;"
        " it.AnswersRows.one = lambda self, file: os._exit(9) if 'deadly' in file.path else one(self, file); "
    )
    before, imported, after = reader_processes._CODE.partition("from readiness")
    monkeypatch.setattr(reader_processes, "_CODE", before + deadly + imported + after)
    found = opened(work, folder, jobs=2)
    assert firms_in(found) == rows_of(firms)
    assert faults_in(found) == [
        (
            str(folder / "deadly.yaml"),
            None,
            "deadly",
            None,
            "reading this file ended the process that read it, probably for lack of memory",
            "Check that it is the right file; assess it by itself with `readiness assess --answers FILE`.",
        )
    ]


def test_a_failure_of_the_program_is_told_and_stops_nothing(
    folder: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(folder, many(2))

    def fail(*_given: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("readiness.cohort.answers_rows.read_answers", fail)
    found = opened(work, folder)
    assert [fault[4] for fault in faults_in(found)] == [
        "the program failed on this file: RuntimeError: a bug"
    ] * 2


def test_processes_that_do_not_start_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_processes, "_CODE", "raise SystemExit")
    with (
        FileWorkers(EVERYTHING, 2) as workers,
        pytest.raises(ReadinessError, match="no process can be started to read files"),
    ):
        list(workers.outcomes([[FileToRead("x", "x", "x")]]))


@pytest.mark.parametrize("sent", [b"", pickled(EVERYTHING)[:1000], pickled((EVERYTHING, "en")) + b"\x80\x05"])
def test_a_process_whose_input_ends_says_nothing(sent: bytes) -> None:
    command = [sys.executable, "-c", "from readiness.cohort.reading_process import serve; serve()"]
    done = subprocess.run(command, input=sent, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_built_in_questionnaire_is_read_too(folder: Path, work: Path) -> None:
    asked = load_questionnaire()
    firms = {f"f{n}": random_answers(asked, n) for n in range(3)}
    write_files(folder, firms, asked)
    assert firms_in(opened(work, folder, asked=asked)) == rows_of(firms, asked)
    assert FIRST not in pl.read_parquet_schema(opened(work, folder, asked=asked).tables[0].paths[0])


def test_processes_are_started_ahead_for_many_files_alone(folder: Path, work: Path, tmp_path: Path) -> None:
    write_files(folder, many(FEW_FILES + 1))
    (tmp_path / "few").mkdir()
    for sources, jobs, count in (
        ([folder], 2, 2),
        ([folder], 1, 0),
        ([tmp_path / "few"], 2, 0),
        ([tmp_path / "none"], 2, 0),
        ([folder / "f0.yaml"] * (FEW_FILES + 1), 3, 3),
    ):
        with readers_for([str(source) for source in sources], jobs) as readers:
            processes = [reader._process for reader in readers._all]
        assert len(processes) == count
        assert all(process.returncode is not None for process in processes)
    with readers_for([str(folder)], 2) as readers:
        started = [reader._process.pid for reader in readers._all]
        found = opened(work, folder, jobs=2, readers=readers)
        assert [reader._process.pid for reader in readers._all] == started
    assert firms_in(found) == rows_of(many(FEW_FILES + 1))


@pytest.mark.parametrize(
    "name", ["a.yaml", "a.YML", ".yaml", "..yaml", "a.", "a", "a.b.json", "a.b/c", "a.b/.c.d"]
)
def test_the_ending_of_a_name_is_that_of_its_path(name: str) -> None:
    assert _ending(name) == Path(name).suffix.lower()


@pytest.mark.parametrize(
    ("file", "base"),
    [
        ("x/a.yaml", "x"),
        ("x/a.yaml", "x/"),
        ("x/y/a.yaml", "x"),
        ("xy/a.yaml", "x"),
        ("a.yaml", ""),
        ("./a.yaml", "."),
        ("../a.yaml", ".."),
        ("../a.yaml", ""),
        ("/x/a.yaml", "/"),
        ("x/../y/a.yaml", "x/../y"),
    ],
)
def test_the_path_below_a_folder_is_the_one_from_it(file: str, base: str) -> None:
    assert _below(file, base) == os.path.relpath(file, base or ".")
