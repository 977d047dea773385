"""The styles, fonts, numbering and page of a Word file.

A letterhead keeps the styles that it has; it gets only those that it lacks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from readiness.rendering.word.markup import TWIPS_PER_CM, Element, element
from readiness.rendering.word.numbering import STEP, clear_numbering
from readiness.rendering.word.palette import ACCENT, ALERT, EAST_ASIAN, FIXED, INK, LATIN, QUIET, RULE

PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
MARGINS = {
    "top": 1300,
    "right": 1247,
    "bottom": 1134,
    "left": 1247,
    "header": 600,
    "footer": 560,
}
"""A4, in twips."""


COVER_ROOM = 3600
"""The room above the first line of the cover, in twips."""


class Look(NamedTuple):
    """A style. Sizes are in half points, spaces in twips; 0 leaves them as in the style it is based on."""

    name: str
    kind: str = "paragraph"
    based: str = "Normal"
    size: int = 0
    colour: str = ""
    bold: bool = False
    before: int = 0
    after: int = 80
    line: int = 0
    keep: bool = False
    """Whether it stays on one page with what follows."""
    outline: int = -1
    indent: int = 0
    hanging: int = 0
    tabs: tuple[tuple[str, int], ...] = ()
    """Kinds and positions."""
    font: str = LATIN
    following: str = ""


def _heading(level: int, size: int, before: int, after: int, colour: str = ACCENT) -> Look:
    return Look(
        f"heading {level}",
        size=size,
        colour=colour,
        bold=True,
        before=before,
        after=after,
        line=240,
        keep=True,
        outline=level - 1,
        following="Normal",
    )


TEXT_WIDTH = PAGE_WIDTH - MARGINS["left"] - MARGINS["right"]
LOOKS = (
    _heading(1, 30, 360, 120),
    _heading(2, 23, 280, 80),
    _heading(3, 20, 200, 60, INK),
    _heading(4, 19, 160, 40, QUIET),
    Look("Report Text", line=264),  # as close in a letterhead as here, so that the first page stays one page
    Look("Title", size=60, colour=ACCENT, bold=True, after=160, line=240),
    Look("Subtitle", size=26, colour=QUIET, after=900),
    Look("Report Cover Client", size=30, colour=INK, bold=True, before=COVER_ROOM, after=240),
    Look("Report Cover Fact", after=120, indent=2552, hanging=2552, tabs=(("left", 2552),), size=21),
    Look("TOC Heading", size=30, colour=ACCENT, bold=True, before=0, after=200, keep=True),
    Look("toc 1", after=50, tabs=(("right", TEXT_WIDTH),)),
    Look("caption", size=17, colour=QUIET, before=200, after=80, keep=True, line=240),
    Look("Report Figure", before=120, after=60, keep=True, line=240),
    Look("Report Figure Caption", based="caption", before=40, after=240, line=240),
    Look("Report List Title", bold=True, before=120, after=60, keep=True),
    Look("List Bullet", after=60),
    Look("List Number", after=60),
    Look("List Continue", after=40),
    Look("Report Fact", after=50, indent=STEP, hanging=STEP),
    Look("Report Table Text", size=18, after=0, line=240),
    Look(
        "Report Table Head",
        based="Report Table Text",
        size=17,
        colour=QUIET,
        bold=True,
        after=0,
        line=240,
        keep=True,
    ),
    Look("Report After Table", size=8, after=0, line=120),
    Look("header", size=16, colour=QUIET, after=0, tabs=(("right", TEXT_WIDTH),)),
    Look("footer", size=16, colour=QUIET, after=0, tabs=(("right", TEXT_WIDTH),)),
    Look("Strong", "character", bold=True),
    Look("Report Label", "character", bold=True, colour=INK),
    Look("Report Quiet", "character", colour=QUIET),
    Look("Report Code", "character", colour=QUIET, font=FIXED),
    Look("Report Alert", "character", colour=ALERT, bold=True),
    Look("Hyperlink", "character", colour=ACCENT),
)
OURS = "Report "
"""How the names of styles begin that are not Word's own, so that they differ from those of a letterhead."""
TABLE = f"{OURS}Table"


_BASES = ("normal", "default paragraph font", "normal table", "no list")
"""The styles that Word expects every document to have."""


