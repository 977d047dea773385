"""A report or a preview as text, a module per format. A renderer computes nothing and writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from readiness.rendering.characters import Characters
from readiness.rendering.formats import SUFFIXES, Format, PreviewFormat

if TYPE_CHECKING:
    from readiness.views.preview import Preview
    from readiness.views.report import Report

__all__ = ["SUFFIXES", "Format", "PreviewFormat", "render", "render_preview"]


def render(
    report: Report,
    format: Format | str = Format.MARKDOWN,
    *,
    width: int = 80,
    colour: bool = False,
    ascii_only: bool = False,
    encoding: str = "utf-8",
) -> str:
    """`report` as text in `format`, ending in a newline.

    `width` (columns), `colour` and `ascii_only` concern the terminal format alone. What the `encoding`
    in which the text goes out lacks is written as the format escapes it. Raises ValueError for
    a format that does not exist, LookupError for such an encoding.
    """
    format = Format(format)
    if format is Format.TERMINAL:
        from readiness.rendering import terminal

        characters = Characters(encoding, ascii_only=ascii_only)
        return terminal.render(report, width=width, colour=colour, characters=characters)
    if format is Format.MARKDOWN:
        from readiness.rendering import markdown

        return _with_references(markdown.render(report), encoding)
    if format is Format.JSON:
        from readiness.rendering import json

        return json.render(report, encoding=encoding)
    assert_never(format)


def render_preview(
    preview: Preview,
    format: PreviewFormat | str = PreviewFormat.MARKDOWN,
    *,
    width: int = 80,
    colour: bool = False,
    ascii_only: bool = False,
    encoding: str = "utf-8",
) -> str:
    """`preview` as text in `format`, ending in a newline; as Markdown it is a form to print.

    `width` (columns), `colour` and `ascii_only` concern the terminal format alone. What the `encoding`
    in which the text goes out lacks is written as the format escapes it. Raises ValueError for
    a format that does not exist, LookupError for such an encoding.
    """
    format = PreviewFormat(format)
    if format is PreviewFormat.TERMINAL:
        from readiness.rendering import terminal_preview

        characters = Characters(encoding, ascii_only=ascii_only)
        return terminal_preview.render(preview, width=width, colour=colour, characters=characters)
    if format is PreviewFormat.MARKDOWN:
        from readiness.rendering import markdown_preview

        return _with_references(markdown_preview.render(preview), encoding)
    assert_never(format)


def _with_references(text: str, encoding: str) -> str:
    """Markdown in which what `encoding` lacks is a reference such as `&#20013;`, which reads the same."""
    return text.encode(encoding, "xmlcharrefreplace").decode(encoding)
