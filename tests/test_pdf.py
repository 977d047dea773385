"""The PDF report: the HTML report on A4, tagged, with its fonts inside."""

from __future__ import annotations

import builtins
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from programs import expect_pdf, needs_programs
from readiness import ReadinessError, render_bytes
from readiness.rendering import html, pdf
from readiness.rendering.output import Output
from readiness.views.blocks import Heading, Region, Scatter, note, paragraph
from test_command_line import HOSTILE, call, run
from test_html import words_on
from test_pages import FOLDER, report_of

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "suzhou-equipment.yaml"


@pytest.fixture(autouse=True)
def _needs() -> None:
    expect_pdf()


def pages_of(content: bytes) -> list[Any]:
    from pypdf import PdfReader

    return list(PdfReader(io.BytesIO(content)).pages)


def test_the_first_page_stands_alone_and_the_file_is_tagged_with_bookmarks_and_fonts() -> None:
    from pypdf import PdfReader

    content = render_bytes(report_of("suzhou-equipment"), "pdf")
    reader: Any = PdfReader(io.BytesIO(content))
    assert 12 <= len(reader.pages) <= 30
    first, second = words_on(reader.pages[0]), words_on(reader.pages[1])
    assert "Verdict: Pilot-ready (level 3 of 5)" in first
    assert "Learn from: BYD" in first
    assert "Contents" in second
    assert f"2 / {len(reader.pages)}" in second
    assert reader.metadata is not None
    assert reader.metadata.title == "Readiness to go overseas"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    titles = [item["/Title"] for item in flat(reader.outline)]
    assert titles[0] == "Readiness to go overseas"
    assert {"Roadmap", "All answers", "Method"} <= set(titles)
    fonts = [font for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        inner = font.get_object()
        descriptor = inner["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & descriptor.keys()


def flat(items: list[Any]) -> list[Any]:
    return [each for item in items for each in (flat(item) if isinstance(item, list) else [item])]


def test_hostile_text_is_visible_and_nothing_is_fetched() -> None:
    words = f"{HOSTILE} <img src='http://x.example/i.png'> <style>@import url(http://x.example/)</style>"
    content = pdf.page_pdf((Heading("h", 1), paragraph(note(words))))
    shown = words_on(pages_of(content)[0])
    assert "<script>alert(1)</script>" in shown
    assert r"\x1b[31mred" in shown
    assert b"/URI" not in content


def test_a_report_that_is_too_long_is_refused_before_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_weasyprint", lambda: pytest.fail("it was begun"))
    page = (Heading("h", 1), paragraph("x" * 500_000))
    length = len(html.write(page, Output()))
    with pytest.raises(ReadinessError) as caught:
        pdf.page_pdf(page)
    assert str(caught.value) == (
        f"The report is too long for a PDF: {length:,} characters of HTML, of which at most 500,000 are set."
        " Use --export report.html, and print that file from a browser."
    )


def test_a_pdf_that_cannot_be_made_stops_neither_the_report_nor_other_exports(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf, "MOST_CHARACTERS", 1000)
    finished = call(
        *("assess", "--answers", str(EXAMPLE), "--export", "a.pdf", "--export", "a.md"), folder=tmp_path
    )
    assert finished.returncode == 2
    assert "Verdict:" in finished.stdout
    assert finished.stderr.startswith("Wrote a.md\nThe report is too long for a PDF: ")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


@needs_programs
def test_chinese_is_set_in_a_chinese_font() -> None:
    chart = Scatter("剩余风险", "x", "y", (), regions=(Region("直接骨角", (0, 1)),))
    content = pdf.page_pdf((Heading("标题", 1), paragraph("董事会已批准"), chart))
    (page,) = pages_of(content)
    assert "董事会已批准" in words_on(page)
    names = {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert any("CJK" in name for name in names), names
    assert not any("JP" in name for name in names), names


def test_without_a_chinese_font_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_arguments: Any, **_options: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess([], 0, b"\n")

    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "run", nothing)
    with pytest.raises(ReadinessError) as caught:
        pdf.page_pdf((Heading("标题", 1),))
    assert str(caught.value) == (
        "The report has Chinese text, and no Chinese font is installed. On Debian or Ubuntu:"
        " apt install fonts-noto-cjk"
    )


def test_without_the_system_libraries_the_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refusing(name: str, *arguments: Any, **options: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'\nmore")
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", refusing)
    with pytest.raises(ReadinessError) as caught:
        pdf.page_pdf((Heading("h", 1),))
    assert str(caught.value) == (
        "PDF needs the Pango libraries of the system (cannot load library 'libpango-1.0-0'). On Debian or"
        " Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )


def test_the_command_line_writes_it(tmp_path: Path) -> None:
    audit = FOLDER.parent / "docs" / "examples" / "supplier-audit"
    words = ["--questionnaire", str(audit), "--answers", str(audit / "answers.yaml")]
    finished = run("assess", *words, "--export", "report.pdf", folder=tmp_path)
    assert (finished.returncode, finished.stderr) == (0, "Wrote report.pdf\n")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
