"""The page of a preview: a questionnaire with its ids, scores and weights, for its author or a reviewer."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.messages.catalogue import _
from readiness.views.blocks import (
    Block,
    Card,
    Heading,
    Item,
    List,
    Page,
    Paragraph,
    bullets,
    code,
    in_brackets,
    label,
    line,
    paragraph,
    quiet,
)
from readiness.views.pages.preview_blocks import (
    asked,
    bands,
    contradiction_rules,
    flag_rules,
    level,
    listed,
    opening,
    profile_heading,
    proof,
    purpose,
    section_heading,
    weights,
)
from readiness.views.preview import ChoiceView, Preview, ProfileView, QuestionView


def preview_page(preview: Preview) -> Page:
    """`preview` as blocks."""
    sections = (opening, _weights, _profile, _questions, bands, flag_rules, contradiction_rules)
    return tuple(block for section in sections for block in section(preview))


def _weights(preview: Preview) -> Iterator[Block]:
    """The weights of sections; those of questions are shown with each question."""
    yield Heading(_("Weights and shares"))
    yield from weights("", _("Share"), [row for row in preview.weights if not row.number])
    yield bullets(preview.rules)


def _profile(preview: Preview) -> Iterator[Block]:
    if preview.profile:
        yield from profile_heading()
        yield from map(_fact, preview.profile)


def _fact(fact: ProfileView) -> Card:
    body = (paragraph(fact.text), *purpose(fact), paragraph(fact.instruction), *_choices(fact.choices))
    title = line(fact.title, quiet(_("[{id}]").format(id=fact.id)))
    return Card(title, body, number=fact.number)


def _questions(preview: Preview) -> Iterator[Block]:
    for section in (*preview.sections, *preview.opportunities):
        yield from section_heading(section)
        for question in section.questions:
            yield _question(question, level(section.depth) + 1)


def _question(question: QuestionView, level: int) -> Card:
    facts = (question.type, question.worth, question.weighed)
    instruction = "" if question.choices else question.instruction
    body = (
        Paragraph(listed(*map(quiet, facts))),
        *asked(question),
        *(paragraph(text) for text in (instruction, question.direction) if text),
        *_choices(question.choices),
        *_not_applicable(question),
        *proof(question),
    )
    marks = in_brackets(_(", ").join(question.marks))
    return Card(
        line(question.title, code(question.id), quiet(marks)), body, level=level, number=question.number
    )


def _not_applicable(question: QuestionView) -> Iterator[Block]:
    if question.not_applicable:
        yield paragraph(label(_("Not applicable only if:")), question.not_applicable)


def _choices(choices: tuple[ChoiceView, ...]) -> Iterator[Block]:
    if choices:
        yield List(tuple(map(_choice, choices)))


def _choice(choice: ChoiceView) -> Item:
    known = _("[{id}]").format(id=choice.id) if choice.id else ""
    if choice.score:
        known = _("[score {score}, {id}]").format(score=choice.score, id=choice.id)
    return Item(line(choice.text, quiet(known)), number=choice.number)
