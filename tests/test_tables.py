"""Tables are read from text in three encodings and with three signs between cells, and from workbooks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness import InvalidInput
from readiness.source.delimited import MAX_TABLE, parse_delimited
from readiness.source.records import LONGEST_CELL, MOST_RECORDS, Records
from readiness.source.tables import read_table
from survey_tools import as_csv
from workbooks import made

TEXT = '序号,姓名,意见\r\n1,王磊,"好, 但是"\r\n2,李娜,"第一行\r\n第二行"\r\n'
CELLS = [(2, ("1", "王磊", "好, 但是")), (3, ("2", "李娜", "第一行\r\n第二行"))]


def cells(table: Records) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.number, row.cells) for row in table.rows]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gbk"),
        TEXT.encode("utf-16"),
        ("\ufeff" + TEXT).encode("utf-16-be"),
        TEXT.replace(",", "\t").replace("好\t", "好,").encode("utf-16"),
        TEXT.replace(",", ";").replace("好;", "好,").encode(),
        b"sep=,\r\n" + TEXT.encode(),
        (TEXT + "\r\n,,\r\n\r\n").encode(),
    ],
    ids=[
        "utf-8",
        "mark",
        "gbk",
        "utf-16",
        "utf-16 of other machines",
        "tabs",
        "semicolons",
        "sep",
        "empty lines",
    ],
)
def test_a_text_is_read_however_it_was_saved(content: bytes) -> None:
    table = parse_delimited(content, "t.csv")
    assert table.headings == ("序号", "姓名", "意见")
    skipped = content.startswith(b"sep=")
    assert [row for _number, row in cells(table)] == [row for _number, row in CELLS]
    assert skipped or cells(table) == CELLS


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=8)
# The characters that end lines for YAML, or are not allowed in text, have tests of their own.
CELL_TEXTS = TEXTS.filter(lambda text: not set(text) & set("\x85\u2028\u2029\ufeff\ufffe\uffff"))


@given(st.lists(st.tuples(CELL_TEXTS, CELL_TEXTS), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_what_a_spreadsheet_writes_is_read_back(rows: list[tuple[str, str]], sign: str) -> None:
    text = as_csv([["a", "b"], *map(list, rows)], sign)
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    if not kept:
        return
    assert [row for _number, row in cells(parse_delimited(text.encode(), "t.csv"))] == kept


def refused(content: bytes, **options: Any) -> str:
    with pytest.raises(InvalidInput) as caught:
        parse_delimited(content, "t.csv", **options)
    return str(caught.value)


MEND = (
    "    A line break or a quotation mark may be to blame. Save the table as an Excel workbook, or export it"
    " again."
)
DELIMITER = (
    "    Say what parts the cells: `--delimiter comma`, `semicolon` or `tab`, or `table: {delimiter: comma}`"
    " in the map."
)
MISTAKES = [
    (
        b"a,b\n1,2,3\n4\n",
        "t.csv:2:5: ragged-row: this row has 3 cells, but there are 2 headings\n    3\n    ^\n"
        f"{MEND}\n"
        "t.csv:3:1: ragged-row: this row has 1 cell, but there are 2 headings\n    4\n    ^\n"
        f"{MEND}",
    ),
    (
        b'a,b\n1,"2\n3,4\n',
        't.csv:2:3: ragged-row: this quotation mark is never closed\n    "2\n    ^\n'
        "    Add the closing mark, or export the table again; inside a cell a mark is written twice.",
    ),
    (
        b'a,b\n1,"2"3\n',
        "t.csv:2:6: ragged-row: text follows the closing quotation mark of a cell\n    3\n    ^\n"
        "    Inside quotation marks a mark is written twice; export the table again.",
    ),
    (
        b"a,b;c\n1,2\n",
        "t.csv:1:4: unclear-delimiter: the headings hold different signs that may part cells\n    ;c\n    ^\n"
        f"{DELIMITER}",
    ),
    (
        b"a|b\n1|2\n",
        "t.csv:1:1: unclear-delimiter: the headings are one cell: no comma, semicolon or tab parts them\n"
        f"{DELIMITER}",
    ),
    (b"", "t.csv:1:1: empty-table: the table is empty\n    Check that it is the right file."),
    (
        b"a,b\n",
        "t.csv:1:1: empty-table: there are no responses below the headings\n    a\n    ^\n"
        "    Check that it is the right file, and that headings are in row 1.",
    ),
    (
        b"a,b\n1,\x002\n",
        "t.csv:2:3: control-character: the character U+0000 is not allowed in text\n    \\x002\n    ^\n"
        "    Delete it; such characters often come with text pasted from another program.",
    ),
    (
        "a,b\nGr\u00fc\u00dfe,\u00e9\u00e8\n".encode("latin-1"),
        "t.csv:1:1: encoding: the text is in none of the encodings UTF-8, UTF-16 and GBK\n"
        "    Open it in the program that it comes from, and save it as CSV in UTF-8.",
    ),
    (
        b"%PDF-1.7\n",
        "t.csv:1:1: encoding: this is a PDF file, not a text file\n"
        "    Name a table: a CSV file, or an Excel workbook that ends in .xlsx.",
    ),
    (
        b"a,b\n1," + b"x" * (LONGEST_CELL + 1),
        f"t.csv:2:3: too-large: this cell holds 32,768 characters\n    {'x' * 120}\n    ^\n"
        "    A cell may hold 32,767. Shorten it; a quotation mark may be missing.",
    ),
]


@pytest.mark.parametrize(("content", "expected"), MISTAKES, ids=[text.split(":")[4] for _, text in MISTAKES])
def test_a_mistake_is_shown_in_its_place(content: bytes, expected: str) -> None:
    assert refused(content) == expected


def test_a_problem_shows_only_its_cell() -> None:
    table = parse_delimited(b"a,b,c\nsecret,x,hidden\n", "t.csv")
    shown = str(table.table_problem(table.rows[0], 1, "code", "message"))
    assert shown == "t.csv:2:8: code: message\n    x\n    ^"


def test_limits() -> None:
    rows = b"a,b\n" + b"1,2\n" * (MOST_RECORDS + 1)
    assert refused(rows).startswith("t.csv:20002:1: too-large: the table has more than 20,000 rows\n")
    large = b"a,b\n" + b"1,2\n" * (MAX_TABLE // 4 + 1)
    assert refused(large) == (
        "t.csv:1:1: too-large: the file is larger than 20 MiB\n    Check that it is the right file."
    )
    wide = ",".join(["a"] * 2_001).encode() + b"\n"
    assert refused(wide).startswith("t.csv:1:4001: too-large: the table has more than 2,000 columns\n")


def test_headings_can_be_in_another_row() -> None:
    table = parse_delimited(b"Survey of May\n\na,b\n1,2\n", "t.csv", header=3)
    assert (table.headings, cells(table)) == (("a", "b"), [(4, ("1", "2"))])
    assert refused(b"a,b\n1,2\n", header=9).startswith("t.csv:1:1: empty-table: row 9 is empty\n")


def test_the_sign_can_be_named() -> None:
    table = parse_delimited(b"a,b;c\n1;2\n", "t.csv", delimiter="semicolon")
    assert table.headings == ("a,b", "c")
    assert parse_delimited(b"a\n1\n", "t.csv", delimiter="comma").headings == ("a",)


# --- workbooks -------------------------------------------------------------------------------------


def sheet(tmp_path: Path, fill: Callable[[Any], object], **options: Any) -> Records:
    path = tmp_path / "t.xlsx"
    path.write_bytes(made(fill))
    return read_table(path, **options)


def test_a_sheet_is_read_as_texts(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.active.title = "工作表1"
        book.active.append(["序号", "日期", "得分", "是", "说明"])
        book.active.append([1, datetime(2026, 9, 3, 12, 5), 2.5, True, "=cmd"])
        book.active.cell(2, 5).data_type = "s"
        book.active.append([])
        book.active.append([2, date(2026, 9, 4)])

    table = sheet(tmp_path, fill)
    assert (table.sheet, table.headings) == ("工作表1", ("序号", "日期", "得分", "是", "说明"))
    assert cells(table) == [
        (2, ("1", "2026-09-03 12:05:00", "2.5", "TRUE", "=cmd")),
        (4, ("2", "2026-09-04", "", "", "")),
    ]


def test_a_workbook_is_refused_in_its_cells(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.active.title = "Answers of May"
        for row in (["a", "b", "c"], ["=1+1", "x", "y"], ["1", "2", "3"]):
            book.active.append(row)
        book.active.merge_cells("B3:C3")

    with pytest.raises(InvalidInput) as caught:
        sheet(tmp_path, fill)
    name = tmp_path / "t.xlsx"
    assert str(caught.value) == (
        f"{name}:'Answers of May'!A2: formula: this cell holds a formula, which is never computed here\n"
        "    Copy the sheet and paste only the values, in Excel with Paste Special; then save it.\n"
        f"{name}:'Answers of May'!B3: merged-cells: cells are merged here, so it is not clear what the others"
        " hold\n    Split them, and save the file again."
    )


def test_one_of_several_sheets_is_named(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        for title in ("May", "June"):
            for row in (["a", "b"], [title, "1"]):
                (book[title] if title in book.sheetnames else book.create_sheet(title)).append(row)

    assert cells(sheet(tmp_path, fill, sheet="June")) == [(2, ("June", "1"))]
    for options, expected in (
        ({}, "there are several sheets: May, June\n    Name one with --sheet, or in the map with"),
        ({"sheet": "Jun"}, "there is no sheet “Jun”\n    Did you mean “June”?"),
    ):
        with pytest.raises(InvalidInput) as caught:
            sheet(tmp_path, fill, **options)
        assert str(caught.value).startswith(f"{tmp_path / 't.xlsx'}: unclear-sheet: {expected}")
