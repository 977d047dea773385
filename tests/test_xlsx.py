"""The Excel workbook of a report, read back cell by cell with openpyxl, and opened in LibreOffice."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from hostile import EXAMPLES, FORMULAS, OTHERS, example, with_text, with_texts
from programs import as_pdf, converted, needs_programs
from readiness import build_report, render_bytes
from readiness.messages.characters import printable
from readiness.rendering.xlsx_book import LONGEST, Book, cell_text
from readiness.rendering.xlsx_status import SPARE
from readiness.views.report import CoverView
from small import BANDS, direct, overall_of, question, questionnaire, scored, section

SHEETS = [
    "Summary",
    "Dimensions",
    "Answers",
    "Actions",
    "Sensitivity",
    "Documents",
    "Targets",
    "Cases",
    "Method",
]
"""Those of the first example, which has targets and answers on which its verdict hangs."""
DUE, STATUS = "F", "H"
NUMBERS = range(len(EXAMPLES))
NAMES = [path.stem for path in EXAMPLES]


@cache
def content(number: int, *, quick: bool = False) -> bytes:
    return render_bytes(example(number, quick=quick), "xlsx")


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data), rich_text=False)


def sheet(book: Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def table(found: Worksheet) -> list[dict[str, Any]]:
    """The rows of a table up to the first empty row, by the titles of its columns."""
    header, *rows = found.iter_rows(values_only=True)
    filled = []
    for row in rows:
        if not any(value is not None for value in row):
            break
        filled.append(dict(zip(map(str, header), row, strict=True)))
    return filled


def texts(found: Worksheet) -> list[str]:
    return [str(cell.value) for row in found.iter_rows() for cell in row if isinstance(cell.value, str)]


def near(value: Any) -> Any:
    """`value`, to the 16 digits that a cell holds."""
    return pytest.approx(value, rel=1e-15, abs=0)


def number(span: Any, end: str) -> Any:
    return None if span is None else near(getattr(span, end).value)


def written(text: str) -> str | None:
    """What openpyxl reads of `text`; of what looks like an escape of Excel's own it removes `x005F_`."""
    return re.sub("(_x[0-9A-Fa-f]{4}_)", r"_x005F\1", cell_text(text)).replace("x005F_", "") or None


# --- every cell --------------------------------------------------------------------------------------


@pytest.mark.parametrize("quick", [False, True], ids=["full", "quick"])
@pytest.mark.parametrize("place", NUMBERS, ids=NAMES)
def test_every_answer_is_that_of_the_report(place: int, quick: bool) -> None:
    report = example(place, quick=quick)
    rows = table(sheet(opened(content(place, quick=quick)), "Answers"))
    task_of = {id: task.number for task in report.tasks for id in task.questions}
    assert rows == [
        {
            "Dimension": item.dimension,
            "Side": item.side or None,
            "Question": item.title,
            "Asked": item.text or None,
            "Answer": item.answer or None,
            "Score": item.score and near(item.score.value),
            "Weight": item.weight,
            "Note": item.note or None,
            "Evidence": "\n".join(item.evidence) or None,
            "Owner": item.owner or None,
            "Action": task_of.get(item.question),
            "State": item.state,
            "Question: id": item.question,
            "Answer: id": item.answer_id or None,
        }
        for item in report.answers
    ]
    assert len(rows) > 20


