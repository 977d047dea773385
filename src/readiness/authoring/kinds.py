"""The kinds of files that have a JSON Schema, in a module that imports nothing slow."""

from __future__ import annotations

from enum import StrEnum


class FileKind(StrEnum):
    """What a file holds."""

    QUESTIONNAIRE = "questionnaire"
    SECTION = "section"
    CASES = "cases"
    ANSWERS = "answers"
    REPORT = "report"
    PLAN = "plan"
    COMPARISON = "comparison"
    MERGING = "merging"
    BENCHMARK = "benchmark"
    COHORT = "cohort"
