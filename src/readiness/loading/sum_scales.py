"""Checks that the scale of each sum of points is what its parts add up to."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum, isclose
from typing import NamedTuple

from readiness.messages.catalogue import _
from readiness.questionnaire.fields import SMALLEST
from readiness.questionnaire.questionnaire import Questionnaire, placed_sections
from readiness.questionnaire.questions.base import Question
from readiness.questionnaire.rounding import all_digits
from readiness.questionnaire.score_scale import Scale
from readiness.questionnaire.sections import Section
from readiness.source.complaints import Fault
from readiness.source.data import DataPath


class _Sum(NamedTuple):
    """A sum, and what it adds."""

    path: DataPath
    scale: Scale
    section: Section | None
    """None if it is the overall."""
    sections: tuple[Section, ...]
    questions: tuple[Question, ...] = ()


def sums_fit(questionnaire: Questionnaire) -> Iterator[Fault]:
    """The innermost sums first: with another scale below, a sum has other points to add."""
    found: list[Fault] = []
    for node in reversed(list(_sums(questionnaire))):
        below = (*node.path, "sections")
        if not any(fault.path[: len(below)] == below for fault in found):
            found = [*_misfits(node, questionnaire), *found]
    yield from found


def _sums(questionnaire: Questionnaire) -> Iterator[_Sum]:
    """Every sum, parents before children; none with a floor, which may be meant as another aggregation."""
    if questionnaire.way.takes == "points" and questionnaire.geometric_floor is None:
        yield _Sum((), questionnaire.scale, None, questionnaire.sections)
    for path, section in placed_sections(questionnaire):
        if section.way.takes == "points" and section.geometric_floor is None:
            scale = questionnaire.scale_of(section)
            yield _Sum(path, scale, section, section.sections, section.questions)


def _misfits(node: _Sum, questionnaire: Questionnaire) -> Iterator[Fault]:
    scales = [(section.weight, questionnaire.scale_of(section).ends) for section in node.sections]
    scales += [(asked.weight, asked.ends) for asked in node.questions if asked.scored]
    low, high = (fsum(weight * ends[end] for weight, ends in scales) for end in (0, 1))
    if isclose(low, node.scale.minimum, abs_tol=1e-9) and isclose(high, node.scale.maximum, abs_tol=1e-9):
        return
    if any(section.scale is None for section in node.sections):
        yield from _without_scales(node)
    else:
        yield _off_scale(node, low, high)


def _off_scale(node: _Sum, low: float, high: float) -> Fault:
    """The fault that the parts of a sum add up to other ends than those of its scale."""
    message = _("the parts add up to {low} to {high}, but the scale runs from {minimum} to {maximum}")
    conditions = [*(section.when for section in node.sections), *(asked.when for asked in node.questions)]
    if any(conditions):
        hint = _(
            "Put parts that are never asked together into a section with a `scale` of its own, or write"
            " `scale: {{minimum: {low}, maximum: {high}}}`."
        )
    elif node.section and node.section.scale is None:
        hint = _(
            "Write a scale of its own for “{id}”: `scale: {{minimum: {low}, maximum: {high}}}`, or use"
            " another aggregation."
        )
    else:
        hint = _("Write `scale: {{minimum: {low}, maximum: {high}}}`, or use another aggregation.")
    ends = {"low": low, "high": high, "minimum": node.scale.minimum, "maximum": node.scale.maximum}
    values = {name: all_digits(number) for name, number in ends.items()}
    values["id"] = node.section.id if node.section else ""
    path = (*node.path, "aggregation")
    return Fault(path, "sum-off-scale", message.format(**values), hint.format(**values))


def _without_scales(node: _Sum) -> Iterator[Fault]:
    """The fault of each section below that has the scale of its sum; they can share what the others leave."""
    own = [(section.weight, section.scale) for section in node.sections if section.scale]
    shares = fsum(section.weight for section in node.sections if section.scale is None)
    low = (node.scale.minimum - fsum(weight * scale.minimum for weight, scale in own)) / shares
    high = (node.scale.maximum - fsum(weight * scale.maximum for weight, scale in own)) / shares
    message = _("“{id}” is added to a sum, but has no `scale` of its own")
    hint = _("Write the points that it adds, as in `scale: {{minimum: {low}, maximum: {high}}}`.")
    if high - low < SMALLEST:
        hint = _("Write a `scale` with the fewest and the most points that it adds.")
    hint = hint.format(low=all_digits(low), high=all_digits(high))
    for index, section in enumerate(node.sections):
        if section.scale is None:
            path = (*node.path, "sections", index, "id")
            yield Fault(path, "sum-off-scale", message.format(id=section.id), hint)
