"""The explanation of a score, with final texts and rounded numbers."""

from typing import NamedTuple

from readiness.views.numbers import Number, Span


class AsideView(NamedTuple):
    """A question that does not count, and why."""

    question: str
    title: str
    why: str


class ExplanationRow(NamedTuple):
    """One input of the formula of a score."""

    id: str
    title: str
    weight: Number
    low: Number
    """Its value, with open answers at their worst for the score."""
    high: Number
    answer_id: str
    answer_number: str
    """The number of the level, as in the interview; empty if it has none."""
    answer: str
    """The answer, or its state; empty if the part is a section or a side."""


class Explanation(NamedTuple):
    """One score: its formula with its numbers, its parts, and their own explanations."""

    id: str
    title: str
    score: Span
    scale: str
    """The scale in words, to follow the score; empty for a side, which is a percentage."""
    way: str
    """The name of the formula."""
    equation: str
    """The formula with its numbers and its result; empty if no part counts."""
    rows: tuple[ExplanationRow, ...]
    aside: tuple[AsideView, ...]
    """Questions that do not count, and why."""
    below: tuple["Explanation", ...]
