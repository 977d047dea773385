"""Reading the cells of a workbook, and refusing what is none or may do harm."""

from __future__ import annotations

import contextlib
import datetime
import io
import pickle
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import workbooks
from readiness.messages.problems import InvalidInput, Problem, in_file_order
from readiness.source import package, workbook
from readiness.source.workbook import CellMark, Grid, WorkbookSource, read_workbook

DAY = datetime.date(2026, 3, 31)


def contents(content: bytes) -> dict[str, Any]:
    """What is in each cell that is not empty, by its place."""
    return {
        grid.place(cell.row, cell.column): cell.content if cell.kind == "value" else (cell.kind, cell.content)
        for grid in read_workbook(content, "filled.xlsx")
        for cell in grid.cells()
    }


def refusal(content: bytes) -> str:
    with pytest.raises(InvalidInput) as caught:
        read_workbook(content, "filled.xlsx")
    (problem,) = caught.value.problems
    return str(problem)


# --- values ---------------------------------------------------------------------------------------------


def test_values_come_as_they_are_typed() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.title = "Strategy"
        sheet.append([3, 2.5, "text", True, False, DAY, datetime.datetime(2026, 3, 31, 12, 30)])
        sheet.append([None, " two\nlines ", 0, -1.5e300, "007", datetime.time(9, 15)])

    assert contents(workbooks.made(fill)) == {
        "Strategy!A1": 3.0,
        "Strategy!B1": 2.5,
        "Strategy!C1": "text",
        "Strategy!D1": True,
        "Strategy!E1": False,
        "Strategy!F1": DAY,
        "Strategy!G1": datetime.datetime(2026, 3, 31, 12, 30),
        "Strategy!B2": " two\nlines ",
        "Strategy!C2": 0.0,
        "Strategy!D2": -1.5e300,
        "Strategy!E2": "007",
        "Strategy!F2": datetime.time(9, 15),
    }


def test_formulas_and_errors_are_seen_and_never_trusted() -> None:
    rows = (
        '<row r="1"><c r="A1"><f>SUM(B1:B9)</f><v>3</v></c><c r="B1" t="str"><f>"a"</f><v>a</v></c>'
        '<c r="C1" t="e"><v>#REF!</v></c><c r="D1"><f t="shared" si="0"/><v>1</v></c>'
        '<c r="E1"><v>1E400</v></c>'
        '<c r="F1"><f t="array" ref="F1:G2">B1:C2</f><v>1</v></c><c r="G1"><v>2</v></c></row>'
        '<row r="2"><c r="F2"><v>3</v></c><c r="H2"><v>4</v></c></row>'
    )
    assert contents(workbooks.by_hand(rows)) == {
        "Sheet1!A1": ("formula", "=SUM(B1:B9)"),
        "Sheet1!B1": ("formula", '="a"'),
        "Sheet1!C1": ("error", "#REF!"),
        "Sheet1!D1": ("formula", "="),
        "Sheet1!E1": ("error", "1E400"),
        "Sheet1!F1": ("formula", "=B1:C2"),
        "Sheet1!G1": ("formula", "="),
        "Sheet1!F2": ("formula", "="),
        "Sheet1!H2": 4.0,
    }


def test_merged_cells_are_told() -> None:
    def fill(book: Any) -> None:
        book.active["B2"] = "over"
        book.active.merge_cells("B2:C4")

    (grid,) = read_workbook(workbooks.made(fill), "filled.xlsx")
    assert [grid.merged_at(*place) for place in ((2, 2), (4, 3), (5, 3), (1, 1))] == [
        "B2:C4",
        "B2:C4",
        "",
        "",
    ]


def test_texts_of_all_kinds_are_read_in_full() -> None:
    """Rich texts, texts within their cells, how Chinese is spoken, and Excel's escapes."""
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><r>'
        '<t>in</t></r><r><t>line</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>'
        '<c r="D1" t="s"><v>2</v></c></row>'
    )
    shared = (
        f'<sst xmlns="{workbooks.MAIN}"><si><r><t>rich</t></r><r><rPr><b/></rPr><t xml:space="preserve"> text'
        '</t></r></si><si><t>出海</t><rPh sb="0" eb="2"><t>chuhai</t></rPh></si>'
        "<si><t>a_x000D_\n_x005F_x0041_ &amp; _x263A_</t></si></sst>"
    )
    assert contents(workbooks.by_hand(rows, {"xl/sharedStrings.xml": shared})) == {
        "Sheet1!A1": "rich text",
        "Sheet1!B1": "出海",
        "Sheet1!C1": "inline",
        "Sheet1!D1": "a\n_x0041_ & ☺",
    }


