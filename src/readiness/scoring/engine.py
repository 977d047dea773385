"""Computes scores from a plan and answers, by the rules of `docs/scoring.md`. All functions are pure.

Shares run from 0 to 1. Scores are on the scale of the questionnaire (0-100 unless it says otherwise)
or of the section. Each score is a range: `low` takes every open answer at its worst and is *the*
score, `high` takes it at its best. Scores are rounded only if their scale says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from readiness.answers.answers import Answers, check_pair
from readiness.questionnaire.combining.sided import left
from readiness.questionnaire.combining.ways import WAYS
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.score_scale import Scale
from readiness.scoring.basis import Basis, basis_of
from readiness.scoring.floats import FLOATS
from readiness.scoring.plan import Node, Plan, compile_plan
from readiness.scoring.ranges import ANYTHING, LOWEST, Range
from readiness.scoring.scope import Scope, determine
from readiness.scoring.scores import FiredFlag, Scores, SectionScore, Tally, TwoSides, with_parts
from readiness.scoring.terms import (
    Term,
    combine,
    combine_and_tally,
    combine_terms,
    question_parts,
    section_parts,
    side_share,
)
from readiness.scoring.verdict import NEAR, Held, judge, nearby, thin


def score(questionnaire: Questionnaire, answers: Answers, *, quick: bool = False) -> Scores:
    """The scores of `answers`, on the scale of `questionnaire`; with `quick`, of the quick set alone.

    Raises WrongType for arguments of other types, and ReadinessError for answers that were read for
    another questionnaire or version; otherwise it never fails.
    """
    check_pair(questionnaire, answers)
    return execute(compile_plan(questionnaire), determine(questionnaire, answers, quick=quick))


def rescored(scores: Scores, answers: Answers) -> Scores:
    """What `scores` would be with other `answers`; questions may come and go."""
    return execute(scores.plan, determine(scores.questionnaire, answers, quick=scores.scope.quick))


def execute(plan: Plan, scope: Scope) -> Scores:
    """The scores that `plan` gives to the answers of `scope`."""
    basis = basis_of(plan, scope)
    whole = plan.whole
    sections, windows = (score_nodes(nodes, basis) for nodes in (whole.children, plan.windows))
    scope = replace(scope, scores=scores_by_id(with_parts((*sections, *windows))))
    sections, windows = (tuple(_judged(plan, item, scope) for item in items) for items in (sections, windows))
    overall, tally = combined_whole(whole, section_parts(whole.way, sections, whole.scale))
    coverage = _coverage(sections)
    flags = tuple(_fired(plan, scope))
    held = Held(
        overall,
        scores_by_id(sections),
        coverage,
        exposures_by_id(sections),
        {fired.flag.id: fired.certain for fired in flags},
        _conditions(whole, scope),
    )
    withheld = [blocker for item in sections for blocker in thin(item.node.id, item.coverage, plan.coverage)]
    verdict = judge(whole.rungs, held, tuple(withheld))
    margin = NEAR * (whole.scale.maximum - whole.scale.minimum)
    return Scores(
        plan=plan,
        scope=scope,
        basis=basis,
        overall=overall,
        tally=tally,
        arithmetic=combine(WAYS["arithmetic"], sections, whole.scale),
        minimum=combine(WAYS["minimum"], sections, whole.scale),
        coverage=coverage,
        sections=sections,
        opportunities=windows,
        flags=flags,
        contradictions=tuple(item for item in plan.contradictions if scope.holds(item.when)),
        verdict=verdict,
        near=nearby(whole.rungs, held, margin) if scope.quick and verdict.band else (),
        unchecked=tuple(flag for flag in plan.flags if not scope.can_tell(flag.when)),
    )


# --- the tree ---------------------------------------------------------------------------


def score_nodes(nodes: Iterable[Node], basis: Basis) -> tuple[SectionScore, ...]:
    """The scores of `nodes`, without those in which no question is asked, and without verdicts."""
    return tuple(item for node in nodes if (item := score_node(node, basis)) is not None)


def score_node(node: Node, basis: Basis) -> SectionScore | None:
    """The score of one node, from what is below it; None if no question in it is asked."""
    if node.way.sides:
        result = _score_sides(node, basis)
    elif node.children:
        result = _score_children(node, basis)
    else:
        result = _score_questions(node, basis)
    return None if result is None else result._replace(score=settled(result.score, node.scale))


def _judged(plan: Plan, item: SectionScore, scope: Scope) -> SectionScore:
    """`item` and all sections below it, each with the band it reaches if it has bands."""
    item = item._replace(children=tuple(_judged(plan, child, scope) for child in item.children))
    if not item.node.rungs:
        return item
    held = Held(
        item.score,
        scores_by_id(item.children),
        item.coverage,
        exposures_by_id(item.children),
        conditions=_conditions(item.node, scope),
    )
    return item._replace(
        verdict=judge(item.node.rungs, held, thin(item.node.id, item.coverage, plan.coverage))
    )


def _score_children(node: Node, basis: Basis) -> SectionScore | None:
    children = score_nodes(node.children, basis)
    if not children:
        return None
    counting = [child for child in children if child.counts]
    score, tally = combine_and_tally(node.way, section_parts(node.way, children, node.scale), node.scale)
    return SectionScore(
        node,
        score,
        _coverage(children),
        node.weight_of(math.fsum(child.weight for child in counting)),
        counts=bool(counting),
        tally=tally,
        children=children,
    )


def _score_questions(node: Node, basis: Basis) -> SectionScore | None:
    asked = basis.of(node.questions)
    if not asked:
        return None
    parts = question_parts(node.way, node.questions, node.scale, basis)
    score, tally = combine_and_tally(node.way, parts, node.scale)
    return SectionScore(
        node,
        score,
        basis.coverage(asked),
        node.weight_of(math.fsum(part.weight for part in parts)),
        counts=bool(parts),
        tally=tally,
    )


def _score_sides(node: Node, basis: Basis) -> SectionScore | None:
    """Score a section from its two sides, each the mean of its shares."""
    asked = [found for side in node.sides if (found := basis.of(side))]
    if not asked:
        return None
    given, done = (_side(node, place, basis) for place in (0, 1))
    counting = basis.answered_for(node.own_questions())
    parts = [Term(name, 1.0, share) for name, share in zip(node.way.sides, (given, done), strict=True)]
    remaining = Range(left(given.low, done.high), left(given.high, done.low))
    return SectionScore(
        node,
        combine_terms(node.way, parts, node.scale) if counting else Range(*node.scale.ends),
        coverage=sum(map(basis.coverage, asked)) / len(asked),
        weight=node.weight_of(math.fsum(question.weight for question in counting)),
        counts=bool(counting),
        sides=TwoSides(given, done, remaining),
    )


def _side(node: Node, place: int, basis: Basis) -> Range:
    """The share of one side, or what stands for it where none of its questions counts."""
    share = side_share(node.sides[place], basis)
    if share is not None:
        return share
    if node.way.absent is not None:
        return Range(node.way.absent[place], node.way.absent[place])
    return ANYTHING if basis.of(node.sides[place]) else LOWEST


def combined_whole(whole: Node, parts: Sequence[Term]) -> tuple[Range, Tally | None]:
    """The overall that `parts`, the terms of the sections, make; the points behind it if they are pooled."""
    overall, tally = combine_and_tally(whole.way, parts, whole.scale)
    return settled(overall, whole.scale), tally


def settled(score: Range, scale: Scale) -> Range:
    """`score` as it counts: rounded if `scale` rounds scores."""
    return Range(scale.settle(score.low), scale.settle(score.high))


def _conditions(node: Node, scope: Scope) -> dict[str, bool | None]:
    """Whether the conditions of its bands hold, by the id of the band."""
    return {rung.band.id: scope.holds(rung.band.when) for rung in node.rungs if rung.band.when}


def scores_by_id(sections: Iterable[SectionScore]) -> dict[str, Range]:
    """The scores of `sections`."""
    return {item.node.id: item.score for item in sections}


def exposures_by_id(sections: Iterable[SectionScore]) -> dict[str, Range]:
    """The exposures, 0-1, of those of `sections` that have two sides."""
    return {item.node.id: item.sides.given for item in sections if item.sides}


def _coverage(sections: Sequence[SectionScore]) -> float:
    return FLOATS.mean([(item.node.weight, item.coverage) for item in sections]) if sections else 0.0


# --- red flags --------------------------------------------------------------------------


def _fired(plan: Plan, scope: Scope) -> Iterator[FiredFlag]:
    for flag in plan.flags:
        holds = scope.holds(flag.when)
        if holds is not False and scope.can_tell(flag.when):
            yield FiredFlag(flag, certain=holds is True)