@pytest.mark.parametrize("quick", [False, True], ids=["full", "quick"])
@pytest.mark.parametrize("place", NUMBERS, ids=NAMES)
def test_every_action_is_that_of_the_report_with_a_real_day(place: int, quick: bool) -> None:
    report = example(place, quick=quick)
    rows = table(sheet(opened(content(place, quick=quick)), "Actions"))
    assert rows == [
        {
            "No.": task.number,
            "For": task.title,
            "Action": task.action.text,
            "Role": task.action.who or None,
            "Owner": task.owner or None,
            "Due": datetime.datetime.fromisoformat(task.due) if task.due else None,
            "Person-days": task.action.person_days,
            "Status": "To do",
            "Red flag": "yes" if task.red_flag else None,
            "Dimension": task.dimension or None,
            "Proof": "\n".join(task.evidence) or None,
            "After": ", ".join(map(str, task.after)) or None,
            "Learn from": task.case.case.who if task.case else None,
            "Answer now": "\n".join(gap.answer for gap in report.gaps if gap.task == task.number) or None,
            "Next level": "\n".join(gap.next for gap in report.gaps if gap.task == task.number) or None,
        }
        for task in report.tasks
    ]
    assert rows


@pytest.mark.parametrize("place", NUMBERS, ids=NAMES)
def test_every_number_of_a_dimension_is_that_of_the_report(place: int) -> None:
    report, found = example(place), sheet(opened(content(place)), "Dimensions")
    for row, item in zip(table(found), (*report.dimensions, *report.parts), strict=True):
        assert (row["Dimension"], row["Id"], row["Answered"]) == (
            item.title,
            item.id,
            near(item.coverage.value),
        )
        assert [row["Scale from"], row["Scale to"]] == [*item.ends] == [0, 100]
        for title, span in (
            ("Score", item.score),
            ("Exposure", item.exposure),
            ("Control", item.control),
            ("Residual risk", item.residual),
        ):
            assert row[f"{title}, low"] == number(span, "low")
            assert row[f"{title}, high"] == number(span, "high")
    windows = list(found.iter_rows(min_row=len(report.dimensions) + 4, values_only=True))
    for cells, window in zip(windows, report.opportunities, strict=True):
        assert cells[:2] == (window.title, window.id)
        assert cells[3:5] == (near(window.fit.low.value), near(window.fit.high.value))
        assert cells[8] == window.brief
        assert cells[9:13] == tuple(
            number(span, end) for span in (window.use, window.unused) for end in ("low", "high")
        )


def test_the_summary_says_what_the_first_page_says_and_its_numbers_are_numbers() -> None:
    report = example(NAMES.index("ningbo-ev-parts"))
    found = sheet(opened(render_bytes(report, "xlsx")), "Summary")
    said = texts(found)
    assert said[0] == report.title
    assert f"Verdict: {report.verdict.title} ({report.verdict.level})" in said
    assert report.verdict.meaning in said
    for blocker in report.verdict.blocked_by:
        if blocker.kind != "red-flag":
            assert f"• {blocker.text}" in said
    for flag in report.flags[:3]:
        assert any(text.startswith("• Red flag") and flag.title in text for text in said)
    for task in report.tasks[:3]:
        assert any(text.startswith(f"{task.number}. ") and task.action.text in text for text in said)
    by_title = {row[0].value: [cell.value for cell in row[1:]] for row in found.iter_rows() if row[0].value}
    overall, score = report.overall, overall_of(report)
    assert overall.arithmetic
    assert overall.minimum
    assert overall.coverage
    assert by_title["All dimensions"] == [
        *(near(score.low.value), near(score.high.value), 0, 100),
        *(near(overall.arithmetic.value), near(overall.minimum.value), near(overall.coverage.value)),
    ]
    for item in report.dimensions:
        up_to = near(item.score.high.value) if item.score.is_open else None
        assert by_title[item.title][:3] == [near(item.score.low.value), up_to, near(item.coverage.value)]
        assert by_title[item.title][3:6] == [
            number(item.exposure, "high"),
            number(item.control, "low"),
            number(item.residual, "high"),
        ]
    for window in report.opportunities:
        assert by_title[window.title][0] == near(window.fit.low.value)
        assert by_title[window.title][5] == window.brief


