"""What the weights alone give each section and each question: nominal shares of a whole."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.sections import Aggregation
from readiness.scoring.engine import Basis, Range, SectionScore, load, score_sections


class Shares(NamedTuple):
    """Shares of one whole, 0-1, by id; what does not count has none."""

    sections: dict[str, float]
    questions: dict[str, float]


def overall_shares(questionnaire: Questionnaire, *, quick: bool = False) -> Shares:
    """The nominal share of the overall that each section and each question carries.

    Sections beside each other divide what is above them in proportion to their weights, and so do
    questions: a question's share is the product of the normalised weights down the tree. Every
    scored question counts as asked, or with `quick` every one of the quick set; a section in
    which none is left leaves its share to its neighbours. Shares of questions add up to 1.

    This is what was weighed in, and only with arithmetic means and sums is it also what an answer
    moves the overall by, between its worst and its best. **Convention** elsewhere:

    - sum: a part weighs what it can add, its weight times the length of its scale;
    - risk: exposure and control carry half each, as they do in coverage, though they are
      multiplied; a part in which nothing is asked leaves all to the other;
    - geometric mean: the share is that in a relative change, so that points on a weak side move more;
    - minimum, maximum, staged: the shares are those of the arithmetic mean, as if all parts were
      equally far. `gaps` says what an answer does to a score as it stands.
    """
    shares = Shares({}, {})
    whole = score_sections(questionnaire.sections, _all_asked(questionnaire, quick))
    _divide_sections(whole, questionnaire.aggregation, 1.0, shares, quick)
    return shares


def window_shares(questionnaire: Questionnaire, *, quick: bool = False) -> Shares:
    """The same for opportunities: the share of the fit of its own window, each window being a whole."""
    shares = Shares({}, {})
    for window in score_sections(questionnaire.opportunities, _all_asked(questionnaire, quick)):
        _divide_sections([window], "arithmetic", 1.0, shares, quick)
    return shares


def _all_asked(questionnaire: Questionnaire, quick: bool) -> Basis:
    ids = [question.id for question in _counting(questionnaire.questions.values(), quick)]
    return Basis(questionnaire, frozenset(ids), dict.fromkeys(ids, Range(0.0, 1.0)))


def _counting(questions: Iterable[Question], quick: bool) -> list[Question]:
    return [question for question in questions if question.scored and (question.quick or not quick)]


def _divide_sections(
    items: Sequence[SectionScore], aggregation: Aggregation, whole: float, shares: Shares, quick: bool
) -> None:
    loads = [load(item.weight, item.scale.ends, aggregation) for item in items]
    for item, share in zip(items, _portions(loads, whole), strict=True):
        section = item.section
        shares.sections[section.id] = share
        _divide_sections(item.children, section.aggregation, share, shares, quick)
        groups = (section.questions, section.exposure, section.control)
        parts = [part for group in groups if (part := _counting(group, quick))]
        for part in parts:
            loads = [load(question.weight, question.ends, section.aggregation) for question in part]
            portions = _portions(loads, share / len(parts))
            shares.questions.update(zip((question.id for question in part), portions, strict=True))


def _portions(loads: Sequence[float], whole: float) -> list[float]:
    """`whole` divided in proportion to `loads`."""
    total = math.fsum(loads)
    return [whole * (part / total) for part in loads]
