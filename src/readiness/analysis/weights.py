"""What the weights alone give each section and each question: nominal shares of a whole."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from readiness.questionnaire import Section
from readiness.questions import Question

Weighed = TypeVar("Weighed", Section, Question)


class Shares(NamedTuple):
    """Shares of one whole, 0-1, by id; what does not count has none."""

    sections: dict[str, float]
    questions: dict[str, float]


def nominal_shares(sections: Sequence[Section], *, quick: bool = False) -> Shares:
    """The share of each section and each question in what `sections` make together.

    Sections beside each other share what is above them in proportion to their weights, and so do
    questions: a question's share is the product of the normalised weights down the tree. Every
    scored question counts as asked, or with `quick` every one of the quick set; a section in
    which none is left leaves its share to its neighbours. Shares of questions add up to 1.

    Two things are conventions. In a risk, exposure and control carry half each, as they do in
    coverage; a part in which nothing is asked leaves all to the other. And the share is exact
    only where everything is an arithmetic mean: it then is what the answer moves the whole by
    between its worst and its best. In a geometric mean it is the share in a relative change, so
    that points on a weak side move more; in a minimum the weakest alone moves the whole. The
    share says what was weighed in, not what an answer will do; `gaps` says that.
    """
    shares = Shares({}, {})
    _divide(sections, 1.0, quick, shares)
    return shares


def _divide(sections: Sequence[Section], whole: float, quick: bool, shares: Shares) -> None:
    counting = [section for section in sections if _counting(section.all_questions(), quick)]
    for section, share in _portions(counting, whole):
        shares.sections[section.id] = share
        _divide(section.sections, share, quick, shares)
        groups = (section.questions, section.exposure, section.control)
        parts = [part for group in groups if (part := _counting(group, quick))]
        for part in parts:
            for question, portion in _portions(part, share / len(parts)):
                shares.questions[question.id] = portion


def _counting(questions: Iterable[Question], quick: bool) -> list[Question]:
    return [question for question in questions if question.scored and (question.quick or not quick)]


def _portions(items: Sequence[Weighed], whole: float) -> Iterator[tuple[Weighed, float]]:
    """`whole` divided among `items` in proportion to their weights."""
    total = math.fsum(item.weight for item in items)
    for item in items:
        yield item, whole * (item.weight / total)
