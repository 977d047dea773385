"""A questionnaire as it is shown before anyone answers: final, ordered and rounded, like a report."""

from __future__ import annotations

from typing import NamedTuple


class ChoiceView(NamedTuple):
    """One line to choose, by the number that the interview gives it."""

    number: str
    text: str
    id: str = ""
    score: str = ""


class ProfileView(NamedTuple):
    """A fact about the enterprise that is asked for."""

    id: str
    title: str
    text: str
    help: str
    instruction: str
    choices: tuple[ChoiceView, ...]


class QuestionView(NamedTuple):
    """One question, whole."""

    number: str
    id: str
    title: str
    text: str
    """Empty where the title is the text."""
    help: str
    type: str
    """The type in words."""
    worth: str
    """What an answer scores, where its levels do not say all of it."""
    marks: tuple[str, ...]
    """In what it is out of the ordinary, in a word each."""
    weighed: str
    """Its weight and its share, in words."""
    condition: str
    """When it is asked, where that is not always."""
    direction: str
    """Which end of the levels is which, where that is not as usual."""
    instruction: str
    """How to answer it on paper."""
    choices: tuple[ChoiceView, ...]
    not_applicable: str
    evidence: tuple[str, ...]


class SectionView(NamedTuple):
    """One section of the tree with the questions directly in it; sections below it follow it."""

    id: str
    title: str
    description: str
    depth: int
    within: str
    """The title of the section it is part of, if any."""
    weighed: str
    """Its weight and its share, in words."""
    combined: str
    """How what is below it is combined."""
    questions: tuple[QuestionView, ...]


class WeightView(NamedTuple):
    """One line of the table of weights: a section, or a question of the section above it."""

    number: str
    """Of a question; a section has none."""
    id: str
    title: str
    depth: int
    weight: str
    share: str
    worth: str
    """What each level of a question scores, or how the section is combined."""


class BandView(NamedTuple):
    """One level of a verdict and all that it asks for."""

    title: str
    text: str
    asks: tuple[str, ...]


class ScaleOfBands(NamedTuple):
    """The bands of the whole, or of one section."""

    title: str
    bands: tuple[BandView, ...]


class FlagRule(NamedTuple):
    """A red flag, when it is up and what it does."""

    id: str
    title: str
    message: str
    condition: str
    effect: str


class Preview(NamedTuple):
    """Everything that shows what a questionnaire asks and how it weighs the answers."""

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
    """What the shares mean and how the whole is combined."""
    bands: tuple[ScaleOfBands, ...]
    flags: tuple[FlagRule, ...]
