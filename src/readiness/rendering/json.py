"""The report as JSON, in the stable form that `docs/json.md` describes. Numbers have full precision."""

from __future__ import annotations

from typing import Any

from readiness.rendering import jsontext
from readiness.views.explanation import Explanation
from readiness.views.numbers import Number, Span
from readiness.views.report import DimensionView, GapView, OpportunityView, Report, ShownCase

SCHEMA_VERSION = 2


def report_json(report: Report, *, encoding: str = "utf-8") -> str:
    """`report` as one JSON object, indented."""
    content = {
        **_made(report),
        "overall": _overall(report),
        "dimensions": [_dimension(item) for item in report.dimensions],
        "parts": [{**_dimension(item), "depth": item.depth} for item in report.parts],
        "opportunities": [_opportunity(item) for item in report.opportunities],
        "unchecked_flags": list(report.unchecked),
        "contradictions": [_plain(item) for item in report.contradictions],
        "red_flags": [_plain(flag) for flag in report.flags],
        "gaps": [_gap(gap) for gap in report.gaps],
        "cases": _cases(report),
        "roadmap": [_plain(phase) for phase in report.roadmap],
        "pathways": [_plain(pathway) for pathway in report.pathways],
        "profile": [{"title": title, "value": value} for title, value in report.profile],
        "open": [_plain(item) for item in report.open],
        "ignored": [_plain(item) for item in report.ignored],
        "notices": list(report.notices),
        "not_applicable": [_plain(item) for item in report.not_applicable],
        "responses": [_plain(item) for item in report.answers],
        "method": list(report.method),
    }
    if report.explanation is not None:
        content["explanation"] = _explanation(report.explanation)
    return jsontext.json_text(content, encoding=encoding)


def _made(report: Report) -> dict[str, Any]:
    """What the report was made from."""
    made = report.provenance
    return {
        "schema_version": SCHEMA_VERSION,
        "program_version": made.program_version,
        "built_on": made.built_on,
        "questionnaire": {
            "id": made.questionnaire,
            "title": made.questionnaire_title,
            "version": made.questionnaire_version,
            "digest": made.questionnaire_digest,
        },
        "answers": {
            "digest": made.answers_digest,
            "date": made.answers_date or None,
            "respondent": made.respondent or None,
            "coverage": report.overall.coverage.value,
            "quick": made.quick,
        },
    }


def _overall(report: Report) -> dict[str, Any]:
    verdict, overall = report.verdict, report.overall
    return {
        **_ends(overall.score),
        "scale": overall.scale,
        "arithmetic": overall.arithmetic.value,
        "minimum": overall.minimum.value,
        "band": verdict.band,
        "band_title": verdict.title,
        "blocked_by": [_plain(blocker) for blocker in verdict.blocked_by],
        "near": verdict.near or None,
        "outlook": verdict.outlook or None,
    }


def explanation_json(explanation: Explanation, *, encoding: str = "utf-8") -> str:
    """`explanation` as one JSON object, the same as in the JSON of a report."""
    return jsontext.json_text(_explanation(explanation), encoding=encoding)


def _plain(view: Any) -> Any:
    """Records as mappings; a `Number` as its value, without the text that is displayed."""
    if isinstance(view, Number):
        return view.value
    if hasattr(view, "_asdict"):
        return {name: _plain(value) for name, value in view._asdict().items()}
    if isinstance(view, tuple):
        return [_plain(item) for item in view]
    return view


def _ends(span: Span) -> dict[str, Any]:
    return {
        "score": span.low.value,
        "low": span.low.value,
        "high": span.high.value,
        "displayed": span.text,
    }


def _explanation(explanation: Explanation) -> dict[str, Any]:
    return {
        "id": explanation.id,
        "title": explanation.title,
        **_ends(explanation.score),
        "way": explanation.way,
        "equation": explanation.equation,
        "parts": [_plain(row) for row in explanation.rows],
        "aside": [_plain(item) for item in explanation.aside],
        "below": [_explanation(below) for below in explanation.below],
    }


def _share(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {"low": span.low.value, "high": span.high.value, "displayed": span.text}


def _dimension(item: DimensionView) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind,
        "title": item.title,
        **_ends(item.score),
        "coverage": item.coverage.value,
        "band": item.band or None,
        "exposure": _share(item.exposure),
        "control": _share(item.control),
        "residual": _share(item.residual),
    }


def _opportunity(item: OpportunityView) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        **_ends(item.fit),
        "coverage": item.coverage.value,
        "use": _share(item.use),
        "unused": _share(item.unused),
        "reading_id": item.reading_id,
        "reading": item.reading,
        "step": item.step and _gap(item.step),
    }


def _gap(gap: GapView) -> dict[str, Any]:
    """A gap, naming its case by id; the case itself is listed once, under `cases`."""
    content: dict[str, Any] = _plain(gap._replace(case=None))
    content["case"] = gap.case and {"id": gap.case.case.id, "reason": gap.case.reason}
    return content


def _cases(report: Report) -> list[Any]:
    shown: dict[str, ShownCase] = {}
    steps = (item.step for item in report.opportunities if item.step)
    for gap in (*report.gaps, *steps):
        if gap.case:
            shown.setdefault(gap.case.case.id, gap.case)
    return [{**_plain(item.case), "reason": item.reason} for item in shown.values()]
