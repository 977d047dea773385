"""The kinds of files that people write, apart from the code that knows them, so that naming one is cheap."""

from __future__ import annotations

from enum import StrEnum


class FileKind(StrEnum):
    """What a file holds."""

    QUESTIONNAIRE = "questionnaire"
    SECTION = "section"
    CASES = "cases"
    ANSWERS = "answers"
