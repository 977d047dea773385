"""A questionnaire as shown before anyone answers it, with final texts and rounded numbers."""

from __future__ import annotations

from typing import NamedTuple


class ChoiceView(NamedTuple):
    """One line to choose, by the number that the interview gives it."""

    number: str
    text: str
    id: str = ""
    score: str = ""


class ProfileView(NamedTuple):
    """One question about the enterprise."""

    number: str
    id: str
    title: str
    text: str
    help: str
    instruction: str
    choices: tuple[ChoiceView, ...]


class QuestionView(NamedTuple):
    """One question with all its details."""

    number: str
    id: str
    title: str
    text: str
    """Empty if the title is the text."""
    help: str
    type: str
    """The type in words."""
    worth: str
    """What an answer scores, if its levels do not show all of that."""
    marks: tuple[str, ...]
    """Short labels for what is special about it, such as “quick”."""
    weighed: str
    """Its weight and its share, in words."""
    condition: str
    """When it is asked; empty if always."""
    direction: str
    """The order of the levels, if it is not the usual one."""
    instruction: str
    """How to answer it on paper."""
    choices: tuple[ChoiceView, ...]
    not_applicable: str
    """When it may be marked not applicable, and what it then counts as; empty if never."""
    evidence: tuple[str, ...]


class SectionView(NamedTuple):
    """One section of the tree and the questions directly in it; the sections below it follow it."""

    id: str
    title: str
    description: str
    condition: str
    """When its questions are asked; empty if always."""
    depth: int
    within: str
    """The title of the section it is part of; empty if none."""
    weighed: str
    """Its weight and its share, in words."""
    combined: str
    """How its questions or sections are combined."""
    questions: tuple[QuestionView, ...]


class WeightView(NamedTuple):
    """One line of the table of weights: a section, or a question of the section above it."""

    number: str
    """The number of a question; empty for a section."""
    id: str
    title: str
    depth: int
    weight: str
    share: str
    worth: str
    """What each level of a question scores, or how the section is combined."""


class BandView(NamedTuple):
    """One band and its requirements."""

    title: str
    text: str
    asks: tuple[str, ...]


class ScaleOfBands(NamedTuple):
    """The bands of the overall, or of one section."""

    title: str
    bands: tuple[BandView, ...]


class FlagRule(NamedTuple):
    """A red flag, when it applies and what it does."""

    id: str
    title: str
    message: str
    condition: str
    effect: str


class Preview(NamedTuple):
    """Everything that a questionnaire asks, and how it weighs the answers."""

    id: str
    version: str
    title: str
    subtitle: str
    description: str
    source: str
    date: str
    instructions: tuple[str, ...]
    profile: tuple[ProfileView, ...]
    sections: tuple[SectionView, ...]
    opportunities: tuple[SectionView, ...]
    weights: tuple[WeightView, ...]
    opportunity_weights: tuple[WeightView, ...]
    rules: tuple[str, ...]
    """What the shares mean, and how the overall is computed."""
    bands: tuple[ScaleOfBands, ...]
    flags: tuple[FlagRule, ...]
    contradictions: tuple[str, ...]
    """What is said of answers that cannot all be true."""
