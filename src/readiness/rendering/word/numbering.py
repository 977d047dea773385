"""The lists of a Word file: bullets, and numbers that begin where a list says."""

from __future__ import annotations

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart

from readiness.rendering.word.markup import Element, element
from readiness.rendering.word.palette import ACCENT

STEP = 397
"""How far a list is indented, and each list in it further, in twips."""
_DEEPEST = 9


class Numbering:
    """The lists of a document. Each has numbers of its own, which begin where it says."""

    def __init__(self, document: Document) -> None:
        self._root = _numbering(document)
        abstract = [
            int(each.get(qn("w:abstractNumId"))) for each in self._root.iterchildren(qn("w:abstractNum"))
        ]
        self._last = max(
            (int(each.get(qn("w:numId"))) for each in self._root.iterchildren(qn("w:num"))), default=0
        )
        first = max(abstract, default=0) + 1
        self._numbered, self._marked = first, first + 1
        for place, kind in enumerate(("decimal", "bullet")):  # all of these come before the lists
            self._root.insert(len(abstract) + place, _levels(first + place, kind))
        self.bullets = self._list(self._marked)

    def _ids(self, tag: str, attribute: str) -> list[int]:
        return [int(each.get(qn(f"w:{attribute}"))) for each in self._root.iterchildren(qn(f"w:{tag}"))]

    def _list(self, abstract: int, *starts: Element) -> int:
        self._last += 1
        made = element("w:num", element("w:abstractNumId", val=abstract), *starts, numId=self._last)
        self._root.append(made)
        return self._last

    def numbers_from(self, first: int, level: int) -> int:
        """The id of a list whose first number on this level is `first`."""
        start = element("w:lvlOverride", element("w:startOverride", val=first), ilvl=level)
        return self._list(self._numbered, start)


def _numbering(document: Document) -> Element:
    """The numbering of `document`, which is made if it has none."""
    try:
        return document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element  # type: ignore[no-any-return, attr-defined]
    except KeyError:
        empty = element("w:numbering")
        name, package = PackURI("/word/numbering.xml"), document.part.package
        part = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, empty, package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return empty


def clear_numbering(document: Document) -> None:
    """Remove the lists that the empty document of the library comes with."""
    root = _numbering(document)
    for child in list(root):
        root.remove(child)


def _levels(id: int, kind: str) -> Element:
    """All levels of a list, `decimal` or `bullet`, each indented further."""
    made = element("w:abstractNum", abstractNumId=id)
    made.append(element("w:multiLevelType", val="multilevel"))
    for level in range(_DEEPEST):
        mark = "–" if level % 2 else "•"
        made.append(
            element(
                "w:lvl",
                element("w:start", val=1),
                element("w:numFmt", val=kind),
                element("w:lvlText", val=mark if kind == "bullet" else f"%{level + 1}."),
                element("w:lvlJc", val="left"),
                element("w:pPr", element("w:ind", left=STEP * (level + 1), hanging=STEP)),
                element("w:rPr", element("w:color", val=ACCENT)),
                ilvl=level,
            )
        )
    return made
