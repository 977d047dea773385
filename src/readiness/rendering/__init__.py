"""Renders documents and previews, one module per format. It calculates nothing and writes no file."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from readiness.messages.catalogue import _
from readiness.messages.problems import UnknownName, WrongType, expect
from readiness.rendering.documents import KINDS, DocumentKind
from readiness.rendering.formats import (
    SUFFIXES,
    FileFormat,
    Format,
    FormFormat,
    PreviewFormat,
    expect_installed,
    known,
)
from readiness.rendering.output import Output

if TYPE_CHECKING:
    from readiness.rendering.documents import Document
    from readiness.views.blocks import Page
    from readiness.views.form import Form
    from readiness.views.preview import Preview

__all__ = [
    "SUFFIXES",
    "FileFormat",
    "FormFormat",
    "Format",
    "Output",
    "PreviewFormat",
    "expect_installed",
    "render",
    "render_bytes",
    "render_form",
    "render_page",
    "render_preview",
]


class Writer(Protocol):
    """A module that renders pages in one format; its name is the name of the format."""

    def write(self, page: Page, output: Output) -> str:
        """`page` as text for `output`, ending in a newline."""


def render(
    document: Document,
    format: Format | str = Format.MARKDOWN,
    output: Output | None = None,
    *,
    details: bool = True,
) -> str:
    """`document` as text in `format` for `output` (None: 80 columns, no colour), ending in a newline.

    Without `details`, a report is only its first page; formats for programs have all the data.

    Raises UnknownName, which lists the formats, and WrongType for anything but a document.
    """
    kind, format, output = _kind(document), known(Format, format), _checked(output)
    if format is Format.JSON:  # for programs: all the data, not a page
        return str(kind.writer("json")(document, encoding=output.encoding))
    if format is Format.CSV:
        return str(kind.writer("csv")(document))
    page = kind.writer("page" if details or not kind.first_page else "first_page")
    return render_page(tuple(page(document)), format, output)


def render_bytes(
    document: Document,
    format: Format | FileFormat | str,
    output: Output | None = None,
    *,
    template: bytes = b"",
) -> bytes:
    """`document` as the content of a file in any format; a `template` is a Word file for the Word document.

    Raises UnknownName, which lists the formats, MissingExtra, and WrongType for anything but a document.
    """
    if format not in list(FileFormat):
        format = known(Format, format, FileFormat)
        text = render(document, format, output)
        return text.encode("utf-8-sig" if format is Format.CSV else "utf-8")
    kind, format = _kind(document), FileFormat(format)
    expect_installed(format)
    if format is FileFormat.XLSX and kind.workbook:
        content: bytes = kind.writer("workbook")(document)
        return content
    from readiness.views.page_length import limited

    page = limited(tuple(kind.writer("page")(document)))
    if format is FileFormat.DOCX:
        from readiness.rendering import docx

        return docx.page_docx(page, template)
    if format is FileFormat.PDF:
        from readiness.rendering import pdf

        return pdf.page_pdf(page)
    others = _(", ").join(name for name in (*Format, *FileFormat) if name is not FileFormat.XLSX)
    message = _("there is no {format} form of this; the formats are {names}")
    raise UnknownName(message.format(format=format, names=others))


def render_preview(
    preview: Preview, format: PreviewFormat | str = PreviewFormat.MARKDOWN, output: Output | None = None
) -> str:
    """`preview` as text in `format` for `output`; except in the terminal format it is a form to print.

    Raises UnknownName, which lists the formats, and WrongType for anything but a preview.
    """
    from readiness.views.preview import Preview

    expect(preview, Preview, _("“preview” must be a Preview, as build_preview returns it, not {found}"))
    format, output = known(PreviewFormat, format), _checked(output)
    if format is PreviewFormat.TERMINAL:
        from readiness.views.pages.preview_page import preview_page

        page = preview_page(preview)
    else:
        from readiness.views.pages.form_page import form_page

        page = form_page(preview)
    return render_page(page, format, output)


def render_form(form: Form, format: FormFormat | str = FormFormat.HTML) -> bytes:
    """`form` as the content of a file to fill in; the same form gives the same bytes.

    Raises UnknownName, which lists the formats, MissingExtra if a library that the format needs is not
    installed, and WrongType for anything but a form.
    """
    from readiness.views.form import Form

    expect(form, Form, _("“form” must be a Form, as build_form returns it, not {found}"))
    if known(FormFormat, format) is FormFormat.HTML:
        from readiness.rendering.form_html import form_html

        return form_html(form)
    expect_installed(FileFormat.XLSX)
    from readiness.rendering.xlsx_form import form_xlsx

    return form_xlsx(form)


def render_page(page: Page, format: Format | PreviewFormat, output: Output) -> str:
    """`page` as text, written by the module here that is named after `format`; too long a page is cut."""
    from readiness.views.page_length import limited

    writer = cast(Writer, import_module(f"{__name__}.{format}"))
    return writer.write(limited(page), output)


def _kind(document: object) -> DocumentKind:
    """How `document` is written. Raises WrongType for anything but a document."""
    found = KINDS.get(f"{type(document).__module__}.{type(document).__qualname__}")
    if found is None:
        message = _("“document” must be a report or an explanation, as build_report returns it, not {found}")
        raise WrongType(message.format(found=type(document).__name__))
    return found


def _checked(output: Output | None) -> Output:
    """`output`, or the default if it is None. Raises WrongType for anything else."""
    expect(
        output or Output(), Output, _("“output” must be an Output, such as Output(width=100), not {found}")
    )
    return output or Output()
