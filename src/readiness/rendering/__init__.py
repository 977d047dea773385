"""A report or a preview as text, a module per format. A renderer computes nothing and writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from readiness.rendering.formats import SUFFIXES, Format, PreviewFormat

if TYPE_CHECKING:
    from readiness.preview import Preview
    from readiness.report import Report

__all__ = ["SUFFIXES", "Format", "PreviewFormat", "render", "render_preview"]


def render(
    report: Report,
    format: Format | str = Format.MARKDOWN,
    *,
    width: int = 80,
    colour: bool = False,
    ascii_only: bool = False,
) -> str:
    """`report` as text in `format`, ending in a newline.

    `width` (columns), `colour` and `ascii_only` concern the terminal format alone. Raises
    ValueError for a format that does not exist.
    """
    format = Format(format)
    if format is Format.TERMINAL:
        from readiness.rendering import terminal

        return terminal.render(report, width=width, colour=colour, ascii_only=ascii_only)
    if format is Format.MARKDOWN:
        from readiness.rendering import markdown

        return markdown.render(report)
    if format is Format.JSON:
        from readiness.rendering import json

        return json.render(report)
    assert_never(format)


def render_preview(
    preview: Preview,
    format: PreviewFormat | str = PreviewFormat.MARKDOWN,
    *,
    width: int = 80,
    colour: bool = False,
    ascii_only: bool = False,
) -> str:
    """`preview` as text in `format`, ending in a newline; as Markdown it is a form to print.

    `width` (columns), `colour` and `ascii_only` concern the terminal format alone. Raises
    ValueError for a format that does not exist.
    """
    format = PreviewFormat(format)
    if format is PreviewFormat.TERMINAL:
        from readiness.rendering import terminal_preview

        return terminal_preview.render(preview, width=width, colour=colour, ascii_only=ascii_only)
    if format is PreviewFormat.MARKDOWN:
        from readiness.rendering import markdown_preview

        return markdown_preview.render(preview)
    assert_never(format)
