"""The Word report: read back with python-docx and as XML, and opened by LibreOffice."""

from __future__ import annotations

import datetime
import io
import pickle
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from programs import as_pdf, needs_programs
from readiness import Report, build_report, load_answers, load_questionnaire, score
from readiness.messages.characters import printable
from readiness.messages.problems import InvalidTemplate
from readiness.rendering import render_bytes
from readiness.rendering.docx import page_docx
from readiness.rendering.word import letterhead, pictures
from readiness.views.blocks import (
    Bar,
    BarRow,
    Bars,
    Block,
    Break,
    Card,
    Column,
    Contents,
    Cover,
    Fact,
    Facts,
    Heading,
    Item,
    List,
    Page,
    Paragraph,
    Point,
    Run,
    Scatter,
    Table,
    Timeline,
    Track,
    Trend,
    line,
    link,
    note,
    paragraph,
)
from readiness.views.pages.report_page import report_page
from test_command_line import HOSTILE, STARTS, call
from test_pages import pages

FOLDER = Path(__file__).resolve().parent.parent / "examples"
EXAMPLES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
EXAMPLE = "suzhou-equipment"
every_example = pytest.mark.parametrize("example", EXAMPLES)
EAST_ASIAN = "Microsoft YaHei"
BODY = "{{p body }}"


@cache
def report_of(example: str) -> Report:
    asked = load_questionnaire()
    answers = load_answers(FOLDER / f"{example}.yaml", asked)
    found = build_report(score(asked, answers), built_on=datetime.date(2026, 11, 29))
    cover = found.cover._replace(
        enterprise="苏州 Sulang & Co",
        prepared_by="A. Consultant",
        prepared_for="The board",
        confidentiality="For the board only",
    )
    return found._replace(cover=cover)


@cache
def page_of(example: str) -> Page:
    return report_page(report_of(example))


@cache
def file_of(example: str) -> bytes:
    return render_bytes(report_of(example), "docx")


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def elements(document: Document, tag: str) -> list[Any]:
    return list(document.element.body.iter(qn(tag)))


def text_of(element: Any) -> str:
    """The text of a paragraph or more: a line for each paragraph, break and tab."""
    marks = {qn("w:p"): "\n", qn("w:br"): "\n", qn("w:tab"): "\t"}
    found = (each.text or "" if each.tag == qn("w:t") else marks.get(each.tag, "") for each in element.iter())
    return "".join(found)


def one_line(text: str) -> str:
    return printable(" ".join(text.split()))


def texts(value: object) -> Iterator[tuple[str, str]]:
    """Every text in a page or a part of it, with its role."""
    if isinstance(value, Run):
        yield value.text, value.role
    elif isinstance(value, str):
        yield value, ""
    elif isinstance(value, tuple) and not isinstance(value, Bar):
        for inner in shown_parts(value):
            yield from texts(inner)


def shown_parts(value: tuple[object, ...]) -> tuple[object, ...]:
    """What is shown of a block, without ids, and captions that may be left out."""
    match value:
        case Heading():
            return (value.text,)
        case Cover():  # the enterprise has no label
            return (value.title, value.subtitle, *value.facts[1:], value.facts[0].line)
        case Contents():
            return (value.title,)
        case Item() | Card():
            return tuple(part for name, part in value._asdict().items() if name not in ("id", "number"))
        case Table() | Bars():
            return (value.columns, value.rows)
        case Scatter() | Timeline() | Trend():
            return (value.caption,)
    return value


# --- nothing is left out -------------------------------------------------------------------------------


@every_example
def test_every_text_of_the_page_is_in_the_file(example: str) -> None:
    shown = text_of(opened(file_of(example)).element.body)
    for text, role in texts(page_of(example)):
        for each in text.splitlines() if role == "note" else [text]:
            assert one_line(each) in shown


@pytest.mark.parametrize("kind", ["case", "cases", "questionnaires", "preview False", "form True", "quick"])
def test_every_text_of_other_pages_is_in_the_file_too(kind: str) -> None:
    """Among these are forms, with room for answers, cards and nested lists."""
    asked = load_questionnaire()
    quick = build_report(score(asked, load_answers(FOLDER / f"{EXAMPLE}.yaml", asked), quick=True))
    page = report_page(quick) if kind == "quick" else pages()[kind]
    shown = text_of(opened(page_docx(page)).element.body)
    for text, role in texts(tuple(block for block in page if not isinstance(block, Cover))):
        for each in text.splitlines() if role == "note" else [text]:
            assert one_line(each) in shown


@every_example
def test_headings_have_the_styles_of_words_own_headings(example: str) -> None:
    wanted = [
        (min(block.level - 1, 4), one_line(" ".join(text for text, _role in texts(title))))
        for block in page_of(example)
        if isinstance(block, Heading | Card)
        for title in [block.text if isinstance(block, Heading) else block.title]
    ]
    found = [
        (int(each.style.name.removeprefix("Heading ")), each.text)
        for each in opened(file_of(example)).paragraphs
        if each.style is not None and str(each.style.name).startswith("Heading")
    ]
    assert found == wanted
    assert {level for level, _text in wanted} == {1, 2}