def test_the_summary_compares_a_sum_with_neither_a_mean_nor_the_lowest() -> None:
    scale = {"minimum": 0, "maximum": 4}
    parts = [section(id, question(id, (0, 4)), scale=scale) for id in ("a", "b")]
    asked = questionnaire(*parts, aggregation="sum", scale={**scale, "maximum": 8}, bands=BANDS[:1])
    report = build_report(scored(asked, {"a": "level-0", "b": "level-1"}))
    said = texts(sheet(opened(render_bytes(report, "xlsx")), "Summary"))
    assert said[said.index("Overall") :][:6] == [
        "Overall",
        "Score",
        "Up to",
        "Scale from",
        "Scale to",
        "Answered",
    ]


def test_the_cases_and_the_method_are_those_of_the_report() -> None:
    report = example()
    book = opened(content(0))
    rows = table(sheet(book, "Cases"))
    assert [row["Id"] for row in rows] == [shown.case.id for shown in report.cases]
    for row, shown in zip(rows, report.cases, strict=True):
        assert (row["Summary"], row["Lesson"]) == (shown.case.summary, shown.case.lesson)
        assert row["Why it is shown"] == shown.reason
        assert all(figure.statement in row["Figures and remarks"] for figure in shown.case.figures)
        named = [task.number for task in report.tasks if task.case and task.case.case.id == shown.case.id]
        assert (row["Actions"] or "") == ", ".join(map(str, named))
    said = "\n".join(texts(sheet(book, "Method")))
    assert all(text in said for text in report.method)
    made = report.provenance
    for text in (made.questionnaire_digest, made.answers_digest, made.built_on, made.program_version):
        assert text in said


def test_a_scale_other_than_0_to_100_is_stated_and_drawn_truly() -> None:
    scale = {"minimum": 1, "maximum": 5, "decimals": 2}
    bands = [{"id": "low", "title": "Low"}, {"id": "high", "title": "High", "cut": 3}]
    asked = questionnaire(
        section("first", direct("first.a", 50)),
        section("second", direct("second.a", 25)),
        scale=scale,
        bands=bands,
        aggregation="arithmetic",
    )
    report = build_report(scored(asked, {"first.a": "level-1", "second.a": "level-2"}))
    data = render_bytes(report, "xlsx")
    first, second = table(sheet(opened(data), "Dimensions"))
    assert [first["Score, low"], first["Scale from"], first["Scale to"]] == [3, 1, 5]
    assert second["Score, low"] == 5
    (bars,) = charts(data)
    assert re.findall(r'<c:(max|min) val="([\d.]+)"/>', bars) == [("max", "5.0"), ("min", "1.0")]
    assert sheet(opened(data), "Dimensions")["D2"].number_format == "0.00"


# --- charts ------------------------------------------------------------------------------------------


def charts(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("xl/charts/chart"))
        return [archive.read(name).decode() for name in names]


def referred(data: bytes, chart: str) -> list[list[Any]]:
    """The values of the cells that a chart refers to, a list for each reference, in its order."""
    book, found = opened(data), []
    for name, cells in re.findall(r"<c:f>'?(\w+)'?!([^<]*)</c:f>", chart):
        area = sheet(book, name)[cells.replace("$", "")]
        rows = area if isinstance(area, tuple) else ((area,),)
        found.append([row[0].value for row in rows])
    return found


