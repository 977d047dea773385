"""The page of a form: a questionnaire to fill in by hand, with its rules at the end."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.messages.catalogue import _
from readiness.views.blocks import (
    BLANK,
    Block,
    Card,
    Heading,
    Item,
    List,
    Page,
    Paragraph,
    bullets,
    code,
    label,
    line,
    paragraph,
    quiet,
    strong,
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

_BOX = "☐"


def form_page(preview: Preview) -> Page:
    """`preview` as blocks with boxes to tick and lines to write on."""
    sections = (
        opening,
        _cover,
        _instructions,
        _profile,
        _questions,
        _weights,
        bands,
        flag_rules,
        contradiction_rules,
    )
    return tuple(block for section in sections for block in section(preview))


def _cover(_preview: Preview) -> Iterator[Block]:
    for title in (
        _("Enterprise:"),
        _("Prepared by:"),
        _("Prepared for:"),
        _("Confidentiality:"),
        _("Respondent and role:"),
        _("Date of the answers:"),
    ):
        yield paragraph(title, BLANK)


def _instructions(preview: Preview) -> Iterator[Block]:
    yield Heading(_("How to fill in this form"))
    yield bullets(preview.instructions)


def _profile(preview: Preview) -> Iterator[Block]:
    if preview.profile:
        yield from profile_heading()
        yield from map(_fact, preview.profile)


def _fact(fact: ProfileView) -> Card:
    boxes = List(tuple(map(_box, fact.choices)))
    body = (paragraph(fact.text), *purpose(fact), paragraph(quiet(fact.instruction)), boxes)
    return Card(line(fact.title), body, number=fact.number)


def _questions(preview: Preview) -> Iterator[Block]:
    for section in (*preview.sections, *preview.opportunities):
        yield from section_heading(section)
        for question in section.questions:
            yield _question(question, level(section.depth) + 1)


def _question(question: QuestionView, level: int) -> Card:
    body = (
        Paragraph(listed(code(question.id), *map(quiet, question.marks), quiet(question.weighed))),
        *asked(question),
        paragraph(quiet(question.instruction), quiet(question.direction)),
        *(() if question.choices else (paragraph(_("Answer:"), BLANK),)),
        List(tuple(_boxes(question))),
        *proof(question),
        paragraph(_("Note:"), BLANK),
        paragraph(_("Evidence:"), BLANK),
    )
    return Card(line(question.title), body, level=level, number=question.number)


def _boxes(question: QuestionView) -> Iterator[Item]:
    yield from map(_box, question.choices)
    yield Item(line(_BOX, _("Don't know")))
    if question.not_applicable:
        yield Item(
            line(
                _BOX, label(_("Not applicable only if:")), question.not_applicable, label(_("Reason:")), BLANK
            )
        )


def _box(choice: ChoiceView) -> Item:
    return Item(line(_BOX, strong(choice.number), choice.text))


def _weights(preview: Preview) -> Iterator[Block]:
    yield Heading(_("Weights and shares"))
    yield from weights("", _("Share of the overall"), preview.weights)
    yield from weights(_("Windows of opportunity"), _("Share of its window"), preview.opportunity_weights)
    yield bullets(preview.rules)
