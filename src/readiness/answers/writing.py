"""Turn answers into the raw data of an answers file, and into a digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from readiness.answers.answers import UNKNOWN, Answer, Answers, Market, State, Target
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question


def as_written(answers: Answers, questionnaire: Questionnaire) -> dict[str, Any]:
    """The raw mapping of `answers`, with today's version and ids; `read_raw` reads the same answers back."""
    profile = {}
    for asked in questionnaire.profile:
        chosen = answers.profile.get(asked.id, ())
        if chosen:
            profile[asked.id] = list(chosen) if asked.several else chosen[0]
    markets = {id: _market_as_written(market, questionnaire) for id, market in answers.markets.items()}
    return {
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        **answers.cover._asdict(),
        "respondent": answers.respondent,
        "date": answers.date.isoformat() if answers.date else "",
        "profile": profile,
        "answers": _given_as_written(answers.given, questionnaire),
        "targets": {
            id: _target_as_written(target, questionnaire.questions.get(id))
            for id, target in answers.targets.items()
        },
        **({"markets": markets} if questionnaire.markets else {}),
    }


def _market_as_written(market: Market, questionnaire: Questionnaire) -> dict[str, Any]:
    given = _given_as_written(market.given, questionnaire)
    details = {"showstopper": market.showstopper, "answers": given}
    written = {key: item for key, item in details.items() if item}
    return {"title": market.title, "market": market.option, **written}


def _given_as_written(given: Mapping[str, Answer], questionnaire: Questionnaire) -> dict[str, Any]:
    return {id: _answer_as_written(answer, questionnaire.questions[id]) for id, answer in given.items()}


def _answer_as_written(answer: Answer, question: Question) -> Any:
    value = {
        State.ANSWERED: None if answer.value is None else question.written(answer.value),
        State.UNKNOWN: UNKNOWN,
    }.get(answer.state)
    details: dict[str, Any] = {} if value is None else {"value": value}
    if answer.state is State.NOT_APPLICABLE:
        details["not_applicable"] = answer.reason
    evidence = answer.evidence[0] if len(answer.evidence) == 1 else list(answer.evidence)
    details |= {"other": answer.other, "note": answer.note, "evidence": evidence, "owner": answer.owner}
    details = {key: item for key, item in details.items() if item or key == "value"}
    return value if list(details) == ["value"] else details


def _target_as_written(target: Target, question: Question | None) -> Any:
    """A target as a mapping, or as its value if that is all of it; `question` is None for a section."""

    def plain(value: Any) -> Any:
        if question is not None and target.value is not None:
            return None if value is None else question.written(value)
        return int(value) if isinstance(value, float) and value.is_integer() else value

    details = {
        "value": plain(target.value),
        "score": plain(target.score),
        "band": target.band or None,
        "by": target.by.isoformat() if target.by else None,
        "from": plain(target.start),
    }
    details = {key: item for key, item in details.items() if item is not None}
    # Alone, the id of such a band would mean that the target is not known.
    is_plain = len(details) == 1 and target.band != UNKNOWN
    return next(iter(details.values())) if is_plain else details


def digest(answers: Answers, questionnaire: Questionnaire) -> str:
    """The SHA-256 of the answers: the same answers give the same digest in any style of writing."""
    content: dict[str, Any] = {
        "questionnaire": questionnaire.id,
        "profile": {key: sorted(value) for key, value in answers.profile.items()},
        "answers": _content(answers.given, questionnaire),
    }
    if answers.markets:  # without any, the digest is what it always was
        content["markets"] = {
            id: [market.title, market.option, market.showstopper, _content(market.given, questionnaire)]
            for id, market in answers.markets.items()
        }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _content(given: Mapping[str, Answer], questionnaire: Questionnaire) -> dict[str, list[Any]]:
    """All that is said in the answers `given`."""
    return {
        id: [
            answer.state.value if answer.value is None else questionnaire.questions[id].written(answer.value),
            answer.note,
            list(answer.evidence),
            answer.owner,
            answer.reason,
            *([answer.other] if answer.other else []),
        ]
        for id, answer in given.items()
    }