def test_deeper_headings_have_deeper_styles_down_to_the_fourth() -> None:
    page = tuple(Heading(f"Level {level}", level) for level in range(1, 7))
    found = [str(each.style.name) for each in opened(page_docx(page)).paragraphs if each.style is not None]
    assert found == ["Heading 1", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Heading 4"]


def test_the_cover_is_a_page_of_its_own_with_the_name_of_the_client() -> None:
    document = opened(file_of(EXAMPLE))
    shown = [(str(each.style and each.style.name), each.text) for each in document.paragraphs[:10]]
    assert shown == [
        ("Report Cover Client", "苏州 Sulang & Co"),
        ("Title", "Readiness to go overseas"),
        ("Subtitle", "Full assessment"),
        ("Report Cover Fact", "Answers by:\tGu Haoran, vice president overseas, with the general counsel"),
        ("Report Cover Fact", "Answers of:\t2026-09-18"),
        ("Report Cover Fact", "Report of:\t2026-11-29"),
        ("Report Cover Fact", "Prepared by:\tA. Consultant"),
        ("Report Cover Fact", "Prepared for:\tThe board"),
        ("Report Cover Fact", "Confidentiality:\tFor the board only"),
        ("Heading 1", "Verdict: Pilot-ready (level 3 of 5)"),
    ]
    assert document.paragraphs[9].paragraph_format.page_break_before
    assert document.sections[0].different_first_page_header_footer


def test_header_and_footer_name_the_client_and_number_the_pages() -> None:
    section = opened(file_of(EXAMPLE)).sections[0]
    assert section.header.paragraphs[0].text == "Readiness to go overseas\t苏州 Sulang & Co · 2026-09-18"
    assert section.footer.paragraphs[0].text == "苏州 Sulang & Co · For the board only\t1 / 1"
    codes = [each.text for each in section.footer._element.iter(qn("w:instrText"))]
    assert codes == [" PAGE ", " NUMPAGES "]


def test_the_page_is_a4() -> None:
    section = opened(file_of(EXAMPLE)).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


# --- contents, links, captions ---------------------------------------------------------------------------


@every_example
def test_every_link_and_field_leads_to_a_bookmark_and_no_bookmark_is_double(example: str) -> None:
    document = opened(file_of(example))
    begun = elements(document, "w:bookmarkStart")
    names = [each.get(qn("w:name")) for each in begun]
    numbers = [each.get(qn("w:id")) for each in begun]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name, re.ASCII) for name in names)
    assert sorted(each.get(qn("w:id")) for each in elements(document, "w:bookmarkEnd")) == sorted(
        set(numbers)
    )
    anchors = {each.get(qn("w:anchor")) for each in elements(document, "w:hyperlink")}
    fields = {
        found[1]
        for each in elements(document, "w:instrText")
        if (found := re.search(r"PAGEREF (\w+)", each.text))
    }
    assert anchors
    assert fields <= anchors <= set(names)


@every_example
def test_a_link_leads_to_what_it_names(example: str) -> None:
    document = opened(file_of(example))
    targets = {
        each.get(qn("w:name")): text_of(each.getparent()).strip()
        for each in elements(document, "w:bookmarkStart")
    }
    numbers = [
        (text_of(each), targets[each.get(qn("w:anchor"))], number_of(document, each.get(qn("w:anchor"))))
        for each in elements(document, "w:hyperlink")
        if text_of(each).isdecimal()
    ]
    assert numbers
    assert all(text == number for text, _target, number in numbers)


def number_of(document: Document, name: str) -> str:
    """The number that Word gives the paragraph with the bookmark called `name`."""
    counts: dict[tuple[str, str], int] = {}
    starts = {
        each.get(qn("w:numId")): int(each.find(f".//{qn('w:startOverride')}").get(qn("w:val")))
        for each in document.part.numbering_part.element.iter(qn("w:num"))
        if each.find(f".//{qn('w:startOverride')}") is not None
    }
    for each in document.element.body.iter(qn("w:p")):
        found = each.find(f".//{qn('w:numId')}")
        list_id = found.get(qn("w:numId")) or found.get(qn("w:val")) if found is not None else ""
        if list_id in starts:
            counts[list_id, ""] = counts.get((list_id, ""), starts[list_id] - 1) + 1
        if any(mark.get(qn("w:name")) == name for mark in each.iter(qn("w:bookmarkStart"))):
            return str(counts.get((list_id, ""), ""))
    return ""


