"""The HTML report: one file that loads nothing, shows everything, and can be read by everyone."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from programs import needs_programs
from readiness import load_questionnaire, render
from readiness.messages.characters import printable
from readiness.rendering import Output, html
from readiness.rendering.charts import chart_svg
from readiness.rendering.encodings import Characters
from readiness.views.blocks import (
    Bars,
    Chart,
    Column,
    Heading,
    Point,
    Region,
    Scatter,
    Table,
    Timeline,
    Track,
    Trend,
    Work,
    code,
    line,
    link,
    note,
    paragraph,
)
from readiness.views.pages.report_page import report_page
from test_command_line import HOSTILE
from test_pages import EXAMPLES, closely, every_block, pages, report_of, texts

VOID = {"meta", "br", "wbr", "rect", "circle", "path", "polyline"}


class Document(HTMLParser):
    """A parsed document: its elements with their attributes, its text, and whether every tag is closed."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def document_of(example: str) -> Document:
    return Document(render(report_of(example), "html"))


# --- what is in it ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(pages()))
def test_html_leaves_nothing_out_and_closes_every_element(kind: str) -> None:
    found = Document(html.write(pages()[kind], Output()))
    assert found.open == []
    shown = closely(found.text)
    for each in texts(pages()[kind]):
        assert closely(printable(" ".join(each.split()))) in shown or closely(each) in shown


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_numbers_are_those_of_the_json(name: str) -> None:
    data = json.loads(render(report_of(name), "json"))
    shown = closely(document_of(name).text)
    for item in data["dimensions"]:
        assert closely(f"{item['title']} {item['displayed']}") in shown
    for window in data["opportunities"]:
        assert closely(f"{window['title']} {window['displayed']} {window['use']['displayed']}") in shown


