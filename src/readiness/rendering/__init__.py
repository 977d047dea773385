"""A report or a preview as text, a module per format. A renderer computes nothing and writes nothing."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from readiness.messages.catalogue import _
from readiness.messages.problems import expect
from readiness.rendering.formats import SUFFIXES, Format, PreviewFormat, known
from readiness.rendering.output import Output

if TYPE_CHECKING:
    from readiness.views.blocks import Page
    from readiness.views.explanation import Explanation
    from readiness.views.preview import Preview
    from readiness.views.report import Report

__all__ = [
    "SUFFIXES",
    "Format",
    "Output",
    "PreviewFormat",
    "render",
    "render_explanation",
    "render_page",
    "render_preview",
]


class Writer(Protocol):
    """A module that writes pages in one format, and is called by its name."""

    def write(self, page: Page, output: Output) -> str:
        """`page` as text that is fit for `output` and ends in a newline."""


def render(report: Report, format: Format | str = Format.MARKDOWN, output: Output | None = None) -> str:
    """`report` as text in `format`, fit for `output` (None: 80 columns, no colour), ending in a newline.

    Raises UnknownName, which names the formats, and WrongType for anything but a report.
    """
    from readiness.views.report import Report

    expect(report, Report, _("“report” must be a Report, as build_report returns it, not {found}"))
    format, output = known(Format, format), _checked(output)
    if format is Format.JSON:  # for machines: the whole record, not a page of it
        from readiness.rendering import json

        return json.report_json(report, encoding=output.encoding)
    from readiness.views.pages.report_page import BRIEF, FULL, report_page

    return render_page(report_page(report, BRIEF if format is Format.TERMINAL else FULL), format, output)


def render_preview(
    preview: Preview, format: PreviewFormat | str = PreviewFormat.MARKDOWN, output: Output | None = None
) -> str:
    """`preview` as text in `format`, fit for `output`; as anything but lines for a terminal a form to print.

    Raises UnknownName, which names the formats, and WrongType for anything but a preview.
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
    """`explanation` as text in `format`, fit for `output`, ending in a newline.

    Raises UnknownName, which names the formats, and WrongType for anything but an explanation.
    """
    from readiness.views.explanation import Explanation

    message = _("“explanation” must be an Explanation, as build_explanation returns it, not {found}")
    expect(explanation, Explanation, message)
    format, output = known(Format, format), _checked(output)
    if format is Format.JSON:
        from readiness.rendering import json

        return json.explanation_json(explanation, encoding=output.encoding)
    from readiness.views.pages.explanation_page import explanation_page

    return render_page(explanation_page(explanation), format, output)


def render_page(page: Page, format: Format | PreviewFormat, output: Output) -> str:
    """`page` by the writer of `format`, which is the module of that name here."""
    writer = cast(Writer, import_module(f"{__name__}.{format}"))
    return writer.write(page, output)


def _checked(output: Output | None) -> Output:
    """`output`, or the one that is meant by None. Raises WrongType for anything else."""
    expect(
        output or Output(), Output, _("“output” must be an Output, such as Output(width=100), not {found}")
    )
    return output or Output()
