"""The part of a report on proof: the records that its writers show."""

from __future__ import annotations

from typing import NamedTuple

from readiness.views.numbers import Number, Span


class ClaimView(NamedTuple):
    """An answer that counts in the overall and names no evidence."""

    question: str
    title: str
    dimension: str
    dimension_id: str
    answer: str
    holder: str
    """Who has the proof: the owner of the answer or, without one, the role that acts on it; may be empty."""
    gain: Number
    """Points that proving it would add to the overall as proven."""


class DocumentView(NamedTuple):
    """A document to prepare, because it proves an answer or the result of an action."""

    holder: str
    """Who has it: the owner of the answer or, without one, the role that acts on it; may be empty."""
    document: str
    question: str
    title: str
    """The title of the question."""
    dimension: str
    claimed: bool
    """Whether it would prove the answer as it is."""
    task: int | None
    """The number of the task in the roadmap whose result it proves; null if there is none."""


class ProofView(NamedTuple):
    """What the answers that name evidence give by themselves, with all others open."""

    answered: int
    """The number of answers that count in the overall."""
    proven: int
    """The number of those that name evidence."""
    overall: Span
    lowest_id: str | None
    """The id of the band that the proven answers are sure to give; null if there is none."""
    lowest: str
    """The title of this band, or a sentence that there is no verdict."""
    highest_id: str
    """The id of the band that the proven answers leave possible."""
    highest: str
    """The title of this band."""
    claims: tuple[ClaimView, ...]
    """The answers without evidence, those whose proof would add most first."""
    documents: tuple[DocumentView, ...]
    """The documents to prepare, grouped by who has them."""

    def __repr__(self) -> str:
        return f"<ProofView: {self.proven} of {self.answered} proven, {len(self.documents)} documents>"