def test_the_contents_field_has_its_sections_before_any_program_updates_it() -> None:
    document = opened(file_of(EXAMPLE))
    [contents] = elements(document, "w:sdt")
    sections = [block.text for block in page_of(EXAMPLE) if isinstance(block, Heading) and block.level == 2]
    assert text_of(contents).split("\n")[1:] == ["Contents", *(f"{section}\t" for section in sections)]
    kinds = [each.get(qn("w:fldCharType")) for each in contents.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("end") == 1 + len(sections)
    assert next(contents.iter(qn("w:instrText"))).text == ' TOC \\o "1-1" \\h \\z '


@every_example
def test_captions_are_numbered_by_word_and_in_order(example: str) -> None:
    document = opened(file_of(example))
    for kind, style in (("Table", "Caption"), ("Figure", "Report Figure Caption")):
        captions = [
            each for each in document.paragraphs if each.style is not None and each.style.name == style
        ]
        assert captions
        for number, caption in enumerate(captions, start=1):
            assert re.fullmatch(rf"{kind} {number}\. .+", caption.text)
            assert next(caption._p.iter(qn("w:instrText"))).text == f" SEQ {kind} \\* ARABIC "


# --- lists ----------------------------------------------------------------------------------------------


def test_items_keep_their_own_numbers() -> None:
    items = tuple(
        Item(line(f"Item {number}"), number=number, id=f"i{place}")
        for place, number in enumerate(("1", "3", "4", "42", "3", "A.1", "123456", ""))
    )
    others = tuple(Item(line(f"Other {number}"), number=number) for number in ("5", "6", "8"))
    document = opened(page_docx((List(items), List(items[:1]), List(others))))
    numbers = [number_of(document, f"at_i{place}") for place in range(5)]
    assert numbers == ["1", "3", "4", "42", "3"]
    shown = [each.text for each in document.paragraphs]
    assert shown[5:-3] == ["A.1\tItem A.1", "123456\tItem 123456", "Item", "Item 1"]
    lists = [each.find(f".//{qn('w:numId')}") for each in elements(document, "w:p")]
    used = [each.get(qn("w:val")) for each in lists if each is not None]
    assert len(set(used[:-3])) == len(used[:-3])  # what others refer to keeps its number
    assert used[-3] == used[-2] != used[-1]  # consecutive: one list


def test_what_is_below_an_item_is_indented_further() -> None:
    inner = List((Item(line("inner"), (paragraph("innermost"),)),))
    document = opened(
        page_docx((List((Item(line("outer"), (Facts((Fact("Label:", line("fact")),)), inner)),)),))
    )
    levels = [each.get(qn("w:val")) for each in elements(document, "w:ilvl")]
    assert levels == ["0", "1"]
    indents = [each.get(qn("w:left")) for each in elements(document, "w:ind")]
    assert [int(each) for each in indents] == [397, 794]


# --- tables and pictures ----------------------------------------------------------------------------------


@every_example
def test_tables_repeat_their_header_and_do_not_split_rows(example: str) -> None:
    tables = opened(file_of(example)).tables
    assert len(tables) >= 15
    for table in tables:
        head, *rows = table._tbl.tr_lst
        assert head.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        for row in rows:
            assert row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
            assert row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None


@every_example
def test_tables_are_as_wide_as_the_text_and_have_a_title_for_screen_readers(example: str) -> None:
    captions = [block.caption for block in page_of(example) if isinstance(block, Table | Bars)]
    tables = opened(file_of(example)).tables
    for table, caption in zip(tables, captions, strict=True):
        widths = [int(each.get(qn("w:w"))) for each in table._tbl.tblGrid.iter(qn("w:gridCol"))]
        assert 9412 - len(widths) <= sum(widths) <= 9412
        for row in table._tbl.tr_lst:
            assert [int(each.get(qn("w:w"))) for each in row.iter(qn("w:tcW"))] == widths
        title = table._tbl.tblPr.find(qn("w:tblCaption"))
        assert (title.get(qn("w:val")) if title is not None else "") == caption


@pytest.mark.parametrize(
    ("bar", "cells"),
    [
        (Bar(0, 0), [("E4EAF0", 57)]),
        (Bar(0.5, 0.5), [("1F4E79", 28), ("E4EAF0", 29)]),
        (Bar(0.25, 0.75), [("1F4E79", 14), ("8DB0D0", 28), ("E4EAF0", 15)]),
        (Bar(1, 1), [("1F4E79", 57)]),
    ],
)
def test_a_bar_is_blanks_on_a_ground_as_long_as_its_value(bar: Bar, cells: list[tuple[str, int]]) -> None:
    row = BarRow("Title", bar, "value")
    document = opened(page_docx((Bars((Column("Kind"), Column("Score", number=True)), (row,)),)))
    lengths: dict[str, int] = {}
    for run in elements(document, "w:r"):
        ground = run.find(f".//{qn('w:shd')}")
        if ground is not None:
            colour = ground.get(qn("w:fill"))
            lengths[colour] = lengths.get(colour, 0) + len(run.find(qn("w:t")).text)
    assert list(lengths.items()) == cells


@every_example
def test_charts_are_pictures_with_a_text_alternative(example: str) -> None:
    charts = [block for block in page_of(example) if isinstance(block, Scatter | Timeline)]
    document = opened(file_of(example))
    found = [each for each in document.element.body.iter() if each.tag.endswith("}docPr")]
    assert [each.get("descr") for each in found] == [chart.alternative for chart in charts]
    assert len({each.get("id") for each in found}) == len(charts)
    for shape in document.inline_shapes:
        assert 8 < shape.width.cm < 16.7
        assert shape.height.cm < 20


def test_without_fonts_a_chart_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures._family.cache_clear()
    pictures._probe.cache_clear()
    monkeypatch.setattr(pictures, "_FAMILIES", ("No Such Font",))
    monkeypatch.setattr(pictures, "FONTS", "No Such Font, sans-serif")
    try:
        document = opened(page_docx(page_of(EXAMPLE)))
    finally:
        pictures._family.cache_clear()
        pictures._probe.cache_clear()
    assert len(document.inline_shapes) == 0
    shown = text_of(document.element.body)
    for chart in page_of(EXAMPLE):
        if isinstance(chart, Scatter | Timeline):
            told = "A chart is left out, as no font for its text is installed here. It shows: "
            assert told + chart.alternative in shown


def test_a_character_that_no_font_has_is_not_shown_as_an_empty_box() -> None:
    assert pictures.picture('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>') is not None
    odd = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>\U0010fff1</text></svg>'
    assert pictures.picture(odd) is None


# --- fonts, language, properties --------------------------------------------------------------------------


def test_every_style_names_a_latin_and_an_east_asian_font() -> None:
    content = file_of(EXAMPLE)
    document = opened(content)
    used = {
        each.get(qn("w:val"))
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle")
        for each in elements(document, tag)
    }
    assert len(used) > 20
    fonts = {
        each.get(qn("w:styleId")): each.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        for each in document.styles.element.iter(qn("w:style"))
    }
    for style in used:
        assert fonts[style].get(qn("w:eastAsia")) == EAST_ASIAN
        assert fonts[style].get(qn("w:ascii")) in ("Arial", "Consolas")
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert next(defaults.iter(qn("w:rFonts"))).get(qn("w:eastAsia")) == EAST_ASIAN
    assert next(defaults.iter(qn("w:lang"))).get(qn("w:val")) == "en-GB"
    assert next(defaults.iter(qn("w:lang"))).get(qn("w:eastAsia")) == "zh-CN"
    assert part(content, "word/theme/theme1.xml").count(f'<a:ea typeface="{EAST_ASIAN}"/>') == 2
    assert "Theme=" not in part(content, "word/styles.xml")


def test_the_properties_say_what_the_file_is() -> None:
    found = opened(file_of(EXAMPLE)).core_properties
    assert found.title == "Readiness to go overseas · 苏州 Sulang & Co"
    assert (found.author, found.last_modified_by) == ("A. Consultant", "A. Consultant")
    assert (found.subject, found.category, found.language) == ("Full assessment", "For the board only", "en")
    assert str(found.created) == str(found.modified) == "2026-09-18 12:00:00+00:00"


def test_the_same_report_gives_the_same_bytes() -> None:
    content = file_of(EXAMPLE)
    assert render_bytes(report_of(EXAMPLE), "docx") == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(2026, 9, 18, 12, 0, 0)}
        assert not any("thumbnail" in name or "customXml" in name for name in archive.namelist())