@pytest.mark.parametrize("place", NUMBERS, ids=NAMES)
def test_the_charts_are_drawn_from_the_numbers_of_the_report(place: int) -> None:
    report, data = example(place), content(place)
    bars, scatter = charts(data)
    titles = [item.title for item in report.dimensions]
    drawn = referred(data, bars)
    if any(item.score.is_open for item in report.dimensions):
        assert drawn[:2] == [titles, [near(item.score.high.value) for item in report.dimensions]]
        del drawn[:2]
    assert drawn == [titles, [near(item.score.low.value) for item in report.dimensions]]
    risks = [item for item in report.dimensions if item.exposure and item.control]
    assert referred(data, scatter) == [
        [value]
        for item in risks
        for value in (item.title, number(item.exposure, "high"), number(item.control, "low"))
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    assert len(re.findall('descr="[^"]{40,}"', drawing)) == 2  # what each shows, in words


# --- a list to work with -----------------------------------------------------------------------------


def test_the_status_of_an_action_is_chosen_from_a_list() -> None:
    found = sheet(opened(content(0)), "Actions")
    (offered,) = found.data_validations.dataValidation
    assert (offered.type, offered.formula1) == ("list", '"To do,Started,Done,Dropped"')
    count = len(example().tasks)
    assert (
        str(offered.sqref) == f"{STATUS}2:{STATUS}{count + 1 + SPARE}"
    )  # room for actions of the firm's own
    assert found[f"{STATUS}1"].value == "Status"


def test_what_is_finished_turns_grey_and_what_is_late_turns_red() -> None:
    found = sheet(opened(content(0)), "Actions")
    rules = {str(area.sqref): [rule.formula for rule in area.rules] for area in found.conditional_formatting}
    end = len(example().tasks) + 1 + SPARE
    done = f'OR(${STATUS}2="Done",${STATUS}2="Dropped")'
    assert rules == {
        f"A2:O{end}": [[done]],
        f"{DUE}2:{DUE}{end}": [[f'AND(${DUE}2<>"",${DUE}2<TODAY(),NOT({done}))']],
    }


@pytest.mark.parametrize("name", ["Dimensions", "Answers", "Actions", "Cases"])
def test_a_table_can_be_filtered_and_its_titles_stay_in_sight(name: str) -> None:
    found = sheet(opened(content(0)), name)
    rows = len(table(found)) + 1
    ready = rows + (SPARE if name == "Actions" else 0)
    assert re.fullmatch(rf"A1:[A-Z]+{ready}", found.auto_filter.ref or "")
    assert (found.freeze_panes or "")[1:] == "2"
    assert found.print_title_rows == "$1:$1"
    widths = [column.width for column in found.column_dimensions.values()]
    assert all(6 <= width <= 60 for width in widths)
    assert all(cell.alignment.wrap_text for row in found.iter_rows(max_row=rows) for cell in row)


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_prints_on_a4_across_one_page(name: str) -> None:
    found = sheet(opened(content(0)), name)
    is_page = name == "Summary"
    setup = (found.page_setup.paperSize, found.page_setup.orientation)
    assert setup == (9, "portrait" if is_page else "landscape")
    height = found.page_setup.fitToHeight
    assert (found.page_setup.fitToWidth or 1, 1 if height is None else height) == (1, int(is_page))
    assert found.sheet_properties.pageSetUpPr is not None
    assert found.sheet_properties.pageSetUpPr.fitToPage
    footer = found.oddFooter
    assert footer is not None
    assert footer.right is not None
    assert footer.right.text == "&P / &N"


def test_an_effort_without_person_days_is_shown_as_it_is() -> None:
    report = example()
    tasks = tuple(
        task._replace(action=task.action._replace(person_days=None, effort=4)) for task in report.tasks
    )
    rows = table(sheet(opened(render_bytes(report._replace(tasks=tasks), "xlsx")), "Actions"))
    assert {row["Effort, 1–5"] for row in rows} == {4}


# --- hostile texts -----------------------------------------------------------------------------------


def test_no_text_becomes_a_formula_a_link_or_a_number() -> None:
    given = [*FORMULAS, *OTHERS]
    report = with_texts(example(), given)
    assert len(report.answers) > len(given)
    data = render_bytes(report, "xlsx")
    book = opened(data)
    for name in SHEETS:
        for row in sheet(book, name).iter_rows():
            for cell in row:
                assert cell.data_type in "nsd", (name, cell.coordinate)
                assert cell.hyperlink is None
                assert not isinstance(cell.value, bool)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            inside = archive.read(part).decode()
            assert "<f>" not in inside, part
            assert "<hyperlink " not in inside, part
            assert "hyperlink" not in part
            assert "relationships/hyperlink" not in inside, part
    rows = table(sheet(book, "Answers"))
    assert len(rows) == len(report.answers)
    for found, answer in zip(rows, report.answers, strict=True):
        assert found["Note"] == found["Owner"] == found["Question"] == written(answer.note)
        assert found["Evidence"] == written("\n".join(answer.evidence))


def test_a_text_like_a_formula_stays_a_text_when_its_cell_is_edited() -> None:
    given = ["=1+1", "+1", "-1", "@x", " =1", "＝1"]
    book = opened(render_bytes(with_texts(example(), given), "xlsx"))
    assert all(sheet(book, "Answers").cell(row, 8).quotePrefix for row in range(2, len(given) + 2))
    assert sheet(book, "Summary")["A1"].quotePrefix
    assert not sheet(opened(content(0)), "Answers")["H2"].quotePrefix


@pytest.mark.parametrize("unit", ["x", "董", "😀", "é\n"])
def test_a_text_that_is_too_long_for_a_cell_is_cut_with_a_mark(unit: str) -> None:
    whole = (unit * 40_000)[:40_000]
    report = example()
    report = report._replace(answers=(report.answers[0]._replace(note=whole), *report.answers[1:]))
    note = table(sheet(opened(render_bytes(report, "xlsx")), "Answers"))[0]["Note"]
    mark = f"… (cut: a cell holds {LONGEST} characters)"
    units = len(note.encode("utf-16-le")) // 2
    assert note.endswith(mark)
    assert LONGEST - 1 <= units <= LONGEST
    assert note.count("\n") <= 253
    assert note.replace("\n", " ").startswith(whole[:9_000].replace("\n", " "))
    assert cell_text("x" * LONGEST) == "x" * LONGEST


def test_control_characters_are_visible() -> None:
    note = table(sheet(opened(render_bytes(with_text(example(), OTHERS[3]), "xlsx")), "Answers"))[0]["Note"]
    assert note == printable(OTHERS[3])
    assert r"\x00\x01\x08\x0b\x0c\x1b[31m" in note


def test_a_footer_shows_an_ampersand_and_does_not_obey_it() -> None:
    report = with_text(example(), 'A&B &P &"Arial" ' + "x" * 300)
    raw = zipfile.ZipFile(io.BytesIO(render_bytes(report, "xlsx"))).read("xl/worksheets/sheet4.xml").decode()
    footer = re.findall("<oddFooter>(.*?)</oddFooter>", raw)[0].replace("&amp;", "&")
    assert footer.startswith("&L&8 A&&B &&P &&")
    assert len(footer) <= 255


@pytest.mark.parametrize(
    ("text", "shown"), [("P&G China", "P＆G China"), ("3M &[Picture]", "3M ＆[Picture]"), ("P&g", "P&&g")]
)
def test_a_footer_is_there_whatever_the_name_of_the_enterprise(text: str, shown: str) -> None:
    found = sheet(opened(render_bytes(with_text(example(), text), "xlsx")), "Actions").oddFooter
    assert found is not None
    assert found.left is not None
    raw = zipfile.ZipFile(io.BytesIO(render_bytes(with_text(example(), text), "xlsx"))).read(
        "xl/worksheets/sheet4.xml"
    )
    assert f"&L&8 {shown}".replace("&", "&amp;") in raw.decode()


@pytest.mark.parametrize("text", ["_x0041_x0042_", "_x005F_x0041_", "_x0041_x0041_x0041_"])
def test_what_looks_like_two_escapes_of_excel_stays_a_text(text: str) -> None:
    report = example()
    report = report._replace(answers=(report.answers[0]._replace(note=text), *report.answers[1:]))
    raw = zipfile.ZipFile(io.BytesIO(render_bytes(report, "xlsx"))).read("xl/sharedStrings.xml").decode()
    decoded = re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), raw)
    assert text in decoded.replace("\u200b", "")


