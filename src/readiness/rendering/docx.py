"""A page as a Word file that a person goes on editing."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import zip_longest
from typing import assert_never

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Twips

from readiness.messages.characters import run_together
from readiness.rendering.charts import chart_svg
from readiness.rendering.word import letterhead, looks, parcel, pictures, words
from readiness.rendering.word.grids import grid
from readiness.rendering.word.markup import (
    Bookmarks,
    Element,
    element,
    field_begin,
    field_end,
    safe,
    tab_run,
    text_run,
)
from readiness.rendering.word.numbering import STEP, Numbering
from readiness.rendering.word.phrases import Phrases
from readiness.views.blocks import (
    Bars,
    Block,
    Break,
    Card,
    Chart,
    Column,
    Contents,
    Cover,
    Facts,
    Heading,
    Item,
    Line,
    List,
    Page,
    Paragraph,
    Run,
    Scatter,
    Table,
    Timeline,
    Trend,
    ids_in,
    label,
    line,
    quiet,
)

_SHOWN = (Scatter, Timeline, Trend, Table, Bars)
_DEEPEST_HEADING, _DEEPEST_LIST = 4, 8
_TWIPS_PER_UNIT = 13.5
"""The size of pictures: text of 12 units is then as large as that of tables."""
_AWAY = 170
_LONGEST_NUMBER = 4
"""Digits of a number that Word counts by itself; any other number is text."""


def page_docx(page: Page, template: bytes = b"") -> bytes:
    """`page` as a Word file, in the user's own `template` if there is one.

    Raises InvalidTemplate if the template cannot be used.
    """
    page = tuple(_with_ids(page))
    fields = next((dict(block.fields) for block in page if isinstance(block, Cover)), {})
    if template:
        document, slot = letterhead.filled(template, fields)
        looks.use_newest_mode(document)
        styles = looks.Styles(document)
        styles.add_missing(fonts=False)
        letterhead.put(slot, _Writer(document, styles, page, cover=False).elements())
    else:
        document = docx.Document()
        styles = looks.dressed(document, fields.get("language", ""))
        document.element.body[0:0] = _Writer(document, styles, page, cover=True).elements()
        parcel.put_header_and_footer(document, styles, fields)
    return parcel.packed(document, fields)


def _with_ids(page: Page) -> Iterator[Block]:
    """`page` with an id for each section, so that the contents can lead there."""
    for number, block in enumerate(page):
        if isinstance(block, Heading) and block.level == 2 and not block.id:
            block = block._replace(id=f"section {number}")
        yield block


class _Writer:
    """Turns the blocks of one page into elements of a document."""

    def __init__(self, document: Document, styles: looks.Styles, page: Page, *, cover: bool) -> None:
        self._document, self._styles, self._page = document, styles, page
        self._has_cover = cover
        self._phrases = Phrases(styles, Bookmarks(ids_in(page)))
        self._numbering = Numbering(document)
        self._width = looks.text_width(document)
        self._pictures = parcel.highest_picture(document)
        self._needs_break = False
        self._in_body = False
        self._heading = ""

    def elements(self) -> list[Element]:
        """The elements of the page."""
        return list(self._blocks(self._page, 0))

    def _blocks(self, blocks: Sequence[Block], depth: int) -> Iterator[Element]:
        """The elements of `blocks`, `depth` lists deep."""
        for block, after in zip_longest(blocks, blocks[1:]):
            found = list(self._block(block, depth))
            if isinstance(after, _SHOWN) and not isinstance(block, _SHOWN):  # it introduces what is shown
                _keep_with_next(found[-1:])
            for made in found:
                if self._needs_break:
                    self._needs_break = False
                    yield from self._on_new_page(made)
                else:
                    yield made
            if isinstance(block, Break) or (isinstance(block, Cover) and self._has_cover):
                self._needs_break = True

    def _on_new_page(self, made: Element) -> Iterator[Element]:
        """`made` as the first element of a page."""
        if made.tag.endswith("}tbl"):
            yield self._phrases.paragraph("Report After Table", (), element("w:pageBreakBefore"))
        else:
            properties = next(made.iter("{*}p")).get_or_add_pPr()
            properties.get_or_add_pageBreakBefore()
            properties.get_or_add_spacing().set(qn("w:before"), "0")
        yield made

    def _block(self, block: Block, depth: int) -> Iterable[Element]:  # noqa: C901 (a case for each kind)
        match block:
            case Heading():
                return self._headed(block.level, line(block.text), block.id)
            case Cover():
                return _cover(self._phrases, block) if self._has_cover else ()
            case Break():
                self._in_body = True
                return ()
            case Contents():
                return (_contents(self._phrases, block.title, self._page),)
            case Paragraph():
                return (self._lined(block.line, depth),)
            case List():
                return self._list(block, depth)
            case Facts(facts=facts):
                lines = ((label(fact.label), *fact.line) for fact in facts)
                return (self._lined(each, depth, "Report Fact") for each in lines)
            case Table():
                return self._table(block, depth)
            case Bars():
                return self._table(block.table(), depth)
            case Scatter() | Timeline() | Trend():
                return self._chart(block)
            case Card():
                return self._card(block, depth)
        assert_never(block)

    # --- headings ---

    def _headed(self, level: int, title: Line, id: str) -> Iterator[Element]:
        """A heading. Below the title of the document, which is level 1, sections are Word's first level."""
        self._heading = run_together(part.text for part in title if isinstance(part, Run))
        style = f"heading {min(max(level - 1, 1), _DEEPEST_HEADING)}"
        plain = tuple(part._replace(role="plain") for part in title if isinstance(part, Run))
        yield self._phrases.paragraph(style, self._phrases.runs(plain), id=id)

    def _card(self, card: Card, depth: int) -> Iterator[Element]:
        number = line(words.card_number(card.number)) if card.number else ()
        yield from self._headed(card.level, (*number, *card.title), card.id)
        body = list(self._blocks(card.body, depth))
        _keep_with_next(body[:1])
        yield from body

    # --- text and lists ---

    def _lined(self, text: Line, depth: int, style: str = "") -> Element:
        """A paragraph in this `style`, or below an item as its continuation."""
        if depth:
            return self._phrases.paragraph("List Continue", self._phrases.runs(text), _indent(depth))
        return self._phrases.paragraph(style or "Report Text", self._phrases.runs(text))

    def _list(self, block: List, depth: int) -> Iterator[Element]:
        if block.title:
            indent = (_indent(depth),) if depth else ()
            yield self._phrases.paragraph("Report List Title", self._phrases.runs(block.title), *indent)
        level = min(depth, _DEEPEST_LIST)
        before, counted = "", 0
        for item in block.items:
            # What others refer to by number keeps it when an item before it is deleted.
            if _counts(item.number) and (item.id or not (before and int(item.number) == int(before) + 1)):
                counted = self._numbering.numbers_from(int(item.number), level)
            before = item.number if _counts(item.number) else ""
            yield self._item(item, level, counted)
            below = list(self._blocks(item.below, depth + 1))
            _keep_with_next(below[:-1])
            yield from below

    def _item(self, item: Item, level: int, counted: int) -> Element:
        """The line of an item, in the list `counted` if Word can count its number."""
        content, style = self._phrases.runs(item.line), "List Number" if item.number else "List Bullet"
        properties = [element("w:keepNext")] if item.below else []
        if item.number and not _counts(item.number):
            content[0:0] = [text_run(safe(item.number)), tab_run()]
            properties.append(_indent(level + 1, hanging=True))
        else:
            number = counted if item.number else self._numbering.bullets
            properties.append(
                element("w:numPr", element("w:ilvl", val=level), element("w:numId", val=number))
            )
        return self._phrases.paragraph(style, content, *properties, id=item.id)

    # --- tables and pictures ---

    def _table(self, table: Table, depth: int) -> Iterator[Element]:
        """A table. A caption that repeats its heading or first column is shown to screen readers alone."""
        said = (self._heading, table.columns[0].title)
        if self._in_body and table.caption and table.caption not in said:
            sentence = words.table_caption()
            yield self._phrases.numbered_caption("caption", "Table", sentence, table.caption)
        cell = partial(_cell, self._phrases)
        yield grid(table, self._width, self._styles.id(looks.TABLE), depth * STEP, cell)
        yield self._phrases.paragraph("Report After Table", ())

    def _chart(self, chart: Chart) -> Iterator[Element]:
        """A picture with its caption; what it shows in words if no font here can draw its text."""
        drawn = pictures.picture(chart_svg(chart, "chart"))
        if drawn is None:
            told = words.without_picture(chart.alternative or chart.caption)
            yield self._phrases.paragraph("Report Text", self._phrases.runs((quiet(told),)))
            return
        self._pictures += 1
        shown = _picture(self._document, drawn, self._width, chart.alternative or chart.caption)
        shown.docPr.set("id", str(self._pictures))
        yield self._phrases.paragraph("Report Figure", (element("w:r", element("w:drawing", shown)),))
        sentence = words.figure_caption()
        yield self._phrases.numbered_caption("Report Figure Caption", "Figure", sentence, chart.caption)


