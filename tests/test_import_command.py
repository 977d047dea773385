"""`readiness answers import`: a map is suggested, checked and used; all files are written, or none."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from firms import plausible_firms
from readiness import load_answers, load_questionnaire
from readiness.storage import files
from survey_tools import as_csv, wjx_texts
from test_command_line import call
from test_response_import import GOING_GLOBAL, IN_CHINESE, answered, brought_in, in_order
from workbooks import made

FIRMS = [
    answered(GOING_GLOBAL, name, firm.given, firm.profile)
    for name, firm in zip(("王磊", "李娜 / 海外部", "王磊"), plausible_firms(3), strict=True)
]
TABLE = wjx_texts(IN_CHINESE, FIRMS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "问卷.csv").write_text(as_csv(TABLE), encoding="utf-8-sig")
    return tmp_path


def ran(folder: Path, *words: str, code: int = 0) -> str:
    done = call("answers", "import", *words, folder=folder)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    return done.stderr


def test_from_an_export_to_a_report(folder: Path) -> None:
    assert ran(folder, "问卷.csv", code=2).splitlines()[2:] == [
        "Error: Invalid value for --map: A table needs a map of its columns. To get one: readiness answers"
        " import '问卷.csv' --suggest"
    ]
    assert ran(folder, "问卷.csv", "--suggest") == (
        "Wrote the map to 问卷.map.yaml.\n78 questions are matched.\n\nCheck the map; then import:\n"
        "  readiness answers import '问卷.csv' --map '问卷.map.yaml'\n"
    )
    assert ran(folder, "问卷.csv", "--map", "问卷.map.yaml") == (
        "“王磊” answered more than once (rows 2, 4); all are kept. Decide which one counts.\n"
        "Wrote 3 answers files to 问卷-answers.\n\n"
        "To assess one of them:\n  readiness assess --answers '问卷-answers/王磊.answers.yaml'\n"
        "To bring together all that is in the folder:\n  readiness merge '问卷-answers'/*\n"
    )
    written = sorted(path.name for path in (folder / "问卷-answers").iterdir())
    assert written == ["李娜-海外部.answers.yaml", "王磊-2.answers.yaml", "王磊.answers.yaml"]
    for name, firm in zip(("王磊", "李娜-海外部", "王磊-2"), FIRMS, strict=True):
        path = folder / "问卷-answers" / f"{name}.answers.yaml"
        assert in_order(load_answers(path, GOING_GLOBAL), GOING_GLOBAL) == firm
        assert path.read_text(encoding="utf-8").startswith("# From 问卷.csv, row ")
        assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o600
    report = call("assess", "--answers", "问卷-answers/王磊.answers.yaml", folder=folder)
    assert (report.returncode, report.stderr) == (0, "")


def test_a_workbook_gives_the_same(folder: Path) -> None:
    (folder / "问卷.xlsx").write_bytes(made(lambda book: [book.active.append(row) for row in TABLE]))
    ran(folder, "问卷.xlsx", "--suggest")
    assert 'table: {sheet: "Sheet"}\n' in (folder / "问卷.map.yaml").read_text(encoding="utf-8")
    ran(folder, "问卷.xlsx", "--map", "问卷.map.yaml", "--into", "new/in")
    read = load_answers(folder / "new" / "in" / "王磊-2.answers.yaml", GOING_GLOBAL)
    assert in_order(read, GOING_GLOBAL) == FIRMS[2]


def test_no_file_is_ever_replaced(folder: Path) -> None:
    ran(folder, "问卷.csv", "--suggest")
    before = (folder / "问卷.map.yaml").read_bytes()
    said = ran(folder, "问卷.csv", "--suggest", code=2).splitlines()
    exists = "“问卷.map.yaml” exists and was not changed. Name a file that does not exist yet."
    assert said[2:] == [f"Error: Invalid value for --map: {exists}"]
    assert (folder / "问卷.map.yaml").read_bytes() == before
    ran(folder, "问卷.csv", "--map", "问卷.map.yaml", "--into", "a")
    kept = folder / "a" / "王磊.answers.yaml"
    kept.write_text("mine", encoding="utf-8")
    (folder / "a" / "王磊-2.answers.yaml").unlink()
    said = ran(folder, "问卷.csv", "--map", "问卷.map.yaml", "--into", "a", code=2).splitlines()
    there = f"{Path('a', '王磊.answers.yaml')}, {Path('a', '李娜-海外部.answers.yaml')}"
    exist = f"2 files exist and were not changed: {there}. Name another folder than “a”."
    assert said[2:] == [f"Error: Invalid value for --into: {exist}"]
    assert kept.read_text(encoding="utf-8") == "mine"
    assert len(list((folder / "a").iterdir())) == 2


def test_all_files_are_written_or_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran(folder, "问卷.csv", "--suggest")
    write = files.write_file
    count = 0

    def fail(path: Path, content: bytes, *, private: bool = False) -> None:
        nonlocal count
        count += 1
        if count == 3:
            raise OSError(28, "No space left on device", str(path))
        write(path, content, private=private)

    monkeypatch.setattr(files, "write_file", fail)
    said = ran(folder, "问卷.csv", "--map", "问卷.map.yaml", "--into", "new/in", code=2)
    assert said == f"{Path('new', 'in', '王磊-2.answers.yaml')}: cannot be written: No space left on device\n"
    assert not (folder / "new").exists()


def test_what_does_not_fit_is_refused_or_left_open(folder: Path) -> None:
    ran(folder, "问卷.csv", "--suggest")
    text = (folder / "问卷.csv").read_text(encoding="utf-8-sig")
    first = GOING_GLOBAL.questions["strategy.thesis"]
    chosen = FIRMS[0]["strategy.thesis"].option
    assert chosen is not None
    said = IN_CHINESE.questions[first.id].choices[first.choices.index(chosen)].text
    lines = text.splitlines()
    assert said in lines[1]
    lines[1] = lines[1].replace(said, "说不好", 1)
    lines.append("," * (len(TABLE[0]) - 1))
    lines.append("4" + "," * (len(TABLE[0]) - 1))
    (folder / "问卷.csv").write_text("\n".join(lines), encoding="utf-8")
    refused = ran(folder, "问卷.csv", "--map", "问卷.map.yaml", code=2).splitlines()
    assert refused[0].partition("unmatched: ")[2] == "“说不好” is no answer to “strategy.thesis”"
    assert refused[-1] == "1 problem; nothing was written."
    assert not (folder / "问卷-answers").exists()
    left = ran(folder, "问卷.csv", "--map", "问卷.map.yaml", "--leave-open").splitlines()
    assert left[0] == "1 row holds no answer and is left out: 6."
    assert left[1].partition("unmatched: ")[2] == "“说不好” is no answer to “strategy.thesis”"
    assert "1 cell is no answer; its question stays open, with the cell as its note." in left
    answers = load_answers(folder / "问卷-answers" / "王磊.answers.yaml", GOING_GLOBAL)
    assert answers["strategy.thesis"].note == "说不好"


def test_a_table_without_answers_writes_nothing(folder: Path) -> None:
    rows = [["姓名", "one"], ["王磊", ""]]
    (folder / "empty.csv").write_text(as_csv(rows), encoding="utf-8")
    (folder / "map.yaml").write_text(
        f"questionnaire: going-global\nversion: {GOING_GLOBAL.version}\nrespondent: {{column: 姓名}}\n"
        "answers:\n  strategy.thesis: one\n",
        encoding="utf-8",
    )
    said = ran(folder, "empty.csv", "--map", "map.yaml", code=2).splitlines()
    assert said[0] == "1 row holds no answer and is left out: 2."
    assert said[1:] == ["No row of empty.csv holds an answer. Nothing was written."]
    assert not (folder / "empty-answers").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--suggest", "--into", "a"], "--into: It has no effect with --suggest, which imports nothing."),
        (
            ["--suggest", "--leave-open"],
            "--leave-open: It has no effect with --suggest, which imports nothing.",
        ),
        (["--map", "m.yaml", "--quick"], "--quick: It is only for --suggest: the map says what is read."),
        (["--suggest", "--delimiter", ","], "--delimiter: It is one of comma, semicolon, tab."),
    ],
)
def test_options_that_do_not_fit_are_refused(words: list[str], message: str, folder: Path) -> None:
    said = ran(folder, "问卷.csv", *words, code=2)
    assert said.splitlines()[-1] == f"Error: Invalid value for {message}"
    assert sorted(path.name for path in folder.iterdir()) == ["问卷.csv"]


def test_another_questionnaire_stays_in_the_commands(tmp_path: Path) -> None:
    example = Path(__file__).resolve().parent.parent / "docs" / "examples" / "supplier-audit"
    audit = load_questionnaire(example)
    asked = audit.questions["quality.checks"]
    rows = [["Name", asked.text, "Anything else?"], ["Lin Mei", asked.choices[0].text, "No"]]
    (tmp_path / "t.csv").write_text(as_csv(rows, ";"), encoding="utf-8")
    said = ran(tmp_path, "t.csv", "--suggest", "--questionnaire", str(example), "--delimiter", "semicolon")
    assert said == (
        "Wrote the map to t.map.yaml.\n1 question is matched.\n"
        "Of 1 column nothing is known: it is listed at the end of the map.\n"
        f"{len(audit.asked()) - 1} questions have no column.\n\nCheck the map; then import:\n"
        f"  readiness answers import t.csv --map t.map.yaml --questionnaire {example}\n"
    )
    assert "table: {delimiter: semicolon}\n" in (tmp_path / "t.map.yaml").read_text(encoding="utf-8")


def test_it_speaks_chinese(folder: Path) -> None:
    said = ran(folder, "问卷.csv", "--suggest", "--lang", "zh")
    assert said.startswith("已把对照表写入 问卷.map.yaml。\n")
    text = (folder / "问卷.map.yaml").read_text(encoding="utf-8")
    assert "  # 出海论证\n" in text
    assert brought_in(TABLE, GOING_GLOBAL, IN_CHINESE)[0].sure == 78