@pytest.mark.parametrize("date", ["", "soon", "1066-10-14", "2026-02-31"])
def test_a_date_that_no_archive_can_have_is_the_earliest(date: str) -> None:
    content = page_docx((Cover("Title", "Kind", (), (("date", date),)),))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {each.date_time[:3] for each in archive.infolist()} == {(1980, 1, 1)}


# --- hostile texts -----------------------------------------------------------------------------------------

ODD = (
    HOSTILE,
    *STARTS,
    "]]> <![CDATA[x]]> <?xml version='1.0'?> &lt; &#x0; </w:t></w:r></w:p>",
    "".join(map(chr, range(32))) + "\x7f\x85\ufffe\uffff\ud800\udfff\u202e\u2066\ufeff",
    "{{ 7*7 }} {% for x in y %} {_{ enterprise }_} {{p body }}",
    '{ HYPERLINK "javascript:alert(1)" } file:///etc/passwd \\\\server\\share DDEAUTO c:\\x',
    "=1+1 +1 -1 @SUM(A1) ＝1",
    "中文，《标题》 日本語 한국어 العربية עברית ไทย 😀 é é",
    "x" * 5000,
)


def odd_page(text: str, other: str) -> Page:
    """A page with `text` wherever a text can be."""
    inner = (paragraph(text), Facts((Fact(text, line(note(text))),)))
    column, runs = (
        Column(text),
        tuple(Run(text, role) for role in ("plain", "strong", "quiet", "code", "alert")),
    )
    return (
        Cover(text, other, (Fact(text, line(text)),), (("enterprise", text), ("confidentiality", other))),
        Heading(text, id=text),
        Break(),
        Contents(text, (link(text, text),)),
        Paragraph((*runs, link(other, text), note(text))),
        List((Item(line(text), inner, number=text, id=other), Item(line(text))), line(text)),
        Table((column, Column(other, number=True)), ((line(text), line(note(other))),), text),
        Bars((column, column), (BarRow(text, Bar(0.2, 0.4), text),), other),
        Scatter(text, text, text, (Point(text, (0.1, 0.2), (0.3, 0.3), (0.2, 0.3)),), alternative=text),
        Trend(text, ((0.0, text), (1.0, other)), (Track(text, ((0.1, 0.2, text), None)),), (text, other)),
        Card(line(text), inner, number=text),
    )