def _cell(
    phrases: Phrases, text: Line, column: Column, before: Column | None, is_header: bool
) -> list[Element]:
    shown = line(column.title) if is_header else text
    aside = (element("w:jc", val="right"),) if column.number else ()
    if before and before.number and not column.number:  # away from the number at the end of that column
        aside = (element("w:ind", left=_AWAY),)
    style = "Report Table Head" if is_header else "Report Table Text"
    return [phrases.paragraph(style, phrases.runs(shown), *aside)]


def _picture(document: Document, drawn: bytes, most: int, told: str) -> Element:
    """The PNG `drawn` in its size, but not wider than `most`; `told` is for those who cannot see it."""
    wide = min(round(pictures.picture_width(drawn) * _TWIPS_PER_UNIT), most)
    inline = document.part.new_pic_inline(io.BytesIO(drawn), width=Twips(wide))
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")  # otherwise some programs leave a margin
    inline.docPr.set("descr", safe(told))
    return inline


def _cover(phrases: Phrases, cover: Cover) -> Iterator[Element]:
    """The cover: above all the name of the client, or room if there is none."""
    client = dict(cover.fields).get("enterprise", "")
    named = next((fact for fact in cover.facts if client and fact.line == line(client)), None)
    room = () if client else (element("w:spacing", before=looks.COVER_ROOM),)
    if client:
        yield phrases.paragraph("Report Cover Client", phrases.runs(line(client)))
    yield phrases.paragraph("Title", phrases.runs(line(cover.title)), *room)
    yield phrases.paragraph("Subtitle", phrases.runs(line(cover.subtitle)))
    for fact in cover.facts:
        if fact is not named:
            content = [*phrases.runs((quiet(fact.label),)), tab_run(), *phrases.runs(fact.line)]
            yield phrases.paragraph("Report Cover Fact", content)