class Styles:
    """The ids of the styles of a document, by their names in English."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._root: Element = document.styles.element
        self._ids = {self._name(style).lower(): style.get(qn("w:styleId")) for style in self._all()}

    def _all(self) -> list[Element]:
        return list(self._root.iterchildren(qn("w:style")))

    @staticmethod
    def _name(style: Element) -> str:
        return str(style.find(qn("w:name")).get(qn("w:val")))

    def id(self, name: str) -> str:
        """The id of the style called `name`."""
        return str(self._ids[name.lower()])

    def replace_all(self, language: str) -> None:
        """Put the styles and fonts of a report, and its `language`, in place of those of the document."""
        for style in self._all():
            if self._name(style).lower() not in (
                "normal",
                "default paragraph font",
                "normal table",
                "no list",
            ):
                self._root.remove(style)
                del self._ids[self._name(style).lower()]
        old = self._root.find(qn("w:docDefaults"))
        self._root.replace(old, _defaults(language))
        normal = next(style for style in self._all() if self._name(style) == "Normal")
        for child in list(normal):
            if child.tag in (qn("w:rPr"), qn("w:pPr")):
                normal.remove(child)
        normal.append(element("w:rPr", _fonts(LATIN), element("w:color", val=INK)))
        self.add_missing(fonts=True)

    def add_missing(self, *, fonts: bool) -> None:
        """Add the styles of a report that the document lacks; without `fonts` they have its own."""
        for look in LOOKS:
            if look.name.lower() not in self._ids:
                self._name_style(look.name)
                self._root.append(self._style(look, fonts=fonts))
        if TABLE.lower() not in self._ids:
            self._name_style(TABLE)
            self._root.append(_table_style(self.id(TABLE), fonts=fonts))

    def _name_style(self, name: str) -> None:
        """Give the style called `name` an id that no other style has."""
        id = "".join(word[:1].upper() + word[1:] for word in name.split())
        while id in self._ids.values():
            id += "0"
        self._ids[name.lower()] = id

    def _style(self, look: Look, *, fonts: bool) -> Element:
        made = element("w:style", type=look.kind, styleId=self.id(look.name))
        if look.name.startswith(OURS):
            made.set(qn("w:customStyle"), "1")
        made.append(element("w:name", val=look.name))
        if look.kind == "paragraph" and look.based.lower() in self._ids:
            made.append(element("w:basedOn", val=self.id(look.based)))
        if look.following.lower() in self._ids:
            made.append(element("w:next", val=self.id(look.following)))
        made.append(element("w:uiPriority", val=1))
        made.append(element("w:qFormat"))
        if look.kind == "paragraph":
            if not fonts:  # a letterhead with margins of its own
                width = text_width(self._document)
                tabs = tuple((kind, width if kind == "right" else place) for kind, place in look.tabs)
                look = look._replace(tabs=tabs)
            made.append(element("w:pPr", *_paragraph_properties(look)))
        made.append(element("w:rPr", *_run_properties(look, fonts=fonts)))
        return made


def _fonts(latin: str) -> Element:
    """All four fonts: Word chooses among them by the script of each character."""
    return element("w:rFonts", ascii=latin, hAnsi=latin, eastAsia=EAST_ASIAN, cs=latin)


def _defaults(language: str) -> Element:
    spoken = element("w:lang", val=language, eastAsia="zh-CN", bidi="ar-SA")
    run = element("w:rPr", _fonts(LATIN), element("w:sz", val=20), element("w:szCs", val=20), spoken)
    paragraph = element("w:pPr", element("w:spacing", after=80, line=264, lineRule="auto"))
    return element("w:docDefaults", element("w:rPrDefault", run), element("w:pPrDefault", paragraph))


def _paragraph_properties(look: Look) -> Iterable[Element]:
    if look.keep:
        yield element("w:keepNext")
        yield element("w:keepLines")
    elif look.based != "Normal":
        yield element("w:keepNext", val=0)
    if look.tabs:
        yield element("w:tabs", *(element("w:tab", val=kind, pos=place) for kind, place in look.tabs))
    spacing = element("w:spacing", before=look.before, after=look.after)
    if look.line:
        spacing.set(qn("w:line"), str(look.line))
        spacing.set(qn("w:lineRule"), "auto")
    yield spacing
    if look.indent:
        yield element("w:ind", left=look.indent, hanging=look.hanging)
    if look.outline >= 0:
        yield element("w:outlineLvl", val=look.outline)


def _run_properties(look: Look, *, fonts: bool) -> Iterable[Element]:
    if fonts or look.font != LATIN:
        yield _fonts(look.font)
    if look.bold:
        yield element("w:b")
        yield element("w:bCs")
    if look.colour:
        yield element("w:color", val=look.colour)
    if look.size:
        yield element("w:sz", val=look.size)
        yield element("w:szCs", val=look.size)


def _table_style(id: str, *, fonts: bool) -> Element:
    """Thin lines between rows, no vertical ones, a stronger line below the header."""
    sides = (element(f"w:{side}", val="single", sz=4, space=0, color=RULE) for side in ("bottom", "insideH"))
    borders = element("w:tblBorders", *sides)
    margins = element(
        "w:tblCellMar",
        element("w:top", w=45, type="dxa"),
        element("w:left", w=0, type="dxa"),
        element("w:bottom", w=45, type="dxa"),
        element("w:right", w=142, type="dxa"),
    )
    head = element(
        "w:tblStylePr",
        element(
            "w:tcPr",
            element("w:tcBorders", element("w:bottom", val="single", sz=8, space=0, color=ACCENT)),
            element("w:vAlign", val="bottom"),
        ),
        type="firstRow",
    )
    return element(
        "w:style",
        element("w:name", val=TABLE),
        element("w:uiPriority", val=1),
        element("w:qFormat"),
        element("w:rPr", *([_fonts(LATIN)] if fonts else [])),
        element("w:tblPr", borders, margins),
        head,
        type="table",
        customStyle=1,
        styleId=id,
    )


# --- a new document -------------------------------------------------------------------------

_LANGUAGES = {"en": "en-GB", "zh": "zh-CN", "de": "de-DE", "fr": "fr-FR"}
"""The country that Word's spelling of a language is for, where the language alone does not say it."""
_NOT_OURS = ("thumbnail", "customXml", "stylesWithEffects")
"""Parts of the library's empty document that say nothing about a report."""


