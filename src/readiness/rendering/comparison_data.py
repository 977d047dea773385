"""A comparison for programs: as JSON, in the form that `docs/json.md` describes, and as CSV."""

from __future__ import annotations

from readiness.rendering import jsontext
from readiness.rendering.comparison_shape import COMPARISON_VERSION, ComparisonShape
from readiness.rendering.csv import CsvCell, csv_text
from readiness.rendering.json import as_plain, cover_of, made_from
from readiness.views.comparison import AnswerChangeView, Comparison, RestView

CHANGE_COLUMNS = (
    "dimension_id",
    "dimension",
    "question",
    "title",
    "state_then",
    "answer_then_id",
    "answer_then",
    "state_now",
    "answer_now_id",
    "answer_now",
    "points",
    "why_id",
)
"""The columns of the changes of a comparison."""


def comparison_json(comparison: Comparison, *, encoding: str = "utf-8") -> str:
    """`comparison` as one JSON object, indented."""
    made, (minimum, maximum) = comparison.provenance, comparison.ends
    content: ComparisonShape = {
        "schema_version": COMPARISON_VERSION,
        "program_version": made.program_version,
        "built_on": made.built_on,
        "language": comparison.language,
        "questionnaire": made_from(made),
        "quick": made.quick,
        "cover": cover_of(comparison.cover),
        "scale": {"minimum": minimum, "maximum": maximum},
        "cuts": as_plain(comparison.cuts),
        "warnings": list(comparison.warnings),
        "assessments": as_plain(comparison.assessments),
        "change": as_plain(comparison.change),
        "steps": as_plain(comparison.steps),
        "plan": as_plain(comparison.plan),
        "plan_source": comparison.plan_source,
        "targets": as_plain(comparison.targets),
        "method": list(comparison.method),
    }
    return jsontext.json_text(content, encoding=encoding)


def comparison_csv(comparison: Comparison) -> str:
    """What changed from the first assessment to the last, a row per question; `points` add up to the change.

    Rows without a question have the points that belong to none.
    """
    change = comparison.change
    return csv_text(CHANGE_COLUMNS, (*map(_changed, change.answers), *map(_other, change.rest)))


def _other(item: RestView) -> tuple[CsvCell, ...]:
    return (item.dimension_id, item.dimension, "", item.title, *[""] * 6, item.points.value, "")


def _changed(item: AnswerChangeView) -> tuple[CsvCell, ...]:
    place = (item.dimension_id, item.dimension, item.question, item.title)
    return (*place, *item.before, *item.after, item.points.value, item.why_id)