def _contents(phrases: Phrases, title: str, page: Page) -> Element:
    """A field that Word brings up to date, with the sections of `page` in it from the beginning."""
    sections = [block for block in page if isinstance(block, Heading) and block.level == 2]
    paragraphs = [phrases.paragraph("TOC Heading", phrases.runs(line(title)))]
    for number, section in enumerate(sections):
        entry = [text_run(" ".join(section.text.split())), tab_run(), *phrases.page_of(section.id)]
        content = [phrases.link(section.id, entry)]
        if number == 0:
            content[0:0] = field_begin('TOC \\o "1-1" \\h \\z')
        paragraphs.append(phrases.paragraph("toc 1", content))
    if sections:
        paragraphs[-1].append(field_end())
    gallery = element("w:docPartGallery", val="Table of Contents")
    kind = element("w:docPartObj", gallery, element("w:docPartUnique"))
    return element("w:sdt", element("w:sdtPr", kind), element("w:sdtContent", *paragraphs))


def _keep_with_next(elements: Iterable[Element]) -> None:
    """Keep each paragraph of `elements` on one page with what follows it."""
    for made in elements:
        if made.tag.endswith("}p"):
            made.get_or_add_pPr().get_or_add_keepNext()


def _counts(number: str) -> bool:
    """Whether Word can count from `number`."""
    return re.fullmatch(f"[0-9]{{1,{_LONGEST_NUMBER}}}", number) is not None


def _indent(depth: int, *, hanging: bool = False) -> Element:
    made = element("w:ind", left=STEP * depth)
    return element("w:ind", left=STEP * depth, hanging=STEP) if hanging else made
