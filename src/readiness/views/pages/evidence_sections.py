"""The sections of a report that show what it is based on: the answers, and how they were scored."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from readiness.messages.catalogue import _
from readiness.messages.sentences import day_in_words, with_number
from readiness.views.blocks import (
    Block,
    Column,
    Fact,
    Facts,
    Heading,
    Line,
    Table,
    bullets,
    code,
    fact,
    in_brackets,
    joined,
    label,
    labelled,
    line,
    note,
    paragraph,
    quiet,
    strong,
)
from readiness.views.explanation import AsideView
from readiness.views.report import AnswerView, Report


def open_answers(report: Report) -> Iterator[Block]:
    """The open questions, and how much each could add."""
    if report.open:
        yield Heading(_("Open answers"), id="open")
        titles = (_("Question"), _("Dimension"), _("State"))
        rows = ((item.title, item.dimension, item.state, item.worth.text) for item in report.open)
        yield Table(
            (*map(Column, titles), Column(_("Could add"), number=True)),
            tuple(tuple(map(line, row)) for row in rows),
        )


def set_aside(report: Report) -> Iterator[Block]:
    """The answers that do not count, and what happened to answers to an older version."""
    columns = (Column(_("Question")), Column(_("Id")), Column(_("Why")))
    for heading, items in left_aside(report):
        yield heading
        rows = tuple((line(item.title), line(code(item.question)), line(note(item.why))) for item in items)
        yield Table(columns, rows)
    yield from changes(report)


def left_aside(report: Report) -> Iterator[tuple[Heading, tuple[AsideView, ...]]]:
    """The questions whose answers do not count, under the reason."""
    if report.ignored:
        yield Heading(_("Ignored answers"), id="ignored"), report.ignored
    if report.not_applicable:
        yield Heading(_("Marked not applicable"), id="not-applicable"), report.not_applicable


def changes(report: Report) -> Iterator[Block]:
    """What happened to answers to an older version, and which to look at again."""
    if report.notices:
        yield Heading(_("About the answers"), id="changes")
        yield bullets(report.notices)


def answers(report: Report) -> Iterator[Block]:
    """Every answer with its score and weight, by dimension, and the profile."""
    yield Heading(_("All answers"), id="answers")
    yield paragraph(
        _(
            "Score: what the answer is worth, 100% being the best level; of an exposure or openness, how much"
            " there is."
        )
    )
    for dimension, items in groupby(report.answers, key=lambda item: item.dimension):
        yield Heading(dimension, 3)
        titles = (Column(_("Question")), Column(_("Answer")))
        numbers = (Column(_("Score"), number=True), Column(_("Weight"), number=True))
        rows = tuple(map(_answer, items))
        yield Table((*titles, *numbers, Column(_("Note, evidence, owner"))), rows, dimension)
    if report.profile:
        yield Heading(_("Profile"), 3)
        yield profile_facts(report)


def profile_facts(report: Report) -> Facts:
    """The facts about the enterprise."""
    return Facts(tuple(fact(labelled(title), value) for title, value in report.profile))


def _answer(item: AnswerView) -> tuple[Line, ...]:
    weight = f"{item.weight:g}" if item.weight is not None else ""
    text = (label(_("Note:")), note(item.note)) if item.note else ()
    evidence = (label(_("Evidence:")), note(joined(item.evidence))) if item.evidence else ()
    owner = (label(_("Owner:")), item.owner) if item.owner else ()
    return (
        line(*_title(item), item.text, code(item.question)),
        line(note(with_number(item.answer_number, item.answer))),
        line(item.score.text if item.score else ""),
        line(weight),
        line(*text, *evidence, *owner),
    )


def _title(item: AnswerView) -> Line:
    """The title of a question and its side, with a colon if the question in full follows."""
    side = in_brackets(item.side)
    if not item.text:
        return line(strong(item.title), quiet(side))
    if side:
        return line(strong(item.title), quiet(labelled(side)))
    return line(strong(labelled(item.title)))


def method(report: Report) -> Iterator[Block]:
    """How the scores were calculated, and what is needed to make the report again."""
    yield Heading(_("Method"), id="method")
    yield bullets(report.method)
    yield Heading(_("Provenance"), id="provenance")
    yield Facts(tuple(_provenance(report)))


def _provenance(report: Report) -> Iterator[Fact]:
    provenance = report.provenance
    unstated = _("not stated")
    yield fact(
        _("Questionnaire:"),
        provenance.questionnaire_title,
        code(provenance.questionnaire),
        provenance.questionnaire_version,
    )
    yield fact(_("Digest of the questionnaire:"), code(provenance.questionnaire_digest))
    yield fact(_("Facts as of:"), day_in_words(provenance.questionnaire_date) or unstated)
    yield fact(_("Source:"), provenance.source or unstated)
    yield fact(_("Date of the answers:"), day_in_words(provenance.answers_date) or unstated)
    yield fact(_("Respondent:"), provenance.respondent or unstated)
    yield fact(_("Digest of the answers:"), code(provenance.answers_digest))
    program = in_brackets(f"readiness {provenance.program_version}")
    yield fact(_("Report built:"), day_in_words(provenance.built_on), program)