@pytest.mark.parametrize("place", range(len(ODD)))
def test_hostile_texts_arrive_as_harmless_text(place: int) -> None:
    text, other = ODD[place], ODD[place - 1]
    content = page_docx(odd_page(text, other))
    document = opened(content)
    shown = text_of(document.element.body)
    assert shown.count(one_line(text)) >= 14
    for each in filter(None, map(str.split, text.splitlines())):
        assert one_line(" ".join(each)) in shown
    expect_harmless(content)


def expect_harmless(content: bytes) -> None:
    """The file loads nothing, runs nothing, and has only our own fields and no character that hides."""
    document = opened(content)
    for name in zipfile.ZipFile(io.BytesIO(content)).namelist():
        if name.endswith(".rels"):
            assert 'TargetMode="External"' not in part(content, name)
    for each in elements(document, "w:instrText"):
        assert re.fullmatch(
            r' (TOC \\o "1-1" \\h \\z|PAGEREF \w+ \\h|SEQ (Table|Figure) \\\* ARABIC) ', each.text
        )
    for each in document.element.body.iter(qn("w:t")):
        assert each.text
        assert printable(each.text) == each.text
    names = {each.get(qn("w:name")) for each in elements(document, "w:bookmarkStart")}
    assert {each.get(qn("w:anchor")) for each in elements(document, "w:hyperlink")} <= names


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=[]), max_size=40), min_size=5, max_size=15))
def test_any_text_at_all_arrives(found: list[str]) -> None:
    blocks: list[Block] = [paragraph(text) for text in found if text.split()]
    blocks += [Table((Column("Note"),), tuple((line(note(text)),) for text in found), "Notes")]
    document = opened(page_docx(tuple(blocks)))
    shown = [each.text for each in document.paragraphs[: len(blocks) - 1]]
    assert shown == [one_line(text) for text in found if text.split()]
    cells = [cell.text for cell in document.tables[0].columns[0].cells[1:]]
    wanted = ["\n".join(map(one_line, text.splitlines())).strip("\n") for text in found]
    assert cells == wanted


def test_notes_keep_their_lines_and_long_ones_may_go_over_pages() -> None:
    text = "\n".join(f"Line {number}: 这是第{number}行。" + "word " * 20 for number in range(250))
    assert len(text) > 25_000
    rows = ((line("Question"), line(note(text))), (line("Other"), line(note("one\n\ntwo"))))
    document = opened(page_docx((Table((Column("Question"), Column("Note")), rows),)))
    long, short = document.tables[0].rows[1:]
    assert long.cells[1].text.split("\n") == [each.strip() for each in text.split("\n")]
    assert short.cells[1].text == "one\n\ntwo"
    assert long._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None
    assert short._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None


def test_ids_that_word_would_not_tell_apart_get_different_bookmarks() -> None:
    ids = ["a-b", "a.b", "A-B", "x" * 60, "x" * 61, "中", "文"]
    page = tuple(Heading(f"Heading {id}", 3, id) for id in ids)
    links = tuple(Paragraph((link("see", id),)) for id in (*ids, "nowhere"))
    document = opened(page_docx((*page, *links)))
    names = [each.get(qn("w:name")) for each in elements(document, "w:bookmarkStart")]
    assert len({name.lower() for name in names}) == len(ids)
    assert max(map(len, names)) <= 40
    assert [each.get(qn("w:anchor")) for each in elements(document, "w:hyperlink")] == names
    assert document.paragraphs[-1].text == "see"  # without a link


# --- templates ----------------------------------------------------------------------------------------------


