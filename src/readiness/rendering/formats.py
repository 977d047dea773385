"""The formats of a report, apart from the code that renders them, so that naming one is cheap."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """What a report can be rendered as."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    JSON = "json"


class PreviewFormat(StrEnum):
    """What a preview of a questionnaire can be rendered as."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"


class ProblemFormat(StrEnum):
    """What the problems of a questionnaire can be listed as."""

    TEXT = "text"
    JSON = "json"


SUFFIXES = {".md": Format.MARKDOWN, ".json": Format.JSON, ".txt": Format.TERMINAL}
"""The format that a file name asks for by its suffix."""