@pytest.mark.parametrize("name", EXAMPLES)
def test_headings_descend_and_ids_are_unique_and_links_lead_somewhere(name: str) -> None:
    found = document_of(name)
    levels = [int(tag[1]) for tag, _attributes in found.elements if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [attributes["id"] for _tag, attributes in found.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    links = [str(attributes["href"]) for attributes in found.all("a")]
    assert len(links) > 30
    assert all(each.startswith("#") and each[1:] in ids for each in links)
    assert len(found.all("main")) == len(found.all("header")) == len(found.all("nav")) == 1


def test_every_picture_has_a_title_and_a_text_instead() -> None:
    found = document_of("hangzhou-e-commerce")
    charts = [each for each in found.all("svg") if each.get("role") == "img"]
    assert len(charts) == 3
    ids = {attributes.get("id") for _tag, attributes in found.elements}
    assert all(set(str(each["aria-labelledby"]).split()) <= ids for each in charts)
    assert all(each.get("aria-hidden") == "true" for each in found.all("svg") if each.get("role") != "img")
    assert "Localization gap in compliance: exposure 25%–58%, control 25%, residual 19%–44%" in found.text


def test_a_first_page_alone_has_no_links_that_lead_nowhere() -> None:
    found = Document(render(report_of("ningbo-ev-parts"), "html", details=False))
    assert [each["href"] for each in found.all("a")] == ["#_report"]
    assert "Verdict: Foundation" in found.text


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_bare_text_ends_in_a_space_before_an_element(name: str) -> None:
    """WeasyPrint would break the line of such a text early."""
    written = render(report_of(name), "html").partition("</style>")[2]
    assert re.findall(r"[^>\s]\s+<(?:span|strong|a|code|svg)\b", written) == []


def test_the_lines_of_a_note_and_the_numbers_of_a_list_stay() -> None:
    written = html.write((paragraph(note("one\n\ntwo\u2028three")),), Output())
    assert "<p>one<br><br>two<br>three</p>" in re.sub(r"\n", "", written)
    found = document_of("suzhou-equipment").text
    assert re.search(r"3\.\s+Tariff scenarios", found)


@pytest.mark.parametrize(
    "text",
    [
        "中" * 3000,
        "我们在越南设有工厂，去年的海外收入占百分之三十。" * 50,
        "word " * 200,
        "a-" * 900,
        "😀" * 900,
    ],
)
def test_a_long_text_is_in_pieces_that_a_pdf_is_quickly_made_of(text: str) -> None:
    written = html.write((paragraph(note(text)),), Output())
    assert Document(written).text.strip() == text.strip()
    pieces = re.findall("<span>([^<]*)</span>", written)
    assert len(pieces) >= 7
    assert max(map(len, pieces)) <= 130


def test_characters_that_an_encoding_lacks_become_references() -> None:
    written = html.write((paragraph("董事会 é"),), Output(characters=Characters("latin-1")))
    assert "&#33891;&#20107;&#20250; é" in written


def test_the_first_link_skips_to_the_report() -> None:
    found = document_of("suzhou-equipment")
    first = next(each for each in found.elements if each[0] in ("a", "header", "main", "nav"))
    assert first == ("a", {"class": "skip", "href": "#_report"})
    assert [each["id"] for each in found.all("main")] == ["_report"]
    assert found.text.count("Verdict: Pilot-ready (level 3 of 5)") == 2  # the link and the heading


# --- what is not --------------------------------------------------------------------------------------


def test_the_file_allows_no_script_and_nothing_to_load() -> None:
    source = render(report_of("ningbo-ev-parts"), "html")
    found = Document(source)
    (policy,) = [each for each in found.all("meta") if each.get("http-equiv") == "Content-Security-Policy"]
    style = re.findall("<style>(.*?)</style>", source, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    assert policy["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert len(style) == 1
    assert {tag for tag, _attributes in found.elements}.isdisjoint(
        {"script", "img", "link", "iframe", "form"}
    )
    names = {name for _tag, attributes in found.elements for name in attributes}
    assert not {name for name in names if name in ("style", "src", "srcset") or name.startswith("on")}
    assert "url(" not in style[0]
    assert "@import" not in style[0]


@pytest.mark.parametrize(
    "words", [HOSTILE, "javascript:alert(1)", "{{ 7*7 }}", "'\"><b>", "\u202egnp\x00", "]]>"]
)
def test_no_text_changes_the_structure_wherever_it_is(words: str) -> None:
    def shape(text: str) -> list[Any]:
        written = html.write((*every_block(text), *hostile_charts(text)), Output()).replace("<br>", " ")
        return [(tag, sorted(attributes)) for tag, attributes in Document(written).elements]

    assert shape(words) == shape("plain words")
    written = html.write((*every_block(words), *hostile_charts(words)), Output())
    assert "<script>" not in written
    assert all(character == "\n" or character.isprintable() for character in written)
    assert closely(printable(" ".join(words.split()))) in closely(Document(written).text)


def hostile_charts(words: str) -> Iterator[Chart]:
    yield Scatter(words, words, words, (Point(words, (0.1, 0.4), (0.5, 0.5), (0.4, 0.5)),), alternative=words)
    yield Timeline(words, (Work("1", words, 30, "a-place"),), ((30, words),), words)
    track = Track(words, ((0.1, 0.4, words), None, (0.5, 0.5, words)))
    times = ((0.0, words), (0.5, ""), (1.0, words))
    yield Trend(words, times, (track, track), (words, words), ((0.5, words),), words)


def test_a_caption_that_repeats_its_heading_is_for_screen_readers_alone() -> None:
    def table(caption: str) -> Table:
        return Table((Column("Question"),), ((line("a"),),), caption)

    page = (Heading("Strategy", 3), table("Strategy"), Heading("Gaps", 3), table("The largest"))
    written = html.write(page, Output())
    assert re.findall("<caption.*?>.*?<", written) == [
        '<caption class="said">Strategy<',
        "<caption>The largest<",
    ]


def test_an_id_can_be_cut_after_its_points_alone() -> None:
    written = html.write((paragraph(code("strategy.market-choice")), paragraph(code("a b.c"))), Output())
    assert "<code>strategy.<wbr>market-choice</code>" in written
    assert "<code>a b.c</code>" in written


@pytest.mark.parametrize("text", ["（10 人天，2026年12月30日前）", "截至 2026年", "于 2025年7月"])
def test_no_line_begins_inside_a_date_in_chinese(text: str) -> None:
    written = html.write((paragraph("甲", text), paragraph(note("货" * 95 + text + "乙" * 300))), Output())
    (date,) = re.findall(r"\d.*[年月日]", text.removeprefix("（10 人天，"))
    assert written.count(f'<span class="date">{date}</span>') == 2
    assert ".date { white-space: nowrap; }" in written
    assert text in Document(written).text


def test_a_question_in_full_is_apart_from_its_title() -> None:
    written = html.write(report_page(report_of("suzhou-equipment")), Output())
    assert re.search(r"<strong>Overseas thesis:</strong> <span>A new director", written)
    assert re.search(r'<strong>[^<]+</strong> <span class="quiet">\(exposure\):</span> <span>', written)


# --- pictures -----------------------------------------------------------------------------------------


def test_marks_of_a_chart_do_not_cover_each_other() -> None:
    points = tuple(Point(str(number), (0.5, 0.5), (0.5, 0.5), (0.5, 0.5)) for number in range(12))
    drawn = chart_svg(Scatter("c", "x", "y", points), "id")
    places = [
        tuple(map(float, each)) for each in re.findall(r'<circle[^>]*cx="([\d.]+)" cy="([\d.]+)"', drawn)
    ]
    marks = places[:12]
    assert len(set(marks)) == 12
    for number, one in enumerate(marks):
        for other in marks[number + 1 :]:
            assert (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 >= 18**2


def test_labels_of_curves_are_drawn_over_every_curve() -> None:
    chart = next(block for block in report_page(report_of("suzhou-equipment")) if isinstance(block, Scatter))
    drawn = chart_svg(chart, "id")
    assert drawn.count("<polyline") == len(re.findall(r">residual \d+%<", drawn)) == 3
    assert drawn.rindex("<polyline") < drawn.index(">residual")
    assert "paint-order" not in drawn, "WeasyPrint does not know it, and would hide the text"


def test_the_title_of_work_is_above_its_line_and_below_the_mark_before() -> None:
    works = (Work("1", "m" * 28, 180, "a"), Work("2", "b", 365, "b"))
    drawn = chart_svg(Timeline("c", works, ((0, "2025-12-01"), (365, "2026-12-01"))), "id")
    marks = [float(y) for y in re.findall(r'<circle[^>]*cy="([\d.]+)"', drawn)]
    titles = re.findall(r'<text[^>]* x="12.0" y="([\d.]+)"[^>]*>(m+|b)<', drawn)
    assert [float(y) for y, _title in titles] == [mark - 11 for mark in marks]
    assert marks[1] - marks[0] >= 9 + 12 + 11
    assert "2025-12-01" in drawn


def test_a_chart_in_chinese_is_drawn_in_chinese_fonts_and_upright() -> None:
    def drawn(words: str) -> str:
        chart = Scatter("c", "x", "y", (), regions=(Region(words, (0, 1)),))
        return chart_svg(chart, "id")

    english, chinese = drawn("Get ready"), drawn("先做准备")
    for chart, font, slanted in ((english, "Noto Sans", True), (chinese, "PingFang SC", False)):
        assert f'font-family="&#39;{font}&#39;,' in chart
        assert ("italic" in chart) is slanted


def test_a_range_is_drawn_as_a_range() -> None:
    drawn = chart_svg(Scatter("c", "x", "y", (Point("p", (0.25, 0.75), (0.5, 0.5), (0.75, 0.5)),)), "id")
    assert '<rect class="c-range" x="119.0" y="175.0" width="150.0" height="2.0"' in drawn
    assert '<circle class="c-hollow" cx="269.0" cy="176.0"' in drawn
    bars = next(block for block in report_page(report_of("hangzhou-e-commerce")) if isinstance(block, Bars))
    assert html.write((bars,), Output()).count('fill-opacity="0.45"') == 1


def test_red_flags_have_another_shape_and_titles_begin_at_the_left() -> None:
    works = (Work("1", "A flag", 30, "a", urgent=True), Work("2", "A very long title of some work", 365, "b"))
    drawn = chart_svg(Timeline("c", works, ((30, "2026-01-01"), (365, "2026-12-01"))), "id")
    assert drawn.count("<rect") == drawn.count("<circle") == 1
    assert re.search(r'<text class="c-ink" x="12.0"[^>]*>A very long title of some work<', drawn)


def words_on(page: Any) -> str:
    """The words on a page of a PDF, without ligatures."""
    return unicodedata.normalize("NFKC", " ".join(page.extract_text().split()))


def _keep(said: list[str], name: str, event: Any) -> None:
    said.append(getattr(event, name))


# --- in a real browser --------------------------------------------------------------------------------


@pytest.fixture
def written(name: str, tmp_path: Path) -> str:
    """The address of the report on an example."""
    path = tmp_path / "report.html"
    path.write_text(render(report_of(name), "html"), encoding="utf-8")
    return path.as_uri()


@needs_programs
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_browser_shows_every_example_without_complaint(name: str, written: str, chromium: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for width, scheme in ((320, "dark"), (1280, "light")):
        page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        said: list[str] = []
        page.on("console", partial(_keep, said, "text"))
        page.on("request", partial(_keep, said, "url"))
        page.goto(written)
        assert said == [written]
        assert page.evaluate("document.documentElement.scrollWidth") == width
        if width == 320 or name == EXAMPLES[-1]:
            # Contrast takes seconds, and is the same in every report; so does listing what is right.
            rules = {"color-contrast": {"enabled": name == EXAMPLES[-1]}}
            found = Axe().run(page, options={"rules": rules, "resultTypes": ["violations"]})
            assert found.violations_count == 0, found.generate_report()
        page.close()


@needs_programs
@pytest.mark.parametrize("name", EXAMPLES[1:3])
@pytest.mark.usefixtures("name")
def test_a_browser_prints_the_first_page_on_one_page(written: str, chromium: Any) -> None:
    from pypdf import PdfReader

    page = chromium.new_page()
    page.goto(written)
    pages = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    page.close()
    assert 10 <= len(pages) <= 30
    first, second = (words_on(pages[number]) for number in (0, 1))
    assert "Do first:" in first
    assert "Learn from:" in first
    assert "Contents" in second
    assert load_questionnaire().title in first


def test_a_link_needs_a_place_on_the_page() -> None:
    block = paragraph(link("there", "nowhere"))
    assert "#nowhere" not in html.write((block,), Output())
    assert '<a href="#nowhere">there</a>' in html.write((Heading("h", id="nowhere"), block), Output())


def test_a_label_and_its_text_are_apart() -> None:
    assert "<dt>Enterprise:</dt> <dd>" in render(report_of("ningbo-ev-parts"), "html")
