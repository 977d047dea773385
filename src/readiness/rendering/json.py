"""The report as JSON, in the stable form that `docs/json.md` describes. Numbers have full precision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from readiness.rendering import jsontext
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


def _always(report: Report) -> Always:
    made = report.provenance
    return {
        "schema_version": SCHEMA_VERSION,
        "program_version": made.program_version,
        "built_on": made.built_on,
        "language": report.language,
        "questionnaire": made_from(made),
        "answers": _given(report),
        "cover": cover_of(report.cover),
        "overall": _overall(report),
        "dimensions": [_dimension(item) for item in report.dimensions],
        "parts": [{**_dimension(item), "depth": item.depth} for item in report.parts],
        "unscored": as_plain(report.unscored),
        "opportunities": [_opportunity(item) for item in report.opportunities],
        "market": as_plain(report.market),
        "markets": as_plain(report.markets),
        "unchecked_flags": list(report.unchecked),
        "contradictions": as_plain(report.contradictions),
        "peers": as_plain(report.peers),
        "red_flags": as_plain(report.flags),
        "targets": as_plain(report.targets),
        "sensitivity": as_plain(report.sensitivity),
        "proof": as_plain(report.proof),
        "gaps": as_plain(report.gaps),
        "tasks": as_plain(report.tasks),
        "stages": as_plain(report.stages),
        "cases": cases_in_full(report.cases),
        "roadmap": as_plain(report.roadmap),
        "pathways": as_plain(report.pathways),
        "profile": [{"title": title, "value": value} for title, value in report.profile],
        "open": as_plain(report.open),
        "ignored": as_plain(report.ignored),
        "notices": list(report.notices),
        "not_applicable": as_plain(report.not_applicable),
        "responses": as_plain(report.answers),
        "method": list(report.method),
    }


def as_plain(view: Any) -> Any:
    """Records as objects, in the form that `report_shape` describes."""
    if isinstance(view, Number):
        return view.value
    if isinstance(view, Span):
        return _ends(view)
    if isinstance(view, ShownCase):
        return _named(view)
    if hasattr(view, "_asdict"):
        return {name: as_plain(value) for name, value in view._asdict().items()}
    if isinstance(view, tuple):
        return [as_plain(item) for item in view]
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


def made_from(made: Provenance) -> MadeFrom:
    """The questionnaire that was answered."""
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
        "coverage": as_plain(report.overall.coverage),
        "quick": made.quick,
    }


def cover_of(cover: CoverView) -> Covered:
    """Whose document it is and for whom."""
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
        "arithmetic": as_plain(overall.arithmetic),
        "minimum": as_plain(overall.minimum),
        "points": as_plain(overall.points),
        "band": verdict.band,
        "band_title": verdict.title,
        "next_id": verdict.next_id,
        "next": verdict.next,
        "blocked_by": as_plain(verdict.blocked_by),
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
        "points": as_plain(item.points),
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


def cases_in_full(cases: Iterable[ShownCase]) -> list[Any]:
    """Each of `cases` with the reason why it is shown."""
    return [{**as_plain(shown.case), "reason": shown.reason} for shown in cases]


def _explanation(explanation: Explanation) -> ExplanationShape:
    return {
        "id": explanation.id,
        "title": explanation.title,
        **_score(explanation.score),
        "way": explanation.way,
        "equation": explanation.equation,
        "parts": as_plain(explanation.rows),
        "aside": as_plain(explanation.aside),
        "below": [_explanation(below) for below in explanation.below],
    }
