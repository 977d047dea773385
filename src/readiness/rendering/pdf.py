"""A page as a tagged PDF: the HTML file, set on A4 by WeasyPrint."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import Any, NoReturn

from readiness.messages.catalogue import _
from readiness.messages.problems import Unprintable
from readiness.rendering import html
from readiness.rendering.output import Output
from readiness.views.blocks import Page

MOST_CHARACTERS = 500_000
"""The longest HTML that is set: some 75 pages, which take half a minute."""
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def page_pdf(page: Page) -> bytes:
    """`page` as a PDF.

    Raises Unprintable if a system library or a Chinese font that it needs is missing, or if it is too long.
    """
    text = html.write(page, Output())
    if len(text) > MOST_CHARACTERS:  # known at once; pages are counted only after all are set
        message = _(
            "The report is too long for a PDF: {count:,} characters of HTML, of which at most {most:,} are"
            " set. Use --export report.html, and print that file from a browser."
        )
        raise Unprintable(message.format(count=len(text), most=MOST_CHARACTERS))
    weasyprint = _weasyprint()
    if _CHINESE.search(text):
        _expect_chinese_font()
    document = weasyprint.HTML(string=text, url_fetcher=_refuse).render()
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"readiness")
    return written


def _weasyprint() -> Any:
    """The library, whose import fails if the system libraries that it draws with are missing."""
    try:
        import weasyprint
    except OSError as error:
        message = _(
            "PDF needs the Pango libraries of the system ({reason}). On Debian or Ubuntu: apt install"
            " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        )
        raise Unprintable(message.format(reason=str(error).splitlines()[0])) from None
    return weasyprint


def _expect_chinese_font() -> None:
    """Raise Unprintable if fontconfig, which chooses the fonts of a PDF, knows no Chinese font."""
    program = shutil.which("fc-list")
    if program is None:  # nobody to ask; Pango shows boxes at worst
        return
    found = subprocess.run([program, ":lang=zh", "family"], capture_output=True, check=False)  # noqa: S603
    if found.returncode == 0 and not found.stdout.strip():
        raise Unprintable(
            _(
                "The report has Chinese text, and no Chinese font is installed. On Debian or Ubuntu:"
                " apt install fonts-noto-cjk"
            )
        )


def _refuse(url: str, **_options: Any) -> NoReturn:
    """Fetch nothing: a report has all that it shows."""
    raise ValueError(url)
