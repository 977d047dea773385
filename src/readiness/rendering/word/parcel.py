"""The parts around the text of a Word file: header, footer, properties, and the file itself."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from string import Formatter

from docx.document import Document

from readiness.rendering.word import words
from readiness.rendering.word.looks import Styles
from readiness.rendering.word.markup import Element, element, field, safe, tab_run, text_run

_LONGEST_PROPERTY = 255
_EARLIEST = datetime.datetime(1980, 1, 1)
"""Before this no file in a zip archive can be dated."""


def put_header_and_footer(document: Document, styles: Styles, fields: Mapping[str, str]) -> None:
    """Title, client and date above each page but the first; confidentiality and page number below it."""
    section = document.sections[-1]
    firm, day = fields.get("enterprise", ""), fields.get("day", "")
    above = [text_run(safe(fields.get("title", ""))), tab_run(), text_run(safe(_joined(firm, day)))]
    _fill(section.header._element, styles.id("header"), above)
    below = [text_run(safe(_joined(firm, fields.get("confidentiality", "")))), tab_run()]
    for before, gap, _format, _conversion in Formatter().parse(words.page_number()):
        below += [text_run(before)] if before else []
        below += field("PAGE" if gap == "page" else "NUMPAGES", "1") if gap else []
    _fill(section.footer._element, styles.id("footer"), below)


def _joined(*texts: str) -> str:
    return " · ".join(filter(None, texts))


def _fill(root: Element, style: str, content: list[Element]) -> None:
    for child in list(root):
        root.remove(child)
    properties = element("w:pPr", element("w:pStyle", val=style))
    root.append(element("w:p", properties, *content))


def highest_picture(document: Document) -> int:
    """The highest number of a picture in the text of `document`."""
    found = document.element.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    )
    return max((int(each.get("id", "0")) for each in found), default=0)


def packed(document: Document, fields: Mapping[str, str]) -> bytes:
    """`document` as a file. The same report gives the same bytes: all times are those of its date."""
    made = _time(fields.get("date", ""))
    properties = document.core_properties
    properties.title = _property(_joined(fields.get("title", ""), fields.get("enterprise", "")))
    properties.subject = _property(fields.get("kind", ""))
    properties.author = properties.last_modified_by = _property(fields.get("prepared_by", ""))
    properties.category = _property(fields.get("confidentiality", ""))
    properties.comments = properties.keywords = properties.identifier = ""
    properties.language = _property(fields.get("language", ""))
    properties.created = properties.modified = made
    properties.revision = 1
    written = io.BytesIO()
    document.save(written)
    return _dated(written, made)


def _property(text: str) -> str:
    return safe(text)[:_LONGEST_PROPERTY]


def _time(date: str) -> datetime.datetime:
    """Noon of the `date`, written as year-month-day."""
    found = re.match(r"\d{4}-\d{2}-\d{2}", date)
    try:
        time = datetime.datetime.fromisoformat(found[0]).replace(hour=12) if found else _EARLIEST
    except ValueError:
        time = _EARLIEST
    return max(time, _EARLIEST)


def _dated(archive: io.BytesIO, time: datetime.datetime) -> bytes:
    """`archive` with `time` as the time of all its files."""
    written = io.BytesIO()
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, time.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return written.getvalue()
