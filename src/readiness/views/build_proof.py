"""Builds the part of a report that compares what is claimed with what is proven."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from readiness.analysis.proof import Claim, prove
from readiness.analysis.roadmap import Phase
from readiness.answers.answers import Answers
from readiness.messages.catalogue import _
from readiness.messages.sentences import EXCERPT, shortened
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.scoring.scores import Scores
from readiness.views.build_answers import answer_in_words
from readiness.views.figures import Figures
from readiness.views.report_proof import ClaimView, DocumentView, ProofView


def proof_view(scores: Scores, roadmap: Iterable[Phase], numbers: Mapping[str, int]) -> ProofView | None:
    """What of `scores` is proven, and the documents that the answers and the `roadmap` call for.

    `numbers` are those of all tasks, by their ids.
    """
    proof = prove(scores)
    if proof is None:
        return None
    figures = Figures(scores.questionnaire.scale)
    overall = proof.scores.overall
    due = {id: numbers[task.id] for phase in roadmap for task in phase.tasks for id in task.questions}
    claims = [claim for claim in proof.claims if claim.needs_proof]
    return ProofView(
        answered=proof.answered,
        proven=proof.proven,
        overall=figures.span(overall),
        lowest_id=proof.lowest.id if proof.lowest else None,
        lowest=proof.lowest.title if proof.lowest else _("no verdict"),
        highest_id=proof.highest.id,
        highest=proof.highest.title,
        claims=tuple(_claim_view(claim, scores, figures, overall.low) for claim in proof.claims),
        documents=tuple(_documents(scores, [claim.question.id for claim in claims], due)),
    )


def _claim_view(claim: Claim, scores: Scores, figures: Figures, proven: float) -> ClaimView:
    return ClaimView(
        question=claim.question.id,
        title=claim.question.label,
        dimension=claim.section.title,
        dimension_id=claim.section.id,
        answer=shortened(answer_in_words(scores.scope, claim.question.id)),
        holder=_holder(claim.question, scores.answers, scores.questionnaire),
        gain=figures.gain(proven, claim.worth),
    )


def _documents(scores: Scores, claimed: list[str], due: Mapping[str, int]) -> Iterator[DocumentView]:
    """What proves the answers to the questions `claimed`, and the result of what is `due`, by holder.

    Holders are in the order of `claimed`, which begins with what adds most; then come those whom only the
    roadmap asks for a document.
    """
    questionnaire = scores.questionnaire
    by_holder: dict[str, list[DocumentView]] = {}
    for id in dict.fromkeys((*claimed, *due)):
        question = questionnaire.questions[id]
        holder = _holder(question, scores.answers, questionnaire)
        by_holder.setdefault(holder, []).extend(
            DocumentView(
                holder=holder,
                document=document,
                question=id,
                title=question.label,
                dimension=questionnaire.locations[id].section.title,
                claimed=id in claimed,
                task=due.get(id),
            )
            for document in question.evidence
        )
    for documents in by_holder.values():
        yield from documents


def _holder(question: Question, answers: Answers, questionnaire: Questionnaire) -> str:
    """Who has the documents on `question`: the owner of its answer, or the role that acts on it."""
    answer, exposure = answers[question.id], questionnaire.locations[question.id].exposure
    if answer.owner:
        return shortened(answer.owner, EXCERPT)
    following = None if answer.value is None else question.action(answer.value, exposure=exposure)
    earlier = (option.action for option in reversed(question.choices))
    return next((action.who for action in (following, *earlier) if action and action.who), "")
