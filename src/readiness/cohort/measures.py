"""What is measured of every firm: the columns of the result table that a questionnaire gives rise to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readiness.cohort.cohort_counts import Measure, MeasureKind
from readiness.questionnaire.questionnaire import WHOLE
from readiness.scoring.plan import Node, Plan

_OF_SIDES: dict[tuple[str, ...], tuple[MeasureKind, ...]] = {
    ("exposure", "control"): ("exposure", "control", "residual"),
    ("openness", "use"): ("use", "unused"),
}
"""What is measured of two sides, beside the score, which is the openness of a window."""
_ON_SCALE = frozenset(("score", "use", "unused"))
"""What is on the scale of its section; the rest is a share, 0-1."""


def overall_measure(plan: Plan) -> Measure:
    """The overall score."""
    return Measure(WHOLE, "score", WHOLE, *plan.whole.scale.ends)


def score_measures(nodes: Iterable[Node]) -> tuple[Measure, ...]:
    """The scores of `nodes`."""
    return tuple(_measure(node, "score") for node in nodes)


def all_measures(plan: Plan) -> tuple[Measure, ...]:
    """Everything that is measured, in the order of the questionnaire, parents first."""
    nodes = with_nodes_below((*plan.whole.children, *plan.windows))
    return (
        overall_measure(plan),
        *(_measure(node, kind) for node in nodes for kind in ("score", *_OF_SIDES.get(node.way.sides, ()))),
    )


def residual_measures(plan: Plan) -> tuple[Measure, ...]:
    """What every risk leaves."""
    return tuple(each for each in all_measures(plan) if each.kind == "residual")


def with_nodes_below(nodes: Iterable[Node]) -> Iterator[Node]:
    """`nodes` and all below them, parents first."""
    for node in nodes:
        yield node
        yield from with_nodes_below(node.children)


def _measure(node: Node, kind: MeasureKind) -> Measure:
    ends = node.scale.ends if kind in _ON_SCALE else (0.0, 1.0)
    return Measure(node.id, kind, f"{node.id}.{kind}", *ends)
