"""How a score came about, final and rounded like a report."""

from typing import NamedTuple

from readiness.views.numbers import Number, Span


class AsideView(NamedTuple):
    """An answer that counts nowhere, and why."""

    question: str
    title: str
    why: str


class ExplanationRow(NamedTuple):
    """One part of a score, as the formula takes it."""

    id: str
    title: str
    weight: Number
    low: Number
    """With open answers at their worst for the score: what the formula of the score takes."""
    high: Number
    answer_id: str
    answer: str
    """The answer behind it, or its state; nothing where the part is a section or a side."""


class Explanation(NamedTuple):
    """One score: its formula with its numbers, its parts, and how these came about."""

    id: str
    title: str
    score: Span
    scale: str
    """The scale in words, to follow the score; nothing of a side, which is a percentage."""
    way: str
    """The name of the formula."""
    equation: str
    """The formula with its numbers and what it comes to; nothing where no part counts."""
    rows: tuple[ExplanationRow, ...]
    aside: tuple[AsideView, ...]
    """Questions that count nowhere, and why."""
    below: tuple["Explanation", ...]