def template(*paragraphs: str, header: str = "", footer: str = "", cell: str = "") -> bytes:
    """A letterhead with these texts."""
    document = docx.Document()
    document.styles["Heading 1"].font.name = "Georgia"
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = footer
    for each in paragraphs:
        document.add_paragraph(each)
    if cell:
        document.add_table(1, 1).cell(0, 0).text = cell
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def with_part(content: bytes, name: str, added: bytes) -> bytes:
    """`content` with one part added or changed."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, added)
    return written.getvalue()


def with_relation(content: bytes, name: str, relation: str) -> bytes:
    """`content` with one more relation in the part called `name`."""
    old = part(content, name)
    assert old.endswith("</Relationships>")
    added = f'<Relationship Id="rId99" {relation}/></Relationships>'
    return with_part(content, name, old.replace("</Relationships>", added).encode())


PREFIX = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LETTERHEAD = template(
    "Report for {{ enterprise }}",
    "{%p if prepared_for %}",
    "For {{ prepared_for }}: {{ verdict }}, {{ overall }}",
    "{%p endif %}",
    BODY,
    "ACME, Beijing",
    header="ACME · {{ confidentiality }}",
    footer="{{ title }}, {{ kind }}, {{ date }}, {{ respondent }}, {{ prepared_by }}",
    cell="{{ enterprise }}",
)


def test_a_letterhead_is_filled_in_and_keeps_its_own_styles() -> None:
    content = render_bytes(report_of(EXAMPLE), "docx", template=LETTERHEAD)
    document = opened(content)
    shown = [each.text for each in document.paragraphs]
    assert shown[:3] == [
        "Report for 苏州 Sulang & Co",
        "For The board: Pilot-ready, 64.5 of 100",
        "Verdict: Pilot-ready (level 3 of 5)",
    ]
    assert shown[-1] == "ACME, Beijing"
    assert document.tables[-1].cell(0, 0).text == "苏州 Sulang & Co"
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "ACME · For the board only"
    assert section.footer.paragraphs[0].text == (
        "Readiness to go overseas, Full assessment, 2026-09-18, Gu Haoran, vice president overseas, with the"
        " general counsel, A. Consultant"
    )
    assert document.styles["Heading 1"].font.name == "Georgia"
    assert document.styles["Report Table Text"].font.name is None
    whole = text_of(document.element.body)
    for text, role in texts(tuple(block for block in page_of(EXAMPLE) if not isinstance(block, Cover))):
        for each in text.splitlines() if role == "note" else [text]:
            assert one_line(each) in whole
    expect_harmless(content)


def test_a_letterhead_gives_the_same_bytes_each_time() -> None:
    made = [render_bytes(report_of(EXAMPLE), "docx", template=LETTERHEAD) for _time in range(2)]
    assert made[0] == made[1]


def test_the_styles_added_to_a_letterhead_follow_its_margins_and_its_caption() -> None:
    document = opened(template(BODY))
    document.sections[0].left_margin = document.sections[0].right_margin = Cm(5)
    written = io.BytesIO()
    document.save(written)
    made = opened(render_bytes(report_of(EXAMPLE), "docx", template=written.getvalue()))
    section = made.sections[0]
    width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    (tab,) = made.styles["toc 1"].element.iter(qn("w:tab"))
    assert int(tab.get(qn("w:pos"))) == pytest.approx(width / 635, abs=1)  # 635 EMU are a twip
    figure = made.styles["Report Figure Caption"]
    assert figure.base_style is not None
    assert figure.base_style.name == "Caption"
    assert list(figure.element.iter(qn("w:color"), qn("w:sz"))) == []


def test_a_letterhead_without_any_lists_gets_the_numbering_of_the_report() -> None:
    document = opened(LETTERHEAD)
    part_of_lists = document.part.numbering_part
    [key] = [key for key, each in document.part.rels.items() if each.target_part is part_of_lists]
    del document.part.rels[key]
    written = io.BytesIO()
    document.save(written)
    made = opened(render_bytes(report_of(EXAMPLE), "docx", template=written.getvalue()))
    assert number_of(made, "at_action_41") == "41"


@pytest.mark.parametrize("text", [text for text in ODD if len(text) < 1000])
def test_hostile_texts_in_fields_stay_text(text: str) -> None:
    page = (Cover("T", "K", (), tuple((name, text) for name in letterhead.FIELDS)), paragraph("the report"))
    content = page_docx(
        page, template("A {{ enterprise }} Z", BODY, header="{{ title }}", footer="{{ kind }}")
    )
    document = opened(content)
    assert document.paragraphs[0].text == f"A {one_line(text)} Z"
    assert document.sections[0].header.paragraphs[0].text == one_line(text)
    assert document.sections[0].footer.paragraphs[0].text == one_line(text)
    expect_harmless(content)


NOWHERE = "It has no place for the report: write {{p body }} in a paragraph of its own."
MISPLACED = (
    "“{{p body }}” must be in the text exactly once, in a paragraph of its own that is not in a table, a text"
    " box, a header or a footer."
)
MORE = "there is more than a field. Write only names of fields, and {% if enterprise %} … {% endif %}."
NAMES = ", ".join((*letterhead.FIELDS, "body"))
WRONG = {
    "unknown": (
        template("Report for {{ enterprize }}", BODY, "{{ x }}", header="{{ clint }} A"),
        [
            "In the text, in “Report for {{ enterprize }}”: there is no field “enterprize”; did you mean"
            " “enterprise”?",
            f"In the text, in “{{{{ x }}}}”: there is no field “x”. The fields are {NAMES}.",
            f"In the header, in “{{{{ clint }}}} A”: there is no field “clint”. The fields are {NAMES}.",
        ],
    ),
    "in a footer": (
        template(BODY, footer="{{ titel }}"),
        ["In the footer, in “{{ titel }}”: there is no field “titel”; did you mean “title”?"],
    ),
    "in a table": (
        template(BODY, cell="{{ titel }}"),
        ["In the text, in “{{ titel }}”: there is no field “titel”; did you mean “title”?"],
    ),
    "no slot": (template("Hello"), [NOWHERE]),
    "two slots": (
        template(BODY, BODY),
        ["It has several places for the report; keep {{p body }} once."],
    ),
    "slot within text": (template("Text {{ body }} text"), [MISPLACED]),
    "slot in a table": (template(cell=BODY), [MISPLACED]),
    "slot in a header": (
        template("Text", header=BODY),
        ["In the header, in “{{ body }}”: “{{p body }}” cannot be used there; put it into the text."],
    ),
    "loop": (
        template("{% for x in range(9) %}{% endfor %}", BODY),
        [f"In the text, in “{{% for x in range(9) %}}{{% endfor %}}”: {MORE}"],
    ),
    "call": (
        template("{{ enterprise.upper() }}", BODY),
        [f"In the text, in “{{{{ enterprise.upper() }}}}”: {MORE}"],
    ),
    "sum": (template("{{ 9**9**9 }}", BODY), [f"In the text, in “{{{{ 9**9**9 }}}}”: {MORE}"]),
    "class": (template("{{ ''.__class__ }}", BODY), [f"In the text, in “{{{{ ''.__class__ }}}}”: {MORE}"]),
    "include": (template('{% include "x" %}', BODY), [f'In the text, in “{{% include "x" %}}”: {MORE}']),
    "rich text": (
        template("{{r title }}", BODY),
        [
            "In the text, in “{{r title }}”: “{{r title }}” has a special meaning that a report has no use"
            " for; write {{ enterprise }}."
        ],
    ),
    "open field": (
        template("A {{ enterprise", BODY),
        [
            "In the text, in “A {{ enterprise”: a field does not end. Write it in one paragraph, as in"
            " {{ enterprise }}."
        ],
    ),
    "many fields": (
        template("{{ title }}" * 101, BODY),
        ["The body text has more than 100 fields; a letterhead needs fewer."],
    ),
    "no file of Word": (
        b"hello",
        ["It is not a Word file (.docx). Open it in Word and save it as “Word Document (.docx)”."],
    ),
    "half a file": (
        LETTERHEAD[:9000],
        ["It is not a Word file (.docx). Open it in Word and save it as “Word Document (.docx)”."],
    ),
    "bomb": (
        with_part(LETTERHEAD, "word/media/image1.png", bytes(101_000_000)),
        ["Unpacked it is too large. A letterhead is enough for a template; remove its other content."],
    ),
    "large": (bytes(20_000_001), ["It is larger than 20 MB."]),
    "from outside": (
        with_relation(
            LETTERHEAD,
            "word/_rels/document.xml.rels",
            f'TargetMode="External" Target="http://tracker.example/x.png" Type="{RELATIONSHIP_TYPE.IMAGE}"',
        ),
        ["It loads “http://tracker.example/x.png” from outside. Put the content itself into the template."],
    ),
    "macros": (
        with_relation(
            with_part(
                with_part(LETTERHEAD, "word/vbaProject.bin", b"x"),
                "[Content_Types].xml",
                part(LETTERHEAD, "[Content_Types].xml")
                .replace(
                    "</Types>",
                    '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
                )
                .encode(),
            ),
            "word/_rels/document.xml.rels",
            'Target="vbaProject.bin" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"',
        ),
        ["It has macros. Save it as “Word Document (.docx)”, without them."],
    ),
}


def test_the_file_that_a_letterhead_was_itself_made_from_is_forgotten() -> None:
    """Word notes its address in most letterheads, and would look there whenever somebody opens the report."""
    name, kind = "word/_rels/settings.xml.rels", f"{PREFIX}/attachedTemplate"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    )
    settings = part(LETTERHEAD, "word/settings.xml")
    at = settings.index("<w:defaultTabStop")
    changed = settings[:at] + '<w:attachedTemplate r:id="rId99"/>' + settings[at:]
    content = with_part(
        with_part(LETTERHEAD, "word/settings.xml", changed.encode()), name, relations.encode()
    )
    content = with_relation(content, name, f'TargetMode="External" Target="file:///C:/x.dotm" Type="{kind}"')
    made = page_docx(page_of(EXAMPLE), content)
    expect_harmless(made)
    assert "attachedTemplate" not in part(made, "word/settings.xml")


@pytest.mark.parametrize("kind", WRONG)
def test_a_template_that_cannot_be_used_is_refused_with_every_reason(kind: str) -> None:
    content, reasons = WRONG[kind]
    with pytest.raises(InvalidTemplate) as caught:
        page_docx(page_of(EXAMPLE), content)
    assert list(caught.value.reasons) == reasons


def test_the_reasons_survive_pickling() -> None:
    pickled = pickle.dumps(InvalidTemplate(["One.", "Two."], "letter.docx"))
    error = pickle.loads(pickled)  # noqa: S301 (our own)
    assert str(error) == "letter.docx: One.\nletter.docx: Two."


def test_every_field_is_on_the_page_about_templates() -> None:
    page = (FOLDER.parent / "docs" / "word-template.md").read_text(encoding="utf-8")
    rows = "\n".join(each for each in page.splitlines() if each.startswith("| `{{"))
    assert re.findall(r"\{\{ (\w+) \}\}", rows) == list(letterhead.FIELDS)


# --- the command line -----------------------------------------------------------------------------------


def test_export_with_a_template(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(LETTERHEAD)
    answers = str(FOLDER / f"{EXAMPLE}.yaml")
    words = ("assess", "--answers", answers, "--template", "letter.docx")
    done = call(*words, "--export", "report.docx", folder=tmp_path)
    assert done.returncode == 0
    assert done.stderr.startswith("Wrote report.docx\n")
    assert opened((tmp_path / "report.docx").read_bytes()).sections[0].header.paragraphs[0].text == (
        "ACME · Board only"
    )


def test_a_template_is_only_for_an_export_to_word(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(LETTERHEAD)
    answers = str(FOLDER / f"{EXAMPLE}.yaml")
    for export in ((), ("--export", "report.md")):
        done = call("assess", "--answers", answers, "--template", "letter.docx", *export, folder=tmp_path)
        assert done.returncode == 2
        assert done.stderr.splitlines()[-1] == (
            "Error: Invalid value for --template: It is for a Word file; say which with --export, as in"
            " --export report.docx."
        )
    done = call("assess", "--template", "letter.docx", "--export", "letter.docx", folder=tmp_path)
    assert done.stderr.splitlines()[-1] == (
        "Error: Invalid value for --export: “letter.docx” is the template; the export would replace it."
    )


def test_a_wrong_template_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(template("{{ titel }}", BODY, header="{{ dat }}"))
    words = ("assess", "--template", "letter.docx", "--export", "report.docx")
    done = call(*words, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "letter.docx: In the text, in “{{ titel }}”: there is no field “titel”; did you mean “title”?\n"
        "letter.docx: In the header, in “{{ dat }}”: there is no field “dat”; did you mean “date”?\n"
    )
    assert not (tmp_path / "report.docx").exists()
    done = call("assess", "--template", "nowhere.docx", "--export", "report.docx", folder=tmp_path)
    assert done.stderr.startswith("nowhere.docx:1:1: unreadable: there is no such file\n")


# --- LibreOffice ----------------------------------------------------------------------------------------


def pdf_pages(content: bytes) -> list[str]:
    """The text of each page of a Word file, as LibreOffice lays it out."""
    pages = PdfReader(io.BytesIO(as_pdf(content, ".docx"))).pages
    return [" ".join(page.extract_text().split()) for page in pages]


@needs_programs
def test_libreoffice_lays_the_report_out_as_it_is_meant() -> None:
    pages = pdf_pages(file_of("hangzhou-e-commerce"))
    assert 14 <= len(pages) <= 29
    assert "Confidentiality:" in pages[0]
    assert "1 / " not in pages[0]
    assert "Verdict: Preparing (level 2 of 5)" in pages[1]
    assert "Learn from:" in pages[1]  # the first page of the report is one page
    assert "Contents" in pages[2]
    for number, page in enumerate(pages[1:], start=2):
        assert f"{number} / {len(pages)}" in page
        assert "苏州 Sulang & Co · For the board only" in page
    assert "Digest of the answers:" in pages[-1]


@needs_programs
def test_libreoffice_shows_chinese_notes_and_very_long_ones() -> None:
    text = "\n".join(f"第{number}行：风险与合规。" * 8 for number in range(160))
    rows = ((line("Question"), line("Answer"), line(note(text[:12_000] + "\n完"))),)
    page = (Heading("All answers"), Table((Column("Question"), Column("Answer"), Column("Note")), rows))
    pages = pdf_pages(page_docx(page))
    assert len(pages) > 4
    together = "".join("".join(pages).split())
    assert "第0行：风险与合规。" in together
    assert "完" in pages[-1]
    assert all("Question" in each for each in pages)  # the header row repeats


@needs_programs
def test_libreoffice_opens_hostile_texts_and_letterheads() -> None:
    assert pdf_pages(page_docx(odd_page(ODD[0], ODD[-3])))
    pages = pdf_pages(render_bytes(report_of(EXAMPLE), "docx", template=LETTERHEAD))
    assert "Report for 苏州 Sulang & Co" in pages[0]
    assert all("ACME · For the board only" in each for each in pages)