def dressed(document: Document, language: str) -> Styles:
    """Give the empty `document` of the library the styles, fonts and page of a report; return the styles."""
    styles = Styles(document)
    styles.replace_all(_LANGUAGES.get(language, language or "en-GB"))
    set_page(document)
    clear_numbering(document)
    package = document.part.package
    for owner in (package, document.part):
        for key, relation in list(owner.rels.items()):
            if any(word in str(relation.reltype) for word in _NOT_OURS):
                del owner.rels[key]
            elif relation.reltype == RELATIONSHIP_TYPE.THEME:
                theme = relation.target_part
                theme._blob = _with_fonts(theme.blob)
    use_newest_mode(document)
    return styles


def use_newest_mode(document: Document) -> None:
    """Let Word lay `document` out by its newest rules.

    By older ones it says “compatibility mode”, and LibreOffice shows no ground behind blanks: no bars.
    """
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


# --- page -----------------------------------------------------------------------------------


def set_page(document: Document) -> None:
    """A4, with a first page that has no header and footer."""
    section = document.element.body.sectPr
    for child in list(section):
        section.remove(child)
    section.append(element("w:pgSz", w=PAGE_WIDTH, h=PAGE_HEIGHT))
    section.append(element("w:pgMar", **MARGINS))
    section.append(element("w:cols", space=720))
    section.append(element("w:titlePg"))


def text_width(document: Document) -> int:
    """How wide the text of the last section is, in twips."""
    section = document.sections[-1]
    width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    return max(int(width / 635), 8 * TWIPS_PER_CM)


def _with_fonts(theme: bytes) -> bytes:
    """`theme` with the fonts of the report as fonts for headings and text."""
    root = parse_xml(theme)
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    for kind, font in (("latin", LATIN), ("ea", EAST_ASIAN)):
        for found in root.iter(f"{drawing}{kind}"):
            if found.getparent().tag in (f"{drawing}majorFont", f"{drawing}minorFont"):
                found.set("typeface", font)
    return serialize_part_xml(root)
