"""Documents as JSON, in the stable form that `docs/json.md` describes. Numbers have full precision."""

from __future__ import annotations

from typing import Any, cast

from readiness.rendering import jsontext
from readiness.rendering.comparison_shape import COMPARISON_VERSION, ComparisonShape
from readiness.rendering.report_shape import (
    SCHEMA_VERSION,
    Always,
    Covered,
    DimensionShape,
    Ends,
    ExplanationShape,
    Given,
    MadeFrom,
    NamedCase,
    OpportunityShape,
    OverallShape,
    ReportShape,
    ScaleEnds,
    ScoreOrNone,
    ScoreRange,
)
from readiness.views.comparison import Comparison
from readiness.views.explanation import Explanation
from readiness.views.numbers import Number, Span
from readiness.views.report import CoverView, DimensionView, OpportunityView, Provenance, Report
from readiness.views.report_advice import ShownCase


def report_json(report: Report, *, encoding: str = "utf-8") -> str:
    """`report` as one JSON object, indented."""
    content = cast(ReportShape, _always(report))
    if report.explanation is not None:
        content["explanation"] = _explanation(report.explanation)
    return jsontext.json_text(content, encoding=encoding)


def explanation_json(explanation: Explanation, *, encoding: str = "utf-8") -> str:
    """`explanation` as one JSON object, the same as in the JSON of a report."""
    return jsontext.json_text(_explanation(explanation), encoding=encoding)


def comparison_json(comparison: Comparison, *, encoding: str = "utf-8") -> str:
    """`comparison` as one JSON object, indented."""
    made = comparison.provenance
    content: ComparisonShape = {
        "schema_version": COMPARISON_VERSION,
        "program_version": made.program_version,
        "built_on": made.built_on,
        "language": comparison.language,
        "questionnaire": _questionnaire(made),
        "quick": made.quick,
        "cover": _cover(comparison.cover),
        "scale": _scale(comparison.ends),
        "cuts": _plain(comparison.cuts),
        "warnings": list(comparison.warnings),
        "assessments": _plain(comparison.assessments),
        "change": _plain(comparison.change),
        "steps": _plain(comparison.steps),
        "plan": _plain(comparison.plan),
        "plan_source": comparison.plan_source,
        "targets": _plain(comparison.targets),
        "method": list(comparison.method),
    }
    return jsontext.json_text(content, encoding=encoding)


def _always(report: Report) -> Always:
    made = report.provenance
    return {
        "schema_version": SCHEMA_VERSION,
        "program_version": made.program_version,
        "built_on": made.built_on,
        "language": report.language,
        "questionnaire": _questionnaire(made),
        "answers": _given(report),
        "cover": _cover(report.cover),
        "overall": _overall(report),
        "dimensions": [_dimension(item) for item in report.dimensions],
        "parts": [{**_dimension(item), "depth": item.depth} for item in report.parts],
        "unscored": _plain(report.unscored),
        "opportunities": [_opportunity(item) for item in report.opportunities],
        "unchecked_flags": list(report.unchecked),
        "contradictions": _plain(report.contradictions),
        "red_flags": _plain(report.flags),
        "targets": _plain(report.targets),
        "proof": _plain(report.proof),
        "gaps": _plain(report.gaps),
        "tasks": _plain(report.tasks),
        "stages": _plain(report.stages),
        "cases": _cases(report),
        "roadmap": _plain(report.roadmap),
        "pathways": _plain(report.pathways),
        "profile": [{"title": title, "value": value} for title, value in report.profile],
        "open": _plain(report.open),
        "ignored": _plain(report.ignored),
        "notices": list(report.notices),
        "not_applicable": _plain(report.not_applicable),
        "responses": _plain(report.answers),
        "method": list(report.method),
    }


