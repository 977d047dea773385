"""Merged answers for programs: as JSON, in the form that `docs/json.md` describes, and as CSV."""

from __future__ import annotations

from readiness.rendering import jsontext
from readiness.rendering.csv import CsvCell, csv_text
from readiness.rendering.json import as_plain, cover_of, made_from
from readiness.rendering.merging_shape import MERGING_VERSION, MergingShape
from readiness.views.merging import MergedQuestionView, Merging

MERGED_COLUMNS = (
    "dimension_id",
    "dimension",
    "question",
    "title",
    "state",
    "answer_id",
    "answer",
    "answered",
    "unknown",
    "unanswered",
    "not_applicable",
    "lowest",
    "highest",
    "apart",
    "r_wg",
)
"""The columns of merged answers; after them comes one for each person, such as `said: Chen Li`."""


def merging_json(merging: Merging, *, encoding: str = "utf-8") -> str:
    """`merging` as one JSON object, indented."""
    made, (minimum, maximum) = merging.provenance, merging.ends
    content: MergingShape = {
        "schema_version": MERGING_VERSION,
        "program_version": made.program_version,
        "built_on": made.built_on,
        "language": merging.language,
        "questionnaire": made_from(made),
        "quick": made.quick,
        "digest": made.answers_digest,
        "cover": cover_of(merging.cover),
        "scale": {"minimum": minimum, "maximum": maximum},
        "rule": merging.rule,
        "anonymous": merging.anonymous,
        "people": list(merging.people),
        "warnings": list(merging.warnings),
        "points": as_plain(merging.points),
        "facts": as_plain(merging.facts),
        "unknown": as_plain(merging.unknown),
        "single": as_plain(merging.single),
        "lone": as_plain(merging.lone),
        "without_expert": list(merging.without_expert),
        "agreement": as_plain(merging.agreement),
        "merged": as_plain(merging.merged),
        "voices": as_plain(merging.voices),
        "questions": as_plain(merging.questions),
        "ignored": as_plain(merging.ignored),
        "notices": list(merging.notices),
        "method": list(merging.method),
    }
    return jsontext.json_text(content, encoding=encoding)


def merging_csv(merging: Merging) -> str:
    """A row for each question, with a column for each person or, without names, for each answer."""
    columns = [f"said: {name}" for name in merging.people]
    return csv_text((*MERGED_COLUMNS, *columns), map(_row, merging.questions))


def _row(item: MergedQuestionView) -> tuple[CsvCell, ...]:
    return (
        *(item.dimension_id, item.dimension, item.question, item.title),
        *(item.state, item.answer_id, item.answer),
        *(item.answered, item.unknown, item.unanswered, item.not_applicable),
        *(item.lowest, item.highest, item.apart.value),
        item.r_wg.value if item.r_wg else None,
        *item.columns,
    )
