"""The pictures of a report that each README shows: its first page in a terminal, as HTML and in Word.

Those of the Chinese README are in the folder `zh`. A picture is drawn again when what it was made from has
changed: `docs/pictures/made-from.json` has a digest of that. Drawing needs programs that looking at the
digests does not: Chromium, LibreOffice and pdftoppm, and a font with Chinese characters.
"""

from __future__ import annotations

import datetime
import hashlib
import html
import io
import itertools
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from readiness import (
    Output,
    build_report,
    load_answers,
    load_questionnaire,
    render,
    render_bytes,
    score,
)
from readiness.messages.catalogue import use

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
DIGESTS = FOLDER / "made-from.json"
EXAMPLES = {
    "en": ROOT / "examples" / "suzhou-equipment.yaml",
    "zh": ROOT / "examples" / "zh" / "suzhou-equipment.yaml",
}
"""For each language with pictures: the answers that they show."""
DAY = datetime.date(2026, 10, 1)
"""The date of the report, so that the same report is made on every day."""
WIDTH, WINDOW = 80, "900,1180"
"""The columns of the terminal, and the size of the browser in pixels."""


class Picture(NamedTuple):
    """A picture: what it shows, how it is drawn from that into a file, and what decides how it looks."""

    source: bytes
    draw: Callable[[bytes, Path], None]
    made_from: bytes


def pictures() -> dict[str, Picture]:
    """Every picture by the name of its file."""
    found: dict[str, Picture] = {}
    for language in EXAMPLES:
        folder = "" if language == "en" else f"{language}/"
        found |= {f"{folder}{name}": picture for name, picture in _pictures_in(language).items()}
    return found


def _pictures_in(language: str) -> dict[str, Picture]:
    use(language)
    try:
        questionnaire = load_questionnaire(language=language)
        answers = load_answers(EXAMPLES[language], questionnaire)
        report = build_report(score(questionnaire, answers), built_on=DAY)
        page = render_bytes(report, "html")
        shown = render(report, "terminal", Output(width=WIDTH, colour=True), details=False)
        return {
            "terminal.svg": Picture(shown.encode(), _draw_terminal, shown.encode()),
            "html.png": Picture(page, _draw_html, page),
            # The charts in it depend on the fonts that are installed, so its bytes are not compared.
            "word.png": Picture(render_bytes(report, "docx"), _draw_word, page + _writer_of_word()),
        }
    finally:
        use(None)


def _writer_of_word() -> bytes:
    """The program that writes a Word file."""
    room = ROOT / "src" / "readiness" / "rendering"
    return b"".join(path.read_bytes() for path in [room / "docx.py", *sorted((room / "word").glob("*.py"))])


def stale() -> dict[str, Picture]:
    """The pictures that are missing or were made from something else."""
    known = json.loads(DIGESTS.read_text(encoding="utf-8")) if DIGESTS.exists() else {}
    return {
        name: picture
        for name, picture in pictures().items()
        if known.get(name) != _digest(picture) or not (FOLDER / name).exists()
    }


def draw(found: dict[str, Picture]) -> None:
    """Draw the pictures in `found`, and write down what they were made from."""
    known = json.loads(DIGESTS.read_text(encoding="utf-8")) if DIGESTS.exists() else {}
    for name, picture in found.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        picture.draw(picture.source, FOLDER / name)
        known[name] = _digest(picture)
    DIGESTS.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _digest(picture: Picture) -> str:
    return hashlib.sha256(picture.made_from).hexdigest()


def _draw_terminal(source: bytes, target: Path) -> None:
    console = Console(width=WIDTH, record=True, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(source.decode()), end="")
    svg = _with_places_by_cells(console.export_svg(title="readiness assess", unique_id="readiness"))
    target.write_text("\n".join(line.rstrip() for line in svg.splitlines()) + "\n", encoding="utf-8")


def _with_places_by_cells(svg: str) -> str:
    """`svg` with wide characters, such as Chinese ones, in texts of their own, each two cells wide.

    Rich gives a text the length of its characters, as if each had one cell.
    """

    def mended(found: re.Match[str]) -> str:
        start, left, between, length, end, words = found.groups()
        text = html.unescape(words)
        if cell_len(text) <= len(text):
            return found[0]
        cell, x, parts = float(length) / len(text), float(left), []
        for width, characters in itertools.groupby(text, cell_len):
            part = "".join(characters)
            shown = html.escape(part).replace(" ", "&#160;")
            parts.append(f"{start}{x:g}{between}{cell * width * len(part):g}{end}{shown}</text>")
            x += cell * width * len(part)
        return "".join(parts)

    text = r'(<text [^>]*x=")([\d.]+)("[^>]* textLength=")([\d.]+)("[^>]*>)([^<]+)</text>'
    return re.sub(text, mended, svg)


def _draw_html(source: bytes, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "report.html")
        page.write_bytes(source)
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={WINDOW}"]
        _run("chromium", *options, f"--screenshot={target}", page.as_uri())


def _draw_word(source: bytes, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "report.docx").write_bytes(source)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        convert = ["--headless", "--convert-to", "pdf", "--outdir", folder]
        _run("soffice", profile, *convert, str(Path(folder, "report.docx")))
        pages = ["-png", "-r", "80", "-f", "2", "-l", "2", "-singlefile"]  # behind the cover
        _run("pdftoppm", *pages, str(Path(folder, "report.pdf")), str(target.with_suffix("")))


def _run(program: str, *arguments: str) -> None:
    if shutil.which(program) is None:
        raise SystemExit(f"`{program}` was not found. It draws the pictures of the README: install it first.")
    subprocess.run([program, *arguments], check=True, capture_output=True)
