"""Elements of WordprocessingML: text, fields, bookmarks and links.

Text becomes safe here and nowhere else, in `text_run` and `safe`: both make visible what no XML file may
contain; the library escapes markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement

from readiness.messages.characters import printable

Element = BaseOxmlElement

TWIPS_PER_CM = 567
"""Word measures lengths in twentieths of a point."""
_LONGEST_NAME = 40
"""The most characters that Word allows in the name of a bookmark."""


# --- escaping: the only place ---------------------------------------------------------------


def safe(text: str) -> str:
    """`text` as the value of an attribute or property: one line of visible characters."""
    return printable(" ".join(text.split()))


# --- elements -------------------------------------------------------------------------------

_qualified = cache(qn)


def element(tag: str, *children: Element, **attributes: str | int) -> Element:
    """An element such as `w:p`. Its `attributes` are in the namespace of Word; a trailing `_` is left out."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(_qualified(f"w:{name.rstrip('_')}"), str(value))
    for child in children:
        made.append(child)
    return made


def text_run(text: str, style: str = "", *properties: Element) -> Element:
    """A run of `text` in the character style with the id `style`; line breaks in it are kept."""
    run = _run(style, properties)
    for number, part in enumerate(text.split("\n")):
        if number:
            run.append(element("w:br"))
        if part:
            written = element("w:t")
            written.text = printable(part)
            written.set(_qualified("xml:space"), "preserve")
            run.append(written)
    return run


def tab_run(style: str = "") -> Element:
    """A tab."""
    run = _run(style, ())
    run.append(element("w:tab"))
    return run


def _run(style: str, properties: Iterable[Element]) -> Element:
    run = element("w:r")
    inner = [element("w:rStyle", val=style)] if style else []
    inner += properties
    if inner:
        run.append(element("w:rPr", *inner))
    return run


# --- fields ---------------------------------------------------------------------------------


def field_begin(instruction: str, style: str = "") -> list[Element]:
    """The beginning of a field; what Word shows until it computes the field follows, and `field_end`."""
    runs = [_run(style, ()) for _position in range(3)]
    runs[0].append(element("w:fldChar", fldCharType="begin"))
    code = element("w:instrText")
    code.text = f" {instruction} "
    code.set(_qualified("xml:space"), "preserve")
    runs[1].append(code)
    runs[2].append(element("w:fldChar", fldCharType="separate"))
    return runs


def field_end(style: str = "") -> Element:
    """The end of a field."""
    run = _run(style, ())
    run.append(element("w:fldChar", fldCharType="end"))
    return run


def field(instruction: str, shown: str, style: str = "") -> list[Element]:
    """A field that shows `shown` until Word computes it."""
    return [*field_begin(instruction, style), *([text_run(shown, style)] if shown else []), field_end(style)]


# --- bookmarks ------------------------------------------------------------------------------


class Bookmarks:
    """Gives the ids of a page names that Word accepts, each once."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._names: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        for id in ids:
            if id and id not in self._names:
                self._names[id] = self._free(id)
                self._numbers[id] = len(self._numbers) + FIRST_BOOKMARK

    def _free(self, id: str) -> str:
        """A name for `id` that no other id has; Word does not tell capitals from small letters."""
        plain = "".join(each if each.isascii() and each.isalnum() else "_" for each in id)
        wanted = f"at_{plain}"[:_LONGEST_NAME]
        taken = {name.lower() for name in self._names.values()}
        number = 1
        name = wanted
        while name.lower() in taken:
            number += 1
            name = f"{wanted[: _LONGEST_NAME - 6]}_{number}"
        return name

    def name(self, id: str) -> str:
        """The name of the bookmark of `id`; empty if there is none on the page."""
        return self._names.get(id, "")

    def around(self, id: str, content: Sequence[Element]) -> list[Element]:
        """`content` with the bookmark of `id` around it."""
        if id not in self._names:
            return list(content)
        number = self._numbers[id]
        begin = element("w:bookmarkStart", id=number, name=self._names[id])
        return [begin, *content, element("w:bookmarkEnd", id=number)]


FIRST_BOOKMARK = 10_000
"""The number of the first bookmark, above those that a letterhead may have."""


def link_to(name: str, content: Iterable[Element]) -> Element:
    """A link to the bookmark called `name`."""
    return element("w:hyperlink", *content, anchor=name, history=1)