@pytest.mark.parametrize(
    ("format", "is_day"),
    [
        ("yyyy-mm-dd", True),
        ('yyyy"年"m"月"d"日"', True),
        ("[$-804]yyyy/m/d;@", True),
        ("[h]:mm", True),
        ("General", False),
        ("0.00", False),
        ('0 "days"', False),
        (r"0\d", False),
        ("[Red]0_d", False),
        ('[$-409]#,##0"m"', False),
    ],
)
def test_only_its_format_tells_a_day_from_a_number(format: str, is_day: bool) -> None:
    styles = (
        f'<styleSheet xmlns="{workbooks.MAIN}"><numFmts><numFmt numFmtId="170" formatCode="{{}}"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="170"/></cellXfs>'
        "</styleSheet>"
    ).format(format.replace('"', "&quot;"))
    rows = '<row r="1"><c r="A1" s="1"><v>46112</v></c><c r="B1"><v>46112</v></c></row>'
    found = contents(workbooks.by_hand(rows, {"xl/styles.xml": styles}))
    assert found == {"Sheet1!A1": DAY if is_day else 46112.0, "Sheet1!B1": 46112.0}


@pytest.mark.parametrize(
    ("serial", "expected"),
    [
        ("1", datetime.date(1900, 1, 1)),
        ("59", datetime.date(1900, 2, 28)),
        ("60", 60.0),  # the 29 February that there was not
        ("61", datetime.date(1900, 3, 1)),
        ("-1", -1.0),
        ("2958465", datetime.date(9999, 12, 31)),
        ("2958466", 2958466.0),
        ("0.5", datetime.time(12)),
    ],
)
def test_days_are_counted_as_excel_does(serial: str, expected: Any) -> None:
    styles = f'<styleSheet xmlns="{workbooks.MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    rows = f'<row r="1"><c r="A1" s="0"><v>{serial}</v></c></row>'
    assert contents(workbooks.by_hand(rows, {"xl/styles.xml": styles})) == {"Sheet1!A1": expected}


def test_days_may_be_counted_from_1904() -> None:
    def fill(book: Any) -> None:
        book.epoch = datetime.datetime(1904, 1, 1)
        book.active["A1"] = DAY

    assert contents(workbooks.made(fill)) == {"Sheet!A1": DAY}


def test_places_may_be_left_out() -> None:
    """Some programs number neither rows nor cells."""
    rows = '<row><c><v>1</v></c><c><v>2</v></c></row><row><c r="C2"><v>3</v></c><c><v>4</v></c></row>'
    assert contents(workbooks.by_hand(rows)) == {
        "Sheet1!A1": 1.0,
        "Sheet1!B1": 2.0,
        "Sheet1!C2": 3.0,
        "Sheet1!D2": 4.0,
    }


def test_names_of_parts_may_be_spelled_in_another_way() -> None:
    """As some programs do under Windows."""
    content = workbooks.by_hand('<row r="1"><c r="A1"><v>1</v></c></row>')
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {
            name.replace("/worksheets/", "\\Worksheets\\"): archive.read(name) for name in archive.namelist()
        }
    assert contents(workbooks.zipped(parts)) == {"Sheet1!A1": 1.0}


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Strategy", "Strategy!D7"),
        ("My sheet", "'My sheet'!D7"),
        ("O'Brien", "'O''Brien'!D7"),
        ("战略锚定", "战略锚定!D7"),
        ("A1", "'A1'!D7"),
        ("R1C1", "'R1C1'!D7"),
        ("2026", "'2026'!D7"),
        ("a-b", "'a-b'!D7"),
        ("a.b", "a.b!D7"),
    ],
)
def test_a_place_is_written_as_in_a_formula(name: str, place: str) -> None:
    assert Grid(name, 1).place(7, 4) == place


@given(st.integers(1, 2**20), st.integers(1, 2**14))
def test_the_names_of_cells_are_those_of_excel(row: int, column: int) -> None:
    from openpyxl.utils import get_column_letter

    assert workbook.cell_name(row, column) == f"{get_column_letter(column)}{row}"


def test_hidden_sheets_and_rows_are_read() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = 1
        book.active.row_dimensions[1].hidden = True
        other = book.create_sheet("Ids")
        other["B2"] = 2
        other.sheet_state = "veryHidden"
        book.create_chartsheet("Chart")

    content = workbooks.made(fill)
    assert contents(content) == {"Sheet!A1": 1.0, "Ids!B2": 2.0}
    assert [(grid.name, grid.number, grid.hidden) for grid in read_workbook(content, "f")] == [
        ("Sheet", 1, False),
        ("Ids", 2, True),
    ]


