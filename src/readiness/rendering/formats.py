"""The names of the formats, in a module that imports no renderer."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from readiness.messages.catalogue import _
from readiness.messages.names import nearest
from readiness.messages.problems import MissingExtra, UnknownName


class Format(StrEnum):
    """What a report can be rendered as that is text."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    CSV = "csv"


class FileFormat(StrEnum):
    """What a report can be rendered as that only a file can hold. Each needs an extra."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"


class PreviewFormat(StrEnum):
    """What a preview of a questionnaire can be rendered as."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"


class FormFormat(StrEnum):
    """What a form to fill in can be made as."""

    HTML = "html"
    XLSX = "xlsx"


class ProblemFormat(StrEnum):
    """What the problems of a questionnaire can be listed as."""

    TEXT = "text"
    JSON = "json"


SUFFIXES: dict[str, Format | FileFormat] = {
    ".html": Format.HTML,
    ".docx": FileFormat.DOCX,
    ".xlsx": FileFormat.XLSX,
    ".pdf": FileFormat.PDF,
    ".md": Format.MARKDOWN,
    ".txt": Format.TERMINAL,
    ".csv": Format.CSV,
    ".json": Format.JSON,
}
"""The format of a file by the suffix of its name."""

EXTRAS = {
    FileFormat.DOCX: ("office", ("docx", "docxtpl")),
    FileFormat.XLSX: ("office", ("xlsxwriter",)),
    FileFormat.PDF: ("pdf", ("weasyprint",)),
}
"""The extra of this package that a format needs, and the modules that it installs."""

Kind = TypeVar("Kind", Format, FileFormat, PreviewFormat, FormFormat)


def expect_installed(format: Format | FileFormat) -> None:
    """Raise MissingExtra if what `format` needs is not installed."""
    from importlib.util import find_spec

    extra, modules = EXTRAS.get(format, ("", ())) if isinstance(format, FileFormat) else ("", ())
    if not all(map(find_spec, modules)):
        message = _("For {format} files something more must be installed: pip install '{package}[{extra}]'")
        raise MissingExtra(message.format(format=format, package="readiness", extra=extra))


def known(kind: type[Kind], name: str, *others: type[StrEnum]) -> Kind:
    """The format of this `kind` that is called `name`.

    Raises UnknownName, which lists the formats of this kind and of `others`.
    """
    if name in list(kind):
        return kind(name)
    names = [str(format) for each in (kind, *others) for format in each]
    message = _("there is no format “{name}”; the formats are {names}")
    close = nearest(name.lower(), names) if isinstance(name, str) else None
    if close:
        message = _("there is no format “{name}”; did you mean “{close}”? The formats are {names}")
    raise UnknownName(message.format(name=name, close=close, names=_(", ").join(names)))
