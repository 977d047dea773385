"""Tables of firms in CSV, workbooks and Parquet: what is read, what is set aside and what is refused."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firm_tables import as_csv, faults_in, firms_in, many, opened, problems_of, row, rows_of, write_files
from forms import EVERYTHING, answered, form_of, random_answers
from readiness.cohort import ingesting
from readiness.cohort.stored_parts import PartFolder
from readiness.source.long_text import LONGEST_LINE
from small import question, questionnaire, section
from workbooks import made

HEADINGS = ["firm", *row(EVERYTHING, random_answers(EVERYTHING, 0))]


def rows(count: int) -> list[dict[str, str | None]]:
    """Rows of a table."""
    return [{"firm": name, **cells} for name, cells in rows_of(many(count)).items()]


def written(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return tmp_path / "work"


# --- text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gbk"])
def test_a_text_is_read_however_it_was_saved(
    tmp_path: Path, work: Path, delimiter: str, encoding: str
) -> None:
    expected = rows_of(many(20))
    table = [{"firm": f"宁波 {name}", **cells} for name, cells in expected.items()]
    path = written(tmp_path / "t.csv", as_csv(table, HEADINGS, delimiter), encoding)
    found = opened(work, path)
    assert firms_in(found) == {f"宁波 {name}": cells for name, cells in expected.items()}
    assert found.tables[0].scan().select("source", "row", "digest").collect().rows() == [
        (str(path), number, None) for number in range(2, 22)
    ]
    assert found.counts == (0, 0, 1, 0, 20, 0)


@settings(max_examples=30, deadline=None)
@given(st.lists(answered(EVERYTHING), min_size=1, max_size=5))
def test_any_answers_come_back_from_a_table(firms: list[Any]) -> None:
    expected = {f"firm {number}": row(EVERYTHING, each) for number, each in enumerate(firms)}
    text = "answers.inner.text"
    for cells in expected.values():  # a text that says one of the other states is that state
        cells[text] = cells[text] and f"“{cells[text]}”"
    with tempfile.TemporaryDirectory() as name:
        table = as_csv([{"firm": firm, **cells} for firm, cells in expected.items()], HEADINGS)
        found = opened(Path(name) / "work", written(Path(name) / "t.csv", table))
        read = firms_in(found)
    for cells in (*expected.values(), *read.values()):
        cells[text] = cells[text] and " ".join(str(cells[text]).split())
    assert read == expected


@pytest.mark.parametrize(
    ("id", "written_as", "cell"),
    [
        ("first.level", "3", "level-3"),
        ("first.level", "3.0", "level-3"),
        ("first.level", " level-3 ", "level-3"),
        ("first.level", "not-applicable", "not-applicable"),
        ("first.words", "unknown", "unknown"),
        ("first.yes", "yes", "yes"),
        ("first.yes", "TRUE", "yes"),
        ("first.yes", "false", "no"),
        ("first.scale", "5", "5"),
        ("first.scale", "5.0", "5"),
        ("inner.share", "12.5", "12.5"),
        ("inner.share", "1e1", "10"),
        ("inner.share", "12.0", "12"),
        ("inner.text", "Ünknown, or so", "Ünknown, or so"),
        ("inner.text", "12", "12"),
        ("lists.all", "else; paper", "paper;else"),
        ("lists.all", "draft;", "draft"),
        ("lists.all", "paper, draft", "paper;draft"),
        ("lists.all", "paper、else", "paper;else"),
        ("lists.all", "[]", "[]"),
        ("lists.none", "none", "none"),
    ],
)
def test_answers_may_be_written_in_several_ways(
    tmp_path: Path, work: Path, id: str, written_as: str, cell: str
) -> None:
    path = written(tmp_path / "t.csv", as_csv([{"firm": "x", id: written_as}], ["firm", id]))
    assert firms_in(opened(work, path))["x"][f"answers.{id}"] == cell


WRONG = [
    ("first.level", "leval-3", "“leval-3” is not a level of “first.level”", "Did you mean “level-3”?"),
    (
        "first.words",
        "7",
        "7 is not a level of “first.words”",
        "Write one of 0 (paper), 1 (draft), 2 (else), or unknown.",
    ),
    (
        "first.words",
        "not-applicable",
        "“first.words” applies to every enterprise",
        "Choose the level that fits, or write `unknown`.",
    ),
    (
        "first.level",
        "N/A",
        "this is not how “not applicable” is written",
        "Did you mean “not-applicable”?",
    ),
    ("first.yes", "1", "“1” is not a level of “first.yes”", "Write yes, no or unknown."),
    (
        "first.scale",
        "6",
        "6 is not a level of “first.scale”",
        "Write a whole number from 1 to 5, or unknown.",
    ),
    ("inner.share", "12 %", "“12 %” does not answer “inner.share”", "Write 12, without quotes or a unit."),
    (
        "inner.share",
        "120",
        "120 is beyond the numbers that “inner.share” accepts",
        "Write a number without quotes (from 0 to 100), or unknown.",
    ),
    ("lists.all", "papr;draft", "“papr” is not a level of “lists.all”", "Did you mean “paper”?"),
    ("lists.all", "paper;paper", "“paper” is listed twice", "Keep one of the two."),
    (
        "lists.all",
        ";",
        "“;” is not a level of “lists.all”",
        "Write some of paper, draft, else, joined by semicolons, or [] for none of them.",
    ),
    (
        "lists.none",
        "none;cash",
        "“none” cannot be chosen together with “cash”",
        "Write some of stock, cash, none, joined by semicolons, or [] for none of them.",
    ),
    ("profile.stage", "home;abroad", "“stage” takes one value, not a list", "Keep the one that fits best."),
    ("profile.stage", "unknown", "“unknown” is not known", "Known here: home, abroad."),
    ("profile.goods", "small;larg", "“larg” is not known", "Did you mean “large”?"),
    ("profile.goods", ";", "“;” is not known", "Known here: small, large, new."),
    (
        "questionnaire",
        "other",
        "this row answers the questionnaire “other”",
        "Score these rows by themselves with that questionnaire; here it is small.",
    ),
    (
        "version",
        "0.9.0",
        "this row answers version 0.9.0",
        "Score these rows by themselves with that questionnaire; here it is 1.0.0.",
    ),
]


def test_rows_with_wrong_cells_are_set_aside_with_each_of_them(tmp_path: Path, work: Path) -> None:
    columns = ["firm", "questionnaire", "version", "first.after", *dict.fromkeys(each[0] for each in WRONG)]
    columns = list(dict.fromkeys(columns))
    table = [{"firm": "good", "first.after": "level-1", "version": "1.0.0", "questionnaire": "small"}]
    table += [{"firm": f"bad {n}", id: text} for n, (id, text, *_told) in enumerate(WRONG)]
    table += [{"firm": "worst", "first.yes": "perhaps", "first.scale": "all"}]
    path = written(tmp_path / "t.csv", as_csv(table, columns))
    found = opened(work, path)
    assert set(firms_in(found)) == {"good"}
    expected = [
        (str(path), n + 3, f"bad {n}", id, message, remedy)
        for n, (id, _text, message, remedy) in enumerate(WRONG)
    ]
    last = len(WRONG) + 3
    told = faults_in(found)
    assert told[:-2] == expected
    assert [(fault[1], fault[2], fault[3]) for fault in told[-2:]] == [
        (last, "worst", "first.yes"),
        (last, "worst", "first.scale"),
    ]


def test_firms_without_names_are_called_by_their_rows(tmp_path: Path, work: Path) -> None:
    one = written(tmp_path / "one.csv", "first.yes,first.scale\nyes,\n\nno,\n")
    assert {name: cells["answers.first.yes"] for name, cells in firms_in(opened(work, one)).items()} == {
        "row 2": "yes",
        "row 4": "no",
    }
    two = written(tmp_path / "two.csv", "firm,first.yes\n,yes\nx,no\n , \n")
    assert set(firms_in(opened(work, one, two))) == {"one:2", "one:4", "two:2", "x"}


def test_a_firm_that_is_there_twice_is_set_aside(tmp_path: Path, work: Path) -> None:
    write_files(tmp_path / "files", many(2))
    one = written(tmp_path / "one.csv", "firm,first.yes\na,yes\nb,no\na,no\nfirm-001,yes\n")
    two = written(tmp_path / "two.csv", "firm,first.yes\nb,yes\nc,no\n")
    found = opened(work, one, two, tmp_path / "files")
    assert set(firms_in(found)) == {"firm-000", "c"}
    told = {
        (Path(fault[0]).name, fault[1]): fault[4].replace(f"{tmp_path}/", "") for fault in faults_in(found)
    }
    assert told == {
        ("one.csv", 2): "“a” is also in one.csv, row 4; none of them is counted",
        ("one.csv", 4): "“a” is also in one.csv, row 2; none of them is counted",
        ("one.csv", 3): "“b” is also in two.csv, row 2; none of them is counted",
        ("two.csv", 2): "“b” is also in one.csv, row 3; none of them is counted",
        ("one.csv", 5): "“firm-001” is also in files/firm-001.answers.yaml; none of them is counted",
        ("firm-001.answers.yaml", None): "“firm-001” is also in one.csv, row 5; none of them is counted",
    }


def test_ragged_rows_are_set_aside(tmp_path: Path, work: Path) -> None:
    text = 'firm,first.yes,first.scale\na,yes\n"b\nB",yes,1\nc,yes,1,,\nd,yes,1,more\ne,no,2\n'
    path = written(tmp_path / "t.csv", text)
    found = opened(work, path)
    assert set(firms_in(found)) == {"b\nB", "c", "e"}
    remedy = (
        "A line break or a quotation mark may be to blame. Save the table as an Excel workbook, or export it"
        " again."
    )
    assert faults_in(found) == [
        (str(path), 2, "a", None, "this row has 2 cells, but there are 3 headings", remedy),
        (str(path), 5, "d", None, "this row has 4 cells, but there are 3 headings", remedy),
    ]


LONG = "firm,first.yes,inner.text\n" + "".join(f"f{n},yes,some words\n" for n in range(300))
AGAIN = "Copy or export it again; nothing of it was used."


@pytest.mark.parametrize(
    ("content", "place", "problem"),
    [
        (LONG[:-12], "301:1", f"cut-off: the file ends in the middle of a row: it was cut off / {AGAIN}"),
        (
            LONG + 'x,yes,"',
            "302:7",
            "ragged-row: this quotation mark is never closed / Add the closing mark, or export the table"
            " again;"
            " inside a cell a mark is written twice.",
        ),
        (
            LONG + 'x,yes,"a" b\n' + LONG,
            "302:10",
            "ragged-row: text follows the closing quotation mark of a cell / Inside quotation marks a mark is"
            " written twice; export the table again.",
        ),
        (
            LONG.encode() + "é".encode()[:1],
            "302:1",
            f"cut-off: the file ends in the middle of a character: it was cut off / {AGAIN}",
        ),
        (
            LONG.encode() + b"x\xffy,yes,\n",
            "1:1",
            "encoding: the text is in none of the encodings UTF-8, UTF-16 and GBK / Open it in the program"
            " that"
            " it comes from, and save it as CSV in UTF-8.",
        ),
        (
            LONG + "x,yes,\0\n",
            "302:1",
            "control-character: the character U+0000 is not allowed in text / Delete it; such characters"
            " often"
            " come with text pasted from another program.",
        ),
        (
            LONG.encode("utf-16")[:-25],
            "301:1",
            f"cut-off: the file ends in the middle of a character: it was cut off / {AGAIN}",
        ),
        (b"", "1:1", "empty-table: the table is empty / Check that it is the right file."),
        (
            "\nfirm\n",
            "1:1",
            "empty-table: the first row is empty; the names of the columns are expected there / Delete what"
            " stands above them.",
        ),
        (
            "Cohort of 2026,,\nfirm,first.yes,first.scale\n",
            "1:1",
            "empty-table: the first row has one cell, “Cohort of 2026”; the names of the columns are expected"
            " there / Delete what stands above them.",
        ),
        (
            "firm,first.yes\n\n , \n",
            "1:1",
            "empty-table: there is no firm below the names of the columns / Check that it is the right file.",
        ),
        (
            b"\x89PNG\r\n",
            "1:1",
            "encoding: this is a picture, not a text file / Name a table: a CSV file, or an Excel workbook"
            " that"
            " ends in .xlsx.",
        ),
        (
            "firm,first.yes;x\n",
            "1:15",
            "unclear-delimiter: the headings hold different signs that may part cells / Save the table as CSV"
            " with commas, with the names of the columns in the first row; put what holds other signs in"
            " quotes.",
        ),
        (
            "firm,frist.yes\n",
            "1:6",
            "unknown-column: column “frist.yes” is no question of “small” / Did you mean “first.yes”? If not,"
            " leave the column out with `--ignore frist.yes`.",
        ),
    ],
)
def test_a_damaged_text_is_refused_as_a_whole(
    tmp_path: Path, work: Path, content: str | bytes, place: str, problem: str
) -> None:
    path = written(tmp_path / "t.csv", content)
    assert problems_of(lambda: opened(work, path))[0] == f"{path}:{place}: {problem}"
    assert not [folder for folder in work.glob("*/tables/*") if folder.suffix != ".part"]


def test_a_line_without_end_is_refused(tmp_path: Path, work: Path) -> None:
    path = written(tmp_path / "t.csv", "firm,first.yes\n" + "x" * (LONGEST_LINE + 1))
    assert problems_of(lambda: opened(work, path)) == [
        f"{path}:2:1: too-large: this line has more than 2,000,000 characters / Check that it is the right"
        " file;"
        " a quotation mark or line breaks may be missing."
    ]


def test_a_long_table_comes_in_parts_and_is_taken_over_as_a_whole(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingesting, "ROWS_IN_PART", 1000)
    text = "firm,first.yes,inner.text\n" + "".join(f"f{n},yes,{n}\n" for n in range(30_500))
    path = written(tmp_path / "t.csv", text + "bad,perhaps,\n")
    seen: list[Any] = []
    found = opened(work, path, progress=seen.append)
    assert found.counts == (0, 0, 1, 0, 30_500, 1)
    assert len(found.tables[0].paths) == 31
    assert seen[0].size < seen[10].size < seen[-1].size == seen[-1].of_size == path.stat().st_size
    assert [each.files for each in seen] == [0] * (len(seen) - 1) + [1]
    read = found.tables[0].scan().select("firm", "answers.inner.text").collect()
    assert read.rows() == [(f"f{n}", str(n)) for n in range(30_500)]
    monkeypatch.setattr(ingesting, "RowReader", None)
    assert opened(work, path) == found
    with pytest.raises(TypeError):  # another table would be read, with the reader that is not there
        opened(work, written(path, text))


def test_a_table_that_was_not_finished_is_read_from_its_beginning(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingesting, "ROWS_IN_PART", 10)
    path = written(tmp_path / "t.csv", LONG)

    first = PartFolder.write

    def few(self: Any, *given: Any) -> Any:
        if len(list(self.folder.iterdir())) == 5:
            raise KeyboardInterrupt
        return first(self, *given)

    with monkeypatch.context() as patch:
        patch.setattr(PartFolder, "write", few)
        with pytest.raises(KeyboardInterrupt):
            opened(work, path)
    assert len(firms_in(opened(work, path))) == 300


# --- workbooks ----------------------------------------------------------------------------------------------


def sheet(fill: Callable[[Any], object]) -> bytes:
    return made(lambda book: fill(book.active))


def test_a_workbook_is_a_table_or_a_form(tmp_path: Path, work: Path) -> None:
    def fill(page: Any) -> None:
        page.append(["firm", "first.yes", "first.scale", "inner.share", "lists.all", "goods"])
        page.append(["a", True, 4, 12.5, "paper; else", "new;small"])
        page.append([7, "no", None, None, "[]", None])
        page.append(["c", "maybe"])

    (tmp_path / "table.xlsx").write_bytes(sheet(fill))
    answers = random_answers(EVERYTHING, 5)
    (tmp_path / "form.xlsx").write_bytes(form_of(EVERYTHING, answers))
    for sources in ([tmp_path / "table.xlsx", tmp_path / "form.xlsx"], [tmp_path / "*.xlsx"]):
        found = opened(work, *sources)
        firms = firms_in(found)
        assert firms.pop("form") == row(EVERYTHING, answers)
        cells = {name: {id: cell for id, cell in each.items() if cell} for name, each in firms.items()}
        assert cells == {
            "a": {
                "profile.goods": "small;new",
                "answers.first.yes": "yes",
                "answers.first.scale": "4",
                "answers.inner.share": "12.5",
                "answers.lists.all": "paper;else",
            },
            "7": {"answers.first.yes": "no", "answers.lists.all": "[]"},
        }
        assert faults_in(found) == [
            (
                str(tmp_path / "table.xlsx"),
                4,
                "c",
                "first.yes",
                "“maybe” is not a level of “first.yes”",
                "Write yes, no or unknown.",
            )
        ]
        assert found.counts == (1, found.counts.taken_over, 1, 0, 3, 1)


def test_a_table_in_a_folder_of_answers_is_set_aside(tmp_path: Path, work: Path) -> None:
    write_files(tmp_path / "answers", many(1))
    (tmp_path / "answers" / "t.xlsx").write_bytes(sheet(lambda page: page.append(["firm", "first.yes"])))
    found = opened(work, tmp_path / "answers")
    assert [fault[4] for fault in faults_in(found)] == ["this workbook is not a form of readiness"]


def test_workbooks_that_cannot_be_used_are_placed_by_cell(tmp_path: Path, work: Path) -> None:
    def wrong(page: Any) -> None:
        page.append(["firm", "first.yas"])
        page.append(["a", "yes"])

    def two(book: Any) -> None:
        for page in (book.active, book.create_sheet("More")):
            page.append(["firm", "first.yes"])

    (tmp_path / "a.xlsx").write_bytes(sheet(wrong))
    (tmp_path / "b.xlsx").write_bytes(made(two))
    assert problems_of(lambda: opened(work, tmp_path / "*.xlsx")) == [
        f"{tmp_path}/a.xlsx:Sheet!B1: unknown-column: column “first.yas” is no question of “small” / Did you"
        " mean “first.yes”? If not, leave the column out with `--ignore first.yas`.",
        f"{tmp_path}/b.xlsx: unclear-sheet: there are several sheets: Sheet, More / Keep only the sheet with"
        " the"
        " firms, or save that sheet as CSV.",
    ]


# --- Parquet ------------------------------------------------------------------------------------------------


def parquet(path: Path, **columns: Any) -> Path:
    pl.DataFrame(columns).write_parquet(path)
    return path


def test_parquet_files_stay_where_they_are(tmp_path: Path, work: Path) -> None:
    columns = {"first.yes": [True, None], "first.scale": [1.0, 5.0], "goods": [["new"], []]}
    paths = [parquet(tmp_path / f"{n}.parquet", firm=[n, n + 10], **columns, extra=[1, 2]) for n in range(2)]
    found = opened(work, tmp_path / "*.parquet", ignored=["extra"])
    (table,) = found.tables
    assert table.paths == tuple(paths)
    assert not table.is_canonical
    assert table.layout.firm == "firm"
    assert {id: form.kind for id, form in table.layout.answers.items()} == {
        "first.yes": "boolean",
        "first.scale": "number",
    }
    assert table.layout.profile["goods"].kind == "list"
    assert table.scan().collect().height == 4
    assert found.counts == (0, 0, 0, 2, 4, 0)
    both = opened(work, paths[0], paths[1], written(tmp_path / "t.csv", LONG), ignored=["extra"])
    assert [each.is_canonical for each in both.tables] == [True, False]
    assert both.counts.firms == 304


def test_parquet_files_that_cannot_be_used_are_all_told(tmp_path: Path, work: Path) -> None:
    good = parquet(tmp_path / "a.parquet", firm=["x"], **{"first.yes": ["yes"], "first.scale": ["1"]})
    parquet(tmp_path / "lacking.parquet", firm=["x"], **{"first.yes": ["yes"], "more": ["yes"]})
    parquet(tmp_path / "other.parquet", firm=["x"], **{"first.yes": ["yes"], "first.scale": [1]})
    written(tmp_path / "cut.parquet", good.read_bytes()[:-20])
    written(tmp_path / "footer.parquet", good.read_bytes()[:200] + good.read_bytes()[-8:])
    written(tmp_path / "foreign.parquet", b"no Parquet")
    written(tmp_path / "nothing.parquet", b"")
    again = "Copy or export it again; nothing of it was used."
    right = "Check that it is the right file; a table of firms may also be CSV (.csv) or Excel (.xlsx)."
    alike = "Export all files in the same way, or leave the columns out with `--ignore`."
    told = problems_of(lambda: opened(work, tmp_path / "*.parquet"))
    assert told == [
        f"{tmp_path}/{problem}"
        for problem in (
            f"a.parquet: other-columns: the file lacks columns that {tmp_path}/lacking.parquet has: more /"
            f" {alike}",
            f"cut.parquet: cut-off: the Parquet file is cut off or damaged / {again}",
            f"footer.parquet: cut-off: the Parquet file is cut off or damaged / {again}",
            f"foreign.parquet: not-parquet: this is no Parquet file / {right}",
            f"lacking.parquet: other-columns: the file lacks columns that {good} has: first.scale / {alike}",
            f"nothing.parquet: not-parquet: this is no Parquet file / {right}",
            f"other.parquet: other-columns: column “first.scale” is of the type Int64 here, but String in"
            f" {good} /"
            " Export all files in the same way.",
        )
    ]


def test_files_with_other_columns_can_be_read_if_these_are_ignored(tmp_path: Path, work: Path) -> None:
    parquet(tmp_path / "a.parquet", firm=["x"], **{"first.yes": ["yes"]})
    parquet(tmp_path / "b.parquet", more=["yes"], **{"first.yes": ["no"]}, firm=["y"])
    found = opened(work, tmp_path / "*.parquet", ignored=["more"])
    assert sorted(found.tables[0].scan().select("firm", "first.yes").collect().rows()) == [
        ("x", "yes"),
        ("y", "no"),
    ]


# --- several kinds of sources -------------------------------------------------------------------------------


def test_wrong_tables_are_all_told_before_a_file_is_read(tmp_path: Path, work: Path) -> None:
    write_files(tmp_path / "answers", many(1))
    one = written(tmp_path / "one.csv", "firm,frist.yes\n")
    two = parquet(tmp_path / "two.parquet", firm=["x"])
    three = written(tmp_path / "three.csv", "firm,first.yes\n\0,\n")
    told = problems_of(lambda: opened(work, tmp_path / "answers", one, two, three))
    assert [each.partition(": ")[2].partition(":")[0] for each in told] == [
        "unknown-column",
        "control-character",
        "no-answers",
    ]
    assert not list(work.glob("*/files/*"))


def test_a_column_to_ignore_must_be_somewhere(tmp_path: Path, work: Path) -> None:
    one = written(tmp_path / "one.csv", "firm,first.yes,remarks\na,yes,x\n")
    two = written(tmp_path / "two.csv", "firm,first.yes\nb,yes\n")
    assert set(firms_in(opened(work, one, two, ignored=["remarks"]))) == {"a", "b"}
    assert problems_of(lambda: opened(work, two, ignored=["remark", "frim"])) == [
        "--ignore: unknown-column: there is no column “remark” to leave out / Leave the option --ignore out.",
        "--ignore: unknown-column: there is no column “frim” to leave out / Did you mean “firm”?",
    ]


def test_a_question_named_like_another_column_needs_its_part(tmp_path: Path, work: Path) -> None:
    asked = questionnaire(section("a", question("firm"), question("b")))
    path = written(tmp_path / "t.csv", "firm,answers.firm,b\nx,level-1,2\n")
    assert firms_in(opened(work, path, asked=asked)) == {
        "x": {"profile.stage": None, "answers.firm": "level-1", "answers.b": "level-2"}
    }
