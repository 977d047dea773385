"""The sections of a report on proof: what is proven of what is claimed, and which documents to prepare."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from readiness.messages.catalogue import _, plural
from readiness.views.blocks import (
    Block,
    Column,
    Heading,
    Item,
    Line,
    List,
    Table,
    in_brackets,
    joined,
    label,
    labelled,
    line,
    link,
    paragraph,
    quiet,
    strong,
)
from readiness.views.pages.action_sections import task_id
from readiness.views.report import Report
from readiness.views.report_proof import ClaimView, DocumentView, ProofView

_SHOWN = 8
"""The most answers whose proof is weighed in the body of a report."""


def claimed_and_proven(report: Report) -> Iterator[Block]:
    """The verdict as claimed and as proven, and what proving would add."""
    if not (view := report.proof):
        return
    yield Heading(_("As claimed and as proven"), id="proof")
    claimed = report.overall.score.text if report.overall.score else ""
    rows = [
        (_("As claimed"), claimed, report.verdict.title),
        (_("As proven"), view.overall.text, _bands(view)),
    ]
    yield paragraph(
        _in_words(view),
        _("All other answers count as open here; one that is not applicable stands with its reason."),
    )
    yield Table(
        (Column(""), Column(_("Overall"), number=True), Column(_("Verdict"))),
        tuple(tuple(map(line, row)) for row in rows),
        _("The verdict as claimed and as proven"),
    )
    if shown := [claim for claim in view.claims if claim.gain.value > 0][:_SHOWN]:
        titles = (_("Question"), _("Answer without evidence"), _("Who has the proof"))
        yield Table(
            (*map(Column, titles), Column(_("Proof adds"), number=True)),
            tuple(map(_claim, shown)),
            _("The answers whose proof would add most to the overall as proven"),
        )
    if view.documents:
        yield paragraph(link(_("What to collect is listed under “Documents to prepare”."), "documents"))


def documents(report: Report) -> Iterator[Block]:
    """The documents to prepare, by who has them."""
    if not report.proof or not report.proof.documents:
        return
    yield Heading(_("Documents to prepare"), id="documents")
    yield paragraph(
        _(
            "They would prove answers that name no evidence, or what an action of the roadmap achieves. Of"
            " those for one question, the ones that show the level are enough."
        )
    )
    for holder, group in groupby(report.proof.documents, key=lambda each: each.holder):
        items = tuple(_question(list(each)) for _id, each in groupby(group, key=lambda item: item.question))
        yield List(items, line(strong(holder or _("Nobody named yet"))))


def _in_words(view: ProofView) -> str:
    if view.proven == view.answered:
        return _("Every answer that counts in the overall names evidence.")
    return plural(
        "{proven} of {count} answer names evidence; with this alone: {bands}.",
        "{proven} of {count} answers name evidence; with these alone: {bands}.",
        view.answered,
        proven=view.proven,
        bands=_bands(view),
    )


def _bands(view: ProofView) -> str:
    if view.lowest_id == view.highest_id:
        return _("“{band}”").format(band=view.highest)
    lowest = _("“{band}”").format(band=view.lowest) if view.lowest_id else view.lowest
    return _("{lowest} to “{highest}”").format(lowest=lowest, highest=view.highest)


def _claim(claim: ClaimView) -> tuple[Line, ...]:
    question = line(strong(claim.title), quiet(in_brackets(claim.dimension)))
    return (question, line(claim.answer), line(claim.holder), line(claim.gain.text))


def _question(documents: list[DocumentView]) -> Item:
    """The documents on one question, and the action whose result they prove."""
    title, task = documents[0].title, documents[0].task
    said = line(label(labelled(title)), joined(each.document for each in documents))
    if task is None:
        return Item(said)
    return Item((*said, link(in_brackets(_("action {number}").format(number=task)), task_id(task))))
