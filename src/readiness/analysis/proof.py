"""Compares what is claimed with what is proven, which counts answers without evidence as open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from readiness.analysis.gaps import lifts
from readiness.answers.answers import OPEN, Answer, Answers
from readiness.questionnaire.bands import Band
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.sections import Section
from readiness.scoring.engine import rescored
from readiness.scoring.scores import Scores, with_parts
from readiness.scoring.verdict import judge


class Claim(NamedTuple):
    """An answer that counts in the overall and names no evidence."""

    section: Section
    question: Question
    answer: Answer
    needs_proof: bool
    """False if the answer is the worst there is, which nobody claims without reason."""
    worth: float
    """Points that proving it would add to the overall as proven."""


class Proof(NamedTuple):
    """What the answers with evidence give by themselves."""

    scores: Scores
    """The scores with every answer without evidence open."""
    answered: int
    """The answers that count in the overall."""
    proven: int
    """Those of them that name evidence."""
    lowest: Band | None
    """The band that they are sure to give, however little of the questionnaire they cover."""
    highest: Band
    """The band that they leave possible."""
    claims: tuple[Claim, ...]
    """The answers without evidence, those first that would add most."""


def prove(scores: Scores) -> Proof | None:
    """What of `scores` is proven; None if no answer counts in the overall.

    An answer that is not applicable stands with the reason that it has.
    """
    counting = [
        question
        for question in scores.basis.answered_for(scores.plan.whole.all_questions())
        if scores.answers[question.id].value is not None
    ]
    if not counting:
        return None
    proven = rescored(scores, _with_evidence(scores.answers))
    claims = tuple(_claims(scores, proven, counting))
    return Proof(
        proven,
        answered=len(counting),
        proven=len(counting) - len(claims),
        lowest=judge(scores.plan.whole.rungs, proven.verdict.held, ()).band,
        highest=proven.verdict.best,
        claims=tuple(sorted(claims, key=lambda claim: -claim.worth)),
    )


def _with_evidence(answers: Answers) -> Answers:
    """`answers` with those open that name no evidence."""
    return replace(
        answers,
        given={
            id: OPEN if answer.value is not None and not answer.evidence else answer
            for id, answer in answers.given.items()
        },
    )


def _claims(scores: Scores, proven: Scores, counting: Iterable[Question]) -> Iterator[Claim]:
    asked = scores.questionnaire
    bare = [question for question in counting if not scores.answers[question.id].evidence]
    shares = {question.id: question.share(scores.answers[question.id].value) for question in bare}
    worth = lifts(proven, shares)
    for question in bare if _needs_rescoring(proven) else (q for q in bare if q.id in asked.decisive):
        worth[question.id] = _worth(scores, proven, question.id)
    for question in bare:
        section, _path, exposure = scores.questionnaire.locations[question.id]
        worst = 1.0 if exposure else 0.0
        yield Claim(
            section, question, scores.answers[question.id], shares[question.id] != worst, worth[question.id]
        )


def _needs_rescoring(proven: Scores) -> bool:
    """Whether one more answer can change more than its share: open answers do not count, or scores round."""
    scales = (proven.plan.whole.scale, *(item.scale for item in with_parts(proven.sections)))
    return not proven.plan.open_counts or any(scale.rounds == "score" for scale in scales)


def _worth(scores: Scores, proven: Scores, question: str) -> float:
    """Points that proving one answer adds, where it decides what else is asked or what counts."""
    answers = proven.answers.with_answer(question, scores.answers[question])
    return rescored(proven, answers).overall.low - proven.overall.low
