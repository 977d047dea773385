"""The results of scoring, with every score as a range from worst to best."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from readiness.answers.answers import Answers
from readiness.questionnaire.bands import Band, Contradiction, RedFlag
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.score_scale import Scale
from readiness.questionnaire.sections import Section
from readiness.scoring.basis import Basis
from readiness.scoring.plan import Node, Plan
from readiness.scoring.ranges import Range
from readiness.scoring.scope import Scope
from readiness.scoring.verdict import Verdict


class TwoSides(NamedTuple):
    """The two sides of a section as shares, 0-1, and what is left: given · (1 - done)."""

    given: Range
    """Exposure of a risk, or openness of a window of opportunity."""
    done: Range
    """Control of a risk, or use of a window."""
    left: Range
    """Residual risk, or the unused part of a window."""


class Tally(NamedTuple):
    """The points of a sum, as they are added, and what the parts that count can reach."""

    points: Range
    reach: Range
    """The least and the most points."""


class SectionScore(NamedTuple):
    """The score of one section in scope."""

    node: Node
    score: Range
    """On `scale`; higher is better."""
    coverage: float
    """The part of its weight that is answered, 0-1."""
    weight: float
    """Its weight among the sections beside it, after it has shrunk."""
    counts: bool = True
    """False while nothing in it is answered and open answers are left out."""
    sides: TwoSides | None = None
    tally: Tally | None = None
    """The points behind the score, if it is a sum of points that are pooled."""
    children: tuple["SectionScore", ...] = ()
    verdict: Verdict | None = None
    """None if the section has no bands of its own."""

    def __repr__(self) -> str:
        shown = self.scale.shown(*self.score)
        return f"<SectionScore {self.node.id}: {shown}, {self.coverage:.0%} answered>"

    @property
    def section(self) -> Section:
        """The section of the questionnaire."""
        assert self.node.section is not None
        return self.node.section

    @property
    def scale(self) -> Scale:
        """The scale of its score."""
        return self.node.scale


def with_parts(items: Iterable[SectionScore]) -> Iterator[SectionScore]:
    """`items` and all sections below them, each before its parts."""
    for item in items:
        yield item
        yield from with_parts(item.children)


class FiredFlag(NamedTuple):
    """A red flag that applies (`certain`), or cannot be ruled out while an answer is open."""

    flag: RedFlag
    certain: bool

    def __repr__(self) -> str:
        return f"<FiredFlag {self.flag.id}, {'certain' if self.certain else 'not ruled out'}>"


class Scores(NamedTuple):
    """Everything that follows from a questionnaire and answers to it."""

    plan: Plan
    scope: Scope
    basis: Basis
    overall: Range
    tally: Tally | None
    """The points behind the overall, if it is a sum of points that are pooled."""
    arithmetic: Range
    minimum: Range
    coverage: float
    sections: tuple[SectionScore, ...]
    opportunities: tuple[SectionScore, ...]
    flags: tuple[FiredFlag, ...]
    contradictions: tuple[Contradiction, ...]
    """Those whose answers are given as described."""
    verdict: Verdict
    near: tuple[Band, ...]
    """The bands in which the verdict on all questions may lie, the lowest first; empty if all are asked."""
    unchecked: tuple[RedFlag, ...]
    """Red flags that depend on questions outside the quick set, and so cannot be checked."""

    def __repr__(self) -> str:
        asked = self.questionnaire
        shown = asked.scale.shown(*self.overall)
        band = self.verdict.band.title if self.verdict.band else "no verdict"
        return f"<Scores {asked.id}, {len(self.sections)} sections: overall {shown}, {band}>"

    @property
    def applies(self) -> bool:
        """Whether any scored question of the overall is asked; otherwise there is no score and no verdict."""
        return bool(self.sections)

    def without_score(self) -> Iterator[Node]:
        """The outermost sections and windows without a score, because nothing in them applies."""
        scored = {item.node.id for item in with_parts((*self.sections, *self.opportunities))}
        to_visit = [*self.plan.whole.children, *self.plan.windows]
        while to_visit:
            node = to_visit.pop(0)
            if node.id in scored:
                to_visit = [*node.children, *to_visit]
            elif any(self.scope.is_selected(question.id) for question in node.all_questions()):
                yield node

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire that was answered."""
        return self.scope.questionnaire

    @property
    def answers(self) -> Answers:
        """The answers that were scored."""
        return self.scope.answers
