"""The same hostile texts through every export: each arrives as visible, harmless text."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from programs import expect_pdf, makes_pdf
from readiness import (
    FileFormat,
    Format,
    MissingExtra,
    Output,
    build_report,
    load_answers,
    load_questionnaire,
    render_bytes,
    score,
)
from readiness.messages.characters import printable
from readiness.rendering import SUFFIXES
from test_command_line import HOSTILE, run
from test_html import Document
from test_pages import FOLDER

EXAMPLE = FOLDER / "chengdu-games.yaml"
TEXTS = (
    HOSTILE,
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1:A9)",
    "-2+3",
    "＝1＋1",
    "javascript:alert(1)",
    "<a href='javascript:alert(1)'>x</a>",
    "\u202egnp.exe\u202c",
    "]]> <!-- <![CDATA[ &lt;b&gt; &#0;",
    "nul \x00 bell \x07 escape \x1b[2J not a character \ufffe lone",
    "{{ 7 * 7 }} {% raw %} ${7*7} %s {0}",
    "| a | b |\n| --- | --- |",
    "one line\nanother line\r\n\r\na third",
    "董事会已批准，José & Müller 🚢",
    "x" * 3000,
)


@pytest.fixture(scope="module")
def exports() -> dict[str, bytes]:
    """A report with all texts, in every format that can be made here."""
    questionnaire = load_questionnaire()
    notes = {id: {"value": 1, "note": text} for id, text in zip(_scaled(questionnaire), TEXTS, strict=False)}
    raw: dict[str, Any] = {
        "questionnaire": "going-global",
        "version": questionnaire.version,
        "profile": {"stage": "operations"},
        "answers": notes,
    }
    for key, text in zip(("enterprise", "respondent", "prepared_by", "prepared_for"), TEXTS, strict=False):
        raw[key] = text
    report = build_report(score(questionnaire, load_answers(raw, questionnaire)))
    output = Output(searchable=True)
    return {
        suffix: render_bytes(report, format, output)
        for suffix, format in SUFFIXES.items()
        if suffix != ".pdf" or makes_pdf()
    }


def _scaled(questionnaire: Any) -> list[str]:
    return [id for id, asked in questionnaire.questions.items() if asked.when is None][: len(TEXTS)]


def _text_of(suffix: str, content: bytes) -> str:
    """What a reader of the file sees."""
    if suffix == ".html":
        return Document(content.decode()).text
    if suffix == ".docx":
        import docx

        found = docx.Document(io.BytesIO(content))
        return "\n".join("".join(part.itertext()) for part in found.element.body)
    if suffix == ".xlsx":
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    if suffix == ".pdf":
        from pypdf import PdfReader

        pages = PdfReader(io.BytesIO(content)).pages
        return "".join(page.extract_text() for page in pages).replace("\x00", "")  # put between letters
    if suffix == ".csv":
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        return "\n".join(cell for row in rows for cell in row)
    if suffix == ".json":
        return "\n".join(answer["note"] for answer in json.loads(content)["responses"])
    return content.decode()


def _closely(text: str) -> str:
    """`text` without blanks, ligatures and what makes Markdown of it."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.fixture(scope="module")
def shown(exports: dict[str, bytes]) -> dict[str, str]:
    """What a reader of each file sees, without blanks."""
    return {suffix: _closely(_text_of(suffix, content)) for suffix, content in exports.items()}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_hostile_text_is_visible_in_every_format(suffix: str, number: int, shown: dict[str, str]) -> None:
    words = TEXTS[number]
    if suffix == ".md":
        pytest.skip("its escapes are read back in test_pages")
    if suffix == ".pdf":
        expect_pdf()
    if suffix == ".pdf" and not words.isascii():
        pytest.skip("which letters can be read back depends on the fonts")
    if suffix == ".json":  # for programs: the text itself
        assert _closely(words) in shown[suffix]
    else:
        lines = [_closely(printable(line)) for line in words.splitlines()]
        assert all(line in shown[suffix] for line in lines)


def test_no_control_character_is_in_a_text_file(exports: dict[str, bytes]) -> None:
    for suffix in (".md", ".txt", ".html"):
        text = exports[suffix].decode()
        assert all(character == "\n" or character.isprintable() for character in text), suffix


def test_every_format_has_bytes_and_text_formats_are_the_same_on_standard_output(
    exports: dict[str, bytes],
) -> None:
    assert all(exports.values())
    answers = str(FOLDER / "chengdu-games.yaml")
    for format in (Format.HTML, Format.CSV):
        finished = run("assess", "--answers", answers, "--format", str(format))
        assert (finished.returncode, finished.stderr) == (0, "")
        assert len(finished.stdout) > 1000


def test_exports_are_the_same_every_time() -> None:
    questionnaire = load_questionnaire()
    report = build_report(score(questionnaire, load_answers(FOLDER / "chengdu-games.yaml", questionnaire)))
    for format in (*Format, FileFormat.DOCX, FileFormat.XLSX):
        assert render_bytes(report, format) == render_bytes(report, format), format


@pytest.mark.parametrize(
    ("suffix", "missing", "extra"),
    [("docx", "docxtpl", "office"), ("xlsx", "xlsxwriter", "office"), ("pdf", "weasyprint", "pdf")],
)
def test_without_its_extra_a_format_names_the_command_that_installs_it(
    suffix: str, missing: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == missing else real(name, *rest)
    )
    report = build_report(score(load_questionnaire(), load_answers(EXAMPLE, load_questionnaire())))
    with pytest.raises(MissingExtra) as caught:
        render_bytes(report, suffix)
    assert str(caught.value) == (
        f"For {suffix} files something more must be installed: pip install 'readiness[{extra}]'"
    )


def test_a_missing_extra_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    """Python started without its site packages but with those of the base has no extra."""
    hide = tmp_path / "sitecustomize.py"
    hide.write_text(
        "import importlib.util as util\n"
        "real = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'docx' else real(name, *rest)\n",
        encoding="utf-8",
    )
    finished = run(
        *("assess", "--answers", str(EXAMPLE), "--export", "report.docx"),
        folder=tmp_path,
        environment={"PYTHONPATH": str(tmp_path)},
    )
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr == (
        "For docx files something more must be installed: pip install 'readiness[office]'\n"
    )
    assert not (tmp_path / "report.docx").exists()
