"""The user's own Word file as a template: fields for the cover, and one slot for the report.

A template is untrusted. It is unpacked only if it stays small, loads nothing from outside, and has no macros.
In its fields nothing is computed: a field is a name, or a condition on one; all else is refused before the
template engine runs, which is sandboxed besides.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from readiness.messages.catalogue import _
from readiness.messages.characters import printable
from readiness.messages.names import nearest
from readiness.messages.problems import InvalidTemplate
from readiness.rendering.word.markup import Element, safe

FIELDS = (
    "enterprise",
    "title",
    "kind",
    "date",
    "day",
    "respondent",
    "prepared_by",
    "prepared_for",
    "confidentiality",
    "verdict",
    "overall",
)
"""The fields that a template may have, apart from the slot."""
SLOT = "body"
LARGEST = 20_000_000
"""The largest template, in bytes."""
_MAX_UNPACKED, _MAX_TEXT, _MAX_PARTS, _MAX_TAGS = 100_000_000, 2_000_000, 2_000, 100
"""The most bytes of all parts, of a part that is text; the most parts, and fields in one."""
_MARK = "readiness_body"
_SLOT = f'<w:p><w:bookmarkStart w:id="1" w:name="{_MARK}"/><w:bookmarkEnd w:id="1"/></w:p>'
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
)
_SHOWN = 80
_EXAMPLE = "{{ enterprise }}"
_WHOLE = re.compile(r"\{[{%#](?:(?!\{[{%#]).){0,200}?[}%#]\}")
_SPECIAL = re.compile(
    r"\{\{\s*(?:r|tr|tc)\s[^}]*\}\}|\{\{p\s+(?!body\s*\}\})[^}]*\}\}|\{%\s*(?:colspan|cellbg|vm|hm)\b[^%]*%\}"
)
"""Marks of the engine that put something into the markup of Word instead of into its text."""
_REFUSED_PARTS = ("vbaProject", "macro")


class _Place(NamedTuple):
    """A part of the template that has text: its name, its words, and its XML as the engine reads it."""

    name: str
    words: str
    source: str


def filled(template: bytes, fields: Mapping[str, str]) -> tuple[Document, Element]:
    """`template` with its `fields` filled in, and the paragraph in whose place the report goes.

    Raises InvalidTemplate, with everything that is wrong.
    """
    word = _opened(template)
    _expect_usable(word)
    values: dict[str, Any] = {name: _value(fields.get(name, "")) for name in FIELDS}
    properties = word.docx.core_properties  # the engine takes them for templates too; the report sets its own
    for name in ("author", "comments", "identifier", "language", "subject", "title"):
        setattr(properties, name, "")
    word.render({**values, SLOT: Markup(_SLOT)}, _environment(), autoescape=True)  # noqa: S704 (a constant)
    document = word.docx
    marks = [each for each in document.element.iter(qn("w:bookmarkStart")) if each.get(qn("w:name")) == _MARK]
    slots = [mark.getparent() for mark in marks]
    if len(slots) != 1 or slots[0].getparent() is not document.element.body:
        raise InvalidTemplate(
            [
                _(
                    "“{slot}” must be in the text exactly once, in a paragraph of its own that is not in a"
                    " table, a text box, a header or a footer."
                ).format(slot=_slot_text())
            ]
        )
    return document, slots[0]


def put(slot: Element, made: list[Element]) -> None:
    """Put `made` in place of `slot`."""
    body = slot.getparent()
    place = body.index(slot)
    body[place : place + 1] = made


def expect_template(template: bytes, name: str) -> None:
    """Raise InvalidTemplate unless `template`, the content of the file called `name`, can be used."""
    try:
        filled(template, {})
    except InvalidTemplate as error:
        raise InvalidTemplate(error.reasons, name) from None


def _slot_text() -> str:
    return f"{{{{p {SLOT} }}}}"


def _value(text: str) -> Markup:
    """`text` so that neither XML nor the engine's own marks, such as braces, take effect."""
    # Braces are written as references, which the engine does not take for marks of its own.
    return Markup(str(escape(safe(text))).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 (escaped)


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True)


# --- opening ----------------------------------------------------------------------------------