def test_rows_for_actions_of_the_firm_are_ready_and_printed() -> None:
    found = sheet(opened(content(0)), "Actions")
    assert str(found.print_area).endswith("$1048575")
    column = found.column_dimensions["F"]
    assert column.number_format == "yyyy\\-mm\\-dd" or column.number_format == "yyyy-mm-dd"


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["a/b\\c?d*e[f]g:h"], ["a b c d e f g h"]),
        (["'quoted'", "QUOTED"], ["quoted", "QUOTED 2"]),
        (["History", ""], ["History 2", "–"]),
        (["摘要" * 30, "摘要" * 30], ["摘要" * 15 + "摘", "摘要" * 14 + "摘 2"]),
        (["Zusammenfassung der Ergebnisse ‘A’"], ["Zusammenfassung der Ergebnisse"]),
    ],
)
def test_the_name_of_a_sheet_is_one_that_excel_allows(titles: list[str], names: list[str]) -> None:
    book = Book(example())
    found = [book.add_sheet(title).name for title in titles]
    assert all(len(name) <= 31 for name in found)
    assert found == names
    assert opened(book.content()).sheetnames == found


# --- the file ----------------------------------------------------------------------------------------


def test_the_same_report_gives_the_same_bytes() -> None:
    report = example()
    assert render_bytes(report, "xlsx") == render_bytes(report, "xlsx")


