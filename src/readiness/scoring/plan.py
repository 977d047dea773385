"""Compiles a questionnaire into a plan: nodes, weights, ways of combining, bands and red flags.

The plan holds every rule that scoring needs, so an engine works from it and the shares of the answers
alone. `engine` executes a plan for one enterprise.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from readiness.questionnaire.bands import Band, RedFlag, as_number
from readiness.questionnaire.combining.combining import Combining
from readiness.questionnaire.questionnaire import Questionnaire
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.score_scale import Scale
from readiness.questionnaire.sections import Section

RequirementKind: TypeAlias = Literal["overall", "floor", "section", "red-flag", "coverage"]


class Requirement(NamedTuple):
    """One condition of a band: a score to reach, a share to answer, or a red flag that must not apply."""

    kind: RequirementKind
    subject: str = ""
    """The id of the section or the red flag, if the condition is about one."""
    needed: float = 0.0
    """A score on the scale of its subject; for coverage, a share from 0 to 1."""


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
    exposure: tuple[Question, ...] = ()
    control: tuple[Question, ...] = ()
    children: tuple["Node", ...] = ()
    rungs: tuple[Rung, ...] = ()
    """The bands that its score is compared with, the lowest first."""

    def __repr__(self) -> str:
        return f"<Node {self.id}: {self.way.name} of {sum(1 for _ in self.all_questions())} questions>"

    def weight_of(self, counting: float) -> float:
        """Its weight if the parts that count in it weigh `counting` together."""
        return self.weight * (counting / self.shrinks_from) if self.shrinks_from else self.weight

    def all_questions(self) -> Iterator[Question]:
        """Every scored question in it and in the nodes below."""
        yield from (*self.questions, *self.exposure, *self.control)
        for child in self.children:
            yield from child.all_questions()


class Plan(NamedTuple):
    """Everything about a questionnaire that scoring needs."""

    whole: Node
    windows: tuple[Node, ...]
    """The opportunities, each scored separately."""
    flags: tuple[RedFlag, ...]
    coverage: float
    """The part of the weight of each section that must be answered before there is a verdict, 0-1."""
    open_counts: bool
    """Whether an open answer counts, at its worst in the score and at its best in the upper end."""
    questions: tuple[Question, ...]
    """Every scored question, in the order of the questionnaire."""

    def __repr__(self) -> str:
        return f"<Plan of {len(self.questions)} scored questions in {len(self.whole.children)} sections>"


WHOLE = "overall"
"""The id of the whole."""


def compile_plan(questionnaire: Questionnaire) -> Plan:
    """The plan of `questionnaire`, which must be valid."""
    children = _nodes(questionnaire, questionnaire.sections)
    whole = Node(WHOLE, None, questionnaire.way, questionnaire.scale, children=children)
    return Plan(
        whole=whole._replace(rungs=_rungs(questionnaire.bands, children, questionnaire.red_flags)),
        windows=_nodes(questionnaire, questionnaire.opportunities),
        flags=questionnaire.red_flags,
        coverage=questionnaire.required_coverage,
        open_counts=questionnaire.unanswered == "worst",
        questions=_scored(questionnaire.questions.values()),
    )


def _nodes(questionnaire: Questionnaire, sections: Iterable[Section]) -> tuple[Node, ...]:
    """A node for each of `sections` in which anything is scored."""
    nodes = (_node(questionnaire, section) for section in sections)
    return tuple(node for node in nodes if node.children or node.questions or node.exposure or node.control)


def _node(questionnaire: Questionnaire, section: Section) -> Node:
    children = _nodes(questionnaire, section.sections)
    node = Node(
        section.id,
        section,
        section.way,
        questionnaire.scale_of(section),
        section.weight,
        questions=_scored(section.questions),
        exposure=_scored(section.exposure),
        control=_scored(section.control),
        children=children,
        rungs=_rungs(questionnaire.bands_of(section), children, ()),
    )
    if not section.shrinks:
        return node
    below = [question.weight for question in (*node.questions, *node.exposure, *node.control)]
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
    """The requirements of `band` for scores and coverage."""
    if band.cut is not None:
        yield Requirement("overall", needed=band.cut)
    for node in below:
        if band.floor is not None:
            yield Requirement("floor", node.id, band.floor)
        if node.id in band.requires:
            yield Requirement("section", node.id, band.requires[node.id])
    if band.coverage is not None:
        yield Requirement("coverage", needed=as_number(band.coverage))
