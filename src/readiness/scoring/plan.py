"""Compiles a questionnaire into a plan: nodes, weights, ways of combining, bands and red flags.

The plan holds every rule that scoring needs, so an engine works from it and the shares of the answers
alone. `engine` executes a plan for one enterprise.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from readiness.questionnaire.bands import Band, Contradiction, RedFlag, as_number
from readiness.questionnaire.combining.combining import Combining
from readiness.questionnaire.questionnaire import WHOLE, Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.score_scale import Scale
from readiness.questionnaire.sections import Section

RequirementKind: TypeAlias = Literal[
    "overall", "floor", "control", "section", "condition", "red-flag", "coverage"
]


class Requirement(NamedTuple):
    """One requirement of a band: a score, a coverage, a condition, or the absence of a red flag."""

    kind: RequirementKind
    subject: str = ""
    """The section or the red flag, if the requirement is about one."""
    needed: float = 0.0
    """The score, on the scale of what must reach it; for coverage a share, 0-1."""
    slope: float = 0.0
    """The points that are needed on top of `needed` at full exposure."""

    def at(self, exposure: float) -> float:
        """The score that is needed at this exposure, 0-1."""
        return self.needed + self.slope * exposure


class Rung(NamedTuple):
    """A band and its requirements, in the order in which they are reported."""

    band: Band
    requires: tuple[Requirement, ...]


class Node(NamedTuple):
    """One section, or the whole: its scored questions or child nodes, and how they become one score."""

    id: str
    section: Section | None
    """None for the whole."""
    way: Combining
    scale: Scale
    weight: float = 1.0
    shrinks_from: float = 0.0
    """The weight of everything that can count in it, if its own weight shrinks when less counts; else 0."""
    questions: tuple[Question, ...] = ()
    sides: tuple[tuple[Question, ...], ...] = ()
    """The questions of the two sides that `way` combines, in its order; empty if it combines no sides."""
    children: tuple["Node", ...] = ()
    rungs: tuple[Rung, ...] = ()
    """The bands that its score is compared with, the lowest first."""

    def __repr__(self) -> str:
        return f"<Node {self.id}: {self.way.name} of {sum(1 for _ in self.all_questions())} questions>"

    def weight_of(self, counting: float) -> float:
        """Its weight if the parts that count in it weigh `counting` together."""
        return self.weight * (counting / self.shrinks_from) if self.shrinks_from else self.weight

    def own_questions(self) -> Iterator[Question]:
        """Every scored question directly in it."""
        yield from self.questions
        for side in self.sides:
            yield from side

    def improvable(self) -> Iterator[Question]:
        """The scored questions in it and in the nodes below whose answers the enterprise can improve."""
        for place, side in enumerate((self.questions, *self.sides)):
            if place != 1 or not self.way.given_is_fact:
                yield from side
        for child in self.children:
            yield from child.improvable()

    def all_questions(self) -> Iterator[Question]:
        """Every scored question in it and in the nodes below."""
        yield from self.own_questions()
        for child in self.children:
            yield from child.all_questions()


class Plan(NamedTuple):
    """Everything about a questionnaire that scoring needs."""

    whole: Node
    windows: tuple[Node, ...]
    """The opportunities, each scored separately."""
    flags: tuple[RedFlag, ...]
    contradictions: tuple[Contradiction, ...]
    ready_from: int
    """The place of the first band in which the enterprise is ready for opportunities."""
    coverage: float
    """The part of the weight of each section that must be answered before there is a verdict, 0-1."""
    open_counts: bool
    """Whether an open answer counts, at its worst in the score and at its best in the upper end."""
    questions: tuple[Question, ...]
    """Every scored question, in the order of the questionnaire."""
    aside: dict[str, float]
    """The share, 0-1, of each question that counts even if it is marked not applicable."""
    lowest_if_hidden: frozenset[str]
    """Exposures that count at their lowest where they do not apply."""

    def __repr__(self) -> str:
        return f"<Plan of {len(self.questions)} scored questions in {len(self.whole.children)} sections>"


def compile_plan(questionnaire: Questionnaire) -> Plan:
    """The plan of `questionnaire`, which must be valid."""
    children = _nodes(questionnaire, questionnaire.sections)
    whole = Node(WHOLE, None, questionnaire.way, questionnaire.scale, children=children)
    return Plan(
        whole=whole._replace(rungs=_rungs(questionnaire.bands, children, questionnaire.red_flags)),
        windows=_nodes(questionnaire, questionnaire.opportunities),
        flags=questionnaire.red_flags,
        contradictions=questionnaire.contradictions,
        ready_from=_ready_from(questionnaire),
        coverage=questionnaire.required_coverage,
        open_counts=questionnaire.unanswered == "worst",
        questions=_scored(questionnaire.questions.values()),
        aside=dict(_aside(questionnaire)),
        lowest_if_hidden=frozenset(_lowest_if_hidden(questionnaire)),
    )


def _ready_from(questionnaire: Questionnaire) -> int:
    order = [band.id for band in questionnaire.bands]
    return order.index(questionnaire.ready_from) if questionnaire.ready_from else len(order) // 2


def _aside(questionnaire: Questionnaire) -> Iterator[tuple[str, float]]:
    for question in questionnaire.questions.values():
        if question.scored and (share := questionnaire.share_aside(question)) is not None:
            yield question.id, share


def _lowest_if_hidden(questionnaire: Questionnaire) -> Iterator[str]:
    for section in questionnaire.all_sections.values():
        if section.way.sets_bar:
            yield from (question.id for question in getattr(section, section.way.sides[0]))


def _nodes(questionnaire: Questionnaire, sections: Iterable[Section]) -> tuple[Node, ...]:
    """A node for each of `sections` in which anything is scored."""
    nodes = (_node(questionnaire, section) for section in sections)
    return tuple(node for node in nodes if node.children or any(node.own_questions()))


def _node(questionnaire: Questionnaire, section: Section) -> Node:
    children = _nodes(questionnaire, section.sections)
    node = Node(
        section.id,
        section,
        questionnaire.way_in(section),
        questionnaire.scale_of(section),
        section.weight,
        questions=_scored(section.questions),
        sides=tuple(_scored(getattr(section, side)) for side in section.way.sides),
        children=children,
        rungs=_rungs(questionnaire.bands_of(section), children, ()),
    )
    if not section.shrinks:
        return node
    below = [question.weight for question in node.own_questions()]
    return node._replace(shrinks_from=math.fsum([*below, *(child.weight for child in children)]))


def _scored(questions: Iterable[Question]) -> tuple[Question, ...]:
    return tuple(question for question in questions if question.scored)


def _rungs(bands: tuple[Band, ...], below: tuple[Node, ...], flags: tuple[RedFlag, ...]) -> tuple[Rung, ...]:
    order = [band.id for band in bands]
    capped = {flag.id: order.index(flag.caps_at) for flag in flags}
    return tuple(
        Rung(
            band,
            (
                *_score_requirements(band, below),
                *(Requirement("red-flag", flag) for flag, cap in capped.items() if cap < index),
            ),
        )
        for index, band in enumerate(bands)
    )


def _score_requirements(band: Band, below: tuple[Node, ...]) -> Iterator[Requirement]:
    """What a band requires of scores, of the profile or answers, and of coverage."""
    if band.cut is not None:
        yield Requirement("overall", needed=band.cut)
    for node in below:
        if band.control is not None and node.way.sets_bar:
            yield Requirement("control", node.id, band.control.base, band.control.slope)
        elif band.floor is not None:
            yield Requirement("floor", node.id, band.floor)
        if node.id in band.requires:
            yield Requirement("section", node.id, band.requires[node.id])
    if band.when is not None:
        yield Requirement("condition", band.id)
    if band.coverage is not None:
        yield Requirement("coverage", needed=as_number(band.coverage))