def test_the_file_says_whose_it_is() -> None:
    cover = example().cover._replace(
        enterprise="Acme & Sons", prepared_by="A. Adviser", confidentiality="Board only"
    )
    report = example()._replace(cover=cover)
    found = opened(render_bytes(report, "xlsx")).properties
    assert (found.title, found.subject) == (report.title, report.subtitle)
    assert (found.creator, found.keywords) == ("A. Adviser", "Board only")
    assert found.created == datetime.datetime.fromisoformat(report.provenance.built_on)
    anonymous = example()._replace(cover=CoverView("", "", "", ""))
    assert opened(render_bytes(anonymous, "xlsx")).properties.creator is None


def test_the_sheets_come_in_this_order_and_the_summary_is_open() -> None:
    book = opened(content(0))
    assert book.sheetnames == SHEETS
    assert book.active is not None
    assert book.active.title == "Summary"


# --- LibreOffice -------------------------------------------------------------------------------------


@needs_programs
def test_libreoffice_opens_the_workbook_and_prints_it() -> None:
    cover = example().cover._replace(enterprise="宁波某某股份有限公司", confidentiality="内部")
    pdf = as_pdf(render_bytes(example()._replace(cover=cover), "xlsx"), ".xlsx")
    assert pdf.startswith(b"%PDF-")
    assert 8 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 25
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", pdf)}
    assert boxes
    sizes = {(round(width), round(height)) for _x, _y, width, height in boxes}
    assert {(595, 842), (842, 595)} <= sizes  # the summary is upright


@needs_programs
def test_libreoffice_reads_the_texts_as_texts() -> None:
    """It writes one sheet as CSV: 3 is the number of the sheet of answers."""
    report = with_texts(example(), FORMULAS)
    kind = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,3"
    found = converted(render_bytes(report, "xlsx"), ".xlsx", kind).decode()
    _header, *rows = csv.reader(io.StringIO(found, newline=""))
    assert [row[7] for row in rows] == [cell_text(answer.note) for answer in report.answers]


def test_the_page_on_exports_names_every_sheet_and_status() -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "exports.md").read_text(encoding="utf-8")
    part = page[page.index("## Excel") :]
    named = re.findall(r"(?m)^\| (\w+) \|", part)[1:]
    assert [name for name in named if name != "Markets"] == SHEETS  # the first example compares none
    assert "To do, Started, Done or Dropped" in part
    assert f"work in {SPARE} more rows" in part
