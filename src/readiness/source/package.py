"""The parts of an Office file, which is a zip of XML texts, unpacked with limits.

Nothing of it is trusted: what the parts say of their sizes is checked before and while they are unpacked,
and an XML text that declares a document type is refused, because only attacks need one.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat

from readiness.messages.catalogue import _
from readiness.messages.problems import InvalidInput, Problem
from readiness.source.source import MAX_PACKED

_MAX_PART = 100 * 1024 * 1024
_MAX_UNPACKED = 200 * 1024 * 1024
"""The most bytes of one part, and of all parts together, once they are unpacked."""
_MAX_RATIO, _SMALL = 400, 1024 * 1024
"""How much smaller packing makes a part at most; no more is asked of a small one."""
_MAX_PARTS = 5_000
_MAX_ELEMENTS, _MAX_DEPTH = 4_000_000, 100
"""The most elements of all XML parts together, several for each cell, and how deep they may lie."""
_CHUNK = 256 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What reading a zip raises that is cut off, changed or written in a rare way."""


class XmlEvent(NamedTuple):
    """The beginning or the end of an element, by its name without a namespace."""

    name: str
    attributes: dict[str, str] | None
    """None at the end."""
    text: str
    """At the end, what was written directly before it."""


class Package:
    """The parts of one Office file by name."""

    def __init__(self, content: bytes, name: str) -> None:
        """Messages call the file `name`. Raises InvalidInput unless it is a zip within the limits."""
        self.name = name
        self._left = _MAX_UNPACKED
        self._elements_left = _MAX_ELEMENTS
        if len(content) > MAX_PACKED:
            raise self.refusal("too-large", *_too_large())
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
            infos = self._zip.infolist()
        except _BROKEN:
            raise self.damaged() from None
        # Some programs write names with backslashes or other capitals.
        self._infos = {_plain(info.filename): info for info in infos}
        unpacked = sum(info.file_size for info in infos)
        if len(infos) > _MAX_PARTS or unpacked > _MAX_UNPACKED or any(map(_swells, infos)):
            raise self.refusal("too-large", *_too_large())
        if len(self._infos) < len(infos) or any(info.flag_bits & 1 for info in infos):
            raise self.damaged()

    def __contains__(self, part: str) -> bool:
        return _plain(part) in self._infos

    @property
    def parts(self) -> list[str]:
        """The names of all parts, in small letters."""
        return list(self._infos)

    def refusal(self, code: str, message: str, hint: str) -> InvalidInput:
        """The error that the whole file cannot be used."""
        return InvalidInput([Problem(self.name, 1, 1, code, message, hint, cell="")])

    def damaged(self) -> InvalidInput:
        """The error that the file is cut off or broken."""
        message = _("the file is damaged or incomplete")
        hint = _(
            "Copy or send it again. If that does not help, open it in Excel, WPS or LibreOffice and save it"
            " as an Excel workbook (.xlsx)."
        )
        return self.refusal("workbook-damaged", message, hint)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts that `part` refers to, by id: the last word of the kind, and the name.

        That of the whole package is empty.
        """
        folder, base = posixpath.split(part)
        where = posixpath.join(folder, "_rels", f"{base}.rels")
        if where not in self:
            return {}
        starts = [event.attributes for event in self.events(where) if event.name == "Relationship"]
        return {
            each.get("Id", ""): (
                each.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))[1:],
            )
            for each in starts
            if each is not None and each.get("TargetMode") != "External"
        }

    def events(self, part: str) -> Iterator[XmlEvent]:
        """The elements of an XML part, in its order. Raises InvalidInput."""
        reader = _XmlReader()
        try:
            for chunk in self._chunks(part):
                found = reader.feed(chunk)
                self._elements_left -= len(found) // 2
                if self._elements_left < 0:
                    raise self.refusal("too-large", *_too_large())
                yield from found
            yield from reader.feed(b"", last=True)
        except _DocumentType:
            message = _("the file declares a document type, as only a manipulated workbook does")
            hint = _("Do not open it. Ask for it again, from somebody you know.")
            raise self.refusal("workbook-damaged", message, hint) from None
        except (expat.ExpatError, _TooDeep, *_BROKEN):
            raise self.damaged() from None

    def _chunks(self, part: str) -> Iterator[bytes]:
        """The content of a part, as long as it is as large as it says. Raises InvalidInput."""
        info = self._infos.get(_plain(part))
        if info is None:
            raise self.damaged()
        with self._zip.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise self.refusal("too-large", *_too_large())
                yield chunk


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _swells(info: zipfile.ZipInfo) -> bool:
    """Whether a part says that it becomes too large."""
    if info.file_size > _MAX_PART:
        return True
    return info.file_size > max(_SMALL, _MAX_RATIO * info.compress_size)


def _too_large() -> tuple[str, str]:
    message = _("the file is too large, or becomes so when it is unpacked")
    hint = _("Check that it is the right file; copy the cells that are needed into a new workbook.")
    return message, hint


class _DocumentType(Exception):
    """An XML text declares a document type."""


class _TooDeep(Exception):
    """Elements lie deeper in each other than in any workbook."""


class _XmlReader:
    """Turns bytes of an XML text into events."""

    def __init__(self) -> None:
        self._found: list[XmlEvent] = []
        self._text: list[str] = []
        self._depth = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text.append
        self._parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, content: bytes, *, last: bool = False) -> list[XmlEvent]:
        """The events in `content`, which goes on where the one before ended."""
        self._parser.Parse(content, last)
        found, self._found = self._found, []
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _TooDeep
        self._text.clear()
        bare = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        self._found.append(XmlEvent(name.rpartition(" ")[2], bare, ""))

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._found.append(XmlEvent(name.rpartition(" ")[2], None, "".join(self._text)))
        self._text.clear()

    def _refuse(self, *_about: object) -> None:
        raise _DocumentType