# --- what is refused ------------------------------------------------------------------------------------

AS_XLSX = "    Open it in Excel, WPS or LibreOffice and save it as an Excel workbook (.xlsx)."
ANEW = (
    "    Copy or send it again. If that does not help, open it in Excel, WPS or LibreOffice and save it as an"
    " Excel workbook (.xlsx)."
)
DAMAGED = f"filled.xlsx: workbook-damaged: the file is damaged or incomplete\n{ANEW}"
DECLARES = (
    "filled.xlsx: workbook-damaged: the file declares a document type, as only a manipulated workbook does\n"
    "    Do not open it. Ask for it again, from somebody you know."
)
TOO_LARGE = (
    "filled.xlsx: too-large: the file is too large, or becomes so when it is unpacked\n"
    "    Check that it is the right file; copy the cells that are needed into a new workbook."
)
GOOD = workbooks.by_hand('<row r="1"><c r="A1"><v>1</v></c></row>')
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "filled.xlsx: workbook-locked: the workbook needs a password\n"
            "    In Excel: File, Info, Protect Workbook, Encrypt with Password; empty the field, and save.",
        ),
        (
            OLE,
            "filled.xlsx: not-a-workbook: this is a workbook of the old kind (.xls), or another old file\n"
            + AS_XLSX,
        ),
        (
            b"a,b\n1,2\n",
            "filled.xlsx: not-a-workbook: this is not an Excel workbook (.xlsx)\n"
            "    Check that it is the right file.",
        ),
        (
            workbooks.zipped({"word/document.xml": "<w/>"}),
            f"filled.xlsx: not-a-workbook: this is a Word file, not an Excel workbook\n{AS_XLSX}",
        ),
        (
            workbooks.zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            "filled.xlsx: not-a-workbook: this is an OpenDocument or another file, not an Excel workbook"
            f" (.xlsx)\n{AS_XLSX}",
        ),
        (
            workbooks.zipped({"xl/workbook.bin": b"\0"}),
            f"filled.xlsx: not-a-workbook: this is a binary workbook (.xlsb), not an .xlsx\n{AS_XLSX}",
        ),
        (
            workbooks.zipped({"answers.yaml": "a: 1"}),
            "filled.xlsx: not-a-workbook: this is a zip archive, not an Excel workbook\n"
            "    If the workbook is inside, unpack it and name the .xlsx file.",
        ),
        (
            workbooks.by_hand("", {"xl/vbaProject.bin": b"\0"}),
            "filled.xlsx: workbook-macros: the workbook holds macros\n"
            "    Save it as an Excel workbook without macros (.xlsx).",
        ),
        (
            workbooks.by_hand(
                "",
                {
                    "[Content_Types].xml": '<Types><Override PartName="/xl/workbook.xml" ContentType='
                    '"application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
                },
            ),
            "filled.xlsx: workbook-macros: the workbook holds macros\n"
            "    Save it as an Excel workbook without macros (.xlsx).",
        ),
        (
            workbooks.by_hand("", {"xl/externalLinks/externalLink1.xml": "<x/>"}),
            "filled.xlsx: workbook-links: the workbook has links to other workbooks\n"
            "    In Excel: Data, Edit Links, Break Link; then save it. Or copy the cells as values.",
        ),
        (GOOD[:-30], DAMAGED),
        (GOOD[: len(GOOD) // 2], DAMAGED),
        (b"PK\x03\x04", DAMAGED),
        (workbooks.by_hand("<row"), DAMAGED),
        (workbooks.by_hand("", {"_rels/.rels": "<Relationships/>"}), DAMAGED),
        (workbooks.by_hand("", {"xl/workbook.xml": "<a>&b;</a>"}), DAMAGED),
        (workbooks.by_hand("", {"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), DECLARES),
        (
            workbooks.by_hand(
                "", {"xl/workbook.xml": '<?xml version="1.0"?><!DOCTYPE a><a/>'.encode("utf-16")}
            ),
            DECLARES,
        ),
        (workbooks.by_hand("", {"xl/worksheets/sheet1.xml": " " * 3_000_000}), TOO_LARGE),
        (workbooks.by_hand("", {f"xl/{n}.xml": "" for n in range(5000)}), TOO_LARGE),
    ],
)
def test_what_is_no_plain_workbook_is_refused(content: bytes, message: str) -> None:
    assert refusal(content) == message


BROKEN_CELL = (
    "filled.xlsx:Sheet1!{}: workbook-damaged: this cell is damaged\n"
    "    Open the file in Excel, WPS or LibreOffice, type what the cell should hold, and save it."
)


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ('<c r="B3" t="s"><v>7</v></c>', "B3"),
        ('<c r="B3" t="s"><v>-1</v></c>', "B3"),
        ('<c r="B3"><v>NaN</v></c>', "B3"),
        ('<c r="B3"><v>1_000</v></c>', "B3"),
        ('<c r="B3"><v>١</v></c>', "B3"),
        ('<c r="B3" t="d"><v>2026-13-01</v></c>', "B3"),
        ('<c r="B3"><v>1</v></c><c r="B3"><v>1</v></c>', "B3"),
        ('<c r="A1048577"><v>1</v></c>', "A1048577"),
        ('<c r="XFE1"><v>1</v></c>', "XFE1"),
    ],
)
def test_a_damaged_cell_is_named(cell: str, place: str) -> None:
    assert refusal(workbooks.by_hand(f'<row r="3">{cell}</row>')) == BROKEN_CELL.format(place)


def test_a_part_that_is_larger_than_it_says_is_refused() -> None:
    """A zip bomb lies about its sizes."""
    content = workbooks.by_hand("", {"xl/styles.xml": "<a>" + " " * 3_000_000 + "</a>"})
    declared = (3_000_007).to_bytes(4, "little")
    assert content.count(declared) == 2
    assert refusal(content.replace(declared, (70).to_bytes(4, "little"))) == DAMAGED


def test_the_limit_of_all_parts_together_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_MAX_UNPACKED", 900)
    assert refusal(GOOD) == TOO_LARGE


@pytest.mark.parametrize("limit", ["MAX_ROWS", "MAX_COLUMNS", "MAX_CELLS"])
def test_more_cells_than_the_limits_are_refused(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbooks.made(lambda book: [book.active.append(["x"] * 5) for _row in range(5)])
    monkeypatch.setattr(workbook, limit, 5 if limit != "MAX_CELLS" else 25)
    assert len(contents(content)) == 25
    monkeypatch.setattr(workbook, limit, 4 if limit != "MAX_CELLS" else 24)
    limits = {"MAX_ROWS": 100_000, "MAX_COLUMNS": 2_000, "MAX_CELLS": 1_000_000}
    limits[limit] = getattr(workbook, limit)
    assert refusal(content) == (
        f"filled.xlsx: too-large: the workbook has more than {limits['MAX_ROWS']:,} rows,"
        f" {limits['MAX_COLUMNS']:,} columns or {limits['MAX_CELLS']:,} cells\n"
        "    Check that it is the right file; copy the cells that are needed into a new workbook."
    )


def test_rows_with_looks_alone_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """WPS writes a row for every one that was ever formatted."""
    monkeypatch.setattr(workbook, "MAX_ROWS", 1)
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(1, 50))
    assert contents(workbooks.by_hand(f'{rows}<row r="50"><c r="A50"><v>1</v></c></row>')) == {
        "Sheet1!A50": 1.0
    }


@given(st.data())
def test_a_workbook_with_changed_bytes_never_breaks_the_reader(data: st.DataObject) -> None:
    content = bytearray(GOOD)
    for _time in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(InvalidInput):
        read_workbook(bytes(content), "filled.xlsx")


# --- problems in cells ----------------------------------------------------------------------------------


def test_problems_of_a_workbook_are_in_the_order_of_sheets_and_rows() -> None:
    source = WorkbookSource("a.xlsx", {"one": "Type it."})
    first, second = Grid("Z", 1), Grid("A b", 2)
    marks = [
        CellMark(second, 0, 0),
        CellMark(first, 9, 0),
        CellMark(first, 1, 27),
        CellMark(first, 1, 2),
        None,
    ]
    problems = in_file_order(source.problem(mark, "one", "what", "for a text") for mark in marks)
    assert [str(problem) for problem in problems] == [
        "a.xlsx: one: what\n    Type it.",
        "a.xlsx:Z!C2: one: what\n    Type it.",
        "a.xlsx:Z!AB2: one: what\n    Type it.",
        "a.xlsx:Z!A10: one: what\n    Type it.",
        "a.xlsx:'A b'!A1: one: what\n    Type it.",
    ]
    assert pickle.loads(pickle.dumps(InvalidInput(problems))).problems == problems  # noqa: S301 (made here)
    assert repr(InvalidInput(problems[1:2])) == "<InvalidInput 1 problem: a.xlsx:Z!C2: one>"


def test_a_problem_of_a_text_is_as_before() -> None:
    assert str(Problem("a.yaml", 2, 3, "one", "what")) == "a.yaml:2:3: one: what"