def _opened(template: bytes) -> Any:
    """`template` as the engine's document. Raises InvalidTemplate if it is none, or unsafe to unpack."""
    from docxtpl import DocxTemplate

    if len(template) > LARGEST:
        raise InvalidTemplate([_("It is larger than {most} MB.").format(most=LARGEST // 1_000_000)])
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            _expect_small(archive)
        word = DocxTemplate(io.BytesIO(template))
        word.init_docx()
    except InvalidTemplate:
        raise
    except Exception:  # whatever the libraries say of a damaged file, it cannot be used
        message = _("It is not a Word file (.docx). Open it in Word and save it as “Word Document (.docx)”.")
        raise InvalidTemplate([message]) from None
    _expect_harmless(word.docx)
    return word


def _expect_small(archive: zipfile.ZipFile) -> None:
    """Raise InvalidTemplate if unpacking `archive` would take too much memory."""
    entries = archive.infolist()
    texts = [entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    size = sum(entry.file_size for entry in entries)
    if len(entries) > _MAX_PARTS or size > _MAX_UNPACKED or max(texts, default=0) > _MAX_TEXT:
        message = _(
            "Unpacked it is too large. A letterhead is enough for a template; remove its other content."
        )
        raise InvalidTemplate([message])


def _expect_harmless(document: Document) -> None:
    """Raise InvalidTemplate if `document` has macros or loads something from outside; forget its template."""
    for part in document.part.package.iter_parts():
        if any(word in part.content_type for word in _REFUSED_PARTS):
            raise InvalidTemplate([_("It has macros. Save it as “Word Document (.docx)”, without them.")])
        for key, relation in list(part.rels.items()):
            if relation.is_external and relation.reltype.endswith("/attachedTemplate"):
                for setting in document.settings.element.findall(qn("w:attachedTemplate")):
                    document.settings.element.remove(setting)
                del part.rels[key]
            elif relation.is_external and relation.reltype != RELATIONSHIP_TYPE.HYPERLINK:
                message = _("It loads “{address}” from outside. Put the content itself into the template.")
                raise InvalidTemplate([message.format(address=printable(relation.target_ref)[:_SHOWN])])


# --- checking the fields ----------------------------------------------------------------------


def _expect_usable(word: Any) -> None:
    """Raise InvalidTemplate with all fields that are unknown, or with the slot if it is missing."""
    problems: list[str] = []
    slots = 0
    for place in _places(word):
        problems += _faults(place)
        slots += len(re.findall(rf"{{{{\s*{SLOT}\s*}}}}", place.source)) if not place.name else 0
    if not problems and slots != 1:
        message = _("It has no place for the report: write {slot} in a paragraph of its own.")
        if slots:
            message = _("It has several places for the report; keep {slot} once.")
        problems.append(message.format(slot=_slot_text()))
    if problems:
        raise InvalidTemplate(dict.fromkeys(problems))


def _places(word: Any) -> Iterator[_Place]:
    """The text of the template as the engine reads it; the name of the text itself is empty."""
    yield _place("", word, word.get_xml())
    for uri, name in ((word.HEADER_URI, _("header")), (word.FOOTER_URI, _("footer"))):
        for _key, part in word.get_headers_footers(uri):
            yield _place(name, word, word.get_part_xml(part))
    for part in word.docx.part.package.iter_parts():
        if part.content_type.endswith("footnotes+xml"):
            yield _place(_("footnotes"), word, word.get_part_xml(part))


def _place(name: str, word: Any, xml: str) -> _Place:
    """Raises InvalidTemplate if a field does not end, or if reading so many fields would take long."""
    words = re.sub(r"<[^>]*>", "", xml.replace("</w:p>", "\n"))
    begun = [found.start() for found in re.finditer(r"\{[{%#]", words)]
    if len(begun) > _MAX_TAGS:
        message = _("The {part} has more than {most} fields; a letterhead needs fewer.")
        raise InvalidTemplate([message.format(part=name or _("body text"), most=_MAX_TAGS)])
    for place in begun:
        if not _WHOLE.match(words, place):
            before = words.rfind("\n", 0, place) + 1
            message = _("{place} a field does not end. Write it in one paragraph, as in {example}.")
            where = _where(name, [words[before:].partition("\n")[0]], 1)
            raise InvalidTemplate([message.format(place=where, example=_EXAMPLE)])
    # A line for each paragraph, so that the number of the line of a field leads to its words.
    source = re.sub(r"<w:p([ >])", r"\n<w:p\1", word.patch_xml(xml)).replace("</w:p>", "</w:p>\n")
    return _Place(name, words, source)


def _faults(place: _Place) -> Iterator[str]:
    """What is wrong with the fields of `place`."""
    for found in _SPECIAL.finditer(place.words):
        message = _("{place} “{tag}” has a special meaning that a report has no use for; write {example}.")
        yield message.format(
            place=_where(place.name, [found[0]], 1), tag=printable(found[0]), example=_EXAMPLE
        )
    lines = place.source.split("\n")
    try:
        tree = _environment().parse(place.source)
    except TemplateSyntaxError as error:
        message = _("{place} a field cannot be read ({why}). Write fields as in {example}.")
        where = _where(place.name, lines, error.lineno)
        yield message.format(place=where, why=error.message, example=_EXAMPLE)
        return
    for node in _nodes(tree):
        where = _where(place.name, lines, node.lineno)
        if isinstance(node, nodes.Name):
            if node.name not in (*FIELDS, SLOT):
                yield _unknown(node.name, where)
            elif node.name == SLOT and place.name:
                yield _("{place} “{slot}” cannot be used there; put it into the text.").format(
                    place=where, slot=_slot_text()
                )
        elif not isinstance(node, _ALLOWED):
            message = _("{place} there is more than a field. Write only names of fields, and {condition}.")
            yield message.format(place=where, condition="{% if enterprise %} … {% endif %}")


def _nodes(tree: nodes.Node) -> Iterator[nodes.Node]:
    """The nodes of `tree`, but not what is in those that are refused."""
    yield tree
    if isinstance(tree, _ALLOWED):
        for child in tree.iter_child_nodes():
            yield from _nodes(child)


def _unknown(name: str, where: str) -> str:
    close = nearest(name, [*FIELDS, SLOT])
    if close:
        message = _("{place} there is no field “{name}”; did you mean “{close}”?")
        return message.format(place=where, name=printable(name), close=close)
    message = _("{place} there is no field “{name}”. The fields are {names}.")
    return message.format(place=where, name=printable(name), names=_(", ").join((*FIELDS, SLOT)))


def _where(name: str, lines: list[str], number: int) -> str:
    """The place in words: header, footer or text, and the words around a field."""
    line = lines[min(number, len(lines)) - 1] if lines else ""
    words = " ".join(re.sub(r"<[^>]*>", "", line).split())
    words = printable(words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…")
    if name:
        return _("In the {part}, in “{words}”:").format(part=name, words=words)
    return _("In the text, in “{words}”:").format(words=words)
