"""Lines of blocks as runs, and paragraphs of runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from string import Formatter

from readiness.rendering.word.grids import bar_runs
from readiness.rendering.word.looks import Styles
from readiness.rendering.word.markup import Bookmarks, Element, element, field, link_to, text_run
from readiness.views.blocks import Bar, Line, Run, with_gaps

_STYLES_OF_ROLES = {
    "strong": "Strong",
    "label": "Report Label",
    "quiet": "Report Quiet",
    "code": "Report Code",
    "alert": "Report Alert",
    "blank": "Report Quiet",
}
_BLANK = "_" * 40


class Phrases:
    """Writes lines with the styles and bookmarks of one document."""

    def __init__(self, styles: Styles, bookmarks: Bookmarks) -> None:
        self._styles = styles
        self._bookmarks = bookmarks
        self._counts: dict[str, int] = {}

    def runs(self, line: Line) -> list[Element]:
        """The parts of `line`, with what separates them."""
        found: list[Element] = []
        for gap, part in with_gaps(line):
            written = list(self._part(part))
            if written and found and gap:
                found.append(text_run(gap))
            found += written
        return found

    def _part(self, part: Run | Bar) -> Iterator[Element]:
        if isinstance(part, Bar):
            yield from bar_runs(part)
            return
        name = _STYLES_OF_ROLES.get(part.role, "")
        text = _BLANK if part.role == "blank" else part.text
        if part.role == "note":
            text = "\n".join(" ".join(each.split()) for each in text.splitlines()).strip("\n")
        else:
            text = " ".join(text.split())
        target = self._bookmarks.name(part.target)
        if not text:
            return
        if target:
            yield link_to(target, [text_run(text, self._styles.id("Hyperlink"))])
        else:
            yield text_run(text, self._styles.id(name) if name else "")

    def paragraph(
        self,
        style: str,
        content: Iterable[Element],
        *properties: Element,
        id: str = "",
    ) -> Element:
        """A paragraph in the style of this name, with the bookmark of `id`; Word orders its `properties`."""
        inner = [element("w:pStyle", val=self._styles.id(style))] if style else []
        inner += sorted(properties, key=_place)
        made = element("w:p", *([element("w:pPr", *inner)] if inner else []))
        for each in self._bookmarks.around(id, list(content)):
            made.append(each)
        return made

    def numbered_caption(self, style: str, kind: str, sentence: str, caption: str) -> Element:
        """A caption that Word numbers among its `kind`; `sentence` has gaps for number and caption."""
        number = self._counts[kind] = self._counts.get(kind, 0) + 1
        content: list[Element] = []
        for before, gap, _format, _conversion in Formatter().parse(sentence):
            if before:
                content.append(text_run(before))
            if gap == "number":
                content += field(f"SEQ {kind} \\* ARABIC", str(number))
            elif gap == "caption":
                content.append(text_run(" ".join(caption.split())))
        return self.paragraph(style, content)

    def link(self, id: str, content: Sequence[Element]) -> Element:
        """A link to the bookmark of `id`."""
        return link_to(self._bookmarks.name(id), content)

    def page_of(self, id: str) -> list[Element]:
        """The number of the page on which `id` is, once Word has computed it."""
        return field(f"PAGEREF {self._bookmarks.name(id)} \\h", "")


_ORDER = (
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "numPr",
    "tabs",
    "spacing",
    "ind",
    "contextualSpacing",
    "jc",
)


def _place(property: Element) -> int:
    return _ORDER.index(property.tag.rpartition("}")[2])