def _plain(view: Any) -> Any:
    """Records as objects, in the form that `report_shape` describes."""
    if isinstance(view, Number):
        return view.value
    if isinstance(view, Span):
        return _ends(view)
    if isinstance(view, ShownCase):
        return _named(view)
    if hasattr(view, "_asdict"):
        return {name: _plain(value) for name, value in view._asdict().items()}
    if isinstance(view, tuple):
        return [_plain(item) for item in view]
    return view


def _ends(span: Span) -> Ends:
    return {"low": span.low.value, "high": span.high.value, "displayed": span.text}


def _named(shown: ShownCase) -> NamedCase:
    return {"id": shown.case.id, "reason": shown.reason}


def _score(span: Span) -> ScoreRange:
    return {"score": span.low.value, **_ends(span)}


_NO_SCORE: ScoreOrNone = {"score": None, "low": None, "high": None, "displayed": None}


def _scale(ends: tuple[float, float]) -> ScaleEnds:
    minimum, maximum = ends
    return {"minimum": minimum, "maximum": maximum}


# --- the parts of a report --------------------------------------------------------------------------


def _questionnaire(made: Provenance) -> MadeFrom:
    return {
        "id": made.questionnaire,
        "title": made.questionnaire_title,
        "version": made.questionnaire_version,
        "digest": made.questionnaire_digest,
    }


def _given(report: Report) -> Given:
    made = report.provenance
    return {
        "digest": made.answers_digest,
        "date": made.answers_date or None,
        "respondent": made.respondent or None,
        "coverage": _plain(report.overall.coverage),
        "quick": made.quick,
    }


def _cover(cover: CoverView) -> Covered:
    return {
        "enterprise": cover.enterprise or None,
        "prepared_by": cover.prepared_by or None,
        "prepared_for": cover.prepared_for or None,
        "confidentiality": cover.confidentiality or None,
    }


def _overall(report: Report) -> OverallShape:
    verdict, overall = report.verdict, report.overall
    return {
        **(_score(overall.score) if overall.score else _NO_SCORE),
        "scale": _scale(overall.ends),
        "arithmetic": _plain(overall.arithmetic),
        "minimum": _plain(overall.minimum),
        "points": _plain(overall.points),
        "band": verdict.band,
        "band_title": verdict.title,
        "next_id": verdict.next_id,
        "next": verdict.next,
        "blocked_by": _plain(verdict.blocked_by),
        "near_ids": list(verdict.near_ids),
        "near": verdict.near or None,
        "outlook_id": verdict.outlook_id,
        "outlook": verdict.outlook or None,
    }


def _dimension(item: DimensionView) -> DimensionShape:
    return {
        "id": item.id,
        "kind": item.kind,
        "title": item.title,
        **_score(item.score),
        "scale": _scale(item.ends),
        "coverage": item.coverage.value,
        "band_id": item.band_id or None,
        "band": item.band or None,
        "exposure": item.exposure and _ends(item.exposure),
        "control": item.control and _ends(item.control),
        "residual": item.residual and _ends(item.residual),
        "points": _plain(item.points),
    }


def _opportunity(item: OpportunityView) -> OpportunityShape:
    return {
        "id": item.id,
        "title": item.title,
        **_score(item.fit),
        "scale": _scale(item.ends),
        "coverage": item.coverage.value,
        "use": item.use and _ends(item.use),
        "unused": item.unused and _ends(item.unused),
        "reading_id": item.reading_id,
        "reading": item.reading,
        "task": item.task,
    }


def _cases(report: Report) -> list[Any]:
    return [{**_plain(shown.case), "reason": shown.reason} for shown in report.cases]


def _explanation(explanation: Explanation) -> ExplanationShape:
    return {
        "id": explanation.id,
        "title": explanation.title,
        **_score(explanation.score),
        "way": explanation.way,
        "equation": explanation.equation,
        "parts": _plain(explanation.rows),
        "aside": _plain(explanation.aside),
        "below": [_explanation(below) for below in explanation.below],
    }
