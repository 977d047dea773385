"""A report or a preview as text, a module per format. A renderer computes nothing and writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from readiness.messages.catalogue import _
from readiness.messages.problems import expect
from readiness.rendering.formats import SUFFIXES, Format, PreviewFormat, known
from readiness.rendering.output import Output

if TYPE_CHECKING:
    from readiness.views.preview import Preview
    from readiness.views.report import Report

__all__ = ["SUFFIXES", "Format", "Output", "PreviewFormat", "render", "render_preview"]


def render(report: Report, format: Format | str = Format.MARKDOWN, output: Output | None = None) -> str:
    """`report` as text in `format`, fit for `output` (None: 80 columns, no colour), ending in a newline.

    Raises UnknownFormat, which names the formats, and WrongType for anything but a report.
    """
    from readiness.views.report import Report

    expect(report, Report, _("“report” must be a Report, as build_report returns it, not {found}"))
    format, output = known(Format, format), _checked(output)
    if format is Format.TERMINAL:
        from readiness.rendering import terminal

        return terminal.render(report, output)
    if format is Format.MARKDOWN:
        from readiness.rendering import markdown

        return _with_references(markdown.render(report), output.encoding)
    if format is Format.JSON:
        from readiness.rendering import json

        return json.render(report, encoding=output.encoding)
    assert_never(format)


def render_preview(
    preview: Preview, format: PreviewFormat | str = PreviewFormat.MARKDOWN, output: Output | None = None
) -> str:
    """`preview` as text in `format`, fit for `output`; as Markdown it is a form to print.

    Raises UnknownFormat, which names the formats, and WrongType for anything but a preview.
    """
    from readiness.views.preview import Preview

    expect(preview, Preview, _("“preview” must be a Preview, as build_preview returns it, not {found}"))
    format, output = known(PreviewFormat, format), _checked(output)
    if format is PreviewFormat.TERMINAL:
        from readiness.rendering import terminal_preview

        return terminal_preview.render(preview, output)
    if format is PreviewFormat.MARKDOWN:
        from readiness.rendering import markdown_preview

        return _with_references(markdown_preview.render(preview), output.encoding)
    assert_never(format)


def _checked(output: Output | None) -> Output:
    """`output`, or the one that is meant by None. Raises WrongType for anything else."""
    expect(
        output or Output(), Output, _("“output” must be an Output, such as Output(width=100), not {found}")
    )
    return output or Output()


def _with_references(text: str, encoding: str) -> str:
    """Markdown in which what `encoding` lacks is a reference such as `&#20013;`, which reads the same."""
    return text.encode(encoding, "xmlcharrefreplace").decode(encoding)
