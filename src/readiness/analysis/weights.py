"""Computes nominal shares: how much each section and question counts by its weight alone."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from readiness.questionnaire.combining.combining import Combining
from readiness.questionnaire.combining.ways import WAYS
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.scoring.basis import Basis
from readiness.scoring.engine import score_nodes
from readiness.scoring.plan import compile_plan
from readiness.scoring.ranges import ANYTHING
from readiness.scoring.scores import SectionScore


class NominalShares(NamedTuple):
    """Shares of one whole, 0-1, by id. Sections and questions that do not count have none."""

    sections: dict[str, float]
    questions: dict[str, float]


def overall_shares(questionnaire: Questionnaire, *, quick: bool = False) -> NominalShares:
    """The nominal share of the overall that each section and each question has.

    Sections in the same place divide the share above them in proportion to their weights, and so do
    questions: the share of a question is the product of the normalised weights down the tree. All
    scored questions are taken as asked, or with `quick` those of the quick set. A section without any
    leaves its share to the sections beside it. Shares of questions add up to 1.

    With arithmetic means and sums, the share is also how far an answer can move the overall between
    its worst and its best; in a sum, a part counts for what it can add, its weight times the length of
    its scale. For the other ways of combining, a share is a **convention**:

    - control and window: only the side that makes the score has a share;
    - risk: exposure and control have half each, as in coverage, although they are multiplied; if
      nothing is asked on one side, the other has all;
    - geometric mean: the share is that of relative changes, so a point on a weak section counts more;
    - minimum, maximum, staged: the shares are those of the arithmetic mean, as if all parts scored the same.

    What an answer does to an actual score is computed in `gaps`.
    """
    shares = NominalShares({}, {})
    plan = compile_plan(questionnaire)
    whole = score_nodes(plan.whole.children, _all_asked(plan.questions, quick))
    _divide_sections(whole, plan.whole.way, 1.0, shares, quick)
    return shares


def window_shares(questionnaire: Questionnaire, *, quick: bool = False) -> NominalShares:
    """The same for opportunities: shares of the fit of each window."""
    shares = NominalShares({}, {})
    plan = compile_plan(questionnaire)
    for window in score_nodes(plan.windows, _all_asked(plan.questions, quick)):
        _divide_sections([window], WAYS["arithmetic"], 1.0, shares, quick)
    return shares


def _all_asked(questions: Iterable[Question], quick: bool) -> Basis:
    ids = [question.id for question in _shown(questions, quick)]
    return Basis(frozenset(ids), dict.fromkeys(ids, ANYTHING))


def _shown(questions: Iterable[Question], quick: bool) -> list[Question]:
    return [question for question in questions if question.quick or not quick]


def _divide_sections(
    items: Sequence[SectionScore], way: Combining, whole: float, shares: NominalShares, quick: bool
) -> None:
    loads = [way.load(item.weight, item.scale.ends) for item in items]
    for item, share in zip(items, _portions(loads, whole), strict=True):
        node = item.node
        shares.sections[node.id] = share
        _divide_sections(item.children, node.way, share, shares, quick)
        groups = zip(node.sides or (node.questions,), node.way.portions or (1.0,), strict=True)
        shown = [(part, portion) for group, portion in groups if portion and (part := _shown(group, quick))]
        carried = math.fsum(portion for _part, portion in shown)
        for part, portion in shown:
            loads = [node.way.load(question.weight, question.ends) for question in part]
            portions = _portions(loads, share * portion / carried)
            shares.questions.update(zip((question.id for question in part), portions, strict=True))


def _portions(loads: Sequence[float], whole: float) -> list[float]:
    """`whole` divided in proportion to `loads`."""
    total = math.fsum(loads)
    return [whole * (part / total) for part in loads]
