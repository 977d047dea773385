"""Renders reports and previews, one module per format. It calculates nothing and writes no file."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from readiness.messages.catalogue import _
from readiness.messages.problems import expect
from readiness.rendering.formats import SUFFIXES, FileFormat, Format, PreviewFormat, expect_installed, known
from readiness.rendering.output import Output

if TYPE_CHECKING:
    from readiness.views.blocks import Page
    from readiness.views.explanation import Explanation
    from readiness.views.preview import Preview
    from readiness.views.report import Report

__all__ = [
    "SUFFIXES",
    "FileFormat",
    "Format",
    "Output",
    "PreviewFormat",
    "expect_installed",
    "render",
    "render_bytes",
    "render_explanation",
    "render_page",
    "render_preview",
]


class Writer(Protocol):
    """A module that renders pages in one format; its name is the name of the format."""

    def write(self, page: Page, output: Output) -> str:
        """`page` as text for `output`, ending in a newline."""


def render(
    report: Report,
    format: Format | str = Format.MARKDOWN,
    output: Output | None = None,
    *,
    details: bool = True,
) -> str:
    """`report` as text in `format` for `output` (None: 80 columns, no colour), ending in a newline.

    Without `details` it is only the first page, except in JSON, which has all the data.

    Raises UnknownName, which lists the formats, and WrongType for anything but a report.
    """
    from readiness.views.report import Report

    expect(report, Report, _("“report” must be a Report, as build_report returns it, not {found}"))
    format, output = known(Format, format), _checked(output)
    if format is Format.JSON:  # for programs: all the data, not a page
        from readiness.rendering import json

        return json.report_json(report, encoding=output.encoding)
    if format is Format.CSV:
        from readiness.rendering import csv

        return csv.report_csv(report)
    from readiness.views.pages.report_page import report_page

    return render_page(report_page(report, details=details), format, output)


def render_bytes(
    report: Report, format: Format | FileFormat | str, output: Output | None = None, *, template: bytes = b""
) -> bytes:
    """`report` as the content of a file in any format; a `template` is a Word file for the Word report.

    Raises UnknownName, which lists the formats, MissingExtra, and WrongType for anything but a report.
    """
    if format not in list(FileFormat):
        format = known(Format, format, FileFormat)
        text = render(report, format, output)
        return text.encode("utf-8-sig" if format is Format.CSV else "utf-8")
    from readiness.views.report import Report

    expect(report, Report, _("“report” must be a Report, as build_report returns it, not {found}"))
    format = FileFormat(format)
    expect_installed(format)
    if format is FileFormat.XLSX:
        from readiness.rendering import xlsx

        return xlsx.report_xlsx(report)
    from readiness.views.page_length import limited
    from readiness.views.pages.report_page import report_page

    page = limited(report_page(report))
    if format is FileFormat.PDF:
        from readiness.rendering import pdf

        return pdf.page_pdf(page)
    from readiness.rendering import docx

    return docx.page_docx(page, template)


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


def render_explanation(
    explanation: Explanation, format: Format | str = Format.MARKDOWN, output: Output | None = None
) -> str:
    """`explanation` as text in `format` for `output`, ending in a newline.

    Raises UnknownName, which lists the formats, and WrongType for anything but an explanation.
    """
    from readiness.views.explanation import Explanation

    message = _("“explanation” must be an Explanation, as build_explanation returns it, not {found}")
    expect(explanation, Explanation, message)
    format, output = known(Format, format), _checked(output)
    if format is Format.JSON:
        from readiness.rendering import json

        return json.explanation_json(explanation, encoding=output.encoding)
    if format is Format.CSV:
        from readiness.rendering import csv

        return csv.explanation_csv(explanation)
    from readiness.views.pages.explanation_page import explanation_page

    return render_page(explanation_page(explanation), format, output)


def render_page(page: Page, format: Format | PreviewFormat, output: Output) -> str:
    """`page` as text, written by the module here that is named after `format`; too long a page is cut."""
    from readiness.views.page_length import limited

    writer = cast(Writer, import_module(f"{__name__}.{format}"))
    return writer.write(limited(page), output)


def _checked(output: Output | None) -> Output:
    """`output`, or the default if it is None. Raises WrongType for anything else."""
    expect(
        output or Output(), Output, _("“output” must be an Output, such as Output(width=100), not {found}")
    )
    return output or Output()
