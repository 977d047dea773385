"""Small questionnaires as plain data, validated like questionnaires in files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from readiness.answers.answers import Answers
from readiness.answers.reading import read_raw
from readiness.loading.meaning import CHECKS
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.scoring.engine import score
from readiness.scoring.scores import Scores
from readiness.views.numbers import Span
from readiness.views.report import Report

NOT_APPLICABLE = {"not_applicable": "nothing of the kind is done here"}

BANDS: list[dict[str, Any]] = [
    {"id": "foundation", "title": "Foundation", "text": "The first band."},
    {"id": "preparing", "title": "Preparing", "text": "The second band.", "cut": 35},
    {"id": "pilot-ready", "title": "Pilot-ready", "text": "The third band.", "cut": 50, "floor": 30},
    {"id": "expansion-ready", "title": "Expansion-ready", "text": "The fourth.", "cut": 65, "floor": 45},
    {"id": "rule-co-builder", "title": "Rule co-builder", "text": "The fifth.", "cut": 80, "floor": 60},
]

PROFILE: list[dict[str, Any]] = [
    {
        "id": "stage",
        "title": "Stage",
        "text": "How far abroad?",
        "options": [{"id": "home", "text": "At home"}, {"id": "abroad", "text": "Abroad"}],
    }
]


def question(id: str, scores: Sequence[float] = (0, 1, 2, 3, 4), **fields: Any) -> dict[str, Any]:
    """A question whose options `level-0`, `level-1`, … have these scores."""
    options = [{"id": f"level-{n}", "score": value, "text": f"Level {n}"} for n, value in enumerate(scores)]
    return {"id": id, "title": id, "text": "What is seen?", "help": "Why.", "options": options, **fields}


def direct(id: str, *values: float, **fields: Any) -> dict[str, Any]:
    """A question on 0-100: its share of these values, in per cent, is the value itself."""
    return question(id, sorted({0, *values, 100}), **fields)


def section(id: str, *questions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A section of questions, combined by their arithmetic mean unless `fields` say otherwise."""
    return {"id": id, "title": id, "description": "About it.", "questions": list(questions), **fields}


def group(id: str, *sections: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A section of sections."""
    return {"id": id, "title": id, "description": "About it.", "sections": list(sections), **fields}


def risk(
    id: str, exposure: Sequence[dict[str, Any]], control: Sequence[dict[str, Any]], **fields: Any
) -> dict[str, Any]:
    """A risk section."""
    parts = {"exposure": list(exposure), "control": list(control)}
    return {
        "id": id,
        "title": id,
        "description": "About it.",
        "kind": "risk",
        "aggregation": "risk",
        **parts,
        **fields,
    }


def control(
    id: str, exposure: Sequence[dict[str, Any]], control: Sequence[dict[str, Any]], **fields: Any
) -> dict[str, Any]:
    """A risk section whose score is its control."""
    return risk(id, exposure, control, **{"aggregation": "control", **fields})


def window(
    id: str, openness: Sequence[dict[str, Any]], use: Sequence[dict[str, Any]], **fields: Any
) -> dict[str, Any]:
    """A window of opportunity."""
    sides = {"openness": list(openness), "use": list(use)}
    return {"id": id, "title": id, "kind": "opportunity", "aggregation": "window", **sides, **fields}


def red_flag(id: str, when: dict[str, Any], caps_at: str) -> dict[str, Any]:
    """A red flag."""
    action = {"text": "Mend it.", "effort": 1, "horizon": 30}
    return {"id": id, "title": id, "message": "Grave.", "when": when, "caps_at": caps_at, "action": action}


def questionnaire(*sections: dict[str, Any], **fields: Any) -> Questionnaire:
    """A questionnaire of these sections with the bands above and a geometric overall."""
    raw = {
        "id": "small",
        "version": "1.0.0",
        "title": "Small",
        "description": "For a test.",
        "source": "Made up.",
        "date": "2026-01-31",
        "aggregation": "geometric",
        "bands": BANDS,
        "profile": PROFILE,
        "sections": list(sections),
        **fields,
    }
    built = Questionnaire.model_validate(raw)
    faults = [fault for run in CHECKS for fault in run(built)]
    assert not faults, faults
    return built


def answers(
    asked: Questionnaire, given: Mapping[str, Any], profile: Mapping[str, Any] | None = None
) -> Answers:
    """Answers to `asked`, checked like an answers file."""
    raw = {"questionnaire": asked.id, "version": asked.version, "answers": dict(given)}
    return read_raw({**raw, "profile": dict(profile or {})}, asked)


def scored(
    asked: Questionnaire,
    given: Mapping[str, Any],
    profile: Mapping[str, Any] | None = None,
    *,
    quick: bool = False,
) -> Scores:
    """The scores of these answers."""
    return score(asked, answers(asked, given, profile), quick=quick)


def overall_of(report: Report) -> Span:
    """The overall score of `report`, which has one."""
    assert report.overall.score is not None
    return report.overall.score
