"""A plan for programs: as JSON, in the form that `docs/json.md` describes, and as CSV, a row per step."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.rendering import jsontext
from readiness.rendering.csv import CsvCell, csv_text
from readiness.rendering.json import as_plain, cases_in_full, cover_of, made_from
from readiness.rendering.plan_shape import PLAN_VERSION, PlannedFor, PlanShape
from readiness.views.plan_report import PlanReport, PlanStepView

PLAN_COLUMNS = (
    "step",
    "title",
    "red_flag",
    "question",
    "dimension_id",
    "from_id",
    "to_id",
    "from",
    "to",
    "action",
    "who",
    "cost",
    "total",
    "days",
    "due",
    "after",
    "evidence",
    "overall",
    "verdict_id",
)
"""The columns of a plan. A step that improves several answers has a row for each, its cost in the first."""


def plan_json(plan: PlanReport, *, encoding: str = "utf-8") -> str:
    """`plan` as one JSON object, indented."""
    return jsontext.json_text(_content(plan), encoding=encoding)


def _content(plan: PlanReport) -> PlanShape:
    made = plan.provenance
    answers: PlannedFor = {
        "digest": made.answers_digest,
        "date": made.answers_date or None,
        "respondent": made.respondent or None,
        "quick": made.quick,
    }
    return {
        "schema_version": PLAN_VERSION,
        "program_version": made.program_version,
        "built_on": made.built_on,
        "language": plan.language,
        "questionnaire": made_from(made),
        "answers": answers,
        "cover": cover_of(plan.cover),
        "market": as_plain(plan.market),
        "heading": plan.heading,
        "summary": list(plan.summary),
        "aim_id": plan.aim_id,
        "aim": plan.aim,
        "reached": plan.reached,
        "budget": plan.budget,
        "unit": "person-days" if plan.unit == "person-days" else "effort",
        "cost": plan.cost,
        "proven": plan.proven,
        "days": plan.days,
        "start": as_plain(plan.start),
        "end": as_plain(plan.end),
        "assumed": as_plain(plan.assumed),
        "steps": as_plain(plan.steps),
        "bands": as_plain(plan.bands),
        "flags_left": as_plain(plan.flags_left),
        "obstacles": as_plain(plan.obstacles),
        "conditions": list(plan.conditions),
        "risks": as_plain(plan.risks),
        "remarks": list(plan.remarks),
        "cases": cases_in_full(plan.cases),
    }


def plan_csv(plan: PlanReport) -> str:
    """The steps of `plan`, a row for each answer that gets better."""
    return csv_text(PLAN_COLUMNS, (row for step in plan.steps for row in _rows(step)))


def _rows(step: PlanStepView) -> Iterator[tuple[CsvCell, ...]]:
    for place, move in enumerate(step.moves):
        yield (
            step.number,
            step.title,
            "yes" if step.red_flag else "",
            move.question,
            move.dimension_id,
            move.from_id,
            move.to_id,
            move.from_text,
            move.to_text,
            step.action.text,
            step.action.who,
            step.cost if place == 0 else None,
            step.total,
            step.days,
            step.due,
            ", ".join(map(str, step.after)),
            "\n".join(step.evidence),
            step.overall.value,
            step.verdict_id,
        )
