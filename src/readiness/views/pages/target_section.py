"""The section of a report about targets, and what the first page says of them."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.messages.catalogue import _, plural
from readiness.messages.sentences import day_in_words, ended
from readiness.views.blocks import (
    Bar,
    BarRow,
    Bars,
    Block,
    Column,
    Heading,
    Item,
    Line,
    List,
    Paragraph,
    Table,
    alert,
    bullets,
    first_of,
    label,
    line,
    paragraph,
    strong,
)
from readiness.views.report import Report, TargetView

_NAMED = 2
"""The most overdue targets that the first page names."""


def targets_in_brief(report: Report) -> Iterator[Paragraph]:
    """How many targets are reached, and which are overdue, if there are any that count."""
    counting = [item for item in report.targets if item.state_id != "set-aside"]
    if not counting:
        return
    reached = sum(item.state_id == "reached" for item in counting)
    late = [item for item in counting if item.state_id == "overdue"]
    overdue: Line = ()
    if late:
        overdue = line(
            alert(plural("{count} overdue:", "{count} overdue:", len(late))),
            *first_of([_in_brief(item) for item in late], _NAMED, "targets"),
        )
    said = _("{reached} of {count} reached.").format(reached=reached, count=len(counting))
    yield paragraph(label(_("Targets:")), said, *overdue)


def _in_brief(item: TargetView) -> str:
    return _("{title} ({aim} by {day})").format(title=item.title, aim=item.aim, day=day_in_words(item.by))


def targets(report: Report) -> Iterator[Block]:
    """Every target, how far it is, and what is still missing."""
    if not report.targets:
        return
    yield Heading(_("Targets"), id="targets")
    if report.provenance.quick:
        yield paragraph(
            _(
                "They are compared with the scores of the quick set, which may differ from those of all"
                " questions."
            )
        )
    if any(item.progress for item in report.targets):
        yield paragraph(
            _(
                "Progress is the part of the way from where it stood when the target was set; towards a band,"
                " of the way to the score that it needs."
            )
        )
    titles = (_("Target"), _("Aim"), _("Now"), _("To go"), _("By"), _("State"))
    rows = tuple(map(_row, report.targets))
    yield Table(tuple(map(Column, titles)), rows, _("What is aimed at, and what is missing"))
    yield from _progress(report)
    if missing := [each for each in report.targets if each.state_id in ("on-the-way", "overdue")]:
        yield List(tuple(map(_missing, missing)), line(strong(_("What is still missing:"))))
    aside = [
        _("{title} ({why})").format(title=each.title, why=each.remark)
        for each in report.targets
        if each.state_id == "set-aside"
    ]
    if aside:
        yield bullets(aside, title=line(strong(_("Targets that are set aside:"))))


def _row(item: TargetView) -> tuple[Line, ...]:
    state = alert(item.state) if item.state_id == "overdue" else item.state
    cells = (item.title, item.aim, item.now_in_words, item.to_go_in_words, day_in_words(item.by), state)
    return tuple(map(line, cells))


def _progress(report: Report) -> Iterator[Block]:
    """A bar for each target whose start is known."""
    rows = tuple(
        BarRow(item.title, Bar(*item.progress.fill), item.progress.text)
        for item in report.targets
        if item.progress
    )
    if rows:
        columns = (Column(_("Target")), Column(_("Progress"), number=True))
        yield Bars(columns, rows, _("How much of the way is behind"))


def _missing(item: TargetView) -> Item:
    """What a target that is not reached means, or what stands in its way."""
    title = strong(ended(item.title))
    if item.blocked_by:
        needs = _("What stands between you and “{band}”:").format(band=item.aim)
        return Item(line(title, needs), (bullets(blocker.text for blocker in item.blocked_by),))
    if item.kind == "question":
        return Item(line(title, label(_("To reach:")), item.remark or item.aim))
    return Item(line(title, item.remark))
