"""A form to fill in on a screen, with final texts: what the page in a browser and the workbook hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from readiness.questionnaire.questions.form_field import FormField


class FormRule(NamedTuple):
    """A condition that a form evaluates by itself, on what is filled in.

    It is true, false or, while it depends on what is still open, neither, as in `scoring.scope`.
    """

    kind: Literal["all", "any", "not", "fact", "answer", "score"]
    """A combination of `parts`; a test of a fact of the profile or of an answer; or a test of a score, which
    no form can tell."""
    parts: tuple[FormRule, ...] = ()
    of: str = ""
    """The id of the fact or of the question."""
    ids: tuple[str, ...] = ()
    """The test is met by one of these choices."""
    alone: bool = False
    """Whether nothing else may be chosen with it."""
    least: float | None = None
    """The test is met by this level or a higher one."""
    most: float | None = None


class FormFact(NamedTuple):
    """A question of the profile."""

    number: str
    id: str
    title: str
    text: str
    help: str
    field: FormField
    seconds: float
    """How long it takes to read and answer."""


class FormQuestion(NamedTuple):
    """A question to answer."""

    number: str
    """The same as in the interview."""
    id: str
    title: str
    text: str
    """Empty if the title is the text."""
    help: str
    evidence: tuple[str, ...]
    direction: str
    """The order of the levels, if it is not the usual one."""
    instruction: str
    """How to answer, where the choices do not show it; may be empty."""
    field: FormField
    not_applicable: str
    """When it may be marked not applicable; empty if never."""
    rule: FormRule | None
    """When it is asked; None if always."""
    condition: str
    """The same in words; empty if always."""
    seconds: float


class FormSection(NamedTuple):
    """A section of the tree and the questions directly in it; the sections below it follow it."""

    id: str
    title: str
    description: str
    depth: int
    within: str
    """The title of the section it is part of; empty if none."""
    questions: tuple[FormQuestion, ...]


class FormContradiction(NamedTuple):
    """Answers that cannot all be true."""

    id: str
    rule: FormRule
    message: str
    about: tuple[str, ...]
    """The ids of the facts and questions that it looks at, those that the form asks."""


class Form(NamedTuple):
    """Everything that a form asks."""

    questionnaire: str
    """The id of the questionnaire."""
    version: str
    title: str
    subtitle: str
    """How much is asked."""
    description: str
    language: str
    """The code of the language of the program's own texts."""
    quick: bool
    is_part: bool
    """Whether only some sections are asked."""
    profile: tuple[FormFact, ...]
    sections: tuple[FormSection, ...]
    background: tuple[FormQuestion, ...]
    """Questions that are not asked here but are answered elsewhere, on which it depends what is asked."""
    contradictions: tuple[FormContradiction, ...]
    given: Mapping[str, Any]
    """What is filled in already, as an answers file holds it; empty if nothing is."""

    @property
    def questions(self) -> tuple[FormQuestion, ...]:
        """Every question, in the order in which they are asked."""
        return tuple(question for section in self.sections for question in section.questions)
