"""The sections of a report that show what it is based on: the answers, and how they were scored."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.messages.catalogue import _
from readiness.views.blocks import (
    Block,
    Column,
    Fact,
    Facts,
    Heading,
    Table,
    bullets,
    code,
    fact,
    in_brackets,
    joined,
    labelled,
    line,
)
from readiness.views.report import Report


def open_answers(report: Report) -> Iterator[Block]:
    """The open questions, and how much each could add."""
    if report.open:
        yield Heading(_("Open answers"))
        titles = (_("Question"), _("Dimension"), _("State"))
        rows = ((item.title, item.dimension, item.state, item.worth.text) for item in report.open)
        yield Table(
            (*map(Column, titles), Column(_("Could add"), number=True)),
            tuple(tuple(map(line, row)) for row in rows),
        )


def set_aside(report: Report) -> Iterator[Block]:
    """The answers that do not count, and what happened to answers to an older version."""
    for title, items in (
        (_("Ignored answers"), report.ignored),
        (_("Marked not applicable"), report.not_applicable),
    ):
        if items:
            yield Heading(title)
            yield Table(
                (Column(_("Question")), Column(_("Id")), Column(_("Why"))),
                tuple((line(item.title), line(code(item.question)), line(item.why)) for item in items),
            )
    if report.notices:
        yield Heading(_("Changes since the version that was answered"))
        yield bullets(report.notices)


def answers(report: Report) -> Iterator[Block]:
    """Every answer, and the profile."""
    yield Heading(_("All answers"))
    titles = (_("Question"), _("Id"), _("Answer"), _("Note, evidence, owner"))
    yield Table(
        tuple(map(Column, titles)),
        tuple(
            (
                line(item.title),
                line(code(item.question)),
                line(item.answer),
                line(joined(filter(None, (item.note, *item.evidence, item.owner)))),
            )
            for item in report.answers
        ),
    )
    if report.profile:
        yield Heading(_("Profile"), 3)
        yield Facts(tuple(fact(labelled(title), value) for title, value in report.profile))


def method(report: Report) -> Iterator[Block]:
    """How the scores were calculated, and what is needed to make the report again."""
    yield Heading(_("Method"))
    yield bullets(report.method)
    yield Heading(_("Provenance"))
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
    yield fact(_("Facts and regimes as of:"), provenance.questionnaire_date or unstated)
    yield fact(_("Source:"), provenance.source or unstated)
    yield fact(_("Date of the answers:"), provenance.answers_date or unstated)
    yield fact(_("Respondent:"), provenance.respondent or unstated)
    yield fact(_("Digest of the answers:"), code(provenance.answers_digest))
    yield fact(
        _("Report built:"), provenance.built_on, in_brackets(f"readiness {provenance.program_version}")
    )
